//! Attempts at single refunds as commands make them, with what is odd about them told: one send,
//! one look, or looks again and again.

use super::merchant::Gateway;
use super::{Desk, books};
use crate::attempt::{self, Attempted, Look, Pace, Singly};
use crate::gateway::enquiry::Moment;
use crate::gateway::gate::Heard;
use crate::journal::{Handovers, Journal, Record};
use crate::language::{text, word};
use crate::output::Spinner;
use crate::refund::clock::set_it;
use crate::refund::{ClosedAs, State, command};
use std::sync::Arc;
use std::time::Duration;

/// Looks at each refund, and again at those that stay open until the wait is over.
pub(super) fn look_at_all(
    mut open: Vec<Record>,
    wait: Option<Duration>,
    gateway: &Gateway<'_>,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Vec<Record> {
    let begun = desk.clock.uptime();
    let mut done = Vec::new();
    for looked in 0_usize.. {
        let mut still = Vec::new();
        for record in open {
            let record = look(record, gateway, journal, desk);
            if record.state().may_settle() {
                still.push(record)
            } else {
                done.push(record)
            }
        }
        open = still;
        let waited = desk.clock.uptime().saturating_sub(begun);
        // A signal that was told to wait for the answer ends the wait for what becomes of it.
        let goes_on = !open.is_empty() && !desk.interrupt.is_raised();
        match wait.and_then(|wait| wait.checked_sub(waited)) {
            Some(left) if goes_on && !left.is_zero() => {
                let _waiting = Spinner::start(
                    desk.console.may_animate,
                    word!("resolve-waiting-look", "waiting before the next look"),
                );
                desk.clock.sleep(Pace::USUAL.before_look(looked).min(left));
            }
            _ => break,
        }
    }
    done.extend(open);
    done
}

/// Follows one refund that this process has just sent.
pub(super) fn follow(
    record: Record,
    gateway: &Gateway<'_>,
    wait: Duration,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Record {
    if desk.interrupt.is_raised() {
        return record;
    }
    // The gateway asks for 3 to 5 seconds before the first enquiry (protocol 4.3).
    desk.clock.sleep(Pace::USUAL.before_look(0).min(wait));
    let before = record.clone();
    look_at_all(vec![record], Some(wait), gateway, journal, desk)
        .pop()
        .unwrap_or(before)
}

/// Looks once at the gateway and tells what is odd. Whatever fails leaves the refund open.
pub(super) fn look(
    record: Record,
    gateway: &Gateway<'_>,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Record {
    let number = record.number().clone();
    if record.state() == State::Sending {
        // It may have ended since it was read.
        return match journal.find(record.key()) {
            Ok(Some(ended)) if ended.state() != State::Sending => ended,
            _ => record,
        };
    }
    let who = books::who(desk);
    let look = {
        let _waiting = Spinner::start(
            desk.console.may_animate,
            word!("resolve-asking", "asking the gateway"),
        );
        let mut recorder = Singly {
            journal,
            who: &who,
            clock: &desk.clock,
        };
        attempt::look(&record, &gateway.means(), &mut recorder)
    };
    match look {
        Look::Seen(after, contradiction) => {
            if let (State::Closed(closed_as), State::Refunded | State::Pending) =
                (record.state(), after.state())
            {
                tell_belied(&after, closed_as, journal, desk);
            } else if !record.state().may_settle()
                && !matches!(record.state(), State::Closed(_))
                && contradiction.is_none()
            {
                tell_found(&record, &after, journal, desk);
            }
            if let Some(why) = contradiction {
                desk.console.error(
                    &format!("{number}: {why}"),
                    Some(word!("resolve-person", "Let a person look at it in the merchant portal before anything else is sent.")),
                );
            }
            *after
        }
        Look::Nothing(fault) => {
            desk.console.warn(&text!(
                "resolve-nothing-learned",
                "{number}: {fault}; nothing was learned",
                number,
                fault
            ));
            record
        }
        Look::Unrecorded(error) => {
            desk.console.error(
                &text!(
                    "resolve-look-not-written",
                    "{number}: the look could not be written down: {error}",
                    number,
                    error
                ),
                Some(error.remedy()),
            );
            record
        }
        Look::Stopped => record,
    }
}

/// Tells that the gateway has a refund that an operator has closed. It stands in the journal so.
fn tell_belied(
    after: &Record,
    closed_as: ClosedAs,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) {
    let remedy = match closed_as {
        ClosedAs::RefundedElsewhere => {
            text!(
                "resolve-twice-compare",
                "The payer may have the money twice: compare with what was refunded elsewhere."
            )
        }
        ClosedAs::NotRefunded => beside_others(after, journal),
        ClosedAs::WrittenOff => text!(
            "resolve-correct-books",
            "Correct the books: it was not lost."
        ),
    };
    tell_shown(
        after,
        &text!("resolve-closed-as", "closed as {closed_as}", closed_as),
        &remedy,
        desk,
    );
}

/// Tells what became of a refund that was settled, or never sent, by the journal.
fn tell_found(before: &Record, after: &Record, journal: &mut dyn Journal, desk: &mut Desk<'_>) {
    if before.state() == State::Refunded && after.state() == State::Refunded {
        return;
    }
    if after.state().is_live() {
        let remedy = beside_others(after, journal);
        tell_shown(after, &before.state().to_string(), &remedy, desk);
    } else {
        let (number, state) = (after.number(), after.state());
        desk.console.note(&text!(
            "resolve-shows-nothing-else",
            "{number} is {state}, and the gateway shows nothing else",
            number,
            state
        ));
    }
}

fn twice() -> &'static str {
    word!(
        "resolve-twice",
        "If it was refunded another way since, the payer may have the money twice: look at the other refunds of the payment."
    )
}

/// Says what to do about a refund that the gateway has after all: a further attempt may have refunded as
/// well, or must not be sent any more.
fn beside_others(after: &Record, journal: &mut dyn Journal) -> String {
    let mut last = after.clone();
    loop {
        let next = match journal.find_replacing(last.key()) {
            Ok(Some(next)) if next.id > last.id => next,
            Ok(_) => break,
            Err(error) => {
                return text!(
                    "resolve-further-unread",
                    "{twice} Whether a further attempt took its place cannot be read: {error}.",
                    twice = twice(),
                    error
                );
            }
        };
        let profile = &next.wanted.profile;
        let named = |what| command(what, next.number().as_str(), profile);
        match next.state() {
            state if state.is_live() => {
                return text!(
                    "resolve-further-twice",
                    "A further attempt took its place, {next}, and is {state}: the payer has the money twice, or may. Let a person look at both before anything else is done (`{show}`).",
                    next = next.number(),
                    state,
                    show = named("show")
                );
            }
            State::Planned => {
                return text!(
                    "resolve-further-waits",
                    "A further attempt waits in its place, {next}, and is held back: give it up with `{cancel}`.",
                    next = next.number(),
                    cancel = named("cancel")
                );
            }
            _ => last = next,
        }
    }
    twice().to_owned()
}

/// Tells that a refund of which the journal said something else is at the gateway.
fn tell_shown(after: &Record, was: &str, remedy: &str, desk: &mut Desk<'_>) {
    let shows = match after.state() {
        State::Refunded => word!("resolve-shows-refunded", "shows it refunded"),
        State::Pending => word!("resolve-has-pending", "has it and works on it"),
        _ => word!("resolve-has", "has it, and does not say what became of it"),
    };
    let intent = &after.wanted.intent;
    desk.console.error(
        &text!(
            "resolve-was-but",
            "{after}, {amount} of payment {syssn}, was {was}, but the gateway {shows}",
            after = after.number(),
            amount = intent.amount.in_words(intent.currency),
            syssn = intent.syssn,
            was,
            shows
        ),
        Some(remedy),
    );
}

/// Sends a claimed refund and says why, if it was held back. `looked` is when its payment was looked at.
pub(super) fn send_once(
    claimed: &Record,
    looked: Option<Moment>,
    gateway: &Gateway<'_>,
    journal: &mut dyn Journal,
    handovers: &Arc<Handovers>,
    desk: &mut Desk<'_>,
) -> Attempted {
    let who = books::who(desk);
    let attempted = {
        let _waiting = Spinner::start(
            desk.console.may_animate,
            word!(
                "resolve-waiting-gateway",
                "waiting for the gateway; stopping now would leave the outcome unknown"
            ),
        );
        let clock = &desk.clock;
        let mut recorder = Singly {
            journal,
            who: &who,
            clock,
        };
        attempt::send(claimed, looked, &gateway.means(), handovers, &mut recorder)
    };
    if let Some(why) = &attempted.held {
        desk.console.warn(&text!(
            "resolve-claimed-not-sent",
            "{claimed} was not sent: {why}",
            claimed = claimed.number(),
            why
        ));
    }
    if let Heard::Off(skew) = gateway.gate.heard() {
        desk.console
            .warn(&format!("{}. {}", attempt::off(skew), set_it()));
    }
    attempted
}
