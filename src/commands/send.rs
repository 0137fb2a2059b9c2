//! One send of a claimed refund: POST, judge, write down.

use super::Desk;
use super::books;
use crate::exit::Exit;
use crate::gateway::evidence;
use crate::gateway::transport::{Exchange, Transport};
use crate::gateway::verdict::{self, Verdict};
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{Commit as _, Handovers, Journal, JournalError, Record};
use crate::output::Waiting;
use crate::refund::{Event, OutTradeNo, Outcome};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What one send came to.
pub(super) struct Sending {
    /// What the exchange proves.
    pub(super) verdict: Verdict,
    /// How long it took.
    pub(super) elapsed: Duration,
    /// The refund as the journal now has it, or why it could not be written down.
    pub(super) recorded: Result<Record, JournalError>,
}

/// Sends a refund that this process has claimed. What is sent is what stands in the journal.
pub(super) fn send(
    claimed: &Record,
    merchant: &Merchant,
    transport: &Transport,
    timeout: Duration,
    journal: &mut dyn Journal,
    handovers: &Arc<Handovers>,
    desk: &mut Desk<'_>,
) -> Sending {
    let intent = &claimed.wanted.intent;
    let request = SignedRequest::refund(intent, merchant);
    let (exchange, held_back) = post(claimed, &request, transport, timeout, handovers, desk);
    if let Some(why) = held_back {
        desk.console
            .warn(&format!("{} was not sent: {why}", claimed.number()));
    }
    let verdict = verdict::judge(&exchange.result, intent, merchant);
    let details = evidence::details(claimed, &verdict, &exchange);
    let event = Event::of_reply(verdict.outcome);
    let who = books::who(desk);
    let recorded = journal
        .commit(|scope| scope.reply(claimed, event, details.clone(), who.at(desk.clock.now())));
    desk.interrupt
        .recorded(claimed.number().as_str(), Exit::from(verdict.outcome));
    Sending {
        verdict,
        elapsed: exchange.elapsed,
        recorded,
    }
}

/// Posts it, and says why it was held back, if it was.
fn post(
    claimed: &Record,
    request: &SignedRequest,
    transport: &Transport,
    timeout: Duration,
    handovers: &Arc<Handovers>,
    desk: &Desk<'_>,
) -> (Exchange, Option<String>) {
    let _waiting = Waiting::start(
        desk.console.may_animate,
        "waiting for the gateway; stopping now would leave the outcome unknown",
    );
    let interrupt = Arc::clone(&desk.interrupt);
    let number = claimed.number().to_string();
    let clock = Arc::clone(&desk.clock);
    let handovers = Arc::clone(handovers);
    let about = claimed.clone();
    let held_back = Arc::new(OnceLock::new());
    let holding = Arc::clone(&held_back);
    let exchange = transport.post(request, move || {
        match handovers.hand_over(&about, clock.now()) {
            Ok(()) => interrupt.hand_over(&number, timeout),
            Err(why) => {
                let _ = holding.set(why.to_string());
                false
            }
        }
    });
    (exchange, held_back.get().cloned())
}

/// Tells the operator what the journal cannot be told.
pub(super) fn tell_unrecorded(
    number: &OutTradeNo,
    outcome: Outcome,
    error: &JournalError,
    desk: &mut Desk<'_>,
) {
    desk.console.error(
        &format!("the outcome of {number} is {outcome}, but it could not be written down: {error}"),
        Some("The journal says that it may have been sent, which stays true. Keep this message."),
    );
}
