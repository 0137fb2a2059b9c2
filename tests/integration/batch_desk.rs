//! Batches as the desk and its scripts meet them: files that stay whole, what is told before and
//! after, and what to do next.

use crate::batch::{batch, limit, payment, prepared, rows, run};
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
            let message = refused.json()["message"].to_string();
            assert!(message.contains("would overwrite"), "{refused:?}");
        }
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(std::fs::read(sandbox.path("batch.csv")).unwrap(), before);
    let elsewhere = run(&sandbox, &["--results", "folder/batch.csv"]);
    assert_eq!(elsewhere.code, 0, "{elsewhere:?}");
}

const DECLINE_THIRD: &str =
    "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\nskip = 2\ntimes = 1\n";

#[test]
fn the_worst_is_named_and_every_open_end_has_its_step() {
    let faults = format!(
        "{DECLINE_THIRD}[[fault]]\non = \"refund\"\ndo = \"drop-after\"\nskip = 3\ntimes = 1\n[[fault]]\non = \"query\"\ndo = \"lag\"\n"
    );
    let (sandbox, _served) = prepared(6, &faults);
    let mixed = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    let json = mixed.json();
    assert_eq!((mixed.code, &json["worst"]), (6, &"unknown".into()));
    assert_eq!(json["halted_by"], "unknown");
    // Why its outcome is unknown is said, and not only that it is.
    let halted = json["halted"].as_str().unwrap();
    assert!(halted.contains("is unknown: "), "{halted}");
    let next = json["next_step"].as_str().unwrap();
    for wanted in [
        "never sent again",
        "have not been sent",
        "history --state declined",
    ] {
        assert!(next.contains(wanted), "{wanted}: {next}");
    }
    let table = sandbox.run(&["batch", "status", "batch.csv", "--profile", "stub"]);
    assert!(
        table
            .stdout
            .contains("worst  unknown: HKD 12.05 in 1 row\n"),
        "{}",
        table.stdout
    );
}

#[test]
fn declined_rows_are_read_in_the_result_file_where_there_is_one() {
    let (sandbox, _served) = prepared(3, DECLINE_THIRD);
    let told = run(&sandbox, &["--jobs", "1", "--results", "out.csv"]).json();
    assert_eq!(told["worst"], "declined");
    let next = told["next_step"].as_str().unwrap();
    assert!(next.contains("Read in out.csv why"), "{next}");
}

#[test]
fn what_stopped_a_run_comes_before_running_it_again() {
    let (sandbox, served) = prepared(
        4,
        "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nskip = 1\ntimes = 1\n",
    );
    let stopped = run(&sandbox, &["--jobs", "1"]).json();
    let next = stopped["next_step"].as_str().unwrap().to_owned();
    assert!(
        next.starts_with("First set right") && next.contains("explain 1108"),
        "{next}"
    );
    limit(&sandbox, &served, "max_day_total = \"20.00\"\n");
    let over = run(&sandbox, &["--jobs", "1"]);
    let json = over.json();
    let halted = json["halted"].as_str().unwrap();
    assert!(
        halted.contains("HKD 20.00: HKD 12.01 of it is refunded"),
        "{halted}"
    );
    assert!(!over.stderr.contains("minor units"), "{}", over.stderr);
    let next = json["next_step"].as_str().unwrap();
    assert!(next.contains("raise `max_day_total`"), "{next}");
    assert_eq!(json["halted_by"], "day_limit");
}

#[test]
fn what_a_script_did_not_expect_is_told_beside_what_it_did() {
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
    assert!(other.stderr.contains("2 rows and HKD 24.03"), "{other:?}");
    assert!(other.stderr.contains("3 rows and HKD 1.00"), "{other:?}");
    let two = expect("2", &["HKD=24.03", "JPY=10"]);
    assert_eq!(two.code, 8, "{two:?}");
    assert!(two.stderr.contains("HKD 24.03 and JPY 10"), "{two:?}");
    assert!(two.stderr.contains("one currency"), "{two:?}");
    let unread = expect("2", &["hkd=24.03"]);
    assert_eq!(unread.code, 2, "{unread:?}");
    assert!(
        unread
            .stderr
            .contains("--expect-total: the total `hkd=24.03` cannot be read: "),
        "{unread:?}"
    );
    // The options that would be right stand where none are given.
    let none = batch(&sandbox, &["run", "batch.csv", "--ignore-pause"]);
    assert_eq!(none.code, 2, "{none:?}");
    assert!(
        none.stderr
            .contains("--expect-count 2 --expect-total HKD=24.03"),
        "{none:?}"
    );
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
fn batches_refuse_csv_rather_than_printing_something_else() {
    let (sandbox, _served) = prepared(1, "");
    for command in ["check", "status", "run"] {
        let refused = sandbox.run(&[
            "batch",
            command,
            "batch.csv",
            "--profile",
            "stub",
            "-o",
            "csv",
        ]);
        assert_eq!((refused.code, &*refused.stdout), (2, ""), "{refused:?}");
        assert!(refused.stderr.contains("--results"), "{refused:?}");
    }
}

#[test]
fn a_check_ends_in_what_to_do_next() {
    let (sandbox, served) = prepared(2, "");
    let next = |file: &str, more: &[&str]| {
        let mut arguments = vec!["check", file];
        arguments.extend(more);
        let checked = batch(&sandbox, &arguments).json();
        checked["next_step"].as_str().unwrap().to_owned()
    };
    let ready = next("batch.csv", &[]);
    for wanted in [
        "`qfrefund batch run batch.csv --profile stub`",
        "--expect-count 2 --expect-total HKD=24.03 --no-input",
    ] {
        assert!(ready.contains(wanted), "{ready}");
    }
    std::fs::write(
        sandbox.path("it's mine.csv"),
        "pay,amount\n20260201000200000000001,1\n",
    )
    .unwrap();
    let quoted = next("it's mine.csv", &["--column", "syssn=pay"]);
    assert!(
        quoted.contains(r"batch run 'it'\''s mine.csv' --column=syssn=pay --profile"),
        "{quoted}"
    );
    std::fs::write(sandbox.path("bad.csv"), "syssn,amount\n2.0E+25,1\n").unwrap();
    assert!(next("bad.csv", &[]).contains("--faults FILE.csv"));
    assert!(!next("bad.csv", &["--faults", "f.csv"]).contains("--faults"));
    std::fs::write(sandbox.path("none.csv"), "syssn,amount\n").unwrap();
    assert!(next("none.csv", &[]).contains("no row"));
    limit(&sandbox, &served, "max_batch_total = \"20.00\"\n");
    let over = next("batch.csv", &[]);
    assert!(over.contains("HKD 20.00: split the file"), "{over}");
}

#[test]
fn cancelling_nothing_is_not_told_as_cancelling() {
    let (sandbox, _served) = prepared(1, "");
    assert_eq!(run(&sandbox, &[]).code, 0);
    let cancelled = batch(
        &sandbox,
        &["cancel", "batch.csv", "--note", "late", "--yes"],
    );
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    assert!(
        cancelled.stderr.contains("nothing was cancelled"),
        "{cancelled:?}"
    );
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
fn a_check_knows_what_was_sent_before() {
    let (sandbox, _served) = prepared(3, DECLINE_THIRD);
    let check = || batch(&sandbox, &["check", "batch.csv"]).json();
    assert_eq!(check()["in_journal"].as_array().unwrap().len(), 0);
    assert_eq!(run(&sandbox, &["--jobs", "1"]).code, 9);
    let after = check();
    let states: Vec<_> = after["in_journal"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total| {
            (
                total["state"].as_str().unwrap(),
                total["rows"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(states, [("declined", 1), ("refunded", 2)]);
    let next = after["next_step"].as_str().unwrap();
    assert!(
        next.starts_with("Every row was sent before") && next.contains("batch status batch.csv"),
        "{next}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named_as_that() {
    let (sandbox, _served) = prepared(1, "");
    let refused = run(&sandbox, &["--results", "no/out.csv"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(
        refused
            .stderr
            .contains("`no/out.csv`: its folder does not exist"),
        "{refused:?}"
    );
}

#[test]
fn a_row_that_a_rule_keeps_back_is_not_just_run_again() {
    let sandbox = Sandbox::new();
    let payment = "20260105000200020000000010";
    let simulator = ["--profile", "simulator", "--yes"];
    let issued = sandbox.run(&[&["issue", payment, "--amount", "90.00"][..], &simulator].concat());
    assert_eq!(issued.code, 0, "{issued:?}");
    std::fs::write(
        sandbox.path("more.csv"),
        format!("syssn,amount\n{payment},20.00\n"),
    )
    .unwrap();
    let kept = sandbox.run(
        &[
            &["batch", "run", "more.csv", "--output", "json"][..],
            &simulator,
        ]
        .concat(),
    );
    assert_eq!(kept.code, 11, "{kept:?}");
    let why = "is left of its payment: HKD 100.00 was paid, and HKD 90.00 of it is refunded";
    assert!(kept.stderr.contains(why), "{kept:?}");
    let json = kept.json();
    let next = json["next_step"].as_str().unwrap();
    assert!(
        next.starts_with("A rule keeps 1 planned row from"),
        "{next}"
    );
    assert!(json["halted_by"].is_null(), "{json}");
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
    let day = checked.json()["day_limit"].to_string();
    assert!(day.contains("HKD 30.00 is left of"), "{day}");
    // The run keeps to it, and the check counts what is refunded.
    let stopped = run(&sandbox, &["--jobs", "1"]);
    assert_eq!((stopped.code, rows(&stopped, "refunded")), (9, 2));
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    let json = checked.json();
    for text in [&json["day_limit"], &json["next_step"]] {
        assert!(text.to_string().contains("HKD 5.97 is left of"), "{json}");
    }
    assert_eq!(checked.code, 0, "{json}");
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
    for (beginning, word) in [("", "several"), ("xyz", "no batch")] {
        let refused = history(beginning);
        assert!(
            refused.code == 2 && refused.stderr.contains(word),
            "{refused:?}"
        );
    }
}

#[test]
fn the_list_of_faults_names_twins_and_rows_above_the_limit_too() {
    let (sandbox, served) = prepared(3, "");
    limit(&sandbox, &served, "max_refund = \"12.02\"");
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let second = file.lines().nth(2).unwrap();
    std::fs::write(sandbox.path("batch.csv"), format!("{file}{second}\n")).unwrap();
    let refunded = sandbox.run(&[
        "issue",
        &payment(1),
        "--amount",
        "12.01",
        "--yes",
        "--profile",
        "stub",
    ]);
    assert_eq!(refunded.code, 0, "{refunded:?}");
    let checked = batch(&sandbox, &["check", "batch.csv", "--faults", "fix.csv"]);
    assert_eq!(checked.code, 8, "{checked:?}");
    let list = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
    for (line, words) in [(2, "is a twin"), (4, "max_refund"), (5, "as line 3")] {
        let told = list
            .lines()
            .find(|told| told.starts_with(&format!("{line},")));
        assert!(
            told.is_some_and(|told| told.contains(words)),
            "{line}: {list}"
        );
    }
    assert_eq!(list.lines().count(), 4, "{list}");
}
