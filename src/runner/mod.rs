//! Sending the rows of a batch.
//!
//! One thread owns the journal (`writer`), some send refunds and some look at the gateway
//! (`worker`), and the caller's own thread decides what comes next (`steer`). What is waiting
//! to be written down shares a commit; nothing is sent before its own claim is durable, and
//! nothing is reported before its own outcome is.

mod event;
mod follow;
mod last_look;
mod rows;
mod steer;
#[cfg(test)]
mod tests;
mod worker;
mod writer;

pub use event::{Halt, RunError, RunEvent, Summary, WaitFor};
pub use last_look::{LastLook, Refunds, Unlooked};

use crate::attempt::{self, Brake, Means};
use crate::gateway::gate::Gate;
use crate::gateway::post::Post;
use crate::gateway::wire::Merchant;
use crate::interrupt::Interrupt;
use crate::journal::{Handovers, Journal, MerchantKey, Who};
use crate::money::Currency;
use crate::refund::OutTradeNo;
use crate::world::SharedClock;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// A batch to be run. Its rows stand in the journal already.
pub struct Job<'a> {
    /// Who signs.
    pub merchant: &'a Merchant,
    /// Whose intents they are.
    pub key: MerchantKey,
    /// The batch's identity.
    pub batch: String,
    /// Rows of it that stay planned: they are left out as twins.
    pub left_out: HashSet<OutTradeNo>,
    /// Who runs it.
    pub who: Who,
    /// The clock.
    pub clock: SharedClock,
    /// Signals. The caller has told it to wind down.
    pub interrupt: Arc<Interrupt>,
    /// The way to the gateway.
    pub post: &'a dyn Post,
    /// The limiter of everything that goes there.
    pub gate: &'a Gate,
    /// Where it is marked what is handed over. The journal's claims name it.
    pub handovers: Arc<Handovers>,
    /// The look at each payment right before a row of it is sent; none where payments are not looked at.
    pub last_look: Option<&'a dyn LastLook>,
    /// How it is run.
    pub options: RunOptions,
}

/// How a batch is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// How many refunds are in flight at once, 1 to 64.
    pub jobs: usize,
    /// Time between two refunds of one payment.
    pub spacing: Duration,
    /// Halt after so many rows that were declined or are unknown.
    pub stop_at_errors: Option<u64>,
    /// The currency of the rows, to say amounts in words.
    pub currency: Currency,
    /// Keep a row planned beside a refund of the same payment and amount that was written down after
    /// it; see [`crate::journal::Conditions::twin_window`]. `None` where twins are meant.
    pub twin_window: Option<Duration>,
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

/// The waits of a run; tests have shorter ones.
#[derive(Clone, Copy, Debug)]
struct RunPace {
    /// Those of each attempt.
    attempt: attempt::Pace,
    /// Wait before a row is tried again that could not be sent.
    retry: Duration,
    /// Time between two ticks.
    tick: Duration,
}

impl RunPace {
    const USUAL: Self = Self {
        attempt: attempt::Pace::USUAL,
        retry: Duration::from_secs(1),
        tick: Duration::from_secs(1),
    };
}

/// Sends every planned row of a batch and follows those whose outcome is open.
///
/// Running it again is always safe, also after a crash and beside another run of the same batch:
/// a row is sent by whoever claims it in the journal.
///
/// # Errors
/// [`RunError`] where the journal cannot be read at the start or the end, or no thread started.
/// What goes wrong in between halts the run and stands in the [`Summary`].
pub fn run(
    job: &Job<'_>,
    journal: &mut dyn Journal,
    on_event: &mut dyn FnMut(&RunEvent),
) -> Result<Summary, RunError> {
    let plan = RunPlan {
        job,
        brake: Arc::default(),
        pace: RunPace::USUAL,
    };
    steer::run(&plan, journal, on_event)
}

/// What all threads of a run know.
struct RunPlan<'a> {
    job: &'a Job<'a>,
    brake: Arc<Brake>,
    pace: RunPace,
}

impl RunPlan<'_> {
    /// Returns what an attempt at one of the rows works with.
    fn means(&self) -> Means<'_> {
        let job = self.job;
        Means {
            merchant: job.merchant,
            post: job.post,
            gate: job.gate,
            clock: &job.clock,
            interrupt: &job.interrupt,
            brake: &self.brake,
            timeout: job.options.timeout,
            pace: &self.pace.attempt,
        }
    }

    /// Returns the moment, by a clock that never runs backwards.
    fn now(&self) -> Duration {
        self.job.clock.uptime()
    }
}
