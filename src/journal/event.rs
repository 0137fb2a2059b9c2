//! What the journal keeps of each event in the life of an intent.
//!
//! Nothing here is ever a secret: no client key, no signature, no card number.

use super::digest::Digest;
use super::record::{Cursor, Who};
#[cfg(doc)]
use super::record::{NewIntent, Progress};
use crate::refund::{Endpoint, Event, Settlement, State};
use std::time::Duration;
use time::OffsetDateTime;

/// What is noted with an event. Texts are cut at [`Details::MAX_TEXT`] characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// For a reply: the attempt it answers, as [`Progress::attempt`] said when it was claimed. A
    /// reply that names none, or an earlier one, decides nothing unless it says done.
    pub attempt: Option<u32>,
    /// Response code.
    pub respcd: Option<String>,
    /// The gateway's text, or why there is no reply; for a claim, whose it is and until when.
    pub text: Option<String>,
    /// Digest of what came back.
    pub digest: Option<Digest>,
    /// The gateway's number of the refund.
    pub refund_syssn: Option<String>,
    /// What the gateway tells of its settlement.
    pub settlement: Settlement,
    /// How long it took; kept in whole milliseconds.
    pub elapsed: Option<Duration>,
    /// The operator's words.
    pub note: Option<String>,
    /// Whether what came back was signed, if anything did. It decides what the event may count as,
    /// see [`super::Scope::record`], and is not kept with it.
    pub signed: Option<bool>,
}

impl Details {
    /// Longest text kept, in characters.
    pub const MAX_TEXT: usize = 1000;

    /// Notes what an operator says, where they say something.
    #[must_use]
    pub fn said(words: Option<&str>) -> Self {
        let words = words.map(str::trim).filter(|words| !words.is_empty());
        Self {
            note: words.map(str::to_owned),
            ..Self::default()
        }
    }

    /// Starts details that are only an operator's words.
    #[must_use]
    pub fn note(words: impl Into<String>) -> Self {
        Self {
            note: Some(words.into()),
            ..Self::default()
        }
    }

    pub(super) fn cut(mut self) -> Self {
        for text in [
            &mut self.respcd,
            &mut self.text,
            &mut self.refund_syssn,
            &mut self.note,
        ] {
            if let Some(text) = text
                && let Some((at, _)) = text.char_indices().nth(Self::MAX_TEXT)
            {
                text.truncate(at);
            }
        }
        self
    }
}

/// One event in the life of an intent, as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Its place in the chain, counted from 1 without gaps.
    pub seq: u64,
    /// The intent.
    pub intent: Cursor,
    /// When, UTC, by the clock of who wrote it. Before the event in front of it only where one of
    /// the clocks was far off.
    pub at: OffsetDateTime,
    /// Who.
    pub who: Who,
    /// What it counts as.
    pub event: Event,
    /// What was seen, where it counts as something else.
    pub observed: Option<Event>,
    /// The state before; none for the first event of an intent.
    pub from: Option<State>,
    /// The state after.
    pub to: State,
    /// What is known besides. In a `plan` or `adopt` event the digest is that of the intent's
    /// content, in a `claim` or `order_resend` that of the request ([`NewIntent::request`]).
    pub details: Details,
    /// Through which endpoint it was sent, looked at or found, see [`crate::refund::resend`].
    pub endpoint: Option<Endpoint>,
    /// Hash of the event in front of it, or [`Digest::GENESIS`].
    pub previous: Digest,
    /// Hash of this event.
    pub hash: Digest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        let details = Details {
            text: Some("退".repeat(Details::MAX_TEXT + 1)),
            note: Some("x".repeat(Details::MAX_TEXT)),
            ..Details::default()
        }
        .cut();
        assert_eq!(details.text.unwrap().chars().count(), Details::MAX_TEXT);
        assert_eq!(details.note.unwrap().len(), Details::MAX_TEXT);
    }
}
