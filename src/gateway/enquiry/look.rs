//! A look at the gateway as the journal keeps it.
//!
//! Pure: every command that follows a refund looks in the same months and writes down the same.

use super::find::{Finding, find};
use super::row::Transaction;
use crate::journal::{Details, Record};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, Outcome};
use time::OffsetDateTime;

/// What one look showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What happened, for the journal.
    pub event: Event,
    /// What is noted with it.
    pub details: Details,
    /// How the gateway contradicts the intent, as a clause: a person has to look.
    pub contradiction: Option<String>,
}

/// Returns the months to look into when the number alone finds nothing: that of the send and the
/// one after, as far as it has begun.
#[must_use]
pub fn months_of(record: &Record, now: OffsetDateTime) -> Vec<HkMonth> {
    let sent = HkMonth::of(record.progress.sent_at.unwrap_or(record.created_at));
    sent.through(HkMonth::of(now)).take(2).collect()
}

/// Reads what the rows found under its number say about a refund.
#[must_use]
pub fn sight(rows: &[Transaction], record: &Record) -> Sight {
    match find(rows, &record.wanted.intent) {
        Finding::Nothing => Sight {
            event: Event::FoundNothing,
            details: Details::default(),
            contradiction: None,
        },
        Finding::Contradiction(why) => Sight {
            event: Event::Stray,
            details: Details {
                text: Some(why.clone()),
                ..Details::default()
            },
            contradiction: Some(why),
        },
        Finding::Found(row, outcome) => Sight {
            event: match outcome {
                Outcome::Refunded => Event::FoundDone,
                Outcome::Declined => Event::FoundRefused,
                Outcome::Pending => Event::FoundProcessing,
                Outcome::Unknown | Outcome::NotSent => Event::Stray,
            },
            details: Details {
                respcd: row.respcd,
                text: row.errmsg,
                refund_syssn: row.syssn,
                ..Details::default()
            },
            contradiction: None,
        },
    }
}
