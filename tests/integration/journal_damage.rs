//! What is wrong with a journal is found out, and nothing is sent by it.

use crate::journal::{
    PAYMENT, faulty, issue, journal_file, number, on_simulator, on_stub, refund, states,
};
use crate::support::sandbox::{ISSUE, finish};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

#[test]
fn an_edited_journal_is_found_out() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    assert_eq!(
        on_simulator(&sandbox, &["journal", "verify"]).json()["sound"],
        true
    );
    let database = rusqlite::Connection::open(journal_file(&sandbox)).unwrap();
    let triggers: Vec<String> = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        database
            .execute(&format!("DROP TRIGGER \"{trigger}\""), [])
            .unwrap();
    }
    database
        .execute(
            "UPDATE events SET operator = 'somebody else' WHERE seq = 2",
            [],
        )
        .unwrap();
    drop(database);
    let run = on_simulator(&sandbox, &["journal", "verify"]);
    assert_eq!(
        (run.code, run.json()["sound"].clone()),
        (3, Value::Bool(false)),
        "{run:?}"
    );
}

#[test]
fn backup_and_export_hold_everything() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    let copy = sandbox.path("copy.db");
    let path = copy.to_str().unwrap();
    let made = on_simulator(&sandbox, &["journal", "backup", path]);
    let document = made.json();
    assert_eq!((made.code, &document["kind"]), (0, &"backup".into()));
    assert_eq!(document["file"], path);
    assert_eq!(document["bytes"], copy.metadata().unwrap().len());
    assert_eq!(
        on_simulator(&sandbox, &["journal", "backup", copy.to_str().unwrap()]).code,
        3,
        "never overwritten"
    );
    std::fs::copy(&copy, journal_file(&sandbox)).unwrap();
    for leftover in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{leftover}", journal_file(&sandbox).display()));
    }
    assert_eq!(
        on_simulator(&sandbox, &["journal", "verify"]).json()["intents"],
        1
    );
    let exported = sandbox.run(&["journal", "export", "--profile", "simulator"]);
    assert_eq!(exported.code, 0);
    assert!(
        exported.stdout.lines().count() >= 4
            && exported
                .stdout
                .lines()
                .all(|line| serde_json::from_str::<Value>(line).is_ok()),
        "{exported:?}"
    );
}

#[test]
fn a_lost_journal_arrives_at_the_same_number() {
    let sandbox = Sandbox::new();
    let arguments = ["--amount", "12.50", "--reference", "R", "--no-preflight"];
    let first = issue(&sandbox, &arguments);
    assert_eq!(first.code, 0, "{first:?}");
    std::fs::remove_file(journal_file(&sandbox)).unwrap();
    // The gateway knows the number: that proves nothing by itself, so it is looked up.
    let again = issue(&sandbox, &arguments);
    assert_eq!(
        (again.code, number(&again)),
        (6, number(&first)),
        "{again:?}"
    );
    let resolved = on_simulator(&sandbox, &["resolve"]);
    assert_eq!(
        (resolved.code, states(&resolved)),
        (0, vec!["refunded".to_owned()]),
        "{resolved:?}"
    );
    assert_eq!(executed(&sandbox).len(), 1);
}

/// Whatever is wrong with the journal: one clear error, exit 3, nothing sent.
fn unusable(sandbox: &Sandbox) -> Run {
    let before = executed(sandbox).len();
    let run = issue(sandbox, &["--amount", "3.00"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(executed(sandbox).len(), before);
    run
}

#[test]
fn a_damaged_journal_sends_nothing() {
    let sandbox = Sandbox::new();
    for amount in ["1.00", "2.00"] {
        assert_eq!(issue(&sandbox, &["--amount", amount]).code, 0);
    }
    let whole = std::fs::read(journal_file(&sandbox)).unwrap();
    std::fs::write(journal_file(&sandbox), &whole[..whole.len() / 2]).unwrap();
    unusable(&sandbox);
    let mut noise = whole.clone();
    noise[..4096].fill(0x5a);
    std::fs::write(journal_file(&sandbox), &noise).unwrap();
    unusable(&sandbox);
    std::fs::write(journal_file(&sandbox), b"this is a text file").unwrap();
    unusable(&sandbox);
    assert_eq!(
        std::fs::read(journal_file(&sandbox)).unwrap(),
        b"this is a text file",
        "it is left as it is"
    );
}

#[test]
fn a_log_overwritten_after_a_crash_is_never_taken_for_an_empty_one() {
    let (sandbox, _served) = faulty("[[fault]]\non = \"refund\"\ndo = \"stall\"\ntimes = 1\n");
    assert_eq!(on_stub(&sandbox, &["history"]).code, 0);
    let mut child = sandbox.command(&ISSUE).spawn().unwrap();
    while executed(&sandbox).is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let log = sandbox.path(".local/share/qfrefund/journal.db-wal");
    std::fs::write(&log, [0x5a; 20_000]).unwrap();
    let again = refund(&sandbox, &["--amount", "12.50"]);
    assert_eq!(again.code, 3, "{again:?}");
    assert_eq!(executed(&sandbox).len(), 1);
}

#[test]
fn a_journal_locked_by_another_process_sends_nothing() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    let database = rusqlite::Connection::open(journal_file(&sandbox)).unwrap();
    database.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let run = unusable(&sandbox);
    // A screen would wait for as long as the program does.
    assert!(run.stderr.contains("another process"), "{run:?}");
    drop(database);
    assert_eq!(issue(&sandbox, &["--amount", "2.00"]).code, 0);
}

#[test]
fn a_folder_that_cannot_be_written_sends_nothing() {
    let sandbox = Sandbox::new();
    // A file where the folder should be stops root as well.
    std::fs::create_dir_all(sandbox.path(".local")).unwrap();
    std::fs::write(sandbox.path(".local/share"), b"").unwrap();
    let run = issue(&sandbox, &["--amount", "1.00"]);
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn a_journal_others_may_write_is_refused() {
    let sandbox = Sandbox::new();
    issue(&sandbox, &["--amount", "1.00"]);
    std::fs::set_permissions(
        journal_file(&sandbox),
        std::fs::Permissions::from_mode(0o666),
    )
    .unwrap();
    unusable(&sandbox);
}

#[test]
fn a_full_disk_before_the_send_sends_nothing() {
    // A file size limit is what a full disk looks like to one process.
    let sandbox = Sandbox::new();
    let binary = sandbox
        .command(&[])
        .get_program()
        .to_str()
        .unwrap()
        .to_owned();
    let mut command = std::process::Command::new("bash");
    command
        .env_clear()
        .env("HOME", sandbox.home.path())
        .env("PATH", "/usr/bin:/bin");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f 8; exec {binary} issue {PAYMENT} --amount 1.00 --profile simulator --yes --output json")]);
    let run = finish(&mut command);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(executed(&sandbox).is_empty());
}
