//! What was done to a journal as a whole.

use super::{Document, Style};
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
