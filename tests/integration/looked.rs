//! What a person is told of a refund whose outcome is open: since when, what was asked for it, and
//! what looks have shown.

use crate::support::sandbox::{PAYMENT, profile};
use crate::support::{Run, Sandbox, Still};
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::Clock as _;
use std::sync::Arc;
use std::time::Duration;
use time::macros::datetime;

/// A profile `stub` at a simulator that plays a fault, both at noon of the first of June.
struct Shop {
    home: Sandbox,
    clock: Arc<Still>,
    _gateway: Server,
}

impl Shop {
    fn new(fault: &str) -> Self {
        let home = Sandbox::new();
        let clock = Still::at(datetime!(2026-06-01 04:00 UTC));
        let faults = format!("[[fault]]\non = \"refund\"\n{fault}\n");
        std::fs::write(home.path("faults.toml"), faults).unwrap();
        let mut options = SimulatorOptions::new(home.path("gateway.jsonl"), clock.clone());
        options.faults = Some(home.path("faults.toml"));
        let gateway = Server::start(options).unwrap();
        home.write_config(&profile(&gateway.base_url(), ""));
        Self {
            home,
            clock,
            _gateway: gateway,
        }
    }

    fn later(&self, minutes: u64) {
        self.clock.sleep(Duration::from_secs(minutes * 60));
    }

    fn run(&self, line: &str) -> Run {
        let line = format!("{line} --profile stub --output json");
        let line: Vec<&str> = line.split(' ').collect();
        self.home.program(self.clock.clone()).run(&line)
    }

    fn issue(&self, more: &str) -> Run {
        self.run(&format!("issue {PAYMENT} --amount 12.50 --yes{more}"))
    }
}

fn flat(run: &Run) -> String {
    run.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

fn says(said: &str, what: &str) {
    assert!(said.contains(what), "{what}: {said}");
}

#[test]
fn since_when_it_is_open_is_when_it_was_sent() {
    for (fault, since) in [
        ("do = \"drop-before\"", "unknown since"),
        (
            "do = \"pending\"\nenquiries = 9",
            "pending at the gateway since",
        ),
    ] {
        let shop = Shop::new(fault);
        let number = number(&shop.issue(""));
        for _ in 0..2 {
            shop.later(30);
            let said = flat(&shop.run(&format!("resolve {number}")));
            says(&said, &format!("{since} 2026-06-01 12:00:"));
        }
        let said = flat(&shop.run(&format!("show {number}")));
        says(&said, &format!("{since} 2026-06-01 12:00:"));
        says(&said, "2026-06-01 13:00:");
    }
}

#[test]
fn looks_that_found_nothing_are_told_with_what_may_follow() {
    let shop = Shop::new("do = \"drop-before\"");
    let number = number(&shop.issue(""));
    let look = format!("resolve {number}");
    let resend = format!("`qfrefund resolve --resend {number} --profile stub`");
    shop.later(1);
    let said = flat(&shop.run(&look));
    says(
        &said,
        &format!(
            "the gateway was asked for {number}, without a month and in 2026-06, 2026-05, 2026-07: 1 look found nothing, at 2026-06-01 12:01:"
        ),
    );
    says(&said, "Look again after 2026-06-01 12:06:");
    says(&said, &format!("`qfrefund {look} --profile stub`"));
    says(&said, "From 2026-06-01 12:11:");
    says(&said, "after 3 looks over 10 minutes that find nothing");
    says(&said, &resend);
    shop.later(4);
    shop.run(&look);
    shop.later(8);
    let said = flat(&shop.run(&look));
    says(
        &said,
        "3 looks in a row found nothing, from 2026-06-01 12:01:",
    );
    says(&said, "(12 minutes)");
    says(
        &said,
        &format!("sent again now, under the same number: {resend}"),
    );
    assert!(!said.contains("Do not send it again"), "{said}");
    shop.later(26 * 60);
    let shown = flat(&shop.run(&format!("show {number}")));
    says(&shown, "3 looks in a row found nothing");
    says(&shown, &resend);
    says(&flat(&shop.run(&look)), "(26 hours)");
}

#[test]
fn what_was_waited_for_in_vain_is_told_with_its_looks() {
    let shop = Shop::new("do = \"drop-before\"");
    let waited = shop.issue(" --wait=60");
    assert_eq!(waited.code, 6, "{waited:?}");
    let json = waited.json();
    let message = json["message"].as_str().unwrap();
    says(
        message,
        "looks in a row found nothing, from 2026-06-01 12:00:",
    );
    let resend = format!("qfrefund resolve --resend {}", number(&waited));
    says(json["next_step"].as_str().unwrap(), &resend);
}
