//! One send of a claimed refund: POST, judge, write down.

use super::record::reply_patiently;
use super::{Means, Recorder};
use crate::exit::Exit;
use crate::gateway::enquiry::{Moment, is_fresh};
use crate::gateway::evidence;
use crate::gateway::gate::Asked;
use crate::gateway::post::AtSend;
use crate::gateway::transport::{Exchange, Sent, Trouble};
use crate::gateway::verdict::{self, Cause, Verdict};
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::interrupt::Handed;
use crate::journal::{Handovers, HeldBack, JournalError, Record};
use crate::language::word;
use crate::refund::Event;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What came of one send.
#[derive(Debug)]
pub struct Attempted {
    /// What the exchange proves. Where others may have sent under the same number, the record may
    /// know better.
    pub verdict: Verdict,
    /// Why we held it back ourselves, if we did: then nothing left.
    pub held: Option<Hold>,
    /// How long the exchange took.
    pub elapsed: Duration,
    /// When it was begun, by [`crate::world::Clock::uptime`].
    pub begun: Duration,
    /// After HTTP 429: whether it makes sense to try on.
    pub go_on: bool,
    /// The refund as the journal now has it, or why its outcome could not be written down.
    pub recorded: Result<Box<Record>, Unrecorded>,
}

/// An outcome that could not be written down.
#[derive(Clone, Debug)]
pub struct Unrecorded {
    /// Why.
    pub error: JournalError,
    /// Whether it is kept beside the journal, to be entered by whoever opens it next.
    pub is_kept: bool,
}

/// Why a claimed refund was held back at the last moment.
#[derive(Clone, Debug)]
pub enum Hold {
    /// The command is to stop.
    Stopping,
    /// Something is wrong with its claim.
    Claim(HeldBack),
    /// The look that it rests on has grown old.
    Stale,
    /// Its request would no longer be the one that was written down.
    Changed,
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopping => f.write_str(word!("attempt-stopping", "it was stopped before it was handed over")),
            Self::Claim(why) => why.fmt(f),
            Self::Stale => f.write_str(
                word!("attempt-look-old", "so much time had passed since the look at its payment that the gateway may show something else (was this machine asleep?)"),
            ),
            Self::Changed => {
                f.write_str(word!("attempt-other-request", "its request would no longer be the one that was written down"))
            }
        }
    }
}

/// Sends a refund that this process has claimed, once, and records what came of it. What is sent
/// is what stands in the journal, with the time of its claim, or, if it is sent again, of the claim it
/// was sent with. The request has passed the gate before it was claimed. `looked` is when its payment was
/// looked at, where it was.
pub fn send(
    claimed: &Record,
    looked: Option<Moment>,
    means: &Means<'_>,
    handovers: &Arc<Handovers>,
    recorder: &mut dyn Recorder,
) -> Attempted {
    let intent = &claimed.as_sent();
    let begun = means.clock.uptime();
    let request = SignedRequest::refund(intent, means.merchant);
    let (exchange, held) = if is_as_written(claimed, means.merchant) {
        let held = Arc::new(OnceLock::new());
        let at_send = at_send(claimed, looked, means, handovers, &held);
        post(&request, at_send, means, &held)
    } else {
        (never_left(&Hold::Changed), Some(Hold::Changed))
    };
    let verdict = verdict::judge(&exchange.result, intent, means.merchant);
    let details = evidence::details(claimed, &verdict, &exchange);
    let event = Event::of_reply(verdict.outcome);
    let recorded = reply_patiently(means, recorder, claimed, event, &details)
        .map(Box::new)
        .map_err(|error| Unrecorded {
            is_kept: !error.is_refusal()
                && handovers
                    .keep_outcome(claimed, event, &details, means.clock.now())
                    .is_ok(),
            error,
        });
    let outcome = match &recorded {
        Ok(record) => record.state().outcome(),
        Err(_) => verdict.outcome,
    };
    means
        .interrupt
        .recorded(handed(claimed), Exit::from(outcome));
    let mut go_on = true;
    if let Sent::Replied(reply) = &exchange.result {
        let told = verdict.reply.as_ref();
        let told = told.and_then(|told| told.settlement.time());
        means.gate.hear(reply.date.or(told), begun);
        if matches!(verdict.cause, Cause::RateLimited) {
            go_on = means.gate.refused(Asked::Refund, begun, reply.retry_after);
        } else {
            means.gate.answered(Asked::Refund);
        }
    }
    Attempted {
        verdict,
        held,
        elapsed: exchange.elapsed,
        begun,
        go_on,
        recorded,
    }
}

/// Whether a refund's request is the one that was written down.
#[must_use]
pub fn is_as_written(record: &Record, merchant: &Merchant) -> bool {
    SignedRequest::refund(&record.wanted.intent, merchant).digest() == record.wanted.request
}

/// Posts it, unless it is held back.
fn post(
    request: &SignedRequest,
    at_send: AtSend,
    means: &Means<'_>,
    held: &OnceLock<Hold>,
) -> (Exchange, Option<Hold>) {
    let exchange = means.post.post(request, at_send);
    match held.get() {
        Some(hold) => (never_left(hold), Some(hold.clone())),
        None => (exchange, None),
    }
}

fn handed(claimed: &Record) -> Handed {
    Handed {
        number: claimed.number().to_string(),
        profile: claimed.wanted.profile.clone(),
    }
}

/// The last moment in which a refund can be held back.
fn at_send(
    claimed: &Record,
    looked: Option<Moment>,
    means: &Means<'_>,
    handovers: &Arc<Handovers>,
    held: &Arc<OnceLock<Hold>>,
) -> AtSend {
    let (interrupt, brake) = (Arc::clone(means.interrupt), Arc::clone(means.brake));
    let (clock, handovers) = (Arc::clone(means.clock), Arc::clone(handovers));
    let (held, timeout) = (Arc::clone(held), means.timeout);
    let claimed = claimed.clone();
    Box::new(move || {
        let hold = if brake.holds_sends() || interrupt.is_raised() {
            Some(Hold::Stopping)
        } else if let Err(why) = handovers.hand_over(&claimed, clock.now()) {
            Some(Hold::Claim(why))
        } else if looked.is_some_and(|seen| !is_fresh(seen, &*clock)) {
            Some(Hold::Stale)
        } else if !interrupt.hand_over(handed(&claimed), timeout) {
            Some(Hold::Stopping)
        } else {
            None
        };
        let go = hold.is_none();
        if let Some(hold) = hold {
            let _ = held.set(hold);
        }
        go
    })
}

/// The exchange of a refund that was held back.
fn never_left(hold: &Hold) -> Exchange {
    Exchange {
        result: Sent::No(Trouble::plain(|| hold.to_string())),
        elapsed: Duration::ZERO,
    }
}
