//! Never twice, never forgotten: what the journal makes of reruns, twins, lost replies and damage.

use crate::support::sandbox::{ISSUE, finish, profile};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

const PAYMENT: &str = "20260105000200020000000001";

fn issue(sandbox: &Sandbox, more: &[&str]) -> Run {
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

fn on_simulator(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--profile", "simulator", "--output", "json"]);
    sandbox.run(&all)
}

fn journal_file(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.path(".local/share/qfrefund/simulator-journal.db")
}

/// A sandbox whose profile `stub` is a simulator that plays these faults.
fn faulty(faults: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, ""));
    (sandbox, served)
}

fn refund(sandbox: &Sandbox, more: &[&str]) -> Run {
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

fn on_stub(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--profile", "stub", "--output", "json"]);
    sandbox.run(&all)
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

fn states(run: &Run) -> Vec<String> {
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

#[test]
fn an_edited_journal_is_found_out() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    assert_eq!(
        on_simulator(&sandbox, &["journal", "verify"]).json()["sound"],
        true
    );
    let database = rusqlite::Connection::open(journal_file(&sandbox)).unwrap();
    let triggers: Vec<String> = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        database
            .execute(&format!("DROP TRIGGER \"{trigger}\""), [])
            .unwrap();
    }
    database
        .execute(
            "UPDATE events SET operator = 'somebody else' WHERE seq = 2",
            [],
        )
        .unwrap();
    drop(database);
    let run = on_simulator(&sandbox, &["journal", "verify"]);
    assert_eq!(
        (run.code, run.json()["sound"].clone()),
        (3, Value::Bool(false)),
        "{run:?}"
    );
}

#[test]
fn backup_and_export_hold_everything() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    let copy = sandbox.path("copy.db");
    let path = copy.to_str().unwrap();
    let made = on_simulator(&sandbox, &["journal", "backup", path]);
    let document = made.json();
    assert_eq!((made.code, &document["kind"]), (0, &"backup".into()));
    assert_eq!(document["file"], path);
    assert_eq!(document["bytes"], copy.metadata().unwrap().len());
    assert_eq!(
        on_simulator(&sandbox, &["journal", "backup", copy.to_str().unwrap()]).code,
        3,
        "never overwritten"
    );
    std::fs::copy(&copy, journal_file(&sandbox)).unwrap();
    for leftover in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{leftover}", journal_file(&sandbox).display()));
    }
    assert_eq!(
        on_simulator(&sandbox, &["journal", "verify"]).json()["intents"],
        1
    );
    let exported = sandbox.run(&["journal", "export", "--profile", "simulator"]);
    assert_eq!(exported.code, 0);
    assert!(
        exported.stdout.lines().count() >= 4
            && exported
                .stdout
                .lines()
                .all(|line| serde_json::from_str::<Value>(line).is_ok()),
        "{exported:?}"
    );
}

#[test]
fn a_lost_journal_arrives_at_the_same_number() {
    let sandbox = Sandbox::new();
    let arguments = ["--amount", "12.50", "--reference", "R", "--no-preflight"];
    let first = issue(&sandbox, &arguments);
    assert_eq!(first.code, 0, "{first:?}");
    std::fs::remove_file(journal_file(&sandbox)).unwrap();
    // The gateway knows the number: that proves nothing by itself, so it is looked up.
    let again = issue(&sandbox, &arguments);
    assert_eq!(
        (again.code, number(&again)),
        (6, number(&first)),
        "{again:?}"
    );
    let resolved = on_simulator(&sandbox, &["resolve"]);
    assert_eq!(
        (resolved.code, states(&resolved)),
        (0, vec!["refunded".to_owned()]),
        "{resolved:?}"
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

/// Whatever is wrong with the journal: one clear error, exit 3, nothing sent.
fn unusable(sandbox: &Sandbox) -> Run {
    let before = executed(sandbox).len();
    let run = issue(sandbox, &["--amount", "3.00"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(executed(sandbox).len(), before);
    run
}

#[test]
fn a_damaged_journal_sends_nothing() {
    let sandbox = Sandbox::new();
    for amount in ["1.00", "2.00"] {
        assert_eq!(issue(&sandbox, &["--amount", amount]).code, 0);
    }
    let whole = std::fs::read(journal_file(&sandbox)).unwrap();
    std::fs::write(journal_file(&sandbox), &whole[..whole.len() / 2]).unwrap();
    unusable(&sandbox);
    let mut noise = whole.clone();
    noise[..4096].fill(0x5a);
    std::fs::write(journal_file(&sandbox), &noise).unwrap();
    unusable(&sandbox);
    std::fs::write(journal_file(&sandbox), b"this is a text file").unwrap();
    unusable(&sandbox);
    assert_eq!(
        std::fs::read(journal_file(&sandbox)).unwrap(),
        b"this is a text file",
        "it is left as it is"
    );
}

#[test]
fn a_log_overwritten_after_a_crash_is_never_taken_for_an_empty_one() {
    let (sandbox, _served) = faulty("[[fault]]\non = \"refund\"\ndo = \"stall\"\ntimes = 1\n");
    assert_eq!(on_stub(&sandbox, &["history"]).code, 0);
    let mut child = sandbox.command(&ISSUE).spawn().unwrap();
    while executed(&sandbox).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let log = sandbox.path(".local/share/qfrefund/journal.db-wal");
    std::fs::write(&log, [0x5a; 20_000]).unwrap();
    let again = refund(&sandbox, &["--amount", "12.50"]);
    assert_eq!(again.code, 3, "{again:?}");
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn a_journal_locked_by_another_process_sends_nothing() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    let database = rusqlite::Connection::open(journal_file(&sandbox)).unwrap();
    database.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let run = unusable(&sandbox);
    // A screen would wait for as long as the program does.
    assert!(run.stderr.contains("another process"), "{run:?}");
    drop(database);
    assert_eq!(issue(&sandbox, &["--amount", "2.00"]).code, 0);
}

#[test]
fn a_folder_that_cannot_be_written_sends_nothing() {
    let sandbox = Sandbox::new();
    // A file where the folder should be stops root as well.
    std::fs::create_dir_all(sandbox.path(".local")).unwrap();
    std::fs::write(sandbox.path(".local/share"), b"").unwrap();
    let run = issue(&sandbox, &["--amount", "1.00"]);
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn a_journal_others_may_write_is_refused() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    std::fs::set_permissions(
        journal_file(&sandbox),
        std::fs::Permissions::from_mode(0o666),
    )
    .unwrap();
    unusable(&sandbox);
}

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

#[test]
fn a_full_disk_before_the_send_sends_nothing() {
    // A file size limit is what a full disk looks like to one process.
    let sandbox = Sandbox::new();
    let binary = sandbox
        .command(&[])
        .get_program()
        .to_str()
        .unwrap()
        .to_owned();
    let mut command = std::process::Command::new("bash");
    command
        .env_clear()
        .env("HOME", sandbox.home.path())
        .env("PATH", "/usr/bin:/bin");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f 8; exec {binary} issue {PAYMENT} --amount 1.00 --profile simulator --yes --output json")]);
    let run = finish(&mut command);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(executed(&sandbox).is_empty());
}
