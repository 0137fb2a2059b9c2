//! Several files of refunds, or a folder of them, in one run.

use crate::batch::{batch, payment, prepared};
use crate::batch_merchants::{self, ROWS};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};

/// Writes a file of rows `(payment, amount, more cells)` under these headings.
pub(crate) fn file(sandbox: &Sandbox, name: &str, headings: &str, rows: &[(usize, &str, &str)]) {
    let mut text = format!("syssn,amount{headings}\n");
    for (row, amount, more) in rows {
        text.push_str(&format!("{},{amount}{more}\n", payment(*row)));
    }
    let path = sandbox.path(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A folder with two files of three rows, and what is none.
pub(crate) fn folder(faults: &str) -> (Sandbox, crate::support::simulator::Served) {
    let (sandbox, served) = prepared(6, faults);
    file(&sandbox, "day/b.csv", "", &[(3, "3.00", "")]);
    file(
        &sandbox,
        "day/a.csv",
        "",
        &[(1, "1.00", ""), (2, "2.00", "")],
    );
    std::fs::write(sandbox.path("day/notes.txt"), "x").unwrap();
    std::fs::write(sandbox.path("day/.swp.csv"), "x").unwrap();
    (sandbox, served)
}

pub(crate) fn run(sandbox: &Sandbox, words: &[&str]) -> Run {
    let words = [&["run"], words, &["--yes", "--ignore-pause"]].concat();
    batch(sandbox, &words)
}

pub(crate) fn names(document: &Value, list: &str) -> Vec<String> {
    let list = document[list].as_array().unwrap().iter();
    list.map(|one| one["file"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_folder_is_run_as_one_and_each_file_has_its_result_file() {
    let (sandbox, _served) = folder("");
    let checked = batch(&sandbox, &["check", "day"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let document = checked.json();
    assert_eq!(document["kind"], "batch_check_files", "{document}");
    assert_eq!(names(&document, "files"), ["day/a.csv", "day/b.csv"]);
    assert_eq!(
        names(&document, "left_out"),
        ["day/.swp.csv", "day/notes.txt"]
    );
    assert_eq!(
        checked.stderr.matches("is left out").count(),
        2,
        "{checked:?}"
    );
    assert_eq!(document["totals"][0]["in_words"], "HKD 6.00");
    assert_eq!(document["files"][0]["kind"], "batch_check");
    let next = document["next_step"].as_str().unwrap();
    let said = "qfrefund batch run day --profile stub`. A script adds --expect-count 3 --expect-total HKD=6.00";
    assert!(next.contains(said), "{next}");
    let expected = ["--expect-count", "3", "--expect-total"];
    let by = |total| [&["run", "day", "--ignore-pause"], &expected[..], &[total]].concat();
    let other = batch(&sandbox, &by("HKD=5.00"));
    assert_eq!((other.code, executed(&sandbox).len()), (8, 0), "{other:?}");
    let ran = batch(
        &sandbox,
        &[by("HKD=6.00"), vec!["--results", "day"]].concat(),
    );
    assert_eq!((ran.code, executed(&sandbox).len()), (0, 3), "{ran:?}");
    let document = ran.json();
    assert_eq!(document["kind"], "batch_files", "{document}");
    assert_eq!(
        document["states"],
        json!([{"state": "refunded", "currency": "HKD", "rows": 3, "txamt": "600", "in_words": "HKD 6.00"}])
    );
    for (place, name, rows) in [(0, "day/a.results.csv", 2), (1, "day/b.results.csv", 1)] {
        let result = &document["files"][place]["result"];
        assert_eq!(result["results"], name, "{document}");
        assert_eq!(result["states"][0]["rows"], rows, "{document}");
        let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
        assert_eq!(text.matches(",refunded,").count(), rows, "{text}");
    }
    // Again, with their result files beside them.
    let again = batch(
        &sandbox,
        &[by("HKD=6.00"), vec!["--results", "day"]].concat(),
    );
    assert_eq!((again.code, executed(&sandbox).len()), (0, 3), "{again:?}");
    assert_eq!(names(&again.json(), "files").len(), 2, "{again:?}");
    assert_eq!(names(&again.json(), "left_out").len(), 4, "{again:?}");
}

#[test]
fn a_person_sees_all_files_and_confirms_once() {
    let (sandbox, _served) = folder("");
    let now = time::OffsetDateTime::now_utc();
    for (typed, code, sent) in [("\n", 10, 0), ("2\n2\n", 8, 0), ("3\n", 0, 3)] {
        let clock = crate::support::Still::at(now);
        let day = sandbox.path("day");
        let program = sandbox.program(clock).on_terminal(120).typing(typed);
        let ran = program.run(&[
            "batch",
            "run",
            day.to_str().unwrap(),
            "--profile",
            "stub",
            "--ignore-pause",
            "--wait",
            "0",
            "--color",
            "never",
        ]);
        assert_eq!(
            (ran.code, executed(&sandbox).len()),
            (code, sent),
            "{ran:?}"
        );
        let told = &ran.stderr;
        assert!(
            told.contains("About to refund HKD 6.00 in 3 rows\nof 2 files"),
            "{told}"
        );
        assert!(
            told.contains("day/a.csv (stub): HKD 3.00 in 2 rows"),
            "{told}"
        );
        assert!(
            told.contains("day/b.csv (stub): HKD 3.00 in 1 row"),
            "{told}"
        );
        // For all files at once, and once more after a slip.
        let asked = 1 + usize::from(code == 8);
        let questions = told.matches("Type the number of rows").count();
        assert_eq!(questions, asked, "{told}");
    }
}

#[test]
fn what_stands_in_two_files_is_told_with_both_places() {
    let (sandbox, _served) = prepared(6, "");
    let refused = |what: &str| {
        let words = [["check", "a.csv", "b.csv"], ["run", "a.csv", "b.csv"]];
        for words in words {
            let ran = match words[0] {
                "run" => run(&sandbox, &words[1..]),
                _ => batch(&sandbox, &words),
            };
            assert_eq!(ran.code, 8, "{ran:?}");
            let faults = &ran.json()["files"][1]["result"]["faults"];
            let (count, first) = (&faults["count"], &faults["shown"][0]);
            assert_eq!((count, &first["line"]), (&json!(1), &json!(3)), "{ran:?}");
            let problem = first["problem"].as_str().unwrap();
            assert!(problem.contains(what), "{problem}");
        }
        assert_eq!(executed(&sandbox).len(), 0);
    };
    file(&sandbox, "a.csv", "", &[(1, "1.00", "")]);
    file(&sandbox, "b.csv", "", &[(2, "1.00", ""), (1, "1.00", "")]);
    refused("is refunded on line 2 of a.csv, too");
    // What is left of it, or which of the two is right, no file knows alone.
    file(&sandbox, "b.csv", "", &[(2, "1.00", ""), (1, "2.00", "")]);
    refused("is refunded on line 2 of a.csv, too");
    file(&sandbox, "a.csv", ",reference", &[(1, "1.00", ",T-1")]);
    for same in [",T-1", ",t\u{2010}1", ",'T-1", ",\u{422}-1"] {
        file(
            &sandbox,
            "b.csv",
            ",reference",
            &[(2, "1.00", ",T-2"), (3, "3.00", same)],
        );
        refused("stands on line 2 of a.csv already");
    }
    file(&sandbox, "a.csv", ",out_trade_no", &[(1, "1.00", ",N1")]);
    file(
        &sandbox,
        "b.csv",
        ",out_trade_no",
        &[(2, "1.00", ",N2"), (3, "3.00", ",N1")],
    );
    refused("stands on line 2 of a.csv already");
    file(
        &sandbox,
        "b.csv",
        ",out_trade_no",
        &[(2, "1.00", ",N2"), (3, "3.00", ",n1")],
    );
    refused("or what looks like it, stands on line 2 of a.csv already");
    // The same rows are one batch, also where each says that it is meant.
    for name in ["a.csv", "b.csv"] {
        file(&sandbox, name, ",twin", &[(1, "1.00", ",yes")]);
    }
    for words in [
        &["check", "a.csv", "b.csv"][..],
        &["run", "a.csv", "b.csv", "--yes"],
    ] {
        let same = batch(&sandbox, words);
        assert_eq!(same.code, 8, "{same:?}");
        assert!(
            same.stderr.contains("a.csv and b.csv have the same rows"),
            "{same:?}"
        );
    }
    // What is meant in two files goes one after the other.
    file(
        &sandbox,
        "b.csv",
        ",twin",
        &[(2, "1.00", ","), (1, "1.00", ",yes")],
    );
    refused("on line 2 of a.csv, too");
    for (name, sent) in [("a.csv", 1), ("b.csv", 3)] {
        // It is a changed copy besides.
        let meant = run(&sandbox, &[name, "--twins-meant"]);
        assert_eq!(
            (meant.code, executed(&sandbox).len()),
            (0, sent),
            "{meant:?}"
        );
    }
}

#[test]
fn a_file_with_a_fault_holds_all_of_them() {
    let (sandbox, _served) = folder("");
    file(&sandbox, "day/c.csv", "", &[(4, "1,00", "")]);
    let held = run(&sandbox, &["day"]);
    assert_eq!(held.code, 8, "{held:?}");
    assert_eq!(held.json()["kind"], "batch_check_files", "{held:?}");
    std::fs::write(sandbox.path("day/c.csv"), "no headings here\n").unwrap();
    let unread = run(&sandbox, &["day"]);
    assert_eq!(unread.code, 12, "{unread:?}");
    assert!(unread.stderr.contains("day/c.csv"), "{unread:?}");
    let history = sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
    assert_eq!(history.json()["refunds"], json!([]), "{history:?}");
    assert_eq!(executed(&sandbox).len(), 0);
}

#[test]
fn a_check_of_all_says_what_a_run_would_send_of_them() {
    let (sandbox, _served) = folder("");
    assert_eq!(run(&sandbox, &["day/a.csv"]).code, 0);
    let check = || batch(&sandbox, &["check", "day"]);
    let checked = check().json();
    assert_eq!(checked["totals"][0]["in_words"], "HKD 6.00", "{checked}");
    assert_eq!(checked["to_send"][0]["in_words"], "HKD 3.00", "{checked}");
    let told = sandbox.run(&["batch", "check", "day", "--profile", "stub"]);
    assert!(
        told.stdout.contains("in all    HKD 6.00 in 3 rows"),
        "{told:?}"
    );
    assert!(
        told.stdout.contains("to send   HKD 3.00 in 1 row\n"),
        "{told:?}"
    );
    assert_eq!(run(&sandbox, &["day/b.csv"]).code, 0);
    let checked = check().json();
    assert_eq!(
        (&checked["to_send"], &checked["exit_code"]),
        (&json!([]), &json!(0))
    );
    let next = checked["next_step"].as_str().unwrap();
    assert!(next.starts_with("Nothing would be sent"), "{next}");
    // What is settled stands in no other file's way.
    file(&sandbox, "day/c.csv", "", &[(3, "0.50", "")]);
    let later = check();
    assert_eq!(
        later.json()["to_send"][0]["in_words"],
        "HKD 0.50",
        "{later:?}"
    );
    assert_eq!(later.code, 0, "{later:?}");
    // A fault is in no list that a command for several files would write.
    file(&sandbox, "day/c.csv", "", &[(4, "0.00", "")]);
    let faulty = check();
    assert_eq!(faulty.code, 8, "{faulty:?}");
    assert_eq!(faulty.json()["to_send"], Value::Null);
    assert!(!faulty.stdout.contains("--faults"), "{faulty:?}");
}

#[test]
fn what_halts_a_file_halts_the_next_one_of_its_merchant() {
    let wrong = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\n";
    let (sandbox, _served) = folder(wrong);
    let halted = run(&sandbox, &["day", "--results", "day"]);
    assert_eq!(halted.code, 9, "{halted:?}");
    let files = halted.json()["files"].clone();
    let told = |place: usize, key: &str| files[place]["result"][key].clone();
    for place in [0, 1] {
        assert_eq!(told(place, "halted_by"), "response_code", "{files}");
    }
    // One number was used up for it, not one in each file.
    let states = |place: usize| {
        let states = told(place, "states");
        let states = states.as_array().unwrap().iter();
        let states = states.map(|one| {
            (
                one["state"].as_str().unwrap().to_owned(),
                one["rows"].clone(),
            )
        });
        states.collect::<Vec<_>>()
    };
    let one = |state: &str| (state.to_owned(), json!(1));
    assert_eq!(states(0), [one("declined"), one("planned")], "{files}");
    assert_eq!(states(1), [one("planned")], "{files}");
}

#[test]
fn the_limit_of_a_day_is_that_of_all_files_together() {
    let (sandbox, served) = folder("");
    let more = "rate_limit = \"none\"\nclearing_pause = false\nmax_day_total = \"4.00\"\n";
    let config = crate::support::sandbox::profile(&served.url, more);
    sandbox.write_config(&config);
    // What the first one sends counts for the second.
    let checked = batch(&sandbox, &["check", "day"]);
    let json = checked.json();
    let files = json["files"].clone();
    let left = |place: usize| files[place]["result"]["day_limit"].clone();
    // It is no file's own, and is told once of all.
    assert_eq!((left(0), left(1)), (Value::Null, Value::Null), "{files}");
    let limits = json["day_limits"].as_array().unwrap();
    assert_eq!((limits.len(), &limits[0]["profile"]), (1, &json!("stub")));
    let told = limits[0]["left"].as_str().unwrap();
    assert!(told.contains("HKD 4.00 is left"), "{json}");
    let next = json["next_step"].as_str().unwrap();
    assert!(next.ends_with(&format!("Only {told}.")), "{next}");
    let day = sandbox.path("day").display().to_string();
    let person = sandbox.program(crate::support::program::Still::at(
        time::OffsetDateTime::now_utc(),
    ));
    let asked = person
        .on_terminal(120)
        .typing("no\n")
        .run(&["batch", "run", &day, "-p", "stub"]);
    let (head, parts) = asked.stderr.split_once("(stub):").unwrap();
    assert!(head.contains("HKD 4.00 is left"), "{asked:?}");
    assert!(!parts.contains("is left"), "{asked:?}");
    let halted = run(&sandbox, &["day"]);
    assert_eq!(halted.code, 9, "{halted:?}");
    let files = halted.json()["files"].clone();
    assert_eq!(files[1]["result"]["halted_by"], "day_limit", "{files}");
    assert_eq!(executed(&sandbox).len(), 2);
}

#[test]
fn files_of_many_merchants_are_run_together() {
    let (sandbox, _served) = batch_merchants::prepared("");
    batch_merchants::write(&sandbox, "profile", &ROWS[..3]);
    std::fs::rename(sandbox.path("all.csv"), sandbox.path("one.csv")).unwrap();
    batch_merchants::write(&sandbox, "profile", &ROWS[3..]);
    std::fs::rename(sandbox.path("all.csv"), sandbox.path("two.csv")).unwrap();
    std::fs::create_dir(sandbox.path("out")).unwrap();
    let words = ["run", "one.csv", "two.csv", "--yes", "--results", "out"];
    let ran = batch_merchants::batch(&sandbox, &words);
    assert_eq!((ran.code, executed(&sandbox).len()), (0, 6), "{ran:?}");
    let document = ran.json();
    assert_eq!(
        document["files"][1]["kind"], "batch_merchants",
        "{document}"
    );
    assert_eq!(
        document["states"].as_array().unwrap().len(),
        2,
        "{document}"
    );
    for name in ["out/one.results.csv", "out/two.results.csv"] {
        let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
        assert_eq!(text.matches(",refunded,").count(), 3, "{text}");
    }
    let again = batch_merchants::batch(&sandbox, &words);
    assert_eq!((again.code, executed(&sandbox).len()), (0, 6), "{again:?}");
}

#[test]
fn what_cannot_be_run_together_is_refused_before_anything() {
    let (sandbox, _served) = folder("");
    std::fs::create_dir(sandbox.path("none")).unwrap();
    std::fs::create_dir(sandbox.path("other")).unwrap();
    std::fs::copy(sandbox.path("day/a.csv"), sandbox.path("other/a.csv")).unwrap();
    for (words, code, told) in [
        (&["day/a.csv", "-"][..], 2, "standard input is read alone"),
        (&["day", "./day/a.csv"], 2, "is named twice"),
        (&["none"], 12, "no file of refunds in none"),
        (&["day", "gone.csv"], 12, "gone.csv"),
        (&["day", "--results", "out.csv"], 2, "is no folder"),
        (
            &["day/a.csv", "other/a.csv", "--results", "none"],
            2,
            "two of the files",
        ),
    ] {
        let refused = run(&sandbox, words);
        assert_eq!(refused.code, code, "{words:?}: {refused:?}");
        assert!(refused.stderr.contains(told), "{words:?}: {refused:?}");
    }
    let faults = batch(&sandbox, &["check", "day", "--faults", "list.csv"]);
    assert_eq!(faults.code, 2, "{faults:?}");
    assert_eq!(executed(&sandbox).len(), 0);
}

#[test]
fn the_built_in_simulator_takes_several_files() {
    let sandbox = Sandbox::new();
    let sample = sandbox.run(&["batch", "sample"]).stdout;
    let lines: Vec<&str> = sample.lines().collect();
    for (name, row) in [("a.csv", 1), ("b.csv", 2)] {
        std::fs::write(
            sandbox.path(name),
            format!("{}\n{}\n", lines[0], lines[row]),
        )
        .unwrap();
    }
    let options = ["--yes", "--ignore-pause", "--profile", "simulator"];
    let words = [&["batch", "run", "a.csv", "b.csv"], &options[..]].concat();
    let run = || sandbox.run(&[&words[..], &["--output", "json"]].concat());
    let ran = run();
    assert_eq!(
        (ran.code, &ran.json()["kind"]),
        (0, &json!("batch_files")),
        "{ran:?}"
    );
    let states = ran.json()["states"].clone();
    let state = |key: &str| states[0][key].clone();
    assert_eq!(
        (state("state"), state("rows")),
        (json!("refunded"), json!(2)),
        "{states}"
    );
    let again = run();
    assert_eq!(
        (again.code, &again.json()["states"]),
        (0, &states),
        "{again:?}"
    );
}
