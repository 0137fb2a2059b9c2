//! Reading what a process has left behind.

use super::super::record::Record;
use super::origin::origin;
use super::{KeptOutcome, MAGIC, mark};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _};
use std::path::Path;

/// What a file tells of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Past {
    /// Nothing: its process may be alive.
    Untold,
    /// Its process has ended, and the claim was or may have been handed over.
    Perhaps,
    /// Its process has ended, and the claim was never handed over.
    Never,
    /// Its process has ended, and this is the outcome it could not write down.
    Told(Box<KeptOutcome>),
}

/// Tells from the file of its process what became of a claim.
pub(in super::super) fn past(path: &Path, claimed: &Record) -> Past {
    let Some(file) = of_the_ended(path) else {
        return Past::Untold;
    };
    // What it says is true anywhere; what it lacks proves something only in its own place.
    let mut told = outcomes_in(&file).into_iter();
    if let Some(outcome) = told.find(|outcome| outcome.is_of(claimed)) {
        return Past::Told(Box::new(outcome));
    }
    match is_marked(&file, &mark(claimed)) {
        Ok(false) => Past::Never,
        Ok(true) | Err(_) => Past::Perhaps,
    }
}

/// Whether the process of a file has ended.
pub(in super::super) fn is_over(path: &Path) -> bool {
    of_the_ended(path).is_some()
}

/// Reads the outcomes that an ended process has kept in its file.
pub(in super::super) fn outcomes(path: &Path) -> Vec<KeptOutcome> {
    of_the_ended(path).map_or_else(Vec::new, |file| outcomes_in(&file))
}

fn of_the_ended(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    // Shared, so that two that look at the same time do not take each other for its process.
    file.try_lock_shared().ok()?;
    Some(file)
}

/// Reads every whole outcome; what is torn or strange is none.
fn outcomes_in(mut file: &File) -> Vec<KeptOutcome> {
    if file.rewind().is_err() {
        return Vec::new();
    }
    let lines = BufReader::new(file).split(b'\n').map_while(Result::ok);
    lines
        .filter_map(|line| {
            let json = line.splitn(3, |byte| *byte == b' ').nth(2)?;
            serde_json::from_slice(json).ok()
        })
        .collect()
}

/// Whether a claim's mark stands in a file; an error where that cannot be known.
fn is_marked(mut file: &File, mark: &str) -> io::Result<bool> {
    // A disk that has lost what was written must not look like one on which nothing was.
    file.sync_data()?;
    let origin = origin(file).ok_or(io::ErrorKind::Unsupported)?;
    file.rewind()?;
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
        if read.strip_suffix('\n') == Some(mark) {
            return Ok(true);
        }
        if read != "\n" && !is_whole(&read) {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

fn is_whole(line: &str) -> bool {
    let Some(line) = line.strip_suffix('\n') else {
        return false;
    };
    let mut parts = line.splitn(3, ' ');
    let mut number = || parts.next().is_some_and(|part| part.parse::<u64>().is_ok());
    number()
        && number()
        && parts
            .next()
            .is_none_or(|json| serde_json::from_str::<KeptOutcome>(json).is_ok())
}
