//! Another file in the journal's place while a refund is under way.

use crate::support::sandbox::{ISSUE, finish};
use crate::support::stub::{Arrival, agreeing_body};
use crate::support::{Act, Sandbox, Stub, json_reply};
use assert_cmd::cargo::cargo_bin;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Puts a backup of the journal in its place, as somebody does who thinks that nothing is under way.
fn swap(home: &Path) {
    let folder = home.join(".local/share/qfrefund");
    let mut backup = Command::new(cargo_bin!("qfrefund"));
    backup
        .args(["journal", "backup", "copy.db", "--profile", "stub"])
        .env_clear()
        .env("HOME", home)
        .current_dir(home);
    let made = finish(&mut backup);
    assert_eq!(made.code, 0, "{made:?}");
    for ending in ["", "-wal", "-shm"] {
        let from: PathBuf = folder.join(format!("journal.db{ending}"));
        fs::rename(from, home.join(format!("aside{ending}"))).unwrap();
    }
    fs::copy(home.join("copy.db"), folder.join("journal.db")).unwrap();
}

#[test]
fn an_outcome_is_not_lost_in_a_journal_that_was_moved_aside() {
    let sandbox = Sandbox::new();
    let home = sandbox.home.path().to_owned();
    let answer = move |stream: &mut dyn Write, arrival: &Arrival| {
        swap(&home);
        let _ = stream.write_all(&json_reply(&agreeing_body("0000", arrival)));
    };
    let stub = Stub::start(vec![Act::Custom(Box::new(answer))]);
    sandbox.write_config(&crate::support::sandbox::profile(&stub.url(), ""));
    let run = sandbox.run(&[&ISSUE[..], &["--no-preflight", "--output", "json"]].concat());
    let told = run.json();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(told["outcome"], "refunded", "{run:?}");
    assert_eq!(told["recorded"], false, "{run:?}");
    assert!(
        run.stderr.contains("another file stands in its place"),
        "{run:?}"
    );
    // The journal in place takes it with the next command.
    let number = told["out_trade_no"].as_str().unwrap();
    let shown = sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
    let shown = shown.json();
    assert_eq!(shown["refunds"][0]["out_trade_no"], number, "{shown}");
    assert_eq!(shown["refunds"][0]["state"], "refunded", "{shown}");
}
