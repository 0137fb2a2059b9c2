//! Refunds that the gateway answers with HTTP 429, and what it has of them all the same.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};

/// A gateway that turns the first refund away, having executed it or not, and is not asked for payments.
fn turning_away(execute: bool, more: &str) -> (Sandbox, Served) {
    let fault = format!(
        "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 429\ntimes = 1\nexecute = {execute}\n{more}"
    );
    let (sandbox, served) = prepared(2, &fault);
    let none = "rate_limit = \"none\"\npreflight = false\n";
    sandbox.write_config(&profile(&served.url, none));
    (sandbox, served)
}

fn issue(sandbox: &Sandbox, more: &[&str]) -> Run {
    let payment = payment(1);
    let words = ["issue", &payment, "--amount", "12.50", "--yes"];
    let which = ["--profile", "stub", "--output", "json"];
    sandbox.run(&[&words[..], &which, more].concat())
}

#[test]
fn a_single_one_that_was_executed_is_shown_and_not_sent_again() {
    for more in [&["--reference", "A"][..], &[]] {
        let (sandbox, _served) = turning_away(true, "");
        let first = issue(&sandbox, more);
        assert_eq!((first.code, executed(&sandbox).len()), (4, 1), "{first:?}");
        let again = issue(&sandbox, more);
        assert_eq!(executed(&sandbox).len(), 1, "it was sent again: {again:?}");
        let state = &sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
        assert_eq!(state.json()["refunds"][0]["state"], "refunded", "{state:?}");
        // With a reference it is that very refund; without, the same one made before.
        let exit = if more.is_empty() { 8 } else { 0 };
        assert_eq!(again.code, exit, "{again:?}");
    }
}

#[test]
fn a_single_one_that_was_not_executed_is_sent_under_its_number() {
    for more in [&["--reference", "A"][..], &[]] {
        let (sandbox, _served) = turning_away(false, "");
        let first = issue(&sandbox, more);
        assert_eq!((first.code, executed(&sandbox).len()), (4, 0), "{first:?}");
        let again = issue(&sandbox, more);
        assert_eq!((again.code, executed(&sandbox).len()), (0, 1), "{again:?}");
        let number = |run: &Run| run.json()["out_trade_no"].clone();
        let sent = &executed(&sandbox)[0]["out_trade_no"];
        assert_eq!(*sent, number(&first), "{again:?}");
    }
}

#[test]
fn a_single_one_is_not_sent_where_the_gateway_does_not_say() {
    let silent = "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 500\n";
    let (sandbox, _served) = turning_away(true, silent);
    assert_eq!(issue(&sandbox, &["--reference", "A"]).code, 4);
    let held = issue(&sandbox, &["--reference", "A"]);
    assert_eq!((held.code, executed(&sandbox).len()), (8, 1), "{held:?}");
    assert_eq!(held.json()["cause"], "preflight_failed", "{held:?}");
    let passed = issue(&sandbox, &["--reference", "A", "--no-preflight"]);
    assert_eq!(
        (passed.code, executed(&sandbox).len()),
        (8, 1),
        "{passed:?}"
    );
}

#[test]
fn a_row_that_was_executed_is_not_posted_again() {
    for execute in [true, false] {
        let (sandbox, _served) = turning_away(execute, "");
        let ran = run(&sandbox, &["--wait", "0"]);
        assert_eq!((ran.code, rows(&ran, "refunded")), (0, 2), "{ran:?}");
        assert_eq!(executed(&sandbox).len(), 2);
        let said = ran.stderr.contains("had answered that it did nothing");
        assert_eq!(said, execute, "{ran:?}");
        let again = batch(&sandbox, &["run", "batch.csv", "--yes", "--ignore-pause"]);
        assert_eq!((again.code, executed(&sandbox).len()), (0, 2), "{again:?}");
    }
}
