//! The schema as it stands in the file, against what the program makes.
//!
//! Guards that are gone, indexes that no longer forbid, views in the place of tables and triggers
//! of somebody else change what the journal keeps, and no chain of hashes shows them.

use super::super::Verification;
use super::schema;
use crate::language::{text, word};
use rusqlite::{Connection, Result};
use std::collections::BTreeMap;

/// Each object by kind and name, with its table and its text.
type Objects = BTreeMap<(String, String), (String, Option<String>)>;

/// Reports every object that is not as the program makes it. Returns whether there is none.
pub(super) fn compare(
    connection: &Connection,
    steps: &[&str],
    report: &mut Verification,
) -> Result<bool> {
    let mut made = Connection::open_in_memory()?;
    schema::upgrade(&mut made, 0, steps)?;
    let (made, found) = (read(&made)?, read(connection)?);
    let mut is_ours = true;
    let mut tell = |(kind, name): &(String, String), what: &str| {
        is_ours = false;
        let what = text!(
            "journal-object",
            "the {kind} {name} {what}",
            kind,
            name,
            what
        );
        report.note(None, None, what);
    };
    for (key, text) in &made {
        match found.get(key) {
            None => tell(key, word!("journal-object-gone", "is gone")),
            Some(other) if other != text => tell(
                key,
                word!("journal-object-changed", "is not as it was made"),
            ),
            Some(_) => {}
        }
    }
    for key in found.keys().filter(|key| !made.contains_key(*key)) {
        tell(key, word!("journal-object-strange", "is none of ours"));
    }
    Ok(is_ours)
}

fn read(connection: &Connection) -> Result<Objects> {
    connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?
        .query_map([], |row| {
            let text: Option<String> = row.get(3)?;
            let text = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, text)))
        })?
        .collect()
}
