//! How the rows of a batch stand by the last attempt at each, wherever that was made: by a single command, by
//! another file, or before the journal was brought up to the gateway.

use super::next::{NextAttempt, next_attempt};
use super::{
    BatchCount, BatchStanding, Filter, Journal, JournalError, Listing, MerchantKey, Record,
};
use crate::refund::{BatchId, OutTradeNo, State};

/// Adds up the rows of every batch of a merchant, each by the last attempt at it.
///
/// # Errors
/// [`JournalError`].
pub fn last_standings(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
) -> Result<Vec<BatchStanding>, JournalError> {
    let mut found = journal.batch_standings(merchant)?;
    for batch in &mut found {
        let counts = std::mem::take(&mut batch.counts);
        batch.counts = by_last_attempt(journal, merchant, &batch.batch, counts)?;
    }
    Ok(found)
}

/// The same of those of which something waits for somebody.
///
/// # Errors
/// [`JournalError`].
pub fn waiting_batches(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
) -> Result<Vec<BatchStanding>, JournalError> {
    let waits = |batch: &BatchStanding| {
        let mut states = batch.counts.iter().map(|count| count.state);
        states.any(|state| state.is_open() || matches!(state, State::Planned | State::Sending))
    };
    let mut found = last_standings(journal, merchant)?;
    found.retain(waits);
    Ok(found)
}

/// Adds up the rows of a batch, each by the last attempt at it.
///
/// # Errors
/// [`JournalError`].
pub fn last_counts(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
    batch: &str,
) -> Result<Vec<BatchCount>, JournalError> {
    let counts = journal.batch_counts(merchant, batch)?;
    by_last_attempt(journal, merchant, batch, counts)
}

/// The same where the newest attempts within the batch are added up already.
fn by_last_attempt(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
    batch: &str,
    mut counts: Vec<BatchCount>,
) -> Result<Vec<BatchCount>, JournalError> {
    let over = counts.iter().map(|count| count.state);
    let states: Vec<State> = over.filter(|state| state.may_be_replaced()).collect();
    if states.is_empty() {
        return Ok(counts);
    }
    let filter = Filter {
        merchant: Some(merchant.clone()),
        batch: Some(batch.to_owned()),
        states,
        ..Filter::default()
    };
    let rows = Listing::new(journal, filter).collect::<Result<Vec<_>, _>>()?;
    let is_here = |record: &Record| {
        let place = record.wanted.batch.as_ref();
        place.is_some_and(|place| place.batch == batch)
    };
    for row in rows {
        let next = journal.find_replacing(row.key())?;
        if next.is_some_and(|next| is_here(&next)) {
            continue;
        }
        let last = last_attempt(journal, merchant, row.clone())?;
        if last.id != row.id {
            change(&mut counts, &row, u64::checked_sub);
            if !is_here(&last) {
                change(&mut counts, &last, u64::checked_add);
            }
        }
    }
    counts.retain(|count| count.count > 0);
    counts.sort_by_key(|count| count.state.name());
    Ok(counts)
}

/// Finds the last attempt at what a refund of this merchant asks for.
fn last_attempt(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
    mut last: Record,
) -> Result<Record, JournalError> {
    while let Some(next) = journal.find_replacing(last.key())?
        && next.id > last.id
    {
        last = next;
    }
    if !last.state().may_be_replaced() {
        return Ok(last);
    }
    let Some(number) = numbers(merchant, &last) else {
        return Ok(last);
    };
    Ok(match next_attempt(journal, merchant, number)? {
        NextAttempt::Stands(record) => *record,
        NextAttempt::Free(_) => last,
    })
}

/// Returns the numbers that attempts at a row have: they follow from its reference, or from its place.
fn numbers<'a>(
    merchant: &'a MerchantKey,
    row: &'a Record,
) -> Option<Box<dyn Fn(u32) -> OutTradeNo + 'a>> {
    let (app_code, mchid) = merchant.words();
    if let Some(reference) = &row.wanted.intent.reference {
        return Some(Box::new(move |attempt| {
            OutTradeNo::from_reference(app_code, mchid, reference, attempt)
        }));
    }
    let place = row.wanted.batch.as_ref()?;
    let batch = BatchId::parse(&place.batch)?;
    Some(Box::new(move |attempt| {
        OutTradeNo::from_batch_row(&batch, place.row.into(), attempt)
    }))
}

/// Counts a refund as one more or one less of its state and currency.
fn change(counts: &mut Vec<BatchCount>, record: &Record, by: fn(u64, u64) -> Option<u64>) {
    let (state, intent) = (record.state(), &record.wanted.intent);
    let currency = intent.currency.code();
    let is_same = |count: &BatchCount| count.state == state && count.currency == currency;
    if !counts.iter().any(is_same) {
        counts.push(BatchCount {
            state,
            currency: currency.to_owned(),
            count: 0,
            sum: 0,
        });
    }
    for count in counts.iter_mut().filter(|count| is_same(count)) {
        count.count = by(count.count, 1).unwrap_or(count.count);
        count.sum = by(count.sum, intent.amount.minor()).unwrap_or(count.sum);
    }
}
