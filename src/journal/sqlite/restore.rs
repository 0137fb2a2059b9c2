//! Putting a copy in the journal's place.

use super::super::error::{JournalError, JournalFault};
use super::super::{Journal, Newest};
use super::fault::JournalFile;
use super::files::PATIENCE;
use super::files::{connect, private, sync_folder};
use super::open::{self, Making};
use super::{SqliteJournal, backup, prepared, schema, verify, whole};
use crate::language::text;
use rusqlite::Connection;
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

/// What is done with a sound copy right before it comes into the journal's place.
pub type Before<'a> = dyn FnMut(&mut dyn Journal, Option<Newest>) -> Result<(), JournalError> + 'a;

impl SqliteJournal {
    /// Puts a sound copy in a journal's place, and what stands there aside. `before` is done with the copy before
    /// anything is moved, so that what it notes is noted whatever stops this.
    ///
    /// # Errors
    /// [`JournalFault::Locked`] where another process has the journal open,
    /// [`JournalFault::Damaged`] where the copy is not sound; everything is then as it was.
    /// [`JournalFault::LeftAside`] where what was put aside is not back in its place.
    pub fn restore(
        copy: &Path,
        path: &Path,
        accepted: Option<&str>,
        before: &mut Before<'_>,
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
        let restored = check(&copy, &fresh).and_then(|mut checked| {
            let alone = open::lock(&place, PATIENCE)?;
            refuse_in_use(&place)?;
            let named = |error: JournalError| copy.fault(error.fault().clone());
            let newest = checked.read(whole::newest).map_err(named)?;
            before(&mut checked, newest)?;
            // What stood in a log is in the file once that is left.
            if checked.read(leave_log).map_err(named)? == "wal" {
                return Err(copy.fault(JournalFault::Locked));
            }
            drop(checked);
            let aside = take_place(&place, fresh.path())?;
            drop(alone);
            Ok(Restored { aside, newest })
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
fn check(copy: &JournalFile, fresh: &JournalFile) -> Result<SqliteJournal, JournalError> {
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
    let report = verify::verify(&journal.connection(), copy, schema::STEPS)?;
    if let Some(defect) = report.defects.first() {
        let what = text!(
            "journal-not-sound",
            "it is not sound: {what}",
            what = defect.what
        );
        return Err(copy.fault(JournalFault::Damaged(what)));
    }
    Ok(journal)
}

/// Moves a file into the journal's place, and what stands there away. Where either fails all is put back.
pub(super) fn take_place(
    place: &JournalFile,
    fresh: &Path,
) -> Result<Option<PathBuf>, JournalError> {
    let mut aside = Aside {
        place,
        name: backup::free_name(place, ".replaced"),
        moved: Vec::new(),
    };
    let taken = aside
        .fill()
        .and_then(|()| fs::rename(fresh, place.path()))
        .map_err(|error| place.io(&error));
    if let Err(error) = taken {
        return Err(aside.put_back(error));
    }
    if let Some(folder) = place.path().parent() {
        sync_folder(folder).map_err(|error| place.io(&error))?;
    }
    Ok(Some(aside.name).filter(|_| !aside.moved.is_empty()))
}

/// Where what stands in the place is moved to.
pub(super) struct Aside<'a> {
    pub(super) place: &'a JournalFile,
    pub(super) name: PathBuf,
    /// The endings of what is there by now.
    pub(super) moved: Vec<&'static str>,
}

impl Aside<'_> {
    fn file(&self, ending: &str) -> PathBuf {
        let mut file = self.name.clone().into_os_string();
        file.push(ending);
        PathBuf::from(file)
    }

    pub(super) fn fill(&mut self) -> io::Result<()> {
        for ending in FILES {
            match fs::rename(self.place.beside(ending), self.file(ending)) {
                Ok(()) => self.moved.push(ending),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Puts all of it back after an error, and returns that, or where it lies now. The journal's file comes
    /// last: without its log it must not be there.
    pub(super) fn put_back(self, error: JournalError) -> JournalError {
        for ending in self.moved.iter().rev() {
            if let Err(why) = fs::rename(self.file(ending), self.place.beside(ending)) {
                let aside = self.name.display().to_string();
                let why = format!("{error}; {why}");
                return self.place.fault(JournalFault::LeftAside(aside, why));
            }
        }
        error
    }
}

/// Refuses where another process has the journal open: it would go on writing into what was moved
/// away. What is no sound database is in nobody's use; what cannot be asked may be.
fn refuse_in_use(place: &JournalFile) -> Result<(), JournalError> {
    match fs::symlink_metadata(place.path()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(place.io(&error)),
        Ok(_) => {}
    }
    let asked = connect(place.path(), Duration::from_millis(500));
    // Only whoever is alone may leave the write-ahead log.
    match asked.and_then(|connection| leave_log(&connection)) {
        Ok(mode) if mode == "wal" => Err(place.fault(JournalFault::Locked)),
        Ok(_) => Ok(()),
        Err(error) => match place.sql(&error) {
            error if matches!(error.fault(), JournalFault::Damaged(_)) => Ok(()),
            error => Err(error),
        },
    }
}

/// Leaves the write-ahead log, and returns the mode that the file is in then.
fn leave_log(connection: &Connection) -> rusqlite::Result<String> {
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))
}
