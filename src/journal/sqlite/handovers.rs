//! The handovers of a journal's processes: `…-handover-ID` beside its file.

use super::super::handover::{self, Handovers, KeptOutcome, Owns, Past};
use super::super::{JournalError, JournalFault, Record};
use super::events;
use super::fault::JournalFile;
use super::files::PATIENCE;
use super::files::{connect_to_read, private};
use super::open::lock;
use super::write::Transition;
use super::{SqliteJournal, claims, held, read};
use crate::language::in_english;
use rusqlite::Connection;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const SUFFIX: &str = "-handover-";

impl SqliteJournal {
    /// Makes this process's file and locks it.
    pub(super) fn begin_handovers(&mut self, id: u64) -> Result<Arc<Handovers>, JournalError> {
        // Whoever makes such a file or clears one away has this lock.
        let alone = lock(&self.place, PATIENCE)?;
        self.sweep()?;
        let id = format!("{id:016x}");
        let path = self.place.handover(&id);
        let place = self.place.clone();
        let begun_with = file_at(&place);
        self.begun_with = Some(begun_with);
        let (own, reader) = (Arc::downgrade(&self.connection), Arc::clone(&self.reader));
        // Why a refund is held back is written into the journal.
        let owns = Owns(Box::new(move |claimed| {
            in_english(|| {
                still_stands(&place, begun_with)?;
                let own = own.upgrade();
                let own = own.as_ref().and_then(|own| own.try_lock().ok());
                let is_own = match own.filter(|own| own.is_autocommit()) {
                    Some(own) => claims::is_own(&own, claimed),
                    None => asked_aside(&reader, &place, claimed),
                };
                is_own.map_err(|error| place.sql(&error))
            })
        }));
        let mut options = OpenOptions::new();
        let kept = private(options.append(true).create_new(true), &path, &self.place)
            .and_then(|file| Handovers::begin(file, path, id, owns))
            .map_err(|error| self.place.io(&error))?;
        drop(alone);
        let kept = Arc::new(kept);
        self.handovers = Some(Arc::clone(&kept));
        Ok(kept)
    }

    /// Whether a process has ended that has claimed something.
    pub(super) fn any_dead(&self) -> Result<bool, JournalError> {
        let owners = self.read(claims::owners)?;
        Ok(owners.iter().any(|owner| {
            self.place
                .handover_of(owner)
                .is_some_and(|path| handover::is_over(&path))
        }))
    }

    /// Whether an outcome was told that is not in the journal yet.
    pub(super) fn any_told(&self) -> Result<bool, JournalError> {
        let outcomes = self.place.kept_outcomes();
        Ok(!outcomes.is_empty()
            && !self
                .read(|connection| told(connection, outcomes))?
                .is_empty())
    }

    /// Whether a claim of this process is not ended, or might not be.
    pub(super) fn holds_claims(&self, id: &str) -> bool {
        self.read(claims::owners).map_or(true, |owners| {
            owners
                .iter()
                .any(|owner| self.place.handover_of(owner) == Some(self.place.handover(id)))
        })
    }

    /// Clears away what ended processes have left and no claim needs any more.
    fn sweep(&self) -> Result<(), JournalError> {
        let left = self.place.handovers();
        if left.is_empty() {
            return Ok(());
        }
        let needed: Vec<PathBuf> = self
            .read(claims::owners)?
            .iter()
            .filter_map(|owner| self.place.handover_of(owner))
            .collect();
        for path in left {
            if needed.contains(&path) || !handover::is_over(&path) {
                continue;
            }
            // One that is not read whole may keep an outcome that is still to be entered.
            let kept = handover::outcomes(&path);
            if kept.is_whole
                && self
                    .read(|connection| told(connection, kept.outcomes))?
                    .is_empty()
            {
                // What stays is swept another time.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }
}

/// Asks through a connection of its own, while this process writes or reads at length through the other. It is kept:
/// opening one reads the whole schema.
fn asked_aside(
    reader: &Mutex<Option<Connection>>,
    place: &JournalFile,
    claimed: &Record,
) -> rusqlite::Result<bool> {
    let mut reader = held(reader);
    let connection = match reader.take() {
        Some(connection) => connection,
        None => connect_to_read(place.path(), false, PATIENCE)?,
    };
    let is_own = claims::is_own(&connection, claimed)?;
    *reader = Some(connection);
    Ok(is_own)
}

/// Finds the outcomes that the journal lacks and can take.
pub(super) fn told(
    connection: &Connection,
    kept: Vec<KeptOutcome>,
) -> rusqlite::Result<Vec<KeptOutcome>> {
    let mut found = Vec::new();
    for outcome in kept {
        let Some((merchant, number)) = outcome.key() else {
            continue;
        };
        if let Some(record) = read::find(connection, merchant.numbered(&number))?
            && Transition::seen(&record.progress, outcome.event(), outcome.details()).is_ok()
            && !events::has_told(connection, record.id, &outcome.details())?
        {
            found.push(outcome);
        }
    }
    Ok(found)
}

impl JournalFile {
    /// Lists the files of all processes.
    fn handovers(&self) -> Vec<PathBuf> {
        let (Some(folder), Some(name)) = (self.path().parent(), self.path().file_name()) else {
            return Vec::new();
        };
        let mut prefix = name.to_os_string();
        prefix.push(SUFFIX);
        let prefix = prefix.to_string_lossy().into_owned();
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
            .map(|entry| entry.path())
            .collect()
    }

    /// Reads the outcomes that ended processes have kept.
    pub(super) fn kept_outcomes(&self) -> Vec<KeptOutcome> {
        let files = self.handovers().into_iter();
        files
            .flat_map(|path| handover::outcomes(&path).outcomes)
            .collect()
    }

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

/// What this process writes goes on into the file that it has open: nothing may be sent by that, or written into it,
/// where another one stands in its place since.
pub(super) fn still_stands(
    place: &JournalFile,
    begun_with: Option<(u64, u64)>,
) -> Result<(), JournalError> {
    if file_at(place) == begun_with {
        return Ok(());
    }
    let why = "another file stands in its place since this process began".to_owned();
    Err(place.fault(JournalFault::Io(why)))
}

/// Tells the file at a place from any other, where the system does; none where it cannot be looked at.
fn file_at(place: &JournalFile) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let file = place.path().metadata().ok()?;
        Some((file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = place;
        None
    }
}
