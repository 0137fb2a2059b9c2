//! `batch check` says what a run would send, and which rows it would not and why.

use crate::batch::{batch, prepared, run};
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};

/// The first row is declined, the second is unknown, the fourth stays pending.
const MIXED: &str = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\ntxamt = 1201\n[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntxamt = 1202\n[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 99\ntxamt = 1204\n";

fn check(sandbox: &Sandbox) -> Run {
    batch(sandbox, &["check", "batch.csv"])
}

fn table(sandbox: &Sandbox) -> String {
    let shown = sandbox.run(&["batch", "check", "batch.csv", "--profile", "stub"]);
    shown
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn to_send(run: &Run) -> Value {
    run.json()["to_send"].clone()
}

#[test]
fn a_file_of_which_nothing_would_be_sent_is_not_called_ready() {
    let (sandbox, _served) = prepared(3, "");
    // Before it is run, and after.
    assert_eq!(to_send(&check(&sandbox))[0]["rows"], 3);
    assert!(table(&sandbox).starts_with("READY "), "{}", table(&sandbox));
    let ran = run(&sandbox, &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let checked = check(&sandbox);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert_eq!(checked.json()["runnable"], true);
    assert_eq!(to_send(&checked), json!([]));
    let said = table(&sandbox);
    assert!(said.starts_with("NOTHING TO SEND "), "{said}");
    assert!(said.contains("not sent again: 3 refunded."), "{said}");
    assert!(!said.contains("to refund HKD"), "{said}");
}

#[test]
fn each_group_of_rows_is_named() {
    let (sandbox, _served) = prepared(4, MIXED);
    run(&sandbox, &["--keep-going", "--wait", "0"]);
    let checked = check(&sandbox);
    let next = checked.json()["next_step"].as_str().unwrap().to_owned();
    for words in [
        "Nothing would be sent.",
        "Settled, and not sent again: 1 declined, 1 refunded.",
        "Open, and looked up by a run, never sent again: 1 pending, 1 unknown.",
    ] {
        assert!(next.contains(words), "{next}");
    }
    // One row more: that alone is to be sent.
    let (sandbox, _served) = prepared(
        2,
        "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntxamt = 1201\n",
    );
    run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    let left = check(&sandbox);
    assert_eq!(to_send(&left)[0]["in_words"], "HKD 12.02", "{left:?}");
    let said = table(&sandbox);
    assert!(said.starts_with("READY "), "{said}");
    assert!(said.contains("to send HKD 12.02 in 1 row"), "{said}");
    let given_up = batch(&sandbox, &["cancel", "batch.csv", "--yes", "--note", "no"]);
    assert_eq!(given_up.code, 0, "{given_up:?}");
    let said = table(&sandbox);
    assert!(said.starts_with("NOTHING TO SEND "), "{said}");
    assert!(said.contains("Given up for good: 1 cancelled."), "{said}");
    // A row with a fault: nobody knows.
    std::fs::write(sandbox.path("batch.csv"), "syssn,amount\n1,x\n").unwrap();
    let faulty = check(&sandbox);
    assert_eq!(
        (faulty.code, to_send(&faulty)),
        (8, Value::Null),
        "{faulty:?}"
    );
}
