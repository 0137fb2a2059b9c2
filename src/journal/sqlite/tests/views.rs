//! What is read in one view.

use super::*;
use crate::journal::contract::{FREE, NOON, merchant, number, who};

fn plan(journal: &mut dyn Journal, no: &str) -> Result<(), JournalError> {
    let new = wanted(no, no, 5);
    let planned = journal.commit(|scope| scope.plan(&new, FREE, who().at(NOON)));
    planned.map(|_| ())
}

fn has(journal: &mut dyn Journal, no: &str) -> bool {
    let key = merchant();
    let found = journal.find(key.numbered(&number(no)));
    found.unwrap().is_some()
}

#[test]
fn others_write_while_it_lasts_and_are_seen_when_it_is_over() {
    let folder = Folder::new();
    let (mut journal, mut other) = (folder.open(), folder.open());
    plan(&mut *journal, "N1").unwrap();
    let mut within = Vec::new();
    let mut look = |journal: &mut dyn Journal| {
        for no in ["N1", "N2"] {
            within.push(has(journal, no));
        }
    };
    journal
        .view(&mut |journal| {
            look(journal);
            plan(&mut *other, "N2").unwrap();
            look(journal);
        })
        .unwrap();
    assert_eq!(within, [true, false, true, false]);
    assert!(has(&mut *journal, "N2"));
    plan(&mut *journal, "N3").unwrap();
    assert!(has(&mut *other, "N3"));
}

#[test]
fn nothing_is_written_in_one_and_the_next_is_a_new_one() {
    let folder = Folder::new();
    let mut journal = folder.open();
    let mut refused = None;
    let mut write = |journal: &mut dyn Journal| refused = Some(plan(journal, "N1"));
    journal.view(&mut write).unwrap();
    assert!(refused.unwrap().is_err());
    plan(&mut *journal, "N1").unwrap();
    let mut found = false;
    let mut look = |journal: &mut dyn Journal| found = has(journal, "N1");
    journal.view(&mut look).unwrap();
    assert!(found);
}

#[test]
fn the_cache_is_what_it_was_before() {
    let folder = Folder::filled();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let pages = |journal: &SqliteJournal| -> i64 {
        let read = |row: &rusqlite::Row<'_>| row.get(0);
        let connection = &*journal.connection();
        connection
            .pragma_query_value(None, "cache_size", read)
            .unwrap()
    };
    let before = pages(&journal);
    journal.view(&mut |_| {}).unwrap();
    assert_eq!(pages(&journal), before);
}
