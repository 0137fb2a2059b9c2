//! Sending again under the same number: an operator's order, after lasting absence.

use super::look::look;
use super::{exit_of, find, in_words, is_open};
use crate::cli::ResolveArgs;
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books, send};
use crate::exit::Exit;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{Begun, Commit as _, Digest, Journal, Looks, Record};
use crate::output::text::counted;
use crate::output::{IntentRow, ListDocument};
use crate::refund::{OutTradeNo, State, hong_kong};
use std::time::Duration;

/// What a resend must rest on: so many empty looks, over so long.
const EMPTY_LOOKS: u64 = 3;
const EMPTY_FOR: Duration = Duration::from_secs(600);

/// Sends the same request again, by an operator's order and only after lasting absence.
pub(super) fn resend(
    number: &OutTradeNo,
    args: &ResolveArgs,
    party: &Party,
    merchant: &Merchant,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let record = find(number, party, journal)?;
    let looks = journal.looks(record.id)?;
    let refuse = |message: String, hint: String| {
        Err(Failure::new(Exit::Refused, anyhow::Error::msg(message)).hint(hint))
    };
    if record.state() != State::Unknown {
        return refuse(
            format!(
                "{number} is {}; only an unknown refund can be sent again",
                record.state()
            ),
            format!("See `qfrefund show {number}`."),
        );
    }
    if !lasting(&looks) {
        return refuse(
            format!("{number} cannot be sent again yet: {}", absence(&looks)),
            format!(
                "It takes {EMPTY_LOOKS} looks over 10 minutes that find nothing: `qfrefund resolve {number} --profile {} --wait=900`.",
                party.profile.name()
            ),
        );
    }
    if party.profile.guards().clearing_pause
        && party.profile.environment().moves_money()
        && hong_kong::in_clearing_pause(desk.clock.now())
    {
        return refuse(
            "the gateway takes no refunds around midnight in Hong Kong".to_owned(),
            "Wait until 00:35 Hong Kong time.".to_owned(),
        );
    }
    let request = SignedRequest::refund(&record.wanted.intent, merchant);
    if Digest::of(request.body.as_bytes()) != record.wanted.request {
        return refuse(
            format!("the request for {number} would no longer be the one that was sent"),
            "The profile's mchid has changed since; only the same request may be sent again."
                .to_owned(),
        );
    }
    confirm_resend(&record, args, party, desk)?;
    (desk.listen)(&desk.interrupt);
    if !desk.interrupt.claim() {
        return Err(Failure::new(
            Exit::NotSent,
            anyhow::anyhow!("stopped by a signal, nothing was sent"),
        ));
    }
    let timeout = party.timeout(args.timeout);
    let (transport, _gateway) = party.open(Some(timeout), desk)?;
    let note = args.note.clone().unwrap_or_else(|| absence(&looks));
    let handovers = books::keep_handovers(journal, desk)?;
    let begun = journal.commit(|scope| {
        scope.resend(
            books::merchant_key(&party.profile).numbered(number),
            books::lease(timeout),
            &note,
            books::who(desk).at(desk.clock.now()),
        )
    })?;
    let Begun::Claimed(claimed) = begun else {
        return refuse(
            format!("{number} has changed in the meantime"),
            format!("See `qfrefund show {number}`."),
        );
    };
    let sending = send::send(
        &claimed, merchant, &transport, timeout, journal, &handovers, desk,
    );
    let mut after = match sending.recorded {
        Ok(after) => after,
        Err(error) => {
            send::tell_unrecorded(number, sending.verdict.outcome, &error, desk);
            let exit = Exit::from(sending.verdict.outcome);
            let document = ListDocument::new(vec![IntentRow::of(&claimed)], exit);
            return Ok(desk.console.list_after_send(&document, exit)?);
        }
    };
    if is_open(&after) {
        // A duplicate answer proves that the number was seen, not what became of it.
        after = look(after, party, merchant, &transport, journal, desk);
    }
    let exit = exit_of(after.state());
    let document = ListDocument::new(vec![IntentRow::of(&after)], exit);
    let exit = desk.console.list_after_send(&document, exit)?;
    let (message, next) = in_words(&after, party);
    desk.console.note(&format!("{number}: {message}. {next}"));
    Ok(exit)
}

fn lasting(looks: &Looks) -> bool {
    looks.count >= EMPTY_LOOKS
        && looks.span.is_some_and(|(first, last)| {
            let seconds = last.unix_timestamp().saturating_sub(first.unix_timestamp());
            u64::try_from(seconds).is_ok_and(|seconds| seconds >= EMPTY_FOR.as_secs())
        })
}

fn absence(looks: &Looks) -> String {
    match looks.span {
        None => "the gateway has not been asked since".to_owned(),
        Some((first, last)) => format!(
            "{} in a row found nothing, over {} s",
            counted(looks.count, "look"),
            last.unix_timestamp().saturating_sub(first.unix_timestamp())
        ),
    }
}

fn confirm_resend(
    record: &Record,
    args: &ResolveArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    if args.yes && (party.profile.named() || !party.profile.environment().must_be_named()) {
        return Ok(());
    }
    let number = record.number().to_string();
    if !desk.console.may_ask {
        return Err(
            Failure::usage("the resend is not confirmed, and nobody can be asked")
                .hint("Add --yes and name the profile with --profile."),
        );
    }
    let intent = &record.wanted.intent;
    desk.console.tell(&format!(
        "About to send {} of payment {} again under the same number ({}).\nIf the first request was executed after all, the gateway should refuse this one as a duplicate; that is its habit, not its promise.\n",
        intent.amount.in_words(intent.currency),
        intent.syssn,
        party.profile.environment().in_words(),
    ));
    match desk.console.ask(&format!(
        "Type the number ({number}) to send it again, anything else to stop: "
    )) {
        Some(answer) if answer == number => Ok(()),
        _ => Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!("stopped: nothing was sent"),
        )),
    }
}
