//! The threads that send and look, and what each of them is doing.

use crate::language::{speak, spoken};
use crate::runner::RunPlan;
use crate::runner::worker::{self, Done, Task};
use crate::runner::writer::Scribe;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, Scope};
use std::time::Duration;

/// Most refunds in flight.
const MOST_SENDERS: usize = 64;

pub(super) struct Crew {
    sends: Sender<Task>,
    looks: Sender<Task>,
    senders: usize,
    lookers: usize,
    /// What the threads have done comes here.
    pub(super) done: Receiver<Done>,
    /// Refunds in flight.
    pub(super) sending: usize,
    /// Looks in flight.
    pub(super) looking: usize,
    /// When a refund was in flight last.
    pub(super) last_send: Duration,
}

impl Crew {
    /// Starts the threads: as many senders as the options say, and a looker for every four of them.
    pub(super) fn hire<'scope, 'env: 'scope>(
        scope: &'scope Scope<'scope, 'env>,
        plan: &'env RunPlan<'env>,
        scribe: &Scribe,
    ) -> io::Result<Self> {
        let senders = plan.job.options.jobs.clamp(1, MOST_SENDERS);
        let lookers = senders.div_ceil(4);
        let (sends, to_send) = channel();
        let (looks, to_look) = channel();
        let (report, done) = channel();
        for (count, tasks) in [(senders, to_send), (lookers, to_look)] {
            let tasks = Arc::new(Mutex::new(tasks));
            for _ in 0..count {
                let (mut scribe, tasks) = (scribe.clone(), Arc::clone(&tasks));
                let report = report.clone();
                let language = spoken();
                Builder::new()
                    .name("batch-worker".to_owned())
                    .spawn_scoped(scope, move || {
                        speak(language);
                        worker::work(plan, &mut scribe, &tasks, &report);
                    })?;
            }
        }
        Ok(Self {
            sends,
            looks,
            senders,
            lookers,
            done,
            sending: 0,
            looking: 0,
            last_send: plan.now(),
        })
    }

    pub(super) const fn has_free_sender(&self) -> bool {
        self.sending < self.senders
    }

    pub(super) const fn has_free_looker(&self) -> bool {
        self.looking < self.lookers
    }

    /// Whether no thread has anything to do.
    pub(super) const fn is_idle(&self) -> bool {
        self.sending == 0 && self.looking == 0
    }

    /// Gives a task to whoever is free.
    pub(super) fn give(&mut self, task: Task) {
        let (to, busy) = match task {
            Task::Send(_) => (&self.sends, &mut self.sending),
            Task::Look(_) => (&self.looks, &mut self.looking),
        };
        *busy = busy.saturating_add(1);
        // Without workers their reports end, and the run with them.
        let _ = to.send(task);
    }

    /// A sender is free again.
    pub(super) fn sent(&mut self, now: Duration) {
        self.sending = self.sending.saturating_sub(1);
        self.last_send = now;
    }

    /// A looker is free again.
    pub(super) fn looked(&mut self) {
        self.looking = self.looking.saturating_sub(1);
    }
}
