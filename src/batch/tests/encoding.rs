//! Files in other encodings than UTF-8.

use super::*;
use crate::batch::{Decoded, Encoding};
use std::io::Read as _;

/// 退款金額 and 貨損, as other programs than ours write them.
const BIG5: &[u8] = b"\xb0\x68\xb4\xda\xaa\xf7\xc3\x42";
const GBK: &[u8] = b"\xcd\xcb\xbf\xee\xbd\xf0\xee\x7e";

/// Gives a byte at a time, as a slow pipe does.
struct Slow<'a>(&'a [u8]);

impl std::io::Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (Some(target), Some((first, rest))) = (buffer.first_mut(), self.0.split_first()) else {
            return Ok(0);
        };
        *target = *first;
        self.0 = rest;
        Ok(1)
    }
}

/// The text, and what stops it.
fn decoded(encoding: &str, bytes: &[u8]) -> (String, Option<String>) {
    let encoding = Encoding::parse(encoding).unwrap();
    let mut text = Vec::new();
    let read = Decoded::new(Slow(bytes), encoding)
        .and_then(|mut decoded| decoded.read_to_end(&mut text).map(|_| ()));
    let stopped = read.err().map(|error| {
        let error = error.downcast::<ReadError>().unwrap();
        format!("{error}; {}", error.remedy().unwrap())
    });
    (String::from_utf8(text).unwrap(), stopped)
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn every_encoding_says_the_same() {
    let text = "syssn,退款金額\r\n1,2\n";
    let with = |name: &[u8]| [b"syssn,", name, b"\r\n1,2\n"].concat();
    let marked = format!("\u{feff}{text}");
    for (encoding, bytes) in [
        ("utf-8", text.as_bytes().to_vec()),
        ("UTF-8", marked.as_bytes().to_vec()),
        ("utf-16", utf16(&marked, u16::to_le_bytes)),
        ("utf-16", utf16(&marked, u16::to_be_bytes)),
        ("utf-16le", utf16(&marked, u16::to_le_bytes)),
        ("utf-16le", utf16(text, u16::to_le_bytes)),
        ("utf-16be", utf16(&marked, u16::to_be_bytes)),
        ("utf-16be", utf16(text, u16::to_be_bytes)),
        ("big5", with(BIG5)),
        ("gbk", with(GBK)),
        ("gb18030", with(GBK)),
    ] {
        assert_eq!(
            decoded(encoding, &bytes),
            (text.to_owned(), None),
            "{encoding}"
        );
    }
    // Across the borders of pieces, and beyond the plane that UTF-16 has in one unit.
    let long = "退款😀\n".repeat(20_000);
    let bytes = utf16(&format!("\u{feff}{long}"), u16::to_le_bytes);
    assert_eq!(decoded("utf-16", &bytes), (long, None));
    for encoding in Encoding::NAMES {
        assert_eq!(decoded(encoding, b""), (String::new(), None), "{encoding}");
    }
}

#[test]
fn a_byte_that_is_no_text_is_a_fault_with_its_line() {
    let two = "1,2\r\n".repeat(9_000);
    let long = |bytes: &[u8]| [two.as_bytes(), bytes].concat();
    let half = [utf16("a\u{d}b\n", u16::to_le_bytes), vec![0, 0xd8, b'x', 0]].concat();
    for (encoding, bytes, line, name) in [
        ("big5", b"a\nb\n\xff\n".to_vec(), 3, "Big5"),
        ("gbk", b"a\r\nb\r\xff".to_vec(), 3, "GBK"),
        ("gb18030", b"a\n\n\n\x81\x30\x81".to_vec(), 4, "GB 18030"),
        // Half a sign at the end.
        ("big5", b"a\n\xb0".to_vec(), 2, "Big5"),
        ("utf-16le", b"a\0\n\0b".to_vec(), 2, "UTF-16"),
        ("utf-16le", half, 3, "UTF-16"),
        ("utf-8", long(b"\xb0\x68"), 9_001, "UTF-8"),
        ("big5", long(b"\xff"), 9_001, "Big5"),
    ] {
        let (text, stopped) = decoded(encoding, &bytes);
        let wanted = format!(
            "the file is not in {name}: it goes wrong on line {line}; give the encoding that it is in, or save it as “CSV UTF-8”"
        );
        assert_eq!(stopped, Some(wanted), "{encoding}");
        assert!(!text.contains('\u{fffd}'), "{text}");
    }
}

#[test]
fn a_byte_order_mark_that_says_otherwise_is_a_fault() {
    let (utf8, le, be) = (b"\xef\xbb\xbfa", b"\xff\xfea\0", b"\xfe\xff\0a");
    for (encoding, bytes, remedy) in [
        ("utf-8", &le[..], "utf-16"),
        ("utf-16", utf8, "utf-8"),
        (
            "utf-16",
            b"a\0",
            "utf-16le, which Windows writes, or utf-16be",
        ),
        ("utf-16le", be, "utf-16"),
        ("utf-16be", le, "utf-16"),
        ("big5", utf8, "utf-8"),
        ("gbk", be, "utf-16"),
        ("gb18030", le, "utf-16"),
    ] {
        let (text, stopped) = decoded(encoding, bytes);
        let stopped = stopped.unwrap();
        assert!(
            stopped.ends_with(&format!("; give --encoding {remedy}")),
            "{encoding}: {stopped}"
        );
        assert_eq!(text, "", "{encoding}");
    }
    let (_, workbook) = decoded("gbk", b"PK\x03\x04");
    assert!(workbook.unwrap().contains("is a workbook"));
}

#[test]
fn a_separator_that_is_given_is_the_one_that_is_read() {
    let with = |separator| Settings {
        separator: Some(separator),
        ..settings()
    };
    let semicolon = with(super::super::Delimiter::Semicolon);
    let file = format!("syssn,amount;amount\n{P1};1.00\n");
    let said = faults_with(file.as_bytes(), None, semicolon.clone());
    assert!(said[0].contains("syssn"), "{said:?}");
    let file = format!("syssn;amount\n{P1};1.00\n");
    assert!(faults_with(file.as_bytes(), None, semicolon.clone()).is_empty());
    let tab = with(super::super::Delimiter::Tab);
    assert!(!faults_with(file.as_bytes(), None, tab).is_empty());
    let contradicted = format!("sep=,\nsyssn,amount\n{P1},1.00\n");
    let said = faults_with(contradicted.as_bytes(), None, semicolon);
    assert!(
        said[0].contains("another separator in its first line"),
        "{said:?}"
    );
}

#[test]
fn the_command_line_comes_before_the_profile() {
    let names = |pairs: &[&str], ignored: &[&str]| {
        ColumnNames::parse(pairs)
            .unwrap()
            .ignoring(ignored)
            .unwrap()
    };
    let profile = names(
        &["amount=Sum", "reference=Ticket", "reason=Why"],
        &["Refrence", "Note"],
    );
    let given = names(&["amount=Betrag", "udid=Why"], &["Ticket"]);
    let both = given.over(profile);
    let of = |heading: &str| {
        both.column_of(heading)
            .map(super::super::columns::Column::name)
    };
    assert_eq!(of("Betrag"), Some("amount"));
    assert_eq!(of("Sum"), None);
    assert_eq!(of("Why"), Some("udid"));
    assert_eq!(of("Ticket"), None);
    assert_eq!(of("reference"), Some("reference"));
    assert!(both.ignores("Refrence") && both.ignores("note") && both.ignores("Ticket"));
}
