//! Rows that were declined or given up are tried again where that is said.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Sandbox;
use crate::support::sandbox::profile;
use crate::support::simulator::executed;

const LATER: &str = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1265\"\ntimes = 2\n";

fn declined(sandbox: &Sandbox, more: &[&str]) -> (i32, u64, u64) {
    let ran = run(sandbox, &[&["--jobs", "1"], more].concat());
    (ran.code, rows(&ran, "refunded"), rows(&ran, "declined"))
}

#[test]
fn declined_rows_are_tried_again_where_that_is_said() {
    let (sandbox, _served) = prepared(5, LATER);
    assert_eq!(declined(&sandbox, &[]), (9, 3, 2));
    // Not by itself, nor by a word for something else.
    assert_eq!(declined(&sandbox, &[]), (9, 3, 2));
    assert_eq!(declined(&sandbox, &["--retry-cancelled"]), (9, 3, 2));
    assert_eq!(executed(&sandbox).len(), 3);
    let again = run(&sandbox, &["--retry-declined", "--results", "out.csv"]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 5), "{again:?}");
    assert_eq!(rows(&again, "declined"), 0);
    let said = "tried again, each under a new number: 2 rows: 2 declined by 1265";
    assert!(again.stderr.contains(said), "{again:?}");
    let results = std::fs::read_to_string(sandbox.path("out.csv")).unwrap();
    assert_eq!(results.matches(",refunded,").count(), 5, "{results}");
    assert_eq!(executed(&sandbox).len(), 5);
    // Done is done.
    let done = run(&sandbox, &["--retry-declined"]);
    assert_eq!((done.code, rows(&done, "refunded")), (0, 5), "{done:?}");
    assert!(!done.stderr.contains("tried again"), "{done:?}");
    assert_eq!(executed(&sandbox).len(), 5);
    let status = batch(&sandbox, &["status", "batch.csv"]);
    assert_eq!(
        (rows(&status, "refunded"), rows(&status, "declined")),
        (5, 0)
    );
    let verified = sandbox.run(&["journal", "verify", "--profile", "stub"]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

#[test]
fn rows_that_were_given_up_are_tried_again_by_their_own_word() {
    let (sandbox, served) = prepared(3, "");
    let at = |url: &str| sandbox.write_config(&profile(url, "rate_limit = \"none\"\n"));
    at("http://127.0.0.1:9");
    assert_eq!(run(&sandbox, &["--jobs", "1"]).code, 4);
    at(&served.url);
    let given_up = batch(&sandbox, &["cancel", "batch.csv", "--note", "x", "--yes"]);
    assert_eq!(rows(&given_up, "cancelled"), 3, "{given_up:?}");
    let declined = run(&sandbox, &["--retry-declined"]);
    assert_eq!(rows(&declined, "cancelled"), 3, "{declined:?}");
    assert!(executed(&sandbox).is_empty());
    let again = run(&sandbox, &["--retry-cancelled"]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 3), "{again:?}");
    assert_eq!(executed(&sandbox).len(), 3);
}

/// An order number stood in the payment's column.
#[test]
fn a_file_that_was_put_right_is_tried_again_under_its_references() {
    let (sandbox, _served) = prepared(2, "");
    let file = |first: &str| {
        let text = format!(
            "syssn,amount,reference\n{first},5.00,A\n{},5.00,B\n",
            payment(2)
        );
        std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    };
    file("4711");
    assert_eq!(declined(&sandbox, &["--no-preflight"]), (9, 1, 1));
    file(&payment(1));
    let refused = run(&sandbox, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stderr.contains("--retry-declined"), "{refused:?}");
    let again = run(&sandbox, &["--retry-declined"]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 2), "{again:?}");
    assert_eq!(executed(&sandbox).len(), 2);
}

/// Mended by a single refund, the row counts as that one, and the file goes on.
#[test]
fn a_row_that_was_tried_again_by_itself_counts_as_it_stands() {
    let (sandbox, _served) = prepared(2, "");
    let text = format!(
        "syssn,amount,reference\n4711,5.00,A\n{},5.00,B\n",
        payment(2)
    );
    std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    assert_eq!(declined(&sandbox, &["--no-preflight"]), (9, 1, 1));
    let line = format!(
        "issue {} --amount 5.00 --reference A --again --yes --profile stub",
        payment(1)
    );
    let line: Vec<&str> = line.split(' ').collect();
    let mended = sandbox.run(&line);
    assert_eq!(mended.code, 0, "{mended:?}");
    let rerun = run(
        &sandbox,
        &["--no-preflight", "--retry-declined", "--results", "out.csv"],
    );
    assert_eq!((rerun.code, executed(&sandbox).len()), (0, 2), "{rerun:?}");
    assert_eq!(rows(&rerun, "refunded"), 2, "{rerun:?}");
}

/// Every command says of the batch's one row that it is refunded, by whatever it was.
fn is_told_refunded(sandbox: &Sandbox) {
    for told in [
        batch(sandbox, &["status", "batch.csv"]),
        run(sandbox, &[]),
        run(sandbox, &["--retry-declined"]),
        batch(sandbox, &["status", "batch.csv", "--results", "out.csv"]),
    ] {
        let stand = (told.code, rows(&told, "refunded"), rows(&told, "declined"));
        assert_eq!(stand, (0, 1, 0), "{told:?}");
        assert_eq!(told.json()["worst"], "refunded", "{told:?}");
    }
    let list = batch(sandbox, &["list", "--every-batch"]);
    let states = list.json()["batches"][0]["states"].clone();
    assert_eq!(states.as_array().unwrap().len(), 1, "{states}");
    assert_eq!(
        (&states[0]["state"], &states[0]["rows"]),
        (&"refunded".into(), &1.into())
    );
    assert_eq!(executed(sandbox).len(), 1);
}

#[test]
fn a_row_counts_by_its_last_attempt_wherever_that_was_made() {
    let (sandbox, _served) = prepared(1, LATER);
    let text = format!("syssn,amount,reference\n{},5.00,A\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    assert_eq!(declined(&sandbox, &[]), (5, 0, 1));
    assert_eq!(declined(&sandbox, &["--retry-declined"]), (5, 0, 1));
    let number = payment(1);
    let single = ["issue", &number, "--amount", "5.00", "--reference", "A"];
    let more = ["--again", "--yes", "--profile", "stub"];
    let issued = sandbox.run(&[&single[..], &more].concat());
    assert_eq!(issued.code, 0, "{issued:?}");
    is_told_refunded(&sandbox);
}

#[test]
fn a_row_counts_by_what_was_found_at_the_gateway_after_a_restore() {
    let (sandbox, _served) = prepared(1, &LATER.replace("times = 2", "times = 1"));
    assert_eq!(declined(&sandbox, &[]), (5, 0, 1));
    let copied = sandbox.run(&["journal", "backup", "copy.db", "--profile", "stub"]);
    assert_eq!(copied.code, 0, "{copied:?}");
    assert_eq!(declined(&sandbox, &["--retry-declined"]), (0, 1, 0));
    let restored = sandbox.run(&["journal", "restore", "copy.db", "--profile", "stub"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    is_told_refunded(&sandbox);
}

#[test]
fn status_and_the_list_agree_on_which_batches_wait() {
    let (sandbox, _served) = prepared(1, LATER);
    let text = format!("syssn,amount,reference\n{},5.00,A\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    assert_eq!(declined(&sandbox, &[]), (5, 0, 1));
    let waiting = || {
        let status = sandbox.run(&["status", "--profile", "stub", "--output", "json"]);
        let list = batch(&sandbox, &["list"]).json()["batches"].clone();
        assert_eq!(status.json()["profiles"][0]["batches"], list, "{status:?}");
        list.as_array().unwrap().len()
    };
    assert_eq!(waiting(), 0);
    // The last attempt at the row is a single refund, which was not sent: the row waits.
    sandbox.write_config(&profile("http://127.0.0.1:9", "preflight = false\n"));
    let number = payment(1);
    let single = ["issue", &number, "--amount", "5.00", "--reference", "A"];
    let more = ["--again", "--yes", "--profile", "stub"];
    let issued = sandbox.run(&[&single[..], &more].concat());
    assert_eq!(issued.code, 4, "{issued:?}");
    assert_eq!(waiting(), 1);
}
