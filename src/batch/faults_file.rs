//! Faults as CSV, for the one who mends the file.

use super::fault::RowFault;
use super::safe_file::{ResultError, SafeFile};
use super::source::Delimiter;
use super::spreadsheet::{BOM, protect};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Faults as CSV rows: `line,column,value,problem,remedy`; safe in a spreadsheet.
pub struct FaultsCsv<W: Write> {
    csv: csv::Writer<W>,
    failed: Option<io::Error>,
}

impl<W: Write> FaultsCsv<W> {
    /// Begins with the headings. An error is kept until [`Self::finish`].
    pub fn new(mut out: W) -> Self {
        let marked = out.write_all(BOM.as_bytes());
        let mut new = Self {
            csv: writer(out, Delimiter::Comma),
            failed: marked.err(),
        };
        new.record(["line", "column", "value", "problem", "remedy"]);
        new
    }

    /// Adds one fault.
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

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// The first error of all writes.
    pub fn finish(mut self) -> io::Result<W> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.csv
            .into_inner()
            .map_err(|error| io::Error::from(error.error().kind()))
    }
}

/// A CSV file of faults, which is there only when it is complete.
pub struct FaultsFile {
    file: SafeFile,
    csv: FaultsCsv<NamedTempFile>,
}

impl FaultsFile {
    /// Begins the file beside its target.
    ///
    /// # Errors
    /// When nothing can be written in that folder.
    pub fn create(path: &Path) -> Result<Self, ResultError> {
        let (file, temporary) = SafeFile::create(path)?;
        Ok(Self {
            file,
            csv: FaultsCsv::new(temporary),
        })
    }

    /// Adds one fault. An error is kept until [`Self::finish`].
    pub fn add(&mut self, fault: &RowFault) {
        self.csv.add(fault);
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// The first error of all writes.
    pub fn finish(self) -> Result<(), ResultError> {
        let Self { file, csv } = self;
        let temporary = csv.finish().map_err(|error| file.io(&error))?;
        file.finish(temporary)
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
