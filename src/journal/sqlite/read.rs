//! Reading.

use super::super::chain::millis;
use super::super::record::{IntentKey, MerchantKey, NewIntent, Payment, Record};
use super::super::{BatchCount, Bearing, CLOCK_TOLERANCE, Rest, Waiting};
use super::rows;
use crate::money::Currency;
use crate::refund::{Name, OrderNo, OutTradeNo, Reference, Syssn};
use rusqlite::{Connection, OptionalExtension as _, Params, Result, Row, params};
use std::sync::LazyLock;
use time::OffsetDateTime;

/// Whether an intent is of the merchant `?2`, under whichever of its keys.
pub(super) const OF_MERCHANT: &str =
    "merchant IN (SELECT ?2 UNION ALL SELECT key FROM merchant_keys WHERE merchant = ?2)";

/// The same of an intent that something else has found: the keys are read only where another key has it.
pub(super) const IS_OF_MERCHANT: &str = "(merchant = ?2 OR EXISTS \
     (SELECT 1 FROM merchant_keys AS known WHERE known.merchant = ?2 AND known.key = intents.merchant))";

pub(super) fn find(connection: &Connection, key: IntentKey<'_>) -> Result<Option<Record>> {
    // Two keys of one merchant may both have used a number: its own goes first.
    one(
        connection,
        &format!("out_trade_no = ?1 AND {IS_OF_MERCHANT} ORDER BY merchant <> ?2 LIMIT 1"),
        [key.number.as_str(), key.merchant.as_str()],
    )
}

pub(super) fn find_by_reference(
    connection: &Connection,
    merchant: &MerchantKey,
    reference: &Reference,
) -> Result<Option<Record>> {
    one(
        connection,
        &format!("reference = ?1 AND {IS_OF_MERCHANT} ORDER BY id DESC LIMIT 1"),
        [reference.as_str(), merchant.as_str()],
    )
}

/// What bears on a refund, and itself where it is written down under this very key. Each question has an index of its
/// own, and none of them reads another row.
pub(super) static BEARING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, \
         (SELECT count(*) FROM (SELECT 1 FROM intents WHERE syssn = ?1 AND environment = ?2 LIMIT 2)), \
         EXISTS (SELECT 1 FROM intents WHERE replaces = ?3), \
         id IS NOT NULL \
         OR EXISTS (SELECT 1 FROM intents WHERE out_trade_no = ?3) \
         OR EXISTS (SELECT 1 FROM intents WHERE reference = ?5) \
         OR EXISTS (SELECT 1 FROM intents WHERE reference_folded = ?6) \
         OR EXISTS (SELECT 1 FROM intents WHERE number_folded = ?7) \
         FROM (SELECT 1) LEFT JOIN intents AS own ON own.out_trade_no = ?3 AND own.merchant = ?4",
        rows::RECORD
    )
});

pub(super) fn bearing(
    connection: &Connection,
    (environment, syssn): (&str, &Syssn),
    key: IntentKey<'_>,
    names: &[Name],
) -> Result<Bearing> {
    let (mut reference, mut alike, mut number_alike) = (None, None, None);
    for name in names {
        match name {
            Name::Reference(_) => (reference, alike) = (Some(name.as_str()), Some(name.folded())),
            Name::Number(_) => number_alike = Some(name.folded()),
        }
    }
    connection.prepare_cached(&BEARING)?.query_row(
        params![
            syssn.as_str(),
            environment,
            key.number.as_str(),
            key.merchant.as_str(),
            reference,
            alike,
            number_alike,
        ],
        |row| {
            // By their places: a column's name is searched for among all.
            const OF_PAYMENT: usize = rows::RECORD_COLUMNS;
            let is_own = row.get::<_, Option<i64>>(0)?.is_some();
            Ok(Bearing {
                own: is_own.then(|| rows::record(row)).transpose()?,
                of_payment: row.get(OF_PAYMENT)?,
                is_replaced: row.get(OF_PAYMENT + 1)?,
                is_named: row.get(OF_PAYMENT + 2)?,
            })
        },
    )
}

/// Adds up what waits of a merchant.
pub(super) fn waiting(
    connection: &Connection,
    merchant: &MerchantKey,
    (before, now): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Waiting>> {
    let tolerance = CLOCK_TOLERANCE.try_into().unwrap_or_default();
    let soon = now.saturating_add(tolerance);
    // A resend is no new beginning: `Progress::open_since`.
    let since = "coalesce(min(requested_at, sent_at), sent_at, created_at)";
    connection
        .prepare_cached(&format!(
            "SELECT state, currency, count(*), sum(txamt), min({since}), \
             count(*) FILTER (WHERE {since} < ?1 OR {since} > ?3), \
             count(*) FILTER (WHERE {since} > ?3) FROM intents \
             WHERE state IN ('planned', 'sending', 'pending', 'unknown') AND state <> 'refunded' \
             AND +{OF_MERCHANT} GROUP BY state, currency ORDER BY state, currency"
        ))?
        .query_map(
            params![millis(before), merchant.as_str(), millis(soon)],
            |row| {
                Ok(Waiting {
                    state: rows::state(row, 0)?,
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

/// Whether the merchant's gateway was seen to sign, under whichever of its keys.
pub(super) fn signs(
    connection: &Connection,
    environment: &str,
    merchant: &MerchantKey,
) -> Result<bool> {
    connection
        .prepare_cached(&format!(
            "SELECT 1 FROM signing WHERE environment = ?1 AND {OF_MERCHANT}"
        ))?
        .exists([environment, merchant.as_str()])
}

/// Finds the payment that an order number of a merchant was found to be, under whichever of its keys.
pub(super) fn find_order(
    connection: &Connection,
    merchant: &MerchantKey,
    order: &OrderNo,
) -> Result<Option<Syssn>> {
    connection
        .prepare_cached(&format!(
            "SELECT syssn FROM orders WHERE order_no = ?1 AND {OF_MERCHANT} ORDER BY seen_at LIMIT 1"
        ))?
        .query_row([order.as_str(), merchant.as_str()], |row| {
            rows::text(row, 0, |text| Syssn::parse(text).ok())
        })
        .optional()
}

/// The condition by which that is found.
pub(super) fn alike(column: &str, folded: &str) -> String {
    format!(
        "{folded} = ?1 AND {IS_OF_MERCHANT} AND {column} <> ?3 \
         AND {folded} IS NOT NULL ORDER BY id LIMIT 1"
    )
}

/// Finds a merchant's oldest intent whose reference or number looks like this one and is another.
pub(super) fn find_alike(
    connection: &Connection,
    merchant: &MerchantKey,
    name: &Name,
) -> Result<Option<Record>> {
    let folded = match name {
        Name::Reference(_) => "reference_folded",
        Name::Number(_) => "number_folded",
    };
    one(
        connection,
        &alike(name.kind(), folded),
        [&name.folded(), merchant.as_str(), name.as_str()],
    )
}

/// Finds the intent of a payment that is being sent, whoever's it is; there is at most one.
pub(super) fn find_sending(
    connection: &Connection,
    environment: &str,
    syssn: &Syssn,
) -> Result<Option<Record>> {
    one(
        connection,
        "syssn = ?1 AND environment = ?2 AND state = 'sending'",
        [syssn.as_str(), environment],
    )
}

/// Reads the refunds of a payment whose outcome is open, whoever's they are, the oldest first.
pub(super) fn open_ones(
    connection: &Connection,
    environment: &str,
    syssn: &Syssn,
) -> Result<Vec<Record>> {
    // The condition as the index has it, or SQLite reads every refund of the payment.
    let open = "syssn = ?1 AND environment = ?2 AND state IN ('pending', 'unknown') ORDER BY id";
    all(connection, open, [syssn.as_str(), environment])
}

/// Finds the oldest intent of the same payment and amount, whoever's it is, that is a twin.
pub(super) fn find_twin(
    connection: &Connection,
    new: &NewIntent,
    is_twin: impl Fn(&Record) -> bool,
) -> Result<Option<Record>> {
    let sql = format!(
        "SELECT {} FROM intents WHERE syssn = ?1 AND environment = ?2 AND +txamt = ?3 ORDER BY id",
        rows::RECORD
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params![
        new.intent.syssn.as_str(),
        new.environment,
        rows::signed(new.intent.amount.minor()),
    ])?;
    while let Some(row) = found.next()? {
        let record = rows::record(row)?;
        if is_twin(&record) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

pub(super) fn one(
    connection: &Connection,
    condition: &str,
    keys: impl Params,
) -> Result<Option<Record>> {
    let sql = format!("SELECT {} FROM intents WHERE {condition}", rows::RECORD);
    connection
        .prepare_cached(&sql)?
        .query_row(keys, rows::record)
        .optional()
}

/// Reads every intent that fits a condition, in the order that it asks for.
pub(super) fn all(
    connection: &Connection,
    condition: &str,
    keys: impl Params,
) -> Result<Vec<Record>> {
    let sql = format!("SELECT {} FROM intents WHERE {condition}", rows::RECORD);
    connection
        .prepare_cached(&sql)?
        .query_map(keys, rows::record)?
        .collect()
}

pub(super) fn find_any(connection: &Connection, number: &OutTradeNo) -> Result<Vec<Record>> {
    all(
        connection,
        "out_trade_no = ?1 ORDER BY id",
        [number.as_str()],
    )
}

/// The payment as the gateway last showed it.
pub(super) fn payment(
    connection: &Connection,
    environment: &str,
    syssn: &Syssn,
) -> Result<Option<Payment>> {
    connection
        .query_row(
            "SELECT txamt, currency, pay_type, paid_at FROM payments \
             WHERE syssn = ?1 AND environment = ?2",
            [syssn.as_str(), environment],
            rows::payment,
        )
        .optional()
}

pub(super) fn rest(connection: &Connection, environment: &str, syssn: &Syssn) -> Result<Rest> {
    let keys = [syssn.as_str(), environment];
    let payment = payment(connection, environment, syssn)?;
    connection.query_row(
        "SELECT coalesce(sum(txamt), 0), count(*) FROM intents \
         WHERE syssn = ?1 AND environment = ?2 AND live",
        keys,
        |row| {
            Ok(Rest {
                payment,
                live: rows::unsigned(row, 0)?,
                refunds: rows::unsigned(row, 1)?,
            })
        },
    )
}

/// Adds up every attempt at the rows of a batch.
pub(super) fn batch_totals(
    connection: &Connection,
    merchant: &MerchantKey,
    batch: &str,
) -> Result<Vec<BatchCount>> {
    connection
        .prepare_cached(
            &format!("SELECT state, currency, sum(count), sum(sum) FROM batch_totals \
             WHERE batch = ?1 AND {OF_MERCHANT} AND count > 0 GROUP BY state, currency ORDER BY state, currency"),
        )?
        .query_map([batch, merchant.as_str()], batch_count)?
        .collect()
}

/// Reads what rows of a batch add up to from `state, currency, count, sum`.
pub(super) fn batch_count(row: &Row<'_>) -> Result<BatchCount> {
    Ok(BatchCount {
        state: rows::state(row, 0)?,
        currency: row.get(1)?,
        count: rows::unsigned(row, 2)?,
        sum: rows::unsigned(row, 3)?,
    })
}

/// Finds at most two batches whose identity begins with some characters.
pub(super) fn batches(connection: &Connection, beginning: &str) -> Result<Vec<String>> {
    connection
        .prepare(
            "SELECT batch FROM (SELECT batch FROM batch_totals UNION SELECT batch FROM left_out) \
             WHERE batch >= ?1 AND substr(batch, 1, length(?1)) = ?1 ORDER BY batch LIMIT 2",
        )?
        .query_map([beginning], |row| row.get(0))?
        .collect()
}

/// Adds up what a merchant has refunded, or may have, on a day in Hong Kong and the one after it, by the
/// clock here or by the gateway's: what was sent by a wrong clock is found by the other. Beyond that lies
/// only what was written under a wrong clock, which must not use up every day.
pub(super) fn day_total(
    connection: &Connection,
    merchant: &MerchantKey,
    currency: Currency,
    since: OffsetDateTime,
) -> Result<u64> {
    // As the triggers of the schema count days.
    let day = millis(since).saturating_add(28_800_000) / 86_400_000;
    connection
        .prepare_cached(&format!(
            "SELECT coalesce(sum(sum), 0) FROM day_totals \
             WHERE currency = ?1 AND {OF_MERCHANT} \
             AND (day BETWEEN ?3 AND ?3 + 1 OR settled BETWEEN ?3 AND ?3 + 1)"
        ))?
        .query_row(params![currency.code(), merchant.as_str(), day], |row| {
            rows::unsigned(row, 0)
        })
}
