//! What a row is a twin of, and what is to become of it.

use super::checked::Batch;
use crate::batch::Row;
use crate::journal::{Journal, JournalError, Record, was_meant};
use crate::refund::twin::Place;

/// A refund that a row may be once more: the same payment and amount.
#[derive(Clone, Debug)]
pub enum Twin {
    /// An earlier row of the file, the first such one, by its line.
    Row(u64),
    /// One that stands in the journal.
    Refund(Box<Record>),
}

/// What is to become of twins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwinPolicy {
    /// They do not matter here: nobody looks for them.
    Ignore,
    /// Each is meant.
    Meant,
    /// Those in the journal are told, unless they were meant when they were written down; those within
    /// the file the check has told.
    Tell,
    /// They are left out, also where they are written down as rows of this batch and were not sent.
    LeaveOut,
}

impl TwinPolicy {
    /// Whether a row is compared with the refunds before it.
    #[must_use]
    pub const fn compares(self) -> bool {
        matches!(self, Self::Tell | Self::LeaveOut)
    }
}

/// Where a refund stands, seen from a row.
pub(super) fn place(record: &Record, row: &Row, batch: &Batch<'_>) -> Place {
    let earlier = record.wanted.batch.as_ref();
    let earlier = earlier.map(|place| (place.batch.as_str(), u64::from(place.row)));
    Place::of(earlier, Some((&batch.name, row.number)))
}

/// Finds the twin of a row that is written down beside which nobody has meant it.
pub(super) fn unmeant<'a>(
    own: &Record,
    mut twins: impl Iterator<Item = &'a Record>,
    journal: &mut dyn Journal,
) -> Result<Option<&'a Record>, JournalError> {
    let Some(first) = twins.next() else {
        return Ok(None);
    };
    if !was_meant(own, journal)? {
        return Ok(Some(first));
    }
    let mut all = std::iter::once(first).chain(twins);
    Ok(all.find(|twin| twin.is_news_to(own)))
}
