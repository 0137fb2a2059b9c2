//! The one thread that owns the journal.
//!
//! Everything that waits to be written is written in one commit; whoever asked for it waits until
//! that commit is durable.

use super::Plan;
use crate::journal::{
    BatchCount, Begun, Commit as _, Conditions, Cursor, DayLimit, Details, Filter, Journal,
    JournalError, JournalFault, Record, Scope,
};
use crate::refund::{Event, OutTradeNo, State};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How much longer than the exchange a claim lasts: the time to write things down.
const LEASE_MARGIN: Duration = Duration::from_secs(30);
/// The most that shares one commit.
const MOST: usize = 512;
/// Something to be written.
#[derive(Clone)]
enum Write {
    Claim(OutTradeNo),
    Reply {
        claimed: Box<Record>,
        event: Event,
        details: Details,
    },
    Look {
        number: OutTradeNo,
        event: Event,
        details: Details,
    },
}

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

    fn write(&self, what: Write) -> Answer {
        let (back, answer) = channel();
        let ask = Ask::Write(WriteAsk { what, back });
        self.0.send(ask).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Claims a row: durable when it returns.
    pub(super) fn claim(&self, number: &OutTradeNo) -> Result<Begun, JournalError> {
        match self.write(Write::Claim(number.clone()))? {
            Written::Begun(begun) => Ok(begun),
            Written::Record(_) => Err(gone()),
        }
    }

    /// Writes down how a send ended: durable when it returns. What is not written down would be
    /// unknown for ever, so it is tried several times.
    pub(super) fn reply(
        &self,
        claimed: &Record,
        event: Event,
        details: &Details,
        waits: [Duration; 4],
    ) -> Result<Record, JournalError> {
        let what = Write::Reply {
            claimed: Box::new(claimed.clone()),
            event,
            details: details.clone(),
        };
        let mut waits = waits.into_iter();
        loop {
            match self.write(what.clone()) {
                Ok(written) => return record(written),
                Err(error) => match waits.next() {
                    Some(wait) if !is_refusal(&error) => std::thread::sleep(wait),
                    _ => return Err(error),
                },
            }
        }
    }

    /// Writes down what a look showed.
    pub(super) fn look(
        &self,
        number: &OutTradeNo,
        event: Event,
        details: Details,
    ) -> Result<Record, JournalError> {
        record(self.write(Write::Look {
            number: number.clone(),
            event,
            details,
        })?)
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
        plan: &Plan,
        state: State,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Record>, JournalError> {
        let filter = Filter {
            merchant: Some(plan.key.clone()),
            batch: Some(plan.batch.clone()),
            states: vec![state],
            oldest_first: true,
            ..Filter::default()
        };
        self.read(move |journal| journal.page(&filter, after, limit))
    }

    /// Adds the batch up.
    pub(super) fn counts(&self, plan: &Plan) -> Result<Vec<BatchCount>, JournalError> {
        let (key, batch) = (plan.key.clone(), plan.batch.clone());
        self.read(move |journal| journal.batch_counts(&key, &batch))
    }

    /// Ends the claims of processes that are gone. Returns how many are unknown now.
    pub(super) fn end_claims(&self, plan: &Plan) -> Result<u64, JournalError> {
        let (who, now) = (plan.who.clone(), plan.clock.now());
        self.read(move |journal| Ok(journal.end_claims(who.at(now))?.unknown))
    }
}

fn record(written: Written) -> Result<Record, JournalError> {
    match written {
        Written::Record(record) => Ok(*record),
        Written::Begun(_) => Err(gone()),
    }
}

fn gone() -> JournalError {
    JournalError::new("", JournalFault::Io("its thread has ended".to_owned()))
}

/// Whether an error concerns one operation alone and leaves the others of a commit alone.
pub(super) const fn is_refusal(error: &JournalError) -> bool {
    matches!(
        error.fault(),
        JournalFault::Forbidden(..) | JournalFault::NoSuchIntent(_)
    )
}

/// Serves until nobody is left who could ask.
pub(super) fn serve(journal: &mut dyn Journal, asked: &Receiver<Ask>, plan: &Plan) {
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

fn commit(journal: &mut dyn Journal, writes: Vec<WriteAsk>, plan: &Plan) {
    let mut answers: Vec<Answer> = Vec::with_capacity(writes.len());
    let done = journal.write(&mut |scope| {
        answers.clear();
        for ask in &writes {
            match one(scope, &ask.what, plan) {
                Err(error) if !is_refusal(&error) => return Err(error),
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

fn one(scope: &mut dyn Scope, what: &Write, plan: &Plan) -> Answer {
    let now = plan.clock.now();
    let stamp = plan.who.at(now);
    match what {
        Write::Claim(number) => {
            let day = plan
                .options
                .max_day_total
                .map(|most| DayLimit { since: now, most });
            let guards = Conditions {
                day,
                max_refund: plan.options.max_refund,
                max_batch_total: plan.options.max_batch_total,
                ..Conditions::default()
            };
            let lease = plan.options.timeout.saturating_add(LEASE_MARGIN);
            scope
                .claim(plan.key.numbered(number), lease, guards, stamp)
                .map(Written::Begun)
        }
        Write::Reply {
            claimed,
            event,
            details,
        } => scope
            .reply(claimed, *event, details.clone(), stamp)
            .map(|record| Written::Record(Box::new(record))),
        Write::Look {
            number,
            event,
            details,
        } => scope
            .record(plan.key.numbered(number), *event, details.clone(), stamp)
            .map(|record| Written::Record(Box::new(record))),
    }
}
