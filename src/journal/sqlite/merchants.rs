//! Which merchant each key belongs to: reading it, entering it, and verifying the chain of entries.

use super::super::chain::{self, instant, millis};
use super::super::record::{Digest, MerchantKey, NewIntent, Stamp, Who};
use super::super::{
    Begun, JournalError, Membership, MembershipRecord, Merchants, OpenCount, Standing, Verification,
};
use super::rows;
use super::write::Writing;
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

/// Counts what is open by the key it was written down under.
pub(super) fn open_by_key(connection: &Connection) -> Result<Vec<OpenCount>> {
    connection
        .prepare(
            "SELECT merchant, environment, max(profile), count(*) FROM intents \
             WHERE state IN ('pending', 'unknown') AND state <> 'refunded' \
             GROUP BY merchant, environment ORDER BY merchant, environment",
        )?
        .query_map([], |row| {
            Ok(OpenCount {
                key: MerchantKey::new(row.get::<_, String>(0)?),
                environment: row.get(1)?,
                profile: row.get(2)?,
                count: rows::unsigned(row, 3)?,
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
            Err(error) => format!("cannot be read ({error})"),
            Ok(entry) => {
                let follows = entry.seq == last && entry.previous == previous;
                let is_whole = chain::entry(&entry) == entry.hash;
                previous = entry.hash;
                match (follows, is_whole) {
                    (true, true) => continue,
                    (false, _) => "does not follow the one before it".to_owned(),
                    (true, false) => "was changed: its hash does not fit".to_owned(),
                }
            }
        };
        report.note(None, None, format!("entry {last} of the merchants {what}"));
    }
    let mut statement = connection.prepare(
        "SELECT DISTINCT merchant FROM intents \
         WHERE NOT EXISTS (SELECT 1 FROM merchants WHERE key = intents.merchant)",
    )?;
    for key in statement.query_map([], |row| row.get::<_, String>(0))? {
        let what = format!("the merchant {} of refunds is not entered", key?);
        report.note(None, None, what);
    }
    Ok(())
}

impl Writing<'_> {
    /// Returns the merchants; within this transaction nobody else changes them.
    pub(super) fn merchants(&mut self) -> std::result::Result<&mut Merchants, JournalError> {
        if self.merchants.is_none() {
            let read = read(self.connection);
            self.merchants = Some(self.sql(read)?);
        }
        Ok(self.merchants.get_or_insert_default())
    }

    /// Says that the merchant of a new intent is not the one of the profile's refunds so far.
    pub(super) fn stranger(
        &mut self,
        new: &NewIntent,
    ) -> std::result::Result<Option<Begun>, JournalError> {
        let merchants = self.merchants()?;
        let whose = merchants.standing(&new.merchant, &new.environment, &new.profile);
        Ok(match whose {
            Standing::New => None,
            // Somebody may have said just now that it belongs to another.
            Standing::Known(merchant) if merchant == new.merchant => None,
            Standing::Known(merchant) | Standing::Unsettled(merchant) => {
                Some(Begun::OtherMerchant(merchant))
            }
        })
    }

    /// Enters the merchant of an intent that was just written down, if its profile uses it for the
    /// first time.
    pub(super) fn enter_merchant(
        &mut self,
        new: &NewIntent,
        stamp: Stamp<'_>,
    ) -> std::result::Result<(), JournalError> {
        if self.merchants()?.has(&new.merchant, &new.profile) {
            return Ok(());
        }
        let says = Membership {
            key: new.merchant.clone(),
            merchant: new.merchant.clone(),
            environment: new.environment.clone(),
            profile: new.profile.clone(),
            note: None,
        };
        self.append_entry(says, stamp)
    }

    pub(super) fn append_entry(
        &mut self,
        says: Membership,
        stamp: Stamp<'_>,
    ) -> std::result::Result<(), JournalError> {
        let at = self.time(stamp.now)?;
        let newest = self.merchants()?.entries().last();
        let mut entry = MembershipRecord {
            seq: newest.map_or(1, |entry| entry.seq.saturating_add(1)),
            previous: newest.map_or(Digest::GENESIS, |entry| entry.hash),
            says,
            at,
            who: stamp.who.clone(),
            hash: Digest::GENESIS,
        };
        entry.hash = chain::entry(&entry);
        let written = insert(self.connection, &entry);
        self.sql(written)?;
        self.merchants()?.push(entry);
        Ok(())
    }
}

fn insert(connection: &Connection, entry: &MembershipRecord) -> Result<usize> {
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
