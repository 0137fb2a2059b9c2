//! Rows of one file that ask for the same: same payment, same amount, whatever their references.

use super::first_seen::{FirstSeen, key};
use super::row_intent::RowIntent;
use crate::refund::Name;

/// Finds them, in 12 bytes a row.
#[derive(Default)]
pub struct Twins(FirstSeen);

impl Twins {
    /// Takes the next row; if it is a twin, returns the line of the first row that asks for the same.
    pub fn earlier(&mut self, line: u64, intent: &RowIntent) -> Option<u64> {
        let minor = intent.amount.minor().to_le_bytes();
        let asked = key(&[intent.syssn.as_str().as_bytes(), &minor]);
        let first = self.0.earlier_or(asked, short_line(line))?;
        Some(first.into())
    }
}

/// Finds rows of several files, or of several merchants, that ask for the same, or are called the same.
#[derive(Default)]
pub struct Repeats {
    asked: Twins,
    payments: FirstSeen,
    named: FirstSeen,
}

impl Repeats {
    /// Takes the next row as one of a place, and returns the first place that asks for the same payment and amount.
    pub fn earlier(&mut self, place: u64, intent: &RowIntent) -> Option<u64> {
        self.asked.earlier(place, intent)
    }

    /// Likewise, and returns the first place that asks for the same payment, of whatever amount.
    pub fn of_payment(&mut self, place: u64, intent: &RowIntent) -> Option<u64> {
        let payment = key(&[intent.syssn.as_str().as_bytes()]);
        let first = self.payments.earlier_or(payment, short_line(place))?;
        Some(first.into())
    }

    /// Takes what the row of a merchant is called. Returns the name that an earlier place has as well, or one
    /// that looks like it.
    pub fn known(&mut self, place: u64, merchant: &str, intent: &RowIntent) -> Option<(Name, u64)> {
        let mut found = None;
        for name in intent.names() {
            let looks = name.folded();
            let parts = [name.kind(), merchant, looks.as_str()].map(str::as_bytes);
            let first = self.named.earlier_or(key(&parts), short_line(place));
            found = found.or(first.map(|first| (name, first.into())));
        }
        found
    }
}

/// Lines beyond two billion are shown as that.
pub(super) fn short_line(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).min(u32::MAX >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Amount, Currency};
    use crate::refund::{Reference, Syssn};

    fn row(payment: &str, minor: u64, reference: Option<&str>) -> RowIntent {
        RowIntent {
            syssn: Syssn::parse(payment).unwrap(),
            amount: Amount::from_minor(minor).unwrap(),
            currency: Currency::from_code("HKD").unwrap(),
            reference: reference.map(|text| Reference::parse(text).unwrap()),
            out_trade_no: None,
            udid: None,
            reason: None,
        }
    }

    #[test]
    fn references_tell_no_rows_apart() {
        let mut twins = Twins::default();
        let (plain, one, two) = (None, Some("R1"), Some("R2"));
        for (line, payment, minor, reference, first) in [
            (2, "A", 5, plain, None),
            (3, "A", 6, plain, None),
            (4, "B", 5, plain, None),
            (5, "A", 5, plain, Some(2)),
            (6, "A", 5, one, Some(2)),
            (7, "C", 5, one, None),
            (8, "C", 5, two, Some(7)),
            (9, "C", 5, plain, Some(7)),
        ] {
            let found = twins.earlier(line, &row(payment, minor, reference));
            assert_eq!(found, first, "line {line}");
        }
    }
}
