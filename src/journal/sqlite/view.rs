//! One view of the journal, for as long as many rows are compared with it: a read transaction, so that the file is
//! locked once and not for each question.

use rusqlite::{Connection, Result};

/// The most pages kept in memory meanwhile, in kibibytes. A row needs pages in no order: with a third less, 100,000 rows
/// read 27,000 pages once more; with more, hardly any less.
const CACHE: i64 = 12 * 1024;

/// Begins it. Returns how many pages were kept before.
pub(super) fn begin(connection: &Connection) -> Result<i64> {
    let before = connection.pragma_query_value(None, "cache_size", |row| row.get(0))?;
    connection.execute_batch("BEGIN")?;
    keep(connection, -CACHE)?;
    Ok(before)
}

/// Ends it, where an error has not done so.
pub(super) fn end(connection: &Connection, before: i64) -> Result<()> {
    if !connection.is_autocommit() {
        connection.execute_batch("COMMIT")?;
    }
    keep(connection, before)
}

fn keep(connection: &Connection, pages: i64) -> Result<()> {
    connection.pragma_update(None, "cache_size", pages)
}
