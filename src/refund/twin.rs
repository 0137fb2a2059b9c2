//! When a refund that is wanted may be one that was written down before, once more: same payment and
//! same amount. A reference does not tell them apart: who asks a second time often gives a second
//! ticket.
//!
//! A single refund is compared with those of some hours back: who makes it sees those before it. Nobody
//! looks at each row of a file, so a row is compared with all that came before, single refunds and rows
//! of other files, however long ago.
//!
//! The journal asks this once more in the transaction that writes a refund down.

use super::{Reference, State};
use std::time::Duration;
use time::OffsetDateTime;

/// A search for twins of one refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwinSearch {
    /// From when on others count for a single refund; `None` where they do not.
    since: Option<OffsetDateTime>,
}

/// Returns how far back twins of a refund count that was written down at some time and not sent: to
/// that time, and as far before it as when it was new. What was made since is no matter of a window.
#[must_use]
pub fn reach(window: Duration, now: OffsetDateTime, written_at: OffsetDateTime) -> Duration {
    let nanos = |at: OffsetDateTime| at.unix_timestamp_nanos();
    let waited = nanos(now).saturating_sub(nanos(written_at));
    window.saturating_add(u64::try_from(waited).map_or(Duration::ZERO, Duration::from_nanos))
}

/// Where an earlier refund stands, seen from the one that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The one that is wanted is in no batch.
    Alone,
    /// In no batch, seen from a row of one.
    Single,
    /// In another batch.
    OtherBatch,
    /// In this very place of this batch, under another number.
    SameRow,
    /// Another row of this batch: the check of the file has judged the two.
    FellowRow,
}

impl Place {
    /// Compares the rows of batches that two refunds are, if they are any: the batch's identity and
    /// the row.
    #[must_use]
    pub fn of(earlier: Option<(&str, u64)>, wanted: Option<(&str, u64)>) -> Self {
        match (earlier, wanted) {
            (Some((batch, row)), Some((other, same))) if batch == other => {
                if row == same {
                    Self::SameRow
                } else {
                    Self::FellowRow
                }
            }
            (Some(_), Some(_)) => Self::OtherBatch,
            (None, Some(_)) => Self::Single,
            (_, None) => Self::Alone,
        }
    }
}

/// Under which reference an earlier refund was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedUnder<'a> {
    /// This one, or none.
    Known(Option<&'a Reference>),
    /// Nobody knows: the gateway showed it, and no journal had it.
    Unknown,
}

/// Whether an earlier refund of the same payment and amount is the one that is wanted, however
/// long ago it was: it has the very reference, or may have. Another merchant may have asked for it, under
/// whom a payment's refund is no other one.
#[must_use]
pub fn is_asked_again(state: State, earlier: AskedUnder<'_>, wanted: Option<&Reference>) -> bool {
    let may_be_done = state.is_live() || state == State::Planned;
    let may_be_it = match earlier {
        AskedUnder::Known(reference) => reference == wanted,
        AskedUnder::Unknown => true,
    };
    may_be_done && wanted.is_some() && may_be_it
}

impl TwinSearch {
    /// Begins a search now. A single refund is compared with those of so long a time back, over no time
    /// with none; a row of a file with all of them.
    #[must_use]
    pub fn new(now: OffsetDateTime, window: Duration) -> Self {
        let window = time::Duration::try_from(window).unwrap_or(time::Duration::MAX);
        // Journals keep milliseconds.
        let since = now.truncate_to_millisecond().saturating_sub(window);
        Self {
            since: (!window.is_zero()).then_some(since),
        }
    }

    /// Whether an earlier refund of the same payment and amount is a twin.
    #[must_use]
    pub fn finds(self, state: State, written_at: OffsetDateTime, place: Place) -> bool {
        // What was refused or given up may be wanted again, and what an operator found not refunded.
        let may_be_done = state.is_live() || state == State::Planned;
        may_be_done
            && match place {
                // What waits to be sent is as young as its next try.
                Place::Alone => self
                    .since
                    .is_some_and(|since| written_at >= since || state == State::Planned),
                // A file must find what was refunded, by another file or by hand, however long ago.
                Place::Single | Place::OtherBatch | Place::SameRow => true,
                Place::FellowRow => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ClosedAs;
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00:00.0004 UTC);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    #[test]
    fn a_window_of_nothing_is_one_of_single_refunds() {
        let never = TwinSearch::new(NOW, Duration::ZERO);
        assert!(!never.finds(State::Refunded, NOW, Place::Alone));
        assert!(never.finds(State::Refunded, NOW, Place::OtherBatch));
        assert!(never.finds(State::Refunded, NOW, Place::Single));
        assert!(never.finds(State::Planned, NOW, Place::SameRow));
        let ever = TwinSearch::new(NOW, Duration::MAX);
        assert!(ever.finds(State::Refunded, OffsetDateTime::UNIX_EPOCH, Place::Alone));
    }

    #[test]
    fn the_same_reference_or_one_that_nobody_knows_asks_for_the_same() {
        let [a, b] = ["A", "B"].map(|text| Reference::parse(text).unwrap());
        for (earlier, wanted, is_it) in [
            (AskedUnder::Known(Some(&a)), Some(&a), true),
            (AskedUnder::Known(Some(&b)), Some(&a), false),
            (AskedUnder::Known(None), Some(&a), false),
            (AskedUnder::Known(None), None, false),
            (AskedUnder::Unknown, Some(&a), true),
            (AskedUnder::Unknown, None, false),
        ] {
            assert_eq!(is_asked_again(State::Refunded, earlier, wanted), is_it);
            assert!(!is_asked_again(State::Declined, earlier, wanted));
        }
    }

    #[test]
    fn what_was_planned_is_compared_with_all_that_came_after_it() {
        let planned = datetime!(2026-11-01 12:00 UTC);
        let later = planned + time::Duration::HOUR;
        let search = TwinSearch::new(NOW, DAY);
        assert!(!search.finds(State::Refunded, later, Place::Alone));
        let since = TwinSearch::new(NOW, reach(DAY, NOW, planned));
        assert!(since.finds(State::Refunded, planned, Place::Alone));
        assert!(since.finds(State::Refunded, later, Place::Alone));
        let before = |hours| planned - time::Duration::hours(hours);
        assert!(since.finds(State::Refunded, before(24), Place::Alone));
        assert!(!since.finds(State::Refunded, before(25), Place::Alone));
        assert_eq!(reach(DAY, NOW, NOW), DAY);
        assert_eq!(reach(DAY, NOW, NOW + time::Duration::DAY), DAY);
        // What was made since it was written down is no matter of the window.
        let since = TwinSearch::new(NOW, reach(Duration::ZERO, NOW, planned));
        assert!(since.finds(State::Refunded, later, Place::Alone));
        assert!(!since.finds(State::Refunded, before(1), Place::Alone));
    }

    #[test]
    fn a_place_is_told_by_batch_and_row() {
        for (earlier, wanted, place) in [
            (None, None, Place::Alone),
            (Some(("a", 1)), None, Place::Alone),
            (None, Some(("a", 1)), Place::Single),
            (Some(("a", 1)), Some(("b", 1)), Place::OtherBatch),
            (Some(("a", 1)), Some(("a", 2)), Place::FellowRow),
            (Some(("a", 1)), Some(("a", 1)), Place::SameRow),
        ] {
            assert_eq!(Place::of(earlier, wanted), place, "{earlier:?} {wanted:?}");
        }
    }

    #[test]
    fn the_window_is_for_single_refunds_and_what_is_refused_or_given_up_is_no_twin() {
        let search = TwinSearch::new(NOW, DAY);
        let first = datetime!(2026-11-22 12:00 UTC);
        let before = first - time::Duration::MILLISECOND;
        for state in State::ALL {
            let counts = !matches!(
                state,
                State::Declined | State::Closed(ClosedAs::NotRefunded) | State::Cancelled
            );
            for (place, in_time, late) in [
                (Place::Alone, true, state == State::Planned),
                (Place::Single, true, true),
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
