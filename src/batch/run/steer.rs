//! Deciding what comes next: the caller's own thread.

mod answers;
mod closing;

use super::follow::Follow;
use super::gate::Gate;
use super::report::{Halt, Progress, RunError, Summary, WaitFor};
use super::rows::{Row, Rows};
use super::worker::{self, Report, Task, Tools};
use super::writer::{self, Scribe};
use super::{Plan, Wire};
use crate::journal::{Cursor, Journal, JournalError};
use crate::refund::hong_kong;
use crate::refund::{OutTradeNo, State, Udid};
use closing::Closing;
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, Builder, Scope};
use std::time::{Duration, Instant};
use time::OffsetDateTime;

/// Rows read at once.
const PAGE: u32 = 200;
/// Most refunds in flight.
const MOST_JOBS: usize = 64;
/// Longest sleep before signals and the clock are looked at again.
const NAP: Duration = Duration::from_millis(50);

/// Runs a batch.
pub(super) fn run(
    plan: &Plan,
    wire: &dyn Wire,
    journal: &mut dyn Journal,
    on_event: &mut dyn FnMut(&Progress),
) -> Result<Summary, RunError> {
    let gate = Arc::new(Gate::new(plan));
    thread::scope(move |scope| {
        let (scribe, asked) = Scribe::new();
        Builder::new()
            .name("batch-journal".to_owned())
            .spawn_scoped(scope, move || writer::serve(journal, &asked, plan))
            .map_err(RunError::Thread)?;
        let (sends, to_send) = channel();
        let (looks, to_look) = channel();
        let (report, reports) = channel();
        let jobs = plan.options.jobs.clamp(1, MOST_JOBS);
        let lookers = jobs.div_ceil(4);
        for (count, tasks) in [(jobs, to_send), (lookers, to_look)] {
            let tasks = Arc::new(Mutex::new(tasks));
            for _ in 0..count {
                let tools = Tools {
                    plan,
                    wire,
                    gate: Arc::clone(&gate),
                    scribe: scribe.clone(),
                };
                hire(scope, tools, Arc::clone(&tasks), report.clone()).map_err(RunError::Thread)?;
            }
        }
        drop(report);
        let now = Instant::now();
        Steer {
            plan,
            gate,
            scribe,
            sends,
            looks,
            reports,
            on_event,
            jobs,
            lookers,
            rows: Rows::default(),
            next: None,
            after: None,
            exhausted: false,
            refused: HashSet::new(),
            refused_devices: HashMap::new(),
            follow: Follow::default(),
            sending: 0,
            looking: 0,
            halted: None,
            hard: false,
            errors: 0,
            failures: 0,
            failed_at: None,
            last_send: now,
            ticked: now,
            waited: None,
            limit_wait: None,
            closing: Closing::default(),
        }
        .run()
    })
}

fn hire<'scope, 'env: 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    tools: Tools<'env>,
    tasks: Arc<Mutex<Receiver<Task>>>,
    report: Sender<Report>,
) -> std::io::Result<()> {
    Builder::new()
        .name("batch-worker".to_owned())
        .spawn_scoped(scope, move || worker::work(&tools, &tasks, &report))
        .map(drop)
}

struct Steer<'a> {
    plan: &'a Plan,
    gate: Arc<Gate>,
    scribe: Scribe,
    sends: Sender<Task>,
    looks: Sender<Task>,
    reports: Receiver<Report>,
    on_event: &'a mut dyn FnMut(&Progress),
    jobs: usize,
    lookers: usize,
    rows: Rows,
    /// Taken from the rows, and waiting for the limiter.
    next: Option<Row>,
    /// How far the planned rows were read.
    after: Option<Cursor>,
    exhausted: bool,
    /// Rows that a rule keeps from being sent; they stay planned.
    refused: HashSet<OutTradeNo>,
    /// Devices that the gateway refuses, and why their rows are not sent.
    refused_devices: HashMap<Udid, String>,
    follow: Follow,
    sending: usize,
    looking: usize,
    halted: Option<Halt>,
    /// Nothing is followed any more, either.
    hard: bool,
    errors: u64,
    failures: u32,
    failed_at: Option<Instant>,
    last_send: Instant,
    ticked: Instant,
    waited: Option<(WaitFor, Instant)>,
    limit_wait: Option<Duration>,
    closing: Closing,
}

impl Steer<'_> {
    fn run(mut self) -> Result<Summary, RunError> {
        self.scribe.end_claims(self.plan)?;
        self.find_open()?;
        loop {
            while let Ok(report) = self.reports.try_recv() {
                self.take(report);
            }
            if self.plan.interrupt.is_raised() {
                self.halt(Halt::Interrupted);
            }
            if let Err(error) = self.read_on() {
                self.halt(Halt::Journal(error));
            }
            self.send_rows();
            self.look_at_rows();
            self.tick();
            if self.is_over() {
                break;
            }
            match self.reports.recv_timeout(self.nap()) {
                Ok(report) => self.take(report),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(Summary {
            counts: self.scribe.counts(self.plan)?,
            refused: u64::try_from(self.refused.len()).unwrap_or(u64::MAX),
            halted: self.halted,
        })
    }

    fn tell(&mut self, event: &Progress) {
        (self.on_event)(event);
    }

    /// Nothing new is sent from here on. The first reason is the one that counts.
    fn halt(&mut self, why: Halt) {
        self.gate.stop_sends();
        if !why.follows() {
            self.stop_looks();
        }
        if self.halted.is_none() {
            self.tell(&Progress::Halted(why.clone()));
            self.halted = Some(why);
        }
    }

    fn stop_looks(&mut self) {
        self.hard = true;
        self.gate.stop_looks();
    }

    fn read_on(&mut self) -> Result<(), JournalError> {
        if self.follow.more && self.follow.has_room() && !self.hard {
            self.find_open()?;
        }
        if self.halted.is_some() {
            return Ok(());
        }
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        if !self.exhausted && self.rows.wants(page) {
            let read = self
                .scribe
                .page(self.plan, State::Planned, self.after, PAGE)?;
            self.exhausted = read.len() < page;
            self.after = read.last().map(|record| record.id).or(self.after);
            for record in read {
                let intent = record.wanted.intent;
                if !self.refused.contains(&intent.out_trade_no) {
                    self.rows.push(Row {
                        number: intent.out_trade_no,
                        payment: intent.syssn,
                        udid: intent.udid,
                    });
                }
            }
        }
        if self.is_idle() {
            self.close()?;
        }
        Ok(())
    }

    /// Whether all rows at hand are done with.
    fn is_idle(&self) -> bool {
        self.exhausted && self.next.is_none() && self.rows.is_empty() && self.sending == 0
    }

    fn send_rows(&mut self) {
        self.limit_wait = None;
        while self.halted.is_none() && self.sending < self.jobs {
            if self.next.is_none() {
                self.next = self.rows.take(Instant::now());
            }
            if let Some((row, why)) = self.next_of_a_refused_device() {
                self.refuse(row, why);
                continue;
            }
            if self.next.is_none() || self.must_pause() {
                return;
            }
            if let Err(wait) = self.gate.pass() {
                self.limit_wait = Some(wait);
                self.wait_for(WaitFor::Limit, self.in_a_while(wait));
                return;
            }
            if let Some(row) = self.next.take() {
                self.sending = self.sending.saturating_add(1);
                self.give(Task::Send(row));
            }
        }
    }

    fn next_of_a_refused_device(&mut self) -> Option<(Row, String)> {
        let device = self.next.as_ref()?.udid.as_ref()?;
        let why = self.refused_devices.get(device)?.clone();
        self.next.take().map(|row| (row, why))
    }

    fn give(&mut self, task: Task) {
        let to = if matches!(task, Task::Send(_)) {
            &self.sends
        } else {
            &self.looks
        };
        // Without workers the reports end, and the run with them.
        let _ = to.send(task);
    }

    /// Whether the gateway's nightly pause keeps the next row from being sent.
    fn must_pause(&mut self) -> bool {
        let now = self.plan.clock.now();
        if !self.plan.options.moves_money || !hong_kong::in_clearing_pause(now) {
            return false;
        }
        if self.plan.options.pause_window {
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
        if self.hard || self.is_followed_long_enough() {
            return;
        }
        while self.looking < self.lookers {
            let Some(record) = self.follow.take(Instant::now()) else {
                return;
            };
            self.looking = self.looking.saturating_add(1);
            self.give(Task::Look(Box::new(record)));
        }
    }

    fn are_sends_over(&self) -> bool {
        self.sending == 0 && (self.halted.is_some() || self.closing.is_settled())
    }

    fn is_followed_long_enough(&self) -> bool {
        self.are_sends_over() && self.last_send.elapsed() >= self.plan.options.follow
    }

    fn is_over(&self) -> bool {
        let nothing_open = self.follow.len() == 0 && !self.follow.more;
        self.are_sends_over()
            && self.looking == 0
            && (self.hard || nothing_open || self.is_followed_long_enough())
    }

    fn in_a_while(&self, wait: Duration) -> OffsetDateTime {
        let wait = time::Duration::try_from(wait).unwrap_or_default();
        self.plan.clock.now().saturating_add(wait)
    }

    /// Says what the run waits for, when that changes and now and then.
    fn wait_for(&mut self, what: WaitFor, until: OffsetDateTime) {
        let told = self
            .waited
            .is_some_and(|(before, at)| before == what && at.elapsed() < self.plan.pace.tick);
        if !told {
            self.waited = Some((what, Instant::now()));
            self.tell(&Progress::Waiting { what, until });
        }
    }

    fn tick(&mut self) {
        if self.ticked.elapsed() < self.plan.pace.tick {
            return;
        }
        self.ticked = Instant::now();
        match self.scribe.counts(self.plan) {
            Ok(counts) => {
                let (sending, following) = (self.sending, self.follow.len());
                self.tell(&Progress::Tick {
                    counts,
                    sending,
                    following,
                });
            }
            Err(error) => self.halt(Halt::Journal(error)),
        }
    }

    /// Says how long nothing can be due, at most.
    fn nap(&self) -> Duration {
        let now = Instant::now();
        let until = |at: Option<Instant>| at.map(|at| at.saturating_duration_since(now));
        let could_send = self.sending < self.jobs && self.halted.is_none();
        let row = until(self.rows.next_free()).filter(|_| could_send && self.next.is_none());
        let look = until(self.follow.next_due()).filter(|_| self.looking < self.lookers);
        let soonest = [row, look, self.limit_wait].into_iter().flatten().min();
        soonest.map_or(NAP, |wait| wait.clamp(Duration::from_millis(1), NAP))
    }
}
