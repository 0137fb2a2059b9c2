//! One journal and many processes, and what signals do to one of them.

use crate::journal::{PAYMENT, faulty, issue, on_stub, states};
use crate::support::sandbox::{ISSUE, profile};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use std::thread;
use std::time::Duration;

#[test]
fn sixteen_processes_with_one_reference_refund_once() {
    let sandbox = Sandbox::new();
    let runs = race(&sandbox, |_| {
        vec![
            "--amount".into(),
            "12.50".into(),
            "--reference".into(),
            "RACE".into(),
        ]
    });
    assert_eq!(executed(&sandbox).len(), 1);
    assert!(
        runs.iter().all(|run| [0, 6, 8].contains(&run.code)),
        "{runs:?}"
    );
    assert_eq!(
        issue(&sandbox, &["--amount", "12.50", "--reference", "RACE"]).code,
        0
    );
}

#[test]
fn sixteen_processes_on_one_rest_refund_once() {
    let sandbox = Sandbox::new();
    // HKD 5,000.00 was paid: any two of these are too much.
    let runs = race(&sandbox, |index| {
        vec![
            "--amount".into(),
            "3000.00".into(),
            "--reference".into(),
            format!("RACE-{index}"),
        ]
    });
    assert_eq!(executed(&sandbox).len(), 1);
    assert_eq!(
        runs.iter().filter(|run| run.code == 0).count(),
        1,
        "{runs:?}"
    );
    assert!(
        runs.iter().all(|run| [0, 8].contains(&run.code)),
        "{runs:?}"
    );
}

fn race(sandbox: &Sandbox, arguments: impl Fn(usize) -> Vec<String> + Sync) -> Vec<Run> {
    thread::scope(|scope| {
        let racers: Vec<_> = (0..16)
            .map(|index| {
                let arguments = arguments(index);
                scope.spawn(move || {
                    let more: Vec<&str> = arguments.iter().map(String::as_str).collect();
                    issue(sandbox, &more)
                })
            })
            .collect();
        racers
            .into_iter()
            .map(|racer| racer.join().unwrap())
            .collect()
    })
}

#[test]
fn a_signal_after_the_send_waits_and_a_second_one_names_the_number() {
    let (sandbox, _served) = faulty("[[fault]]\non = \"refund\"\ndo = \"stall\"\n");
    let mut child = sandbox
        .command(&[
            "issue",
            PAYMENT,
            "--amount",
            "12.50",
            "--reference",
            "SIG",
            "--profile",
            "stub",
            "--yes",
            "--timeout",
            "30",
        ])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let id = child.id().to_string();
    let interrupt = |signal: &str| {
        std::process::Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap()
    };
    // The simulator has executed it before it stalls.
    while executed(&sandbox).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    interrupt("-TERM");
    thread::sleep(Duration::from_millis(300));
    assert!(
        child.try_wait().unwrap().is_none(),
        "the first signal must not end the wait"
    );
    interrupt("-TERM");
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(6), "{stderr}");
    assert!(
        stderr.contains("waiting for the answer") && stderr.contains("qfrefund resolve RR-"),
        "{stderr}"
    );
    let history = on_stub(&sandbox, &["history"]);
    assert_eq!(
        states(&history),
        ["unknown"],
        "its process is dead, and it was handed over: {history:?}"
    );
}

#[test]
fn a_signal_before_the_send_says_that_nothing_was_sent() {
    let (sandbox, served) = faulty("[[fault]]\non = \"query\"\ndo = \"stall\"\n");
    sandbox.write_config(&profile(
        &served.url,
        "preflight = true\nclearing_pause = false\n",
    ));
    let child = sandbox
        .command(&ISSUE)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_millis(700));
    std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(10));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was sent"));
    assert!(executed(&sandbox).is_empty());
    assert_eq!(
        states(&on_stub(&sandbox, &["history"])),
        Vec::<String>::new()
    );
}
