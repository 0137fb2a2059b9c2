//! The life of an intent: one declared table of what may happen to it.
//!
//! Pure. Every move of every intent goes through [`next`]; [`weigh`] says first how much a reply
//! or a look at the gateway proves when others may have sent under the same number.

use super::Outcome;
use serde::Serialize;
use std::fmt;

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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
    /// Settled elsewhere, by an operator's word.
    Closed,
    /// Given up by an operator before anything was sent.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sending,
        Self::Refunded,
        Self::Declined,
        Self::Pending,
        Self::Unknown,
        Self::Closed,
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
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
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
            Self::Sending | Self::Unknown | Self::Closed => Outcome::Unknown,
            Self::Refunded => Outcome::Refunded,
            Self::Declined => Outcome::Declined,
            Self::Pending => Outcome::Pending,
        }
    }

    /// Whether nothing more is expected to happen.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Refunded | Self::Declined | Self::Closed | Self::Cancelled => true,
            Self::Planned | Self::Sending | Self::Pending | Self::Unknown => false,
        }
    }

    /// Whether it was sent, or may have been, and an enquiry may still tell what became of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Unknown)
    }

    /// Whether the amount counts against the rest of its payment: it is gone, or may be.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Sending | Self::Refunded | Self::Pending | Self::Unknown => true,
            Self::Planned | Self::Declined | Self::Closed | Self::Cancelled => false,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What may happen to an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It is written down. The first event of every intent, and only the first.
    Plan,
    /// One process takes it to send it.
    Claim,
    /// The reply says done.
    ReplyDone,
    /// The reply refuses with a code that means nothing was executed.
    ReplyRefused,
    /// The reply says it is being worked on.
    ReplyProcessing,
    /// No reply, or one that proves nothing.
    ReplyUnclear,
    /// No complete request can have reached the gateway.
    NotSent,
    /// A resend was refused. That says nothing about the sends before it.
    ResendRefused,
    /// A resend did not reach the gateway. That says nothing about the sends before it.
    ResendNotSent,
    /// The process that had claimed it is dead, or was not heard of again.
    LeaseExpired,
    /// An enquiry finds it done.
    FoundDone,
    /// An enquiry finds it refused.
    FoundRefused,
    /// An enquiry finds it being worked on.
    FoundProcessing,
    /// An enquiry finds no row. Never proof that nothing happened.
    FoundNothing,
    /// An operator orders the same request to be sent again, under the same number.
    OrderResend,
    /// An operator closes it with a note.
    Close,
    /// An operator gives it up before it was sent.
    Cancel,
    /// A row of a batch asks for it, so that it belongs to that batch from now on. It says nothing
    /// about the gateway.
    Adopt,
    /// The gateway shows it, and the journal does not say that it was sent: it had lost what it said,
    /// or never had it. What became of it is said by the look that follows.
    FoundAtGateway,
    /// A reply or a look that can no longer move the state. It is kept as evidence.
    Stray,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 20] = [
        Self::Plan,
        Self::Claim,
        Self::ReplyDone,
        Self::ReplyRefused,
        Self::ReplyProcessing,
        Self::ReplyUnclear,
        Self::NotSent,
        Self::ResendRefused,
        Self::ResendNotSent,
        Self::LeaseExpired,
        Self::FoundDone,
        Self::FoundRefused,
        Self::FoundProcessing,
        Self::FoundNothing,
        Self::OrderResend,
        Self::Close,
        Self::Cancel,
        Self::Adopt,
        Self::FoundAtGateway,
        Self::Stray,
    ];

    /// Returns the stable name, used in the journal and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Claim => "claim",
            Self::ReplyDone => "reply_done",
            Self::ReplyRefused => "reply_refused",
            Self::ReplyProcessing => "reply_processing",
            Self::ReplyUnclear => "reply_unclear",
            Self::NotSent => "not_sent",
            Self::ResendRefused => "resend_refused",
            Self::ResendNotSent => "resend_not_sent",
            Self::LeaseExpired => "lease_expired",
            Self::FoundDone => "found_done",
            Self::FoundRefused => "found_refused",
            Self::FoundProcessing => "found_processing",
            Self::FoundNothing => "found_nothing",
            Self::OrderResend => "order_resend",
            Self::Close => "close",
            Self::Cancel => "cancel",
            Self::Adopt => "adopt",
            Self::FoundAtGateway => "found_at_gateway",
            Self::Stray => "stray",
        }
    }

    /// Finds an event by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Returns the event that a send's outcome is.
    #[must_use]
    pub const fn of_reply(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Refunded => Self::ReplyDone,
            Outcome::Declined => Self::ReplyRefused,
            Outcome::Pending => Self::ReplyProcessing,
            Outcome::Unknown => Self::ReplyUnclear,
            Outcome::NotSent => Self::NotSent,
        }
    }

    /// Returns what a reply or a look is worth that cannot be believed.
    #[must_use]
    pub const fn unproven(self) -> Self {
        match self {
            Self::ReplyDone | Self::ReplyRefused | Self::ReplyProcessing => Self::ReplyUnclear,
            _ if self.is_look() => Self::Stray,
            _ => self,
        }
    }

    /// Whether it tells how one send ended.
    #[must_use]
    pub const fn is_reply(self) -> bool {
        matches!(
            self,
            Self::ReplyDone
                | Self::ReplyRefused
                | Self::ReplyProcessing
                | Self::ReplyUnclear
                | Self::NotSent
                | Self::ResendRefused
                | Self::ResendNotSent
        )
    }

    /// Whether it tells what an enquiry found.
    #[must_use]
    pub const fn is_look(self) -> bool {
        matches!(
            self,
            Self::FoundDone | Self::FoundRefused | Self::FoundProcessing | Self::FoundNothing
        )
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Everything that may happen: (from, event, to). What is not here is forbidden.
///
/// Two things go beyond the plain life of a refund. A reply may come late, after the lease has
/// made the intent unknown: a lease ends by silence, and the reply ends the silence, so it counts
/// as it would have. And the gateway's word that the money has moved outranks every other state
/// of something that was sent, an operator's closing note included: the opposite error would
/// invite a second refund.
pub const TABLE: &[(State, Event, State)] = {
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
        (S::Pending, E::Close, S::Closed),
        (S::Unknown, E::FoundDone, S::Refunded),
        (S::Unknown, E::FoundRefused, S::Declined),
        (S::Unknown, E::FoundProcessing, S::Pending),
        (S::Unknown, E::FoundNothing, S::Unknown),
        (S::Unknown, E::OrderResend, S::Sending),
        (S::Unknown, E::Close, S::Closed),
        // Late replies.
        (S::Unknown, E::ReplyRefused, S::Declined),
        (S::Unknown, E::ReplyProcessing, S::Pending),
        (S::Unknown, E::ReplyUnclear, S::Unknown),
        (S::Unknown, E::NotSent, S::Planned),
        // The money has moved, whatever was thought before.
        (S::Unknown, E::ReplyDone, S::Refunded),
        (S::Pending, E::ReplyDone, S::Refunded),
        (S::Declined, E::ReplyDone, S::Refunded),
        (S::Closed, E::ReplyDone, S::Refunded),
        (S::Refunded, E::ReplyDone, S::Refunded),
        (S::Sending, E::FoundDone, S::Refunded),
        (S::Declined, E::FoundDone, S::Refunded),
        (S::Closed, E::FoundDone, S::Refunded),
        (S::Refunded, E::FoundDone, S::Refunded),
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
        // Kept, without moving anything.
        (S::Sending, E::Stray, S::Sending),
        (S::Refunded, E::Stray, S::Refunded),
        (S::Declined, E::Stray, S::Declined),
        (S::Pending, E::Stray, S::Pending),
        (S::Unknown, E::Stray, S::Unknown),
        (S::Closed, E::Stray, S::Closed),
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

/// Whose reply it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The intent's only attempt that can have reached the gateway.
    Only,
    /// The latest, ordered by an operator while an earlier one may have reached the gateway.
    Resend,
    /// One that is no longer the latest.
    Earlier,
}

/// Returns the event that an observation counts as.
///
/// After a resend, a refusal or a broken connection speaks of the resend alone: the first send
/// may well have been executed, and may be the very reason for the refusal. A reply to an attempt
/// that is no longer the latest decides nothing unless it says done. A reply or look that cannot
/// move the state counts as [`Event::Stray`], so that no evidence is lost.
///
/// # Errors
/// [`Forbidden`] for an operator's order that the table has no row for, and for replies and looks
/// on an intent that was never sent.
pub fn weigh(state: State, event: Event, attempt: Attempt) -> Result<Event, Forbidden> {
    let counts_as = match (event, attempt) {
        (Event::ReplyRefused, Attempt::Resend) => Event::ResendRefused,
        (Event::NotSent, Attempt::Resend) => Event::ResendNotSent,
        (Event::ReplyDone, _) => event,
        (_, Attempt::Earlier) if event.is_reply() => Event::Stray,
        _ => event,
    };
    if next(state, counts_as).is_ok() {
        return Ok(counts_as);
    }
    if event.is_reply() || event.is_look() {
        next(state, Event::Stray)?;
        return Ok(Event::Stray);
    }
    Err(Forbidden { state, event })
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
        write!(
            f,
            "`{}` cannot happen to a refund that is {}",
            self.event, self.state
        )
    }
}

impl std::error::Error for Forbidden {}

#[cfg(test)]
mod tests;
