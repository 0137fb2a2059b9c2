//! Taking in what the threads have done.

use super::{Steer, stop};
use crate::attempt::{Attempted, Extent, Hold, Look, Refusal};
use crate::gateway::verdict::{Cause, Verdict};
use crate::journal::{HeldBack, Record};
use crate::language::text;
use crate::refund::{OutTradeNo, State, Syssn};
use crate::runner::event::{Halt, RunEvent};
use crate::runner::rows::Due;
use crate::runner::worker::{Done, Task, Tried};
use std::time::Duration;

impl Steer<'_> {
    pub(super) fn take(&mut self, done: Done) {
        match done {
            Done::Sent(row, tried) => {
                self.crew.sent(self.plan.now());
                self.take_tried(row, tried);
            }
            Done::Looked(before, look) => {
                self.crew.looked();
                self.take_look(&before, look);
            }
            Done::Panicked(Task::Send(row)) => {
                self.crew.sent(self.plan.now());
                self.fail(&row.number);
            }
            Done::Panicked(Task::Look(record)) => {
                self.crew.looked();
                self.fail(record.number());
            }
        }
    }

    /// Halts at a row in which the program failed, with what the journal has of it: it may have been sent only
    /// where it is claimed.
    fn fail(&mut self, number: &OutTradeNo) {
        let known = match self.scribe.with_events(self.plan, number) {
            Ok(Some((record, _))) => match record.state() {
                State::Planned => text!(
                    "plan-failed-planned",
                    "it is planned: nothing of it was sent"
                ),
                State::Sending => text!(
                    "plan-failed-claimed",
                    "it was claimed, and may have been sent"
                ),
                state => text!("plan-failed-is", "it is {state}", state),
            },
            Ok(None) => text!("plan-failed-gone", "the journal has it no more"),
            Err(error) => text!(
                "plan-failed-unread",
                "where it stands cannot be read: {error}",
                error
            ),
        };
        self.halt(Halt::Failed(number.clone(), known));
    }

    fn take_tried(&mut self, row: Due, tried: Tried) {
        let (now, spacing) = (self.plan.now(), self.plan.job.options.spacing);
        match tried {
            Tried::Attempted(attempt) => self.take_attempt(row, *attempt),
            // Another run of the batch has just sent it.
            Tried::Elsewhere => self.queue.release(&row.payment, now, spacing),
            Tried::Refused(refusal) => self.take_refusal(row, refusal),
            Tried::Unclaimable(why) => self.refuse(row, why),
            Tried::Unclaimed(error) => self.halt(Halt::Journal(error)),
            Tried::Unlooked(fault, begun) => {
                self.queue.again(row, now, self.plan.pace.retry);
                if let Some(halt) = self.stop.unlooked(&fault, begun, now) {
                    self.halt(halt);
                }
            }
            Tried::Found(record) => self.take_found(row, record),
        }
    }

    /// A row that came back unsent, and that the gateway has all the same.
    fn take_found(&mut self, row: Due, record: Box<Record>) {
        let (now, spacing) = (self.plan.now(), self.plan.job.options.spacing);
        self.queue.release(&row.payment, now, spacing);
        let what = text!(
            "plan-has-it",
            "the gateway had answered that it did nothing, and has it: it is {state}",
            state = record.state()
        );
        self.stop.reached();
        let (state, pace) = (record.state(), &self.plan.pace.attempt);
        if state.is_open() {
            self.follow.add(record.as_ref().clone(), now, false, pace);
        }
        self.tell(&RunEvent::Changed(record));
        self.tell(&RunEvent::Trouble {
            number: row.number.clone(),
            what: what.clone(),
        });
        if state == State::Unknown && !self.plan.job.options.keep_going {
            self.halt(Halt::Unknown(row.number, what));
        }
    }

    fn take_refusal(&mut self, row: Due, refusal: Refusal) {
        match refusal.extent {
            Extent::Refund => self.refuse(row, refusal.text),
            Extent::Doubt => self.take_doubt(row, refusal.text),
            Extent::Moment => {
                let pause = self.plan.job.options.spacing.max(self.plan.pace.retry);
                self.queue.again(row, self.plan.now(), pause);
            }
            // Claims that are not over count as well: a halt now would take them back unsent.
            Extent::Day | Extent::Batch if self.crew.sending > 0 => {
                self.is_full = true;
                self.queue.again(row, self.plan.now(), Duration::ZERO);
            }
            Extent::Day => self.halt(Halt::DayLimit(refusal.text)),
            Extent::Batch => self.halt(Halt::BatchLimit(refusal.text)),
        }
    }

    /// A row stays planned.
    pub(super) fn refuse(&mut self, row: Due, why: String) {
        self.queue.refuse(&row, self.plan.now());
        self.tell(&RunEvent::Refused {
            number: row.number,
            why,
        });
    }

    /// A row waits for another refund of its payment to be settled.
    fn take_doubt(&mut self, row: Due, why: String) {
        // That one may have been settled while the row was on its way to its claim.
        if !self.follow.has(&row.payment) && self.queue.is_doubted_first(&row.number) {
            let pause = self.plan.pace.retry;
            self.queue.again(row, self.plan.now(), pause);
            return;
        }
        self.queue.doubt(row.clone());
        self.refuse(row, why);
    }

    /// A refund of a payment is settled: the rows that it held back are tried again.
    fn settled(&mut self, payment: &Syssn) {
        if self.queue.try_doubted(payment) {
            self.closing.reopen();
        }
    }

    fn take_attempt(&mut self, row: Due, attempt: Attempted) {
        let retry = self.plan.pace.retry;
        let record = match attempt.recorded {
            Ok(record) => record,
            Err(unrecorded) => {
                let error = unrecorded.error.clone();
                self.tell(&RunEvent::Unrecorded {
                    number: row.number,
                    outcome: attempt.verdict.outcome,
                    unrecorded,
                });
                self.halt(Halt::Journal(error));
                return;
            }
        };
        match (attempt.held, &attempt.verdict.cause) {
            (Some(Hold::Claim(HeldBack::Unmarked(error) | HeldBack::Unread(error))), _) => {
                self.halt(Halt::Journal(error));
            }
            (Some(Hold::Changed), _) => {
                self.tell(&RunEvent::Changed(record));
                self.halt(Halt::RequestChanged(row.number));
            }
            (
                Some(Hold::Stopping | Hold::Stale | Hold::Claim(HeldBack::Lapsed | HeldBack::Lost)),
                _,
            ) => {
                self.try_again(row, record, retry);
            }
            (None, Cause::RateLimited) => {
                self.try_again(row, record, Duration::ZERO);
                if !attempt.go_on {
                    self.halt(Halt::RateLimited);
                }
            }
            (None, Cause::NotSent(trouble)) => {
                self.try_again(row, record, retry);
                let now = self.plan.now();
                if let Some(halt) = self.stop.failed(trouble.clone(), attempt.begun, now) {
                    self.halt(halt);
                }
            }
            (None, _) => {
                let (now, spacing) = (self.plan.now(), self.plan.job.options.spacing);
                self.queue.release(&row.payment, now, spacing);
                self.take_outcome(record, &attempt.verdict);
            }
        }
    }

    fn take_outcome(&mut self, record: Box<Record>, verdict: &Verdict) {
        self.stop.reached();
        let (state, intent) = (record.state(), &record.wanted.intent);
        if state.is_open() {
            let pace = &self.plan.pace.attempt;
            let now = self.plan.now();
            self.follow.add(record.as_ref().clone(), now, false, pace);
        }
        let number = record.number().clone();
        let repeats = stop::repeats(verdict, intent);
        self.is_proven |= repeats.is_none() && stop::is_answer(verdict);
        if let Some((device, why)) = stop::refused_device(verdict, intent) {
            self.queue.refuse_device(device, why);
        }
        self.tell(&RunEvent::Changed(record));
        if matches!(state, State::Declined | State::Unknown) {
            self.stop.errors = self.stop.errors.saturating_add(1);
        }
        let options = &self.plan.job.options;
        let errors = self.stop.errors;
        if let Some(halt) = repeats {
            self.halt(halt);
        } else if state == State::Unknown && !options.keep_going {
            self.halt(Halt::Unknown(number, verdict.because()));
        } else if options.stop_at_errors.is_some_and(|most| errors >= most) {
            self.halt(Halt::Errors(errors));
        }
    }

    /// Keeps a row that was not sent for another try, unless it has moved in the meantime.
    fn try_again(&mut self, mut row: Due, record: Box<Record>, pause: Duration) {
        let now = self.plan.now();
        row.tried = true;
        if record.state() == State::Planned {
            self.queue.again(row, now, pause);
        } else {
            let spacing = self.plan.job.options.spacing;
            self.queue.release(&row.payment, now, spacing);
        }
        self.tell(&RunEvent::Changed(record));
    }

    fn take_look(&mut self, before: &Record, look: Look) {
        let (now, pace) = (self.plan.now(), &self.plan.pace.attempt);
        let number = before.number().clone();
        match look {
            Look::Seen(after, contradiction) => {
                if after.state().is_open() {
                    self.follow.again(after.as_ref().clone(), now, pace);
                } else {
                    self.follow.remove(before.id);
                    self.settled(&after.wanted.intent.syssn);
                }
                if let Some(what) = contradiction {
                    self.tell(&RunEvent::Trouble { number, what });
                }
                if after.state() != before.state() {
                    self.tell(&RunEvent::Changed(after));
                }
            }
            Look::Nothing(fault) => {
                self.follow.again(before.clone(), now, pace);
                let what = fault.to_string();
                self.tell(&RunEvent::Trouble { number, what });
                if let Some(halt) = stop::refused_always(&fault) {
                    self.stop_looks();
                    self.halt(halt);
                }
            }
            Look::Unrecorded(error) if error.is_refusal() => {
                self.follow.remove(before.id);
                let what = error.to_string();
                self.tell(&RunEvent::Trouble { number, what });
            }
            Look::Unrecorded(error) => {
                self.follow.again(before.clone(), now, pace);
                self.halt(Halt::Journal(error));
            }
            Look::Stopped => self.follow.again(before.clone(), now, pace),
        }
    }
}
