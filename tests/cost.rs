//! What a refund costs does not grow with the journal, and what a start costs is what `benches/README.md` says:
//! instructions, counted by valgrind.
//!
//! Only for the binary as it is released: `cargo test --release --locked --test cost`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop"
)]

#[path = "../benches/fill/mod.rs"]
mod fill;

use qfrefund::simulator::{APP_CODE, CLIENT_KEY, Server, SimulatorOptions};
use qfrefund::world::Clock;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;

const INTENTS: u64 = 100_000;
/// Payments every fresh simulator has; one refund of each.
const PAYMENTS: [&str; 3] = [
    "20191227000200020061752831",
    "20191227000300020061662295",
    "20191231000300020063521806",
];

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

fn valgrind_works() -> bool {
    let works = Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        works || std::env::var_os("CI").is_none(),
        "valgrind is missing, and CI is set"
    );
    works
}

/// What a command said, and the instructions it took.
fn counted(arguments: &[&str], home: &Path) -> (String, u64) {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--callgrind-out-file=/dev/null")
        .arg(env!("CARGO_BIN_EXE_qfrefund"))
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{told}");
    let (_, count) = told
        .split_once("Collected : ")
        .unwrap_or_else(|| panic!("{told}"));
    (said, count.lines().next().unwrap().trim().parse().unwrap())
}

/// Instructions of one refund, the middle one of three.
fn instructions(home: &Path, profile: &str) -> u64 {
    let config = home.join("config.toml").display().to_string();
    let mut counts = PAYMENTS.map(|payment| {
        let issue = ["issue", payment, "--amount", "12.50", "--no-preflight"];
        let more = ["--profile", profile, "--yes", "--config", &config];
        let (said, count) = counted(&[&issue[..], &more].concat(), home);
        assert!(said.starts_with("REFUNDED"), "{said}");
        count
    });
    counts.sort_unstable();
    counts[1]
}

/// Whether there is something to measure, and something to measure with.
fn can_be_counted() -> bool {
    if cfg!(debug_assertions) {
        eprintln!("skipped: only the released binary is measured, see the head of this file");
        return false;
    }
    let works = valgrind_works();
    if !works {
        eprintln!("skipped: there is no valgrind");
    }
    works
}

/// The commands of the table in `benches/README.md`, with their instructions.
fn told() -> Vec<(String, u64)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, table) = text.split_once("| start | instructions |\n").unwrap();
    let rows = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let command = cells[1].trim_matches('`').to_owned();
        (command, cells[2].replace(',', "").parse().unwrap())
    })
    .collect()
}

#[test]
fn a_start_costs_what_the_table_says() {
    if !can_be_counted() {
        return;
    }
    let told = told();
    assert!(told.len() >= 5, "{told:?}");
    let mut wrong = Vec::new();
    for (command, told) in told {
        let home = tempfile::tempdir().unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let (_, count) = counted(&words, home.path());
        eprintln!("{command}: {count}");
        if count * 100 > told * 103 || count * 103 < told * 100 {
            wrong.push(format!("{command}: {count}, and not {told}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "more or less than 3 % from the table in benches/README.md; change it where that is meant:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_refund_costs_the_same_with_a_long_history() {
    if !can_be_counted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let server = Server::start(SimulatorOptions::new(
        home.join("simulator.jsonl"),
        Arc::new(SystemClock),
    ))
    .unwrap();
    let url = server.base_url();
    let merchant = format!("{url} {APP_CODE} -");
    let now = OffsetDateTime::now_utc();
    let mut config = String::new();
    for (profile, intents) in [("empty", 0), ("full", INTENTS)] {
        let journal = home.join(format!("journals/{profile}.db"));
        fill::fill(&journal, &merchant, intents, now);
        let journal = journal.display();
        config.push_str(&format!(
            "[profiles.{profile}]\nenvironment = \"custom\"\nbase_url = \"{url}\"\n\
             app_code = \"{APP_CODE}\"\nclient_key = \"{CLIENT_KEY}\"\ncurrency = \"HKD\"\n\
             journal = \"{journal}\"\n"
        ));
    }
    let path = home.join("config.toml");
    std::fs::write(&path, config).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let (empty, full) = (instructions(home, "empty"), instructions(home, "full"));
    eprintln!("instructions of one refund: {empty} after nothing, {full} after {INTENTS} others");
    assert!(
        full * 10 <= empty * 12,
        "{full} instructions after {INTENTS} refunds, {empty} after none"
    );
}
