//! CSV that survives a spreadsheet: the one rule for every cell this program writes.
//!
//! A cell that a spreadsheet would run, round or turn into a date gets an apostrophe in front.
//! Excel and LibreOffice show it as text, apostrophe and all, and save exactly that, as often as
//! the file goes through them; the reader of result files takes it away again. The other known way,
//! `="2019…"`, is itself a formula, which one of the two loses on saving and the other does not run.
//!
//! A program that takes another sign for the separator (Excel goes by the country's, whatever the
//! file has) begins cells in the middle of ours. So every piece between two of the usual signs that
//! would run gets an apostrophe, too.
//!
//! Whatever begins with an apostrophe gets another one, so that what is read back is always what
//! was written. `docs/batch-files.md` describes the rule for those who read the files.
//!
//! A file begins with a byte order mark, without which Excel reads Chinese text as Big5 or GBK and
//! saves it broken.

use std::borrow::Cow;

/// The mark by which spreadsheets know UTF-8.
const BOM: char = '\u{feff}';

/// Signs that some program takes for the end of a cell or of a row, whatever the file's own are.
const ENDS: [char; 5] = [',', ';', '\t', '\r', '\n'];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes the beginning of a file: the mark and the line of headings.
#[must_use]
pub fn csv_head<T: AsRef<str>>(separator: char, headings: impl IntoIterator<Item = T>) -> String {
    let mut out = String::from(BOM);
    write_line(&mut out, separator, headings, protect_heading);
    out
}

/// Writes one line of CSV (RFC 4180), its cells so that a spreadsheet leaves them alone.
#[must_use]
pub fn csv_line<T: AsRef<str>>(separator: char, cells: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    write_line(&mut out, separator, cells, protect);
    out
}

/// Writes one line of cells that are [`protect`]ed where they have to be. The program's own times are
/// not: a spreadsheet may well know them for times.
#[must_use]
pub fn csv_protected<T: AsRef<str>>(separator: char, cells: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    write_line(&mut out, separator, cells, str::to_owned);
    out
}

fn write_line<T: AsRef<str>>(
    out: &mut String,
    separator: char,
    cells: impl IntoIterator<Item = T>,
    protect: impl Fn(&str) -> String,
) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            out.push(separator);
        }
        let cell = protect(cell.as_ref());
        if cell.contains([separator, '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// Writes a cell so that a spreadsheet leaves it alone.
#[must_use]
pub fn protect(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len().saturating_add(1));
    for (place, piece) in cell.split_inclusive(ENDS).enumerate() {
        let is_protected = match place {
            0 => runs(cell) || is_altered(cell),
            _ => runs(piece.trim_end_matches(ENDS)),
        };
        if is_protected {
            out.push('\'');
        }
        out.push_str(piece);
    }
    out
}

/// Writes a heading so that the file is taken for CSV: one that begins with one of these signs, in
/// the first place, would make it a list, an object or a page.
fn protect_heading(heading: &str) -> String {
    let protected = protect(heading);
    if heading.trim_start().starts_with(['[', '{', '<']) && !protected.starts_with('\'') {
        format!("'{protected}")
    } else {
        protected
    }
}

/// Reads a cell that [`csv_line`] or [`csv_head`] wrote.
#[must_use]
pub fn unprotect(cell: &str) -> Cow<'_, str> {
    if !cell.contains('\'') {
        return Cow::Borrowed(cell);
    }
    let pieces = cell.split_inclusive(ENDS);
    Cow::Owned(
        pieces
            .map(|piece| piece.strip_prefix('\'').unwrap_or(piece))
            .collect(),
    )
}

/// Whether a spreadsheet might take it for a formula, or for a protected cell.
fn runs(cell: &str) -> bool {
    // Full-width signs start formulas where the input method writes them.
    const SIGNS: [char; 10] = ['=', '+', '-', '@', '\'', '＝', '＋', '－', '＠', '|'];
    // A quotation mark in front belongs to the cell only where the separator is the file's own.
    let visible = cell.trim_start_matches(['"', ' ', '\u{a0}', '\u{feff}', '\0']);
    cell.starts_with(['\t', '\r', '\n', '\0', '\u{feff}']) || visible.starts_with(SIGNS)
}

/// Whether a spreadsheet would change it on opening or saving.
fn is_altered(cell: &str) -> bool {
    if !cell.contains(|c: char| c.is_ascii_digit()) {
        return cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false");
    }
    if is_plain_number(cell) {
        return false;
    }
    let numeric = |c: char| c.is_ascii_digit() || " .,/:-+eE%$()\u{a0}".contains(c);
    cell.chars().all(numeric) || is_time(cell) || (cell.len() <= 24 && names_a_month(cell))
}

/// A number that a spreadsheet shows and saves with the same value: an amount stays one to add up.
fn is_plain_number(cell: &str) -> bool {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len().saturating_add(fraction.len()) <= 12
        && (whole == "0" || !whole.starts_with('0'))
}

/// `5:30 PM` and `3 am`.
fn is_time(cell: &str) -> bool {
    let lower = cell.trim_end().to_ascii_lowercase();
    ["am", "pm", "a", "p"].into_iter().any(|half| {
        lower.strip_suffix(half).is_some_and(|rest| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || " :./-".contains(c))
        })
    })
}

/// `MAR1`, `2-Sept`, `May 2026`.
fn names_a_month(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    MONTHS.into_iter().any(|month| lower.contains(month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_protected() {
        for cell in [
            "20191227000200020061752831",
            "0000",
            "007",
            "1E5",
            "1e5",
            "2.01912E+25",
            "1/2",
            "3-4",
            "2026-11-22",
            "2026-11-22 17:00:00",
            "12:30",
            "5:30 PM",
            "MAR1",
            "2-Sept",
            "1,234",
            "50%",
            "(5)",
            "1234567890123",
            "true",
            "FALSE",
            "$5",
            "01.5",
        ] {
            assert_eq!(protect(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_protected() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\ttext",
            "\rtext",
            " =1",
            "＝1+1",
            "'=1",
            "|calc",
            "\u{feff}=1",
        ] {
            assert_eq!(protect(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn amounts_and_words_stay_as_they_are() {
        for cell in [
            "",
            "12.50",
            "1250",
            "0.07",
            "0",
            "refunded",
            "CRM-88123",
            "RB-2XVXCDS17YV5D6KXWYQAM9WBY3",
            "2026-11-22T17:00:00+08:00",
            "客戶退貨",
            "O'Brien",
            "a=b",
            "damaged, 2 pieces",
        ] {
            assert_eq!(protect(cell), cell);
        }
    }

    #[test]
    fn cells_are_quoted_where_csv_needs_it() {
        let cells = ["plain", "a,b", "a;b", "say \"x\"", "=1+1", "1250", ""];
        assert_eq!(
            csv_line(',', cells),
            "plain,\"a,b\",a;b,\"say \"\"x\"\"\",'=1+1,1250,\r\n"
        );
        assert_eq!(
            csv_line(';', ["a,b", "a;b", "a\nb"]),
            "a,b;\"a;b\";\"a\nb\"\r\n"
        );
        assert_eq!(csv_head(',', ["[a", "b,c"]), "\u{feff}'[a,\"b,c\"\r\n");
    }

    #[test]
    fn what_another_separator_would_make_a_cell_of_is_protected() {
        for (cell, written) in [
            ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
            ("x,=1", "x,'=1"),
            ("x\t+1", "x\t'+1"),
            ("x\n-1\r\n@A", "x\n'-1\r\n'@A"),
            ("x; =1", "x;' =1"),
            ("x;\"=1\"", "x;'\"=1\""),
            ("x;＝1", "x;'＝1"),
            ("x;'=1", "x;''=1"),
            ("=1;=1;1", "'=1;'=1;1"),
            ("\t=1", "'\t'=1"),
        ] {
            assert_eq!(protect(cell), written);
            assert_eq!(unprotect(written), cell);
        }
        assert_eq!(protect_heading("[a;=1"), "'[a;'=1");
        assert_eq!(unprotect("'[a;'=1"), "[a;=1");
    }

    /// Texts of what a spreadsheet may take for the beginning or the end of a cell.
    const NASTY: &str =
        "([,;\t\r\n'\" =+@x1|＝\u{a0}-]|\r\n){0,12}|\\PC{0,20}|['=+@-]{1,3}.{0,8}|[0-9]{1,30}";

    proptest! {
        #[test]
        fn every_cell_comes_back(cell in NASTY) {
            for written in [protect(&cell), protect_heading(&cell)] {
                prop_assert_eq!(unprotect(&written), cell.as_str());
            }
        }

        #[test]
        fn nothing_written_runs(cell in "[\\t\\r =+@-]{0,3}.{0,8}") {
            let written = protect(&cell);
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }

        #[test]
        fn no_cell_runs_whatever_separates_it(lines in prop::collection::vec(prop::collection::vec(NASTY, 1..4), 1..3)) {
            for separator in [',', ';', '\t'] {
                let written: String = lines.iter().map(|cells| csv_line(separator, cells)).collect();
                for taken_for in [',', ';', '\t'] {
                    let mut csv = csv::ReaderBuilder::new();
                    let csv = csv.delimiter(taken_for as u8).has_headers(false).flexible(true);
                    for record in csv.from_reader(written.as_bytes()).records() {
                        for cell in &record.unwrap() {
                            let visible = cell.trim_start_matches(['"', ' ', '\u{a0}']);
                            prop_assert!(!visible.starts_with(['=', '+', '-', '@', '＝', '|']), "{:?} of {:?}", cell, written);
                        }
                    }
                }
            }
        }
    }
}
