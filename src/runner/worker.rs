//! One refund sent, or one looked at, from beginning to end.

use super::gate::Gate;
use super::report::in_words;
use super::rows::Row;
use super::writer::{Scribe, is_refusal};
use super::{Halt, Plan, Wire};
use crate::gateway::codes::Reach;
use crate::gateway::enquiry::{self, EnquiryFault, Key, parse_page};
use crate::gateway::evidence;
use crate::gateway::transport::{Sent, Trouble};
use crate::gateway::verdict::{self, Cause, Verdict};
use crate::gateway::wire::SignedRequest;
use crate::journal::{Begun, Details, Digest, HeldBack, JournalError, Record};
use crate::refund::{Event, Intent, Outcome};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

/// How often one enquiry is asked again after HTTP 429.
const PATIENCE: usize = 3;

/// Work for a thread.
pub(super) enum Task {
    Send(Row),
    Look(Box<Record>),
}

/// What came of it.
pub(super) enum Report {
    Sent(Row, Sending),
    Looked(Box<Record>, Looking),
    /// The thread panicked and caught itself.
    Panicked(Task),
}

/// What came of a send.
pub(super) enum Sending {
    /// Sent, and written down.
    Done {
        record: Box<Record>,
        verdict: Box<Verdict>,
    },
    /// The gateway said that it is asked too often; whether to try on.
    RateLimited(Box<Record>, bool),
    /// It cannot have reached the gateway.
    Unreachable {
        record: Box<Record>,
        trouble: Trouble,
        begun: Instant,
    },
    /// Held back because the run is to stop.
    HeldBack(Box<Record>),
    /// Somebody else has moved it.
    Elsewhere,
    /// Another refund of its payment is being sent.
    Busy,
    /// A rule stands in the way.
    Refused(String),
    /// A rule stands in the way of every row.
    Stopped(Halt),
    /// The request is not the one that was written down.
    Changed(Box<Record>),
    /// The claim could not be made durable: nothing was sent.
    Unclaimed(JournalError),
    /// It was sent, and how it ended could not be written down.
    Unrecorded(Outcome, JournalError),
}

/// What came of a look.
pub(super) enum Looking {
    /// It taught something, which is written down.
    Seen(Box<Record>, Option<String>),
    /// It taught nothing.
    Nothing(EnquiryFault),
    /// The journal did not take it.
    Unrecorded(JournalError),
    /// It was given up because the run is to stop.
    Stopped,
}

/// What a thread works with.
pub(super) struct Tools<'a> {
    pub(super) plan: &'a Plan,
    pub(super) wire: &'a dyn Wire,
    pub(super) gate: Arc<Gate>,
    pub(super) scribe: Scribe,
}

/// Works until there is no more.
pub(super) fn work(tools: &Tools<'_>, tasks: &Mutex<Receiver<Task>>, reports: &Sender<Report>) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else {
            return;
        };
        let done = catch_unwind(AssertUnwindSafe(|| match &task {
            Task::Send(row) => Report::Sent(row.clone(), send(tools, row)),
            Task::Look(record) => Report::Looked(record.clone(), look(tools, record)),
        }));
        if reports
            .send(done.unwrap_or(Report::Panicked(task)))
            .is_err()
        {
            return;
        }
    }
}

fn send(tools: &Tools<'_>, row: &Row) -> Sending {
    let currency = tools.plan.options.currency;
    let claimed = match tools.scribe.claim(&row.number) {
        Ok(Begun::Claimed(record)) => record,
        Ok(Begun::Existing(_)) => return Sending::Elsewhere,
        Ok(Begun::Busy(_)) => return Sending::Busy,
        Ok(Begun::ExceedsRest { paid, live }) => {
            return Sending::Refused(format!(
                "it is more than the rest of its payment of {}: {} of it is refunded, or may be",
                in_words(paid, currency),
                in_words(live, currency)
            ));
        }
        Ok(Begun::ExceedsDay { limit, live }) => {
            return Sending::Stopped(Halt::DayLimit {
                currency,
                limit,
                live,
            });
        }
        Ok(Begun::ExceedsRefund { limit }) => {
            return Sending::Refused(format!(
                "it is more than the largest refund of the profile, {}",
                in_words(limit, currency)
            ));
        }
        Ok(Begun::ExceedsBatch { limit, others }) => {
            return Sending::Stopped(Halt::BatchLimit {
                currency,
                limit,
                live: others,
            });
        }
        Ok(Begun::OtherCurrency(currency)) => {
            return Sending::Refused(format!("its payment is in {currency}"));
        }
        Ok(Begun::Planned(_) | Begun::Twin(_)) => {
            return Sending::Refused("the journal did not let it be claimed".to_owned());
        }
        Err(error) if is_refusal(&error) => return Sending::Refused(error.to_string()),
        Err(error) => return Sending::Unclaimed(error),
    };
    let intent = &claimed.wanted.intent;
    let request = SignedRequest::refund(intent, &tools.plan.merchant);
    if Digest::of(request.body.as_bytes()) != claimed.wanted.request {
        return not_sent(tools, &claimed, "its request has changed", Sending::Changed);
    }
    let begun = Instant::now();
    let held = Arc::new(OnceLock::new());
    let exchange = tools.wire.post(&request, at_send(tools, &claimed, &held));
    match held.get() {
        None => {}
        Some(Held::Stopping) => return not_sent(tools, &claimed, "held back", Sending::HeldBack),
        Some(Held::Claim(why)) => {
            return match (
                not_sent(tools, &claimed, &why.to_string(), Sending::HeldBack),
                why,
            ) {
                (Sending::HeldBack(_), HeldBack::Unmarked(error)) => {
                    Sending::Unclaimed(error.clone())
                }
                (given_back, _) => given_back,
            };
        }
    }
    let verdict = verdict::judge(&exchange.result, intent, &tools.plan.merchant);
    let details = evidence::details(&claimed, &verdict, &exchange);
    let event = Event::of_reply(verdict.outcome);
    let record = match tools
        .scribe
        .reply(&claimed, event, &details, tools.plan.pace.write)
    {
        Ok(record) => Box::new(record),
        Err(error) => return Sending::Unrecorded(verdict.outcome, error),
    };
    match &verdict.cause {
        Cause::RateLimited => Sending::RateLimited(record, tools.gate.refused(begun)),
        Cause::NotSent(trouble) => Sending::Unreachable {
            record,
            trouble: trouble.clone(),
            begun,
        },
        _ => {
            if matches!(exchange.result, Sent::Replied(_)) {
                tools.gate.answered();
            }
            Sending::Done {
                record,
                verdict: Box::new(verdict),
            }
        }
    }
}

/// Why a refund is held back at the last moment.
enum Held {
    /// The run is to stop.
    Stopping,
    /// Something is wrong with its claim.
    Claim(HeldBack),
}

/// The last moment in which a refund can be held back.
fn at_send(tools: &Tools<'_>, claimed: &Record, held: &Arc<OnceLock<Held>>) -> super::AtSend {
    let (interrupt, gate) = (Arc::clone(&tools.plan.interrupt), Arc::clone(&tools.gate));
    let (clock, handovers) = (tools.plan.clock.clone(), Arc::clone(&tools.plan.handovers));
    let (held, timeout) = (Arc::clone(held), tools.plan.options.timeout);
    let claimed = claimed.clone();
    Box::new(move || {
        let hold = if gate.sends_stopped() || interrupt.is_raised() {
            Some(Held::Stopping)
        } else if let Err(why) = handovers.hand_over(&claimed, clock.now()) {
            Some(Held::Claim(why))
        } else if !interrupt.hand_over(claimed.number().as_str(), timeout) {
            Some(Held::Stopping)
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

/// Gives a claim back: nothing of it was handed over.
fn not_sent(
    tools: &Tools<'_>,
    claimed: &Record,
    why: &str,
    what: fn(Box<Record>) -> Sending,
) -> Sending {
    let details = Details {
        text: Some(why.to_owned()),
        attempt: Some(claimed.progress.attempt),
        ..Details::default()
    };
    match tools
        .scribe
        .reply(claimed, Event::NotSent, &details, tools.plan.pace.write)
    {
        Ok(record) => what(Box::new(record)),
        Err(error) => Sending::Unrecorded(Outcome::NotSent, error),
    }
}

fn look(tools: &Tools<'_>, record: &Record) -> Looking {
    let merchant = &tools.plan.merchant;
    let key = Key::OutTradeNo(record.number().to_string());
    let months = enquiry::months_of(record, tools.plan.clock.now());
    let mut stopped = false;
    let mut ask = |request: &SignedRequest| {
        let mut patience = PATIENCE;
        loop {
            if !tools.gate.wait() {
                stopped = true;
                return Err(EnquiryFault::RateLimited);
            }
            let begun = Instant::now();
            let exchange = tools.wire.post(request, Box::new(|| true));
            let answer = match exchange.result {
                Sent::No(trouble) => return Err(EnquiryFault::NotSent(trouble)),
                Sent::Perhaps(trouble) => return Err(EnquiryFault::NoReply(trouble)),
                Sent::Replied(reply) => parse_page(&reply, merchant),
            };
            if !matches!(answer, Err(EnquiryFault::RateLimited)) {
                tools.gate.answered();
                return answer;
            }
            tools.gate.refused(begun);
            match patience.checked_sub(1) {
                Some(left) => patience = left,
                None => return answer,
            }
        }
    };
    let found = enquiry::search_by(&mut ask, merchant, &key, &months);
    let found = match found {
        Ok(found) => found,
        Err(_) if stopped => return Looking::Stopped,
        Err(fault) => return Looking::Nothing(fault),
    };
    let sight = enquiry::sight(&found.rows, record);
    match tools
        .scribe
        .look(record.number(), sight.event, sight.details)
    {
        Ok(after) => Looking::Seen(Box::new(after), sight.contradiction),
        Err(error) => Looking::Unrecorded(error),
    }
}

/// Returns the halt that a reply calls for because every row would get the same.
pub(super) fn repeats(verdict: &Verdict, intent: &Intent) -> Option<Halt> {
    let Cause::Code(code) = &verdict.cause else {
        return None;
    };
    let repeats = match code.reach {
        Reach::Request => false,
        // A row that names a device of its own says nothing of those that name none.
        Reach::Device => intent.udid.is_none(),
        Reach::Profile => true,
    };
    repeats.then(|| Halt::Code {
        respcd: code.code.to_owned(),
        meaning: code.english,
    })
}

/// Returns the halt that an enquiry's fault calls for.
pub(super) fn refused_always(fault: &EnquiryFault) -> Option<Halt> {
    let halt = match fault {
        EnquiryFault::Refused(respcd, code, _) => Halt::Code {
            respcd: respcd.clone(),
            meaning: code.english,
        },
        EnquiryFault::NotSent(trouble) => Halt::Setup(trouble.clone()),
        _ => return None,
    };
    fault.repeats().then_some(halt)
}
