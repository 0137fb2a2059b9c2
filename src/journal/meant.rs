//! Second refunds that were meant: the word is noted when they are written down, and stays.

use super::{Journal, JournalError, Record};
use time::OffsetDateTime;

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

impl Record {
    /// When it was executed, as the gateway tells it, or else sent.
    #[must_use]
    pub fn made_at(&self) -> OffsetDateTime {
        let made = self.progress.settled_at.or(self.progress.sent_at);
        made.unwrap_or(self.created_at)
    }

    /// Whether it was written down after another one, or something was learned of it since.
    #[must_use]
    pub fn is_news_to(&self, earlier: &Self) -> bool {
        self.id > earlier.id || self.progress.updated_at > earlier.created_at
    }
}
