//! The newest event of the chain, kept elsewhere: what it proves that the chain alone cannot.

use crate::support::Sandbox;
use serde_json::Value;
use std::fs;

fn on_simulator(sandbox: &Sandbox, arguments: &[&str]) -> (i32, Value) {
    let more = ["--profile", "simulator", "--output", "json"];
    let run = sandbox.run(&[arguments, &more].concat());
    (run.code, run.json())
}

fn issue(sandbox: &Sandbox, amount: &str) -> Value {
    let issue = [
        "issue",
        "20260105000200020000000001",
        "--amount",
        amount,
        "--yes",
    ];
    let (code, document) = on_simulator(sandbox, &issue);
    assert_eq!(code, 0, "{document}");
    document
}

/// The newest event as `verify` tells it.
fn head(sandbox: &Sandbox) -> String {
    let (code, report) = on_simulator(sandbox, &["journal", "verify"]);
    assert_eq!(code, 0, "{report}");
    format!(
        "{}:{}",
        report["head_seq"],
        report["head_hash"].as_str().unwrap()
    )
}

fn verify(sandbox: &Sandbox, expected: &[&str]) -> (i32, Value) {
    let expects: Vec<&str> = expected
        .iter()
        .flat_map(|head| ["--expect", head])
        .collect();
    on_simulator(sandbox, &[&["journal", "verify"][..], &expects].concat())
}

fn journal(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.path(".local/share/qfrefund/simulator-journal.db")
}

#[test]
fn a_head_that_is_still_in_the_chain_is_found_however_much_came_after() {
    let sandbox = Sandbox::new();
    issue(&sandbox, "1.00");
    let first = head(&sandbox);
    issue(&sandbox, "2.00");
    let second = head(&sandbox);
    assert_ne!(first, second);
    let (code, report) = verify(&sandbox, &[&first, &second]);
    assert_eq!(
        (code, report["sound"].as_bool()),
        (0, Some(true)),
        "{report}"
    );
}

#[test]
fn an_older_copy_and_a_chain_made_anew_are_found_by_a_head_kept_elsewhere() {
    let sandbox = Sandbox::new();
    issue(&sandbox, "1.00");
    let copy = sandbox.path("copy.db");
    on_simulator(&sandbox, &["journal", "backup", copy.to_str().unwrap()]);
    issue(&sandbox, "2.00");
    let kept = head(&sandbox);
    fs::remove_file(journal(&sandbox)).unwrap();
    fs::copy(&copy, journal(&sandbox)).unwrap();
    // By itself an older copy is as sound as the journal it was made of.
    assert_eq!(verify(&sandbox, &[]).0, 0);
    let (code, report) = verify(&sandbox, &[&kept]);
    assert_eq!(
        (code, report["sound"].as_bool()),
        (3, Some(false)),
        "{report}"
    );
    assert!(
        report["defects"][0]
            .as_str()
            .unwrap()
            .contains("is not there"),
        "{report}"
    );
    // Another history of the same length.
    issue(&sandbox, "3.00");
    let (code, report) = verify(&sandbox, &[&kept]);
    assert_eq!(code, 3, "{report}");
    assert!(
        report["defects"][0]
            .as_str()
            .unwrap()
            .contains("its hash is another"),
        "{report}"
    );
}

#[test]
fn what_is_no_event_is_refused_before_anything_is_read() {
    let sandbox = Sandbox::new();
    issue(&sandbox, "1.00");
    let hash = "0".repeat(64);
    for odd in [
        "1",
        "1:",
        "1:abc",
        &format!("0:{hash}"),
        &format!("+1:{hash}"),
        &format!("x:{hash}"),
        &hash,
    ] {
        assert_eq!(verify(&sandbox, &[odd]).0, 2, "{odd}");
    }
}
