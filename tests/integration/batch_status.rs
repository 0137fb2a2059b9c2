//! `batch status --results`: a fresh result file of what the journal says, and nothing sent for it.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};

/// The reply to the second row is lost.
const LOST: &str = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 1202\n";

fn status(sandbox: &Sandbox, file: &str, results: &str) -> Run {
    batch(sandbox, &["status", file, "--results", results])
}

fn read(sandbox: &Sandbox, name: &str) -> Option<String> {
    std::fs::read_to_string(sandbox.path(name)).ok()
}

/// The lines of a result file, its headings left out.
fn lines(sandbox: &Sandbox, name: &str) -> Vec<String> {
    let text = read(sandbox, name).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_late_outcome_stands_in_a_fresh_result_file() {
    let (sandbox, served) = prepared(3, LOST);
    let first = run(
        &sandbox,
        &["--keep-going", "--wait", "0", "--results", "results.csv"],
    );
    assert_eq!(rows(&first, "unknown"), 1, "{first:?}");
    assert!(lines(&sandbox, "results.csv")[1].contains(",unknown,"));
    let resolved = sandbox.run(&["resolve", "--profile", "stub"]);
    assert_eq!(resolved.code, 0, "{resolved:?}");
    // The gateway is not needed for it.
    drop(served);
    for name in ["results.csv", "fresh.csv"] {
        let told = status(&sandbox, "batch.csv", name);
        assert_eq!((told.code, rows(&told, "refunded")), (0, 3), "{told:?}");
        assert_eq!(told.json()["results"], name, "{told:?}");
        let fresh = lines(&sandbox, name);
        let refunded = fresh.iter().filter(|line| line.contains(",refunded,"));
        assert_eq!((fresh.len(), refunded.count()), (3, 3), "{fresh:?}");
    }
    let again = batch(&sandbox, &["status", "fresh.csv"]);
    assert_eq!(again.json()["batch"], first.json()["batch"], "{again:?}");
    let without = batch(&sandbox, &["status", "batch.csv"]);
    assert!(without.json()["results"].is_null(), "{without:?}");
}

#[test]
fn a_fresh_result_file_takes_no_other_files_place() {
    let (sandbox, _served) = prepared(2, "");
    let unheard = status(&sandbox, "batch.csv", "fresh.csv");
    assert_eq!(unheard.code, 8, "{unheard:?}");
    assert!(read(&sandbox, "fresh.csv").is_none());
    assert_eq!(run(&sandbox, &["--results", "results.csv"]).code, 0);
    let input = read(&sandbox, "batch.csv");
    std::fs::write(sandbox.path("list.csv"), "somebody's list\n").unwrap();
    // A result file of another batch.
    let other = read(&sandbox, "results.csv").unwrap();
    let other = other.replace("row 2", "row 9");
    std::fs::write(sandbox.path("other.csv"), &other).unwrap();
    for (name, code, why) in [
        ("batch.csv", 2, "would overwrite the file of refunds itself"),
        ("list.csv", 8, "exists and is no result file of this batch"),
        ("other.csv", 8, "exists and is no result file of this batch"),
        ("fresh.txt", 2, "its name must end in .csv or .jsonl"),
        ("nowhere/fresh.csv", 2, "its folder does not exist"),
    ] {
        let refused = status(&sandbox, "batch.csv", name);
        assert_eq!(refused.code, code, "{name}: {refused:?}");
        let said = refused.stdout + &refused.stderr;
        assert!(said.contains(why), "{name}: {said}");
    }
    assert_eq!(read(&sandbox, "batch.csv"), input);
    assert_eq!(read(&sandbox, "list.csv").unwrap(), "somebody's list\n");
    assert_eq!(read(&sandbox, "other.csv").unwrap(), other);
    assert!(read(&sandbox, "fresh.txt").is_none());
}

#[test]
fn what_only_the_file_says_is_not_written_down_as_what_became_of_it() {
    let (sandbox, _served) = prepared(2, LOST);
    let halted = run(
        &sandbox,
        &["--jobs", "1", "--wait", "0", "--results", "results.csv"],
    );
    assert_eq!(rows(&halted, "unknown"), 1, "{halted:?}");
    let results = read(&sandbox, "results.csv").unwrap();
    // A row more that the journal has never seen, called refunded.
    let more = format!("{},5.00,more,N-9,,refunded,0000,,,\n", payment(2));
    std::fs::write(sandbox.path("told.csv"), format!("{results}{more}")).unwrap();
    std::fs::write(
        sandbox.path("new.csv"),
        format!("{results}{}", more.replace(",refunded,", ",,")),
    )
    .unwrap();
    let before = executed(&sandbox).len();
    let refused = status(&sandbox, "told.csv", "fresh.csv");
    assert_eq!(refused.code, 8, "{refused:?}");
    let said = refused.stdout + &refused.stderr;
    assert!(said.contains("line 4"), "{said}");
    assert!(said.contains("not known to the journal"), "{said}");
    assert!(read(&sandbox, "fresh.csv").is_none());
    // What stands nowhere is said to stand nowhere.
    let told = status(&sandbox, "new.csv", "fresh.csv");
    assert_ne!(told.code, 0, "{told:?}");
    let fresh = lines(&sandbox, "fresh.csv");
    assert!(fresh[2].contains(",,,not written down"), "{fresh:?}");
    assert_eq!(executed(&sandbox).len(), before);
}

/// A command to copy is one that can be run: with the file as it was given, and how it is written.
#[test]
fn what_is_next_names_the_file_itself() {
    let (sandbox, _served) = prepared(2, &LOST.replace("1202", "1201"));
    let text = std::fs::read_to_string(sandbox.path("batch.csv")).unwrap();
    let odd = text.replace("amount", "Betrag");
    std::fs::write(sandbox.path("may to june.csv"), odd).unwrap();
    let named = ["may to june.csv", "--column", "amount=Betrag"];
    let say = |words: &[&str], more: &[&str]| batch(&sandbox, &[words, &named, more].concat());
    let send = ["--yes", "--ignore-pause", "--jobs", "1", "--wait", "0"];
    let halted = say(&["run"], &send);
    assert_eq!(rows(&halted, "planned"), 1, "{halted:?}");
    let given = "'may to june.csv' --column=amount=Betrag --profile stub`";
    let run = format!("`qfrefund batch run {given}");
    for shown in [say(&["status"], &[]), say(&["cancel"], &["--yes"])] {
        let next = shown.json()["next_step"].as_str().unwrap().to_owned();
        assert!(next.contains(&run), "{next}");
        assert!(!next.contains("FILE"), "{next}");
    }
    // What the journal refuses names the file as well.
    let file = |amount| {
        let row = format!("{},{amount},T-88\n", payment(2));
        let text = format!("syssn,Betrag,reference\n{row}");
        std::fs::write(sandbox.path("may to june.csv"), text).unwrap();
    };
    file("12.50");
    let meant = ["--twins-meant", "--yes", "--ignore-pause"];
    assert_eq!(say(&["run"], &meant).code, 0);
    file("12.60");
    let refused = say(&["run"], &["--yes", "--ignore-pause"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    let check = format!("see `qfrefund batch check {given}");
    assert!(
        (refused.stdout.clone() + &refused.stderr).contains(&check),
        "{refused:?}"
    );
}

#[test]
fn a_file_that_was_never_run_is_told_from_one_that_is_no_batch() {
    let (sandbox, _served) = prepared(2, "");
    let twice = format!(
        "syssn,amount,reference\n{0},1.00,R-1\n{0},2.00,R-1\n",
        payment(1)
    );
    std::fs::write(sandbox.path("twice.csv"), twice).unwrap();
    for command in ["status", "cancel"] {
        let unheard = batch(&sandbox, &[command, "batch.csv"]);
        assert_eq!(unheard.code, 8, "{unheard:?}");
        let faulty = batch(&sandbox, &[command, "twice.csv"]);
        assert_eq!(faulty.code, 12, "{faulty:?}");
        assert!(faulty.stderr.contains("so it is no batch"), "{faulty:?}");
    }
}
