//! What was done to a journal as a whole.

use super::{Document, IntentRow, Style};
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
            ("made", self.journal.clone()),
            ("identity", self.identity.clone()),
            ("for profile", self.profile.clone()),
        ])
    }
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
}

impl Document for RejoinDocument {
    const KIND: &'static str = "rejoin";

    fn to_table(&self, style: Style) -> String {
        let mut out = style.values(&[
            ("journal", self.journal.clone()),
            (
                "restored from",
                self.restored_from.clone().unwrap_or_default(),
            ),
            ("put aside", self.put_aside.clone().unwrap_or_default()),
            ("months read", self.months.join(", ")),
            ("refunds seen", self.refunds_seen.to_string()),
            ("entered", self.entered.len().to_string()),
        ]);
        for row in &self.entered {
            out.push_str(&style.item(&format!(
                "{} {} {} {} of {}",
                row.out_trade_no, row.state, row.currency, row.amount, row.orig_syssn
            )));
        }
        out
    }
}
