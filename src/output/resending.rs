//! Refunds that are sent again by an operator's order, and those that are not.

use super::Style;
use crate::journal::Record;
use crate::language::word;
use serde::Serialize;

/// A refund that was to be sent again and was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotResent {
    /// Our number of it.
    pub out_trade_no: String,
    /// Why it was not sent.
    pub why: String,
    /// What to do, for people.
    pub next: Option<String>,
}

/// A refund that is about to be sent again.
#[derive(Clone, Debug)]
pub struct ResendRow<'a> {
    /// The refund.
    pub record: &'a Record,
    /// What looks at the gateway have shown of it, in short.
    pub looks: String,
}

/// Writes what is about to be sent again as a table between what is said before and after it.
#[must_use]
pub fn resend_list(
    before: &str,
    gateway_lines: &str,
    rows: &[ResendRow<'_>],
    after: &str,
    style: Style,
) -> String {
    let headings = [
        word!("resolve-head-number", "OUT_TRADE_NO"),
        word!("resolve-head-payment", "PAYMENT"),
        word!("resolve-head-amount", "AMOUNT"),
        word!("resolve-head-looks", "EMPTY LOOKS"),
    ];
    let cells = rows.iter().map(|row| {
        let intent = &row.record.wanted.intent;
        vec![
            intent.out_trade_no.to_string(),
            intent.syssn.to_string(),
            intent.amount.in_words(intent.currency),
            row.looks.clone(),
        ]
    });
    let (before, after) = (style.paragraph(before), style.paragraph(after));
    let table = style.rows(&headings, cells);
    format!("{before}{gateway_lines}\n{table}\n{after}")
}
