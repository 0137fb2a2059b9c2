//! What of a client key, or of a payer's card, others get to see.

use crate::support::accounts::{Bench, is_root};
use crate::support::sandbox::{KEY, PAYMENT};
use crate::support::{Act, Sandbox, Stub, json_reply};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

#[test]
fn what_the_gateway_echoes_of_key_and_card_goes_no_further() {
    let card = "4111 1111 1111 1111";
    let body = format!(
        r#"{{"respcd":"1269","resperr":"sign error, key {KEY}","respmsg":"card {card}","orig_syssn":"{PAYMENT}","txamt":"1250"}}"#
    );
    let stub = Stub::start(vec![Act::Send(json_reply(&body))]);
    let sandbox = Sandbox::at(&stub.url());
    let issued = sandbox.issue(&[]);
    assert!(
        issued.stdout.contains("sign error, key <client key>"),
        "{issued:?}"
    );
    let number = issued.json()["out_trade_no"].as_str().unwrap().to_owned();
    let mut shown = format!("{issued:?}");
    for arguments in [
        &["show", &number, "--profile", "stub"][..],
        &["history", "--profile", "stub", "--output", "csv"],
        &["journal", "export", "--profile", "stub"],
    ] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{run:?}");
        shown.push_str(&format!("{run:?}"));
    }
    assert!(shown.contains("<card number>"), "{shown}");
    let journal = std::fs::read(sandbox.path(".local/share/qfrefund/journal.db")).unwrap();
    shown.push_str(&String::from_utf8_lossy(&journal));
    for secret in [KEY, card, "4111111111111111"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn no_dump_is_written_and_nobody_else_looks_into_the_process() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command(&["simulator", "serve", "--listen", "127.0.0.1:0"]);
    let root = is_root();
    let bench = Bench::new();
    if root {
        // Root's own processes belong to root either way.
        command = Command::new(&bench.program);
        command.args(["simulator", "serve", "--listen", "127.0.0.1:0"]);
        command
            .env_clear()
            .env("HOME", bench.home(4711))
            .uid(4711)
            .gid(4711);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = [0; 1];
    std::io::Read::read_exact(child.stderr.as_mut().unwrap(), &mut said).unwrap();
    let place = format!("/proc/{}", child.id());
    let limits = std::fs::read_to_string(format!("{place}/limits")).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap()
        .to_owned();
    let owner = std::fs::metadata(format!("{place}/mem")).unwrap().uid();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    assert_eq!(core.split_whitespace().nth(5), Some("0"), "{core}");
    assert_eq!(
        owner, 0,
        "the kernel gives what may be dumped to its account"
    );
}
