//! Clocks that jump: the whole program within this process, with a clock of the test's own.

use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Sandbox, Still};
use qfrefund::exit::Exit;
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::Clock;
use serde_json::Value;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;

/// A clock that only sleeping moves, but for one jump after so many readings.
struct Jumping {
    start: OffsetDateTime,
    readings_left: AtomicI64,
    jump: time::Duration,
    slept: Mutex<Duration>,
    /// Whether it breaks, once, instead of jumping.
    breaks: bool,
}

impl Clock for Jumping {
    fn now(&self) -> OffsetDateTime {
        let now = self.start + self.uptime();
        let left = self.readings_left.fetch_sub(1, Ordering::SeqCst);
        assert!(
            !self.breaks || left != 0,
            "the clock breaks as it was told to"
        );
        if left > 0 { now } else { now + self.jump }
    }

    fn uptime(&self) -> Duration {
        *self.slept.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) {
        *self.slept.lock().unwrap() += duration;
    }
}

const START: OffsetDateTime = datetime!(2026-06-01 04:00 UTC);

/// Runs the program at a time; returns its exit, its document and what it said besides.
fn run(
    sandbox: &Sandbox,
    clock: impl Into<Arc<Jumping>>,
    arguments: &[&str],
) -> (Exit, Value, String) {
    run_as(sandbox, clock, "simulator", arguments)
}

fn run_as(
    sandbox: &Sandbox,
    clock: impl Into<Arc<Jumping>>,
    profile: &str,
    arguments: &[&str],
) -> (Exit, Value, String) {
    let more = ["--profile", profile, "--output", "json"];
    let clock: Arc<Jumping> = clock.into();
    let run = sandbox.program(clock).run(&[arguments, &more].concat());
    let exit = Exit::ALL
        .into_iter()
        .find(|exit| run.code == i32::from(exit.code()));
    (exit.unwrap(), run.json(), run.stderr)
}

fn at(minutes: i64) -> Jumping {
    jumping(0, time::Duration::minutes(minutes))
}

fn jumping(readings: i64, jump: time::Duration) -> Jumping {
    Jumping {
        start: START,
        readings_left: AtomicI64::new(readings),
        jump,
        slept: Mutex::default(),
        breaks: false,
    }
}

fn issue<'a>(amount: &'a str, reference: &'a str) -> [&'a str; 7] {
    [
        "issue",
        "20260105000200020000000001",
        "--amount",
        amount,
        "--reference",
        reference,
        "--yes",
    ]
}

#[test]
fn a_clock_set_back_loses_nothing() {
    let sandbox = Sandbox::new();
    let first = run(&sandbox, at(0), &issue("1.00", "A"));
    assert_eq!(first.0, Exit::Success, "{first:?}");
    // Thirty hours: beyond the longest lease, into the month before.
    let (exit, document, said) = run(&sandbox, at(-30 * 60), &issue("5.00", "B"));
    assert_eq!(
        (exit, document["state"].as_str()),
        (Exit::Success, Some("refunded")),
        "{said}"
    );
    for (minutes, amount, reference) in [(-30 * 60, "1.00", "A"), (5, "5.00", "B")] {
        let again = run(&sandbox, at(minutes), &issue(amount, reference));
        assert_eq!(
            (again.0, again.1["replayed"].as_bool()),
            (Exit::Success, Some(true)),
            "{again:?}"
        );
    }
    let (exit, report, _) = run(&sandbox, at(-30 * 60), &["journal", "verify"]);
    assert_eq!(
        (exit, report["sound"].as_bool(), report["intents"].as_u64()),
        (Exit::Success, Some(true), Some(2))
    );
    let refunds = run(&sandbox, at(5), &["simulator", "list"]).1["refunds"].clone();
    assert_eq!(refunds.as_array().unwrap().len(), 2);
}

#[test]
fn a_refund_whose_claim_has_lapsed_before_the_send_is_not_sent() {
    // The machine sleeps for an hour after so many readings of the clock, so that at some of them
    // it sleeps between the claim and the send. Others take the sender for dead by then: an
    // operator may have settled the refund otherwise.
    let mut held_back = 0;
    for readings in 0..100 {
        let sandbox = Sandbox::new();
        let clock = jumping(readings, time::Duration::hours(1));
        let (exit, _, said) = run(&sandbox, clock, &issue("5.00", "A"));
        let history = run(&sandbox, at(60), &["history"]).1;
        let state = history["refunds"][0]["state"].as_str();
        match (exit, state, executed(&sandbox).len()) {
            (Exit::Success, Some("refunded"), 1) => {}
            // It sleeps after the look and before the claim.
            (Exit::HeldBack, Some("planned"), 0) if said.contains("since the look") => {}
            (Exit::HeldBack, Some("planned"), 0) => {
                held_back += 1;
                assert!(said.contains("had lapsed"), "{said}");
            }
            // It sleeps between the gateway's reading of the clock and ours.
            (Exit::Setup, None, 0) => assert!(said.contains("ahead of the gateway's"), "{said}"),
            other => panic!("{readings}: {other:?}: {said}"),
        }
    }
    assert!(
        held_back > 0,
        "the clock never jumped between claim and send"
    );
}

#[test]
fn a_refund_whose_look_has_grown_old_before_the_send_is_not_sent() {
    // The machine sleeps for less than a claim lasts. A refund may be made in the portal meanwhile.
    let mut held_back = 0;
    for readings in 0..100 {
        let sandbox = Sandbox::new();
        let clock = jumping(readings, time::Duration::seconds(35));
        let (exit, document, said) = run(&sandbox, clock, &issue("5.00", "A"));
        match (exit, document["cause"].as_str(), executed(&sandbox).len()) {
            (Exit::Success, _, 1) => {}
            (Exit::HeldBack, Some("look_lapsed"), 0) => {
                held_back += 1;
                assert!(said.contains("since the look at its payment"), "{said}");
                let again = run(&sandbox, at(1), &issue("5.00", "A"));
                assert_eq!((again.0, executed(&sandbox).len()), (Exit::Success, 1));
            }
            other => panic!("{readings}: {other:?}: {said}"),
        }
    }
    assert!(
        held_back > 0,
        "the clock never jumped between look and send"
    );
}

#[test]
fn a_resend_takes_lasting_absence_and_keeps_the_number() {
    let sandbox = Sandbox::new();
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    std::fs::write(sandbox.path("faults.toml"), lost).unwrap();
    // One clock for both, as it is where neither is wrong.
    let clock = Still::at(START);
    let ledger = sandbox.path(".local/share/qfrefund/simulator.jsonl");
    std::fs::create_dir_all(ledger.parent().unwrap()).unwrap();
    let mut options = SimulatorOptions::new(ledger, clock.clone());
    options.faults = Some(sandbox.path("faults.toml"));
    let gateway = Server::start(options).unwrap();
    sandbox.write_config(&profile(&gateway.base_url(), ""));
    let stub = |minutes: u64, arguments: &[&str]| {
        let then = Duration::from_secs(minutes * 60);
        clock.sleep(then.saturating_sub(clock.uptime()));
        let more = ["--profile", "stub", "--output", "json"];
        let run = sandbox
            .program(clock.clone())
            .run(&[arguments, &more].concat());
        let exit = Exit::ALL
            .into_iter()
            .find(|exit| run.code == i32::from(exit.code()));
        (exit.unwrap(), run.json(), run.stderr)
    };
    let (exit, document, _) = stub(
        0,
        &[
            "issue",
            "20260105000200020000000001",
            "--amount",
            "12.50",
            "--yes",
        ],
    );
    assert_eq!(exit, Exit::Unknown, "{document}");
    let number = document["out_trade_no"].as_str().unwrap().to_owned();
    let resend = |minutes: u64| stub(minutes, &["resolve", "--resend", &number, "--yes"]);
    for minutes in [1, 5, 10] {
        assert_eq!(stub(minutes, &["resolve", &number]).0, Exit::Unknown);
        let (exit, document, _) = resend(minutes);
        assert_eq!(exit, Exit::Refused, "after {minutes} minutes: {document}");
    }
    assert!(executed(&sandbox).is_empty());
    assert_eq!(stub(12, &["resolve", &number]).0, Exit::Unknown);
    let (exit, document, _) = resend(13);
    assert_eq!(exit, Exit::Success, "{document}");
    let done = executed(&sandbox);
    assert_eq!(
        (done.len(), done[0]["out_trade_no"].as_str()),
        (1, Some(number.as_str()))
    );
    let (_, life, _) = stub(14, &["show", &number]);
    let events: Vec<&str> = life["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert!(
        events.contains(&"order_resend"),
        "the order is recorded: {events:?}"
    );
    assert_eq!(
        resend(30).0,
        Exit::Refused,
        "what is refunded is never sent again"
    );
}

#[test]
fn a_changed_file_finds_its_refunded_rows_however_long_ago_that_was() {
    let sandbox = Sandbox::new();
    let served = Served::start(&sandbox, &[]);
    sandbox.write_config(&profile(&served.url, ""));
    let row = "20260105000200020000000001,12.50\n";
    let file = sandbox.path("batch.csv");
    std::fs::write(&file, format!("syssn,amount\n{row}")).unwrap();
    let arguments = ["batch", "run", "batch.csv", "--yes", "--ignore-pause"];
    let first = sandbox.run(&[&arguments[..], &["--profile", "stub"]].concat());
    assert_eq!(first.code, 0, "{first:?}");
    std::fs::write(
        &file,
        format!("syssn,amount\n{row}20260105000200020000000002,1.00\n"),
    )
    .unwrap();
    let much_later = Jumping {
        start: OffsetDateTime::now_utc() + time::Duration::days(40),
        readings_left: AtomicI64::new(i64::MAX),
        jump: time::Duration::ZERO,
        slept: Mutex::default(),
        breaks: false,
    };
    let path = file.to_str().unwrap();
    let (exit, document, _) = run_as(&sandbox, much_later, "stub", &["batch", "check", path]);
    assert_eq!(
        (exit, document["twins_before_count"].as_u64()),
        (Exit::Refused, Some(1)),
        "{document}"
    );
}

#[test]
fn a_wait_lasts_as_long_as_it_says_whatever_the_clock_does() {
    let sandbox = Sandbox::new();
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    std::fs::write(sandbox.path("faults.toml"), lost).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, ""));
    let (exit, document, _) = run_as(&sandbox, at(0), "stub", &issue("12.50", "A"));
    assert_eq!(exit, Exit::Unknown, "{document}");
    let number = document["out_trade_no"].as_str().unwrap();
    for hours in [-1, 1] {
        // The clock is set while it waits for the second look.
        let clock = Arc::new(jumping(12, time::Duration::hours(hours)));
        let resolve = ["resolve", number, "--wait=100"];
        let (exit, _, said) = run_as(&sandbox, Arc::clone(&clock), "stub", &resolve);
        assert_eq!(exit, Exit::Unknown, "{said}");
        assert!(
            clock.readings_left.load(Ordering::SeqCst) < 0,
            "the clock was not set"
        );
        assert_eq!(clock.uptime(), Duration::from_secs(100), "{hours} h");
    }
}

#[test]
fn an_online_check_keeps_the_rate_limit_whatever_the_clock_does() {
    let sandbox = Sandbox::new();
    let served = Served::start(&sandbox, &[]);
    sandbox.write_config(&profile(&served.url, "rate_limit = \"2/min\"\n"));
    let rows: String = (1..=4).fold(String::new(), |rows, row| {
        format!("{rows}2026010500020002000000000{row},1.00\n")
    });
    let file = sandbox.path("batch.csv");
    std::fs::write(&file, format!("syssn,amount\n{rows}")).unwrap();
    let check = ["batch", "check", file.to_str().unwrap(), "--online"];
    for hours in [-1, 1] {
        let clock = Arc::new(jumping(3, time::Duration::hours(hours)));
        let (exit, document, said) = run_as(&sandbox, Arc::clone(&clock), "stub", &check);
        assert_eq!(exit, Exit::Success, "{document} {said}");
        assert!(
            clock.readings_left.load(Ordering::SeqCst) < 0,
            "the clock was not set"
        );
        // The first look reads the lists from January to July, the three others those from May on
        // once more: 20 enquiries, two of them at once, so 18 waits of half a minute and the limiter's
        // margin.
        let slept = clock.uptime().as_secs();
        assert!((540..=545).contains(&slept), "{hours} h: {slept} s");
    }
}

#[test]
fn a_fault_of_our_own_never_makes_a_sent_refund_unsent_and_is_one_document() {
    let mut broken = (0, 0);
    for readings in 0..25 {
        let sandbox = Sandbox::new();
        let served = Served::start(&sandbox, &[]);
        sandbox.write_config(&profile(&served.url, ""));
        let clock = Jumping {
            breaks: true,
            ..jumping(readings, time::Duration::ZERO)
        };
        // Reading standard output as one document fails where there is none, or two.
        let (exit, document, said) = run_as(&sandbox, clock, "stub", &issue("5.00", "A"));
        let exit_code = document["exit_code"].as_u64();
        let sent = executed(&sandbox).len();
        match (exit, sent) {
            (Exit::Success, 1) => assert_eq!(document["outcome"], "refunded"),
            (Exit::Unknown, 1) if document["kind"] == "error" => {
                broken.1 += 1;
                let history = run_as(&sandbox, at(0), "stub", &["history"]).1;
                let number = history["refunds"][0]["out_trade_no"].as_str().unwrap();
                let hint = document["hint"].as_str().unwrap();
                assert!(hint.contains(&format!("resolve {number}")), "{document}");
            }
            // Within the exchange the transport takes it for a failure before the first byte.
            (Exit::NotSent, 0) => assert_eq!(document["outcome"], "not_sent"),
            (Exit::Internal, 0) => broken.0 += 1,
            other => panic!("{readings}: {other:?}: {document} {said}"),
        }
        assert_eq!(exit_code, Some(exit.code().into()), "{document}");
    }
    assert!(broken.0 > 0 && broken.1 > 0, "{broken:?}");
}

#[test]
fn an_online_check_that_is_always_answered_429_gives_up_and_refuses_no_row() {
    let sandbox = Sandbox::new();
    let faults = "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 429\n";
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, ""));
    let rows: String = (1..=9).fold(String::new(), |rows, row| {
        format!("{rows}2026010500020002000000000{row},1.00\n")
    });
    let file = sandbox.path("batch.csv");
    std::fs::write(&file, format!("syssn,amount\n{rows}")).unwrap();
    let clock = Arc::new(at(0));
    let check = ["batch", "check", file.to_str().unwrap(), "--online"];
    let (exit, document, said) = run_as(&sandbox, Arc::clone(&clock), "stub", &check);
    let online = &document["online"];
    assert_eq!(exit, Exit::Refused, "{document} {said}");
    assert_eq!(online["looked"], 0, "{document}");
    assert_eq!(online["refused"]["count"], 0, "{document}");
    assert_eq!(online["not_looked"]["count"], 9, "{document}");
    // Each of three looks was tried four times, 1, 2 and then 4 seconds apart.
    assert_eq!(clock.uptime(), Duration::from_secs(1 + 2 + 9 * 4));
}
