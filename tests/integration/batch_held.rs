//! A file whose every row is odd in the same way, or that has a row of sums, is held until it is said to
//! be meant.

use crate::batch::{batch, payment, prepared, run};
use crate::support::simulator::executed;

#[test]
fn order_numbers_in_the_payment_column_are_not_sent_by_yes_alone() {
    let (sandbox, _served) = prepared(2, "");
    let orders = "syssn,amount\nORDER-7781,1.00\nORDER-7782,2.00\n";
    std::fs::write(sandbox.path("batch.csv"), orders).unwrap();
    let checked = batch(&sandbox, &["check", "batch.csv", "--faults", "fix.csv"]);
    let expected = ["--expect-count", "2", "--expect-total", "HKD=3.00"];
    for refused in [&checked, &run(&sandbox, &[]), &run(&sandbox, &expected)] {
        assert_eq!(refused.code, 8, "{refused:?}");
        let json = refused.json();
        assert_eq!(json["held"]["count"], 1, "{json}");
        assert_eq!(json["runnable"], false, "{json}");
        let next = json["next_step"].as_str().unwrap();
        assert!(next.contains("--odd-meant"), "{next}");
    }
    let fix = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
    assert!(fix.contains("perhaps they are order numbers"), "{fix}");
    // Nothing is written down, so that nothing is burnt.
    let none = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(none.code, 8, "{none:?}");
    // Said to be meant it goes its way: the gateway has no such payments.
    let meant = run(&sandbox, &["--odd-meant", "--no-preflight"]);
    assert_eq!(meant.json()["kind"], "batch", "{meant:?}");
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn a_row_of_sums_with_a_count_is_held_and_the_rest_is_sent_without_it() {
    let (sandbox, _served) = prepared(2, "");
    let rows = format!("syssn,amount\n{},1.00\n{},2.00\n", payment(1), payment(2));
    std::fs::write(sandbox.path("batch.csv"), format!("{rows}2,3.00\n")).unwrap();
    let refused = run(&sandbox, &["--no-preflight"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(refused.json()["held"]["shown"][0]["line"], 4);
    assert!(executed(&sandbox).is_empty());
    std::fs::write(sandbox.path("batch.csv"), rows).unwrap();
    assert_eq!(run(&sandbox, &[]).code, 0);
    assert_eq!(executed(&sandbox).len(), 2);
}
