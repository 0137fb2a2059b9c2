//! The sign by which the server's threads end.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Tells all threads to end, and wakes the ones that wait.
#[derive(Default)]
pub(super) struct Stop {
    set: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Whether the server stops.
    pub(super) fn is_set(&self) -> bool {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops the server.
    pub(super) fn set(&self) {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits, unless for no time at all; `true` when the server stops meanwhile.
    pub(super) fn wait_if(&self, duration: Duration) -> bool {
        !duration.is_zero() && self.wait(duration)
    }

    /// Waits; `true` when the server stops meanwhile.
    pub(super) fn wait(&self, duration: Duration) -> bool {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let (set, _) = self
            .changed
            .wait_timeout_while(set, duration, |set| !*set)
            .unwrap_or_else(PoisonError::into_inner);
        *set
    }
}
