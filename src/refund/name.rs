//! What a caller calls a refund by.

use super::{OutTradeNo, Reference};
use crate::unseen::alike;

/// A name that a caller gives a refund: two of one kind that can be taken for each other are not both used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The caller's own key.
    Reference(Reference),
    /// The number that is sent.
    Number(OutTradeNo),
}

impl Name {
    /// Returns what a caller has given of both, the reference first.
    pub fn all(
        reference: Option<&Reference>,
        number: Option<&OutTradeNo>,
    ) -> impl Iterator<Item = Self> {
        let reference = reference.cloned().map(Self::Reference);
        let number = number.cloned().map(Self::Number);
        reference.into_iter().chain(number)
    }

    /// Returns it as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Reference(reference) => reference.as_str(),
            Self::Number(number) => number.as_str(),
        }
    }

    /// Returns what it is, as the option, the column and the JSON call it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reference(_) => "reference",
            Self::Number(_) => "out_trade_no",
        }
    }

    /// Whether it is another one of the same kind, and can be taken for it.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self != other && self.kind() == other.kind() && self.folded() == other.folded()
    }

    /// Returns it as it looks: those that can be taken for each other give the same text.
    #[must_use]
    pub fn folded(&self) -> String {
        alike(self.as_str())
    }
}

impl Reference {
    /// Returns it as it looks, see [`Name::folded`].
    #[must_use]
    pub fn folded(&self) -> String {
        alike(self.as_str())
    }
}

impl OutTradeNo {
    /// Returns it as it looks, see [`Name::folded`].
    #[must_use]
    pub fn folded(&self) -> String {
        alike(self.as_str())
    }
}
