//! Giving up the rows of one merchant of a batch.

use super::super::parts::Part;
use super::super::standing;
use crate::cli::BatchCancelArgs;
use crate::commands::{Desk, Failure};
use crate::journal::{
    Commit as _, Details, Filter, Journal, JournalError, JournalFault, Listing, MerchantKey,
    PORTION, REST, Who, last_counts,
};
use crate::language::{text, word};
use crate::output::text::counted;
use crate::plan::{Batch, Sums};
use crate::refund::{Event, OutTradeNo, State};
use time::OffsetDateTime;

/// What is cancelled, why, by whom and when.
pub(super) struct Work<'a> {
    key: &'a MerchantKey,
    batch: &'a str,
    note: Option<&'a str>,
    who: &'a Who,
    now: OffsetDateTime,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        key: &'a MerchantKey,
        batch: &'a str,
        args: &'a BatchCancelArgs,
        who: &'a Who,
        desk: &Desk<'_>,
    ) -> Self {
        Self {
            key,
            batch,
            note: args.note.as_deref(),
            who,
            now: desk.clock.now(),
        }
    }

    /// How many rows were left out as twins of what came to nothing.
    pub(super) fn left_out(&self, journal: &mut dyn Journal) -> Result<usize, JournalError> {
        let found = journal.left_out(self.key, (self.now, self.now))?;
        let of_batch = found.iter().filter(|rows| rows.batch == self.batch);
        let rows = of_batch.fold(0_u64, |sum, rows| sum.saturating_add(rows.count));
        Ok(usize::try_from(rows).unwrap_or(usize::MAX))
    }

    /// Gives up the rows that were left out as twins of what came to nothing, and tells where they are not as
    /// many as were shown: what was cancelled with them may have been their twin.
    fn forgo(
        &self,
        shown: usize,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), JournalError> {
        let stamp = self.who.at(self.now);
        let rows = journal
            .commit(|scope| scope.give_up_left_out(self.key, self.batch, self.note, stamp))?;
        if rows > 0 {
            let what = word!(
                "batch-cancel-left-out",
                "rows that were left out as twins are given up"
            );
            desk.console.note(&format!("{what}: {rows}"));
        }
        if rows != shown {
            desk.console.warn(&text!("batch-cancel-left-out-fewer", "{rows} and not {shown} of the rows that were left out as twins are given up: what became of their twins has changed since they were counted", rows, shown));
        }
        Ok(())
    }

    /// Says what becomes of the rows that were not written down yet.
    fn tell_unwritten(
        &self,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), JournalError> {
        if journal.is_unfinished(self.batch)? {
            desk.console.warn(word!("batch-cancel-unfinished", "only a part of the rows of this file was written down when it was given up; the others are not sent either, unless the file is run with --retry-cancelled"));
        }
        Ok(())
    }

    /// Adds up how one merchant's rows stand now.
    pub(super) fn sums_after(
        &self,
        part: &Part,
        batch: &Batch<'_>,
        is_cancelled: bool,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Sums, Failure> {
        let (file, profile) = (&part.file, part.party.profile.name());
        if !is_cancelled {
            return standing::look(file, batch, journal, None, desk);
        }
        match standing::look(file, batch, journal, None, desk) {
            Ok(mut sums) => {
                // It was about those that are written down.
                sums.unwritten = 0;
                Ok(sums)
            }
            // They are given up all the same.
            Err(failure) => {
                desk.console.error(
                    &format!("{:#}", failure.error),
                    Some(&text!("batch-cancel-see-status", "Rows were cancelled. See `qfrefund batch status {with_profile}` for all of them.", with_profile = file.with_profile(profile))),
                );
                let mut sums = Sums::new(part.party.profile.currency());
                sums.counts = last_counts(journal, &batch.key, &batch.name)?;
                Ok(sums)
            }
        }
    }

    /// Cancels the planned rows, tells how many could not be, and then gives up those left out: their twin may be
    /// one of the planned ones, or stay because it is being sent.
    pub(super) fn give_up_and_tell(
        &self,
        (planned, left_out): (Vec<OutTradeNo>, usize),
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), JournalError> {
        let left = self.give_up(planned, &|| desk.clock.sleep(REST), journal)?;
        if left > 0 {
            let were = if left == 1 {
                word!("batch-was", "was")
            } else {
                word!("batch-were", "were")
            };
            desk.console.warn(&text!(
                "batch-cancel-being-sent",
                "{rows} {were} being sent, so not cancelled",
                rows = counted(left, "row"),
                were
            ));
        }
        self.forgo(left_out, journal, desk)?;
        self.tell_unwritten(journal, desk)
    }

    /// Lists the batch's rows that have not been sent.
    pub(super) fn planned(
        &self,
        journal: &mut dyn Journal,
    ) -> Result<Vec<OutTradeNo>, JournalError> {
        let filter = Filter {
            merchant: Some(self.key.clone()),
            states: vec![State::Planned],
            batch: Some(self.batch.to_owned()),
            ..Filter::default()
        };
        Listing::new(journal, filter)
            .map(|record| record.map(|record| record.number().clone()))
            .collect()
    }

    /// Cancels them, a portion in each commit, and returns how many others have claimed meanwhile. Rows that another
    /// file has taken over meanwhile are that file's: then nothing of the portion is kept, and the rest is tried again.
    fn give_up(
        &self,
        mut planned: Vec<OutTradeNo>,
        rest: &dyn Fn(),
        journal: &mut dyn Journal,
    ) -> Result<u64, JournalError> {
        let most = usize::try_from(PORTION).unwrap_or(usize::MAX);
        let mut left = 0_u64;
        while !planned.is_empty() {
            let portion = planned.get(..most).unwrap_or(&planned);
            match self.give_up_portion(portion, journal)? {
                Some(moved) => left = left.saturating_add(moved),
                None => {
                    planned = self.planned(journal)?;
                    continue;
                }
            }
            planned.drain(..portion.len().min(planned.len()));
            if !planned.is_empty() {
                rest();
            }
        }
        Ok(left)
    }

    /// Cancels these in one commit, and returns how many others have claimed meanwhile; `None` where nothing is kept,
    /// because one of them is another file's now.
    fn give_up_portion(
        &self,
        portion: &[OutTradeNo],
        journal: &mut dyn Journal,
    ) -> Result<Option<u64>, JournalError> {
        let mut is_ours = true;
        let mut left = 0_u64;
        let done = journal.write(&mut |scope| {
            for number in portion {
                let note = Details::said(self.note);
                let (key, who) = (self.key, self.who);
                match scope.record(key.numbered(number), Event::Cancel, note, who.at(self.now)) {
                    Ok(record) => {
                        let place = record.wanted.batch.map(|row| row.batch);
                        is_ours = place.as_deref() == Some(self.batch);
                        if !is_ours {
                            return Err(JournalError::new("the batch", JournalFault::Exists));
                        }
                    }
                    // A row that another process has claimed meanwhile is not planned any more.
                    Err(error) if matches!(error.fault(), JournalFault::Forbidden(..)) => {
                        left = left.saturating_add(1);
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        });
        if !is_ours {
            return Ok(None);
        }
        done.map(|()| Some(left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::BatchRow;
    use crate::journal::contract::{FREE, NOON, in_batch, merchant, number, wanted, who};
    use crate::journal::sqlite::SqliteJournal;

    #[test]
    fn what_another_file_has_taken_over_meanwhile_is_not_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let batch = "7".repeat(64);
        for (no, row) in [("N1", 1), ("N2", 2), ("N3", 3)] {
            let new = in_batch(wanted(no, no, 5), &batch, row);
            journal
                .commit(|scope| scope.plan(&new, FREE, who().at(NOON)))
                .unwrap();
        }
        let (key, who) = (merchant(), who());
        let work = Work {
            key: &key,
            batch: &batch,
            note: Some("wrong file"),
            who: &who,
            now: NOON,
        };
        let planned = work.planned(&mut journal).unwrap();
        assert_eq!(planned.len(), 3);
        let other = BatchRow {
            batch: "other".to_owned(),
            row: 1,
        };
        journal
            .commit(|scope| scope.adopt(key.numbered(&number("N2")), &other, who.at(NOON)))
            .unwrap();
        assert_eq!(work.give_up(planned, &|| (), &mut journal).unwrap(), 0);
        let states = ["N1", "N2", "N3"].map(|no| {
            let record = journal.find(key.numbered(&number(no))).unwrap().unwrap();
            record.state()
        });
        assert_eq!(states, [State::Cancelled, State::Planned, State::Cancelled]);
    }
}
