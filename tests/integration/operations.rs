//! `docs/operations.md` is done as it is written, from the first use to another machine.

use crate::support::Sandbox;
use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use std::fs;
use std::path::Path;

const PAYMENT: &str = "20260105000200020000000001";

/// The commands of a document's blocks, in order. What only root can do is done in `trust.rs`.
fn commands() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md");
    let text = fs::read_to_string(path).unwrap();
    let blocks = text.split("```sh\n").skip(1);
    blocks
        .flat_map(|block| block.split("```").next().unwrap().lines())
        .filter(|line| line.starts_with("qfrefund "))
        .map(str::to_owned)
        .collect()
}

/// Does one command in a home.
fn act(command: &str, home: &Sandbox, backup: &Path) {
    let command = command.replace("/backup", backup.to_str().unwrap());
    let words: Vec<&str> = command.split_whitespace().collect();
    let run = home.run(&words[1..]);
    assert_eq!(run.code, 0, "{command}: {run:?}");
}

fn issue(home: &Sandbox, amount: &str) -> crate::support::Run {
    home.run(&[
        "issue",
        PAYMENT,
        "--amount",
        amount,
        "--profile",
        "shop-hk",
        "--yes",
        "--output",
        "json",
    ])
}

#[test]
fn every_command_does_what_the_document_says() {
    let (here, there, disk) = (Sandbox::new(), Sandbox::new(), Sandbox::new());
    let outside = Sandbox::new();
    let gateway = Served::start(&outside, &[]);
    let config = profile(&gateway.url, "clearing_pause = false\n")
        .replace("profiles.stub", "profiles.shop-hk");
    let (mut home, mut lost) = (&here, 0);
    let commands = commands();
    assert!(commands.len() >= 11, "{commands:?}");
    for command in &commands {
        if command.contains("init --anew") {
            fs::remove_dir_all(home.path(".local/share/qfrefund")).unwrap();
        } else if command.contains("restore /backup/moving.db") {
            home = &there;
            home.write_config(&config);
            fs::remove_dir_all(home.path(".local")).unwrap();
        }
        act(command, home, disk.home.path());
        if command.ends_with("profile init") {
            home.write_config(&config);
            fs::remove_dir_all(home.path(".local")).unwrap();
        } else if command.contains("journal init") && !command.contains("--anew") {
            assert_eq!(issue(home, "5.00").code, 0);
        } else if command.contains("verify") && lost == 0 {
            // Made after the backup, so that the copy lacks it.
            assert_eq!(issue(home, "6.00").code, 0);
            lost = 1;
        }
    }
    // Whatever was lost, restored and moved: neither of the two goes out again.
    for amount in ["5.00", "6.00"] {
        let twin = issue(home, amount);
        assert_eq!(
            (twin.code, twin.json()["cause"].as_str()),
            (8, Some("twin")),
            "{twin:?}"
        );
    }
    assert_eq!(executed(&outside).len(), 2);
}
