//! Reading which batches there are, and how they stand.

use super::super::record::MerchantKey;
use super::super::{BatchFiles, BatchStanding};
use super::again::without_replaced;
use super::read::{OF_MERCHANT, batch_count};
use super::rows;
use rusqlite::{Connection, Result};
use std::cmp::Reverse;

/// Reads how the file of each batch was called.
pub(super) fn files(connection: &Connection) -> Result<BatchFiles> {
    connection
        .prepare_cached("SELECT batch, file FROM batch_files")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Whether rows of a batch are still to be written down.
pub(super) fn is_unfinished(connection: &Connection, batch: &str) -> Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM unfinished_imports WHERE batch = ?1)")?
        .query_row([batch], |row| row.get(0))
}

/// Whether rows of such a batch were given up.
pub(super) fn is_import_given_up(connection: &Connection, batch: &str) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM unfinished_imports JOIN batch_totals USING (batch) \
             WHERE batch = ?1 AND state = 'cancelled' AND count > 0)",
        )?
        .query_row([batch], |row| row.get(0))
}

/// Lists the batches of a merchant with what their rows add up to, the newest first.
pub(super) fn standings(
    connection: &Connection,
    merchant: &MerchantKey,
) -> Result<Vec<BatchStanding>> {
    let mut statement = connection.prepare(&format!(
        "SELECT state, currency, sum(count), sum(sum), batch FROM batch_totals \
         WHERE {} AND count > 0 \
         GROUP BY batch, state, currency ORDER BY batch, state, currency",
        OF_MERCHANT.replace("?2", "?1")
    ))?;
    let mut first = connection.prepare(&format!(
        "SELECT created_at, operator FROM intents WHERE batch = ?1 AND +{OF_MERCHANT} \
         ORDER BY id LIMIT 1"
    ))?;
    let mut found = statement.query([merchant.as_str()])?;
    let files = files(connection)?;
    let mut batches: Vec<BatchStanding> = Vec::new();
    while let Some(row) = found.next()? {
        let (count, batch) = (batch_count(row)?, row.get::<_, String>(4)?);
        match batches.last_mut().filter(|last| last.batch == batch) {
            Some(last) => last.counts.push(count),
            None => {
                let keys = [batch.as_str(), merchant.as_str()];
                let (written_at, operator) =
                    first.query_row(keys, |row| Ok((rows::at(row, 0)?, row.get(1)?)))?;
                batches.push(BatchStanding {
                    file: files.of(&batch).map(str::to_owned),
                    batch,
                    written_at,
                    operator,
                    counts: vec![count],
                });
            }
        }
    }
    for standing in &mut batches {
        let counts = std::mem::take(&mut standing.counts);
        standing.counts = without_replaced(connection, merchant, &standing.batch, counts)?;
    }
    batches.sort_by_key(|batch| Reverse(batch.written_at));
    Ok(batches)
}
