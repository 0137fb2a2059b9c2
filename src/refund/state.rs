//! The life of an intent: one declared table of what may happen to it.
//!
//! Pure. Every move of every intent goes through [`next`]; [`weigh()`] says first how much a reply
//! or a look at the gateway proves when others may have sent under the same number.

mod event;
mod weigh;

use crate::language::{entry, word, write_text};
pub use event::Event;
pub use weigh::{Attempt, weigh};

use super::{ClosedAs, Outcome};
use serde::{Serialize, Serializer};
use std::fmt;

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Wanted, and certainly never sent.
    Planned,
    /// Claimed by one process: from here on it may have been sent.
    Sending,
    /// The gateway says it is done.
    Refunded,
    /// The gateway refused, nothing was executed, and the number is used up.
    Declined,
    /// The gateway has it and works on it.
    Pending,
    /// Sent, or perhaps sent, and nothing reliable is known.
    Unknown,
    /// Settled by an operator's word, which says what became of the money.
    Closed(ClosedAs),
    /// Given up by an operator before anything was sent.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Planned,
        Self::Sending,
        Self::Refunded,
        Self::Declined,
        Self::Pending,
        Self::Unknown,
        Self::Closed(ClosedAs::RefundedElsewhere),
        Self::Closed(ClosedAs::NotRefunded),
        Self::Closed(ClosedAs::WrittenOff),
        Self::Cancelled,
    ];

    /// Returns the stable name, used in the journal, in JSON and in filters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Refunded => "refunded",
            Self::Declined => "declined",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Closed(ClosedAs::RefundedElsewhere) => "closed_refunded_elsewhere",
            Self::Closed(ClosedAs::NotRefunded) => "closed_not_refunded",
            Self::Closed(ClosedAs::WrittenOff) => "closed_written_off",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns its name for people, as a table has it.
    #[must_use]
    pub fn shown(self) -> &'static str {
        entry("refund-state", self.name(), self.name())
    }

    /// Finds a state by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Returns what is known about the money.
    ///
    /// A closed intent stays unknown: somebody settled the matter, but what became of this
    /// request was never found out.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Planned | Self::Cancelled => Outcome::NotSent,
            Self::Sending | Self::Unknown | Self::Closed(_) => Outcome::Unknown,
            Self::Refunded => Outcome::Refunded,
            Self::Declined => Outcome::Declined,
            Self::Pending => Outcome::Pending,
        }
    }

    /// Whether nothing more is expected to happen.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Refunded | Self::Declined | Self::Closed(_) | Self::Cancelled => true,
            Self::Planned | Self::Sending | Self::Pending | Self::Unknown => false,
        }
    }

    /// Whether another attempt may take its place: it is settled, and nothing was executed, by the
    /// gateway's word or an operator's. The journal's schema says the same.
    #[must_use]
    pub const fn may_be_replaced(self) -> bool {
        self.is_final() && !self.is_live()
    }

    /// Whether it was sent, or may have been, and an enquiry may still tell what became of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Unknown)
    }

    /// Whether a look, or the end of its send, could still change something.
    #[must_use]
    pub const fn may_settle(self) -> bool {
        self.is_open() || matches!(self, Self::Sending)
    }

    /// Whether the amount counts against the rest of its payment: it is gone, or may be. The
    /// journal's schema says the same of a column of its own, `live`.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Sending | Self::Refunded | Self::Pending | Self::Unknown => true,
            Self::Closed(closed_as) => closed_as.is_live(),
            Self::Planned | Self::Declined | Self::Cancelled => false,
        }
    }
}

/// By its name; what is being sent or is closed in words, which follow "is".
impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sending => f.write_str(word!("refund-state-being-sent", "being sent")),
            Self::Closed(closed_as) => write_text!(
                f,
                "refund-state-closed-as",
                "closed as {closed_as}",
                closed_as
            ),
            _ => f.write_str(self.shown()),
        }
    }
}

/// By its name.
impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Everything that may happen: (from, event, to). What is not here is forbidden.
///
/// Two things go beyond the plain life of a refund. A reply may come late, after the lease has
/// made the intent unknown: a lease ends by silence, and the reply ends the silence, so it counts
/// as it would have. And the gateway's word that the money has moved outranks every other state
/// of something that was sent, an operator's closing note included: the opposite error would
/// invite a second refund. So does its word that it has what an operator has closed. That it refused
/// that says nothing against a refund made elsewhere, and is kept.
pub const TABLE: &[(State, Event, State)] = {
    use ClosedAs::{NotRefunded, RefundedElsewhere, WrittenOff};
    use Event as E;
    use State as S;
    &[
        (S::Planned, E::Claim, S::Sending),
        (S::Planned, E::Cancel, S::Cancelled),
        (S::Sending, E::ReplyDone, S::Refunded),
        (S::Sending, E::ReplyRefused, S::Declined),
        (S::Sending, E::ReplyProcessing, S::Pending),
        (S::Sending, E::ReplyUnclear, S::Unknown),
        (S::Sending, E::NotSent, S::Planned),
        (S::Sending, E::ResendRefused, S::Unknown),
        (S::Sending, E::ResendNotSent, S::Unknown),
        (S::Sending, E::LeaseExpired, S::Unknown),
        (S::Pending, E::FoundDone, S::Refunded),
        (S::Pending, E::FoundRefused, S::Declined),
        (S::Pending, E::FoundProcessing, S::Pending),
        (S::Pending, E::FoundNothing, S::Pending),
        (
            S::Pending,
            E::Close(RefundedElsewhere),
            S::Closed(RefundedElsewhere),
        ),
        (S::Pending, E::Close(NotRefunded), S::Closed(NotRefunded)),
        (S::Pending, E::Close(WrittenOff), S::Closed(WrittenOff)),
        (S::Unknown, E::FoundDone, S::Refunded),
        (S::Unknown, E::FoundRefused, S::Declined),
        (S::Unknown, E::FoundProcessing, S::Pending),
        (S::Unknown, E::FoundNothing, S::Unknown),
        (S::Unknown, E::OrderResend, S::Sending),
        (
            S::Unknown,
            E::Close(RefundedElsewhere),
            S::Closed(RefundedElsewhere),
        ),
        (S::Unknown, E::Close(NotRefunded), S::Closed(NotRefunded)),
        (S::Unknown, E::Close(WrittenOff), S::Closed(WrittenOff)),
        // What it was before is not what is known now: the next look says.
        (S::Closed(RefundedElsewhere), E::Reopen, S::Unknown),
        (S::Closed(NotRefunded), E::Reopen, S::Unknown),
        (S::Closed(WrittenOff), E::Reopen, S::Unknown),
        // Late replies.
        (S::Unknown, E::ReplyRefused, S::Declined),
        (S::Unknown, E::ReplyProcessing, S::Pending),
        (S::Unknown, E::ReplyUnclear, S::Unknown),
        (S::Unknown, E::NotSent, S::Planned),
        // The money has moved, whatever was thought before.
        (S::Unknown, E::ReplyDone, S::Refunded),
        (S::Pending, E::ReplyDone, S::Refunded),
        (S::Declined, E::ReplyDone, S::Refunded),
        (S::Closed(RefundedElsewhere), E::ReplyDone, S::Refunded),
        (S::Closed(NotRefunded), E::ReplyDone, S::Refunded),
        (S::Closed(WrittenOff), E::ReplyDone, S::Refunded),
        (S::Refunded, E::ReplyDone, S::Refunded),
        (S::Sending, E::FoundDone, S::Refunded),
        (S::Declined, E::FoundDone, S::Refunded),
        (S::Closed(RefundedElsewhere), E::FoundDone, S::Refunded),
        (S::Closed(NotRefunded), E::FoundDone, S::Refunded),
        (S::Closed(WrittenOff), E::FoundDone, S::Refunded),
        (S::Refunded, E::FoundDone, S::Refunded),
        // The gateway has it after all, whatever an operator was told.
        (S::Closed(RefundedElsewhere), E::ReplyProcessing, S::Pending),
        (S::Closed(NotRefunded), E::ReplyProcessing, S::Pending),
        (S::Closed(WrittenOff), E::ReplyProcessing, S::Pending),
        (S::Closed(RefundedElsewhere), E::FoundProcessing, S::Pending),
        (S::Closed(NotRefunded), E::FoundProcessing, S::Pending),
        (S::Closed(WrittenOff), E::FoundProcessing, S::Pending),
        // The gateway has it after all, whatever it said before.
        (S::Declined, E::FoundProcessing, S::Pending),
        // Another batch takes it over. What is being sent stays with its sender, and what is
        // settled with those who settled it.
        (S::Planned, E::Adopt, S::Planned),
        (S::Pending, E::Adopt, S::Pending),
        (S::Unknown, E::Adopt, S::Unknown),
        // What the journal has lost, or never had.
        (S::Planned, E::FoundAtGateway, S::Unknown),
        (S::Cancelled, E::FoundAtGateway, S::Unknown),
        (S::Planned, E::Restored, S::Unknown),
        (S::Unknown, E::Restored, S::Unknown),
        // Kept, without moving anything.
        (S::Sending, E::Stray, S::Sending),
        (S::Refunded, E::Stray, S::Refunded),
        (S::Declined, E::Stray, S::Declined),
        (S::Pending, E::Stray, S::Pending),
        (S::Unknown, E::Stray, S::Unknown),
        (
            S::Closed(RefundedElsewhere),
            E::Stray,
            S::Closed(RefundedElsewhere),
        ),
        (S::Closed(NotRefunded), E::Stray, S::Closed(NotRefunded)),
        (S::Closed(WrittenOff), E::Stray, S::Closed(WrittenOff)),
    ]
};

/// Returns the state after an event.
///
/// # Errors
/// [`Forbidden`] when the table has no such row.
pub fn next(state: State, event: Event) -> Result<State, Forbidden> {
    TABLE
        .iter()
        .find(|(from, what, _)| *from == state && *what == event)
        .map(|(_, _, to)| *to)
        .ok_or(Forbidden { state, event })
}

/// An event that may not happen in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// Where the intent stands.
    pub state: State,
    /// What was to happen.
    pub event: Event,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_text!(
            f,
            "refund-state-cannot",
            "`{event}` cannot happen to a refund that is {state}",
            event = self.event,
            state = self.state
        )
    }
}

impl std::error::Error for Forbidden {}

#[cfg(test)]
mod tests;
