//! How an answer goes out: as it should, or as a fault wants it.

use super::http::HttpResponse;
use std::time::Duration;

/// An answer and how it goes out.
pub(super) struct Handled {
    pub(super) response: HttpResponse,
    pub(super) delivery: Delivery,
}

/// How an answer goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Delivery {
    /// As it should.
    #[default]
    Whole,
    /// Not at all: the connection is closed.
    Nothing,
    /// Not at all: the connection is reset.
    Reset,
    /// Half of its body, then the connection is closed.
    Half,
    /// Never: the connection stays open until the client leaves.
    Stall,
    /// Byte by byte, with this pause before each.
    Drip(Duration),
    /// In chunks.
    Chunked,
}
