//! `history`, `show` and `journal`: what stands in the journal.

use super::merchant::{self, Party};
use super::{Desk, Failure, books, merchants, resolve};
use crate::cli::{HistoryArgs, JournalCommand, ShowArgs, StateFilter};
use crate::exit::Exit;
use crate::journal::{ExportError, Filter, Journal, Listing};
use crate::money::Amount;
use crate::output::{BackupDocument, EventRow, IntentRow, ShowDocument, VerifyDocument};
use crate::refund::{OutTradeNo, Reference, State, Syssn, hong_kong};
use std::io;
use std::path::Path;
use time::OffsetDateTime;

pub(super) fn history(args: &HistoryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open_to_read(&party, desk)?;
    let mut filter = filter(args, &party)?;
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
    let syssn = args.syssn.as_deref().map(Syssn::parse).transpose()?;
    // A payment is one thing, whoever has asked for its refunds.
    let (merchant, environment) = match &syssn {
        _ if args.every_profile => (None, None),
        Some(_) => (None, Some(party.profile.environment().name().to_owned())),
        None => (Some(party.key()), None),
    };
    Ok(Filter {
        merchant,
        environment,
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
        syssn,
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
    let mut journal = books::open_to_read(&party, desk)?;
    let record = resolve::find(&number, &party, &mut *journal, desk)?;
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
    if !path.exists() {
        return Err(
            Failure::setup(format!("there is no journal {}", path.display()))
                .hint("The first refund makes it."),
        );
    }
    let mut journal = books::open_at(&path)?;
    match command {
        JournalCommand::Verify => verify(&path, &mut *journal, desk),
        JournalCommand::AdoptMerchant(args) => merchants::adopt(args, &party, &mut *journal, desk),
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

fn verify(path: &Path, journal: &mut dyn Journal, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let report = journal.verify()?;
    let document = VerifyDocument {
        journal: path.display().to_string(),
        sound: report.is_sound(),
        intents: report.intents,
        events: report.events,
        head_seq: report.head.map(|(seq, _)| seq),
        head_hash: report.head.map(|(_, hash)| hash.to_string()),
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
