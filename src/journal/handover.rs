//! Which claims were handed over, as a process that was killed leaves it behind.
//!
//! A claim is durable before its request leaves. A process that dies in between leaves a claim of
//! which nothing was ever sent, and in the journal that looks like one whose answer was lost. So
//! every process that sends keeps a small file beside the journal, locked for as long as it lives,
//! and writes each claim into it right before the first byte of its request. When the lock is free
//! the process is dead, all its threads with it, and a claim that is not in the file was never
//! handed over: it can be sent after all. One that is in the file may have been sent.
//!
//! The file is not synced: what was written survives the process, though not the machine. Its
//! first line says in which run of the machine it was written, and which file it is: in any other
//! run it proves nothing, and neither does a copy, which lacks what was marked after it was made.
//! Nor does it where it is missing, torn or strange; such a claim stays *perhaps sent*.

use super::error::JournalError;
use super::record::Record;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// What the first line begins with.
const MAGIC: &str = "qfrefund handover 1";

/// The file of this process. It goes away when it is dropped, that is at an orderly end.
#[derive(Debug)]
pub struct Handovers(Option<Kept>);

#[derive(Debug)]
struct Kept {
    file: File,
    path: PathBuf,
    id: String,
}

impl Handovers {
    /// Keeps no file: a claim that this process leaves behind may have been sent.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Begins a file, and locks it. The caller sees to it that nobody [sweeps](is_over) meanwhile.
    ///
    /// Where the machine does not tell one of its runs from another none is kept.
    pub(super) fn begin(mut file: File, path: PathBuf, id: String) -> io::Result<Self> {
        let Some(origin) = origin(&file) else {
            fs::remove_file(path)?;
            return Ok(Self::none());
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.write_all(format!("{MAGIC} {origin}\n").as_bytes())?;
        Ok(Self(Some(Kept { file, path, id })))
    }

    /// Returns the name under which the claims of this process find the file.
    pub(super) fn id(&self) -> Option<&str> {
        self.0.as_ref().map(|kept| kept.id.as_str())
    }

    /// Notes that the first byte of a claimed refund is about to leave. It must not leave if this
    /// fails, and may only leave after it has returned.
    ///
    /// # Errors
    /// [`HeldBack`]: why it must not leave.
    pub fn hand_over(&self, claimed: &Record, now: OffsetDateTime) -> Result<(), HeldBack> {
        if claimed
            .lease
            .as_ref()
            .is_none_or(|lease| now >= lease.until)
        {
            return Err(HeldBack::Lapsed);
        }
        match &self.0 {
            None => Ok(()),
            Some(kept) => kept.mark(claimed).map_err(|error| {
                let place = kept.path.display().to_string();
                HeldBack::Unmarked(JournalError::of_io(place, &error))
            }),
        }
    }
}

impl Kept {
    fn mark(&self, claimed: &Record) -> io::Result<()> {
        // In one piece, so that the marks of several threads stand side by side; on a line of its
        // own even behind one that a full disk has cut short.
        let line = format!("\n{}", line(claimed));
        match (&self.file).write(line.as_bytes())? {
            written if written == line.len() => Ok(()),
            _ => Err(io::ErrorKind::WriteZero.into()),
        }
    }
}

/// Why a claimed refund must not leave.
#[derive(Clone, Debug)]
pub enum HeldBack {
    /// Its lease is over: others take this process for dead by now, and may have settled it.
    Lapsed,
    /// It could not be marked as handed over, for example because the disk is full.
    Unmarked(JournalError),
}

impl fmt::Display for HeldBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lapsed => f.write_str("its claim had lapsed (was this machine asleep?)"),
            Self::Unmarked(error) => {
                write!(f, "it could not be marked as handed over: {error}")
            }
        }
    }
}

impl Drop for Handovers {
    fn drop(&mut self) {
        if let Some(kept) = &self.0 {
            // What stays behind is swept by the next process.
            let _ = fs::remove_file(&kept.path);
        }
    }
}

fn line(claimed: &Record) -> String {
    format!("{} {}\n", claimed.id.0, claimed.progress.attempt)
}

/// What a file tells of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Past {
    /// Nothing: its process may be alive.
    Untold,
    /// Its process is dead, and the claim was or may have been handed over.
    Perhaps,
    /// Its process is dead, and the claim was never handed over.
    Never,
}

/// Tells from the file of its process what became of a claim.
pub(super) fn past(path: &Path, claimed: &Record) -> Past {
    let Some(file) = of_the_dead(path) else {
        return Past::Untold;
    };
    match is_marked(file, &line(claimed)) {
        Ok(false) => Past::Never,
        Ok(true) | Err(_) => Past::Perhaps,
    }
}

/// Whether the process of a file is dead.
pub(super) fn is_over(path: &Path) -> bool {
    of_the_dead(path).is_some()
}

fn of_the_dead(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    // Shared, so that two that look at the same time do not take each other for its process.
    file.try_lock_shared().ok()?;
    Some(file)
}

/// Whether a mark stands in a file; an error where that cannot be known.
fn is_marked(file: File, mark: &str) -> io::Result<bool> {
    // A disk that has lost what was written must not look like one on which nothing was.
    file.sync_data()?;
    let origin = origin(&file).ok_or(io::ErrorKind::Unsupported)?;
    let mut reader = BufReader::new(file);
    let mut read = String::new();
    reader.read_line(&mut read)?;
    if read != format!("{MAGIC} {origin}\n") {
        return Err(io::ErrorKind::InvalidData.into());
    }
    loop {
        read.clear();
        if reader.read_line(&mut read)? == 0 {
            return Ok(false);
        }
        if read == mark {
            return Ok(true);
        }
        if read != "\n" && !is_whole(&read) {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

fn is_whole(line: &str) -> bool {
    let number = |text: &str| text.parse::<u64>().is_ok();
    line.strip_suffix('\n')
        .and_then(|line| line.split_once(' '))
        .is_some_and(|(id, attempt)| number(id) && number(attempt))
}

/// Returns what tells this file, in this run of the machine, from every other.
#[cfg(target_os = "linux")]
fn origin(file: &File) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let boot = boot.trim();
    let found = file.metadata().ok()?;
    (!boot.is_empty()).then(|| format!("{boot} {} {}", found.dev(), found.ino()))
}

/// Unknown there, so that no file is kept.
#[cfg(not(target_os = "linux"))]
fn origin(_file: &File) -> Option<String> {
    None
}
