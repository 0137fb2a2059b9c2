//! The one thread that owns the journal.
//!
//! Everything that waits to be written is written in one commit; whoever asked for it waits until
//! that commit is durable.

use super::RunPlan;
use crate::attempt::{self, Recorder};
use crate::journal::{
    BatchCount, Begun, Commit as _, Conditions, Cursor, DayLimit, Details, EventRecord, Filter,
    Journal, JournalError, JournalFault, Listing, Newest, Record, Scope, Stamp,
};
use crate::language::word;
use crate::refund::{Event, OutTradeNo, State};
use std::sync::mpsc::{Receiver, Sender, channel};

/// The most that shares one commit.
const MOST: usize = 512;
/// Writes one thing.
type Write = Box<dyn Fn(&mut dyn Scope, &RunPlan<'_>, Stamp<'_>) -> Answer + Send>;

enum Written {
    Begun(Begun),
    Record(Box<Record>),
}

type Answer = Result<Written, JournalError>;

/// What the thread is asked.
pub(super) enum Ask {
    Write(WriteAsk),
    Read(ReadAsk),
}

/// Reads, and sends what it read to whoever asked.
type ReadAsk = Box<dyn FnOnce(&mut dyn Journal) + Send>;

pub(super) struct WriteAsk {
    what: Write,
    back: Sender<Answer>,
}

/// Asks the thread, and waits for it.
#[derive(Clone)]
pub(super) struct Scribe(Sender<Ask>);

impl Scribe {
    pub(super) fn new() -> (Self, Receiver<Ask>) {
        let (asks, asked) = channel();
        (Self(asks), asked)
    }

    fn write(
        &self,
        what: impl Fn(&mut dyn Scope, &RunPlan<'_>, Stamp<'_>) -> Answer + Send + 'static,
    ) -> Answer {
        let (back, answer) = channel();
        let what = Box::new(what);
        let ask = Ask::Write(WriteAsk { what, back });
        self.0.send(ask).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Claims a row: durable when it returns.
    pub(super) fn claim(&self, number: &OutTradeNo) -> Result<Begun, JournalError> {
        let number = number.clone();
        let begun = self.write(move |scope, plan, stamp| {
            let options = &plan.job.options;
            let conditions = Conditions {
                day: options.max_day_total.map(|most| DayLimit {
                    since: stamp.now,
                    most,
                }),
                max_refund: options.max_refund,
                max_batch_total: options.max_batch_total,
                twin_window: options.twin_window,
                ..Conditions::default()
            };
            let (key, lease) = (plan.job.key.numbered(&number), options.timeout);
            let begun = scope.claim(key, attempt::lease(lease), conditions, stamp);
            begun.map(Written::Begun)
        });
        match begun? {
            Written::Begun(begun) => Ok(begun),
            Written::Record(_) => Err(gone()),
        }
    }

    fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut dyn Journal) -> Result<T, JournalError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (back, answer) = channel();
        let ask = Ask::Read(Box::new(move |journal| {
            // Whoever asked may be gone.
            let _ = back.send(read(journal));
        }));
        self.0.send(ask).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Reads rows of the batch in one state.
    pub(super) fn page(
        &self,
        plan: &RunPlan<'_>,
        state: State,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Record>, JournalError> {
        let filter = Filter {
            merchant: Some(plan.job.key.clone()),
            batch: Some(plan.job.batch.clone()),
            states: vec![state],
            oldest_first: true,
            ..Filter::default()
        };
        self.read(move |journal| journal.page(&filter, after, limit))
    }

    /// Reads every record that fits.
    pub(super) fn all(&self, filter: Filter) -> Result<Vec<Record>, JournalError> {
        self.read(move |journal| Listing::new(journal, filter).collect())
    }

    /// Reads a row with its events.
    pub(super) fn with_events(
        &self,
        plan: &RunPlan<'_>,
        number: &OutTradeNo,
    ) -> Result<Option<(Record, Vec<EventRecord>)>, JournalError> {
        let (key, number) = (plan.job.key.clone(), number.clone());
        self.read(move |journal| {
            let Some(record) = journal.find(key.numbered(&number))? else {
                return Ok(None);
            };
            let events = journal.events(record.id)?;
            Ok(Some((record, events)))
        })
    }

    /// Adds the batch up.
    pub(super) fn counts(&self, plan: &RunPlan<'_>) -> Result<Vec<BatchCount>, JournalError> {
        let (key, batch) = (plan.job.key.clone(), plan.job.batch.clone());
        self.read(move |journal| journal.batch_counts(&key, &batch))
    }

    /// Adds up what counts against the limit of this day.
    pub(super) fn day_total(&self, plan: &RunPlan<'_>) -> Result<u64, JournalError> {
        let (key, now) = (plan.job.key.clone(), plan.job.clock.now());
        let currency = plan.job.options.currency;
        self.read(move |journal| journal.day_total(&key, currency, now))
    }

    /// Reads the newest event.
    pub(super) fn newest(&self) -> Result<Option<Newest>, JournalError> {
        self.read(|journal| journal.newest())
    }

    /// Ends the claims of processes that are gone. Returns how many are unknown now.
    pub(super) fn end_claims(&self, plan: &RunPlan<'_>) -> Result<u64, JournalError> {
        let (who, now) = (plan.job.who.clone(), plan.job.clock.now());
        self.read(move |journal| Ok(journal.end_claims(who.at(now))?.unknown))
    }
}

impl Recorder for Scribe {
    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        let (claimed, details) = (claimed.clone(), details.clone());
        record(self.write(move |scope, _, stamp| {
            let replied = scope.reply(&claimed, event, details.clone(), stamp)?;
            Ok(Written::Record(Box::new(replied)))
        })?)
    }

    fn look(
        &mut self,
        record_of: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        let (number, details) = (record_of.number().clone(), details.clone());
        record(self.write(move |scope, plan, stamp| {
            let key = plan.job.key.numbered(&number);
            let after = scope.record(key, event, details.clone(), stamp)?;
            Ok(Written::Record(Box::new(after)))
        })?)
    }

    fn refunds(&mut self, filter: Filter, most: u32) -> Result<Vec<Record>, JournalError> {
        self.read(move |journal| journal.page(&filter, None, most))
    }
}

fn record(written: Written) -> Result<Record, JournalError> {
    match written {
        Written::Record(record) => Ok(*record),
        Written::Begun(_) => Err(gone()),
    }
}

fn gone() -> JournalError {
    JournalError::new(
        "",
        JournalFault::Io(word!("plan-thread-ended", "its thread has ended").to_owned()),
    )
}

/// Serves until nobody is left who could ask.
pub(super) fn serve(journal: &mut dyn Journal, asked: &Receiver<Ask>, plan: &RunPlan<'_>) {
    while let Ok(first) = asked.recv() {
        let mut writes = Vec::new();
        let mut reads = Vec::new();
        let mut next = Some(first);
        while let Some(ask) = next {
            match ask {
                Ask::Write(write) => writes.push(write),
                Ask::Read(read) => reads.push(read),
            }
            next = (writes.len() < MOST)
                .then(|| asked.try_recv().ok())
                .flatten();
        }
        if !writes.is_empty() {
            commit(journal, writes, plan);
        }
        for read in reads {
            read(journal);
        }
    }
}

fn commit(journal: &mut dyn Journal, writes: Vec<WriteAsk>, plan: &RunPlan<'_>) {
    let mut answers: Vec<Answer> = Vec::with_capacity(writes.len());
    let done = journal.write(&mut |scope| {
        answers.clear();
        for ask in &writes {
            let stamp = plan.job.who.at(plan.job.clock.now());
            match (ask.what)(scope, plan, stamp) {
                Err(error) if !error.is_refusal() => return Err(error),
                answer => answers.push(answer),
            }
        }
        Ok(())
    });
    match done {
        Ok(()) => {
            for (ask, answer) in writes.into_iter().zip(answers) {
                let _ = ask.back.send(answer);
            }
        }
        Err(error) => {
            for ask in writes {
                let _ = ask.back.send(Err(error.clone()));
            }
        }
    }
}
