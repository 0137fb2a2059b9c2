//! The limits of a profile on a batch: on its sum, its largest refund and the day.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::Sandbox;
use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use serde_json::Value;
use std::fmt::Write as _;

#[test]
fn limits_of_the_profile_hold() {
    let (sandbox, served) = prepared(3, "");
    sandbox.write_config(&profile(
        &served.url,
        "rate_limit = \"none\"\nmax_batch_total = \"36.00\"\n",
    ));
    let run_over = run(&sandbox, &[]);
    assert_eq!(
        (run_over.code, run_over.json()["total_over_limit"].clone()),
        (8, Value::Bool(true)),
        "{run_over:?}"
    );
    sandbox.write_config(&profile(
        &served.url,
        "rate_limit = \"none\"\nmax_refund = \"12.02\"\n",
    ));
    let row_over = run(&sandbox, &[]);
    assert_eq!(
        (
            row_over.code,
            row_over.json()["over_limit"]["count"].as_u64()
        ),
        (8, Some(1)),
        "{row_over:?}"
    );
    assert!(executed(&sandbox).is_empty());
}

/// Writes the profile anew, with other limits.
pub(super) fn limit(sandbox: &Sandbox, served: &Served, limits: &str) {
    let more = format!("rate_limit = \"none\"\n{limits}\n");
    sandbox.write_config(&profile(&served.url, &more));
}

#[test]
fn a_limit_of_the_batch_lowered_after_the_import_holds_for_the_rows_left() {
    let (sandbox, served) = prepared(5, "");
    limit(&sandbox, &served, r#"max_day_total = "40.00""#);
    let first = run(&sandbox, &["--jobs", "1", "--results", "results.csv"]);
    assert_eq!((first.code, rows(&first, "refunded")), (9, 3), "{first:?}");
    // The two rows left, 24.09, are within the limit; with what is refunded, 36.06, they are not.
    limit(&sandbox, &served, r#"max_batch_total = "48.11""#);
    let again = [
        "run",
        "results.csv",
        "--yes",
        "--ignore-pause",
        "--jobs",
        "1",
    ];
    let stopped = batch(&sandbox, &again);
    assert_eq!(
        (
            stopped.code,
            rows(&stopped, "refunded"),
            rows(&stopped, "planned"),
            stopped.json()["halted"].as_str(),
        ),
        (
            9,
            4,
            1,
            Some(
                "the next row is held back: the refund would be more than the profile's limit for a batch, HKD 48.11: the other rows take HKD 48.10 of it"
            )
        ),
        "{stopped:?}"
    );
    assert_eq!(executed(&sandbox).len(), 4);
    limit(&sandbox, &served, r#"max_batch_total = "60.15""#);
    let last = batch(&sandbox, &again);
    assert_eq!((last.code, rows(&last, "refunded")), (0, 5), "{last:?}");
    assert_eq!(executed(&sandbox).len(), 5);
}

#[test]
fn rows_are_not_written_down_beyond_the_limit_of_the_batch() {
    let (sandbox, served) = prepared(3, "");
    let mut file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    writeln!(file, "{},12.03,once more", payment(3)).unwrap();
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let first = run(&sandbox, &["--skip-twins", "--results", "results.csv"]);
    assert_eq!((first.code, rows(&first, "refunded")), (0, 3), "{first:?}");
    // The row left out is within the limit, and not with those that are refunded.
    limit(&sandbox, &served, r#"max_batch_total = "40.00""#);
    let again = [
        "run",
        "results.csv",
        "--yes",
        "--ignore-pause",
        "--twins-meant",
    ];
    let refused = batch(&sandbox, &again);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(executed(&sandbox).len(), 3);
    limit(&sandbox, &served, r#"max_batch_total = "48.09""#);
    let taken = batch(&sandbox, &again);
    assert_eq!((taken.code, rows(&taken, "refunded")), (0, 4), "{taken:?}");
    assert_eq!(executed(&sandbox).len(), 4);
}

#[test]
fn a_largest_refund_lowered_after_the_import_refuses_the_rows_left() {
    let (sandbox, served) = prepared(5, "");
    limit(&sandbox, &served, r#"max_day_total = "40.00""#);
    let first = run(&sandbox, &["--jobs", "1"]);
    assert_eq!((first.code, rows(&first, "refunded")), (9, 3), "{first:?}");
    limit(&sandbox, &served, r#"max_refund = "12.00""#);
    let refused = run(&sandbox, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn the_limit_of_the_day_holds_for_batches_and_single_refunds() {
    let (sandbox, served) = prepared(5, "");
    sandbox.write_config(&profile(
        &served.url,
        "rate_limit = \"none\"\nmax_day_total = \"40.00\"\n",
    ));
    let stopped = run(&sandbox, &["--jobs", "1"]);
    assert_eq!(
        (stopped.code, rows(&stopped, "refunded")),
        (9, 3),
        "{stopped:?}"
    );
    let more = sandbox.run(&[
        "issue",
        &payment(5),
        "--amount",
        "9.99",
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
    ]);
    assert_eq!(
        (more.code, more.json()["cause"].as_str()),
        (8, Some("day")),
        "{more:?}"
    );
    let less = sandbox.run(&[
        "issue",
        &payment(5),
        "--txamt",
        "1",
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
    ]);
    assert_eq!(less.code, 0, "{less:?}");
    assert_eq!(executed(&sandbox).len(), 4);
}
