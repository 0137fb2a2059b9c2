//! `resolve`: finding out what became of refunds whose outcome is open, and sending one again
//! where an operator orders it. `close`: settling one by an operator's word, and `reopen`.

mod absence;
mod close;
mod resend;

pub(super) use absence::standing_looked;
pub(super) use close::{close, decide, refuse, reopen, report};

use super::attempts::{is_open, look_at_all};
use super::merchant::{self, Party};
use super::{Desk, Failure, books, merchants};
use crate::cli::ResolveArgs;
use crate::exit::Exit;
use crate::journal::{Filter, Journal, JournalError, Listing, Record};
use crate::output::{IntentRow, ListDocument, ResultFormat};
use crate::refund::{ClosedAs, OutTradeNo, State, worst};
use resend::resend;
use std::time::Duration;

pub(super) fn run(args: &ResolveArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    let mut journal = books::open(&party, desk)?;
    if !args.resend.is_empty() {
        let given = named(&args.resend, &party, &mut *journal, desk)?;
        return resend(given, args, &party, &merchant, &mut *journal, desk);
    }
    let given = select(args, &party, &mut *journal, desk)?;
    let is_named = !args.out_trade_no.is_empty();
    let (open, mut done): (Vec<Record>, Vec<Record>) = given.into_iter().partition(|record| {
        is_open(record) || is_closed(record) || is_named && !record.state().is_live()
    });
    if !open.is_empty() {
        let timeout = party.timeout(args.timeout);
        let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
        let wait = args.wait.map(|seconds| Duration::from_secs(seconds.into()));
        done.extend(look_at_all(open, wait, &gateway, &mut *journal, desk));
    }
    if args.out_trade_no.is_empty() {
        // The word still holds: nothing of it waits.
        done.retain(|record| !is_closed(record));
    }
    books::tell_clock(&*journal, desk);
    done.sort_by_key(|record| record.id);
    let exit = worst(done.iter().map(Record::state)).map_or(Exit::Success, Exit::from);
    let orphans = merchants::orphans(&party, &mut *journal, desk)?;
    for orphans in &orphans {
        let (text, remedy) = (orphans.text(), orphans.remedy(&party));
        desk.console.warn(&format!("{text}. {remedy}"));
    }
    let waits = books::waiting(&party, &mut *journal)?;
    if done.is_empty() && orphans.is_empty() && waits.planned == 0 {
        desk.console.note("nothing waits to be resolved");
    }
    let mut document = ListDocument::new(done.iter().map(IntentRow::of).collect(), exit);
    if desk.console.format == ResultFormat::Json {
        document = document.beside_planned(planned_besides(&done, &party, &mut *journal)?);
    }
    let exit = desk.console.list(&document, exit)?;
    let is_planned = |record: &&Record| record.state() == State::Planned;
    for record in done
        .iter()
        .filter(|record| is_open(record) || is_planned(record))
    {
        let (profile, now) = (party.profile.name(), desk.clock.now());
        let (message, next) = standing_looked(record, profile, now, &mut *journal);
        desk.console
            .note(&format!("{}: {message}. {next}", record.number()));
    }
    let told = done.iter().filter(is_planned).count();
    let told = u64::try_from(told).unwrap_or(u64::MAX);
    books::tell_planned(&waits, told, &party, desk);
    Ok(exit)
}

/// Lists what was never sent, besides what is shown already: the closing note only counts it.
fn planned_besides(
    shown: &[Record],
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Vec<IntentRow>, JournalError> {
    let filter = Filter {
        merchant: Some(party.key()),
        states: vec![State::Planned],
        oldest_first: true,
        ..Filter::default()
    };
    let mut besides = Vec::new();
    for record in Listing::new(journal, filter) {
        let record = record?;
        if shown.iter().all(|known| known.id != record.id) {
            besides.push(IntentRow::of(&record));
        }
    }
    Ok(besides)
}

fn select(
    args: &ResolveArgs,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Vec<Record>, Failure> {
    let key = party.key();
    if args.out_trade_no.is_empty() {
        let filter = Filter {
            merchant: Some(key),
            states: [State::Pending, State::Unknown, State::Sending]
                .into_iter()
                .chain(ClosedAs::ALL.map(State::Closed))
                .collect(),
            oldest_first: true,
            ..Filter::default()
        };
        return Ok(Listing::new(journal, filter).collect::<Result<_, _>>()?);
    }
    named(&args.out_trade_no, party, journal, desk)
}

/// Finds the refunds with these numbers.
fn named(
    numbers: &[String],
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Vec<Record>, Failure> {
    let mut found: Vec<Record> = Vec::new();
    for number in numbers {
        let record = find(&OutTradeNo::parse(number)?, party, journal, desk)?;
        // Given twice it is looked at once: a second look at once shows nothing new, and a resend
        // rests on how many there were.
        if found.iter().all(|known| known.id != record.id) {
            found.push(record);
        }
    }
    Ok(found)
}

/// Whether an operator has closed it. The gateway is asked all the same: it may show it executed.
const fn is_closed(record: &Record) -> bool {
    matches!(record.progress.state, State::Closed(_))
}

/// Finds one refund of this merchant.
pub(super) fn find(
    number: &OutTradeNo,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Record, Failure> {
    if let Some(record) = journal.find(party.key().numbered(number))? {
        return Ok(record);
    }
    let others = journal.find_any(number)?;
    let failure = Failure::usage(format!(
        "the journal has no refund {number} of profile `{}`",
        party.profile.name()
    ));
    Err(match others.first() {
        Some(other) => {
            let (key, profile) = (&other.wanted.merchant, &other.wanted.profile);
            failure.hint(merchants::elsewhere(key, profile, party, journal, desk)?)
        }
        None => failure.hint(format!(
            "`qfrefund history --profile {}` lists what there is.",
            party.profile.name()
        )),
    })
}
