//! The bytes of a file: what kind they are, before any row is read.

use super::fault::ReadError;
use crate::language::word;
use std::io::{self, Read};

/// How much is looked at before the first row is read.
const HEAD: usize = 64 * 1024;

fn as_utf8() -> &'static str {
    word!(
        "batch-as-utf8",
        "in the spreadsheet choose “Save as”, “CSV UTF-8”"
    )
}

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a line of headings.
    Csv,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// Tells the format by the ending of a file's name; `None` if the ending says nothing.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// What stands between the cells of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// Every delimiter, the usual one first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// The names of all.
    pub const NAMES: [&str; 3] = ["comma", "semicolon", "tab"];

    /// Reads a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut named = Self::ALL.into_iter().zip(Self::NAMES);
        named.find_map(|(delimiter, known)| (known == name).then_some(delimiter))
    }

    /// Returns the byte.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The shape of a file, which its result file repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What stands between the cells; a comma for JSONL.
    pub delimiter: Delimiter,
    /// The headings in order. For JSONL the keys met so far, so complete only after the last row.
    pub headings: Vec<String>,
    /// The place of the column that is read as `out_trade_no`, if there is one.
    pub number: Option<usize>,
}

/// Reads the first bytes, without a byte order mark, and refuses what is no text in UTF-8.
pub(super) fn head(input: &mut impl Read) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(HEAD);
    let room = u64::try_from(HEAD).unwrap_or(u64::MAX);
    // `take` and `read_to_end` go on after an interruption.
    if let Err(error) = input.by_ref().take(room).read_to_end(&mut bytes) {
        let line = line_behind(&bytes);
        return Err(ReadError::Io { line, error });
    }
    refuse_others(&bytes)?;
    if Mark::of(&bytes) == Some(Mark::Utf8) {
        bytes.drain(..3);
    }
    let first = first_visible(&bytes);
    match first {
        None => Err(ReadError::not_text(
            word!("batch-file-empty", "is empty"),
            word!(
                "batch-file-empty-fix",
                "give a line of headings and one line for each refund"
            ),
        )),
        Some(b'<') => Err(ReadError::not_text(
            word!("batch-file-web", "is a web page or XML"),
            as_utf8(),
        )),
        Some(b'[') => Err(ReadError::not_text(
            word!("batch-file-list", "is a JSON list"),
            word!(
                "batch-file-list-fix",
                "write one JSON object per line (JSONL), without the list around them"
            ),
        )),
        Some(_) => Ok(bytes),
    }
}

/// Returns the line of the byte that comes next.
fn line_behind(bytes: &[u8]) -> u64 {
    let next = bytes.iter().skip(1).map(Some).chain([None]);
    // CRLF is one line break, LF and CR alone are one each.
    let breaks = bytes
        .iter()
        .zip(next)
        .filter(|(byte, next)| **byte == b'\n' || (**byte == b'\r' && *next != Some(&b'\n')));
    u64::try_from(breaks.count()).unwrap_or(0).saturating_add(1)
}

/// Returns the first byte that is no white space.
pub(super) fn first_visible(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|b| !b.is_ascii_whitespace())
}

/// The byte order mark at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Mark {
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let marks: [(&[u8], Self); 3] = [
            (b"\xef\xbb\xbf", Self::Utf8),
            (b"\xff\xfe", Self::Utf16Le),
            (b"\xfe\xff", Self::Utf16Be),
        ];
        let mut marks = marks.into_iter();
        marks.find_map(|(mark, kind)| bytes.starts_with(mark).then_some(kind))
    }
}

fn refuse_others(bytes: &[u8]) -> Result<(), ReadError> {
    if let Some(Mark::Utf16Le | Mark::Utf16Be) = Mark::of(bytes) {
        return Err(ReadError::not_text(
            word!("batch-file-utf16", "is in UTF-16"),
            word!(
                "batch-file-utf16-fix",
                "give --encoding utf-16, or in the spreadsheet choose “Save as”, “CSV UTF-8”"
            ),
        ));
    }
    refuse_no_text(bytes)?;
    let zeros = bytes.iter().take(1024).filter(|b| **b == 0).count();
    match zeros {
        0 => Ok(()),
        _ if zeros.saturating_mul(3) >= bytes.len().min(1024) => Err(ReadError::not_text(
            word!("batch-file-utf16", "is in UTF-16"),
            word!(
                "batch-file-utf16le-fix",
                "give --encoding utf-16le or utf-16be, or in the spreadsheet choose “Save as”, “CSV UTF-8”"
            ),
        )),
        _ => Err(ReadError::not_text(
            word!("batch-file-bytes", "holds bytes that no text has"),
            word!("batch-file-give", "give a CSV or JSONL file"),
        )),
    }
}

/// Refuses what is no text in any encoding.
pub(super) fn refuse_no_text(bytes: &[u8]) -> Result<(), ReadError> {
    let kinds: [(&[u8], &str, &str); 6] = [
        (
            b"\0\0\xfe\xff",
            word!("batch-file-utf32", "is in UTF-32"),
            as_utf8(),
        ),
        (
            b"PK\x03\x04",
            word!("batch-file-zip", "is a workbook or a zip archive"),
            as_utf8(),
        ),
        (
            b"\xd0\xcf\x11\xe0",
            word!("batch-file-xls", "is an old Excel workbook"),
            as_utf8(),
        ),
        (
            b"%PDF",
            word!("batch-file-pdf", "is a PDF"),
            word!("batch-file-give", "give a CSV or JSONL file"),
        ),
        (
            b"\x1f\x8b",
            word!("batch-file-gzip", "is compressed with gzip"),
            word!("batch-file-gzip-fix", "unpack it first"),
        ),
        (
            b"SQLite format 3\0",
            word!("batch-file-sqlite", "is a SQLite database"),
            word!("batch-file-give", "give a CSV or JSONL file"),
        ),
    ];
    let mut kinds = kinds.into_iter();
    match kinds.find(|(mark, ..)| bytes.starts_with(mark)) {
        Some((_, problem, remedy)) => Err(ReadError::not_text(problem, remedy)),
        None => Ok(()),
    }
}

/// A line that is no UTF-8.
pub(super) fn not_utf8(line: u64) -> ReadError {
    ReadError::NotText {
        line: Some(line),
        problem: word!(
            "batch-not-utf8",
            "is not in UTF-8 (perhaps Big5 or GBK, a spreadsheet's plain “CSV”): it goes wrong"
        ),
        remedy: word!(
            "batch-not-utf8-fix",
            "give --encoding big5 or gbk if it is, or in the spreadsheet choose “Save as”, “CSV UTF-8”"
        ),
    }
}

/// Fills a buffer, going on after an interruption.
pub(super) fn fill(input: &mut impl io::BufRead) -> io::Result<&[u8]> {
    // The borrow checker does not accept the buffer returned from inside the loop.
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    input.fill_buf()
}
