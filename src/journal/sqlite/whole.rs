//! Reading what is said of the journal as a whole.

use super::super::head::{Head, JournalIdentity, Newest};
use super::super::record::Digest;
use super::rows;
use rusqlite::{Connection, OptionalExtension as _, Result};

pub(super) fn identity(connection: &Connection) -> Result<JournalIdentity> {
    connection.query_row("SELECT id FROM journal", [], |row| {
        rows::text(row, 0, JournalIdentity::parse)
    })
}

pub(super) fn newest(connection: &Connection) -> Result<Option<Newest>> {
    connection
        .prepare_cached(
            "SELECT seq, hash, at, max(at, (SELECT max(created_at) FROM intents)) \
             FROM events ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([], |row| {
            Ok(Newest {
                head: Head {
                    seq: rows::unsigned(row, 0)?,
                    hash: rows::digest(row, 1)?,
                },
                at: rows::at(row, 2)?,
                latest: rows::at(row, 3)?,
            })
        })
        .optional()
}

pub(super) fn hash_of(connection: &Connection, seq: u64) -> Result<Option<Digest>> {
    connection
        .prepare_cached("SELECT hash FROM events WHERE seq = ?1")?
        .query_row([rows::signed(seq)], |row| rows::digest(row, 0))
        .optional()
}
