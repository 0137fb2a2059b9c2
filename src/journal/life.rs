//! How an event changes what is known of an intent. Pure.
//!
//! Writing and verifying go through the same function, so that a journal is sound exactly if its
//! rows are what their events make of them.

use super::chain;
use super::event::{Details, EventRecord};
use super::record::{Decision, Digest, Progress, Record};
use crate::language::text;
use crate::refund::hong_kong::parse_gateway_time;
use crate::refund::{Attempt, Event, Forbidden, Settlement, State, state};
use time::OffsetDateTime;

/// Returns what is known of an intent that was just written down.
pub(super) const fn planned(at: OffsetDateTime) -> Progress {
    Progress {
        state: State::Planned,
        updated_at: at,
        sent_at: None,
        requested_at: None,
        attempt: 0,
        resends: 0,
        refund_syssn: None,
        respcd: None,
        resperr: None,
        settlement: Settlement::NONE,
        settled_at: None,
        decision: None,
    }
}

impl Progress {
    /// Since when it may have been sent: the first send of which the outcome is not known. Sending it
    /// again, or trying to, is no new beginning.
    #[must_use]
    pub fn open_since(&self) -> Option<OffsetDateTime> {
        let requested = self.requested_at;
        self.sent_at
            .map(|sent| requested.map_or(sent, |requested| requested.min(sent)))
    }
}

/// Returns what is known after an event.
pub(super) fn advance(
    before: &Progress,
    event: Event,
    details: &Details,
    (at, by): (OffsetDateTime, &str),
) -> Result<Progress, Forbidden> {
    let mut after = before.clone();
    after.state = state::next(before.state, event)?;
    after.updated_at = at;
    if matches!(event, Event::Claim | Event::OrderResend) {
        after.sent_at = Some(at);
        after.attempt = after.attempt.saturating_add(1);
    }
    if event == Event::Claim {
        after.requested_at = Some(at);
    }
    if event == Event::Restored && after.sent_at.is_none() {
        // From now on it counts as one that may have been sent, and was requested then.
        (after.sent_at, after.requested_at) = (Some(at), Some(at));
    }
    if event == Event::FoundAtGateway {
        // When the gateway made it, where that can be read: it is then that it counts for the day,
        // and the month in which it is looked for.
        let made = details.text.as_deref().and_then(parse_gateway_time);
        after.sent_at = Some(made.unwrap_or(at));
    }
    if event == Event::OrderResend {
        after.resends = after.resends.saturating_add(1);
    }
    if after.state == State::Planned {
        after.sent_at = None;
        after.requested_at = None;
    }
    match event {
        Event::Close(_) | Event::Cancel => {
            after.decision = Some(Decision {
                at,
                by: by.to_owned(),
                note: details.note.clone(),
            });
        }
        Event::Reopen => after.decision = None,
        _ => {}
    }
    let tells = event.is_reply() || event.is_look();
    if tells && event != Event::FoundNothing {
        after.respcd.clone_from(&details.respcd);
        after.resperr.clone_from(&details.text);
        if details.refund_syssn.is_some() {
            after.refund_syssn.clone_from(&details.refund_syssn);
        }
        after.settlement.update(&details.settlement);
    }
    let is_refunded = after.state == State::Refunded;
    if event == Event::Stray && is_refunded {
        // A later look at it may tell what the first answer left out.
        after.settlement.update(&details.settlement);
    }
    after.settled_at = after.settlement.time().filter(|_| is_refunded);
    Ok(after)
}

/// Returns what an observation counts as for this intent.
pub(super) fn weigh(
    progress: &Progress,
    event: Event,
    details: &Details,
) -> Result<Event, Forbidden> {
    let attempt = if details.attempt != Some(progress.attempt) {
        Attempt::Earlier
    } else if progress.resends > 0 {
        Attempt::Resend
    } else {
        Attempt::Only
    };
    state::weigh(progress.state, event, attempt)
}

/// Whether a look at what is settled says what the newest event says already, so that it is no news:
/// looking again and again leaves one event, and each change of what is seen another.
pub(super) fn is_repeated(state: State, look: &EventRecord, newest: &EventRecord) -> bool {
    let says = |event: &EventRecord| {
        let Details {
            respcd,
            text,
            refund_syssn,
            note,
            ..
        } = event.details.clone();
        let gateway = (respcd, text, refund_syssn, note);
        (event.event, event.observed, event.endpoint.clone(), gateway)
    };
    let is_reply = look.observed.is_some_and(Event::is_reply);
    state.is_final() && look.event == Event::Stray && !is_reply && says(look) == says(newest)
}

/// The life of one intent told again by its events, in order.
#[derive(Debug, Default)]
pub(super) struct Replay {
    progress: Option<Progress>,
    content: Option<Digest>,
    claim: Option<String>,
    first: Option<(OffsetDateTime, String)>,
}

impl Replay {
    /// Takes the next event.
    ///
    /// # Errors
    /// What is wrong with it, as a clause.
    pub(super) fn event(&mut self, event: &EventRecord) -> Result<(), String> {
        let Some(before) = &self.progress else {
            if event.event != Event::Plan || event.from.is_some() || event.to != State::Planned {
                return Err(text!(
                    "journal-first-event",
                    "the first event of an intent is not its plan"
                ));
            }
            self.progress = Some(planned(event.at));
            self.content = event.details.digest;
            self.first = Some((event.at, event.who.operator.clone()));
            return Ok(());
        };
        if event.from != Some(before.state) {
            return Err(text!(
                "journal-does-not-follow",
                "it does not follow the event before it"
            ));
        }
        let when_and_who = (event.at, event.who.operator.as_str());
        let after = advance(before, event.event, &event.details, when_and_who)
            .map_err(|forbidden| forbidden.to_string())?;
        if after.state != event.to {
            return Err(text!(
                "journal-leads-elsewhere",
                "it leads to {state}, not to {told}",
                state = after.state,
                told = event.to
            ));
        }
        if event.event == Event::Adopt {
            self.content = event.details.digest;
        }
        if matches!(event.event, Event::Claim | Event::OrderResend) {
            self.claim.clone_from(&event.details.text);
        }
        self.progress = Some(after);
        Ok(())
    }

    /// Compares the outcome with the row of the intent.
    ///
    /// # Errors
    /// What differs, as a clause.
    pub(super) fn compare(&self, row: &Record) -> Result<(), String> {
        let (Some(progress), Some((at, operator))) = (&self.progress, &self.first) else {
            return Err(text!("journal-no-events", "it has no events"));
        };
        let is_sending = progress.state == State::Sending;
        if self.content != Some(chain::content(&row.wanted, &row.operator)) {
            return Err(text!(
                "journal-not-as-written",
                "it is not what was written down"
            ));
        }
        if (row.created_at, &row.operator) != (*at, operator) {
            return Err(text!(
                "journal-other-maker",
                "its maker or time is not that of its first event"
            ));
        }
        if row.progress.state != progress.state {
            return Err(text!(
                "journal-other-state",
                "it is {told}, but its events make it {state}",
                told = row.progress.state,
                state = progress.state
            ));
        }
        if row.progress != *progress {
            return Err(text!(
                "journal-says-otherwise",
                "what it says is not what its events say"
            ));
        }
        let is_claimed = match (&row.lease, &self.claim) {
            (Some(lease), Some(claim)) => is_sending && chain::is_claimed(lease, claim),
            (None, _) => !is_sending,
            (Some(_), None) => false,
        };
        if !is_claimed {
            return Err(text!(
                "journal-other-lease",
                "its lease is not that of its claim"
            ));
        }
        Ok(())
    }
}
