//! How names look, as a journal keeps it.

use super::*;
use crate::journal::contract::{FREE, NOON, assert_sound, number, who};
use crate::journal::{Begun, NewIntent};

fn plan(journal: &mut dyn Journal, new: &NewIntent) -> Begun {
    let plan = journal.commit(|scope| scope.plan(new, FREE, who().at(NOON)));
    plan.unwrap()
}

#[test]
fn a_journal_of_the_first_schema_is_sound_and_guarded() {
    let folder = Folder::filled();
    let mut journal = folder.open();
    for (no, reference) in [("Q1", "0088124"), ("Q2", "\u{421}RM-1")] {
        let new = with_reference(wanted(no, no, 1), reference);
        assert!(matches!(plan(&mut *journal, &new), Begun::Planned(_)));
    }
    drop(journal);
    folder.take_back();
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
