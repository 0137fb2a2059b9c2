//! What spreadsheets and typists do to numbers, recognised and named.
//!
//! Excel keeps 15 significant digits, programs that go through binary floating point keep 53 bits;
//! a payment number has 22 to 26 digits, the first eight of which are a date (protocol 3.2).

use crate::language::{text, word};
use crate::money::{Amount, AmountError, Currency};
use crate::refund::Syssn;
use crate::refund::hong_kong::HkMonth;
use crate::unseen::{is_unseen, spelled};
use std::borrow::Cow;

/// What is wrong with a value, and what to do: two clauses.
pub(super) type Complaint = (String, Cow<'static, str>);

fn from_source() -> &'static str {
    word!(
        "batch-from-source",
        "take the number from the gateway's own report, with the column formatted as text"
    )
}

/// Reads a payment number, or says everything that is wrong with it.
pub(super) fn syssn(text: &str) -> Result<Syssn, Vec<Complaint>> {
    let marks = typing_marks(text);
    if !marks.is_empty() {
        return Err(marks);
    }
    let number = Syssn::parse(text)
        .map_err(|error| vec![(error.fault().to_owned(), Cow::from(error.remedy()))])?;
    match lost_digits(text) {
        Some(problem) => Err(vec![(problem.to_owned(), Cow::from(from_source()))]),
        None => Ok(number),
    }
}

/// What is odd about a payment number without being surely wrong: the gateway's numbers are opaque.
pub(super) fn oddity(number: &Syssn) -> Option<Complaint> {
    HkMonth::of_dated_number(number.as_str())
        .is_none()
        .then(|| {
            (
                word!(
                    "batch-no-date",
                    "does not begin with a date (YYYYMMDD), as the gateway's payment numbers do"
                )
                .to_owned(),
                Cow::from(word!(
                    "batch-no-date-fix",
                    "check that it is the payment's number at QFPay and complete"
                )),
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
        return Some(word!(
            "batch-zeros",
            "ends in zeros: a spreadsheet has rounded it and its last digits are lost"
        ));
    }
    if text.len() >= 24 && fits_a_float(text) {
        return Some(word!(
            "batch-float",
            "went through a floating-point number: its last digits are no longer the gateway's"
        ));
    }
    let short = (19..26).contains(&text.len()) && HkMonth::of_dated_number(text).is_none();
    if short && HkMonth::of_dated_number(&format!("2{text}")).is_some() {
        return Some(word!(
            "batch-first-digit",
            "has lost its first digit: with a 2 in front it would begin with a date"
        ));
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
            text!(
                "batch-currency-sign",
                "has the currency sign `{sign}` in it",
                sign
            ),
            Cow::from(word!(
                "batch-currency-sign-fix",
                "write the digits alone; the currency has a column of its own"
            )),
        ));
    }
    if let Some(separator) = text.chars().find(|c| matches!(c, ',' | '，' | '_')) {
        marks.push((
            text!(
                "batch-has-separator",
                "has the separator `{separator}` in it",
                separator
            ),
            Cow::from(word!(
                "batch-has-separator-fix",
                "write the digits without, and a point before the decimals"
            )),
        ));
    }
    if text.starts_with('(') && text.ends_with(')') {
        marks.push((
            word!(
                "batch-parentheses",
                "is in parentheses, which means a negative amount"
            )
            .to_owned(),
            Cow::from(word!(
                "batch-positive",
                "give what the payer gets back as a positive number"
            )),
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
            word!("batch-amount-empty", "is empty").into(),
            word!(
                "batch-amount-empty-fix",
                "give the amount; empty never means \"all\""
            ),
        ),
        AmountError::Zero => (
            word!("batch-amount-zero", "is zero").into(),
            word!(
                "batch-amount-zero-fix",
                "give at least 1 minor unit; zero never means \"all\""
            ),
        ),
        AmountError::Negative => (
            word!("batch-amount-negative", "is negative").into(),
            word!(
                "batch-positive",
                "give what the payer gets back as a positive number"
            ),
        ),
        AmountError::Exponent => (
            word!("batch-exponent", "has an exponent").into(),
            word!("batch-exponent-fix", "write all its digits"),
        ),
        AmountError::Separator(c) => (
            text!(
                "batch-has-separator",
                "has the separator `{separator}` in it",
                separator = spelled(c)
            ),
            word!("batch-separator-fix", "write the digits without"),
        ),
        AmountError::FullWidth(c) => (
            text!(
                "batch-full-width",
                "has the full-width character `{c}` in it",
                c
            ),
            word!(
                "batch-full-width-fix",
                "use the digits 0-9 and the point of the keyboard"
            ),
        ),
        AmountError::OddCharacter(c) => (
            text!("batch-odd-character", "has `{c}` in it", c = spelled(c)),
            word!(
                "batch-odd-character-fix",
                "only digits and one point are allowed"
            ),
        ),
        AmountError::Malformed => (
            word!(
                "batch-malformed",
                "has a point without digits on both sides"
            )
            .into(),
            word!("batch-malformed-fix", "write it as in 0.50"),
        ),
        AmountError::LeadingZero => (
            word!("batch-leading-zero", "starts with a surplus zero").into(),
            word!("batch-leading-zero-fix", "write it without"),
        ),
        AmountError::SurplusDecimals(currency) => (
            match currency.decimals() {
                Some(0) => text!(
                    "batch-decimals-none",
                    "has decimals, and {currency} has none",
                    currency
                ),
                Some(n) => text!(
                    "batch-decimals-more",
                    "has more decimals than the {n} of {currency}",
                    n,
                    currency
                ),
                None => text!(
                    "batch-decimals-minor",
                    "has decimals, and {currency} takes minor units only",
                    currency
                ),
            },
            word!(
                "batch-decimals-fix",
                "write the exact amount; nothing is rounded"
            ),
        ),
        AmountError::PointInMinor => (
            word!(
                "batch-point-minor",
                "has a point, and txamt counts whole minor units"
            )
            .into(),
            word!(
                "batch-point-minor-fix",
                "write 1250 for 12.50, or use a column amount"
            ),
        ),
        AmountError::UnclearUnit(currency) => (
            text!(
                "batch-unclear-unit",
                "is in {currency}, whose decimals the gateway does not state",
                currency
            ),
            word!(
                "batch-unclear-unit-fix",
                "give minor units in a column txamt"
            ),
        ),
        AmountError::TooLarge => (
            text!(
                "batch-too-large-amount",
                "is above the gateway's largest, {most} minor units",
                most = Amount::MAX_MINOR
            ),
            word!("batch-too-large-amount-fix", "check the amount"),
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
        name(
            word!("batch-formula", "is a formula"),
            word!("batch-formula-fix", "write the number alone"),
        );
    }
    if has(|c| matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{ff07}')) {
        name(
            word!(
                "batch-apostrophe",
                "has an apostrophe in it, the spreadsheets' mark for text"
            ),
            word!("batch-without", "write the number without it"),
        );
    }
    if has(|c| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{ff02}')) {
        name(
            word!("batch-quotation", "has a quotation mark in it"),
            word!("batch-without", "write the number without it"),
        );
    }
    if has(char::is_whitespace) {
        name(
            word!("batch-space", "has a space in it"),
            word!("batch-without", "write the number without it"),
        );
    }
    if has(is_unseen) {
        name(
            word!("batch-invisible", "has an invisible character in it"),
            word!("batch-invisible-fix", "type the number anew"),
        );
    }
    if has(|c| !c.is_ascii() && c.is_numeric()) {
        name(
            word!("batch-full-digits", "has full-width digits in it"),
            word!("batch-full-digits-fix", "write it with the digits 0-9"),
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
