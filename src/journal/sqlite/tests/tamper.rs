//! What is changed behind the tool's back: forbidden by the database, and seen where it was forced.

use super::*;
use crate::journal::contract::assert_sound;

/// Does something to a journal of 20 refunds, three events each, and returns what verifying says.
fn after(sql: &str) -> Report {
    let folder = Folder::filled();
    folder.raw().execute_batch(sql).unwrap();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    journal.verify().unwrap()
}

/// The first event found wrong.
fn first_seq(sql: &str) -> Option<u64> {
    let report = after(sql);
    assert!(!report.is_sound(), "{sql}");
    report.defects.iter().find_map(|defect| defect.seq)
}

#[test]
fn the_database_forbids_changing_the_past() {
    let folder = Folder::filled();
    let raw = Connection::open(folder.path()).unwrap();
    for sql in [
        "UPDATE events SET note = 'x' WHERE seq = 1",
        "DELETE FROM events WHERE seq = 1",
        "DELETE FROM events",
        "DELETE FROM intents WHERE id = 1",
        "UPDATE intents SET txamt = 1 WHERE id = 1",
        "UPDATE intents SET out_trade_no = 'x' WHERE id = 1",
        "UPDATE intents SET merchant = 'x' WHERE id = 1",
        "UPDATE intents SET syssn = 'x' WHERE id = 1",
        "UPDATE intents SET state = 'sending' WHERE id = 1",
    ] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
    assert_sound(&mut *folder.open());
}

#[test]
fn an_untouched_journal_is_sound() {
    let report = after("SELECT 1");
    assert!(report.is_sound(), "{:?}", report.defects);
    assert_eq!((report.intents, report.events), (20, 60));
    assert_eq!(report.head.unwrap().0, 60);
}

#[test]
fn an_edit_of_any_field_is_found() {
    for change in [
        "at = at + 1",
        "operator = 'other'",
        "host = 'other'",
        "process = 1",
        "event = 'found_done'",
        "observed = 'reply_done'",
        "attempt = 2",
        "respcd = '0000'",
        "text = 'x'",
        "digest = zeroblob(32)",
        "refund_syssn = 'x'",
        "elapsed_ms = 5",
        "note = 'x'",
        "prev_hash = zeroblob(32)",
        "hash = zeroblob(32)",
    ] {
        let sql = format!("UPDATE events SET {change} WHERE seq = 30");
        assert_eq!(first_seq(&sql), Some(30), "{change}");
    }
}

#[test]
fn a_deletion_is_found() {
    assert_eq!(first_seq("DELETE FROM events WHERE seq = 30"), Some(31));
    assert_eq!(first_seq("DELETE FROM events WHERE seq < 4"), Some(4));
    // With the numbers closed up again, the hashes do not fit.
    let closed_up = "DELETE FROM events WHERE seq = 30;
                     UPDATE events SET seq = seq - 1 WHERE seq > 30;";
    assert_eq!(first_seq(closed_up), Some(30));
    // The end: the intent is no longer what its events make of it.
    let report = after("DELETE FROM events WHERE seq = 60");
    assert_eq!(report.defects.len(), 1);
    assert_eq!(report.defects[0].number.as_deref(), Some("N19"));
}

#[test]
fn a_change_of_order_is_found() {
    let swapped = "UPDATE events SET seq = -1 WHERE seq = 30;
                   UPDATE events SET seq = 30 WHERE seq = 33;
                   UPDATE events SET seq = 33 WHERE seq = -1;";
    assert_eq!(first_seq(swapped), Some(30));
    let moved = "UPDATE events SET intent = 3 WHERE seq = 30";
    assert_eq!(first_seq(moved), Some(30));
}

#[test]
fn an_intent_that_is_not_what_its_events_say_is_found() {
    for change in [
        "state = 'declined'",
        "state = 'planned', sent_at = NULL",
        "txamt = 6",
        "syssn = 'P2'",
        "currency = 'CNY'",
        "reference = NULL",
        "reference = 'other'",
        "merchant = 'other'",
        "environment = 'other'",
        "operator = 'other'",
        "reason = 'other'",
        "request = zeroblob(32)",
        "created_at = created_at - 1",
        "updated_at = updated_at + 1",
        "sent_at = NULL",
        "attempt = 0",
        "resends = 1",
        "refund_syssn = 'x'",
        "respcd = '0000'",
        // What cannot even be read.
        "currency = 'XXX'",
        "state = 'failed'",
        "request = zeroblob(5)",
    ] {
        let report = after(&format!(
            "UPDATE intents SET {change} WHERE out_trade_no = 'N7'"
        ));
        assert_eq!(report.defects.len(), 1, "{change}: {:?}", report.defects);
    }
    let report = after("PRAGMA foreign_keys = OFF; DELETE FROM intents WHERE out_trade_no = 'N7'");
    assert_eq!(report.defects.len(), 3);
    assert_eq!(report.defects[0].seq, Some(22));
    let invented = "INSERT INTO intents SELECT 99, merchant, environment, profile, 'N99', syssn,
        txamt, currency, txdtm, udid, NULL, reason, request, batch, batch_row, replaces, operator,
        created_at, state, updated_at, sent_at, attempt, resends, refund_syssn, respcd, resperr,
        lease_until, lease_owner FROM intents WHERE id = 1";
    let report = after(invented);
    assert_eq!(report.defects[0].number.as_deref(), Some("N99"));
    assert_eq!(report.defects[0].what, "it has no events");
}
