//! Payments that rows name by the merchant's own order numbers, as somebody has looked them up.

use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::{OrderNo, Syssn};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands behind an order number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// One successful payment, and what was paid, where that was just seen.
    Payment(Syssn, Option<Amount>),
    /// Nothing that can be refunded: why, and what to do, as clauses.
    Refused(String, &'static str),
}

/// The order numbers of a file: those that were looked up, and those that were met and were not.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    known: Arc<BTreeMap<OrderNo, Order>>,
    /// Each with its first line.
    unfound: BTreeMap<OrderNo, u64>,
    /// How many rows those are.
    rows: u64,
}

impl Orders {
    /// Takes what was looked up.
    #[must_use]
    pub fn known(known: BTreeMap<OrderNo, Order>) -> Self {
        Self {
            known: Arc::new(known),
            ..Self::default()
        }
    }

    /// Returns what stands behind a number; one that was not looked up is noted.
    pub(super) fn find(&mut self, line: u64, number: OrderNo) -> Option<Order> {
        let found = self.known.get(&number).cloned();
        if found.is_none() {
            self.rows = self.rows.saturating_add(1);
            self.unfound.entry(number).or_insert(line);
        }
        found
    }

    /// Returns the numbers that were met and not looked up, each with its first line.
    #[must_use]
    pub const fn unfound(&self) -> &BTreeMap<OrderNo, u64> {
        &self.unfound
    }

    /// Returns how many rows have one of those.
    #[must_use]
    pub const fn unfound_rows(&self) -> u64 {
        self.rows
    }
}

/// Says that something else was paid than a row says.
#[must_use]
pub fn not_paid(shown: Amount, currency: Currency) -> (String, &'static str) {
    let shown = shown.in_words(currency);
    (
        text!(
            "batch-not-paid",
            "is not what the gateway says was paid, {shown}",
            shown
        ),
        word!("batch-not-paid-fix", "see whether it is the right payment"),
    )
}
