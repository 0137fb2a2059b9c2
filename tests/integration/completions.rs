//! What a shell offers: asked in real bash, zsh and fish, and that asking changes nothing.

use crate::documents::{has, root};
use crate::support::Sandbox;
use expectrl::{Expect, Session};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PAYMENT: &str = "20260105000200020000000001";

/// A sandbox with a refund of the simulator, and its number.
fn refunded() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&[
        "issue",
        PAYMENT,
        "--amount",
        "1.00",
        "--reference",
        "CRM-77",
        "--profile",
        "simulator",
        "--yes",
        "-o",
        "json",
    ]);
    let number = run.json()["out_trade_no"].as_str().unwrap().to_owned();
    (sandbox, number)
}

/// Asks as the script of fish does, and returns each offer's value.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let mut command = sandbox.command(&["--", "qfrefund"]);
    let output = command
        .args(words)
        .env("QFREFUND_COMPLETE", "fish")
        .output()
        .unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines()
        .map(|line| line.split('\t').next().unwrap().to_owned())
        .collect()
}

#[test]
fn values_are_offered_where_they_are_meant() {
    let (sandbox, number) = refunded();
    let simulator = ["--profile", "simulator"];
    let ask = |words: &[&str]| offered(&sandbox, words);
    assert_eq!(
        ask(&[&simulator[..], &["show", "RR"]].concat()),
        std::slice::from_ref(&number)
    );
    assert_eq!(
        ask(&["show", "-p", "simulator", "RR"]),
        std::slice::from_ref(&number)
    );
    assert_eq!(ask(&["payment", "-p", "simulator", "2026"]), [PAYMENT]);
    assert_eq!(
        ask(&["history", "-p", "simulator", "--reference", ""]),
        ["CRM-77"]
    );
    assert_eq!(ask(&["explain", "1143"]), ["1143"]);
    assert_eq!(
        ask(&["resolve", "-p", "simulator", "RR"]),
        [""; 0],
        "it is not open"
    );
    assert_eq!(ask(&["show", "--profile", "simu"]), ["simulator"]);
    assert_eq!(
        ask(&["batch", "check", &root("Cargo.to").display().to_string()]),
        [root("Cargo.toml").display().to_string()]
    );
    assert_eq!(ask(&["show", "-p", "nobody", "RR"]), [""; 0]);
    assert_eq!(ask(&["close", "--as", "refunded"]), ["refunded-elsewhere"]);
}

#[test]
fn asking_makes_nothing_and_a_variable_alone_changes_nothing() {
    let sandbox = Sandbox::new();
    offered(&sandbox, &["show", "-p", "simulator", ""]);
    let found = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    assert_eq!(found(sandbox.home.path()), 0, "not even a folder");
    let mut command = sandbox.command(&["--version"]);
    let output = command.env("QFREFUND_COMPLETE", "fish").output().unwrap();
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("qfrefund ")
    );
}

#[test]
fn the_shells_complete_numbers_profiles_and_commands() {
    let (sandbox, number) = refunded();
    let program = sandbox.command(&[]).get_program().to_owned();
    let path = format!(
        "{}:{}",
        Path::new(&program).parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let with = |shell: &str| {
        let mut command = Command::new(shell);
        for (name, value) in sandbox.command(&[]).get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command
            .env("PATH", &path)
            .env("TERM", "dumb")
            .stdin(Stdio::null());
        command
    };
    if has("bash") {
        let ask = "source \"$0\"; COMP_WORDS=(qfrefund show -p simulator RR); COMP_CWORD=4; \
                   _clap_complete_qfrefund qfrefund RR simulator; printf '%s\\n' \"${COMPREPLY[@]}\"";
        let mut bash = with("bash");
        bash.args(["--norc", "-c", ask])
            .arg(root("completions/qfrefund.bash"));
        assert_eq!(
            String::from_utf8(bash.output().unwrap().stdout).unwrap(),
            format!("{number}\n")
        );
    }
    if has("fish") {
        let ask = "source $argv[1]; complete -C 'qfrefund show -p simulator RR'";
        let mut fish = with("fish");
        fish.args(["--no-config", "-c", ask])
            .arg(root("completions/qfrefund.fish"));
        let told = String::from_utf8(fish.output().unwrap().stdout).unwrap();
        assert!(told.starts_with(&number), "{told}");
    }
    if has("zsh") {
        let mut zsh = with("zsh");
        zsh.args(["-f", "-i"]);
        let mut session = Session::spawn(zsh).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(20)));
        // As one that is installed: found among the functions, and loaded by the first question.
        let folder = root("completions").display().to_string();
        session
            .send_line(format!(
                "fpath=({folder} $fpath); autoload -U compinit; compinit -D -u; echo lo''aded"
            ))
            .unwrap();
        session.expect("loaded").unwrap();
        session.send("qfrefund show -p simulator RR\t").unwrap();
        session.expect(number.as_str()).unwrap();
    }
}
