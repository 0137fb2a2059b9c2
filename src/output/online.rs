//! What the looks at the payments of a file found: `batch check --online`, and `batch run` before it sends.

use super::Style;
use super::text::{clean, counted};
use crate::batch::Capped;
use crate::exit::Exit;
use crate::language::{text, word};
use serde::Serialize;

/// What a look at one payment says of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentFinding {
    /// The row's line.
    pub line: u64,
    /// The payment.
    pub syssn: String,
    /// What is wrong, as a clause.
    pub problem: String,
    /// What to do, as sentences.
    pub remedy: String,
}

/// The payment that an order number was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrderFinding {
    /// The line of the first row with the number.
    pub line: u64,
    /// The number.
    pub order_no: String,
    /// The payment.
    pub syssn: String,
    /// What was paid, in minor units.
    pub txamt: u64,
    /// The same in words.
    pub in_words: String,
    /// When, where the gateway says, UTC+8.
    pub paid_at: Option<String>,
}

/// So many order numbers are named in the table.
const MOST_ORDERS: usize = 20;

/// The list of the table that says what order numbers were found to be.
pub(super) fn orders(style: Style, found: &Capped<OrderFinding>) -> String {
    let items = found.shown.iter().take(MOST_ORDERS).map(|order| {
        let at = order.paid_at.as_ref();
        let at = at.map_or_else(String::new, |at| {
            text!("batch-order-at", " at {at} (UTC+8)", at)
        });
        text!(
            "batch-order-line",
            "line {line}: {number} is payment {payment}, {paid} paid{at}",
            line = order.line,
            number = clean(&order.order_no),
            payment = order.syssn,
            paid = order.in_words,
            at
        )
    });
    let mut out = style.list(
        word!("batch-list-orders", "Order numbers"),
        found.count,
        items,
    );
    let named = u64::try_from(MOST_ORDERS).unwrap_or(u64::MAX);
    let more = found.count.saturating_sub(named);
    if more > 0 {
        out.push_str(&style.item(&text!(
            "batch-and-more-json",
            "and {more} more; the JSON has the first 1000",
            more
        )));
    }
    out
}

/// What a look at every payment of a file found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OnlineCheck {
    /// How many payments the rows are about, each counted once.
    pub payments: u64,
    /// How many of them were looked at.
    pub looked: u64,
    /// Rows that say what was paid and were compared with it.
    pub paid_compared: u64,
    /// Rows that their payment would not bear.
    pub refused: Capped<PaymentFinding>,
    /// Payments that were not looked at: how many, and those where it was tried.
    pub not_looked: Capped<PaymentFinding>,
    /// Why it stopped before all were looked at.
    pub stopped: Option<String>,
    /// The exit code of the first look that failed, for a run that it holds back.
    #[serde(skip)]
    pub failed: Option<Exit>,
}

impl OnlineCheck {
    /// Whether every payment was looked at and bears its rows.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.refused.is_empty() && self.not_looked.is_empty() && self.stopped.is_none()
    }

    /// Returns the exit code of a run that is held back by it. What a payment refuses goes before a look
    /// that failed: asking again would not help.
    #[must_use]
    pub fn held(&self) -> Exit {
        match self.failed {
            Some(failed) if self.refused.is_empty() => failed,
            _ => Exit::Refused,
        }
    }

    /// The line of the table that says how much was looked at.
    pub(super) fn in_words(&self) -> String {
        if self.payments == 0 {
            return word!("batch-looked-none", "no payment looked at").to_owned();
        }
        let payments = counted(self.payments, "payment");
        if self.looked == self.payments {
            text!("batch-looked-all", "{payments} looked at", payments)
        } else {
            text!(
                "batch-looked-some",
                "{looked} of {payments} looked at",
                looked = self.looked,
                payments
            )
        }
    }

    /// The lists of the table.
    pub(super) fn lists(&self, style: Style) -> String {
        let list = |heading, found: &Capped<PaymentFinding>| {
            let items = found.shown.iter().map(PaymentFinding::in_words);
            style.list(heading, found.count, items)
        };
        let mut out = list(
            word!("batch-list-refused", "Refused by their payment"),
            &self.refused,
        );
        out.push_str(&list(
            word!("batch-list-not-looked", "Not looked at"),
            &self.not_looked,
        ));
        let others = self.not_looked.beyond(usize::MAX);
        if others > 0 && !self.not_looked.shown.is_empty() {
            out.push_str(&style.item(&text!("batch-and-more", "and {others} more", others)));
        }
        out
    }
}

impl PaymentFinding {
    fn in_words(&self) -> String {
        let payment = if self.problem.contains(&self.syssn) {
            String::new()
        } else {
            text!(
                "batch-finding-payment",
                "payment {payment}: ",
                payment = self.syssn
            )
        };
        let (line, problem, remedy) = (self.line, clean(&self.problem), &self.remedy);
        text!(
            "batch-finding-line",
            "line {line}: {payment}{problem}. {remedy}",
            line,
            payment,
            problem,
            remedy
        )
    }
}
