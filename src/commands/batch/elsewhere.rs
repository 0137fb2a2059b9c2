//! Rows of a file that stand in the journal from elsewhere: a single refund, or another file.

use super::file::BatchFile;
use crate::batch::Entry;
use crate::commands::merchant::Party;
use crate::commands::{Failure, books};
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{BatchCount, Journal};
use crate::refund::{BatchId, Intent, State};

/// Adds those rows to the counts of the batch's own, each as it stands, and returns how many there
/// are: a batch whose row was declined under another command is not refunded.
///
/// Only a row with a reference or a number of its own can stand elsewhere.
pub(super) fn count_in(
    counts: &mut Vec<BatchCount>,
    file: &mut BatchFile,
    rows: u64,
    batch: &BatchId,
    party: &Party,
    journal: &mut SqliteJournal,
) -> Result<u64, Failure> {
    let own: u64 = counts.iter().map(|count| count.count).sum();
    let mut found = 0_u64;
    if own >= rows {
        return Ok(found);
    }
    let (key, same_batch) = (books::merchant_key(&party.profile), batch.to_string());
    let (app_code, mchid) = (party.profile.app_code(), party.profile.mchid());
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        let intent = &row.intent;
        if row.already_refunded || intent.reference.is_none() && intent.out_trade_no.is_none() {
            continue;
        }
        let number = intent.number(app_code, mchid, batch, row.number);
        let Some(record) = journal.find(&key, &number)? else {
            continue;
        };
        let is_own = record
            .wanted
            .batch
            .as_ref()
            .is_some_and(|row| row.batch == same_batch);
        if !is_own {
            found = found.saturating_add(1);
            add(counts, &record.wanted.intent, record.state());
        }
    }
    Ok(found)
}

fn add(counts: &mut Vec<BatchCount>, intent: &Intent, state: State) {
    let (currency, sum) = (intent.currency.code(), intent.amount.minor());
    let same = counts
        .iter_mut()
        .find(|count| count.state == state && count.currency == currency);
    match same {
        Some(count) => {
            count.count = count.count.saturating_add(1);
            count.sum = count.sum.saturating_add(sum);
        }
        None => counts.push(BatchCount {
            state,
            currency: currency.to_owned(),
            count: 1,
            sum,
        }),
    }
}

/// What to tell of them.
pub(super) fn in_words(rows: u64) -> String {
    format!(
        "rows that were written down elsewhere, by a single refund or with another file: {rows}. They are counted as they stand; a run of this file neither sends nor follows them"
    )
}
