//! The limiter's memory in a file, so that every process of a merchant on this machine shares it.
//!
//! Times are counted from a moment that all processes share until the machine is started again.
//! Where the file cannot be used each process keeps its own memory: the gateway's HTTP 429 is still
//! heard, and proves that nothing was done.

use super::limiter::{Limiter, MOST_WAIT};
use crate::language::text;
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How soon to ask again while another process writes.
const NEXT_TRY: Duration = Duration::from_millis(1);
/// A process that holds the file longer was stopped in the middle, and is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// No limit has a longer span.
const REMEMBERED: Duration = Duration::from_secs(61);
/// More of the file is not read.
const MOST_BYTES: u64 = 1 << 20;

/// The file, and since when another process has held it.
#[derive(Debug)]
pub struct Slots {
    file: File,
    busy_since: Option<Duration>,
    trouble: Arc<OnceLock<String>>,
}

/// What stands in the file: until when nothing passes, and when requests were let through.
#[derive(Debug, Default, PartialEq, Eq)]
struct Memory {
    closed_until: Duration,
    passed: Vec<Duration>,
}

impl Slots {
    /// Keeps the memory in this file, which must be open for reading and writing.
    #[must_use]
    pub fn new(file: File) -> Self {
        Self {
            file,
            busy_since: None,
            trouble: Arc::default(),
        }
    }

    /// Returns where it is kept what first kept the file from being used, if anything does.
    #[must_use]
    pub fn trouble(&self) -> Arc<OnceLock<String>> {
        Arc::clone(&self.trouble)
    }

    /// Lets one request through, as [`Limiter::pass`] does.
    ///
    /// # Errors
    /// How long to wait before asking again.
    pub(super) fn pass(&mut self, limiter: &mut Limiter, now: Duration) -> Result<(), Duration> {
        let passes = self.locked(now, |file| {
            let mut memory = Memory::read(file, now)?;
            limiter.resume(memory.closed_until, &memory.passed);
            let passes = limiter.pass(now);
            if passes.is_ok() {
                memory.passed.push(now);
                let since = now.saturating_sub(REMEMBERED);
                memory.passed.retain(|at| *at >= since);
                memory.write(file)?;
            }
            Ok(passes)
        });
        match passes {
            Locked::Done(passes) => passes,
            Locked::Busy => Err(NEXT_TRY),
            Locked::Useless => limiter.pass(now),
        }
    }

    /// Nothing passes for a while, in no process.
    pub(super) fn refused(
        &mut self,
        limiter: &mut Limiter,
        now: Duration,
        asked: Option<Duration>,
    ) {
        limiter.refused(now, asked);
        // Where it is not written, the others hear their own refusal.
        let _ = self.locked(now, |file| {
            let mut memory = Memory::read(file, now)?;
            memory.closed_until = memory.closed_until.max(limiter.closed_until());
            memory.write(file)
        });
    }

    fn locked<T>(
        &mut self,
        now: Duration,
        act: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Locked<T> {
        match self.file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let since = *self.busy_since.get_or_insert(now);
                return if now.saturating_sub(since) < PATIENCE {
                    Locked::Busy
                } else {
                    let seconds = PATIENCE.as_secs();
                    self.useless(text!(
                        "gateway-pace-held",
                        "another process holds it for {seconds} s and more",
                        seconds
                    ))
                };
            }
            Err(TryLockError::Error(error)) => return self.useless(error.to_string()),
        }
        self.busy_since = None;
        let acted = act(&mut self.file);
        // The lock goes with the file at the latest.
        let _ = self.file.unlock();
        acted.map_or_else(|error| self.useless(error.to_string()), Locked::Done)
    }

    fn useless<T>(&self, why: String) -> Locked<T> {
        // The first reason is the one that is told.
        let _ = self.trouble.set(why);
        Locked::Useless
    }
}

enum Locked<T> {
    Done(T),
    /// Another process writes at this moment.
    Busy,
    /// The file cannot be used.
    Useless,
}

impl Memory {
    /// Reads what was written since the machine was started: a moment that is still to come is one of
    /// an earlier start.
    fn read(file: &mut File, now: Duration) -> io::Result<Self> {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        io::Read::by_ref(file)
            .take(MOST_BYTES)
            .read_to_end(&mut bytes)?;
        let mut moments = bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|bytes| Duration::from_nanos(u64::from_le_bytes(*bytes)));
        let closed = moments.next().unwrap_or_default();
        let mut passed: Vec<Duration> = moments.filter(|at| *at <= now).collect();
        // A process that was killed while it wrote may have left older ones at the end.
        passed.sort_unstable();
        Ok(Self {
            closed_until: if closed > now.saturating_add(MOST_WAIT) {
                Duration::ZERO
            } else {
                closed
            },
            passed,
        })
    }

    fn write(&self, file: &mut File) -> io::Result<()> {
        let moments = [self.closed_until]
            .into_iter()
            .chain(self.passed.iter().copied());
        let nanos = |at: Duration| u64::try_from(at.as_nanos()).unwrap_or(u64::MAX);
        let bytes: Vec<u8> = moments.flat_map(|at| nanos(at).to_le_bytes()).collect();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&bytes)?;
        file.set_len(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::super::limiter::Limit;
    use super::*;
    use std::path::{Path, PathBuf};

    const TEN: Limit = Limit {
        count: 10,
        span: Duration::from_secs(1),
    };

    fn open(path: &Path) -> Slots {
        let mut options = File::options();
        let options = options.read(true).write(true).create(true).truncate(false);
        Slots::new(options.open(path).unwrap())
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("slots");
        (folder, path)
    }

    #[test]
    fn two_processes_have_one_limit_and_a_third_begins_where_they_are() {
        let (_folder, path) = folder();
        let mut both = [open(&path), open(&path)].map(|slots| (slots, Limiter::new([TEN])));
        let mut passed = Vec::new();
        for millis in 1000..4000 {
            let now = Duration::from_millis(millis);
            for (slots, limiter) in &mut both {
                if slots.pass(limiter, now).is_ok() {
                    passed.push(now);
                }
            }
        }
        for start in &passed {
            let within = passed
                .iter()
                .filter(|at| **at >= *start && **at < *start + TEN.span);
            assert!(within.count() <= 10, "{start:?}");
        }
        assert!(passed.len() >= 29, "{}", passed.len());
        let now = Duration::from_millis(4000);
        let (mut slots, mut limiter) = (open(&path), Limiter::new([TEN]));
        while slots.pass(&mut limiter, now).is_ok() {
            passed.push(now);
        }
        let last = passed.iter().filter(|at| **at + TEN.span > now).count();
        assert!(last <= 10, "{last}");
    }

    #[test]
    fn a_refusal_closes_for_all_and_another_start_of_the_machine_for_none() {
        let (_folder, path) = folder();
        let now = Duration::from_secs(1000);
        let mut limiter = Limiter::new([TEN]);
        open(&path).refused(&mut limiter, now, Some(Duration::from_secs(7)));
        let mut other = Limiter::new([TEN]);
        assert_eq!(
            open(&path).pass(&mut other, now),
            Err(Duration::from_secs(7))
        );
        // The machine is started again: what the file says is still to come.
        let early = Duration::from_secs(3);
        let mut again = Limiter::new([TEN]);
        for _ in 0..10 {
            assert_eq!(open(&path).pass(&mut again, early), Ok(()));
        }
        let mut fresh = Limiter::new([TEN]);
        assert!(open(&path).pass(&mut fresh, early).is_err());
    }

    #[test]
    fn a_process_that_was_stopped_with_the_file_is_waited_for_five_seconds() {
        let (_folder, path) = folder();
        let holder = open(&path);
        holder.file.lock().unwrap();
        let (mut slots, mut limiter) = (open(&path), Limiter::new([TEN]));
        let at = |seconds| Duration::from_secs(seconds);
        assert_eq!(slots.pass(&mut limiter, at(10)), Err(NEXT_TRY));
        assert_eq!(slots.pass(&mut limiter, at(14)), Err(NEXT_TRY));
        assert_eq!(slots.trouble().get(), None);
        assert_eq!(slots.pass(&mut limiter, at(15)), Ok(()));
        let trouble = slots.trouble().get().cloned().unwrap_or_default();
        assert!(trouble.contains("another process"), "{trouble}");
        drop(holder);
        assert_eq!(slots.pass(&mut limiter, at(16)), Ok(()));
    }

    #[test]
    fn whatever_stands_in_the_file_nothing_waits_longer_than_a_limit() {
        let (_folder, path) = folder();
        for bytes in [vec![0xff; 4096], vec![7; 13], vec![0; 8001], Vec::new()] {
            std::fs::write(&path, &bytes).unwrap();
            let now = Duration::from_secs(1_000_000);
            let mut limiter = Limiter::new([TEN]);
            let first = open(&path).pass(&mut limiter, now);
            assert_eq!(first, Ok(()), "{bytes:?}");
        }
    }
}
