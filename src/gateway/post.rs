//! One request handed to the gateway, as the layers above see it.

use super::transport::{Exchange, Transport};
use super::wire::SignedRequest;

/// Called before the first byte of a request is handed over; false holds it back.
pub type AtSend = Box<dyn FnOnce() -> bool + Send>;

/// The way to the gateway.
pub trait Post: Sync {
    /// Posts once and says what is proven about it; see [`Transport::post`].
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange;
}

impl Post for Transport {
    fn post(&self, request: &SignedRequest, at_send: AtSend) -> Exchange {
        Self::post(self, request, at_send)
    }
}
