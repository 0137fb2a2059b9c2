//! References and numbers that stand in a file twice.

use super::fault::RowFault;
use super::first_seen::{FirstSeen, key};
use super::row::Row;
use super::said::ONE_REFUND;
use super::twins::short_line;
use crate::unseen::folded;

/// Finds them, in 12 bytes each.
#[derive(Default)]
pub(super) struct Repeated {
    references: FirstSeen,
    /// References as they look.
    looks: FirstSeen,
    numbers: FirstSeen,
    /// The gateway's numbers of refunds.
    refunds: FirstSeen,
}

impl Repeated {
    /// Takes the next row; returns what it has of an earlier one.
    pub(super) fn add(&mut self, row: &Row) -> Vec<RowFault> {
        let (line, intent) = (row.line, &row.intent);
        let (mut faults, short) = (Vec::new(), short_line(line));
        let reference = intent.reference.as_ref().map(|r| r.as_str());
        let number = intent.out_trade_no.as_ref().map(|n| n.as_str());
        for (column, value, seen) in [
            ("reference", reference, &mut self.references),
            ("out_trade_no", number, &mut self.numbers),
        ] {
            let Some(value) = value else { continue };
            if let Some(first) = seen.earlier_or(key(&[value.as_bytes()]), short) {
                let problem = format!("stands on line {first} already");
                let remedy = "give each refund its own, or remove the row if it repeats that one";
                faults.push(RowFault::new(line, column, value, problem, remedy));
            }
        }
        if let Some(refund) = &row.refund_syssn
            && let Some(first) = self.refunds.earlier_or(key(&[refund.as_bytes()]), short)
        {
            let problem = format!("is the refund of line {first} already");
            faults.push(RowFault::new(
                line,
                "refund_syssn",
                refund,
                problem,
                ONE_REFUND,
            ));
        }
        if let (Some(reference), true) = (reference, faults.is_empty()) {
            let looks = folded(reference);
            if let Some(first) = self.looks.earlier_or(key(&[looks.as_bytes()]), short) {
                let problem =
                    format!("looks like the reference on line {first}, and is another one");
                let remedy =
                    "spell both alike if they are one refund, or make them differ to the eye";
                faults.push(RowFault::new(line, "reference", reference, problem, remedy));
            }
        }
        faults
    }
}
