//! How long what the gateway has shown is taken for what it would show now.

use crate::world::Clock;
use std::time::Duration;
use time::OffsetDateTime;

/// How long what was read is taken for what the gateway would answer now. A look that is older is made
/// again: a person may refund in the portal within a minute.
const FRESH: Duration = Duration::from_secs(30);

/// When lists that many rows are sent by are read again: so much earlier that a request which rests on
/// them still leaves in time.
pub(super) const SOON: Duration = Duration::from_secs(20);

/// When something was seen, by the clock that never runs backwards, and by that of the day: while a machine
/// sleeps only the latter goes on.
pub type Moment = (Duration, OffsetDateTime);

/// Whether what was seen at a moment still is what the gateway would show. It is asked after every wait, and at
/// last when the request itself is about to leave.
#[must_use]
pub fn is_fresh(seen: Moment, clock: &dyn Clock) -> bool {
    is_within(FRESH, seen, clock)
}

pub(super) fn is_within(age: Duration, (uptime, now): Moment, clock: &dyn Clock) -> bool {
    let end = now.saturating_add(age.try_into().unwrap_or_default());
    clock.uptime().saturating_sub(uptime) <= age && clock.now() <= end
}

pub(super) fn moment(clock: &dyn Clock) -> Moment {
    (clock.uptime(), clock.now())
}
