//! The batches of a merchant.

use super::batch::{state_word, sum_in_words};
use super::row::utc;
use super::standing::when;
use super::text::{clean, clean_short, counted, optional};
use super::waiting::Age;
use super::{Document, StateTotal, Style};
use crate::journal::{BatchStanding, LeftOutRows};
use crate::language::{joined, text, word};
use crate::refund::BatchId;
use serde::Serialize;
use time::OffsetDateTime;

/// One batch.
#[derive(Clone, Debug, Serialize)]
pub struct ListedBatch {
    /// Its identity.
    pub batch: String,
    /// When its first row was written down, UTC.
    pub written_at: String,
    /// By whom.
    pub operator: String,
    /// How the file was called that it was first taken in from, where that is known.
    pub file: Option<String>,
    /// Its rows by state and currency.
    pub states: Vec<StateTotal>,
    #[serde(skip)]
    written: OffsetDateTime,
}

impl ListedBatch {
    /// Makes the row of a batch.
    #[must_use]
    pub fn of(batch: &BatchStanding) -> Self {
        Self {
            batch: batch.batch.clone(),
            written_at: utc(batch.written_at),
            operator: clean(&batch.operator),
            file: batch.file.as_deref().map(clean_short),
            states: batch.counts.iter().map(StateTotal::of).collect(),
            written: batch.written_at,
        }
    }

    /// Says in a line what became of its rows.
    pub(super) fn in_short(&self) -> String {
        let name = BatchId::shorten(&self.batch);
        match &self.file {
            Some(file) => text!(
                "batch-short-of-file",
                "{name} of {file}: {rows}",
                name,
                file,
                rows = self.rows()
            ),
            None => text!("batch-short", "{name}: {rows}", name, rows = self.rows()),
        }
    }

    fn rows(&self) -> String {
        let rows = self.states.iter();
        let rows: Vec<String> = rows
            .map(|total| {
                text!(
                    "batch-rows-with-sum",
                    "{rows} {state} ({sum})",
                    rows = total.rows,
                    state = state_word(&total.state),
                    sum = total.in_words
                )
            })
            .collect();
        joined(rows)
    }
}

/// Rows of a batch that were left out as twins of refunds that came to nothing since.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOutBatch {
    /// Its identity.
    pub batch: String,
    /// How many rows, and their sum.
    pub rows: u64,
    /// Currency.
    pub currency: String,
    /// Their sum in minor units, as text.
    pub txamt: String,
    /// The same in words.
    pub in_words: String,
    /// For how long they wait.
    #[serde(flatten)]
    pub age: Age,
}

impl LeftOutBatch {
    /// Makes the row of a batch.
    #[must_use]
    pub fn of(found: &LeftOutRows, now: OffsetDateTime) -> Self {
        Self {
            batch: found.batch.clone(),
            rows: found.count,
            currency: found.currency.clone(),
            txamt: found.sum.to_string(),
            in_words: sum_in_words(found.sum, &found.currency),
            age: Age::of((found.since, found.older, found.ahead), now),
        }
    }

    /// Says it in a line.
    pub(super) fn in_short(&self) -> String {
        text!(
            "batch-left-out-rows",
            "{rows} ({sum}) of batch {batch}, as twins of refunds that came to nothing since, {age}",
            rows = counted(self.rows, "row"),
            sum = self.in_words,
            batch = BatchId::shorten(&self.batch),
            age = self.age.in_words(self.rows)
        )
    }
}

/// The batches of a merchant.
#[derive(Debug, Serialize)]
pub struct BatchListDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The batches, the newest first.
    pub batches: Vec<ListedBatch>,
    /// Rows that stand nowhere, as they were left out for what came to nothing.
    pub left_out: Vec<LeftOutBatch>,
    /// What to do with them, for people.
    pub next_step: String,
    /// The command that lists every batch, where there are some and none waits.
    #[serde(skip)]
    pub every: Option<String>,
}

impl Document for BatchListDocument {
    const KIND: &'static str = "batches";

    fn to_table(&self, style: Style) -> String {
        if self.batches.is_empty() && self.left_out.is_empty() {
            return match &self.every {
                Some(every) => {
                    text!(
                        "batch-none-waits",
                        "no batch waits: `{every}` lists every one",
                        every
                    ) + "\n"
                }
                None => word!("batch-none", "no batches").to_owned() + "\n",
            };
        }
        let mut out = String::new();
        for batch in &self.batches {
            let written = when(batch.written);
            out.push_str(&style.values(&[
                (
                    word!("batch-label-batch", "batch"),
                    BatchId::shorten(&batch.batch),
                ),
                (word!("batch-label-file", "file"), optional(&batch.file)),
                (
                    word!("batch-label-written-down", "written down"),
                    text!(
                        "batch-written-by",
                        "{written} by {by}",
                        written,
                        by = batch.operator
                    ),
                ),
                (word!("batch-label-rows", "rows"), batch.rows()),
            ]));
            out.push('\n');
        }
        for batch in &self.left_out {
            out.push_str(
                &style.values(&[(word!("batch-label-left-out", "left out"), batch.in_short())]),
            );
        }
        out.push_str(&style.values(&[(word!("batch-label-next", "next"), self.next_step.clone())]));
        out
    }
}
