//! Rows that stand in the journal from elsewhere.

use super::batch::{batch, payment, prepared, rows, run};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::Value;

fn run_file(sandbox: &Sandbox, name: &str, more: &[&str]) -> Run {
    let mut all = vec!["run", name, "--yes", "--ignore-pause"];
    all.extend(more);
    batch(sandbox, &all)
}

fn id(run: &Run) -> String {
    run.json()["batch"].as_str().unwrap()[..12].to_owned()
}

fn fault(kind: &str, more: &str) -> String {
    format!("[[fault]]\non = \"refund\"\ndo = \"{kind}\"\n{more}\n")
}

#[test]
fn a_twin_that_was_never_sent_says_so_and_what_to_do() {
    let (sandbox, _served) = prepared(3, &fault("drop-after", "skip = 1\ntimes = 1"));
    let halted = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&halted, "planned"), 1, "{halted:?}");
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let more = format!("{file}{},1.00,more\n", payment(3));
    std::fs::write(sandbox.path("new.csv"), more).unwrap();
    let refused = run_file(&sandbox, "new.csv", &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    let json = refused.json();
    let twins: Vec<&str> = json["twins_before"]
        .as_array()
        .unwrap()
        .iter()
        .map(|twin| twin.as_str().unwrap())
        .collect();
    let planned: Vec<&&str> = twins
        .iter()
        .filter(|twin| twin.contains("was never sent"))
        .collect();
    assert_eq!((twins.len(), planned.len()), (3, 1), "{twins:?}");
    for words in [&id(&halted), "batch cancel", "run that file", "line 4"] {
        assert!(planned[0].contains(words), "{words}: {planned:?}");
    }
    // Leaving it out leaves it unsent, and that is told, too.
    let skipped = run_file(
        &sandbox,
        "new.csv",
        &["--skip-twins", "--results", "results.jsonl"],
    );
    assert_eq!((skipped.code, rows(&skipped, "refunded")), (0, 1));
    assert!(skipped.stderr.contains("never sent"), "{skipped:?}");
    let results = std::fs::read_to_string(sandbox.path("results.jsonl")).unwrap();
    let left_out: Vec<Value> = results
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|row: &Value| row["state"] == "left_out")
        .collect();
    let unsent = |row: &&Value| row["meaning"].as_str().unwrap().contains("never sent");
    assert_eq!(
        (left_out.len(), left_out.iter().filter(unsent).count()),
        (3, 1),
        "{results}"
    );
    let old = run(&sandbox, &["--wait", "30"]);
    assert_eq!((old.code, rows(&old, "refunded")), (0, 3), "{old:?}");
    assert_eq!(executed(&sandbox).len(), 4);
}
