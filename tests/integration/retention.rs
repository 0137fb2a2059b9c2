//! A gateway that keeps its lists for some months only: what it shows no more was not never there.

use crate::support::program::{Program, Settable};
use crate::support::sandbox::{PAYMENT, Run, profile};
use crate::support::stub::{Arrival, agreeing_body};
use crate::support::{Act, Sandbox, Stub, json_reply};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use time::macros::datetime;

/// Another payment, of which a refund was done in May.
const DONE: &str = "20260105000200020000000002";

/// What the gateway shows in November.
#[derive(Clone, Default)]
struct Kept {
    /// Its lists of May.
    lists: bool,
    /// What the payment's `cancel` is; none where the payment is gone.
    cancel: Option<&'static str>,
}

/// A refund of May whose reply was lost, and which the gateway does not show.
struct Shop {
    sandbox: Sandbox,
    clock: Arc<Settable>,
    kept: Arc<Mutex<Kept>>,
    number: String,
    _stub: Stub,
}

fn refund(arrival: &Arrival) -> Value {
    json!({"order_type": "refund", "syssn": "S-1", "origssn": DONE,
        "out_trade_no": arrival.parameter("out_trade_no"), "txamt": "900", "txcurrcd": "HKD",
        "respcd": "0000", "sysdtm": "2026-05-10 12:00:00"})
}

impl Shop {
    fn new() -> Self {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let done: Arc<Mutex<Option<Value>>> = Arc::default();
        let acts = (0..200).map(|_| {
            let (kept, done) = (Arc::clone(&kept), Arc::clone(&done));
            Act::Custom(Box::new(move |stream, arrival: &Arrival| {
                let mut done = done.lock().unwrap();
                let body = if arrival.head.contains("/trade/v1/refund") {
                    if arrival.parameter("syssn").unwrap() != DONE {
                        return;
                    }
                    *done = Some(refund(arrival));
                    let mut reply: Value =
                        serde_json::from_str(&agreeing_body("0000", arrival)).unwrap();
                    for (name, value) in [("orig_syssn", DONE), ("txamt", "900"), ("syssn", "S-1")]
                    {
                        reply[name] = json!(value);
                    }
                    reply.to_string()
                } else {
                    let kept = kept.lock().unwrap();
                    let number = arrival.parameter("out_trade_no");
                    let mut rows: Vec<Value> = Vec::new();
                    if let (Some(cancel), true) =
                        (kept.cancel, arrival.parameter("syssn").is_some())
                    {
                        rows.push(json!({"order_type": "payment", "syssn": PAYMENT,
                            "out_trade_no": "P-1", "txamt": "5000", "txcurrcd": "HKD",
                            "respcd": "0000", "cancel": cancel, "sysdtm": "2026-01-05 12:00:00"}));
                    }
                    let known = done
                        .iter()
                        .filter(|row| number.as_deref() == row["out_trade_no"].as_str());
                    rows.extend(known.filter(|_| kept.lists).cloned());
                    json!({"respcd": "0000", "resperr": "", "data": rows,
                        "page": arrival.parameter("page"), "page_size": 100})
                    .to_string()
                };
                let _ = stream.write_all(&json_reply(&body));
            }))
        });
        let stub = Stub::start(acts.collect());
        let sandbox = Sandbox::new();
        sandbox.write_config(&profile(&stub.url(), "rate_limit = \"none\"\n"));
        let mut shop = Self {
            sandbox,
            clock: Settable::at(datetime!(2026-05-10 12:00 +8)),
            kept,
            number: String::new(),
            _stub: stub,
        };
        shop.issue(PAYMENT, "5.00", 6);
        shop
    }

    fn issue(&mut self, payment: &str, amount: &str, code: i32) {
        let sent = self.run(&format!("issue {payment} --amount {amount} --yes"));
        assert_eq!(sent.code, code, "{sent:?}");
        if payment == PAYMENT {
            self.number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
        }
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        Program::new(&self.sandbox, self.clock.clone()).run(&words)
    }

    /// Looks three times in November, and says what was told last and whether closing needs no more.
    fn look(&self, kept: &Kept) -> (String, bool) {
        *self.kept.lock().unwrap() = kept.clone();
        let mut told = String::new();
        for minutes in [0, 7, 14] {
            self.clock
                .set(datetime!(2026-11-27 12:00 +8) + time::Duration::minutes(minutes));
            told = self.run(&format!("resolve {}", self.number)).stderr;
        }
        let close = format!("close {} --as not-refunded --note n --yes", self.number);
        (told, self.run(&close).code == 0)
    }
}

#[test]
fn what_the_gateway_may_have_forgotten_is_no_absence() {
    let all = Kept {
        lists: true,
        cancel: Some("0"),
    };
    for (kept, why) in [
        (
            Kept {
                cancel: None,
                ..all.clone()
            },
            "does not show the payment",
        ),
        (
            Kept {
                cancel: Some("5"),
                ..all.clone()
            },
            "money went back (cancel `5`)",
        ),
        (
            Kept {
                lists: false,
                ..all.clone()
            },
            "does not show the refund",
        ),
    ] {
        let mut shop = Shop::new();
        shop.issue(DONE, "9.00", 0);
        let (told, is_closed) = shop.look(&kept);
        assert!(
            told.contains("no absence") && told.contains(why),
            "{why}: {told}"
        );
        assert!(!is_closed, "{why}");
        let shown = shop.run(&format!("show {}", shop.number)).json();
        let events = shown["events"].to_string();
        assert!(!events.contains("found_nothing"), "{events}");
    }
    let mut shop = Shop::new();
    shop.issue(DONE, "9.00", 0);
    let (told, is_closed) = shop.look(&all);
    assert!(is_closed, "{told}");
}

#[test]
fn without_any_refund_to_go_by_nobody_knows_what_is_kept() {
    let shop = Shop::new();
    let (told, is_closed) = shop.look(&Kept {
        lists: true,
        cancel: Some("0"),
    });
    assert!(
        told.contains("no refund of 2026-05 or before is known"),
        "{told}"
    );
    assert!(!is_closed);
    let close = format!(
        "close {} --as not-refunded --note n --unseen u --yes",
        shop.number
    );
    assert_eq!(shop.run(&close).code, 0);
}
