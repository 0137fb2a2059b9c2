//! `journal rejoin`: what the gateway shows and the journal lacks is entered.

use crate::attempt;
use crate::cli::RejoinArgs;
use crate::commands::attempts::is_open;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::{Desk, Failure, books, month, preflight};
use crate::exit::Exit;
use crate::gateway::enquiry::{self, EnquiryFault, Found, Transaction, Unread};
use crate::gateway::gate::Heard;
use crate::journal::{
    Conditions, Details, Digest, Filter, Journal, JournalError, JournalFault, Listing, NewIntent,
    Record, Scope, Stamp,
};
use crate::output::{IntentRow, RejoinDocument, Spinner};
use crate::refund::clock::SET_IT;
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, Intent, OutTradeNo, State};
use std::path::Path;

/// Where a copy came from, and where the file it took the place of is now.
#[derive(Default)]
pub(super) struct PutBack {
    pub(super) from: Option<String>,
    pub(super) aside: Option<String>,
}

pub(super) fn run(
    args: &RejoinArgs,
    put_back: PutBack,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let since = args.since.as_deref();
    let since = since.map(|text| month("--since", text)).transpose()?;
    let merchant = party.merchant(desk)?;
    let mut journal = books::open(party, desk)?;
    let this_month = HkMonth::of(desk.clock.now());
    let first = match since {
        Some(since) => since,
        None => first_month(&mut *journal, this_month)?,
    };
    // One more on either side: neither clock is to be relied on that far.
    let months: Vec<HkMonth> = first.through(this_month.next()).collect();
    let gateway = party.open(&merchant, party.timeout(args.timeout), party.limits(), desk)?;
    let found = match read(&months, &gateway, desk) {
        Ok(found) => found,
        Err(fault) => {
            let is_held = journal.trust().is_err();
            return Err(failure(&fault, is_held, party));
        }
    };
    // Nothing that is found by a wrong clock is wrong; that nothing is found means nothing.
    if let Heard::Off(skew) = gateway.gate.heard() {
        return Err(Failure::setup(attempt::off(skew)).hint(SET_IT));
    }
    let seen = found.rows.len();
    let lost = Lost::of(&found, args, party, &mut *journal)?;
    let doubtful = doubtful(party, &mut *journal)?;
    let who = books::who(desk);
    let stamp = who.at(desk.clock.now());
    let (mut entered, mut reopened) = (Vec::new(), Vec::new());
    journal.write(&mut |scope| {
        entered.clear();
        reopened.clear();
        for (new, row) in &lost.0 {
            entered.extend(enter(new, row, found.signed, scope, stamp)?);
        }
        for record in &doubtful {
            // What the gateway shows of it is in no doubt.
            reopened.extend(scope.decide(record, Event::Restored, lost_since(record), stamp)?);
        }
        Ok(())
    })?;
    journal.rejoin()?;
    let files = journal.batch_files()?;
    let row = |record: &Record| IntentRow::of(record, files.of_record(record));
    let document = RejoinDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        restored_from: put_back.from,
        put_aside: put_back.aside,
        months: months.iter().map(ToString::to_string).collect(),
        refunds_seen: seen,
        entered: entered.iter().map(row).collect(),
        doubtful: reopened.iter().map(row).collect(),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    let reported = entered.iter().chain(&reopened);
    let reported: Vec<_> = reported.map(|record| (record.state(), 1)).collect();
    books::remind(&mut *journal, &reported, party, desk);
    Ok(exit)
}

/// Finds what a copy in the journal's place has as planned or unknown: what was done with it since was
/// written into the journal that is gone.
fn doubtful(party: &Party, journal: &mut dyn Journal) -> Result<Vec<Record>, JournalError> {
    if journal.trust().is_ok() {
        return Ok(Vec::new());
    }
    let filter = Filter {
        merchant: Some(party.key()),
        states: vec![State::Planned, State::Unknown],
        oldest_first: true,
        ..Filter::default()
    };
    Listing::new(journal, filter).collect()
}

fn lost_since(record: &Record) -> Details {
    let note = match record.state() {
        State::Planned => "planned in a copy of the journal: it may have been sent since",
        _ => "unknown in a copy of the journal: it may have been sent again since",
    };
    Details::note(note)
}

/// Returns the month before the newest event that surely is this journal's own.
fn first_month(journal: &mut dyn Journal, this_month: HkMonth) -> Result<HkMonth, JournalError> {
    let newest = journal.newest()?.map(|newest| newest.at);
    let since = journal.lacks_since().into_iter().chain(newest).min();
    Ok(since
        .map_or(this_month, HkMonth::of)
        .min(this_month)
        .previous())
}

fn read(months: &[HkMonth], gateway: &Gateway<'_>, desk: &Desk<'_>) -> Result<Found, EnquiryFault> {
    let _waiting = Spinner::start(desk.console.may_animate, "reading the gateway's months");
    let mut found = enquiry::list_months(&gateway.enquirer(), months)?;
    // The gateway lists the newest first; the journal tells in the order in which things were made.
    found
        .rows
        .sort_by(|a, b| (&a.sysdtm, &a.syssn).cmp(&(&b.sysdtm, &b.syssn)));
    Ok(found)
}

/// Says why nothing was entered, and whether that keeps refunds back.
fn failure(fault: &EnquiryFault, is_held: bool, party: &Party) -> Failure {
    let exit = match fault {
        EnquiryFault::NotSent(_) | EnquiryFault::NoReply(_) | EnquiryFault::RateLimited => {
            Exit::NotSent
        }
        _ => Exit::Setup,
    };
    let failure = Failure::said(exit, fault.to_string());
    if fault.is_setup() {
        return failure.hint(preflight::CHECK_PROFILE);
    }
    let until_then = if is_held {
        "until then nothing is sent"
    } else {
        "nothing was entered, and refunds are sent as before"
    };
    failure.hint(format!(
        "Run `qfrefund journal rejoin --profile {}` again; {until_then}.",
        party.profile.name()
    ))
}

/// What the journal does not say yet.
struct Lost<'a>(Vec<(NewIntent, &'a Transaction)>);

impl<'a> Lost<'a> {
    fn of(
        found: &'a Found,
        args: &RejoinArgs,
        party: &Party,
        journal: &mut dyn Journal,
    ) -> Result<Self, Failure> {
        let mut lost = Vec::new();
        let mut unread = Vec::new();
        for row in &found.rows {
            let name = row.syssn.as_deref();
            if name.is_some_and(|name| args.leave_out.iter().any(|left| left == name)) {
                continue;
            }
            if is_anothers(row, &found.rows, party, journal)? {
                continue;
            }
            let is_taken = is_taken(row, &found.rows, party, journal)?;
            match enquiry::wanted(row, party.profile.currency(), is_taken) {
                Ok(Some(intent)) => lost.push((new(intent, party), row)),
                Ok(None) => {}
                Err(Unread::Field(field)) => unread.push(field.to_string()),
                Err(Unread::NoPayment | Unread::ARefund) => {}
            }
        }
        let Some(first) = unread.first() else {
            return Ok(Self(lost));
        };
        let others = match unread.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" (and those of {more} others)"),
        };
        Err(Failure::setup(format!("{first}{others}")).hint("Nothing was entered. Look at it in the merchant portal; what is seen to by a person is left out with --leave-out SYSSN."))
    }
}

/// Whether the journal has the refund of a row under another merchant, whom the gateway takes for the
/// same one: a payment's refund is one thing, whoever asks.
fn is_anothers(
    row: &Transaction,
    rows: &[Transaction],
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<bool, JournalError> {
    let environment = party.profile.environment().name();
    for text in [&row.out_trade_no, &row.syssn].into_iter().flatten() {
        let Ok(number) = OutTradeNo::parse(text) else {
            continue;
        };
        let known = journal.find_any(&number)?;
        let is_it = |record: &Record| {
            let intent = &record.wanted.intent;
            let is_found = match &record.progress.refund_syssn {
                Some(known) => row.syssn.as_ref() == Some(known),
                // Nobody has asked for it yet. What is not open counts for nothing, or for another.
                None => {
                    is_open(record)
                        && row.out_trade_no.as_deref() == Some(number.as_str())
                        && row.txamt == Some(intent.amount.minor().to_string())
                        && !is_doubled(row, rows)
                }
            };
            let is_of_payment = row.orig_syssn.as_deref() == Some(intent.syssn.as_str());
            record.wanted.environment == environment && is_of_payment && is_found
        };
        if known.iter().any(is_it) && journal.find(party.key().numbered(&number))?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the merchant's number in a row stands for another refund: then the gateway's tells them
/// apart.
fn is_taken(
    row: &Transaction,
    rows: &[Transaction],
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<bool, JournalError> {
    let Some(Ok(number)) = row.out_trade_no.as_deref().map(OutTradeNo::parse) else {
        return Ok(false);
    };
    let Some(ours) = journal.find(party.key().numbered(&number))? else {
        return Ok(is_doubled(row, rows));
    };
    let intent = &ours.wanted.intent;
    Ok(match &ours.progress.refund_syssn {
        _ if row.orig_syssn.as_deref() != Some(intent.syssn.as_str()) => true,
        _ if row.txamt.as_deref() != Some(intent.amount.minor().to_string().as_str()) => true,
        Some(known) => row.syssn.as_ref().is_some_and(|syssn| syssn != known),
        None => is_doubled(row, rows),
    })
}

/// Whether another refund has the number of this row as well.
fn is_doubled(row: &Transaction, rows: &[Transaction]) -> bool {
    rows.iter()
        .any(|other| other.out_trade_no == row.out_trade_no && other.is_another(row))
}

fn new(intent: Intent, party: &Party) -> NewIntent {
    NewIntent {
        merchant: party.key(),
        environment: party.profile.environment().name().to_owned(),
        profile: party.profile.name().to_owned(),
        intent,
        // Nobody knows what was sent for it, so that it is never sent again.
        request: Digest::GENESIS,
        batch: None,
        replaces: None,
    }
}

/// Enters one refund as the gateway shows it; `None` where the journal says the same already.
fn enter(
    new: &NewIntent,
    row: &Transaction,
    signed: bool,
    scope: &mut dyn Scope,
    stamp: Stamp<'_>,
) -> Result<Option<Record>, JournalError> {
    let begun = scope.plan(new, Conditions::default(), stamp)?;
    let Some(record) = begun.record() else {
        let why = format!(
            "{} of the gateway cannot be entered",
            new.intent.out_trade_no
        );
        return Err(JournalError::new("", JournalFault::Io(why)));
    };
    let mut record = record.clone();
    let shown = Transaction {
        out_trade_no: Some(record.number().to_string()),
        ..row.clone()
    };
    let sight = enquiry::sight(std::slice::from_ref(&shown), &[], &record);
    let is_told = match record.state() {
        State::Planned | State::Cancelled => {
            let made = Details {
                text: row.sysdtm.clone(),
                note: Some("found at the gateway".to_owned()),
                ..Details::default()
            };
            record = scope.record(record.key(), Event::FoundAtGateway, made, stamp)?;
            false
        }
        State::Sending => return Ok(None),
        state => {
            let tells_time =
                record.progress.settled_at.is_none() && sight.details.settlement.time().is_some();
            state.outcome() == row.outcome() && !(state == State::Refunded && tells_time)
        }
    };
    if is_told {
        return Ok(None);
    }
    if !sight.event.is_look() {
        return Ok(Some(record));
    }
    let before = record.state();
    let details = Details {
        signed: Some(signed),
        ..sight.details
    };
    let after = scope.record(record.key(), sight.event, details, stamp)?;
    Ok(Some(after).filter(|after| after.state() != before || before == State::Unknown))
}
