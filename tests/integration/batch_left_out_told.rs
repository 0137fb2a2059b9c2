//! Rows left out as twins are counted, kept and told wherever rows are: of several files, by a batch's identity,
//! in an export, and with what was said when they were given up.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::sandbox::profile;
use crate::support::simulator::Served;
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};

fn issue(sandbox: &Sandbox, row: usize) -> Run {
    let (payment, amount) = (payment(row), format!("12.{row:02}"));
    let line = format!("issue {payment} --amount {amount} --yes --profile stub --output json");
    sandbox.run(&line.split(' ').collect::<Vec<_>>())
}

/// A batch of two rows that are left out: of the first one's twin nobody knows the outcome, that of the second is
/// cancelled. Returns the beginning of its identity.
fn left_out() -> (Sandbox, Served, String) {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntxamt = 1201\ntimes = 1\n";
    let (sandbox, served) = prepared(2, lost);
    assert_eq!(issue(&sandbox, 1).code, 6);
    sandbox.write_config(&profile("http://127.0.0.1:9", "preflight = false\n"));
    let unsent = issue(&sandbox, 2);
    let skipped = run(&sandbox, &["--skip-twins", "--wait", "0"]);
    assert_eq!(rows(&skipped, "refunded"), 0, "{skipped:?}");
    sandbox.write_config(&profile(&served.url, "preflight = false\n"));
    let number = unsent.json()["out_trade_no"].as_str().unwrap().to_owned();
    let cancelled = ["cancel", &number, "--yes", "--profile", "stub"];
    assert_eq!(sandbox.run(&cancelled).code, 0);
    let list = batch(&sandbox, &["list"]).json();
    let name = list["left_out"][0]["batch"].as_str().unwrap().to_owned();
    (sandbox, served, name[..12].to_owned())
}

fn give_up(sandbox: &Sandbox, name: &str) -> Run {
    let note = ["--note", "the shop paid cash", "--yes"];
    let run = batch(sandbox, &[&["cancel", "--batch", name][..], &note].concat());
    assert_eq!(run.code, 0, "{run:?}");
    run
}

#[test]
fn all_files_count_the_rows_that_each_of_them_left_out() {
    let (sandbox, _served) = prepared(4, "");
    for row in [1, 3] {
        assert_eq!(issue(&sandbox, row).code, 0);
    }
    let row = |row| format!("{},12.0{row}\n", payment(row));
    for (name, text) in [("a.csv", row(1) + &row(2)), ("b.csv", row(3) + &row(4))] {
        let text = format!("syssn,amount\n{text}");
        std::fs::write(sandbox.path(name), text).unwrap();
    }
    let line = [
        "run",
        "a.csv",
        "b.csv",
        "--yes",
        "--ignore-pause",
        "--skip-twins",
    ];
    let skipped = batch(&sandbox, &line);
    let left_out = json!([{ "twin": "refunded", "rows": 2 }]);
    assert_eq!(skipped.json()["left_out_rows"], left_out, "{skipped:?}");
    let table = sandbox.run(&[&["batch"], &line[..], &["--profile", "stub"]].concat());
    let (_, all) = table.stdout.split_once("All files").unwrap();
    let told = "left out as twins  2 rows: a refund that is refunded";
    assert!(all.contains(told), "{table:?}");
}

#[test]
fn a_batch_that_is_given_up_by_its_identity_counts_the_rows_that_were_left_out() {
    let (sandbox, _served, name) = left_out();
    // Once more, nothing is left to give up, and they count the same.
    for _ in 0..2 {
        let given_up = give_up(&sandbox, &name);
        assert_eq!(rows(&given_up, "cancelled"), 1, "{given_up:?}");
        let left_out = json!([{ "twin": "unknown", "rows": 1 }]);
        assert_eq!(given_up.json()["left_out"], left_out, "{given_up:?}");
    }
    let by_file = batch(&sandbox, &["cancel", "batch.csv", "--yes"]);
    assert_eq!(rows(&by_file, "cancelled"), 1, "{by_file:?}");
}

#[test]
fn what_was_said_when_a_row_that_was_left_out_was_given_up_is_kept() {
    let (sandbox, _served, name) = left_out();
    give_up(&sandbox, &name);
    std::fs::write(
        sandbox.path("copy.csv"),
        format!("syssn,amount,reason\n{},12.02,again\n", payment(2)),
    )
    .unwrap();
    let checked = batch(&sandbox, &["check", "copy.csv"]);
    let told = checked.json()["given_up_before"][0].to_string();
    assert!(told.contains("(the shop paid cash)"), "{checked:?}");
}

#[test]
fn an_export_has_the_rows_that_were_left_out() {
    let (sandbox, _served, name) = left_out();
    let exported = || -> Vec<Value> {
        let run = sandbox.run(&["journal", "export", "--profile", "stub"]);
        let lines = run.stdout.lines().map(serde_json::from_str);
        let lines = lines.map(Result::unwrap);
        lines
            .filter(|line: &Value| line["type"] == "left_out")
            .collect()
    };
    let before = exported();
    assert_eq!(before.len(), 2, "{before:?}");
    assert!(before[0]["batch"].as_str().unwrap().starts_with(&name));
    let row = |line: &Value| (line["batch_row"].clone(), line["txamt"].clone());
    assert_eq!(row(&before[0]), (json!(1), json!(1201)), "{before:?}");
    assert_eq!(before[1]["given_up_at"], Value::Null, "{before:?}");
    give_up(&sandbox, &name);
    let after = exported();
    assert_eq!(after[0], before[0]);
    assert!(after[1]["given_up_at"].is_string(), "{after:?}");
    assert_eq!(after[1]["given_up_note"], "the shop paid cash", "{after:?}");
}
