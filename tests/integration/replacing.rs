//! Nothing that is written takes the place of a file that is not ours for that very purpose.

use crate::batch::{batch, payment, prepared};
use crate::support::{Run, Sandbox};
use std::path::Path;

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn run_into(sandbox: &Sandbox, file: &str, results: &str) -> Run {
    let options = ["--results", results, "--yes", "--ignore-pause"];
    batch(sandbox, &[&["run", file], &options[..]].concat())
}

#[test]
fn a_list_of_faults_replaces_nothing_but_an_earlier_one() {
    let (sandbox, _served) = prepared(1, "");
    assert_eq!(run_into(&sandbox, "batch.csv", "results.csv").code, 0);
    std::fs::write(sandbox.path("bad.csv"), "syssn,amount\nx,y\n").unwrap();
    let journal = sandbox.path(".local/share/qfrefund/journal.db");
    let profile = sandbox.path(".config/qfrefund/config.toml");
    for other in [
        &journal,
        &profile,
        &sandbox.path("results.csv"),
        &sandbox.path("batch.csv"),
    ] {
        let before = bytes(other);
        let path = other.to_str().unwrap();
        let run = batch(&sandbox, &["check", "bad.csv", "--faults", path]);
        assert_eq!(run.code, 8, "{run:?}");
        assert!(run.stderr.contains("give another name"), "{run:?}");
        assert_eq!(bytes(other), before, "{path}");
    }
    for _ in 0..2 {
        let run = batch(&sandbox, &["check", "bad.csv", "--faults", "faults.csv"]);
        assert_eq!(run.code, 8, "{run:?}");
        assert!(
            run.stderr.is_empty() && run.stdout.contains("batch_check"),
            "{run:?}"
        );
    }
    std::fs::write(sandbox.path("empty.csv"), "").unwrap();
    let run = batch(&sandbox, &["check", "bad.csv", "--faults", "empty.csv"]);
    assert!(run.stdout.contains("batch_check"), "{run:?}");
    assert!(!bytes(&sandbox.path("empty.csv")).is_empty());
}

#[test]
fn a_result_file_replaces_that_of_the_same_batch_alone() {
    let (sandbox, _served) = prepared(3, "");
    let row = |row| format!("syssn,amount,reason\n{},1.00,x\n", payment(row));
    std::fs::write(sandbox.path("one.csv"), row(1)).unwrap();
    std::fs::write(sandbox.path("two.csv"), row(2)).unwrap();
    for (results, input) in [("r.csv", "one.csv"), ("r.jsonl", "one.csv")] {
        assert_eq!(run_into(&sandbox, input, results).code, 0);
        assert_eq!(run_into(&sandbox, input, results).code, 0, "its own, again");
        let before = bytes(&sandbox.path(results));
        let other = run_into(&sandbox, "two.csv", results);
        assert_eq!(other.code, 8, "{other:?}");
        assert!(
            other.json()["message"]
                .as_str()
                .unwrap()
                .contains("of this batch"),
            "{other:?}"
        );
        assert_eq!(bytes(&sandbox.path(results)), before);
    }
    let profile = sandbox.path(".config/qfrefund/config.toml");
    std::fs::copy(&profile, sandbox.path("c.csv")).unwrap();
    assert_eq!(run_into(&sandbox, "two.csv", "c.csv").code, 8);
    assert_eq!(bytes(&sandbox.path("c.csv")), bytes(&profile));
    let history = batch(&sandbox, &["status", "two.csv"]);
    assert_eq!(history.code, 8, "nothing was taken in: {history:?}");
    assert_eq!(run_into(&sandbox, "two.csv", "two-r.csv").code, 0);
}

#[test]
fn one_command_backs_up_every_night() {
    let (sandbox, _served) = prepared(1, "");
    assert_eq!(run_into(&sandbox, "batch.csv", "r.csv").code, 0);
    let backup = |name: &str| {
        let words = [
            "journal",
            "backup",
            name,
            "--profile",
            "stub",
            "--output",
            "json",
        ];
        sandbox.run(&words)
    };
    std::fs::create_dir(sandbox.path("backups")).unwrap();
    let made = backup("backups");
    assert_eq!(made.code, 0, "{made:?}");
    let file = made.json()["file"].as_str().unwrap().to_owned();
    let name = file.strip_prefix("backups/journal-").unwrap();
    assert_eq!(name.len(), "2026-11-22T183000.db".len(), "{name}");
    let dated = backup("copy-{date}.db");
    assert_eq!(dated.code, 0, "{dated:?}");
    let file = dated.json()["file"].as_str().unwrap().to_owned();
    assert_eq!(file.len(), "copy-2026-11-22.db".len(), "{file}");
    let before = bytes(&sandbox.path(&file));
    let again = backup("copy-{date}.db");
    assert_eq!(again.code, 3, "{again:?}");
    assert_eq!(bytes(&sandbox.path(&file)), before);
}
