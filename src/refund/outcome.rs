//! What happened to the money.

use crate::language::entry;
use serde::Serialize;
use std::fmt;

/// What is known about one refund.
///
/// `Unknown` is never folded into another value, whatever its age: a reply that proves nothing
/// stays unknown until an enquiry finds out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The gateway says the refund is done.
    Refunded,
    /// The gateway refused with a code that means nothing was executed.
    Declined,
    /// The gateway has it and works on it.
    Pending,
    /// It was sent, or perhaps sent, and nothing reliable is known.
    Unknown,
    /// No complete request can have reached the gateway, or it says it did not process it.
    NotSent,
}

impl Outcome {
    /// Returns the word used on the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refunded => "refunded",
            Self::Declined => "declined",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::NotSent => "not sent",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(entry("refund-state", self.word(), self.word()))
    }
}
