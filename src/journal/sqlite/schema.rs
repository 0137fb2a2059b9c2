//! The schema and its versions.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as ours: "QFRF".
pub(super) const APPLICATION_ID: i64 = 0x5146_5246;

/// The steps from an empty file to the newest schema; step n leads from version n to n + 1.
///
/// A step that has been released is never changed.
pub(super) const STEPS: &[&str] = &[include_str!("schema.sql"), include_str!("schema_2.sql")];

/// Returns the version that a list of steps leads to.
pub(super) fn version(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Brings the schema from a version to the newest, all or nothing.
pub(super) fn upgrade(
    connection: &mut Connection,
    from: i64,
    steps: &[&str],
) -> rusqlite::Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let done = usize::try_from(from).unwrap_or(0);
    for step in steps.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", version(steps))?;
    tx.commit()
}
