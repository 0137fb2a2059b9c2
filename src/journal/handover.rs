//! What a process hands over and hears of it, as it leaves it behind where it is killed or the
//! journal takes nothing more.
//!
//! A claim is durable before its request leaves. A process that dies in between leaves a claim of
//! which nothing was ever sent, and in the journal that looks like one whose answer was lost. So
//! every process that sends keeps a small file beside the journal, locked for as long as it lives,
//! and writes each claim into it right before the first byte of its request. When the lock is free
//! the process has ended, all its threads with it, and a claim that is not in the file was never
//! handed over: it can be sent after all. One that is in the file may have been sent.
//!
//! The file is not synced: what was written survives the process, though not the machine, nor a
//! file system that comes back without it. Its first line says where it was written ([`origin`]):
//! anywhere else it proves nothing by what it lacks, and neither does a copy. Nor does it where it
//! is missing, torn or strange; such a claim stays *perhaps sent*.
//!
//! An outcome that the journal could not take, because the disk is full, is kept in the same file
//! ([`KeptOutcome`]), in room that was set aside before the request left, and is entered by whoever
//! opens the journal next and has room for it.

mod left;
mod origin;
mod outcome;

pub(super) use left::{Past, is_over, outcomes, past};
pub(super) use outcome::KeptOutcome;

use super::error::JournalError;
use super::event::Details;
use super::record::Record;
use crate::language::write_text;
use crate::refund::Event;
use origin::origin;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use time::OffsetDateTime;

/// What the first line begins with.
const MAGIC: &str = "qfrefund handover 2";

/// Bytes set aside for outcomes: some kilobytes for each of the 64 refunds that may be in flight.
#[cfg(target_os = "linux")]
const ROOM: u64 = 256 * 1024;

/// The file of this process. It goes away when it is dropped, that is at an orderly end, unless it
/// is still needed: for a claim whose outcome is not in the journal.
#[derive(Debug)]
pub struct Handovers(Option<MarkFile>);

#[derive(Debug)]
struct MarkFile {
    file: File,
    path: PathBuf,
    id: String,
    is_needed: AtomicBool,
    owns: Owns,
    /// Up to where room is set aside, in bytes.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "no room is set aside there")
    )]
    room: AtomicU64,
}

type Ask = dyn Fn(&Record) -> Result<bool, JournalError> + Send + Sync;

/// Asks the journal whether a claim is still what it was when it was made.
pub(super) struct Owns(pub(super) Box<Ask>);

impl fmt::Debug for Owns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Owns")
    }
}

impl Handovers {
    #[cfg(test)]
    /// Keeps no file: a claim that this process leaves behind may have been sent.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Begins a file, and locks it. The caller sees to it that nobody [sweeps](is_over) meanwhile.
    pub(super) fn begin(mut file: File, path: PathBuf, id: String, owns: Owns) -> io::Result<Self> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Without an origin the lock still tells when the process has ended.
        let origin = origin(&file).unwrap_or_default();
        file.write_all(format!("{MAGIC} {origin}\n").as_bytes())?;
        Ok(Self(Some(MarkFile {
            file,
            path,
            id,
            is_needed: AtomicBool::new(false),
            owns,
            room: AtomicU64::new(0),
        })))
    }

    /// Leaves the file where it is: a claim of this process is not ended.
    pub(super) fn leave(&self) {
        if let Some(kept) = &self.0 {
            kept.is_needed.store(true, Ordering::SeqCst);
        }
    }

    /// Returns the name under which the claims of this process find the file.
    pub(super) fn id(&self) -> Option<&str> {
        self.0.as_ref().map(|kept| kept.id.as_str())
    }

    /// Notes that the first byte of a claimed refund is about to leave. It must not leave if this
    /// fails, and may only leave after it has returned. By the clock here alone a process that was stopped would
    /// not see what others have done meanwhile, so the journal is asked. That comes before the mark: a process
    /// that is killed between the mark and the first byte leaves a refund of which nobody knows, and what stands
    /// there is to be short.
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
            Some(kept) => {
                match (kept.owns.0)(claimed) {
                    Ok(true) => {}
                    Ok(false) => return Err(HeldBack::Lost),
                    Err(error) => return Err(HeldBack::Unread(error)),
                }
                let marked = kept.mark(claimed);
                marked.map_err(|error| HeldBack::Unmarked(kept.error(&error)))
            }
        }
    }
}

impl Handovers {
    /// Keeps the outcome of a claimed refund that the journal did not take, until it can.
    ///
    /// # Errors
    /// [`JournalError`] where it cannot be kept here either.
    pub fn keep_outcome(
        &self,
        claimed: &Record,
        event: Event,
        details: &Details,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let Some(kept) = &self.0 else {
            return Err(JournalError::of_io("", &io::ErrorKind::NotFound.into()));
        };
        kept.is_needed.store(true, Ordering::SeqCst);
        let outcome = KeptOutcome::of(claimed, event, details, now);
        serde_json::to_string(&outcome)
            .map_err(io::Error::from)
            .and_then(|json| {
                kept.append(&format!("{} {json}\n", mark(claimed)))?;
                kept.file.sync_data()
            })
            .map_err(|error| kept.error(&error))
    }
}

impl MarkFile {
    fn mark(&self, claimed: &Record) -> io::Result<()> {
        self.set_aside()?;
        self.append(&format!("{}\n", mark(claimed)))
    }

    /// Writes a line in one piece, so that those of several threads stand side by side; on a line
    /// of its own even behind one that a full disk has cut short.
    fn append(&self, line: &str) -> io::Result<()> {
        let line = format!("\n{line}");
        match (&self.file).write(line.as_bytes())? {
            written if written == line.len() => Ok(()),
            _ => Err(io::ErrorKind::WriteZero.into()),
        }
    }

    /// Sets room aside for outcomes, so that a disk that fills up during a send has some for them.
    #[cfg(target_os = "linux")]
    fn set_aside(&self) -> io::Result<()> {
        use rustix::fs::{FallocateFlags, fallocate};
        use rustix::io::Errno;
        let written = self.file.metadata()?.len();
        if written.saturating_add(ROOM) <= self.room.load(Ordering::SeqCst) {
            return Ok(());
        }
        // Several threads may do it at once, which does no harm.
        let room = ROOM.saturating_mul(2);
        let done = fallocate(&self.file, FallocateFlags::KEEP_SIZE, written, room);
        // Not every file system can.
        if let Err(full @ (Errno::NOSPC | Errno::DQUOT)) = done {
            return Err(full.into());
        }
        self.room
            .store(written.saturating_add(room), Ordering::SeqCst);
        Ok(())
    }

    /// There is no such call there.
    #[cfg(not(target_os = "linux"))]
    fn set_aside(&self) -> io::Result<()> {
        Ok(())
    }

    fn error(&self, error: &io::Error) -> JournalError {
        JournalError::of_io(self.path.display().to_string(), error)
    }
}

/// Why a claimed refund must not leave.
#[derive(Clone, Debug)]
pub enum HeldBack {
    /// Its lease is over: others take this process for dead by now, and may have settled it.
    Lapsed,
    /// Others have ended its claim, or have claimed it themselves since.
    Lost,
    /// It could not be marked as handed over, for example because the disk is full.
    Unmarked(JournalError),
    /// Whether its claim still stands could not be read.
    Unread(JournalError),
}

impl fmt::Display for HeldBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lapsed => write_text!(
                f,
                "journal-lapsed",
                "its claim had lapsed (was this machine asleep?)"
            ),
            Self::Lost => write_text!(
                f,
                "journal-lost",
                "others have settled or claimed it meanwhile (was this machine asleep?)"
            ),
            Self::Unmarked(error) => write_text!(
                f,
                "journal-unmarked",
                "it could not be marked as handed over: {error}",
                error
            ),
            Self::Unread(error) => write_text!(
                f,
                "journal-claim-unread",
                "whether its claim still stands could not be read: {error}",
                error
            ),
        }
    }
}

impl Drop for Handovers {
    fn drop(&mut self) {
        if let Some(kept) = &self.0
            && !kept.is_needed.load(Ordering::SeqCst)
        {
            // What stays behind is swept by the next process.
            let _ = fs::remove_file(&kept.path);
        }
    }
}

/// What a line begins with: which claim it is of.
fn mark(claimed: &Record) -> String {
    format!("{} {}", claimed.id.0, claimed.progress.attempt)
}
