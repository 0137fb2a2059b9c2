//! The one limiter: every refund and every enquiry passes it, whatever command and whatever thread it
//! comes from, and, where there is a file for that, whatever process of this machine.

use super::limiter::{Limit, Limiter};
use super::slots::Slots;
use crate::refund::clock::Skew;
use crate::world::SharedClock;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use time::OffsetDateTime;

/// So many back-offs in a row are no passing burst any more: about two minutes.
const MOST_REFUSALS: u32 = 30;
/// Longest sleep before a thread looks whether it should stop.
const NAP: Duration = Duration::from_millis(50);

/// What the newest reply that told the time has shown of this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// None has told it.
    Nothing,
    /// It is right.
    Right,
    /// It is far off.
    Off(Skew),
}

/// What was asked of the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A refund was sent.
    Refund,
    /// Something was looked up.
    Enquiry,
}

/// Lets requests through at the pace that the merchant's limits allow. Threads share it.
pub struct Gate {
    clock: SharedClock,
    inner: Mutex<Inner>,
}

struct Inner {
    limiter: Limiter,
    /// What the limiter shares with other processes.
    slots: Option<Slots>,
    /// How often each was refused in a row: that enquiries are answered does not show that refunds would be.
    refusals: Refusals,
    /// When the last refusal was counted: the others in flight at that time are the same one.
    refused_at: Option<Duration>,
    heard: Heard,
}

/// HTTP 429, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Refusals {
    refunds: u32,
    enquiries: u32,
}

impl Refusals {
    const fn of(self, what: Asked) -> u32 {
        match what {
            Asked::Refund => self.refunds,
            Asked::Enquiry => self.enquiries,
        }
    }

    const fn add(&mut self, what: Asked) {
        let count = match what {
            Asked::Refund => &mut self.refunds,
            Asked::Enquiry => &mut self.enquiries,
        };
        *count = count.saturating_add(1);
    }

    const fn end(&mut self, what: Asked) {
        match what {
            Asked::Refund => self.refunds = 0,
            Asked::Enquiry => self.enquiries = 0,
        }
    }
}

impl Gate {
    /// Makes a gate with these limits; without any, only HTTP 429 closes it.
    #[must_use]
    pub fn new(limits: impl IntoIterator<Item = Limit>, clock: SharedClock) -> Self {
        Self {
            clock,
            inner: Mutex::new(Inner {
                limiter: Limiter::new(limits),
                slots: None,
                refusals: Refusals::default(),
                refused_at: None,
                heard: Heard::Nothing,
            }),
        }
    }

    /// Shares the limits with every process that has the same file.
    #[must_use]
    pub fn shared(mut self, slots: Slots) -> Self {
        self.inner
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .slots = Some(slots);
        self
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock was held left plain values behind, which stay usable.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one request through.
    ///
    /// # Errors
    /// How long to wait before asking again.
    pub fn pass(&self) -> Result<(), Duration> {
        let now = self.clock.uptime();
        let Inner { limiter, slots, .. } = &mut *self.inner();
        match slots {
            Some(slots) => slots.pass(limiter, now),
            None => limiter.pass(now),
        }
    }

    /// Waits until one request may pass; false as soon as `go_on` says so.
    #[must_use]
    pub fn wait(&self, go_on: &dyn Fn() -> bool) -> bool {
        loop {
            if !go_on() {
                return false;
            }
            match self.pass() {
                Ok(()) => return true,
                Err(wait) => self.clock.sleep(wait.min(NAP)),
            }
        }
    }

    /// A request begun at `sent`, by [`crate::world::Clock::uptime`], was answered with HTTP 429.
    /// It may have been told how long to wait. Says whether to go on trying.
    pub fn refused(&self, what: Asked, sent: Duration, wait: Option<Duration>) -> bool {
        let now = self.clock.uptime();
        let mut inner = self.inner();
        if inner.refused_at.is_none_or(|last| sent > last) {
            inner.refused_at = Some(now);
            inner.refusals.add(what);
            let Inner { limiter, slots, .. } = &mut *inner;
            match slots {
                Some(slots) => slots.refused(limiter, now, wait),
                None => limiter.refused(now, wait),
            }
        }
        inner.refusals.of(what) < MOST_REFUSALS
    }

    /// A reply to what was sent at `sent`, by [`crate::world::Clock::uptime`], told this time of the
    /// gateway. Every reply passes here as every request does.
    pub fn hear(&self, theirs: Option<OffsetDateTime>, sent: Duration) {
        let Some(theirs) = theirs else {
            return;
        };
        let took = self.clock.uptime().saturating_sub(sent);
        let skew = Skew::of(theirs, self.clock.now(), took);
        self.inner().heard = skew.map_or(Heard::Right, Heard::Off);
    }

    /// Returns what was heard of the clock last.
    #[must_use]
    pub fn heard(&self) -> Heard {
        self.inner().heard
    }

    /// A request was answered otherwise.
    pub fn answered(&self, what: Asked) {
        let mut inner = self.inner();
        inner.refusals.end(what);
        if inner.refusals == Refusals::default() {
            inner.limiter.answered();
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Clock;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// A clock that moves on by a second whenever it is read.
    #[derive(Default)]
    struct Seconds(AtomicU64);

    impl Clock for Seconds {
        fn now(&self) -> OffsetDateTime {
            OffsetDateTime::UNIX_EPOCH
        }

        fn uptime(&self) -> Duration {
            Duration::from_secs(self.0.fetch_add(1, Ordering::Relaxed))
        }

        fn sleep(&self, _: Duration) {}
    }

    /// Whether a gate still says to go on after so many refunds that were refused.
    fn goes_on_after(refusals: u32, between: impl Fn(&Gate)) -> bool {
        let clock = Arc::new(Seconds::default());
        let gate = Gate::new([], Arc::<Seconds>::clone(&clock));
        let mut goes_on = true;
        for _ in 0..refusals {
            let sent = clock.uptime();
            goes_on = gate.refused(Asked::Refund, sent, Some(Duration::from_secs(1)));
            between(&gate);
        }
        goes_on
    }

    #[test]
    fn refunds_that_are_refused_for_ever_end_a_run_though_enquiries_are_answered() {
        let nothing = |_: &Gate| {};
        let looked = |gate: &Gate| gate.answered(Asked::Enquiry);
        let sent = |gate: &Gate| gate.answered(Asked::Refund);
        for between in [nothing as fn(&Gate), looked] {
            assert!(goes_on_after(MOST_REFUSALS - 1, between));
            assert!(!goes_on_after(MOST_REFUSALS, between));
        }
        assert!(goes_on_after(10 * MOST_REFUSALS, sent));
    }
}
