//! Moving an intent that is open to the batch whose row asks for it.

use super::super::chain;
use super::super::error::{JournalError, JournalFault};
use super::super::event::Details;
use super::super::record::{BatchRow, Record, Stamp};
use super::write::{Transition, Writing};
use crate::language::text;
use crate::refund::{Event, state};
use rusqlite::{Connection, Error, params};

impl Writing<'_> {
    /// Makes it that row from now on, unless it is already.
    pub(super) fn give_to(
        &mut self,
        record: Record,
        row: &BatchRow,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        let before = self.settled(record, stamp)?;
        if before.wanted.batch.as_ref() == Some(row) {
            return Ok(before);
        }
        state::next(before.state(), Event::Adopt)
            .map_err(|forbidden| self.forbidden(&before.wanted, forbidden))?;
        self.as_written(&before)?;
        let left = before.wanted.batch.as_ref().map_or_else(
            || "was in no batch".to_owned(),
            |left| format!("was row {} of batch {}", left.row, left.batch),
        );
        let mut adopted = before;
        adopted.wanted.batch = Some(row.clone());
        let changed = write(self.connection, &adopted, row);
        self.sql(changed)?;
        let details = Details {
            text: Some(left),
            digest: Some(chain::content(&adopted.wanted, &adopted.operator)),
            ..Details::default()
        };
        self.happen(&adopted, Transition::of(Event::Adopt, details), stamp)
    }

    /// Makes sure that the intent is what its events say: from now on a new digest vouches for it,
    /// which must not hide that somebody has changed it before.
    fn as_written(&mut self, record: &Record) -> Result<(), JournalError> {
        let kept = self
            .connection
            .prepare_cached(
                "SELECT digest FROM events WHERE intent = ?1 AND event IN (?2, ?3) \
                 ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                let names = (Event::Plan.name(), Event::Adopt.name());
                statement.query_row(params![record.id.0, names.0, names.1], |row| {
                    row.get::<_, Option<[u8; 32]>>(0)
                })
            });
        let content = chain::content(&record.wanted, &record.operator);
        if self.sql(kept)?.as_ref() == Some(content.as_bytes()) {
            return Ok(());
        }
        let what = text!(
            "journal-refund-changed",
            "refund {number} is not what was written down",
            number = record.number()
        );
        Err(self.place.fault(JournalFault::Damaged(what)))
    }
}

fn write(connection: &Connection, record: &Record, row: &BatchRow) -> rusqlite::Result<()> {
    let changed = connection
        .prepare_cached("UPDATE intents SET batch = ?1, batch_row = ?2 WHERE id = ?3")?
        .execute(params![row.batch, row.row, record.id.0])?;
    match changed {
        1 => Ok(()),
        other => Err(Error::StatementChangedRows(other)),
    }
}
