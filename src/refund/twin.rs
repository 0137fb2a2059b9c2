//! When a refund that is wanted may be one that was written down before, once more: same payment,
//! same amount, and no reference that says that it is another.
//!
//! The journal looks once more when it writes a refund down, in SQL (`find_twin`): for it every
//! refund stands [alone](Place::Alone). A test of `plan` compares the two.

use super::{Reference, State};
use std::time::Duration;
use time::OffsetDateTime;

/// A search for twins of one refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwinSearch {
    since: OffsetDateTime,
}

/// Where an earlier refund stands, seen from a row of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In no batch.
    Alone,
    /// In another batch.
    OtherBatch,
    /// In this very place of this batch, under another number.
    SameRow,
    /// Another row of this batch: the check of the file has judged the two.
    FellowRow,
}

impl TwinSearch {
    /// Begins a search now, over so long a time back. There is none for a refund with a reference
    /// and none over no time.
    #[must_use]
    pub fn new(
        reference: Option<&Reference>,
        now: OffsetDateTime,
        window: Duration,
    ) -> Option<Self> {
        let window = time::Duration::try_from(window).unwrap_or(time::Duration::MAX);
        // Journals keep milliseconds.
        let since = now.truncate_to_millisecond().saturating_sub(window);
        (reference.is_none() && !window.is_zero()).then_some(Self { since })
    }

    /// Whether an earlier refund of the same payment and amount is a twin.
    #[must_use]
    pub fn finds(self, state: State, written_at: OffsetDateTime, place: Place) -> bool {
        // What was refused or given up may be wanted again.
        let may_be_done = !matches!(state, State::Declined | State::Cancelled);
        may_be_done
            && match place {
                Place::Alone => written_at >= self.since,
                // A changed file must find its rows however long ago they were refunded.
                Place::OtherBatch | Place::SameRow => true,
                Place::FellowRow => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00:00.0004 UTC);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    #[test]
    fn a_reference_or_a_window_of_nothing_ends_the_search_before_it_begins() {
        let reference = Reference::parse("R-1").unwrap();
        assert!(TwinSearch::new(None, NOW, DAY).is_some());
        assert_eq!(TwinSearch::new(Some(&reference), NOW, DAY), None);
        assert_eq!(TwinSearch::new(None, NOW, Duration::ZERO), None);
        let ever = TwinSearch::new(None, NOW, Duration::MAX).unwrap();
        assert!(ever.finds(State::Refunded, OffsetDateTime::UNIX_EPOCH, Place::Alone));
    }

    #[test]
    fn the_window_is_for_single_refunds_and_what_is_refused_or_given_up_is_no_twin() {
        let search = TwinSearch::new(None, NOW, DAY).unwrap();
        let first = datetime!(2026-11-22 12:00 UTC);
        let before = first - time::Duration::MILLISECOND;
        for state in State::ALL {
            let counts = !matches!(state, State::Declined | State::Cancelled);
            for (place, in_time, late) in [
                (Place::Alone, true, false),
                (Place::OtherBatch, true, true),
                (Place::SameRow, true, true),
                (Place::FellowRow, false, false),
            ] {
                assert_eq!(search.finds(state, first, place), counts && in_time);
                assert_eq!(search.finds(state, before, place), counts && late);
            }
        }
    }
}
