//! How names look, as a journal keeps it.

use super::*;
use crate::journal::contract::{FREE, NOON, assert_sound, number, who};
use crate::journal::{Begun, NewIntent};

fn plan(journal: &mut dyn Journal, new: &NewIntent) -> Begun {
    let plan = journal.commit(|scope| scope.plan(new, FREE, who().at(NOON)));
    plan.unwrap()
}

/// What leads from the newest schema back to the first, in which names were folded less.
const FIRST_SCHEMA: &str = "DROP TRIGGER intents_fixed;
    DROP INDEX intents_number_alike;
    ALTER TABLE intents DROP COLUMN number_folded;
    UPDATE intents SET reference_folded = lower(reference);
    CREATE TRIGGER intents_fixed
    BEFORE UPDATE OF merchant, environment, out_trade_no, syssn, txamt, reference, reference_folded,
      replaces
    ON intents
    BEGIN SELECT RAISE(ABORT, 'what was wanted is never changed'); END;
    PRAGMA user_version = 1;";

#[test]
fn a_journal_of_the_first_schema_is_sound_and_guarded() {
    let folder = Folder::filled();
    let mut journal = folder.open();
    for (no, reference) in [("Q1", "0088124"), ("Q2", "\u{421}RM-1")] {
        let new = with_reference(wanted(no, no, 1), reference);
        assert!(matches!(plan(&mut *journal, &new), Begun::Planned(_)));
    }
    drop(journal);
    let raw = Connection::open(folder.path()).unwrap();
    raw.execute_batch(FIRST_SCHEMA).unwrap();
    raw.close().unwrap();
    let mut journal = folder.open();
    assert_sound(&mut *journal);
    for (no, reference, known) in [("R1", "88124", "Q1"), ("R2", "crm-1", "Q2")] {
        let new = with_reference(wanted(no, no, 2), reference);
        match plan(&mut *journal, &new) {
            Begun::LookAlike(_, found) => assert_eq!(*found.number(), number(known)),
            other => panic!("{reference}: {other:?}"),
        }
    }
    match plan(&mut *journal, &wanted("q1", "P9", 2)) {
        Begun::LookAlike(_, found) => assert_eq!(*found.number(), number("Q1")),
        other => panic!("{other:?}"),
    }
    // What holds back a change of what was wanted is there as before.
    let raw = Connection::open(folder.path()).unwrap();
    let change = "UPDATE intents SET number_folded = 'x' WHERE id = 1";
    assert!(raw.execute(change, []).is_err());
}
