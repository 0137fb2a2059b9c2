//! Asking for one page, within the limits and with patience.

use super::reply::{EnquiryFault, Page, parse_page};
use crate::gateway::gate::Gate;
use crate::gateway::post::Post;
use crate::gateway::transport::Sent;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::world::Clock;
use std::fmt;

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
}

impl Enquirer<'_> {
    /// Asks for one page.
    ///
    /// # Errors
    /// [`EnquiryFault`]; then nothing was learned.
    pub fn ask(&self, request: &SignedRequest) -> Result<Page, EnquiryFault> {
        let mut left = PATIENCE;
        loop {
            if !self.gate.wait(self.go_on) {
                return Err(EnquiryFault::Stopped);
            }
            let begun = self.clock.uptime();
            let answer = match self.post.post(request, Box::new(|| true)).result {
                Sent::No(trouble) => return Err(EnquiryFault::NotSent(trouble)),
                Sent::Perhaps(trouble) => return Err(EnquiryFault::NoReply(trouble)),
                Sent::Replied(reply) => {
                    self.gate.hear(reply.date, begun);
                    parse_page(&reply, self.merchant)
                }
            };
            if !matches!(answer, Err(EnquiryFault::RateLimited)) {
                self.gate.answered();
                return answer;
            }
            self.gate.refused(begun);
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return answer,
            }
        }
    }
}

impl fmt::Debug for Enquirer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enquirer")
    }
}
