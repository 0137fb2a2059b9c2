//! Lists of months that cannot be relied on: nothing in them is taken for nothing.

use crate::look::{NOON, PAYMENT, done, page, payment, refund};
use crate::support::program::{Program, Settable};
use crate::support::sandbox::{self, profile};
use crate::support::stub::agreeing_body;
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

struct Shop {
    stub: Stub,
    sandbox: Sandbox,
    clock: Arc<Settable>,
}

/// The payment, of which nothing went back yet, and the lists of May, June and July: this month's is asked
/// for last.
fn look([may, june, july]: [&[Value]; 3]) -> Vec<Act> {
    let lists = [may, july, june].into_iter().map(page);
    std::iter::once(page(&[payment("0")]))
        .chain(lists)
        .collect()
}

impl Shop {
    fn answering(acts: Vec<Act>) -> Self {
        let stub = Stub::start(acts);
        let sandbox = Sandbox::new();
        let more = "preflight = true\nclearing_pause = false\n";
        sandbox.write_config(&profile(&stub.url(), more));
        Self {
            stub,
            sandbox,
            clock: Settable::at(NOON),
        }
    }

    fn issue(&self, amount: &str, more: &[&str]) -> Run {
        let words = ["issue", PAYMENT, "--amount", amount, "--yes"];
        let end = ["--profile", "stub", "--output", "json"];
        let program = Program::new(&self.sandbox, self.clock.clone());
        program.run(&[&words[..], &end[..], more].concat())
    }

    fn posts(&self) -> usize {
        let arrivals = self.stub.arrivals();
        let posts = arrivals
            .iter()
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"));
        posts.count()
    }
}

/// Refunds of 5.00 made at the portal this morning, as a gateway might list them.
fn unreadable() -> Vec<(&'static str, Value)> {
    let with = |change: fn(&mut Value)| {
        let mut row = refund("PORTAL-1", "500");
        row["respcd"] = json!("1143");
        change(&mut row);
        row
    };
    let remove = |row: &mut Value| {
        row.as_object_mut().unwrap().remove("origssn");
    };
    vec![
        ("twin", with(remove)),
        ("twin", with(|row| row["origssn"] = json!(""))),
        ("twin", with(|row| row["origssn"] = json!(null))),
        ("twin", with(|row| row["origssn"] = json!(2.026_052e25))),
        (
            "twin",
            with(|row| row["origssn"] = json!({"syssn": PAYMENT})),
        ),
        ("unread", with(|row| row["origssn"] = json!(PAYMENT[8..]))),
        ("unread", with(|row| row["order_type"] = json!("payment"))),
        (
            "preflight_failed",
            json!({"refund": refund("PORTAL-1", "500")}),
        ),
        ("preflight_failed", json!({})),
        (
            "preflight_failed",
            with(|row| {
                row["origssn"] = json!("");
                row["txamt"] = json!("5.00");
            }),
        ),
        (
            "preflight_failed",
            with(|row| {
                row["origssn"] = json!("20260520000200020000000009");
                row["sysdtm"] = json!("2026-04-20 10:00:00");
            }),
        ),
    ]
}

#[test]
fn a_refund_of_which_the_payment_cannot_be_read_may_be_this_one() {
    for (cause, row) in unreadable() {
        let shop = Shop::answering(look([&[], std::slice::from_ref(&row), &[]]));
        let run = shop.issue("5.00", &[]);
        assert_eq!(run.json()["cause"], cause, "{row}: {run:?}");
        assert_eq!((run.code, shop.posts()), (8, 0), "{row}: {run:?}");
    }
}

#[test]
fn it_holds_back_no_other_amount_and_none_that_is_meant() {
    for (amount, more) in [("5.00", &["--twin"][..]), ("6.00", &[])] {
        let mut row = refund("PORTAL-1", "500");
        row["origssn"] = json!("");
        let acts = look([&[], &[row], &[]]).into_iter().chain([done()]);
        let shop = Shop::answering(acts.collect());
        let run = shop.issue(amount, more);
        assert_eq!((run.code, shop.posts()), (0, 1), "{run:?}");
    }
}

/// What the journal has under the number of a refund that names no payment: of another merchant, of the same one
/// in another amount, and the very refund, of another payment.
#[test]
fn only_its_own_refund_in_the_journal_says_of_which_payment_it_is() {
    const OTHER: &str = "20260520000200020000000009";
    for (whose, amount, code) in [
        ("other", "5.00", 8),
        ("stub", "6.00", 8),
        ("stub", "5.00", 0),
    ] {
        let mut row = refund("PORTAL-1", "500");
        row["origssn"] = json!("");
        row["syssn"] = json!(null);
        let first = Act::Custom(Box::new(|stream, arrival| {
            let body = agreeing_body("0000", arrival).replace(sandbox::PAYMENT, OTHER);
            let minor = arrival.parameter("txamt").unwrap();
            let body = body.replace("\"1250\"", &format!("\"{minor}\""));
            let _ = stream.write_all(&json_reply(&body));
        }));
        let acts = std::iter::once(first).chain(look([&[], &[row], &[]]));
        let shop = Shop::answering(acts.chain([done()]).collect());
        let more = "preflight = true\nclearing_pause = false\n";
        let other = profile(&shop.stub.url(), "mchid = \"M2\"\nclearing_pause = false\n");
        let other = other.replace("[profiles.stub]", "[profiles.other]");
        let both = format!("{}{other}", profile(&shop.stub.url(), more));
        shop.sandbox.write_config(&both);
        let line = format!(
            "issue {OTHER} --amount {amount} --out-trade-no PORTAL-1 --no-preflight --yes --profile {whose}"
        );
        let program = Program::new(&shop.sandbox, shop.clock.clone());
        let made = program.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(made.code, 0, "{made:?}");
        let run = shop.issue("5.00", &[]);
        assert_eq!(run.code, code, "{whose} {amount}: {run:?}");
        if code != 0 {
            assert_eq!(run.json()["cause"], "twin", "{run:?}");
        }
    }
}

#[test]
fn lists_that_lack_what_the_gateway_has_confirmed_are_not_whole() {
    for (minutes, code, posts) in [(1, 0, 2), (10, 8, 1)] {
        let acts = look([&[], &[], &[]]).into_iter().chain([done()]);
        let acts = acts.chain(look([&[], &[], &[]])).chain([done()]);
        let shop = Shop::answering(acts.collect());
        assert_eq!(shop.issue("5.00", &[]).code, 0);
        shop.clock.set(NOON + Duration::from_secs(minutes * 60));
        let run = shop.issue("6.00", &[]);
        assert_eq!((run.code, shop.posts()), (code, posts), "{run:?}");
        if code != 0 {
            assert_eq!(run.json()["cause"], "preflight_failed", "{run:?}");
            let words = "which the gateway has confirmed, so they may lack others";
            assert!(run.stderr.replace('\n', " ").contains(words), "{run:?}");
        }
    }
}

#[test]
fn nothing_goes_out_on_top_of_a_refund_that_is_open_elsewhere() {
    for code in ["1143", "9999"] {
        let mut row = refund("PORTAL-1", "500");
        row["respcd"] = json!(code);
        // Long before the window of a twin, and another amount: it is in doubt all the same.
        row["sysdtm"] = json!("2026-05-21 09:30:00");
        for amount in ["5.00", "4.99"] {
            let shop = Shop::answering(look([std::slice::from_ref(&row), &[], &[]]));
            let run = shop.issue(amount, &["--twin"]);
            assert_eq!(run.json()["cause"], "open", "{run:?}");
            assert_eq!((run.code, shop.posts()), (8, 0), "{run:?}");
        }
    }
}
