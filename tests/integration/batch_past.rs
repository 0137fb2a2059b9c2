//! What a file's payments went through before: amounts that were corrected, refunds from elsewhere.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Sandbox;
use crate::support::simulator::executed;

/// Changes the file of refunds.
fn edit(sandbox: &Sandbox, change: impl Fn(&str) -> String) {
    let path = sandbox.path("batch.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, change(&text)).unwrap();
}

#[test]
fn an_amount_that_was_corrected_is_not_paid_beside_the_old_one() {
    let (sandbox, _served) = prepared(3, "");
    let first = run(&sandbox, &["--results", "results.csv"]);
    assert_eq!(first.code, 0, "{first:?}");
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    let number = results.lines().nth(2).unwrap();
    let number = number.split(',').find(|cell| cell.starts_with("RB-"));
    edit(&sandbox, |text| text.replace(",12.02,", ",13.02,"));
    let checked = batch(&sandbox, &["check", "batch.csv", "--faults", "fix.csv"]);
    for refused in [
        &checked,
        &run(&sandbox, &[]),
        &run(&sandbox, &["--skip-twins"]),
    ] {
        assert_eq!(refused.code, 8, "{refused:?}");
        let json = refused.json();
        assert_eq!(json["other_amounts_count"], 1, "{json}");
        let line = json["other_amounts"][0].as_str().unwrap();
        assert!(
            line.starts_with("line 3: same payment, other amount: HKD 12.02"),
            "{line}"
        );
        assert!(line.contains(number.unwrap()), "{line}");
        assert!(line.ends_with("is refunded"), "{line}");
    }
    let fix = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
    assert!(fix.contains("same payment, other amount"), "{fix}");
    assert_eq!(executed(&sandbox).len(), 3);
    // Said of the row, both are paid.
    edit(&sandbox, |text| {
        text.replace("reason\n", "reason,twin\n")
            .replace("row 1\n", "row 1,\n")
            .replace("row 2\n", "row 2,yes\n")
            .replace("row 3\n", "row 3,\n")
    });
    let meant = run(&sandbox, &["--skip-twins"]);
    assert_eq!((meant.code, rows(&meant, "refunded")), (0, 1), "{meant:?}");
    assert_eq!(executed(&sandbox).len(), 4);
    // What was meant once is not asked for again.
    let again = run(&sandbox, &["--skip-twins"]);
    assert_eq!((again.code, executed(&sandbox).len()), (0, 4), "{again:?}");
}

#[test]
fn an_old_amount_that_is_unknown_first_is_held_against_the_new_one_as_well() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 1202\n";
    let (sandbox, _served) = prepared(3, lost);
    let first = run(&sandbox, &["--keep-going", "--wait", "0"]);
    assert_eq!(rows(&first, "unknown"), 1, "{first:?}");
    edit(&sandbox, |text| text.replace(",12.02,", ",13.02,"));
    let beside = run(&sandbox, &["--skip-twins", "--wait", "0"]);
    assert_eq!(beside.code, 8, "{beside:?}");
    let line = beside.json()["other_amounts"][0].clone();
    assert!(line.as_str().unwrap().ends_with("is unknown"), "{line}");
    let resolved = sandbox.run(&["resolve", "--profile", "stub"]);
    assert_eq!(resolved.code, 0, "{resolved:?}");
    let after = run(&sandbox, &["--skip-twins"]);
    assert_eq!((after.code, executed(&sandbox).len()), (8, 3), "{after:?}");
    let meant = run(&sandbox, &["--twins-meant"]);
    assert_eq!((meant.code, executed(&sandbox).len()), (0, 6), "{meant:?}");
}

#[test]
fn another_file_with_a_part_of_a_payment_is_no_copy() {
    let (sandbox, _served) = prepared(5, "");
    edit(&sandbox, |text| {
        text.lines()
            .take(4)
            .map(|line| format!("{line}\n"))
            .collect()
    });
    assert_eq!(run(&sandbox, &[]).code, 0);
    let (three, four, five) = (payment(3), payment(4), payment(5));
    let text = format!("syssn,amount\n{three},1.00\n{four},1.00\n{five},1.00\n");
    std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    let sent = run(&sandbox, &[]);
    assert_eq!((sent.code, rows(&sent, "refunded")), (0, 3), "{sent:?}");
}
