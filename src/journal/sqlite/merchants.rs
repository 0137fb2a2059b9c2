//! Which merchant each key belongs to: its entries as rows, and the chain of them.

use super::super::chain::{self, instant, millis};
use super::super::record::{Digest, MerchantKey, Who};
use super::super::{Membership, MembershipRecord, Merchants, OpenCount, Verification};
use super::rows;
use crate::language::text;
use rusqlite::{Connection, Error, Result, Row, params};

const ENTRY: &str = "seq, key, merchant, environment, profile, note, at, operator, host, process, \
     prev_hash, hash";

fn entry(row: &Row<'_>) -> Result<MembershipRecord> {
    let key = |at| Ok::<_, Error>(MerchantKey::new(row.get::<_, String>(at)?));
    let at: i64 = row.get(6)?;
    let odd = || Error::IntegralValueOutOfRange(6, at);
    Ok(MembershipRecord {
        seq: rows::unsigned(row, 0)?,
        says: Membership {
            key: key(1)?,
            merchant: key(2)?,
            environment: row.get(3)?,
            profile: row.get(4)?,
            note: row.get(5)?,
        },
        at: instant(at).ok_or_else(odd)?,
        who: Who {
            operator: row.get(7)?,
            host: row.get(8)?,
            process: rows::unsigned(row, 9)?,
        },
        previous: Digest::from_bytes(row.get(10)?),
        hash: Digest::from_bytes(row.get(11)?),
    })
}

/// Reads every entry, the oldest first.
pub(super) fn read(connection: &Connection) -> Result<Merchants> {
    connection
        .prepare_cached(&format!("SELECT {ENTRY} FROM merchants ORDER BY seq"))?
        .query_map([], entry)?
        .collect::<Result<_>>()
        .map(Merchants::new)
}

/// What waits of each key: open ones and planned ones, and those planned in batches by their totals.
pub(super) const WAITING: &str = "\
 SELECT merchant, environment, max(profile), sum(open), sum(planned) FROM ( \
   SELECT merchant, environment, profile, 1 AS open, 0 AS planned FROM intents \
   WHERE state IN ('pending', 'unknown') AND state <> 'refunded' \
   UNION ALL SELECT merchant, environment, profile, 0, 1 FROM intents \
   WHERE state = 'planned' AND batch IS NULL \
   UNION ALL SELECT total.merchant, environment, profile, 0, total.count \
   FROM batch_totals AS total JOIN intents ON id = ( \
     SELECT id FROM intents WHERE batch = total.batch AND +merchant = total.merchant \
     LIMIT 1) \
   WHERE total.state = 'planned' AND total.count > 0) \
 GROUP BY merchant, environment ORDER BY merchant, environment";

/// Counts what waits by the key it was written down under. What is planned of batches stands in their
/// totals.
pub(super) fn open_by_key(connection: &Connection) -> Result<Vec<OpenCount>> {
    connection
        .prepare_cached(WAITING)?
        .query_map([], |row| {
            Ok(OpenCount {
                key: MerchantKey::new(row.get::<_, String>(0)?),
                environment: row.get(1)?,
                profile: row.get(2)?,
                count: rows::unsigned(row, 3)?,
                planned: rows::unsigned(row, 4)?,
            })
        })?
        .collect()
}

/// The chain of entries from the first to the newest.
pub(super) fn verify(connection: &Connection, report: &mut Verification) -> Result<()> {
    let mut previous = Digest::GENESIS;
    let mut last: u64 = 0;
    let mut statement =
        connection.prepare(&format!("SELECT {ENTRY} FROM merchants ORDER BY seq"))?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        last = last.saturating_add(1);
        let what = match entry(row) {
            Err(Error::SqliteFailure(code, text)) => return Err(Error::SqliteFailure(code, text)),
            Err(error) => text!("journal-entry-unread", "cannot be read ({error})", error),
            Ok(entry) => {
                let follows = entry.seq == last && entry.previous == previous;
                let is_whole = chain::entry(&entry) == entry.hash;
                previous = entry.hash;
                match (follows, is_whole) {
                    (true, true) => continue,
                    (false, _) => text!(
                        "journal-entry-not-next",
                        "does not follow the one before it"
                    ),
                    (true, false) => text!(
                        "journal-entry-changed",
                        "was changed: its hash does not fit"
                    ),
                }
            }
        };
        let what = text!(
            "journal-entry",
            "entry {last} of the merchants {what}",
            last,
            what
        );
        report.note(None, None, what);
    }
    let mut statement = connection.prepare(
        "SELECT DISTINCT merchant FROM intents \
         WHERE NOT EXISTS (SELECT 1 FROM merchants WHERE key = intents.merchant)",
    )?;
    for key in statement.query_map([], |row| row.get::<_, String>(0))? {
        let what = text!(
            "journal-merchant-not-entered",
            "the merchant {key} of refunds is not entered",
            key = key?
        );
        report.note(None, None, what);
    }
    Ok(())
}

/// Writes an entry.
pub(super) fn insert(connection: &Connection, entry: &MembershipRecord) -> Result<usize> {
    let says = &entry.says;
    connection.execute(
        &format!(
            "INSERT INTO merchants ({ENTRY}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        ),
        params![
            rows::signed(entry.seq),
            says.key.as_str(),
            says.merchant.as_str(),
            says.environment,
            says.profile,
            says.note,
            millis(entry.at),
            entry.who.operator,
            entry.who.host,
            entry.who.process,
            entry.previous.as_bytes(),
            entry.hash.as_bytes(),
        ],
    )
}
