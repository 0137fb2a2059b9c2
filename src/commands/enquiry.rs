//! `enquiry`: what became of a refund or a payment.

use super::merchant::{self, Party};
use super::preflight::CHECK_PROFILE;
use super::{Desk, Failure, books};
use crate::cli::EnquiryArgs;
use crate::exit::Exit;
use crate::gateway::enquiry::{self, EnquiryFault, Found, Key, RowKind, Transaction};
use crate::output::{EnquiryDocument, Waiting, clean_row};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{LookupNo, Outcome};

pub(super) fn run(args: &EnquiryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let key = match (&args.out_trade_no, &args.syssn) {
        (Some(number), _) => Key::OutTradeNo(LookupNo::parse(number)?.as_str().to_owned()),
        (None, Some(number)) => Key::Syssn(LookupNo::parse(number)?.as_str().to_owned()),
        (None, None) => {
            return Err(Failure::usage(
                "which transaction? give an out_trade_no or --syssn",
            ));
        }
    };
    let months = args
        .month
        .iter()
        .map(|month| parse_month(month))
        .collect::<Result<Vec<_>, _>>()?;
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    let timeout = party.timeout(args.timeout);
    let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
    let months = if months.is_empty() {
        enquiry::months_to_try(&key, HkMonth::of(desk.clock.now()))
    } else {
        months
    };
    let found = {
        let _waiting = Waiting::start(desk.console.may_animate, "asking the gateway");
        enquiry::search(&gateway.enquirer(), &key, &months)
    };
    let (document, exit) = match found {
        Ok(found) => report(&key, found, &party),
        Err(fault) => {
            let (document, exit) = report_fault(&key, &fault, &party);
            desk.console.outcome(&document.message, &document.next_step);
            (document, exit)
        }
    };
    let exit = desk.console.result(&document, exit, true);
    // An enquiry needs no journal and makes none; where there is one it is worth a reminder.
    if books::place(&party.profile, desk).is_ok_and(|place| place.exists())
        && let Ok(mut journal) = books::open(&party, desk)
    {
        books::remind(&mut *journal, &[], &party, desk);
    }
    Ok(exit)
}

fn parse_month(text: &str) -> Result<HkMonth, Failure> {
    HkMonth::parse(text).ok_or_else(|| {
        Failure::usage(format!("--month `{text}` is not a month")).hint("Write it as 2026-11.")
    })
}

fn document(key: &Key, party: &Party) -> EnquiryDocument {
    let (out_trade_no, syssn) = match key {
        Key::OutTradeNo(number) => (Some(number.clone()), None),
        Key::Syssn(number) => (None, Some(number.clone())),
    };
    EnquiryDocument {
        outcome: Some(Outcome::Unknown),
        exit_code: Exit::Unknown.code(),
        answered: false,
        message: String::new(),
        next_step: String::new(),
        profile: party.profile.name().to_owned(),
        environment: party.profile.environment(),
        out_trade_no,
        syssn,
        months: Vec::new(),
        rows: Vec::new(),
    }
}

fn report(key: &Key, found: Found, party: &Party) -> (EnquiryDocument, Exit) {
    let (outcome, message, next_step) = conclude(key, &found);
    let exit = outcome.map_or(Exit::Success, Exit::from);
    let document = EnquiryDocument {
        outcome,
        exit_code: exit.code(),
        answered: true,
        message,
        next_step: next_step.to_owned(),
        months: found.months.iter().map(ToString::to_string).collect(),
        rows: found.rows.iter().map(clean_row).collect(),
        ..document(key, party)
    };
    (document, exit)
}

const ABSENT: &str = "Not found is no proof that it did not happen: the gateway may lag. Ask again in a few minutes, and with --month for the month it was sent in.";
const HUMAN: &str = "Let a person look at it in the merchant portal before anything else is sent.";

/// Says what the rows prove together about the refund asked for. A payment has no such outcome:
/// that it was paid must never read like *refunded*.
fn conclude(key: &Key, found: &Found) -> (Option<Outcome>, String, &'static str) {
    if found.rows.is_empty() {
        let months: Vec<String> = found.months.iter().map(ToString::to_string).collect();
        return (
            Some(Outcome::Unknown),
            format!(
                "The gateway shows nothing under this number, also not in {}.",
                months.join(", ")
            ),
            ABSENT,
        );
    }
    match key {
        Key::OutTradeNo(_) => {
            let (outcome, message, next_step) = conclude_refund(&found.rows);
            (Some(outcome), message, next_step)
        }
        Key::Syssn(number) => {
            let count = |kind| {
                let rows = found.rows.iter();
                rows.filter(|row| row.order_type == kind).count()
            };
            let message = format!(
                "Found {} and {}.",
                counted(count(RowKind::Payment), "payment"),
                counted(count(RowKind::Refund), "refund")
            );
            let asked_for = found.rows.iter().find(|row| {
                row.order_type == RowKind::Refund && row.syssn.as_ref() == Some(number)
            });
            (asked_for.map(Transaction::outcome), message, "")
        }
    }
}

/// Says what the rows under one `out_trade_no` prove together.
fn conclude_refund(rows: &[Transaction]) -> (Outcome, String, &'static str) {
    let mut refunds = rows.iter().filter(|row| row.order_type == RowKind::Refund);
    let Some(outcome) = refunds.next().map(Transaction::outcome) else {
        return (
            Outcome::Unknown,
            "The gateway shows this number, but not as a refund's.".to_owned(),
            "A number that is a payment's can never be used for a refund.",
        );
    };
    let agrees = |row: &Transaction| row.order_type == RowKind::Refund && row.outcome() == outcome;
    if !rows.iter().all(agrees) {
        return (
            Outcome::Unknown,
            "The gateway shows several transactions under this number, and they do not agree."
                .to_owned(),
            HUMAN,
        );
    }
    let next = match outcome {
        Outcome::Refunded => "",
        Outcome::Pending => "Do not send it again. Ask later.",
        Outcome::Declined => "The number is used up: a new attempt is a new refund.",
        Outcome::Unknown | Outcome::NotSent => {
            "Do not send it again. Ask later, then ask QFPay's support."
        }
    };
    (outcome, format!("The refund is {outcome}."), next)
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

fn report_fault(key: &Key, fault: &EnquiryFault, party: &Party) -> (EnquiryDocument, Exit) {
    let (exit, next) = match fault {
        EnquiryFault::NotSent(trouble) => (Exit::NotSent, trouble.remedy.unwrap_or("Ask again.")),
        EnquiryFault::RateLimited => (Exit::NotSent, "Wait some minutes, then ask again."),
        EnquiryFault::Refused(..) if fault.is_setup() => (Exit::Setup, CHECK_PROFILE),
        EnquiryFault::Refused(_, code, _) => (Exit::Unknown, code.next_english),
        EnquiryFault::BadSignature => (
            Exit::Unknown,
            "Check that the profile's client key belongs to this environment, and that nothing intercepts the connection.",
        ),
        EnquiryFault::NoReply(_)
        | EnquiryFault::Status(_)
        | EnquiryFault::Unreadable(_)
        | EnquiryFault::Endless
        | EnquiryFault::Clock(_)
        | EnquiryFault::Stopped => (
            Exit::Unknown,
            "Nothing was learned. Ask again; asking moves no money.",
        ),
    };
    let document = EnquiryDocument {
        exit_code: exit.code(),
        message: fault.to_string(),
        next_step: next.to_owned(),
        ..document(key, party)
    };
    (document, exit)
}
