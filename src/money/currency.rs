//! The currencies the gateway accepts, with the decimals of their major unit.

use crate::language::{joined, text, write_text};
use std::fmt;

/// One currency from the gateway's list (protocol 7.1).
///
/// A value of this type is always a row of [`Currency::ALL`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
    decimals: Option<u32>,
}

const fn row(code: &'static str, decimals: Option<u32>) -> Currency {
    Currency { code, decimals }
}

impl Currency {
    /// Every accepted currency.
    ///
    /// The gateway counts in the smallest unit: one yen, one cent. What it means by IDR and MMK
    /// is not published (ISO 4217 gives two decimals, practice often none), so those two are
    /// taken in minor units only.
    pub const ALL: [Self; 13] = [
        row("AED", Some(2)),
        row("AUD", Some(2)),
        row("CAD", Some(2)),
        row("CNY", Some(2)),
        row("EUR", Some(2)),
        row("HKD", Some(2)),
        row("IDR", None),
        row("JPY", Some(0)),
        row("MMK", None),
        row("MYR", Some(2)),
        row("SGD", Some(2)),
        row("THB", Some(2)),
        row("USD", Some(2)),
    ];

    /// Finds a currency by its ISO 4217 code, written in capitals.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when the code is not on the gateway's list.
    pub fn from_code(code: &str) -> Result<Self, UnknownCurrency> {
        Self::ALL
            .into_iter()
            .find(|currency| currency.code == code)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }

    /// Returns the three-letter ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Returns how many decimals the major unit has, or `None` where the gateway's unit is unclear.
    #[must_use]
    pub const fn decimals(self) -> Option<u32> {
        self.decimals
    }

    /// Writes so many minor units in major units with exactly the currency's decimals, for example
    /// `12.50`; where these are unclear, the minor units. A sum may exceed what one amount can be.
    #[must_use]
    pub fn to_major(self, minor: u128) -> String {
        let digits = minor.to_string();
        let places = match self.decimals.map(usize::try_from) {
            None | Some(Ok(0) | Err(_)) => return digits,
            Some(Ok(places)) => places,
        };
        let padded = format!("{digits:0>width$}", width = places.saturating_add(1));
        let (whole, fraction) = padded.split_at(padded.len().saturating_sub(places));
        format!("{whole}.{fraction}")
    }

    /// Writes so many minor units as people say it, for example `HKD 12.50`. A sum may exceed what
    /// one amount can be.
    #[must_use]
    pub fn in_words(self, minor: u128) -> String {
        let digits = self.to_major(minor);
        match self.decimals {
            Some(_) => format!("{self} {digits}"),
            None => text!(
                "refund-currency-minor",
                "{currency} {digits} minor units",
                currency = self,
                digits
            ),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// A currency code that the gateway does not accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCurrency(String);

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_text!(
            f,
            "refund-currency-unknown",
            "the gateway has no currency `{code}`; it takes {known}",
            code = self.0,
            known = joined(Currency::ALL.iter().map(|currency| currency.code()))
        )
    }
}

impl std::error::Error for UnknownCurrency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_said_exactly_however_large() {
        for (code, minor, words) in [
            ("HKD", 0, "HKD 0.00"),
            ("HKD", 7, "HKD 0.07"),
            ("HKD", 1_250, "HKD 12.50"),
            ("JPY", 1_250, "JPY 1250"),
            ("IDR", 1_250, "IDR 1250 minor units"),
            ("HKD", 100_000_000_000, "HKD 1000000000.00"),
            ("HKD", u128::from(u64::MAX) + 1, "HKD 184467440737095516.16"),
        ] {
            let currency = Currency::from_code(code).unwrap();
            assert_eq!(currency.in_words(minor), words);
        }
    }
}
