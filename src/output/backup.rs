//! Where a copy of the journal is.

use super::{Document, Style};
use serde::Serialize;

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
        let size = self.bytes.map(|bytes| format!("{bytes} bytes"));
        style.values(&[
            ("journal", self.journal.clone()),
            ("copied to", self.file.clone()),
            ("size", size.unwrap_or_default()),
        ])
    }
}
