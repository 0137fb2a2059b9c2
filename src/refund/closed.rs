//! What an operator's closing word says of the money. Pure.

use crate::language::word;
use std::fmt;

/// What became of the money of a refund that an operator has closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClosedAs {
    /// The payer has it, by another way than this refund: the portal, a transfer, cash.
    RefundedElsewhere,
    /// The payer has not got it, and this refund will not give it.
    NotRefunded,
    /// Nobody found out, and nobody goes on asking.
    WrittenOff,
}

impl ClosedAs {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::RefundedElsewhere, Self::NotRefunded, Self::WrittenOff];

    /// Whether the amount counts as given back: what was never found out may be gone.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::RefundedElsewhere | Self::WrittenOff => true,
            Self::NotRefunded => false,
        }
    }

    /// Says what that means for the payment, as a clause.
    #[must_use]
    pub fn means(self) -> &'static str {
        match self {
            Self::RefundedElsewhere => {
                word!(
                    "refund-closed-elsewhere-means",
                    "its amount counts as given back, and the same refund is a twin"
                )
            }
            Self::NotRefunded => word!(
                "refund-closed-not-means",
                "its amount does not count, and the payment may be refunded again"
            ),
            Self::WrittenOff => {
                word!(
                    "refund-closed-written-off-means",
                    "its amount counts as gone, for it may be; the same refund is a twin"
                )
            }
        }
    }
}

impl fmt::Display for ClosedAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RefundedElsewhere => word!("refund-closed-elsewhere", "refunded elsewhere"),
            Self::NotRefunded => word!("refund-closed-not", "not refunded"),
            Self::WrittenOff => word!("refund-closed-written-off", "written off"),
        })
    }
}
