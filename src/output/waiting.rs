//! What waits in one state, and for how long.

use super::batch::sum_in_words;
use super::row::Time;
use super::text::counted;
use crate::journal::Waiting;
use crate::language::text;
use crate::refund::{State, clock};
use serde::Serialize;
use time::OffsetDateTime;

/// The longest wait that can be asked for, in seconds: ten years.
pub const LONGEST_WAIT: u64 = 3_650 * 86_400;

/// What waits in one state and currency.
#[derive(Debug, Serialize)]
pub struct WaitingRow {
    /// Planned, sending, pending or unknown.
    pub state: State,
    /// Currency.
    pub currency: String,
    /// How many refunds.
    pub refunds: u64,
    /// Their sum in minor units, as text.
    pub txamt: String,
    /// The same in words.
    pub in_words: String,
    /// For how long.
    #[serde(flatten)]
    pub age: Age,
}

impl WaitingRow {
    /// Makes the row.
    #[must_use]
    pub fn of(waiting: &Waiting, now: OffsetDateTime) -> Self {
        Self {
            state: waiting.state,
            currency: waiting.currency.clone(),
            refunds: waiting.count,
            txamt: waiting.sum.to_string(),
            in_words: sum_in_words(waiting.sum, &waiting.currency),
            age: Age::of((waiting.since, waiting.older, waiting.ahead), now),
        }
    }

    /// Says it in words.
    pub(super) fn in_words(&self) -> String {
        let (refunds, sum) = (counted(self.refunds, "refund"), &self.in_words);
        text!(
            "history-row-waiting",
            "{refunds}, {sum}, {age}",
            refunds,
            sum,
            age = self.age.in_words(self.refunds)
        )
    }
}

/// For how long something waits.
#[derive(Clone, Debug, Serialize)]
pub struct Age {
    /// Since when the first of them waits.
    pub oldest_at: Time,
    /// How long that is, in seconds; where one has a time to come, as long as can be asked for.
    pub oldest_seconds: u64,
    /// How many wait for longer than was asked, those of a time to come included.
    pub older: u64,
    /// How many have a time that lies ahead of the clock.
    pub ahead: u64,
    #[serde(skip)]
    first_of_others: u64,
}

impl Age {
    /// Makes it of the first one's time, and of how many are older and ahead.
    pub(super) fn of(
        (since, older, ahead): (OffsetDateTime, u64, u64),
        now: OffsetDateTime,
    ) -> Self {
        Self {
            oldest_at: Time(since),
            // Nobody knows, and what nobody knows is no reason to be silent.
            oldest_seconds: if ahead > 0 {
                LONGEST_WAIT
            } else {
                seconds_between(since, now)
            },
            older,
            ahead,
            first_of_others: seconds_between(since, now),
        }
    }

    /// Says it in words, of so many.
    pub(super) fn in_words(&self, all: u64) -> String {
        let late = match self.older {
            older if older == all || older == 0 => String::new(),
            older => text!(
                "history-row-late",
                ", {older} of them for longer than asked",
                older
            ),
        };
        let since = self.oldest_at.in_hong_kong();
        let lasting = clock::lasting(self.first_of_others);
        let first = match self.ahead {
            0 => text!(
                "history-row-first-for",
                "the first for {lasting} (since {since} UTC+8)",
                lasting,
                since
            ),
            ahead if ahead == all => text!(
                "history-row-first-ahead",
                "the first since {since} UTC+8, which lies ahead of this machine's clock",
                since
            ),
            ahead => text!(
                "history-row-some-ahead",
                "the first for {lasting} (since {since} UTC+8), {ahead} of them since a time that lies ahead of this machine's clock",
                lasting,
                since,
                ahead
            ),
        };
        format!("{first}{late}")
    }
}

pub(super) fn seconds_between(since: OffsetDateTime, now: OffsetDateTime) -> u64 {
    let seconds = now.unix_timestamp().saturating_sub(since.unix_timestamp());
    u64::try_from(seconds).unwrap_or(0)
}
