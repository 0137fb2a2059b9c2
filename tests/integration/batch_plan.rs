//! One plan for all that is told of a file: what is asked about, what is sent, and what is written
//! of each row afterwards.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Run;
use crate::support::simulator::executed;
use serde_json::Value;

/// Stops a run at the row after so many: it is declined with a code that every row would get.
fn stop_after(rows: usize) -> String {
    format!(
        "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nskip = {rows}\ntimes = 1\n"
    )
}

fn unconfirmed(sandbox: &crate::support::Sandbox, file: &str, more: &[&str]) -> Run {
    let mut all = vec!["run", file, "--ignore-pause", "--no-input", "--jobs", "1"];
    all.extend(more);
    batch(sandbox, &all)
}

#[test]
fn the_rest_of_a_result_file_is_asked_about_before_it_is_sent() {
    let (sandbox, _served) = prepared(4, &stop_after(2));
    let stop = run(&sandbox, &["--jobs", "1", "--results", "results.csv"]);
    assert_eq!(
        (rows(&stop, "refunded"), rows(&stop, "planned")),
        (2, 1),
        "{stop:?}"
    );
    // The file says of two rows that they are refunded, and so does the journal: they count once.
    let refused = unconfirmed(&sandbox, "results.csv", &[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert_eq!(executed(&sandbox).len(), 2);
    let check = batch(&sandbox, &["check", "results.csv"]);
    let next = check.json()["next_step"].as_str().unwrap().to_owned();
    assert!(
        next.starts_with("Refund it with `qfrefund batch run results.csv"),
        "{next}"
    );
    // A script expects what is not refunded by the file's own word.
    let expected = ["--expect-count", "2", "--expect-total", "HKD=24.07"];
    let rest = unconfirmed(&sandbox, "results.csv", &expected);
    assert_eq!(rows(&rest, "refunded"), 3, "{rest:?}");
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn a_row_planned_here_is_left_out_when_its_like_was_refunded_elsewhere() {
    let (sandbox, _served) = prepared(3, &stop_after(1));
    let stop = run(&sandbox, &["--jobs", "1"]);
    assert_eq!(rows(&stop, "planned"), 1, "{stop:?}");
    let single = sandbox.run(&[
        "issue",
        &payment(3),
        "--amount",
        "12.03",
        "--twin",
        "--yes",
        "--profile",
        "stub",
    ]);
    assert_eq!(single.code, 0, "{single:?}");
    // It is a row of this batch, and a twin like any other: it stays planned, and that is told.
    let skipped = run(&sandbox, &["--skip-twins", "--results", "results.jsonl"]);
    assert_eq!(
        (skipped.code, rows(&skipped, "planned")),
        (9, 1),
        "{skipped:?}"
    );
    assert_eq!(executed(&sandbox).len(), 2);
    let results = std::fs::read_to_string(sandbox.path("results.jsonl")).unwrap();
    let last: Value = serde_json::from_str(results.lines().last().unwrap()).unwrap();
    assert_eq!(last["state"], "planned", "{results}");
}

#[test]
fn a_row_left_out_for_an_earlier_one_of_the_file_is_called_a_twin_in_the_result_file() {
    let (sandbox, _served) = prepared(2, "");
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let first = file.lines().nth(1).unwrap();
    std::fs::write(sandbox.path("batch.csv"), format!("{file}{first} again\n")).unwrap();
    let skipped = run(&sandbox, &["--skip-twins", "--results", "results.jsonl"]);
    assert_eq!(skipped.code, 0, "{skipped:?}");
    let results = std::fs::read_to_string(sandbox.path("results.jsonl")).unwrap();
    let last: Value = serde_json::from_str(results.lines().last().unwrap()).unwrap();
    assert_eq!(last["state"], "left_out", "{results}");
    assert!(
        last["meaning"]
            .as_str()
            .unwrap()
            .starts_with("a twin of line 2: "),
        "{results}"
    );
}
