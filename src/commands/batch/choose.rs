//! Which rows of a file are taken into a batch.

use super::check::twin_before;
use crate::batch::Row;
use crate::commands::Failure;
use crate::commands::merchant::Party;
use crate::journal::sqlite::SqliteJournal;
use crate::refund::BatchId;
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use time::OffsetDateTime;

/// What becomes of a row before anything is sent.
pub(super) enum Choice {
    /// It is taken.
    Take,
    /// A result file says that it is refunded.
    Refunded,
    /// It is a twin: of an earlier row, or of the refund with this number.
    Twin(Option<String>),
}

/// Goes through the rows of a file in order and tells which are taken.
pub(super) struct Chooser<'a> {
    party: &'a Party,
    batch: &'a BatchId,
    skip_twins: bool,
    now: OffsetDateTime,
    /// Hashes of payment and amount of the rows so far, 8 bytes a row: those without reference,
    plain: HashSet<u64>,
    /// and those with one.
    referenced: HashSet<u64>,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(
        party: &'a Party,
        batch: &'a BatchId,
        skip_twins: bool,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            party,
            batch,
            skip_twins,
            now,
            plain: HashSet::new(),
            referenced: HashSet::new(),
            hasher: BuildHasherDefault::default(),
        }
    }

    /// Tells what becomes of the next row.
    pub(super) fn choose(
        &mut self,
        row: &Row,
        journal: &mut SqliteJournal,
    ) -> Result<Choice, Failure> {
        if row.already_refunded {
            return Ok(Choice::Refunded);
        }
        if !self.skip_twins {
            return Ok(Choice::Take);
        }
        let key = self
            .hasher
            .hash_one((row.intent.syssn.as_str(), row.intent.amount));
        // As the check has it: twins, unless both have references.
        let has_reference = row.intent.reference.is_some();
        if self.plain.contains(&key) || !has_reference && self.referenced.contains(&key) {
            return Ok(Choice::Twin(None));
        }
        if has_reference {
            self.referenced.insert(key);
        } else {
            self.plain.insert(key);
        }
        let twin = twin_before(row, self.batch, self.party, self.now, journal)?;
        Ok(twin.map_or(Choice::Take, |twin| {
            Choice::Twin(Some(twin.number().to_string()))
        }))
    }
}
