//! The look at a payment before a refund of it is sent.

use crate::journal::{faulty, issue, journal_file, refund};
use crate::support::Sandbox;
use crate::support::sandbox::profile;
use crate::support::simulator::executed;
use serde_json::Value;

#[test]
fn the_look_at_the_payment_refuses_what_it_cannot_bear() {
    let sandbox = Sandbox::new();
    let refund = |payment: &str, more: &[&str]| {
        let mut arguments = vec![
            "issue",
            payment,
            "--profile",
            "simulator",
            "--yes",
            "--output",
            "json",
        ];
        arguments.extend(more);
        sandbox.run(&arguments)
    };
    for (payment, more, cause) in [
        (
            "20260105000200020000000099",
            &["--amount", "1.00"][..],
            "payment_not_found",
        ),
        (
            "20260105000200020000000008",
            &["--amount", "1.00"],
            "payment_not_done",
        ),
        (
            "20260105000200020000000005",
            &["--txamt", "100"],
            "currency",
        ),
        (
            "20260105000200020000000010",
            &["--amount", "100.01"],
            "rest",
        ),
        (
            "20260105000200020000000006",
            &["--amount", "1.00"],
            "same_day",
        ),
    ] {
        let run = refund(payment, more);
        assert_eq!(
            (run.code, run.json()["cause"].as_str()),
            (8, Some(cause)),
            "{payment}: {run:?}"
        );
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(
        refund("20260105000200020000000006", &["--full"]).json()["txamt"],
        60000
    );
    assert_eq!(
        refund("20260105000200020000000010", &["--amount", "40.00"]).code,
        0
    );
    assert_eq!(
        refund("20260105000200020000000010", &["--full"]).json()["txamt"],
        6000
    );
    assert_eq!(
        refund("20260105000200020000000010", &["--full"]).code,
        8,
        "nothing is left"
    );
}

#[test]
fn refunds_made_elsewhere_count_against_the_rest() {
    let sandbox = Sandbox::new();
    let elsewhere = issue(&sandbox, &["--amount", "4000.00"]);
    assert_eq!(elsewhere.code, 0);
    // Another machine: the same gateway, a journal of its own.
    std::fs::remove_file(journal_file(&sandbox)).unwrap();
    let run = issue(&sandbox, &["--amount", "1000.01"]);
    assert_eq!(
        (run.code, run.json()["cause"].as_str()),
        (8, Some("rest")),
        "{run:?}"
    );
    let all = issue(&sandbox, &["--full"]);
    assert_eq!(
        (all.code, all.json()["txamt"].clone()),
        (0, Value::from(100_000)),
        "{all:?}"
    );
}

#[test]
fn a_failing_look_blocks_aloud() {
    let (sandbox, served) = faulty("[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 503\n");
    sandbox.write_config(&profile(
        &served.url,
        "preflight = true\nclearing_pause = false\n",
    ));
    let run = refund(&sandbox, &["--amount", "12.50"]);
    assert_eq!(
        (run.code, run.json()["cause"].as_str()),
        (8, Some("preflight_failed")),
        "{run:?}"
    );
    assert!(executed(&sandbox).is_empty());
    assert_eq!(
        refund(&sandbox, &["--amount", "12.50", "--no-preflight"]).code,
        0
    );
}
