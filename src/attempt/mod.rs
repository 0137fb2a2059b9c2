//! One attempt: everything between "this intent is claimed" and "this is what the record now
//! says", for a single refund, for a resend and for every row of a batch.
//!
//! [`send`] hands a claimed refund over once and writes down what came of it; [`look`] asks the
//! gateway what became of one and writes that down; [`Refusal`] says why a claim was not given.
//! Nothing here prints, asks a person or knows a command.

mod before;
mod clock;
mod kept;
mod look;
mod lost;
mod pace;
pub mod payment;
mod record;
mod refusal;
mod remedy;
mod send;
#[cfg(test)]
mod tests;

pub use before::look_before;
pub use clock::{check_clock, off};
pub use look::{Look, look};
pub use lost::{Entered, Lost, NotFound, Owner, first_month};
pub use pace::Pace;
pub use record::{Recorder, Singly};
pub use refusal::{Extent, Refusal};
pub use remedy::{currency_remedy, raise_max_refund, remedy};
pub use send::{Attempted, Hold, Unrecorded, is_as_written, send};

use crate::gateway::enquiry::Enquirer;
use crate::gateway::gate::Gate;
use crate::gateway::post::Post;
use crate::gateway::wire::Merchant;
use crate::interrupt::Interrupt;
use crate::world::SharedClock;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How much longer than the exchange a claim lasts: the time to write things down.
const LEASE_MARGIN: Duration = Duration::from_secs(30);

/// Returns how long a claim lasts for an exchange of at most `timeout`.
#[must_use]
pub const fn lease(timeout: Duration) -> Duration {
    timeout.saturating_add(LEASE_MARGIN)
}

/// What an attempt works with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Who signs.
    pub merchant: &'a Merchant,
    /// The way to the gateway.
    pub post: &'a dyn Post,
    /// The limiter of everything that goes there.
    pub gate: &'a Gate,
    /// The clock.
    pub clock: &'a SharedClock,
    /// Signals.
    pub interrupt: &'a Arc<Interrupt>,
    /// Stops what is not begun.
    pub brake: &'a Arc<Brake>,
    /// Longest wait for one exchange.
    pub timeout: Duration,
    /// The waits.
    pub pace: &'a Pace,
}

impl Means<'_> {
    /// Asks the gateway for as long as `go_on` says so.
    pub(crate) fn enquirer<'a>(&'a self, go_on: &'a dyn Fn() -> bool) -> Enquirer<'a> {
        Enquirer {
            merchant: self.merchant,
            post: self.post,
            gate: self.gate,
            clock: self.clock.as_ref(),
            go_on,
            until: None,
        }
    }
}

/// What keeps a claimed refund from leaving and a look from being begun, for all threads at once.
#[derive(Debug, Default)]
pub struct Brake {
    sends: AtomicBool,
    looks: AtomicBool,
}

impl Brake {
    /// Nothing that is not handed over yet may be.
    pub fn stop_sends(&self) {
        self.sends.store(true, Ordering::SeqCst);
    }

    /// No further enquiry may be begun.
    pub fn stop_looks(&self) {
        self.looks.store(true, Ordering::SeqCst);
    }

    pub(crate) fn holds_sends(&self) -> bool {
        self.sends.load(Ordering::SeqCst)
    }

    fn holds_looks(&self) -> bool {
        self.looks.load(Ordering::SeqCst)
    }
}
