//! Signals: what was ignored at the start stays ignored, none ends a refund between its claim and its
//! record, and every end has its one document.

use crate::batch::prepared;
use crate::support::sandbox::{PAYMENT, profile};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A profile `stub` at a simulator that plays these faults.
fn faulty(faults: &str, more: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, more));
    (sandbox, served)
}

fn issue(sandbox: &Sandbox, more: &[&str]) -> Command {
    let words = "--amount 12.50 --profile stub --yes --output json";
    let mut command = sandbox.command(&["issue", PAYMENT]);
    command.args(words.split(' ')).args(more);
    command
}

fn start(mut command: Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn send(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(sent.success());
}

fn end(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The same command under a shell that sets something up first.
fn under(setup: &str, command: &Command) -> Command {
    let mut shell = Command::new("bash");
    shell
        .arg("-c")
        .arg(format!("{setup}; exec \"$0\" \"$@\""))
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .env("PATH", "/usr/bin:/bin");
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap());
    }
    shell.current_dir(command.get_current_dir().unwrap());
    shell
}

#[test]
fn a_signal_during_the_look_prints_the_one_document_and_exits_10() {
    let (sandbox, _served) = faulty(
        "[[fault]]\non = \"query\"\ndo = \"stall\"\n",
        "preflight = true\nclearing_pause = false\n",
    );
    for signal in ["-TERM", "-INT", "-HUP"] {
        // The tests themselves may run where these are ignored.
        let command = issue(&sandbox, &["--reference", "LOOK"]);
        let child = start(under(
            "trap - TERM; exec env --default-signal=INT,HUP \"$0\" \"$@\"",
            &command,
        ));
        thread::sleep(Duration::from_millis(700));
        send(&child, signal);
        let run = end(child);
        assert_eq!(run.code, 10, "{run:?}");
        let json = run.json();
        assert_eq!(json["kind"], "refund", "{json}");
        assert_eq!(json["exit_code"], 10, "{json}");
        assert_eq!(
            (&json["outcome"], &json["cause"]),
            (&"not_sent".into(), &"interrupted".into()),
            "{json}"
        );
        assert!(run.stderr.contains("nothing was sent"), "{run:?}");
    }
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn a_signal_before_there_is_a_refund_prints_a_failure_and_exits_10() {
    let (sandbox, served) = faulty("", "");
    let config = profile(&served.url, "").replace(
        "client_key = \"0E32A59A8B454940A2FF390000000000\"",
        "client_key_command = [\"/bin/sleep\", \"5\"]",
    );
    sandbox.write_config(&config);
    let child = start(issue(&sandbox, &[]));
    thread::sleep(Duration::from_millis(500));
    send(&child, "-TERM");
    let run = end(child);
    assert_eq!(run.code, 10, "{run:?}");
    assert_eq!(run.json()["kind"], "error", "{run:?}");
    assert_eq!(run.json()["exit_code"], 10, "{run:?}");
}

#[test]
fn giving_up_the_wait_for_the_answer_prints_the_one_document_and_exits_6() {
    let (sandbox, _served) = faulty("[[fault]]\non = \"refund\"\ndo = \"stall\"\n", "");
    let child = start(issue(
        &sandbox,
        &["--timeout", "30", "--reference", "GIVEN"],
    ));
    while executed(&sandbox).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    send(&child, "-TERM");
    thread::sleep(Duration::from_millis(300));
    send(&child, "-TERM");
    let run = end(child);
    assert_eq!(run.code, 6, "{run:?}");
    let json = run.json();
    assert_eq!(
        (&json["outcome"], &json["exit_code"]),
        (&"unknown".into(), &6.into()),
        "{json}"
    );
    assert_eq!(json["cause"], "interrupted", "{json}");
    assert!(
        json["next_step"]
            .as_str()
            .unwrap()
            .contains("qfrefund resolve RR-"),
        "{json}"
    );
}

#[test]
fn a_signal_while_a_refund_is_followed_prints_what_is_known() {
    let (sandbox, _served) = faulty(
        "[[fault]]\non = \"refund\"\ndo = \"pending\"\nafter = \"60m\"\n",
        "",
    );
    let child = start(issue(&sandbox, &["--wait=60"]));
    let patience = Instant::now() + Duration::from_secs(20);
    let open = "history --state pending --profile stub --output jsonl";
    let open: Vec<&str> = open.split(' ').collect();
    while sandbox.run(&open).stdout.is_empty() && Instant::now() < patience {
        thread::sleep(Duration::from_millis(50));
    }
    thread::sleep(Duration::from_millis(300));
    send(&child, "-TERM");
    let run = end(child);
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(run.json()["outcome"], "pending", "{run:?}");
}

#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    for signal in ["HUP", "INT"] {
        let (sandbox, _served) = prepared(
            4,
            "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"300ms\"\n",
        );
        let run = "batch run batch.csv --yes --ignore-pause --jobs 1 --profile stub --output json";
        let command = sandbox.command(&run.split(' ').collect::<Vec<_>>());
        let child = start(under(&format!("trap '' {signal}"), &command));
        while executed(&sandbox).is_empty() {
            thread::sleep(Duration::from_millis(20));
        }
        send(&child, &format!("-{signal}"));
        let run = end(child);
        assert_eq!(run.code, 0, "{signal}: {run:?}");
        assert_eq!(executed(&sandbox).len(), 4, "{signal}");
    }
}

#[test]
fn a_log_that_has_reached_the_file_size_limit_changes_no_exit_code_after_the_send() {
    let (sandbox, _served) = faulty("", "preflight = false\n");
    let full = 400 * 1024;
    for (log, amount) in [("stdout", "1.01"), ("stderr", "1.02")] {
        std::fs::write(sandbox.path("full.log"), vec![b'.'; full]).unwrap();
        let words = format!("issue {PAYMENT} --amount {amount} --profile stub --yes");
        let command = sandbox.command(&words.split(' ').collect::<Vec<_>>());
        let number = if log == "stdout" { 1 } else { 2 };
        // bash counts in KiB.
        let setup = format!("exec {number}>>full.log; ulimit -f {}", full / 1024);
        let before = executed(&sandbox).len();
        let status = under(&setup, &command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.signal(), None, "{log}");
        assert_eq!(status.code(), Some(0), "{log}");
        assert_eq!(executed(&sandbox).len(), before + 1, "{log}");
    }
}

#[test]
fn a_journal_that_reaches_the_file_size_limit_is_a_full_disk_and_no_death() {
    let (sandbox, _served) = faulty("", "preflight = false\ntwin_hours = 0\n");
    let first = end(start(issue(&sandbox, &["--reference", "FIRST"])));
    assert_eq!(first.code, 0, "{first:?}");
    let mut sent = 0;
    for kib in (40..160).step_by(3) {
        let amount = format!("2.{kib:02}");
        let words = format!("issue {PAYMENT} --amount {amount} --profile stub --yes --output json");
        let command = sandbox.command(&words.split(' ').collect::<Vec<_>>());
        let run = end(start(under(&format!("ulimit -f {kib}"), &command)));
        sent = executed(&sandbox).len() - 1;
        assert_eq!(run.json()["exit_code"], run.code, "{kib}");
        if sent > 0 {
            assert!([0, 6].contains(&run.code), "{kib}: {run:?}");
            break;
        }
        assert!([1, 3].contains(&run.code), "{kib}: {run:?}");
    }
    assert_eq!(sent, 1, "no limit left room");
}

#[test]
fn a_signal_that_waits_for_the_answer_ends_the_wait_for_the_outcome() {
    let (sandbox, _served) = faulty(
        "[[fault]]\non = \"refund\"\ndo = \"pending\"\nafter = \"60m\"\ndelay = \"1500ms\"\n",
        "",
    );
    let child = start(issue(&sandbox, &["--wait=60"]));
    while executed(&sandbox).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    let begun = Instant::now();
    send(&child, "-TERM");
    let run = end(child);
    assert!(begun.elapsed() < Duration::from_secs(20), "{run:?}");
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(run.json()["outcome"], "pending", "{run:?}");
}

#[test]
fn a_signal_while_the_gateway_is_asked_prints_the_one_document_of_every_command() {
    let (sandbox, served) = prepared(1, "");
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n[[fault]]\non = \"query\"\ndo = \"stall\"\n";
    std::fs::write(sandbox.path("faults.toml"), lost).unwrap();
    drop(served);
    let served = Served::start(
        &sandbox,
        &["--payments", "payments.jsonl", "--faults", "faults.toml"],
    );
    sandbox.write_config(&profile(&served.url, "rate_limit = \"none\"\n"));
    let open = end(start(issue(&sandbox, &[])));
    assert_eq!(open.code, 6, "{open:?}");
    for line in [
        "resolve",
        "enquiry RF-1",
        "batch check batch.csv --online",
        "journal rejoin",
    ] {
        let words = format!("{line} --profile stub --output json");
        let child = start(sandbox.command(&words.split(' ').collect::<Vec<_>>()));
        thread::sleep(Duration::from_millis(700));
        send(&child, "-TERM");
        let run = end(child);
        assert_eq!(run.code, 10, "{line}: {run:?}");
        let json = run.json();
        assert_eq!(
            (&json["kind"], &json["exit_code"]),
            (&"error".into(), &10.into()),
            "{line}: {json}"
        );
    }
}
