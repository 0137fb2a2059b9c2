//! Whether the day's limit has room for what a file would send.

use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure};
use crate::journal::Journal;
use crate::plan::Sums;

/// Says what is left of the day's limit, where that is less than what is to be sent. The limit
/// itself is kept by the journal, row by row: this is for whoever plans.
///
/// # Errors
/// Where the journal cannot be read. Without one nothing was refunded today.
pub(super) fn shortfall(
    sums: &Sums,
    party: &Party,
    journal: Option<&mut dyn Journal>,
    desk: &Desk<'_>,
) -> Result<Option<String>, Failure> {
    let profile = &party.profile;
    let Some(limit) = profile.guards().max_day_total else {
        return Ok(None);
    };
    let currency = profile.currency();
    let used = match journal {
        Some(journal) => journal.day_total(&party.key(), currency, desk.clock.now())?,
        None => 0,
    };
    let left = limit.minor().saturating_sub(used);
    Ok((sums.to_send.minor > left.into()).then(|| {
        format!(
            "{} is left of today's `max_day_total`, {}: a run stops there, and goes on when it is run again on another day",
            currency.in_words(left.into()),
            limit.in_words(currency)
        )
    }))
}
