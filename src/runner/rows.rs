//! Which row is sent next: oldest first, one of a payment at a time, with a pause in between.
//! Moments are those of a clock that never runs backwards.

use crate::refund::{OutTradeNo, Syssn, Udid};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::Duration;

/// Rows that wait for their payment, at most; then no further ones are read.
const MOST_HELD: usize = 20_000;

/// A row that is due to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) number: OutTradeNo,
    pub(super) payment: Syssn,
    pub(super) udid: Option<Udid>,
    /// Whether it was tried before.
    pub(super) tried: bool,
}

/// The rows at hand.
#[derive(Debug, Default)]
pub(super) struct Rows {
    ready: VecDeque<Due>,
    /// Payments of which one is in flight or was a moment ago, with the rows that wait for them.
    payments: HashMap<Syssn, VecDeque<Due>>,
    /// When a payment is free again.
    free: BinaryHeap<Reverse<(Duration, Syssn)>>,
    held: usize,
}

impl Rows {
    /// Adds a row that was read.
    pub(super) fn push(&mut self, row: Due) {
        self.ready.push_back(row);
    }

    /// Whether more should be read.
    pub(super) fn wants(&self, page: usize) -> bool {
        self.ready.len() < page && self.held < MOST_HELD
    }

    /// Whether no row is at hand: neither ready nor waiting for its payment.
    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.held == 0
    }

    /// Takes the next row that may be sent; its payment is then busy until it is released.
    pub(super) fn take(&mut self, now: Duration) -> Option<Due> {
        while let Some(Reverse((at, _))) = self.free.peek() {
            if *at > now {
                break;
            }
            let Some(Reverse((_, payment))) = self.free.pop() else {
                break;
            };
            let next = self
                .payments
                .get_mut(&payment)
                .and_then(VecDeque::pop_front);
            if let Some(row) = next {
                self.held = self.held.saturating_sub(1);
                return Some(row);
            }
            self.payments.remove(&payment);
        }
        while let Some(row) = self.ready.pop_front() {
            match self.payments.get_mut(&row.payment) {
                None => {
                    self.payments.insert(row.payment.clone(), VecDeque::new());
                    return Some(row);
                }
                Some(waiting) => {
                    waiting.push_back(row);
                    self.held = self.held.saturating_add(1);
                }
            }
        }
        None
    }

    /// A row taken is done with: its payment is free after a pause.
    pub(super) fn release(&mut self, payment: &Syssn, now: Duration, pause: Duration) {
        let at = now.saturating_add(pause);
        self.free.push(Reverse((at, payment.clone())));
    }

    /// A row taken is to be tried again after a pause, before the others of its payment.
    pub(super) fn again(&mut self, row: Due, now: Duration, pause: Duration) {
        let payment = row.payment.clone();
        self.payments
            .entry(payment.clone())
            .or_default()
            .push_front(row);
        self.held = self.held.saturating_add(1);
        self.release(&payment, now, pause);
    }

    /// Says when the next payment is free.
    pub(super) fn next_free(&self) -> Option<Duration> {
        self.free.peek().map(|Reverse((at, _))| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: &str, payment: &str) -> Due {
        Due {
            number: OutTradeNo::parse(number).unwrap(),
            payment: Syssn::parse(payment).unwrap(),
            udid: None,
            tried: false,
        }
    }

    #[test]
    fn others_go_on_while_a_payment_rests() {
        let (now, pause) = (Duration::ZERO, Duration::from_secs(4));
        let mut rows = Rows::default();
        for (number, payment) in [("R1", "P1"), ("R2", "P1"), ("R3", "P2")] {
            rows.push(row(number, payment));
        }
        assert_eq!(rows.take(now), Some(row("R1", "P1")));
        assert_eq!(rows.take(now), Some(row("R3", "P2")));
        assert_eq!(rows.take(now), None);
        rows.release(&row("R1", "P1").payment, now, pause);
        assert_eq!(rows.take(now + Duration::from_secs(3)), None);
        assert!(!rows.is_empty());
        assert_eq!(rows.take(now + pause), Some(row("R2", "P1")));
        assert!(rows.is_empty());
    }

    #[test]
    fn a_row_to_be_tried_again_comes_before_its_fellows() {
        let now = Duration::ZERO;
        let mut rows = Rows::default();
        rows.push(row("R1", "P1"));
        rows.push(row("R2", "P1"));
        let first = rows.take(now).unwrap();
        assert_eq!(rows.take(now), None);
        rows.again(first, now, Duration::ZERO);
        assert_eq!(rows.take(now), Some(row("R1", "P1")));
        rows.release(&row("R1", "P1").payment, now, Duration::ZERO);
        assert_eq!(rows.take(now), Some(row("R2", "P1")));
        rows.release(&row("R2", "P1").payment, now, Duration::ZERO);
        assert_eq!(rows.take(now), None);
        assert!(rows.payments.is_empty());
    }
}
