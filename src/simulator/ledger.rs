//! The ledger file: append-only JSONL, shared by any number of processes.
//!
//! Whoever decides something holds an exclusive lock on the file, first reads what others have
//! appended, then appends its own lines in one write. So two processes never decide on the same
//! rest of a payment. The file is opened anew each time: a ledger that was removed or reset by
//! somebody else is noticed. Nothing is synced to disk: a power cut may cost the last simulated
//! refunds, which is no loss.

use super::book::{Book, LedgerEntry};
use super::error::SimulatorError;
use crate::refund::hong_kong;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use time::OffsetDateTime;

const VERSION: u32 = 1;

/// Every ledger begins with these bytes; a file that does not is never written to.
const MAGIC: &[u8] = br#"{"event":"ledger","#;

/// The first line is shorter than this, in bytes.
const HEADER_MAX: u64 = 256;

/// The first line.
#[derive(Serialize, Deserialize)]
struct LedgerHeader {
    event: String,
    version: u32,
    /// Goes up with every reset, so that a running server notices.
    generation: u64,
    /// Tells a ledger from one that was removed and made again.
    created: String,
}

/// The record of all payments and executed refunds.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    cache: Mutex<Cache>,
}

/// What has been read so far.
#[derive(Debug, Default)]
struct Cache {
    header: Vec<u8>,
    /// Bytes read.
    offset: u64,
    /// Lines read.
    lines: usize,
    book: Book,
}

impl Ledger {
    /// Opens a ledger, making it (mode 0600) and its folder (mode 0700) when missing.
    ///
    /// A last line that was cut short by a killed process is removed.
    ///
    /// # Errors
    /// [`SimulatorError`] when the file is unusable or not a ledger.
    pub(super) fn open(
        path: impl Into<PathBuf>,
        now: OffsetDateTime,
    ) -> Result<Self, SimulatorError> {
        let path = path.into();
        make_folder(&path)?;
        let ledger = Self {
            path,
            cache: Mutex::default(),
        };
        ledger.decide(now, |_| (Vec::new(), ()))?;
        Ok(ledger)
    }

    /// Lets `decide` look at the up-to-date book and appends the entries it returns, while nobody
    /// else can do either.
    pub(super) fn decide<T>(
        &self,
        now: OffsetDateTime,
        decide: impl FnOnce(&Book) -> (Vec<LedgerEntry>, T),
    ) -> Result<T, SimulatorError> {
        // A thread that died while it held the cache left at worst a cache that lags behind.
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = open_locked(&self.path)?;
        cache.catch_up(&mut file, &self.path, now)?;
        let (entries, result) = decide(&cache.book);
        cache
            .append(&mut file, entries)
            .map_err(|source| SimulatorError::file("write the ledger", &self.path, source))?;
        Ok(result)
    }
}

impl Cache {
    fn catch_up(
        &mut self,
        file: &mut File,
        path: &Path,
        now: OffsetDateTime,
    ) -> Result<(), SimulatorError> {
        let trouble = |source| SimulatorError::file("read the ledger", path, source);
        let header = match read_header(file).map_err(trouble)? {
            FirstLine::Header(bytes) => bytes,
            FirstLine::Torn => write_header(file, 1, now).map_err(trouble)?,
            FirstLine::Foreign => return Err(SimulatorError::NotALedger(path.to_owned())),
        };
        let length = file.metadata().map_err(trouble)?.len();
        if header != self.header || length < self.offset {
            check_version(&header, path)?;
            *self = Self {
                offset: u64::try_from(header.len()).unwrap_or(u64::MAX),
                header,
                lines: 1,
                book: Book::seeded(),
            };
        }
        if length == self.offset {
            return Ok(());
        }
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(self.offset)).map_err(trouble)?;
        file.read_to_end(&mut text).map_err(trouble)?;
        let complete = text
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |last| last.saturating_add(1));
        let (lines, torn) = text.split_at(complete);
        if !torn.is_empty() {
            // Writers hold the lock and end every line: whoever wrote this was killed.
            let end = self.offset.saturating_add(length_of(lines));
            file.set_len(end).map_err(trouble)?;
        }
        self.take_in(lines, path)
    }

    fn take_in(&mut self, lines: &[u8], path: &Path) -> Result<(), SimulatorError> {
        for line in lines.split_inclusive(|b| *b == b'\n') {
            let number = self.lines.saturating_add(1);
            let taken = serde_json::from_slice(line)
                .map_err(|error| error.to_string())
                .and_then(|entry| self.book.apply(entry));
            if let Err(why) = taken {
                // The book holds the lines before this one: nothing is answered from half a ledger.
                *self = Self::default();
                return Err(SimulatorError::Line {
                    path: path.to_owned(),
                    line: number,
                    why: format!(
                        "the simulator's ledger cannot be read ({why}); reset the simulator"
                    ),
                });
            }
            self.lines = number;
            self.offset = self.offset.saturating_add(length_of(line));
        }
        Ok(())
    }

    fn append(&mut self, file: &mut File, entries: Vec<LedgerEntry>) -> io::Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let mut text = Vec::new();
        for entry in &entries {
            serde_json::to_writer(&mut text, entry)?;
            text.push(b'\n');
        }
        let written = self.take(entries).and_then(|()| {
            file.seek(SeekFrom::Start(self.offset))?;
            file.write_all(&text)
        });
        if let Err(error) = written {
            // Best effort; what stays behind has no end of line and is cut off by the next reader.
            let _ = file.set_len(self.offset);
            *self = Self::default();
            return Err(error);
        }
        self.offset = self.offset.saturating_add(length_of(&text));
        Ok(())
    }

    fn take(&mut self, entries: Vec<LedgerEntry>) -> io::Result<()> {
        for entry in entries {
            self.lines = self.lines.saturating_add(1);
            self.book.apply(entry).map_err(io::Error::other)?;
        }
        Ok(())
    }
}

/// Forgets all refunds and added payments; a running server notices with its next request.
///
/// A missing ledger is fine. The file stays, because others may have it open.
///
/// # Errors
/// [`SimulatorError`] when the file is unusable or not a ledger; it is then left alone.
pub fn reset(path: &Path, now: OffsetDateTime) -> Result<(), SimulatorError> {
    if !path.exists() {
        return Ok(());
    }
    let mut file = open_locked(path)?;
    let trouble = |source| SimulatorError::file("reset the ledger", path, source);
    let generation = match read_header(&mut file).map_err(trouble)? {
        FirstLine::Header(bytes) => {
            serde_json::from_slice::<LedgerHeader>(&bytes).map_or(0, |header| header.generation)
        }
        FirstLine::Torn => 0,
        FirstLine::Foreign => return Err(SimulatorError::NotALedger(path.to_owned())),
    };
    write_header(&mut file, generation.saturating_add(1), now).map_err(trouble)?;
    Ok(())
}

enum FirstLine {
    /// A whole first line, with its end.
    Header(Vec<u8>),
    /// Nothing, or a first line that was cut short.
    Torn,
    /// Something else.
    Foreign,
}

fn read_header(file: &mut File) -> io::Result<FirstLine> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(HEADER_MAX).read_to_end(&mut bytes)?;
    let end = bytes.iter().position(|b| *b == b'\n');
    Ok(match end {
        Some(end) if bytes.starts_with(MAGIC) => {
            bytes.truncate(end.saturating_add(1));
            FirstLine::Header(bytes)
        }
        None if length_of(&bytes) < HEADER_MAX
            && (MAGIC.starts_with(&bytes) || bytes.starts_with(MAGIC)) =>
        {
            FirstLine::Torn
        }
        _ => FirstLine::Foreign,
    })
}

fn write_header(file: &mut File, generation: u64, now: OffsetDateTime) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(&LedgerHeader {
        event: "ledger".to_owned(),
        version: VERSION,
        generation,
        created: hong_kong::gateway_time(now),
    })?;
    line.push(b'\n');
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&line)?;
    Ok(line)
}

fn check_version(header: &[u8], path: &Path) -> Result<(), SimulatorError> {
    match serde_json::from_slice::<LedgerHeader>(header) {
        Ok(header) if header.version == VERSION => Ok(()),
        _ => Err(SimulatorError::Line {
            path: path.to_owned(),
            line: 1,
            why: "the ledger was written by another version of the simulator; reset the simulator"
                .to_owned(),
        }),
    }
}

fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn open_locked(path: &Path) -> Result<File, SimulatorError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options
        .open(path)
        .map_err(|source| SimulatorError::file("open the ledger", path, source))?;
    // Released when the file is closed. Holders keep it for one decision only.
    file.lock()
        .map_err(|source| SimulatorError::file("lock the ledger", path, source))?;
    Ok(file)
}

fn make_folder(path: &Path) -> Result<(), SimulatorError> {
    let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) else {
        return Ok(());
    };
    if fs::metadata(folder).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|source| SimulatorError::file("make the ledger's folder", folder, source))
}
