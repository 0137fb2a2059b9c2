//! What the journal has of a row, and what becomes of it for that.

use super::checked::Batch;
use super::fate::{Fate, Retried};
use crate::batch::Row;
use crate::journal::{
    Bearing, Filter, Journal, JournalError, Listing, NextAttempt, Record, next_attempt,
};
use crate::refund::{OutTradeNo, State};

/// Returns what becomes of a row on which something in the journal bears.
pub(super) fn fate(
    row: &Row,
    number: &OutTradeNo,
    bearing: Bearing,
    batch: &Batch<'_>,
    journal: &mut dyn Journal,
) -> Result<Fate, JournalError> {
    let mut known = bearing.own;
    if known.is_none() {
        // Another key of the merchant may have it.
        known = journal.find(batch.key.numbered(number))?;
    }
    if let (None, Some(reference)) = (&known, &row.intent.reference) {
        known = journal.find_by_reference(&batch.key, reference)?;
    }
    let Some(mut newest) = known else {
        if row.already_refunded {
            return told(row, number, batch, journal);
        }
        for name in row.intent.names().filter(|_| row.said.is_none()) {
            if let Some(alike) = journal.find_alike(&batch.key, &name)? {
                return Ok(Fate::Conflict(Box::new(alike), name.kind()));
            }
        }
        return Ok(unknown_to_all(row));
    };
    // Only what makes it another refund is compared, which the time does not.
    let want = batch.intent_under(row, number.clone());
    let mut other = newest.differs_from(&want);
    // A further attempt may have put the payment or the amount right.
    let is_newest = newest.number() == number && !bearing.is_replaced;
    while !is_newest
        && let Some(next) = journal.find_replacing(newest.key())?
        && next.id > newest.id
    {
        other = other.and(next.differs_from(&want));
        newest = next;
    }
    // The same reference is the same refund, also where the file was put right.
    let is_it = other.is_none()
        || want.reference.is_some() && want.reference == newest.wanted.intent.reference;
    if is_it && newest.state().may_be_replaced() {
        let number = |attempt| batch.attempt(row, attempt);
        match next_attempt(journal, &batch.key, number)? {
            NextAttempt::Stands(record) => newest = *record,
            NextAttempt::Free(number)
                if !row.already_refunded && batch.retry.takes(newest.state()) =>
            {
                let before = newest;
                return Ok(Fate::Again(Box::new(Retried { before, number })));
            }
            NextAttempt::Free(_) => {}
        }
    }
    let record = Box::new(newest);
    Ok(match other {
        Some(what) => Fate::Conflict(record, what),
        None if row.already_refunded && denies(record.state()) => Fate::Denied(record),
        None if row.said.is_some_and(State::is_open) && was_never_sent(&record, number) => {
            Fate::Denied(record)
        }
        None if batch.has(&record) => Fate::Here(record),
        None => Fate::Elsewhere(record),
    })
}

/// Returns what becomes of a row on which nothing in the journal bears.
pub(super) const fn unknown_to_all(row: &Row) -> Fate {
    if row.already_refunded {
        Fate::Told
    } else if row.said.is_some() {
        Fate::Unheard
    } else {
        Fate::New
    }
}

/// Whether a refund in this state cannot be one that was made, or may yet be sent: a claim can be
/// given back. What is open counts as open.
pub(super) const fn denies(state: State) -> bool {
    match state {
        State::Planned | State::Sending | State::Declined | State::Closed(_) | State::Cancelled => {
            true
        }
        State::Pending | State::Unknown | State::Refunded => false,
    }
}

/// Whether the refund under this very number was never sent, as after an older journal was put back.
fn was_never_sent(record: &Record, number: &OutTradeNo) -> bool {
    let is_it = record.number() == number;
    is_it && record.state() == State::Planned && record.progress.attempt == 0
}

/// Returns what becomes of a row of which a result file says that it is refunded, and which the
/// merchant's own refunds do not have: another key may, under the row's number, its reference, or
/// the gateway's number of the refund.
fn told(
    row: &Row,
    number: &OutTradeNo,
    batch: &Batch<'_>,
    journal: &mut dyn Journal,
) -> Result<Fate, JournalError> {
    let filter = of_payment(row, batch);
    for record in Listing::new(journal, filter) {
        let record = record?;
        let (wanted, reference) = (&record.wanted.intent, &row.intent.reference);
        let theirs = record.progress.refund_syssn.as_ref();
        let is_it = record.number() == number
            || (reference.is_some() && *reference == wanted.reference)
            || (theirs.is_some() && theirs == row.refund_syssn.as_ref());
        if is_it && wanted.currency == row.intent.currency {
            let is_other = reference.is_some() && wanted.reference.is_some();
            let is_other = is_other && *reference != wanted.reference;
            let record = Box::new(record);
            if is_other {
                return Ok(Fate::Conflict(record, "refund_syssn"));
            }
            return Ok(match record.state() {
                State::Refunded => Fate::Elsewhere(record),
                _ => Fate::Denied(record),
            });
        }
    }
    Ok(Fate::Told)
}

/// The refunds of a row's payment and amount, whoever's they are.
pub(super) fn of_payment(row: &Row, batch: &Batch<'_>) -> Filter {
    Filter {
        environment: Some(batch.profile.environment().name().to_owned()),
        syssn: Some(row.intent.syssn.clone()),
        amount: Some(row.intent.amount),
        ..Filter::default()
    }
}
