//! Where a refund was sent is where it is looked for: absence elsewhere is none, and nothing is sent
//! again to another address or with another credential.

use crate::support::program::{Program, Still};
use crate::support::sandbox::{APP_CODE, PAYMENT, Run, profile};
use crate::support::stub::Arrival;
use crate::support::{Act, Sandbox, Stub, json_reply};
use qfrefund::world::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use time::macros::datetime;

/// An answer to an enquiry with these rows.
fn answering(rows: fn(&str) -> Value) -> Act {
    Act::Custom(Box::new(move |stream, arrival: &Arrival| {
        let number = arrival.parameter("out_trade_no").unwrap();
        let body = json!({"respcd": "0000", "resperr": "", "data": rows(&number),
            "page": arrival.parameter("page"), "page_size": 100});
        let _ = stream.write_all(&json_reply(&body.to_string()));
    }))
}

fn empty() -> Act {
    answering(|_| json!([]))
}

/// A refund whose reply was lost at the first of two gateways.
struct Lost {
    first: Stub,
    second: Stub,
    sandbox: Sandbox,
    clock: Arc<Still>,
    number: String,
}

impl Lost {
    fn new() -> Self {
        let lost = || std::iter::once(Act::CloseAfterReading);
        let first = Stub::start(lost().chain((0..60).map(|_| empty())).collect());
        let second = Stub::start((0..60).map(|_| empty()).collect());
        let sandbox = Sandbox::new();
        let mut shop = Self {
            first,
            second,
            sandbox,
            clock: Still::at(datetime!(2026-06-01 12:00 +8)),
            number: String::new(),
        };
        shop.at_first("");
        let sent = shop.run(&format!("issue {PAYMENT} --amount 12.50 --yes"));
        assert_eq!(sent.code, 6, "{sent:?}");
        shop.number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
        shop
    }

    fn at_first(&self, more: &str) {
        let more = format!("rate_limit = \"none\"\n{more}");
        let config = profile(&self.first.url(), &more);
        self.sandbox.write_config(&config);
    }

    fn at_second(&self) {
        let config = profile(&self.second.url(), "rate_limit = \"none\"\n");
        self.sandbox.write_config(&config);
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        Program::new(&self.sandbox, self.clock.clone()).run(&words)
    }

    /// As many looks as a resend takes, over as long.
    fn look_for_long(&self) -> Run {
        for _ in 0..2 {
            assert_eq!(self.run(&format!("resolve {}", self.number)).code, 6);
            self.clock.sleep(Duration::from_secs(400));
        }
        let last = self.run(&format!("resolve {}", self.number));
        assert_eq!(last.code, 6, "{last:?}");
        last
    }

    fn resend(&self) -> Run {
        self.run(&format!("resolve --resend {} --yes", self.number))
    }

    fn posted(stub: &Stub) -> usize {
        let arrivals = stub.arrivals().into_iter();
        let sent = arrivals.filter(|arrival| arrival.head.contains("/trade/v1/refund"));
        sent.count()
    }

    /// Nothing learned elsewhere lets it be sent again, closed, or sent again where it was sent.
    fn is_held(&self, what: &str) {
        let refused = self.resend();
        assert_eq!(refused.code, 8, "{refused:?}");
        let said = format!("cannot be sent again from here: it was sent with {what}");
        assert!(refused.stdout.contains(&said), "{refused:?}");
        assert!(refused.stdout.contains("qfrefund close "), "{refused:?}");
        let close = format!("close {} --as not-refunded --note cash --yes", self.number);
        let refused = self.run(&close);
        assert_eq!(refused.code, 8, "{refused:?}");
        assert!(
            refused
                .stdout
                .contains("3 looks that found nothing elsewhere do not count"),
            "{refused:?}"
        );
        self.at_first("");
        let refused = self.resend();
        assert_eq!(refused.code, 8, "{refused:?}");
        assert!(
            refused.stdout.contains("cannot be sent again yet"),
            "{refused:?}"
        );
        assert_eq!(
            (Self::posted(&self.first), Self::posted(&self.second)),
            (1, 0)
        );
    }
}

#[test]
fn looks_at_another_address_allow_no_resend() {
    let lost = Lost::new();
    lost.at_second();
    let looked = lost.look_for_long();
    let first = lost.first.url();
    let said: Vec<&str> = looked.stderr.split_whitespace().collect();
    let said = said.join(" ");
    let sent = format!("it was sent to {first} with app code {APP_CODE}");
    assert!(said.contains(&sent), "{looked:?}");
    assert!(
        !said.contains("may order it to be sent again"),
        "{looked:?}"
    );
    let second = lost.second.url();
    lost.is_held(&format!("base_url {first}, which is {second} now"));
    // Looks where it was sent count as ever.
    lost.look_for_long();
    let sent = lost.resend();
    assert_eq!(sent.code, 6, "{sent:?}");
    assert_eq!(
        (Lost::posted(&lost.first), Lost::posted(&lost.second)),
        (2, 0)
    );
}

#[test]
fn lasting_absence_where_it_was_sent_allows_no_resend_elsewhere() {
    let lost = Lost::new();
    lost.look_for_long();
    lost.at_second();
    let refused = lost.resend();
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(
        refused.stdout.contains("cannot be sent again from here"),
        "{refused:?}"
    );
    assert_eq!(
        (Lost::posted(&lost.first), Lost::posted(&lost.second)),
        (1, 0)
    );
    lost.at_first("");
    assert_eq!(lost.resend().code, 6);
    assert_eq!(Lost::posted(&lost.first), 2);
}

#[test]
fn looks_with_a_renewed_app_code_or_another_mchid_allow_no_resend() {
    const RENEWED: &str = "BBBB589D2A1F2E42A9A60C3700000000";
    let lost = Lost::new();
    let renewed = profile(&lost.first.url(), "rate_limit = \"none\"\n").replace(APP_CODE, RENEWED);
    lost.sandbox.write_config(&renewed);
    assert_eq!(lost.run("journal adopt-merchant --same").code, 0);
    lost.look_for_long();
    lost.is_held(&format!("app_code {APP_CODE}, which is {RENEWED} now"));
    let lost = Lost::new();
    lost.at_first("mchid = \"ZaMVg12345\"\n");
    assert_eq!(lost.run("journal adopt-merchant --same").code, 0);
    lost.look_for_long();
    lost.is_held("mchid none, which is ZaMVg12345 now");
}

#[test]
fn what_is_found_elsewhere_is_news_all_the_same() {
    let mut lost = Lost::new();
    lost.second = Stub::start(vec![answering(|number| {
        json!([{"order_type": "refund", "syssn": "S-1", "origssn": PAYMENT, "out_trade_no": number,
            "txamt": "1250", "txcurrcd": "HKD", "respcd": "0000", "sysdtm": "2026-06-01 12:00:00"}])
    })]);
    lost.at_second();
    let looked = lost.run(&format!("resolve {}", lost.number));
    assert_eq!(looked.code, 0, "{looked:?}");
    let shown = lost.run(&format!("show {}", lost.number)).json();
    let events = shown["events"].as_array().unwrap();
    let claim = events
        .iter()
        .find(|event| event["event"] == "claim")
        .unwrap();
    assert_eq!(claim["endpoint"]["base_url"], lost.first.url());
    assert_eq!(claim["endpoint"]["app_code"], APP_CODE);
    let found = events.last().unwrap();
    assert_eq!(found["endpoint"]["base_url"], lost.second.url());
    assert_eq!(lost.run("journal verify").code, 0);
}
