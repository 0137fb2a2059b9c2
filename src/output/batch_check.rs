//! What a check of a batch found.

use super::text::{clean, counted};
use super::{
    Colour, Document, OnlineCheck, StateTotal, Style, TotalRow, unused_columns, used_columns,
};
use crate::batch::{FileCheck, Listed, RowFault, Twin, UsedHeading};
use crate::exit::Exit;
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
    /// Rows to refund, per currency.
    pub totals: Vec<TotalRow>,
    /// Rows that a result file marks as refunded.
    pub already_refunded: Vec<TotalRow>,
    /// Those of them that the journal does not know and the gateway shows as refunded.
    pub refunded_at_gateway: Vec<TotalRow>,
    /// What is wrong.
    pub faults: Listed<RowFault>,
    /// What is odd.
    pub remarks: Listed<RowFault>,
    /// What is seldom meant, and is sent only where somebody says that it is.
    pub held: Listed<RowFault>,
    /// Rows above the largest allowed refund.
    pub over_limit: Listed<RowFault>,
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
    /// What the look at every payment found; none without one.
    pub online: Option<OnlineCheck>,
    /// Its rows that the journal has, by state and currency.
    pub in_journal: Vec<StateTotal>,
    /// The rows that a run would send, per currency; none where that is not known.
    pub to_send: Option<Vec<TotalRow>>,
    /// What to do next, for people.
    pub next_step: String,
}

impl BatchCheckDocument {
    /// Makes the document of a file that was compared with nothing else.
    #[must_use]
    pub fn new(
        file: &str,
        [gateway, app_code]: [String; 2],
        report: &FileCheck,
        exit: Exit,
        next_step: String,
    ) -> Self {
        let twin = |twin: &Twin| {
            format!(
                "line {}: {} of payment {} stands on line {} already",
                twin.line,
                twin.amount.in_words(report.to_refund.currency),
                twin.syssn,
                twin.first_line
            )
        };
        Self {
            exit_code: exit.code(),
            file: file.to_owned(),
            batch: report.batch.as_ref().map(ToString::to_string),
            gateway,
            app_code,
            columns: report.columns.used.clone(),
            unused_columns: report.columns.unused.clone(),
            runnable: exit == Exit::Success,
            rows: report.rows,
            faulty_rows: report.faulty_rows,
            totals: TotalRow::if_any(&report.to_refund),
            already_refunded: TotalRow::if_any(&report.already_refunded),
            refunded_at_gateway: Vec::new(),
            faults: report.faults.clone(),
            remarks: report.remarks.clone(),
            held: report.held.clone(),
            over_limit: report.over_limit.clone(),
            total_over_limit: report.total_over_limit,
            day_limit: None,
            journal: None,
            twins: report.twins.shown.iter().map(twin).collect(),
            twins_count: report.twins.count,
            twins_before: Vec::new(),
            twins_before_count: 0,
            other_amounts: Vec::new(),
            other_amounts_count: 0,
            given_up_before: Vec::new(),
            given_up_before_count: 0,
            earlier_refunds: Vec::new(),
            earlier_refunds_count: 0,
            online: None,
            in_journal: Vec::new(),
            to_send: None,
            next_step,
        }
    }
}

fn faults(style: Style, heading: &str, listed: &Listed<RowFault>) -> String {
    if listed.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "\n{} ({})\n",
        style.paint(Colour::Bold, heading),
        listed.count
    );
    for fault in &listed.shown {
        let column = if fault.column.is_empty() {
            String::new()
        } else {
            format!(", {}", clean(&fault.column))
        };
        let value = if fault.value.is_empty() {
            String::new()
        } else {
            format!(" `{}`", clean(&fault.value))
        };
        out.push_str(&style.item(&format!(
            "line {}{column}:{value} {}; {}",
            fault.line,
            clean(&fault.problem),
            fault.remedy
        )));
    }
    out
}

fn lines(style: Style, heading: &str, shown: &[String], count: u64) -> String {
    if count == 0 {
        return String::new();
    }
    let mut out = format!("\n{} ({count})\n", style.paint(Colour::Bold, heading));
    for line in shown {
        out.push_str(&style.item(line));
    }
    out
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
        out.push_str(
            &style.values(&[
                ("file", self.file.clone()),
                ("columns", used_columns(&self.columns)),
                ("not used", unused_columns(&self.unused_columns)),
                ("gateway", self.gateway.clone()),
                ("app code", self.app_code.clone()),
                ("rows", self.rows.to_string()),
                (asked, sums(&self.totals)),
                ("called refunded", sums(&self.already_refunded)),
                ("shown refunded", sums(&self.refunded_at_gateway)),
                ("in the journal", known.join(", ")),
                ("to send", to_send),
                (
                    "rows with faults",
                    if self.faulty_rows == 0 {
                        String::new()
                    } else {
                        self.faulty_rows.to_string()
                    },
                ),
                (
                    "sum",
                    if self.total_over_limit {
                        "above max_batch_total of the profile".to_owned()
                    } else {
                        String::new()
                    },
                ),
                (
                    "at the gateway",
                    online.map(OnlineCheck::in_words).unwrap_or_default(),
                ),
                (
                    "stopped",
                    online
                        .and_then(|online| online.stopped.clone())
                        .unwrap_or_default(),
                ),
                ("journal", self.journal.clone().unwrap_or_default()),
                ("batch", self.batch.clone().unwrap_or_default()),
            ]),
        );
        out.push_str(&faults(style, "Faults", &self.faults));
        out.push_str(&faults(style, "Held until it is said", &self.held));
        out.push_str(&faults(
            style,
            "Above max_refund of the profile",
            &self.over_limit,
        ));
        out.push_str(&lines(
            style,
            "Twice in this file",
            &self.twins,
            self.twins_count,
        ));
        out.push_str(&lines(
            style,
            "Refunded before",
            &self.twins_before,
            self.twins_before_count,
        ));
        out.push_str(&lines(
            style,
            "Refunded by the file of which this is a changed copy",
            &self.other_amounts,
            self.other_amounts_count,
        ));
        out.push_str(&lines(
            style,
            "Given up in another file",
            &self.given_up_before,
            self.given_up_before_count,
        ));
        out.push_str(&lines(
            style,
            "Payments with earlier refunds",
            self.earlier_refunds
                .get(..MOST_NAMED)
                .unwrap_or(&self.earlier_refunds),
            self.earlier_refunds_count,
        ));
        let named = u64::try_from(MOST_NAMED).unwrap_or(u64::MAX);
        let more = self.earlier_refunds_count.saturating_sub(named);
        if more > 0 {
            out.push_str(&style.item(&format!("and {more} more; the JSON has the first 1000")));
        }
        out.push_str(&online.map(|online| online.lists(style)).unwrap_or_default());
        out.push_str(&faults(style, "Odd", &self.remarks));
        out.push('\n');
        out.push_str(&style.values(&[("next", self.next_step.clone())]));
        out
    }
}
