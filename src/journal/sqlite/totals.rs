//! The totals that triggers keep, against what the intents add up to.
//!
//! The limits of batch and day rest on them, so that `journal verify` counts them again.

use super::super::Verification;
use crate::language::text;
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;

/// Every row of every batch, with what is kept of it taken away again. Both sides come in the
/// order of an index, so that only one batch is added up at a time.
pub(super) const BATCHES: &str = "\
    SELECT batch, merchant, state, currency, 1, txamt FROM intents WHERE batch IS NOT NULL \
    UNION ALL SELECT batch, merchant, state, currency, -count, -sum FROM batch_totals ORDER BY 1";

/// The same of the days, as the triggers of the schema count them. They come in no order, but
/// there are few.
const DAYS: &str = "\
    SELECT NULL, merchant, date(day * 86400, 'unixepoch') || CASE settled WHEN day THEN '' \
      ELSE ', settled ' || date(settled * 86400, 'unixepoch') END, currency, 0, sum FROM ( \
    SELECT merchant, (sent_at + 28800000) / 86400000 AS day, currency, txamt AS sum, \
      (coalesce(settled_at, sent_at) + 28800000) / 86400000 AS settled \
    FROM intents WHERE live AND sent_at IS NOT NULL \
    UNION ALL SELECT merchant, day, currency, -sum, settled FROM day_totals)";

/// Rows and minor units by merchant, state or day, and currency.
type Sums = BTreeMap<[String; 3], (i128, i128)>;

/// Reports every total that is not what its intents add up to.
pub(super) fn compare(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    for sql in [BATCHES, DAYS] {
        let mut statement = connection.prepare(sql)?;
        let mut found = statement.query([])?;
        let mut batch: Option<String> = None;
        let mut sums = Sums::new();
        while let Some(row) = found.next()? {
            let next = text(row, 0)?;
            if next != batch {
                tell(batch.as_deref(), &sums, report);
                sums.clear();
                batch = next;
            }
            let mut key = [const { String::new() }; 3];
            for (column, part) in (1..).zip(&mut key) {
                *part = text(row, column)?.unwrap_or_default();
            }
            let (count, sum) = sums.entry(key).or_default();
            *count = count.saturating_add(row.get::<_, i64>(4)?.into());
            *sum = sum.saturating_add(row.get::<_, i64>(5)?.into());
        }
        tell(batch.as_deref(), &sums, report);
    }
    Ok(())
}

/// Reads a text, also one that is no longer ours.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    let bytes = row.get_ref(column)?.as_bytes_or_null()?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
}

fn tell(batch: Option<&str>, sums: &Sums, report: &mut Verification) {
    for ([merchant, part, currency], (count, sum)) in sums {
        let what = match batch {
            _ if (*count, *sum) == (0, 0) => continue,
            Some(batch) => text!(
                "journal-batch-total",
                "the total of batch {batch}, {part}, in {currency}, of {merchant} differs from its refunds by {count} rows and {sum} minor units",
                batch,
                part,
                currency,
                merchant,
                count,
                sum
            ),
            None => text!(
                "journal-day-total",
                "the total of {part} in {currency} of {merchant} differs from its refunds by {sum} minor units",
                part,
                currency,
                merchant,
                sum
            ),
        };
        report.note(None, None, what);
    }
}
