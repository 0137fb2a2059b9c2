//! The file of a batch as commands use it: opened once, read in as many passes as needed.

use crate::batch::{
    ColumnNames, FileCheck, Format, Layout, Limits, ReadError, Reader, RowFault, Settings,
};
use crate::cli::BatchFileArgs;
use crate::commands::Failure;
use crate::commands::merchant::Party;
use crate::journal::Journal;
use crate::plan::{Batch, Plan, PlanError, Planned, Rows, Sums, TwinPolicy};
use std::fs::File;
use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

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
        let argument = args.file.display().to_string();
        let is_stdin = argument == "-";
        let (file, name) = if is_stdin {
            let name = "standard input".to_owned();
            (copy(&mut &mut *stdin, &name)?, name)
        } else {
            (opened(&args.file, &argument)?, argument.clone())
        };
        let columns = args.column.iter();
        Ok(Self {
            file,
            place: args.file.canonicalize().ok().filter(|_| !is_stdin),
            format: Format::of_name(&name),
            settings,
            argument,
            columns: columns.map(|c| format!("--column={c}")).collect(),
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
        let report = crate::batch::check(&mut reader, scope.as_str(), &limits, on_fault)
            .map_err(|error| self.unread(error))?;
        Ok((report, reader.layout()))
    }

    /// Returns the batch that the file is; none while a row has a fault.
    pub(super) fn batch<'a>(&self, report: &FileCheck, party: &'a Party) -> Option<Batch<'a>> {
        let id = report.batch?;
        Some(Batch {
            file: self.name.clone(),
            profile: &party.profile,
            key: party.key(),
            id,
            name: id.to_string(),
            rows: report.rows,
        })
    }

    /// Reads the rows once more.
    pub(super) fn rows<'a>(&'a self, batch: &'a Batch<'a>) -> Result<Rows<'a, &'a File>, Failure> {
        Ok(Rows::new(self.reader()?, batch))
    }

    /// Reads the rows once more, each with what becomes of it, and adds them up; `each` gets every
    /// one.
    pub(super) fn plan(
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
    fn reader(&self) -> Result<Reader<&File>, Failure> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(|error| {
            Failure::usage(format!("cannot read {} a second time: {error}", self.name))
                .hint("Give the path of an ordinary file, or - for standard input.")
        })?;
        Reader::new(file, self.format, self.settings.clone()).map_err(|error| self.unread(error))
    }

    fn unread(&self, error: ReadError) -> Failure {
        let file = self.name.clone();
        PlanError::Read { file, error }.into()
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

fn opened(path: &Path, name: &str) -> Result<File, Failure> {
    let mut file = File::open(path).map_err(|error| {
        Failure::usage(format!("cannot read {name}: {error}"))
            .hint("Give the path of a CSV or JSONL file, or - for standard input.")
    })?;
    // A pipe or a device may have no end; it cannot be read twice either, which is told then.
    if file.metadata().is_ok_and(|found| found.is_file()) {
        return copy(&mut file, name);
    }
    Ok(file)
}

/// Copies what is to be read into a file that has no name, so that nobody else writes into it.
fn copy(from: &mut impl Read, name: &str) -> Result<File, Failure> {
    let copied = tempfile::tempfile().and_then(|mut file| {
        io::copy(from, &mut file)?;
        Ok(file)
    });
    copied.map_err(|error| {
        Failure::setup(format!("cannot make a private copy of {name}: {error}")).hint(
            "It is made in the folder for temporary files: see that it has room, or name another one with TMPDIR.",
        )
    })
}
