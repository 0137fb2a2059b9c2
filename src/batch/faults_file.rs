//! Faults as CSV, for the one who mends the file.

use super::fault::RowFault;
use super::records::first_record;
use super::safe_file::{Kind, ResultError, SafeFile};
use crate::language::word;
use crate::spreadsheet::{csv_head, csv_line};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

const HEADINGS: [&str; 5] = ["line", "column", "value", "problem", "remedy"];

pub(super) const KIND: Kind = Kind {
    name: || word!("batch-kind-faults", "a list of faults of ours"),
    // A spreadsheet may have saved it with another separator.
    is_ours: |head| first_record(head).any(|cells| cells.iter().eq(HEADINGS)),
    why_left_out: || word!("batch-why-faults", "it is a list of faults of ours"),
};

/// A CSV file of faults, `line,column,value,problem,remedy`, which is there only when it is
/// complete.
pub struct FaultsFile {
    file: SafeFile,
    out: BufWriter<NamedTempFile>,
    written: io::Result<()>,
}

impl FaultsFile {
    /// Begins the file beside its target. An error of a write is kept until [`Self::finish`].
    ///
    /// # Errors
    /// When nothing can be written in that folder.
    pub fn create(path: &Path) -> Result<Self, ResultError> {
        let (file, temporary) = SafeFile::create(path, KIND)?;
        let mut out = BufWriter::with_capacity(1 << 16, temporary);
        let written = out.write_all(csv_head(',', HEADINGS).as_bytes());
        Ok(Self { file, out, written })
    }

    /// Adds one fault. An error is kept until [`Self::finish`].
    pub fn add(&mut self, fault: &RowFault) {
        let line = fault.line.to_string();
        let cells = [
            &line,
            &*fault.column,
            &fault.value,
            &fault.problem,
            &fault.remedy,
        ];
        if self.written.is_ok() {
            self.written = self.out.write_all(csv_line(',', cells).as_bytes());
        }
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// The first error of all writes.
    pub fn finish(self) -> Result<(), ResultError> {
        self.written.map_err(|error| self.file.io(&error))?;
        self.file.finish(self.out)
    }
}
