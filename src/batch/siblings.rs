//! Payment numbers of another length than the rest of the file.

use super::fault::RowFault;
use crate::language::{text, word};
use crate::refund::Syssn;
use std::collections::BTreeMap;

/// So many numbers of each length are named.
const NAMED: usize = 20;

/// Numbers of digits only, by their length.
#[derive(Default)]
pub(super) struct Siblings {
    lengths: BTreeMap<usize, Length>,
    all: u64,
}

#[derive(Default)]
struct Length {
    count: u64,
    first: Vec<(u64, String)>,
}

impl Siblings {
    pub(super) fn add(&mut self, line: u64, syssn: &Syssn) {
        let text = syssn.as_str();
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        self.all = self.all.saturating_add(1);
        let length = self.lengths.entry(text.len()).or_default();
        length.count = length.count.saturating_add(1);
        if length.first.len() < NAMED {
            length.first.push((line, text.to_owned()));
        }
    }

    /// Names the first of each unusual length, where nine in ten numbers, or all but one, have the
    /// same.
    pub(super) fn finish(self) -> Vec<RowFault> {
        let Some((usual, most)) = self.lengths.iter().max_by_key(|(_, length)| length.count) else {
            return Vec::new();
        };
        // With a handful of rows one odd number is more than a tenth.
        let nearly_all = most.count.saturating_add(1) >= self.all
            || most.count.saturating_mul(10) >= self.all.saturating_mul(9);
        if self.all < 3 || !nearly_all {
            return Vec::new();
        }
        let odd = self.lengths.iter().filter(|(length, _)| *length != usual);
        odd.flat_map(|(length, found)| {
            found.first.iter().map(move |(line, number)| {
                let problem = text!(
                    "batch-digits",
                    "has {length} digits where the other payments have {usual}",
                    length,
                    usual
                );
                RowFault::new(
                    *line,
                    "syssn",
                    number,
                    problem,
                    word!("batch-digits-fix", "check that it is complete"),
                )
            })
        })
        .collect()
    }
}
