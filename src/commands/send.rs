//! One send of a claimed refund: POST, judge, write down.

use super::Desk;
use super::books;
use crate::exit::Exit;
use crate::gateway::evidence;
use crate::gateway::transport::{Exchange, Transport};
use crate::gateway::verdict::{self, Verdict};
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{Journal, JournalError, Record};
use crate::output::Waiting;
use crate::refund::{Event, OutTradeNo, Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
    desk: &mut Desk<'_>,
) -> Sending {
    let intent = &claimed.wanted.intent;
    let request = SignedRequest::refund(intent, merchant);
    let (exchange, lapsed) = post(claimed, &request, transport, timeout, desk);
    if lapsed {
        desk.console.warn(&format!(
            "the claim on {} had lapsed before it could be sent (was this machine asleep?), so it was not sent",
            claimed.number()
        ));
    }
    let verdict = verdict::judge(&exchange.result, intent, merchant);
    let details = evidence::details(claimed, &verdict, &exchange);
    let event = Event::of_reply(verdict.outcome);
    let who = books::who(desk);
    let recorded = journal.reply(claimed, event, details, &who, desk.clock.now());
    desk.interrupt
        .recorded(claimed.number().as_str(), Exit::from(verdict.outcome));
    Sending {
        verdict,
        elapsed: exchange.elapsed,
        recorded,
    }
}

/// Posts it, and says whether it was held back because its claim had lapsed: others take this
/// process for dead by then, and may have settled the refund otherwise.
fn post(
    claimed: &Record,
    request: &SignedRequest,
    transport: &Transport,
    timeout: Duration,
    desk: &Desk<'_>,
) -> (Exchange, bool) {
    let _waiting = Waiting::start(
        desk.console.may_animate,
        "waiting for the gateway; stopping now would leave the outcome unknown",
    );
    let interrupt = Arc::clone(&desk.interrupt);
    let number = claimed.number().to_string();
    let clock = Arc::clone(&desk.clock);
    let until = claimed.lease.as_ref().map(|lease| lease.until);
    let lapsed = Arc::new(AtomicBool::new(false));
    let found_lapsed = Arc::clone(&lapsed);
    let exchange = transport.post(request, move || {
        if until.is_none_or(|until| clock.now() >= until) {
            found_lapsed.store(true, Ordering::SeqCst);
            return false;
        }
        interrupt.hand_over(&number, timeout)
    });
    (exchange, lapsed.load(Ordering::SeqCst))
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
