//! What a copy of the journal has as planned or unknown may have been sent since: after a restore absence
//! begins anew.

use crate::support::sandbox::{Run, profile};
use crate::support::simulator::executed;
use crate::support::{Sandbox, Still};
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::Clock as _;
use serde_json::Value;
use std::fs;
use std::sync::Arc;
use std::time::Duration;
use time::macros::datetime;

/// What comes after the first fault is executed, answered by nothing and shown in no list.
const LOST: &str = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n[[fault]]\non = \"refund\"\ndo = \"lag\"\nenquiries = 500\n";

struct Shop {
    sandbox: Sandbox,
    clock: Arc<Still>,
    _gateway: Server,
}

impl Shop {
    /// The first refund meets this fault.
    fn new(first: &str) -> Self {
        let sandbox = Sandbox::new();
        let faults = format!("[[fault]]\non = \"refund\"\n{first}\ntimes = 1\n{LOST}");
        fs::write(sandbox.path("faults.toml"), faults).unwrap();
        let clock = Still::at(datetime!(2026-06-01 12:00 +8));
        let ledger = sandbox.path(".local/share/qfrefund/simulator.jsonl");
        fs::create_dir_all(ledger.parent().unwrap()).unwrap();
        let mut options = SimulatorOptions::new(ledger, clock.clone());
        options.faults = Some(sandbox.path("faults.toml"));
        let gateway = Server::start(options).unwrap();
        let more = "clearing_pause = false\nrate_limit = \"none\"\n";
        sandbox.write_config(&profile(&gateway.base_url(), more));
        Self {
            sandbox,
            clock,
            _gateway: gateway,
        }
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        self.sandbox.program(self.clock.clone()).run(&words)
    }

    fn issue(&self) -> Run {
        self.run("issue 20260105000200020000000001 --amount 12.50 --reference A --yes")
    }

    fn copy(&self) -> String {
        let copy = self.sandbox.path("copy.db").display().to_string();
        let run = self.run(&format!("journal backup {copy}"));
        assert_eq!(run.code, 0, "{run:?}");
        copy
    }

    /// The journal is lost, and the copy takes its place.
    fn restore(&self, copy: &str) -> Value {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{ending}", self.sandbox.journal().display()));
        }
        let run = self.run(&format!("journal restore {copy}"));
        assert_eq!(run.code, 0, "{run:?}");
        run.json()
    }

    fn look(&self, times: u64) {
        for _ in 0..times {
            self.clock.sleep(Duration::from_secs(360));
            assert_eq!(self.run("resolve").code, 6);
        }
    }

    fn events(&self, number: &str) -> Vec<String> {
        let life = self.run(&format!("show {number}")).json();
        let events = life["events"].as_array().unwrap().iter();
        let names = events.map(|event| event["event"].as_str().unwrap().to_owned());
        names.collect()
    }

    fn executed(&self) -> usize {
        executed(&self.sandbox).len()
    }
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_planned_in_the_copy_may_have_been_sent_since() {
    let shop = Shop::new("do = \"status\"\nstatus = 429");
    let planned = shop.issue();
    assert_eq!(planned.json()["state"], "planned", "{planned:?}");
    let number = number(&planned);
    let copy = shop.copy();
    assert_eq!(shop.issue().code, 6);
    assert_eq!(shop.executed(), 1);

    let restored = shop.restore(&copy);
    let doubtful = restored["doubtful"].as_array().unwrap();
    let named: Vec<_> = doubtful
        .iter()
        .map(|row| (row["out_trade_no"].as_str(), row["state"].as_str()))
        .collect();
    assert_eq!(named, [(Some(number.as_str()), Some("unknown"))]);
    // It is neither taken up nor given up, nor told as never sent.
    let again = shop.issue();
    assert_eq!((again.code, shop.executed()), (6, 1), "{again:?}");
    let cancelled = shop.run(&format!("cancel {number} --note x --yes"));
    assert_eq!(cancelled.code, 8, "{cancelled:?}");
    let resolved = shop.run("resolve");
    assert_eq!(resolved.json()["refunds"][0]["state"], "unknown");
    assert!(!resolved.stderr.contains("never sent"), "{resolved:?}");
    let early = shop.run(&format!("resolve --resend {number} --yes"));
    assert_eq!((early.code, shop.executed()), (8, 1), "{early:?}");
    // What an operator may order after lasting absence is the request that was planned.
    shop.look(3);
    let resent = shop.run(&format!("resolve --resend {number} --yes"));
    // It has the number of the one that was executed.
    assert_eq!((resent.code, shop.executed()), (6, 1), "{resent:?}");
    let events = shop.events(&number);
    assert!(events.contains(&"restored".to_owned()), "{events:?}");
    assert!(events.contains(&"order_resend".to_owned()), "{events:?}");
    assert_eq!(shop.run("journal verify").code, 0);
}

#[test]
fn looks_of_the_copy_show_no_absence() {
    let shop = Shop::new("do = \"drop-before\"");
    let number = number(&shop.issue());
    shop.look(4);
    let copy = shop.copy();
    let resent = shop.run(&format!("resolve --resend {number} --yes"));
    assert_eq!((resent.code, shop.executed()), (6, 1), "{resent:?}");

    shop.restore(&copy);
    let resend = format!("resolve --resend {number} --yes");
    let close = format!("close {number} --as not-refunded --note x --yes");
    for word in [&resend, &close] {
        let refused = shop.run(word);
        assert_eq!((refused.code, shop.executed()), (8, 1), "{refused:?}");
        let why = "the gateway has not been asked since";
        assert!(refused.stderr.contains(why), "{refused:?}");
    }
    shop.look(3);
    let closed = shop.run(&close);
    assert_eq!(closed.code, 0, "{closed:?}");
    assert_eq!(shop.run("journal verify").code, 0);
}

#[test]
fn where_nothing_is_missing_nothing_is_in_doubt() {
    let shop = Shop::new("do = \"status\"\nstatus = 429");
    let planned = shop.issue();
    let rejoined = shop.run("journal rejoin");
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    assert_eq!(rejoined.json()["doubtful"], Value::Array(Vec::new()));
    let events = shop.events(&number(&planned));
    assert!(!events.contains(&"restored".to_owned()), "{events:?}");
}
