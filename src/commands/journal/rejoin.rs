//! `journal rejoin`: what the gateway shows and the journal lacks is entered.

use crate::cli::RejoinArgs;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::{Desk, Failure, books, preflight};
use crate::exit::Exit;
use crate::gateway::enquiry::{self, EnquiryFault, RowKind, Transaction};
use crate::journal::{
    Conditions, Details, Digest, Journal, JournalError, MerchantKey, NewIntent, Record, Scope,
    Stamp,
};
use crate::output::{IntentRow, RejoinDocument, Waiting};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, Intent, OutTradeNo, State};
use std::path::Path;

/// Where a copy came from, and where the file it took the place of is now.
#[derive(Default)]
pub(super) struct PutBack {
    pub(super) from: Option<String>,
    pub(super) aside: Option<String>,
}

pub(in crate::commands) fn rejoin(
    args: &RejoinArgs,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    run(args, PutBack::default(), path, party, desk)
}

pub(super) fn run(
    args: &RejoinArgs,
    put_back: PutBack,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let since = args.since.as_deref().map(month).transpose()?;
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
    let rows = read(&months, &gateway, desk).map_err(|fault| failure(&fault))?;
    let seen = rows.len();
    let lost = Lost::of(rows, args, party, &mut *journal)?;
    let who = books::who(desk);
    let stamp = who.at(desk.clock.now());
    let mut entered = Vec::new();
    journal.write(&mut |scope| {
        entered.clear();
        for (new, row) in &lost.0 {
            entered.extend(enter(new, row, scope, stamp)?);
        }
        Ok(())
    })?;
    journal.rejoin()?;
    let document = RejoinDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        restored_from: put_back.from,
        put_aside: put_back.aside,
        months: months.iter().map(ToString::to_string).collect(),
        refunds_seen: seen,
        entered: entered.iter().map(IntentRow::of).collect(),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    let reported: Vec<_> = entered.iter().map(|record| (record.state(), 1)).collect();
    books::remind(&mut *journal, &reported, party, desk);
    Ok(exit)
}

fn month(text: &str) -> Result<HkMonth, Failure> {
    HkMonth::parse(text).ok_or_else(|| {
        Failure::usage(format!("--since `{}` is not a month", text.escape_debug()))
            .hint("Write it as 2026-11.")
    })
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

fn read(
    months: &[HkMonth],
    gateway: &Gateway<'_>,
    desk: &Desk<'_>,
) -> Result<Vec<Transaction>, EnquiryFault> {
    let _waiting = Waiting::start(desk.console.may_animate, "reading the gateway's months");
    let enquirer = gateway.enquirer();
    let mut rows: Vec<Transaction> = Vec::new();
    for month in months {
        for row in enquiry::list_month(&enquirer, *month)? {
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    // The gateway lists the newest first; the journal tells in the order in which things were made.
    rows.sort_by(|a, b| (&a.sysdtm, &a.syssn).cmp(&(&b.sysdtm, &b.syssn)));
    Ok(rows)
}

fn failure(fault: &EnquiryFault) -> Failure {
    let exit = match fault {
        EnquiryFault::NotSent(_)
        | EnquiryFault::NoReply(_)
        | EnquiryFault::RateLimited
        | EnquiryFault::Status(_) => Exit::NotSent,
        _ => Exit::Setup,
    };
    let hint = if fault.is_setup() {
        preflight::CHECK_PROFILE
    } else {
        "Run `qfrefund journal rejoin` again; until then nothing is sent."
    };
    Failure::new(exit, anyhow::Error::msg(fault.to_string())).hint(hint)
}

/// What the journal does not say yet.
struct Lost(Vec<(NewIntent, Transaction)>);

impl Lost {
    fn of(
        rows: Vec<Transaction>,
        args: &RejoinArgs,
        party: &Party,
        journal: &mut dyn Journal,
    ) -> Result<Self, Failure> {
        let key = books::merchant_key(&party.profile);
        let mut lost = Vec::new();
        let mut unread = Vec::new();
        for row in rows {
            let name = row.syssn.as_deref().unwrap_or("without a syssn");
            if args.leave_out.iter().any(|left| left == name) {
                continue;
            }
            match wanted(&row, &key, party, journal)? {
                Ok(new) => lost.push((new, row)),
                Err(why) => unread.push(format!("refund {}: {why}", name.escape_debug())),
            }
        }
        if let Some(first) = unread.first() {
            let more = unread.len().saturating_sub(1);
            let others = if more > 0 {
                format!(", and {more} others")
            } else {
                String::new()
            };
            return Err(Failure::setup(format!("the gateway shows a refund that cannot be read: {first}{others}")).hint("Nothing was entered. Look at it in the merchant portal; what is seen to by a person is left out with --leave-out SYSSN."));
        }
        Ok(Self(lost))
    }
}

/// Reads a row as what is to be written down; the inner error is what cannot be read of it.
fn wanted(
    row: &Transaction,
    key: &MerchantKey,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Result<NewIntent, String>, JournalError> {
    // Our own number may stand for another refund here: then the gateway's tells them apart.
    let ours = match row.out_trade_no.as_deref().map(OutTradeNo::parse) {
        Some(Ok(number)) => journal.find(key.numbered(&number))?,
        _ => None,
    };
    let is_other = |intent: &Intent| {
        row.orig_syssn.as_deref() != Some(intent.syssn.as_str())
            || row.txamt.as_deref() != Some(intent.amount.minor().to_string().as_str())
    };
    let taken = ours.is_some_and(|record| is_other(&record.wanted.intent));
    let intent = enquiry::intent_of(row, party.profile.currency(), |_| taken);
    Ok(intent.map(|intent| NewIntent {
        merchant: key.clone(),
        environment: party.profile.environment().name().to_owned(),
        profile: party.profile.name().to_owned(),
        intent,
        // Nobody knows what was sent for it, so that it is never sent again.
        request: Digest::GENESIS,
        batch: None,
        replaces: None,
    }))
}

/// Enters one refund as the gateway shows it; `None` where the journal says the same already.
fn enter(
    new: &NewIntent,
    row: &Transaction,
    scope: &mut dyn Scope,
    stamp: Stamp<'_>,
) -> Result<Option<Record>, JournalError> {
    let begun = scope.plan(new, Conditions::default(), stamp)?;
    let Some(record) = begun.record() else {
        return Ok(None);
    };
    let mut record = record.clone();
    let shown = Transaction {
        out_trade_no: Some(record.number().to_string()),
        order_type: RowKind::Refund,
        ..row.clone()
    };
    let sight = enquiry::sight(std::slice::from_ref(&shown), &record);
    let is_told = match record.state() {
        State::Planned => {
            let made = Details {
                text: row.sysdtm.clone(),
                note: Some("found at the gateway".to_owned()),
                ..Details::default()
            };
            record = scope.record(record.key(), Event::FoundAtGateway, made, stamp)?;
            false
        }
        State::Sending | State::Cancelled => return Ok(None),
        state => state.outcome() == row.outcome(),
    };
    if is_told {
        return Ok(None);
    }
    if !sight.event.is_look() {
        return Ok(Some(record));
    }
    let before = record.state();
    let after = scope.record(record.key(), sight.event, sight.details, stamp)?;
    Ok(Some(after).filter(|after| after.state() != before || before == State::Unknown))
}
