//! A look at the gateway as the journal keeps it.
//!
//! Pure: every command that follows a refund looks in the same months and writes down the same.

use super::find::{Match, find};
use super::row::Transaction;
use crate::journal::{Details, Record};
use crate::language::in_english;
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, Outcome};
use time::OffsetDateTime;

/// What one look showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What happened, for the journal.
    pub event: Event,
    /// What is noted with it.
    pub details: Details,
    /// How the gateway contradicts the intent, as a clause: a person has to look.
    pub contradiction: Option<String>,
}

/// Returns the months to look into when the number alone finds nothing, likeliest first: every one
/// from the earliest in which the refund can stand until now, and one on either side, since absence
/// counts only over all of them.
///
/// It stands nowhere before its payment. A time that was written under a wrong clock, one that lies
/// ahead of this month or before there was a gateway, says nothing of when it was sent.
#[must_use]
pub fn months_of(record: &Record, now: OffsetDateTime) -> Vec<HkMonth> {
    let written = record.created_at;
    let sent = HkMonth::of(record.progress.sent_at.unwrap_or(written));
    let paid = HkMonth::of_dated_number(record.wanted.intent.syssn.as_str());
    months_between(sent, HkMonth::of(written), paid, HkMonth::of(now))
}

fn months_between(
    sent: HkMonth,
    written: HkMonth,
    paid: Option<HkMonth>,
    this: HkMonth,
) -> Vec<HkMonth> {
    let earliest = sent.min(written).previous();
    let paid = paid.filter(|paid| *paid <= this.next());
    let is_sane = |month: HkMonth| month.is_the_gateways() && month <= this.next();
    let first = if is_sane(sent) && is_sane(earliest) {
        paid.map_or(earliest, |paid| earliest.max(paid))
    } else {
        paid.unwrap_or_else(|| this.a_year_before())
    };
    let mut months: Vec<HkMonth> = first.min(this.previous()).through(this.next()).collect();
    // The month of the send finds it nearly always, and this one where that was written wrongly.
    for likely in [this, sent] {
        if let Some(at) = months.iter().position(|month| *month == likely) {
            let likeliest = months.remove(at);
            months.insert(0, likeliest);
        }
    }
    months
}

/// Returns how the rows contradict a refund, as a clause.
fn contradicted(rows: &[Transaction], doubtful: &[Transaction], record: &Record) -> Option<String> {
    match find(rows, doubtful, &record.wanted.intent) {
        Match::Contradiction(why) => Some(why),
        Match::Found(..) | Match::Nothing => None,
    }
}

/// Reads what the rows found under its number, and those that came back with them, say about a
/// refund.
#[must_use]
pub fn sight(rows: &[Transaction], doubtful: &[Transaction], record: &Record) -> Sight {
    match find(rows, doubtful, &record.wanted.intent) {
        Match::Nothing => Sight {
            event: Event::FoundNothing,
            details: Details::default(),
            contradiction: None,
        },
        Match::Contradiction(why) => Sight {
            event: Event::Stray,
            details: Details {
                text: in_english(|| contradicted(rows, doubtful, record)),
                ..Details::default()
            },
            contradiction: Some(why),
        },
        Match::Found(row, outcome) => Sight {
            event: match outcome {
                Outcome::Refunded => Event::FoundDone,
                Outcome::Declined => Event::FoundRefused,
                Outcome::Pending => Event::FoundProcessing,
                Outcome::Unknown | Outcome::NotSent => Event::Stray,
            },
            details: Details {
                respcd: row.respcd,
                text: row.errmsg,
                // The payment's number is not the refund's.
                refund_syssn: row
                    .syssn
                    .filter(|syssn| syssn != record.wanted.intent.syssn.as_str()),
                settlement: row.settlement,
                ..Details::default()
            },
            contradiction: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(sent: &str, paid: Option<&str>, this: &str) -> String {
        let month = |text: &str| HkMonth::parse(text).unwrap();
        let sent = if sent == "1970-01" {
            HkMonth::of(OffsetDateTime::UNIX_EPOCH)
        } else {
            month(sent)
        };
        let found = months_between(sent, sent, paid.map(month), month(this));
        let words: Vec<String> = found.iter().map(ToString::to_string).collect();
        words.join(" ")
    }

    #[test]
    fn every_month_from_the_send_until_now_and_one_on_either_side() {
        for (sent, paid, this, looked) in [
            ("2026-06", None, "2026-06", "2026-06 2026-05 2026-07"),
            (
                "2026-06",
                Some("2026-01"),
                "2026-06",
                "2026-06 2026-05 2026-07",
            ),
            // Nothing is refunded before it is paid, but one month before now is always looked into.
            (
                "2026-06",
                Some("2026-06"),
                "2026-06",
                "2026-06 2026-05 2026-07",
            ),
            (
                "2026-06",
                Some("2026-06"),
                "2026-08",
                "2026-06 2026-08 2026-07 2026-09",
            ),
            (
                "2025-12",
                None,
                "2026-01",
                "2025-12 2026-01 2025-11 2026-02",
            ),
            ("2026-07", None, "2026-06", "2026-07 2026-06 2026-05"),
        ] {
            assert_eq!(months(sent, paid, this), looked, "{sent} {paid:?} {this}");
        }
    }

    #[test]
    fn a_time_written_under_a_wrong_clock_blinds_no_look() {
        for wrong in ["2031-03", "1970-01", "2026-09"] {
            assert_eq!(
                months(wrong, Some("2026-04"), "2026-06"),
                "2026-06 2026-04 2026-05 2026-07",
                "{wrong}"
            );
            let year = months(wrong, None, "2026-06");
            assert!(year.starts_with("2026-06 2025-06 2025-07"), "{year}");
            assert!(year.ends_with("2026-05 2026-07"), "{year}");
        }
    }
}
