//! A batch in several processes: beside each other, stopped by a signal, killed.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Run;
use crate::support::simulator::executed;
use qfrefund::journal::Journal as _;
use qfrefund::journal::sqlite::SqliteJournal;
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

#[test]
fn two_processes_share_one_batch_without_a_double() {
    let (sandbox, _served) = prepared(80, "");
    let runs: Vec<Run> = thread::scope(|scope| {
        let racers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| run(&sandbox, &["--jobs", "4"])))
            .collect();
        racers
            .into_iter()
            .map(|racer| racer.join().unwrap())
            .collect()
    });
    assert!(runs.iter().all(|run| run.code == 0), "{runs:?}");
    assert_eq!(executed(&sandbox).len(), 80);
}

#[test]
fn a_signal_finishes_what_is_under_way_and_sends_nothing_new() {
    let (sandbox, _served) = prepared(
        40,
        "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"200ms\"\n",
    );
    let child = sandbox
        .command(&[
            "batch",
            "run",
            "batch.csv",
            "--yes",
            "--ignore-pause",
            "--jobs",
            "2",
            "--profile",
            "stub",
            "--output",
            "json",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while executed(&sandbox).len() < 3 {
        thread::sleep(Duration::from_millis(20));
    }
    std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(9), "{json}");
    assert_eq!(json["halted_by"], "interrupted", "{json}");
    let states: Vec<&str> = json["states"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["planned", "refunded"], "nothing is left open");
    let before = executed(&sandbox).len();
    assert!(before < 20, "{before}");
    assert_eq!(run(&sandbox, &["--jobs", "8"]).code, 0);
    assert_eq!(executed(&sandbox).len(), 40);
}

#[test]
fn killed_in_the_middle_a_rerun_ends_it_with_each_row_once() {
    let (sandbox, _served) = prepared(
        200,
        "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\nskip = 20\ntimes = 3\n\n[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"5ms\"\n",
    );
    for target in [30, 90, 150] {
        let mut child = sandbox
            .command(&[
                "batch",
                "run",
                "batch.csv",
                "--yes",
                "--ignore-pause",
                "--keep-going",
                "--jobs",
                "8",
                "--timeout",
                "1",
                "--profile",
                "stub",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while executed(&sandbox).len() < target && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // Rows that were being sent are waited for until their claim lapses: 1 s of timeout and 30 s more.
    let last = run(
        &sandbox,
        &[
            "--keep-going",
            "--jobs",
            "8",
            "--timeout",
            "1",
            "--wait",
            "8",
            "--results",
            "results.jsonl",
        ],
    );
    let done = executed(&sandbox);
    let mut numbers: Vec<&str> = done
        .iter()
        .map(|refund| refund["out_trade_no"].as_str().unwrap())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), done.len(), "a row was executed twice");
    // A process killed between its claim and the first byte leaves a row that nobody executed and
    // that no enquiry can find: it stays unknown until an operator orders it sent again.
    let unknown = rows(&last, "unknown");
    assert!(unknown <= 3 * 8, "{last:?}");
    assert_eq!(rows(&last, "refunded") + unknown, 200, "{last:?}");
    let results = std::fs::read_to_string(sandbox.path("results.jsonl")).unwrap();
    let told: Vec<Value> = results
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(told.len(), 200);
    for row in told {
        let was_executed = numbers
            .binary_search(&row["out_trade_no"].as_str().unwrap())
            .is_ok();
        assert_eq!(was_executed, row["state"] == "refunded", "{row}");
    }
    assert_eq!(
        sandbox
            .run(&["journal", "verify", "--profile", "stub"])
            .code,
        0
    );
}

#[test]
fn two_files_that_share_rows_do_not_both_run_at_once() {
    let (sandbox, _served) = prepared(300, "");
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    std::fs::write(
        sandbox.path("a.csv"),
        format!("{file}{},1.00,\n", payment(1)),
    )
    .unwrap();
    std::fs::write(
        sandbox.path("b.csv"),
        format!("{file}{},1.00,\n", payment(2)),
    )
    .unwrap();
    thread::scope(|scope| {
        for name in ["a.csv", "b.csv"] {
            let sandbox = &sandbox;
            scope.spawn(move || {
                let run = batch(
                    sandbox,
                    &["run", name, "--yes", "--ignore-pause", "--jobs", "8"],
                );
                assert!(matches!(run.code, 0 | 8), "{run:?}");
            });
        }
    });
    assert_eq!(executed(&sandbox).len(), 301);
}

/// More rows than go into one commit.
const MANY: usize = 9_000;

#[test]
fn a_large_file_locks_nobody_out_and_goes_on_where_it_was_killed() {
    let (sandbox, served) = prepared(1, "");
    let mut text = "syssn,amount\n".to_owned();
    for row in 1..=MANY {
        writeln!(text, "{},1.00", payment(row)).unwrap();
    }
    std::fs::write(sandbox.path("many.csv"), text).unwrap();
    let config = std::fs::read_to_string(sandbox.path(".config/qfrefund/config.toml")).unwrap();
    // The file's own profile reaches nobody, so that its rows stay planned.
    let nobody = config.replace("profiles.stub", "profiles.nobody");
    let nobody = nobody.replace(&served.url, "http://127.0.0.1:9");
    sandbox.write_config(&format!("{config}{nobody}merchant = \"another\"\n"));
    let words = "batch run many.csv --yes --ignore-pause --no-preflight --wait 0 --jobs 1";
    let words = format!("{words} --profile nobody --output json");
    let words: Vec<&str> = words.split(' ').collect();
    let mut first = sandbox
        .command(&words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let planned = || {
        let mut journal = SqliteJournal::read_only(&sandbox.journal()).unwrap();
        let counts = journal.open_by_key().unwrap();
        counts.iter().map(|one| one.planned).sum::<u64>()
    };
    while planned() == 0 {
        assert!(first.try_wait().unwrap().is_none(), "it is over");
        thread::sleep(Duration::from_millis(2));
    }
    let _ = first.kill();
    let _ = first.wait();
    let portion = planned();
    assert!(portion > 0 && portion % 4_000 == 0, "{portion}");
    let mut second = sandbox
        .command(&words)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let other = "--amount 2 --yes --no-preflight --profile stub --output json";
    let other: Vec<&str> = other.split(' ').collect();
    let issued = sandbox.run(&[&["issue", &payment(1)][..], &other].concat());
    assert_eq!(issued.code, 0, "{issued:?}");
    assert_eq!(second.wait().unwrap().code(), Some(4));
    assert_eq!(planned(), u64::try_from(MANY).unwrap());
}
