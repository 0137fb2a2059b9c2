//! Hong Kong time: the gateway's only clock.
//!
//! The gateway writes times without a zone and means UTC+8 (protocol section 8). Hong Kong has
//! had no summer time since 1979, so a fixed offset is exact.

use std::fmt;
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// UTC+8.
pub const OFFSET: UtcOffset = offset!(+8);

const GATEWAY_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// Writes an instant as the gateway does: `YYYY-MM-DD HH:MM:SS`, UTC+8, 24 hours.
///
/// Years outside 1000 to 9999 cannot be written in that form and give an empty text.
#[must_use]
pub fn gateway_time(instant: OffsetDateTime) -> String {
    let local = instant.to_offset(OFFSET);
    if !(1000..=9999).contains(&local.year()) {
        return String::new();
    }
    local.format(GATEWAY_TIME).unwrap_or_default()
}

/// Reads a gateway time; it must have exactly the form [`gateway_time`] writes.
#[must_use]
pub fn parse_gateway_time(text: &str) -> Option<OffsetDateTime> {
    let parsed = PrimitiveDateTime::parse(text, GATEWAY_TIME).ok()?;
    let instant = parsed.assume_offset(OFFSET);
    // The parser also takes signs and other oddities; only the exact form may be sent.
    (gateway_time(instant) == text).then_some(instant)
}

/// One calendar month in Hong Kong: the widest window one enquiry may span (protocol 4.1).
///
/// Counted from the first month of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HkMonth(i32);

impl HkMonth {
    /// Returns the month an instant falls in.
    #[must_use]
    pub fn of(instant: OffsetDateTime) -> Self {
        let date = instant.to_offset(OFFSET).date();
        Self::new(date.year(), date.month())
    }

    fn new(year: i32, month: Month) -> Self {
        let months = year
            .saturating_mul(12)
            .saturating_add(u8::from(month).into());
        Self(months.saturating_sub(1))
    }

    const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Counted from 1.
    const fn month(self) -> i32 {
        self.0.rem_euclid(12).saturating_add(1)
    }

    /// Reads `YYYY-MM`; years 2000 to 2099.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Self::read(year, month)
    }

    /// Reads the month from a number that begins with a date `YYYYMMDD`, as payment numbers do.
    #[must_use]
    pub fn of_dated_number(number: &str) -> Option<Self> {
        let year = number.get(..4)?;
        let month = number.get(4..6)?;
        let day = number.get(6..8)?;
        let found = Self::read(year, month)?;
        let day: u8 = day
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| day.parse().ok())??;
        (1..=found.days()).contains(&day).then_some(found)
    }

    fn read(year: &str, month: &str) -> Option<Self> {
        if !year
            .bytes()
            .chain(month.bytes())
            .all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let year = year
            .parse()
            .ok()
            .filter(|year| (2000..=2099).contains(year))?;
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Some(Self::new(year, month))
    }

    /// Returns the month after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Returns the month before this one.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// Returns the month twelve months before this one.
    #[must_use]
    pub const fn a_year_before(self) -> Self {
        Self(self.0.saturating_sub(12))
    }

    /// Whether there can be transactions in it: the gateway did not exist before 2000.
    #[must_use]
    pub const fn is_the_gateways(self) -> bool {
        self.year() >= 2000
    }

    /// Returns the months from this one to `last`, both included; none where `last` is earlier.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |month| Some(month.next()))
            .take_while(move |month| *month <= last)
    }

    /// Returns the first and last second of the month as `start_time` and `end_time`.
    #[must_use]
    pub fn window(self) -> (String, String) {
        let days = self.days();
        (
            format!("{self}-01 00:00:00"),
            format!("{self}-{days:02} 23:59:59"),
        )
    }
}

impl HkMonth {
    fn days(self) -> u8 {
        let month = u8::try_from(self.month()).unwrap_or_default();
        Month::try_from(month).map_or(31, |month| month.length(self.year()))
    }
}

impl fmt::Display for HkMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// Whether refunds rest at this instant: 23:25 to 00:35, the gateway's 23:30-00:30 with a margin.
///
/// The gateway's own texts differ on whether the payment's or the refund's time counts
/// (protocol 3.4, C18); this is the refund's.
#[must_use]
pub fn in_clearing_pause(instant: OffsetDateTime) -> bool {
    let local = instant.to_offset(OFFSET).time();
    let (hour, minute) = (local.hour(), local.minute());
    (hour == 23 && minute >= 25) || (hour == 0 && minute < 35)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn time_is_written_in_hong_kong_whatever_the_zone() {
        assert_eq!(
            gateway_time(datetime!(2019-12-27 03:10:38.999 UTC)),
            "2019-12-27 11:10:38"
        );
        assert_eq!(
            gateway_time(datetime!(2019-12-31 18:00:00 -2)),
            "2020-01-01 04:00:00"
        );
    }

    #[test]
    fn only_the_exact_form_is_read() {
        assert_eq!(
            parse_gateway_time("2019-12-27 11:10:38"),
            Some(datetime!(2019-12-27 11:10:38 +8))
        );
        for odd in [
            "2019-12-27T11:10:38",
            "2019-12-27 24:00:00",
            "2019-13-01 00:00:00",
            "2019-2-1 00:00:00",
            "2019-12-27 11:10",
            "+2019-12-27 11:10:38",
            "２０１９-12-27 11:10:38",
            "",
        ] {
            assert_eq!(parse_gateway_time(odd), None, "{odd}");
        }
    }

    #[test]
    fn months_follow_each_other_and_span_whole_days() {
        let december = HkMonth::of(datetime!(2019-12-31 15:59:59 UTC));
        assert_eq!(december.to_string(), "2019-12");
        assert_eq!(
            HkMonth::of(datetime!(2019-12-31 16:00:00 UTC)),
            december.next()
        );
        assert_eq!(december.next().previous(), december);
        assert_eq!(
            HkMonth::parse("2024-02").unwrap().window(),
            ("2024-02-01 00:00:00".into(), "2024-02-29 23:59:59".into())
        );
    }

    #[test]
    fn a_dated_number_gives_its_month_only_when_the_date_exists() {
        assert_eq!(
            HkMonth::of_dated_number("20191227000200020061752831"),
            HkMonth::parse("2019-12")
        );
        for odd in [
            "20191327000",
            "20190230000",
            "201912",
            "abcdefgh",
            "2019１２27",
            "19991227000",
        ] {
            assert_eq!(HkMonth::of_dated_number(odd), None, "{odd}");
        }
    }

    #[test]
    fn pause_has_a_margin_on_both_sides() {
        assert!(!in_clearing_pause(datetime!(2026-01-01 23:24:59 +8)));
        assert!(in_clearing_pause(datetime!(2026-01-01 23:25:00 +8)));
        assert!(in_clearing_pause(datetime!(2026-01-02 00:34:59 +8)));
        assert!(!in_clearing_pause(datetime!(2026-01-02 00:35:00 +8)));
    }
}
