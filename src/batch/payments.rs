//! The rows of each payment, however far apart they stand in the file: 48 bytes a row and its number.

use super::row::Row;
use super::twins::short_line;
use crate::money::Amount;
use crate::refund::{OutTradeNo, Syssn};
use std::hash::{DefaultHasher, Hasher};

/// What one row asks for of a payment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The payment: 128 bits of SipHash, so that no two of a file meet.
    payment: u128,
    /// The row's line.
    line: u32,
    /// Whether it is meant beside the same refund made before.
    pub twin_meant: bool,
    /// How much.
    pub amount: Amount,
    /// Under which number it would be sent.
    pub number: Box<str>,
}

/// The rows of a file by payment.
#[derive(Debug, Default)]
pub struct PaymentRows(Vec<Asked>);

impl Asked {
    /// Takes it from a row that would be sent under this number.
    #[must_use]
    pub fn by(row: &Row, number: &OutTradeNo, twin_meant: bool) -> Self {
        Self {
            payment: key(&row.intent.syssn),
            line: short_line(row.line),
            twin_meant,
            amount: row.intent.amount,
            number: number.as_str().into(),
        }
    }

    /// Returns the row's line.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line.into()
    }
}

impl PaymentRows {
    /// Takes the rows in any order.
    #[must_use]
    pub fn new(mut rows: Vec<Asked>) -> Self {
        rows.sort_unstable();
        Self(rows)
    }

    /// Returns how many payments there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        let groups = self.0.chunk_by(|one, next| one.payment == next.payment);
        u64::try_from(groups.count()).unwrap_or(u64::MAX)
    }

    /// Returns all rows of a payment in their order.
    #[must_use]
    pub fn of(&self, payment: &Syssn) -> &[Asked] {
        let key = key(payment);
        let start = self.0.partition_point(|asked| asked.payment < key);
        let end = self.0.partition_point(|asked| asked.payment <= key);
        self.0.get(start..end).unwrap_or_default()
    }
}

fn key(payment: &Syssn) -> u128 {
    let half = |salt: u8| {
        let mut hash = DefaultHasher::new();
        hash.write_u8(salt);
        hash.write(payment.as_str().as_bytes());
        u128::from(hash.finish())
    };
    half(0) << 64 | half(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Entry, Reader, Settings};
    use crate::money::Currency;

    #[test]
    fn rows_of_a_payment_are_found_together_in_their_order() {
        let text = "syssn,txamt\n20260101000000000000000002,5\n20260101000000000000000001,3\n20260101000000000000000002,4\n";
        let settings = Settings::new(Currency::from_code("HKD").unwrap());
        let number = OutTradeNo::parse("N").unwrap();
        let reader = Reader::new(text.as_bytes(), None, settings).unwrap();
        let asked = reader.map(|entry| match entry.unwrap() {
            Entry::Row(row) => Asked::by(&row, &number, row.line == 3),
            Entry::Faulty(faults) => panic!("{faults:?}"),
        });
        let rows = PaymentRows::new(asked.collect());
        let of = |payment: &str| -> Vec<(u64, u64)> {
            let payment = Syssn::parse(payment).unwrap();
            let rows = rows.of(&payment).iter();
            rows.map(|asked| (asked.line(), asked.amount.minor()))
                .collect()
        };
        let mut all = rows.0.iter();
        assert!(all.all(|asked| asked.twin_meant == (asked.line() == 3)));
        assert_eq!(rows.count(), 2);
        assert_eq!(of("20260101000000000000000002"), [(2, 5), (4, 4)]);
        assert_eq!(of("20260101000000000000000001"), [(3, 3)]);
        assert_eq!(of("20260101000000000000000003"), []);
        assert_eq!(size_of::<Asked>(), 48);
    }
}
