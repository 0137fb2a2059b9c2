//! Sending the rows of a batch.
//!
//! One thread owns the journal (`writer`), some send refunds and some look at the gateway
//! (`worker`), and the caller's own thread decides what comes next (`steer`). What is waiting
//! to be written down shares a commit; nothing is sent before its own claim is durable, and
//! nothing is reported before its own outcome is.

mod follow;
mod gate;
mod report;
mod rows;
mod steer;
#[cfg(test)]
mod tests;
mod worker;
mod writer;

pub use report::{Halt, Progress, RunError, Summary, WaitFor};

use crate::gateway::limiter::Limit;
use crate::gateway::transport::{Exchange, Transport};
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::interrupt::Interrupt;
use crate::journal::{Handovers, Journal, MerchantKey, Who};
use crate::money::Currency;
use crate::world::SharedClock;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A batch to be run. Its rows stand in the journal already.
pub struct Job {
    /// Who signs.
    pub merchant: Merchant,
    /// Whose intents they are.
    pub key: MerchantKey,
    /// The batch's identity.
    pub batch: String,
    /// Who runs it.
    pub who: Who,
    /// The clock.
    pub clock: SharedClock,
    /// Signals. The caller has told it to wind down.
    pub interrupt: Arc<Interrupt>,
    /// The way to the gateway.
    pub transport: Transport,
    /// The journal.
    pub journal: Box<dyn Journal>,
    /// Where it is marked what is handed over. The journal's claims name it.
    pub handovers: Arc<Handovers>,
    /// How it is run.
    pub options: Options,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("batch", &self.batch)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// How a batch is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many refunds are in flight at once, 1 to 64.
    pub jobs: usize,
    /// How often the gateway may be asked; empty for no limit.
    pub limits: Vec<Limit>,
    /// Time between two refunds of one payment.
    pub spacing: Duration,
    /// Halt after so many rows that were declined or are unknown.
    pub stop_at_errors: Option<u64>,
    /// The currency of the rows, to say amounts in words.
    pub currency: Option<Currency>,
    /// The largest refund, in minor units.
    pub max_refund: Option<u64>,
    /// The most that may be refunded of the batch, in minor units.
    pub max_batch_total: Option<u64>,
    /// The most the merchant may refund within a day in Hong Kong, in minor units.
    pub max_day_total: Option<u64>,
    /// Go on when a row's outcome is unknown.
    pub keep_going: bool,
    /// Wait through the gateway's nightly pause instead of halting there.
    pub pause_window: bool,
    /// Whether the environment moves money: only then does the gateway pause.
    pub moves_money: bool,
    /// Longest wait for one exchange.
    pub timeout: Duration,
    /// How long pending and unknown rows are followed after the last send.
    pub follow: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            jobs: 4,
            limits: Vec::new(),
            spacing: Duration::from_secs(4),
            stop_at_errors: None,
            currency: None,
            max_refund: None,
            max_batch_total: None,
            max_day_total: None,
            keep_going: false,
            pause_window: false,
            moves_money: true,
            timeout: Duration::from_secs(60),
            follow: Duration::from_secs(60),
        }
    }
}

/// The waits of a run; tests have shorter ones.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Waits before each look at one refund; the last one repeats (protocol 4.3).
    looks: [Duration; 6],
    /// Wait before a row is tried again that could not be sent.
    retry: Duration,
    /// Waits before an outcome that could not be written down is tried again.
    write: [Duration; 4],
    /// Time between two ticks.
    tick: Duration,
}

impl Pace {
    const USUAL: Self = Self {
        looks: [
            Duration::from_secs(3),
            Duration::from_secs(5),
            Duration::from_secs(10),
            Duration::from_secs(20),
            Duration::from_secs(40),
            Duration::from_secs(60),
        ],
        retry: Duration::from_secs(1),
        write: [
            Duration::from_millis(50),
            Duration::from_millis(200),
            Duration::from_secs(1),
            Duration::from_secs(3),
        ],
        tick: Duration::from_secs(1),
    };
}

/// Called before the first byte of a request is handed over; false holds it back.
type AtSend = Box<dyn FnOnce() -> bool + Send>;

/// The way to the gateway, as the run needs it.
trait Wire: Sync {
    /// Posts once.
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange;
}

impl Wire for Transport {
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange {
        Self::post(self, request, at_send)
    }
}

/// Sends every planned row of a batch and follows those whose outcome is open.
///
/// Running it again is always safe, also after a crash and beside another run of the same batch:
/// a row is sent by whoever claims it in the journal.
///
/// # Errors
/// [`RunError`] where the journal cannot be read at the start or the end, or no thread started.
/// What goes wrong in between halts the run and stands in the [`Summary`].
pub fn run(job: Job, on_event: &mut dyn FnMut(&Progress)) -> Result<Summary, RunError> {
    let Job {
        merchant,
        key,
        batch,
        who,
        clock,
        interrupt,
        transport,
        mut journal,
        handovers,
        options,
    } = job;
    let plan = Plan {
        merchant,
        key,
        batch,
        who,
        clock,
        interrupt,
        handovers,
        options,
        pace: Pace::USUAL,
    };
    steer::run(&plan, &transport, journal.as_mut(), on_event)
}

/// What all threads of a run know.
struct Plan {
    merchant: Merchant,
    key: MerchantKey,
    batch: String,
    who: Who,
    clock: SharedClock,
    interrupt: Arc<Interrupt>,
    handovers: Arc<Handovers>,
    options: Options,
    pace: Pace,
}
