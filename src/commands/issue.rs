//! `issue`: parse → plan → act → report. A dry run is the same road without the act.

use super::merchant::{self, Party};
use super::{Desk, Failure};
use crate::cli::IssueArgs;
use crate::exit::Exit;
use crate::gateway::signature;
use crate::gateway::transport::{Exchange, Transport};
use crate::gateway::verdict;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::money::{Amount, Currency};
use crate::output::{Colour, Console, DryRunDocument, RefundDocument, Waiting};
use crate::refund::{Intent, OutTradeNo, RANDOM_BYTES, Reference, Syssn, Udid, hong_kong};
use crate::world::Random;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use time::OffsetDateTime;

pub(super) fn run(args: &IssueArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let wanted = Wanted::parse(args)?;
    let party = merchant::choose(desk)?;
    let amount = wanted.amount(party.profile.currency())?;
    let merchant = party.merchant(desk)?;
    let intent = plan(&wanted, amount, &party, desk.clock.now(), desk.random)?;
    if amount.is_risky() {
        desk.console.warn(&format!(
            "{} is at or below {} minor units; the gateway advises more, its risk control may refuse it",
            amount.in_words(intent.currency),
            Amount::RISK_ADVICE_MINOR
        ));
    }
    let request = SignedRequest::refund(&intent, &merchant);
    if args.dry_run {
        return Ok(dry_run(
            args,
            &intent,
            &request,
            &party,
            &merchant,
            &mut desk.console,
        ));
    }
    let planned = RefundDocument::planned(
        &intent,
        party.profile.name(),
        party.profile.environment(),
        party.profile.mchid(),
    );
    if let Some((exit, held_back)) = ask(args, &intent, &party, planned.clone(), &mut desk.console)
    {
        return Ok(desk.console.result(&held_back, exit, false));
    }
    let timeout = args
        .timeout
        .map(|seconds| Duration::from_secs(seconds.into()));
    let (transport, _gateway) = match party.open(timeout, desk) {
        Ok(open) => open,
        Err(failure) => {
            let message = format!("{:#}", failure.error);
            desk.console.error(&message, failure.hint.as_deref());
            let document = planned.held_back(
                failure.exit,
                "setup",
                message,
                failure.hint.unwrap_or_default(),
            );
            return Ok(desk.console.result(&document, failure.exit, false));
        }
    };
    let exchange = send(&transport, &request, desk);
    let verdict = verdict::judge(&exchange.result, &intent, &merchant);
    let document = planned.judged(&verdict, &intent, exchange.elapsed);
    let exit = Exit::from(verdict.outcome);
    let exit = desk.console.result(&document, exit, true);
    if matches!(exit, Exit::Unknown | Exit::NotSent | Exit::Declined) {
        let message = format!("{}: {}", verdict.outcome, verdict.because());
        desk.console
            .error(&message, Some(&verdict.next_step(&intent)));
    }
    Ok(exit)
}

/// The arguments, each checked by itself.
struct Wanted {
    syssn: Syssn,
    amount: Given,
    reference: Option<Reference>,
    reason: Option<String>,
    udid: Option<Udid>,
    out_trade_no: Option<OutTradeNo>,
    txdtm: Option<String>,
}

enum Given {
    Major(String),
    Minor(Amount),
}

impl Wanted {
    fn parse(args: &IssueArgs) -> Result<Self, Failure> {
        let amount = match (&args.amount, &args.txamt) {
            (Some(major), _) => Given::Major(major.clone()),
            (None, Some(minor)) => Given::Minor(
                Amount::parse_minor(minor)
                    .map_err(|error| amount_failure(error, "--txamt", minor))?,
            ),
            (None, None) => {
                return Err(Failure::usage(
                    "how much? neither --amount nor --txamt is given",
                ));
            }
        };
        let txdtm = match &args.txdtm {
            Some(text) if hong_kong::parse_gateway_time(text).is_none() => {
                return Err(Failure::usage(format!("--txdtm `{text}` is not a time"))
                    .hint("Write it as 2026-11-22 18:30:00, in UTC+8; or leave it out for now."));
            }
            given => given.clone(),
        };
        Ok(Self {
            syssn: Syssn::parse(&args.syssn)?,
            amount,
            reference: args
                .reference
                .as_deref()
                .map(Reference::parse)
                .transpose()?,
            reason: args
                .reason
                .clone()
                .filter(|reason| !reason.trim().is_empty()),
            udid: args.udid.as_deref().map(Udid::parse).transpose()?,
            out_trade_no: args
                .out_trade_no
                .as_deref()
                .map(OutTradeNo::parse)
                .transpose()?,
            txdtm,
        })
    }

    fn amount(&self, currency: Currency) -> Result<Amount, Failure> {
        match &self.amount {
            Given::Minor(amount) => Ok(*amount),
            Given::Major(text) => Amount::parse_major(text, currency)
                .map_err(|error| amount_failure(error, "--amount", text)),
        }
    }
}

fn amount_failure(error: crate::money::AmountError, option: &str, text: &str) -> Failure {
    Failure::usage(format!("{option} `{}`: {error}", text.escape_debug()))
        .hint("For HKD twelve dollars fifty write --amount 12.50, or --txamt 1250.")
}

fn plan(
    wanted: &Wanted,
    amount: Amount,
    party: &Party,
    now: OffsetDateTime,
    random: &dyn Random,
) -> Result<Intent, Failure> {
    let out_trade_no = match (&wanted.out_trade_no, &wanted.reference) {
        (Some(given), _) => given.clone(),
        (None, Some(reference)) => {
            OutTradeNo::from_reference(party.profile.app_code(), party.profile.mchid(), reference)
        }
        (None, None) => {
            let mut bytes = [0; RANDOM_BYTES];
            random.fill(&mut bytes)?;
            OutTradeNo::generate(now, bytes)
        }
    };
    Ok(Intent {
        out_trade_no,
        syssn: wanted.syssn.clone(),
        amount,
        currency: party.profile.currency(),
        txdtm: wanted
            .txdtm
            .clone()
            .unwrap_or_else(|| hong_kong::gateway_time(now)),
        udid: wanted.udid.clone(),
        reference: wanted.reference.clone(),
        reason: wanted.reason.clone(),
    })
}

fn dry_run(
    args: &IssueArgs,
    intent: &Intent,
    request: &SignedRequest,
    party: &Party,
    merchant: &Merchant,
    console: &mut Console<'_>,
) -> Exit {
    let string_to_sign = if args.reveal_key {
        signature::revealed_text(&request.pairs, &merchant.client_key)
    } else {
        signature::masked_text(&request.pairs)
    };
    let document = DryRunDocument {
        profile: party.profile.name().to_owned(),
        environment: party.profile.environment(),
        moves_money: party.profile.environment().moves_money(),
        method: "POST",
        url: format!("{}{}", party.shown_address(), request.path),
        headers: std::iter::once(("Host", party.shown_host()))
            .chain(request.headers.clone())
            // As the HTTP library writes them; nobody reads their case.
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect(),
        body: request.body.clone(),
        parameters: request.pairs.iter().cloned().collect(),
        string_to_sign,
        key_revealed: args.reveal_key,
        sign_type: merchant.sign_type.name(),
        signature: request.signature.clone(),
        out_trade_no: intent.out_trade_no.to_string(),
        amount: intent.amount.in_words(intent.currency),
    };
    console.result(&document, Exit::Success, false)
}

/// Makes sure that a person or a script means it. Returns what to report where nothing is sent.
fn ask(
    args: &IssueArgs,
    intent: &Intent,
    party: &Party,
    planned: RefundDocument,
    console: &mut Console<'_>,
) -> Option<(Exit, RefundDocument)> {
    let profile = &party.profile;
    let must_name = profile.environment().must_be_named() && !profile.named();
    if !must_name && args.yes {
        return None;
    }
    let hold = |exit, cause, message: &str, next: String, console: &mut Console<'_>| {
        console.error(message, Some(&next));
        Some((
            exit,
            planned
                .clone()
                .held_back(exit, cause, message.to_owned(), next),
        ))
    };
    if !console.may_ask {
        if must_name {
            let next = format!(
                "Add `--profile {}` to the command; real money is never moved by default.",
                profile.name()
            );
            return hold(
                Exit::Usage,
                "profile_not_named",
                &format!(
                    "profile `{}` is {} and was not named",
                    profile.name(),
                    profile.environment().in_words()
                ),
                next,
                console,
            );
        }
        return hold(
            Exit::Usage,
            "not_confirmed",
            "the refund is not confirmed, and nobody can be asked",
            "Add --yes to send it without a question.".to_owned(),
            console,
        );
    }
    let (expected, what) = if must_name {
        (profile.name().to_owned(), "the profile's name")
    } else {
        (intent.amount.to_major(intent.currency), "the amount")
    };
    show_before_sending(intent, party, console);
    let answer = console.ask(&format!(
        "Type {what} ({expected}) to send this refund, anything else to stop: "
    ));
    if answer.as_deref() == Some(expected.as_str()) {
        return None;
    }
    hold(
        Exit::Refused,
        "not_confirmed",
        "stopped: the refund was not confirmed, nothing was sent",
        "Run the command again when it is right.".to_owned(),
        console,
    )
}

fn show_before_sending(intent: &Intent, party: &Party, console: &mut Console<'_>) {
    let profile = &party.profile;
    let style = console.err_style;
    let environment = profile.environment();
    let words = if environment.moves_money() {
        style.paint(Colour::Red, environment.in_words())
    } else {
        environment.in_words().to_owned()
    };
    let merchant = match profile.mchid() {
        Some(mchid) => format!("{} (mchid {mchid})", profile.name()),
        None => profile.name().to_owned(),
    };
    let mut text = format!(
        "About to refund {}\n  merchant      {merchant}\n  environment   {words}\n  payment       {}\n  amount        {} ({} minor units)\n  out_trade_no  {}\n",
        style.paint(Colour::Bold, &intent.amount.in_words(intent.currency)),
        intent.syssn,
        intent.amount.in_words(intent.currency),
        intent.amount.minor(),
        intent.out_trade_no,
    );
    if let Some(reference) = &intent.reference {
        text.push_str(&format!("  reference     {reference}\n"));
    }
    console.tell(&text);
}

fn send(transport: &Transport, request: &SignedRequest, desk: &Desk<'_>) -> Exchange {
    let _waiting = Waiting::start(
        desk.console.may_animate,
        "waiting for the gateway; stopping now would leave the outcome unknown",
    );
    let perhaps_sent = Arc::clone(&desk.perhaps_sent);
    transport.post(request, move || perhaps_sent.store(true, Ordering::SeqCst))
}
