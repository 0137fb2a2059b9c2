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
    let kept = outcomes_in(&file);
    let mut told = kept.outcomes.into_iter();
    if let Some(outcome) = told.find(|outcome| outcome.is_of(claimed)) {
        return Past::Told(Box::new(outcome));
    }
    match is_marked(&file, &mark(claimed)) {
        Ok(false) if kept.is_whole => Past::Never,
        Ok(_) | Err(_) => Past::Perhaps,
    }
}

/// Whether the process of a file has ended.
pub(in super::super) fn is_over(path: &Path) -> bool {
    of_the_ended(path).is_some()
}

/// What an ended process has kept in its file.
#[derive(Debug, Default)]
pub(in super::super) struct Kept {
    /// The outcomes that are understood.
    pub(in super::super) outcomes: Vec<KeptOutcome>,
    /// Whether everything was read, and every whole line is understood: then it keeps no others. Of a torn last
    /// line, which a crash or a full disk leaves, nothing was promised.
    pub(in super::super) is_whole: bool,
}

/// Reads the outcomes that an ended process has kept in its file.
pub(in super::super) fn outcomes(path: &Path) -> Kept {
    of_the_ended(path).map_or_else(Kept::default, |file| outcomes_in(&file))
}

fn of_the_ended(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    // Shared, so that two that look at the same time do not take each other for its process.
    file.try_lock_shared().ok()?;
    Some(file)
}

fn outcomes_in(mut file: &File) -> Kept {
    let mut kept = Kept::default();
    if file.rewind().is_err() {
        return kept;
    }
    let mut reader = BufReader::new(file);
    let (mut line, mut is_understood) = (Vec::new(), true);
    for is_first in std::iter::once(true).chain(std::iter::repeat(false)) {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => {
                kept.is_whole = is_understood;
                break;
            }
            Ok(_) => {}
            Err(_) => break,
        }
        let json = line.splitn(3, |byte| *byte == b' ').nth(2);
        let outcome = json.and_then(|json| serde_json::from_slice(json).ok());
        kept.outcomes.extend(outcome);
        is_understood &= match str::from_utf8(&line) {
            Ok(line) if is_first && line.starts_with(MAGIC) => true,
            Ok(line) => line == "\n" || !line.ends_with('\n') || is_whole(line),
            Err(_) => !line.ends_with(b"\n"),
        };
    }
    kept
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Whether it is known what a file of such bytes keeps.
    fn is_known(text: &[u8]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("handovers");
        fs::write(&path, text).unwrap();
        let kept = outcomes(&path);
        assert!(kept.outcomes.is_empty());
        kept.is_whole
    }

    #[test]
    fn what_is_not_understood_may_be_an_outcome() {
        let head = format!("{MAGIC} here\n");
        for known in ["\n7 1\n", "\n7 1\n\n8 1\n", "\n7 1 {\"merchant\":\"A", ""] {
            assert!(is_known(format!("{head}{known}").as_bytes()), "{known}");
        }
        assert!(is_known(b"") && is_known(b"qfref"), "torn at its beginning");
        for strange in ["\n7 1 {}\n", "\n7 1 {\"merchant\":\n7 1\n", "7 x\n"] {
            assert!(
                !is_known(format!("{head}{strange}").as_bytes()),
                "{strange}"
            );
        }
        assert!(!is_known(b"something else\n"));
        assert!(!is_known(&[head.as_bytes(), b"\n7 1 \xff\n"].concat()));
    }

    #[test]
    fn what_cannot_be_read_may_keep_anything() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!outcomes(&folder.path().join("nothing")).is_whole);
        let path = folder.path().join("handovers");
        let unread = File::create(&path).unwrap();
        assert!(!outcomes_in(&unread).is_whole);
    }
}
