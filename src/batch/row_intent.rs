//! The refund that a row asks for, and what it is called by.

use crate::money::{Amount, Currency};
use crate::refund::{BatchId, FIRST_ATTEMPT, Name, OutTradeNo, Reference, Syssn, Udid};

/// The refund a row asks for, before it has a number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowIntent {
    /// The payment.
    pub syssn: Syssn,
    /// How much.
    pub amount: Amount,
    /// The currency: the profile's, which the row may repeat.
    pub currency: Currency,
    /// The caller's own key.
    pub reference: Option<Reference>,
    /// Why.
    pub reason: Option<String>,
    /// The device number.
    pub udid: Option<Udid>,
    /// The refund's number as the file gives it.
    pub out_trade_no: Option<OutTradeNo>,
}

impl RowIntent {
    /// Returns the refund's number: the one given, or one derived from the reference, or one
    /// derived from batch and row. A further attempt, counted from 1, has always a derived one.
    #[must_use]
    pub fn number(
        &self,
        app_code: &str,
        mchid: Option<&str>,
        batch: &BatchId,
        (row, attempt): (u64, u32),
    ) -> OutTradeNo {
        match (&self.out_trade_no, &self.reference) {
            (Some(number), _) if attempt == FIRST_ATTEMPT => number.clone(),
            (_, Some(reference)) => OutTradeNo::from_reference(app_code, mchid, reference, attempt),
            (_, None) => OutTradeNo::from_batch_row(batch, row, attempt),
        }
    }

    /// Returns what the file calls the refund by.
    pub fn names(&self) -> impl Iterator<Item = Name> {
        Name::all(self.reference.as_ref(), self.out_trade_no.as_ref())
    }
}
