//! `history`, `show` and `journal`: what stands in the journal.

use super::merchant::{self, Party};
use super::{Desk, Failure, books, journal, resolve};
use crate::cli::{HistoryArgs, JournalCommand, ShowArgs, StateFilter};
use crate::exit::Exit;
use crate::journal::{ExportError, Filter, Head, Journal, Listing, Seen};
use crate::money::Amount;
use crate::output::{BackupDocument, EventRow, IntentRow, ShowDocument, VerifyDocument};
use crate::refund::{OutTradeNo, Reference, State, Syssn, hong_kong};
use std::io;
use std::path::Path;
use time::OffsetDateTime;

pub(super) fn history(args: &HistoryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut filter = filter(args, &party)?;
    let mut journal = books::open(&party, desk)?;
    if let Some(beginning) = &args.batch {
        filter.batch = Some(whole_batch(beginning, &mut *journal)?);
    }
    let limit = if args.limit == 0 {
        usize::MAX
    } else {
        args.limit
    };
    let mut listing = Listing::new(&mut *journal, filter);
    let rows = listing
        .by_ref()
        .take(limit)
        .map(|record| Ok::<_, Failure>(IntentRow::of(&record?)));
    let exit = desk.console.rows(rows)?;
    if args.limit > 0 && listing.next().is_some() {
        desk.console
            .note(&format!("only {limit} are shown; --limit 0 shows all"));
    }
    books::remind(&mut *journal, &[], &party, desk);
    Ok(exit)
}

fn filter(args: &HistoryArgs, party: &Party) -> Result<Filter, Failure> {
    Ok(Filter {
        merchant: Some(books::merchant_key(&party.profile)).filter(|_| !args.every_profile),
        states: args.state.iter().map(|state| state_of(*state)).collect(),
        since: args
            .since
            .as_deref()
            .map(|text| instant("--since", text))
            .transpose()?,
        until: args
            .until
            .as_deref()
            .map(|text| instant("--until", text))
            .transpose()?,
        syssn: args.syssn.as_deref().map(Syssn::parse).transpose()?,
        reference: args
            .reference
            .as_deref()
            .map(Reference::parse)
            .transpose()?,
        amount: args.txamt.as_deref().map(Amount::parse_minor).transpose()?,
        operator: args.operator.clone(),
        batch: None,
        oldest_first: args.oldest_first,
    })
}

/// Characters of a batch's identity.
const WHOLE: usize = 64;

/// Finds the identity of a batch by its first characters, as messages show them.
fn whole_batch(beginning: &str, journal: &mut dyn Journal) -> Result<String, Failure> {
    let refuse = |message: String, hint: &str| Err(Failure::usage(message).hint(hint.to_owned()));
    let found = journal.batches(beginning)?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        // A whole identity that nothing has is an empty list, like any other filter.
        [] if beginning.len() == WHOLE => Ok(beginning.to_owned()),
        [] => refuse(
            format!("the journal has no batch whose identity begins with `{beginning}`"),
            "`qfrefund batch check FILE` shows the identity of a file.",
        ),
        _ => refuse(
            format!("several batches begin with `{beginning}`"),
            "Give more of its identity.",
        ),
    }
}

const fn state_of(filter: StateFilter) -> State {
    match filter {
        StateFilter::Planned => State::Planned,
        StateFilter::Sending => State::Sending,
        StateFilter::Refunded => State::Refunded,
        StateFilter::Declined => State::Declined,
        StateFilter::Pending => State::Pending,
        StateFilter::Unknown => State::Unknown,
        StateFilter::Closed => State::Closed,
        StateFilter::Cancelled => State::Cancelled,
    }
}

fn instant(option: &str, text: &str) -> Result<OffsetDateTime, Failure> {
    let whole = if text.len() == 10 {
        format!("{text} 00:00:00")
    } else {
        text.to_owned()
    };
    hong_kong::parse_gateway_time(&whole).ok_or_else(|| {
        Failure::usage(format!(
            "{option} `{}` is not a day or time",
            text.escape_debug()
        ))
        .hint("Write it as 2026-11-22 or \"2026-11-22 18:30:00\", Hong Kong time.")
    })
}

pub(super) fn show(args: &ShowArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let number = OutTradeNo::parse(&args.out_trade_no)?;
    let mut journal = books::open(&party, desk)?;
    let record = resolve::find(&number, &party, &mut *journal)?;
    let events = journal.events(record.id)?;
    let document = ShowDocument {
        refund: IntentRow::of(&record),
        events: events.iter().map(EventRow::of).collect(),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    books::remind(&mut *journal, &[(record.state(), 1)], &party, desk);
    Ok(exit)
}

pub(super) fn journal(command: &JournalCommand, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let path = books::place(&party.profile, desk)?;
    match command {
        JournalCommand::Init { anew } => return journal::init(*anew, &path, &party, desk),
        JournalCommand::Restore { file, rejoin } => {
            return journal::restore(file, rejoin, &path, &party, desk);
        }
        JournalCommand::Rejoin(args) => return journal::rejoin(args, &path, &party, desk),
        _ => {}
    }
    let mut journal = books::open_existing(&path, &party.profile)?;
    match command {
        JournalCommand::Init { .. }
        | JournalCommand::Restore { .. }
        | JournalCommand::Rejoin(_) => Ok(Exit::Success),
        JournalCommand::Verify { expect } => verify(expect, &path, &party, &mut *journal, desk),
        JournalCommand::Export => export(&mut *journal, desk),
        JournalCommand::Backup { file } => {
            journal.backup(file)?;
            let document = BackupDocument {
                exit_code: Exit::Success.code(),
                journal: path.display().to_string(),
                file: file.display().to_string(),
                bytes: file.metadata().map(|metadata| metadata.len()).ok(),
            };
            Ok(desk.console.result(&document, Exit::Success, false))
        }
    }
}

fn verify(
    expect: &[String],
    path: &Path,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let expected: Vec<Head> = expect
        .iter()
        .map(|text| head(text))
        .collect::<Result<_, _>>()?;
    let mut report = journal.verify()?;
    for head in expected {
        let found = journal.hash_of(head.seq)?;
        report.expect(&head, found, "is expected");
    }
    // What was seen here is as good as a head noted by a person.
    let merchant = books::merchant_key(&party.profile);
    if let Ok(Some(witness)) = books::witness(journal, &merchant, party, desk) {
        match witness.read() {
            Seen::Event(head) | Seen::PutBack(Some(head), _) => {
                let found = journal.hash_of(head.seq)?;
                report.expect(&head, found, "was last seen here");
            }
            Seen::Unread(why) => desk.console.warn(&format!(
                "what was last seen of the journal cannot be read ({}: {why})",
                witness.path().display()
            )),
            Seen::Nothing | Seen::PutBack(None, _) => {}
        }
    }
    let document = VerifyDocument {
        journal: path.display().to_string(),
        sound: report.is_sound(),
        intents: report.intents,
        events: report.events,
        head_seq: report.head.map(|head| head.seq),
        head_hash: report.head.map(|head| head.hash.to_string()),
        defects: report
            .defects
            .iter()
            .map(|defect| {
                let seq = defect
                    .seq
                    .map(|seq| format!("event {seq}: "))
                    .unwrap_or_default();
                let number = defect
                    .number
                    .as_ref()
                    .map(|number| format!("{number}: "))
                    .unwrap_or_default();
                format!("{seq}{number}{}", defect.what)
            })
            .collect(),
    };
    let exit = if document.sound {
        Exit::Success
    } else {
        Exit::Setup
    };
    Ok(desk.console.result(&document, exit, false))
}

/// Reads an event as it was noted elsewhere.
fn head(text: &str) -> Result<Head, Failure> {
    Head::parse(text).ok_or_else(|| {
        Failure::usage(format!(
            "--expect `{}` is not an event",
            text.escape_debug()
        ))
        .hint("Write its number, a colon and the 64 digits of its hash: 12:9f2c…")
    })
}

fn export(journal: &mut dyn Journal, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match journal.export(desk.console.stdout) {
        Ok(()) => Ok(Exit::Success),
        Err(ExportError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Exit::Success)
        }
        Err(ExportError::Output(error)) => Err(error.into()),
        Err(ExportError::Journal(error)) => Err(error.into()),
    }
}
