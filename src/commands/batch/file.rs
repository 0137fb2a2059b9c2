//! The file of a batch as commands use it: opened once, read in as many passes as needed.

use super::shape::{Shape, in_a_command};
use crate::batch::{
    self, ColumnUse, Decoded, Encoding, FileCheck, Format, Identity, Layout, Limits, Orders,
    ReadError, Reader, RowFault, Settings, Share, is_result_of,
};
use crate::cli::FileShapeArgs;
use crate::commands::Failure;
use crate::commands::merchant::{Party, SIMULATOR};
use crate::journal::Journal;
use crate::language::{text, word};
use crate::output::text::clean;
use crate::plan::{Batch, Plan, PlanError, Planned, Retry, Rows, Sums, TwinPolicy};
use crate::profile::Profile;
use crate::refund::{BatchId, in_shell};
use crate::trust::of_system;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use time::OffsetDateTime;

/// A file of refunds.
///
/// What is read is a private copy in UTF-8, made when it is opened: whoever saves the file while it is
/// checked, asked about or sent changes nothing of what is sent.
#[derive(Clone)]
pub(super) struct BatchFile {
    file: Rc<File>,
    /// Where it stands, with every link followed; none for standard input.
    place: Option<PathBuf>,
    format: Option<Format>,
    settings: Settings,
    /// What stands behind its order numbers, as far as that is known.
    orders: Orders,
    argument: String,
    /// The options that say how it is written.
    options: Vec<String>,
    /// How it is called in messages.
    pub(super) name: String,
}

impl BatchFile {
    /// Opens the file and copies it.
    pub(super) fn open(
        path: &Path,
        given: &FileShapeArgs,
        shape: &Shape,
        stdin: &mut dyn BufRead,
    ) -> Result<Self, Failure> {
        let settings = Settings {
            columns: shape.columns.clone(),
            separator: shape.separator,
            // No amount is read before it is known whose it is.
            ..Settings::new(Profile::simulator(&SIMULATOR).currency())
        };
        let argument = path.display().to_string();
        let is_stdin = argument == "-";
        let (file, name) = if is_stdin {
            let name = word!("batch-stdin", "standard input").to_owned();
            (copy(&mut &mut *stdin, &name, shape.encoding)?, name)
        } else {
            let file = opened(path, &argument, shape.encoding)?;
            (file, argument.clone())
        };
        Ok(Self {
            file: Rc::new(file),
            place: path.canonicalize().ok().filter(|_| !is_stdin),
            format: Format::of_name(&name),
            settings,
            orders: Orders::default(),
            argument,
            options: in_a_command(given),
            name,
        })
    }

    /// Takes it as a profile reads it, or the share of it that is the profile's.
    pub(super) fn of(&self, profile: &Profile, share: Option<Share>) -> Self {
        Self {
            settings: Settings {
                currency: profile.currency(),
                mchid: profile.mchid().map(str::to_owned),
                profile: Some(profile.name().to_owned()),
                share,
                ..self.settings.clone()
            },
            ..self.clone()
        }
    }

    /// Whether it has rows of other merchants, too.
    pub(super) const fn is_share(&self) -> bool {
        self.settings.share.is_some()
    }

    /// Writes the arguments that name this file and the profile, as a shell takes them: where its rows
    /// name theirs, the command does not.
    pub(super) fn with_profile(&self, profile: &str) -> String {
        let file = self.in_a_command();
        match &self.settings.share {
            Some(_) => file,
            None => format!("{file} --profile {profile}"),
        }
    }

    /// Reads order numbers by what was looked up from now on.
    pub(super) fn know(&mut self, orders: Orders) {
        self.orders = orders;
    }

    /// Writes the arguments that name this file, as a shell takes them.
    pub(super) fn in_a_command(&self) -> String {
        let mut words = vec![in_shell(&self.argument).into_owned()];
        words.extend_from_slice(&self.options);
        words.join(" ")
    }

    /// Refuses a file to be written that would take the place of this one.
    pub(super) fn stays(&self, target: &Path, option: &str) -> Result<(), Failure> {
        match (&self.place, target.canonicalize()) {
            (Some(place), Ok(there)) if *place == there => Err(Failure::usage(text!(
                "batch-overwrites",
                "{option} {path} would overwrite the file of refunds itself",
                option,
                path = target.display()
            ))
            .hint(word!(
                "batch-overwrites-fix",
                "Give it another name; your file is kept as it is."
            ))),
            _ => Ok(()),
        }
    }

    /// Whether the file holds nothing but blanks.
    pub(super) fn is_blank(&self) -> Result<bool, Failure> {
        let mut head = Vec::new();
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.take(4096).read_to_end(&mut head))?;
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        Ok(head.len() < 4096 && head.iter().all(u8::is_ascii_whitespace))
    }

    /// Refuses a result file that would take the place of another one than this batch's own.
    pub(super) fn may_replace(&self, target: &Path, batch: &Batch<'_>) -> Result<(), Failure> {
        let is_there = target.metadata().is_ok_and(|found| found.len() > 0);
        if !is_there
            || is_result_of(
                target,
                (self.settings.clone(), self.orders.clone()),
                batch.key.as_str(),
                batch.id,
            )
        {
            return Ok(());
        }
        let problem = text!(
            "batch-results-other",
            "--results {path} exists and is no result file of this batch",
            path = target.display()
        );
        Err(Failure::refused(problem).hint(word!(
            "batch-results-other-fix",
            "Give another name, or move that file away: it is kept as it is."
        )))
    }

    /// Reads the whole file and judges every row; `on_fault` gets each fault as it is found.
    pub(super) fn check(
        &self,
        party: &Party,
        on_fault: &mut dyn FnMut(&RowFault),
    ) -> Result<(FileCheck, Layout), Failure> {
        let guards = party.profile.guards();
        let limits = Limits {
            max_refund: guards.max_refund,
            max_batch_total: guards.max_batch_total.map(|total| total.minor().into()),
        };
        let scope = party.key();
        let mut reader = self.reader()?;
        let report = batch::check(&mut reader, scope.as_str(), &limits, on_fault)
            .map_err(|error| self.unread(error))?;
        Ok((report, reader.layout()))
    }

    /// Reads the whole file and judges every row by itself: for a batch that is there, which was checked.
    pub(super) fn identify(&self, party: &Party) -> Result<(FileCheck, Layout), Failure> {
        let mut reader = self.reader()?;
        let report = batch::identify(&mut reader, party.key().as_str());
        let report = report.map_err(|error| self.unread(error))?;
        Ok((report, reader.layout()))
    }

    /// Returns the batch that the file is; none while a row has a fault.
    pub(super) fn batch<'a>(&self, report: &FileCheck, party: &'a Party) -> Option<Batch<'a>> {
        let id = report.batch?;
        Some(self.named(id, report.rows, report.columns.clone(), party))
    }

    /// Returns the batch that the file is where it has no rows.
    pub(super) fn none<'a>(&self, columns: ColumnUse, party: &'a Party) -> Batch<'a> {
        let id = Identity::new(party.key().as_str()).finish();
        self.named(id, 0, columns, party)
    }

    fn named<'a>(&self, id: BatchId, rows: u64, columns: ColumnUse, party: &'a Party) -> Batch<'a> {
        Batch {
            file: self.name.clone(),
            file_name: self.place.as_ref().and_then(|_| kept_name(&self.argument)),
            profile: &party.profile,
            key: party.key(),
            id,
            name: id.to_string(),
            rows,
            in_a_command: self.with_profile(party.profile.name()),
            columns,
            retry: Retry::default(),
        }
    }

    /// Reads the rows once more.
    pub(super) fn rows<'a>(&'a self, batch: &'a Batch<'a>) -> Result<Rows<'a, Pass<'a>>, Failure> {
        Ok(Rows::new(self.reader()?, batch))
    }

    /// Reads the rows once more, each with what becomes of it as the journal stands at one moment, and adds
    /// them up; `each` gets every one, and waits for nobody.
    pub(super) fn plan(
        &self,
        batch: &Batch<'_>,
        policy: TwinPolicy,
        now: OffsetDateTime,
        journal: &mut dyn Journal,
        each: &mut dyn FnMut(&Planned),
    ) -> Result<Sums, Failure> {
        let mut sums = Err(Failure::setup(word!(
            "batch-journal-not-read",
            "the journal was not read"
        )));
        journal.view(&mut |journal| {
            sums = self.plan_row_by_row(batch, policy, now, journal, &mut *each);
        })?;
        sums
    }

    /// The same where `each` asks the gateway: no view of the journal is held for so long.
    pub(super) fn plan_row_by_row(
        &self,
        batch: &Batch<'_>,
        policy: TwinPolicy,
        now: OffsetDateTime,
        journal: &mut dyn Journal,
        each: &mut dyn FnMut(&Planned),
    ) -> Result<Sums, Failure> {
        let plan = Plan::new(self.rows(batch)?, policy, now, journal);
        Ok(Sums::of(plan, batch.profile.currency(), each)?)
    }

    /// Begins to read from the start.
    pub(super) fn reader(&self) -> Result<Reader<Pass<'_>>, Failure> {
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(0)).map_err(|error| {
            Failure::file(text!(
                "batch-unread-again",
                "cannot read {file} a second time: {error}",
                file = self.name,
                error
            ))
            .hint(word!(
                "batch-ordinary-file",
                "Give the path of an ordinary file, or - for standard input."
            ))
        })?;
        let pass = Pass { file, at: 0 };
        let reader = Reader::new(pass, self.format, self.settings.clone());
        let reader = reader.map_err(|error| self.unread(error))?;
        Ok(reader.with(self.orders.clone()))
    }

    pub(super) fn unread(&self, error: ReadError) -> Failure {
        let file = self.name.clone();
        PlanError::Read { file, error }.into()
    }
}

/// Returns a file's own name as the journal keeps it, without the folders on the way to it.
pub(in crate::commands) fn kept_name(path: &str) -> Option<String> {
    let name = Path::new(path).file_name()?.to_string_lossy();
    Some(clean(&name)).filter(|name| !name.is_empty())
}

/// One reading of a file, beside which there may be others: each has a place of its own.
pub(super) struct Pass<'a> {
    file: &'a File,
    at: u64,
}

impl Read for Pass<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(self.at))?;
        let read = self.file.read(buffer)?;
        self.at = self.at.saturating_add(u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

/// The largest file that is read, in bytes; a pipe or a device may have no end.
const MOST_BYTES: u64 = 1 << 30;

/// How long a pipe with a name is waited for that nobody writes to yet.
const PATIENCE: Duration = Duration::from_secs(5);

fn opened(path: &Path, name: &str, encoding: Option<Encoding>) -> Result<File, Failure> {
    let mut file = batch::open(path, PATIENCE).map_err(|error| {
        if error.kind() == io::ErrorKind::TimedOut {
            return Failure::file(text!(
                "batch-pipe",
                "{name} is a pipe that nobody writes to",
                name
            ))
            .hint(word!(
                "batch-pipe-fix",
                "Start what writes to it first, or give - and let it write to standard input."
            ));
        }
        unread(name, &error)
    })?;
    copy(&mut file, name, encoding)
}

fn unread(name: &str, error: &io::Error) -> Failure {
    let problem = text!(
        "batch-unread",
        "cannot read {name}: {error}",
        name,
        error = of_system(error)
    );
    Failure::file(problem).hint(word!(
        "batch-unread-fix",
        "Give the path of a CSV or JSONL file, or - for standard input."
    ))
}

/// Copies what is to be read into a file that has no name, so that nobody else writes into it, and so
/// that a pipe can be read twice.
fn copy(from: &mut impl Read, name: &str, encoding: Option<Encoding>) -> Result<File, Failure> {
    copy_within(MOST_BYTES, from, name, encoding)
}

fn copy_within(
    most: u64,
    from: &mut impl Read,
    name: &str,
    encoding: Option<Encoding>,
) -> Result<File, Failure> {
    let failed = |error: io::Error| match error.downcast::<ReadError>() {
        Ok(error) => PlanError::Read {
            file: name.to_owned(),
            error,
        }
        .into(),
        Err(error) => unread(name, &error),
    };
    let mut limited = from.take(most.saturating_add(1));
    let raw = BufReader::with_capacity(1 << 16, &mut limited);
    let input: Box<dyn Read> = match encoding {
        None => Box::new(raw),
        Some(encoding) => Box::new(Decoded::new(raw, encoding).map_err(failed)?),
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    // What cannot be read is not blamed on the copy.
    input.fill_buf().map_err(failed)?;
    let copied = tempfile::tempfile().and_then(|mut file| {
        io::copy(&mut input, &mut file)?;
        Ok(file)
    });
    drop(input);
    match copied {
        // What was cut off there may not be decoded either.
        _ if limited.limit() == 0 => {
            return Err(Failure::file(text!("batch-too-large", "{name} is larger than {most} MiB, or has no end", name, most = most >> 20))
            .hint(word!("batch-too-large-fix", "Split it into several files.")));
        }
        Ok(file) => return Ok(file),
        Err(error) if error.get_ref().is_some_and(|inner| inner.is::<ReadError>()) => {
            return Err(failed(error));
        }
        Err(error) => Err(error),
    }
    .map_err(|error| {
        Failure::setup(text!("batch-no-copy", "cannot make a private copy of {name}: {error}", name, error)).hint(
            word!("batch-no-copy-fix", "It is made in the folder for temporary files: see that it has room, or name another one with TMPDIR."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn what_has_no_end_is_refused_at_its_bound() {
        let read = |bytes: u64, encoding| {
            let mut text = io::repeat(b'x').take(bytes);
            copy_within(1 << 20, &mut text, "it", encoding)
        };
        for encoding in [None, Some(Encoding::Gbk), Some(Encoding::Utf16Be)] {
            let whole = read(1 << 20, encoding);
            assert!(whole.is_ok(), "{whole:?}");
            // Two bytes are one here, so that the copy alone would not show it.
            let failure = read(u64::MAX, encoding).unwrap_err();
            assert_eq!(failure.exit, Exit::File);
            assert!(failure.error.to_string().contains("1 MiB"), "{failure:?}");
        }
    }
}
