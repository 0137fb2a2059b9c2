//! Which rows of a file are taken into a batch.

use super::check::twin_before;
use super::file::BatchFile;
use crate::batch::{Entry, Row, Twins};
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::journal::{Journal, Record};
use crate::refund::{BatchId, State};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// What becomes of a row before anything is sent.
pub(super) enum Choice {
    /// It is taken.
    Take,
    /// A result file says that it is refunded.
    Refunded,
    /// It is a twin: of an earlier row, or of this refund.
    Twin(Option<Box<Record>>),
}

/// Goes through the rows of a file in order and tells which are taken.
pub(super) struct Chooser<'a> {
    party: &'a Party,
    batch: &'a BatchId,
    skip_twins: bool,
    now: OffsetDateTime,
    /// The rows so far.
    asked: Twins,
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
            asked: Twins::default(),
        }
    }

    /// Tells what becomes of the next row.
    pub(super) fn choose(
        &mut self,
        row: &Row,
        journal: &mut dyn Journal,
    ) -> Result<Choice, Failure> {
        if row.already_refunded {
            return Ok(Choice::Refunded);
        }
        if !self.skip_twins {
            return Ok(Choice::Take);
        }
        if self.asked.earlier(row.line, &row.intent).is_some() {
            return Ok(Choice::Twin(None));
        }
        let twin = twin_before(row, self.batch, self.party, self.now, journal)?;
        Ok(twin.map_or(Choice::Take, |twin| Choice::Twin(Some(Box::new(twin)))))
    }
}

/// Counts the rows that are left out for a refund that is not done, by where it stands.
pub(super) fn open_twins(
    file: &mut BatchFile,
    batch: &BatchId,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<BTreeMap<State, u64>, Failure> {
    let mut chooser = Chooser::new(party, batch, true, desk.clock.now());
    let key = books::merchant_key(&party.profile);
    let (app_code, mchid) = (party.profile.app_code(), party.profile.mchid());
    let mut open = BTreeMap::new();
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        let number = row.intent.number(app_code, mchid, batch, row.number);
        if let Choice::Twin(Some(twin)) = chooser.choose(&row, journal)?
            && !twin.state().is_final()
            // One that was meant before is a row of its own.
            && journal.find(key.numbered(&number))?.is_none()
        {
            let rows: &mut u64 = open.entry(twin.state()).or_default();
            *rows = rows.saturating_add(1);
        }
    }
    Ok(open)
}
