//! Refunds of the journal, listed as table, JSON, JSON lines or CSV.

use super::row::{IntentRow, stacked};
use super::text::optional;
use super::{Document, NotResent, ResultFormat, StateTotal, Style, json_line};
use crate::exit::Exit;
use crate::journal::{BatchCount, By, Head};
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
            return "no refunds\n".to_owned();
        }
        let rows = self.refunds.iter().map(|row| {
            vec![
                row.time(self.by),
                row.out_trade_no.clone(),
                row.orig_syssn.clone(),
                format!("{} {}", row.currency, row.amount),
                row.state.name().to_owned(),
                optional(&row.reference),
                optional(&row.note),
            ]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        let mut headings = vec![
            match self.by {
                By::Wanted => "WRITTEN DOWN (UTC+8)",
                By::Sent => "SENT (UTC+8)",
                By::Settled => "SETTLED (UTC+8)",
            },
            "OUT_TRADE_NO",
            "PAYMENT",
            "AMOUNT",
            "STATE",
            "REFERENCE",
            "NOTE",
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
            ("OPERATOR", |row| Some(&row.operator)),
            ("IN THE PLACE OF", |row| row.replaces.as_deref()),
            ("FILE", |row| row.batch_file.as_deref()),
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
        let mut out = table
            .or_else(|| self.narrow(style, &headings))
            .unwrap_or_else(|| {
                let asked = |row: &IntentRow| match self.by {
                    By::Wanted => Vec::new(),
                    By::Sent => vec![("sent", row.time_in_words(self.by))],
                    By::Settled => vec![("settled", row.time_in_words(self.by))],
                };
                let rows = self.refunds.iter();
                let blocks = rows.map(|row| stacked(row, &asked(row), style));
                blocks.collect::<Vec<_>>().join("\n")
            });
        let mut end = Vec::new();
        if self.is_list() {
            end.extend(self.totals.iter().map(StateTotal::in_full));
        }
        if self.truncated {
            end.push(format!(
                "more than these {}: --limit 0 shows all",
                self.refunds.len()
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
    fn narrow(&self, style: Style, headings: &[&str]) -> Option<String> {
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
                    row.state.name().to_owned(),
                ]
            })
            .collect();
        let time = headings.first().copied().unwrap_or_default();
        // A heading must not be wider than what stands under it.
        let time = time.strip_suffix(" (UTC+8)").unwrap_or(time);
        let table = style.table(&[time, "OUT_TRADE_NO", "AMOUNT", "STATE"], &rows)?;
        let mut lines = table.lines();
        let mut out = format!("{}\n", lines.next()?);
        for (line, row) in lines.zip(&self.refunds) {
            out.push_str(line);
            out.push('\n');
            let file = row.batch_file.as_ref().map(|file| format!("from {file}"));
            let before = row.replaces.as_ref();
            let before = before.map(|number| format!("in the place of {number}"));
            let known = [
                Some(format!("of {}", row.orig_syssn)),
                row.reference.clone(),
                Some(format!("by {}", row.operator)),
                row.note.clone(),
                before,
                file,
            ];
            let known: Vec<String> = known.into_iter().flatten().collect();
            out.push_str(&style.below(BEHIND_TIME, &known.join(", ")));
        }
        Some(out)
    }
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
mod tests {
    use super::super::Console;
    use super::super::row::Time;
    use super::*;
    use crate::refund::{Outcome, Settlement};
    use std::cell::Cell;
    use std::io::{self, Write};
    use std::sync::Arc;
    use time::OffsetDateTime;

    #[test]
    fn no_line_carries_what_moves_a_terminal() {
        let evil = IntentRow {
            reason: Some("x\u{202e}\u{9b}2J\u{3164}y".to_owned()),
            ..row()
        };
        let line = evil.to_json_line().unwrap();
        assert!(line.contains(r"x\u202e\u009b2J\u3164y"), "{line}");
        let list = ListDocument::new(vec![evil], Exit::Success);
        let style = Style {
            colour: false,
            columns: None,
        };
        assert_eq!(list.text(ResultFormat::Jsonl, style, None).unwrap(), line);
    }

    fn row() -> IntentRow {
        IntentRow {
            out_trade_no: "RF20261122-0".to_owned(),
            state: State::Refunded,
            outcome: Outcome::Refunded,
            orig_syssn: "20191227000200020061752831".to_owned(),
            syssn: None,
            txamt: 1250,
            amount: "12.50".to_owned(),
            currency: "HKD",
            reference: None,
            reason: None,
            profile: "p".to_owned(),
            environment: "custom".to_owned(),
            operator: "o".to_owned(),
            created_at: Time(OffsetDateTime::UNIX_EPOCH),
            sent_at: None,
            txdtm: None,
            settled_at: None,
            updated_at: Time(OffsetDateTime::UNIX_EPOCH),
            respcd: None,
            resperr: None,
            batch: None,
            batch_file: None,
            replaces: None,
            note: None,
            decided_at: None,
            decided_by: None,
            settlement: Settlement::NONE,
        }
    }

    /// Counts the lines that arrive, and how far they ever were behind the rows made.
    struct Lag<'a> {
        made: &'a Cell<usize>,
        lines: usize,
        most: usize,
    }

    impl Write for Lag<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.most = self.most.max(self.made.get() - self.lines);
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_printed_while_the_rows_are_still_read() {
        for (format, headings) in [(ResultFormat::Jsonl, 0), (ResultFormat::Csv, 1)] {
            let made = Cell::new(0);
            let mut out = Lag {
                made: &made,
                lines: 0,
                most: 0,
            };
            let mut console = Console {
                given: crate::refund::Given::default(),
                written: crate::journal::Written::default(),
                stdin: &mut io::empty(),
                stdout: &mut out,
                stderr: &mut io::sink(),
                format,
                out_style: Style {
                    colour: false,
                    columns: None,
                },
                err_style: Style {
                    colour: false,
                    columns: None,
                },
                stdin_is_terminal: false,
                may_ask: false,
                may_animate: false,
                quiet: false,
                told: None,
                forget_typed: || {},
                echo: |_| true,
                interrupt: Arc::default(),
            };
            let rows = std::iter::repeat_with(|| {
                made.set(made.get() + 1);
                Ok::<_, io::Error>(row())
            });
            let exit = console.rows(rows.take(20_000), Capped::default()).unwrap();
            assert_eq!((exit, out.lines), (Exit::Success, 20_000 + headings));
            assert!(out.most < 1_000, "{} rows were held", out.most);
        }
    }
}
