//! The schema and its versions.

use crate::refund::{OutTradeNo, Reference};
use rusqlite::{Connection, TransactionBehavior, params};

/// Marks a file as ours: "QFRF".
pub(super) const APPLICATION_ID: i64 = 0x5146_5246;

/// The steps from an empty file to the newest schema; step n leads from version n to n + 1.
///
/// A step that has been released is never changed.
pub(super) const STEPS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
];

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
    if from > 0 {
        fold_anew(&tx)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", version(steps))?;
    tx.commit()
}

/// Writes down anew how everything looks: an older program folded names less.
fn fold_anew(connection: &Connection) -> rusqlite::Result<()> {
    const FIXED: &str = "SELECT sql FROM sqlite_schema WHERE name = 'intents_fixed'";
    // They follow from what is never changed.
    let guard: String = connection.query_row(FIXED, [], |row| row.get(0))?;
    connection.execute_batch("DROP TRIGGER intents_fixed")?;
    let mut names = connection.prepare("SELECT id, out_trade_no, reference FROM intents")?;
    let mut folded = connection
        .prepare("UPDATE intents SET number_folded = ?2, reference_folded = ?3 WHERE id = ?1")?;
    let mut names = names.query([])?;
    while let Some(row) = names.next()? {
        let (number, reference): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        // What is no number of ours is left as it is: that is told when it is read.
        let number = OutTradeNo::parse(&number).ok();
        let reference = reference.and_then(|text| Reference::parse(&text).ok());
        folded.execute(params![
            row.get::<_, i64>(0)?,
            number.as_ref().map(OutTradeNo::folded),
            reference.as_ref().map(Reference::folded),
        ])?;
    }
    connection.execute_batch(&guard)
}
