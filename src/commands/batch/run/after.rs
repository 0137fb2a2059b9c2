//! After a run: how the rows stand, and the result file.

use super::super::elsewhere;
use super::super::results::Results;
use super::super::standing::{self, RunEnd};
use super::Run;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::plan::{Batch, Imported, Retry, Sums, TwinPolicy};
use crate::refund::State;
use crate::runner::Summary;

impl Run<'_> {
    /// Tells how it ended. From here on the refunds are what they are: what cannot be read or
    /// written changes no exit code to one that says that nothing was sent.
    pub(super) fn conclude(
        &self,
        summary: &Summary,
        plan: &Sums,
        imported: Imported,
        looked: Option<u64>,
        desk: &mut Desk<'_>,
    ) -> Result<Exit, Failure> {
        let mut sums = plan.after_a_run(&summary.counts);
        let written = self.look_back(&mut sums, imported, desk);
        let results = self.args.results.as_ref();
        let results = results.map(|path| path.display().to_string());
        if let Err(failure) = &written {
            let what = match results {
                Some(_) => "the result file could not be written",
                None => "the rows could not be counted after the run",
            };
            desk.console.error(
                &format!("{what}: {:#}", failure.error),
                Some("Run the same command again for that; nothing is sent twice."),
            );
        }
        let exit = standing::exit_of(&sums, summary.halted.as_ref());
        let end = RunEnd {
            halted: summary.halted.as_ref(),
            kept_back: summary.refused,
            looked,
            results: results.as_deref().filter(|_| written.is_ok()),
            stale: results.as_deref().filter(|_| written.is_err()),
        };
        let document = standing::document(self.batch, &sums, exit, Some(end));
        let exit = desk.console.result(&document, exit, true);
        if let Ok(mut journal) = books::open(self.party, desk) {
            books::remind(&mut *journal, &sums.by_state(), self.party, desk);
        }
        Ok(exit)
    }

    /// Reads the plan once more: how the rows stand now, and the result file, which may fail by
    /// itself.
    fn look_back(
        &self,
        sums: &mut Sums,
        imported: Imported,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let mut journal = books::open(self.party, desk)?;
        let path = self.args.results.as_ref();
        let mut results = path.map(|path| Results::begin(path, self.layout));
        let policy = if self.args.skip_twins {
            TwinPolicy::LeaveOut
        } else {
            TwinPolicy::Ignore
        };
        let now = desk.clock.now();
        // What was tried again is what the journal has of it now.
        let batch = &Batch {
            retry: Retry::default(),
            ..self.batch.clone()
        };
        let (file, out) = (self.file, results.as_mut());
        let found = standing::sums(file, batch, policy, now, &mut *journal, out)?;
        if found.unwritten > imported.left_out || found.told.count > imported.refunded {
            return Err(Failure::setup(
                "the journal lacks rows that were written down before the run",
            ));
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
            desk.console.warn(&format!(
                "rows left out as twins of refunds that are planned elsewhere and were never sent: {unsent}. See `qfrefund batch check {} --profile {}` for what to do",
                self.file.in_a_command(),
                self.party.profile.name()
            ));
        }
        results.map_or(Ok(()), Results::finish)
    }
}
