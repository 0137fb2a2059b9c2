//! The exit codes: stable, documented, one exhaustive match.

use crate::refund::{Outcome, State};
use serde::{Serialize, Serializer};

/// How the process ends. The numbers are part of the interface; scripts rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Refunded, or the command did what it was asked.
    Success,
    /// Our own failure; nothing was sent.
    Internal,
    /// The command line is wrong; nothing was sent.
    Usage,
    /// Profile, credentials or journal unusable; nothing was sent.
    Setup,
    /// Surely not sent.
    NotSent,
    /// Declined.
    Declined,
    /// Sent or perhaps sent, and the outcome is not known.
    Unknown,
    /// Pending at the gateway.
    Pending,
    /// Refused by a guard of ours; nothing was sent.
    Refused,
    /// A batch ended with rows of different outcomes.
    Mixed,
    /// Stopped by a signal before anything was sent.
    Interrupted,
}

impl Exit {
    /// Every exit code, in order.
    pub const ALL: [Self; 11] = [
        Self::Success,
        Self::Internal,
        Self::Usage,
        Self::Setup,
        Self::NotSent,
        Self::Declined,
        Self::Unknown,
        Self::Pending,
        Self::Refused,
        Self::Mixed,
        Self::Interrupted,
    ];

    /// Returns the number the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Setup => 3,
            Self::NotSent => 4,
            Self::Declined => 5,
            Self::Unknown => 6,
            Self::Pending => 7,
            Self::Refused => 8,
            Self::Mixed => 9,
            Self::Interrupted => 10,
        }
    }

    /// Returns what the code means, for the help text and the README.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "refunded (or the command did what it was asked)",
            Self::Internal => "our own failure; nothing was sent",
            Self::Usage => "wrong command line; nothing was sent",
            Self::Setup => "profile, credentials or journal unusable; nothing was sent",
            Self::NotSent => "surely not sent: no connection, or the gateway said 429",
            Self::Declined => "declined by the gateway",
            Self::Unknown => "unknown: sent or perhaps sent",
            Self::Pending => "pending at the gateway",
            Self::Refused => "refused by a guard of ours; nothing was sent",
            Self::Mixed => "batch ended with rows of different outcomes",
            Self::Interrupted => "stopped by a signal; nothing was sent",
        }
    }

    /// Returns whether to run the same command again.
    #[must_use]
    pub const fn run_again(self) -> &'static str {
        match self {
            Self::Success => "no need",
            Self::Internal | Self::Usage | Self::Setup => "after a fix",
            Self::NotSent | Self::Interrupted => "yes",
            Self::Declined => "no, read the reason",
            Self::Unknown => "NO: find out first",
            Self::Pending => "no, enquire later",
            Self::Refused => "after a decision",
            Self::Mixed => "see the result file",
        }
    }
}

/// As the number the shell sees.
impl Serialize for Exit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.code())
    }
}

impl From<State> for Exit {
    fn from(state: State) -> Self {
        match state {
            State::Refunded => Self::Success,
            State::Declined => Self::Declined,
            State::Pending => Self::Pending,
            State::Unknown | State::Sending => Self::Unknown,
            State::Planned => Self::NotSent,
            // Settled by an operator's word: sending it needs a decision, not a resolve.
            State::Closed | State::Cancelled => Self::Refused,
        }
    }
}

/// For what has no record: an outcome that could not be written down, a row of an enquiry.
impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Refunded => State::Refunded,
            Outcome::Declined => State::Declined,
            Outcome::Pending => State::Pending,
            Outcome::Unknown => State::Unknown,
            Outcome::NotSent => State::Planned,
        })
    }
}
