//! One refund with its whole life, and whether the journal is as it was left.

use super::row::{IntentRow, stacked, utc};
use super::text::{clean, clean_short, environment_name, gateway_time, optional, with_environment};
use super::{Colour, Document, Style};
use crate::journal::EventRecord;
use crate::language::{joined, text, word};
use crate::refund::{Endpoint, Event, State, hong_kong};
use serde::Serialize;
use time::OffsetDateTime;

/// One event in the life of a refund.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    /// Its place in the chain.
    pub seq: u64,
    /// When, UTC.
    pub at: String,
    /// What it counted as.
    pub event: &'static str,
    /// What was seen, where that is something else.
    pub observed: Option<&'static str>,
    /// The state before.
    pub from: Option<State>,
    /// The state after.
    pub to: State,
    /// Who.
    pub operator: String,
    /// On which machine.
    pub host: String,
    /// In which process.
    pub process: u32,
    /// Response code.
    pub respcd: Option<String>,
    /// The gateway's text, or why there is none.
    pub text: Option<String>,
    /// The gateway's number of the refund.
    pub syssn: Option<String>,
    /// SHA-256 of the request that was sent (without `txdtm` where none was given) or of what came back.
    pub digest: Option<String>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: Option<u64>,
    /// The operator's words.
    pub note: Option<String>,
    /// Where it was sent, looked for or found.
    pub endpoint: Option<Endpoint>,
    /// Hash of this event, which the next one carries.
    pub hash: String,
    #[serde(skip)]
    instant: OffsetDateTime,
    #[serde(skip)]
    in_words: &'static str,
}

impl EventRow {
    /// Makes the row of an event.
    #[must_use]
    pub fn of(event: &EventRecord) -> Self {
        let details = &event.details;
        let safe = |text: &Option<String>| text.as_deref().map(clean_short);
        Self {
            seq: event.seq,
            at: utc(event.at),
            event: event.event.name(),
            observed: event.observed.map(|observed| observed.name()),
            from: event.from,
            to: event.to,
            operator: clean(&event.who.operator),
            host: clean(&event.who.host),
            process: event.who.process,
            respcd: safe(&details.respcd),
            text: safe(&details.text),
            syssn: safe(&details.refund_syssn),
            digest: details.digest.map(|digest| digest.to_string()),
            elapsed_ms: details
                .elapsed
                .and_then(|elapsed| u64::try_from(elapsed.as_millis()).ok()),
            note: safe(&details.note),
            endpoint: event.endpoint.clone(),
            hash: event.hash.to_string(),
            instant: event.at,
            in_words: event.event.in_words(),
        }
    }
}

/// One refund with its whole life.
#[derive(Debug, Serialize)]
pub struct ShowDocument {
    /// The refund.
    pub refund: IntentRow,
    /// The attempt that takes its place.
    pub replaced_by: Option<String>,
    /// Its events, oldest first.
    pub events: Vec<EventRow>,
}

impl Document for ShowDocument {
    const KIND: &'static str = "show";

    fn to_table(&self, style: Style) -> String {
        let row = &self.refund;
        let further = [
            (
                word!("history-life-request-time", "request time"),
                gateway_time(&row.txdtm),
            ),
            (
                word!("history-life-profile", "profile"),
                with_environment(&row.profile, environment_name(&row.environment)),
            ),
            (
                word!("history-life-operator", "operator"),
                row.operator.clone(),
            ),
            (
                word!("history-life-reason", "reason"),
                optional(&row.reason),
            ),
            (
                word!("history-life-note-by", "note by"),
                optional(&row.decided_by),
            ),
            (
                word!("history-life-replaced-by", "replaced by"),
                optional(&self.replaced_by),
            ),
            (word!("history-life-batch", "batch"), optional(&row.batch)),
        ];
        let mut out = stacked(row, &further, style);
        let heading = style.paint(
            Colour::Bold,
            word!("history-life-happened", "What happened (UTC+8)"),
        );
        out.push_str(&format!("\n{heading}\n"));
        for event in &self.events {
            let took = event
                .elapsed_ms
                .map(|ms| text!("history-life-after", " after {ms} ms", ms))
                .unwrap_or_default();
            // Whose claim it is stands in front of it already.
            let is_claim = [Event::Claim, Event::OrderResend].map(Event::name);
            let text = event.text.as_ref();
            let text = text.filter(|_| !is_claim.contains(&event.event));
            let details = [event.respcd.as_ref(), text, event.note.as_ref()];
            let details: Vec<&str> = details.into_iter().flatten().map(|s| &**s).collect();
            let details = joined(details);
            // Said where the event does not say it, and where it is a new one.
            let state = event.to.to_string();
            let is_told = event.from == Some(event.to) || event.in_words.contains(&state);
            let state = if is_told {
                String::new()
            } else {
                text!("history-life-state", " ({state})", state)
            };
            let colon = word!("history-life-colon", ": ");
            let colon = if details.is_empty() { "" } else { colon };
            out.push_str(&style.item(&text!(
                "history-life-event",
                "{at} {event}{state}, by {operator} on {host}{took}{colon}{details}",
                at = hong_kong::gateway_time(event.instant),
                event = event.in_words,
                state,
                operator = event.operator,
                host = event.host,
                took,
                colon,
                details
            )));
        }
        out
    }
}

/// What `journal verify` found.
#[derive(Debug, Serialize)]
pub struct VerifyDocument {
    /// The journal's file.
    pub journal: String,
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many intents there are.
    pub intents: u64,
    /// How many events there are.
    pub events: u64,
    /// Number of the newest event.
    pub head_seq: Option<u64>,
    /// Hash of the newest event. Kept elsewhere, it shows a cut-off end later on.
    pub head_hash: Option<String>,
    /// What is wrong.
    pub defects: Vec<String>,
}

impl Document for VerifyDocument {
    const KIND: &'static str = "verify";

    fn to_table(&self, style: Style) -> String {
        let verdict = if self.sound {
            style.paint(Colour::Green, word!("history-life-sound", "SOUND"))
        } else {
            style.paint(Colour::Red, word!("history-life-not-sound", "NOT SOUND"))
        };
        let head = match (&self.head_seq, &self.head_hash) {
            (Some(seq), Some(hash)) => text!("history-life-head", "event {seq}, {hash}", seq, hash),
            _ => text!("history-life-none", "none"),
        };
        let mut out = format!("{verdict}\n");
        out.push_str(&style.values(&[
            (
                word!("history-life-journal", "journal"),
                self.journal.clone(),
            ),
            (
                word!("history-life-refunds", "refunds"),
                self.intents.to_string(),
            ),
            (
                word!("history-life-events", "events"),
                self.events.to_string(),
            ),
            (word!("history-life-newest", "newest"), head),
        ]));
        for defect in &self.defects {
            out.push_str(&style.item(&clean(defect)));
        }
        out
    }
}
