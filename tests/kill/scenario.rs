//! One refund for every kill point, under every behaviour of the gateway; then the same command
//! again, `resolve`, and the same command once more.
//!
//! Every run has a reference and a payment of its own. Its number is derived from the reference,
//! so that whatever is sent for it can be counted at the gateway.

use crate::gateway::{Gateway, payment};
use crate::points::{self, End, Point};
use crate::support::sandbox::profile;
use crate::support::{Run, Sandbox};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many behaviours are tried at the same time.
const AT_ONCE: usize = 3;
/// Payments a gateway knows: more than there are points.
const PAYMENTS: usize = 2000;
/// As many where the client looks first, so that a list that it reads is one page.
const PAYMENTS_LOOKED_AT: usize = 40;
/// What a lease lasts beyond the longest wait, and a second for good measure.
const LEASE_MARGIN: Duration = Duration::from_secs(31);
/// Fewer real kills than this would mean that the test does not do its work.
const FEWEST_FOR_ALL: usize = 200;
/// The system calls between the mark that a refund is handed over and its first byte, and some
/// for kills that hit another thread meanwhile.
const MOST_UNSENT: usize = 8;
const FEWEST: usize = 1000;

/// What the gateway does with every refund, and how closely it is looked at.
struct Behaviour {
    name: &'static str,
    faults: &'static str,
    /// Whether the client looks at the payment first.
    preflight: bool,
    /// Whether every refund has a home of its own, whose journal nobody has opened before.
    own_journal: bool,
    /// Every how-many-th point is tried; 1 for all of them.
    stride: usize,
    /// The client's longest wait, in seconds.
    timeout: u64,
    /// How long the gateway may still be busy after the client has gone.
    settle: Duration,
}

impl Behaviour {
    const PLAIN: Self = Self {
        name: "answers, first refund of a new journal",
        faults: "",
        preflight: true,
        own_journal: true,
        stride: 1,
        timeout: 5,
        settle: Duration::from_millis(300),
    };
}

fn behaviours() -> Vec<Behaviour> {
    let some = |name, faults| Behaviour {
        name,
        faults,
        preflight: false,
        own_journal: false,
        stride: 5,
        ..Behaviour::PLAIN
    };
    vec![
        Behaviour {
            // The decision comes after the client has given up.
            timeout: 1,
            stride: 8,
            settle: Duration::from_secs(3),
            ..some(
                "answers too late",
                "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"1500ms\"\n",
            )
        },
        Behaviour::PLAIN,
        Behaviour {
            name: "answers, journal in use",
            preflight: false,
            own_journal: false,
            ..Behaviour::PLAIN
        },
        Behaviour {
            stride: 1,
            ..some(
                "reply lost",
                "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n",
            )
        },
        some(
            "request lost",
            "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\n",
        ),
        some(
            "reply lost, enquiries lag behind",
            "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n[[fault]]\non = \"refund\"\ndo = \"lag\"\nenquiries = 2\n",
        ),
        some(
            "answers that the number is used",
            "[[fault]]\non = \"refund\"\ndo = \"duplicate\"\n",
        ),
        some(
            "pending, then done",
            "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 2\n",
        ),
        some(
            "pending, then refused",
            "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 2\nthen = \"1269\"\n",
        ),
        some(
            "half a reply",
            "[[fault]]\non = \"refund\"\ndo = \"half-reply\"\n",
        ),
        some(
            "refuses",
            "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\n",
        ),
    ]
}

/// One refund that was to be killed.
struct Victim {
    point: Point,
    end: End,
    reference: String,
    payment: String,
    /// Which of the homes.
    home: usize,
    /// What the journal said afterwards, where it was asked.
    left: Option<Option<String>>,
    /// Our number, once the command has been run again.
    number: String,
}

/// A behaviour, tried.
struct Trial {
    behaviour: Behaviour,
    /// In the order of the payments that they know.
    gateways: Vec<Gateway>,
    homes: Vec<Sandbox>,
    victims: Vec<Victim>,
    /// When the last one was killed or run again.
    last: Instant,
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "it takes minutes and is about the release binary: cargo test --release --test kill"
)]
fn killed_at_every_system_call_nothing_is_sent_twice_and_nothing_is_forgotten() {
    if !points::can_trace() {
        return;
    }
    let begun = Instant::now();
    let seed = std::env::var("QFREFUND_KILL_SEED").map_or_else(
        |_| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .subsec_nanos() as usize
        },
        |text| text.parse().unwrap(),
    );
    println!("kill test: QFREFUND_KILL_SEED={seed} repeats it");
    let trials = in_parallel(behaviours(), |behaviour| {
        let mut trial = Trial::new(behaviour);
        trial.kill(seed);
        trial.run_again();
        trial
    });
    let passed = trials
        .iter()
        .map(|trial| trial.last + Duration::from_secs(trial.behaviour.timeout) + LEASE_MARGIN)
        .max()
        .unwrap();
    thread::sleep(passed.saturating_duration_since(Instant::now()));
    let reports = in_parallel(trials, |trial| {
        trial.resolve();
        trial.run_once_more();
        trial.compare()
    });
    let mut all = Report::default();
    for report in &reports {
        println!("{}", report.line);
        all.tried += report.tried;
        all.killed += report.killed;
    }
    println!(
        "kill points tried: {}, killed: {}, in {} s",
        all.tried,
        all.killed,
        begun.elapsed().as_secs()
    );
    assert!(all.killed >= FEWEST, "only {} were killed", all.killed);
}

/// Does the work on a few items at a time, and keeps their order.
fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let queue = Mutex::new(items.into_iter().enumerate());
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap().next();
                    let Some((index, item)) = next else { return };
                    let result = work(item);
                    results.lock().unwrap().insert(index, result);
                }
            });
        }
    });
    results.into_inner().unwrap().into_values().collect()
}

#[derive(Default)]
struct Report {
    tried: usize,
    killed: usize,
    line: String,
}

impl Trial {
    fn new(behaviour: Behaviour) -> Self {
        Self {
            behaviour,
            gateways: Vec::new(),
            homes: Vec::new(),
            victims: Vec::new(),
            last: Instant::now(),
        }
    }

    /// Returns the gateway that knows a payment. A journal that is in use has one gateway, where a
    /// look would read page after page.
    fn gateway(&mut self, payment: usize) -> &Gateway {
        let each = match self.behaviour.own_journal {
            true => PAYMENTS_LOOKED_AT,
            false => PAYMENTS,
        };
        let at = payment / each;
        assert!(at == 0 || self.behaviour.own_journal, "not enough payments");
        if at == self.gateways.len() {
            let known = at * each..(at + 1) * each;
            self.gateways
                .push(Gateway::start(known, self.behaviour.faults));
        }
        &self.gateways[at]
    }

    /// The refunds that were executed: what became of each, by our number.
    fn executed(&self) -> BTreeMap<String, String> {
        self.gateways.iter().flat_map(Gateway::executed).collect()
    }

    /// How many refund requests have arrived for each number.
    fn arrivals(&self) -> BTreeMap<String, usize> {
        self.gateways.iter().flat_map(Gateway::arrivals).collect()
    }

    /// Returns the home for the refund of a payment.
    fn home(&mut self, payment: usize) -> usize {
        let url = self.gateway(payment).url.clone();
        if self.homes.is_empty() || self.behaviour.own_journal {
            let home = Sandbox::new();
            // One journal takes more of them in a minute than a gateway allows.
            let rate = match self.behaviour.own_journal {
                true => "",
                false => "rate_limit = \"none\"\n",
            };
            let more = format!(
                "preflight = {}\nclearing_pause = false\n{rate}",
                self.behaviour.preflight
            );
            home.write_config(&profile(&url, &more));
            self.homes.push(home);
        }
        self.homes.len() - 1
    }

    /// Kills one refund at each point.
    fn kill(&mut self, seed: usize) {
        let first = self.home(0);
        let timeout = self.behaviour.timeout.to_string();
        if !self.behaviour.own_journal {
            // The journal was opened before the first of them.
            let history = self.on(first, &["history"]);
            assert_eq!(history.code, 0, "{history:?}");
        }
        let arguments = issue(&payment(0), "TRACED", &timeout);
        let points = points::of_a_run(self.homes[first].home.path(), &as_strs(&arguments));
        let stride = self.behaviour.stride;
        for point in points.iter().skip(seed % stride).step_by(stride) {
            self.kill_one(point.clone(), &timeout);
        }
        if stride > 1 {
            return;
        }
        // No two runs are alike: go on where this one made more calls than the one traced.
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for point in &points {
            most.insert(&point.name, point.count);
        }
        for (name, count) in most {
            for count in count + 1.. {
                let name = name.to_owned();
                if self.kill_one(Point { name, count }, &timeout) != End::Killed {
                    break;
                }
            }
        }
    }

    fn kill_one(&mut self, point: Point, timeout: &str) -> End {
        let index = self.victims.len() + 1;
        let home = self.home(index);
        let reference = format!("K{index}");
        let payment = payment(index);
        let arguments = issue(&payment, &reference, timeout);
        let end = points::kill_at(&point, self.homes[home].home.path(), &as_strs(&arguments));
        self.last = Instant::now();
        if !self.behaviour.own_journal {
            self.verify(home);
        }
        self.victims.push(Victim {
            point,
            end,
            reference,
            payment,
            home,
            left: None,
            number: String::new(),
        });
        end
    }

    fn on(&self, home: usize, arguments: &[&str]) -> Run {
        let mut all = arguments.to_vec();
        all.extend(["--profile", "stub", "--output", "json"]);
        self.homes[home].run(&all)
    }

    fn verify(&self, home: usize) {
        let run = self.on(home, &["journal", "verify"]);
        assert!(
            run.code == 0 && run.json()["sound"] == true,
            "{}: {run:?}",
            self.behaviour.name
        );
    }

    /// Returns the state and number of every refund in a journal, by reference.
    fn journal(&self, home: usize) -> BTreeMap<String, (String, String)> {
        let run = self.on(home, &["history", "--limit", "0"]);
        assert_eq!(run.code, 0, "{run:?}");
        let document = run.json();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        document["refunds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                (
                    text(&row["reference"]),
                    (text(&row["state"]), text(&row["out_trade_no"])),
                )
            })
            .collect()
    }

    /// Asks each journal what it knows, and runs each command again.
    fn run_again(&mut self) {
        let mut known: BTreeMap<usize, BTreeMap<String, (String, String)>> = BTreeMap::new();
        for index in 0..self.victims.len() {
            let (home, reference) = {
                let victim = &self.victims[index];
                (victim.home, victim.reference.clone())
            };
            // Half of those with a journal of their own are run again with nothing in between.
            if self.behaviour.own_journal && index % 2 == 1 {
                continue;
            }
            let journal = known.entry(home).or_insert_with(|| {
                self.verify(home);
                self.journal(home)
            });
            let left = journal.get(&reference).map(|(state, _)| state.clone());
            self.victims[index].left = Some(left);
        }
        thread::sleep(self.behaviour.settle);
        let executed = self.executed();
        for index in 0..self.victims.len() {
            let run = self.rerun(&self.victims[index]);
            self.last = Instant::now();
            let document = run.json();
            let victim = &mut self.victims[index];
            victim.number = document["out_trade_no"].as_str().unwrap().to_owned();
            let replayed = document["replayed"] == true;
            let Some(left) = &victim.left else { continue };
            let left = left.as_deref().unwrap_or("absent");
            let context = || format!("{:?} left it {left}: {run:?}", victim.point);
            match left {
                "absent" | "planned" => {
                    assert!(
                        !executed.contains_key(&victim.number),
                        "forgotten: {}",
                        context()
                    );
                    assert!(!replayed, "{}", context());
                }
                "refunded" => {
                    assert_eq!(
                        executed.get(&victim.number).map(String::as_str),
                        Some("done"),
                        "{}",
                        context()
                    );
                    assert!(replayed && run.code == 0, "{}", context());
                }
                _ => assert!(replayed, "{}", context()),
            }
        }
    }

    /// Runs the very same command, to its end.
    fn rerun(&self, victim: &Victim) -> Run {
        let arguments = issue(
            &victim.payment,
            &victim.reference,
            &self.behaviour.timeout.to_string(),
        );
        let run = self.homes[victim.home].run(&as_strs(&arguments));
        assert!(
            [0, 5, 6, 7].contains(&run.code),
            "{}, {:?}: {run:?}",
            self.behaviour.name,
            victim.point
        );
        run
    }

    /// Finds out what became of everything that is open; as often as the gateway lags behind.
    fn resolve(&self) {
        for home in 0..self.homes.len() {
            for _ in 0..4 {
                let run = self.on(home, &["resolve"]);
                assert!([0, 5, 6, 7].contains(&run.code), "{run:?}");
                if ![6, 7].contains(&run.code) {
                    break;
                }
            }
            self.verify(home);
        }
    }

    /// Runs each command once more: it tells the state and sends nothing.
    fn run_once_more(&self) {
        let arrivals = self.arrivals();
        for victim in &self.victims {
            let run = self.rerun(victim);
            let document = run.json();
            assert_eq!(document["replayed"], true, "{:?}: {run:?}", victim.point);
            let wanted = match document["state"].as_str() {
                Some("refunded") => 0,
                Some("declined") => 5,
                Some("unknown") => 6,
                _ => panic!("not settled: {:?}: {run:?}", victim.point),
            };
            assert_eq!(run.code, wanted, "{:?}: {run:?}", victim.point);
        }
        assert_eq!(self.arrivals(), arrivals);
    }

    /// Compares what every journal says with what the gateway did.
    fn compare(&self) -> Report {
        let name = self.behaviour.name;
        let (executed, arrivals) = (self.executed(), self.arrivals());
        assert!(
            arrivals.values().all(|count| *count == 1),
            "{name}: sent twice: {arrivals:?}"
        );
        let journals: Vec<_> = (0..self.homes.len())
            .map(|home| self.journal(home))
            .collect();
        let mut states: BTreeMap<&str, usize> = BTreeMap::new();
        let mut known = 0;
        for (home, journal) in journals.iter().enumerate() {
            for (reference, (state, number)) in journal {
                let truth = executed.get(number).map(String::as_str);
                known += usize::from(truth.is_some());
                let fits = match state.as_str() {
                    "refunded" => truth == Some("done"),
                    "declined" => truth.is_none_or(|truth| truth == "refused"),
                    // Perhaps sent, and nothing to be found: it was not executed.
                    "unknown" => truth.is_none(),
                    _ => false,
                };
                let point = self
                    .victims
                    .iter()
                    .find(|victim| victim.reference == *reference && victim.home == home)
                    .map(|victim| &victim.point);
                assert!(
                    fits,
                    "{name}, {reference}, {point:?}: the journal says {state}, the gateway {truth:?}"
                );
                *states.entry(state).or_default() += 1;
            }
        }
        for victim in &self.victims {
            assert!(
                journals[victim.home].contains_key(&victim.reference),
                "{name}: forgotten: {:?}",
                victim.point
            );
        }
        assert_eq!(known, executed.len(), "{name}: executed, and in no journal");
        // Killed between the mark and the first byte: nothing else leaves an unknown unsent.
        let unsent = journals
            .iter()
            .flat_map(BTreeMap::values)
            .filter(|(state, number)| state == "unknown" && !arrivals.contains_key(number))
            .count();
        assert!(
            unsent <= MOST_UNSENT,
            "{name}: {unsent} unknown and never sent"
        );
        let tried = self.victims.len();
        let killed = self
            .victims
            .iter()
            .filter(|victim| victim.end == End::Killed)
            .count();
        let fewest = FEWEST_FOR_ALL / self.behaviour.stride;
        assert!(killed >= fewest, "{name}: only {killed} of {tried}");
        let mut line = format!(
            "{name}: tried {tried}, killed {killed}; sent {}, executed {}; in the end",
            arrivals.len(),
            executed.len()
        );
        for (state, count) in states {
            let _ = write!(line, " {state} {count}");
        }
        Report {
            tried,
            killed,
            line,
        }
    }
}

pub fn issue(payment: &str, reference: &str, timeout: &str) -> Vec<String> {
    [
        "issue",
        payment,
        "--amount",
        "30.00",
        "--reference",
        reference,
        "--profile",
        "stub",
        "--yes",
        "--output",
        "json",
        "--timeout",
        timeout,
    ]
    .map(str::to_owned)
    .to_vec()
}

pub fn as_strs(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}
