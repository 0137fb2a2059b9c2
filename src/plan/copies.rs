//! Whether a file is a changed copy of files before it: then a row whose payment has a refund of another
//! amount from there was corrected, and old and new would both be paid.
//!
//! A file is a copy of an earlier one if it repeats a row of it, or if most of its rows, and not only one,
//! are of payments that were refunded from there. Only the whole file shows that.

use super::fate::{Fate, Planned};
use crate::journal::{Cursor, Record};
use std::collections::{BTreeMap, HashSet};

/// What the rows of a file share with earlier files.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// Rows of the file.
    rows: u64,
    earlier: BTreeMap<String, Shared>,
    /// Rows of earlier files that the file still has.
    kept: HashSet<Cursor>,
}

/// What they share with one of those.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// How many rows are of payments that were refunded from there.
    rows: u64,
    /// Whether one asks for the very amount.
    repeats: bool,
    /// Whether one asks for another.
    differs: bool,
}

impl Copies {
    /// Takes the next row.
    pub(super) fn add(&mut self, planned: &Planned) {
        self.rows = self.rows.saturating_add(1);
        let elsewhere = match &planned.fate {
            Fate::Elsewhere(record) => Some(record.as_ref()),
            _ => None,
        };
        let mut of_row: BTreeMap<&str, Shared> = BTreeMap::new();
        for record in planned.others.iter().chain(elsewhere) {
            if let Some(file) = file_of(record) {
                let shared = of_row.entry(file).or_default();
                if is_repeated(record, planned) {
                    shared.repeats = true;
                    self.kept.insert(record.id);
                }
                shared.differs |= differs(record, planned);
            }
        }
        for (file, found) in of_row {
            let shared = self.earlier.entry(file.to_owned()).or_default();
            shared.rows = shared.rows.saturating_add(1);
            shared.repeats |= found.repeats;
            shared.differs |= found.differs;
        }
    }

    /// Whether there may be a row that [`Self::corrected`] finds.
    #[must_use]
    pub fn may_have_corrected(&self) -> bool {
        let mut files = self.earlier.iter();
        files.any(|(file, shared)| shared.differs && self.is_copy_of(file))
    }

    /// Finds the refund of another amount of a row's payment that came from a file of which this one is
    /// a changed copy, unless the row says that both are meant.
    #[must_use]
    pub fn corrected<'a>(&self, planned: &'a Planned) -> Option<&'a Record> {
        let mut others = planned.others.iter();
        others.find(|record| {
            let is_copy = file_of(record).is_some_and(|file| self.is_copy_of(file));
            is_copy && differs(record, planned) && !self.kept.contains(&record.id)
        })
    }

    fn is_copy_of(&self, file: &str) -> bool {
        let shared = self.earlier.get(file).copied().unwrap_or_default();
        let is_most = shared.rows > 1 && shared.rows.saturating_mul(2) > self.rows;
        shared.repeats || is_most
    }
}

fn file_of(record: &Record) -> Option<&str> {
    let place = record.wanted.batch.as_ref()?;
    Some(&place.batch)
}

fn is_repeated(record: &Record, planned: &Planned) -> bool {
    record.wanted.intent.amount == planned.row.intent.amount
}

/// A row that is written down as one of this very batch was meant before, and one that has a twin is that
/// one once more.
fn differs(record: &Record, planned: &Planned) -> bool {
    let is_meant = planned.row.twin_meant || matches!(planned.fate, Fate::Here(_));
    !is_meant && planned.twin.is_none() && !is_repeated(record, planned)
}
