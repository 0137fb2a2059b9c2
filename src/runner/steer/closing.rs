//! The end of a run: rows that other processes have claimed, and rows that they gave back.

use super::Steer;
use crate::journal::JournalError;
use crate::refund::State;
use crate::runner::event::WaitFor;
use std::time::Duration;
use time::OffsetDateTime;

/// Open rows read at once.
const PAGE: u32 = 500;

/// How far the end has come.
#[derive(Debug, Default)]
pub(super) struct Closing {
    looked: Option<Duration>,
    /// Others are waited for no longer than this.
    bound: Option<OffsetDateTime>,
    settled: bool,
}

impl Closing {
    /// Whether nothing of the batch is left to be sent by this run.
    pub(super) const fn is_settled(&self) -> bool {
        self.settled
    }

    /// Something is to be sent after all.
    pub(super) const fn reopen(&mut self) {
        self.settled = false;
    }
}

impl Steer<'_> {
    /// Follows every row of the batch whose outcome is open.
    pub(super) fn find_open(&mut self) -> Result<(), JournalError> {
        self.follow.more = false;
        let now = self.plan.now();
        for state in [State::Pending, State::Unknown] {
            let mut after = None;
            loop {
                let page = self.scribe.page(self.plan, state, after, PAGE)?;
                let ended = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
                after = page.last().map(|record| record.id);
                for record in page {
                    self.follow.add(record, now, true, &self.plan.pace.attempt);
                }
                if ended || self.follow.more {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Sees whether others have left something behind: planned rows, or claims without an end.
    pub(super) fn close(&mut self) -> Result<(), JournalError> {
        let pause = self.plan.pace.retry;
        let now = self.plan.now();
        let early = |looked: Duration| now.saturating_sub(looked) < pause;
        if self.closing.settled || self.closing.looked.is_some_and(early) {
            return Ok(());
        }
        self.closing.looked = Some(now);
        let expired = self.scribe.end_claims(self.plan)?;
        if expired > 0 {
            self.crew.last_send = now;
        }
        let counts = self.scribe.counts(self.plan)?;
        let count = |state: State| -> u64 {
            let of_state = counts.iter().filter(|count| count.state == state);
            of_state.map(|count| count.count).sum()
        };
        if count(State::Planned) > self.queue.refused() && !self.is_waited_out() {
            self.queue.start_over();
            return Ok(());
        }
        if count(State::Sending) > 0 && !self.is_waited_out() {
            return self.wait_for_others();
        }
        self.closing.settled = true;
        self.find_open()
    }

    fn is_waited_out(&self) -> bool {
        let now = self.plan.job.clock.now();
        self.closing.bound.is_some_and(|bound| now > bound)
    }

    fn wait_for_others(&mut self) -> Result<(), JournalError> {
        let claimed = self.scribe.page(self.plan, State::Sending, None, PAGE)?;
        let leases = claimed.iter().filter_map(|record| record.lease.as_ref());
        let Some(last) = leases.map(|lease| lease.until).max() else {
            return Ok(());
        };
        // Others that live on may claim further rows; those are theirs to finish.
        let bound = last.saturating_add(time::Duration::seconds(2));
        let bound = *self.closing.bound.get_or_insert(bound);
        self.wait_for(WaitFor::Lease, bound);
        Ok(())
    }
}
