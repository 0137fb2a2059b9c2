//! `history` and `show`: what stands in the journal.

use super::merchant::{self, Party};
use super::{Desk, Failure, batch, books, meant, resolve};
use crate::cli::{HistoryArgs, MomentFilter, ShowArgs, StateFilter};
use crate::exit::Exit;
use crate::journal::{By, Filter, Head, Journal, Listing};
use crate::language::{text, word};
use crate::money::Amount;
use crate::output::text::counted;
use crate::output::{Capped, EventRow, IntentRow, ShowDocument, told};
use crate::refund::{ClosedAs, Reference, State, Syssn, hong_kong};
use std::path::Path;
use time::OffsetDateTime;

pub(super) fn history(args: &HistoryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let (party, mut journal) = source(args.journal.as_deref(), desk)?;
    let mut filter = filter(args, party.as_ref())?;
    if let Some(beginning) = &args.batch {
        filter.batch = Some(whole_batch(beginning, &mut *journal)?);
    }
    if let Some(text) = &args.called {
        let party = party.as_ref().filter(|_| !args.every_profile);
        filter.called = Some(meant::listed(text, party, &mut *journal)?);
    }
    let files = journal.batch_files()?;
    if let Some(file) = &filter.file {
        match files.batches(file).as_slice() {
            [] => return Err(Failure::usage(text!("history-cmd-no-file", "the journal knows of no batch that was first taken in from a file called `{file}`", file))
                .hint(word!("history-cmd-no-file-fix", "`qfrefund batch list --every-batch` lists the batches with their files; `--batch` finds one by its identity."))),
            // It has an index, the name has none.
            [one] => {
                filter.batch = Some((*one).to_owned());
                filter.file = None;
            }
            _ => {}
        }
    }
    // Before the rows are read: what is written meanwhile is listed twice rather than never.
    let head = journal.newest()?.map(|newest| newest.head);
    filter.changed_after = match args.changed_since.as_deref().map(cursor) {
        Some(Some(cursor)) => Some(continued(cursor?, &mut *journal)?),
        _ => None,
    };
    let listed = Capped {
        by: filter.by,
        limit: args.limit,
        cursor: head.map_or_else(|| BEGINNING.to_owned(), |head| head.to_string()),
    };
    let unsettled = Filter {
        by: By::Wanted,
        since: None,
        until: None,
        unsettled: true,
        ..filter.clone()
    };
    let listing = Listing::new(&mut *journal, filter);
    let rows = listing.map(|record| {
        let record = record?;
        Ok::<_, Failure>(IntentRow::of(&record, files.of_record(&record)))
    });
    let by = listed.by;
    let exit = desk.console.rows(rows, listed)?;
    if by == By::Settled {
        tell_unsettled(unsettled, &mut *journal, desk)?;
    }
    if let (None, Some(party)) = (&args.journal, &party) {
        books::remind(&mut *journal, &[], party, desk);
    }
    Ok(exit)
}

/// Opens the journal of the profile, or reads that in a file: then a profile need not be chosen,
/// and one that is named narrows what is shown.
fn source(
    file: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Result<(Option<Party>, Box<dyn Journal>), Failure> {
    match file {
        None => {
            let party = merchant::choose(desk)?;
            let journal = books::open_to_read(&party, desk)?;
            Ok((Some(party), journal))
        }
        Some(file) => {
            let is_named = desk.profile.is_some();
            let party = is_named.then(|| merchant::choose(desk)).transpose()?;
            let mut journal = books::read_only(file)?;
            if let Some(party) = &party {
                books::read_for(party, &mut *journal, desk)?;
            }
            Ok((party, journal))
        }
    }
}

/// Says what is refunded and stands in no list by settlement.
fn tell_unsettled(
    filter: Filter,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let mut count = 0_u64;
    let mut first = None;
    for record in Listing::new(journal, filter) {
        count = count.saturating_add(1);
        first = first.or(Some(record?.number().to_string()));
    }
    if let Some(first) = first {
        desk.console.warn(&text!("history-cmd-unsettled", "in no list by settlement: {refunds}, of which the gateway told no time that can be read ({first}{more}). `qfrefund resolve OUT_TRADE_NO` asks it again, and keeps what it tells", refunds = counted(count, "refund"), first, more = if count > 1 { ", …" } else { "" }));
    }
    Ok(())
}

fn filter(args: &HistoryArgs, party: Option<&Party>) -> Result<Filter, Failure> {
    let syssn = args.syssn.as_deref().map(Syssn::parse).transpose()?;
    // A payment is one thing, whoever has asked for its refunds.
    let (merchant, environment) = match (&syssn, party.filter(|_| !args.every_profile)) {
        (_, None) => (None, None),
        (Some(_), Some(party)) => (None, Some(party.profile.environment().name().to_owned())),
        (None, Some(party)) => (Some(party.key()), None),
    };
    let edge = |option, text: Option<&str>| text.map(|text| instant(option, text)).transpose();
    let since = edge("--since", args.since.as_deref())?;
    let until = edge("--until", args.until.as_deref())?;
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        return Err(Failure::usage(word!("history-cmd-since-until", "--since is not before --until, so that nothing lies between them"))
            .hint(word!("history-cmd-since-until-fix", "A month is `--since 2026-11-01 --until 2026-12-01`: --until is the first day that no longer counts.")));
    }
    let changed_since = args.changed_since.as_deref();
    let changed_since = changed_since.filter(|text| cursor(text).is_none());
    let changed_since = edge("--changed-since", changed_since)?;
    let (least, most) = match args.amount.as_deref() {
        None => (None, None),
        Some(text) => between(text, party)?,
    };
    Ok(Filter {
        merchant,
        environment,
        states: args
            .state
            .iter()
            .flat_map(|state| states_of(*state))
            .collect(),
        by: match args.by {
            MomentFilter::Wanted => By::Wanted,
            MomentFilter::Sent => By::Sent,
            MomentFilter::Settled => By::Settled,
        },
        since,
        until,
        changed_since,
        changed_after: None,
        unsettled: false,
        syssn,
        called: None,
        reference: args
            .reference
            .as_deref()
            .map(Reference::parse)
            .transpose()?,
        amount: args.txamt.as_deref().map(Amount::parse_minor).transpose()?,
        least,
        most,
        operator: args.operator.clone(),
        batch: None,
        file: args.file.as_deref().map(file_name).transpose()?,
        oldest_first: args.oldest_first,
    })
}

/// Reads the name of a file as the journal keeps it.
fn file_name(given: &str) -> Result<String, Failure> {
    batch::kept_name(given).ok_or_else(|| {
        Failure::usage(text!("history-cmd-file-empty", "--file `{given}` names no file", given = given.escape_debug()))
            .hint(word!("history-cmd-file-empty-fix", "Give the name of the file that the batch was taken in from; folders before it do not matter."))
    })
}

/// The cursor of a journal in which nothing stands yet.
const BEGINNING: &str = "0";

fn anew() -> &'static str {
    word!(
        "history-cmd-anew",
        "List everything once more, without --changed-since, and go on from its cursor."
    )
}

/// Reads a cursor, `None` where the text is none: the newest event of an earlier list, with its hash. The
/// number alone, as it once was, does not tell whether that event is still there.
fn cursor(text: &str) -> Option<Result<Option<Head>, Failure>> {
    if text == BEGINNING {
        return Some(Ok(None));
    }
    if let Some(head) = Head::parse(text) {
        return Some(Ok(Some(head)));
    }
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| {
        let why = word!(
            "history-cmd-number-alone",
            "is a number alone, by which nobody can tell whether the journal still has that event"
        );
        Err(Failure::usage(text!(
            "history-cmd-changed-since",
            "--changed-since {text} {why}",
            text,
            why
        ))
        .hint(anew()))
    })
}

/// Makes sure that the journal continues what the list of a cursor ended with; returns behind which event
/// it goes on.
fn continued(cursor: Option<Head>, journal: &mut dyn Journal) -> Result<u64, Failure> {
    let Some(cursor) = cursor else { return Ok(0) };
    if journal.hash_of(cursor.seq)? == Some(cursor.hash) {
        return Ok(cursor.seq);
    }
    let seq = cursor.seq;
    Err(Failure::usage(text!("history-cmd-other-cursor", "--changed-since: the journal has no event {seq} as this cursor has it, so that the cursor is of another journal, or a copy was put in its place since", seq))
        .hint(anew()))
}

/// Characters of a batch's identity.
const WHOLE: usize = 64;

/// Finds the identity of a batch by its first characters, as messages show them.
pub(super) fn whole_batch(beginning: &str, journal: &mut dyn Journal) -> Result<String, Failure> {
    let refuse = |message: String, hint: &str| Err(Failure::usage(message).hint(hint.to_owned()));
    let found = journal.batches(beginning)?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        // A whole identity that nothing has is an empty list, like any other filter.
        [] if beginning.len() == WHOLE => Ok(beginning.to_owned()),
        [] => refuse(
            text!(
                "history-cmd-no-batch",
                "the journal has no batch whose identity begins with `{beginning}`",
                beginning
            ),
            word!(
                "history-cmd-no-batch-fix",
                "`qfrefund batch list` lists them, and `qfrefund batch check FILE` shows the identity of a file."
            ),
        ),
        _ => refuse(
            text!(
                "history-cmd-several",
                "several batches begin with `{beginning}`",
                beginning
            ),
            word!("history-cmd-several-fix", "Give more of its identity."),
        ),
    }
}

/// Reads an amount or a span of amounts, in the currency of the profile.
fn between(text: &str, party: Option<&Party>) -> Result<(Option<Amount>, Option<Amount>), Failure> {
    let Some(party) = party else {
        return Err(Failure::usage(word!(
            "history-cmd-amount-profile",
            "--amount needs a profile: without one its currency is not known"
        ))
        .hint(word!(
            "history-cmd-amount-profile-fix",
            "Name one with --profile, or give minor units with --txamt."
        )));
    };
    let currency = party.profile.currency();
    let read = |text: &str| -> Result<Option<Amount>, Failure> {
        if text.is_empty() {
            return Ok(None);
        }
        let read = Amount::parse_major(text, currency).map_err(|error| {
            Failure::usage(text!(
                "history-cmd-amount",
                "--amount `{text}`: {error}",
                text = text.escape_debug(),
                error
            ))
            .hint(word!(
                "history-cmd-amount-fix",
                "Write it as 10.00, 10.00..25.00, 10.00.. or ..25.00."
            ))
        });
        read.map(Some)
    };
    let (least, most) = match text.split_once("..") {
        Some((least, most)) => (read(least)?, read(most)?),
        None => (read(text)?, read(text)?),
    };
    match (least, most) {
        (None, None) => Err(Failure::usage(word!(
            "history-cmd-amount-none",
            "--amount names no amount"
        ))
        .hint(word!(
            "history-cmd-amount-none-fix",
            "Write it as 10.00, 10.00..25.00, 10.00.. or ..25.00."
        ))),
        (Some(least), Some(most)) if least > most => Err(Failure::usage(word!(
            "history-cmd-amount-order",
            "the first amount of --amount is above the second, so that nothing lies between them"
        ))
        .hint(word!(
            "history-cmd-amount-order-fix",
            "Write the smaller one first: 10.00..25.00."
        ))),
        span => Ok(span),
    }
}

fn states_of(filter: StateFilter) -> Vec<State> {
    vec![match filter {
        StateFilter::Planned => State::Planned,
        StateFilter::Sending => State::Sending,
        StateFilter::Refunded => State::Refunded,
        StateFilter::Declined => State::Declined,
        StateFilter::Pending => State::Pending,
        StateFilter::Unknown => State::Unknown,
        StateFilter::Closed => return ClosedAs::ALL.map(State::Closed).to_vec(),
        StateFilter::Cancelled => State::Cancelled,
    }]
}

fn instant(option: &str, text: &str) -> Result<OffsetDateTime, Failure> {
    let whole = if text.len() == 10 {
        format!("{text} 00:00:00")
    } else {
        text.to_owned()
    };
    hong_kong::parse_gateway_time(&whole).ok_or_else(|| {
        Failure::usage(text!(
            "history-cmd-not-a-time",
            "{option} `{text}` is not a day or time",
            option,
            text = text.escape_debug()
        ))
        .hint(word!(
            "history-cmd-not-a-time-fix",
            "Write it as 2026-11-22 or \"2026-11-22 18:30:00\", Hong Kong time."
        ))
    })
}

pub(super) fn show(args: &ShowArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let (party, mut journal) = source(args.journal.as_deref(), desk)?;
    let record = meant::refund(&args.out_trade_no, party.as_ref(), &mut *journal, desk)?;
    let number = record.number();
    let events = journal.events(record.id)?;
    let files = journal.batch_files()?;
    let next = journal.find_replacing(record.key())?;
    let document = ShowDocument {
        refund: IntentRow::of(&record, files.of_record(&record)),
        replaced_by: next.map(|next| next.number().to_string()),
        events: events.iter().map(EventRow::of).collect(),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    if record.state().is_open() {
        let (profile, now) = (&record.wanted.profile, desk.clock.now());
        let profile = party
            .as_ref()
            .map_or(profile.as_str(), |p| p.profile.name());
        let (message, next) = resolve::standing_looked(&record, profile, now, &mut *journal);
        desk.console.note(&told(number, &message, &next));
    }
    if let (None, Some(party)) = (&args.journal, &party) {
        books::remind(&mut *journal, &[(record.state(), 1)], party, desk);
    }
    Ok(exit)
}
