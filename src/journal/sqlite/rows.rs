//! Rows as values and values as rows. A row that is no valid value is damage, never a guess.

use super::super::chain::{elapsed_millis, instant, millis};
use super::super::event::{Details, EventRecord};
use super::super::record::{
    BatchRow, Cursor, Decision, Digest, Lease, MerchantKey, NewIntent, Payment, Progress, Record,
    Who,
};
use crate::money::{Amount, Currency};
use crate::refund::{
    Endpoint, Event, Intent, OutTradeNo, Reference, Settlement, State, Syssn, Udid,
};
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Error, Result, Row, params};
use std::time::Duration;
use time::OffsetDateTime;

/// The columns [`record`] reads, in its order.
pub(super) const RECORD: &str = "id, merchant, environment, profile, out_trade_no, syssn, txamt, \
     currency, txdtm, udid, reference, reason, request, batch, batch_row, replaces, operator, \
     created_at, state, updated_at, sent_at, attempt, resends, refund_syssn, respcd, resperr, \
     lease_until, lease_owner, decided_at, decided_by, note, settlement, settled_at, requested_at";

/// How many they are: others come behind them.
pub(super) const RECORD_COLUMNS: usize = 34;

/// The columns [`event`] reads, in its order.
pub(super) const EVENT: &str = "seq, intent, at, operator, host, process, event, observed, \
     from_state, to_state, attempt, respcd, text, digest, refund_syssn, elapsed_ms, note, \
     endpoint, prev_hash, hash, settlement";

/// Inserts an intent; its values are bound by [`insert_record`].
///
/// Planned is the only state to begin with: the schema holds the step to sending to its rules.
pub(super) const INSERT_RECORD: &str = "INSERT INTO intents (merchant, environment, profile, \
     out_trade_no, syssn, txamt, currency, txdtm, udid, reference, reason, request, batch, \
     batch_row, replaces, operator, created_at, updated_at, reference_folded, \
     number_folded, state, attempt, resends) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17, \
     ?18, ?19, 'planned', 0, 0)";

/// Inserts an event; its values are bound by [`insert_event`].
pub(super) const INSERT_EVENT: &str = "INSERT INTO events (seq, intent, at, operator, host, \
     process, event, observed, from_state, to_state, attempt, respcd, text, digest, refund_syssn, \
     elapsed_ms, note, endpoint, prev_hash, hash, settlement) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, \
     ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";

/// Reads a text column into a checked type.
pub(super) fn text<T>(row: &Row<'_>, at: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    optional(row, at, parse)?.ok_or_else(|| odd(at, Type::Null))
}

fn optional<T>(row: &Row<'_>, at: usize, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    match row.get_ref(at)?.as_str_or_null()? {
        None => Ok(None),
        Some(text) => parse(text).map(Some).ok_or_else(|| odd(at, Type::Text)),
    }
}

fn odd(at: usize, kind: Type) -> Error {
    Error::FromSqlConversionFailure(at, kind, "not a value the tool writes".into())
}

pub(super) fn at(row: &Row<'_>, column: usize) -> Result<OffsetDateTime> {
    optional_at(row, column)?.ok_or_else(|| odd(column, Type::Null))
}

fn optional_at(row: &Row<'_>, column: usize) -> Result<Option<OffsetDateTime>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(kept) => instant(kept)
            .map(Some)
            .ok_or_else(|| odd(column, Type::Integer)),
    }
}

pub(super) fn amount(row: &Row<'_>, at: usize) -> Result<Amount> {
    let minor: u64 = unsigned(row, at)?;
    Amount::from_minor(minor).map_err(|_| odd(at, Type::Integer))
}

/// Reads a whole number that is never negative.
pub(super) fn unsigned<T: TryFrom<i64>>(row: &Row<'_>, at: usize) -> Result<T> {
    T::try_from(row.get(at)?).map_err(|_| odd(at, Type::Integer))
}

fn optional_unsigned<T: TryFrom<i64>>(row: &Row<'_>, at: usize) -> Result<Option<T>> {
    match row.get::<_, Option<i64>>(at)? {
        None => Ok(None),
        Some(number) => T::try_from(number)
            .map(Some)
            .map_err(|_| odd(at, Type::Integer)),
    }
}

/// Reads a state.
pub(super) fn state(row: &Row<'_>, at: usize) -> Result<State> {
    text(row, at, State::from_name)
}

pub(super) fn digest(row: &Row<'_>, at: usize) -> Result<Digest> {
    Ok(Digest::from_bytes(row.get(at)?))
}

fn owned(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn settlement(row: &Row<'_>, at: usize) -> Result<Settlement> {
    Ok(optional(row, at, Settlement::parse)?.unwrap_or_default())
}

/// Reads what somebody decided: when, who, and why.
pub(super) fn decision(row: &Row<'_>, first: usize) -> Result<Option<Decision>> {
    let word = |place: usize| row.get::<_, Option<String>>(first.saturating_add(place));
    match (optional_at(row, first)?, word(1)?, word(2)?) {
        (Some(at), Some(by), note) => Ok(Some(Decision { at, by, note })),
        (None, None, None) => Ok(None),
        _ => Err(odd(first, Type::Null)),
    }
}

/// Reads an intent from the columns [`RECORD`].
pub(super) fn record(row: &Row<'_>) -> Result<Record> {
    let intent = Intent {
        out_trade_no: text(row, 4, |t| OutTradeNo::parse(t).ok())?,
        syssn: text(row, 5, |t| Syssn::parse(t).ok())?,
        amount: amount(row, 6)?,
        currency: text(row, 7, |t| Currency::from_code(t).ok())?,
        txdtm: row.get(8)?,
        udid: optional(row, 9, |t| Udid::parse(t).ok())?,
        reference: optional(row, 10, |t| Reference::parse(t).ok())?,
        reason: row.get(11)?,
    };
    let batch = match (row.get(13)?, optional_unsigned(row, 14)?) {
        (Some(batch), Some(row)) => Some(BatchRow { batch, row }),
        (None, None) => None,
        _ => return Err(odd(14, Type::Null)),
    };
    let lease = match (optional_at(row, 26)?, row.get(27)?) {
        (Some(until), Some(owner)) => Some(Lease { until, owner }),
        _ => None,
    };
    Ok(Record {
        id: Cursor(row.get(0)?),
        wanted: NewIntent {
            merchant: text(row, 1, |t| Some(MerchantKey::new(t)))?,
            environment: row.get(2)?,
            profile: row.get(3)?,
            intent,
            request: digest(row, 12)?,
            batch,
            replaces: optional(row, 15, |t| OutTradeNo::parse(t).ok())?,
        },
        operator: row.get(16)?,
        created_at: at(row, 17)?,
        progress: Progress {
            state: text(row, 18, State::from_name)?,
            updated_at: at(row, 19)?,
            sent_at: optional_at(row, 20)?,
            attempt: unsigned(row, 21)?,
            resends: unsigned(row, 22)?,
            refund_syssn: optional(row, 23, owned)?,
            respcd: optional(row, 24, owned)?,
            resperr: optional(row, 25, owned)?,
            settlement: settlement(row, 31)?,
            settled_at: optional_at(row, 32)?,
            requested_at: optional_at(row, 33)?,
            decision: decision(row, 28)?,
        },
        lease,
    })
}

/// Reads the endpoint of an event.
pub(super) fn endpoint(row: &Row<'_>, at: usize) -> Result<Option<Endpoint>> {
    optional(row, at, Endpoint::parse)
}

/// Reads an event from the columns [`EVENT`].
pub(super) fn event(row: &Row<'_>) -> Result<EventRecord> {
    Ok(EventRecord {
        seq: unsigned(row, 0)?,
        intent: Cursor(row.get(1)?),
        at: at(row, 2)?,
        who: Who {
            operator: row.get(3)?,
            host: row.get(4)?,
            process: unsigned(row, 5)?,
        },
        event: text(row, 6, Event::from_name)?,
        observed: optional(row, 7, Event::from_name)?,
        from: optional(row, 8, State::from_name)?,
        to: text(row, 9, State::from_name)?,
        details: Details {
            attempt: optional_unsigned(row, 10)?,
            respcd: row.get(11)?,
            text: row.get(12)?,
            digest: row.get::<_, Option<[u8; 32]>>(13)?.map(Digest::from_bytes),
            refund_syssn: row.get(14)?,
            settlement: settlement(row, 20)?,
            elapsed: optional_unsigned(row, 15)?.map(Duration::from_millis),
            note: row.get(16)?,
            signed: None,
        },
        endpoint: endpoint(row, 17)?,
        previous: digest(row, 18)?,
        hash: digest(row, 19)?,
    })
}

/// Reads a payment from `txamt, currency, pay_type, paid_at`.
pub(super) fn payment(row: &Row<'_>) -> Result<Payment> {
    Ok(Payment {
        amount: amount(row, 0)?,
        currency: text(row, 1, |t| Currency::from_code(t).ok())?,
        pay_type: row.get(2)?,
        paid_at: row.get(3)?,
    })
}

/// Writes a new intent as planned and returns its id.
pub(super) fn insert_record(
    mut statement: CachedStatement<'_>,
    new: &NewIntent,
    operator: &str,
    at: OffsetDateTime,
) -> Result<i64> {
    let intent = &new.intent;
    statement.insert(params![
        new.merchant.as_str(),
        new.environment,
        new.profile,
        intent.out_trade_no.as_str(),
        intent.syssn.as_str(),
        signed(intent.amount.minor()),
        intent.currency.code(),
        intent.txdtm,
        intent.udid.as_ref().map(|udid| udid.as_str()),
        intent
            .reference
            .as_ref()
            .map(|reference| reference.as_str()),
        intent.reason,
        new.request.as_bytes(),
        new.batch.as_ref().map(|row| row.batch.as_str()),
        new.batch.as_ref().map(|row| row.row),
        new.replaces.as_ref().map(|number| number.as_str()),
        operator,
        millis(at),
        intent.reference.as_ref().map(Reference::folded),
        intent.out_trade_no.folded(),
    ])
}

/// Writes an event.
pub(super) fn insert_event(mut statement: CachedStatement<'_>, event: &EventRecord) -> Result<()> {
    let details = &event.details;
    statement.insert(params![
        signed(event.seq),
        event.intent.0,
        millis(event.at),
        event.who.operator,
        event.who.host,
        event.who.process,
        event.event.name(),
        event.observed.map(Event::name),
        event.from.map(State::name),
        event.to.name(),
        details.attempt,
        details.respcd,
        details.text,
        details.digest.as_ref().map(Digest::as_bytes),
        details.refund_syssn,
        details.elapsed.map(elapsed_millis),
        details.note,
        event.endpoint.as_ref().map(ToString::to_string),
        event.previous.as_bytes(),
        event.hash.as_bytes(),
        details.settlement.to_json(),
    ])?;
    Ok(())
}

/// Returns a number as SQLite keeps it. Ours are far below its limit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
