//! Rows that somebody gave up, or saw to otherwise.

use crate::batch::{batch, payment, prepared, rows, run};
use crate::support::sandbox::profile;
use crate::support::simulator::executed;

#[test]
fn what_was_given_up_does_not_come_back_in_a_changed_copy_without_a_word() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(4, lost);
    let file = |rows: &[usize]| {
        let row = |row: &usize| format!("{},12.0{row}\n", payment(*row));
        let rows: String = rows.iter().map(row).collect();
        std::fs::write(sandbox.path("batch.csv"), format!("syssn,amount\n{rows}")).unwrap();
    };
    let numbers = |state: &str| -> Vec<String> {
        let listed = [
            "history",
            "--state",
            state,
            "--profile",
            "stub",
            "-o",
            "json",
        ];
        let json = sandbox.run(&listed).json();
        let refunds = json["refunds"].as_array().unwrap().iter();
        let numbers = refunds.map(|refund| refund["out_trade_no"].as_str().unwrap().to_owned());
        numbers.collect()
    };
    let say = |words: &[&str]| {
        let run = sandbox.run(&[words, &["--profile", "stub", "--yes"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
    };
    file(&[1, 2, 3]);
    let first = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&first, "unknown"), 1, "{first:?}");
    let lost = numbers("unknown").remove(0);
    let keeps = [
        "--as",
        "not-refunded",
        "--note",
        "keeps it",
        "--unseen",
        "x",
    ];
    say(&[&["close", &lost][..], &keeps].concat());
    let planned = numbers("planned");
    let cancelled = planned.iter().find(|number| {
        let shown = sandbox.run(&["show", number, "--profile", "stub"]);
        shown.stdout.contains(&payment(2))
    });
    say(&["cancel", cancelled.unwrap(), "--note", "wrong payment"]);
    let rest = run(&sandbox, &["--wait", "0"]);
    assert_eq!(rows(&rest, "refunded"), 1, "{rest:?}");
    assert_eq!(executed(&sandbox).len(), 1);
    file(&[1, 2, 3, 4]);
    let checked = batch(&sandbox, &["check", "batch.csv", "--faults", "fix.csv"]);
    // It is no twin, so that nothing said of twins is said of it.
    for held in [
        &checked,
        &run(&sandbox, &[]),
        &run(&sandbox, &["--skip-twins"]),
        &run(&sandbox, &["--twins-meant"]),
    ] {
        assert_eq!(held.code, 8, "{held:?}");
        let json = held.json();
        assert_eq!(json["given_up_before_count"], 2, "{json}");
        let lines = json["given_up_before"].as_array().unwrap();
        for (line, state, note) in [
            (&lines[0], "closed as not refunded", "(keeps it)"),
            (&lines[1], "cancelled", "(wrong payment)"),
        ] {
            let line = line.as_str().unwrap();
            assert!(line.contains(&format!("and is {state} 20")), "{line}");
            assert!(line.ends_with(note), "{line}");
        }
        let next = json["next_step"].as_str().unwrap();
        assert!(next.contains("--retry-cancelled"), "{next}");
    }
    let fix = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
    assert!(fix.contains("was given up"), "{fix}");
    // Each by its own word: what was closed goes singly.
    let one = run(&sandbox, &["--skip-twins", "--retry-cancelled"]);
    assert_eq!(one.code, 8, "{one:?}");
    assert_eq!(one.json()["given_up_before_count"], 1, "{one:?}");
    assert_eq!(executed(&sandbox).len(), 1);
    file(&[2, 3, 4]);
    let meant = run(&sandbox, &["--skip-twins", "--retry-cancelled"]);
    assert_eq!((meant.code, rows(&meant, "refunded")), (0, 2), "{meant:?}");
    assert_eq!(executed(&sandbox).len(), 3);
    // From then on it is refunded, whatever was said before.
    file(&[2, 3]);
    let again = run(&sandbox, &[]);
    assert_eq!(again.json()["twins_before_count"], 2, "{again:?}");
    assert_eq!(again.json()["given_up_before_count"], 0, "{again:?}");
}

#[test]
fn what_somebody_has_paid_otherwise_leaves_nothing_to_do() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    for (closed_as, code) in [("refunded-elsewhere", 0), ("written-off", 9)] {
        let (sandbox, _served) = prepared(2, lost);
        let first = run(&sandbox, &["--jobs", "1", "--wait", "0"]);
        assert_eq!((first.code, rows(&first, "unknown")), (6, 1), "{first:?}");
        let listed = [
            "history",
            "--state",
            "unknown",
            "--profile",
            "stub",
            "-o",
            "json",
        ];
        let number = sandbox.run(&listed).json()["refunds"][0]["out_trade_no"].clone();
        let close = format!(
            "close {} --as {closed_as} --note cash --unseen x --yes --profile stub",
            number.as_str().unwrap()
        );
        let closed = sandbox.run(&close.split(' ').collect::<Vec<_>>());
        assert_eq!(closed.code, 0, "{closed:?}");
        for again in [
            run(&sandbox, &["--wait", "0"]),
            run(&sandbox, &["--wait", "0"]),
            batch(&sandbox, &["status", "batch.csv"]),
        ] {
            assert_eq!(again.code, code, "{again:?}");
            assert!(again.stdout.contains("Nothing is left to do"), "{again:?}");
        }
    }
}

#[test]
fn a_batch_is_given_up_with_a_note_or_without_like_a_single_refund() {
    let (sandbox, served) = prepared(2, "");
    let at = |url: &str| sandbox.write_config(&profile(url, "rate_limit = \"none\"\n"));
    at("http://127.0.0.1:9");
    assert_eq!(run(&sandbox, &["--jobs", "1"]).code, 4);
    at(&served.url);
    let given_up = batch(&sandbox, &["cancel", "batch.csv", "--yes"]);
    assert_eq!(rows(&given_up, "cancelled"), 2, "{given_up:?}");
}

#[test]
fn a_row_left_out_and_given_up_is_sent_by_no_run_before_it_is_wanted_again() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = 1\n";
    let (sandbox, _served) = prepared(3, lost);
    let file = |rows: &[usize]| {
        let row = |row: &usize| format!("{},12.0{row}\n", payment(*row));
        let rows: String = rows.iter().map(row).collect();
        std::fs::write(sandbox.path("batch.csv"), format!("syssn,amount\n{rows}")).unwrap();
    };
    let (first, stub) = (payment(1), ["--yes", "--profile", "stub", "-o", "json"]);
    let issued = sandbox.run(&[&["issue", &first, "--amount", "12.01"], &stub[..]].concat());
    let number = issued.json()["out_trade_no"].as_str().unwrap().to_owned();
    file(&[1, 2]);
    let skipped = run(&sandbox, &["--skip-twins", "--wait", "0"]);
    assert_eq!(rows(&skipped, "refunded"), 1, "{skipped:?}");
    let close = ["close", &number, "--as", "not-refunded", "--note", "n"];
    let closed = sandbox.run(&[&close[..], &["--unseen", "u"], &stub].concat());
    assert_eq!(closed.code, 0, "{closed:?}");
    let given_up = batch(&sandbox, &["cancel", "batch.csv", "--yes", "--note", "n"]);
    let told = "rows that were left out as twins are given up: 1";
    assert!(given_up.stderr.contains(told), "{given_up:?}");
    let next = given_up.json()["next_step"].as_str().unwrap().to_owned();
    assert!(!next.contains("stands nowhere"), "{next}");
    assert!(next.contains("--retry-cancelled"), "{next}");
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    let checked_next = checked.json()["next_step"].as_str().unwrap().to_owned();
    assert!(
        checked_next.contains("Nothing would be sent"),
        "{checked:?}"
    );
    for more in [
        &["--results", "done.csv"][..],
        &["--skip-twins"],
        &["--twins-meant"],
    ] {
        let again = run(&sandbox, more);
        let stand = (rows(&again, "refunded"), rows(&again, "cancelled"));
        assert_eq!((again.code, stand), (9, (1, 1)), "{again:?}");
    }
    let fed = batch(&sandbox, &["run", "done.csv", "--yes", "--ignore-pause"]);
    assert_eq!((fed.code, rows(&fed, "cancelled")), (9, 1), "{fed:?}");
    assert_eq!(executed(&sandbox).len(), 1);
    // In a changed copy nobody has said yet that it is wanted after all.
    file(&[1, 2, 3]);
    for held in [
        &run(&sandbox, &["--skip-twins"]),
        &batch(&sandbox, &["check", "batch.csv"]),
    ] {
        assert_eq!(held.code, 8, "{held:?}");
        assert_eq!(held.json()["given_up_before_count"], 1, "{held:?}");
    }
    file(&[1, 2]);
    let meant = batch(
        &sandbox,
        &[
            "run",
            "done.csv",
            "--yes",
            "--ignore-pause",
            "--retry-cancelled",
        ],
    );
    assert_eq!((meant.code, rows(&meant, "refunded")), (0, 2), "{meant:?}");
    let again = run(&sandbox, &[]);
    assert_eq!((again.code, executed(&sandbox).len()), (0, 2), "{again:?}");
}
