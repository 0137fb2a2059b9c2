//! What is told of several files, and of lists in which nothing stands.

use crate::batch::{batch, payment, prepared};
use crate::support::{Run, Sandbox};

/// Rows of payment, amount and reference.
type Rows<'a> = &'a [(usize, &'a str, &'a str)];

/// Files of a folder `d`, each with its rows.
fn files(sandbox: &Sandbox, all: &[(&str, Rows<'_>)]) {
    std::fs::create_dir_all(sandbox.path("d")).unwrap();
    for (name, rows) in all {
        let mut text = "syssn,amount,reference\n".to_owned();
        for (row, amount, reference) in *rows {
            text.push_str(&format!("{},{amount},{reference}\n", payment(*row)));
        }
        std::fs::write(sandbox.path("d").join(name), text).unwrap();
    }
}

fn table(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let profile = ["--profile", "stub"];
    sandbox.run(&[&["batch"], arguments, &profile].concat())
}

#[test]
fn a_list_in_which_nothing_waits_does_not_say_that_there_is_nothing() {
    let (sandbox, _served) = prepared(1, "");
    let list = table(&sandbox, &["list"]);
    assert!(list.stdout.starts_with("no batches\n"), "{list:?}");
    let run = ["run", "batch.csv", "--yes", "--ignore-pause"];
    assert_eq!(batch(&sandbox, &run).code, 0);
    let list = table(&sandbox, &["list"]);
    let told =
        "no batch waits: `qfrefund batch list --every-batch --profile stub` lists every one\n";
    assert_eq!(list.stdout, told, "{list:?}");
}

#[test]
fn rows_with_faults_are_counted_and_not_their_faults() {
    let (sandbox, _served) = prepared(2, "");
    let rows: [(&str, Rows<'_>); 2] = [
        ("a.csv", &[(1, "2.00", "0088")]),
        ("b.csv", &[(1, "4.50", "88.0")]),
    ];
    files(&sandbox, &rows);
    let checked = batch(&sandbox, &["check", "d"]);
    let second = &checked.json()["files"][1]["result"];
    assert_eq!(second["faults"]["count"], 2, "{checked:?}");
    assert_eq!(second["faulty_rows"], 1, "{checked:?}");
}

#[test]
fn what_a_run_of_several_files_has_told_is_not_told_again_as_other() {
    let declined = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(5, declined);
    let rows: [(&str, Rows<'_>); 3] = [
        ("a.csv", &[(1, "2.00", ""), (2, "2.00", "")]),
        ("b.csv", &[(3, "2.00", "")]),
        ("c.csv", &[(4, "2.00", "")]),
    ];
    files(&sandbox, &rows);
    let ran = table(&sandbox, &["run", "d", "--yes", "--ignore-pause"]);
    assert!(!ran.stderr.contains("never sent"), "{ran:?}");
    // What waits besides is told once.
    let single = [
        "issue",
        &payment(5),
        "--amount",
        "1.00",
        "--yes",
        "--profile",
        "stub",
    ];
    let served = std::fs::read_to_string(sandbox.path(".config/qfrefund/config.toml")).unwrap();
    sandbox.write_config(&crate::support::sandbox::profile("http://127.0.0.1:9", ""));
    assert_eq!(sandbox.run(&single).code, 4);
    sandbox.write_config(&served);
    let ran = table(&sandbox, &["run", "d", "--yes", "--ignore-pause"]);
    assert!(ran.stderr.contains("1 refund is planned"), "{ran:?}");
    assert_eq!(ran.stderr.matches("never sent").count(), 1, "{ran:?}");
}

#[test]
fn what_is_said_of_several_files_names_the_file_and_offers_none_where_one_has_a_fault() {
    let (sandbox, _served) = prepared(3, "");
    let single = [
        "issue",
        &payment(2),
        "--amount",
        "1.00",
        "--yes",
        "--profile",
        "stub",
    ];
    assert_eq!(sandbox.run(&single).code, 0);
    let rows: [(&str, Rows<'_>); 3] = [
        ("a.csv", &[(1, "2.00", "")]),
        ("b.csv", &[(2, "2.00", "")]),
        ("c.csv", &[(1, "3.00", "")]),
    ];
    files(&sandbox, &rows);
    for command in [
        &["check", "d"][..],
        &["run", "d", "--yes", "--ignore-pause"],
    ] {
        let held = batch(&sandbox, command);
        assert_eq!(held.code, 8, "{held:?}");
        for one in held.json()["files"].as_array().unwrap() {
            let next = one["result"]["next_step"].as_str().unwrap();
            assert!(!next.contains("Refund it"), "{next}");
        }
        let is_run = command.first() == Some(&"run");
        assert_eq!(held.stderr.contains("error: "), is_run, "{held:?}");
    }
    std::fs::remove_file(sandbox.path("d/c.csv")).unwrap();
    let sent = batch(&sandbox, &["run", "d", "--yes", "--ignore-pause"]);
    let told = "earlier refunds of the payments of 1 row of d/b.csv: line 2";
    assert!(sent.stderr.contains(told), "{sent:?}");
}

#[test]
fn where_the_last_copy_lies_is_told_from_the_root() {
    let (sandbox, _served) = prepared(1, "");
    let backup = ["journal", "backup", "bk.db", "--profile", "stub"];
    assert_eq!(
        batch(&sandbox, &["run", "batch.csv", "--yes", "--ignore-pause"]).code,
        0
    );
    assert_eq!(sandbox.run(&backup).code, 0);
    let status = sandbox
        .run(&["status", "--profile", "stub", "-o", "json"])
        .json();
    let file = status["profiles"][0]["last_copy"]["file"].as_str().unwrap();
    assert!(file.starts_with('/') && file.ends_with("/bk.db"), "{file}");
}
