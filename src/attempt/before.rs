//! Before a refund is sent that came back unsent: HTTP 429 says that nothing was done (protocol section 10), and
//! that is the gateway's word. Where its own list has the number all the same, the money has moved.

use super::{Look, Means, Recorder, look};
use crate::journal::{EventRecord, Record};
use crate::refund::{Event, State};

/// Whether the gateway has answered a send of it. What never reached it is known from here.
fn was_answered(events: &[EventRecord]) -> bool {
    let mut unsent = events.iter().filter(|event| event.event == Event::NotSent);
    unsent.any(|event| event.details.digest.is_some())
}

/// Asks the gateway by its number for a planned refund that it has answered before, and writes down what it
/// shows. Whether payments are looked at does not matter: this is about the refund itself.
///
/// # Errors
/// What the look came to, where the refund must not be sent.
pub fn look_before(
    record: &Record,
    events: &[EventRecord],
    means: &Means<'_>,
    recorder: &mut dyn Recorder,
) -> Result<(), Look> {
    if !was_answered(events) {
        return Ok(());
    }
    match look(record, means, recorder) {
        Look::Seen(after, None) if after.state() == State::Planned => Ok(()),
        found => Err(found),
    }
}
