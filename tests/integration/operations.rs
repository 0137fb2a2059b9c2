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

/// The blocks of one language, each with what stands behind it.
fn blocks(language: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md");
    let text = fs::read_to_string(path).unwrap();
    let opening = format!("```{language}");
    let blocks = text.split(&opening).skip(1);
    let block = |block: &str| {
        let (name, rest) = block.split_once('\n').unwrap();
        let body = rest.split("```").next().unwrap();
        (name.trim().to_owned(), body.to_owned())
    };
    blocks.map(block).collect()
}

#[test]
fn systemd_takes_the_units() {
    if !super::documents::has("systemd-analyze") {
        return;
    }
    let home = Sandbox::new();
    let units = blocks("systemd ");
    assert_eq!(units.len(), 2);
    let program = assert_cmd::cargo::cargo_bin!("qfrefund")
        .to_str()
        .unwrap()
        .to_owned();
    let mut verify = std::process::Command::new("systemd-analyze");
    verify.args(["verify", "--man=no"]);
    for (name, text) in &units {
        // Where it is not installed, and nobody has that account.
        let text = text
            .replace("/usr/local/bin/qfrefund", &program)
            .replace("User=qfrefund\n", "");
        fs::write(home.path(name), text).unwrap();
        verify.arg(home.path(name));
    }
    let said = verify.output().unwrap();
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.success(), "{told}");
    let ours = told.lines().filter(|line| line.contains("qfrefund"));
    assert_eq!(ours.collect::<Vec<_>>(), [""; 0], "{told}");
}

#[test]
fn the_script_of_the_night_heeds_every_exit_code() {
    let (_, script) = blocks("bash").remove(0);
    let cases: String = script.split("case $? in").nth(1).unwrap().to_owned();
    let heeded: Vec<u8> = cases
        .lines()
        .filter_map(|line| line.split_once(')'))
        .flat_map(|(codes, _)| {
            codes
                .split('|')
                .map(|code| code.trim().parse())
                .collect::<Vec<_>>()
        })
        .filter_map(Result::ok)
        .collect();
    for exit in qfrefund::exit::Exit::ALL {
        assert!(heeded.contains(&exit.code()), "{exit:?}");
    }
    let home = Sandbox::new();
    let file = home.path("night");
    fs::write(&file, script).unwrap();
    let checked = std::process::Command::new("bash")
        .arg("-n")
        .arg(&file)
        .status();
    assert!(checked.unwrap().success());
}

#[test]
fn the_commands_of_the_cron_table_are_commands() {
    let (home, disk) = (Sandbox::new(), Sandbox::new());
    let outside = Sandbox::new();
    let gateway = Served::start(&outside, &[]);
    home.write_config(
        &profile(&gateway.url, "clearing_pause = false\n")
            .replace("profiles.stub", "profiles.shop-hk"),
    );
    issue(&home, "1.00");
    let (_, table) = blocks("cron").remove(0);
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| line.contains(" qfrefund "))
        .collect();
    assert_eq!(lines.len(), 3);
    for line in lines {
        // Five fields say when.
        let command = line
            .split_whitespace()
            .skip(5)
            .collect::<Vec<_>>()
            .join(" ");
        let command = command
            .replace("/backup", disk.path("").to_str().unwrap())
            .replacen(
                "qfrefund ",
                &format!("{} ", assert_cmd::cargo::cargo_bin!("qfrefund").display()),
                1,
            );
        let mut shell = std::process::Command::new("sh");
        shell
            .env_clear()
            .env("HOME", home.path(""))
            .env("PATH", "/usr/bin:/bin");
        let run = crate::support::sandbox::finish(shell.args(["-c", &command]));
        assert_eq!(run.code, 0, "{command}: {run:?}");
    }
    assert!(fs::read_dir(disk.path("")).unwrap().any(|file| {
        file.unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("journal-2")
    }));
}
