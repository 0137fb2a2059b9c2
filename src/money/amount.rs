//! A refund amount: a positive whole number of minor units.

use super::Currency;
use crate::language::{word, write_text};
use crate::unseen::spelled;
use std::fmt;
use std::num::NonZeroU64;

/// A refund amount in minor units of its currency: at least 1, at most 11 digits.
///
/// The bound is the gateway's type for `txamt`, `Int(11)` (both API guides).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(NonZeroU64);

impl Amount {
    /// The largest amount the gateway's field holds, in minor units.
    pub const MAX_MINOR: u64 = 99_999_999_999;

    /// At or below this many minor units the guides expect the risk control to interfere.
    pub const RISK_ADVICE_MINOR: u64 = 200;

    /// Makes an amount from minor units.
    ///
    /// # Errors
    /// [`AmountError::Zero`] for 0 and [`AmountError::TooLarge`] above [`Self::MAX_MINOR`].
    pub fn from_minor(minor: u64) -> Result<Self, AmountError> {
        let amount = NonZeroU64::new(minor).ok_or(AmountError::Zero)?;
        if minor > Self::MAX_MINOR {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(amount))
    }

    /// Reads minor units as typed, for example `1250`.
    ///
    /// # Errors
    /// The first thing wrong with the text; a decimal point is [`AmountError::PointInMinor`].
    pub fn parse_minor(text: &str) -> Result<Self, AmountError> {
        refuse_odd_characters(text)?;
        if text.contains('.') {
            return Err(AmountError::PointInMinor);
        }
        Self::from_minor(whole_number(text)?)
    }

    /// Reads major units as typed, for example `12.50`, exactly.
    ///
    /// # Errors
    /// The first thing wrong with the text, or [`AmountError::UnclearUnit`] for a currency whose
    /// decimals the gateway does not state.
    pub fn parse_major(text: &str, currency: Currency) -> Result<Self, AmountError> {
        let Some(decimals) = currency.decimals() else {
            return Err(AmountError::UnclearUnit(currency));
        };
        refuse_odd_characters(text)?;
        let (whole, fraction) = match text.split_once('.') {
            None => (text, ""),
            Some((whole, fraction)) => {
                if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
                    return Err(AmountError::Malformed);
                }
                (whole, fraction)
            }
        };
        let missing = usize::try_from(decimals)
            .ok()
            .and_then(|places| places.checked_sub(fraction.len()))
            .ok_or(AmountError::SurplusDecimals(currency))?;
        let digits = format!("{whole}{fraction}{}", "0".repeat(missing));
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(AmountError::LeadingZero);
        }
        // "0.05" is "005" in minor units: the zeros in front are ours, not the caller's.
        let significant = digits.trim_start_matches('0');
        let minor = if significant.is_empty() {
            0
        } else {
            whole_number(significant)?
        };
        Self::from_minor(minor)
    }

    /// Returns the number of minor units.
    #[must_use]
    pub const fn minor(self) -> u64 {
        self.0.get()
    }

    /// Whether the guides advise against so small a refund.
    #[must_use]
    pub const fn is_risky(self) -> bool {
        self.minor() <= Self::RISK_ADVICE_MINOR
    }

    /// Writes the amount in major units with exactly the currency's decimals, for example `12.50`.
    ///
    /// A currency with unclear decimals gives the minor units, which [`Amount::parse_minor`] reads.
    #[must_use]
    pub fn to_major(self, currency: Currency) -> String {
        currency.to_major(self.minor().into())
    }

    /// Writes the amount as people say it, for example `HKD 12.50`.
    #[must_use]
    pub fn in_words(self, currency: Currency) -> String {
        currency.in_words(self.minor().into())
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} minor", self.minor())
    }
}

fn refuse_odd_characters(text: &str) -> Result<(), AmountError> {
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    if text.starts_with('-') || text.starts_with('\u{2212}') {
        return Err(AmountError::Negative);
    }
    for c in text.chars() {
        match c {
            '0'..='9' | '.' => {}
            'e' | 'E' => return Err(AmountError::Exponent),
            ',' | '\'' | '_' | '\u{ff0c}' | '\u{2019}' => return Err(AmountError::Separator(c)),
            c if c.is_whitespace() => return Err(AmountError::Separator(c)),
            c if !c.is_ascii() && c.is_numeric() => return Err(AmountError::FullWidth(c)),
            '\u{ff0e}' | '\u{3002}' => return Err(AmountError::FullWidth(c)),
            c => return Err(AmountError::OddCharacter(c)),
        }
    }
    Ok(())
}

fn whole_number(digits: &str) -> Result<u64, AmountError> {
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(AmountError::LeadingZero);
    }
    digits.parse().map_err(|_| AmountError::TooLarge)
}

/// Why a text is not a refund amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Nothing was given.
    Empty,
    /// The amount is zero. Zero never means "all of it".
    Zero,
    /// The amount has a minus sign.
    Negative,
    /// The amount is written with an exponent, as spreadsheets do.
    Exponent,
    /// The digits are grouped by this character.
    Separator(char),
    /// A digit or point is not ASCII.
    FullWidth(char),
    /// A character that no amount has.
    OddCharacter(char),
    /// The point stands alone, or there are two.
    Malformed,
    /// A zero in front of other digits.
    LeadingZero,
    /// More decimals than the currency has.
    SurplusDecimals(Currency),
    /// Minor units are whole, so they have no point.
    PointInMinor,
    /// The gateway does not say how many decimals this currency has.
    UnclearUnit(Currency),
    /// More than the gateway's 11 digits.
    TooLarge,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(word!("refund-amount-empty", "the amount is empty")),
            Self::Zero => f.write_str(word!("refund-amount-zero", "the amount is zero; a refund is at least 1 minor unit, and zero never means \"all\"")),
            Self::Negative => f.write_str(word!("refund-amount-negative", "the amount is negative; give what the payer gets back as a positive number")),
            Self::Exponent => f.write_str(word!("refund-amount-exponent", "the amount has an exponent; write all its digits")),
            Self::Separator(c) if c.is_whitespace() => f.write_str(word!("refund-amount-space", "the amount has a space in it; write the digits without")),
            Self::Separator(c) => write_text!(f, "refund-amount-separator", "the amount has a separator `{c}`; write the digits without, and a point before the decimals", c),
            Self::FullWidth(c) => write_text!(f, "refund-amount-full-width", "the amount has a full-width character `{c}`; use the digits 0-9 and the point of the keyboard", c),
            Self::OddCharacter(c) => write_text!(f, "refund-amount-odd", "the amount has `{odd}` in it; only digits and one point are allowed", odd = spelled(*c)),
            Self::Malformed => f.write_str(word!("refund-amount-malformed", "the amount needs digits on both sides of one point, for example 0.50")),
            Self::LeadingZero => f.write_str(word!("refund-amount-leading-zero", "the amount starts with a surplus zero; write it without")),
            Self::SurplusDecimals(currency) => match currency.decimals() {
                Some(0) => write_text!(f, "refund-amount-no-decimals", "{currency} has no decimals; write a whole number", currency),
                Some(decimals) => write_text!(f, "refund-amount-decimals", "{currency} has {decimals} decimals; the amount has more", currency, decimals),
                None => write_text!(f, "refund-amount-minor-only", "{currency} takes minor units only", currency),
            },
            Self::PointInMinor => f.write_str(word!("refund-amount-point-in-minor", "minor units are whole numbers; `--txamt 1250` is what `--amount 12.50` is in a currency with two decimals")),
            Self::UnclearUnit(currency) => write_text!(f, "refund-amount-unclear-unit", "the gateway does not say how many decimals {currency} has; give the minor units with --txamt", currency),
            Self::TooLarge => write_text!(f, "refund-amount-too-large", "the amount is above the gateway's largest, {largest} minor units", largest = Amount::MAX_MINOR),
        }
    }
}

impl std::error::Error for AmountError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    fn major(text: &str) -> Result<u64, AmountError> {
        Amount::parse_major(text, currency("HKD")).map(Amount::minor)
    }

    #[test]
    fn major_units_are_read_exactly() {
        for (text, minor) in [
            ("12.50", 1250),
            ("12.5", 1250),
            ("12", 1200),
            ("0.07", 7),
            ("19.99", 1999),
            ("10.1", 1010),
            ("999999999.99", Amount::MAX_MINOR),
        ] {
            assert_eq!(major(text), Ok(minor), "{text}");
        }
        assert_eq!(
            Amount::parse_major("1250", currency("JPY"))
                .unwrap()
                .minor(),
            1250
        );
    }

    #[test]
    fn faults_are_told_apart() {
        let hkd = currency("HKD");
        for (text, fault) in [
            ("", AmountError::Empty),
            ("0", AmountError::Zero),
            ("0.00", AmountError::Zero),
            ("-1", AmountError::Negative),
            ("1e3", AmountError::Exponent),
            ("1E3", AmountError::Exponent),
            ("1,250.00", AmountError::Separator(',')),
            ("1 250", AmountError::Separator(' ')),
            ("1'250", AmountError::Separator('\'')),
            ("１２.50", AmountError::FullWidth('１')),
            ("$12", AmountError::OddCharacter('$')),
            ("+12", AmountError::OddCharacter('+')),
            ("0x10", AmountError::OddCharacter('x')),
            (".5", AmountError::Malformed),
            ("5.", AmountError::Malformed),
            (".", AmountError::Malformed),
            ("1.2.3", AmountError::Malformed),
            ("012.50", AmountError::LeadingZero),
            ("1.005", AmountError::SurplusDecimals(hkd)),
            ("12.500", AmountError::SurplusDecimals(hkd)),
            ("1000000000", AmountError::TooLarge),
            ("99999999999999999999999", AmountError::TooLarge),
        ] {
            assert_eq!(major(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn minor_units_are_whole() {
        assert_eq!(Amount::parse_minor("1250").unwrap().minor(), 1250);
        assert_eq!(Amount::parse_minor("12.50"), Err(AmountError::PointInMinor));
        assert_eq!(Amount::parse_minor("0"), Err(AmountError::Zero));
        assert_eq!(Amount::parse_minor("007"), Err(AmountError::LeadingZero));
        assert_eq!(
            Amount::parse_minor("100000000000"),
            Err(AmountError::TooLarge)
        );
    }

    #[test]
    fn yen_has_no_decimals_and_rupiah_takes_minor_units_only() {
        let jpy = currency("JPY");
        assert_eq!(
            Amount::parse_major("12.5", jpy),
            Err(AmountError::SurplusDecimals(jpy))
        );
        for code in ["IDR", "MMK"] {
            let unclear = currency(code);
            assert_eq!(
                Amount::parse_major("1000", unclear),
                Err(AmountError::UnclearUnit(unclear))
            );
            assert_eq!(
                Amount::parse_minor("1000").unwrap().in_words(unclear),
                format!("{code} 1000 minor units")
            );
        }
    }

    #[test]
    fn advice_starts_above_200_minor_units() {
        assert!(Amount::from_minor(200).unwrap().is_risky());
        assert!(!Amount::from_minor(201).unwrap().is_risky());
    }

    proptest! {
        #[test]
        fn every_currency_reads_back_what_it_writes(minor in 1..=Amount::MAX_MINOR, index in 0..Currency::ALL.len()) {
            let currency = Currency::ALL[index];
            let amount = Amount::from_minor(minor).unwrap();
            let written = amount.to_major(currency);
            let read = match currency.decimals() {
                Some(_) => Amount::parse_major(&written, currency),
                None => Amount::parse_minor(&written),
            };
            prop_assert_eq!(read, Ok(amount));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".*", index in 0..Currency::ALL.len()) {
            let currency = Currency::ALL[index];
            if let Ok(amount) = Amount::parse_major(&text, currency) {
                let decimals = currency.decimals().unwrap() as usize;
                let point = text.find('.').map_or(0, |at| text.len() - at - 1);
                let digits: String = text.chars().filter(|c| *c != '.').collect();
                let minor: u64 = format!("{digits}{}", "0".repeat(decimals - point)).parse().unwrap();
                prop_assert_eq!(amount.minor(), minor);
            }
        }
    }
}
