//! The handovers of a journal's processes: `…-handover-ID` beside its file.

use super::super::handover::{self, Handovers, Past};
use super::super::{JournalError, Record};
use super::fault::Place;
use super::files::private;
use super::open::{PATIENCE, lock};
use super::{SqliteJournal, claims};
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SUFFIX: &str = "-handover-";

impl SqliteJournal {
    /// Makes this process's file and locks it.
    pub(super) fn begin_handovers(&mut self, id: u64) -> Result<Arc<Handovers>, JournalError> {
        // Whoever makes such a file or clears one away has this lock.
        let alone = lock(&self.place, PATIENCE)?;
        self.sweep()?;
        let id = format!("{id:016x}");
        let path = self.place.handover(&id);
        let mut options = OpenOptions::new();
        let kept = private(options.append(true).create_new(true), &path, &self.place)
            .and_then(|file| Handovers::begin(file, path, id))
            .map_err(|error| self.place.io(&error))?;
        drop(alone);
        let kept = Arc::new(kept);
        self.handovers = Some(Arc::clone(&kept));
        Ok(kept)
    }

    /// Whether a process is dead that has claimed something.
    pub(super) fn any_dead(&self) -> Result<bool, JournalError> {
        let owners = self.read(claims::owners)?;
        Ok(owners.iter().any(|owner| {
            self.place
                .handover_of(owner)
                .is_some_and(|path| handover::is_over(&path))
        }))
    }

    /// Clears away what dead processes have left and no claim needs any more.
    fn sweep(&self) -> Result<(), JournalError> {
        let (Some(folder), Some(name)) =
            (self.place.path().parent(), self.place.path().file_name())
        else {
            return Ok(());
        };
        let mut prefix = name.to_os_string();
        prefix.push(SUFFIX);
        let prefix = prefix.to_string_lossy().into_owned();
        let Ok(entries) = fs::read_dir(folder) else {
            return Ok(());
        };
        let left: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
            .map(|entry| entry.path())
            .collect();
        if left.is_empty() {
            return Ok(());
        }
        let needed: Vec<PathBuf> = self
            .read(claims::owners)?
            .iter()
            .filter_map(|owner| self.place.handover_of(owner))
            .collect();
        for path in left {
            if !needed.contains(&path) && handover::is_over(&path) {
                // What stays is swept another time.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }
}

impl Place {
    fn handover(&self, id: &str) -> PathBuf {
        self.beside(&format!("{SUFFIX}{id}"))
    }

    /// Returns the path of the handovers that a claim names.
    fn handover_of(&self, owner: &str) -> Option<PathBuf> {
        // host:process:id; only the last part is what we made up ourselves.
        let id = owner.rsplit(':').next()?;
        let is_id = id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit());
        is_id.then(|| self.handover(id))
    }

    /// Tells what became of a claim.
    pub(super) fn past(&self, claimed: &Record) -> Past {
        claimed
            .lease
            .as_ref()
            .and_then(|lease| self.handover_of(&lease.owner))
            .map_or(Past::Untold, |path: PathBuf| {
                let path: &Path = &path;
                handover::past(path, claimed)
            })
    }
}
