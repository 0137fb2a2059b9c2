//! Writing much, a portion at a time, so that nobody waits for all of it.

use std::time::Duration;

/// How much goes into one commit: some 0.3 s of rows to be written down on two cores of 2024.
pub const PORTION: u64 = 4_000;

/// How long is rested between two, so that whoever waits has a turn: longer than it takes between two tries of
/// another process, which look every 5 ms.
pub const REST: Duration = Duration::from_millis(12);
