//! Bytes → records: where a row begins and ends, with its line, whatever is in it.
//!
//! The csv crate reads a stray quotation mark as best it can, so a quote opened by mistake would
//! swallow the rows behind it in silence. Here that is a flaw with a line. The cells themselves are
//! taken apart by csv-core, one record at a time.

use super::fault::{ReadError, RowFault};
use super::source::{Delimiter, fill, not_utf8};
use crate::language::word;
use csv::StringRecord;
use csv_core::ReadRecordResult;
use std::io::BufRead;

/// The longest row, in bytes.
pub(super) const MAX_ROW_BYTES: usize = 64 * 1024;

/// The sign that ended files of DOS (Ctrl-Z).
const END_SIGN: u8 = 0x1a;

/// Finds bytes that no text has, wherever they stand: what is around them is not what was exported.
/// In JSON a byte may be spelled out.
fn unreadable(record: &[u8], is_json: bool) -> Option<&'static str> {
    if record.contains(&0) || (is_json && spells_zero(record)) {
        Some(word!(
            "batch-byte-zero",
            "has a byte 00, which no text has,"
        ))
    } else if record.contains(&END_SIGN) {
        Some(word!(
            "batch-end-sign",
            "goes on behind a sign that ends files (byte 1A)"
        ))
    } else {
        None
    }
}

/// Whether a JSON text has `\u0000` in it, which no backslash in front makes another word.
fn spells_zero(record: &[u8]) -> bool {
    let mut is_escaped = false;
    record.windows(6).any(|piece| {
        let begins = piece.first() == Some(&b'\\') && !is_escaped;
        is_escaped = begins;
        begins && piece == b"\\u0000"
    })
}

/// What is wrong with the shape of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It is longer than [`MAX_ROW_BYTES`].
    TooLong,
    /// Text follows a closing quotation mark, on this line.
    TextAfterQuote(u64),
    /// A quotation mark opened on this line is not closed; what follows cannot be read.
    OpenQuote(u64),
}

impl Flaw {
    /// Says it of the record that begins on this line.
    pub(super) fn fault(self, line: u64) -> RowFault {
        let (at, problem, remedy) = match self {
            Self::TooLong => (
                line,
                word!("batch-row-long", "is longer than 64 KiB"),
                word!(
                    "batch-row-long-fix",
                    "check where the line breaks are, or shorten the row"
                ),
            ),
            Self::TextAfterQuote(at) => (
                at,
                word!(
                    "batch-after-quote",
                    "has text behind a closing quotation mark"
                ),
                word!(
                    "batch-after-quote-fix",
                    "put the whole cell in quotation marks and write those inside it twice"
                ),
            ),
            Self::OpenQuote(at) => (
                at,
                word!(
                    "batch-open-quote",
                    "opens a quotation mark that is not closed; nothing behind it was read"
                ),
                word!(
                    "batch-open-quote-fix",
                    "close it, or write a quotation mark inside a cell twice"
                ),
            ),
        };
        RowFault::new(at, "", "", problem, remedy)
    }
}

/// Where a record stands, and whether it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordStart {
    /// The line it begins on.
    pub(super) line: u64,
    pub(super) flaw: Option<Flaw>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Bare,
    Quoted,
    /// A quotation mark inside a quoted cell: its end, or the first of two.
    Quote,
}

/// The records of a file, one after the other in one buffer.
pub(super) struct Records<B> {
    input: B,
    /// What separates cells; none if quotation marks mean nothing (JSONL).
    delimiter: Option<u8>,
    /// The line of the next byte.
    line: u64,
    /// The last record ended with CR: an LF that follows belongs to it.
    after_cr: bool,
    /// A quotation mark stayed open: nothing behind it can be told apart.
    lost: bool,
    /// The line of the last record, where no line break ends it.
    unended: Option<u64>,
    buffer: Vec<u8>,
}

impl<B: BufRead> Records<B> {
    /// Reads from `input`, whose first byte stands on `line`.
    pub(super) fn new(input: B, delimiter: Option<Delimiter>, line: u64) -> Self {
        Self {
            input,
            delimiter: delimiter.map(Delimiter::byte),
            line,
            after_cr: false,
            lost: false,
            unended: None,
            buffer: Vec::new(),
        }
    }

    /// Reads the next record that is not blank.
    pub(super) fn advance(&mut self) -> Result<Option<RecordStart>, ReadError> {
        while !self.lost {
            self.finish_line_break()?;
            self.buffer.clear();
            let line = self.line;
            let mut scan = Scan::new(self.delimiter, line);
            let mut any = false;
            while !scan.ended {
                let available = fill(&mut self.input).map_err(|error| ReadError::Io {
                    line: scan.line,
                    error,
                })?;
                if available.is_empty() {
                    break;
                }
                any = true;
                let taken = scan.run(available);
                let kept = taken.saturating_sub(usize::from(scan.ended));
                let room = MAX_ROW_BYTES.saturating_sub(self.buffer.len());
                self.buffer
                    .extend_from_slice(available.get(..kept.min(room)).unwrap_or_default());
                self.input.consume(taken);
                if kept > room {
                    scan.flaw = Some(Flaw::TooLong);
                    if scan.in_quotes() {
                        break;
                    }
                }
            }
            if !any {
                break;
            }
            if scan.in_quotes() && !scan.ended {
                scan.flaw = Some(Flaw::OpenQuote(scan.opened));
                self.lost = true;
            }
            self.line = scan.line;
            self.after_cr = scan.after_cr;
            if scan.flaw.is_none() {
                self.cut_end_sign()?;
                let problem = unreadable(&self.buffer, self.delimiter.is_none());
                if let Some(problem) = problem {
                    return Err(ReadError::NotText {
                        line: Some(line),
                        problem,
                        remedy: word!("batch-byte-fix", "take it out, or export the file again"),
                    });
                }
                if self.buffer.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                if std::str::from_utf8(&self.buffer).is_err() {
                    return Err(not_utf8(line));
                }
            }
            let flaw = scan.flaw;
            // A quotation mark left open is a flaw, and what is cut off in JSON is no object any more.
            let may_be_cut = !scan.ended && flaw.is_none() && self.delimiter.is_some();
            self.unended = may_be_cut.then_some(scan.line);
            return Ok(Some(RecordStart { line, flaw }));
        }
        Ok(None)
    }

    /// Returns the line on which the input ended within a record, once it was read.
    pub(super) const fn unended(&self) -> Option<u64> {
        self.unended
    }

    /// Returns the text of the record, without its line break; empty where it has a flaw.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.buffer).unwrap_or_default()
    }

    /// Old programs end a file with a sign of its own, which belongs to no cell.
    fn cut_end_sign(&mut self) -> Result<(), ReadError> {
        if self.buffer.last() != Some(&END_SIGN) {
            return Ok(());
        }
        let line = self.line;
        let next = fill(&mut self.input).map_err(|error| ReadError::Io { line, error })?;
        if next.is_empty() {
            while self.buffer.last() == Some(&END_SIGN) {
                self.buffer.pop();
            }
        }
        Ok(())
    }

    fn finish_line_break(&mut self) -> Result<(), ReadError> {
        if std::mem::take(&mut self.after_cr) {
            let line = self.line;
            let next = fill(&mut self.input).map_err(|error| ReadError::Io { line, error })?;
            if next.first() == Some(&b'\n') {
                self.input.consume(1);
            }
        }
        Ok(())
    }
}

/// The cells of the first record of `head`, read with each of the delimiters; nothing where it is no text.
pub(super) fn first_record(head: &[u8]) -> impl Iterator<Item = StringRecord> {
    Delimiter::ALL.into_iter().filter_map(move |delimiter| {
        let mut records = Records::new(head, Some(delimiter), 1);
        let place = records.advance().ok()??;
        place
            .flaw
            .is_none()
            .then(|| Cells::new(delimiter).split(records.text()))
    })
}

/// One record being read.
struct Scan {
    delimiter: Option<u8>,
    at: At,
    line: u64,
    after_cr: bool,
    opened: u64,
    flaw: Option<Flaw>,
    ended: bool,
}

impl Scan {
    const fn new(delimiter: Option<u8>, line: u64) -> Self {
        Self {
            delimiter,
            at: At::CellStart,
            line,
            after_cr: false,
            opened: line,
            flaw: None,
            ended: false,
        }
    }

    fn in_quotes(&self) -> bool {
        self.at == At::Quoted
    }

    /// Reads on; returns how many bytes it took, the line break among them.
    fn run(&mut self, bytes: &[u8]) -> usize {
        let mut taken = 0usize;
        for byte in bytes {
            taken = taken.saturating_add(1);
            // Most bytes are letters and digits of a cell without quotation marks.
            if self.at == At::Bare && byte.is_ascii_alphanumeric() {
                continue;
            }
            if matches!(byte, b'\n' | b'\r') {
                self.line_break(*byte);
                if self.ended {
                    break;
                }
            } else {
                self.after_cr = false;
                self.visible(*byte);
            }
        }
        taken
    }

    fn line_break(&mut self, byte: u8) {
        // CRLF is one line break, LF and CR alone are one each.
        if byte == b'\r' || !self.after_cr {
            self.line = self.line.saturating_add(1);
        }
        self.after_cr = byte == b'\r';
        self.ended = self.at != At::Quoted;
    }

    fn visible(&mut self, byte: u8) {
        let Some(delimiter) = self.delimiter else {
            return;
        };
        self.at = match (self.at, byte) {
            (At::CellStart, b'"') => {
                self.opened = self.line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::Quote,
            (At::Quoted, _) | (At::Quote, b'"') => At::Quoted,
            (At::CellStart | At::Bare | At::Quote, b) if b == delimiter => At::CellStart,
            (At::Quote, _) => {
                self.flaw = self.flaw.or(Some(Flaw::TextAfterQuote(self.line)));
                At::Bare
            }
            (At::CellStart | At::Bare, _) => At::Bare,
        };
    }
}

/// Takes records apart into cells.
pub(super) struct Cells {
    core: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Cells {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        Self {
            core: csv_core::ReaderBuilder::new()
                .delimiter(delimiter.byte())
                .build(),
            text: Vec::new(),
            ends: vec![0; 16],
        }
    }

    /// Returns the cells of one record without flaw.
    pub(super) fn split(&mut self, record: &str) -> StringRecord {
        self.core.reset();
        self.text.resize(record.len().saturating_add(1), 0);
        let mut input = record.as_bytes();
        let (mut written, mut cells) = (0usize, 0usize);
        loop {
            let text = self.text.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, wrote, ended) = self.core.read_record(input, text, ends);
            input = input.get(read..).unwrap_or_default();
            written = written.saturating_add(wrote);
            cells = cells.saturating_add(ended);
            match result {
                // An empty input next time says that the record is over.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    self.text.resize(self.text.len().saturating_mul(2), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(self.ends.len().saturating_mul(2), 0);
                }
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let text = self.text.get(..written).unwrap_or_default();
        let text = std::str::from_utf8(text).unwrap_or_default();
        let mut record = StringRecord::with_capacity(written, cells);
        let mut start = 0;
        for end in self.ends.iter().take(cells) {
            record.push_field(text.get(start..*end).unwrap_or_default());
            start = *end;
        }
        record
    }
}
