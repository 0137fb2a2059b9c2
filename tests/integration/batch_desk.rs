//! Batches as the desk and its scripts meet them: files that stay whole, what is told before and
//! after, and what to do next.

use crate::batch::{batch, prepared, rows, run};
use crate::batch_limits::limit;
use crate::support::Sandbox;
use crate::support::simulator::executed;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

#[test]
fn the_file_of_refunds_is_never_written_over() {
    let (sandbox, _served) = prepared(2, "");
    let before = std::fs::read(sandbox.path("batch.csv")).unwrap();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    for name in ["batch.csv", "./folder/../batch.csv"] {
        let checked = batch(&sandbox, &["check", "batch.csv", "--faults", name]);
        let ran = run(&sandbox, &["--results", name]);
        for refused in [checked, ran] {
            assert_eq!(refused.code, 2, "{refused:?}");
        }
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(std::fs::read(sandbox.path("batch.csv")).unwrap(), before);
    let elsewhere = run(&sandbox, &["--results", "folder/batch.csv"]);
    assert_eq!(elsewhere.code, 0, "{elsewhere:?}");
}

#[test]
fn what_a_script_did_not_expect_is_not_sent() {
    let (sandbox, _served) = prepared(2, "");
    let expect = |count: &str, totals: &[&str]| {
        let mut arguments = vec![
            "run",
            "batch.csv",
            "--ignore-pause",
            "--expect-count",
            count,
        ];
        for total in totals {
            arguments.extend(["--expect-total", total]);
        }
        batch(&sandbox, &arguments)
    };
    let other = expect("3", &["HKD=1.00"]);
    assert_eq!(other.code, 8, "{other:?}");
    let two = expect("2", &["HKD=24.03", "JPY=10"]);
    assert_eq!(two.code, 8, "{two:?}");
    let unread = expect("2", &["hkd=24.03"]);
    assert_eq!(unread.code, 2, "{unread:?}");
    let none = batch(&sandbox, &["run", "batch.csv", "--ignore-pause"]);
    assert_eq!(none.code, 2, "{none:?}");
    assert!(executed(&sandbox).is_empty());
    assert_eq!(expect("2", &["HKD=24.03"]).code, 0);
    assert_eq!(
        expect("2", &["HKD=24.03"]).code,
        0,
        "the same command again"
    );
    assert_eq!(
        batch(&sandbox, &["run", "batch.csv"]).code,
        0,
        "nothing is left to confirm"
    );
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn a_fresh_machine_refunds_a_batch_in_three_lines() {
    let sandbox = Sandbox::new();
    let readme = std::fs::read_to_string("README.md").unwrap();
    let lines: Vec<&str> = readme
        .lines()
        .skip_while(|line| !line.starts_with("qfrefund batch sample"))
        .take(3)
        .collect();
    let sample = sandbox.run(&["batch", "sample"]);
    assert_eq!(
        (lines[0], sample.code),
        ("qfrefund batch sample > refunds.csv", 0)
    );
    std::fs::write(sandbox.path("refunds.csv"), sample.stdout).unwrap();
    for line in &lines[1..] {
        let mut arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
        if arguments[1] == "run" {
            // Where a person types the number of rows.
            arguments.push("--yes");
        }
        let done = sandbox.run(&arguments);
        assert_eq!(done.code, 0, "{line}: {done:?}");
    }
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert_eq!(results.matches(",refunded,").count(), 3, "{results}");
}

#[test]
fn the_next_step_of_a_check_can_be_pasted_into_a_shell() {
    let (sandbox, _served) = prepared(1, "");
    let file = "pay,amount\n20260201000200000000001,1\n";
    std::fs::write(sandbox.path("it's mine.csv"), file).unwrap();
    let check = ["check", "it's mine.csv", "--column", "syssn=pay"];
    let checked = batch(&sandbox, &check).json();
    let next = checked["next_step"].as_str().unwrap();
    let command = r"`qfrefund batch run 'it'\''s mine.csv' --column=syssn=pay --profile stub`";
    assert!(next.contains(command), "{next}");
}

#[test]
fn who_looks_on_is_told_to_look_again_and_not_to_run_it_too() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"3s\"\n";
    let (sandbox, _served) = prepared(2, faults);
    let mut runs = sandbox
        .command(&[
            "batch",
            "run",
            "batch.csv",
            "--yes",
            "--ignore-pause",
            "--profile",
            "stub",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut next = String::new();
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(20));
        let status = batch(&sandbox, &["status", "batch.csv"]);
        if status.code != 8 && rows(&status, "sending") > 0 {
            next = status.json()["next_step"].as_str().unwrap().to_owned();
            break;
        }
    }
    runs.wait().unwrap();
    assert!(
        next.starts_with("Rows are being sent at this moment: look again"),
        "{next}"
    );
}

#[test]
fn what_the_day_has_no_room_for_is_told_beforehand() {
    // 12.01 + 12.02 + 12.03 + 12.04 = 48.10
    let (sandbox, served) = prepared(4, "");
    limit(&sandbox, &served, "max_day_total = \"48.10\"");
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(checked.json()["day_limit"], serde_json::Value::Null);
    limit(&sandbox, &served, "max_day_total = \"30.00\"");
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_ne!(checked.json()["day_limit"], serde_json::Value::Null);
    assert_eq!(checked.code, 0, "{checked:?}");
    // The run keeps to it.
    let stopped = run(&sandbox, &["--jobs", "1"]);
    assert_eq!((stopped.code, rows(&stopped, "refunded")), (9, 2));
}

#[test]
fn a_batch_is_found_by_the_beginning_of_its_identity() {
    let (sandbox, _served) = prepared(3, "");
    let ran = run(&sandbox, &[]);
    let whole = ran.json()["batch"].as_str().unwrap().to_owned();
    std::fs::write(
        sandbox.path("other.csv"),
        "syssn,amount,reference\n20260201000200020000000001,1.00,R-1\n",
    )
    .unwrap();
    let other = batch(&sandbox, &["run", "other.csv", "--yes", "--ignore-pause"]);
    assert_eq!(other.code, 0, "{other:?}");
    let history = |batch: &str| {
        let arguments = [
            "history",
            "--batch",
            batch,
            "--profile",
            "stub",
            "--output",
            "json",
        ];
        sandbox.run(&arguments)
    };
    for beginning in [&whole, &whole[..12]] {
        let found = history(beginning);
        assert_eq!(
            found.json()["refunds"].as_array().unwrap().len(),
            3,
            "{found:?}"
        );
    }
    assert_eq!(history(&"0".repeat(64)).code, 0);
    for beginning in ["", "xyz"] {
        assert_eq!(history(beginning).code, 2, "{beginning}");
    }
}
