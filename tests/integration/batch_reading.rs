//! A file of refunds that cannot be read to its end any more, at any of the reads of a run: what was
//! not read is never taken for what is not there.
#![cfg(target_os = "linux")]

use crate::batch::{batch, payment, prepared};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox, strace};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const ROWS: usize = 4;
/// Rows so long that no two of them are read at once.
const REASON: usize = 60_000;
const RUN: [&str; 8] = [
    "batch",
    "run",
    "batch.csv",
    "--yes",
    "--ignore-pause",
    "--skip-twins",
    "--results",
    "results.csv",
];
const CHECK: [&str; 3] = ["batch", "check", "batch.csv"];
const CANCEL: [&str; 6] = ["batch", "cancel", "batch.csv", "--note", "wrong", "--yes"];

fn four_long_rows() -> (Sandbox, Served) {
    let (sandbox, served) = prepared(ROWS, "");
    let mut file = "syssn,amount,reason\n".to_owned();
    for row in 1..=ROWS {
        let reason = "x".repeat(REASON);
        file.push_str(&format!("{},12.{row:02},{reason}\n", payment(row)));
    }
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    (sandbox, served)
}

/// Runs under strace, with every call of `read` in its log.
fn traced(sandbox: &Sandbox, options: &[&str], arguments: &[&str]) -> Run {
    let plain = sandbox.command(arguments);
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-y", "-e", "trace=read", "-o", "trace"])
        .args(options)
        .arg(plain.get_program())
        .args(plain.get_args())
        .args(["--profile", "stub", "--output", "json"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", sandbox.home.path())
        .current_dir(sandbox.home.path())
        .stdin(Stdio::null());
    crate::support::sandbox::finish(&mut command)
}

/// Which reads of the main thread are those of the private copy, a file without a name.
fn reads_of_the_copy(sandbox: &Sandbox, arguments: &[&str]) -> Vec<usize> {
    let whole = traced(sandbox, &[], arguments);
    assert_eq!(whole.code, 0, "{whole:?}");
    let log = std::fs::read_to_string(sandbox.path("trace")).unwrap();
    let main = log.split_whitespace().next().unwrap();
    let reads = log.lines().filter(|line| {
        let call = line
            .strip_prefix(main)
            .is_some_and(|rest| rest.starts_with(' '));
        call && line.contains(" read(")
    });
    let places = reads.enumerate();
    let copy = places.filter(|(_, line)| line.contains("(deleted)"));
    copy.map(|(place, _)| place + 1).collect()
}

/// Lets the n-th read of each thread fail.
fn failing_at(read: usize, sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let inject = format!("inject=read:error=EIO:when={read}");
    traced(sandbox, &["-e", &inject], arguments)
}

#[test]
fn a_run_that_cannot_read_its_file_sends_nothing_or_says_what_it_could_not_tell() {
    if !strace::works() {
        return;
    }
    let (sandbox, _served) = four_long_rows();
    let reads = reads_of_the_copy(&sandbox, &RUN);
    let (mut before, mut after) = (0, 0);
    for read in reads {
        let (sandbox, _served) = four_long_rows();
        let run = failing_at(read, &sandbox, &RUN);
        let done = executed(&sandbox).len();
        assert!(
            run.stderr
                .contains("batch.csv: the file cannot be read on line "),
            "read {read}: {run:?}"
        );
        // A result file is whole or not there.
        assert!(
            !sandbox.path("results.csv").exists(),
            "read {read}: {run:?}"
        );
        if done == 0 {
            before += 1;
            assert_eq!(run.code, 12, "read {read}: {run:?}");
            let history = ["history", "--profile", "stub", "--output", "json"];
            let written = sandbox.run(&history).json();
            assert_eq!(written["refunds"].as_array().unwrap().len(), 0, "{written}");
        } else {
            after += 1;
            assert_eq!((run.code, done), (0, ROWS), "read {read}: {run:?}");
        }
        let again = sandbox.run(&[&RUN[..], &["--profile", "stub"]].concat());
        assert_eq!((again.code, executed(&sandbox).len()), (0, ROWS));
        let results = std::fs::read_to_string(sandbox.path("results.csv")).unwrap();
        assert_eq!(results.matches(",refunded,").count(), ROWS);
    }
    assert!(before > 2 * ROWS && after > ROWS, "{before}, {after}");
}

#[test]
fn a_check_that_cannot_read_its_file_finds_nothing() {
    if !strace::works() {
        return;
    }
    let (sandbox, _served) = four_long_rows();
    // There is a journal, so that the rows are looked up in it.
    let first = sandbox.run(&["history", "--profile", "stub"]);
    assert_eq!(first.code, 0, "{first:?}");
    let reads = reads_of_the_copy(&sandbox, &CHECK);
    assert!(reads.len() > ROWS, "{reads:?}");
    for read in reads {
        let check = failing_at(read, &sandbox, &CHECK);
        assert_eq!(check.code, 12, "read {read}: {check:?}");
        assert!(
            check
                .stderr
                .contains("batch.csv: the file cannot be read on line "),
            "read {read}: {check:?}"
        );
    }
}

#[test]
fn a_cancelling_that_cannot_read_its_file_is_done_or_not_and_says_which() {
    if !strace::works() {
        return;
    }
    let (mut before, mut after) = (0, 0);
    for read in 1..100 {
        let halt = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nskip = 1\n";
        let (sandbox, _served) = prepared(ROWS, halt);
        let mut file = "syssn,amount,reference\n".to_owned();
        for row in 1..=ROWS {
            file.push_str(&format!("{},12.{row:02},R-{row}\n", payment(row)));
        }
        std::fs::write(sandbox.path("batch.csv"), file).unwrap();
        // One row stands elsewhere, so that the journal's own totals are not enough.
        let (first, stub) = (payment(1), ["--yes", "--profile", "stub"]);
        let issue = ["issue", &first, "--amount", "12.01", "--reference", "R-1"];
        assert_eq!(sandbox.run(&[&issue[..], &stub].concat()).code, 0);
        let run = ["batch", "run", "batch.csv", "--ignore-pause", "--jobs", "1"];
        assert_eq!(sandbox.run(&[&run[..], &stub].concat()).code, 9);
        let cancel = failing_at(read, &sandbox, &CANCEL);
        let history = [
            "history",
            "--state",
            "cancelled",
            "--profile",
            "stub",
            "--output",
            "json",
        ];
        let cancelled = sandbox.run(&history).json()["refunds"]
            .as_array()
            .unwrap()
            .len();
        let is_unread = cancel
            .stderr
            .contains("batch.csv: the file cannot be read on line ");
        match (is_unread, cancelled) {
            (true, 0) => {
                before += 1;
                assert_eq!(cancel.code, 12, "read {read}: {cancel:?}");
            }
            (true, cancelled) => {
                after += 1;
                assert_eq!((cancel.code, cancelled), (0, 2), "read {read}: {cancel:?}");
                assert!(cancel.stderr.contains("Rows were cancelled."), "{cancel:?}");
            }
            // Before the file, or behind the last read.
            (false, _) if after > 0 => break,
            (false, _) => {}
        }
    }
    assert!(before > 0 && after > 0, "{before}, {after}");
}

#[test]
fn a_journal_that_cannot_be_looked_for_is_not_taken_for_none() {
    let (sandbox, served) = prepared(1, "");
    std::fs::write(sandbox.path("file"), "no folder").unwrap();
    let place = sandbox.path("file/journal.db");
    let more = format!("journal = \"{}\"\n", place.display());
    sandbox.write_config(&crate::support::sandbox::profile(&served.url, &more));
    let check = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(check.code, 3, "{check:?}");
    assert!(
        check.stderr.contains("cannot look for the journal"),
        "{check:?}"
    );
}

#[test]
fn a_journal_that_is_gone_after_a_run_is_not_read_as_rows_left_out() {
    let slow = "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"3s\"\n";
    let (sandbox, _served) = prepared(2, slow);
    let data = sandbox.path(".local/share/qfrefund/journal.db");
    // A sound journal in which nothing stands yet.
    std::fs::copy(&data, sandbox.path("empty.db")).unwrap();
    let run = sandbox
        .command(&RUN)
        .args(["--profile", "stub"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let sending = [
        "history",
        "--state",
        "sending",
        "--profile",
        "stub",
        "-o",
        "json",
    ];
    while sandbox.run(&sending).json()["refunds"]
        .as_array()
        .map(Vec::len)
        // The first row goes alone.
        != Some(1)
    {
        thread::sleep(Duration::from_millis(20));
    }
    for part in ["", "-wal", "-shm"] {
        let file = format!("{}{part}", data.display());
        std::fs::rename(file, sandbox.path(&format!("gone{part}"))).unwrap();
    }
    std::fs::copy(sandbox.path("empty.db"), &data).unwrap();
    let output = run.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("the journal lacks rows"), "{output:?}");
    // Nothing more is sent by a journal that nobody will find.
    let words = "another file stands in its place";
    assert!(told.contains(words), "{output:?}");
    // Nor is the outcome written where nobody will find it: it is told, and waits for the journal in place.
    let words = "is refunded, but it could not be written down";
    assert!(told.contains(words), "what was sent is told: {output:?}");
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    assert!(!sandbox.path("results.csv").exists());
}
