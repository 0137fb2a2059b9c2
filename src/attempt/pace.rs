//! How long an attempt waits, and for what.

use std::time::Duration;

/// The waits of attempts; tests have shorter ones.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Waits before each look at one refund; the last one repeats (protocol 4.3).
    pub looks: [Duration; 6],
    /// Waits before an outcome that could not be written down is tried again.
    pub record: [Duration; 4],
}

impl Pace {
    /// What is used outside tests.
    pub const USUAL: Self = Self {
        looks: [
            Duration::from_secs(3),
            Duration::from_secs(5),
            Duration::from_secs(10),
            Duration::from_secs(20),
            Duration::from_secs(40),
            Duration::from_secs(60),
        ],
        record: [
            Duration::from_millis(50),
            Duration::from_millis(200),
            Duration::from_secs(1),
            Duration::from_secs(3),
        ],
    };

    /// Returns the wait before the look that follows so many others.
    #[must_use]
    pub fn before_look(&self, looked: usize) -> Duration {
        let last = self.looks.len().saturating_sub(1);
        self.looks
            .get(looked.min(last))
            .copied()
            .unwrap_or_default()
    }
}
