//! What is changed behind the tool's back and no event tells of: the schema, what stands beside
//! the chain, and its end.

use super::*;
use crate::journal::contract::{ENVIRONMENT, NOON, paid, syssn};

/// A journal of 20 refunds, a noted payment and a claim that is not ended.
fn folder() -> Folder {
    let folder = Folder::filled();
    let mut journal = folder.open();
    for no in ["P3", "P50"] {
        let noted =
            journal.commit(|scope| scope.note_payment(ENVIRONMENT, &syssn(no), &paid(100), NOON));
        noted.unwrap();
    }
    begin(&mut *journal, &wanted("N50", "P50", 7));
    folder
}

/// Returns what verifying says of a journal that was opened after a change.
fn verified(folder: &Folder) -> Vec<String> {
    let report = SqliteJournal::open(&folder.path())
        .unwrap()
        .verify()
        .unwrap();
    let defects = report.defects.into_iter();
    defects.map(|defect| defect.what).collect()
}

fn after(sql: &str) -> Vec<String> {
    let folder = folder();
    folder.tamper(sql);
    verified(&folder)
}

/// What a schema is changed with, without SQLite's looking at it.
fn rewritten(table: &str, from: &str, to: &str) -> String {
    format!(
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{table}'; \
         PRAGMA writable_schema = RESET;"
    )
}

#[test]
fn an_untouched_journal_is_sound() {
    assert_eq!(after("SELECT 1"), [""; 0]);
}

#[test]
fn every_guard_and_index_that_is_dropped_is_missed() {
    let objects: Vec<(String, String)> = Connection::open(folder().path())
        .unwrap()
        .prepare("SELECT type, name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(objects.len() > 20, "{objects:?}");
    let folder = folder();
    for (kind, name) in objects {
        let copy = Folder::new();
        std::fs::create_dir(copy.0.path().join("data")).unwrap();
        folder.open().backup(&copy.path()).unwrap();
        let raw = Connection::open(copy.path()).unwrap();
        raw.execute_batch(&format!("DROP {kind} {name}")).unwrap();
        drop(raw);
        assert_eq!(verified(&copy), [format!("the {kind} {name} is gone")]);
    }
}

#[test]
fn a_schema_that_is_not_as_it_was_made_is_found() {
    let weaker = "DROP TRIGGER intents_rest; CREATE TRIGGER intents_rest AFTER UPDATE OF state \
                  ON intents WHEN 0 BEGIN SELECT RAISE(ABORT, 'never'); END;";
    let index = "DROP INDEX intents_number; CREATE INDEX intents_number ON intents (out_trade_no)";
    let view = "ALTER TABLE events RENAME TO kept; \
                CREATE VIEW events AS SELECT * FROM kept WHERE seq <> 60";
    for (change, found) in [
        (
            weaker.to_owned(),
            "the trigger intents_rest is not as it was made",
        ),
        (
            index.to_owned(),
            "the index intents_number is not as it was made",
        ),
        (view.to_owned(), "the view events is none of ours"),
        (view.to_owned(), "the table events is gone"),
        (
            "CREATE TRIGGER quiet AFTER INSERT ON intents BEGIN SELECT 1; END".to_owned(),
            "the trigger quiet is none of ours",
        ),
        (
            "CREATE TABLE notes (text)".to_owned(),
            "the table notes is none of ours",
        ),
        (
            "CREATE VIEW all_of_it AS SELECT 1".to_owned(),
            "the view all_of_it is none of ours",
        ),
        (
            "CREATE INDEX more ON events (at)".to_owned(),
            "the index more is none of ours",
        ),
        (
            "ANALYZE".to_owned(),
            "the table sqlite_stat1 is none of ours",
        ),
        (
            "ALTER TABLE intents ADD COLUMN till TEXT".to_owned(),
            "the table intents is not as it was made",
        ),
        (
            rewritten("intents", "CHECK (txamt > 0)", ""),
            "the table intents is not as it was made",
        ),
        (
            rewritten("intents_sending", "UNIQUE ", ""),
            "the index intents_sending is not as it was made",
        ),
        (
            "DROP TRIGGER intents_again".to_owned(),
            "the trigger intents_again is gone",
        ),
        (
            rewritten("intents_attempts", "AND live", ""),
            "the trigger intents_attempts is not as it was made",
        ),
    ] {
        let folder = folder();
        let raw = Connection::open(folder.path()).unwrap();
        raw.execute_batch(&change).unwrap();
        drop(raw);
        let told = verified(&folder);
        assert!(told.iter().any(|what| what == found), "{change}: {told:?}");
    }
}

#[test]
fn a_table_that_is_gone_is_a_finding_and_no_failure() {
    for table in ["events", "payments", "head", "day_totals"] {
        let folder = folder();
        let raw = Connection::open(folder.path()).unwrap();
        raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"))
            .unwrap();
        drop(raw);
        let told = verified(&folder);
        let gone = format!("the table {table} is gone");
        assert!(told.contains(&gone), "{told:?}");
    }
}

#[test]
fn a_payment_that_is_not_what_was_noted_is_found() {
    let found = ["payment P50 of production is not what was noted"];
    for change in [
        "txamt = 1000000",
        "currency = 'CNY'",
        "pay_type = 'x'",
        "paid_at = NULL",
        "seen_at = seen_at + 1",
        "seal = zeroblob(32)",
    ] {
        let sql = format!("UPDATE payments SET {change} WHERE syssn = 'P50'");
        assert_eq!(after(&sql), found, "{change}");
    }
    let moved = after("UPDATE payments SET syssn = 'P51' WHERE syssn = 'P50'");
    assert_eq!(moved, ["payment P51 of production is not what was noted"]);
    let other = after(
        "UPDATE payments SET seal = (SELECT seal FROM payments WHERE syssn = 'P3') WHERE syssn = 'P50'",
    );
    assert_eq!(other, found);
    // Without it nothing holds its refunds to what was paid.
    let gone = after("DELETE FROM payments WHERE syssn = 'P50'");
    assert_eq!(gone, ["it had 2 noted payments, and has 1"]);
    let raw = Connection::open(folder().path()).unwrap();
    assert!(raw.execute("DELETE FROM payments", []).is_err());
}

#[test]
fn a_lease_that_is_not_that_of_its_claim_is_found() {
    for change in [
        "lease_owner = 'till-2:9:00c0ffee00000001'",
        "lease_owner = lease_owner || ':00c0ffee00000001'",
        "lease_owner = NULL",
        "lease_until = lease_until - 60000",
        "lease_until = lease_until + 1",
    ] {
        let told = after(&format!(
            "UPDATE intents SET {change} WHERE state = 'sending'"
        ));
        assert_eq!(told, ["its lease is not that of its claim"], "{change}");
    }
}

#[test]
fn an_end_that_was_cut_off_whole_is_missed() {
    let newest = "
        DELETE FROM events WHERE intent = (SELECT max(id) FROM intents);
        DELETE FROM day_totals; INSERT INTO day_totals
          SELECT merchant, currency, (sent_at + 28800000) / 86400000,
            (coalesce(settled_at, sent_at) + 28800000) / 86400000, sum(txamt) FROM intents
          WHERE id < (SELECT max(id) FROM intents) GROUP BY 1, 2, 3, 4;
        DELETE FROM intents WHERE id = (SELECT max(id) FROM intents);";
    let told = after(newest);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("it had come to event 62 with the hash"),
        "{told:?}"
    );
    assert!(told[0].ends_with("and ends with event 60"), "{told:?}");
    assert_eq!(told[1], "it had 21 refunds, and has 20");
    // The end of one life, with the row as it was before: the outcome that was not wanted.
    let told = after(
        "DELETE FROM events WHERE seq = 62; 
         UPDATE intents SET state = 'planned', attempt = 0, sent_at = NULL, requested_at = NULL,
           lease_until = NULL, lease_owner = NULL WHERE state = 'sending';",
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("and ends with event 61"), "{told:?}");
    // What says how far it had come cannot be taken away either.
    assert_eq!(after("DELETE FROM head"), ["how far it had come is gone"]);
    for change in [
        "seq = 61",
        "hash = zeroblob(32)",
        "intents = 22",
        "payments = 0",
    ] {
        let told = after(&format!("UPDATE head SET {change}"));
        assert_eq!(told.len(), 1, "{change}: {told:?}");
    }
}

#[test]
fn a_file_is_read_without_leaving_anything_beside_it() {
    let folder = folder();
    let beside = || -> Vec<String> {
        let entries = std::fs::read_dir(folder.path().parent().unwrap()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let copy = folder.beside(".a copy?#%41.db");
    folder.open().backup(&copy).unwrap();
    let before = (beside(), std::fs::read(&copy).unwrap());
    let mut journal = SqliteJournal::read_only(&copy).unwrap();
    let report = journal.verify().unwrap();
    assert!(report.is_sound(), "{:?}", report.defects);
    assert_eq!((report.intents, report.payments), (21, 2));
    let written = journal.commit(|scope| {
        scope.plan(
            &wanted("N99", "P99", 5),
            crate::journal::Conditions::default(),
            crate::journal::contract::who().at(NOON),
        )
    });
    assert_eq!(fault_of(written), JournalFault::ReadOnly);
    drop(journal);
    assert_eq!((beside(), std::fs::read(&copy).unwrap()), before);
    // A journal at work, and one whose process was killed: the latest writes stand in its log.
    let mut writer = folder.open();
    begin(&mut *writer, &wanted("N60", "P60", 7));
    let before = beside();
    let mut journal = SqliteJournal::read_only(&folder.path()).unwrap();
    assert_eq!(journal.verify().unwrap().intents, 22);
    drop(journal);
    assert_eq!(beside(), before);
    for (from, to) in [("", ".left.db"), ("-wal", ".left.db-wal")] {
        std::fs::copy(folder.beside(from), folder.beside(to)).unwrap();
    }
    let before = beside();
    let mut journal = SqliteJournal::read_only(&folder.beside(".left.db")).unwrap();
    assert_eq!(journal.verify().unwrap().intents, 22);
    drop(journal);
    assert_eq!(beside(), before);
}

#[test]
fn a_file_that_is_no_journal_is_not_read_as_one() {
    let folder = folder();
    let missing = SqliteJournal::read_only(&folder.beside(".missing"));
    assert!(matches!(fault_of(missing), JournalFault::Io(_)));
    let other = folder.beside(".other");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE intents (id)")
        .unwrap();
    assert_eq!(
        fault_of(SqliteJournal::read_only(&other)),
        JournalFault::Foreign
    );
    let newer = folder.beside(".newer");
    folder.open().backup(&newer).unwrap();
    let raw = Connection::open(&newer).unwrap();
    raw.pragma_update(None, "user_version", 7).unwrap();
    drop(raw);
    let fault = fault_of(SqliteJournal::read_only(&newer));
    assert!(matches!(fault, JournalFault::Newer(7, _)), "{fault:?}");
}
