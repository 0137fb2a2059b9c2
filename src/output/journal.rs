//! What was done to a journal as a whole.

use super::text::optional;
use super::{Document, IntentRow, Style};
use crate::language::{joined, text, word};
use serde::Serialize;

/// A journal was made.
#[derive(Debug, Serialize)]
pub struct JournalMadeDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// Its file.
    pub journal: String,
    /// What tells it from every other journal; its copies have the same.
    pub identity: String,
    /// The profile it was made for.
    pub profile: String,
}

impl Document for JournalMadeDocument {
    const KIND: &'static str = "journal_made";

    fn to_table(&self, style: Style) -> String {
        style.values(&[
            (word!("journal-label-made", "made"), self.journal.clone()),
            (
                word!("journal-label-identity", "identity"),
                self.identity.clone(),
            ),
            (
                word!("journal-label-for-profile", "for profile"),
                self.profile.clone(),
            ),
        ])
    }
}

fn label_journal() -> &'static str {
    word!("journal-label-journal", "journal")
}

/// A journal was brought up to what the gateway shows.
#[derive(Debug, Serialize)]
pub struct RejoinDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// Its file.
    pub journal: String,
    /// The copy that was put in its place.
    pub restored_from: Option<String>,
    /// Where the file is that stood there before.
    pub put_aside: Option<String>,
    /// The months that were read, `YYYY-MM`.
    pub months: Vec<String>,
    /// How many refunds the gateway shows in them.
    pub refunds_seen: usize,
    /// Those that were not in the journal, or stood otherwise in it.
    pub entered: Vec<IntentRow>,
    /// Those that a copy had as planned or unknown, and that may have been sent since.
    pub doubtful: Vec<IntentRow>,
}

impl Document for RejoinDocument {
    const KIND: &'static str = "rejoin";

    fn to_table(&self, style: Style) -> String {
        let mut out = style.values(&[
            (label_journal(), self.journal.clone()),
            (
                word!("journal-label-restored", "restored from"),
                optional(&self.restored_from),
            ),
            (
                word!("journal-label-aside", "put aside"),
                optional(&self.put_aside),
            ),
            (
                word!("journal-label-months", "months read"),
                joined(&self.months),
            ),
            (
                word!("journal-label-seen", "refunds seen"),
                self.refunds_seen.to_string(),
            ),
            (
                word!("journal-label-entered", "entered"),
                self.entered.len().to_string(),
            ),
        ]);
        let in_words = |row: &IntentRow| {
            text!(
                "journal-refund-in-words",
                "{number} {state} {currency} {amount} of {payment}",
                number = row.out_trade_no,
                state = row.state,
                currency = row.currency,
                amount = row.amount,
                payment = row.orig_syssn
            )
        };
        for row in &self.entered {
            out.push_str(&style.item(&in_words(row)));
        }
        let doubtful = u64::try_from(self.doubtful.len()).unwrap_or(u64::MAX);
        let heading = word!(
            "journal-doubtful",
            "planned or unknown in the copy, and may have been sent since"
        );
        out.push_str(&style.list(heading, doubtful, self.doubtful.iter().map(in_words)));
        out
    }
}

/// A copy of the journal was made.
#[derive(Debug, Serialize)]
pub struct BackupDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The journal's file.
    pub journal: String,
    /// The copy.
    pub file: String,
    /// Its size.
    pub bytes: Option<u64>,
}

impl Document for BackupDocument {
    const KIND: &'static str = "backup";

    fn to_table(&self, style: Style) -> String {
        let size = self
            .bytes
            .map(|bytes| text!("journal-bytes", "{bytes} bytes", bytes));
        style.values(&[
            (label_journal(), self.journal.clone()),
            (
                word!("journal-label-copied", "copied to"),
                self.file.clone(),
            ),
            (
                word!("journal-label-size", "size"),
                size.unwrap_or_default(),
            ),
        ])
    }
}

/// The merchant of a profile, as the journal has it.
#[derive(Debug, Serialize)]
pub struct AdoptionDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The profile.
    pub profile: String,
    /// The merchant whose refunds its refunds are.
    pub merchant: String,
    /// Every key under which that merchant has been known.
    pub keys: Vec<String>,
    /// Whether the journal has it written down; if not, the first refund does that.
    pub settled: bool,
}

impl Document for AdoptionDocument {
    const KIND: &'static str = "merchant";

    fn to_table(&self, style: Style) -> String {
        let others = self.keys.iter().filter(|key| **key != self.merchant);
        let others: Vec<_> = others.map(String::as_str).collect();
        style.values(&[
            (
                word!("journal-label-profile", "profile"),
                self.profile.clone(),
            ),
            (
                word!("journal-label-merchant", "merchant"),
                self.merchant.clone(),
            ),
            (word!("journal-label-also", "also known as"), joined(others)),
        ])
    }
}
