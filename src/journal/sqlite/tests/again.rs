//! What the database itself forbids about attempts, without the tool around it.

use super::*;
use crate::journal::contract::{FREE, LEASE, after, bring_wanted, who};
use rusqlite::params;

/// Writes a further attempt at the first refund down, as if no rule but the schema's were there.
fn copied(raw: &Connection, no: &str, replaces: Option<&str>) -> rusqlite::Result<usize> {
    raw.execute(
        "INSERT INTO intents (merchant, environment, profile, out_trade_no, syssn, txamt, currency,
         txdtm, reference, request, replaces, operator, created_at, state, updated_at, attempt, resends)
         SELECT merchant, environment, profile, ?1, syssn, txamt, currency, txdtm, reference, request,
         ?2, operator, created_at, 'planned', updated_at, 0, 0 FROM intents WHERE id = 1",
        params![no, replaces],
    )
}

fn put(raw: &Connection, no: &str, state: State) -> rusqlite::Result<usize> {
    let lease = (state == State::Sending).then_some(1);
    raw.execute(
        "UPDATE intents SET state = ?2, lease_until = ?3 WHERE out_trade_no = ?1",
        params![no, state.name(), lease],
    )
}

#[test]
fn a_further_attempt_is_written_down_only_where_the_state_says_so() {
    for state in State::ALL {
        let folder = Folder::new();
        let first = with_reference(wanted("A", "P1", 5), "R1");
        bring_wanted(&mut *folder.open(), &first, state);
        let raw = Connection::open(folder.path()).unwrap();
        assert!(copied(&raw, "B", None).is_err(), "{state}");
        assert!(copied(&raw, "B", Some("X")).is_err(), "{state}");
        let written = copied(&raw, "B", Some("A"));
        assert_eq!(written.is_ok(), state.may_be_replaced(), "{state}");
    }
}

#[test]
fn no_attempt_is_sent_beside_another_that_may_be_done() {
    for state in State::ALL {
        let folder = Folder::new();
        let first = with_reference(wanted("A", "P1", 5), "R1");
        bring_wanted(&mut *folder.open(), &first, State::Declined);
        let raw = Connection::open(folder.path()).unwrap();
        copied(&raw, "B", Some("A")).unwrap();
        // Two refunds of a payment that are being sent are forbidden by another rule.
        put(&raw, "A", state).unwrap();
        assert_eq!(
            put(&raw, "B", State::Sending).is_err(),
            state.is_live(),
            "{state}"
        );
    }
}

#[test]
fn an_attempt_of_another_payment_is_held_as_well() {
    let folder = Folder::new();
    let mut journal = folder.open();
    let first = with_reference(wanted("A", "P1", 5), "R1");
    let first = bring_wanted(&mut *journal, &first, State::Declined);
    let mut second = with_reference(wanted("B", "P2", 5), "R1");
    second.replaces = Some(first.number().clone());
    journal
        .commit(|scope| scope.plan(&second, FREE, who().at(after(2))))
        .unwrap();
    let raw = Connection::open(folder.path()).unwrap();
    put(&raw, "A", State::Refunded).unwrap();
    assert!(put(&raw, "B", State::Sending).is_err());
    put(&raw, "A", State::Declined).unwrap();
    let claimed = journal
        .commit(|scope| scope.claim(second.key(), LEASE, FREE, who().at(after(3))))
        .unwrap();
    assert!(claimed.record().is_some());
}

/// Every claim asks for the other attempts, and a journal may have a million refunds.
#[test]
fn other_attempts_are_found_without_reading_the_rest() {
    let folder = Folder::filled();
    let raw = Connection::open(folder.path()).unwrap();
    for (condition, index) in [
        ("reference = ?1", "intents_reference"),
        ("replaces = ?1", "intents_replaces"),
    ] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT * FROM intents WHERE {condition} AND {} ORDER BY id DESC",
            read::IS_OF_MERCHANT
        );
        let details: Vec<String> = raw
            .prepare(&sql)
            .unwrap()
            .query_map(["R", "M"], |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let plan = details.join("; ");
        let search = format!("SEARCH intents USING INDEX {index} (");
        assert!(plan.contains(&search), "{plan}");
    }
}
