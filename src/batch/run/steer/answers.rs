//! Taking in what the threads report.

use super::Steer;
use crate::batch::run::report::{Halt, Progress};
use crate::batch::run::rows::Row;
use crate::batch::run::worker::{self, Looking, Report, Sending, Task};
use crate::batch::run::writer::is_refusal;
use crate::gateway::codes::Reach;
use crate::gateway::transport::Trouble;
use crate::gateway::verdict::{Cause, Verdict};
use crate::journal::Record;
use crate::refund::{Intent, State, Udid};
use std::time::{Duration, Instant};

/// So many failures to reach the gateway, one after the other, would repeat for every row.
const MOST_FAILURES: u32 = 3;

impl Steer<'_> {
    pub(super) fn take(&mut self, report: Report) {
        match report {
            Report::Sent(row, sending) => {
                self.sending = self.sending.saturating_sub(1);
                self.last_send = Instant::now();
                self.take_sent(row, sending);
            }
            Report::Looked(before, looking) => {
                self.looking = self.looking.saturating_sub(1);
                self.take_look(&before, looking);
            }
            Report::Panicked(Task::Send(row)) => {
                self.sending = self.sending.saturating_sub(1);
                self.halt(Halt::Failed(row.number));
            }
            Report::Panicked(Task::Look(record)) => {
                self.looking = self.looking.saturating_sub(1);
                self.halt(Halt::Failed(record.number().clone()));
            }
        }
    }

    fn take_sent(&mut self, row: Row, sending: Sending) {
        let (now, spacing) = (Instant::now(), self.plan.options.spacing);
        let retry = self.plan.pace.retry;
        match sending {
            Sending::Done { record, verdict } => {
                self.rows.release(&row.payment, now, spacing);
                self.take_outcome(record, &verdict);
            }
            Sending::RateLimited(record, go_on) => {
                self.try_again(row, record, Duration::ZERO);
                if !go_on {
                    self.halt(Halt::RateLimited);
                }
            }
            Sending::Unreachable {
                record,
                trouble,
                begun,
            } => {
                self.try_again(row, record, retry);
                self.take_failure(trouble, begun);
            }
            Sending::HeldBack(record) => self.try_again(row, record, retry),
            Sending::Changed(record) => {
                self.tell(&Progress::Changed(record));
                self.halt(Halt::RequestChanged(row.number));
            }
            // Another run of the batch has just sent it.
            Sending::Elsewhere => self.rows.release(&row.payment, now, spacing),
            Sending::Busy => self.rows.again(row, now, spacing.max(retry)),
            Sending::Refused(why) => self.refuse(row, why),
            Sending::Stopped(halt) => self.halt(halt),
            Sending::Unclaimed(error) => self.halt(Halt::Journal(error)),
            Sending::Unrecorded(outcome, error) => {
                self.tell(&Progress::Unrecorded {
                    number: row.number,
                    outcome,
                    error: error.clone(),
                });
                self.halt(Halt::Journal(error));
            }
        }
    }

    /// A row stays planned, and its payment is free at once.
    pub(super) fn refuse(&mut self, row: Row, why: String) {
        self.rows
            .release(&row.payment, Instant::now(), Duration::ZERO);
        self.refused.insert(row.number.clone());
        self.tell(&Progress::Refused {
            number: row.number,
            why,
        });
    }

    fn take_outcome(&mut self, record: Box<Record>, verdict: &Verdict) {
        self.failures = 0;
        let state = record.state();
        if is_open(state) {
            let now = Instant::now();
            self.follow
                .add(record.as_ref().clone(), now, false, &self.plan.pace);
        }
        let number = record.number().clone();
        let repeats = worker::repeats(verdict, &record.wanted.intent);
        self.refused_devices
            .extend(refused_device(verdict, &record.wanted.intent));
        self.tell(&Progress::Changed(record));
        if matches!(state, State::Declined | State::Unknown) {
            self.errors = self.errors.saturating_add(1);
        }
        let most = self.plan.options.stop_at_errors;
        if let Some(halt) = repeats {
            self.halt(halt);
        } else if state == State::Unknown && !self.plan.options.keep_going {
            self.halt(Halt::Unknown(number, verdict.because()));
        } else if most.is_some_and(|most| self.errors >= most) {
            self.halt(Halt::Errors(self.errors));
        }
    }

    /// Keeps a row that was not sent for another try, unless it has moved in the meantime.
    fn try_again(&mut self, row: Row, record: Box<Record>, pause: Duration) {
        let now = Instant::now();
        if record.state() == State::Planned {
            self.rows.again(row, now, pause);
        } else {
            self.rows
                .release(&row.payment, now, self.plan.options.spacing);
        }
        self.tell(&Progress::Changed(record));
    }

    /// Counts the failures to reach the gateway. Those that were under way together are one.
    fn take_failure(&mut self, trouble: Trouble, begun: Instant) {
        if trouble.lasting {
            self.halt(Halt::Setup(trouble));
            return;
        }
        if self.failed_at.is_none_or(|last| begun > last) {
            self.failed_at = Some(Instant::now());
            self.failures = self.failures.saturating_add(1);
        }
        if self.failures >= MOST_FAILURES {
            self.halt(Halt::Unreachable(trouble));
        }
    }

    fn take_look(&mut self, before: &Record, looking: Looking) {
        let (now, id) = (Instant::now(), before.id);
        let number = before.number().clone();
        match looking {
            Looking::Seen(after, contradiction) => {
                if is_open(after.state()) {
                    self.follow
                        .again(after.as_ref().clone(), now, &self.plan.pace);
                } else {
                    self.follow.remove(id);
                }
                if let Some(what) = contradiction {
                    self.tell(&Progress::Trouble { number, what });
                }
                if after.state() != before.state() {
                    self.tell(&Progress::Changed(after));
                }
            }
            Looking::Nothing(fault) => {
                self.follow.again(before.clone(), now, &self.plan.pace);
                let what = fault.to_string();
                self.tell(&Progress::Trouble { number, what });
                if let Some(halt) = worker::refused_always(&fault) {
                    self.stop_looks();
                    self.halt(halt);
                }
            }
            Looking::Unrecorded(error) if is_refusal(&error) => {
                self.follow.remove(id);
                let what = error.to_string();
                self.tell(&Progress::Trouble { number, what });
            }
            Looking::Unrecorded(error) => {
                self.follow.again(before.clone(), now, &self.plan.pace);
                self.halt(Halt::Journal(error));
            }
            Looking::Stopped => self.follow.again(before.clone(), now, &self.plan.pace),
        }
    }
}

/// Finds the device that a reply refuses, and says why no other row that names it is worth sending.
fn refused_device(verdict: &Verdict, intent: &Intent) -> Option<(Udid, String)> {
    match (&verdict.cause, &intent.udid) {
        (Cause::Code(code), Some(udid)) if code.reach == Reach::Device => {
            let (code, meaning) = (code.code, code.english);
            let why = format!("the gateway refuses its device `{udid}`: {code}, {meaning}");
            Some((udid.clone(), why))
        }
        _ => None,
    }
}

/// Whether a look could still change something.
const fn is_open(state: State) -> bool {
    matches!(state, State::Pending | State::Unknown)
}
