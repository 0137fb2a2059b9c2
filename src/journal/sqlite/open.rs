//! Opening a journal's file: who may write there, whose it is, whether it is whole, which schema.
//!
//! Everything up to the switch to WAL happens under a lock on a side file: without it, processes
//! that open for the first time at the same moment fail now and then in spite of the busy timeout.
//! The file itself is never opened here by other means than SQLite: closing such a handle would
//! drop the locks SQLite holds on it in this process.

use super::super::error::{JournalError, JournalFault};
use super::super::head::JournalIdentity;
use super::backup;
use super::fault::{JournalFile, cut_short};
use super::files::{connect, make_folder, private, sync_folder};
use super::{schema, wal, whole};
use crate::language::text;
use crate::trust;
use rusqlite::{Connection, MAIN_DB};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// The most pages kept in memory, in kibibytes; they are taken as they are needed.
const CACHE: i64 = 16 * 1024;

/// What is done for a new journal right before it comes into its place.
pub(super) type Before<'a> = dyn FnMut(&JournalIdentity) -> Result<(), JournalError> + 'a;

/// Whether a journal is made.
pub(super) enum Making<'a> {
    /// Where there is none, that is an error.
    Never,
    /// Where there is none.
    IfAbsent,
    /// Where there is one, that is an error.
    Always(&'a mut Before<'a>),
}

/// Opens the journal, making or upgrading it first if need be.
pub(super) fn open(
    place: &JournalFile,
    making: Making<'_>,
    patience: Duration,
    steps: &[&str],
) -> Result<Connection, JournalError> {
    refuse_shared(place, &prepare_folder(place.path())?)?;
    let lock = lock(place, patience)?;
    match fs::metadata(place.path()) {
        Ok(_) if matches!(making, Making::Always(_)) => {
            return Err(place.fault(JournalFault::Exists));
        }
        Ok(found) => check_file(place, &found)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => match making {
            Making::Never => refuse_absent(place)?,
            Making::IfAbsent => create(place, patience, steps, &mut |_| Ok(()))?,
            Making::Always(before) => create(place, patience, steps, before)?,
        },
        Err(error) => return Err(place.io(&error)),
    }
    let mut connection = connect(place.path(), patience).map_err(|error| place.sql(&error))?;
    check_content(place, &mut connection, steps)?;
    settle(&connection, place)?;
    drop(lock);
    Ok(connection)
}

/// Checks the folder of a journal, or of a link to one, and the way to it; makes it if need be.
pub(super) fn prepare_folder(path: &Path) -> Result<fs::Metadata, JournalError> {
    let folder = path.parent().unwrap_or(path);
    let failed = |error: io::Error| JournalError::of_io(path.display().to_string(), &error);
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Where others may write, nothing is made either.
            if let Some(there) = folder.ancestors().find(|above| above.exists()) {
                trust::folder(there)?;
            }
            make_folder(folder).map_err(failed)?;
        }
        Err(error) => return Err(failed(error)),
        Ok(_) => {}
    }
    trust::folder(folder)?;
    fs::metadata(folder).map_err(failed)
}

#[cfg(unix)]
fn refuse_second_name(place: &JournalFile, found: &fs::Metadata) -> Result<(), JournalError> {
    use std::os::unix::fs::MetadataExt as _;
    #[cfg(target_os = "linux")]
    let is_mounted = super::mounts::is_mounted(place.path());
    #[cfg(not(target_os = "linux"))]
    let is_mounted = false;
    if found.nlink() > 1 || is_mounted {
        return Err(place.fault(JournalFault::Linked));
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_second_name(_place: &JournalFile, _found: &fs::Metadata) -> Result<(), JournalError> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn refuse_shared(place: &JournalFile, found: &fs::Metadata) -> Result<(), JournalError> {
    use std::os::unix::fs::MetadataExt as _;
    let folder = place.path().parent().unwrap_or(place.path());
    match super::mounts::not_local(folder, found.dev()) {
        Some(kind) if place.is_accepted(&kind) => Ok(()),
        Some(kind) => Err(place.fault(JournalFault::NotLocal(kind))),
        None => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
fn refuse_shared(_place: &JournalFile, _found: &fs::Metadata) -> Result<(), JournalError> {
    Ok(())
}

/// Takes the lock that goes with opening; dropping the file gives it back.
pub(super) fn lock(place: &JournalFile, patience: Duration) -> Result<File, JournalError> {
    const NAP: Duration = Duration::from_millis(10);
    let path = place.beside("-lock");
    let opened = private(OpenOptions::new().create(true), &path, place);
    let file = opened.map_err(|error| {
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
            place.fault(JournalFault::Io(text!(
                "journal-lock-link",
                "its lock is a symbolic link"
            )))
        } else {
            place.io(&error)
        }
    })?;
    let found = file.metadata().map_err(|error| place.io(&error))?;
    place.check_file(&path, &found)?;
    // Counted, not timed: the clock belongs to the caller.
    let mut naps = patience
        .as_millis()
        .checked_div(NAP.as_millis())
        .unwrap_or(0);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if naps == 0 => {
                return Err(place.fault(JournalFault::Locked));
            }
            Err(TryLockError::WouldBlock) => {
                naps = naps.saturating_sub(1);
                std::thread::sleep(NAP);
            }
            Err(TryLockError::Error(error)) => return Err(place.io(&error)),
        }
    }
}

/// Refuses where there is no file, and says so more exactly where something of it is left.
pub(super) fn refuse_absent(place: &JournalFile) -> Result<(), JournalError> {
    match fs::metadata(place.path()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            refuse_remains(place)?;
            Err(place.fault(JournalFault::Missing))
        }
        _ => Ok(()),
    }
}

/// Refuses where the file is not there, but something is left of one that was.
fn refuse_remains(place: &JournalFile) -> Result<(), JournalError> {
    if fs::symlink_metadata(place.path()).is_ok() {
        return Err(place.fault(JournalFault::Io(text!(
            "journal-dead-link",
            "it is a link to a file that is not there"
        ))));
    }
    if fs::metadata(place.beside("-wal")).is_ok_and(|wal| wal.len() > 0) {
        return Err(place.fault(JournalFault::Damaged(text!(
            "journal-log-alone",
            "the file is gone, but its latest writes still stand beside it"
        ))));
    }
    Ok(())
}

/// Builds a new journal beside its place and moves it there whole, so that an empty file in that
/// place is always one that was cut, never one that was not finished.
fn create(
    place: &JournalFile,
    patience: Duration,
    steps: &[&str],
    before: &mut Before<'_>,
) -> Result<(), JournalError> {
    refuse_remains(place)?;
    clear_unfinished(place)?;
    let unfinished = place.beside("-new");
    drop(
        private(OpenOptions::new().create_new(true), &unfinished, place)
            .map_err(|error| place.io(&error))?,
    );
    let build = || -> rusqlite::Result<JournalIdentity> {
        let mut connection = connect(&unfinished, patience)?;
        schema::upgrade(&mut connection, 0, steps)?;
        let identity = whole::identity(&connection)?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(identity)
    };
    let identity = build().map_err(|error| place.sql(&error))?;
    if let Err(error) = before(&identity) {
        clear_unfinished(place)?;
        return Err(error);
    }
    fs::rename(&unfinished, place.path()).map_err(|error| place.io(&error))?;
    match place.path().parent() {
        Some(folder) => sync_folder(folder).map_err(|error| place.io(&error)),
        None => Ok(()),
    }
}

/// Removes what was begun and not finished.
fn clear_unfinished(place: &JournalFile) -> Result<(), JournalError> {
    for suffix in ["-new", "-new-journal", "-new-wal", "-new-shm"] {
        match fs::remove_file(place.beside(suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(place.io(&error)),
            _ => {}
        }
    }
    Ok(())
}

fn check_file(place: &JournalFile, found: &fs::Metadata) -> Result<(), JournalError> {
    if !found.is_file() {
        return Err(place.fault(JournalFault::Foreign));
    }
    place.check_file(place.path(), found)?;
    refuse_second_name(place, found)?;
    check_length(place, found)
}

/// Checks that neither the file nor its write-ahead log is cut or overwritten at its beginning.
pub(super) fn check_length(place: &JournalFile, found: &fs::Metadata) -> Result<(), JournalError> {
    // SQLite takes anything below its smallest page for a database still to be made, and fills up
    // half a page at the end. With a log beside it the end may still have to be written again.
    let half = !found.len().is_multiple_of(512) && !place.beside("-wal").exists();
    if found.len() < 512 || half {
        return Err(place.fault(JournalFault::Damaged(cut_short())));
    }
    match wal::is_sound(&place.beside("-wal")) {
        Ok(true) => Ok(()),
        Ok(false) => Err(place.fault(JournalFault::Damaged(text!(
            "journal-log-overwritten",
            "its write-ahead log is overwritten, and what stood in it is lost"
        )))),
        Err(error) => Err(place.io(&error)),
    }
}

/// Checks that it is ours, and returns the version of its schema, which we know.
pub(super) fn version(
    place: &JournalFile,
    connection: &Connection,
    steps: &[&str],
) -> Result<i64, JournalError> {
    let number = |name: &str| -> Result<i64, JournalError> {
        connection
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(|error| place.sql(&error))
    };
    if number("application_id")? != schema::APPLICATION_ID {
        return Err(place.fault(JournalFault::Foreign));
    }
    let (found, ours) = (number("user_version")?, schema::version(steps));
    if found > ours {
        return Err(place.fault(JournalFault::Newer(found, ours)));
    }
    Ok(found)
}

/// Checks that it is ours, and of a version we know or can upgrade.
fn check_content(
    place: &JournalFile,
    connection: &mut Connection,
    steps: &[&str],
) -> Result<(), JournalError> {
    let found = version(place, connection, steps)?;
    let readonly = connection
        .is_readonly(MAIN_DB)
        .map_err(|error| place.sql(&error))?;
    if readonly {
        return Err(place.fault(JournalFault::ReadOnly));
    }
    if found < schema::version(steps) {
        let copy = backup::free_name(place, &format!(".v{found}"));
        backup::copy(place, connection, &copy)?;
        schema::upgrade(connection, found, steps).map_err(|error| place.sql(&error))?;
    }
    Ok(())
}

/// Switches to the ways of writing that the promises rest on.
fn settle(connection: &Connection, place: &JournalFile) -> Result<(), JournalError> {
    let set = || -> rusqlite::Result<String> {
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What a statement may have to take back stays in memory: in a temporary file it took two
        // writes a page, for some ten pages a row. It is small, and nothing large is sorted.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // In kibibytes. An import touches pages in no order; more than this hardly pays.
        connection.pragma_update(None, "cache_size", -CACHE)?;
        if cfg!(target_os = "macos") {
            // Without these a commit may stay in the drive's cache.
            connection.pragma_update(None, "fullfsync", true)?;
            connection.pragma_update(None, "checkpoint_fullfsync", true)?;
        }
        Ok(mode)
    };
    let mode = set().map_err(|error| place.sql(&error))?;
    if mode != "wal" {
        return Err(place.fault(JournalFault::Io(text!(
            "journal-no-wal",
            "it cannot be switched to WAL, it stays in mode {mode}",
            mode
        ))));
    }
    Ok(())
}
