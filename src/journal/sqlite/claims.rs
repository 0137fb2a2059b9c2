//! Reading what is being sent, by whom, and whether it may be taken for ended.

use super::super::chain::{elapsed_millis, millis};
use super::super::record::Record;
use super::super::{CLOCK_TOLERANCE, LONGEST_LEASE};
use super::read;
use crate::refund::State;
use rusqlite::{Connection, Result, params};
use time::OffsetDateTime;

/// When a lease counts as passed: in time, or so far ahead that the clock must have been set back
/// since. Passing too early does no harm: the reply still counts when it comes.
const LAPSED: &str = "state = 'sending' AND (lease_until <= ?1 OR lease_until > ?2)";

fn lapse_bounds(now: OffsetDateTime) -> [i64; 2] {
    // Another process's clock reading may be a moment older than ours.
    let longest = elapsed_millis(LONGEST_LEASE.saturating_add(CLOCK_TOLERANCE));
    let now = millis(now);
    [now, now.saturating_add(longest)]
}

/// Whether this intent's lease has passed.
pub(super) fn has_lapsed(record: &Record, now: OffsetDateTime) -> bool {
    let [early, late] = lapse_bounds(now);
    record.state() == State::Sending
        && record.lease.as_ref().is_none_or(|lease| {
            let until = millis(lease.until);
            until <= early || until > late
        })
}

/// Whether a claim is what it was when it was made: nobody has ended it, or claimed the intent again.
pub(super) fn is_own(connection: &Connection, claimed: &Record) -> Result<bool> {
    let Some(lease) = &claimed.lease else {
        return Ok(false);
    };
    let sql = "SELECT EXISTS (SELECT 1 FROM intents WHERE id = ?1 AND state = 'sending' \
               AND attempt = ?2 AND lease_owner = ?3 AND lease_until = ?4)";
    let attempt = claimed.progress.attempt;
    let until = millis(lease.until);
    connection
        .prepare_cached(sql)?
        .query_row(params![claimed.id.0, attempt, lease.owner, until], |row| {
            row.get(0)
        })
}

/// Reads every intent that is being sent: few, as each has a thread of some process.
pub(super) fn sending(connection: &Connection) -> Result<Vec<Record>> {
    let claimed = "state = 'sending' AND state <> 'refunded' ORDER BY id";
    read::all(connection, claimed, [])
}

/// Whether a lease has passed.
pub(super) fn any_lapsed(connection: &Connection, now: OffsetDateTime) -> Result<bool> {
    let sql =
        format!("SELECT EXISTS (SELECT 1 FROM intents WHERE {LAPSED} AND state <> 'refunded')");
    connection.query_row(&sql, lapse_bounds(now), |row| row.get(0))
}

/// Reads the owners of the claims that are not ended.
pub(super) fn owners(connection: &Connection) -> Result<Vec<String>> {
    connection
        .prepare(
            "SELECT DISTINCT lease_owner FROM intents WHERE state = 'sending' \
             AND state <> 'refunded'",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}
