//! `enquiry`: what became of a refund or a payment.

mod asked;
mod concluded;

use super::merchant::{self, Party};
use super::{Desk, Failure, books, month};
use crate::attempt::payment::check_profile;
use crate::cli::EnquiryArgs;
use crate::exit::Exit;
use crate::gateway::enquiry::{self, EnquiryFault, Found, Key, Lists};
use crate::gateway::signature::{check_key, check_way};
use crate::journal::Record;
use crate::language::{text, word};
use crate::output::text::{clause_and, sentences};
use crate::output::{EnquiryDocument, Spinner, clean_row};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{LookupNo, Outcome, State, command};
use asked::{Asked, Here, for_what, second};
use concluded::{absent, conclude, human};
use std::collections::BTreeSet;

pub(super) fn run(args: &EnquiryArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let given = match (&args.out_trade_no, &args.syssn) {
        (Some(number), _) | (None, Some(number)) => LookupNo::parse(number)?,
        (None, None) => {
            return Err(Failure::usage(word!(
                "payment-which-transaction",
                "which transaction? give an out_trade_no or --syssn"
            )));
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
        let _waiting = Spinner::start(
            desk.console.may_animate,
            word!("payment-asking", "asking the gateway"),
        );
        match (ask(&key), asked.or_else) {
            (Ok(found), Some(other)) if found.rows.is_empty() => {
                (key, why) = (other, second());
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
        let message = document.message.trim_end_matches(['.', '。']);
        document.message = clause_and(message, why);
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
                sentences(&[
                    absent(),
                    &text!(
                        "payment-absent-too",
                        "Have what is not found written down, too: `{resolve}`.",
                        resolve
                    ),
                ]),
            )
        });
    }
    if let Some(why) = enquiry::sight(&found.rows, &found.doubtful, record).contradiction {
        return Some((
            Some(text!(
                "payment-otherwise",
                "This journal has it otherwise: {why}.",
                why
            )),
            human().to_owned(),
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
        | State::Cancelled => text!(
            "payment-have-written",
            "Have what the gateway shows written down with `{resolve}`. Do not send it again.",
            resolve = command("resolve", number, profile)
        ),
        State::Sending => text!("payment-wait-for-send", "Wait until its send has ended."),
        State::Refunded => human().to_owned(),
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
        message = sentences(&[message, says]);
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
            message = sentences(&[message, says]);
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

fn month_names<'a>(months: impl Iterator<Item = &'a HkMonth>) -> Vec<String> {
    let each: BTreeSet<HkMonth> = months.copied().collect();
    each.iter().map(ToString::to_string).collect()
}

/// The exit code of an enquiry that taught nothing, and what to do.
pub(super) fn fault(fault: &EnquiryFault) -> (Exit, &'static str) {
    match fault {
        EnquiryFault::NotSent(trouble) => {
            let next = trouble.remedy;
            let next = next.unwrap_or_else(|| word!("payment-ask-again", "Ask again."));
            (Exit::NotSent, next)
        }
        EnquiryFault::RateLimited => {
            let next = word!("payment-wait-minutes", "Wait some minutes, then ask again.");
            (Exit::NotSent, next)
        }
        EnquiryFault::Refused(..) if fault.is_setup() => (Exit::Setup, check_profile()),
        EnquiryFault::Refused(_, code, _) => (Exit::Unknown, code.advice()),
        EnquiryFault::Unsigned => (Exit::Unknown, check_way()),
        EnquiryFault::BadSignature => (Exit::Unknown, check_key()),
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
            word!(
                "payment-nothing-learned",
                "Nothing was learned. Ask again; asking moves no money."
            ),
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
        Some(says) => clause_and(&why.to_string(), &says),
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
