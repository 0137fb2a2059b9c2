//! The identity of a batch: a digest over merchant and rows.
//!
//! What counts is what the rows ask for, in their order: payment, amount in minor units, currency,
//! reference, reason, device, number. How the file writes it (name, separator, quotes, order and
//! spelling of columns, columns the tool does not know, CSV or JSONL) does not count, nor do
//! numbers of the form the tool derives, which come back in result files.

use super::row_intent::RowIntent;
use crate::refund::{BatchId, OutTradeNo, Reference, Udid};
use sha2::{Digest, Sha256};

/// Computes the identity of a batch row by row.
pub struct Identity {
    hash: Sha256,
    rows: u64,
    /// One row at a time, so that the digest is fed in large pieces.
    buffer: Vec<u8>,
}

impl Identity {
    /// Begins a batch of this merchant. `scope` is whatever tells merchants apart: environment,
    /// app code, shop number.
    #[must_use]
    pub fn new(scope: &str) -> Self {
        let mut new = Self {
            hash: Sha256::new(),
            rows: 0,
            buffer: Vec::with_capacity(256),
        };
        new.part(Some("qfrefund batch 1"));
        new.part(Some(scope));
        new
    }

    /// Adds the next row.
    pub fn add(&mut self, row: &RowIntent) {
        let given = row.out_trade_no.as_ref();
        let number = given.filter(|number| !number.is_derived());
        self.part(Some(row.syssn.as_str()));
        self.part(Some(&row.amount.minor().to_string()));
        self.part(Some(row.currency.code()));
        self.part(row.reference.as_ref().map(Reference::as_str));
        self.part(row.reason.as_deref());
        self.part(row.udid.as_ref().map(Udid::as_str));
        self.part(number.map(OutTradeNo::as_str));
        self.rows = self.rows.saturating_add(1);
        self.hash.update(&self.buffer);
        self.buffer.clear();
    }

    /// Ends the batch.
    #[must_use]
    pub fn finish(mut self) -> BatchId {
        let rows = self.rows.to_string();
        self.part(Some(&rows));
        self.hash.update(&self.buffer);
        BatchId::from_digest(self.hash.finalize().into())
    }

    /// The length in front keeps ("ab","c") and ("a","bc") apart, and nothing from an empty text.
    fn part(&mut self, part: Option<&str>) {
        match part {
            Some(text) => {
                self.buffer
                    .extend_from_slice(text.len().to_string().as_bytes());
                self.buffer.push(b':');
                self.buffer.extend_from_slice(text.as_bytes());
            }
            None => self.buffer.push(b'-'),
        }
    }
}
