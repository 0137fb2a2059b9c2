//! Sending again under the same number: an operator's order, after lasting absence.

use super::absence::Absence;
use super::find;
use crate::attempt::{self, Refusal};
use crate::cli::ResolveArgs;
use crate::commands::attempts::{is_open, look, send_once};
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books, preflight};
use crate::exit::Exit;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{Begun, Commit as _, Digest, Journal, Record};
use crate::output::{IntentRow, ListDocument, standing};
use crate::refund::clock::SET_IT;
use crate::refund::{OutTradeNo, State, command, hong_kong};

/// Sends the same request again, by an operator's order and only after lasting absence.
pub(super) fn resend(
    number: &OutTradeNo,
    args: &ResolveArgs,
    party: &Party,
    merchant: &Merchant,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let record = find(number, party, journal, desk)?;
    journal.trust()?;
    let profile = party.profile.name();
    let shown = format!("See `{}`.", command("show", number.as_str(), profile));
    let refuse = |message: String, hint: String| {
        Err(Failure::new(Exit::Refused, anyhow::Error::msg(message)).hint(hint))
    };
    if record.state() != State::Unknown {
        return refuse(
            format!(
                "{number} is {}; only an unknown refund can be sent again",
                record.state()
            ),
            shown.clone(),
        );
    }
    let absence = Absence::of(&record, journal)?;
    let absence = match absence.of_resend(number, &party.endpoint(), profile) {
        Ok(absence) => absence,
        Err((why, how)) => return refuse(why, how),
    };
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
    let timeout = party.timeout(args.timeout);
    let gateway = party.open(merchant, timeout, party.limits(), desk)?;
    if let Err(why) = books::check_clock(journal, &gateway, party) {
        return Err(Failure::setup(why).hint(SET_IT));
    }
    if party.looks(false) {
        let (payment, now) = (&record.wanted.intent.syssn, desk.clock.now());
        let seen = preflight::look(payment, &gateway.enquirer(), party, journal, now);
        let seen = match seen {
            Ok(seen) => seen,
            Err(unseen) => return refuse(unseen.text(), unseen.remedy().to_owned()),
        };
        if let Some(made) = seen.made_since(&record) {
            return refuse(
                format!("the gateway shows the same refund of this payment, made since: {made}"),
                settle(number, profile),
            );
        }
    }
    gateway.pass(&desk.console);
    if !desk.interrupt.claim() {
        return Err(Failure::new(
            Exit::Interrupted,
            anyhow::anyhow!("stopped by a signal, nothing was sent"),
        ));
    }
    let note = args.note.clone().unwrap_or(absence);
    let handovers = books::keep_handovers(journal, desk)?;
    let begun = journal.commit(|scope| {
        scope.resend(
            record.key(),
            attempt::lease(timeout),
            &note,
            books::who(desk).at(desk.clock.now()),
        )
    })?;
    let claimed = match begun {
        Begun::Claimed(claimed) => claimed,
        Begun::Twin(_) | Begun::Busy(_) | Begun::OtherAttempt(_) => {
            let refusal = Refusal::of(&begun, party.profile.currency());
            let text = refusal.map(|refusal| refusal.text).unwrap_or_default();
            return refuse(text, settle(number, profile));
        }
        _ => return refuse(format!("{number} has changed in the meantime"), shown),
    };
    let list = |record: &Record, exit| ListDocument::new(vec![IntentRow::of(record)], exit);
    desk.console.if_stopped_list(&list(&claimed, Exit::Unknown));
    let attempted = send_once(&claimed, &gateway, journal, &handovers, desk);
    let outcome = attempted.verdict.outcome;
    let mut after = match attempted.recorded {
        Ok(after) => *after,
        Err(unrecorded) => {
            desk.console.unrecorded(number, outcome, &unrecorded);
            let exit = Exit::from(outcome);
            let document = list(&claimed, exit);
            return Ok(desk.console.list_after_send(&document, exit)?);
        }
    };
    if is_open(&after) {
        desk.console
            .if_stopped_list(&list(&after, Exit::from(after.state())));
        // A duplicate answer proves that the number was seen, not what became of it.
        after = look(after, &gateway, journal, desk);
    }
    let exit = Exit::from(after.state());
    let document = list(&after, exit);
    let exit = desk.console.list_after_send(&document, exit)?;
    let (message, next) = standing(&after, profile);
    desk.console.note(&format!("{number}: {message}. {next}"));
    Ok(exit)
}

/// What to do about a refund that another one has taken the place of.
fn settle(number: &OutTradeNo, profile: &str) -> String {
    format!(
        "If that one took its place, say so: `{} --as refunded-elsewhere --note TEXT`. If both are meant, close this one with --as not-refunded and make a new refund with --twin.",
        command("close", number.as_str(), profile)
    )
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
        "About to send {} of payment {} again under the same number ({}).\n{}If the first request was executed after all, the gateway should refuse this one as a duplicate; that is its habit, not its promise.\n",
        intent.amount.in_words(intent.currency),
        intent.syssn,
        party.profile.environment().in_words(),
        party.gateway_lines(),
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
