//! What is changed behind the tool's back: forbidden by the database, and seen where it was forced.

use super::*;
use crate::journal::contract::{FREE, LEASE, NOON, assert_sound, in_batch, merchant, number, who};
use crate::journal::{BatchRow, Begun};

/// Does something to a journal of 20 refunds, three events each, and returns what verifying says.
fn after(sql: &str) -> Verification {
    let folder = Folder::filled();
    folder.tamper(sql);
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    journal.verify().unwrap()
}

/// How many findings name an event or an intent; the others are of sums that no longer fit.
fn of_one(report: &Verification) -> usize {
    let defects = report.defects.iter();
    defects
        .filter(|defect| defect.seq.is_some() || defect.number.is_some())
        .count()
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
        "UPDATE intents SET batch = 'x', batch_row = 1 WHERE id = 1",
        "UPDATE intents SET environment = 'x' WHERE id = 1",
        "UPDATE intents SET reference_folded = 'x' WHERE id = 1",
        "UPDATE intents SET number_folded = 'x' WHERE id = 1",
        "UPDATE intents SET replaces = 'x' WHERE id = 1",
        "UPDATE merchants SET merchant = 'x'",
        "DELETE FROM merchants",
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
    assert_eq!(report.head.unwrap().seq, 60);
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
        "endpoint = 'https://b.example APP -'",
        "note = 'x'",
        "settlement = '{\"cash_fee\":\"1\"}'",
        "prev_hash = zeroblob(32)",
        "hash = zeroblob(32)",
    ] {
        let sql = format!("UPDATE events SET {change} WHERE seq = 30");
        assert_eq!(first_seq(&sql), Some(30), "{change}");
    }
}

#[test]
fn an_edit_of_whose_a_key_is_is_found() {
    for change in [
        "key = 'x'",
        "merchant = 'x'",
        "environment = 'x'",
        "profile = 'x'",
        "note = 'x'",
        "at = at + 1",
        "operator = 'x'",
        "host = 'x'",
        "process = 1",
        "prev_hash = randomblob(32)",
        "hash = zeroblob(32)",
        "seq = 2",
    ] {
        let report = after(&format!("UPDATE merchants SET {change}"));
        let found = if change.starts_with("key") { 2 } else { 1 };
        assert_eq!(report.defects.len(), found, "{change}");
        let what = &report.defects[0].what;
        assert!(what.starts_with("entry 1 of the merchants "), "{what}");
    }
    let report = after("DELETE FROM merchants");
    assert_eq!(report.defects.len(), 1);
    assert!(report.defects[0].what.contains("is not entered"));
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
    assert_eq!(of_one(&report), 1);
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
fn the_database_forbids_taking_an_open_refund_out_of_its_batch() {
    let folder = Folder::new();
    let new = in_batch(wanted("N1", "P1", 5), "old", 1);
    let planned = folder
        .open()
        .commit(|scope| scope.plan(&new, FREE, who().at(NOON)))
        .unwrap();
    assert!(matches!(planned, Begun::Planned(_)));
    let raw = Connection::open(folder.path()).unwrap();
    for sql in [
        "UPDATE intents SET batch = NULL, batch_row = NULL",
        "UPDATE intents SET batch_row = NULL",
    ] {
        assert!(raw.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn an_edit_is_found_before_and_after_an_adoption_and_never_adopted() {
    let to = BatchRow {
        batch: "new".to_owned(),
        row: 1,
    };
    let filled = || {
        let folder = Folder::new();
        let new = with_reference(in_batch(wanted("N1", "P1", 5), "old", 1), "R1");
        folder
            .open()
            .commit(|scope| scope.plan(&new, FREE, who().at(NOON)))
            .unwrap();
        folder
    };
    let adopt = |folder: &Folder| {
        let mut journal = folder.open();
        journal.commit(|scope| scope.adopt(merchant().numbered(&number("N1")), &to, who().at(NOON)))
    };
    let edited = filled();
    edited.tamper("UPDATE intents SET reference = 'R2'");
    let error = adopt(&edited).unwrap_err();
    assert!(matches!(error.fault(), JournalFault::Damaged(_)), "{error}");
    for change in [
        "reference = 'R2'",
        "batch = 'old'",
        "batch_row = 2",
        "reason = 'x'",
    ] {
        let folder = filled();
        adopt(&folder).unwrap();
        assert_sound(&mut *folder.open());
        let sql = format!("UPDATE intents SET {change}");
        folder.tamper(&sql);
        let report = folder.open().verify().unwrap();
        assert_eq!(report.defects.len(), 1, "{change}: {:?}", report.defects);
    }
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
        "reference_folded = 'other'",
        "reference_folded = NULL",
        "number_folded = 'other'",
        "number_folded = NULL",
        "merchant = 'other'",
        "environment = 'other'",
        "operator = 'other'",
        "reason = 'other'",
        "request = zeroblob(32)",
        "created_at = created_at - 1",
        "updated_at = updated_at + 1",
        "sent_at = NULL",
        "requested_at = NULL",
        "requested_at = requested_at + 1000",
        "txdtm = NULL",
        "txdtm = '2026-11-24 12:00:00'",
        "attempt = 0",
        "resends = 1",
        "batch = 'x', batch_row = 1",
        "batch = 'x'",
        "refund_syssn = 'x'",
        "respcd = '0000'",
        "decided_at = 1, decided_by = 'other', note = 'x'",
        "note = 'x'",
        "settlement = '{\"cash_fee\":\"1\"}'",
        "settled_at = 1",
        "state = 'closed_not_refunded'",
        // What cannot even be read.
        "currency = 'XXX'",
        "state = 'failed'",
        "request = zeroblob(5)",
        "settlement = '{\"cardcd\":\"1\"}'",
    ] {
        let report = after(&format!(
            "UPDATE intents SET {change} WHERE out_trade_no = 'N7'"
        ));
        assert_eq!(of_one(&report), 1, "{change}: {:?}", report.defects);
    }
    let report = after("PRAGMA foreign_keys = OFF; DELETE FROM intents WHERE out_trade_no = 'N7'");
    assert_eq!(of_one(&report), 3);
    assert_eq!(report.defects[0].seq, Some(22));
    let invented = "INSERT INTO intents SELECT 99, merchant, environment, profile, 'N99', syssn,
        txamt, currency, txdtm, udid, NULL, NULL, reason, request, batch, batch_row, replaces, operator,
        created_at, state, updated_at, sent_at, attempt, resends, refund_syssn, respcd, resperr,
        lease_until, lease_owner, decided_at, decided_by, note, NULL, NULL, NULL, NULL FROM intents WHERE id = 1";
    let report = after(invented);
    assert_eq!(report.defects[0].number.as_deref(), Some("N99"));
    assert_eq!(report.defects[0].what, "it has no events");
}

#[test]
fn a_total_that_is_not_what_its_intents_add_up_to_is_found() {
    let folder = Folder::new();
    let mut journal = folder.open();
    for (no, minor) in [("A", 100), ("B", 250), ("C", 7)] {
        let new = in_batch(wanted(no, no, minor), "b1", 1);
        let planned = journal
            .commit(|scope| scope.plan(&new, FREE, who().at(NOON)))
            .unwrap();
        assert!(matches!(planned, Begun::Planned(_)));
    }
    let claimed = journal.commit(|scope| {
        scope.claim(
            merchant().numbered(&number("B")),
            LEASE,
            FREE,
            who().at(NOON),
        )
    });
    assert!(matches!(claimed, Ok(Begun::Claimed(_))));
    assert_sound(&mut *journal);
    drop(journal);
    let day = "the total of 2026-11-23 in HKD of production/APP/M1 differs from its refunds by";
    let batch = |which: &str| {
        format!(
            "the total of batch {which}, in HKD, of production/APP/M1 differs from its refunds by"
        )
    };
    for (change, found) in [
        (
            "UPDATE day_totals SET sum = sum - 1",
            format!("{day} 1 minor units"),
        ),
        (
            "UPDATE day_totals SET sum = 0",
            format!("{day} 250 minor units"),
        ),
        ("DELETE FROM day_totals", format!("{day} 250 minor units")),
        (
            "INSERT INTO day_totals VALUES ('production/APP/M1', 'HKD', 3, 3, 5)",
            "the total of 1970-01-04 in HKD of production/APP/M1 differs from its refunds by -5 minor units"
                .to_owned(),
        ),
        (
            "UPDATE batch_totals SET sum = sum + 1 WHERE state = 'planned'",
            format!("{} 0 rows and -1 minor units", batch("b1, planned")),
        ),
        (
            "UPDATE batch_totals SET count = 1 WHERE state = 'planned'",
            format!("{} 1 rows and 0 minor units", batch("b1, planned")),
        ),
        (
            "DELETE FROM batch_totals WHERE state = 'sending'",
            format!("{} 1 rows and 250 minor units", batch("b1, sending")),
        ),
        (
            "INSERT INTO batch_totals VALUES ('b0', 'production/APP/M1', 'planned', 'HKD', 1, 2)",
            format!("{} -1 rows and -2 minor units", batch("b0, planned")),
        ),
    ] {
        let copy = Folder::new();
        std::fs::create_dir(copy.0.path().join("data")).unwrap();
        folder.open().backup(&copy.path()).unwrap();
        copy.tamper(change);
        let report = SqliteJournal::open(&copy.path()).unwrap().verify().unwrap();
        let told: Vec<&str> = report
            .defects
            .iter()
            .map(|defect| defect.what.as_str())
            .collect();
        assert_eq!(told, [found], "{change}");
    }
}

#[test]
fn totals_are_added_up_batch_by_batch() {
    let folder = Folder::filled();
    let raw = Connection::open(folder.path()).unwrap();
    let plan: Vec<String> = raw
        .prepare(&format!("EXPLAIN QUERY PLAN {}", totals::BATCHES))
        .unwrap()
        .query_map([], |row| row.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(
        plan.iter().any(|step| step.contains("intents_batch")),
        "{plan:?}"
    );
    assert!(
        !plan.iter().any(|step| step.contains("TEMP B-TREE")),
        "{plan:?}"
    );
}
