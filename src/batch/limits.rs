//! The bounds of a batch, and the total that a script expects of it.

use crate::language::{text, word};
use crate::money::{Amount, Currency};

/// What a batch may not exceed, in minor units of the profile's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The largest single refund.
    pub max_refund: Option<Amount>,
    /// The largest sum of the rows still to be refunded.
    pub max_batch_total: Option<u128>,
}

/// Reads an expected total such as `HKD=12345.00`; where the currency's decimals are not known, in
/// minor units. Returns the currency and the minor units.
///
/// # Errors
/// What is wrong with it.
pub fn parse_total(text: &str) -> Result<(Currency, u128), String> {
    let fail = |problem: &str| {
        let total = text.escape_debug();
        text!(
            "batch-total",
            "the total `{total}` {problem}",
            total,
            problem
        )
    };
    let (code, number) = text.split_once('=').ok_or_else(|| {
        fail(word!(
            "batch-total-form",
            "has no `=`; the form is HKD=12345.00"
        ))
    })?;
    let currency = Currency::from_code(code).map_err(|error| {
        fail(&text!(
            "batch-total-unread",
            "cannot be read: {error}",
            error
        ))
    })?;
    let places = currency
        .decimals()
        .and_then(|places| usize::try_from(places).ok())
        .unwrap_or(0);
    let (whole, fraction) = match number.split_once('.') {
        None => (number, ""),
        Some((_, "")) => return Err(fail(word!("batch-total-point", "ends with a point"))),
        Some(parts) => parts,
    };
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(fail(word!(
            "batch-total-digits",
            "has something else than digits and one point"
        )));
    }
    if fraction.len() > places {
        let problem = text!(
            "batch-total-decimals",
            "has more decimals than the {places} of {currency}",
            places,
            currency
        );
        return Err(fail(&problem));
    }
    format!("{whole}{fraction:0<places$}")
        .parse()
        .map(|minor| (currency, minor))
        .map_err(|_| fail(word!("batch-total-large", "is too large")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_read_and_written_exactly() {
        for (text, minor, words) in [
            ("HKD=12345.00", 1_234_500, "HKD 12345.00"),
            ("HKD=0.07", 7, "HKD 0.07"),
            ("HKD=5.5", 550, "HKD 5.50"),
            ("JPY=1250", 1250, "JPY 1250"),
            ("IDR=1250", 1250, "IDR 1250 minor units"),
            (
                "HKD=999999999999999.99",
                99_999_999_999_999_999,
                "HKD 999999999999999.99",
            ),
        ] {
            let (currency, read) = parse_total(text).unwrap();
            assert_eq!(read, minor, "{text}");
            assert_eq!(currency.in_words(read), words);
        }
    }

    #[test]
    fn what_is_no_total_is_refused() {
        for (text, problem) in [
            ("12345.00", "has no `=`; the form is HKD=12345.00"),
            (
                "HKD=1,000.00",
                "has something else than digits and one point",
            ),
            ("HKD=", "has something else than digits and one point"),
            ("HKD=1.", "ends with a point"),
            ("HKD=1.2.3", "has something else than digits and one point"),
            ("HKD=1.234", "has more decimals than the 2 of HKD"),
            ("JPY=1.0", "has more decimals than the 0 of JPY"),
            ("HKD=-1", "has something else than digits and one point"),
            (&format!("HKD={}", "9".repeat(40)), "is too large"),
        ] {
            let error = parse_total(text).unwrap_err();
            assert_eq!(error, format!("the total `{text}` {problem}"));
        }
    }
}
