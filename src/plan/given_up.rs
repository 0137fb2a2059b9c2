//! Rows that somebody gave up in one file and that stand in another: no twins, and not sent unsaid.

use super::checked::{Batch, Retry};
use crate::batch::Row;
use crate::journal::{GivenUpRow, Journal, JournalError, Record};
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

/// Rows that were left out as twins and given up, which stand nowhere else: they ask for what a new row asks for.
#[derive(Default)]
pub(super) struct GivenUpBefore {
    /// That very row.
    pub(super) here: Option<GivenUpRow>,
    /// The newest of another file.
    pub(super) elsewhere: Option<GivenUpRow>,
}

impl GivenUpBefore {
    /// Finds them.
    pub(super) fn of(
        row: &Row,
        batch: &Batch<'_>,
        journal: &mut dyn Journal,
    ) -> Result<Self, JournalError> {
        let (environment, intent) = (batch.profile.environment().name(), &row.intent);
        let mut before = Self::default();
        for found in journal.given_up_rows(environment, &intent.syssn, intent.amount)? {
            if found.place.batch != batch.name {
                before.elsewhere.get_or_insert(found);
            } else if u64::from(found.place.row) == row.number {
                before.here = Some(found);
            }
        }
        Ok(before)
    }
}
