//! Copies of a journal, taken while others write.

use super::super::error::{JournalError, JournalFault};
use super::fault::JournalFile;
use super::files::{connect, private, sync_folder};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Returns a name beside the journal that no file has yet.
pub(super) fn free_name(place: &JournalFile, suffix: &str) -> PathBuf {
    let first = place.beside(&format!("{suffix}.bak"));
    std::iter::once(first.clone())
        .chain((2..10_000).map(|count: u32| place.beside(&format!("{suffix}.{count}.bak"))))
        .find(|name| {
            let found = fs::symlink_metadata(name);
            found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        })
        .unwrap_or(first)
}

/// Copies everything that is committed at this moment to a new file, durably.
pub(super) fn copy(place: &JournalFile, from: &Connection, to: &Path) -> Result<(), JournalError> {
    let target = JournalFile::new(to);
    drop(
        private(OpenOptions::new().create_new(true), target.path(), &target)
            .map_err(|error| target.io(&error))?,
    );
    let result = fill(place, from, &target);
    if result.is_err() {
        // Half a copy is worse than none.
        let _ = fs::remove_file(target.path());
    }
    result
}

pub(super) fn fill(
    place: &JournalFile,
    from: &Connection,
    target: &JournalFile,
) -> Result<(), JournalError> {
    let mut to = connect(target.path(), Duration::ZERO).map_err(|error| target.sql(&error))?;
    {
        let backup = Backup::new(from, &mut to).map_err(|error| target.sql(&error))?;
        // All pages in one step: one read transaction, so writers neither wait nor force a restart.
        match backup.step(-1).map_err(|error| target.sql(&error))? {
            StepResult::Done => {}
            _ => return Err(place.fault(JournalFault::Locked)),
        }
    }
    to.close().map_err(|(_, error)| target.sql(&error))?;
    match target.path().parent() {
        Some(folder) => sync_folder(folder).map_err(|error| target.io(&error)),
        None => Ok(()),
    }
}
