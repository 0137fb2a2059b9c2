//! What a check of a batch found.

use super::online::orders;
use super::text::{clean, counted, optional};
use super::{
    Colour, Document, OnlineCheck, OrderFinding, StateTotal, Style, TotalRow, unused_columns,
    used_columns,
};
use crate::batch::{Capped, RowFault, UsedHeading};
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
            place = format!(", {}", clean(&fault.column));
        }
        place.push(':');
        if !fault.value.is_empty() {
            place.push_str(&format!(" `{}`", clean(&fault.value)));
        }
        format!("line {line}{place} {problem}; {}", fault.remedy)
    });
    style.list(heading, listed.count, items)
}

/// Says how many rows are in no sum because nobody knows their payments yet.
pub(super) fn to_look_up(rows: u64) -> String {
    match rows {
        0 => String::new(),
        1 => "1 row by its order number; its amount is in no sum yet".to_owned(),
        _ => format!("{rows} rows by their order numbers; their amounts are in no sum yet"),
    }
}

impl BatchCheckDocument {
    /// Says for how many rows the column `paid` was compared.
    fn paid(&self) -> String {
        let rows = counted(self.paid_rows, "row");
        match (self.paid_rows, self.paid_compared) {
            (0, _) => String::new(),
            (_, 0) => format!("not compared with the gateway, for {rows}"),
            (all, compared) if all == compared => {
                format!("compared with the gateway, for {rows}")
            }
            (_, compared) => format!("compared with the gateway for {compared} of {rows}"),
        }
    }
}

impl Document for BatchCheckDocument {
    const KIND: &'static str = "batch_check";

    fn to_table(&self, style: Style) -> String {
        let is_empty = self.to_send.as_ref().is_some_and(Vec::is_empty);
        let verdict = match (self.runnable, is_empty) {
            (false, _) => style.paint(Colour::Red, "NOT READY"),
            (true, true) => style.paint(Colour::Yellow, "NOTHING TO SEND"),
            (true, false) => style.paint(Colour::Green, "READY"),
        };
        let sums = |totals: &[TotalRow]| {
            let totals = totals.iter();
            totals
                .map(|total| format!("{} in {}", total.in_words, counted(total.rows, "row")))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let known = self.in_journal.iter();
        let known: Vec<String> = known
            .map(|total| format!("{} {}", total.rows, total.state))
            .collect();
        let online = self.online.as_ref();
        let looked = online.map(OnlineCheck::in_words);
        let stopped = online.and_then(|online| online.stopped.clone());
        let faulty = (self.faulty_rows > 0).then(|| self.faulty_rows.to_string());
        let above = "above max_batch_total of the profile";
        let above = self.total_over_limit.then(|| above.to_owned());
        // What the journal has is not to be refunded once more.
        let asked = if known.is_empty() {
            "to refund"
        } else {
            "in all"
        };
        // Where the journal has nothing of it, these are the rows to refund.
        let to_send = match &self.to_send {
            Some(totals) if self.runnable && totals.is_empty() => "nothing".to_owned(),
            Some(totals) if !known.is_empty() => sums(totals),
            _ => String::new(),
        };
        let mut out = format!("{verdict}\n");
        out.push_str(&style.values(&[
            ("file", self.file.clone()),
            ("columns", used_columns(&self.columns)),
            ("not used", unused_columns(&self.unused_columns)),
            ("gateway", self.gateway.clone()),
            ("app code", self.app_code.clone()),
            ("rows", self.rows.to_string()),
            (asked, sums(&self.totals)),
            ("to look up", to_look_up(self.unfound_orders)),
            ("called refunded", sums(&self.already_refunded)),
            ("shown refunded", sums(&self.refunded_at_gateway)),
            ("in the journal", known.join(", ")),
            ("to send", to_send),
            ("rows with faults", optional(&faulty)),
            ("sum", optional(&above)),
            ("at the gateway", optional(&looked)),
            ("stopped", optional(&stopped)),
            ("paid", self.paid()),
            ("journal", optional(&self.journal)),
            ("batch", optional(&self.batch)),
        ]));
        out.push_str(&faults(style, "Faults", &self.faults));
        out.push_str(&faults(style, "Held until it is said", &self.held));
        out.push_str(&faults(
            style,
            "Above max_refund of the profile",
            &self.over_limit,
        ));
        let copy = "Refunded by the file of which this is a changed copy";
        for (heading, rows, count) in [
            ("Twice in this file", &self.twins, self.twins_count),
            (
                "Refunded before",
                &self.twins_before,
                self.twins_before_count,
            ),
            (copy, &self.other_amounts, self.other_amounts_count),
            (
                "Given up in another file",
                &self.given_up_before,
                self.given_up_before_count,
            ),
        ] {
            out.push_str(&style.list(heading, count, rows));
        }
        let earlier = self.earlier_refunds.iter().take(MOST_NAMED);
        let heading = "Payments with earlier refunds";
        out.push_str(&style.list(heading, self.earlier_refunds_count, earlier));
        let named = u64::try_from(MOST_NAMED).unwrap_or(u64::MAX);
        let more = self.earlier_refunds_count.saturating_sub(named);
        if more > 0 {
            out.push_str(&style.item(&format!("and {more} more; the JSON has the first 1000")));
        }
        out.push_str(&orders(style, &self.orders));
        out.push_str(&online.map(|online| online.lists(style)).unwrap_or_default());
        out.push_str(&faults(style, "Odd", &self.remarks));
        out.push('\n');
        out.push_str(&style.values(&[("next", self.next_step.clone())]));
        out
    }
}
