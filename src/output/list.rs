//! Refunds of the journal, listed as table, JSON, JSON lines or CSV.

use super::row::{IntentRow, stacked};
use super::text::optional;
use super::{Document, NotResent, ResultFormat, StateTotal, Style, json_line};
use crate::exit::Exit;
use crate::journal::{BatchCount, By, Head};
use crate::language::{joined, text, word};
use crate::refund::State;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// A heading of a column that is shown where there is room, and what stands under it.
type FurtherColumn = (&'static str, fn(&IntentRow) -> Option<&str>);

/// How a list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Capped {
    /// Which time counts.
    pub by: By,
    /// At most so many; 0 for all. Without one a table shows [`Self::SHOWN`], and every other form
    /// is whole.
    pub limit: Option<usize>,
    /// What a later list of changes begins behind.
    pub cursor: String,
}

impl Capped {
    /// As many as a table shows at first.
    pub const SHOWN: usize = 50;
}

/// Several refunds of the journal.
#[derive(Debug, Serialize)]
pub struct ListDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The refunds.
    pub refunds: Vec<IntentRow>,
    /// What those that are listed add up to, by currency and state.
    pub totals: Vec<StateTotal>,
    /// Whether there are more than are listed.
    pub truncated: bool,
    /// Which time the table shows.
    #[serde(skip)]
    pub by: By,
    /// What a later list of changes begins behind; only where changes can be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// From `resolve`: those besides that were written down and never sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<Vec<IntentRow>>,
    /// From `resolve --resend` of several: those of them that were not sent, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Vec<NotResent>>,
}

impl ListDocument {
    /// Makes the list.
    #[must_use]
    pub fn new(refunds: Vec<IntentRow>, exit: Exit) -> Self {
        let mut totals = Totals::default();
        refunds.iter().for_each(|row| totals.add(row));
        Self {
            exit_code: exit.code(),
            refunds,
            totals: totals.all(),
            truncated: false,
            by: By::Wanted,
            cursor: None,
            planned: None,
            refused: None,
        }
    }

    /// Adds those that were written down and never sent, for the document alone.
    #[must_use]
    pub fn beside_planned(self, planned: Vec<IntentRow>) -> Self {
        Self {
            planned: Some(planned),
            ..self
        }
    }
}

impl Document for ListDocument {
    const KIND: &'static str = "refunds";

    fn text(
        &self,
        format: ResultFormat,
        style: Style,
        journal_head: Option<Head>,
    ) -> Result<String, io::Error> {
        let rows = self.refunds.iter();
        match format {
            ResultFormat::Table => Ok(self.to_table(style)),
            ResultFormat::Json => json_line(Self::KIND, journal_head, self),
            ResultFormat::Jsonl => Ok(rows
                .map(IntentRow::to_json_line)
                .collect::<Result<_, _>>()?),
            ResultFormat::Csv => {
                let rows = rows.map(IntentRow::to_csv_line);
                Ok(std::iter::once(IntentRow::csv_headings())
                    .chain(rows)
                    .collect())
            }
        }
    }

    fn to_table(&self, style: Style) -> String {
        if self.refunds.is_empty() {
            return format!("{}\n", word!("history-row-none", "no refunds"));
        }
        let rows = self.refunds.iter().map(|row| {
            vec![
                row.time(self.by),
                row.out_trade_no.clone(),
                row.orig_syssn.clone(),
                format!("{} {}", row.currency, row.amount),
                row.state.shown().to_owned(),
                optional(&row.reference),
                optional(&row.note),
            ]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        let [number, amount, state] = headings();
        let time = text!(
            "history-row-time",
            "{heading} (UTC+8)",
            heading = time_heading(self.by)
        );
        let mut headings = vec![
            time.as_str(),
            number,
            word!("history-row-payment", "PAYMENT"),
            amount,
            state,
            word!("history-row-reference", "REFERENCE"),
            word!("history-row-notes", "NOTE"),
        ];
        // Few have one.
        if self.refunds.iter().all(|row| row.note.is_none()) {
            headings.pop();
            for row in &mut rows {
                row.pop();
            }
        }
        // Who wrote it down, what it takes the place of and the file it came from are shown where there is room.
        let further: [FurtherColumn; 3] = [
            (word!("history-row-operator", "OPERATOR"), |row| {
                Some(&row.operator)
            }),
            (word!("history-row-in-place", "IN THE PLACE OF"), |row| {
                row.replaces.as_deref()
            }),
            (word!("history-row-files", "FILE"), |row| {
                row.batch_file.as_deref()
            }),
        ];
        let further = further.into_iter();
        let further: Vec<_> = further
            .filter(|(_, cell)| self.refunds.iter().any(|row| cell(row).is_some()))
            .collect();
        let table = (0..=further.len()).rev().find_map(|count| {
            let further = further.iter().take(count);
            let names = further.clone().map(|(heading, _)| *heading);
            let headings: Vec<&str> = headings.iter().copied().chain(names).collect();
            let cells = rows.iter().zip(&self.refunds).map(|(cells, row)| {
                let own = cells.iter().cloned();
                let further = further
                    .clone()
                    .map(|(_, cell)| cell(row).unwrap_or_default());
                own.chain(further.map(str::to_owned)).collect()
            });
            style.table(&headings, &cells.collect::<Vec<_>>())
        });
        let mut out = table.or_else(|| self.narrow(style)).unwrap_or_else(|| {
            let asked = |row: &IntentRow| match self.by {
                By::Wanted => Vec::new(),
                By::Sent => {
                    let sent = word!("history-row-sent-at", "sent");
                    vec![(sent, row.time_in_words(self.by))]
                }
                By::Settled => {
                    let settled = word!("history-row-settled-at", "settled");
                    vec![(settled, row.time_in_words(self.by))]
                }
            };
            let rows = self.refunds.iter();
            let blocks = rows.map(|row| stacked(row, &asked(row), style));
            blocks.collect::<Vec<_>>().join("\n")
        });
        let mut end = Vec::new();
        if self.is_list() {
            end.extend(self.totals.iter().map(StateTotal::of_refunds));
        }
        if self.truncated {
            end.push(text!(
                "history-row-more",
                "more than these {count}: --limit 0 shows all",
                count = self.refunds.len()
            ));
        }
        if !end.is_empty() {
            out.push('\n');
        }
        for line in end {
            out.push_str(&style.item(&line));
        }
        out
    }
}

impl ListDocument {
    /// Whether it is more than what one command did to one refund, which is no sum.
    fn is_list(&self) -> bool {
        self.refunds.len() > 1 || self.cursor.is_some()
    }

    /// Writes a table of what tells refunds apart, and below each row what else is known of it, if that fits.
    fn narrow(&self, style: Style) -> Option<String> {
        if !self.is_list() {
            return None;
        }
        let rows: Vec<Vec<String>> = self
            .refunds
            .iter()
            .map(|row| {
                vec![
                    row.time(self.by),
                    row.out_trade_no.clone(),
                    format!("{} {}", row.currency, row.amount),
                    row.state.shown().to_owned(),
                ]
            })
            .collect();
        // A heading must not be wider than what stands under it.
        let time = time_heading(self.by);
        let [number, amount, state] = headings();
        let table = style.table(&[time, number, amount, state], &rows)?;
        let mut lines = table.lines();
        let mut out = format!("{}\n", lines.next()?);
        for (line, row) in lines.zip(&self.refunds) {
            out.push_str(line);
            out.push('\n');
            let file = row.batch_file.as_ref();
            let file = file.map(|file| text!("history-row-from", "from {file}", file));
            let before = row.replaces.as_ref();
            let before = before
                .map(|number| text!("history-row-place-of", "in the place of {number}", number));
            let known = [
                Some(text!(
                    "history-row-of",
                    "of {payment}",
                    payment = row.orig_syssn
                )),
                row.reference.clone(),
                Some(text!(
                    "history-row-by",
                    "by {operator}",
                    operator = row.operator
                )),
                row.note.clone(),
                before,
                file,
            ];
            let known = joined(known.into_iter().flatten());
            out.push_str(&style.below(BEHIND_TIME, &known));
        }
        Some(out)
    }
}

/// Heads the time that a list is about.
fn time_heading(by: By) -> &'static str {
    match by {
        By::Wanted => word!("history-row-wanted", "WRITTEN DOWN"),
        By::Sent => word!("history-row-sent", "SENT"),
        By::Settled => word!("history-row-settled", "SETTLED"),
    }
}

/// Heads what stands in every list.
fn headings() -> [&'static str; 3] {
    [
        word!("history-row-number", "OUT_TRADE_NO"),
        word!("history-row-amount", "AMOUNT"),
        word!("history-row-state-of", "STATE"),
    ]
}

/// Where what stands behind a time begins: two spaces, the time, two spaces.
const BEHIND_TIME: usize = 23;

/// Adds up refunds by currency and state.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<(&'static str, u8), BatchCount>);

impl Totals {
    pub(super) fn add(&mut self, row: &IntentRow) {
        let place = State::ALL.iter().position(|state| *state == row.state);
        let place = place.and_then(|place| u8::try_from(place).ok());
        let key = (row.currency, place.unwrap_or(u8::MAX));
        let count = self.0.entry(key).or_insert_with(|| BatchCount {
            state: row.state,
            currency: row.currency.to_owned(),
            count: 0,
            sum: 0,
        });
        count.count = count.count.saturating_add(1);
        count.sum = count.sum.saturating_add(row.txamt);
    }

    /// Returns them, each currency by itself.
    pub(super) fn all(&self) -> Vec<StateTotal> {
        self.0.values().map(StateTotal::of).collect()
    }
}

#[cfg(test)]
mod tests;
