//! Rows of many merchants: each payment's last look, made when its own row leaves and not when the run began.

use crate::look::{NOON, PAYMENT, payment, refund};
use crate::support::program::{Program, Still};
use crate::support::sandbox::{APP_CODE, KEY};
use crate::support::stub::{Arrival, agreeing_body};
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use qfrefund::world::Clock as _;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const SECOND: &str = "20260520000200020000000002";

/// A gateway that takes its time over the first merchant's refund. Meanwhile somebody may refund the second
/// merchant's payment in the portal.
struct Gateway {
    clock: Arc<Still>,
    takes: Duration,
    /// Whether somebody does.
    has_portal: bool,
    /// Whether it is done.
    is_made: AtomicBool,
}

impl Gateway {
    fn answer(&self, arrival: &Arrival) -> String {
        let says = |name| arrival.parameter(name).unwrap_or_default();
        if arrival.head.contains("/trade/v1/refund") {
            let (syssn, minor) = (says("syssn"), says("txamt"));
            if syssn == PAYMENT {
                self.clock.sleep(self.takes);
                self.is_made.store(self.has_portal, Ordering::SeqCst);
            }
            return agreeing_body("0000", arrival)
                .replace(crate::support::sandbox::PAYMENT, &syssn)
                .replace("\"1250\"", &format!("\"{minor}\""));
        }
        let is_made = self.is_made.load(Ordering::SeqCst);
        let row = |mut row: Value, key: &str, syssn: &str| {
            row[key] = json!(syssn);
            row
        };
        let rows = match says("syssn").as_str() {
            SECOND if is_made => vec![row(payment("5"), "syssn", SECOND)],
            "" if is_made && says("start_time").starts_with("2026-06") => {
                vec![row(refund("PORTAL-1", "200"), "origssn", SECOND)]
            }
            "" => Vec::new(),
            syssn => vec![row(payment("0"), "syssn", syssn)],
        };
        json!({"respcd": "0000", "resperr": "", "data": rows, "page": 1, "page_size": 100})
            .to_string()
    }
}

/// Runs a row of each merchant, and returns which payments were asked to be refunded.
fn run(takes: u64, has_portal: bool) -> (Run, Vec<String>) {
    let clock = Still::at(NOON);
    let gateway = Arc::new(Gateway {
        clock: clock.clone(),
        takes: Duration::from_secs(takes),
        has_portal,
        is_made: AtomicBool::default(),
    });
    let acts = (0..64).map(|_| {
        let gateway = gateway.clone();
        Act::Custom(Box::new(move |stream, arrival| {
            let _ = stream.write_all(&json_reply(&gateway.answer(arrival)));
        }))
    });
    let stub = Stub::start(acts.collect());
    let sandbox = Sandbox::new();
    let shop = |name: &str, mchid: &str| {
        format!(
            "[profiles.{name}]\nenvironment = \"custom\"\nbase_url = \"{}\"\napp_code = \"{APP_CODE}\"\nclient_key = \"{KEY}\"\nmchid = \"{mchid}\"\ncurrency = \"HKD\"\nrate_limit = \"none\"\nclearing_pause = false\npreflight = true\n",
            stub.url()
        )
    };
    sandbox.write_config(&(shop("one", "M1") + &shop("two", "M2")));
    let file = sandbox.path("all.csv");
    let rows = format!("syssn,amount,profile\n{PAYMENT},1.00,one\n{SECOND},2.00,two\n");
    std::fs::write(&file, rows).unwrap();
    let words = [
        "batch",
        "run",
        file.to_str().unwrap(),
        "--yes",
        "--output",
        "json",
    ];
    let ran = Program::new(&sandbox, clock).run(&words);
    let arrivals = stub.arrivals();
    let posts = arrivals
        .iter()
        .filter(|arrival| arrival.head.contains("/trade/v1/refund"));
    let posts = posts.map(|arrival| arrival.parameter("syssn").unwrap());
    (ran, posts.collect())
}

#[test]
fn a_merchants_row_is_held_back_by_what_came_while_another_ones_were_sent() {
    for takes in [31, 3600] {
        let (held, sent) = run(takes, true);
        assert_eq!(sent, [PAYMENT], "{held:?}");
        assert_eq!(held.code, 9, "{held:?}");
        assert!(held.stderr.contains("PORTAL-1"), "{held:?}");
        let merchants = held.json()["merchants"].clone();
        let state = |place: usize| merchants[place]["result"]["states"][0]["state"].clone();
        assert_eq!([state(0), state(1)], ["refunded", "planned"], "{held:?}");
    }
}

#[test]
fn a_merchants_row_is_sent_by_a_look_of_its_own_after_another_ones_took_long() {
    for takes in [0, 31, 3600] {
        let (done, sent) = run(takes, false);
        assert_eq!(sent, [PAYMENT, SECOND], "{takes}: {done:?}");
        assert_eq!(done.code, 0, "{done:?}");
    }
}
