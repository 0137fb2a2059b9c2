//! The one limiter for refunds and enquiries, shared by all threads of a run.

use super::Plan;
use crate::gateway::limiter::Limiter;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So many back-offs in a row are no passing burst any more: about two minutes.
const MOST_REFUSALS: u32 = 30;
/// Longest sleep before a thread looks whether it should stop.
const NAP: Duration = Duration::from_millis(50);

pub(super) struct Gate {
    begun: Instant,
    inner: Mutex<Inner>,
    /// Nothing that is not handed over yet may be.
    sends_stopped: AtomicBool,
    /// No further look may be begun.
    looks_stopped: AtomicBool,
}

struct Inner {
    limiter: Limiter,
    refusals: u32,
    /// When the last refusal was counted: the others in flight at that time are the same one.
    refused_at: Option<Instant>,
}

impl Gate {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            begun: Instant::now(),
            inner: Mutex::new(Inner {
                limiter: Limiter::new(plan.options.limits.iter().copied()),
                refusals: 0,
                refused_at: None,
            }),
            sends_stopped: AtomicBool::new(false),
            looks_stopped: AtomicBool::new(false),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic while the lock was held left plain values behind, which stay usable.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one request through, or says how long to wait.
    pub(super) fn pass(&self) -> Result<(), Duration> {
        let now = self.begun.elapsed();
        self.inner().limiter.pass(now)
    }

    /// Waits until one request may pass; false when the looks are to stop.
    pub(super) fn wait(&self) -> bool {
        loop {
            if self.looks_stopped() {
                return false;
            }
            match self.pass() {
                Ok(()) => return true,
                Err(wait) => std::thread::sleep(wait.min(NAP)),
            }
        }
    }

    /// A request begun at `sent` was answered with HTTP 429. Says whether to go on trying.
    pub(super) fn refused(&self, sent: Instant) -> bool {
        let now = self.begun.elapsed();
        let mut inner = self.inner();
        if inner.refused_at.is_none_or(|last| sent > last) {
            inner.refused_at = Some(Instant::now());
            inner.refusals = inner.refusals.saturating_add(1);
            inner.limiter.refused(now);
        }
        inner.refusals < MOST_REFUSALS
    }

    /// A request was answered otherwise.
    pub(super) fn answered(&self) {
        let mut inner = self.inner();
        inner.refusals = 0;
        inner.limiter.answered();
    }

    pub(super) fn stop_sends(&self) {
        self.sends_stopped.store(true, Ordering::SeqCst);
    }

    pub(super) fn sends_stopped(&self) -> bool {
        self.sends_stopped.load(Ordering::SeqCst)
    }

    pub(super) fn stop_looks(&self) {
        self.looks_stopped.store(true, Ordering::SeqCst);
    }

    pub(super) fn looks_stopped(&self) -> bool {
        self.looks_stopped.load(Ordering::SeqCst)
    }
}
