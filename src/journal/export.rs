//! The journal as lines of JSON. Pure: one function per kind of line.
#![allow(
    non_camel_case_types,
    reason = "in a line the type of each value is called like its key"
)]

use super::event::EventRecord;
use super::merchants::MembershipRecord;
use super::record::{BatchRow, Decision, Payment, Record};
use crate::money::Amount;
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// Writes an instant in UTC, as RFC 3339 with milliseconds.
fn utc(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(TIME)
        .unwrap_or_default()
}

/// The first line.
pub(super) fn header() -> Value {
    json!({ "type": "journal", "application": "qfrefund", "format": 1 })
}

/// One payment.
pub(super) fn payment(
    environment: &str,
    syssn: &str,
    payment: &Payment,
    seen_at: OffsetDateTime,
) -> Value {
    json!({
        "type": "payment",
        "environment": environment,
        "syssn": syssn,
        "txamt": payment.amount.minor(),
        "currency": payment.currency.code(),
        "pay_type": payment.pay_type,
        "paid_at": payment.paid_at,
        "seen_at": utc(seen_at),
    })
}

/// One entry of which merchant a key belongs to.
pub(super) fn merchant(entry: &MembershipRecord) -> Value {
    let says = &entry.says;
    json!({
        "type": "merchant",
        "seq": entry.seq,
        "key": says.key.as_str(),
        "merchant": says.merchant.as_str(),
        "environment": says.environment,
        "profile": says.profile,
        "note": says.note,
        "at": utc(entry.at),
        "operator": entry.who.operator,
        "host": entry.who.host,
        "process": entry.who.process,
        "prev_hash": entry.previous.to_string(),
        "hash": entry.hash.to_string(),
    })
}

/// The payment that an order number was found to be.
pub(super) fn order(merchant: &str, order_no: &str, syssn: &str, seen_at: OffsetDateTime) -> Value {
    json!({
        "type": "order",
        "merchant": merchant,
        "order_no": order_no,
        "syssn": syssn,
        "seen_at": utc(seen_at),
    })
}

/// How the file of a batch was called.
pub(super) fn batch_file(batch: &str, file: &str, taken_at: OffsetDateTime) -> Value {
    json!({
        "type": "batch_file",
        "batch": batch,
        "file": file,
        "taken_at": utc(taken_at),
    })
}

/// One row of a file that was left out as a twin of a refund that was not done.
pub(super) fn left_out(row: &LeftOutRow) -> Value {
    json!({
        "type": "left_out",
        "batch": row.place.batch,
        "batch_row": row.place.row,
        "merchant": row.merchant,
        "twin": row.twin,
        "txamt": row.amount.minor(),
        "currency": row.currency,
        "at": utc(row.at),
        "given_up_at": row.given_up.as_ref().map(|said| utc(said.at)),
        "given_up_by": row.given_up.as_ref().map(|said| &said.by),
        "given_up_note": row.given_up.as_ref().and_then(|said| said.note.as_ref()),
    })
}

/// A row that was left out, as the journal has it.
pub(super) struct LeftOutRow {
    pub(super) place: BatchRow,
    pub(super) merchant: String,
    /// The number of the refund that it is a twin of.
    pub(super) twin: String,
    pub(super) amount: Amount,
    pub(super) currency: String,
    pub(super) at: OffsetDateTime,
    /// Who gave it up, and why.
    pub(super) given_up: Option<Decision>,
}

/// One merchant whose gateway was seen to sign.
pub(super) fn signing(environment: &str, merchant: &str, seen_at: OffsetDateTime) -> Value {
    json!({
        "type": "signing",
        "environment": environment,
        "merchant": merchant,
        "seen_at": utc(seen_at),
    })
}

/// Makes a line with these keys, in this order.
macro_rules! line {
    ($kind:literal, $($key:ident: $value:expr),* $(,)?) => {{
        #[derive(Serialize)]
        struct Line<$($key),*> {
            r#type: &'static str,
            $($key: $key),*
        }
        Line { r#type: $kind, $($key: $value),* }
    }};
}

/// One intent as it stands.
pub(super) fn intent(record: &Record) -> impl Serialize {
    let (wanted, progress) = (&record.wanted, &record.progress);
    let decision = progress.decision.as_ref();
    let intent = &wanted.intent;
    line! {
        "intent",
        id: record.id.0,
        merchant: wanted.merchant.as_str(),
        environment: &wanted.environment,
        profile: &wanted.profile,
        out_trade_no: intent.out_trade_no.as_str(),
        syssn: intent.syssn.as_str(),
        txamt: intent.amount.minor(),
        currency: intent.currency.code(),
        txdtm: record.txdtm(),
        udid: intent.udid.as_ref().map(|udid| udid.as_str()),
        reference: intent
            .reference
            .as_ref()
            .map(|reference| reference.as_str()),
        reason: intent.reason.as_deref(),
        request_sha256: wanted.request.to_string(),
        batch: wanted.batch.as_ref().map(|row| row.batch.as_str()),
        batch_row: wanted.batch.as_ref().map(|row| row.row),
        replaces: wanted.replaces.as_ref().map(|number| number.as_str()),
        operator: &record.operator,
        created_at: utc(record.created_at),
        state: progress.state.name(),
        updated_at: utc(progress.updated_at),
        sent_at: progress.sent_at.map(utc),
        requested_at: progress.requested_at.map(utc),
        attempt: progress.attempt,
        resends: progress.resends,
        refund_syssn: progress.refund_syssn.as_deref(),
        respcd: progress.respcd.as_deref(),
        resperr: progress.resperr.as_deref(),
        decided_at: decision.map(|word| utc(word.at)),
        decided_by: decision.map(|word| word.by.as_str()),
        note: decision.and_then(|word| word.note.as_deref()),
        settlement: &progress.settlement,
        settled_at: progress.settled_at.map(utc),
    }
}

/// One event.
pub(super) fn event(event: &EventRecord) -> impl Serialize {
    let details = &event.details;
    line! {
        "event",
        seq: event.seq,
        intent: event.intent.0,
        at: utc(event.at),
        operator: &event.who.operator,
        host: &event.who.host,
        process: event.who.process,
        event: event.event.name(),
        observed: event.observed.map(|observed| observed.name()),
        from: event.from.map(|state| state.name()),
        to: event.to.name(),
        attempt: details.attempt,
        respcd: details.respcd.as_deref(),
        text: details.text.as_deref(),
        digest: details.digest.map(|digest| digest.to_string()),
        refund_syssn: details.refund_syssn.as_deref(),
        elapsed_ms: details.elapsed.map(super::chain::elapsed_millis),
        note: details.note.as_deref(),
        settlement: &details.settlement,
        endpoint: event.endpoint.as_ref(),
        prev_hash: event.previous.to_string(),
        hash: event.hash.to_string(),
    }
}
