//! Rows of files that were left out as twins of refunds that were not done: where such a refund comes to nothing,
//! nobody has the money, and the row stands nowhere else.

use super::super::chain::millis;
use super::super::export::LeftOutRow;
use super::super::record::{BatchRow, Cursor, MerchantKey, NewIntent, Stamp};
use super::super::{
    CLOCK_TOLERANCE, Conditions, GivenUp, GivenUpRow, JournalError, LeftOutCounts, LeftOutRows,
};
use super::read::{OF_MERCHANT, batch_count};
use super::rows;
use super::write::Writing;
use crate::money::Amount;
use crate::refund::{OutTradeNo, Syssn};
use rusqlite::{Connection, Result, Row, params};
use time::OffsetDateTime;

/// Which of them wait: those whose twin came to nothing since, and that were neither written down nor given up,
/// nor refunded by anybody.
const WAITS: &str = "row.given_up_at IS NULL \
     AND EXISTS (SELECT 1 FROM intents AS twin WHERE twin.id = row.twin \
       AND twin.state IN ('declined', 'cancelled', 'closed_not_refunded') \
       AND NOT EXISTS (SELECT 1 FROM intents AS same WHERE same.syssn = twin.syssn \
         AND same.environment = twin.environment AND same.txamt = twin.txamt \
         AND (same.live OR same.state = 'planned'))) \
     AND NOT EXISTS (SELECT 1 FROM intents AS own WHERE own.batch = row.batch \
       AND own.batch_row = row.batch_row AND own.merchant = row.merchant)";

/// Since when one waits. What moves a declined refund is its outcome, what moves the others somebody's word.
const SINCE: &str = "max(row.at, (SELECT CASE state WHEN 'declined' THEN updated_at \
     ELSE coalesce(decided_at, updated_at) END FROM intents WHERE id = row.twin))";

/// Adds up, by batch and currency, the rows that wait; those since before a time, or since one to come, as well.
pub(super) fn find(
    connection: &Connection,
    merchant: &MerchantKey,
    (before, now): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<LeftOutRows>> {
    // Every refund asks for them, and mostly there are none.
    let are_there: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM left_out)")?
        .query_row([], |row| row.get(0))?;
    if !are_there {
        return Ok(Vec::new());
    }
    let soon = now.saturating_add(CLOCK_TOLERANCE.try_into().unwrap_or_default());
    connection
        .prepare_cached(&format!(
            "SELECT batch, currency, count(*), sum(txamt), min(since), \
             count(*) FILTER (WHERE since < ?1 OR since > ?3), count(*) FILTER (WHERE since > ?3) \
             FROM (SELECT row.batch, row.currency, row.txamt, {SINCE} AS since FROM left_out AS row \
               WHERE row.{OF_MERCHANT} AND {WAITS}) \
             GROUP BY batch, currency ORDER BY batch"
        ))?
        .query_map(
            params![millis(before), merchant.as_str(), millis(soon)],
            |row| {
                Ok(LeftOutRows {
                    batch: row.get(0)?,
                    currency: row.get(1)?,
                    count: rows::unsigned(row, 2)?,
                    sum: rows::unsigned(row, 3)?,
                    since: rows::at(row, 4)?,
                    older: rows::unsigned(row, 5)?,
                    ahead: rows::unsigned(row, 6)?,
                })
            },
        )?
        .collect()
}

/// Adds up those of a batch that were not written down since, by how their twin stands.
pub(super) fn counts(
    connection: &Connection,
    merchant: &MerchantKey,
    batch: &str,
) -> Result<LeftOutCounts> {
    let mut found = LeftOutCounts::default();
    let mut statement = connection.prepare_cached(&format!(
        "SELECT iif(given_up, 'cancelled', state), currency, count(*), sum(txamt), given_up \
         FROM (SELECT twin.state, row.currency, row.txamt, row.given_up_at IS NOT NULL AS given_up \
           FROM left_out AS row CROSS JOIN intents AS twin ON twin.id = row.twin \
           WHERE row.batch = ?1 AND row.{OF_MERCHANT} \
             AND NOT EXISTS (SELECT 1 FROM intents AS own WHERE own.batch = row.batch \
               AND own.batch_row = row.batch_row AND own.merchant = row.merchant)) \
         GROUP BY 1, currency, given_up ORDER BY 1, currency"
    ))?;
    let mut rows = statement.query([batch, merchant.as_str()])?;
    while let Some(row) = rows.next()? {
        let counts = match row.get(4)? {
            true => &mut found.given_up,
            false => &mut found.left,
        };
        counts.push(batch_count(row)?);
    }
    Ok(found)
}

/// Lists the rows that were given up and stand nowhere, of a payment and amount. Most payments have no refund
/// of which a row could be a twin, so that is looked for first.
pub(super) fn given_up(
    connection: &Connection,
    environment: &str,
    payment: &Syssn,
    amount: Amount,
) -> Result<Vec<GivenUpRow>> {
    connection
        .prepare_cached(
            "SELECT row.batch, row.batch_row, twin.out_trade_no, row.given_up_at, row.given_up_by, \
               row.given_up_note \
             FROM intents AS twin CROSS JOIN left_out AS row ON row.twin = twin.id \
             WHERE twin.syssn = ?1 AND twin.environment = ?2 AND row.txamt = ?3 \
               AND row.given_up_at IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM intents AS own WHERE own.batch = row.batch \
                 AND own.batch_row = row.batch_row AND own.merchant = row.merchant) \
             ORDER BY row.given_up_at DESC",
        )?
        .query_map(
            params![payment.as_str(), environment, rows::signed(amount.minor())],
            |row| {
                Ok(GivenUpRow {
                    place: BatchRow {
                        batch: row.get(0)?,
                        row: row.get(1)?,
                    },
                    twin: rows::text(row, 2, |text| OutTradeNo::parse(text).ok())?,
                    at: rows::at(row, 3)?,
                    by: row.get(4)?,
                    note: row.get(5)?,
                })
            },
        )?
        .collect()
}

/// Every one of them, as [`row`] reads it.
pub(super) const LEFT_OUT: &str = "SELECT row.batch, row.batch_row, row.merchant, twin.out_trade_no, row.txamt, \
     row.currency, row.at, row.given_up_at, row.given_up_by, row.given_up_note \
     FROM left_out AS row JOIN intents AS twin ON twin.id = row.twin \
     ORDER BY row.batch, row.batch_row, row.merchant";

/// Reads one.
pub(super) fn row(row: &Row<'_>) -> Result<LeftOutRow> {
    Ok(LeftOutRow {
        place: BatchRow {
            batch: row.get(0)?,
            row: row.get(1)?,
        },
        merchant: row.get(2)?,
        twin: row.get(3)?,
        amount: rows::amount(row, 4)?,
        currency: row.get(5)?,
        at: rows::at(row, 6)?,
        given_up: rows::decision(row, 7)?,
    })
}

impl Writing<'_> {
    /// Finds such a row that a new one is, or asks for once more.
    pub(super) fn given_up_row(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
    ) -> std::result::Result<Option<GivenUpRow>, JournalError> {
        if guards.given_up != GivenUp::All || new.batch.is_none() || new.replaces.is_some() {
            return Ok(None);
        }
        let (syssn, amount) = (&new.intent.syssn, new.intent.amount);
        let found = given_up(self.connection, &new.environment, syssn, amount);
        Ok(self.sql(found)?.into_iter().next())
    }

    /// Remembers that a row was left out as a twin. One that was given up stays so, unless those are wanted
    /// again.
    pub(super) fn remember_left_out(
        &mut self,
        row: &NewIntent,
        twin: Cursor,
        given_up: GivenUp,
        stamp: Stamp<'_>,
    ) -> std::result::Result<(), JournalError> {
        let Some(place) = &row.batch else {
            return Ok(());
        };
        let written = self.connection.execute(
            "INSERT INTO left_out (batch, batch_row, merchant, twin, txamt, currency, at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT DO UPDATE SET twin = ?4, at = ?7, given_up_at = NULL, given_up_by = NULL, \
               given_up_note = NULL \
             WHERE given_up_at IS NULL OR ?8",
            params![
                place.batch,
                place.row,
                row.merchant.as_str(),
                twin.0,
                rows::signed(row.intent.amount.minor()),
                row.intent.currency.code(),
                millis(stamp.now),
                given_up != GivenUp::All,
            ],
        );
        self.sql(written).map(|_| ())
    }

    /// Notes that the rows of a batch that wait are given up, and returns how many. One whose twin may still
    /// come to nothing stays.
    pub(super) fn forgo_left_out(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
        note: Option<&str>,
        stamp: Stamp<'_>,
    ) -> std::result::Result<usize, JournalError> {
        let written = self.connection.execute(
            &format!(
                "UPDATE left_out AS row SET given_up_at = ?3, given_up_by = ?4, given_up_note = ?5 \
                 WHERE row.batch = ?1 AND row.{OF_MERCHANT} AND {WAITS}"
            ),
            params![
                batch,
                merchant.as_str(),
                millis(stamp.now),
                stamp.who.operator,
                note,
            ],
        );
        self.sql(written)
    }
}
