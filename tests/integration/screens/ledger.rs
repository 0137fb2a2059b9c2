//! The journal: `history`, `show`, `journal`, and what is wrong with its file.

use super::stage::{Stage, file, screen};
use crate::support::sandbox::write_private;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const ISSUE: &str = "issue 20260105000200020000000001 --profile simulator --yes";

fn journal_file(stage: &Stage) -> PathBuf {
    let name = ".local/share/qfrefund/simulator-journal.db";
    stage.sandbox().path(name)
}

/// Refunds that ended differently, one with a formula for a reference.
fn filled(stage: &mut Stage) {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 200\n[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 9\ntxamt = 300\n[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\ntxamt = 400\n";
    stage.shop(faults, "");
    for (amount, payment, more) in [
        (
            1,
            "20260105000200020000000001",
            "--reference =cmd() --reason 'one cup broken'",
        ),
        (2, "20260105000200020000000001", "--reference CRM-2"),
        (3, "20260105000200020000000002", ""),
        (4, "20260105000200020000000003", "--reference CRM-4"),
    ] {
        let issue = format!("issue {payment} --profile shop --yes");
        stage.prepare(&format!("{issue} --amount {amount}.00 {more}"));
        stage.later(1);
    }
}

#[test]
fn history() {
    screen("history", |stage| {
        filled(stage);
        stage.show("history --profile shop");
    });
    for form in ["csv", "jsonl"] {
        file(&format!("history-{form}"), |stage| {
            filled(stage);
            stage.show(&format!("history --profile shop --output {form}"));
        });
    }
    screen("history-empty", |stage| {
        stage.show("history --profile simulator");
    });
    screen("history-filtered", |stage| {
        filled(stage);
        stage.show("history --state refunded --until 2026-06-02 --quiet --profile shop");
    });
    screen("history-limited", |stage| {
        filled(stage);
        stage.show("history --limit 1 --oldest-first --profile shop");
    });
    screen("history-bad-values", |stage| {
        stage.shop("", "");
        for row in 1..=2 {
            let file = format!("syssn,amount\n20260105000200020000000001,{row}.00\n");
            stage.file("refunds.csv", &file);
            stage.prepare("batch run ~/refunds.csv --yes --profile shop");
        }
        stage.show("history --batch '' --profile shop");
        stage.show("history --since yesterday --profile simulator");
        stage.show("history --batch xyz --profile simulator");
        stage.show("history --txamt 1.50 --profile simulator");
    });
}

#[test]
fn show() {
    screen("show", |stage| {
        // The gateway takes so long that its milliseconds always have three digits.
        let fault = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ndelay = \"150ms\"\n[[fault]]\non = \"query\"\ndo = \"delay\"\ndelay = \"150ms\"\n";
        stage.shop(fault, "");
        let issue = "issue 20260105000200020000000001 --amount 12.50 --profile shop --yes";
        let issued = stage.prepare(&format!(
            "{issue} --reference CRM-1 --reason 'one cup broken'"
        ));
        let number = issued["out_trade_no"].as_str().unwrap();
        stage.later(15);
        stage.prepare(&format!("resolve {number} --profile shop"));
        stage.show(&format!("show {number} --profile shop"));
    });
    screen("show-closed", |stage| {
        stage.shop(
            "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ndelay = \"150ms\"\n",
            "",
        );
        let issue = "issue 20260105000200020000000001 --amount 12.50 --profile shop --yes";
        let issued = stage.prepare(issue);
        let number = issued["out_trade_no"].as_str().unwrap();
        stage.prepare(&format!(
            "close {number} --as refunded-elsewhere --note 'paid back in cash' --unseen 'no portal' --yes --profile shop"
        ));
        stage.show(&format!("show {number} --profile shop"));
    });
    screen("show-not-there", |stage| {
        stage.show("show RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile simulator");
    });
}

/// A journal with one refund in it.
fn begun(stage: &mut Stage) {
    stage.prepare(&format!("{ISSUE} --amount 1.00"));
}

/// Edits the journal behind its back, and puts the triggers back that guard it.
fn edited(stage: &Stage, statement: &str) {
    let database = rusqlite::Connection::open(journal_file(stage)).unwrap();
    let names = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
    let triggers: Vec<(String, String)> = database
        .prepare(names)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (trigger, _) in &triggers {
        let drop = format!("DROP TRIGGER \"{trigger}\"");
        database.execute(&drop, []).unwrap();
    }
    database.execute_batch(statement).unwrap();
    for (_, made_by) in &triggers {
        database.execute(made_by, []).unwrap();
    }
}

#[test]
fn verify() {
    screen("verify-sound", |stage| {
        begun(stage);
        stage.show("journal verify --profile simulator");
    });
    screen("verify-edited", |stage| {
        begun(stage);
        edited(
            stage,
            "UPDATE events SET operator = 'somebody else' WHERE seq = 2",
        );
        stage.show("journal verify --profile simulator");
    });
    screen("verify-deleted", |stage| {
        begun(stage);
        edited(stage, "DELETE FROM events WHERE seq = 2");
        stage.show("journal verify --profile simulator");
    });
    screen("verify-empty", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show("journal verify --profile shop");
    });
}

#[test]
fn first_use() {
    screen("journal-missing", |stage| {
        stage.shop_at("http://127.0.0.1:9", "");
        std::fs::remove_file(stage.sandbox().journal()).unwrap();
        stage.show("issue 20260105000200020000000001 --amount 1.00 --profile shop --yes");
        stage.show("history --profile shop");
        stage.show("journal init --profile shop");
        stage.show("journal init --profile shop");
        stage.show("history --profile shop");
    });
}

#[test]
fn backup() {
    screen("backup", |stage| {
        begun(stage);
        stage.show("journal backup ~/copy.db --profile simulator");
        stage.show("journal backup ~/copy.db --profile simulator");
        stage.show("journal backup ~/nowhere/copy.db --profile simulator");
    });
}

#[test]
fn export() {
    file("export", |stage| {
        begun(stage);
        stage.show("journal export --profile simulator");
    });
}

/// Whatever is wrong with the journal's file: a refund says so, and sends nothing.
fn unusable(name: &str, spoil: impl Fn(&Stage, PathBuf)) {
    screen(name, |stage| {
        begun(stage);
        spoil(stage, journal_file(stage));
        stage.show(&format!("{ISSUE} --amount 3.00"));
    });
}

#[test]
fn a_journal_that_cannot_be_used() {
    unusable("journal-too-open", |_, path| {
        std::fs::set_permissions(path, Permissions::from_mode(0o666)).unwrap();
    });
    unusable("journal-foreign", |_, path| {
        for more in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{more}", path.display()));
        }
        write_private(&path, "this is a text file");
    });
    unusable("journal-of-another-program", |_, path| {
        for more in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{more}", path.display()));
        }
        write_private(&path, "");
        let database = rusqlite::Connection::open(path).unwrap();
        database.execute_batch("CREATE TABLE songs (name)").unwrap();
    });
    unusable("journal-newer", |stage, _| {
        edited(stage, "PRAGMA user_version = 99");
    });
    unusable("journal-cut", |_, path| {
        for more in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{more}", path.display()));
        }
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(path, &whole[..whole.len() / 2]).unwrap();
    });
    unusable("journal-hard-link", |stage, path| {
        std::fs::hard_link(path, stage.sandbox().path("second.db")).unwrap();
    });
    unusable("journal-foreign-log", |_, path| {
        let log = format!("{}-wal", path.display());
        write_private(log.as_ref(), &"Z".repeat(20_000));
    });
    screen("journal-no-folder", |stage| {
        stage.file(".local", "a file");
        stage.show(&format!("{ISSUE} --amount 3.00"));
    });
}
