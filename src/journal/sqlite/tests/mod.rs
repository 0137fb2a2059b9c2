//! The contract, and what only a file can suffer.

mod again;
mod claims;
mod damage;
mod files;
mod folding;
mod forged;
mod handovers;
mod plans;
mod restoring;
mod statements;
mod tamper;
mod views;
mod wal;

use super::*;
use crate::journal::contract::{Store, begin, journal_contract, reply, wanted, with_reference};
use crate::journal::{Commit as _, JournalFault};
use crate::refund::{Event, State};
use std::path::PathBuf;
use tempfile::TempDir;

/// What leads from the newest schema back to the first.
const FIRST_SCHEMA: &str = include_str!("first_schema.sql");

/// A journal in a folder of its own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A journal with a few refunds in it, closed.
    fn filled() -> Self {
        let folder = Self::new();
        let mut journal = folder.open();
        for index in 0..20 {
            let new = wanted(&format!("N{index}"), &format!("P{index}"), 5);
            let sent = begin(&mut *journal, &with_reference(new, &format!("R{index}")));
            reply(
                &mut *journal,
                &sent,
                Event::ReplyDone,
                crate::journal::contract::after(1),
            );
        }
        folder
    }

    /// Takes its schema back to the first one.
    fn take_back(&self) {
        let raw = Connection::open(self.path()).unwrap();
        raw.execute_batch(FIRST_SCHEMA).unwrap();
        raw.close().unwrap();
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("data/journal.db")
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        self.0.path().join(format!("data/journal.db{suffix}"))
    }

    /// Changes the file without the tool around it, and puts the triggers back that guard it.
    fn tamper(&self, sql: &str) {
        let raw = Connection::open(self.path()).unwrap();
        let guards: Vec<(String, String)> = raw
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let is_guard = |name: &str| {
            let parts = ["_no_update", "_no_delete", "_fixed", "_adopted"];
            parts.iter().any(|part| name.ends_with(part))
        };
        let guards = guards.iter().filter(|(name, _)| is_guard(name));
        for (name, _) in guards.clone() {
            raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        raw.execute_batch(sql).unwrap();
        for (_, sql) in guards {
            raw.execute_batch(sql).unwrap();
        }
    }

    fn fault(&self) -> JournalFault {
        fault_of(SqliteJournal::open(&self.path()))
    }
}

/// The schema's rule of what counts against a payment is that of the state.
#[test]
fn what_is_live_is_said_alike_by_the_schema_and_by_the_state() {
    let folder = Folder::filled();
    let raw = Connection::open(folder.path()).unwrap();
    for state in State::ALL {
        let lease = (state == State::Sending).then_some(1);
        let live: bool = raw
            .query_row(
                "UPDATE intents SET state = ?1, lease_until = ?2 WHERE id = 1 RETURNING live",
                rusqlite::params![state.name(), lease],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(live, state.is_live(), "{state}");
    }
}

fn fault_of<T: fmt::Debug>(result: Result<T, JournalError>) -> JournalFault {
    result.unwrap_err().fault().clone()
}

impl Store for Folder {
    fn open(&self) -> Box<dyn Journal> {
        Box::new(SqliteJournal::open(&self.path()).unwrap())
    }
}

mod keeps_the_contract {
    use super::*;
    journal_contract!(Folder::new());
}
