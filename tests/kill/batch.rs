//! A batch of 200 rows whose gateway loses replies, killed anywhere, and run again.
//!
//! What must hold after every kill and one rerun: each row was executed once, and the result file
//! says so. One case is beyond any client: killed after a row is marked as handed over and before
//! its first byte, which cannot be told from a lost reply. Such a row is *unknown*, the gateway
//! does not show it, and the operator's recorded order, after lasting absence, sends it.

use crate::gateway::{Gateway, payment};
use crate::operator::{Operator, Relay};
use crate::points::{self, End, Point};
use crate::support::sandbox::profile;
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Stdio;
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

const ROWS: usize = 200;
/// Refunds in flight, and so the most that one kill can leave in the hands of an operator.
const JOBS: usize = 4;
/// Points tried of each system call's name, spread over its calls.
const PER_NAME: usize = 4;
/// Fewer real kills than this would mean that the test does not do its work.
const FEWEST: usize = 60;
/// Replies lost while the killed run and its rerun are sending.
const FAULTS: &str = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\nskip = 15\ntimes = 2\n\n\
                      [[fault]]\non = \"refund\"\ndo = \"drop-after\"\nskip = 90\ntimes = 2\n";

/// One batch that was to be killed.
struct Trial {
    gateway: Gateway,
    relay: Relay,
    home: Sandbox,
}

/// What became of it.
struct Outcome {
    end: End,
    /// Rows that were executed before the rerun.
    before: usize,
    /// Rows that only an operator's order could send.
    ordered: usize,
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "it takes minutes and is about the release binary: cargo test --release --test kill"
)]
fn a_batch_killed_anywhere_is_executed_row_by_row_once() {
    if !points::can_trace() {
        return;
    }
    let begun = Instant::now();
    let queue = Mutex::new(some_points().into_iter().enumerate());
    let outcomes = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap().next();
                    let Some((index, point)) = next else { return };
                    let outcome = Trial::new().play(&point, index % 3 == 0);
                    outcomes.lock().unwrap().push((point, outcome));
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    let killed = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.end == End::Killed)
        .count();
    let halfway = outcomes
        .iter()
        .filter(|(_, outcome)| (1..ROWS).contains(&outcome.before))
        .count();
    let mut ordered: BTreeMap<&str, usize> = BTreeMap::new();
    for (point, outcome) in &outcomes {
        *ordered.entry(&point.name).or_default() += outcome.ordered;
    }
    let ordered: String = ordered
        .iter()
        .filter(|(_, rows)| **rows > 0)
        .map(|(name, rows)| format!(" {name} {rows}"))
        .collect();
    println!(
        "batches tried: {}, killed: {killed}, of these with some rows executed and others not: {halfway}; \
         rows sent by an operator's order, by the call that the kill came before:{ordered}; in {} s",
        outcomes.len(),
        begun.elapsed().as_secs()
    );
    assert!(killed >= FEWEST, "only {killed} were killed");
    assert!(halfway >= FEWEST / 4, "only {halfway} were killed halfway");
}

/// Picks points of every name from one run, spread over its calls.
fn some_points() -> Vec<Point> {
    let trial = Trial::new();
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    for point in points::of_a_run(trial.home.home.path(), &run(&[])) {
        let count = most.entry(point.name).or_default();
        *count = point.count.max(*count);
    }
    let mut found = Vec::new();
    for (name, count) in most {
        let some = (1..=PER_NAME).map(|step| (count * step).div_ceil(PER_NAME));
        for count in some.collect::<BTreeSet<_>>() {
            let name = name.clone();
            found.push(Point { name, count });
        }
    }
    found
}

fn run<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec![
        "batch",
        "run",
        "batch.csv",
        "--yes",
        "--keep-going",
        "--jobs",
        "4",
        "--timeout",
        "10",
        "--wait",
        "20",
        "--profile",
        "stub",
        "--output",
        "json",
    ];
    all.extend(more);
    all
}

impl Trial {
    fn new() -> Self {
        let (gateway, home) = (Gateway::start(0..ROWS + 1, FAULTS), Sandbox::new());
        let relay = Relay::start(&gateway.url);
        let more = "rate_limit = \"none\"\nclearing_pause = false\n";
        home.write_config(&profile(&relay.url, more));
        let mut file = "syssn,amount,reason\n".to_owned();
        for row in 1..=ROWS {
            writeln!(file, "{},12.{:02},row {row}", payment(row), row % 100).unwrap();
        }
        std::fs::write(home.path("batch.csv"), file).unwrap();
        Self {
            gateway,
            relay,
            home,
        }
    }

    /// Kills a run at a point, alone or beside another one, and runs the file again.
    fn play(&self, point: &Point, beside: bool) -> Outcome {
        let other = beside.then(|| {
            self.home
                .command(&run(&[]))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        });
        let end = points::kill_fast(point, self.home.home.path(), &run(&[]));
        if let Some(mut other) = other {
            other.wait().unwrap();
        }
        let before = self.gateway.executed().len();
        let again = self.home.run(&run(&["--results", "results.jsonl"]));
        let left = self.check(point, &again);
        assert!(
            left.len() <= JOBS,
            "{point:?}: {} rows are left: {again:?}",
            left.len()
        );
        if left.is_empty() {
            assert_eq!(again.code, 0, "{point:?}: {again:?}");
        } else {
            let operator = Operator::new(&self.home, &self.relay);
            for number in &left {
                operator.order_after_lasting_absence(number);
            }
            drop(operator);
            let last = self.home.run(&run(&["--results", "results.jsonl"]));
            let left = self.check(point, &last);
            assert!(left.is_empty() && last.code == 0, "{point:?}: {last:?}");
        }
        let executed = self.gateway.executed().len();
        assert_eq!(executed, ROWS, "{point:?}");
        assert!(
            self.gateway.arrivals().values().all(|count| *count == 1),
            "{point:?}: sent twice"
        );
        let verify = self
            .home
            .run(&["journal", "verify", "--profile", "stub", "--output", "json"]);
        assert_eq!(verify.code, 0, "{point:?}: {verify:?}");
        Outcome {
            end,
            before,
            ordered: left.len(),
        }
    }

    /// Compares the result file with what the gateway did; returns the rows that are unknown.
    fn check(&self, point: &Point, run: &Run) -> Vec<String> {
        let executed = self.gateway.executed();
        let results = std::fs::read_to_string(self.home.path("results.jsonl"))
            .unwrap_or_else(|error| panic!("{point:?}: {error}: {run:?}"));
        let mut numbers = BTreeSet::new();
        let mut left = Vec::new();
        for line in results.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let number = row["out_trade_no"].as_str().unwrap().to_owned();
            match row["state"].as_str() {
                Some("refunded") => assert!(executed.contains_key(&number), "{point:?}: {row}"),
                Some("unknown") => {
                    assert!(!executed.contains_key(&number), "{point:?}: {row}");
                    left.push(number.clone());
                }
                _ => panic!("{point:?}: {row}: {run:?}"),
            }
            assert!(
                numbers.insert(number),
                "{point:?}: twice in the results: {row}"
            );
        }
        assert_eq!(numbers.len(), ROWS, "{point:?}: {run:?}");
        left
    }
}
