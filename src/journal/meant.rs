//! Second refunds that were meant: the word is noted when they are written down, and stays.

use super::{Journal, JournalError, Record};

/// What is noted of a refund that was written down beside the same one.
pub(super) const MEANT: &str = "meant beside the same refund of this payment and amount";

/// Whether somebody has said that a refund is meant beside those that were there when it was written down.
///
/// # Errors
/// [`JournalError`].
pub fn was_meant(record: &Record, journal: &mut dyn Journal) -> Result<bool, JournalError> {
    let events = journal.events(record.id)?;
    let plan = events.first();
    Ok(plan.is_some_and(|plan| plan.details.note.as_deref() == Some(MEANT)))
}
