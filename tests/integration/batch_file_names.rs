//! The name of the file that a batch was taken in from: wherever the journal is read.

use crate::batch::{batch, prepared};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::Value;

fn history(sandbox: &Sandbox, more: &[&str]) -> Run {
    sandbox.run(&[&["history", "--profile", "stub"], more].concat())
}

fn names(list: &Value, key: &str) -> Vec<Value> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one[key].clone()).collect()
}

#[test]
fn a_refund_and_its_batch_say_from_which_file_they_came() {
    let (sandbox, _served) = prepared(2, "");
    std::fs::create_dir(sandbox.path("exports")).unwrap();
    std::fs::rename(sandbox.path("batch.csv"), sandbox.path("exports/oct.csv")).unwrap();
    let ran = run_named(&sandbox, "exports/oct.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["batch_file"], "oct.csv", "{ran:?}");
    let listed = history(&sandbox, &["--output", "json"]).json();
    assert_eq!(
        names(&listed["refunds"], "batch_file"),
        ["oct.csv", "oct.csv"]
    );
    let number = listed["refunds"][0]["out_trade_no"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = sandbox.run(&["show", &number, "--profile", "stub", "--output", "json"]);
    assert_eq!(shown.json()["refund"]["batch_file"], "oct.csv");
    let lines = history(&sandbox, &["--output", "csv"]).stdout;
    let mut lines = lines.lines();
    let place = lines
        .next()
        .unwrap()
        .split(',')
        .position(|name| name == "batch_file");
    let cells = lines.map(|line| line.split(',').nth(place.unwrap()).unwrap().to_owned());
    assert_eq!(cells.collect::<Vec<_>>(), ["oct.csv", "oct.csv"]);
    let batches = batch(&sandbox, &["list", "--every-batch"]).json();
    assert_eq!(names(&batches["batches"], "file"), ["oct.csv"]);
    // Under another name it is the same batch, and was taken in from the first.
    std::fs::rename(sandbox.path("exports/oct.csv"), sandbox.path("again.csv")).unwrap();
    let again = run_named(&sandbox, "again.csv");
    assert_eq!(
        (again.code, &again.json()["batch_file"]),
        (0, &"oct.csv".into())
    );
    let status = batch(&sandbox, &["status", "again.csv"]);
    assert_eq!(status.json()["batch_file"], "oct.csv", "{status:?}");
    let table = sandbox
        .run(&["batch", "status", "again.csv", "--profile", "stub"])
        .stdout;
    assert!(table.contains("first file  oct.csv"), "{table}");
    let card = sandbox.run(&["show", &number, "--profile", "stub"]).stdout;
    assert!(card.contains("oct.csv"), "{card}");
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn history_lists_the_rows_of_a_file() {
    let (sandbox, _served) = prepared(3, "");
    let text = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (folder, name, row) in [
        ("a", "oct.csv", 1),
        ("b", "oct.csv", 2),
        ("a", "nov.csv", 3),
    ] {
        std::fs::create_dir_all(sandbox.path(folder)).unwrap();
        let file = format!("{folder}/{name}");
        std::fs::write(
            sandbox.path(&file),
            format!("{}\n{}\n", lines[0], lines[row]),
        )
        .unwrap();
        let ran = run_named(&sandbox, &file);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    for (file, count) in [("oct.csv", 2), ("nov.csv", 1), ("elsewhere/nov.csv", 1)] {
        let found = history(&sandbox, &["--file", file, "--output", "json"]).json();
        assert_eq!(found["refunds"].as_array().unwrap().len(), count, "{found}");
    }
    let unheard = history(&sandbox, &["--file", "dec.csv"]);
    assert_eq!(unheard.code, 2, "{unheard:?}");
    assert!(
        unheard.stderr.contains("batch list --every-batch"),
        "{unheard:?}"
    );
    assert_eq!(history(&sandbox, &["--file", "/"]).code, 2);
}

#[test]
fn standard_input_has_no_name_and_no_name_moves_a_terminal() {
    let (sandbox, _served) = prepared(2, "");
    let text = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let odd = "a\u{1b}[2J\u{202e}b.csv";
    std::fs::write(
        sandbox.path("one.csv"),
        format!("{}\n{}\n", lines[0], lines[1]),
    )
    .unwrap();
    std::fs::write(sandbox.path(odd), format!("{}\n{}\n", lines[0], lines[2])).unwrap();
    let mut piped = sandbox.command(&[
        "batch",
        "run",
        "-",
        "--yes",
        "--ignore-pause",
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    piped.stdin(std::fs::File::open(sandbox.path("one.csv")).unwrap());
    let output = piped.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(run_named(&sandbox, odd).code, 0);
    let listed = history(&sandbox, &["--output", "json", "--oldest-first"]).json();
    let files = names(&listed["refunds"], "batch_file");
    assert_eq!(files, [Value::Null, "a [2J b.csv".into()]);
    let found = history(&sandbox, &["--file", odd, "--output", "json"]).json();
    assert_eq!(found["refunds"].as_array().unwrap().len(), 1, "{found}");
    // Once it has a name, it is known by that.
    assert_eq!(
        run_named(&sandbox, "one.csv").json()["batch_file"],
        "one.csv"
    );
}

fn run_named(sandbox: &Sandbox, file: &str) -> Run {
    batch(sandbox, &["run", file, "--yes", "--ignore-pause"])
}
