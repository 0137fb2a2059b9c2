//! The hash chain over all events, and the journal's time. Pure.
//!
//! Every event carries the hash of the one before, so that an edit, a deletion or a change of
//! order anywhere shows from there on. What stands beside the chain and a decision rests on is
//! vouched for by it: an intent by its plan, a claim's lease by its claim; a payment has a seal.
//! There is no secret in it: whoever computes every hash anew, or cuts off the newest events
//! together with what they did to the intents, leaves a chain that fits. That shows only where the
//! newest hash is kept in another place.

use super::event::EventRecord;
use super::merchants::MembershipRecord;
use super::record::{Digest, Lease, NewIntent, Payment};
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use time::OffsetDateTime;

/// Computes an event's hash over all its other fields.
pub(super) fn hash(event: &EventRecord) -> Digest {
    let mut canon = Canon::new("qfrefund event 1");
    canon.text(Some(&event.previous.to_string()));
    canon.number(Some(event.seq));
    canon.number(Some(event.intent.0));
    canon.number(Some(millis(event.at)));
    canon.text(Some(&event.who.operator));
    canon.text(Some(&event.who.host));
    canon.number(Some(event.who.process));
    canon.text(Some(event.event.name()));
    canon.text(event.observed.map(|observed| observed.name()));
    canon.text(event.from.map(|state| state.name()));
    canon.text(Some(event.to.name()));
    let details = &event.details;
    canon.number(details.attempt);
    canon.text(details.respcd.as_deref());
    canon.text(details.text.as_deref());
    canon.text(details.digest.map(|digest| digest.to_string()).as_deref());
    canon.text(details.refund_syssn.as_deref());
    canon.number(details.elapsed.map(elapsed_millis));
    canon.text(details.note.as_deref());
    let endpoint = event.endpoint.as_ref().map(ToString::to_string);
    canon.text(endpoint.as_deref());
    // Last, and only where there is any: most events have none.
    if let Some(settlement) = details.settlement.to_json() {
        canon.text(Some(&settlement));
    }
    canon.finish()
}

/// Computes the digest of everything in an intent that only an adoption changes.
pub(super) fn content(new: &NewIntent, operator: &str) -> Digest {
    let mut canon = Canon::new("qfrefund intent 1");
    let intent = &new.intent;
    canon.text(Some(new.merchant.as_str()));
    canon.text(Some(&new.environment));
    canon.text(Some(&new.profile));
    canon.text(Some(intent.out_trade_no.as_str()));
    canon.text(Some(intent.syssn.as_str()));
    canon.number(Some(intent.amount.minor()));
    canon.text(Some(intent.currency.code()));
    canon.text(intent.txdtm.as_deref());
    canon.text(intent.udid.as_ref().map(|udid| udid.as_str()));
    canon.text(
        intent
            .reference
            .as_ref()
            .map(|reference| reference.as_str()),
    );
    canon.text(intent.reason.as_deref());
    canon.text(Some(&new.request.to_string()));
    canon.text(new.batch.as_ref().map(|row| row.batch.as_str()));
    canon.number(new.batch.as_ref().map(|row| row.row));
    canon.text(new.replaces.as_ref().map(|number| number.as_str()));
    canon.text(Some(operator));
    canon.finish()
}

/// Computes an entry's hash over all its other fields.
pub(super) fn entry(entry: &MembershipRecord) -> Digest {
    let mut canon = Canon::new("qfrefund merchant 1");
    canon.text(Some(&entry.previous.to_string()));
    canon.number(Some(entry.seq));
    let says = &entry.says;
    canon.text(Some(says.key.as_str()));
    canon.text(Some(says.merchant.as_str()));
    canon.text(Some(&says.environment));
    canon.text(Some(&says.profile));
    canon.text(says.note.as_deref());
    canon.number(Some(millis(entry.at)));
    canon.text(Some(&entry.who.operator));
    canon.text(Some(&entry.who.host));
    canon.number(Some(entry.who.process));
    canon.finish()
}

/// Computes the digest of a payment as it was noted at a time.
pub(super) fn seal(environment: &str, syssn: &str, payment: &Payment, seen_at: i64) -> Digest {
    let mut canon = Canon::new("qfrefund payment 1");
    canon.text(Some(environment));
    canon.text(Some(syssn));
    canon.number(Some(payment.amount.minor()));
    canon.text(Some(payment.currency.code()));
    canon.text(payment.pay_type.as_deref());
    canon.text(payment.paid_at.as_deref());
    canon.number(Some(seen_at));
    canon.finish()
}

/// Writes down whose a claim is and until when, and on which kind of file system it was made where
/// that is only the profile's word.
pub(super) fn claim(lease: &Lease, accepted: Option<&str>) -> String {
    let on = accepted.map_or_else(String::new, |kind| {
        format!(", on {kind} by the profile's word")
    });
    format!("lease of {} until {}{on}", lease.owner, millis(lease.until))
}

/// Whether a lease is the one that a claim has written down.
pub(super) fn is_claimed(lease: &Lease, claim: &str) -> bool {
    let rest = claim.strip_prefix(&self::claim(lease, None));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(", on "))
}

/// Fields in a fixed order, each with its length in front, so that no two contents look alike.
struct Canon(Sha256);

impl Canon {
    fn new(what: &str) -> Self {
        let mut canon = Self(Sha256::new());
        canon.text(Some(what));
        canon
    }

    fn text(&mut self, text: Option<&str>) {
        match text {
            None => self.0.update(b"-"),
            Some(text) => {
                self.0.update(text.len().to_string().as_bytes());
                self.0.update(b":");
                self.0.update(text.as_bytes());
            }
        }
    }

    fn number(&mut self, number: Option<impl ToString>) {
        self.text(number.map(|number| number.to_string()).as_deref());
    }

    fn finish(self) -> Digest {
        Digest::from_bytes(self.0.finalize().into())
    }
}

/// Returns an instant as the journal keeps it: whole milliseconds since 1970, UTC.
pub(super) fn millis(at: OffsetDateTime) -> i64 {
    let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
    i64::try_from(millis).unwrap_or(0)
}

/// Returns the instant of a kept time.
pub(super) fn instant(millis: i64) -> Option<OffsetDateTime> {
    let nanos = i128::from(millis).checked_mul(1_000_000)?;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}

/// Returns a duration in whole milliseconds.
pub(super) fn elapsed_millis(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::event::Details;
    use super::super::record::{Cursor, Who};
    use super::*;
    use crate::refund::{Endpoint, Event, Settlement, State};
    use time::macros::datetime;

    fn event() -> EventRecord {
        EventRecord {
            seq: 2,
            intent: Cursor(1),
            at: datetime!(2026-11-22 17:00:00.123 UTC),
            who: Who {
                operator: "mei".to_owned(),
                host: "till-1".to_owned(),
                process: 77,
            },
            event: Event::ReplyDone,
            observed: None,
            from: Some(State::Sending),
            to: State::Refunded,
            details: Details {
                attempt: Some(1),
                respcd: Some("0000".to_owned()),
                text: None,
                digest: Some(Digest::of(b"reply")),
                refund_syssn: Some("R1".to_owned()),
                settlement: Settlement::NONE,
                elapsed: Some(Duration::from_millis(250)),
                note: None,
                signed: None,
            },
            endpoint: None,
            previous: Digest::of(b"before"),
            hash: Digest::GENESIS,
        }
    }

    #[test]
    fn the_hash_is_written_down() {
        // A release that computes another hash would call every journal forged.
        assert_eq!(
            hash(&event()).to_string(),
            "7a99fe26b4ebbeeb3be614546da5bf3aa7d9c3ce12e15aac9604f6b309966ce7"
        );
    }

    #[test]
    fn every_field_counts() {
        let changes: [fn(&mut EventRecord); 20] = [
            |e| e.seq = 3,
            |e| e.intent = Cursor(2),
            |e| e.at = datetime!(2026-11-22 17:00:00.124 UTC),
            |e| e.who.operator = "mei2".to_owned(),
            |e| e.who.host = String::new(),
            |e| e.who.process = 78,
            |e| e.event = Event::FoundDone,
            |e| e.observed = Some(Event::ReplyRefused),
            |e| e.from = None,
            |e| e.to = State::Declined,
            |e| e.details.attempt = None,
            |e| e.details.respcd = None,
            |e| e.details.text = Some(String::new()),
            |e| e.details.digest = None,
            |e| e.details.refund_syssn = Some("R2".to_owned()),
            |e| e.details.elapsed = Some(Duration::from_millis(251)),
            |e| e.details.note = Some("ok".to_owned()),
            |e| e.details.settlement = Settlement::of(|_| Some("1".to_owned())),
            |e| e.endpoint = Some(Endpoint::new("https://a.example", "APP", None)),
            |e| e.previous = Digest::GENESIS,
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut changed = event();
            change(&mut changed);
            assert_ne!(hash(&changed), hash(&event()), "change {index} is not seen");
        }
    }

    #[test]
    fn kept_times_are_whole_milliseconds() {
        let at = datetime!(2026-11-22 17:00:00.123_999 UTC);
        assert_eq!(
            instant(millis(at)),
            Some(datetime!(2026-11-22 17:00:00.123 UTC))
        );
        assert_eq!(instant(i64::MAX), None);
    }
}
