//! How much a reply or a look proves, when others may have sent under the same number.

use super::{Event, Forbidden, State, next};

/// Whose reply it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The intent's only attempt that can have reached the gateway.
    Only,
    /// The latest, ordered by an operator while an earlier one may have reached the gateway.
    Resend,
    /// One that is no longer the latest.
    Earlier,
}

/// Returns the event that an observation counts as.
///
/// After a resend, a refusal or a broken connection speaks of the resend alone: the first send
/// may well have been executed, and may be the very reason for the refusal. A reply to an attempt
/// that is no longer the latest decides nothing unless it says done. A reply or look that cannot
/// move the state counts as [`Event::Stray`], so that no evidence is lost.
///
/// # Errors
/// [`Forbidden`] for an operator's order that the table has no row for, and for replies and looks
/// on an intent that was never sent.
pub fn weigh(state: State, event: Event, attempt: Attempt) -> Result<Event, Forbidden> {
    let counts_as = match (event, attempt) {
        (Event::ReplyRefused, Attempt::Resend) => Event::ResendRefused,
        (Event::NotSent, Attempt::Resend) => Event::ResendNotSent,
        (Event::ReplyDone, _) => event,
        (_, Attempt::Earlier) if event.is_reply() => Event::Stray,
        _ => event,
    };
    if next(state, counts_as).is_ok() {
        return Ok(counts_as);
    }
    if event.is_reply() || event.is_look() {
        next(state, Event::Stray)?;
        return Ok(Event::Stray);
    }
    Err(Forbidden { state, event })
}
