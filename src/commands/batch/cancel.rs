//! `batch cancel`: the rows that were never sent are given up for good.

mod work;

use super::each::{Standing, Told, see_each};
use super::elsewhere;
use super::files::{self, Files};
use super::known;
use super::parts::{Part, Parts};
use super::standing::{self, Named};
use crate::cli::{BatchCancelArgs, BatchFilesArgs};
use crate::commands::merchant::{self, Party};
use crate::commands::word;
use crate::commands::{Desk, Failure, books, history};
use crate::exit::Exit;
use crate::journal::{Journal, LeftOutCounts, Who, last_counts};
use crate::language::{text, word};
use crate::output::BatchDocument;
use crate::plan::{Batch, Sums};
use crate::refund::{BatchId, OutTradeNo, State, command};
use work::Work;

pub(in crate::commands) fn cancel(
    args: &BatchCancelArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    if let Some(beginning) = &args.batch {
        let party = merchant::choose(desk)?;
        return by_identity(beginning, args, &party, desk);
    }
    let given = BatchFilesArgs {
        file: args.file.clone(),
        shape: args.shape.clone(),
    };
    let mut files = files::open(&given, desk, &mut |_| {})?;
    let checks = known::read(&mut files, desk);
    let (mut told, mut sound) = (Told::default(), Vec::new());
    for (parts, batches) in files.each().zip(known::batches(&files, checks)?) {
        match batches {
            Ok(known) => sound.push((parts, known.batches)),
            Err(failure) => told.fail(parts.file(), failure),
        }
    }
    let who = books::who(desk);
    let all = cases(&sound, (args, &who), &mut told, desk)?;
    // Before the question, which is about the others.
    told.say_failed(!all.is_empty(), desk)?;
    let rows = all.iter().flat_map(|(_, cases)| cases).map(Case::rows);
    let rows = rows.fold(0, usize::saturating_add);
    if rows > 0 {
        confirm(args, rows, desk)?;
    }
    let ended = give_up(all, &mut told, desk);
    let elsewhere = look(ended, &files, &mut told, desk);
    told.say_failed(told.has_any(), desk)?;
    if rows == 0 {
        desk.console.warn(nothing());
    }
    for words in elsewhere {
        desk.console.warn(&words);
    }
    Ok(told.tell(&files, see_each().to_owned(), false, desk))
}

/// What is to be given up of a file, of each of its merchants.
type OfFile<'a> = (&'a Parts, Vec<Case<'a>>);

fn cases<'a>(
    files: &'a [(&'a Parts, Vec<Batch<'a>>)],
    by: (&'a BatchCancelArgs, &'a Who),
    told: &mut Told<'_>,
    desk: &mut Desk<'_>,
) -> Result<Vec<OfFile<'a>>, Failure> {
    let mut all = Vec::new();
    for (parts, batches) in files {
        let mut cases = Vec::new();
        for (part, batch) in parts.list().iter().zip(batches) {
            cases.push(Case::find(part, batch, by, desk)?);
        }
        match are_known(parts, &mut cases, desk) {
            Ok(()) => all.push((*parts, cases)),
            Err(failure) => told.fail(parts.file(), failure),
        }
    }
    Ok(all)
}

/// Gives up the rows of every file before anything is told: those of one may stand in another.
fn give_up<'a>(all: Vec<OfFile<'a>>, told: &mut Told<'_>, desk: &mut Desk<'_>) -> Vec<OfFile<'a>> {
    let mut ended = Vec::new();
    for (parts, mut cases) in all {
        let mut done = cases.iter_mut().map(|case| case.give_up(desk));
        match done.try_for_each(|done| done) {
            Ok(()) => ended.push((parts, cases)),
            Err(failure) => told.fail(parts.file(), failure),
        }
    }
    ended
}

/// Looks how the rows stand now, and returns what is to be said of those that stand elsewhere.
fn look<'a>(
    all: Vec<OfFile<'a>>,
    files: &Files,
    told: &mut Told<'a>,
    desk: &mut Desk<'_>,
) -> Vec<String> {
    let mut elsewhere = Vec::new();
    for (parts, cases) in all {
        match stand(parts, cases, desk) {
            Ok(all) => {
                let sums = all.iter().map(|one| &one.sums);
                let words = sums.filter_map(|sums| elsewhere::in_words(sums, false));
                elsewhere.extend(words.map(|words| files.said_of(parts.file(), words)));
                told.add(parts, all, None);
            }
            Err(failure) => told.fail(parts.file(), failure),
        }
    }
    elsewhere
}

/// The rows of one merchant of a file that are to be given up.
struct Case<'a> {
    part: &'a Part,
    batch: &'a Batch<'a>,
    work: Work<'a>,
    journal: Box<dyn Journal>,
    planned: Vec<OutTradeNo>,
    left_out: usize,
    is_cancelled: bool,
}

impl<'a> Case<'a> {
    fn find(
        part: &'a Part,
        batch: &'a Batch<'a>,
        (args, who): (&'a BatchCancelArgs, &'a Who),
        desk: &mut Desk<'_>,
    ) -> Result<Self, Failure> {
        let mut journal = books::open(&part.party, desk)?;
        books::trust(&*journal, &part.party)?;
        let work = Work::new(&batch.key, &batch.name, args, who, desk);
        let planned = work.planned(&mut *journal)?;
        Ok(Self {
            left_out: work.left_out(&mut *journal)?,
            is_cancelled: !planned.is_empty(),
            part,
            batch,
            work,
            journal,
            planned,
        })
    }

    fn rows(&self) -> usize {
        self.planned.len().saturating_add(self.left_out)
    }

    fn give_up(&mut self, desk: &mut Desk<'_>) -> Result<(), Failure> {
        if self.rows() == 0 {
            return Ok(());
        }
        let rows = (std::mem::take(&mut self.planned), self.left_out);
        Ok(self.work.give_up_and_tell(rows, &mut *self.journal, desk)?)
    }

    fn stand(mut self, desk: &mut Desk<'_>) -> Result<Standing, Failure> {
        let (batch, journal) = (self.batch, &mut *self.journal);
        let sums = self
            .work
            .sums_after(self.part, batch, self.is_cancelled, journal, desk)?;
        Standing::of(batch, sums, Exit::Success, journal)
    }
}

/// Refuses a file of which the journal knows no row.
fn are_known(parts: &Parts, cases: &mut [Case<'_>], desk: &Desk<'_>) -> Result<(), Failure> {
    for case in cases {
        let (file, journal) = (&case.part.file, &mut *case.journal);
        let is_unknown = case.planned.is_empty()
            && case.left_out == 0
            && standing::look(file, case.batch, journal, None, desk)?
                .counts
                .is_empty();
        if !is_unknown {
            return Ok(());
        }
    }
    Err(known::no_such_batch(parts))
}

/// Tells how the rows of a file stand now.
fn stand(
    parts: &Parts,
    cases: Vec<Case<'_>>,
    desk: &mut Desk<'_>,
) -> Result<Vec<Standing>, Failure> {
    let is_nothing = cases
        .iter()
        .all(|case| !case.is_cancelled && case.left_out == 0);
    let mut all = Vec::new();
    for case in cases {
        all.push(case.stand(desk)?);
    }
    if let (Parts::One(part), true, [one]) = (parts, is_nothing, all.as_slice()) {
        nothing_to_give_up(part, &one.sums)?;
    }
    Ok(all)
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

/// Refuses a file whose unsent rows another one would have to cancel.
fn nothing_to_give_up(part: &Part, sums: &Sums) -> Result<(), Failure> {
    let (file, profile) = (&part.file, part.party.profile.name());
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
