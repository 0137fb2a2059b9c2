//! `enquiry`: what became of a refund or a payment.

mod asked;

use super::merchant::{self, Party};
use super::{Desk, Failure, books, month};
use crate::attempt::payment::check_profile;
use crate::cli::EnquiryArgs;
use crate::exit::Exit;
use crate::gateway::enquiry::{
    self, EnquiryFault, Found, Key, Lists, RowKind, Shown, Transaction, Unread,
};
use crate::gateway::signature::{CHECK_KEY, CHECK_WAY};
use crate::journal::Record;
use crate::output::text::counted;
use crate::output::{EnquiryDocument, Spinner, clean_row};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{LookupNo, Outcome, State, command};
use asked::{Asked, Here, SECOND, for_what};
use std::collections::BTreeSet;

pub(super) fn run(args: &EnquiryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let given = match (&args.out_trade_no, &args.syssn) {
        (Some(number), _) | (None, Some(number)) => LookupNo::parse(number)?,
        (None, None) => {
            return Err(Failure::usage(
                "which transaction? give an out_trade_no or --syssn",
            ));
        }
    };
    let months = args
        .month
        .iter()
        .map(|text| month("--month", text))
        .collect::<Result<Vec<_>, _>>()?;
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    // An enquiry needs no journal and makes none; where there is one it knows whether the gateway
    // signs, and is worth a reminder.
    let mut journal = match books::place(&party.profile, desk) {
        Ok(place) if place.exists() => books::open_to_read(&party, desk).ok(),
        _ => None,
    };
    let asked = match &args.syssn {
        Some(_) => Asked {
            key: Key::Syssn(given.as_str().to_owned()),
            or_else: None,
            why: "",
        },
        None => for_what(&given, &party, journal.as_deref_mut()),
    };
    let timeout = party.timeout(args.timeout);
    let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
    let this_month = HkMonth::of(desk.clock.now());
    let ask = |key: &Key| match key {
        Key::Syssn(number) => {
            let lists = if months.is_empty() {
                Lists::IfGoneBack
            } else {
                Lists::Of(&months)
            };
            enquiry::look_up_payment(&gateway.enquirer(), number, lists, this_month)
        }
        Key::OutTradeNo(_) | Key::Order(_) if months.is_empty() => {
            let months = enquiry::months_to_try(key, this_month);
            enquiry::search(&gateway.enquirer(), key, &months)
        }
        Key::OutTradeNo(_) | Key::Order(_) => enquiry::search(&gateway.enquirer(), key, &months),
    };
    let (mut key, mut why) = (asked.key, asked.why);
    let found = {
        let _waiting = Spinner::start(desk.console.may_animate, "asking the gateway");
        match (ask(&key), asked.or_else) {
            (Ok(found), Some(second)) if found.rows.is_empty() => {
                (key, why) = (second, SECOND);
                ask(&key)
            }
            (found, _) => found,
        }
    };
    let here = journal.as_mut();
    let here = here.and_then(|journal| Here::of(&key, &party, &mut **journal).ok());
    let here = here.unwrap_or_default();
    let (mut document, exit) = match found {
        Ok(found) => report(&key, found, &here, &party),
        Err(fault) => report_fault(&key, &fault, &here, &party),
    };
    if !why.is_empty() {
        let message = document.message.trim_end_matches('.');
        document.message = format!("{message}. {why}");
    }
    if !document.answered {
        desk.console.outcome(&document.message, &document.next_step);
    }
    let exit = desk.console.result(&document, exit, true);
    if let Some(journal) = &mut journal {
        books::remind(&mut **journal, &[], &party, desk);
    }
    Ok(exit)
}

fn document(key: &Key, party: &Party) -> EnquiryDocument {
    let (out_trade_no, syssn) = match key {
        Key::OutTradeNo(number) | Key::Order(number) => (Some(number.clone()), None),
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

/// Says where the journal and the gateway do not agree about a refund, and what to do.
fn compare(
    found: &Found,
    shown: Outcome,
    record: &Record,
    profile: &str,
) -> Option<(Option<String>, String)> {
    let (state, number) = (record.state(), record.number().as_str());
    if found.rows.is_empty() {
        // What is not there is written down as well, and settles it in the end.
        return state.is_open().then(|| {
            let resolve = command("resolve", number, profile);
            (
                None,
                format!("{ABSENT} Have what is not found written down, too: `{resolve}`."),
            )
        });
    }
    if let Some(why) = enquiry::sight(&found.rows, &found.doubtful, record).contradiction {
        return Some((
            Some(format!("This journal has it otherwise: {why}.")),
            HUMAN.to_owned(),
        ));
    }
    if state.outcome() == shown {
        return None;
    }
    let next = match state {
        // It is looked up, and what the gateway shows is written down.
        State::Planned
        | State::Declined
        | State::Pending
        | State::Unknown
        | State::Closed(_)
        | State::Cancelled => format!(
            "Have what the gateway shows written down with `{}`. Do not send it again.",
            command("resolve", number, profile)
        ),
        State::Sending => "Wait until its send has ended.".to_owned(),
        State::Refunded => HUMAN.to_owned(),
    };
    Some((None, next))
}

fn report(key: &Key, found: Found, here: &Here, party: &Party) -> (EnquiryDocument, Exit) {
    let (outcome, mut message, next_step) = conclude(key, &found);
    let mut next_step = next_step.to_owned();
    let profile = party.profile.name();
    let record = here.refund.as_ref();
    let odd = outcome
        .zip(record)
        .and_then(|(shown, record)| compare(&found, shown, record, profile));
    if let Some((Some(says), next)) = odd {
        message = format!("{message} {says}");
        next_step = next;
    } else {
        if let Some((None, next)) = odd {
            next_step = next;
        } else if outcome.is_none()
            && let Some(next) = here.settling(profile)
        {
            next_step = next;
        }
        if let Some(says) = here.in_words(outcome.filter(|_| !found.rows.is_empty())) {
            message = format!("{message} {says}");
        }
    }
    let exit = outcome.map_or(Exit::Success, Exit::from);
    let document = EnquiryDocument {
        outcome,
        exit_code: exit.code(),
        answered: true,
        message,
        next_step,
        months: month_names(found.months.iter().chain(&found.listed)),
        rows: found
            .rows
            .iter()
            .chain(&found.doubtful)
            .map(clean_row)
            .collect(),
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
        Key::OutTradeNo(_) | Key::Order(_) => {
            let (outcome, message, next_step) = conclude_refund(&found.rows, &found.doubtful);
            (Some(outcome), message, next_step)
        }
        Key::Syssn(number) => match enquiry::shown(&found.rows, number) {
            Ok(shown) => conclude_payment(&shown, found),
            Err(Unread::Field(field)) => (
                Some(Outcome::Unknown),
                format!("Found it, but {field}."),
                HUMAN,
            ),
            Err(Unread::NoPayment | Unread::ARefund) => {
                let rows = found.rows.iter();
                let refunds = rows.clone().filter(|row| row.order_type == RowKind::Refund);
                let message = format!(
                    "Found no payment and {}.",
                    counted(refunds.count(), "refund")
                );
                let mut own = rows.filter(|row| row.syssn.as_ref() == Some(number));
                (own.next().map(Transaction::outcome), message, "")
            }
        },
    }
}

fn month_names<'a>(months: impl Iterator<Item = &'a HkMonth>) -> Vec<String> {
    let each: BTreeSet<HkMonth> = months.copied().collect();
    each.iter().map(ToString::to_string).collect()
}

/// Says what became of a payment. Refunds that nobody looked for are not called none.
fn conclude_payment(shown: &Shown, found: &Found) -> (Option<Outcome>, String, &'static str) {
    let payment = &shown.payment;
    let words = |minor: u128| match payment.currency {
        Some(currency) => currency.in_words(minor),
        None => format!("{minor} minor units"),
    };
    if shown.refunds.is_empty() && found.listed.is_empty() {
        return (
            None,
            format!(
                "Found the payment of {}. The gateway says that nothing of it went back (its cancel is 0), so its refunds were not looked for.",
                words(payment.amount.minor().into())
            ),
            "To read the list of a month all the same, name it with --month.",
        );
    }
    let live = shown
        .refunds
        .iter()
        .filter(|refund| refund.outcome != Outcome::Declined);
    let gone: u128 = live.map(|refund| u128::from(refund.amount.minor())).sum();
    let paid = u128::from(payment.amount.minor());
    let message = format!(
        "Found the payment of {} and {}: {} of it went back or may have, {} is left.",
        words(paid),
        counted(shown.refunds.len(), "refund"),
        words(gone),
        words(paid.saturating_sub(gone))
    );
    (None, message, "")
}

/// Says what the rows under one `out_trade_no` prove together.
fn conclude_refund(
    rows: &[Transaction],
    doubtful: &[Transaction],
) -> (Outcome, String, &'static str) {
    let mut refunds = rows.iter().filter(|row| row.order_type == RowKind::Refund);
    let Some(first) = refunds.next() else {
        return (
            Outcome::Unknown,
            "The gateway shows this number, but not as a refund's.".to_owned(),
            "A number that is a payment's can never be used for a refund.",
        );
    };
    let outcome = first.outcome();
    let agrees = |row: &Transaction| {
        row.order_type == RowKind::Refund && row.outcome() == outcome && !row.is_another(first)
    };
    let is_doubted = outcome == Outcome::Declined && !doubtful.is_empty();
    if is_doubted || !rows.iter().all(agrees) {
        return (
            Outcome::Unknown,
            "The gateway shows several transactions under this number.".to_owned(),
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

/// The exit code of an enquiry that taught nothing, and what to do.
pub(super) fn fault(fault: &EnquiryFault) -> (Exit, &'static str) {
    match fault {
        EnquiryFault::NotSent(trouble) => (Exit::NotSent, trouble.remedy.unwrap_or("Ask again.")),
        EnquiryFault::RateLimited => (Exit::NotSent, "Wait some minutes, then ask again."),
        EnquiryFault::Refused(..) if fault.is_setup() => (Exit::Setup, check_profile()),
        EnquiryFault::Refused(_, code, _) => (Exit::Unknown, code.next_english),
        EnquiryFault::Unsigned => (Exit::Unknown, CHECK_WAY),
        EnquiryFault::BadSignature => (Exit::Unknown, CHECK_KEY),
        EnquiryFault::NoReply(_)
        | EnquiryFault::Status(_)
        | EnquiryFault::Unreadable(_)
        | EnquiryFault::NoAnswer(_)
        | EnquiryFault::Forgotten(_)
        | EnquiryFault::Endless
        | EnquiryFault::OutOfTime
        | EnquiryFault::Clock(_)
        | EnquiryFault::Stopped => (
            Exit::Unknown,
            "Nothing was learned. Ask again; asking moves no money.",
        ),
    }
}

fn report_fault(
    key: &Key,
    why: &EnquiryFault,
    here: &Here,
    party: &Party,
) -> (EnquiryDocument, Exit) {
    let (exit, next) = fault(why);
    let message = match here.in_words(None) {
        Some(says) => format!("{why}. {says}"),
        None => why.to_string(),
    };
    let document = EnquiryDocument {
        exit_code: exit.code(),
        message,
        next_step: next.to_owned(),
        ..document(key, party)
    };
    (document, exit)
}
