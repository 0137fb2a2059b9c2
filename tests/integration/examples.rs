//! The examples of the help, of which the manual pages are made, and of both READMEs are done as they are written: by a
//! shell, at a terminal, with its questions answered.

use crate::documents::has;
use crate::support::Sandbox;
use crate::support::sandbox::{APP_CODE, profile};
use crate::support::simulator::Served;
use assert_cmd::cargo::cargo_bin;
use expectrl::process::unix::WaitStatus;
use expectrl::{Any, Eof, Expect, Regex, Session};
use qfrefund::cli;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const NUMBER: &str = "RF20261122-7Q2M8D4T1ZK5W9XBC3VN";
const PAYMENT: &str = "20260105000200020000000001";

/// Those of one document.
fn of_document(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let lines = lines.filter(|line| line.starts_with("qfrefund "));
    lines.map(str::to_owned).collect()
}

fn of_help() -> Vec<String> {
    fn walk(command: &clap::Command, found: &mut Vec<String>) {
        let texts = [command.get_after_help(), command.get_after_long_help()];
        for text in texts.into_iter().flatten() {
            let text = text.to_string();
            let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
            found.extend(
                lines
                    .filter(|line| line.contains("qfrefund "))
                    .map(str::to_owned),
            );
        }
        let below = command.get_subcommands();
        below
            .filter(|below| below.get_name() != "help")
            .for_each(|below| walk(below, found));
    }
    let mut found = Vec::new();
    walk(&cli::command(), &mut found);
    found
}

/// What an example needs to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    /// No refund.
    Nothing,
    /// Refunds that are done, of a file as well.
    Refunded,
    /// A refund whose outcome is unknown.
    Unknown,
    /// The same, closed.
    Closed,
    /// The same, and planned only.
    Planned,
    /// The same, and declined.
    Declined,
    /// No journal.
    NoJournal,
    /// A profile that has a new app code.
    Renewed,
}

fn given(example: &str) -> Given {
    let has = |words: &str| example.contains(words);
    if has("journal init") {
        Given::NoJournal
    } else if has("adopt-merchant") {
        Given::Renewed
    } else if has("qfrefund reopen") {
        Given::Closed
    } else if has(" cancel ") {
        Given::Planned
    } else if has("--again") {
        Given::Declined
    } else if has("qfrefund issue") {
        Given::Nothing
    } else if has("qfrefund payment") || has("batch status") {
        Given::Refunded
    } else {
        Given::Unknown
    }
}

/// Those that ask for patience: looks that find nothing, over ten minutes, as in `closing.rs` and `resending.rs`.
fn code_of(example: &str) -> i32 {
    let has = |words: &str| example.contains(words);
    let needs_looks = has("qfrefund close") && !has("--unseen") || has("--resend");
    if needs_looks { 8 } else { 0 }
}

/// A home in which shop-hk refunds at the simulator.
struct Stage {
    home: Sandbox,
    gateway: Option<Served>,
}

impl Stage {
    fn new(given: Given, example: &str) -> Self {
        let home = Sandbox::new();
        for folder in [
            "backup",
            "node_exporter",
            ".local/share/bash-completion/completions",
        ] {
            std::fs::create_dir_all(home.path(folder)).unwrap();
        }
        let order = r#""txcurrcd":"HKD","pay_type":"801514","out_trade_no":"ORDER-2026-77"}"#;
        let mut payments =
            format!(r#"{{"syssn":"20260105000200020000000077","txamt":5000,{order}"#);
        let mut file = "syssn,amount,reference\n".to_owned();
        let rows = if example.contains("--expect-count 500") {
            500
        } else {
            3
        };
        for row in 1..=rows {
            let syssn = format!("202602010002000200{row:08}");
            let payment = r#""txamt":100000,"txcurrcd":"HKD","pay_type":"801514""#;
            write!(payments, "\n{{\"syssn\":\"{syssn}\",{payment}}}").unwrap();
            writeln!(file, "{syssn},24.69,CRM-{row}").unwrap();
        }
        let write = |name: &str, text: &str| std::fs::write(home.path(name), text).unwrap();
        write("payments.jsonl", &payments);
        write("refunds.csv", &file);
        let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n";
        write(
            "faults.toml",
            if given == Given::Unknown || given == Given::Closed {
                lost
            } else {
                ""
            },
        );
        let served = ["--payments", "payments.jsonl", "--faults", "faults.toml"];
        let gateway = Served::start(&home, &served);
        let more = "clearing_pause = false\nrate_limit = \"none\"\n";
        let config = profile(&gateway.url, more).replace("profiles.stub", "profiles.shop-hk");
        home.write_config(&config);
        let mut stage = Self {
            home,
            gateway: Some(gateway),
        };
        stage.fill(given, &config);
        if example.contains("--profile simulator") {
            // The example before it writes this file.
            let sample = stage.run("batch sample", 0).stdout;
            std::fs::write(stage.home.path("refunds.csv"), sample).unwrap();
        }
        stage
    }

    /// Makes the refund that the examples name.
    fn fill(&mut self, given: Given, config: &str) {
        let amount = if given == Given::Declined {
            "6000.00"
        } else {
            "12.50"
        };
        let row = format!("{PAYMENT},{amount},CRM-88123,{NUMBER}\n");
        let text = format!("syssn,amount,reference,out_trade_no\n{row}");
        std::fs::write(self.home.path("one.csv"), text).unwrap();
        if given == Given::Planned {
            self.gateway = None;
        }
        let code = match given {
            Given::Nothing => return,
            Given::Unknown | Given::Closed => 6,
            Given::Planned => 4,
            Given::Declined => 5,
            Given::Refunded | Given::NoJournal | Given::Renewed => 0,
        };
        self.run(
            "batch run one.csv --yes --no-preflight --wait 0 --profile shop-hk",
            code,
        );
        if given == Given::Planned || given == Given::Refunded {
            let run = "batch run refunds.csv --yes --no-preflight --profile shop-hk";
            self.run(run, code);
        }
        self.run(
            "journal backup backup/journal-2026-11-22.db --profile shop-hk",
            0,
        );
        let named = self.home.path("backup/journal-2026-11-22.db");
        std::fs::copy(named, self.home.path("backup/journal-2026-11-22T183000.db")).unwrap();
        match given {
            Given::Closed => {
                let close = format!(
                    "close {NUMBER} --as not-refunded --unseen offline --note n --yes --profile shop-hk"
                );
                self.run(&close, 0);
            }
            Given::NoJournal => {
                std::fs::remove_dir_all(self.home.path(".local/share/qfrefund")).unwrap();
                std::fs::remove_dir_all(self.home.path(".local/state")).unwrap_or_default();
            }
            Given::Renewed => {
                let other = APP_CODE.replace("D5589D", "E6690E");
                self.home.write_config(&config.replace(APP_CODE, &other));
            }
            _ => {}
        }
    }

    fn run(&self, words: &str, code: i32) -> crate::support::Run {
        let run = self.home.run(&words.split(' ').collect::<Vec<_>>());
        assert_eq!(run.code, code, "{words}: {run:?}");
        run
    }

    /// Puts in what only the reader of an example knows.
    fn filled_in(&self, example: &str) -> String {
        let home = self.home.home.path().display().to_string();
        let mut example = example
            .replace("/backup/", &format!("{home}/backup/"))
            .replace("/var/lib/", &format!("{home}/"))
            .replace("| man -l -", "| cat")
            .replace("page-somebody", "true");
        if example.contains("3f0c51d2a9be") {
            let list = self.run(
                "batch list --every-batch --output json --profile shop-hk",
                0,
            );
            let batch = list.json()["batches"][0]["batch"].as_str().unwrap()[..12].to_owned();
            example = example.replace("3f0c51d2a9be", &batch);
        }
        if let Some((before, after)) = example.split_once("--expect ") {
            let verified = self.run("journal verify --output json --profile shop-hk", 0);
            let verified = verified.json();
            let hash = verified["head_hash"].as_str().unwrap();
            let newest = format!("{}:{hash}", verified["head_seq"]);
            let rest = after.split_once(' ').unwrap().1;
            example = format!("{before}--expect {newest} {rest}");
        }
        example
    }

    /// Does it, and returns what was shown and the exit code.
    fn act(&self, example: &str) -> (String, i32) {
        let mut command = Command::new("bash");
        let folder = cargo_bin!("qfrefund")
            .parent()
            .unwrap()
            .display()
            .to_string();
        command
            .args(["-o", "pipefail", "-c", &self.filled_in(example)])
            .env_clear()
            .env("HOME", self.home.home.path())
            .env("PATH", format!("{folder}:/usr/bin:/bin"))
            .env("TERM", "xterm")
            .current_dir(self.home.home.path());
        let mut session = Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        let mut shown = String::new();
        // A question names in brackets what is to be typed.
        let asked = r"Type [^(]*\(([^)]*)\)[^:]*stop:";
        loop {
            let found = session.expect(Any::boxed(vec![Box::new(Regex(asked)), Box::new(Eof)]));
            let found = found.unwrap_or_else(|error| panic!("{example}: {error}: {shown}"));
            shown.push_str(&String::from_utf8_lossy(found.as_bytes()));
            match found.get(1) {
                Some(expected) => {
                    let expected = String::from_utf8_lossy(expected).replace("\r\n", "");
                    session.send_line(expected.trim()).unwrap();
                }
                None => break,
            }
        }
        match session.get_process().wait().unwrap() {
            WaitStatus::Exited(_, code) => (shown, code),
            other => panic!("{example}: {other:?}: {shown}"),
        }
    }
}

/// Examples that are done elsewhere, or cannot be done here.
fn is_elsewhere(example: &str) -> bool {
    [
        // Ends when it is told to; `tests/integration/simulator.rs`.
        "simulator serve",
        // Asks many things; `tests/integration/profile_init.rs`.
        "profile init",
        // There is no keyring here.
        "profile set-key",
        // An environment that no test reaches.
        "--of \"production",
    ]
    .iter()
    .any(|words| example.contains(words) && !example.contains("qfrefund man"))
}

#[test]
fn every_example_does_what_it_says() {
    if !has("bash") {
        return;
    }
    let mut examples: BTreeSet<String> = of_help().into_iter().collect();
    for document in ["README.md", "README.zh-Hant.md"] {
        examples.extend(of_document(document));
    }
    // What is said beside it is no part of it.
    let examples = examples.into_iter();
    let examples = examples.map(|example| example.split(" #").next().unwrap().trim().to_owned());
    let mut examples: BTreeSet<String> = examples.collect();
    examples.retain(|example| !is_elsewhere(example));
    assert!(examples.len() > 60, "{examples:#?}");
    let mut wrong = Vec::new();
    for example in &examples {
        let stage = Stage::new(given(example), example);
        let (shown, code) = stage.act(example);
        if code != code_of(example) {
            wrong.push(format!("{example}\n-> {code}\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
