//! Rows that somebody gave up in one file and that stand in another: no twins, and not sent unsaid.

use super::checked::Retry;
use crate::journal::Record;
use crate::money::Amount;
use crate::refund::{ClosedAs, State};

/// Finds the row of another file that asked for the same and was given up by its newest attempt, among
/// the refunds of a new row's payment: nobody has said yet that it is wanted after all.
pub(super) fn given_up(amount: Amount, refunds: &[Record], retry: Retry) -> Option<&Record> {
    let is_replaced = |record: &Record| {
        let mut next = refunds.iter();
        next.any(|next| next.wanted.replaces.as_ref() == Some(record.number()))
    };
    refunds.iter().find(|record| {
        let state = record.state();
        let is_over = matches!(
            state,
            State::Cancelled | State::Closed(ClosedAs::NotRefunded)
        );
        is_over
            && record.wanted.batch.is_some()
            && record.wanted.intent.amount == amount
            && !retry.takes(state)
            && !is_replaced(record)
    })
}
