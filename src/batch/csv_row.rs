//! The headings and rows of a CSV file.

use super::columns::{Column, ColumnNames, Settings, is_of_results};
use super::damage;
use super::fault::{ReadError, RowFault};
use super::header::Header;
use super::orders::Orders;
use super::records::{Cells, Records};
use super::row::{self, Cell, ParsedRow};
use super::source::Delimiter;
use crate::language::{text, word};
use crate::spreadsheet::unprotect;
use csv::StringRecord;
use std::borrow::Cow;
use std::io::BufRead;

/// Refuses what none of ours separates.
fn other_separator() -> ReadError {
    ReadError::not_text(
        word!(
            "batch-other-separator",
            "has another separator than comma, semicolon or tab between its cells"
        ),
        word!(
            "batch-usual-separators",
            "export it with one of these three"
        ),
    )
}
/// Separators that exports are found with and that are not read.
const NOT_READ: [char; 4] = ['|', ':', '^', '~'];

/// Finds the separator and how many bytes stand before the headings: `sep=;` is a line some
/// spreadsheets write for themselves.
pub(super) fn separator(head: &[u8], settings: &Settings) -> Result<(Delimiter, u64), ReadError> {
    let (names, given) = (&settings.columns, settings.separator);
    let first = head.split(|b| matches!(b, b'\n' | b'\r')).next();
    let first = first.unwrap_or_default();
    let text = String::from_utf8_lossy(first);
    if let Some(named) = named_separator(&text) {
        let rest = head.get(first.len()..).unwrap_or_default();
        let ending = if rest.starts_with(b"\r\n") { 2 } else { 1 };
        let skipped = first.len().saturating_add(ending).min(head.len());
        let read = |delimiter: &Delimiter| char::from(delimiter.byte()) == named;
        return match Delimiter::ALL.into_iter().find(read) {
            Some(delimiter) if given.is_some_and(|given| given != delimiter) => {
                Err(ReadError::not_text(
                    word!(
                        "batch-separator-differs",
                        "names another separator in its first line than the one given"
                    ),
                    word!(
                        "batch-separator-differs-fix",
                        "leave --separator out if the file is right, or remove that line"
                    ),
                ))
            }
            Some(delimiter) => Ok((delimiter, u64::try_from(skipped).unwrap_or(0))),
            None => Err(other_separator()),
        };
    }
    if let Some(given) = given {
        return Ok((given, 0));
    }
    let mut best = (Delimiter::Comma, (0, 0));
    for delimiter in Delimiter::ALL {
        let mut records = Records::new(head, Some(delimiter), 1);
        // A flawed line is judged too: its flaw is reported under the separator it has.
        if records.advance()?.is_some() {
            let cells = Cells::new(delimiter).split(records.text());
            let known = cells.iter().filter(|cell| names.column_of(cell).is_some());
            let score = (known.count(), cells.len());
            if score > best.1 {
                best = (delimiter, score);
            }
        }
    }
    let is_known = |cell: &str| names.column_of(cell.trim_matches(['"', ' '])).is_some();
    let splits = |c: &char| text.contains(*c) && text.split(*c).any(is_known);
    if best.1.0 == 0 && NOT_READ.iter().any(splits) {
        return Err(other_separator());
    }
    Ok((best.0, 0))
}

/// Returns what a line `sep=;` names, however it was saved: in quotation marks, in capitals, with the
/// empty cells of the other columns behind it.
fn named_separator(line: &str) -> Option<char> {
    let line = line.strip_prefix('"').unwrap_or(line);
    let (mark, named) = line.split_at_checked(4)?;
    let mut named = named.chars();
    let separator = named.next().filter(|_| mark.eq_ignore_ascii_case("sep="))?;
    named
        .all(|c| c == separator || c.is_whitespace() || ",;\"".contains(c))
        .then_some(separator)
}

/// So many lines above the headings are looked through.
const MOST_TITLES: usize = 20;

/// Finds the line of the headings where others stand above it: titles, dates, cells without meaning.
pub(super) fn headings_below(head: &[u8], first_line: u64, names: &ColumnNames) -> Option<u64> {
    let below = |delimiter| {
        let mut records = Records::new(head, Some(delimiter), first_line);
        let mut cells = Cells::new(delimiter);
        for place in 0..MOST_TITLES {
            let line = records.advance().ok()??.line;
            let found = cells.split(records.text());
            let has = |column| {
                let mut columns = found.iter().map(|cell| names.column_of(cell));
                columns.any(|found| found == Some(column))
            };
            let names_payment = has(Column::Syssn) || has(Column::OrderNo);
            if names_payment && (has(Column::Amount) || has(Column::Txamt)) {
                return (place > 0).then_some(line);
            }
        }
        None
    };
    Delimiter::ALL.into_iter().filter_map(below).min()
}

/// Says that the headings stand further down.
pub(super) fn titled(error: ReadError, below: Option<u64>) -> ReadError {
    let (ReadError::Header(faults), Some(line)) = (&error, below) else {
        return error;
    };
    let first = faults.first().map_or(1, |fault| fault.line);
    let problem = text!(
        "batch-not-headings",
        "is not the line of headings, which seem to stand on line {line}",
        line
    );
    let remedy = word!("batch-not-headings-fix", "remove the lines above them");
    ReadError::Header(vec![RowFault::new(first, "", "", problem, remedy)])
}

/// Reads the line of headings.
pub(super) fn read_header<B: BufRead>(
    records: &mut Records<B>,
    cells: &mut Cells,
    settings: &Settings,
) -> Result<Header, ReadError> {
    let Some(place) = records.advance()? else {
        return Err(ReadError::not_text(
            word!("batch-no-headings", "has no line of headings"),
            word!(
                "batch-no-headings-fix",
                "put a first line such as `syssn,amount,reference` above the rows"
            ),
        ));
    };
    if let Some(flaw) = place.flaw {
        return Err(ReadError::Header(vec![flaw.fault(place.line)]));
    }
    let mut headings: Vec<String> = cells
        .split(records.text())
        .iter()
        .map(str::to_owned)
        .collect();
    if is_of_results(headings.iter().map(String::as_str)) {
        for heading in &mut headings {
            *heading = unprotect(heading).into_owned();
        }
    }
    Header::read(place.line, headings, settings).map_err(ReadError::Header)
}

/// Takes the protecting apostrophes away in a result file of ours.
pub(super) fn cells(header: &Header, record: StringRecord) -> StringRecord {
    if header.state.is_some() && record.iter().any(|cell| cell.contains('\'')) {
        record.iter().map(unprotect).collect()
    } else {
        record
    }
}

/// Reads the cells of one row.
pub(super) fn read(
    line: u64,
    record: &StringRecord,
    header: &Header,
    settings: &Settings,
    orders: &mut Orders,
) -> Result<ParsedRow, Vec<RowFault>> {
    if let Some(fault) = misplaced(line, record, header) {
        return Err(vec![fault]);
    }
    let get = |column: Column| {
        let place = header.place_of(column)?;
        Some(Cell {
            heading: header.headings.get(place)?,
            text: Cow::Borrowed(record.get(place)?),
        })
    };
    let of_results = |name: &str| {
        header.state?;
        let place = header.headings.iter().position(|heading| heading == name)?;
        record.get(place).map(Cow::Borrowed)
    };
    row::read(line, settings, orders, get, of_results)
}

/// Rows that are none: their cells mean something else than the headings say.
pub(super) fn misplaced(line: u64, record: &StringRecord, header: &Header) -> Option<RowFault> {
    let fault = |value: &str, problem: &str, remedy: &'static str| {
        Some(RowFault::new(line, "", value, problem, remedy))
    };
    let first = record.iter().find(|cell| !cell.trim().is_empty())?;
    if damage::names_a_total(first) {
        return fault(
            first,
            word!("batch-row-of-sums", "begins a row of sums"),
            word!("batch-remove-row", "remove the row"),
        );
    }
    let (found, wanted) = (record.len(), header.headings.len());
    let mut pairs = record.iter().zip(&header.headings);
    if found == wanted && pairs.all(|(cell, heading)| cell.trim() == heading.trim()) {
        return fault(
            "",
            word!("batch-repeats-headings", "repeats the headings"),
            word!("batch-remove-row", "remove the row"),
        );
    }
    if found != wanted {
        let problem = text!(
            "batch-cells",
            "has {found} cells under {wanted} headings",
            found,
            wanted
        );
        let remedy = word!(
            "batch-cells-fix",
            "give each heading one cell; a cell with a separator in it goes in quotation marks"
        );
        return fault("", &problem, remedy);
    }
    let is_number = |piece: &str| piece.len() >= 20 && piece.bytes().all(|b| b.is_ascii_digit());
    let breaks = |cell: &str| [b'\n', b'\r'].iter().any(|b| cell.as_bytes().contains(b));
    if !breaks(record.as_slice()) {
        return None;
    }
    let swallowed = record.iter().find(|cell| {
        let mut pieces = cell.split(['\n', '\r', ',', ';', '\t']);
        breaks(cell) && pieces.any(is_number)
    })?;
    let problem = word!(
        "batch-swallowed",
        "holds other rows: a quotation mark was opened and closed lines further on"
    );
    let remedy = word!(
        "batch-swallowed-fix",
        "write a quotation mark inside a cell twice, and put the cell in quotation marks"
    );
    fault(swallowed, problem, remedy)
}
