//! `batch cancel`: the rows that were never sent are given up for good.

use super::elsewhere;
use super::orders;
use super::parts::{self, Part, Parts};
use super::standing::{self, Named};
use super::status::{identify_all, is_sound, no_such_batch};
use crate::cli::{BatchCancelArgs, BatchFileArgs};
use crate::commands::merchant::{self, Party};
use crate::commands::word;
use crate::commands::{Desk, Failure, books, history};
use crate::exit::Exit;
use crate::journal::{
    Commit as _, Details, Filter, Journal, JournalError, JournalFault, LeftOutCounts, Listing,
    MerchantKey, Who, last_counts,
};
use crate::language::{text, word};
use crate::output::BatchDocument;
use crate::output::text::counted;
use crate::plan::{Batch, Sums};
use crate::refund::{BatchId, Event, OutTradeNo, State, command};
use time::OffsetDateTime;

pub(in crate::commands) fn cancel(
    args: &BatchCancelArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    if let Some(beginning) = &args.batch {
        let party = merchant::choose(desk)?;
        return by_identity(beginning, args, &party, desk);
    }
    let given = BatchFileArgs {
        file: args.file.clone().unwrap_or_default(),
        shape: args.shape.clone(),
    };
    let mut parts = parts::open(&given, desk, &mut |_| {})?;
    is_sound(&parts)?;
    let checks = orders::all_recalled(parts.list_mut(), desk)?;
    let batches = identify_all(parts.list(), &checks)?;
    let who = books::who(desk);
    let mut cases = Vec::new();
    for (part, batch) in parts.list().iter().zip(&batches) {
        let mut journal = books::open(&part.party, desk)?;
        books::trust(&*journal, &part.party)?;
        let work = Work::new(&batch.key, &batch.name, args, &who, desk);
        let planned = work.planned(&mut *journal)?;
        let left_out = work.left_out(&mut *journal)?;
        cases.push((part, batch, work, (planned, left_out), journal));
    }
    let rows = cases.iter();
    let rows =
        rows.map(|(_, _, _, (planned, left_out), _)| planned.len().saturating_add(*left_out));
    let rows = rows.fold(0, usize::saturating_add);
    if rows > 0 {
        confirm(args, rows, desk)?;
    }
    let mut stand = Vec::new();
    for (part, batch, work, (planned, left_out), mut journal) in cases {
        let is_cancelled = !planned.is_empty();
        if rows > 0 {
            work.give_up_and_tell((planned, left_out), &mut *journal, desk)?;
        }
        let sums = work.sums_after(part, batch, is_cancelled, &mut *journal, desk)?;
        if rows == 0 && matches!(parts, Parts::One(_)) {
            nothing_to_give_up(part, &sums)?;
        }
        let document = BatchDocument {
            batch_file: standing::first_file(&batch.name, &mut *journal)?,
            ..standing::document(batch, &sums, Exit::Success, None)
        };
        stand.push((document, sums));
    }
    let exit = Exit::Success;
    if stand.iter().all(|(_, sums)| sums.counts.is_empty()) {
        return Err(no_such_batch(parts.list(), parts.file(), ""));
    }
    if rows == 0 {
        desk.console.warn(nothing());
    }
    for (_, sums) in &stand {
        if let Some(words) = elsewhere::in_words(sums, false) {
            desk.console.warn(&words);
        }
    }
    if let Parts::Many(divided) = &parts {
        let told = stand.iter().map(|(document, sums)| (document, sums, exit));
        let document = divided.told(told, None);
        return Ok(desk.console.result(&document, exit, false));
    }
    let told = stand.first();
    Ok(told.map_or(exit, |(document, _)| {
        desk.console.result(document, exit, false)
    }))
}

/// What is said where every row was sent, or is settled.
fn nothing() -> &'static str {
    word!(
        "batch-nothing-cancelled",
        "nothing was cancelled: no row is left that has not been sent"
    )
}

/// Gives up what is planned of a batch whose file need not be there.
fn by_identity(
    beginning: &str,
    args: &BatchCancelArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let mut journal = books::open(party, desk)?;
    books::trust(&*journal, party)?;
    let name = history::whole_batch(beginning, &mut *journal)?;
    let (key, who) = (party.key(), books::who(desk));
    let profile = party.profile.name();
    let work = Work::new(&key, &name, args, &who, desk);
    let left_out = work.left_out(&mut *journal)?;
    let is_known = !journal.batch_counts(&key, &name)?.is_empty();
    if !is_known && journal.left_out_counts(&key, &name)? == LeftOutCounts::default() {
        let short = BatchId::shorten(&name);
        let message = text!(
            "batch-not-of-profile",
            "no row of the batch {short} is of profile `{profile}`",
            short,
            profile
        );
        return Err(Failure::refused(message).hint(text!(
            "batch-lists-batches",
            "`qfrefund batch list --every-batch --profile {profile}` lists its batches.",
            profile
        )));
    }
    let planned = work.planned(&mut *journal)?;
    if planned.is_empty() && left_out == 0 {
        desk.console.warn(nothing());
    } else {
        confirm(args, planned.len().saturating_add(left_out), desk)?;
        work.give_up_and_tell((planned, left_out), &mut *journal, desk)?;
    }
    let mut sums = Sums::new(party.profile.currency());
    sums.counts = last_counts(&mut *journal, &key, &name)?;
    sums.add_left_out(&journal.left_out_counts(&key, &name)?);
    // Where its file is, the journal does not know.
    let given = format!("FILE --profile {profile}");
    let named = Named {
        batch: &name,
        profile,
        given: &given,
    };
    let document = BatchDocument {
        batch_file: standing::first_file(&name, &mut *journal)?,
        ..named.document(None, &sums, Exit::Success, None)
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}

/// Refuses a batch that nobody knows, and one whose unsent rows another file would have to cancel.
fn nothing_to_give_up(part: &Part, sums: &Sums) -> Result<(), Failure> {
    let (file, profile) = (&part.file, part.party.profile.name());
    if sums.counts.is_empty() {
        return Err(no_such_batch(std::slice::from_ref(part), file, profile));
    }
    if sums.elsewhere_in(State::Planned) == 0 {
        return Ok(());
    }
    let places = elsewhere::places(sums).unwrap_or_default();
    Err(Failure::refused(text!("batch-unsent-elsewhere", "the unsent rows of {file} stand elsewhere: {places}", file = file.name, places))
    .hint(text!("batch-cancel-elsewhere", "Cancel those of a batch with `qfrefund batch cancel --batch BATCH --profile {profile}`, and single ones with `{single}`.", profile, single = command("cancel", "OUT_TRADE_NO", profile))))
}

fn confirm(args: &BatchCancelArgs, rows: usize, desk: &mut Desk<'_>) -> Result<(), Failure> {
    if args.yes {
        return Ok(());
    }
    if !desk.console.may_ask {
        return Err(
            word::unconfirmed(word!("batch-cancelling-is", "the cancelling is"))
                .hint(word!("batch-add-yes", "Add --yes.")),
        );
    }
    let (what, console) = (
        word!(
            "batch-number-unsent",
            "the number of rows that have not been sent"
        ),
        &mut desk.console,
    );
    word::typed(
        what,
        &rows.to_string(),
        word!("batch-act-give-up", "give them up"),
        word!("batch-done-cancelled", "cancelled"),
        console,
    )
}

/// What is cancelled, why, by whom and when.
struct Work<'a> {
    key: &'a MerchantKey,
    batch: &'a str,
    note: Option<&'a str>,
    who: &'a Who,
    now: OffsetDateTime,
}

impl<'a> Work<'a> {
    fn new(
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
    fn left_out(&self, journal: &mut dyn Journal) -> Result<usize, JournalError> {
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

    /// Adds up how one merchant's rows stand now.
    fn sums_after(
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
    fn give_up_and_tell(
        &self,
        (planned, left_out): (Vec<OutTradeNo>, usize),
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), JournalError> {
        let left = self.give_up(planned, journal)?;
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
        self.forgo(left_out, journal, desk)
    }

    /// Lists the batch's rows that have not been sent.
    fn planned(&self, journal: &mut dyn Journal) -> Result<Vec<OutTradeNo>, JournalError> {
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

    /// Cancels them and returns how many others have claimed meanwhile. Rows that another file has
    /// taken over meanwhile are that file's: then nothing is kept, and the rest is tried again.
    fn give_up(
        &self,
        mut planned: Vec<OutTradeNo>,
        journal: &mut dyn Journal,
    ) -> Result<u64, JournalError> {
        loop {
            let mut is_ours = true;
            let mut left = 0_u64;
            let done = journal.write(&mut |scope| {
                for number in &planned {
                    let note = Details::said(self.note);
                    let (key, who) = (self.key, self.who);
                    match scope.record(key.numbered(number), Event::Cancel, note, who.at(self.now))
                    {
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
            if is_ours {
                return done.map(|()| left);
            }
            planned = self.planned(journal)?;
        }
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
        assert_eq!(work.give_up(planned, &mut journal).unwrap(), 0);
        let states = ["N1", "N2", "N3"].map(|no| {
            let record = journal.find(key.numbered(&number(no))).unwrap().unwrap();
            record.state()
        });
        assert_eq!(states, [State::Cancelled, State::Planned, State::Cancelled]);
    }
}
