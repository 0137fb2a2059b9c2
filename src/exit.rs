//! The exit codes: stable, documented, one exhaustive match.

use crate::language::word;
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
    /// Planned and not sent: a limit, a pause or a rule of ours holds it back.
    HeldBack,
    /// The file of refunds cannot be used; nothing was sent.
    File,
}

impl Exit {
    /// Every exit code, in order.
    pub const ALL: [Self; 13] = [
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
        Self::HeldBack,
        Self::File,
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
            Self::HeldBack => 11,
            Self::File => 12,
        }
    }

    /// Returns what the code means, for the help text and the README.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Success => word!(
                "run-exit-success",
                "refunded (or the command did what it was asked)"
            ),
            Self::Internal => word!("run-exit-internal", "our own failure; nothing was sent"),
            Self::Usage => word!("run-exit-usage", "wrong command line; nothing was sent"),
            Self::Setup => word!(
                "run-exit-setup",
                "profile, credentials or journal unusable; nothing was sent"
            ),
            Self::NotSent => word!(
                "run-exit-not-sent",
                "surely not sent: no connection, or the gateway said 429"
            ),
            Self::Declined => word!("run-exit-declined", "declined by the gateway"),
            Self::Unknown => word!("run-exit-unknown", "unknown: sent or perhaps sent"),
            Self::Pending => word!("run-exit-pending", "pending at the gateway"),
            Self::Refused => word!(
                "run-exit-refused",
                "refused by a guard of ours; nothing was sent"
            ),
            Self::Mixed => word!(
                "run-exit-mixed",
                "batch ended with rows of different outcomes"
            ),
            Self::Interrupted => word!(
                "run-exit-interrupted",
                "stopped, by a signal or at the question; nothing was sent"
            ),
            Self::HeldBack => word!(
                "run-exit-held-back",
                "planned, not sent: a limit, the pause or a rule holds it back"
            ),
            Self::File => word!(
                "run-exit-file",
                "the file of refunds cannot be used; nothing was sent"
            ),
        }
    }

    /// Returns whether to run the same command again.
    #[must_use]
    pub fn run_again(self) -> &'static str {
        match self {
            Self::Success => word!("run-again-no-need", "no need"),
            Self::Internal | Self::Usage | Self::Setup | Self::File => {
                word!("run-again-after-fix", "after a fix")
            }
            Self::NotSent | Self::Interrupted => word!("run-again-yes", "yes"),
            Self::Declined => word!("run-again-declined", "no, read the reason"),
            Self::Unknown => word!("run-again-unknown", "NO: find out first"),
            Self::Pending => word!("run-again-pending", "no, enquire later"),
            Self::Refused => word!("run-again-refused", "after a decision"),
            Self::Mixed => word!("run-again-mixed", "see the result file"),
            Self::HeldBack => word!("run-again-held-back", "when that is over"),
        }
    }
}

/// The exit code of many: that of each where all are alike, else "different". One that is unknown is
/// never hidden by others.
impl FromIterator<Exit> for Exit {
    fn from_iter<T: IntoIterator<Item = Self>>(exits: T) -> Self {
        let mut exits = exits.into_iter();
        let first = exits.next().unwrap_or(Self::Success);
        exits.fold(first, |all, exit| match (all, exit) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ if all == exit => all,
            _ => Self::Mixed,
        })
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
            State::Planned => Self::HeldBack,
            // Settled by an operator's word: sending it needs a decision, not a resolve.
            State::Closed(_) | State::Cancelled => Self::Refused,
            State::Sending
            | State::Unknown
            | State::Pending
            | State::Declined
            | State::Refunded => state.outcome().into(),
        }
    }
}

/// Also for what has no record: an outcome that could not be written down, a row of an enquiry.
impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Refunded => Self::Success,
            Outcome::Declined => Self::Declined,
            Outcome::Pending => Self::Pending,
            Outcome::Unknown => Self::Unknown,
            // What an exchange proves; only the network or the gateway's 429 ends one so.
            Outcome::NotSent => Self::NotSent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_row_is_hidden_by_no_other() {
        let of = |exits: &[Exit]| exits.iter().copied().collect::<Exit>();
        assert_eq!(of(&[]), Exit::Success);
        assert_eq!(of(&[Exit::Declined, Exit::Declined]), Exit::Declined);
        assert_eq!(of(&[Exit::Success, Exit::Declined]), Exit::Mixed);
        let mixed = [Exit::Success, Exit::Declined, Exit::Pending, Exit::Unknown];
        assert_eq!(of(&mixed), Exit::Unknown);
        assert_eq!(of(&[Exit::Unknown, Exit::Success]), Exit::Unknown);
    }

    #[test]
    fn the_codes_are_numbered_in_order() {
        let codes = Exit::ALL.map(Exit::code);
        assert_eq!(codes.to_vec(), (0..=12).collect::<Vec<u8>>());
    }
}
