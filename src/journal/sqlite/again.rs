//! Attempts at one refund: several may stand under one reference, and never two of them may be done.

use super::super::record::{IntentKey, MerchantKey, NewIntent, Record, Stamp};
use super::super::{BatchCount, JournalError};
use super::read::{self, IS_OF_MERCHANT, OF_MERCHANT};
use super::write::Writing;
use crate::refund::State;
use rusqlite::{Connection, Result};

/// Finds the newest intent that takes the place of another.
pub(super) fn find_replacing(
    connection: &Connection,
    key: IntentKey<'_>,
) -> Result<Option<Record>> {
    let newest = format!("replaces = ?1 AND {IS_OF_MERCHANT} ORDER BY id DESC LIMIT 1");
    read::one(
        connection,
        &newest,
        [key.number.as_str(), key.merchant.as_str()],
    )
}

/// Adds up the rows of a batch: of several attempts at one the newest, besides those that may be done.
pub(super) fn batch_counts(
    connection: &Connection,
    merchant: &MerchantKey,
    batch: &str,
) -> Result<Vec<BatchCount>> {
    let counts = read::batch_totals(connection, merchant, batch)?;
    without_replaced(connection, merchant, batch, counts)
}

/// What others of a batch have taken the place of. Few batches have any, and the index of those is named, for SQLite
/// would go through all rows of the batch.
pub(super) fn replaced() -> String {
    format!(
        "SELECT old.state, old.currency, count(*), sum(old.txamt) \
         FROM intents AS new INDEXED BY intents_retried \
         JOIN intents AS old ON old.out_trade_no = new.replaces \
         WHERE new.batch = ?1 AND new.batch IS NOT NULL AND new.replaces IS NOT NULL \
         AND new.{OF_MERCHANT} AND old.{OF_MERCHANT} AND old.batch = ?1 AND NOT old.live \
         GROUP BY old.state, old.currency"
    )
}

/// Takes the attempts that others have taken the place of from what a batch adds up to.
pub(super) fn without_replaced(
    connection: &Connection,
    merchant: &MerchantKey,
    batch: &str,
    mut counts: Vec<BatchCount>,
) -> Result<Vec<BatchCount>> {
    let mut replaced = connection.prepare_cached(&replaced())?;
    let mut found = replaced.query([batch, merchant.as_str()])?;
    while let Some(row) = found.next()? {
        let less = read::batch_count(row)?;
        let same = |count: &&mut BatchCount| {
            (count.state, &count.currency) == (less.state, &less.currency)
        };
        if let Some(count) = counts.iter_mut().find(same) {
            count.count = count.count.saturating_sub(less.count);
            count.sum = count.sum.saturating_sub(less.sum);
        }
    }
    counts.retain(|count| count.count > 0);
    Ok(counts)
}

impl Writing<'_> {
    /// Finds another attempt at the same refund that stands in the way, by its state: under the same
    /// reference, or one of those whose place it takes.
    pub(super) fn other_attempt(
        &mut self,
        wanted: &NewIntent,
        stands: fn(State) -> bool,
        stamp: Stamp<'_>,
    ) -> std::result::Result<Option<Record>, JournalError> {
        let found = others(self.connection, wanted);
        for other in self.sql(found)? {
            let other = self.settled(other, stamp)?;
            if stands(other.state()) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }
}

/// Reads the other attempts at a refund.
fn others(connection: &Connection, wanted: &NewIntent) -> Result<Vec<Record>> {
    let mut others = match &wanted.intent.reference {
        Some(reference) => read::all(
            connection,
            &format!("reference = ?1 AND {IS_OF_MERCHANT} ORDER BY id DESC"),
            [reference.as_str(), wanted.merchant.as_str()],
        )?,
        None => Vec::new(),
    };
    others.retain(|other| other.key() != wanted.key());
    let mut before = wanted.replaces.clone();
    let mut earliest = None;
    while let Some(number) = before.take() {
        let found = read::find(connection, wanted.merchant.numbered(&number))?;
        // Each takes the place of an earlier one: what says otherwise was forged, and leads nowhere.
        let Some(other) = found.filter(|other| earliest.is_none_or(|id| other.id < id)) else {
            break;
        };
        earliest = Some(other.id);
        before.clone_from(&other.wanted.replaces);
        others.push(other);
    }
    Ok(others)
}
