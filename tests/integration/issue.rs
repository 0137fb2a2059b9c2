//! `issue` as people and scripts use it: what is refused before anything is sent, and how it asks.

use crate::support::sandbox::{PAYMENT, finish};
use crate::support::stub::{agree, http_reply};
use crate::support::{Act, Sandbox, Stub};
use std::fs::OpenOptions;
use std::process::Stdio;

/// Every refusal here must reach no server.
fn refused(sandbox: &Sandbox, arguments: &[&str]) {
    let run = sandbox.run(arguments);
    assert_eq!((run.code, &*run.stdout), (2, ""), "{arguments:?}: {run:?}");
}

#[test]
fn bad_amounts_are_refused() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    for (option, value) in [
        ("--amount", "0"),
        ("--amount", "0.00"),
        ("--amount", "-1"),
        ("--amount", "1e3"),
        ("--amount", "1,250.00"),
        ("--amount", "１２.50"),
        ("--amount", "12.505"),
        ("--amount", "9999999999"),
        ("--amount", ""),
        ("--amount", "HKD12"),
        ("--txamt", "12.50"),
        ("--txamt", "-5"),
        ("--txamt", "100000000000"),
    ] {
        let amount = [
            "issue",
            PAYMENT,
            option,
            value,
            "--profile",
            "stub",
            "--yes",
        ];
        refused(&sandbox, &amount);
    }
    assert_eq!(stub.connections(), 0);
}

#[test]
fn bad_numbers_and_times_are_refused() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let (long, wide) = ("x".repeat(129), "x".repeat(41));
    for more in [
        &["--out-trade-no", "a,b"][..],
        &["--out-trade-no", &long],
        &["--txdtm", "2026-01-05T10:00:00"],
        &["--udid", &wide],
        &["--reference", " x"],
        &["--reference", "x", "--out-trade-no", "y"],
        &["--timeout", "0"],
        &["--amount", "12.50"],
    ] {
        let refund = [
            "issue",
            PAYMENT,
            "--txamt",
            "1250",
            "--profile",
            "stub",
            "--yes",
        ];
        refused(&sandbox, &[&refund, more].concat());
    }
    for payment in [&["2.01912E+25", "--txamt", "1250"][..], &[PAYMENT]] {
        refused(
            &sandbox,
            &[&["issue", "--profile", "stub", "--yes"], payment].concat(),
        );
    }
    assert_eq!(stub.connections(), 0);
}

#[test]
fn nobody_to_ask_means_nothing_is_sent() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let run = sandbox.run(&[
        "issue",
        PAYMENT,
        "--amount",
        "12.50",
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
    let json = run.json();
    assert_eq!(
        (
            json["outcome"].as_str(),
            json["cause"].as_str(),
            json["exit_code"].as_i64()
        ),
        (Some("not_sent"), Some("not_confirmed"), Some(2))
    );
    assert_eq!(stub.connections(), 0);
}

#[test]
fn production_must_be_named_even_with_yes() {
    let sandbox = Sandbox::new();
    for environment in ["production", "live-testing"] {
        sandbox.write_config(&format!(
            "default_profile = \"shop\"\n[profiles.shop]\nenvironment = \"{environment}\"\napp_code = \"A\"\nclient_key = \"k\"\ncurrency = \"HKD\"\n"
        ));
        let run = sandbox.run(&["issue", PAYMENT, "--amount", "12.50", "--yes"]);
        assert_eq!(run.code, 2, "{run:?}");
    }
}

#[test]
fn a_reference_always_gives_the_same_number_and_no_reference_a_new_one() {
    let sandbox = Sandbox::at("http://127.0.0.1:1");
    let number = |more: &[&str]| {
        let mut arguments = vec!["--dry-run"];
        arguments.extend(more);
        sandbox.issue(&arguments).json()["out_trade_no"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let fixed = number(&["--reference", "CRM-1"]);
    assert_eq!(
        fixed,
        number(&["--reference", "CRM-1", "--reason", "other"])
    );
    assert_ne!(fixed, number(&["--reference", "CRM-2"]));
    let (a, b) = (number(&[]), number(&[]));
    assert_ne!(a, b);
    assert!(a.len() <= 32 && a.starts_with("RF20"), "{a}");
}

#[test]
fn time_sent_is_hong_kong_time_whatever_tz_says() {
    let sandbox = Sandbox::at("http://127.0.0.1:1");
    let sent = |zone: &str| {
        let mut command = sandbox.command(&[
            "issue",
            PAYMENT,
            "--txamt",
            "1250",
            "--profile",
            "stub",
            "--dry-run",
            "--output",
            "json",
        ]);
        let text = finish(command.env("TZ", zone)).json()["parameters"]["txdtm"]
            .as_str()
            .unwrap()
            .to_owned();
        qfrefund::refund::hong_kong::parse_gateway_time(&text).unwrap()
    };
    let now = time::OffsetDateTime::now_utc();
    for zone in [
        "UTC",
        "America/Los_Angeles",
        "Asia/Hong_Kong",
        "Pacific/Kiritimati",
        "nonsense",
    ] {
        assert!(
            (sent(zone) - now).abs() < time::Duration::minutes(2),
            "{zone}"
        );
    }
}

#[test]
fn small_amounts_are_sent_and_others_are_not_warned_about() {
    let stub = Stub::start(vec![agree("1143")]);
    let run = Sandbox::at(&stub.url()).run(&[
        "issue",
        PAYMENT,
        "--txamt",
        "200",
        "--profile",
        "stub",
        "--yes",
    ]);
    assert_eq!(stub.arrivals().len(), 1, "{run:?}");
    let quiet = Sandbox::at("http://127.0.0.1:1").run(&[
        "issue",
        PAYMENT,
        "--txamt",
        "201",
        "--profile",
        "stub",
        "--dry-run",
    ]);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_closed_or_full_output_never_changes_the_exit_code_after_the_send() {
    for (respcd, code) in [("0000", 0), ("1108", 5), ("1143", 7), ("1298", 6)] {
        for full in [false, true] {
            let stub = Stub::start(vec![agree(respcd)]);
            let sandbox = Sandbox::at(&stub.url());
            let mut command = sandbox.command(&[
                "issue",
                PAYMENT,
                "--txamt",
                "1250",
                "--profile",
                "stub",
                "--yes",
                "--output",
                "json",
            ]);
            if full {
                command.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap());
            } else {
                let (reader, writer) = std::io::pipe().unwrap();
                drop(reader);
                command.stdout(writer);
            }
            let run = finish(&mut command);
            assert_eq!(run.code, code, "{run:?}");
            assert!(
                run.stderr.contains("could not be printed")
                    && run.stderr.contains("\"out_trade_no\""),
                "{run:?}"
            );
            assert_eq!(stub.arrivals().len(), 1);
        }
    }
}

#[test]
fn everything_closed_still_tells_by_the_exit_code() {
    let stub = Stub::start(vec![agree("1143")]);
    let sandbox = Sandbox::at(&stub.url());
    let mut command = sandbox.command(&[
        "issue",
        PAYMENT,
        "--txamt",
        "1250",
        "--profile",
        "stub",
        "--yes",
    ]);
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = command
        .stdout(Stdio::from(full()))
        .stderr(Stdio::from(full()))
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(7));
}

#[test]
fn an_unusable_ca_file_is_a_setup_failure_with_one_document() {
    let sandbox = Sandbox::at("http://127.0.0.1:1");
    sandbox.write_config(&crate::support::sandbox::profile(
        "https://gateway.example",
        "ca_file = \"/nonexistent.pem\"\n",
    ));
    let run = sandbox.issue(&[]);
    assert_eq!(
        (run.code, run.json()["outcome"].as_str()),
        (3, Some("not_sent")),
        "{run:?}"
    );
}

#[test]
fn json_has_every_key_whatever_the_outcome() {
    let keys = |acts: Vec<Act>| {
        let stub = Stub::start(acts);
        let json = Sandbox::at(&stub.url()).issue(&[]).json();
        json.as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let refunded = keys(vec![agree("0000")]);
    assert_eq!(refunded, keys(vec![]));
    assert_eq!(refunded, keys(vec![agree("1108")]));
    assert_eq!(refunded, keys(vec![Act::CloseAfterReading]));
    let unconfirmed = Sandbox::at("http://127.0.0.1:1")
        .run(&[
            "issue",
            PAYMENT,
            "--txamt",
            "1250",
            "--profile",
            "stub",
            "--output",
            "json",
        ])
        .json();
    assert_eq!(
        refunded,
        unconfirmed
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_reference_with_a_character_nobody_sees_is_refused() {
    // Pasted from a web page or a spreadsheet; the same key without it would give another number.
    for reference in [
        "CRM\u{200b}-1",
        "\u{feff}CRM-1",
        "CRM-1\u{202e}",
        "CRM\u{ad}-1",
        "CRM\u{a0}1",
    ] {
        let run = Sandbox::new().run(&[
            "issue",
            "20260105000200020000000001",
            "--amount",
            "12.50",
            "--profile",
            "simulator",
            "--dry-run",
            "--reference",
            reference,
        ]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(!run.stderr.contains(reference), "shown as it is: {run:?}");
    }
}

#[test]
fn a_reference_never_takes_up_another_refund_that_has_its_number() {
    let too_many = || Act::Send(http_reply("429 Too Many Requests", "", b""));
    for (act, state) in [(too_many(), "planned"), (agree("0000"), "refunded")] {
        let stub = Stub::start(vec![act, agree("0000")]);
        let sandbox = Sandbox::at(&stub.url());
        let issue = |amount: &str, more: &[&str]| {
            let words = ["issue", PAYMENT, "--amount", amount, "--profile", "stub"];
            let output = ["--yes", "--output", "json"];
            sandbox.run(&[&words[..], &output, more].concat())
        };
        let shown = issue("12.50", &["--reference", "A", "--dry-run"]).json();
        let number = shown["out_trade_no"].as_str().unwrap();
        let first = issue("12.50", &["--out-trade-no", number]);
        assert_eq!(first.json()["state"], state, "{first:?}");
        let run = issue("12.60", &["--reference", "A"]);
        let json = run.json();
        assert_eq!(
            (run.code, json["cause"].as_str()),
            (8, Some("reference_used")),
            "{run:?}"
        );
        let message = json["message"].as_str().unwrap();
        assert!(
            message.contains(&format!("number {number}, which the reference `A` gives,"))
                && message.contains("another amount: HKD 12.50"),
            "{message}"
        );
        assert_eq!(stub.arrivals().len(), 1);
    }
}
