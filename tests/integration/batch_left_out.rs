//! Rows left out as twins are counted and told, and one whose twin came to nothing is not done.

use super::batch::{batch, payment, prepared, rows, run};
use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::json;

/// One refund is pending, and declined when it is asked for.
const PENDING: &str =
    "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 1\nthen = \"1269\"\ntimes = 1\n";

fn issue(sandbox: &Sandbox, row: usize) -> Run {
    let (payment, amount) = (payment(row), format!("12.{row:02}"));
    let mut all = vec!["issue", &payment, "--amount", &amount, "--yes"];
    all.extend(["--profile", "stub", "--output", "json"]);
    sandbox.run(&all)
}

fn next_step(run: &Run) -> String {
    run.json()["next_step"].as_str().unwrap().to_owned()
}

fn status(sandbox: &Sandbox) -> Run {
    batch(sandbox, &["status", "batch.csv"])
}

#[test]
fn a_row_whose_twin_is_declined_is_not_done() {
    let (sandbox, _served) = prepared(2, PENDING);
    let single = issue(&sandbox, 1);
    assert_eq!(single.code, 7, "{single:?}");
    let skipped = run(&sandbox, &["--skip-twins"]);
    assert_eq!(rows(&skipped, "refunded"), 1, "{skipped:?}");
    let left_out = json!([{ "twin": "pending", "rows": 1 }]);
    assert_eq!(skipped.json()["left_out"], left_out, "{skipped:?}");
    assert_eq!(status(&sandbox).json()["left_out"], left_out);
    for _ in 0..2 {
        sandbox.run(&["resolve", "--profile", "stub"]);
    }
    let status = status(&sandbox);
    assert_eq!(status.json()["left_out"], json!([]), "{status:?}");
    let next = next_step(&status);
    assert!(next.contains("1 row of this file stands nowhere"), "{next}");
    assert_ne!(status.code, 0, "{status:?}");
    let again = run(&sandbox, &["--skip-twins"]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 2), "{again:?}");
}

#[test]
fn rows_left_out_for_what_is_refunded_are_counted() {
    let (sandbox, _served) = prepared(2, "");
    for row in [1, 2] {
        assert_eq!(issue(&sandbox, row).code, 0);
    }
    let skipped = run(&sandbox, &["--skip-twins"]);
    let left_out = json!([{ "twin": "refunded", "rows": 2 }]);
    assert_eq!(skipped.json()["left_out"], left_out, "{skipped:?}");
    assert_eq!(
        (skipped.code, next_step(&skipped).as_str()),
        (0, "Nothing is left to do.")
    );
    let table = sandbox.run(&[
        "batch",
        "run",
        "batch.csv",
        "--yes",
        "--ignore-pause",
        "--skip-twins",
        "--profile",
        "stub",
    ]);
    assert!(
        table.stdout.contains("2 rows: a refund that is refunded"),
        "{table:?}"
    );
}

#[test]
fn a_reference_that_was_used_is_named_with_what_differs() {
    let (sandbox, _served) = prepared(1, "");
    for (amount, code) in [("12.50", 0), ("12.60", 8)] {
        let file = format!("syssn,amount,reference\n{},{amount},T-88\n", payment(1));
        std::fs::write(sandbox.path("batch.csv"), file).unwrap();
        let ran = run(&sandbox, &[]);
        assert_eq!(ran.code, code, "{ran:?}");
        if code == 8 {
            let said = ran.stdout + &ran.stderr;
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains("the reference `T-88` (number RR-"), "{said}");
            assert!(said.contains("with another amount, HKD 12.50"), "{said}");
        }
    }
}

/// A file whose second row was refunded before and is meant all the same; its first row is unknown,
/// so that the second one is planned.
fn meant_and_stopped() -> (Sandbox, Served) {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 1201\n";
    let (sandbox, served) = prepared(2, lost);
    assert_eq!(issue(&sandbox, 2).code, 0);
    let first = run(&sandbox, &["--twins-meant", "--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&first, "planned"), 1, "{first:?}");
    let resolved = sandbox.run(&["resolve", "--profile", "stub"]);
    assert_eq!(resolved.code, 0, "{resolved:?}");
    (sandbox, served)
}

#[test]
fn what_was_meant_once_stays_meant() {
    let (sandbox, _served) = meant_and_stopped();
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let again = run(&sandbox, &[]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 2), "{again:?}");
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn a_planned_row_is_left_out_as_a_twin_like_a_new_one() {
    let (sandbox, _served) = meant_and_stopped();
    let skipped = run(&sandbox, &["--skip-twins"]);
    assert_eq!(executed(&sandbox).len(), 2, "{skipped:?}");
    let stand = (rows(&skipped, "planned"), rows(&skipped, "refunded"));
    assert_eq!((skipped.code, stand), (9, (1, 1)), "{skipped:?}");
    let next = next_step(&skipped);
    assert!(
        next.contains("1 planned row of this file is a twin, and stays planned"),
        "{next}"
    );
    assert!(!next.contains("run the same command again"), "{next}");
    let meant = run(&sandbox, &["--twins-meant"]);
    assert_eq!((meant.code, executed(&sandbox).len()), (0, 3), "{meant:?}");
}

#[test]
fn a_planned_row_whose_twin_stands_in_the_file_is_left_out() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(1, lost);
    let text = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let twice = format!("{text}{},12.01,row 2\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), twice).unwrap();
    let first = run(&sandbox, &["--twins-meant", "--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&first, "planned"), 1, "{first:?}");
    let skipped = run(&sandbox, &["--skip-twins"]);
    assert_eq!(executed(&sandbox).len(), 1, "{skipped:?}");
    let stand = (rows(&skipped, "planned"), rows(&skipped, "refunded"));
    assert_eq!(stand, (1, 1), "{skipped:?}");
}

/// What waits of rows that were left out, by `status` and `batch list`, and whether `resolve` says so.
fn forgotten(sandbox: &Sandbox) -> (u64, u64, bool) {
    let of = |run: &Run, path: &str| {
        let json = run.json();
        let rows = json.pointer(path).unwrap().as_array().unwrap().clone();
        rows.iter().map(|row| row["rows"].as_u64().unwrap()).sum()
    };
    let status = sandbox.run(&["status", "--profile", "stub", "--output", "json"]);
    let list = batch(sandbox, &["list"]);
    let resolved = sandbox.run(&["resolve", "--profile", "stub"]);
    let says = resolved.stderr.contains("left out as twins");
    (
        of(&status, "/profiles/0/left_out"),
        of(&list, "/left_out"),
        says,
    )
}

#[test]
fn a_row_left_out_for_what_came_to_nothing_stands_in_every_list() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(2, lost);
    let single = issue(&sandbox, 1);
    assert_eq!(single.code, 6, "{single:?}");
    let number = single.json()["out_trade_no"].as_str().unwrap().to_owned();
    let skipped = run(&sandbox, &["--skip-twins", "--wait", "0"]);
    assert_eq!(rows(&skipped, "refunded"), 1, "{skipped:?}");
    // While it is open, its own lists tell it.
    assert_eq!(forgotten(&sandbox), (0, 0, false));
    let close = ["close", &number, "--as", "not-refunded", "--note", "n"];
    let more = ["--unseen", "u", "--yes", "--profile", "stub"];
    let closed = sandbox.run(&[&close[..], &more].concat());
    assert_eq!(closed.code, 0, "{closed:?}");
    assert!(closed.stderr.contains("left out as twins"), "{closed:?}");
    assert_eq!(forgotten(&sandbox), (1, 1, true));
    let status = sandbox.run(&["status", "--profile", "stub"]);
    assert!(!status.stdout.contains("waiting"), "{status:?}");
    // The wish that was forgotten.
    let again = run(&sandbox, &["--skip-twins"]);
    assert_eq!((again.code, executed(&sandbox).len()), (0, 2), "{again:?}");
    assert_eq!(forgotten(&sandbox), (0, 0, false));
}

#[test]
fn a_row_that_was_left_out_can_be_given_up() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\ntimes = 1\n";
    let (sandbox, served) = prepared(1, lost);
    sandbox.write_config(&profile("http://127.0.0.1:9", "preflight = false\n"));
    assert_eq!(issue(&sandbox, 1).code, 4);
    let skipped = run(&sandbox, &["--skip-twins"]);
    assert_eq!(rows(&skipped, "refunded"), 0, "{skipped:?}");
    sandbox.write_config(&profile(&served.url, "preflight = false\n"));
    assert_eq!(issue(&sandbox, 1).code, 5);
    assert_eq!(forgotten(&sandbox), (1, 1, true));
    let list = batch(&sandbox, &["list"]).json();
    let name = list["left_out"][0]["batch"].as_str().unwrap().to_owned();
    let given_up = batch(&sandbox, &["cancel", "--batch", &name[..12], "--yes"]);
    assert_eq!(given_up.code, 0, "{given_up:?}");
    assert_eq!(forgotten(&sandbox), (0, 0, false));
}

#[test]
fn a_row_whose_twin_may_still_come_to_nothing_is_not_given_up_with_the_others() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntxamt = 1201\ntimes = 1\n";
    let (sandbox, served) = prepared(2, lost);
    let open = issue(&sandbox, 1);
    assert_eq!(open.code, 6, "{open:?}");
    sandbox.write_config(&profile("http://127.0.0.1:9", "preflight = false\n"));
    let unsent = issue(&sandbox, 2);
    assert_eq!(unsent.code, 4, "{unsent:?}");
    let skipped = run(&sandbox, &["--skip-twins", "--wait", "0"]);
    assert_eq!(rows(&skipped, "refunded"), 0, "{skipped:?}");
    sandbox.write_config(&profile(&served.url, "preflight = false\n"));
    let number = |run: &Run| run.json()["out_trade_no"].as_str().unwrap().to_owned();
    let cancelled = ["cancel", &number(&unsent), "--yes", "--profile", "stub"];
    assert_eq!(sandbox.run(&cancelled).code, 0);
    assert_eq!(forgotten(&sandbox), (1, 1, true));
    let list = batch(&sandbox, &["list"]).json();
    let name = list["left_out"][0]["batch"].as_str().unwrap().to_owned();
    let given_up = batch(&sandbox, &["cancel", "--batch", &name[..12], "--yes"]);
    assert_eq!(given_up.code, 0, "{given_up:?}");
    let told = "rows that were left out as twins are given up: 1";
    assert!(given_up.stderr.contains(told), "{given_up:?}");
    assert_eq!(forgotten(&sandbox), (0, 0, false));
    let close = ["close", &number(&open), "--as", "not-refunded"];
    let more = "--note n --unseen u --yes --profile stub".split(' ');
    let closed = sandbox.run(&close.into_iter().chain(more).collect::<Vec<_>>());
    assert_eq!(closed.code, 0, "{closed:?}");
    assert_eq!(forgotten(&sandbox), (1, 1, true));
}

#[test]
fn the_result_file_of_a_row_left_out_is_the_same_batch() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(2, lost);
    // The twin's number is not one of a file's, and one of the rows has a number of its own.
    let single = issue(&sandbox, 1);
    let number = single.json()["out_trade_no"].as_str().unwrap().to_owned();
    let file = format!(
        "syssn,amount,out_trade_no\n{},12.01,OWN-1\n{},12.02,\n",
        payment(1),
        payment(2)
    );
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let skip = ["--skip-twins", "--wait", "0", "--results", "done.csv"];
    let first = run(&sandbox, &skip);
    let same = first.json()["batch"].clone();
    let written = std::fs::read_to_string(sandbox.path("done.csv")).unwrap();
    assert!(written.contains(",OWN-1,"), "{written}");
    assert!(
        written.contains(&format!("a twin of {number}: ")),
        "{written}"
    );
    for again in [
        run(&sandbox, &skip),
        batch(&sandbox, &["status", "batch.csv", "--results", "done.csv"]),
        batch(&sandbox, &["check", "done.csv"]),
    ] {
        assert_eq!(again.json()["batch"], same, "{again:?}");
    }
    let close = ["close", &number, "--as", "not-refunded", "--note", "n"];
    let more = ["--unseen", "u", "--yes", "--profile", "stub"];
    assert_eq!(sandbox.run(&[&close[..], &more].concat()).code, 0);
    let fed = batch(&sandbox, &["run", "done.csv", "--yes", "--ignore-pause"]);
    assert_eq!((fed.code, rows(&fed, "refunded")), (0, 2), "{fed:?}");
    assert_eq!(
        (fed.json()["batch"].clone(), executed(&sandbox).len()),
        (same, 2)
    );
}

#[test]
fn the_number_that_earlier_versions_gave_a_row_left_out_says_nothing() {
    let (sandbox, _served) = prepared(1, "");
    let plain = batch(&sandbox, &["check", "batch.csv"]);
    let head = "syssn,amount,reason,out_trade_no,refund_syssn,state,respcd,meaning";
    for meaning in [
        "a twin: the same payment and amount was written down before",
        "",
    ] {
        let file = format!(
            "{head}\n{},12.01,row 1,RF202602015ZKV9PF9YQ1TWIN,,left_out,,{meaning}\n",
            payment(1)
        );
        std::fs::write(sandbox.path("done.csv"), file).unwrap();
        let fed = batch(&sandbox, &["check", "done.csv"]);
        assert_eq!(fed.json()["batch"], plain.json()["batch"], "{fed:?}");
    }
}
