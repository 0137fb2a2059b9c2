//! Writing down what an attempt came to.

use super::Means;
use crate::journal::{Commit as _, Details, Filter, Journal, JournalError, Record, Who};
use crate::refund::Event;
use crate::world::SharedClock;

/// Where an attempt writes down what it learns: a journal, or the thread that owns one. What it
/// returns is durable.
pub trait Recorder {
    /// Records how the send of a claimed refund ended; see [`crate::journal::Scope::reply`].
    ///
    /// # Errors
    /// [`JournalError`]; nothing of it is then kept.
    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError>;

    /// Records what a look showed; see [`crate::journal::Scope::record`].
    ///
    /// # Errors
    /// As [`Self::reply`].
    fn look(
        &mut self,
        record: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError>;

    /// Reads the first refunds of a filter.
    ///
    /// # Errors
    /// [`JournalError`].
    fn refunds(&mut self, filter: Filter, most: u32) -> Result<Vec<Record>, JournalError>;
}

/// Writes into a journal that nobody else of this process uses, each thing in a commit of its own.
pub struct Singly<'a> {
    /// The journal.
    pub journal: &'a mut dyn Journal,
    /// Who is at work.
    pub who: &'a Who,
    /// The clock.
    pub clock: &'a SharedClock,
}

impl Recorder for Singly<'_> {
    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        let stamp = self.who.at(self.clock.now());
        self.journal
            .commit(|scope| scope.reply(claimed, event, details.clone(), stamp))
    }

    fn look(
        &mut self,
        record: &Record,
        event: Event,
        details: &Details,
    ) -> Result<Record, JournalError> {
        let stamp = self.who.at(self.clock.now());
        self.journal
            .commit(|scope| scope.record(record.key(), event, details.clone(), stamp))
    }

    fn refunds(&mut self, filter: Filter, most: u32) -> Result<Vec<Record>, JournalError> {
        self.journal.page(&filter, None, most)
    }
}

/// Records how a send ended. What is not written down would be unknown for ever, so it is tried
/// several times.
pub(super) fn reply_patiently(
    means: &Means<'_>,
    recorder: &mut dyn Recorder,
    claimed: &Record,
    event: Event,
    details: &Details,
) -> Result<Record, JournalError> {
    let mut waits = means.pace.record.into_iter();
    loop {
        match recorder.reply(claimed, event, details) {
            Err(error) if !error.is_refusal() => match waits.next() {
                Some(wait) => means.clock.sleep(wait),
                None => return Err(error),
            },
            done => return done,
        }
    }
}
