//! After a run: how the rows stand, and the result file.

use super::super::each::{Standing, Told};
use super::super::elsewhere;
use super::super::files::Files;
use super::super::parts::{Divided, Parts};
use super::super::results::{Results, Source, merge};
use super::super::standing::{self, RunEnd};
use super::Run;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::language::{text, word};
use crate::output::BatchDocument;
use crate::plan::{Batch, Imported, Retry, Sums, TwinPolicy};
use crate::refund::State;
use crate::runner::Summary;
use std::path::{Path, PathBuf};

/// What a run of one merchant's rows came to.
pub(super) struct Ended<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) plan: &'a Sums,
    /// How many rows that are written down it has left out as twins.
    pub(super) left_out: u64,
    /// How it ended; the exit code of what kept its end from being seen.
    pub(super) sent: Result<Summary, Exit>,
    pub(super) imported: Imported,
    pub(super) looked: Option<u64>,
}

impl Ended<'_> {
    /// Tells how it ended. From here on the refunds are what they are: what cannot be read or
    /// written changes no exit code to one that says that nothing was sent.
    pub(super) fn conclude(all: Vec<Self>, files: &Files, desk: &mut Desk<'_>) -> Exit {
        let mut told = Told::default();
        let mut left = all.as_slice();
        for file in &files.all {
            let (parts, path) = (&file.parts, &file.results);
            let (own, others) = left
                .split_at_checked(parts.list().len())
                .unwrap_or((left, &[]));
            left = others;
            let alone = path.as_ref().filter(|_| matches!(parts, Parts::One(_)));
            let stand = own.iter().map(|ended| ended.stand(alone, desk)).collect();
            let results = match parts {
                Parts::One(_) => None,
                Parts::Many(divided) => of_many(own, path.as_deref(), divided, desk),
            };
            told.add(parts, stand, results);
        }
        let next = text!(
            "batch-next-files",
            "See what is next for each file; `qfrefund batch status {files}` shows them all. The same command, run again, sends nothing twice.",
            files = files.in_a_command(desk)
        );
        let exit = told.tell(files, next, true, desk);
        told.remind(desk);
        exit
    }

    fn stand(&self, results: Option<&PathBuf>, desk: &mut Desk<'_>) -> Standing {
        let (run, failed) = (self.run, self.sent.as_ref().err().copied());
        let summary = self.sent.as_ref().ok();
        let counts = summary.map(|summary| summary.counts.as_slice());
        let mut sums = self.plan.after_a_run(counts.unwrap_or_default());
        let written = run.look_back(&mut sums, self.imported, results, desk);
        let results = results.map(|path| path.display().to_string());
        if let Err(failure) = &written {
            let what = match results {
                Some(_) => word!(
                    "batch-results-unwritten",
                    "the result file could not be written"
                ),
                None => word!(
                    "batch-rows-uncounted",
                    "the rows could not be counted after the run"
                ),
            };
            unwritten(what, failure, desk);
        }
        let is_written = written.is_ok();
        let halted = summary.and_then(|summary| summary.halted.as_ref());
        let exits = [standing::exit_of(&sums, halted)];
        let exit = exits.into_iter().chain(failed).collect();
        let end = RunEnd {
            halted,
            kept_back: summary.map_or(0, |summary| summary.refused),
            left_out: self.left_out,
            looked: self.looked,
            results: results.as_deref().filter(|_| is_written),
            stale: results.as_deref().filter(|_| !is_written),
        };
        let document = BatchDocument {
            batch_file: written.ok().flatten(),
            ..standing::document(run.batch, &sums, exit, Some(end))
        };
        Standing {
            document,
            sums,
            exit,
        }
    }
}

fn unwritten(what: &str, failure: &Failure, desk: &mut Desk<'_>) {
    desk.console.error(
        &text!(
            "batch-what-failed",
            "{what}: {error}",
            what,
            error = format!("{:#}", failure.error)
        ),
        Some(word!(
            "batch-again-for-that",
            "Run the same command again for that; nothing is sent twice."
        )),
    );
}

/// Writes the one result file of the rows of all merchants of a file, and returns it where that was done.
fn of_many(
    all: &[Ended<'_>],
    path: Option<&Path>,
    divided: &Divided,
    desk: &mut Desk<'_>,
) -> Option<String> {
    let path = path?;
    match write(all, path, divided, desk) {
        Ok(()) => Some(path.display().to_string()),
        Err(failure) => {
            let what = word!(
                "batch-results-unwritten",
                "the result file could not be written"
            );
            unwritten(what, &failure, desk);
            None
        }
    }
}

fn write(
    all: &[Ended<'_>],
    path: &Path,
    divided: &Divided,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let batches: Vec<_> = all.iter().map(|ended| ended.run.as_it_stands()).collect();
    let mut sources = Vec::new();
    for (ended, batch) in all.iter().zip(&batches) {
        sources.push(Source {
            file: ended.run.file,
            batch,
            policy: ended.run.policy_after(),
            journal: books::open(ended.run.party, desk)?,
        });
    }
    let results = Results::begin(path, &divided.layout);
    merge(&mut sources, results, desk.clock.now())
}

impl<'a> Run<'a> {
    /// Returns the batch whose rows are as the journal has them now, also those that were tried again.
    fn as_it_stands(&self) -> Batch<'a> {
        Batch {
            retry: Retry::default(),
            ..self.batch.clone()
        }
    }

    const fn policy_after(&self) -> TwinPolicy {
        if self.args.skip_twins {
            TwinPolicy::LeaveOut
        } else {
            TwinPolicy::Ignore
        }
    }

    /// Reads the plan once more: how the rows stand now, and the result file, which may fail by
    /// itself. Returns how the file was called that they were first taken in from.
    fn look_back(
        &self,
        sums: &mut Sums,
        imported: Imported,
        path: Option<&PathBuf>,
        desk: &mut Desk<'_>,
    ) -> Result<Option<String>, Failure> {
        let mut journal = books::open(self.party, desk)?;
        let first_file = standing::first_file(&self.batch.name, &mut *journal)?;
        let mut results = path.map(|path| Results::begin(path, self.layout));
        let (policy, now) = (self.policy_after(), desk.clock.now());
        let batch = &self.as_it_stands();
        let (file, out) = (self.file, results.as_mut());
        let found = standing::sums(file, batch, policy, now, &mut *journal, out)?;
        if found.unwritten > imported.left_out || found.told.count > imported.refunded {
            return Err(Failure::setup(word!(
                "batch-journal-lacks",
                "the journal lacks rows that were written down before the run"
            )));
        }
        *sums = found;
        sums.set_left_out_aside();
        // The gateway was asked for them before anything was sent.
        sums.vouch();
        if let Some(words) = elsewhere::in_words(sums, self.args.skip_twins) {
            desk.console.warn(&words);
        }
        // The next step names them, too.
        let unsent = sums.open_twins.get(&State::Planned);
        if let Some(unsent) = unsent.filter(|_| !desk.console.is_read_as_table()) {
            desk.console.warn(&text!("batch-twins-unsent", "rows left out as twins of refunds that are planned elsewhere and were never sent: {unsent}. See `qfrefund batch check {file}` for what to do", unsent, file = self.file.with_profile(self.party.profile.name())));
        }
        results.map_or(Ok(()), Results::finish)?;
        Ok(first_file)
    }
}
