//! How often the gateway may be asked: one limiter for refunds and enquiries of a merchant.
//!
//! Pure: the time is an argument, counted from any fixed moment that never runs backwards.
//! QFPay takes 100 requests a second and 400 a minute (protocol section 10); the second is the one
//! that bites.

use std::collections::VecDeque;
use std::time::Duration;

/// At most this many requests in any span this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// In how long.
    pub span: Duration,
}

/// QFPay's own limit per second; it holds besides the profile's.
pub const PER_SECOND: Limit = Limit {
    count: 100,
    span: Duration::from_secs(1),
};

/// Waits after HTTP 429, one after the other; the last one repeats.
const BACK_OFF: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// Longest wait that the gateway may ask for; a header that says more would stop us for ever.
pub(super) const MOST_WAIT: Duration = Duration::from_secs(60);

/// Returns the limits that go with a merchant's own one: QFPay's per second holds besides it.
/// Without one of his own there is none at all.
#[must_use]
pub fn limits(own: Option<(u32, Duration)>) -> Vec<Limit> {
    own.map_or_else(Vec::new, |(count, span)| {
        vec![PER_SECOND, Limit { count, span }]
    })
}

/// Keeps requests apart so that no limit is ever broken.
#[derive(Clone, Debug)]
pub struct Limiter {
    limits: Vec<Limit>,
    /// When the last requests were let through, oldest first.
    passed: VecDeque<Duration>,
    /// Nothing passes before this moment.
    closed_until: Duration,
    refusals: usize,
}

impl Limiter {
    /// Makes a limiter. Without limits everything passes.
    ///
    /// Each span is taken 0.8 % longer than it says: requests that leave here evenly may arrive
    /// closer together.
    #[must_use]
    pub fn new(limits: impl IntoIterator<Item = Limit>) -> Self {
        let widen = |limit: Limit| Limit {
            span: limit
                .span
                .saturating_add(limit.span.checked_div(125).unwrap_or_default()),
            ..limit
        };
        Self {
            limits: limits.into_iter().map(widen).collect(),
            passed: VecDeque::new(),
            closed_until: Duration::ZERO,
            refusals: 0,
        }
    }

    /// Goes on from what other processes of the merchant have let through, oldest first, and from how
    /// long they keep closed.
    pub(super) fn resume(&mut self, closed_until: Duration, passed: &[Duration]) {
        self.closed_until = self.closed_until.max(closed_until);
        let most = self.limits.iter().map(|limit| limit.count).max();
        let most = usize::try_from(most.unwrap_or_default()).unwrap_or(usize::MAX);
        let kept = passed.len().saturating_sub(most);
        self.passed = passed.iter().skip(kept).copied().collect();
    }

    /// Returns the moment before which nothing passes.
    pub(super) const fn closed_until(&self) -> Duration {
        self.closed_until
    }

    /// Lets one request through now, or says how long to wait before asking again.
    ///
    /// # Errors
    /// The wait.
    pub fn pass(&mut self, now: Duration) -> Result<(), Duration> {
        if let Some(wait) = self.wait(now) {
            return Err(wait);
        }
        let most = self.limits.iter().map(|limit| limit.count).max();
        if let Some(most) = most {
            self.passed.push_back(now);
            while u32::try_from(self.passed.len()).map_or(true, |length| length > most) {
                self.passed.pop_front();
            }
        }
        Ok(())
    }

    fn wait(&self, now: Duration) -> Option<Duration> {
        let closed = self
            .closed_until
            .checked_sub(now)
            .filter(|wait| !wait.is_zero());
        let limits = self.limits.iter().filter_map(|limit| {
            // The request that would be one too many has to be a span away.
            let back = self
                .passed
                .len()
                .checked_sub(usize::try_from(limit.count).ok()?)?;
            let free = self.passed.get(back)?.saturating_add(limit.span);
            free.checked_sub(now).filter(|wait| !wait.is_zero())
        });
        limits.chain(closed).max()
    }

    /// The gateway answered HTTP 429: nothing passes for 1, then 2, then 4 seconds, or for as long as
    /// it asks for, at most a minute.
    pub fn refused(&mut self, now: Duration, asked: Option<Duration>) {
        let last = BACK_OFF.len().saturating_sub(1);
        let pause = BACK_OFF
            .get(self.refusals.min(last))
            .copied()
            .unwrap_or_default();
        let pause = pause.max(asked.unwrap_or_default().min(MOST_WAIT));
        self.refusals = self.refusals.saturating_add(1);
        self.closed_until = self.closed_until.max(now.saturating_add(pause));
    }

    /// The gateway answered otherwise: the next refusal starts again at 1 second.
    pub fn answered(&mut self) {
        self.refusals = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PER_MINUTE: Limit = Limit {
        count: 400,
        span: Duration::from_secs(60),
    };

    /// Runs as many requests as can be within `span`, on a clock of its own, and returns when.
    fn run(
        limiter: &mut Limiter,
        span: Duration,
        mut jitter: impl FnMut() -> Duration,
    ) -> Vec<Duration> {
        let mut now = Duration::ZERO;
        let mut passed = Vec::new();
        while now < span {
            match limiter.pass(now) {
                Ok(()) => {
                    passed.push(now);
                    now += jitter();
                }
                Err(wait) => now += wait,
            }
        }
        passed
    }

    fn most_in_any(passed: &[Duration], span: Duration) -> usize {
        passed
            .iter()
            .enumerate()
            .map(|(index, start)| {
                passed[index..]
                    .iter()
                    .take_while(|at| **at - *start < span)
                    .count()
            })
            .max()
            .unwrap()
    }

    #[test]
    fn a_busy_hour_breaks_no_limit_and_wastes_little() {
        let mut limiter = Limiter::new([PER_SECOND, PER_MINUTE]);
        let hour = Duration::from_secs(3600);
        let passed = run(&mut limiter, hour, || Duration::from_micros(10));
        assert!(most_in_any(&passed, PER_MINUTE.span) <= 400);
        assert!(most_in_any(&passed, PER_SECOND.span) <= 100);
        let possible = 400 * 60;
        assert!(
            passed.len() * 100 >= possible * 98,
            "only {} of {possible}",
            passed.len()
        );
    }

    #[test]
    fn without_limits_everything_passes() {
        let mut limiter = Limiter::new([]);
        assert!((0..100_000).all(|_| limiter.pass(Duration::ZERO).is_ok()));
        assert!(limiter.passed.is_empty());
    }

    #[test]
    fn refusals_close_for_1_2_4_4_seconds_and_start_again() {
        let mut limiter = Limiter::new([]);
        let mut now = Duration::from_secs(100);
        for seconds in [1, 2, 4, 4] {
            limiter.refused(now, None);
            assert_eq!(limiter.pass(now), Err(Duration::from_secs(seconds)));
            now += Duration::from_secs(seconds);
            assert_eq!(limiter.pass(now), Ok(()));
        }
        limiter.answered();
        limiter.refused(now, None);
        assert_eq!(limiter.pass(now), Err(Duration::from_secs(1)));
    }

    #[test]
    fn what_the_gateway_asks_for_is_kept_and_bounded() {
        for (asked, kept) in [(0, 1), (7, 7), (60, 60), (100_000, 60)] {
            let mut limiter = Limiter::new([]);
            let now = Duration::from_secs(100);
            limiter.refused(now, Some(Duration::from_secs(asked)));
            assert_eq!(limiter.pass(now), Err(Duration::from_secs(kept)));
        }
    }

    proptest! {
        #[test]
        fn no_pattern_of_arrivals_breaks_a_limit(count in 1u32..50, span in 1u64..30, gaps in proptest::collection::vec(0u64..3000, 1..300)) {
            let limit = Limit { count, span: Duration::from_secs(span) };
            let mut limiter = Limiter::new([limit]);
            let mut gaps = gaps.into_iter().cycle();
            let passed = run(&mut limiter, Duration::from_secs(200), || Duration::from_millis(gaps.next().unwrap()).max(Duration::from_millis(1)));
            prop_assert!(most_in_any(&passed, limit.span) <= count as usize);
        }
    }
}
