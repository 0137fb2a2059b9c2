//! The look before sending: refunds made elsewhere, and what the gateway's rows do not say.

use crate::support::program::{Program, Still};
use crate::support::sandbox::profile;
use crate::support::stub::agreeing_body;
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

pub const NOON: OffsetDateTime = datetime!(2026-06-01 12:00 +8);
pub const PAYMENT: &str = "20260520000200020000000001";

pub fn payment(cancel: &str) -> Value {
    json!({"order_type": "payment", "syssn": PAYMENT, "out_trade_no": "ORDER-1", "origssn": null,
        "txamt": "10000", "txcurrcd": "HKD", "respcd": "0000", "cancel": cancel,
        "pay_type": "802801", "sysdtm": "2026-05-20 10:00:00"})
}

pub fn refund(number: &str, minor: &str) -> Value {
    json!({"order_type": "refund", "syssn": format!("S-{number}"), "out_trade_no": number,
        "origssn": PAYMENT, "txamt": minor, "txcurrcd": "HKD", "respcd": "0000", "cancel": "0",
        "sysdtm": "2026-06-01 09:30:00"})
}

fn with(mut row: Value, field: &str, value: &str) -> Value {
    row[field] = json!(value);
    row
}

pub fn page(rows: &[Value]) -> Act {
    let page = json!({"respcd": "0000", "resperr": "", "data": rows, "page": 1, "page_size": 100});
    Act::Send(json_reply(&page.to_string()))
}

/// Does what is asked for.
pub fn done() -> Act {
    Act::Custom(Box::new(|stream, arrival| {
        let about = crate::support::sandbox::PAYMENT;
        let body = agreeing_body("0000", arrival).replace(about, PAYMENT);
        let minor = arrival.parameter("txamt").unwrap();
        let body = body.replace("\"1250\"", &format!("\"{minor}\""));
        let _ = stream.write_all(&json_reply(&body));
    }))
}

/// The gateway shows the payment alone under its number, and these refunds in the list of May; those of June
/// and July are empty.
struct Shop {
    stub: Stub,
    sandbox: Sandbox,
}

impl Shop {
    fn showing(payment: Value, refunds: &[Value]) -> Self {
        let acts = vec![
            page(std::slice::from_ref(&payment)),
            page(refunds),
            page(&[]),
            page(&[]),
            done(),
        ];
        let stub = Stub::start(acts);
        let sandbox = Sandbox::new();
        let more = "preflight = true\nclearing_pause = false\n";
        sandbox.write_config(&profile(&stub.url(), more));
        Self { stub, sandbox }
    }

    fn issue(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["issue", PAYMENT, "--profile", "stub", "--output", "json"];
        all.extend(arguments);
        Program::new(&self.sandbox, Still::at(NOON)).run(&all)
    }

    /// How many refunds were asked for.
    fn posts(&self) -> usize {
        let arrivals = self.stub.arrivals();
        arrivals
            .iter()
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"))
            .count()
    }
}

fn cause(run: &Run) -> String {
    run.json()["cause"].as_str().unwrap().to_owned()
}

#[test]
fn a_refund_made_in_the_portal_is_a_twin_like_one_of_our_own() {
    let portal = [refund("PORTAL-1", "4500")];
    let shop = Shop::showing(payment("5"), &portal);
    let run = shop.issue(&["--amount", "45.00", "--yes"]);
    assert_eq!((run.code, cause(&run).as_str()), (8, "twin"), "{run:?}");
    let said = run.json()["message"].as_str().unwrap().to_owned();
    assert!(
        said.contains("HKD 45.00 refunded 2026-06-01 09:30:00 (UTC+8) as PORTAL-1"),
        "{said}"
    );
    assert!(
        run.stderr.contains("--twin") && !run.stderr.contains("--no-preflight"),
        "{run:?}"
    );
    assert_eq!(shop.posts(), 0);
    for (amount, more, refunds) in [
        ("45.00", &["--twin"][..], &portal[..]),
        ("44.99", &[], &portal),
        (
            "45.00",
            &[],
            &[with(
                refund("PORTAL-1", "4500"),
                "sysdtm",
                "2026-05-31 11:59:59",
            )],
        ),
    ] {
        let shop = Shop::showing(payment("5"), refunds);
        let mut arguments = vec!["--amount", amount, "--yes"];
        arguments.extend(more);
        let run = shop.issue(&arguments);
        assert_eq!((run.code, shop.posts()), (0, 1), "{amount}: {run:?}");
    }
}

#[test]
fn what_a_cache_answers_is_no_look() {
    let mut empty = payment("0");
    empty["sysdtm"] = "2026-05-20 10:00:00".into();
    let body = json!({"respcd": "0000", "data": [empty], "page": 1, "page_size": 100}).to_string();
    let old = "Age: 3000\r\nDate: Mon, 01 Jun 2026 03:10:00 GMT\r\n";
    let reply = crate::support::stub::http_reply("200 OK", old, body.as_bytes());
    let stub = Stub::start(vec![Act::Custom(Box::new(move |stream, _| {
        let _ = stream.write_all(&reply);
    }))]);
    let sandbox = Sandbox::new();
    let more = "preflight = true\nclearing_pause = false\n";
    sandbox.write_config(&profile(&stub.url(), more));
    let words = [
        "issue",
        PAYMENT,
        "--amount",
        "5.00",
        "--yes",
        "--profile",
        "stub",
    ];
    let run = Program::new(&sandbox, Still::at(NOON)).run(&words);
    assert_eq!((run.code, stub.connections()), (8, 1), "{run:?}");
    assert!(run.stderr.contains("a cache has given it"), "{run:?}");
    // Its time is of then, and says nothing of the clock here.
    assert!(!run.stderr.contains("clock"), "{run:?}");
}

#[test]
fn what_cannot_be_read_holds_the_refund_back_and_is_named() {
    let plain = || refund("PORTAL-1", "4500");
    let mut cases = vec![
        (payment("5"), vec![], "cancel"),
        (payment("3"), vec![], "cancel"),
    ];
    for amount in ["-4500", "45.00", "4,500", ""] {
        cases.push((payment("5"), vec![with(plain(), "txamt", amount)], "txamt"));
    }
    cases.push((
        payment("5"),
        vec![with(plain(), "order_type", "REFUND")],
        "order_type",
    ));
    for currency in ["usd", "840", "XAU"] {
        cases.push((with(payment("0"), "txcurrcd", currency), vec![], "txcurrcd"));
        cases.push((
            payment("5"),
            vec![with(plain(), "txcurrcd", currency)],
            "txcurrcd",
        ));
    }
    // A card payment of today is refunded in full only; a time that is not read must not hide it.
    for time in [
        "2026-06-01T10:00:00",
        "2026-06-01 10:00:00.0",
        "2026-06-01 02:00:00Z",
    ] {
        cases.push((with(payment("0"), "sysdtm", time), vec![], "sysdtm"));
    }
    for (payment, refunds, field) in cases {
        let shop = Shop::showing(payment, &refunds);
        let run = shop.issue(&["--amount", "10.00", "--yes"]);
        assert_eq!(
            (run.code, cause(&run).as_str()),
            (8, "unread"),
            "{refunds:?}: {run:?}"
        );
        assert!(
            run.json()["message"].as_str().unwrap().contains(field),
            "{run:?}"
        );
        assert_eq!(shop.posts(), 0);
    }
}

#[test]
fn that_nothing_went_back_is_not_believed_and_the_months_are_read() {
    let pending = with(refund("PORTAL-1", "4500"), "respcd", "1143");
    for (row, outcome) in [
        (pending, "pending"),
        (refund("PORTAL-1", "4500"), "refunded"),
    ] {
        let shop = Shop::showing(payment("0"), std::slice::from_ref(&row));
        let run = shop.issue(&["--amount", "45.00", "--yes"]);
        assert_eq!((run.code, cause(&run).as_str()), (8, "twin"), "{run:?}");
        let said = run.json()["message"].as_str().unwrap().to_owned();
        assert!(said.contains(&format!("HKD 45.00 {outcome}")), "{said}");
        let months: Vec<_> = shop
            .stub
            .arrivals()
            .iter()
            .filter_map(|arrival| arrival.parameter("start_time"))
            .collect();
        // This month's comes last: what is refunded now would stand there.
        let each = ["2026-05", "2026-07", "2026-06"].map(|month| format!("{month}-01 00:00:00"));
        assert_eq!(months, each);
        let shop = Shop::showing(payment("0"), &[row]);
        let run = shop.issue(&["--amount", "55.01", "--yes"]);
        assert_eq!((run.code, cause(&run).as_str()), (8, "rest"), "{run:?}");
    }
}

#[test]
fn a_payment_that_went_back_whole_needs_refunds_that_add_up_to_it() {
    for (cancel, minor, cause_of_it) in [
        ("3", "3000", "unread"),
        ("2", "9999", "unread"),
        ("1", "3000", "unread"),
        ("3", "10000", "rest"),
    ] {
        let shop = Shop::showing(payment(cancel), &[refund("PORTAL-1", minor)]);
        let run = shop.issue(&["--amount", "5.00", "--yes"]);
        assert_eq!(
            (run.code, cause(&run).as_str()),
            (8, cause_of_it),
            "{run:?}"
        );
        assert_eq!(shop.posts(), 0);
    }
    let shop = Shop::showing(payment("5"), &[refund("PORTAL-1", "3000")]);
    let run = shop.issue(&["--amount", "5.00", "--yes"]);
    assert_eq!((run.code, shop.posts()), (0, 1), "{run:?}");
}

#[test]
fn two_refunds_under_one_number_are_two() {
    let twice = [
        refund("N1", "3000"),
        with(refund("N1", "3000"), "syssn", "S-OTHER"),
    ];
    let shop = Shop::showing(payment("5"), &twice);
    let run = shop.issue(&["--amount", "40.01", "--yes"]);
    assert_eq!((run.code, cause(&run).as_str()), (8, "rest"), "{run:?}");
    let shop = Shop::showing(payment("5"), &twice);
    let run = shop.issue(&["--full", "--yes"]);
    assert_eq!(
        (run.code, run.json()["txamt"].as_u64()),
        (0, Some(4000)),
        "{run:?}"
    );
}

#[test]
fn the_payments_own_number_is_no_number_for_a_refund() {
    let shop = Shop::showing(payment("0"), &[]);
    let run = shop.issue(&["--amount", "10.00", "--out-trade-no", "ORDER-1", "--yes"]);
    assert_eq!(
        (run.code, cause(&run).as_str()),
        (8, "payments_number"),
        "{run:?}"
    );
    let shop = Shop::showing(payment("5"), &[refund("R-1", "4500")]);
    let run = shop.issue(&["--amount", "10.00", "--out-trade-no", "R-1", "--yes"]);
    assert_eq!(
        (run.code, cause(&run).as_str()),
        (8, "number_used"),
        "{run:?}"
    );
    assert_eq!(shop.posts(), 0);
}

#[test]
fn the_question_shows_every_earlier_refund_and_what_is_left() {
    let refunds = [
        refund("PORTAL-1", "4500"),
        with(refund("PORTAL-2", "1000"), "sysdtm", "2026-05-31 09:00:00"),
        with(refund("PORTAL-3", "2000"), "respcd", "1269"),
    ];
    let shop = Shop::showing(payment("5"), &refunds);
    let run = Program::new(&shop.sandbox, Still::at(NOON))
        .on_terminal(120)
        .typing("no\n")
        .run(&["issue", PAYMENT, "--amount", "10.01", "--profile", "stub"]);
    assert_eq!(run.code, 10, "{run:?}");
    let shown: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("  earlier") || line.starts_with("  left"))
        .collect();
    assert_eq!(
        shown,
        [
            "  earlier       HKD 10.00 refunded 2026-05-31 09:00:00 (UTC+8) as PORTAL-2, made elsewhere",
            "  earlier       HKD 45.00 refunded 2026-06-01 09:30:00 (UTC+8) as PORTAL-1, made elsewhere",
            "  earlier       HKD 20.00 declined 2026-06-01 09:30:00 (UTC+8) as PORTAL-3, made elsewhere",
            "  left          HKD 45.00, before this refund",
        ]
    );
}

fn check(shop: &Shop) -> Run {
    let file = shop.sandbox.path("batch.csv");
    let words = ["batch", "check", file.to_str().unwrap(), "--online"];
    let more = ["--profile", "stub", "--output", "json"];
    Program::new(&shop.sandbox, Still::at(NOON)).run(&[&words[..], &more].concat())
}

/// One row was refused, for a reason that names this.
fn only_refused(run: &Run, because: &str) {
    let refused = &run.json()["online"]["refused"];
    assert_eq!(
        (run.code, refused["count"].as_u64()),
        (8, Some(1)),
        "{run:?}"
    );
    let problem = refused["shown"][0]["problem"].as_str().unwrap();
    assert!(problem.contains(because), "{run:?}");
}

#[test]
fn a_file_is_held_to_refunds_made_elsewhere_as_well() {
    let shop = Shop::showing(payment("5"), &[refund("PORTAL-1", "4500")]);
    let file = format!("syssn,amount\n{PAYMENT},45.00\n{PAYMENT},10.00\n");
    std::fs::write(shop.sandbox.path("batch.csv"), file).unwrap();
    only_refused(&check(&shop), "PORTAL-1");
    let unread = [with(refund("PORTAL-1", "4500"), "txamt", "x")];
    let shop = Shop::showing(payment("5"), &unread);
    std::fs::write(
        shop.sandbox.path("batch.csv"),
        format!("syssn,amount\n{PAYMENT},1.00\n"),
    )
    .unwrap();
    only_refused(&check(&shop), "txamt");
}

#[test]
fn an_unusual_number_of_ones_own_is_warned_of_and_sent() {
    let long = "n".repeat(128);
    for (number, warned) in [("MINE_1-2", false), ("a|b*c.7", true), (&long, true)] {
        let shop = Shop::showing(payment("0"), &[]);
        let run = shop.issue(&["--amount", "10.00", "--out-trade-no", number, "--yes"]);
        assert_eq!(
            (run.code, run.json()["out_trade_no"].as_str()),
            (0, Some(number)),
            "{run:?}"
        );
        assert_eq!(run.stderr.contains("it may refuse"), warned, "{run:?}");
        let sent = shop
            .stub
            .arrivals()
            .pop()
            .unwrap()
            .parameter("out_trade_no");
        assert_eq!(sent.as_deref(), Some(number));
    }
    for number in ["a,b", "a b", "2.01912E+25", &"n".repeat(129)] {
        let shop = Shop::showing(payment("0"), &[]);
        let run = shop.issue(&["--amount", "10.00", "--out-trade-no", number, "--yes"]);
        assert_eq!((run.code, shop.stub.connections()), (2, 0), "{run:?}");
    }
}
