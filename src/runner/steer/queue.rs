//! The rows that are still to be sent, as far as they were read.

use crate::journal::{Cursor, Record};
use crate::refund::{OutTradeNo, Syssn, Udid};
use crate::runner::rows::{Due, Rows};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

#[derive(Debug, Default)]
pub(super) struct Queue {
    rows: Rows,
    /// Taken from the rows, and waiting for the limiter.
    next: Option<Due>,
    /// How far the planned rows were read.
    after: Option<Cursor>,
    exhausted: bool,
    /// Rows that are kept from being sent, by a rule or as they are left out; they stay planned.
    refused: HashSet<OutTradeNo>,
    /// Those of them whose payment has a refund that is open.
    doubted: HashMap<Syssn, Vec<Due>>,
    /// Those that were tried once more at once.
    doubted_once: HashSet<OutTradeNo>,
    /// Devices that the gateway refuses, and why their rows are not sent.
    devices: HashMap<Udid, String>,
}

impl Queue {
    /// Whether more rows should be read.
    pub(super) fn wants(&self, page: usize) -> bool {
        !self.exhausted && self.rows.wants(page)
    }

    /// Returns the place behind which reading goes on.
    pub(super) const fn after(&self) -> Option<Cursor> {
        self.after
    }

    /// Adds what was read, without what is left out; less than a page is the end.
    pub(super) fn extend(
        &mut self,
        read: Vec<Record>,
        page: usize,
        left_out: &HashSet<OutTradeNo>,
    ) {
        self.exhausted = read.len() < page;
        self.after = read.last().map(|record| record.id).or(self.after);
        for record in read {
            let tried = record.progress.attempt > 0;
            let intent = record.wanted.intent;
            if left_out.contains(&intent.out_trade_no) {
                self.refused.insert(intent.out_trade_no);
            } else if !self.refused.contains(&intent.out_trade_no) {
                self.rows.push(Due {
                    number: intent.out_trade_no,
                    payment: intent.syssn,
                    udid: intent.udid,
                    tried,
                });
            }
        }
    }

    /// Reads the rows once more: others have given some back.
    pub(super) fn start_over(&mut self) {
        self.after = None;
        self.exhausted = false;
    }

    /// Whether every row was read and is done with, but for those in flight.
    pub(super) fn is_empty(&self) -> bool {
        self.exhausted && self.next.is_none() && self.rows.is_empty()
    }

    /// Makes the row that comes next ready to be taken, if one may be sent now.
    pub(super) fn advance(&mut self, now: Duration) -> Option<()> {
        if self.next.is_none() {
            self.next = self.rows.take(now);
        }
        self.next.as_ref().map(|_| ())
    }

    /// Takes the row that comes next.
    pub(super) const fn take(&mut self) -> Option<Due> {
        self.next.take()
    }

    /// Says when the next row may be sent, where it waits for its payment.
    pub(super) fn next_free(&self) -> Option<Duration> {
        self.rows.next_free().filter(|_| self.next.is_none())
    }

    /// A row taken is done with: its payment is free after a pause.
    pub(super) fn release(&mut self, payment: &Syssn, now: Duration, pause: Duration) {
        self.rows.release(payment, now, pause);
    }

    /// A row taken is to be tried again after a pause.
    pub(super) fn again(&mut self, row: Due, now: Duration, pause: Duration) {
        self.rows.again(row, now, pause);
    }

    /// A row stays planned, and its payment is free at once.
    pub(super) fn refuse(&mut self, row: &Due, now: Duration) {
        self.rows.release(&row.payment, now, Duration::ZERO);
        self.refused.insert(row.number.clone());
    }

    /// Whether an open refund of its payment keeps a row back for the first time.
    pub(super) fn is_doubted_first(&mut self, number: &OutTradeNo) -> bool {
        self.doubted_once.insert(number.clone())
    }

    /// A row that is refused is to be tried again when the open refund of its payment is settled.
    pub(super) fn doubt(&mut self, row: Due) {
        self.doubted
            .entry(row.payment.clone())
            .or_default()
            .push(row);
    }

    /// Takes up the rows that an open refund of their payment has held back; returns whether there
    /// are any.
    pub(super) fn try_doubted(&mut self, payment: &Syssn) -> bool {
        let rows = self.doubted.remove(payment).unwrap_or_default();
        let any = !rows.is_empty();
        for row in rows {
            self.refused.remove(&row.number);
            self.rows.push(row);
        }
        any
    }

    /// How many rows are kept from being sent.
    pub(super) fn refused(&self) -> u64 {
        u64::try_from(self.refused.len()).unwrap_or(u64::MAX)
    }

    /// How many of them a rule keeps, and not a word.
    pub(super) fn kept_back(&self, left_out: &HashSet<OutTradeNo>) -> u64 {
        let kept = self.refused.difference(left_out).count();
        u64::try_from(kept).unwrap_or(u64::MAX)
    }

    /// From now on no row that names this device is sent.
    pub(super) fn refuse_device(&mut self, device: Udid, why: String) {
        self.devices.insert(device, why);
    }

    /// Takes the row that comes next if its device is refused, with the reason.
    pub(super) fn take_refused(&mut self) -> Option<(Due, String)> {
        let device = self.next.as_ref()?.udid.as_ref()?;
        let why = self.devices.get(device)?.clone();
        self.next.take().map(|row| (row, why))
    }
}
