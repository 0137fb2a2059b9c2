//! Rows that are odd in a way that is seldom meant: no payment number that looks like one, and a row of
//! sums that looks like a refund. They hold the file back until somebody says that they are meant.

use super::damage;
use super::fault::RowFault;
use super::row_intent::RowIntent;
use crate::language::{text, word};

/// What to do about them where they are meant.
fn meant() -> &'static str {
    word!(
        "batch-held-meant",
        "if it is meant, run the file with --odd-meant"
    )
}

/// The rows so far.
#[derive(Default)]
pub(super) struct OddRows {
    rows: u64,
    /// How many of them have a payment number that does not look like one.
    odd: u64,
    /// The first of these.
    first: Option<(u64, String)>,
    /// The sum of all amounts, in minor units.
    sum: u128,
}

impl OddRows {
    /// Takes the next row; returns what holds it back by what stands above it.
    pub(super) fn add(&mut self, line: u64, intent: &RowIntent) -> Option<RowFault> {
        let (above, sum) = (self.rows, self.sum);
        let amount = u128::from(intent.amount.minor());
        self.rows = self.rows.saturating_add(1);
        self.sum = self.sum.saturating_add(amount);
        damage::oddity(&intent.syssn)?;
        self.odd = self.odd.saturating_add(1);
        let number = intent.syssn.as_str();
        if self.first.is_none() {
            self.first = Some((line, number.to_owned()));
        }
        let is_count = above > 0 && number.parse() == Ok(above);
        let is_sum = above > 1 && amount == sum;
        let what = match (is_count, is_sum) {
            (true, true) => word!(
                "batch-held-both",
                "is the count of the rows above, and the amount is their sum"
            ),
            (true, false) => word!("batch-held-count", "is the count of the rows above"),
            (false, true) => {
                word!(
                    "batch-held-sum",
                    "is no payment's by its look, and the amount is the sum of the rows above"
                )
            }
            (false, false) => return None,
        };
        let remedy = text!(
            "batch-held-fix",
            "remove the row if it is one of sums; {meant}",
            meant = meant()
        );
        Some(RowFault::new(line, "syssn", number, what, remedy))
    }

    /// Says so where no payment number of the whole file looks like one.
    pub(super) fn finish(self) -> Option<RowFault> {
        let (line, number) = self.first.filter(|_| self.odd == self.rows)?;
        let problem = if self.rows == 1 {
            word!(
                "batch-held-alone",
                "does not begin with a date (YYYYMMDD), as the gateway's payment numbers do: perhaps they are order numbers"
            )
        } else {
            word!(
                "batch-held-all",
                "and every other one of the file do not begin with a date (YYYYMMDD), as the gateway's payment numbers do: perhaps they are order numbers"
            )
        };
        let remedy = text!(
            "batch-held-numbers-fix",
            "give the payments' numbers at QFPay (syssn), or call the column order_no if they are your own numbers of the payments; {meant}",
            meant = meant()
        );
        Some(RowFault::new(line, "syssn", &number, problem, remedy))
    }
}
