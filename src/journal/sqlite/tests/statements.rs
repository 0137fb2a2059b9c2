//! Every statement that the contract needs: what it reads through, and which index it has need of.

use super::*;
use crate::journal::By;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// The texts of the statements that were run.
type Heard = Arc<Mutex<BTreeSet<String>>>;

/// A journal whose statements are written down.
struct Overheard(Folder, Heard);

impl Store for Overheard {
    fn open(&self) -> Box<dyn Journal> {
        let journal = SqliteJournal::open(&self.0.path()).unwrap();
        let heard = Arc::clone(&self.1);
        let listen = move |event: TraceEvent<'_>| {
            // What a trigger does is heard as a remark.
            if let TraceEvent::Stmt(statement, text) = event
                && !text.starts_with("--")
            {
                heard.lock().unwrap().insert(statement.sql().into_owned());
            }
        };
        journal
            .connection()
            .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen))
            .unwrap();
        Box::new(journal)
    }
}

/// The statements of all rules.
fn statements() -> BTreeSet<String> {
    let heard = Heard::default();
    let fresh = || -> Box<dyn Store> { Box::new(Overheard(Folder::new(), Arc::clone(&heard))) };
    keeps_the_contract::every_rule(&fresh);
    beside_the_contract(&mut *fresh().open());
    let heard = heard.lock().unwrap();
    let is_of_tables = |sql: &&String| {
        let words = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
        words.iter().any(|word| sql.trim_start().starts_with(word))
    };
    heard.iter().filter(is_of_tables).cloned().collect()
}

/// Asks what no rule of the contract asks.
fn beside_the_contract(journal: &mut dyn Journal) {
    let now = Some(crate::journal::contract::NOON);
    for by in [By::Wanted, By::Sent, By::Settled] {
        let filter = Filter {
            by,
            since: now,
            until: now,
            ..Filter::default()
        };
        journal.page(&filter, None, 9).unwrap();
    }
    journal.newest().unwrap();
    let (merchant, at) = (
        crate::journal::contract::merchant(),
        crate::journal::contract::NOON,
    );
    journal.left_out(&merchant, (at, at)).unwrap();
    journal.left_out_counts(&merchant, "b").unwrap();
    let (syssn, amount) = (
        crate::journal::contract::syssn("P"),
        crate::journal::contract::cents(1),
    );
    journal.given_up_rows("production", &syssn, amount).unwrap();
    journal.batch_standings(&merchant).unwrap();
    journal.batches("b").unwrap();
    journal.waiting(&merchant, (at, at)).unwrap();
}

/// What may read through a table: the ends of the statements of `verify` and `export`, which read everything, and
/// those that are over after a row, or few rows.
const THROUGH: [&str; 10] = [
    // The newest one.
    "FROM events ORDER BY seq DESC LIMIT 1",
    // An index that has only what waits.
    "WHERE total.state = 'planned' AND total.count > 0) GROUP BY merchant, environment ORDER BY merchant, environment",
    // `export`.
    "FROM events ORDER BY seq",
    "FROM payments ORDER BY syssn, environment",
    "requested_at FROM intents ORDER BY id",
    // `verify`.
    "FROM events ORDER BY intent, seq",
    "reference_folded, number_folded FROM intents ORDER BY id",
    "seal FROM payments",
    "SELECT merchant, day, currency, -sum, settled FROM day_totals)",
    "FROM intents WHERE NOT EXISTS (SELECT 1 FROM merchants WHERE key = intents.merchant)",
];

/// The rows of an explanation, each as its columns.
fn explained(connection: &Connection, how: &str, sql: &str) -> Vec<Vec<rusqlite::types::Value>> {
    let mut statement = connection.prepare(&format!("{how} {sql}")).unwrap();
    let columns = statement.column_count();
    for at in 1..=statement.parameter_count() {
        statement.raw_bind_parameter(at, 0).unwrap();
    }
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        found.push((0..columns).map(|at| row.get(at).unwrap()).collect());
    }
    found
}

#[test]
fn every_index_has_a_statement_that_needs_it_and_none_reads_through_everything() {
    let statements = statements();
    assert!(statements.len() > 60, "{}", statements.len());
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let connection = &*journal.connection();
    let mut pages: BTreeMap<i64, String> = BTreeMap::new();
    let mut unneeded = BTreeSet::new();
    let mut indexes = connection
        .prepare("SELECT rootpage, name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
        .unwrap();
    let rows = indexes.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    for row in rows.unwrap() {
        let (page, name, sql): (i64, String, String) = row.unwrap();
        // One that keeps a rule needs no question.
        if !sql.contains("UNIQUE") {
            unneeded.insert(name.clone());
        }
        pages.insert(page, name);
    }
    let mut through = BTreeSet::new();
    for sql in &statements {
        for row in explained(connection, "EXPLAIN", sql) {
            use rusqlite::types::Value::{Integer, Text};
            if let [_, Text(code), _, Integer(page), ..] = row.as_slice()
                && code == "OpenRead"
                && let Some(name) = pages.get(page)
            {
                unneeded.remove(name);
            }
        }
        for row in explained(connection, "EXPLAIN QUERY PLAN", sql) {
            if let Some(rusqlite::types::Value::Text(step)) = row.last()
                && let Some(table) = step.strip_prefix("SCAN ")
                && ["intents", "events", "payments"].contains(&table.split(' ').next().unwrap())
                && !THROUGH.iter().any(|end| sql.trim_end().ends_with(end))
            {
                through.insert(format!("{step}: {sql}"));
            }
        }
    }
    assert!(unneeded.is_empty(), "no statement needs {unneeded:?}");
    assert!(through.is_empty(), "{through:#?}");
}
