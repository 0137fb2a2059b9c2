//! What the reader takes, and the line it says.

use super::*;
use crate::batch::records::MAX_ROW_BYTES;
use proptest::prelude::*;
use std::io::{self, Read};

/// Line, payment, minor units, reference.
fn gist(text: &(impl AsRef<[u8]> + ?Sized)) -> Vec<(u64, String, u64, String)> {
    let said = |row: Row| {
        let reference = row.intent.reference.map(|r| r.as_str().to_owned());
        (
            row.line,
            row.intent.syssn.as_str().to_owned(),
            row.intent.amount.minor(),
            reference.unwrap_or_default(),
        )
    };
    rows(text).into_iter().map(said).collect()
}

#[test]
fn every_dialect_says_the_same() {
    let wanted = vec![
        (2, P1.to_owned(), 1250, "R-1".to_owned()),
        (3, P2.to_owned(), 7, String::new()),
    ];
    for text in [
        format!("syssn,amount,reference\n{P1},12.50,R-1\n{P2},0.07,\n"),
        format!("syssn,amount,reference\r\n{P1},12.50,R-1\r\n{P2},0.07,"),
        format!("syssn,amount,reference\r{P1},12.50,R-1\r{P2},0.07,\r"),
        format!("\u{feff}syssn;amount;reference\n{P1};12.50;R-1\n{P2};0.07;\n"),
        format!("reference\tsyssn\ttxamt\nR-1\t{P1}\t1250\n\t{P2}\t7\n"),
        format!("\"syssn\",\"amount\",\"reference\"\n\"{P1}\",\"12.50\",\"R-1\"\n{P2},0.07,\n"),
        format!(" SYSSN ,Amount,Reference,shop\n{P1},12.5,R-1,a\n{P2},0.07,,b\n"),
        format!("syssn,amount,currency,reference\n{P1},12.50,HKD,R-1\n{P2},0.07,,\n"),
        format!(
            "\n{{\"syssn\":\"{P1}\",\"amount\":\"12.50\",\"reference\":\"R-1\"}}\n{{\"amount\":0.07,\"syssn\":{P2},\"txamt\":null,\"reference\":null}}\n"
        ),
    ] {
        assert_eq!(gist(&text), wanted, "{text}");
    }
    let marked = format!("sep=;\r\nsyssn;amount;reference\r\n{P1};12.50;R-1\r\n");
    assert_eq!(gist(&marked), [(3, P1.to_owned(), 1250, "R-1".to_owned())]);
}

#[test]
fn blank_lines_and_line_breaks_in_cells_keep_the_lines_right() {
    let text = format!(
        "\n\nsyssn,amount,reason\r\n\r\n{P1},1,\"two\r\nlines, and \"\"quoted\"\"\"\r\n,,\r\n  \r\n{P2},2,end\r\n"
    );
    let rows = rows(&text);
    let seen: Vec<_> = rows.iter().map(|row| (row.line, row.number)).collect();
    assert_eq!(seen, [(5, 1), (9, 2)]);
    assert_eq!(
        rows[0].intent.reason.as_deref(),
        Some("two\r\nlines, and \"quoted\"")
    );
}

#[test]
fn the_format_follows_the_name_or_the_first_byte() {
    for (name, format) in [
        ("a.csv", Some(Format::Csv)),
        ("A.CSV", Some(Format::Csv)),
        ("a.tsv", Some(Format::Csv)),
        ("a.jsonl", Some(Format::Jsonl)),
        ("a.ndjson", Some(Format::Jsonl)),
        ("a.txt", None),
        ("csv", None),
    ] {
        assert_eq!(Format::of_name(name), format, "{name}");
    }
    let headings = |text: &str| {
        let mut reader = reader(text).unwrap();
        assert_eq!(reader.by_ref().count(), 1);
        reader.layout().headings
    };
    assert_eq!(headings(" \n{\"syssn\":1}"), ["syssn"]);
    assert_eq!(headings("syssn,txamt\n1,2"), ["syssn", "txamt"]);
}

#[test]
fn other_headings_are_mapped() {
    let text = format!("交易編號,退款金額,amount\n{P1},12.50,99\n");
    let settings = with_columns(&["syssn=交易編號", "amount=退款金額"]);
    let reader = Reader::new(text.as_bytes(), None, settings).unwrap();
    assert_eq!(reader.layout().headings, ["交易編號", "退款金額", "amount"]);
    let rows: Vec<_> = reader.map(Result::unwrap).collect();
    assert!(matches!(&rows[..], [Entry::Row(row)] if row.intent.amount.minor() == 1250));
    for (pairs, problem) in [
        (
            vec!["amount"],
            "`amount` has no `=`; the form is `amount=HEADING`",
        ),
        (vec!["amount="], "`amount=` has no heading behind the `=`"),
        (
            vec!["total=x"],
            "`total=x` names no column; they are syssn, amount, txamt, currency, txcurrcd, mchid, profile, reference, reason, udid, out_trade_no, twin, order_no, paid",
        ),
        (
            vec!["udid=x", "udid=y"],
            "`udid=y` names a column that has a heading already",
        ),
        (
            vec!["udid=x", "reason=X"],
            "`reason=X` gives one heading to two columns",
        ),
    ] {
        assert_eq!(ColumnNames::parse(pairs).unwrap_err(), problem);
    }
}

#[test]
fn files_that_are_no_rows_are_named() {
    let utf16: Vec<u8> = "syssn,amount\n1,2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [&b"\xff\xfe"[..], &utf16].concat();
    let big5 = [b"syssn,amount,reason\n", P1.as_bytes(), b",1,\xa7\xda\n"].concat();
    for (bytes, problem, remedy) in [
        (
            &b""[..],
            "the file is empty",
            "give a line of headings and one line for each refund",
        ),
        (
            b"\xef\xbb\xbf \n",
            "the file is empty",
            "give a line of headings and one line for each refund",
        ),
        (
            &utf16,
            "the file is in UTF-16",
            "give --encoding utf-16le or utf-16be, or in the spreadsheet choose “Save as”, “CSV UTF-8”",
        ),
        (
            &marked,
            "the file is in UTF-16",
            "give --encoding utf-16, or in the spreadsheet choose “Save as”, “CSV UTF-8”",
        ),
        (
            b"PK\x03\x04xl",
            "the file is a workbook or a zip archive",
            "in the spreadsheet choose “Save as”, “CSV UTF-8”",
        ),
        (
            b"<html>",
            "the file is a web page or XML",
            "in the spreadsheet choose “Save as”, “CSV UTF-8”",
        ),
        (
            b"[{}]",
            "the file is a JSON list",
            "write one JSON object per line (JSONL), without the list around them",
        ),
        (
            b"syssn,amount\n1,\x002",
            "the file holds bytes that no text has",
            "give a CSV or JSONL file",
        ),
        (
            b"sep=,\n",
            "the file has no line of headings",
            "put a first line such as `syssn,amount,reference` above the rows",
        ),
        (
            &big5,
            "the file is not in UTF-8 (perhaps Big5 or GBK, a spreadsheet's plain “CSV”): it goes wrong on line 2",
            "give --encoding big5 or gbk if it is, or in the spreadsheet choose “Save as”, “CSV UTF-8”",
        ),
    ] {
        let error = match reader(bytes) {
            Err(error) => error,
            Ok(mut reader) => reader.find_map(Result::err).unwrap(),
        };
        assert_eq!(
            (error.to_string().as_str(), error.remedy()),
            (problem, Some(remedy))
        );
    }
}

#[test]
fn headings_that_cannot_be_used_are_all_named() {
    for (header, wanted) in [
        (
            "number,sum",
            vec![
                "line 1: syssn is missing among the headings; add it, or name its heading with --column syssn=HEADING",
                "line 1: amount is missing among the headings, and so is txamt; add it, or name its heading with --column amount=HEADING",
            ],
        ),
        (
            "sysn,amount",
            vec![
                "line 1: syssn is missing among the headings; if it is the column `sysn`, rename that or give --column 'syssn=sysn'",
            ],
        ),
        (
            "syssn,amount,txamt,Amount,note,note,,",
            vec![
                "line 1: Amount stands twice among the headings; keep one of the two columns, or give them different headings",
                "line 1: note stands twice among the headings; keep one of the two columns, or give them different headings",
                "line 1: amount stands beside txamt; keep one: amount in major units (12.50) or txamt in minor units (1250)",
            ],
        ),
        (
            "syssn,amount,state",
            vec![
                "line 1: state is a column of result files, and this is none: it lacks refund_syssn, state or respcd; rename the column, or put back those of the result file",
            ],
        ),
        (
            "20191227000200020061752831,12.50",
            vec![
                "line 1: `20191227000200020061752831` stands where the headings should be; put a first line such as `syssn,amount,reference` above the rows",
            ],
        ),
        (
            "syssn,\"amount",
            vec![
                "line 1: the row opens a quotation mark that is not closed; nothing behind it was read; close it, or write a quotation mark inside a cell twice",
            ],
        ),
    ] {
        assert_eq!(faults(header), wanted);
    }
    let idr = Settings {
        currency: Currency::from_code("IDR").unwrap(),
        ..settings()
    };
    assert_eq!(
        faults_with(b"syssn,amount", None, idr),
        [
            "line 1: amount cannot be read in IDR: the gateway does not say how many decimals it has; give minor units in a column txamt"
        ]
    );
    assert_eq!(
        faults_with(b"syssn,amount", None, with_columns(&["reason=why"])),
        [
            "line 1: why is missing among the headings; add it, or name its heading with --column reason=HEADING"
        ]
    );
}

#[test]
fn what_to_do_about_headings_is_said_once() {
    let said = |header: &str| {
        let error = reader(header).err().unwrap();
        (error.to_string(), error.remedy().map(str::to_owned))
    };
    assert_eq!(
        said("sysn,amount"),
        (
            "line 1: syssn is missing among the headings".to_owned(),
            Some(
                "if it is the column `sysn`, rename that or give --column 'syssn=sysn'".to_owned()
            )
        )
    );
    assert_eq!(
        said("number,amount,amount"),
        (
            "line 1: amount stands twice among the headings; keep one of the two columns, or give them different headings; also line 1: syssn is missing among the headings; add it, or name its heading with --column syssn=HEADING"
                .to_owned(),
            None
        )
    );
}

#[test]
fn a_row_too_long_is_skipped_and_the_next_one_read() {
    let long = "x".repeat(MAX_ROW_BYTES);
    let text = format!("syssn,amount,reason\n{P1},1,{long}\n{P2},2,ok\n");
    let entries: Vec<_> = reader(&text).unwrap().map(Result::unwrap).collect();
    assert!(matches!(&entries[..], [Entry::Faulty(_), Entry::Row(row)] if row.line == 3));
    assert_eq!(
        faults(&text),
        [
            "line 2: the row is longer than 64 KiB; check where the line breaks are, or shorten the row"
        ]
    );
    let json = format!("{{\"syssn\":\"{long}\"}}\n{{\"syssn\":\"{P1}\",\"txamt\":1}}\n");
    let entries: Vec<_> = reader(&json).unwrap().map(Result::unwrap).collect();
    assert!(matches!(&entries[..], [Entry::Faulty(_), Entry::Row(_)]));
}

/// A source that gives a few bytes at a time, with interruptions, and never ends.
struct Endless {
    text: Vec<u8>,
    at: usize,
    interrupt: bool,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupt = !self.interrupt;
        if self.interrupt {
            return Err(io::ErrorKind::Interrupted.into());
        }
        for place in buffer.iter_mut() {
            *place = self.text.get(self.at).copied().unwrap_or(b'x');
            self.at += 1;
        }
        Ok(buffer.len())
    }
}

#[test]
fn an_open_quote_ends_the_reading_after_one_row_of_memory() {
    let endless = Endless {
        text: format!("syssn,amount,reason\n{P1},1,a\n{P2},2,\"open").into_bytes(),
        at: 0,
        interrupt: false,
    };
    let entries: Vec<_> = Reader::new(endless, None, settings()).unwrap().collect();
    assert_eq!(entries.len(), 2);
    assert!(
        matches!(&entries[1], Ok(Entry::Faulty(faults)) if faults[0].problem.starts_with("opens a quotation mark"))
    );
}

proptest! {
    #[test]
    fn the_csv_crate_reads_the_same_cells(cells in prop::collection::vec(prop::collection::vec("[a-z0-9 ,;\"\n\r=']{0,6}", 3), 1..8), crlf: bool) {
        let mut writer = csv::WriterBuilder::new()
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut records = crate::batch::records::Records::new(&bytes[..], Some(crate::batch::Delimiter::Comma), 1);
        let mut splitter = crate::batch::records::Cells::new(crate::batch::Delimiter::Comma);
        let mut found = Vec::new();
        while let Some(place) = records.advance().unwrap() {
            prop_assert_eq!(place.flaw, None);
            let row = splitter.split(records.text());
            found.push(row.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        prop_assert_eq!(found, cells);
    }

    #[test]
    fn no_bytes_make_it_panic_or_read_more_rows_than_lines(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'{'), Just(b'1'), any::<u8>()], 0..200)) {
        let text = [format!("syssn,amount\n{P1},1\n").as_bytes(), &bytes].concat();
        for format in [Format::Csv, Format::Jsonl] {
            if let Ok(reader) = Reader::new(&text[..], Some(format), settings()) {
                let lines = text.split(|b| matches!(b, b'\n' | b'\r')).count();
                prop_assert!(reader.count() <= lines);
            }
        }
    }
}
