//! What a check of a batch found.

use super::batch::state_word;
use super::online::orders;
use super::text::{clean, counted, optional};
use super::{
    Colour, Document, OnlineCheck, OrderFinding, StateTotal, Style, TotalRow, unused_columns,
    used_columns,
};
use crate::batch::{Capped, RowFault, UsedHeading};
use crate::language::{joined, text, word};
use serde::Serialize;

/// How many earlier refunds the table names: they keep nothing back.
const MOST_NAMED: usize = 5;

/// What a check of a batch found.
#[derive(Debug, Serialize)]
pub struct BatchCheckDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The file.
    pub file: String,
    /// The batch's identity; none while a row has a fault.
    pub batch: Option<String>,
    /// The host it would be sent to.
    pub gateway: String,
    /// In whose name.
    pub app_code: String,
    /// Columns that are used.
    pub columns: Vec<UsedHeading>,
    /// Headings of those that are not.
    pub unused_columns: Vec<String>,
    /// Whether the batch could run as it is.
    pub runnable: bool,
    /// Rows of the file, blank lines left out.
    pub rows: u64,
    /// Rows with a fault.
    pub faulty_rows: u64,
    /// Those of them whose order numbers were not looked up yet: they are in no sum.
    pub unfound_orders: u64,
    /// Rows to refund, per currency.
    pub totals: Vec<TotalRow>,
    /// Rows that a result file marks as refunded.
    pub already_refunded: Vec<TotalRow>,
    /// Those of them that the journal does not know and the gateway shows as refunded.
    pub refunded_at_gateway: Vec<TotalRow>,
    /// What is wrong.
    pub faults: Capped<RowFault>,
    /// What is odd.
    pub remarks: Capped<RowFault>,
    /// What is seldom meant, and is sent only where somebody says that it is.
    pub held: Capped<RowFault>,
    /// Rows above the largest allowed refund.
    pub over_limit: Capped<RowFault>,
    /// Whether the sum is above the largest allowed.
    pub total_over_limit: bool,
    /// What is left of the day's limit, in words, where the file would need more.
    pub day_limit: Option<String>,
    /// Why no run would begin by the journal as it is: there is none, or it is not to be relied on.
    pub journal: Option<String>,
    /// Second refunds of the same payment and amount in this file.
    pub twins: Vec<String>,
    /// How many those are.
    pub twins_count: u64,
    /// Rows whose payment and amount the journal has from elsewhere.
    pub twins_before: Vec<String>,
    /// How many those are.
    pub twins_before_count: u64,
    /// Rows whose payment has a refund of another amount, from a file of which this one is a changed copy.
    pub other_amounts: Vec<String>,
    /// How many those are.
    pub other_amounts_count: u64,
    /// Rows that somebody gave up in another file.
    pub given_up_before: Vec<String>,
    /// How many those are.
    pub given_up_before_count: u64,
    /// Rows to be sent whose payment has earlier refunds that are done, or may be.
    pub earlier_refunds: Vec<String>,
    /// How many those are.
    pub earlier_refunds_count: u64,
    /// What the order numbers of its rows were found to be, as far as they were looked up now.
    pub orders: Capped<OrderFinding>,
    /// How many rows say what was paid.
    pub paid_rows: u64,
    /// How many of them were compared with what the gateway says.
    pub paid_compared: u64,
    /// What the look at every payment found; none without one.
    pub online: Option<OnlineCheck>,
    /// Its rows that the journal has, by state and currency.
    pub in_journal: Vec<StateTotal>,
    /// The rows that a run would send, per currency; none where that is not known.
    pub to_send: Option<Vec<TotalRow>>,
    /// What to do next, for people.
    pub next_step: String,
}

pub(super) fn faults(style: Style, heading: &str, listed: &Capped<RowFault>) -> String {
    let items = listed.shown.iter().map(|fault| {
        let (line, problem) = (fault.line, clean(&fault.problem));
        let mut place = String::new();
        if !fault.column.is_empty() {
            let column = clean(&fault.column);
            place = text!("batch-fault-column", ", {column}", column);
        }
        place.push_str(word!("batch-fault-colon", ":"));
        if !fault.value.is_empty() {
            let value = clean(&fault.value);
            place.push_str(&text!("batch-fault-value", " `{value}`", value));
        }
        let remedy = &fault.remedy;
        text!(
            "batch-fault-line",
            "line {line}{place} {problem}; {remedy}",
            line,
            place,
            problem,
            remedy
        )
    });
    style.list(heading, listed.count, items)
}

/// Says how many rows are in no sum because nobody knows their payments yet.
pub(super) fn to_look_up(rows: u64) -> String {
    match rows {
        0 => String::new(),
        1 => "1 row by its order number; its amount is in no sum yet".to_owned(),
        _ => text!(
            "batch-look-up-rows",
            "{rows} rows by their order numbers; their amounts are in no sum yet",
            rows
        ),
    }
}

impl BatchCheckDocument {
    /// Says for how many rows the column `paid` was compared.
    fn paid(&self) -> String {
        let rows = counted(self.paid_rows, "row");
        match (self.paid_rows, self.paid_compared) {
            (0, _) => String::new(),
            (_, 0) => text!(
                "batch-paid-not-compared",
                "not compared with the gateway, for {rows}",
                rows
            ),
            (all, compared) if all == compared => {
                text!(
                    "batch-paid-compared",
                    "compared with the gateway, for {rows}",
                    rows
                )
            }
            (_, compared) => text!(
                "batch-paid-some-compared",
                "compared with the gateway for {compared} of {rows}",
                compared,
                rows
            ),
        }
    }
}

impl Document for BatchCheckDocument {
    const KIND: &'static str = "batch_check";

    fn to_table(&self, style: Style) -> String {
        let is_empty = self.to_send.as_ref().is_some_and(Vec::is_empty);
        let verdict = match (self.runnable, is_empty) {
            (false, _) => style.paint(Colour::Red, word!("batch-not-ready", "NOT READY")),
            (true, true) => style.paint(
                Colour::Yellow,
                word!("batch-nothing-to-send", "NOTHING TO SEND"),
            ),
            (true, false) => style.paint(Colour::Green, word!("batch-ready", "READY")),
        };
        let sums = |totals: &[TotalRow]| {
            let totals = totals.iter();
            joined(totals.map(|total| {
                text!(
                    "batch-sum-in-rows",
                    "{sum} in {rows}",
                    sum = total.in_words,
                    rows = counted(total.rows, "row")
                )
            }))
        };
        let known = self.in_journal.iter();
        let known: Vec<String> = known
            .map(|total| {
                text!(
                    "batch-known-rows",
                    "{rows} {state}",
                    rows = total.rows,
                    state = state_word(&total.state)
                )
            })
            .collect();
        let online = self.online.as_ref();
        let looked = online.map(OnlineCheck::in_words);
        let stopped = online.and_then(|online| online.stopped.clone());
        let faulty = (self.faulty_rows > 0).then(|| self.faulty_rows.to_string());
        let above = word!("batch-above-total", "above max_batch_total of the profile");
        let above = self.total_over_limit.then(|| above.to_owned());
        // What the journal has is not to be refunded once more.
        let asked = if known.is_empty() {
            word!("batch-to-refund", "to refund")
        } else {
            word!("batch-in-all", "in all")
        };
        // Where the journal has nothing of it, these are the rows to refund.
        let to_send = match &self.to_send {
            Some(totals) if self.runnable && totals.is_empty() => {
                word!("batch-nothing", "nothing").to_owned()
            }
            Some(totals) if !known.is_empty() => sums(totals),
            _ => String::new(),
        };
        let mut out = format!("{verdict}\n");
        out.push_str(&style.values(&[
            (word!("batch-label-file", "file"), self.file.clone()),
            (
                word!("batch-label-columns", "columns"),
                used_columns(&self.columns),
            ),
            (
                word!("batch-label-not-used", "not used"),
                unused_columns(&self.unused_columns),
            ),
            (
                word!("batch-label-gateway", "gateway"),
                self.gateway.clone(),
            ),
            (
                word!("batch-label-app-code", "app code"),
                self.app_code.clone(),
            ),
            (word!("batch-label-rows", "rows"), self.rows.to_string()),
            (asked, sums(&self.totals)),
            (
                word!("batch-label-to-look-up", "to look up"),
                to_look_up(self.unfound_orders),
            ),
            (
                word!("batch-label-called-refunded", "called refunded"),
                sums(&self.already_refunded),
            ),
            (
                word!("batch-label-shown-refunded", "shown refunded"),
                sums(&self.refunded_at_gateway),
            ),
            (
                word!("batch-label-in-the-journal", "in the journal"),
                joined(known),
            ),
            (word!("batch-to-send", "to send"), to_send),
            (
                word!("batch-label-rows-with-faults", "rows with faults"),
                optional(&faulty),
            ),
            (word!("batch-label-sum", "sum"), optional(&above)),
            (
                word!("batch-label-at-the-gateway", "at the gateway"),
                optional(&looked),
            ),
            (word!("batch-label-stopped", "stopped"), optional(&stopped)),
            (word!("batch-label-paid", "paid"), self.paid()),
            (
                word!("batch-label-journal", "journal"),
                optional(&self.journal),
            ),
            (word!("batch-label-batch", "batch"), optional(&self.batch)),
        ]));
        out.push_str(&faults(
            style,
            word!("batch-list-faults", "Faults"),
            &self.faults,
        ));
        out.push_str(&faults(
            style,
            word!("batch-list-held", "Held until it is said"),
            &self.held,
        ));
        out.push_str(&faults(
            style,
            word!("batch-list-above", "Above max_refund of the profile"),
            &self.over_limit,
        ));
        let copy = word!(
            "batch-list-copy",
            "Refunded by the file of which this is a changed copy"
        );
        for (heading, rows, count) in [
            (
                word!("batch-list-twice", "Twice in this file"),
                &self.twins,
                self.twins_count,
            ),
            (
                word!("batch-list-before", "Refunded before"),
                &self.twins_before,
                self.twins_before_count,
            ),
            (copy, &self.other_amounts, self.other_amounts_count),
            (
                word!("batch-list-given-up", "Given up in another file"),
                &self.given_up_before,
                self.given_up_before_count,
            ),
        ] {
            out.push_str(&style.list(heading, count, rows));
        }
        let earlier = self.earlier_refunds.iter().take(MOST_NAMED);
        let heading = word!("batch-list-earlier", "Payments with earlier refunds");
        out.push_str(&style.list(heading, self.earlier_refunds_count, earlier));
        let named = u64::try_from(MOST_NAMED).unwrap_or(u64::MAX);
        let more = self.earlier_refunds_count.saturating_sub(named);
        if more > 0 {
            out.push_str(&style.item(&text!(
                "batch-and-more-json",
                "and {more} more; the JSON has the first 1000",
                more
            )));
        }
        out.push_str(&orders(style, &self.orders));
        out.push_str(&online.map(|online| online.lists(style)).unwrap_or_default());
        out.push_str(&faults(
            style,
            word!("batch-list-odd", "Odd"),
            &self.remarks,
        ));
        out.push('\n');
        out.push_str(&style.values(&[(word!("batch-label-next", "next"), self.next_step.clone())]));
        out
    }
}
