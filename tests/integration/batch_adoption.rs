//! Rows that stand in the journal from elsewhere: a file takes over what is open and leaves what is
//! settled, so that a changed file forgets nothing and sends nothing twice.

use super::batch::{batch, payment, prepared, rows, run};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

/// A file of these rows, each with its reference.
fn referenced(sandbox: &Sandbox, name: &str, rows: impl IntoIterator<Item = usize>) {
    let mut file = "syssn,amount,reference\n".to_owned();
    for row in rows {
        writeln!(file, "{},12.{:02},R-{row}", payment(row), row % 100).unwrap();
    }
    std::fs::write(sandbox.path(name), file).unwrap();
}

fn run_file(sandbox: &Sandbox, name: &str, more: &[&str]) -> Run {
    let mut all = vec!["run", name, "--yes", "--ignore-pause"];
    all.extend(more);
    batch(sandbox, &all)
}

fn issue(sandbox: &Sandbox, row: usize, more: &[&str]) -> Run {
    let (payment, amount) = (payment(row), format!("12.{:02}", row % 100));
    let mut all = vec!["issue", &payment, "--amount", &amount, "--yes"];
    all.extend(["--profile", "stub", "--output", "json"]);
    all.extend(more);
    sandbox.run(&all)
}

fn started(sandbox: &Sandbox, name: &str, jobs: &str) -> Child {
    sandbox
        .command(&["batch", "run", name, "--yes", "--ignore-pause", "--jobs"])
        .args([jobs, "--profile", "stub"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn next_step(run: &Run) -> String {
    run.json()["next_step"].as_str().unwrap().to_owned()
}

/// So many refunds were executed, each of another number and payment, and the journal is sound.
fn assert_once_each(sandbox: &Sandbox, count: usize) {
    let done = executed(sandbox);
    for key in ["out_trade_no", "syssn"] {
        let different: BTreeSet<&str> = done.iter().map(|row| row[key].as_str().unwrap()).collect();
        assert_eq!((done.len(), different.len()), (count, count), "{key}");
    }
    let verified = sandbox.run(&["journal", "verify", "--profile", "stub"]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

fn fault(kind: &str, more: &str) -> String {
    format!("[[fault]]\non = \"refund\"\ndo = \"{kind}\"\n{more}\n")
}

#[test]
fn a_single_refund_that_was_not_sent_is_sent_with_the_file() {
    let (sandbox, _served) = prepared(2, &fault("status", "status = 429\ntimes = 1"));
    let unsent = issue(&sandbox, 1, &["--reference", "R-1"]);
    assert_eq!(unsent.code, 4, "{unsent:?}");
    referenced(&sandbox, "batch.csv", 1..=2);
    let taken = run(&sandbox, &["--results", "results.csv"]);
    assert_eq!((taken.code, rows(&taken, "refunded")), (0, 2), "{taken:?}");
    assert_once_each(&sandbox, 2);
    let status = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(
        (status.code, rows(&status, "refunded"), &*status.stderr),
        (0, 2, ""),
        "{status:?}"
    );
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert_eq!(results.matches(",refunded,").count(), 2, "{results}");
    let number = unsent.json()["out_trade_no"].as_str().unwrap().to_owned();
    let show = sandbox.run(&["show", &number, "--profile", "stub", "--output", "json"]);
    let shown = show.json();
    assert_eq!(shown["refund"]["batch"], taken.json()["batch"], "{show:?}");
    let events: Vec<&str> = shown["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        events,
        ["plan", "claim", "not_sent", "adopt", "claim", "reply_done"]
    );
}

#[test]
fn a_file_that_was_never_run_is_not_refunded_because_one_of_its_rows_is() {
    let (sandbox, _served) = prepared(3, "");
    assert_eq!(issue(&sandbox, 1, &["--reference", "R-1"]).code, 0);
    referenced(&sandbox, "batch.csv", 1..=3);
    let status = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(
        (status.code, rows(&status, "refunded")),
        (9, 1),
        "{status:?}"
    );
    assert_eq!(status.json()["worst"], "planned");
    let cancel = batch(&sandbox, &["cancel", "batch.csv", "--note", "x", "--yes"]);
    assert_eq!(rows(&cancel, "cancelled"), 0, "{cancel:?}");
    let all = run(&sandbox, &[]);
    assert_eq!((all.code, rows(&all, "refunded")), (0, 3), "{all:?}");
    let status = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(status.code, 0, "{status:?}");
    assert_eq!(next_step(&status), "Nothing is left to do.");
}

#[test]
fn a_reference_that_was_used_for_another_refund_is_no_row_of_this_file() {
    let (sandbox, _served) = prepared(2, "");
    assert_eq!(issue(&sandbox, 1, &["--reference", "R-1"]).code, 0);
    for row in [
        format!("{},13.00,R-1,", payment(1)),
        format!("{},12.01,R-1,", payment(2)),
        format!("{},12.01,R-1,MY-1", payment(1)),
    ] {
        let file = format!("syssn,amount,reference,out_trade_no\n{row}\n");
        std::fs::write(sandbox.path("batch.csv"), file).unwrap();
        let check = batch(&sandbox, &["check", "batch.csv"]);
        let document = check.json();
        assert_eq!(
            (check.code, document["runnable"].as_bool()),
            (8, Some(false))
        );
        assert_eq!(document["faulty_rows"], 1, "{check:?}");
        let refused = run(&sandbox, &[]);
        assert_eq!(refused.code, 8, "{refused:?}");
        let status = batch(&sandbox, &["status", "batch.csv"]);
        assert_eq!(status.code, 8, "{status:?}");
    }
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn a_changed_file_sends_what_the_old_one_left() {
    let (sandbox, _served) = prepared(7, &fault("drop-after", "skip = 2\ntimes = 1"));
    referenced(&sandbox, "old.csv", 1..=6);
    let halted = run_file(&sandbox, "old.csv", &["--jobs", "1", "--wait", "0"]);
    assert_eq!(
        (halted.code, rows(&halted, "planned")),
        (6, 3),
        "{halted:?}"
    );
    referenced(&sandbox, "new.csv", 1..=7);
    let before = batch(&sandbox, &["status", "new.csv"]);
    assert_eq!((before.code, rows(&before, "planned")), (6, 3));
    let rest = run_file(
        &sandbox,
        "new.csv",
        &["--wait", "30", "--results", "results.csv"],
    );
    assert_eq!((rest.code, rows(&rest, "refunded")), (0, 7), "{rest:?}");
    assert_once_each(&sandbox, 7);
    let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    assert_eq!(results.matches(",refunded,").count(), 7, "{results}");
    let old = batch(&sandbox, &["status", "old.csv"]);
    assert_eq!((old.code, rows(&old, "refunded")), (0, 6), "{old:?}");
    let again = run_file(&sandbox, "old.csv", &[]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 6), "{again:?}");
    assert_once_each(&sandbox, 7);
}

#[test]
fn two_files_that_share_references_run_at_once_with_each_row_once() {
    let (sandbox, _served) = prepared(81, &fault("delay", "delay = \"20ms\""));
    referenced(&sandbox, "a.csv", 1..=80);
    referenced(&sandbox, "b.csv", 1..=81);
    let mut a = started(&sandbox, "a.csv", "4");
    while executed(&sandbox).len() < 8 {
        thread::sleep(Duration::from_millis(10));
    }
    let b = run_file(&sandbox, "b.csv", &["--jobs", "4"]);
    a.wait().unwrap();
    // Each run may have ended while the other still had a row in hand.
    assert!(matches!(b.code, 0 | 9), "{b:?}");
    assert!(b.stderr.contains("taken over"), "{b:?}");
    assert_once_each(&sandbox, 81);
    for (name, count) in [("a.csv", 80), ("b.csv", 81)] {
        let status = batch(&sandbox, &["status", name]);
        assert_eq!(
            (status.code, rows(&status, "refunded")),
            (0, count),
            "{status:?}"
        );
    }
}

#[test]
fn open_rows_of_the_old_file_are_followed_by_the_new_one() {
    let faults = fault("pending", "respcd = \"1145\"\nenquiries = 1\ntimes = 1")
        + &fault("drop-after", "skip = 1\ntimes = 1");
    let (sandbox, _served) = prepared(4, &faults);
    referenced(&sandbox, "old.csv", 1..=3);
    let open = run_file(
        &sandbox,
        "old.csv",
        &["--jobs", "1", "--wait", "0", "--keep-going"],
    );
    assert_eq!(
        (
            open.code,
            rows(&open, "pending"),
            rows(&open, "unknown"),
            rows(&open, "refunded")
        ),
        (6, 1, 1, 1),
        "{open:?}"
    );
    referenced(&sandbox, "new.csv", 1..=4);
    let rest = run_file(&sandbox, "new.csv", &["--wait", "60"]);
    assert_eq!((rest.code, rows(&rest, "refunded")), (0, 4), "{rest:?}");
    assert_once_each(&sandbox, 4);
}

#[test]
fn a_row_that_is_being_sent_elsewhere_stays_there() {
    let (sandbox, _served) = prepared(3, &fault("delay", "delay = \"6s\"\ntimes = 1"));
    referenced(&sandbox, "old.csv", 1..=2);
    referenced(&sandbox, "new.csv", 1..=3);
    let mut old = started(&sandbox, "old.csv", "1");
    let is_sending = || {
        let history = sandbox.run(&[
            "history",
            "--state",
            "sending",
            "--profile",
            "stub",
            "--output",
            "json",
        ]);
        history.json()["refunds"].as_array().unwrap().len() == 1
    };
    while !is_sending() {
        thread::sleep(Duration::from_millis(20));
    }
    let new = run_file(&sandbox, "new.csv", &[]);
    assert_eq!(
        (new.code, rows(&new, "sending"), rows(&new, "refunded")),
        (6, 1, 2),
        "{new:?}"
    );
    assert!(
        new.stderr.contains("is being sent there") && next_step(&new).contains("has ended"),
        "{new:?}"
    );
    old.wait().unwrap();
    assert_eq!(batch(&sandbox, &["status", "new.csv"]).code, 0);
    assert_once_each(&sandbox, 3);
}

#[test]
fn a_number_of_ones_own_is_taken_over_like_a_reference() {
    let (sandbox, _served) = prepared(1, &fault("status", "status = 429\ntimes = 1"));
    let unsent = issue(&sandbox, 1, &[]);
    assert_eq!(unsent.code, 4, "{unsent:?}");
    // Without the number the row is a twin of what was never sent.
    let refused = run(&sandbox, &[]);
    let twins = refused.json()["twins_before_count"].as_u64();
    assert_eq!((refused.code, twins), (8, Some(1)), "{refused:?}");
    let number = unsent.json()["out_trade_no"].as_str().unwrap().to_owned();
    let file = format!("syssn,amount,out_trade_no\n{},12.01,{number}\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let taken = run(&sandbox, &[]);
    assert_eq!((taken.code, rows(&taken, "refunded")), (0, 1), "{taken:?}");
    assert_once_each(&sandbox, 1);
}

#[test]
fn what_was_cancelled_is_given_up_for_good_and_is_no_twin() {
    let (sandbox, _served) = prepared(4, &fault("status", "status = 503\ntimes = 1"));
    let halted = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&halted, "planned"), 3, "{halted:?}");
    let cancelled = batch(&sandbox, &["cancel", "batch.csv", "--note", "x", "--yes"]);
    let rerun = run(&sandbox, &["--wait", "0"]);
    for told in [&cancelled, &rerun] {
        assert_eq!(rows(told, "cancelled"), 3, "{told:?}");
    }
    // With another reason the rows that were cancelled are no twins, and not sent without a word.
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let mut lines: Vec<String> = file.lines().map(|line| format!("{line} again")).collect();
    lines[0] = "syssn,amount,reason".to_owned();
    lines.remove(1);
    std::fs::write(sandbox.path("batch.csv"), lines.join("\n")).unwrap();
    let held = run(&sandbox, &["--twins-meant"]);
    assert_eq!(held.json()["given_up_before_count"], 3, "{held:?}");
    let after_all = run(&sandbox, &["--retry-cancelled"]);
    assert_eq!(
        (after_all.code, rows(&after_all, "refunded")),
        (0, 3),
        "{after_all:?}"
    );
    assert_once_each(&sandbox, 3);
}

#[test]
fn a_twin_that_was_never_sent_is_left_out_and_stays_unsent() {
    let (sandbox, _served) = prepared(3, &fault("drop-after", "skip = 1\ntimes = 1"));
    let halted = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&halted, "planned"), 1, "{halted:?}");
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let more = format!("{file}{},1.00,more\n", payment(3));
    std::fs::write(sandbox.path("new.csv"), more).unwrap();
    let refused = run_file(&sandbox, "new.csv", &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(refused.json()["twins_before_count"], 3, "{refused:?}");
    let skipped = run_file(
        &sandbox,
        "new.csv",
        &["--skip-twins", "--results", "results.jsonl"],
    );
    assert_eq!((skipped.code, rows(&skipped, "refunded")), (6, 1));
    let results = std::fs::read_to_string(sandbox.path("results.jsonl")).unwrap();
    let left_out: Vec<Value> = results
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|row: &Value| row["state"] == "left_out")
        .collect();
    assert_eq!(left_out.len(), 3, "{results}");
    let old = run(&sandbox, &["--wait", "30"]);
    assert_eq!((old.code, rows(&old, "refunded")), (0, 3), "{old:?}");
    assert_eq!(executed(&sandbox).len(), 4);
    let again = run_file(&sandbox, "new.csv", &["--skip-twins"]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 1), "{again:?}");
}

#[test]
fn a_file_whose_rows_were_taken_over_cannot_cancel_them() {
    let (sandbox, _served) = prepared(4, &fault("drop-after", "times = 2"));
    referenced(&sandbox, "old.csv", 1..=3);
    referenced(&sandbox, "new.csv", 1..=4);
    let stop = ["--jobs", "1", "--wait", "0"];
    assert_eq!(run_file(&sandbox, "old.csv", &stop).code, 6);
    let new = run_file(&sandbox, "new.csv", &stop);
    assert_eq!(rows(&new, "planned"), 2, "{new:?}");
    let cancel = |name| batch(&sandbox, &["cancel", name, "--note", "x", "--yes"]);
    let refused = cancel("old.csv");
    assert_eq!(refused.code, 8, "{refused:?}");
    let cancelled = cancel("new.csv");
    assert_eq!(
        (cancelled.code, rows(&cancelled, "cancelled")),
        (0, 2),
        "{cancelled:?}"
    );
    // Given up with one file, it is given up for the other, which lacks the fourth row.
    let old = run_file(&sandbox, "old.csv", &["--wait", "30"]);
    assert_eq!(
        (old.code, rows(&old, "refunded"), rows(&old, "cancelled")),
        (9, 2, 1),
        "{old:?}"
    );
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn a_changed_result_file_and_the_changed_file_itself_do_not_both_send() {
    let (sandbox, _served) = prepared(4, &fault("drop-after", "skip = 1\ntimes = 1"));
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let (old, _) = file.trim_end().rsplit_once('\n').unwrap();
    std::fs::write(sandbox.path("old.csv"), format!("{old}\n")).unwrap();
    let stop = ["--jobs", "1", "--wait", "0", "--results", "results.csv"];
    let halted = run_file(&sandbox, "old.csv", &stop);
    assert_eq!(rows(&halted, "planned"), 1, "{halted:?}");
    let mut results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
    // The same row is added to both; the numbers that the tool has derived stand in one of them.
    let columns = results.lines().next().unwrap().matches(',').count();
    let more = format!("'{},12.04,row 4", payment(4));
    results.push_str(&format!(
        "{more}{}\n",
        ",".repeat(columns - more.matches(',').count())
    ));
    std::fs::write(sandbox.path("results.csv"), results).unwrap();
    let rest = run_file(&sandbox, "results.csv", &["--wait", "30"]);
    // The row that is refunded in the other batch counts as well.
    assert_eq!((rest.code, rows(&rest, "refunded")), (0, 4), "{rest:?}");
    assert_once_each(&sandbox, 4);
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(checked.json()["batch"], rest.json()["batch"], "{checked:?}");
    assert_eq!(
        (checked.code, checked.json()["twins_before_count"].as_u64()),
        (8, Some(3)),
        "{checked:?}"
    );
    for more in [&[][..], &["--skip-twins"]] {
        run(&sandbox, more);
        assert_once_each(&sandbox, 4);
    }
}
