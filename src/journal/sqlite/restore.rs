//! Putting a copy in the journal's place.

use super::super::Newest;
use super::super::error::{JournalError, JournalFault};
use super::fault::JournalFile;
use super::files::{connect, private, sync_folder};
use super::open::{self, Making, PATIENCE};
use super::{SqliteJournal, backup, prepared, schema, verify, whole};
use crate::language::text;
use rusqlite::{Connection, ErrorCode};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the file is that stood there before.
    pub aside: Option<PathBuf>,
    /// Its newest event.
    pub newest: Option<Newest>,
}

/// The endings of the files that belong to one journal.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

impl SqliteJournal {
    /// Puts a sound copy in a journal's place, and what stands there aside.
    ///
    /// # Errors
    /// [`JournalFault::Locked`] where another process has the journal open,
    /// [`JournalFault::Damaged`] where the copy is not sound; everything is then as it was.
    pub fn restore(
        copy: &Path,
        path: &Path,
        accepted: Option<&str>,
    ) -> Result<Restored, JournalError> {
        let copy = JournalFile::new(copy);
        match fs::metadata(copy.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(copy.fault(JournalFault::Missing));
            }
            Err(error) => return Err(copy.io(&error)),
            Ok(found) if !found.is_file() => return Err(copy.fault(JournalFault::Foreign)),
            Ok(_) => {}
        }
        let place = prepared(path, accepted)?;
        let fresh = JournalFile::new(&place.beside("-restored")).accepting(accepted);
        clear(&fresh).map_err(|error| place.io(&error))?;
        let checked = check(&copy, &fresh);
        let restored = checked.and_then(|restored| {
            let alone = open::lock(&place, PATIENCE)?;
            let aside = put_aside(&place)?;
            fs::rename(fresh.path(), place.path()).map_err(|error| place.io(&error))?;
            if let Some(folder) = place.path().parent() {
                sync_folder(folder).map_err(|error| place.io(&error))?;
            }
            drop(alone);
            Ok(Restored { aside, ..restored })
        });
        // Whatever came of it, nothing half made stays behind.
        let _ = clear(&fresh);
        restored
    }
}

fn clear(fresh: &JournalFile) -> io::Result<()> {
    // A copy of an older schema was upgraded, after a copy of its own.
    let older = (1..schema::version(schema::STEPS)).map(|version| format!(".v{version}.bak"));
    let endings = FILES.into_iter().chain(["-lock"]).map(str::to_owned);
    for ending in endings.chain(older) {
        match fs::remove_file(fresh.beside(&ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Copies the copy beside the journal and reads it there, so that it itself is not touched.
fn check(copy: &JournalFile, fresh: &JournalFile) -> Result<Restored, JournalError> {
    // Its latest writes may still stand in a log beside it.
    for ending in ["", "-wal"] {
        let from = match fs::File::open(copy.beside(ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => continue,
            other => other.map_err(|error| copy.io(&error))?,
        };
        let to = private(
            OpenOptions::new().create_new(true),
            &fresh.beside(ending),
            fresh,
        );
        to.and_then(|mut to| {
            io::copy(&mut &from, &mut to)?;
            to.sync_all()
        })
        .map_err(|error| fresh.io(&error))?;
    }
    let named = |error: JournalError| copy.fault(error.fault().clone());
    let journal = SqliteJournal::open_with(fresh.clone(), Making::Never, PATIENCE, schema::STEPS)
        .map_err(named)?;
    let report = verify::verify(&journal.connection, copy, schema::STEPS)?;
    if let Some(defect) = report.defects.first() {
        let what = text!(
            "journal-not-sound",
            "it is not sound: {what}",
            what = defect.what
        );
        return Err(copy.fault(JournalFault::Damaged(what)));
    }
    let restored = Restored {
        aside: None,
        newest: journal.read(whole::newest).map_err(named)?,
    };
    // What stood in a log is in the file once that is left.
    let mode = journal.read(leave_log);
    if mode.map_err(named)? == "wal" {
        return Err(copy.fault(JournalFault::Locked));
    }
    Ok(restored)
}

/// Moves away what stands in the place, unless somebody uses it.
fn put_aside(place: &JournalFile) -> Result<Option<PathBuf>, JournalError> {
    match fs::symlink_metadata(place.path()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => {
            other.map_err(|error| place.io(&error))?;
            refuse_in_use(place)?;
        }
    }
    let aside = backup::free_name(place, ".replaced");
    let mut moved = None;
    for ending in FILES {
        let mut to = aside.clone().into_os_string();
        to.push(ending);
        match fs::rename(place.beside(ending), &to) {
            Ok(()) => moved = Some(aside.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(place.io(&error)),
        }
    }
    Ok(moved)
}

/// Refuses where another process has the journal open: it would go on writing into what was moved
/// away. What is too spoilt to be asked is in nobody's use.
fn refuse_in_use(place: &JournalFile) -> Result<(), JournalError> {
    let Ok(connection) = connect(place.path(), Duration::from_millis(500)) else {
        return Ok(());
    };
    // Only whoever is alone may leave the write-ahead log.
    match leave_log(&connection) {
        Ok(mode) if mode == "wal" => Err(place.fault(JournalFault::Locked)),
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
            ) =>
        {
            Err(place.fault(JournalFault::Locked))
        }
        _ => Ok(()),
    }
}

/// Leaves the write-ahead log, and returns the mode that the file is in then.
fn leave_log(connection: &Connection) -> rusqlite::Result<String> {
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))
}
