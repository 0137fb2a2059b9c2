//! References and numbers that stand in a file twice.

use super::fault::RowFault;
use super::first_seen::{FirstSeen, key, short_key};
use super::row::Row;
use super::said::one_refund;
use super::twins::short_line;
use crate::language::{text, word};

/// Finds them: each reference or number in 16 bytes, each number of a refund in 12.
#[derive(Default)]
pub(super) struct Repeated {
    /// References and numbers as they look.
    names: FirstSeen<Spelled>,
    /// The gateway's numbers of refunds.
    refunds: FirstSeen,
}

/// Where a name stands first, and how it is written there.
#[derive(Clone, Copy, Default)]
struct Spelled {
    line: u32,
    letters: u32,
}

impl Repeated {
    /// Takes the next row; returns what it has of an earlier one.
    pub(super) fn add(&mut self, row: &Row) -> Vec<RowFault> {
        let (line, short) = (row.line, short_line(row.line));
        let mut faults = Vec::new();
        for name in row.intent.names() {
            let (kind, looks) = (name.kind(), name.folded());
            let looks = key(&[kind.as_bytes(), looks.as_bytes()]);
            let letters = short_key(&[name.as_str().as_bytes()]);
            let spelled = Spelled {
                line: short,
                letters,
            };
            let Some(first) = self.names.earlier_or(looks, spelled) else {
                continue;
            };
            let (problem, remedy) = if first.letters == letters {
                (
                    text!(
                        "batch-repeated",
                        "stands on line {line} already",
                        line = first.line
                    ),
                    word!(
                        "batch-twice-name-fix",
                        "give each refund its own, or remove the row if it repeats that one"
                    ),
                )
            } else {
                (
                    text!(
                        "batch-looks-like",
                        "looks like the {kind} on line {line}, and is another one",
                        kind,
                        line = first.line
                    ),
                    word!(
                        "batch-looks-like-fix",
                        "spell both alike if they are one refund, or make them differ to the eye"
                    ),
                )
            };
            faults.push(RowFault::new(line, kind, name.as_str(), problem, remedy));
        }
        if let Some(refund) = &row.refund_syssn
            && let Some(first) = self.refunds.earlier_or(key(&[refund.as_bytes()]), short)
        {
            let problem = text!(
                "batch-refund-of-line",
                "is the refund of line {first} already",
                first
            );
            let column = "refund_syssn";
            faults.push(RowFault::new(line, column, refund, problem, one_refund()));
        }
        faults
    }
}
