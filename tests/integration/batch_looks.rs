//! `batch run` looks at the payments before it asks and sends, where the profile looks.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Sandbox;
use crate::support::sandbox::{KEY, profile};
use crate::support::simulator::{Served, executed};
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const LOOKS: &str = "rate_limit = \"none\"\npreflight = true\nclearing_pause = false\n";

/// A file of so many rows, and a profile that looks.
fn looking(count: usize, faults: &str) -> (Sandbox, Served) {
    let (sandbox, served) = prepared(count, faults);
    sandbox.write_config(&profile(&served.url, LOOKS));
    (sandbox, served)
}

/// The refund of a row, made on another machine.
fn made_elsewhere(served: &Served, row: usize) {
    let other = Sandbox::at(&served.url);
    let (payment, amount) = (payment(row), format!("12.{row:02}"));
    let made = other.run(&[
        "issue",
        &payment,
        "--amount",
        &amount,
        "--yes",
        "--profile",
        "stub",
    ]);
    assert_eq!(made.code, 0, "{made:?}");
}

/// How many refunds the journal has.
fn written(sandbox: &Sandbox) -> usize {
    let history = sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
    history.json()["refunds"].as_array().unwrap().len()
}

fn refused_lines(document: &Value) -> Vec<u64> {
    let shown = document["online"]["refused"]["shown"].as_array().unwrap();
    shown
        .iter()
        .map(|finding| finding["line"].as_u64().unwrap())
        .collect()
}

#[test]
fn a_refund_that_was_made_elsewhere_is_not_made_again() {
    let (sandbox, served) = looking(3, "");
    made_elsewhere(&served, 2);
    let checked = batch(&sandbox, &["check", "batch.csv", "--online"]);
    let refused = run(&sandbox, &[]);
    for held in [&checked, &refused] {
        assert_eq!(held.code, 8, "{held:?}");
        let json = held.json();
        assert_eq!(json["kind"], "batch_check", "{json}");
        assert_eq!(refused_lines(&json), [3], "{json}");
    }
    // By the very same words.
    assert_eq!(refused.json()["online"], checked.json()["online"]);
    assert!(refused.stderr.contains("nothing was sent"), "{refused:?}");
    assert_eq!((executed(&sandbox).len(), written(&sandbox)), (1, 0));
    // Without a script's word the question would only come after the looks.
    let unasked = batch(&sandbox, &["run", "batch.csv", "--ignore-pause"]);
    assert_eq!(unasked.code, 2, "{unasked:?}");
    let meant = run(&sandbox, &["--twins-meant"]);
    assert_eq!((meant.code, rows(&meant, "refunded")), (0, 3), "{meant:?}");
    assert_eq!(meant.json()["looked"], 3, "{meant:?}");
    assert_eq!(executed(&sandbox).len(), 4);
}

#[test]
fn a_row_says_itself_that_one_made_elsewhere_is_no_twin() {
    let (sandbox, served) = looking(2, "");
    made_elsewhere(&served, 1);
    let file = |said: &str| {
        let (one, two) = (payment(1), payment(2));
        let text = format!("syssn,amount,twin\n{one},12.01,{said}\n{two},12.02,\n");
        std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    };
    file("");
    assert_eq!(run(&sandbox, &[]).code, 8);
    file("yes");
    let checked = batch(&sandbox, &["check", "batch.csv", "--online"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let meant = run(&sandbox, &[]);
    assert_eq!((meant.code, executed(&sandbox).len()), (0, 3), "{meant:?}");
}

#[test]
fn the_look_is_left_out_once_and_where_the_profile_does_not_look() {
    let (sandbox, served) = looking(2, "");
    made_elsewhere(&served, 1);
    let sent = run(&sandbox, &["--no-preflight"]);
    assert_eq!((sent.code, rows(&sent, "refunded")), (0, 2), "{sent:?}");
    assert_eq!(sent.json()["looked"], Value::Null);
    sandbox.write_config(&profile(&served.url, "rate_limit = \"none\"\n"));
    std::fs::write(
        sandbox.path("batch.csv"),
        format!("syssn,amount\n{},3.00\n", payment(2)),
    )
    .unwrap();
    let sent = run(&sandbox, &[]);
    assert_eq!(
        (sent.code, &sent.json()["looked"]),
        (0, &Value::Null),
        "{sent:?}"
    );
}

#[test]
fn a_payment_of_another_currency_is_refused() {
    let (sandbox, _served) = looking(1, "");
    // The simulator's own payment 5 is in yen.
    let yen = "20260105000200020000000005";
    let file = format!("syssn,amount\n{},1.00\n{yen},10.00\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let refused = run(&sandbox, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(refused_lines(&refused.json()), [3], "{refused:?}");
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn only_rows_that_would_be_sent_are_looked_at() {
    let (sandbox, served) = looking(3, "");
    assert_eq!(run(&sandbox, &["--results", "results.csv"]).code, 0);
    // Whoever asks the gateway now gets no answer.
    drop(served);
    for file in ["batch.csv", "results.csv"] {
        let again = batch(&sandbox, &["run", file, "--yes", "--ignore-pause"]);
        assert_eq!((again.code, rows(&again, "refunded")), (0, 3), "{again:?}");
        assert_eq!(again.json()["looked"], 0, "{again:?}");
    }
}

#[test]
fn looks_that_fail_or_stop_hold_the_run() {
    let passing = format!(
        "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 502\nsyssn = \"{}\"\n",
        payment(2)
    );
    let wrong_key = "[[fault]]\non = \"query\"\ndo = \"respcd\"\nrespcd = \"1108\"\n";
    for (faults, code, looked) in [(passing.as_str(), 8, 2), (wrong_key, 3, 0)] {
        let (sandbox, _served) = looking(3, faults);
        let held = run(&sandbox, &[]);
        let json = held.json();
        assert_eq!(
            (held.code, &json["online"]["looked"]),
            (code, &json!(looked)),
            "{held:?}"
        );
        assert_eq!(json["exit_code"], code, "{json}");
        assert_eq!(json["online"]["refused"]["count"], 0, "{json}");
        let next = json["next_step"].as_str().unwrap();
        assert!(next.contains("Run the same command again"), "{next}");
        assert_eq!((executed(&sandbox).len(), written(&sandbox)), (0, 0));
    }
    let (sandbox, served) = looking(2, "");
    drop(served);
    let held = run(&sandbox, &[]);
    assert_eq!(held.code, 4, "{held:?}");
    assert_eq!(written(&sandbox), 0);
}

#[test]
fn a_signal_during_the_looks_prints_the_one_document_and_exits_10() {
    let (sandbox, _served) = looking(2, "[[fault]]\non = \"query\"\ndo = \"stall\"\n");
    for signal in ["-TERM", "-INT"] {
        let run = sandbox.command(&[
            "batch",
            "run",
            "batch.csv",
            "--yes",
            "--profile",
            "stub",
            "--output",
            "json",
        ]);
        // The tests themselves may run where these are ignored.
        let mut command = Command::new("bash");
        command
            .args(["-c", "exec env --default-signal=INT,TERM \"$0\" \"$@\""])
            .arg(run.get_program())
            .args(run.get_args())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", sandbox.home.path())
            .current_dir(sandbox.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(900));
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(10), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&json["kind"], &json["exit_code"]),
            (&json!("error"), &json!(10))
        );
        assert!(!text.contains(KEY));
    }
    assert_eq!((executed(&sandbox).len(), written(&sandbox)), (0, 0));
}
