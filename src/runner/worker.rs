//! The threads that make attempts: one refund sent, or one looked at, from beginning to end.

use super::RunPlan;
use super::rows::Due;
use super::writer::Scribe;
use crate::attempt::{self, Attempted, Look, Refusal};
use crate::journal::{Begun, JournalError, Record};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

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

fn send(due: &Due, plan: &RunPlan<'_>, scribe: &mut Scribe) -> Tried {
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
                None => Tried::Unclaimable("the journal did not let it be claimed".to_owned()),
            };
        }
    };
    let handovers = &plan.job.handovers;
    let attempt = attempt::send(&claimed, &plan.means(), handovers, scribe);
    Tried::Attempted(Box::new(attempt))
}
