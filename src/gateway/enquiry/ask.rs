//! Asking for one page, within the limits and with patience.

use super::fresh::Moment;
use super::reply::{EnquiryFault, LOOK_MAX, Page, parse_page};
use crate::gateway::gate::{Asked, Gate};
use crate::gateway::post::Post;
use crate::gateway::transport::Sent;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::world::Clock;
use std::time::Duration;

/// How often an enquiry is asked again after HTTP 429.
const PATIENCE: u32 = 3;

/// Whoever asks the gateway: each enquiry passes the gate first, and one that is answered with
/// HTTP 429 is asked again when the gate opens, since an enquiry moves nothing.
#[derive(Clone, Copy)]
pub struct Enquirer<'a> {
    /// Who signs.
    pub merchant: &'a Merchant,
    /// The way to the gateway.
    pub post: &'a dyn Post,
    /// The limiter.
    pub gate: &'a Gate,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// Says whether to go on; asked before each request and while the gate is closed.
    pub go_on: &'a dyn Fn() -> bool,
    /// When the look is over, by [`Clock::uptime`]; none where none has been begun.
    pub until: Option<Duration>,
}

impl Enquirer<'_> {
    /// Begins a look: however many months and pages it takes, its time is bounded. Within a look it
    /// changes nothing.
    #[must_use]
    pub fn begin_look(&self) -> Self {
        let ends = || self.clock.uptime().saturating_add(LOOK_MAX);
        Self {
            until: Some(self.until.unwrap_or_else(ends)),
            ..*self
        }
    }

    /// Asks for one page.
    ///
    /// # Errors
    /// [`EnquiryFault`]; then nothing was learned.
    pub fn ask(&self, request: &SignedRequest) -> Result<Page, EnquiryFault> {
        self.ask_at(request).map(|(page, _)| page)
    }

    /// The same with the moment when it was asked, after whatever it had to wait for.
    pub(super) fn ask_at(&self, request: &SignedRequest) -> Result<(Page, Moment), EnquiryFault> {
        let mut left = PATIENCE;
        loop {
            let has_time = || self.until.is_none_or(|until| self.clock.uptime() < until);
            if !self.gate.wait(&|| has_time() && (self.go_on)()) {
                let is_stopped = has_time();
                return Err(if is_stopped {
                    EnquiryFault::Stopped
                } else {
                    EnquiryFault::OutOfTime
                });
            }
            let asked_at = (self.clock.uptime(), self.clock.now());
            let begun = asked_at.0;
            let (answer, asked) = match self.post.post(request, Box::new(|| true)).result {
                Sent::No(trouble) => return Err(EnquiryFault::NotSent(trouble)),
                Sent::Perhaps(trouble) => return Err(EnquiryFault::NoReply(trouble)),
                Sent::Replied(reply) => {
                    self.gate.hear(reply.date, begun);
                    (parse_page(&reply, self.merchant), reply.retry_after)
                }
            };
            if !matches!(answer, Err(EnquiryFault::RateLimited)) {
                self.gate.answered(Asked::Enquiry);
                return answer.map(|page| (page, asked_at));
            }
            self.gate.refused(Asked::Enquiry, begun, asked);
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return answer.map(|page| (page, asked_at)),
            }
        }
    }
}
