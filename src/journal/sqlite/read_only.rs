//! Opening a file only to read it: a backup, or the journal of another machine. Nothing is made or
//! changed beside it; one of an older schema is read in a copy that is upgraded.

use super::super::error::{JournalError, JournalFault};
use super::backup;
use super::fault::JournalFile;
use super::files::{connect, connect_to_read};
use super::open::{check_length, version};
use super::schema;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// Opens it, and returns the folder of the copy that is read in its place, if it is one.
pub(super) fn open(
    place: &JournalFile,
    patience: Duration,
    steps: &[&str],
) -> Result<(Connection, Option<TempDir>), JournalError> {
    let found = fs::metadata(place.path()).map_err(|error| place.io(&error))?;
    if !found.is_file() {
        return Err(place.fault(JournalFault::Foreign));
    }
    check_length(place, &found)?;
    let log = place.beside("-wal");
    let has_log = fs::metadata(&log).is_ok_and(|log| log.len() > 0);
    let (connection, copy) = if has_log && !place.beside("-shm").exists() {
        // Its writer was killed, or it was copied with its log: to read that, SQLite would have to
        // make a file beside it.
        let copy = copy(place.path(), &log).map_err(|error| place.io(&error))?;
        let connection = connect_to_read(&copy.path().join(NAME), false, patience);
        (connection, Some(copy))
    } else {
        (connect_to_read(place.path(), !has_log, patience), None)
    };
    let connection = connection.map_err(|error| place.sql(&error))?;
    let found = version(place, &connection, steps)?;
    if found == schema::version(steps) {
        return Ok((connection, copy));
    }
    let folder = tempfile::tempdir().map_err(|error| place.io(&error))?;
    let path = folder.path().join(NAME);
    backup::copy(place, &connection, &path)?;
    let upgraded = || -> rusqlite::Result<Connection> {
        let mut connection = connect(&path, patience)?;
        schema::upgrade(&mut connection, found, steps)?;
        connection.close().map_err(|(_, error)| error)?;
        connect_to_read(&path, true, patience)
    };
    let connection = upgraded().map_err(|error| place.sql(&error))?;
    Ok((connection, Some(folder)))
}

const NAME: &str = "journal.db";

fn copy(file: &Path, log: &Path) -> std::io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::copy(file, folder.path().join(NAME))?;
    fs::copy(log, folder.path().join("journal.db-wal"))?;
    Ok(folder)
}
