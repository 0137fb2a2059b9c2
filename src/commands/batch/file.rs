//! The file of a batch as commands use it: opened once, read in as many passes as needed.

use crate::batch::{ColumnNames, Format, Reader, Settings, is_result_of};
use crate::cli::BatchFileArgs;
use crate::commands::Failure;
use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::refund::BatchId;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A file of refunds.
///
/// What is read is a private copy, made when it is opened: whoever saves the file while it is
/// checked, asked about or sent changes nothing of what is sent.
pub(super) struct BatchFile {
    file: File,
    /// Where it stands, with every link followed; none for standard input.
    place: Option<PathBuf>,
    format: Option<Format>,
    settings: Settings,
    argument: String,
    /// The options that name its headings.
    columns: Vec<String>,
    /// How it is called in messages.
    pub(super) name: String,
}

impl BatchFile {
    /// Opens the file and copies it.
    pub(super) fn open(
        args: &BatchFileArgs,
        party: &Party,
        stdin: &mut dyn BufRead,
    ) -> Result<Self, Failure> {
        let settings = Settings {
            currency: party.profile.currency(),
            columns: ColumnNames::parse(&args.column)
                .map_err(|error| Failure::usage(format!("--column: {error}")))?,
        };
        let name = args.file.display().to_string();
        let argument = name.clone();
        let columns: Vec<String> = args
            .column
            .iter()
            .map(|c| format!("--column={c}"))
            .collect();
        if name == "-" {
            return Ok(Self {
                file: copy(&mut &mut *stdin, "standard input")?,
                place: None,
                format: None,
                settings,
                argument,
                columns,
                name: "standard input".to_owned(),
            });
        }
        let mut file = File::open(&args.file).map_err(|error| {
            Failure::file(format!("cannot read {name}: {error}"))
                .hint("Give the path of a CSV or JSONL file, or - for standard input.")
        })?;
        // A folder opens like a file and says what it is when it is read.
        file = copy(&mut file, &name)?;
        Ok(Self {
            file,
            place: args.file.canonicalize().ok(),
            format: Format::of_name(&name),
            settings,
            argument,
            columns,
            name,
        })
    }

    /// Writes the arguments that name this file, as a shell takes them.
    pub(super) fn in_a_command(&self) -> String {
        std::iter::once(&self.argument)
            .chain(&self.columns)
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Refuses a file to be written that would take the place of this one.
    pub(super) fn stays(&self, target: &Path, option: &str) -> Result<(), Failure> {
        match (&self.place, target.canonicalize()) {
            (Some(place), Ok(there)) if *place == there => Err(Failure::usage(format!(
                "{option} {} would overwrite the file of refunds itself",
                target.display()
            ))
            .hint("Give it another name; your file is kept as it is.")),
            _ => Ok(()),
        }
    }

    /// Whether the file holds nothing but blanks.
    pub(super) fn is_blank(&mut self) -> Result<bool, Failure> {
        let mut head = Vec::new();
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| (&self.file).take(4096).read_to_end(&mut head))?;
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        Ok(head.len() < 4096 && head.iter().all(u8::is_ascii_whitespace))
    }

    /// Refuses a result file that would take the place of another one than this batch's own.
    pub(super) fn may_replace(
        &self,
        target: &Path,
        scope: &str,
        batch: BatchId,
    ) -> Result<(), Failure> {
        let is_there = target.metadata().is_ok_and(|found| found.len() > 0);
        if !is_there || is_result_of(target, self.settings.clone(), scope, batch) {
            return Ok(());
        }
        let problem = format!(
            "--results {} exists and is no result file of this batch",
            target.display()
        );
        Err(Failure::new(Exit::Refused, anyhow::Error::msg(problem))
            .hint("Give another name, or move that file away: it is kept as it is."))
    }

    /// Begins to read from the start.
    pub(super) fn reader(&mut self) -> Result<Reader<&File>, Failure> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| {
            Failure::file(format!("cannot read {} a second time: {error}", self.name))
                .hint("Give the path of an ordinary file, or - for standard input.")
        })?;
        Reader::new(&self.file, self.format, self.settings.clone())
            .map_err(|error| read_failure(&self.name, &error))
    }
}

/// Puts a word in quotation marks, where a shell would make something else of it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The largest file that is read, in bytes; a pipe or a device may have no end.
const MOST_BYTES: u64 = 1 << 30;

/// Copies what is to be read into a file that has no name, so that nobody else writes into it, and so
/// that a pipe can be read twice.
fn copy(from: &mut impl Read, name: &str) -> Result<File, Failure> {
    copy_within(MOST_BYTES, from, name)
}

fn copy_within(most: u64, from: &mut impl Read, name: &str) -> Result<File, Failure> {
    let unread = |error: &io::Error| {
        Failure::file(format!("cannot read {name}: {error}"))
            .hint("Give the path of a CSV or JSONL file, or - for standard input.")
    };
    let mut input = BufReader::with_capacity(1 << 16, from.take(most.saturating_add(1)));
    // What cannot be read is not blamed on the copy.
    input.fill_buf().map_err(|error| unread(&error))?;
    let copied = tempfile::tempfile().and_then(|mut file| {
        let bytes = io::copy(&mut input, &mut file)?;
        Ok((file, bytes))
    });
    match copied {
        Ok((_, bytes)) if bytes > most => {
            return Err(Failure::file(format!(
                "{name} is larger than {} MiB, or has no end",
                most >> 20
            ))
            .hint("Split it into several files."));
        }
        Ok((file, _)) => return Ok(file),
        Err(error) => Err(error),
    }
    .map_err(|error| {
        Failure::setup(format!("cannot make a private copy of {name}: {error}")).hint(
            "It is made in the folder for temporary files: see that it has room, or name another one with TMPDIR.",
        )
    })
}

/// Says what is wrong with a file as a whole.
pub(super) fn read_failure(name: &str, error: &crate::batch::ReadError) -> Failure {
    Failure::file(format!("{name}: {error}")).hint(error.remedy().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_refused_at_its_bound() {
        let read = |bytes: u64| copy_within(1 << 20, &mut io::repeat(b'x').take(bytes), "it");
        assert!(read(1 << 20).is_ok());
        let failure = read(u64::MAX).unwrap_err();
        assert_eq!(failure.exit, Exit::File);
        assert!(failure.error.to_string().contains("1 MiB"), "{failure:?}");
    }
}
