//! A clock that is far off: nothing is sent by it, and what was once written under one blinds
//! neither looks, limits, windows nor lists.

use crate::support::program::{Settable, serve};
use crate::support::sandbox::profile;
use crate::support::stub::agree;
use crate::support::{Run, Sandbox, Stub};
use qfrefund::simulator::{Server, SimulatorState};
use qfrefund::world::Clock as _;
use serde_json::Value;
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::datetime;

const PAYMENT: &str = "20260105000200020000000001";
/// Noon of the 30th in Hong Kong.
const NOON: OffsetDateTime = datetime!(2026-06-30 04:00 UTC);

/// A profile `stub` at a simulator, each with a clock of its own.
struct Shop {
    home: Sandbox,
    here: Arc<Settable>,
    there: Arc<Settable>,
    _gateway: Server,
}

impl Shop {
    fn new(more: &str) -> Self {
        Self::with("", more)
    }

    fn with(faults: &str, more: &str) -> Self {
        let home = Sandbox::new();
        let (here, there) = (Settable::at(NOON), Settable::at(NOON));
        let gateway = serve(&home, &there, faults);
        home.write_config(&profile(&gateway.base_url(), more));
        Self {
            home,
            here,
            there,
            _gateway: gateway,
        }
    }

    /// The time there, and how far ahead the clock here is.
    fn at(&self, there: OffsetDateTime, ahead: time::Duration) {
        self.there.set(there);
        self.here.set(there + ahead);
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        self.home
            .program(self.here.clone())
            .run(&[arguments, &more].concat())
    }

    fn issue(&self, amount: &str) -> Run {
        self.run(&["issue", PAYMENT, "--amount", amount, "--yes"])
    }

    fn executed(&self) -> usize {
        let path = self.home.path("gateway.jsonl");
        let state = SimulatorState::read(&path, self.there.now()).unwrap();
        let state: Value = serde_json::to_value(state).unwrap();
        state["refunds"].as_array().unwrap().len()
    }

    fn listed(&self, arguments: &[&str]) -> Vec<u64> {
        let run = self.run(&[&["history", "--oldest-first"], arguments].concat());
        let rows = run.json()["refunds"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["txamt"].as_u64().unwrap())
            .collect()
    }
}

fn refused_for_the_clock(run: &Run, how_far: &str) {
    assert_eq!(
        (run.code, run.json()["cause"].as_str()),
        (3, Some("clock")),
        "{run:?}"
    );
    assert!(run.stderr.contains(how_far), "{run:?}");
    assert!(run.stderr.contains("NTP"), "{run:?}");
}

#[test]
fn the_look_before_sending_tells_a_clock_that_is_far_off() {
    let shop = Shop::new("preflight = true\n");
    for (ahead, told) in [
        (time::Duration::hours(8), "8 hours ahead of the gateway's"),
        (time::Duration::hours(-30), "30 hours behind the gateway's"),
        (time::Duration::days(400), "400 days ahead of the gateway's"),
        (
            OffsetDateTime::UNIX_EPOCH - NOON,
            "20634 days behind the gateway's",
        ),
        (
            time::Duration::minutes(6),
            "6 minutes ahead of the gateway's",
        ),
    ] {
        shop.at(NOON, ahead);
        refused_for_the_clock(&shop.issue("5.00"), told);
    }
    assert_eq!(shop.executed(), 0);
    for minutes in [-4, 4] {
        shop.at(NOON, time::Duration::minutes(minutes));
        let run = shop.issue(if minutes < 0 { "5.00" } else { "6.00" });
        assert_eq!(run.code, 0, "{run:?}");
    }
    // At the year's end, with half of it on either side.
    shop.at(datetime!(2026-12-31 15:58 UTC), time::Duration::minutes(4));
    let run = shop.run(&["issue", PAYMENT, "--amount", "7.00", "--yes"]);
    assert_ne!(run.json()["cause"], "clock", "{run:?}");
}

#[test]
fn one_refund_under_a_wrong_clock_poisons_nothing() {
    let shop = Shop::new("clearing_pause = false\nmax_day_total = \"20.00\"\n");
    shop.at(NOON, time::Duration::days(1800));
    let first = shop.issue("10.00");
    assert_eq!(first.code, 0, "nobody could know: {first:?}");
    assert!(
        first.stderr.contains("1800 days ahead of the gateway's"),
        "{first:?}"
    );

    // The clock is right again, and the gateway says so.
    let minute = time::Duration::minutes(1);
    shop.at(NOON + minute, time::Duration::ZERO);
    let second = shop.issue("5.01");
    assert_eq!(
        second.code, 0,
        "the first counts for a day in 2031: {second:?}"
    );
    let life = shop
        .run(&["show", second.json()["out_trade_no"].as_str().unwrap()])
        .json();
    assert_eq!(life["refund"]["created_at"], "2026-06-30T04:01:00Z");
    // The day's limit holds, today and tomorrow.
    assert_eq!(shop.issue("15.00").json()["cause"], "day");
    shop.at(NOON + time::Duration::days(1), time::Duration::ZERO);
    assert_eq!(shop.issue("5.02").code, 0);
    // And the window of twins is a day, not until 2031.
    shop.at(NOON + time::Duration::days(30), time::Duration::ZERO);
    assert_eq!(shop.issue("5.01").code, 0);
    assert_eq!(shop.executed(), 4);

    assert_eq!(shop.listed(&[]), [1000, 501, 502, 501]);
    assert_eq!(shop.listed(&["--since", "2026-07-01"]), [1000, 502, 501]);
    assert_eq!(
        shop.listed(&["--since", "2026-07-01", "--until", "2026-08-01"]),
        [502, 501]
    );
    assert_eq!(shop.listed(&["--until", "2026-07-01"]), [501]);
    assert_eq!(shop.listed(&["--since", "2031-01-01"]), [1000]);
    assert_eq!(shop.run(&["journal", "verify"]).code, 0);
}

#[test]
fn where_nobody_tells_which_clock_was_wrong_nothing_is_sent() {
    // This stub sends no Date, unlike every gateway.
    let stub = Stub::start(vec![agree("0000"), agree("0000"), agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let clock = Settable::at(NOON);
    let issue = |amount: &str| {
        let arguments = [
            "issue",
            crate::support::sandbox::PAYMENT,
            "--amount",
            amount,
            "--yes",
            "--profile",
            "stub",
            "--output",
            "json",
        ];
        sandbox.program(clock.clone()).run(&arguments)
    };
    assert_eq!(issue("12.50").code, 0);
    clock.set(NOON - time::Duration::hours(30));
    let run = issue("12.51");
    refused_for_the_clock(&run, "30 hours behind the journal's newest event");
    let arrivals = stub.arrivals();
    assert!(
        arrivals
            .iter()
            .skip(1)
            .all(|arrival| arrival.head.contains("/trade/v1/query")),
        "{arrivals:?}"
    );
    clock.set(NOON - time::Duration::minutes(2));
    assert_ne!(
        issue("12.52").json()["cause"],
        "clock",
        "a little is nothing"
    );
}

#[test]
fn a_clock_a_day_ahead_gets_no_fresh_limit() {
    let shop = Shop::new("clearing_pause = false\nmax_day_total = \"20.00\"\n");
    assert_eq!(shop.issue("15.00").code, 0);
    assert_eq!(shop.issue("6.00").json()["cause"], "day");
    shop.at(NOON, time::Duration::days(1));
    refused_for_the_clock(&shop.issue("6.00"), "24 hours ahead of");
    assert_eq!(shop.executed(), 1);
}

#[test]
fn absence_under_a_wrong_clock_is_no_absence() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n";
    let shop = Shop::with(faults, "clearing_pause = false\n");
    // On the 30th, twelve hours ahead: it is July here and June at the gateway.
    let evening = datetime!(2026-06-30 10:00 UTC);
    let ahead = time::Duration::hours(12);
    shop.at(evening, ahead);
    let lost = shop.issue("5.00");
    assert_eq!(lost.code, 6, "{lost:?}");
    let number = lost.json()["out_trade_no"].as_str().unwrap().to_owned();
    // The simulator finds a number only in its month, as the gateway does.
    let later = time::Duration::days(2);
    shop.at(evening + later, time::Duration::ZERO);
    let found = shop.run(&["resolve", &number]);
    assert_eq!(
        (found.code, found.json()["refunds"][0]["state"].as_str()),
        (0, Some("refunded")),
        "{found:?}"
    );
}

#[test]
fn a_look_by_a_wrong_clock_counts_for_no_resend() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    let shop = Shop::with(faults, "clearing_pause = false\n");
    let lost = shop.issue("5.00");
    let number = lost.json()["out_trade_no"].as_str().unwrap().to_owned();
    for minutes in [1, 10, 20, 30] {
        shop.at(
            NOON + time::Duration::minutes(minutes),
            time::Duration::hours(8),
        );
        let look = shop.run(&["resolve", &number]);
        assert_eq!(look.code, 6, "{look:?}");
        assert!(
            look.stderr.contains("8 hours ahead of the gateway's"),
            "{look:?}"
        );
    }
    let resend = ["resolve", "--resend", &number, "--yes"];
    let refused = shop.run(&resend);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(
        refused.stderr.contains("has not been asked since"),
        "{refused:?}"
    );
    for minutes in [40, 45, 51] {
        shop.at(
            NOON + time::Duration::minutes(minutes),
            time::Duration::ZERO,
        );
        assert_eq!(shop.run(&["resolve", &number]).code, 6);
    }
    assert_eq!(shop.executed(), 0);
    assert_eq!(shop.run(&resend).code, 0);
    assert_eq!(shop.executed(), 1);
}

#[test]
fn a_batch_stops_at_the_first_reply_that_tells() {
    let shop = Shop::new("clearing_pause = false\n");
    let rows = "20260105000200020000000001,1.00\n20260105000200020000000002,2.00\n20260105000200020000000003,3.00\n";
    std::fs::write(shop.home.path("b.csv"), format!("syssn,amount\n{rows}")).unwrap();
    let file = shop.home.path("b.csv");
    let run = [
        "batch",
        "run",
        file.to_str().unwrap(),
        "--yes",
        "--jobs",
        "1",
        "--wait",
        "0",
    ];
    shop.at(NOON, time::Duration::days(2));
    let first = shop.run(&run);
    assert_eq!(shop.executed(), 1, "{first:?}");
    assert!(
        first.stdout.contains("2 days ahead of the gateway's"),
        "{first:?}"
    );
    // The journal's newest event is two days ahead now, which the gateway settles before any row.
    shop.at(NOON, time::Duration::ZERO);
    assert_eq!(shop.run(&run).code, 0);
    assert_eq!(shop.executed(), 3);
    shop.at(NOON, time::Duration::hours(-9));
    std::fs::write(&file, "syssn,amount\n20260105000200020000000004,4.00\n").unwrap();
    let behind = shop.run(&run);
    assert!(
        behind.stdout.contains("9 hours behind the gateway's"),
        "{behind:?}"
    );
    assert_eq!(shop.executed(), 3);
}

#[test]
fn a_batch_a_day_ahead_gets_no_fresh_limit() {
    let shop = Shop::new("clearing_pause = false\nmax_day_total = \"20.00\"\n");
    assert_eq!(shop.issue("15.00").code, 0);
    let file = shop.home.path("b.csv");
    std::fs::write(&file, "syssn,amount\n20260105000200020000000002,6.00\n").unwrap();
    let run = [
        "batch",
        "run",
        file.to_str().unwrap(),
        "--yes",
        "--wait",
        "0",
    ];
    shop.at(NOON, time::Duration::days(1));
    // Twice: what the first has written by this clock speaks for nothing.
    for _ in 0..2 {
        let ahead = shop.run(&run);
        assert!(
            ahead.stdout.contains("24 hours ahead of the gateway's"),
            "{ahead:?}"
        );
    }
    assert_eq!(shop.executed(), 1);
}

#[test]
fn between_two_refunds_the_clock_may_be_set_either_way() {
    for hours in [-30, 30] {
        let shop = Shop::new("clearing_pause = false\n");
        assert_eq!(shop.issue("5.00").code, 0);
        shop.at(NOON, time::Duration::hours(hours));
        let run = shop.issue("6.00");
        // Ahead, without a look, only the reply tells; behind, the journal makes it doubtful.
        if hours > 0 {
            assert_eq!(run.code, 0, "{run:?}");
            assert!(
                run.stderr.contains("30 hours ahead of the gateway's"),
                "{run:?}"
            );
        } else {
            refused_for_the_clock(&run, "30 hours behind the gateway's");
        }
        shop.at(NOON + time::Duration::minutes(1), time::Duration::ZERO);
        assert_eq!(shop.issue("7.00").code, 0);
        assert_eq!(shop.run(&["journal", "verify"]).code, 0);
    }
}
