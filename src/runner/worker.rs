//! The threads that make attempts: one refund sent, or one looked at, from beginning to end.

use super::RunPlan;
use super::last_look::Unlooked;
use super::rows::Due;
use super::writer::Scribe;
use crate::attempt::{self, Attempted, Look, Refusal};
use crate::gateway::enquiry::{EnquiryFault, Moment};
use crate::journal::{Begun, JournalError, Record};
use crate::language::word;
use crate::refund::State;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Work for a thread.
pub(super) enum Task {
    Send(Due),
    Look(Box<Record>),
}

/// What came of it.
pub(super) enum Done {
    Sent(Due, Tried),
    Looked(Box<Record>, Look),
    /// The thread panicked and caught itself.
    Panicked(Task),
}

/// What came of the try to send a row.
pub(super) enum Tried {
    /// It was claimed, and one attempt made.
    Attempted(Box<Attempted>),
    /// Somebody else has moved it.
    Elsewhere,
    /// A rule stands in the way of its claim.
    Refused(Refusal),
    /// It cannot be claimed, and why, as a clause.
    Unclaimable(String),
    /// The claim could not be made durable: nothing was sent.
    Unclaimed(JournalError),
    /// The look before it taught nothing: it was begun at this moment.
    Unlooked(EnquiryFault, Duration),
    /// The gateway has it, although it answered that it did nothing.
    Found(Box<Record>),
}

/// Works until there is no more.
pub(super) fn work(
    plan: &RunPlan<'_>,
    scribe: &mut Scribe,
    tasks: &Mutex<Receiver<Task>>,
    done: &Sender<Done>,
) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else {
            return;
        };
        let what = catch_unwind(AssertUnwindSafe(|| match &task {
            Task::Send(due) => Done::Sent(due.clone(), send(due, plan, scribe)),
            Task::Look(record) => {
                Done::Looked(record.clone(), attempt::look(record, &plan.means(), scribe))
            }
        }));
        if done.send(what.unwrap_or(Done::Panicked(task))).is_err() {
            return;
        }
    }
}

/// Looks at what may have changed since the run began. Nothing is claimed yet.
fn look(due: &Due, plan: &RunPlan<'_>, scribe: &mut Scribe) -> Result<Option<Moment>, Tried> {
    let begun = plan.now();
    if due.tried {
        look_by_number(due, plan, scribe)?;
    }
    let Some(last_look) = plan.job.last_look else {
        return Ok(None);
    };
    let mut refunds = |filter| scribe.all(filter);
    let go_on = || !plan.brake.holds_sends();
    let seen = last_look.look(&due.number, &due.payment, &mut refunds, &go_on);
    seen.map(Some).map_err(|unlooked| match unlooked {
        Unlooked::Refused(why) => Tried::Unclaimable(why),
        Unlooked::Fault(fault) => Tried::Unlooked(fault, begun),
        Unlooked::Journal(error) => Tried::Unclaimed(error),
    })
}

fn look_by_number(due: &Due, plan: &RunPlan<'_>, scribe: &mut Scribe) -> Result<(), Tried> {
    let begun = plan.now();
    let read = scribe.with_events(plan, &due.number);
    let Some((record, events)) = read.map_err(Tried::Unclaimed)? else {
        return Err(Tried::Elsewhere);
    };
    if record.state() != State::Planned {
        return Err(Tried::Elsewhere);
    }
    let looked = attempt::look_before(&record, &events, &plan.means(), scribe);
    looked.map_err(|look| match look {
        Look::Seen(_, Some(why)) => Tried::Unclaimable(why),
        Look::Seen(after, None) => Tried::Found(after),
        Look::Nothing(fault) => Tried::Unlooked(fault, begun),
        Look::Stopped => Tried::Unlooked(EnquiryFault::Stopped, begun),
        Look::Unrecorded(error) => Tried::Unclaimed(error),
    })
}

fn send(due: &Due, plan: &RunPlan<'_>, scribe: &mut Scribe) -> Tried {
    let looked = match look(due, plan, scribe) {
        Ok(looked) => looked,
        Err(tried) => return tried,
    };
    let begun = match scribe.claim(&due.number) {
        Ok(begun) => begun,
        Err(error) if error.is_refusal() => return Tried::Unclaimable(error.to_string()),
        Err(error) => return Tried::Unclaimed(error),
    };
    let claimed = match begun {
        Begun::Claimed(record) => record,
        Begun::Existing(_) => return Tried::Elsewhere,
        other => {
            return match Refusal::of(&other, plan.job.options.currency) {
                Some(refusal) => Tried::Refused(refusal),
                None => Tried::Unclaimable(
                    word!("plan-unclaimable", "the journal did not let it be claimed").to_owned(),
                ),
            };
        }
    };
    let handovers = &plan.job.handovers;
    let attempt = attempt::send(&claimed, looked, &plan.means(), handovers, scribe);
    Tried::Attempted(Box::new(attempt))
}
