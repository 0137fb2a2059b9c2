//! Carrying a plan out in the journal: rows are written down, or taken over where they stand.

use super::checked::{Batch, PlanError, Rows, Untaken};
use super::known::denies;
use super::sums::{Step, Sums};
use super::twins::TwinPolicy;
use crate::batch::Row;
use crate::gateway::wire::Merchant;
use crate::journal::{
    Begun, Conditions, Journal, JournalError, JournalFault, NewIntent, Record, Scope, Stamp,
};
use crate::money::Amount;
use crate::refund::{Event, State, state};
use std::io::Read;

/// What is written down, as the plan has it.
pub struct Import<'a> {
    /// Whose requests they are.
    pub merchant: &'a Merchant,
    /// What the plan came to.
    pub sums: &'a Sums,
    /// What is to become of twins.
    pub policy: TwinPolicy,
    /// Who writes, and when.
    pub stamp: Stamp<'a>,
    /// How many rows go into one commit, see [`crate::journal::PORTION`].
    pub portion: u64,
    /// Rests between two commits, see [`crate::journal::REST`].
    pub rest: &'a dyn Fn(),
}

/// What an import did with each row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Written down.
    pub planned: u64,
    /// Taken over into this batch.
    pub adopted: u64,
    /// Left where it stood, here or elsewhere.
    pub stayed: u64,
    /// Left out as a twin, perhaps of a refund that has come since the plan was made.
    pub left_out: u64,
    /// Refunded by the file's own word.
    pub refunded: u64,
}

impl Import<'_> {
    /// Takes every row, a portion in each transaction, so that others are not locked out by a large file. Nothing of
    /// the batch is sent before the last: until then the journal refuses every claim of its rows. What is written down
    /// already, elsewhere, and still open belongs to this batch from now on.
    ///
    /// The journal has the last word: between the plan and these transactions another command may
    /// have written down the same.
    ///
    /// # Errors
    /// [`PlanError`]; then nothing was taken of the portion, and what those before have taken is not sent until another
    /// import has taken the rest.
    pub fn run<R: Read>(
        &self,
        mut rows: Rows<'_, R>,
        journal: &mut dyn Journal,
    ) -> Result<Imported, PlanError> {
        let mut done = Imported::default();
        loop {
            let mut is_whole = Ok(false);
            let written = journal.write(&mut |scope| {
                is_whole = self.take(&mut rows, &mut done, scope);
                // Whatever the error is, it takes everything back; which one it was, the result says.
                let failed = || JournalError::new("the batch", JournalFault::Exists);
                is_whole.as_ref().map(|_| ()).map_err(|_| failed())
            });
            let is_whole = is_whole?;
            written?;
            if is_whole {
                return Ok(done);
            }
            (self.rest)();
        }
    }

    /// Takes the next portion. Returns whether it was the last.
    fn take<R: Read>(
        &self,
        rows: &mut Rows<'_, R>,
        done: &mut Imported,
        scope: &mut dyn Scope,
    ) -> Result<bool, PlanError> {
        let batch = rows.batch;
        let guards = self.guards(batch);
        if !batch.retry.cancelled && scope.is_import_given_up(&batch.name)? {
            let given = batch.in_a_command.clone();
            return Err(PlanError::GivenUp { given });
        }
        for _ in 0..self.portion {
            let Some(row) = rows.next() else {
                return self.end(batch, done, scope).map(|()| true);
            };
            let row = row?;
            let step = self.sums.step(row.number);
            let counter = if step == Step::Told && row.already_refunded {
                &mut done.refunded
            } else if step == Step::GivenUp || step == Step::Stay && row.already_refunded {
                &mut done.stayed
            } else if step == Step::LeaveOut {
                if let Some(twin) = self.sums.left_out_for(row.number) {
                    let new = batch.new_intent(&row, None, self.merchant);
                    scope.note_left_out(&new, twin, guards.given_up, self.stamp)?;
                }
                &mut done.left_out
            } else {
                let new = batch.new_intent(&row, self.sums.attempt(row.number), self.merchant);
                let guards = Conditions {
                    twin_window: guards.twin_window.filter(|_| !row.twin_meant),
                    ..guards
                };
                match scope.plan(&new, guards, self.stamp)? {
                    // What the file calls refunded or sent is never written down as still to be sent.
                    Begun::Planned(_) if row.already_refunded || self.is_unheard(&row) => {
                        return Err(batch.changed(Some(row.line)));
                    }
                    Begun::Planned(_) => &mut done.planned,
                    Begun::Twin(twin) if self.policy == TwinPolicy::LeaveOut => {
                        if twin.state() != State::Refunded {
                            scope.note_left_out(&new, twin.id, guards.given_up, self.stamp)?;
                        }
                        &mut done.left_out
                    }
                    // Nor is what was looked at given back to be sent.
                    Begun::Existing(record) if row.already_refunded && denies(record.state()) => {
                        return Err(batch.changed(Some(row.line)));
                    }
                    Begun::Existing(record) => match record.differs_from(&new.intent) {
                        Some(what) => {
                            return Err(batch.untaken(Untaken::Conflict(row.line, record, what)));
                        }
                        None if self.take_over(&record, &new, batch, scope)? => &mut done.adopted,
                        None => &mut done.stayed,
                    },
                    refusal => return Err(batch.untaken(Untaken::Refused(Box::new(row), refusal))),
                }
            };
            *counter = counter.saturating_add(1);
        }
        scope.note_import(&batch.name, false, self.stamp.now)?;
        Ok(false)
    }

    /// Ends it, where every row went where the plan had it go.
    fn end(
        &self,
        batch: &Batch<'_>,
        done: &Imported,
        scope: &mut dyn Scope,
    ) -> Result<(), PlanError> {
        if let Some(file) = &batch.file_name {
            scope.note_batch_file(&batch.name, file, self.stamp.now)?;
        }
        if !self.is_as_planned(done, batch) {
            return Err(batch.changed(None));
        }
        Ok(scope.note_import(&batch.name, true, self.stamp.now)?)
    }

    /// Whether the file says that it was sent, and it is no further attempt.
    fn is_unheard(&self, row: &Row) -> bool {
        let is_again = self.sums.attempt(row.number).is_some() || self.sums.is_wanted(row.number);
        row.said.is_some() && !is_again
    }

    /// Moves a row that stands elsewhere into this batch, if it is open. What is being sent stays
    /// with its sender, and what is settled stays where it was settled.
    fn take_over(
        &self,
        record: &Record,
        new: &NewIntent,
        batch: &Batch<'_>,
        scope: &mut dyn Scope,
    ) -> Result<bool, JournalError> {
        let is_open = state::next(record.state(), Event::Adopt).is_ok();
        let row = new.batch.as_ref().filter(|_| is_open && !batch.has(record));
        row.map_or(Ok(false), |row| {
            scope.adopt(record.key(), row, self.stamp).map(|_| true)
        })
    }

    /// Whether every row was read that the check has read, and each went where the plan had it go.
    /// Twins and rows written down may have become more since.
    fn is_as_planned(&self, done: &Imported, batch: &Batch<'_>) -> bool {
        let taken = [done.planned, done.adopted, done.stayed];
        let others = [done.left_out, done.refunded];
        let all = taken.into_iter().chain(others);
        all.fold(0, u64::saturating_add) == batch.rows
            && done.refunded == self.sums.steps(Step::Told)
            && done.left_out >= self.sums.steps(Step::LeaveOut)
            && done.planned <= self.sums.unwritten
    }

    fn guards(&self, batch: &Batch<'_>) -> Conditions {
        let limits = batch.profile.guards();
        Conditions {
            max_refund: limits.max_refund.map(Amount::minor),
            given_up: batch.retry.given_up(),
            max_batch_total: limits.max_batch_total.map(Amount::minor),
            twin_window: self.policy.compares().then_some(limits.twin_window),
            ..Conditions::default()
        }
    }
}
