//! A file's rows, however they are called, by whose credentials, and beside what is open.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::sandbox::{APP_CODE, profile};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};

/// Rows with these references, one payment each, of the amounts that `prepared` gives.
fn referenced(sandbox: &Sandbox, name: &str, count: usize, reference: impl Fn(usize) -> String) {
    let mut file = "syssn,amount,reference\n".to_owned();
    for row in 1..=count {
        file.push_str(&format!(
            "{},12.{row:02},{}\n",
            payment(row),
            reference(row)
        ));
    }
    std::fs::write(sandbox.path(name), file).unwrap();
}

fn run_file(sandbox: &Sandbox, name: &str, more: &[&str]) -> Run {
    let all = [&["run", name, "--yes", "--ignore-pause"], more].concat();
    batch(sandbox, &all)
}

#[test]
fn other_references_make_no_other_refunds_of_a_file() {
    // Also where single refunds are not compared.
    for more in ["", "twin_hours = 0\n"] {
        let (sandbox, served) = prepared(5, "");
        sandbox.write_config(&profile(
            &served.url,
            &format!("rate_limit = \"none\"\n{more}"),
        ));
        assert_eq!(run(&sandbox, &[]).code, 0);
        referenced(&sandbox, "r.csv", 5, |row| format!("R-{row}"));
        referenced(&sandbox, "crm.csv", 5, |row| format!("CRM-R-{row}"));
        for name in ["r.csv", "crm.csv"] {
            let refused = run_file(&sandbox, name, &[]);
            assert_eq!(refused.code, 8, "{refused:?}");
            assert_eq!(refused.json()["twins_before_count"], 5, "{refused:?}");
        }
        assert_eq!(executed(&sandbox).len(), 5);
        let meant = run_file(&sandbox, "r.csv", &["--twins-meant"]);
        assert_eq!((meant.code, executed(&sandbox).len()), (0, 10), "{meant:?}");
        // And once more under other names: both are known.
        let refused = run_file(&sandbox, "crm.csv", &[]);
        assert_eq!((refused.code, executed(&sandbox).len()), (8, 10));
    }
}

#[test]
fn a_row_says_itself_that_its_twin_is_meant() {
    let (sandbox, _served) = prepared(2, "");
    let file = |said: &str| {
        let one = payment(1);
        let text = format!(
            "syssn,amount,reference,twin\n{one},5.00,A,\n{one},5.00,B,{said}\n{},5.00,C,\n",
            payment(2)
        );
        std::fs::write(sandbox.path("t.csv"), text).unwrap();
    };
    file("");
    let refused = run_file(&sandbox, "t.csv", &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(refused.json()["twins_count"], 1, "{refused:?}");
    assert!(executed(&sandbox).is_empty());
    file("yes");
    let meant = run_file(&sandbox, "t.csv", &[]);
    assert_eq!((meant.code, rows(&meant, "refunded")), (0, 3), "{meant:?}");
    assert_eq!(run_file(&sandbox, "t.csv", &[]).code, 0);
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn rows_beside_an_open_refund_are_held_back_and_told_and_the_rest_is_sent() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 99999\ntimes = 1\n";
    let (sandbox, _served) = prepared(3, faults);
    let open = sandbox.run(&[
        "issue",
        &payment(1),
        "--amount",
        "60.00",
        "--yes",
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    assert_eq!(open.code, 7, "{open:?}");
    let number = open.json()["out_trade_no"].as_str().unwrap().to_owned();
    let ran = run(&sandbox, &["--wait", "0"]);
    assert_eq!(ran.code, 9, "{ran:?}");
    assert_eq!((rows(&ran, "refunded"), rows(&ran, "planned")), (2, 1));
    assert!(ran.stderr.contains(&number), "{ran:?}");
    assert!(ran.stderr.contains("and is pending"), "{ran:?}");
    // Settled by a person's word, it stands in nobody's way.
    let close =
        format!("close {number} --as written-off --note cash --unseen gone --yes --profile stub");
    let close: Vec<&str> = close.split(' ').collect();
    assert_eq!(sandbox.run(&close).code, 0);
    let again = run(&sandbox, &[]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 3), "{again:?}");
}

fn renewed(served: &Served, more: &str) -> String {
    let text = profile(&served.url, &format!("rate_limit = \"none\"\n{more}"));
    // The simulator knows one app code: a shop number is what changes.
    assert!(text.contains(APP_CODE));
    text
}

#[test]
fn a_finished_file_stays_finished_under_renewed_credentials() {
    let (sandbox, served) = prepared(4, "");
    referenced(&sandbox, "r.csv", 2, |row| format!("R-{row}"));
    let file = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let rest: Vec<&str> = file.lines().skip(3).collect();
    std::fs::write(
        sandbox.path("batch.csv"),
        format!("syssn,amount,reason\n{}\n", rest.join("\n")),
    )
    .unwrap();
    let first = (run(&sandbox, &[]), run_file(&sandbox, "r.csv", &[]));
    assert_eq!((first.0.code, first.1.code), (0, 0), "{first:?}");
    sandbox.write_config(&renewed(&served, "mchid = \"M1\"\n"));
    for name in ["batch.csv", "r.csv"] {
        for command in ["run", "check", "status"] {
            let mut words = vec![command, name];
            words.extend(["--yes"].iter().filter(|_| command == "run"));
            let held = batch(&sandbox, &words);
            assert_eq!(held.code, 3, "{held:?}");
            assert!(held.stderr.contains("adopt-merchant"), "{held:?}");
        }
    }
    let adopt = ["journal", "adopt-merchant", "--same", "--profile", "stub"];
    assert_eq!(sandbox.run(&adopt).code, 0);
    for (name, before) in [("batch.csv", &first.0), ("r.csv", &first.1)] {
        let again = run_file(&sandbox, name, &[]);
        assert_eq!((again.code, rows(&again, "refunded")), (0, 2), "{again:?}");
        assert_eq!(again.json()["batch"], before.json()["batch"]);
    }
    assert_eq!(executed(&sandbox).len(), 4);
}

#[test]
fn what_an_earlier_key_has_refunded_is_found_by_its_references() {
    let (sandbox, served) = prepared(2, "");
    referenced(&sandbox, "r.csv", 2, |row| format!("R-{row}"));
    assert_eq!(run_file(&sandbox, "r.csv", &[]).code, 0);
    // Another profile has refunds of its own before it is known to be the same merchant.
    let other = renewed(&served, "mchid = \"M1\"\n").replace("profiles.stub", "profiles.new");
    sandbox.write_config(&other);
    let own = sandbox.run(&[
        "issue",
        &payment(1),
        "--amount",
        "3.00",
        "--yes",
        "--profile",
        "new",
    ]);
    assert_eq!(own.code, 0, "{own:?}");
    let of = format!("custom {APP_CODE} -");
    let adopt = [
        "journal",
        "adopt-merchant",
        "--of",
        &of,
        "--same",
        "--profile",
        "new",
    ];
    let adopted = sandbox.run(&adopt);
    assert_eq!(adopted.code, 0, "{adopted:?}");
    let again = sandbox.run(&[
        "batch",
        "run",
        "r.csv",
        "--yes",
        "--ignore-pause",
        "--profile",
        "new",
        "--output",
        "json",
    ]);
    assert_eq!((again.code, rows(&again, "refunded")), (0, 2), "{again:?}");
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn a_row_whose_reference_looks_like_one_of_the_journal_is_a_fault_with_both_shown() {
    let (sandbox, _served) = prepared(2, "");
    referenced(&sandbox, "a.csv", 1, |row| format!("CRM-{row}"));
    assert_eq!(run_file(&sandbox, "a.csv", &[]).code, 0);
    let text = format!("syssn,amount,reference\n{},7.00,crm-1\n", payment(2));
    std::fs::write(sandbox.path("b.csv"), text).unwrap();
    let checked = batch(&sandbox, &["check", "b.csv"]);
    assert_eq!(checked.code, 8, "{checked:?}");
    let fault = checked.json()["faults"]["shown"][0].clone();
    assert_eq!(
        (&fault["line"], &fault["column"]),
        (&2.into(), &"reference".into())
    );
    let problem = fault["problem"].as_str().unwrap();
    assert!(problem.contains("`crm-1` looks like `CRM-1`"), "{problem}");
    let refused = run_file(&sandbox, "b.csv", &[]);
    assert_eq!(
        (refused.code, executed(&sandbox).len()),
        (8, 1),
        "{refused:?}"
    );
    assert!(
        refused.stderr.contains("`crm-1` looks like `CRM-1`"),
        "{refused:?}"
    );
}

#[test]
fn a_row_whose_number_looks_like_one_of_the_journal_is_a_fault_with_both_shown() {
    let (sandbox, _served) = prepared(2, "");
    let text = |row, no| format!("syssn,amount,out_trade_no\n{},7.00,{no}\n", payment(row));
    std::fs::write(sandbox.path("a.csv"), text(1, "TICKET-1")).unwrap();
    assert_eq!(run_file(&sandbox, "a.csv", &[]).code, 0);
    std::fs::write(sandbox.path("b.csv"), text(2, "ticket-1")).unwrap();
    let checked = batch(&sandbox, &["check", "b.csv"]);
    assert_eq!(checked.code, 8, "{checked:?}");
    let fault = checked.json()["faults"]["shown"][0].clone();
    assert_eq!(fault["column"], "out_trade_no");
    let problem = fault["problem"].as_str().unwrap();
    let shown = "the out_trade_no `ticket-1` looks like `TICKET-1`";
    assert!(problem.contains(shown), "{problem}");
    let refused = run_file(&sandbox, "b.csv", &[]);
    assert_eq!(
        (refused.code, executed(&sandbox).len()),
        (8, 1),
        "{refused:?}"
    );
}

/// It may be the kind of a bed.
#[test]
fn a_column_that_is_nearly_called_twin_switches_no_guard_off() {
    let (sandbox, _served) = prepared(1, "");
    let text = |heading: &str| {
        let text = format!("Room,{heading},syssn,amount\n101,yes,{},5.00\n", payment(1));
        std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    };
    for heading in ["Twin", "TWIN", "twins"] {
        text(heading);
        let refused = run(&sandbox, &[]);
        assert_eq!(refused.code, 12, "{heading}: {refused:?}");
        assert!(refused.stderr.contains("--ignore-column"), "{refused:?}");
    }
    text("Twin");
    let bed = run(&sandbox, &["--ignore-column", "Twin"]);
    assert_eq!((bed.code, executed(&sandbox).len()), (0, 1), "{bed:?}");
}
