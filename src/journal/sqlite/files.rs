//! The journal's files on the disk, whoever makes them: readable by their owner alone, durable in
//! their folder, and connected to SQLite in one way.

use super::super::error::JournalError;
use super::fault::JournalFile;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Makes what happened in a folder durable.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A folder cannot be synced there; the file system does it by itself.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder and those above it, for its owner alone.
#[cfg(unix)]
pub(in crate::journal) fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    folder.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder and those above it.
#[cfg(not(unix))]
pub(in crate::journal) fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Opens one of a journal's files that only its owner can read, or where its folder is shared the
/// group as well.
pub(super) fn private(
    options: &mut OpenOptions,
    path: &Path,
    place: &JournalFile,
) -> io::Result<File> {
    let file = own(options, path)?;
    #[cfg(unix)]
    {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt as _;
        let found = file.metadata()?.permissions();
        // One that was just made, whatever the umask is: others would be shut out of it.
        if place.is_shared() && found.mode() & 0o777 == 0o600 {
            file.set_permissions(Permissions::from_mode(0o660))?;
        }
    }
    #[cfg(not(unix))]
    let _ = place;
    Ok(file)
}

/// Opens a file that stands beside a journal and holds nothing of it, and makes it if need be.
/// Whoever may write in the journal may write in it.
///
/// # Errors
/// There is no journal, the file cannot be opened, or others can lay hands on it.
pub fn beside(journal: &Path, suffix: &str) -> Result<File, JournalError> {
    let place = JournalFile::new(journal);
    let path = place.beside(suffix);
    let opened = fs::metadata(place.path())
        .and_then(|_| private(File::options().read(true).create(true), &path, &place));
    let file = opened.map_err(|error| place.io(&error))?;
    let found = file.metadata().map_err(|error| place.io(&error))?;
    place.check_file(&path, &found)?;
    Ok(file)
}

/// Opens a file that only its owner can read. A link in its place is not followed, and a pipe is not
/// waited for.
pub(in crate::journal) fn own(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options
            .mode(0o600)
            .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.write(true).open(path)
}

/// Opens a database that exists.
pub(super) fn connect(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | NO_MUTEX)?;
    settle(connection, patience)
}

/// Opens a database only to read it. Where nobody can be writing, nothing is made beside it.
pub(super) fn connect_to_read(
    path: &Path,
    is_at_rest: bool,
    patience: Duration,
) -> rusqlite::Result<Connection> {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address.push_str(if is_at_rest {
        "?immutable=1"
    } else {
        "?mode=ro"
    });
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | NO_MUTEX;
    settle(Connection::open_with_flags(address, flags)?, patience)
}

const NO_MUTEX: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX;

fn settle(connection: Connection, patience: Duration) -> rusqlite::Result<Connection> {
    connection.busy_timeout(patience)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // The queries choose their index themselves. Without this a kept statement is compiled again
    // for every value bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}
