//! No question that is asked often may read through everything.

use super::*;
use crate::journal::contract::{cents, merchant, reference, syssn};
use crate::journal::{Called, MerchantKey};
use crate::refund::State;
use rusqlite::StatementStatus;

/// The keys of a merchant that has one.
fn keys(filter: &Filter) -> &[MerchantKey] {
    filter.merchant.as_slice()
}

/// Returns SQLite's plan for a query.
fn plan(connection: &Connection, sql: &str) -> String {
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap();
    for at in 1..=statement.parameter_count() {
        statement.raw_bind_parameter(at, 0).unwrap();
    }
    let mut rows = statement.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get::<_, String>(3).unwrap());
    }
    lines.join("; ")
}

#[test]
fn every_filter_has_its_index_and_its_order() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let rowid = "SEARCH intents USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
    let by = |index: &str| format!("SEARCH intents USING INDEX {index} AND rowid>? AND rowid<?)");
    let none = Filter::default;
    let merchant = || Some(MerchantKey::new("m"));
    let rare = vec![State::Unknown];
    let cases = [
        (none(), rowid.to_owned()),
        (
            Filter {
                merchant: merchant(),
                ..none()
            },
            by("intents_merchant (merchant=?"),
        ),
        (
            Filter {
                merchant: merchant(),
                states: vec![State::Refunded],
                ..none()
            },
            by("intents_merchant (merchant=?"),
        ),
        (
            Filter {
                merchant: merchant(),
                states: rare.clone(),
                ..none()
            },
            by("intents_state (state=?"),
        ),
        (
            Filter {
                merchant: merchant(),
                amount: Some(cents(1)),
                ..none()
            },
            by("intents_amount (txamt=?"),
        ),
        (
            Filter {
                merchant: merchant(),
                operator: Some("x".to_owned()),
                ..none()
            },
            by("intents_operator (operator=?"),
        ),
        (
            Filter {
                merchant: merchant(),
                batch: Some("x".to_owned()),
                ..none()
            },
            by("intents_batch (batch=?"),
        ),
        (
            Filter {
                states: vec![State::Refunded],
                ..none()
            },
            rowid.to_owned(),
        ),
        (
            Filter {
                states: rare.clone(),
                ..none()
            },
            by("intents_state (state=?"),
        ),
        (
            Filter {
                amount: Some(cents(1)),
                states: rare.clone(),
                operator: Some("x".to_owned()),
                ..none()
            },
            by("intents_amount (txamt=?"),
        ),
        (
            Filter {
                operator: Some("x".to_owned()),
                ..none()
            },
            by("intents_operator (operator=?"),
        ),
        (
            Filter {
                operator: Some("x".to_owned()),
                states: rare,
                ..none()
            },
            by("intents_state (state=?"),
        ),
        (
            Filter {
                batch: Some("x".to_owned()),
                amount: Some(cents(1)),
                ..none()
            },
            by("intents_batch (batch=?"),
        ),
        (
            Filter {
                batch: Some("x".to_owned()),
                states: vec![State::Planned],
                ..none()
            },
            by("intents_batch (batch=?"),
        ),
        (
            Filter {
                batch: Some("x".to_owned()),
                states: vec![State::Pending],
                oldest_first: true,
                ..none()
            },
            by("intents_state (state=?"),
        ),
    ];
    for (filter, expected) in cases {
        let (sql, _) = page::query(&filter, keys(&filter), (1, Some(9)), None, 100);
        assert_eq!(plan(&journal.connection(), &sql), expected, "{filter:?}");
    }
    // A payment and a reference have few intents: sorting those is nothing.
    for (filter, index) in [
        (
            Filter {
                merchant: merchant(),
                syssn: Some(syssn("P")),
                ..none()
            },
            "intents_payment (syssn=?",
        ),
        (
            Filter {
                merchant: merchant(),
                reference: Some(reference("R")),
                ..none()
            },
            "intents_reference (reference=?",
        ),
    ] {
        let (sql, _) = page::query(&filter, keys(&filter), (1, None), None, 100);
        let plan = plan(&journal.connection(), &sql);
        assert!(
            plan.contains(&format!("SEARCH intents USING INDEX {index}")),
            "{plan}"
        );
    }
}

/// A person has one of its numbers, or how one begins.
#[test]
fn what_a_refund_is_called_by_is_found_by_its_indexes() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let text = || "RF2026".to_owned();
    for (called, how) in [
        (Called::Exactly(text()), "=?"),
        (Called::Beginning(text()), ">? AND <name><?"),
    ] {
        let filter = Filter {
            merchant: Some(MerchantKey::new("m")),
            called: Some(called),
            states: vec![State::Unknown],
            ..Filter::default()
        };
        let (sql, _) = page::query(&filter, keys(&filter), (1, Some(9)), Some(Cursor(9)), 100);
        let plan = plan(&journal.connection(), &sql);
        for (index, name) in [
            ("intents_number", "out_trade_no"),
            ("intents_reference", "reference"),
            ("intents_payment", "syssn"),
            ("intents_refund_syssn", "refund_syssn"),
        ] {
            let how = how.replace("<name>", name);
            let search = format!("SEARCH intents USING COVERING INDEX {index} ({name}{how})");
            assert!(plan.contains(&search), "{search}: {plan}");
        }
        assert!(
            plan.contains("SEARCH intents USING INTEGER PRIMARY KEY (rowid=?)"),
            "{plan}"
        );
        assert!(!plan.contains("SCAN"), "{plan}");
    }
}

/// Every claim asks for what is open of its payment, and a file may have a million rows of one.
#[test]
fn what_is_open_of_a_payment_is_found_without_reading_the_rest() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let plan = plan(
        &journal.connection(),
        "SELECT * FROM intents WHERE syssn = ?1 AND environment = ?2 \
         AND state IN ('pending', 'unknown') ORDER BY id",
    );
    assert_eq!(
        plan,
        "SEARCH intents USING INDEX intents_open (syssn=? AND environment=?)"
    );
}

/// Every refund that is written down asks for names like its own.
#[test]
fn names_that_look_alike_are_found_by_their_index() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    for (column, folded, index) in [
        ("reference", "reference_folded", "intents_alike"),
        ("out_trade_no", "number_folded", "intents_number_alike"),
    ] {
        let sql = read::alike(column, folded);
        let plan = plan(
            &journal.connection(),
            &format!("SELECT * FROM intents WHERE {sql}"),
        );
        let index = format!("SEARCH intents USING INDEX {index} ({folded}=?)");
        assert!(plan.contains(&index), "{plan}");
    }
}

/// How a batch stands is asked before, during and after a run of it, and it may have a million rows.
#[test]
fn how_a_batch_stands_is_told_without_reading_its_rows() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let plan = plan(&journal.connection(), &super::super::again::replaced());
    let search = "SEARCH new USING INDEX intents_retried (batch=?)";
    assert!(plan.contains(search), "{plan}");
    assert_eq!(plan.matches("SCAN").count(), 2, "{plan}");
    assert_eq!(plan.matches("SCAN CONSTANT ROW").count(), 2, "{plan}");
}

/// Every command asks at its end what waits, beside batches and histories of any size.
#[test]
fn what_waits_is_counted_without_reading_batches_or_history() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let plan = plan(&journal.connection(), merchants::WAITING);
    for step in [
        "SEARCH intents USING INDEX intents_state (state=?)",
        "SCAN intents USING INDEX intents_planned",
        "SEARCH intents USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH intents USING INDEX intents_batch (batch=?)",
    ] {
        assert!(plan.contains(step), "{step}: {plan}");
    }
    assert_eq!(plan.matches("SCAN intents").count(), 1, "{plan}");
}

/// The rows of a file are looked up one by one: that takes one compilation, not a million.
#[test]
fn a_filter_is_compiled_once_whatever_it_looks_for() {
    let folder = Folder::filled();
    let mut journal = SqliteJournal::open(&folder.path()).unwrap();
    let filter = |payment: &str| Filter {
        merchant: Some(merchant()),
        syssn: Some(syssn(payment)),
        amount: Some(cents(5)),
        ..Filter::default()
    };
    for payment in ["P1", "P2", "P3", "P4"] {
        let found = journal.page(&filter(payment), None, 500).unwrap();
        assert_eq!(found.len(), 1);
    }
    let filter = filter("P1");
    let (sql, _) = page::query(&filter, keys(&filter), (0, None), None, 500);
    let connection = journal.connection();
    let kept = connection.prepare_cached(&sql).unwrap();
    assert_eq!(kept.get_status(StatementStatus::Run), 4);
    assert_eq!(kept.get_status(StatementStatus::RePrepare), 0);
}

/// It is asked of every row of a file.
#[test]
fn what_bears_on_a_refund_is_found_without_reading_another_row() {
    let folder = Folder::new();
    let journal = SqliteJournal::open(&folder.path()).unwrap();
    let plan = plan(&journal.connection(), &read::BEARING);
    for index in [
        "intents_payment (syssn=? AND environment=?)",
        "intents_replaces (replaces=?)",
        "intents_number (out_trade_no=?)",
        "intents_reference (reference=?)",
        "intents_alike (reference_folded=?)",
        "intents_number_alike (number_folded=?)",
    ] {
        let search = format!("SEARCH intents USING COVERING INDEX {index}");
        assert!(plan.contains(&search), "{index}: {plan}");
    }
    let own = "SEARCH own USING INDEX intents_number (out_trade_no=? AND merchant=?)";
    assert!(plan.contains(own), "{plan}");
}
