//! What spreadsheets and typists do to numbers, recognised and named.
//!
//! Excel keeps 15 significant digits, programs that go through binary floating point keep 53 bits;
//! a payment number has 22 to 26 digits, the first eight of which are a date (protocol 3.2).

use crate::money::{Amount, AmountError, Currency};
use crate::refund::Syssn;
use crate::refund::hong_kong::HkMonth;
use crate::unseen::{is_unseen, spelled};
use std::borrow::Cow;

/// What is wrong with a value, and what to do: two clauses.
pub(super) type Complaint = (String, Cow<'static, str>);

const FROM_SOURCE: &str =
    "take the number from the gateway's own report, with the column formatted as text";

/// Reads a payment number, or says everything that is wrong with it.
pub(super) fn syssn(text: &str) -> Result<Syssn, Vec<Complaint>> {
    let marks = typing_marks(text);
    if !marks.is_empty() {
        return Err(marks);
    }
    let number = Syssn::parse(text)
        .map_err(|error| vec![(error.fault().to_owned(), Cow::from(error.remedy()))])?;
    match lost_digits(text) {
        Some(problem) => Err(vec![(problem.to_owned(), Cow::from(FROM_SOURCE))]),
        None => Ok(number),
    }
}

/// What is odd about a payment number without being surely wrong: the gateway's numbers are opaque.
pub(super) fn oddity(number: &Syssn) -> Option<Complaint> {
    HkMonth::of_dated_number(number.as_str())
        .is_none()
        .then(|| {
            (
                "does not begin with a date (YYYYMMDD), as the gateway's payment numbers do"
                    .to_owned(),
                Cow::from("check that it is the payment's number at QFPay and complete"),
            )
        })
}

/// Digits that were lost on the way, if that is plain to see.
fn lost_digits(text: &str) -> Option<&'static str> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let zeros = text.bytes().rev().take_while(|b| *b == b'0').count();
    if text.len() >= 20 && zeros >= 9 {
        return Some("ends in zeros: a spreadsheet has rounded it and its last digits are lost");
    }
    if text.len() >= 24 && fits_a_float(text) {
        return Some(
            "went through a floating-point number: its last digits are no longer the gateway's",
        );
    }
    let short = (19..26).contains(&text.len()) && HkMonth::of_dated_number(text).is_none();
    if short && HkMonth::of_dated_number(&format!("2{text}")).is_some() {
        return Some("has lost its first digit: with a 2 in front it would begin with a date");
    }
    None
}

/// Whether a number is exactly what 53 bits can hold. One in two billion numbers of 24 digits and
/// more is so by chance.
fn fits_a_float(digits: &str) -> bool {
    // What is so, of 24 digits, is a multiple of 2^24: its last three digits are one of 8.
    let last = digits.len().saturating_sub(3);
    let last = digits.get(last..).and_then(|last| last.parse::<u16>().ok());
    if !digits.starts_with('0') && last.is_some_and(|last| !last.is_multiple_of(8)) {
        return false;
    }
    digits.parse::<u128>().is_ok_and(|number| {
        number != 0 && number.checked_shr(number.trailing_zeros()) < Some(1 << 53)
    })
}

/// Reads an amount in major units (`currency` given) or minor units, or says what is wrong with it.
pub(super) fn amount(
    text: &str,
    major: bool,
    currency: Currency,
) -> Result<Amount, Vec<Complaint>> {
    if is_bare(text) {
        return parse(text, major, currency).map_err(|error| vec![amount_fault(error)]);
    }
    let mut marks = typing_marks(text);
    if let Some(sign) = currency_sign(text) {
        marks.push((
            format!("has the currency sign `{sign}` in it"),
            Cow::from("write the digits alone; the currency has a column of its own"),
        ));
    }
    if let Some(separator) = text.chars().find(|c| matches!(c, ',' | '，' | '_')) {
        marks.push((
            format!("has the separator `{separator}` in it"),
            Cow::from("write the digits without, and a point before the decimals"),
        ));
    }
    if text.starts_with('(') && text.ends_with(')') {
        marks.push((
            "is in parentheses, which means a negative amount".to_owned(),
            Cow::from("give what the payer gets back as a positive number"),
        ));
    }
    if !marks.is_empty() {
        return Err(marks);
    }
    parse(text, major, currency).map_err(|error| vec![amount_fault(error)])
}

fn parse(text: &str, major: bool, currency: Currency) -> Result<Amount, AmountError> {
    if major {
        Amount::parse_major(text, currency)
    } else {
        Amount::parse_minor(text)
    }
}

/// Whether a value has nothing but digits and points, as nearly all have: no mark to look for.
fn is_bare(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn amount_fault(error: AmountError) -> Complaint {
    let (problem, remedy): (String, &'static str) = match error {
        AmountError::Empty => (
            "is empty".into(),
            "give the amount; empty never means \"all\"",
        ),
        AmountError::Zero => (
            "is zero".into(),
            "give at least 1 minor unit; zero never means \"all\"",
        ),
        AmountError::Negative => (
            "is negative".into(),
            "give what the payer gets back as a positive number",
        ),
        AmountError::Exponent => ("has an exponent".into(), "write all its digits"),
        AmountError::Separator(c) => (
            format!("has the separator `{}` in it", spelled(c)),
            "write the digits without",
        ),
        AmountError::FullWidth(c) => (
            format!("has the full-width character `{c}` in it"),
            "use the digits 0-9 and the point of the keyboard",
        ),
        AmountError::OddCharacter(c) => (
            format!("has `{}` in it", spelled(c)),
            "only digits and one point are allowed",
        ),
        AmountError::Malformed => (
            "has a point without digits on both sides".into(),
            "write it as in 0.50",
        ),
        AmountError::LeadingZero => ("starts with a surplus zero".into(), "write it without"),
        AmountError::SurplusDecimals(currency) => (
            match currency.decimals() {
                Some(0) => format!("has decimals, and {currency} has none"),
                Some(n) => format!("has more decimals than the {n} of {currency}"),
                None => format!("has decimals, and {currency} takes minor units only"),
            },
            "write the exact amount; nothing is rounded",
        ),
        AmountError::PointInMinor => (
            "has a point, and txamt counts whole minor units".into(),
            "write 1250 for 12.50, or use a column amount",
        ),
        AmountError::UnclearUnit(currency) => (
            format!("is in {currency}, whose decimals the gateway does not state"),
            "give minor units in a column txamt",
        ),
        AmountError::TooLarge => (
            format!(
                "is above the gateway's largest, {} minor units",
                Amount::MAX_MINOR
            ),
            "check the amount",
        ),
    };
    (problem, Cow::from(remedy))
}

/// Marks that no number has: apostrophes, quotation marks, spaces, full-width digits. Each kind
/// that occurs is named once.
pub(super) fn typing_marks(text: &str) -> Vec<Complaint> {
    if is_bare(text) {
        return Vec::new();
    }
    let has = |set: fn(char) -> bool| text.chars().any(set);
    let mut found = Vec::new();
    let mut name = |problem: &str, remedy: &'static str| {
        found.push((problem.to_owned(), Cow::from(remedy)));
    };
    if text.starts_with('=') {
        name("is a formula", "write the number alone");
    }
    if has(|c| matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{ff07}')) {
        name(
            "has an apostrophe in it, the spreadsheets' mark for text",
            "write the number without it",
        );
    }
    if has(|c| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{ff02}')) {
        name("has a quotation mark in it", "write the number without it");
    }
    if has(char::is_whitespace) {
        name("has a space in it", "write the number without it");
    }
    if has(is_unseen) {
        name("has an invisible character in it", "type the number anew");
    }
    if has(|c| !c.is_ascii() && c.is_numeric()) {
        name(
            "has full-width digits in it",
            "write it with the digits 0-9",
        );
    }
    found
}

/// A currency's sign or code in front of or behind an amount.
fn currency_sign(text: &str) -> Option<&str> {
    const SIGNS: [&str; 14] = [
        "HK$", "US$", "NT$", "S$", "A$", "C$", "RM", "RMB", "$", "¥", "￥", "€", "£", "฿",
    ];
    let code = Currency::ALL
        .into_iter()
        .map(Currency::code)
        .find(|code| text.contains(*code));
    code.or_else(|| SIGNS.into_iter().find(|sign| text.contains(*sign)))
        .or_else(|| ["元", "円"].into_iter().find(|sign| text.contains(*sign)))
}

/// Whether the first cell marks a row of sums.
pub(super) fn names_a_total(cell: &str) -> bool {
    const WORDS: [&str; 12] = [
        "total",
        "totals",
        "grand total",
        "sum",
        "subtotal",
        "sub-total",
        "合計",
        "合计",
        "總計",
        "总计",
        "小計",
        "總數",
    ];
    if is_bare(cell) {
        return false;
    }
    let cell = cell
        .trim()
        .trim_end_matches([':', '：'])
        .trim()
        .to_lowercase();
    WORDS.contains(&cell.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_that_53_bits_hold_is_found() {
        for bits in [1_u128 << 52, (1 << 53) - 1, 0x15_5555_5555_5555] {
            for digits in (20..50).map(|twos| (bits << twos).to_string()) {
                if (24..=26).contains(&digits.len()) {
                    assert!(fits_a_float(&digits), "{digits}");
                    let next = digits.parse::<u128>().unwrap() + 8;
                    assert!(!fits_a_float(&next.to_string()), "{next}");
                }
            }
        }
        assert!(fits_a_float("000000000000000000000123"));
        assert!(!fits_a_float("20191227000200020061752831"));
    }
}
