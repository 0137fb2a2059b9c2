//! Faults as CSV, for the one who mends the file.

use super::fault::RowFault;
use super::safe_file::{ResultError, SafeFile};
use super::source::Delimiter;
use super::spreadsheet::{BOM, protect};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// A CSV file of faults, safe in a spreadsheet, which is there only when it is complete.
pub struct FaultsFile {
    file: SafeFile,
    csv: csv::Writer<NamedTempFile>,
    /// The first error of all writes, kept until the end.
    failed: Option<io::Error>,
}

impl FaultsFile {
    /// Begins the file beside its target, with the headings.
    ///
    /// # Errors
    /// When nothing can be written in that folder.
    pub fn create(path: &Path) -> Result<Self, ResultError> {
        let (file, mut temporary) = SafeFile::create(path)?;
        let marked = temporary.write_all(BOM.as_bytes());
        let mut new = Self {
            file,
            csv: writer(temporary, Delimiter::Comma),
            failed: marked.err(),
        };
        new.record(["line", "column", "value", "problem", "remedy"]);
        Ok(new)
    }

    /// Adds one fault. An error is kept until [`Self::finish`].
    pub fn add(&mut self, fault: &RowFault) {
        let line = fault.line.to_string();
        let texts = [
            &line,
            &*fault.column,
            &fault.value,
            &fault.problem,
            &fault.remedy,
        ];
        self.record(texts);
    }

    fn record(&mut self, cells: [&str; 5]) {
        if self.failed.is_none() {
            let cells = cells.map(protect);
            let written = self.csv.write_record(cells.iter().map(|c| c.as_bytes()));
            self.failed = written.err().map(io::Error::from);
        }
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// The first error of all writes.
    pub fn finish(self) -> Result<(), ResultError> {
        let Self { file, csv, failed } = self;
        let written = match failed {
            Some(error) => Err(error),
            None => csv
                .into_inner()
                .map_err(|error| io::Error::from(error.error().kind())),
        };
        file.finish(written.map_err(|error| file.io(&error))?)
    }
}

/// Makes a writer of RFC 4180.
pub(super) fn writer<W: Write>(out: W, delimiter: Delimiter) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .delimiter(delimiter.byte())
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_writer(out)
}
