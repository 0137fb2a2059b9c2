//! Whether this machine's clock is right, before anything is sent by it.

use super::Means;
use crate::gateway::enquiry;
use crate::gateway::gate::Heard;
use crate::journal::Newest;
use crate::language::text;
use crate::refund::clock::Skew;
use crate::refund::hong_kong::HkMonth;
use std::time::Duration;

/// Compares the clock with what the gateway's replies have told, and, where none has come yet and
/// the journal's newest event makes the clock doubtful, asks the gateway for its time.
///
/// An event in the future may have been written under a wrong clock, and then it is this one that
/// is right: only the gateway can tell. A day that has a limit and nothing was sent on yet,
/// `is_new_day`, is doubtful as well: under a clock that is ahead it would be a second one.
///
/// # Errors
/// How far off the clock is, as a clause.
pub fn check_clock(
    newest: Option<Newest>,
    is_new_day: bool,
    means: &Means<'_>,
) -> Result<(), String> {
    let now = means.clock.now();
    let is_behind = |at| Skew::of(at, now, Duration::MAX);
    let behind = newest.and_then(|newest| {
        let behind = is_behind(newest.at)?;
        Some(text!("attempt-clock-journal", "the clock of this machine is {behind} the journal's newest event, and the gateway does not tell which of them is right", behind))
    });
    // What this command or one before has written by the same clock says nothing about it.
    let is_doubtful = newest.is_some_and(|newest| is_behind(newest.latest).is_some());
    if means.gate.heard() == Heard::Nothing && (is_doubtful || is_new_day && newest.is_some()) {
        let month = Some(HkMonth::of(now));
        let request = enquiry::page_request(None, month, 1, means.merchant);
        // What it answers does not matter, only when.
        let _ = means.enquirer(&|| true).ask(&request);
    }
    match (means.gate.heard(), behind) {
        (Heard::Off(skew), _) => Err(off(skew)),
        (Heard::Nothing, Some(behind)) => Err(behind),
        (Heard::Right | Heard::Nothing, _) => Ok(()),
    }
}

/// Says how far off the clock was heard to be.
#[must_use]
pub fn off(skew: Skew) -> String {
    text!(
        "attempt-clock-gateway",
        "the clock of this machine is {skew} the gateway's",
        skew
    )
}
