//! Who else may write, or read, what decides where money goes: the one rule for files and folders.
//!
//! It is OpenSSH's (`StrictModes`): a file, and every folder on the way to it up to `/`, belongs to
//! root or to the account we run as, and nobody else may write there. Symbolic links are followed
//! one by one, so that each folder that decides where the path leads is looked at.
//!
//! Two things go beyond it, because the modes alone would say too much:
//!
//! - A *sticky* folder such as `/tmp` may lie on the way: in it nobody but its owner can replace a
//!   folder of ours. The folder a file itself stands in may not be one, sticky or not: there anybody
//!   can put a file or a link under a name that is not taken yet.
//! - On a mount that is read-only nobody can write, whatever the modes say, and nobody can set them
//!   right. That is where Docker and Kubernetes put secrets (mode 0444, in a folder of mode 1777).
//!
//! A folder is shared by several accounts on purpose where root has made it so: see
//! [`shared_group`].
//!
//! Only Unix has owners and modes; elsewhere a file must be an ordinary one and no more is asked.

#[cfg(all(test, unix))]
mod tests;
#[cfg(unix)]
mod way;

use crate::language::{Language, spoken, text, word, write_text};
use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// What a file is for, and so what others may not do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// It holds a client key: nothing at all.
    Secret,
    /// It says where refunds are sent and which command is run: change it.
    Config,
    /// It says whose certificates are trusted: change it.
    Authorities,
    /// It is the program that prints the client key: change it.
    Program,
}

/// A file or folder that is not to be trusted, or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distrust {
    /// The file, or the folder or link on the way to it.
    pub path: PathBuf,
    /// Why.
    pub reason: Reason,
}

/// Why a file or folder is not to be trusted, or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It belongs to somebody else.
    Owner {
        /// Whose it is.
        theirs: u32,
        /// Who we are.
        ours: u32,
    },
    /// Others may write to this folder, which has this mode.
    OpenFolder(u32),
    /// Others may do with this file, which has this mode, what its guard forbids.
    OpenFile(Guard, u32),
    /// It is a folder.
    Folder,
    /// It is a pipe, a device or a socket.
    NotRegular,
    /// It is longer than this many bytes.
    TooLong(u64),
    /// The operating system does not give it.
    Io(io::ErrorKind),
}

impl Distrust {
    fn new(path: &Path, reason: Reason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
        }
    }

    fn io(path: &Path, error: &io::Error) -> Self {
        Self::new(path, Reason::Io(error.kind()))
    }

    /// Whether others may do too much, rather than that it cannot be read.
    #[must_use]
    pub const fn is_about_others(&self) -> bool {
        matches!(
            self.reason,
            Reason::Owner { .. } | Reason::OpenFolder(_) | Reason::OpenFile(..)
        )
    }

    /// Returns what to do about it, as a sentence; `path` is the way its place is written.
    #[must_use]
    pub fn remedy(&self, path: &str) -> String {
        let word = shell_word(path);
        match self.reason {
            Reason::OpenFile(Guard::Secret, _) => {
                text!("run-trust-chmod-secret", "Run: chmod 600 {word}", word)
            }
            Reason::OpenFile(..) | Reason::OpenFolder(_) => {
                text!("run-trust-chmod", "Run: chmod go-w {word}", word)
            }
            Reason::Owner { .. } => text!(
                "run-trust-owner-fix",
                "Run it as the account this belongs to, or give it to root or to this account with chown. A client key in a mounted secret that cannot be changed is read with client_key_command = [\"cat\", \"PATH\"]."
            ),
            Reason::Folder | Reason::NotRegular | Reason::TooLong(_) | Reason::Io(_) => {
                text!(
                    "run-trust-check-path",
                    "Check the path and who may read it."
                )
            }
        }
    }
}

/// Displays as a clause about its path.
impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Owner { theirs, ours } => write_text!(
                f,
                "run-trust-owner",
                "it belongs to another account (uid {theirs}), neither to root nor to this one (uid {ours})",
                theirs,
                ours
            ),
            Reason::OpenFolder(mode) => write_text!(
                f,
                "run-trust-open-folder",
                "others may write to this folder and so change what stands in it (mode {mode})",
                mode = format!("{mode:04o}")
            ),
            Reason::OpenFile(guard, mode) => {
                let problem = match guard {
                    Guard::Secret => word!(
                        "run-trust-secret",
                        "holds a client key and others may read or change it"
                    ),
                    Guard::Config => word!(
                        "run-trust-config",
                        "says where refunds are sent and others may change it"
                    ),
                    Guard::Authorities => {
                        word!(
                            "run-trust-authorities",
                            "says whose certificates are trusted and others may change it"
                        )
                    }
                    Guard::Program => word!(
                        "run-trust-program",
                        "is run for the client key and others may change it"
                    ),
                };
                write_text!(
                    f,
                    "run-trust-file",
                    "the file {problem} (mode {mode})",
                    problem,
                    mode = format!("{mode:04o}")
                )
            }
            Reason::Folder => f.write_str(word!("run-trust-folder", "it is a folder")),
            Reason::NotRegular => {
                f.write_str(word!("run-trust-not-regular", "it is not a regular file"))
            }
            Reason::TooLong(most) => write_text!(
                f,
                "run-trust-too-long",
                "it is longer than {most} bytes",
                most
            ),
            Reason::Io(io::ErrorKind::NotFound) => {
                f.write_str(word!("run-trust-absent", "there is no such file"))
            }
            Reason::Io(kind) => f.write_str(&in_words(*kind)),
        }
    }
}

impl std::error::Error for Distrust {}

/// Says why the system does not read something.
#[must_use]
pub fn in_words(kind: io::ErrorKind) -> String {
    use io::ErrorKind as Kind;
    // The English is the standard library's own.
    let known = match kind {
        Kind::NotFound => word!("run-io-not-found", "entity not found"),
        Kind::PermissionDenied => word!("run-io-denied", "permission denied"),
        Kind::AlreadyExists => word!("run-io-exists", "entity already exists"),
        Kind::IsADirectory => word!("run-io-folder", "is a directory"),
        Kind::NotADirectory => word!("run-io-no-folder", "not a directory"),
        Kind::StorageFull => word!("run-io-full", "no storage space"),
        Kind::ReadOnlyFilesystem => {
            word!("run-io-read-only", "read-only filesystem or storage medium")
        }
        Kind::UnexpectedEof => word!("run-io-cut-short", "unexpected end of file"),
        Kind::BrokenPipe => word!("run-io-pipe", "broken pipe"),
        Kind::TimedOut => word!("run-io-slow", "timed out"),
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    match kind.to_string() {
        // What the standard library has no word for.
        nameless if nameless == "uncategorized error" => {
            text!("run-trust-io", "an input/output error of the system")
        }
        named => named,
    }
}

/// Says what the system says of an error: in English its own words, which name the error's number.
pub fn of_system(error: &io::Error) -> String {
    match (spoken(), error.raw_os_error()) {
        (Language::Chinese, Some(_)) => in_words(error.kind()),
        _ => error.to_string(),
    }
}

/// An ordinary file that was reached by a way to be trusted, open for reading.
#[derive(Debug)]
pub struct Opened {
    path: PathBuf,
    file: File,
    metadata: Metadata,
}

impl Opened {
    /// Checks that others cannot do with it what its use forbids.
    ///
    /// # Errors
    /// When they can.
    pub fn check(&self, guard: Guard) -> Result<(), Distrust> {
        allows(&self.path, &self.metadata, guard)
    }

    /// Reads all of it into a buffer that is wiped when it is dropped.
    ///
    /// # Errors
    /// When it is longer than `most` bytes, of which no more are read, or cannot be read.
    pub fn read(&mut self, most: u64) -> Result<Zeroizing<Vec<u8>>, Distrust> {
        match self.read_whole(most) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(Distrust::new(&self.path, Reason::TooLong(most))),
            Err(error) => Err(Distrust::io(&self.path, &error)),
        }
    }

    /// Makes room for no more than it has; only one that has grown since takes the whole room.
    fn read_whole(&mut self, most: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        let length = self.metadata.len().min(most);
        let read = read_at_most(&mut self.file, length)?;
        if read.is_some() || length == most {
            return Ok(read);
        }
        self.file.rewind()?;
        read_at_most(&mut self.file, most)
    }
}

/// Reads to the end, or to `None` where there are more than `most` bytes. The buffer is wiped when
/// it is dropped, and never moved before that: growing would leave parts of a key behind.
///
/// # Errors
/// When reading fails.
pub fn read_at_most(from: impl Read, most: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let enough = usize::try_from(most.saturating_add(64)).unwrap_or(usize::MAX);
    let mut bytes = Zeroizing::new(Vec::with_capacity(enough));
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    let is_whole = u64::try_from(bytes.len()).is_ok_and(|length| length <= most);
    Ok(is_whole.then_some(bytes))
}

/// Opens an ordinary file. Whoever has the way to it cannot be surprised by a pipe that waits for a
/// writer, nor by a file that takes its place.
///
/// # Errors
/// When it, or a folder or link on the way, is not to be trusted, or it is no ordinary file. What
/// others may do with the file itself is asked by [`Opened::check`].
pub fn open(path: &Path) -> Result<Opened, Distrust> {
    let real = ordinary(path)?;
    let file = open_real(&real).map_err(|error| Distrust::io(path, &error))?;
    let metadata = file
        .metadata()
        .map_err(|error| Distrust::io(path, &error))?;
    if !metadata.is_file() {
        return Err(Distrust::new(path, Reason::NotRegular));
    }
    owned(path, &metadata)?;
    Ok(Opened {
        path: path.to_owned(),
        file,
        metadata,
    })
}

/// Checks a program before it is run.
///
/// # Errors
/// When it, or a folder or link on the way, is not to be trusted, or it is no ordinary file.
pub fn program(path: &Path) -> Result<(), Distrust> {
    let real = ordinary(path)?;
    let metadata = std::fs::metadata(real).map_err(|error| Distrust::io(path, &error))?;
    allows(path, &metadata, Guard::Program)
}

/// Follows the way to an ordinary file and returns its true path.
fn ordinary(path: &Path) -> Result<PathBuf, Distrust> {
    let absolute = std::path::absolute(path).map_err(|error| Distrust::io(path, &error))?;
    let real = follow(&absolute)?;
    match std::fs::metadata(&real) {
        Ok(found) if found.is_file() => Ok(real),
        Ok(found) if found.is_dir() => Err(Distrust::new(path, Reason::Folder)),
        Ok(_) => Err(Distrust::new(path, Reason::NotRegular)),
        Err(error) => Err(Distrust::io(path, &error)),
    }
}

#[cfg(unix)]
use way::{allows, follow, open_real, owned};
#[cfg(unix)]
pub use way::{folder, in_folder, shared_group};

#[cfg(not(unix))]
mod elsewhere {
    use super::{Distrust, Guard};
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::{Path, PathBuf};

    /// Asks nothing there.
    ///
    /// # Errors
    /// None.
    pub fn folder(_: &Path) -> Result<(), Distrust> {
        Ok(())
    }

    /// Asks nothing there.
    ///
    /// # Errors
    /// None.
    pub fn in_folder(_: &Path, _: &Metadata, _: Option<u32>) -> Result<(), Distrust> {
        Ok(())
    }

    /// No folder is shared there.
    #[must_use]
    pub fn shared_group(_: &Path) -> Option<u32> {
        None
    }

    pub(super) fn follow(path: &Path) -> Result<PathBuf, Distrust> {
        Ok(path.to_owned())
    }

    pub(super) fn open_real(path: &Path) -> io::Result<File> {
        File::open(path)
    }

    pub(super) fn owned(_: &Path, _: &Metadata) -> Result<(), Distrust> {
        Ok(())
    }

    pub(super) fn allows(_: &Path, _: &Metadata, _: Guard) -> Result<(), Distrust> {
        Ok(())
    }
}
#[cfg(not(unix))]
use elsewhere::{allows, follow, open_real, owned};
#[cfg(not(unix))]
pub use elsewhere::{folder, in_folder, shared_group};

/// Quotes a path for a shell if it needs it.
fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if path.chars().all(is_plain) && !path.starts_with('-') {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
