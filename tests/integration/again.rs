//! `issue --again`: a refund that was declined or given up is tried again under its reference.

use crate::support::sandbox::{APP_CODE, PAYMENT, Run, profile};
use crate::support::stub::{Arrival, agreeing_body, http_reply};
use crate::support::{Act, Sandbox, Stub, json_reply};
use qfrefund::refund::{OutTradeNo, Reference};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// A gateway that answers refunds with these codes, one after the other, and shows one number once it
/// is told to.
struct Gateway {
    stub: Stub,
    sandbox: Sandbox,
    shown: Arc<Mutex<Option<(String, &'static str)>>>,
}

fn answer(arrival: &Arrival, code: &'static str) -> Vec<u8> {
    if code == "429" {
        return http_reply("429 Too Many Requests", "", b"{}");
    }
    let body = agreeing_body(code, arrival)
        .replace(PAYMENT, &arrival.parameter("syssn").unwrap_or_default());
    json_reply(&body)
}

fn rows(arrival: &Arrival, shown: Option<&(String, &str)>) -> Vec<Value> {
    let asked = arrival.parameter("out_trade_no");
    match shown {
        Some((number, respcd)) if asked.as_deref() == Some(number) => {
            vec![
                json!({"order_type": "refund", "syssn": "S-1", "origssn": PAYMENT,
                "out_trade_no": number, "txamt": "1250", "txcurrcd": "HKD", "respcd": respcd,
                "sysdtm": "2020-01-05 10:00:00"}),
            ]
        }
        _ => Vec::new(),
    }
}

impl Gateway {
    fn answering(codes: &[&'static str]) -> Self {
        let sandbox = Sandbox::new();
        let codes = Arc::new(Mutex::new(codes.to_vec()));
        let shown = Arc::new(Mutex::new(None));
        let mut acts = Vec::new();
        for _ in 0..100 {
            let (codes, shown) = (Arc::clone(&codes), Arc::clone(&shown));
            acts.push(Act::Custom(Box::new(move |stream, arrival| {
                let reply = if arrival.head.contains("/trade/v1/refund") {
                    answer(arrival, codes.lock().unwrap().remove(0))
                } else {
                    let rows = rows(arrival, shown.lock().unwrap().as_ref());
                    let page = json!({"respcd": "0000", "data": rows, "page_size": 100});
                    json_reply(&page.to_string())
                };
                let _ = stream.write_all(&reply);
            })));
        }
        let stub = Stub::start(acts);
        let more = "clearing_pause = false\nrate_limit = \"none\"\n";
        sandbox.write_config(&profile(&stub.url(), more));
        Self {
            stub,
            sandbox,
            shown,
        }
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        self.sandbox.run(&words)
    }

    fn issue(&self, more: &str) -> Run {
        self.run(&format!(
            "issue {PAYMENT} --amount 12.50 --reference CRM-1 --yes {more}"
        ))
    }

    fn show(&self, number: &str) -> Value {
        self.run(&format!("show {number}")).json()
    }

    fn posts(&self) -> usize {
        let arrivals = self.stub.arrivals().into_iter();
        arrivals
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"))
            .count()
    }
}

/// The number of an attempt at `CRM-1`.
fn attempt(attempt: u32) -> String {
    let reference = Reference::parse("CRM-1").unwrap();
    OutTradeNo::from_reference(APP_CODE, None, &reference, attempt).to_string()
}

fn told(run: &Run) -> (i32, String, String) {
    let json = run.json();
    let text = |key: &str| json[key].as_str().unwrap().to_owned();
    (run.code, text("cause"), text("out_trade_no"))
}

#[test]
fn a_declined_refund_is_tried_again_under_its_reference() {
    let gateway = Gateway::answering(&["1265", "1265", "0000"]);
    let first = gateway.issue("");
    assert_eq!(first.code, 5, "{first:?}");
    let next = first.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains("--again"), "{next}");
    assert_eq!(first.json()["replaces"], Value::Null);
    // Without the word for it nothing is sent, and the word is told.
    let plain = gateway.issue("");
    assert_eq!(told(&plain), (5, "replayed".to_owned(), attempt(1)));
    let next = plain.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains("--again"), "{next}");
    assert_eq!(gateway.posts(), 1);
    let second = gateway.issue("--again");
    assert_eq!(told(&second), (5, "response_code".to_owned(), attempt(2)));
    assert_eq!(second.json()["replaces"], attempt(1));
    let said = format!("in the place of {}, which was declined", attempt(1));
    assert!(second.stderr.contains(&said), "{second:?}");
    let third = gateway.issue("--again");
    assert_eq!(third.code, 0, "{third:?}");
    assert_eq!(third.json()["out_trade_no"], attempt(3));
    assert_eq!(third.json()["replaces"], attempt(2));
    // From now on it is done.
    let plain = gateway.issue("");
    assert_eq!(told(&plain), (0, "replayed".to_owned(), attempt(3)));
    let again = gateway.issue("--again");
    assert_eq!((again.code, told(&again).1), (8, "again".to_owned()));
    let said = again.json()["message"].as_str().unwrap().to_owned();
    assert!(
        said.contains(&format!("{} is refunded", attempt(3))),
        "{said}"
    );
    assert_eq!(gateway.posts(), 3);
    // One story, whichever number is asked for.
    for (asked, before, after) in [
        (1, None, Some(2)),
        (2, Some(1), Some(3)),
        (3, Some(2), None),
    ] {
        let shown = gateway.show(&attempt(asked));
        let number = |no: Option<u32>| no.map_or(Value::Null, |no| attempt(no).into());
        assert_eq!(shown["refund"]["replaces"], number(before));
        assert_eq!(shown["replaced_by"], number(after));
    }
    let verified = gateway.run("journal verify");
    assert_eq!(verified.code, 0, "{verified:?}");
}

#[test]
fn a_cancelled_refund_is_tried_again() {
    let gateway = Gateway::answering(&["429", "0000"]);
    assert_eq!(gateway.issue("").code, 4);
    let cancelled = gateway.run(&format!("cancel {} --yes", attempt(1)));
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    assert!(gateway.issue("").stderr.contains("--again"));
    let again = gateway.issue("--again");
    assert_eq!((again.code, gateway.posts()), (0, 2), "{again:?}");
    assert_eq!(again.json()["replaces"], attempt(1));
}

#[test]
fn what_may_have_been_made_is_never_tried_again() {
    for (code, exit, state) in [
        ("0000", 0, "refunded"),
        ("1143", 7, "pending"),
        ("1298", 6, "unknown"),
    ] {
        let gateway = Gateway::answering(&[code]);
        assert_eq!(gateway.issue("").code, exit);
        let again = gateway.issue("--again");
        assert_eq!(told(&again), (8, "again".to_owned(), attempt(1)), "{state}");
        let said = again.json()["message"].as_str().unwrap().to_owned();
        assert!(said.contains(state), "{said}");
        assert_eq!(gateway.posts(), 1);
    }
}

#[test]
fn a_refund_that_waits_to_be_sent_is_taken_up_under_its_number() {
    let gateway = Gateway::answering(&["1265", "429", "0000"]);
    assert_eq!(gateway.issue("").code, 5);
    assert_eq!(gateway.issue("--again").code, 4);
    // The same command once more makes no third attempt.
    let again = gateway.issue("--again");
    assert_eq!((again.code, gateway.posts()), (0, 3), "{again:?}");
    assert_eq!(again.json()["out_trade_no"], attempt(2));
    assert_eq!(again.json()["replaces"], attempt(1));
}

#[test]
fn nothing_is_tried_again_without_a_refund_to_try() {
    let gateway = Gateway::answering(&[]);
    let again = gateway.issue("--again");
    assert_eq!((again.code, told(&again).1), (8, "again".to_owned()));
    let without = gateway.run(&format!("issue {PAYMENT} --amount 12.50 --yes --again"));
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("--reference"), "{without:?}");
    assert_eq!(gateway.posts(), 0);
}

/// An order number stood in the place of the payment's.
#[test]
fn a_slip_is_mended_under_the_same_reference() {
    let gateway = Gateway::answering(&["1136", "0000"]);
    let wrong = "issue 4711 --amount 12.50 --reference CRM-1 --yes";
    assert_eq!(gateway.run(wrong).code, 5);
    let plain = gateway.issue("");
    assert_eq!(
        (plain.code, told(&plain).1),
        (8, "reference_used".to_owned())
    );
    let next = plain.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains("add --again"), "{next}");
    let again = gateway.issue("--again");
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(again.json()["orig_syssn"], PAYMENT);
    assert!(again.stderr.contains("payment 4711"), "{again:?}");
    assert_eq!(gateway.show(&attempt(1))["replaced_by"], attempt(2));
}

#[test]
fn a_refund_that_was_made_after_all_holds_the_next_attempt_back() {
    let gateway = Gateway::answering(&["1265", "429"]);
    assert_eq!(gateway.issue("").code, 5);
    assert_eq!(gateway.issue("--again").code, 4);
    *gateway.shown.lock().unwrap() = Some((attempt(1), "0000"));
    let resolved = gateway.run(&format!("resolve {}", attempt(1)));
    assert_eq!(resolved.code, 0, "{resolved:?}");
    let said = format!("{}, and is held back", attempt(2));
    assert!(resolved.stderr.contains(&said), "{resolved:?}");
    let held = gateway.issue("");
    assert_eq!(told(&held), (8, "attempt".to_owned(), attempt(2)));
    let said = held.json()["message"].as_str().unwrap().to_owned();
    assert!(
        said.contains(&format!("{}, is refunded", attempt(1))),
        "{said}"
    );
    assert_eq!(gateway.posts(), 2);
}

#[test]
fn two_attempts_that_were_both_made_are_told_loudly() {
    let gateway = Gateway::answering(&["1265", "0000"]);
    assert_eq!(gateway.issue("").code, 5);
    assert_eq!(gateway.issue("--again").code, 0);
    *gateway.shown.lock().unwrap() = Some((attempt(1), "0000"));
    let resolved = gateway.run(&format!("resolve {}", attempt(1)));
    let said = format!(
        "{}, and is refunded: the payer has the money twice",
        attempt(2)
    );
    assert!(resolved.stderr.contains(&said), "{resolved:?}");
    assert!(resolved.stderr.contains("error:"), "{resolved:?}");
}

/// A journal that was brought up to the gateway has the number of a lost attempt, and not its reference.
#[test]
fn an_attempt_that_is_known_by_its_number_alone_counts() {
    let gateway = Gateway::answering(&["1265", "0000"]);
    assert_eq!(gateway.issue("").code, 5);
    let number = attempt(2);
    let other = format!("issue {PAYMENT} --amount 12.50 --out-trade-no {number} --yes");
    assert_eq!(gateway.run(&other).code, 0);
    let plain = gateway.issue("");
    assert_eq!(told(&plain), (0, "replayed".to_owned(), attempt(2)));
    let again = gateway.issue("--again");
    assert_eq!(told(&again), (8, "again".to_owned(), attempt(2)));
    assert_eq!(gateway.posts(), 2);
}

#[test]
fn a_dry_run_shows_the_next_attempt() {
    let gateway = Gateway::answering(&["1265"]);
    let dry = format!("issue {PAYMENT} --amount 12.50 --reference CRM-1 --dry-run --again");
    let nothing = gateway.run(&dry).json();
    assert!(nothing["refused"].as_str().unwrap().contains("CRM-1"));
    assert_eq!(gateway.issue("").code, 5);
    let shown = gateway.run(&dry).json();
    assert_eq!(shown["out_trade_no"], attempt(2));
    assert!(shown["body"].as_str().unwrap().contains(&attempt(2)));
    assert_eq!(shown["refused"], Value::Null);
    assert_eq!(gateway.posts(), 1);
}
