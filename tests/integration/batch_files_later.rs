//! Several files of refunds after their run: `batch status` and `batch cancel` take them in one command.

use crate::batch::{batch, payment};
use crate::batch_files::{file, folder, names, run};
use crate::batch_merchants::{self, ROWS};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox, Still};
use serde_json::{Value, json};

/// What halts a run at its first row: the others stay planned.
const WRONG_KEY: &str = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\n";

fn states(document: &Value) -> Vec<(String, u64)> {
    let states = document["states"].as_array().unwrap().iter();
    let state = |one: &Value| one["state"].as_str().unwrap().to_owned();
    states
        .map(|one| (state(one), one["rows"].as_u64().unwrap()))
        .collect()
}

fn of(state: &str, rows: u64) -> (String, u64) {
    (state.to_owned(), rows)
}

/// At a terminal, where somebody types this.
fn typing(sandbox: &Sandbox, typed: &str, words: &[&str]) -> Run {
    let clock = Still::at(time::OffsetDateTime::now_utc());
    let program = sandbox.program(clock).on_terminal(120).typing(typed);
    let own = ["--profile", "stub", "--color", "never"];
    program.run(&[&["batch"], words, &own].concat())
}

#[test]
fn a_folder_that_was_run_is_told_as_one_and_each_file_as_alone() {
    let (sandbox, _served) = folder("");
    let ran = run(&sandbox, &["day"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let told = batch(&sandbox, &["status", "day"]);
    assert_eq!(told.code, 0, "{told:?}");
    let document = told.json();
    assert_eq!(document["kind"], "batch_files", "{document}");
    assert_eq!(names(&document, "files"), ["day/a.csv", "day/b.csv"]);
    assert_eq!(names(&document, "left_out").len(), 2, "{document}");
    assert_eq!(document["states"], ran.json()["states"], "{document}");
    assert_eq!(document["next_step"], "Nothing is left to do.");
    for (place, name) in [(0, "day/a.csv"), (1, "day/b.csv")] {
        let alone = batch(&sandbox, &["status", name]);
        let mut alone = alone.json();
        assert_eq!(alone["kind"], "batch", "{alone}");
        let keys = alone.as_object_mut().unwrap();
        keys.retain(|key, _| document["files"][place]["result"].get(key).is_some());
        assert_eq!(document["files"][place]["result"], alone, "{name}");
    }
}

#[test]
fn a_file_that_the_journal_does_not_know_keeps_no_other_from_being_told() {
    let (sandbox, _served) = folder("");
    assert_eq!(run(&sandbox, &["day"]).code, 0);
    file(&sandbox, "day/c.csv", "", &[(4, "4.00", "")]);
    let twice = [(5, "5.00", ",R-1"), (6, "6.00", ",R-1")];
    file(&sandbox, "day/d.csv", ",reference", &twice);
    for words in [&["status", "day"][..], &["cancel", "day", "--yes"]] {
        let told = batch(&sandbox, words);
        assert_eq!(told.code, 9, "{told:?}");
        let document = told.json();
        assert_eq!(document["exit_code"], 9, "{document}");
        assert_eq!(names(&document, "files"), ["day/a.csv", "day/b.csv"]);
        assert_eq!(states(&document), [of("refunded", 3)], "{document}");
        let others = document["left_out"].as_array().unwrap();
        for (name, why) in [
            (
                "day/c.csv",
                "the journal has no batch with the rows of day/c.csv",
            ),
            ("day/d.csv", "day/d.csv has faults, so it is no batch"),
        ] {
            let other = json!({"file": name, "why": why});
            assert!(others.contains(&other), "{document}");
            let said = format!("error: {why}\n");
            assert_eq!(told.stderr.matches(&said).count(), 1, "{told:?}");
        }
        // A run of all of them would send what was never meant to be sent by it.
        let next = &document["next_step"];
        assert_eq!(next, "See what is next for each file.", "{document}");
    }
}

#[test]
fn where_no_file_is_known_that_is_the_end_with_each_of_them() {
    let (sandbox, _served) = folder("");
    let unheard = "the journal has no batch with the rows of";
    for words in [&["status", "day"][..], &["cancel", "day", "--yes"]] {
        let told = batch(&sandbox, words);
        assert_eq!(
            (told.code, &told.json()["kind"]),
            (8, &json!("error")),
            "{told:?}"
        );
        for name in ["day/a.csv", "day/b.csv"] {
            let why = format!("{unheard} {name}");
            assert_eq!(told.stderr.matches(&why).count(), 1, "{told:?}");
            assert!(told.stdout.contains(&why), "{told:?}");
            let run = format!("`qfrefund batch run {name} --profile stub`");
            assert!(told.stderr.contains(&run), "{told:?}");
        }
    }
    std::fs::remove_file(sandbox.path("day/b.csv")).unwrap();
    for words in [["status", "day"], ["status", "day/a.csv"]] {
        let told = batch(&sandbox, &words);
        assert_eq!(told.code, 8, "{told:?}");
        let said = format!("error: {unheard} day/a.csv\nhint: A changed file");
        assert!(told.stderr.contains(&said), "{told:?}");
    }
}

#[test]
fn fresh_result_files_of_several_go_into_a_folder() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 200\n";
    let (sandbox, _served) = folder(lost);
    let ran = run(&sandbox, &["day", "--keep-going", "--wait", "0"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    let next = ran.json()["next_step"].as_str().unwrap().to_owned();
    assert!(
        next.contains("`qfrefund batch status day --profile stub`"),
        "{next}"
    );
    let open = batch(&sandbox, &["status", "day"]);
    assert_eq!(open.code, 6, "{open:?}");
    assert_eq!(open.json()["states"], ran.json()["states"], "{open:?}");
    let next = open.json()["next_step"].as_str().unwrap().to_owned();
    let run = "`qfrefund batch run day --profile stub` goes on";
    assert!(next.contains(run), "{next}");
    let resolved = sandbox.run(&["resolve", "--profile", "stub"]);
    assert_eq!(resolved.code, 0, "{resolved:?}");
    let status = ["status", "day/a.csv", "day/b.csv", "--results", "out"];
    let refused = batch(&sandbox, &status);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("is no folder"), "{refused:?}");
    std::fs::create_dir(sandbox.path("out")).unwrap();
    // Also in the place of those that are there.
    for _ in 0..2 {
        let told = batch(&sandbox, &status);
        assert_eq!(told.code, 0, "{told:?}");
        let document = told.json();
        for (place, name, rows) in [(0, "out/a.results.csv", 2), (1, "out/b.results.csv", 1)] {
            let result = &document["files"][place]["result"];
            assert_eq!(result["results"], name, "{document}");
            let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
            assert_eq!(text.matches(",refunded,").count(), rows, "{text}");
        }
    }
    // What is somebody else's stays; the other file is told all the same.
    std::fs::write(sandbox.path("out/a.results.csv"), "a list\n").unwrap();
    let told = batch(&sandbox, &status);
    assert_eq!(
        (told.code, names(&told.json(), "files").len()),
        (9, 1),
        "{told:?}"
    );
    let said = "error: day/a.csv: --results out/a.results.csv exists and is no result file";
    assert!(told.stderr.contains(said), "{told:?}");
    let kept = std::fs::read_to_string(sandbox.path("out/a.results.csv")).unwrap();
    assert_eq!(kept, "a list\n");
}

#[test]
fn the_rows_of_all_files_are_given_up_after_one_question() {
    let (sandbox, _served) = folder(WRONG_KEY);
    assert_eq!(run(&sandbox, &["day"]).code, 9);
    file(&sandbox, "day/c.csv", "", &[(4, "4.00", "")]);
    let (a, b) = (sandbox.path("day/a.csv"), sandbox.path("day/b.csv"));
    let both = ["cancel", a.to_str().unwrap(), b.to_str().unwrap()];
    let unasked = batch(&sandbox, &[&both[..], &["--no-input"]].concat());
    assert_eq!(unasked.code, 2, "{unasked:?}");
    let day = sandbox.path("day");
    let question = "Type the number of rows that have not been sent (2) to give them up";
    for (typed, code) in [("\n", 10), ("1\n1\n", 8)] {
        let stopped = typing(&sandbox, typed, &both);
        assert_eq!(stopped.code, code, "{stopped:?}");
        let planned = batch(&sandbox, &["status", "day/b.csv"]).json();
        assert_eq!(states(&planned), [of("planned", 1)], "{planned}");
    }
    let cancelled = typing(&sandbox, "2\n", &["cancel", day.to_str().unwrap()]);
    assert_eq!(cancelled.code, 9, "{cancelled:?}");
    assert_eq!(
        cancelled.stderr.matches(question).count(),
        1,
        "{cancelled:?}"
    );
    // That one file is not meant is said before the question.
    let (before, _) = cancelled.stderr.split_once(question).unwrap();
    assert!(
        before.contains("no batch with the rows of"),
        "{cancelled:?}"
    );
    for name in ["File ", "All files", "a.csv", "b.csv"] {
        assert!(cancelled.stdout.contains(name), "{cancelled:?}");
    }
    let told = batch(&sandbox, &both);
    assert_eq!(told.code, 0, "{told:?}");
    let document = told.json();
    assert_eq!(states(&document), [of("cancelled", 2), of("declined", 1)]);
    assert_eq!(names(&document, "files").len(), 2, "{document}");
    // Those that are given up may be wanted after all.
    let next = &document["next_step"];
    assert_eq!(next, "See what is next for each file.", "{document}");
    let nothing = "nothing was cancelled: no row is left that has not been sent";
    assert_eq!(told.stderr.matches(nothing).count(), 1, "{told:?}");
    assert_eq!(executed(&sandbox).len(), 0);
}

#[test]
fn a_merchant_is_reminded_once_of_what_waits_besides_all_files() {
    let (sandbox, served) = folder("");
    drop(served);
    let single = [
        "issue",
        &payment(5),
        "--amount",
        "1.00",
        "--yes",
        "--profile",
        "stub",
    ];
    assert_eq!(sandbox.run(&single).code, 4);
    assert_ne!(run(&sandbox, &["day"]).code, 0);
    let told = batch(&sandbox, &["status", "day"]);
    assert_eq!(states(&told.json()), [of("planned", 3)], "{told:?}");
    assert_eq!(told.code, 11, "{told:?}");
    assert_eq!(told.stderr.matches("never sent").count(), 1, "{told:?}");
    assert!(
        told.stderr.contains("1 other refund is planned"),
        "{told:?}"
    );
}

#[test]
fn what_stands_in_another_of_the_files_is_given_up_there() {
    let (sandbox, served) = folder("");
    drop(served);
    let rows = [
        (1, "1.00", ",R-1"),
        (2, "2.00", ",R-2"),
        (3, "3.00", ",R-3"),
    ];
    // The second one takes the rows of the first one over.
    for (name, rows) in [("old.csv", &rows[..2]), ("new.csv", &rows)] {
        file(&sandbox, name, ",reference", rows);
        assert_ne!(run(&sandbox, &[name]).code, 0);
    }
    let alone = batch(&sandbox, &["cancel", "old.csv", "--yes"]);
    assert_eq!(alone.code, 8, "{alone:?}");
    assert!(alone.stderr.contains("stand elsewhere"), "{alone:?}");
    let both = batch(&sandbox, &["cancel", "old.csv", "new.csv", "--yes"]);
    assert_eq!(both.code, 0, "{both:?}");
    for (place, rows) in [(0, 2), (1, 3)] {
        let result = &both.json()["files"][place]["result"];
        assert_eq!(states(result), [of("cancelled", rows)], "{both:?}");
    }
}

#[test]
fn two_files_that_are_one_batch_are_refused() {
    let (sandbox, _served) = folder(WRONG_KEY);
    assert_eq!(run(&sandbox, &["day"]).code, 9);
    std::fs::copy(sandbox.path("day/a.csv"), sandbox.path("copy.csv")).unwrap();
    for words in [
        &["status", "day", "copy.csv"][..],
        &["cancel", "day", "copy.csv", "--yes"],
    ] {
        let refused = batch(&sandbox, words);
        assert_eq!(refused.code, 8, "{refused:?}");
        let said = "day/a.csv and copy.csv have the same rows";
        assert!(refused.stderr.contains(said), "{refused:?}");
    }
    let planned = batch(&sandbox, &["status", "day"]).json();
    let expected = [of("declined", 1), of("planned", 2)];
    assert_eq!(states(&planned), expected, "{planned}");
}

#[test]
fn files_of_many_merchants_are_told_and_given_up_together() {
    let (sandbox, _served) = batch_merchants::prepared(WRONG_KEY);
    for (name, rows) in [("one.csv", &ROWS[..3]), ("two.csv", &ROWS[3..])] {
        batch_merchants::write(&sandbox, "profile", rows);
        std::fs::rename(sandbox.path("all.csv"), sandbox.path(name)).unwrap();
    }
    std::fs::create_dir(sandbox.path("out")).unwrap();
    let say = |words: &[&str]| {
        let files = ["one.csv", "two.csv"];
        batch_merchants::batch(&sandbox, &[&words[..1], &files, &words[1..]].concat())
    };
    let ran = say(&["run", "--yes"]);
    let told = say(&["status", "--results", "out"]);
    assert_eq!(told.code, 9, "{told:?}");
    let document = told.json();
    assert_eq!(document["states"], ran.json()["states"], "{document}");
    for (place, name) in [(0, "out/one.results.csv"), (1, "out/two.results.csv")] {
        let one = &document["files"][place];
        assert_eq!(one["kind"], "batch_merchants", "{document}");
        assert_eq!(one["result"]["results"], name, "{document}");
        let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
    }
    let cancelled = say(&["cancel", "--yes"]);
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    let left = states(&cancelled.json());
    assert!(
        left.iter().any(|(state, _)| state == "cancelled"),
        "{left:?}"
    );
    assert!(
        !left.iter().any(|(state, _)| state == "planned"),
        "{left:?}"
    );
}
