//! Never twice, never forgotten: what the journal makes of reruns, twins, lost replies and damage.

use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::Value;

pub(super) const PAYMENT: &str = "20260105000200020000000001";

pub(super) fn issue(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut arguments = vec![
        "issue",
        PAYMENT,
        "--profile",
        "simulator",
        "--yes",
        "--output",
        "json",
    ];
    arguments.extend(more);
    sandbox.run(&arguments)
}

pub(super) fn on_simulator(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--profile", "simulator", "--output", "json"]);
    sandbox.run(&all)
}

pub(super) fn journal_file(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.path(".local/share/qfrefund/simulator-journal.db")
}

/// A sandbox whose profile `stub` is a simulator that plays these faults.
pub(super) fn faulty(faults: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, ""));
    (sandbox, served)
}

pub(super) fn refund(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut arguments = vec![
        "issue",
        PAYMENT,
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
    ];
    arguments.extend(more);
    sandbox.run(&arguments)
}

pub(super) fn on_stub(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--profile", "stub", "--output", "json"]);
    sandbox.run(&all)
}

pub(super) fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

pub(super) fn states(run: &Run) -> Vec<String> {
    run.json()["refunds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_same_reference_shows_the_earlier_result_and_sends_nothing() {
    let sandbox = Sandbox::new();
    let first = issue(
        &sandbox,
        &[
            "--amount",
            "12.50",
            "--reference",
            "CRM-1",
            "--reason",
            "broken",
        ],
    );
    let again = issue(&sandbox, &["--amount", "12.50", "--reference", "CRM-1"]);
    assert_eq!((first.code, again.code), (0, 0), "{again:?}");
    assert_eq!(
        (again.json()["replayed"].clone(), number(&again)),
        (Value::Bool(true), number(&first))
    );
    assert_eq!(executed(&sandbox).len(), 1);
    for other in [&["--amount", "12.51"][..], &["--full"]] {
        let mut arguments = other.to_vec();
        arguments.extend(["--reference", "CRM-1"]);
        let run = issue(&sandbox, &arguments);
        if other.contains(&"--full") {
            assert_eq!(
                run.json()["replayed"],
                true,
                "all of it may well be what was refunded: {run:?}"
            );
        } else {
            assert_eq!(
                (run.code, run.json()["cause"].as_str()),
                (8, Some("reference_used")),
                "{run:?}"
            );
        }
    }
    let other_payment = sandbox.run(&[
        "issue",
        "20260105000200020000000002",
        "--amount",
        "12.50",
        "--reference",
        "CRM-1",
        "--profile",
        "simulator",
        "--yes",
        "--output",
        "json",
    ]);
    assert_eq!(other_payment.code, 8, "{other_payment:?}");
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn a_replayed_decline_keeps_its_exit_code() {
    let sandbox = Sandbox::new();
    // A part of a card payment of today is declined by the gateway when nobody looks first.
    let card = |sandbox: &Sandbox| {
        sandbox.run(&[
            "issue",
            "20260105000200020000000006",
            "--amount",
            "5.00",
            "--reference",
            "C-1",
            "--no-preflight",
            "--profile",
            "simulator",
            "--yes",
            "--output",
            "json",
        ])
    };
    let (first, again) = (card(&sandbox), card(&sandbox));
    assert_eq!((first.code, again.code), (5, 5), "{again:?}");
    assert_eq!(
        (
            again.json()["replayed"].clone(),
            again.json()["respcd"].clone()
        ),
        (Value::Bool(true), Value::from("1124"))
    );
}

#[test]
fn a_twin_is_refused_until_it_is_meant() {
    let sandbox = Sandbox::new();
    assert_eq!(issue(&sandbox, &["--amount", "12.50"]).code, 0);
    let twin = issue(&sandbox, &["--amount", "12.50"]);
    assert_eq!(
        (twin.code, twin.json()["cause"].as_str()),
        (8, Some("twin")),
        "{twin:?}"
    );
    assert_eq!(
        issue(&sandbox, &["--amount", "12.51"]).code,
        0,
        "another amount is no twin"
    );
    assert_eq!(issue(&sandbox, &["--amount", "12.50", "--twin"]).code, 0);
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn what_was_surely_not_sent_keeps_its_number_when_it_is_sent_later() {
    let sandbox = Sandbox::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    sandbox.write_config(&profile(&format!("http://127.0.0.1:{port}"), ""));
    let (plain, with_reference) = (
        refund(&sandbox, &["--amount", "1.00"]),
        refund(&sandbox, &["--amount", "2.50", "--reference", "R"]),
    );
    assert_eq!((plain.code, with_reference.code), (4, 4), "{plain:?}");
    assert_eq!(plain.json()["state"], "planned");
    let _served = Served::start_at(&sandbox, &format!("127.0.0.1:{port}"), &[]);
    let again = refund(&sandbox, &["--amount", "1.00"]);
    assert_eq!(
        (again.code, number(&again)),
        (0, number(&plain)),
        "{again:?}"
    );
    let again = refund(&sandbox, &["--amount", "2.50", "--reference", "R"]);
    assert_eq!(
        (again.code, number(&again)),
        (0, number(&with_reference)),
        "{again:?}"
    );
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn a_lost_reply_is_resolved_by_enquiry() {
    let (sandbox, _served) = faulty("[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n");
    let lost = refund(&sandbox, &["--amount", "12.50", "--reference", "R"]);
    assert_eq!(
        (lost.code, lost.json()["state"].as_str()),
        (6, Some("unknown")),
        "{lost:?}"
    );
    // A rerun sends nothing: it says what is known.
    let rerun = refund(&sandbox, &["--amount", "12.50", "--reference", "R"]);
    assert_eq!(
        (rerun.code, rerun.json()["replayed"].clone()),
        (6, Value::Bool(true)),
        "{rerun:?}"
    );
    let resolved = on_stub(&sandbox, &["resolve"]);
    assert_eq!(
        (resolved.code, states(&resolved)),
        (0, vec!["refunded".to_owned()]),
        "{resolved:?}"
    );
    assert_eq!(
        refund(&sandbox, &["--amount", "12.50", "--reference", "R"]).code,
        0
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn waiting_follows_a_pending_refund_to_its_end() {
    let (sandbox, _served) =
        faulty("[[fault]]\non = \"refund\"\ndo = \"pending\"\nafter = \"4s\"\ntimes = 1\n");
    let run = refund(&sandbox, &["--amount", "12.50", "--wait=60"]);
    assert_eq!(
        (
            run.code,
            run.json()["state"].as_str(),
            run.json()["cause"].as_str()
        ),
        (0, Some("refunded"), Some("enquiry")),
        "{run:?}"
    );
}

#[test]
fn pending_stays_pending_and_exits_7() {
    let (sandbox, _served) =
        faulty("[[fault]]\non = \"refund\"\ndo = \"pending\"\nafter = \"60m\"\n");
    let run = refund(&sandbox, &["--amount", "12.50"]);
    assert_eq!(
        (run.code, run.json()["state"].as_str()),
        (7, Some("pending")),
        "{run:?}"
    );
    let looked = on_stub(&sandbox, &["resolve", &number(&run)]);
    assert_eq!(
        (looked.code, states(&looked)),
        (7, vec!["pending".to_owned()]),
        "{looked:?}"
    );
    let twice = on_stub(&sandbox, &["resolve", &number(&run), &number(&run)]);
    assert_eq!(
        (twice.code, states(&twice)),
        (7, vec!["pending".to_owned()]),
        "{twice:?}"
    );
    let shown = on_stub(&sandbox, &["show", &number(&run)]).json();
    let looks = shown["events"].as_array().unwrap().iter();
    let looks = looks.filter(|event| event["event"] == "found_processing");
    assert_eq!(looks.count(), 2, "{shown}");
}

#[test]
fn absence_is_recorded_and_never_taken_for_failure() {
    let (sandbox, _served) =
        faulty("[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n");
    let lost = refund(&sandbox, &["--amount", "12.50"]);
    assert_eq!(lost.code, 6, "{lost:?}");
    for _ in 0..4 {
        let looked = on_stub(&sandbox, &["resolve", &number(&lost)]);
        assert_eq!(
            (looked.code, states(&looked)),
            (6, vec!["unknown".to_owned()]),
            "{looked:?}"
        );
    }
    let events = on_stub(&sandbox, &["show", &number(&lost)]).json()["events"].clone();
    let nothing = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["event"] == "found_nothing")
        .count();
    assert_eq!(nothing, 4, "{events}");
    // Four looks within seconds are not a lasting absence.
    let resend = on_stub(&sandbox, &["resolve", "--resend", &number(&lost), "--yes"]);
    assert_eq!(resend.code, 8, "{resend:?}");
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn history_filters() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00", "--reference", "=cmd()"]);
    issue(&sandbox, &["--amount", "2.00"]);
    sandbox.run(&[
        "issue",
        "20260105000200020000000002",
        "--amount",
        "1.00",
        "--profile",
        "simulator",
        "--yes",
    ]);
    let count = |more: &[&str]| {
        let mut arguments = vec!["history"];
        arguments.extend(more);
        let run = on_simulator(&sandbox, &arguments);
        assert_eq!(run.code, 0, "{run:?}");
        run.json()["refunds"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--syssn", PAYMENT]), 2);
    assert_eq!(count(&["--txamt", "100"]), 2);
    assert_eq!(count(&["--reference", "=cmd()"]), 1);
    assert_eq!(count(&["--state", "refunded", "--state", "pending"]), 3);
    assert_eq!(count(&["--state", "unknown"]), 0);
    assert_eq!(
        count(&["--since", "2020-01-01", "--until", "2999-01-01"]),
        3
    );
    assert_eq!(count(&["--until", "2020-01-01"]), 0);
    assert_eq!(count(&["--operator", "nobody"]), 0);
    assert_eq!(count(&["--limit", "1"]), 1);
}

#[test]
fn lists_as_csv_survive_a_spreadsheet() {
    let sandbox = Sandbox::new();
    let references = ["0012", "MAR1", "3-4", "＝1+1"];
    for (amount, reference) in (1..).zip(references) {
        let amount = format!("{amount}.00");
        let run = issue(&sandbox, &["--amount", &amount, "--reference", reference]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    for command in ["history", "resolve"] {
        let csv = sandbox
            .run(&[command, "--profile", "simulator", "--output", "csv"])
            .stdout;
        assert!(csv.starts_with("\u{feff}out_trade_no,state,"), "{csv}");
        for reference in references.iter().filter(|_| command == "history") {
            assert!(csv.contains(&format!(",'{reference},")), "{csv}");
        }
    }
}
