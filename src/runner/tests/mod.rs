//! Batches run against a simulator in this process.

mod halting;
mod sending;
mod sharing;
mod surviving;
mod turned_away;

use super::*;
use crate::gateway;
use crate::gateway::environment::BaseUrl;
use crate::gateway::limiter::Limit;
use crate::gateway::post::AtSend;
use crate::gateway::transport::{Exchange, Roots, Route, Transport};
use crate::gateway::wire::SignedRequest;
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{
    BatchRow, Begun, Commit as _, Conditions, Digest, Handovers, NewIntent, Record,
};
use crate::money::{Amount, Currency};
use crate::refund::{Intent, OutTradeNo, State, Syssn};
use crate::simulator::{self, APP_CODE, CLIENT_KEY, ExecutedRefund, Server, SimulatorState};
use crate::world::Clock;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Instant;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

const BATCH: &str = "b1";
/// Noon in Hong Kong.
const NOON: OffsetDateTime = datetime!(2026-03-10 12:00 +8);

/// A clock whose time of day is set by hand; waits pass as they do.
struct HandClock {
    now: Mutex<OffsetDateTime>,
    begun: Instant,
}

impl HandClock {
    fn set(&self, instant: OffsetDateTime) {
        *self.now.lock().unwrap() = instant;
    }
}

impl Clock for HandClock {
    fn now(&self) -> OffsetDateTime {
        *self.now.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        self.begun.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// What the simulator heard of one refund request: when, and under which number and payment.
type Heard = Vec<(Instant, String, String)>;

struct Rig {
    folder: TempDir,
    clock: Arc<HandClock>,
    server: Server,
    heard: Arc<Mutex<Heard>>,
    interrupt: Arc<Interrupt>,
    limits: Vec<Limit>,
}

impl Rig {
    /// Starts a simulator with 300 payments of HKD 100.00.
    fn new(faults: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock {
            now: Mutex::new(NOON),
            begun: Instant::now(),
        });
        let mut lines = String::new();
        for payment in 0..300 {
            writeln!(lines, r#"{{"syssn":"{}","txamt":10000,"txcurrcd":"HKD","pay_type":"801514","sysdtm":"2026-03-09 10:00:00"}}"#, syssn(payment)).unwrap();
        }
        let payments = folder.path().join("payments.jsonl");
        std::fs::write(&payments, lines).unwrap();
        let mut options =
            simulator::SimulatorOptions::new(folder.path().join("ledger.jsonl"), clock.clone());
        options.payments = Some(payments);
        if !faults.is_empty() {
            let path = folder.path().join("faults.toml");
            std::fs::write(&path, faults).unwrap();
            options.faults = Some(path);
        }
        let heard: Arc<Mutex<Heard>> = Arc::default();
        let hearing = Arc::clone(&heard);
        options.on_event = Some(Box::new(move |event| {
            if event.path.ends_with("refund") {
                hearing.lock().unwrap().push((
                    Instant::now(),
                    event.out_trade_no.clone().unwrap_or_default(),
                    event.syssn.clone().unwrap_or_default(),
                ));
            }
        }));
        let interrupt = Arc::new(Interrupt::default());
        interrupt.wind_down_on_signal();
        Self {
            server: Server::start(options).unwrap(),
            folder,
            clock,
            heard,
            interrupt,
            limits: Vec::new(),
        }
    }

    fn journal(&self) -> SqliteJournal {
        SqliteJournal::open(&self.folder.path().join("journal/journal.db")).unwrap()
    }

    /// Plans `count` rows of HKD 1.00, row n of payment `payment(n)`.
    fn import(&self, count: u32, payment: impl Fn(u32) -> u32) {
        self.import_rows((1..=count).map(|row| new_intent(row, payment(row))));
    }

    /// Plans `count` rows of HKD 1.00, each of a payment of its own and changed by `change`.
    fn import_with(&self, count: u32, change: impl Fn(&mut NewIntent, u32)) {
        self.import_rows((1..=count).map(|row| {
            let mut new = new_intent(row, row);
            change(&mut new, row);
            new.request = request_of(&new.intent);
            new
        }));
    }

    fn import_rows(&self, rows: impl Iterator<Item = NewIntent>) {
        let rows: Vec<NewIntent> = rows.collect();
        let mut journal = self.journal();
        journal
            .write(&mut |scope| {
                for new in &rows {
                    let _ = scope.plan(new, Conditions::default(), who(1).at(NOON))?;
                }
                Ok(())
            })
            .unwrap();
    }

    fn transport(&self) -> Transport {
        Transport::new(&Route {
            base_url: BaseUrl::parse(&self.server.base_url()).unwrap(),
            roots: Roots::Bundled,
            proxy: None,
            timeout: Duration::from_secs(10),
        })
        .unwrap()
    }

    fn run(&self, options: RunOptions) -> (Summary, Vec<RunEvent>) {
        self.run_by(&self.transport(), &mut self.journal(), options)
    }

    /// Runs it with these last looks at its payments.
    fn run_after(&self, last_look: &dyn LastLook, options: RunOptions) -> (Summary, Vec<RunEvent>) {
        let (post, mut events) = (self.transport(), Vec::new());
        let mut hear = |event: &RunEvent| events.push(event.clone());
        let looked = Some(last_look);
        let summary = self.run_looked(&post, &mut self.journal(), options, looked, &mut hear);
        (summary, events)
    }

    fn run_by(
        &self,
        post: &dyn Post,
        journal: &mut dyn Journal,
        options: RunOptions,
    ) -> (Summary, Vec<RunEvent>) {
        let mut events = Vec::new();
        let mut hear = |event: &RunEvent| events.push(event.clone());
        let summary = self.run_and_hear(post, journal, options, &mut hear);
        (summary, events)
    }

    fn run_and_hear(
        &self,
        post: &dyn Post,
        journal: &mut dyn Journal,
        options: RunOptions,
        hear: &mut dyn FnMut(&RunEvent),
    ) -> Summary {
        self.run_looked(post, journal, options, None, hear)
    }

    fn run_looked(
        &self,
        post: &dyn Post,
        journal: &mut dyn Journal,
        options: RunOptions,
        last_look: Option<&dyn LastLook>,
        hear: &mut dyn FnMut(&RunEvent),
    ) -> Summary {
        let clock: SharedClock = self.clock.clone();
        let plan = RunPlan {
            job: &Job {
                left_out: HashSet::new(),
                merchant: &merchant(),
                key: key(),
                batch: BATCH.to_owned(),
                who: who(2),
                clock: clock.clone(),
                interrupt: Arc::clone(&self.interrupt),
                post,
                gate: &Gate::new(self.limits.clone(), clock),
                handovers: Arc::new(Handovers::none()),
                last_look,
                options,
            },
            brake: Arc::default(),
            pace: RunPace {
                attempt: attempt::Pace {
                    looks: [Duration::from_millis(10); 6],
                    record: [Duration::from_millis(10); 4],
                },
                retry: Duration::from_millis(10),
                tick: Duration::from_millis(100),
            },
        };
        steer::run(&plan, journal, hear).unwrap()
    }

    fn executed(&self) -> Vec<ExecutedRefund> {
        let ledger = self.folder.path().join("ledger.jsonl");
        let state = SimulatorState::read(&ledger, self.clock.now());
        state.unwrap().refunds
    }

    fn heard(&self) -> Heard {
        self.heard.lock().unwrap().clone()
    }

    /// Asserts that the simulator executed rows 1 to `count` once each, and nothing else.
    fn assert_each_once(&self, count: u32) {
        let numbers: Vec<String> = self
            .executed()
            .into_iter()
            .map(|e| e.out_trade_no)
            .collect();
        let distinct: BTreeSet<&String> = numbers.iter().collect();
        assert_eq!(numbers.len(), distinct.len(), "executed twice");
        let wanted: Vec<String> = (1..=count).map(number).collect();
        assert_eq!(distinct, wanted.iter().collect());
    }
}

fn options(jobs: usize) -> RunOptions {
    RunOptions {
        jobs,
        spacing: Duration::ZERO,
        stop_at_errors: None,
        currency: Currency::from_code("HKD").unwrap(),
        max_refund: None,
        max_batch_total: None,
        max_day_total: None,
        twin_window: None,
        keep_going: false,
        pause_window: false,
        moves_money: false,
        timeout: Duration::from_secs(10),
        follow: Duration::from_secs(20),
    }
}

/// A fault by which the first `times` refunds stay pending for so many enquiries, and are done then.
fn pending(times: u32, enquiries: u32) -> String {
    format!(
        "[[fault]]\non = \"refund\"\ndo = \"pending\"\ntimes = {times}\nenquiries = {enquiries}\nthen = \"0000\"\n"
    )
}

fn syssn(payment: u32) -> String {
    format!("2026030900020002{payment:010}")
}

fn number(row: u32) -> String {
    format!("R{row:04}")
}

fn key() -> MerchantKey {
    MerchantKey::new("simulator A -")
}

fn who(process: u32) -> Who {
    Who {
        operator: "mei".to_owned(),
        host: "till-1".to_owned(),
        process,
    }
}

fn merchant() -> Merchant {
    gateway::tests::merchant(APP_CODE, CLIENT_KEY)
}

fn request_of(intent: &Intent) -> Digest {
    Digest::of(SignedRequest::refund(intent, &merchant()).body.as_bytes())
}

fn new_intent(row: u32, payment: u32) -> NewIntent {
    let intent = Intent {
        out_trade_no: OutTradeNo::parse(&number(row)).unwrap(),
        syssn: Syssn::parse(&syssn(payment)).unwrap(),
        amount: Amount::from_minor(100).unwrap(),
        currency: Currency::from_code("HKD").unwrap(),
        txdtm: Some("2026-03-10 12:00:00".to_owned()),
        udid: None,
        reference: None,
        reason: None,
    };
    let request = request_of(&intent);
    NewIntent {
        merchant: key(),
        environment: "simulator".to_owned(),
        profile: "simulator".to_owned(),
        intent,
        request,
        batch: Some(BatchRow {
            batch: BATCH.to_owned(),
            row,
        }),
        replaces: None,
    }
}

fn count(summary: &Summary, state: State) -> u64 {
    let of_state = summary.counts.iter().filter(|count| count.state == state);
    of_state.map(|count| count.count).sum()
}

/// The rows that were told to be in a state.
fn told(events: &[RunEvent], state: State) -> Vec<Record> {
    let changed = events.iter().filter_map(|event| match event {
        RunEvent::Changed(record) if record.state() == state => Some(record.as_ref().clone()),
        _ => None,
    });
    changed.collect()
}
