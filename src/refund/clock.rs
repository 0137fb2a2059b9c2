//! This machine's clock against others: the gateway's, and the journal's newest event. Pure.
//!
//! Months, days, windows and the nightly pause are judged by the clock. One that is far off hides
//! refunds from looks, gives a fresh day's limit, and writes down what nobody can place later on.

use crate::language::{text, word, write_text};
use std::fmt;
use std::time::Duration;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// From here on a clock is far off: nothing is sent by it.
///
/// It is the margin that the nightly pause has here, the finest thing that is judged by the time
/// of day. A clock that is set by the network is never off by so much.
pub const FAR_OFF: Duration = Duration::from_secs(300);

/// What to do about a clock that is far off, as a sentence.
pub fn set_it() -> &'static str {
    word!(
        "refund-set-clock",
        "Set this machine's clock, and have it kept right (NTP). Nothing is sent until it is."
    )
}

/// By how many seconds this machine's clock is ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew(i64);

impl Skew {
    /// Compares with another clock's time, which was asked for `took` ago and came now; `None` where
    /// they agree well enough.
    #[must_use]
    pub fn of(theirs: OffsetDateTime, now: OffsetDateTime, took: Duration) -> Option<Self> {
        let took = i64::try_from(took.as_secs()).unwrap_or(i64::MAX);
        let ahead = now.unix_timestamp().saturating_sub(theirs.unix_timestamp());
        // Between asking and hearing it may have been any of the moments.
        let by = if ahead < 0 {
            ahead
        } else {
            ahead.saturating_sub(took).max(0)
        };
        (by.unsigned_abs() > FAR_OFF.as_secs()).then_some(Self(by))
    }
}

impl fmt::Display for Skew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how_far = lasting(self.0.unsigned_abs());
        if self.0.is_negative() {
            write_text!(f, "refund-clock-behind", "{how_far} behind", how_far)
        } else {
            write_text!(f, "refund-clock-ahead", "{how_far} ahead of", how_far)
        }
    }
}

/// Writes how long something lasts, for people: in its largest unit, rounded down.
#[must_use]
pub fn lasting(seconds: u64) -> String {
    match seconds {
        0..120 => text!("refund-lasting-seconds", "{seconds} s", seconds),
        120..7_200 => text!(
            "refund-lasting-minutes",
            "{minutes} minutes",
            minutes = seconds / 60
        ),
        7_200..172_800 => text!(
            "refund-lasting-hours",
            "{hours} hours",
            hours = seconds / 3_600
        ),
        _ => text!(
            "refund-lasting-days",
            "{days} days",
            days = seconds / 86_400
        ),
    }
}

const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// Reads the one form of a date that HTTP still writes: `Sun, 06 Nov 1994 08:49:37 GMT`.
#[must_use]
pub fn parse_http_date(text: &str) -> Option<OffsetDateTime> {
    PrimitiveDateTime::parse(text, HTTP_DATE)
        .ok()
        .map(PrimitiveDateTime::assume_utc)
        // The day of the week has to be that of the date.
        .filter(|at| http_date(*at) == text)
}

/// Writes it.
#[must_use]
pub fn http_date(at: OffsetDateTime) -> String {
    at.to_offset(UtcOffset::UTC)
        .format(HTTP_DATE)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, speak};
    use time::macros::datetime;

    #[test]
    fn how_far_off_a_clock_is_reads_in_either_language() {
        let [behind, ahead] = [Skew(-900), Skew(900)];
        assert_eq!(behind.to_string(), "15 minutes behind");
        assert_eq!(ahead.to_string(), "15 minutes ahead of");
        speak(Language::Chinese);
        assert_eq!(behind.to_string(), "慢 15 分鐘");
        assert_eq!(ahead.to_string(), "快 15 分鐘");
        speak(Language::English);
    }

    #[test]
    fn how_long_something_lasts_is_said_in_its_largest_unit() {
        for (seconds, words) in [
            (0, "0 s"),
            (119, "119 s"),
            (725, "12 minutes"),
            (93_599, "25 hours"),
            (172_800, "2 days"),
        ] {
            assert_eq!(lasting(seconds), words);
        }
    }

    #[test]
    fn only_what_is_far_off_is_told_and_how_far() {
        let now = datetime!(2026-12-31 23:59:00 UTC);
        for (theirs, took, told) in [
            (now, 0, None),
            (datetime!(2027-01-01 00:04:00 UTC), 0, None),
            (
                datetime!(2027-01-01 00:04:01 UTC),
                0,
                Some("5 minutes behind"),
            ),
            (datetime!(2026-12-31 23:54:00 UTC), 0, None),
            (
                datetime!(2026-12-31 23:53:59 UTC),
                0,
                Some("5 minutes ahead of"),
            ),
            // A reply that was long on its way.
            (datetime!(2026-12-31 23:50:00 UTC), 240, None),
            (
                datetime!(2026-12-31 15:59:00 UTC),
                0,
                Some("8 hours ahead of"),
            ),
            (
                datetime!(1970-01-01 00:00 UTC),
                0,
                Some("20818 days ahead of"),
            ),
            (
                datetime!(2031-03-01 00:00 UTC),
                60,
                Some("1520 days behind"),
            ),
        ] {
            let skew = Skew::of(theirs, now, Duration::from_secs(took));
            assert_eq!(
                skew.map(|skew| skew.to_string()).as_deref(),
                told,
                "{theirs}"
            );
        }
    }

    #[test]
    fn dates_of_http_are_read_exactly() {
        let at = datetime!(1994-11-06 08:49:37 UTC);
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parse_http_date(&http_date(at)), Some(at));
        for odd in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 +0800",
            "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:38 GMT",
        ] {
            assert_eq!(parse_http_date(odd), None, "{odd}");
        }
    }
}
