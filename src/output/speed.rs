//! How fast the rows of a batch go, and how long the rest takes.

use crate::gateway::limiter::Limit;
use crate::journal::BatchCount;
use crate::language::{text, word};
use crate::refund::State;
use std::collections::VecDeque;
use std::time::Duration;

/// The pace is that of the last minute: what was waited before that, or done by an earlier run, says
/// nothing of what is to come.
const REMEMBERED: Duration = Duration::from_secs(60);

/// Measures from its first look on. It counts the rows of the batch, whichever process sends them.
#[derive(Debug)]
pub(super) struct Speed {
    limits: Vec<Limit>,
    /// How many rows were through, and when, oldest first; the first one is as old as is remembered.
    seen: VecDeque<(Duration, u64)>,
}

impl Speed {
    /// Begins. It takes at least as long as the limits say, however fast the first rows went.
    pub(super) const fn new(limits: Vec<Limit>) -> Self {
        Self {
            limits,
            seen: VecDeque::new(),
        }
    }

    /// Says rows a minute and the time left; nothing while that would be a guess. Times are those
    /// of a clock that never runs backwards.
    pub(super) fn in_words(&mut self, counts: &[BatchCount], now: Duration) -> Option<String> {
        let left = rows(counts, |state| {
            matches!(state, State::Planned | State::Sending)
        });
        let gone = rows(counts, |_| true).saturating_sub(left);
        let since = now.saturating_sub(REMEMBERED);
        while self.seen.get(1).is_some_and(|(at, _)| *at <= since) {
            self.seen.pop_front();
        }
        let (begun, before) = *self.seen.front().unwrap_or(&(now, gone));
        // One a second is as fine as it is told.
        if self
            .seen
            .back()
            .is_none_or(|(at, _)| now.saturating_sub(*at).as_secs() > 0)
        {
            self.seen.push_back((now, gone));
        }
        let took = now.saturating_sub(begun).as_secs();
        let done = gone.saturating_sub(before);
        if left == 0 || done == 0 || took == 0 {
            return None;
        }
        let a_minute = done.saturating_mul(60).checked_div(took)?;
        let seconds = self
            .limits
            .iter()
            .filter_map(|limit| {
                let spans = left.saturating_mul(limit.span.as_secs());
                spans.checked_div(limit.count.into())
            })
            .fold(left.saturating_mul(took).checked_div(done)?, u64::max);
        let time = if seconds < 60 {
            word!("batch-less-than-a-minute", "less than a minute").to_owned()
        } else {
            text!(
                "batch-about-minutes",
                "about {minutes} min",
                minutes = seconds.div_ceil(60)
            )
        };
        Some(text!(
            "batch-speed",
            "{a_minute}/min, {time} left",
            a_minute,
            time
        ))
    }
}

/// Adds up the rows in some states.
pub(super) fn rows(counts: &[BatchCount], wanted: impl Fn(State) -> bool) -> u64 {
    let wanted = counts.iter().filter(|count| wanted(count.state));
    wanted.fold(0, |sum, count| sum.saturating_add(count.count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(planned: u64, refunded: u64) -> Vec<BatchCount> {
        [(State::Planned, planned), (State::Refunded, refunded)]
            .map(|(state, count)| BatchCount {
                state,
                currency: "HKD".to_owned(),
                count,
                sum: count,
            })
            .to_vec()
    }

    #[test]
    fn rows_of_an_earlier_run_do_not_make_it_fast() {
        let mut speed = Speed::new(Vec::new());
        let mut at = |seconds, planned, refunded| {
            speed.in_words(&counts(planned, refunded), Duration::from_secs(seconds))
        };
        assert_eq!(at(100, 200, 300), None);
        assert_eq!(at(101, 200, 300), None, "nothing has been done yet");
        assert_eq!(
            at(110, 140, 360).as_deref(),
            Some("360/min, less than a minute left")
        );
        assert_eq!(
            at(160, 140, 360).as_deref(),
            Some("60/min, about 3 min left")
        );
        assert_eq!(at(200, 0, 500), None, "nothing is left");
    }

    #[test]
    fn what_was_waited_more_than_a_minute_ago_makes_it_no_slower() {
        let mut speed = Speed::new(Vec::new());
        let mut at = |seconds, planned: u64| {
            let counts = counts(planned, 1000_u64.saturating_sub(planned));
            speed.in_words(&counts, Duration::from_secs(seconds))
        };
        assert_eq!(at(0, 1000), None);
        // Half an hour in which nothing went, for the gateway was closed or others took its limit.
        for seconds in 1..1800 {
            assert_eq!(at(seconds, 1000), None);
        }
        for seconds in 1800..1870 {
            at(
                seconds,
                1000_u64.saturating_sub(seconds.saturating_sub(1799).saturating_mul(2)),
            );
        }
        assert_eq!(at(1870, 858).as_deref(), Some("120/min, about 8 min left"));
    }

    #[test]
    fn a_fast_beginning_promises_nothing_that_the_limit_does_not_keep() {
        let limit = Limit {
            count: 120,
            span: Duration::from_secs(60),
        };
        let mut speed = Speed::new(vec![limit]);
        assert_eq!(speed.in_words(&counts(400, 0), Duration::ZERO), None);
        let told = speed.in_words(&counts(300, 100), Duration::from_secs(10));
        assert_eq!(told.as_deref(), Some("600/min, about 3 min left"));
    }
}
