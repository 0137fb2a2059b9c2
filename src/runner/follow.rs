//! Which open row is looked at next. Moments are those of a clock that never runs backwards.

use crate::attempt::Pace;
use crate::journal::{Cursor, Record};
use crate::refund::Syssn;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

/// Rows followed at once; the rest waits in the journal.
const MOST: usize = 5_000;

/// The rows whose outcome is open.
#[derive(Debug, Default)]
pub(super) struct Follow {
    open: HashMap<Cursor, Open>,
    due: BinaryHeap<Reverse<(Duration, Cursor)>>,
    /// Some were left out for want of room.
    pub(super) more: bool,
}

#[derive(Debug)]
struct Open {
    record: Record,
    looks: usize,
}

impl Follow {
    /// Follows a row from now on; `at_once` where it has been open for a while already.
    pub(super) fn add(&mut self, record: Record, now: Duration, at_once: bool, pace: &Pace) {
        if self.open.contains_key(&record.id) {
            return;
        }
        if self.open.len() >= MOST {
            self.more = true;
            return;
        }
        let at = if at_once {
            now
        } else {
            now.saturating_add(pace.before_look(0))
        };
        self.due.push(Reverse((at, record.id)));
        let looks = usize::from(!at_once);
        self.open.insert(record.id, Open { record, looks });
    }

    /// Takes the next row that is to be looked at.
    pub(super) fn take(&mut self, now: Duration) -> Option<Record> {
        while let Some(Reverse((at, _))) = self.due.peek() {
            if *at > now {
                return None;
            }
            let Reverse((_, id)) = self.due.pop()?;
            if let Some(open) = self.open.get(&id) {
                return Some(open.record.clone());
            }
        }
        None
    }

    /// A row was looked at and is still open.
    pub(super) fn again(&mut self, record: Record, now: Duration, pace: &Pace) {
        let Some(open) = self.open.get_mut(&record.id) else {
            return;
        };
        let at = now.saturating_add(pace.before_look(open.looks));
        open.looks = open.looks.saturating_add(1);
        self.due.push(Reverse((at, record.id)));
        open.record = record;
    }

    /// A row is no longer open.
    pub(super) fn remove(&mut self, id: Cursor) {
        self.open.remove(&id);
    }

    /// Whether a row of a payment is followed.
    pub(super) fn has(&self, payment: &Syssn) -> bool {
        let mut open = self.open.values();
        open.any(|open| open.record.wanted.intent.syssn == *payment)
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there is room for those left out.
    pub(super) fn has_room(&self) -> bool {
        self.open.len() < MOST / 2
    }

    /// Says when the next look is due.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.due.peek().map(|Reverse((at, _))| *at)
    }
}
