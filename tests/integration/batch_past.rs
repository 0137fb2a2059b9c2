//! What a file's payments went through before: amounts that were corrected, refunds from elsewhere.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox, Still};
use qfrefund::world::Clock as _;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;

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

const NOON: OffsetDateTime = datetime!(2026-05-29 12:00 +8);
/// From Friday to Monday.
const WEEKEND: Duration = Duration::from_secs(69 * 3600);
const ONE: &str = "20260105000200020000000001";
const TWO: &str = "20260105000200020000000002";

/// A refund of the simulator's first payment on a Friday, and its number.
fn refunded_on_friday(sandbox: &Sandbox, clock: &Arc<Still>) -> String {
    let words = [
        "issue",
        ONE,
        "--amount",
        "5.00",
        "--reference",
        "T1",
        "--yes",
    ];
    let made = play(sandbox, clock, &words);
    assert_eq!(made.code, 0, "{made:?}");
    made.json()["out_trade_no"].as_str().unwrap().to_owned()
}

fn play(sandbox: &Sandbox, clock: &Arc<Still>, words: &[&str]) -> Run {
    let more = ["--profile", "simulator", "--output", "json"];
    let program = sandbox.program(clock.clone());
    program.run(&[words, &more].concat())
}

#[test]
fn a_single_refund_of_friday_is_a_twin_for_the_file_of_monday() {
    for hours in ["", "twin_hours = 0\n"] {
        let (sandbox, clock) = (Sandbox::new(), Still::at(NOON));
        let profile = format!("[profiles.simulator]\nenvironment = \"simulator\"\n{hours}");
        sandbox.write_config(&profile);
        let number = refunded_on_friday(&sandbox, &clock);
        clock.sleep(WEEKEND);
        let file = format!("syssn,amount,reference\n{ONE},5.00,Ticket-7\n{TWO},6.00,Ticket-8\n");
        std::fs::write(sandbox.path("week.csv"), file).unwrap();
        let path = sandbox.path("week.csv");
        let path = path.to_str().unwrap();
        for refused in [
            play(&sandbox, &clock, &["batch", "check", path]),
            play(&sandbox, &clock, &["batch", "check", path, "--online"]),
            play(&sandbox, &clock, &["batch", "run", path, "--yes"]),
        ] {
            assert_eq!(refused.code, 8, "{refused:?}");
            let json = refused.json();
            assert_eq!(json["twins_before_count"], 1, "{json}");
            let line = json["twins_before"][0].as_str().unwrap();
            assert!(line.contains(&number), "{line}");
        }
        let left = ["batch", "run", path, "--yes", "--skip-twins"];
        let left = play(&sandbox, &clock, &left);
        assert_eq!((left.code, rows(&left, "refunded")), (0, 1), "{left:?}");
        // It stays known as left out.
        clock.sleep(WEEKEND);
        let status = play(&sandbox, &clock, &["batch", "status", path]);
        let left_out = json!([{ "twin": "refunded", "rows": 1 }]);
        assert_eq!(
            (status.code, &status.json()["left_out"]),
            (0, &left_out),
            "{status:?}"
        );
        let next = status.json()["next_step"].clone();
        assert_eq!(next, "Nothing is left to do.", "{status:?}");
    }
}

#[test]
fn payments_with_earlier_refunds_are_named_and_keep_nothing_back() {
    let (sandbox, clock) = (Sandbox::new(), Still::at(NOON));
    let number = refunded_on_friday(&sandbox, &clock);
    clock.sleep(WEEKEND);
    let path = sandbox.path("week.csv");
    std::fs::write(&path, format!("syssn,amount\n{TWO},4.00\n{ONE},3.00\n")).unwrap();
    let path = path.to_str().unwrap();
    let expected =
        format!("line 3: payment {ONE}: HKD 5.00 refunded 2026-05-29 12:00:00 (UTC+8) as {number}");
    for more in [&[][..], &["--online"]] {
        let words = [&["batch", "check", path], more].concat();
        let checked = play(&sandbox, &clock, &words);
        let json = checked.json();
        assert_eq!(
            (checked.code, &json["earlier_refunds"]),
            (0, &json!([expected])),
            "{json}"
        );
        assert_eq!(json["earlier_refunds_count"], 1, "{json}");
    }
    let asked = sandbox
        .program(clock.clone())
        .on_terminal(200)
        .typing("no\n");
    let asked = asked.run(&["batch", "run", path, "--profile", "simulator"]);
    let sent = play(&sandbox, &clock, &["batch", "run", path, "--yes"]);
    for run in [&asked, &sent] {
        assert!(run.stderr.contains(&expected), "{run:?}");
    }
    let shown = "earlier       refunds of the payments of 1 row";
    assert!(asked.stderr.contains(shown), "{asked:?}");
    assert_eq!((sent.code, rows(&sent, "refunded")), (0, 2), "{sent:?}");
    // Rows of the file itself are not named to it.
    let again = play(&sandbox, &clock, &["batch", "check", path]);
    assert_eq!(again.json()["earlier_refunds"], json!([]), "{again:?}");
}

#[test]
fn a_file_that_may_be_cut_in_its_last_line_is_told_and_goes_out() {
    let (sandbox, clock) = (Sandbox::new(), Still::at(NOON));
    let path = sandbox.path("cut.csv");
    // Of `1234.00`.
    std::fs::write(&path, format!("syssn,amount\n{TWO},4.00\n{ONE},1")).unwrap();
    let path = path.to_str().unwrap();
    let checked = play(&sandbox, &clock, &["batch", "check", path]);
    let remarks = checked.json()["remarks"]["shown"].clone();
    let is_told = |remark: &Value| {
        let problem = remark["problem"].as_str().unwrap();
        remark["line"] == 3 && problem == "is the last and has no line end"
    };
    assert!(remarks.as_array().unwrap().iter().any(is_told), "{remarks}");
    let asked = sandbox
        .program(clock.clone())
        .on_terminal(120)
        .typing("no\n");
    let asked = asked.run(&["batch", "run", path, "--profile", "simulator"]);
    let shown = "  last line     line 3 has no line end: is the file whole?\n";
    assert!(asked.stderr.contains(shown), "{asked:?}");
    // A script that knows what it expects is safe.
    let expecting = ["--expect-count", "2", "--expect-total", "HKD=1238.00"];
    let expecting = [&["batch", "run", path], &expecting[..]].concat();
    assert_eq!(play(&sandbox, &clock, &expecting).code, 8);
    let sent = play(&sandbox, &clock, &["batch", "run", path, "--yes"]);
    assert!(sent.stderr.contains("line 3 has no line end"), "{sent:?}");
    assert_eq!((sent.code, rows(&sent, "refunded")), (0, 2), "{sent:?}");
}

#[test]
fn a_row_that_is_a_twin_of_its_file_is_not_paid_once_more_by_a_changed_copy() {
    let (sandbox, _served) = prepared(3, "");
    let [one, two] = [1, 2].map(payment);
    let file = |rows: &str| {
        std::fs::write(
            sandbox.path("batch.csv"),
            format!("syssn,amount,twin\n{rows}"),
        )
        .unwrap();
    };
    file(&format!("{one},5.00,\n{one},5.00,yes\n"));
    let first = run(&sandbox, &[]);
    assert_eq!((first.code, executed(&sandbox).len()), (0, 2), "{first:?}");
    file(&format!("{one},5.00,\n{one},5.00,yes\n{two},7.00,\n"));
    for refused in [
        batch(&sandbox, &["check", "batch.csv"]),
        run(&sandbox, &["--skip-twins"]),
    ] {
        assert_eq!(refused.code, 8, "{refused:?}");
        let json = refused.json();
        let line = json["other_amounts"][0].as_str().unwrap();
        assert!(
            line.starts_with("line 3: same row as in the file"),
            "{line}"
        );
    }
    assert_eq!(executed(&sandbox).len(), 2);
    // A third one is another row: what is known of the first two is left out.
    file(&format!(
        "{one},5.00,\n{two},7.00,\n{one},5.00,yes\n{one},5.00,yes\n"
    ));
    let third = run(&sandbox, &["--skip-twins"]);
    assert_eq!(third.code, 8, "{third:?}");
    let told = third.json()["other_amounts"].to_string();
    assert!(
        told.contains("line 4: ") && !told.contains("line 5: "),
        "{told}"
    );
    let meant = run(&sandbox, &["--twins-meant"]);
    assert_eq!((meant.code, executed(&sandbox).len()), (0, 6), "{meant:?}");
}
