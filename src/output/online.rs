//! What the looks at the payments of a file found: `batch check --online`, and `batch run` before it sends.

use super::Style;
use super::text::{clean, counted};
use crate::batch::Capped;
use crate::exit::Exit;
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

/// What a look at every payment of a file found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OnlineCheck {
    /// How many payments the rows are about, each counted once.
    pub payments: u64,
    /// How many of them were looked at.
    pub looked: u64,
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
            return "no payment looked at".to_owned();
        }
        let payments = counted(self.payments, "payment");
        if self.looked == self.payments {
            format!("{payments} looked at")
        } else {
            format!("{} of {payments} looked at", self.looked)
        }
    }

    /// The lists of the table.
    pub(super) fn lists(&self, style: Style) -> String {
        let list = |heading, found: &Capped<PaymentFinding>| {
            let items = found.shown.iter().map(PaymentFinding::in_words);
            style.list(heading, found.count, items)
        };
        let mut out = list("Refused by their payment", &self.refused);
        out.push_str(&list("Not looked at", &self.not_looked));
        let others = self.not_looked.beyond(usize::MAX);
        if others > 0 && !self.not_looked.shown.is_empty() {
            out.push_str(&style.item(&format!("and {others} more")));
        }
        out
    }
}

impl PaymentFinding {
    fn in_words(&self) -> String {
        let payment = if self.problem.contains(&self.syssn) {
            String::new()
        } else {
            format!("payment {}: ", self.syssn)
        };
        let (line, problem, remedy) = (self.line, clean(&self.problem), &self.remedy);
        format!("line {line}: {payment}{problem}. {remedy}")
    }
}
