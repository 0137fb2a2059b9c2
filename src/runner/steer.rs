//! Deciding what comes next: the caller's own thread.

mod answers;
mod closing;
mod crew;
mod queue;
mod stop;

use super::RunPlan;
use super::event::{Halt, RunError, RunEvent, Summary, WaitFor};
use super::follow::Follow;
use super::worker::Task;
use super::writer::{self, Scribe};
use crate::attempt;
use crate::gateway::gate::Heard;
use crate::gateway::transport::Trouble;
use crate::journal::{Journal, JournalError};
use crate::language::{speak, spoken};
use crate::refund::clock::set_it;
use crate::refund::{State, hong_kong};
use closing::Closing;
use crew::Crew;
use queue::Queue;
use std::sync::mpsc::RecvTimeoutError;
use std::thread::{self, Builder};
use std::time::Duration;
use stop::Stop;
use time::OffsetDateTime;

/// Rows read at once.
const PAGE: u32 = 200;
/// Longest sleep before signals and the clock are looked at again.
const NAP: Duration = Duration::from_millis(50);

/// Runs a batch.
pub(super) fn run(
    plan: &RunPlan<'_>,
    journal: &mut dyn Journal,
    on_event: &mut dyn FnMut(&RunEvent),
) -> Result<Summary, RunError> {
    thread::scope(move |scope| {
        let (scribe, asked) = Scribe::new();
        let language = spoken();
        Builder::new()
            .name("batch-journal".to_owned())
            .spawn_scoped(scope, move || {
                speak(language);
                writer::serve(journal, &asked, plan);
            })
            .map_err(RunError::Thread)?;
        let crew = Crew::hire(scope, plan, &scribe).map_err(RunError::Thread)?;
        Steer {
            plan,
            scribe,
            crew,
            queue: Queue::default(),
            follow: Follow::default(),
            stop: Stop::default(),
            closing: Closing::default(),
            is_full: false,
            is_proven: false,
            voice: Voice {
                on_event,
                ticked: plan.now(),
                waited: None,
            },
        }
        .run()
    })
}

struct Steer<'a> {
    plan: &'a RunPlan<'a>,
    scribe: Scribe,
    crew: Crew,
    queue: Queue,
    follow: Follow,
    stop: Stop,
    closing: Closing,
    /// A limit has no room left unless one of the refunds in flight gives its part back.
    is_full: bool,
    /// Whether an answer to a row has shown that the set-up works. Until then rows go one by one, so that
    /// a wrong key uses up one of them and no more.
    is_proven: bool,
    voice: Voice<'a>,
}

/// What is told, and when it was told last.
struct Voice<'a> {
    on_event: &'a mut dyn FnMut(&RunEvent),
    ticked: Duration,
    waited: Option<(WaitFor, Duration)>,
}

impl Steer<'_> {
    fn run(mut self) -> Result<Summary, RunError> {
        self.scribe.end_claims(self.plan)?;
        self.find_open()?;
        self.check_clock()?;
        loop {
            while let Ok(done) = self.crew.done.try_recv() {
                self.take(done);
            }
            if self.plan.job.interrupt.is_raised() {
                self.halt(Halt::Interrupted);
            }
            if let Heard::Off(skew) = self.plan.job.gate.heard() {
                self.halt(wrong_clock(attempt::off(skew)));
            }
            if let Err(error) = self.read_on() {
                self.halt(Halt::Journal(error));
            }
            let limited = self.send_rows();
            self.look_at_rows();
            self.tick();
            if self.is_over() {
                break;
            }
            let nap = self.nap(limited);
            if self.crew.is_idle() {
                // Nobody can report: only time is waited for.
                self.plan.job.clock.sleep(nap);
                continue;
            }
            match self.crew.done.recv_timeout(nap) {
                Ok(done) => self.take(done),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(Summary {
            counts: self.scribe.counts(self.plan)?,
            refused: self.queue.kept_back(&self.plan.job.left_out),
            halted: self.stop.halted,
        })
    }

    /// Sends nothing by a clock that is far off.
    fn check_clock(&mut self) -> Result<(), JournalError> {
        let newest = self.scribe.newest()?;
        let counts_days = self.plan.job.options.max_day_total.is_some();
        let is_new_day = counts_days && self.scribe.day_total(self.plan)? == 0;
        let checked = attempt::check_clock(newest, is_new_day, &self.plan.means());
        if let Err(why) = checked {
            self.halt(wrong_clock(why));
        }
        Ok(())
    }

    fn tell(&mut self, event: &RunEvent) {
        (self.voice.on_event)(event);
    }

    /// Nothing new is sent from here on. The first reason is the one that counts.
    fn halt(&mut self, why: Halt) {
        self.plan.brake.stop_sends();
        if !why.follows() {
            self.stop_looks();
        }
        if self.stop.halted.is_none() {
            self.tell(&RunEvent::Halted(why.clone()));
            self.stop.halted = Some(why);
        }
    }

    fn stop_looks(&mut self) {
        self.stop.hard = true;
        self.plan.brake.stop_looks();
    }

    fn read_on(&mut self) -> Result<(), JournalError> {
        if self.follow.more && self.follow.has_room() && !self.stop.hard {
            self.find_open()?;
        }
        if self.stop.halted.is_some() {
            return Ok(());
        }
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        if self.queue.wants(page) {
            let after = self.queue.after();
            let read = self.scribe.page(self.plan, State::Planned, after, PAGE)?;
            self.queue.extend(read, page, &self.plan.job.left_out);
        }
        if self.queue.is_empty() && self.crew.sending == 0 {
            self.close()?;
        }
        Ok(())
    }

    /// Gives rows to the senders; returns how long the limiter keeps the next one waiting.
    fn send_rows(&mut self) -> Option<Duration> {
        self.is_full &= self.crew.sending > 0;
        while self.stop.halted.is_none() && !self.is_full && self.has_room() {
            self.queue.advance(self.plan.now())?;
            if let Some((row, why)) = self.queue.take_refused() {
                self.refuse(row, why);
                continue;
            }
            if self.must_pause() {
                return None;
            }
            if let Err(wait) = self.plan.job.gate.pass() {
                self.wait_for(WaitFor::Limit, self.in_a_while(wait));
                return Some(wait);
            }
            if let Some(row) = self.queue.take() {
                self.crew.give(Task::Send(row));
            }
        }
        None
    }

    /// Whether another row may be under way now.
    const fn has_room(&self) -> bool {
        self.crew.has_free_sender() && (self.is_proven || self.crew.sending == 0)
    }

    /// Whether the gateway's nightly pause keeps the next row from being sent.
    fn must_pause(&mut self) -> bool {
        let now = self.plan.job.clock.now();
        let options = &self.plan.job.options;
        if !options.moves_money || !hong_kong::in_clearing_pause(now) {
            return false;
        }
        if options.pause_window {
            let end = (1..=120)
                .map(|minutes| now.saturating_add(time::Duration::minutes(minutes)))
                .find(|at| !hong_kong::in_clearing_pause(*at));
            self.wait_for(WaitFor::Pause, end.unwrap_or(now));
        } else {
            self.halt(Halt::ClearingPause);
        }
        true
    }

    fn look_at_rows(&mut self) {
        if self.stop.hard || self.is_followed_long_enough() {
            return;
        }
        while self.crew.has_free_looker() {
            let Some(record) = self.follow.take(self.plan.now()) else {
                return;
            };
            self.crew.give(Task::Look(Box::new(record)));
        }
    }

    fn are_sends_over(&self) -> bool {
        self.crew.sending == 0 && (self.stop.halted.is_some() || self.closing.is_settled())
    }

    fn is_followed_long_enough(&self) -> bool {
        let followed = self.plan.now().saturating_sub(self.crew.last_send);
        self.are_sends_over() && followed >= self.plan.job.options.follow
    }

    fn is_over(&self) -> bool {
        let nothing_open = self.follow.len() == 0 && !self.follow.more;
        self.are_sends_over()
            && self.crew.looking == 0
            && (self.stop.hard || nothing_open || self.is_followed_long_enough())
    }

    fn in_a_while(&self, wait: Duration) -> OffsetDateTime {
        let wait = time::Duration::try_from(wait).unwrap_or_default();
        self.plan.job.clock.now().saturating_add(wait)
    }

    /// Says what the run waits for, when that changes and now and then.
    fn wait_for(&mut self, what: WaitFor, until: OffsetDateTime) {
        let now = self.plan.now();
        let tick = self.plan.pace.tick;
        let told = self
            .voice
            .waited
            .is_some_and(|(before, at)| before == what && now.saturating_sub(at) < tick);
        if !told {
            self.voice.waited = Some((what, now));
            self.tell(&RunEvent::Waiting { what, until });
        }
    }

    fn tick(&mut self) {
        let now = self.plan.now();
        if now.saturating_sub(self.voice.ticked) < self.plan.pace.tick {
            return;
        }
        self.voice.ticked = now;
        match self.scribe.counts(self.plan) {
            Ok(counts) => {
                let following = self.follow.len();
                self.tell(&RunEvent::Tick { counts, following });
            }
            Err(error) => self.halt(Halt::Journal(error)),
        }
    }

    /// Says how long nothing can be due, at most.
    fn nap(&self, limited: Option<Duration>) -> Duration {
        let now = self.plan.now();
        let until = |at: Option<Duration>| at.map(|at| at.saturating_sub(now));
        let may_send = self.stop.halted.is_none() && !self.is_full;
        let row = until(self.queue.next_free()).filter(|_| may_send && self.has_room());
        let look = until(self.follow.next_due()).filter(|_| self.crew.has_free_looker());
        let soonest = [row, look, limited].into_iter().flatten().min();
        soonest.map_or(NAP, |wait| wait.clamp(Duration::from_millis(1), NAP))
    }
}

/// The reason to send nothing more by a clock that is far off.
fn wrong_clock(what: String) -> Halt {
    Halt::Setup(Trouble {
        what: what.into(),
        remedy: Some(set_it()),
        lasting: true,
    })
}
