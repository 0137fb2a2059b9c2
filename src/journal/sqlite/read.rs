//! Reading.

use super::super::chain::{instant, millis};
use super::super::filter::Filter;
use super::super::record::{Cursor, EventRecord, IntentKey, MerchantKey, NewIntent, Record};
use super::super::{BatchCount, Looks, Rest};
use super::rows;
use crate::money::Currency;
use crate::refund::hong_kong::in_clearing_pause;
use crate::refund::{Event, OutTradeNo, Reference, State, Syssn};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Params, Result, params, params_from_iter};
use time::OffsetDateTime;

pub(super) fn find(connection: &Connection, key: IntentKey<'_>) -> Result<Option<Record>> {
    one(
        connection,
        "out_trade_no = ?1 AND merchant = ?2",
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
        "reference = ?1 AND merchant = ?2",
        [reference.as_str(), merchant.as_str()],
    )
}

/// Finds the intent of a payment that is being sent; there is at most one.
pub(super) fn find_sending(
    connection: &Connection,
    merchant: &MerchantKey,
    syssn: &Syssn,
) -> Result<Option<Record>> {
    one(
        connection,
        "syssn = ?1 AND merchant = ?2 AND state = 'sending'",
        [syssn.as_str(), merchant.as_str()],
    )
}

/// Finds the oldest intent made since a time that may be the same refund.
pub(super) fn find_twin(
    connection: &Connection,
    new: &NewIntent,
    since: i64,
) -> Result<Option<Record>> {
    let twin: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM intents WHERE syssn = ?1 AND merchant = ?2 AND +txamt = ?3 \
             AND +created_at >= ?4 AND +state NOT IN ('declined', 'cancelled') LIMIT 1",
        )?
        .query_row(
            params![
                new.intent.syssn.as_str(),
                new.merchant.as_str(),
                rows::signed(new.intent.amount.minor()),
                since
            ],
            |row| row.get(0),
        )
        .optional()?;
    match twin {
        None => Ok(None),
        Some(id) => one(connection, "id = ?1", [id]),
    }
}

fn one(connection: &Connection, condition: &str, keys: impl Params) -> Result<Option<Record>> {
    let sql = format!("SELECT {} FROM intents WHERE {condition}", rows::RECORD);
    connection
        .prepare_cached(&sql)?
        .query_row(keys, rows::record)
        .optional()
}

pub(super) fn find_any(connection: &Connection, number: &OutTradeNo) -> Result<Vec<Record>> {
    let sql = format!(
        "SELECT {} FROM intents WHERE out_trade_no = ?1 ORDER BY id",
        rows::RECORD
    );
    connection
        .prepare(&sql)?
        .query_map([number.as_str()], rows::record)?
        .collect()
}

/// Reads one page of a filter.
pub(super) fn page(
    connection: &Connection,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Vec<Record>> {
    // Further pages begin where the page before ended.
    let span = match after {
        None => span(connection, filter)?,
        Some(_) => (0, None),
    };
    let (sql, values) = page_query(filter, span, after, limit);
    connection
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), rows::record)?
        .collect()
}

/// Writes the query of one page.
///
/// Exactly one condition may choose the index, the one that leaves the fewest rows; a `+` keeps
/// SQLite from choosing another. Every index gives its rows in the order of ids. That is the order
/// of time, too, but for what was written under a wrong clock: a span of time narrows down where to
/// look, and each row is asked for its own time.
pub(super) fn page_query(
    filter: &Filter,
    (first, end): (i64, Option<i64>),
    after: Option<Cursor>,
    limit: u32,
) -> (String, Vec<Value>) {
    let mut conditions = Conditions::default();
    if let Some(reference) = &filter.reference {
        conditions.narrow("reference", reference.to_string());
    }
    if let Some(syssn) = &filter.syssn {
        conditions.narrow("syssn", syssn.to_string());
    }
    // Few intents stay in one of these states, but a batch may be large.
    let states_first = filter.batch.is_some()
        && matches!(
            filter.states[..],
            [State::Sending | State::Pending | State::Unknown]
        );
    if states_first {
        conditions.states(&filter.states);
    }
    if let Some(batch) = &filter.batch {
        conditions.narrow("batch", batch.to_string());
    }
    if let Some(amount) = &filter.amount {
        conditions.narrow("txamt", rows::signed(amount.minor()));
    }
    if !states_first {
        conditions.states(&filter.states);
    }
    if let Some(operator) = &filter.operator {
        conditions.narrow("operator", operator.to_string());
    }
    if let Some(merchant) = &filter.merchant {
        conditions.narrow("merchant", merchant.as_str().to_owned());
    }
    conditions.also("id >= ?", first);
    if let Some(end) = end {
        conditions.also("id < ?", end);
    }
    if let Some(since) = filter.since {
        conditions.also("+created_at >= ?", millis(since));
    }
    if let Some(until) = filter.until {
        conditions.also("+created_at < ?", millis(until));
    }
    let order = if filter.oldest_first { "ASC" } else { "DESC" };
    if let Some(Cursor(after)) = after {
        let beyond = if filter.oldest_first {
            "id > ?"
        } else {
            "id < ?"
        };
        conditions.also(beyond, after);
    }
    let sql = format!(
        "SELECT {} FROM intents WHERE {} ORDER BY id {order} LIMIT {limit}",
        rows::RECORD,
        conditions.sql
    );
    (sql, conditions.values)
}

/// Returns the first id of a filter's time and the one behind its last.
fn span(connection: &Connection, filter: &Filter) -> Result<(i64, Option<i64>)> {
    let edge = |sql: &str, at: OffsetDateTime| -> Result<i64> {
        connection
            .prepare_cached(sql)?
            .query_row([millis(at)], |row| row.get(0))
    };
    let first = match filter.since {
        None => 0,
        Some(since) => edge(
            "SELECT coalesce(min(id), 0) FROM intents WHERE created_at >= ?1",
            since,
        )?,
    };
    let end = match filter.until {
        None => None,
        Some(until) => Some(edge(
            "SELECT coalesce(max(id), 0) + 1 FROM intents WHERE created_at < ?1",
            until,
        )?),
    };
    Ok((first, end))
}

#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
    chosen: bool,
}

impl Conditions {
    fn also(&mut self, condition: &str, value: impl Into<Value>) {
        self.join(condition);
        self.values.push(value.into());
    }

    fn join(&mut self, condition: &str) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(condition);
    }

    fn narrow(&mut self, column: &str, value: impl Into<Value>) {
        let plus = if self.chosen { "+" } else { "" };
        self.also(&format!("{plus}{column} = ?"), value);
        self.chosen = true;
    }

    /// Nearly everything is refunded in the end, so that state has no index: most rows fit it.
    fn states(&mut self, states: &[State]) {
        if states.is_empty() {
            return;
        }
        let names: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let names = names.join(", ");
        if self.chosen || states.contains(&State::Refunded) {
            self.join(&format!("+state IN ({names})"));
        } else {
            self.join(&format!("state IN ({names}) AND state <> 'refunded'"));
            self.chosen = true;
        }
    }
}

pub(super) fn events(connection: &Connection, id: Cursor) -> Result<Vec<EventRecord>> {
    let sql = format!(
        "SELECT {} FROM events WHERE intent = ?1 ORDER BY seq",
        rows::EVENT
    );
    connection
        .prepare(&sql)?
        .query_map([id.0], rows::event)?
        .collect()
}

pub(super) fn looks(connection: &Connection, id: Cursor) -> Result<Looks> {
    let mut statement =
        connection.prepare("SELECT event, at FROM events WHERE intent = ?1 ORDER BY seq DESC")?;
    let mut found = statement.query([id.0])?;
    let mut looks = Looks::default();
    while let Some(row) = found.next()? {
        let event: String = row.get(0)?;
        match Event::from_name(&event) {
            // Neither says anything new of the gateway.
            Some(Event::Stray | Event::Adopt) => continue,
            Some(Event::FoundNothing) => {}
            _ => break,
        }
        // One that is later than those after it was written under a wrong clock: when it was, nobody
        // knows, so that absence does not rest on it.
        let earliest = looks.span.map(|(first, _)| first);
        let Some(at) = instant(row.get(1)?)
            .filter(|at| !in_clearing_pause(*at))
            .filter(|at| earliest.is_none_or(|earliest| *at <= earliest))
        else {
            continue;
        };
        looks.count = looks.count.saturating_add(1);
        looks.span = Some((at, looks.span.map_or(at, |(_, last)| last)));
    }
    Ok(looks)
}

pub(super) fn rest(connection: &Connection, merchant: &MerchantKey, syssn: &Syssn) -> Result<Rest> {
    let keys = [syssn.as_str(), merchant.as_str()];
    let payment = connection
        .query_row(
            "SELECT txamt, currency, pay_type, paid_at FROM payments \
             WHERE syssn = ?1 AND merchant = ?2",
            keys,
            rows::payment,
        )
        .optional()?;
    connection.query_row(
        "SELECT coalesce(sum(txamt), 0), count(*) FROM intents WHERE syssn = ?1 AND merchant = ?2 \
         AND state IN ('sending', 'refunded', 'pending', 'unknown')",
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

pub(super) fn batch_counts(
    connection: &Connection,
    merchant: &MerchantKey,
    batch: &str,
) -> Result<Vec<BatchCount>> {
    connection
        .prepare_cached(
            "SELECT state, currency, count, sum FROM batch_totals \
             WHERE batch = ?1 AND merchant = ?2 AND count > 0 ORDER BY state, currency",
        )?
        .query_map([batch, merchant.as_str()], |row| {
            Ok(BatchCount {
                state: rows::state(row, 0)?,
                currency: row.get(1)?,
                count: rows::unsigned(row, 2)?,
                sum: rows::unsigned(row, 3)?,
            })
        })?
        .collect()
}

/// Finds at most two batches whose identity begins with some characters.
pub(super) fn batches(connection: &Connection, beginning: &str) -> Result<Vec<String>> {
    connection
        .prepare(
            "SELECT DISTINCT batch FROM batch_totals \
             WHERE batch >= ?1 AND substr(batch, 1, length(?1)) = ?1 ORDER BY batch LIMIT 2",
        )?
        .query_map([beginning], |row| row.get(0))?
        .collect()
}

/// Adds up what a merchant has refunded, or may have, on a day in Hong Kong and the one after it.
/// Beyond that lies only what was written under a wrong clock, which must not use up every day.
pub(super) fn day_total(
    connection: &Connection,
    merchant: &MerchantKey,
    currency: Currency,
    since: OffsetDateTime,
) -> Result<u64> {
    // As the triggers of the schema count days.
    let day = millis(since).saturating_add(28_800_000) / 86_400_000;
    connection
        .prepare_cached(
            "SELECT coalesce(sum(sum), 0) FROM day_totals \
             WHERE merchant = ?1 AND currency = ?2 AND day BETWEEN ?3 AND ?3 + 1",
        )?
        .query_row(params![merchant.as_str(), currency.code(), day], |row| {
            rows::unsigned(row, 0)
        })
}
