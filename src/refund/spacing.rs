//! The time between two refunds of one payment. Pure.

use std::time::Duration;

/// The gateway takes a second refund of a payment that follows too closely for a repetition.
const SPACING: Duration = Duration::from_secs(4);

/// Returns the time to leave between two refunds of one payment: none only where neither money
/// moves nor a rate limit is wanted.
#[must_use]
pub const fn spacing(moves_money: bool, is_limited: bool) -> Duration {
    if moves_money || is_limited {
        SPACING
    } else {
        Duration::ZERO
    }
}
