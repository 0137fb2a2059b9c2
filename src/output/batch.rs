//! How far a batch is.

use super::text::{counted, optional};
use super::{Document, Style, unused_columns};
use crate::batch::{Tally, UsedHeading};
use crate::journal::BatchCount;
use crate::language::{clauses, joined, text, word};
use crate::money::Currency;
use crate::refund::State;
use serde::Serialize;
use std::path::Path;

/// Rows and their sum in one currency.
#[derive(Clone, Debug, Serialize)]
pub struct TotalRow {
    /// Currency.
    pub currency: &'static str,
    /// How many rows.
    pub rows: u64,
    /// Their sum in minor units, as text: it may exceed what a JSON number holds exactly.
    pub txamt: String,
    /// The same in words.
    pub in_words: String,
}

impl TotalRow {
    /// Makes the list of a tally that may be of no row.
    #[must_use]
    pub fn if_any(tally: &Tally) -> Vec<Self> {
        let there = (tally.count > 0).then(|| Self::of(tally));
        there.into_iter().collect()
    }

    /// Makes the row of a tally.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        Self {
            currency: tally.currency.code(),
            rows: tally.count,
            txamt: tally.minor.to_string(),
            in_words: tally.in_words(),
        }
    }
}

/// The lines of what several files, or merchants, have to refund and what a run would send of it.
pub(super) fn to_refund(
    totals: &[TotalRow],
    to_send: Option<&[TotalRow]>,
) -> [(&'static str, String); 2] {
    let words = |totals: &[TotalRow]| {
        let each = totals.iter();
        let each = each.map(|total| {
            text!(
                "batch-sum-in-rows",
                "{sum} in {rows}",
                sum = total.in_words,
                rows = counted(total.rows, "row")
            )
        });
        joined(each)
    };
    let rows = |totals: &[TotalRow]| totals.iter().map(|total| total.rows).sum::<u64>();
    match to_send {
        // What is settled, or open, is not to be refunded once more.
        Some(to_send) if rows(to_send) < rows(totals) => {
            let sent = if to_send.is_empty() {
                word!("batch-nothing", "nothing").to_owned()
            } else {
                words(to_send)
            };
            [
                (word!("batch-in-all", "in all"), words(totals)),
                (word!("batch-to-send", "to send"), sent),
            ]
        }
        _ => [
            (word!("batch-to-refund", "to refund"), words(totals)),
            (word!("batch-to-send", "to send"), String::new()),
        ],
    }
}

/// Rows of one state in one currency.
#[derive(Clone, Debug, Serialize)]
pub struct StateTotal {
    /// The state.
    pub state: String,
    /// Currency.
    pub currency: String,
    /// How many rows.
    pub rows: u64,
    /// Their sum in minor units, as text.
    pub txamt: String,
    /// The same in words.
    pub in_words: String,
}

impl StateTotal {
    /// Makes the total of a count.
    #[must_use]
    pub fn of(count: &BatchCount) -> Self {
        Self {
            state: count.state.name().to_owned(),
            currency: count.currency.clone(),
            rows: count.count,
            txamt: count.sum.to_string(),
            in_words: sum_in_words(count.sum, &count.currency),
        }
    }

    /// The same where refunds are listed and no rows.
    #[must_use]
    pub fn of_refunds(&self) -> String {
        text!(
            "history-row-sum",
            "{refunds} {state}: {sum}",
            refunds = self.rows,
            state = state_word(&self.state).replace('_', " "),
            sum = self.in_words
        )
    }

    /// Says it all in a line, as `3 refunded: HKD 37.50`.
    #[must_use]
    pub fn in_full(&self) -> String {
        text!(
            "batch-rows-in-state",
            "{rows} {state}: {sum}",
            rows = self.rows,
            state = state_word(&self.state).replace('_', " "),
            sum = self.in_words
        )
    }
}

/// A state, by its name, as a person reads it.
pub(super) fn state_word(name: &str) -> &str {
    State::from_name(name).map_or(name, |state| state.shown())
}

/// Writes a sum of the journal in its currency, also in one that is not known any more.
pub(super) fn sum_in_words(minor: u64, currency: &str) -> String {
    match Currency::from_code(currency) {
        Ok(currency) => currency.in_words(minor.into()),
        Err(_) => text!(
            "batch-minor-units",
            "{currency} {minor} minor units",
            currency,
            minor
        ),
    }
}

/// Rows left out as twins, which stand in no state.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// Where the refund stands that they are twins of; `row` where that is an earlier row of the file.
    pub twin: &'static str,
    /// How many rows.
    pub rows: u64,
}

impl LeftOut {
    /// Makes it of a count.
    #[must_use]
    pub fn of((twin, rows): (&Option<State>, &u64)) -> Self {
        Self {
            twin: twin.map_or("row", State::name),
            rows: *rows,
        }
    }

    fn in_words(&self) -> String {
        let rows = counted(self.rows, "row");
        match self.twin {
            "row" => text!(
                "batch-left-out-row",
                "{rows}: an earlier row of the file",
                rows
            ),
            name => text!(
                "batch-left-out-refund",
                "{rows}: a refund that is {state}",
                rows,
                state = state_word(name)
            ),
        }
    }
}

/// Says how many rows are left out, and for what.
pub(super) fn left_out(rows: &[LeftOut]) -> String {
    let rows: Vec<String> = rows.iter().map(LeftOut::in_words).collect();
    clauses(rows)
}

/// How far a batch is.
#[derive(Clone, Debug, Serialize)]
pub struct BatchDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The file; none where the batch was named by its identity.
    pub file: Option<String>,
    /// The batch's identity.
    pub batch: String,
    /// How the file was called that it was first taken in from, where the journal knows that.
    pub batch_file: Option<String>,
    /// The profile's name.
    pub profile: String,
    /// Columns of the file that are used.
    pub columns: Vec<UsedHeading>,
    /// Headings of those that are not.
    pub unused_columns: Vec<String>,
    /// Rows by state and currency.
    pub states: Vec<StateTotal>,
    /// Rows left out as twins.
    pub left_out: Vec<LeftOut>,
    /// How many payments a run has looked at before it sent; none without a look.
    pub looked: Option<u64>,
    /// The state among them that needs most care; none where there is no row.
    pub worst: Option<String>,
    /// Why it stopped before its end.
    pub halted: Option<String>,
    /// The same as a stable word.
    pub halted_by: Option<&'static str>,
    /// What to do next, for people.
    pub next_step: String,
    /// The result file.
    pub results: Option<String>,
}

impl BatchDocument {
    /// The name under which it was taken in, where that is not the one that is given now.
    fn other_name(&self) -> String {
        let given = self
            .file
            .as_deref()
            .and_then(|file| Path::new(file).file_name());
        let first = self.batch_file.as_deref();
        let other =
            first.filter(|first| given.is_none_or(|given| given.to_string_lossy() != *first));
        other.unwrap_or_default().to_owned()
    }
}

impl Document for BatchDocument {
    const KIND: &'static str = "batch";

    fn to_table(&self, style: Style) -> String {
        let mut out = style.rows(
            &[
                word!("batch-head-state", "STATE"),
                word!("batch-head-rows", "ROWS"),
                word!("batch-head-sum", "SUM"),
            ],
            self.states.iter().map(|state| {
                vec![
                    state_word(&state.state).to_owned(),
                    state.rows.to_string(),
                    state.in_words.clone(),
                ]
            }),
        );
        out.push('\n');
        let worst = self.states.iter().filter(|_| self.states.len() > 1);
        let worst = worst.filter(|total| Some(&total.state) == self.worst.as_ref());
        let worst: Vec<String> = worst
            .map(|total| {
                let rows = counted(total.rows, "row");
                text!(
                    "batch-worst-rows",
                    "{state}: {sum} in {rows}",
                    state = state_word(&total.state),
                    sum = total.in_words,
                    rows
                )
            })
            .collect();
        out.push_str(&style.values(&[
            (word!("batch-label-worst", "worst"), joined(worst)),
            (
                word!("batch-label-left-out-as-twins", "left out as twins"),
                left_out(&self.left_out),
            ),
            (
                word!("batch-label-stopped", "stopped"),
                optional(&self.halted),
            ),
            (word!("batch-label-file", "file"), optional(&self.file)),
            (
                word!("batch-label-first-file", "first file"),
                self.other_name(),
            ),
            (
                word!("batch-label-not-used", "not used"),
                unused_columns(&self.unused_columns),
            ),
            (
                word!("batch-label-results", "results"),
                optional(&self.results),
            ),
            (word!("batch-label-batch", "batch"), self.batch.clone()),
            (word!("batch-label-next", "next"), self.next_step.clone()),
        ]));
        out
    }
}
