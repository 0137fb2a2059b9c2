//! Attempts at one refund: several may stand under one reference, and never two of them may be done.

use super::super::JournalError;
use super::super::record::{IntentKey, NewIntent, Record, Stamp};
use super::read::{self, OF_MERCHANT};
use super::write::Writing;
use crate::refund::State;
use rusqlite::{Connection, Result};

/// Finds the newest intent that takes the place of another.
pub(super) fn find_replacing(
    connection: &Connection,
    key: IntentKey<'_>,
) -> Result<Option<Record>> {
    let newest = format!("replaces = ?1 AND {OF_MERCHANT} ORDER BY id DESC LIMIT 1");
    read::one(
        connection,
        &newest,
        [key.number.as_str(), key.merchant.as_str()],
    )
}

impl Writing<'_> {
    /// Finds another attempt at the same refund that stands in the way, by its state: under the same
    /// reference, or one of those whose place it takes.
    pub(super) fn other_attempt(
        &mut self,
        wanted: &NewIntent,
        stands: fn(State) -> bool,
        stamp: Stamp<'_>,
    ) -> std::result::Result<Option<Record>, JournalError> {
        let found = others(self.connection, wanted);
        for other in self.sql(found)? {
            let other = self.settled(other, stamp)?;
            if stands(other.state()) {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }
}

/// Reads the other attempts at a refund.
fn others(connection: &Connection, wanted: &NewIntent) -> Result<Vec<Record>> {
    let mut others = match &wanted.intent.reference {
        Some(reference) => read::all(
            connection,
            &format!("reference = ?1 AND {OF_MERCHANT} ORDER BY id DESC"),
            [reference.as_str(), wanted.merchant.as_str()],
        )?,
        None => Vec::new(),
    };
    others.retain(|other| other.key() != wanted.key());
    let mut before = wanted.replaces.clone();
    let mut earliest = None;
    while let Some(number) = before.take() {
        let found = read::find(connection, wanted.merchant.numbered(&number))?;
        // Each takes the place of an earlier one: what says otherwise was forged, and leads nowhere.
        let Some(other) = found.filter(|other| earliest.is_none_or(|id| other.id < id)) else {
            break;
        };
        earliest = Some(other.id);
        before.clone_from(&other.wanted.replaces);
        others.push(other);
    }
    Ok(others)
}
