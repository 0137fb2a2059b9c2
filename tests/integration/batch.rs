//! Batches from a file: checked whole, run once however often they are run, told row by row.

use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::fmt::Write as _;

pub(super) fn payment(row: usize) -> String {
    format!("202602010002000200{row:08}")
}

/// A simulator that knows payments 1 to `rows`, a profile for it, and a file that refunds each.
pub(super) fn prepared(rows: usize, faults: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    let (mut payments, mut file) = (String::new(), "syssn,amount,reason\n".to_owned());
    for row in 1..=rows {
        writeln!(
            payments,
            r#"{{"syssn":"{}","txamt":100000,"txcurrcd":"HKD","pay_type":"801514"}}"#,
            payment(row)
        )
        .unwrap();
        writeln!(file, "{},12.{:02},row {row}", payment(row), row % 100).unwrap();
    }
    std::fs::write(sandbox.path("payments.jsonl"), payments).unwrap();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let served = Served::start(
        &sandbox,
        &["--payments", "payments.jsonl", "--faults", "faults.toml"],
    );
    sandbox.write_config(&profile(&served.url, "rate_limit = \"none\"\n"));
    (sandbox, served)
}

pub(super) fn batch(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut all = vec!["batch"];
    all.extend(arguments);
    all.extend(["--profile", "stub", "--output", "json"]);
    sandbox.run(&all)
}

/// Runs the file; tests do not wait for the gateway's nightly pause.
pub(super) fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut all = vec!["run", "batch.csv", "--yes", "--ignore-pause"];
    all.extend(more);
    batch(sandbox, &all)
}

pub(super) fn rows(run: &Run, state: &str) -> u64 {
    let json = run.json();
    let states = json["states"].as_array().unwrap().clone();
    states
        .iter()
        .filter(|row| row["state"] == state)
        .map(|row| row["rows"].as_u64().unwrap())
        .sum()
}

#[test]
fn every_row_is_refunded_once_however_often_it_is_run() {
    let (sandbox, _served) = prepared(60, "");
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(
        (checked.code, checked.json()["runnable"].clone()),
        (0, Value::Bool(true)),
        "{checked:?}"
    );
    let first = run(&sandbox, &["--results", "results.csv", "--jobs", "8"]);
    assert_eq!((first.code, rows(&first, "refunded")), (0, 60), "{first:?}");
    for again in [
        run(&sandbox, &[]),
        batch(&sandbox, &["run", "results.csv", "--yes", "--ignore-pause"]),
    ] {
        assert_eq!((again.code, rows(&again, "refunded")), (0, 60), "{again:?}");
    }
    std::fs::copy(sandbox.path("batch.csv"), sandbox.path("other-name.csv")).unwrap();
    assert_eq!(
        batch(&sandbox, &["status", "other-name.csv"]).json()["batch"],
        first.json()["batch"],
        "the same content is the same batch"
    );
    assert_eq!(executed(&sandbox).len(), 60);
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert_eq!(
        results
            .lines()
            .filter(|line| line.contains(",refunded,"))
            .count(),
        60
    );
    assert_eq!(
        sandbox
            .run(&["journal", "verify", "--profile", "stub"])
            .code,
        0
    );
}

#[test]
fn faults_are_all_named_with_their_line_and_nothing_is_sent() {
    let (sandbox, _served) = prepared(1, "");
    std::fs::write(sandbox.path("bad.csv"), "syssn,amount\n2.01912E+25,1.00\n20260201000200020000000001,0\n20260201000200020000000001,１２\n").unwrap();
    let checked = batch(&sandbox, &["check", "bad.csv", "--faults", "fix.csv"]);
    let json = checked.json();
    assert_eq!(
        (checked.code, json["faulty_rows"].as_u64()),
        (8, Some(3)),
        "{checked:?}"
    );
    let lines: Vec<u64> = json["faults"]["shown"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [2, 3, 4]);
    let refused = batch(&sandbox, &["run", "bad.csv", "--yes", "--ignore-pause"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn a_changed_file_meets_its_refunded_rows_as_twins() {
    let (sandbox, _served) = prepared(6, "");
    assert_eq!(run(&sandbox, &[]).code, 0);
    let mut file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    file.push_str(&format!("{},1.00,more\n", payment(1)));
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(
        (checked.code, checked.json()["twins_before_count"].as_u64()),
        (8, Some(6)),
        "{checked:?}"
    );
    let refused = run(&sandbox, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    let skipped = run(&sandbox, &["--skip-twins", "--results", "results.csv"]);
    assert_eq!(
        (skipped.code, rows(&skipped, "refunded")),
        (0, 1),
        "{skipped:?}"
    );
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert_eq!(
        (
            results.matches(",left_out,").count(),
            results.matches(",refunded,").count()
        ),
        (6, 1),
        "{results}"
    );
    assert_eq!(executed(&sandbox).len(), 7);
}

#[test]
fn scripts_confirm_by_count_and_total() {
    let (sandbox, _served) = prepared(3, "");
    let expecting = |count: &str, total: &str| {
        batch(
            &sandbox,
            &[
                "run",
                "batch.csv",
                "--ignore-pause",
                "--no-input",
                "--expect-count",
                count,
                "--expect-total",
                total,
            ],
        )
    };
    for (count, total) in [("4", "HKD=36.06"), ("3", "HKD=36.07"), ("3", "USD=36.06")] {
        let refused = expecting(count, total);
        assert_eq!(refused.code, 8, "{count} {total}: {refused:?}");
    }
    let unconfirmed = batch(
        &sandbox,
        &["run", "batch.csv", "--ignore-pause", "--no-input"],
    );
    assert_eq!(unconfirmed.code, 2, "{unconfirmed:?}");
    assert!(executed(&sandbox).is_empty());
    assert_eq!(expecting("3", "HKD=36.06").code, 0);
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn the_first_unknown_stops_and_a_rerun_settles_it() {
    let (sandbox, _served) = prepared(
        20,
        "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\nskip = 4\ntimes = 1\n",
    );
    let stopped = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(stopped.code, 6, "{stopped:?}");
    assert_eq!(stopped.json()["halted_by"], "unknown", "{stopped:?}");
    assert_eq!(executed(&sandbox).len(), 5, "nothing new is sent after it");
    let rerun = run(&sandbox, &["--keep-going", "--wait", "30"]);
    assert_eq!((rerun.code, rows(&rerun, "refunded")), (0, 20), "{rerun:?}");
    assert_eq!(executed(&sandbox).len(), 20);
}

#[test]
fn a_wrong_signature_stops_after_the_first_rows() {
    let (sandbox, _served) = prepared(
        30,
        "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nexecute = false\n",
    );
    let stopped = run(&sandbox, &["--jobs", "4"]);
    assert_eq!(stopped.code, 9, "{stopped:?}");
    assert_eq!(stopped.json()["halted_by"], "response_code", "{stopped:?}");
    assert!(
        rows(&stopped, "declined") <= 4 && rows(&stopped, "planned") >= 26,
        "{stopped:?}"
    );
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn cancel_gives_up_what_was_not_sent() {
    let (sandbox, _served) = prepared(
        10,
        "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n",
    );
    assert_eq!(run(&sandbox, &["--jobs", "1", "--wait", "0"]).code, 6);
    let cancelled = batch(
        &sandbox,
        &["cancel", "batch.csv", "--note", "wrong file", "--yes"],
    );
    assert_eq!(
        (cancelled.code, rows(&cancelled, "cancelled")),
        (0, 9),
        "{cancelled:?}"
    );
    let rerun = run(&sandbox, &["--keep-going", "--wait", "30"]);
    assert_eq!(
        (rows(&rerun, "cancelled"), rows(&rerun, "refunded")),
        (9, 1),
        "{rerun:?}"
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn a_result_file_that_cannot_be_written_is_told_before_anything_is_sent() {
    let (sandbox, _served) = prepared(2, "");
    for path in ["results.out", "nowhere/results.csv"] {
        let refused = run(&sandbox, &["--results", path]);
        assert_eq!(refused.code, 2, "{path}: {refused:?}");
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(run(&sandbox, &["--results", "results.csv"]).code, 0);
}

#[test]
fn events_can_be_followed_as_json_lines() {
    let (sandbox, _served) = prepared(5, "");
    let output = sandbox.run(&[
        "batch",
        "run",
        "batch.csv",
        "--yes",
        "--ignore-pause",
        "--profile",
        "stub",
        "--output",
        "jsonl",
    ]);
    let lines: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6, "{output:?}");
    assert!(
        lines[..5].iter().all(|line| line["state"] == "refunded") && lines[5]["kind"] == "batch",
        "{output:?}"
    );
}

#[test]
fn a_file_may_come_on_standard_input() {
    let (sandbox, _served) = prepared(4, "");
    let mut command = sandbox.command(&[
        "batch",
        "run",
        "-",
        "--yes",
        "--ignore-pause",
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    let output = command
        .stdin(std::fs::File::open(sandbox.path("batch.csv")).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(executed(&sandbox).len(), 4);
    // The same content from a file is the same batch.
    assert_eq!(
        rows(&batch(&sandbox, &["status", "batch.csv"]), "refunded"),
        4
    );
}

#[test]
fn a_row_that_stands_elsewhere_counts_as_it_stands() {
    let (sandbox, _served) = prepared(2, "");
    let declined = sandbox.run(&[
        "issue",
        &payment(1),
        "--amount",
        "99999",
        "--reference",
        "R-1",
        "--yes",
        "--no-preflight",
        "--profile",
        "stub",
    ]);
    assert_eq!(declined.code, 5, "{declined:?}");
    let row = format!("syssn,amount,reference\n{},99999,R-1\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), &row).unwrap();
    let alone = run(&sandbox, &[]);
    assert_eq!((alone.code, rows(&alone, "declined")), (5, 1), "{alone:?}");
    let status = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(
        (status.code, rows(&status, "declined")),
        (5, 1),
        "{status:?}"
    );
    let both = format!("{row}{},1.00,R-2\n", payment(2));
    std::fs::write(sandbox.path("batch.csv"), both).unwrap();
    let both = run(&sandbox, &[]);
    assert_eq!(
        (both.code, rows(&both, "declined"), rows(&both, "refunded")),
        (9, 1, 1),
        "{both:?}"
    );
}

#[test]
fn skipping_twins_leaves_out_a_row_whose_twin_has_a_reference() {
    for rows in [",R-1\n{row},\n", ",\n{row},R-1\n"] {
        let (sandbox, _served) = prepared(1, "");
        let row = format!("{},3.00", payment(1));
        let file = format!(
            "syssn,amount,reference\n{row}{}",
            rows.replace("{row}", &row)
        );
        std::fs::write(sandbox.path("batch.csv"), file).unwrap();
        assert_eq!(run(&sandbox, &[]).code, 8);
        let skipped = run(&sandbox, &["--skip-twins"]);
        assert_eq!(skipped.code, 0, "{skipped:?}");
        assert_eq!(executed(&sandbox).len(), 1);
    }
}
