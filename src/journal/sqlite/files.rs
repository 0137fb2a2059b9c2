//! The journal's files on the disk, whoever makes them: readable by their owner alone, durable in
//! their folder, and connected to SQLite in one way.

use super::super::chain::{instant, millis};
use super::super::error::JournalError;
use super::super::portions::REST;
use super::fault::JournalFile;
use crate::language::word;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;
use time::OffsetDateTime;

/// Makes what happened in a folder durable.
#[cfg(unix)]
pub(in crate::journal) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A folder cannot be synced there; the file system does it by itself.
#[cfg(not(unix))]
pub(in crate::journal) fn sync_folder(_folder: &Path) -> io::Result<()> {
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

/// Where it stands beside the journal when it was last copied, and where to.
const COPIED: &str = "-copied";

/// Notes beside a journal that it was copied to a file. What stood there is replaced.
///
/// # Errors
/// As [`beside`], or it cannot be written.
pub fn note_copy(journal: &Path, to: &Path, now: OffsetDateTime) -> Result<(), JournalError> {
    let place = JournalFile::new(journal);
    let mut file = beside(journal, COPIED)?;
    let noted = format!("{} {}\n", millis(now), to.display());
    file.set_len(0)
        .and_then(|()| file.write_all(noted.as_bytes()))
        .map_err(|error| place.io(&error))
}

/// Returns when a journal was last copied, and where to; `None` where that was never noted.
///
/// # Errors
/// It cannot be read, or is none that [`note_copy`] wrote.
pub fn last_copy(journal: &Path) -> io::Result<Option<(OffsetDateTime, String)>> {
    let file = match File::open(JournalFile::new(journal).beside(COPIED)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut text = String::new();
    file.take(MOST_NOTED).read_to_string(&mut text)?;
    let noted = text.trim_end().split_once(' ').and_then(|(at, to)| {
        let at = instant(at.parse().ok()?)?;
        Some((at, to.to_owned()))
    });
    noted.map(Some).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            word!("journal-no-note", "it is no such note"),
        )
    })
}

/// More of the note is not read.
const MOST_NOTED: u64 = 8192;

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

/// How long another process may hold the journal before we give up.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// How long lies between two tries to write while another process does. SQLite's own are up to 100 ms apart, and an
/// import would have to rest as long for another one to have its turn.
const BETWEEN: Duration = Duration::from_millis(5);
const _: () = assert!(
    2 * BETWEEN.as_millis() < REST.as_millis(),
    "nobody would have a turn"
);

/// Has writes wait for those of other processes, at most so long.
fn await_others(connection: &mut Connection, patience: Duration) -> rusqlite::Result<()> {
    // Counted, not timed: the clock belongs to the caller.
    connection.busy_handler(Some(move |tried| {
        let waited = BETWEEN.saturating_mul(u32::try_from(tried).unwrap_or(u32::MAX));
        let is_left = waited < patience;
        if is_left {
            std::thread::sleep(BETWEEN);
        }
        is_left
    }))
}

fn settle(mut connection: Connection, patience: Duration) -> rusqlite::Result<Connection> {
    await_others(&mut connection, patience)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // The queries choose their index themselves. Without this a kept statement is compiled again
    // for every value bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}
