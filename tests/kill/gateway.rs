//! `simulator serve` in a process of its own, with a ledger of its own, and what it has seen.

use crate::support::Sandbox;
use crate::support::simulator::executed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::process::{Child, Stdio};
use std::sync::LazyLock;
use std::thread;
use time::macros::offset;
use time::{Duration, OffsetDateTime};

/// What was paid of every payment: more than two of the refunds, so that a second one would be
/// executed if it were sent.
const PAID: u64 = 10_000;

/// A gateway that is no part of any client.
pub struct Gateway {
    home: Sandbox,
    child: Child,
    pub url: String,
}

impl Gateway {
    /// Starts one that knows these payments and plays these faults.
    pub fn start(payments: Range<usize>, faults: &str) -> Self {
        let home = Sandbox::new();
        let lines: String = payments
            .map(|index| {
                format!(
                    "{{\"syssn\":\"{}\",\"txamt\":{PAID},\"txcurrcd\":\"HKD\",\"pay_type\":\"801514\"}}\n",
                    payment(index)
                )
            })
            .collect();
        std::fs::write(home.path("payments.jsonl"), lines).unwrap();
        std::fs::write(home.path("faults.toml"), faults).unwrap();
        let mut child = home
            .command(&[
                "simulator",
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--payments",
                "payments.jsonl",
                "--faults",
                "faults.toml",
                "--output",
                "json",
            ])
            .stdout(File::create(home.path("requests.jsonl")).unwrap())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        said.read_line(&mut first).unwrap();
        let url = first
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap_or_else(|| panic!("{first}"))
            .trim_end_matches(';')
            .to_owned();
        thread::spawn(move || said.read_to_end(&mut Vec::new()));
        Self { home, child, url }
    }

    /// The refunds it has executed: what became of each, by our number.
    pub fn executed(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for refund in executed(&self.home) {
            let text = |name: &str| refund[name].as_str().unwrap().to_owned();
            let before = found.insert(text("out_trade_no"), text("state"));
            assert!(before.is_none(), "executed twice: {refund}");
        }
        found
    }

    /// How many complete refund requests have arrived for each number, executed or not.
    pub fn arrivals(&self) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        let log = std::fs::read_to_string(self.home.path("requests.jsonl")).unwrap();
        for line in log.lines() {
            let request: Value = serde_json::from_str(line).unwrap();
            if let (Some("/trade/v1/refund"), Some(number)) =
                (request["path"].as_str(), request["out_trade_no"].as_str())
            {
                *found.entry(number.to_owned()).or_default() += 1;
            }
        }
        found
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The number of one of the gateway's payments. They were made last month: not today, when some may not
/// yet be refunded in part, nor so long ago that a look would read the lists of many months.
pub fn payment(index: usize) -> String {
    static MADE: LazyLock<String> = LazyLock::new(|| {
        let hong_kong = OffsetDateTime::now_utc().to_offset(offset!(+8));
        let last_month = hong_kong.date().replace_day(1).unwrap() - Duration::days(1);
        let (year, month) = (last_month.year(), u8::from(last_month.month()));
        format!("{year}{month:02}0100020002")
    });
    format!("{}{index:010}", *MADE)
}
