//! Rows that a result file calls refunded: the journal decides, or the gateway, never the file.

use crate::batch::{batch, payment, prepared, rows};
use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};

/// Where the journal lies, beside the simulator's ledger.
const DATA: &str = ".local/share/qfrefund";

fn run(sandbox: &Sandbox, name: &str, more: &[&str]) -> Run {
    let all = [&["run", name, "--yes", "--ignore-pause"], more].concat();
    batch(sandbox, &all)
}

/// A file of three rows that was run, its result file, and another journal, as on another machine.
fn after_a_loss(faults: &str) -> (Sandbox, Served) {
    let (sandbox, served) = prepared(3, faults);
    let ran = run(&sandbox, "batch.csv", &["--results", "results.csv"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    lose_journal(&sandbox);
    (sandbox, served)
}

/// Makes another journal, as on another machine.
fn lose_journal(sandbox: &Sandbox) {
    for entry in std::fs::read_dir(sandbox.path(DATA)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with("journal") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    std::fs::remove_dir_all(sandbox.path(".local/state/qfrefund/witness")).unwrap();
    let made = sandbox.run(&["journal", "init", "--profile", "stub"]);
    assert_eq!(made.code, 0, "{made:?}");
}

fn edit(sandbox: &Sandbox, name: &str, to: &str, change: impl Fn(&str) -> String) {
    let text = std::fs::read_to_string(sandbox.path(name)).unwrap();
    std::fs::write(sandbox.path(to), change(&text)).unwrap();
}

#[test]
fn a_cell_that_says_refunded_is_no_fact() {
    let (sandbox, _served) = prepared(2, "");
    // Nobody ever refunded them: neither journal nor gateway knows.
    let text = format!(
        "syssn,amount,out_trade_no,refund_syssn,state,respcd\n{},1.00,N-1,20260201000200029900000001,refunded,0000\n{},2.00,N-2,,,\n",
        payment(1),
        payment(2)
    );
    std::fs::write(sandbox.path("told.csv"), &text).unwrap();
    let object = format!(
        "{{\"syssn\":\"{}\",\"amount\":\"1.00\",\"out_trade_no\":\"N-1\",\"refund_syssn\":null,\"state\":\"refunded\",\"respcd\":\"0000\"}}\n",
        payment(1)
    );
    std::fs::write(sandbox.path("told.jsonl"), object).unwrap();
    for name in ["told.csv", "told.jsonl"] {
        // Without a journal, and with an empty one that the run has made.
        for _ in 0..2 {
            let offline = batch(&sandbox, &["check", name]);
            assert_eq!(offline.code, 8, "{offline:?}");
            let fault = &offline.json()["faults"]["shown"][0];
            assert_eq!(
                (fault["column"].as_str(), fault["value"].as_str()),
                (Some("state"), Some("refunded"))
            );
            assert!(
                fault["remedy"].as_str().unwrap().contains("--online"),
                "{fault}"
            );
            for refused in [
                batch(&sandbox, &["check", name, "--online"]),
                run(&sandbox, name, &[]),
            ] {
                assert_eq!(refused.code, 8, "{refused:?}");
                let json = refused.json();
                assert_eq!(json["faults"]["count"], 1, "{refused:?}");
                let problem = json["faults"]["shown"][0]["problem"].as_str().unwrap();
                assert!(
                    problem.contains("the gateway shows no such refund"),
                    "{problem}"
                );
            }
        }
    }
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn what_the_gateway_shows_is_left_out_and_told() {
    let (sandbox, _served) = after_a_loss("");
    // One more row, which nobody has sent.
    let more = format!("{},5.00,new,,,,,,,\n", payment(3));
    edit(&sandbox, "results.csv", "again.csv", |text| {
        format!("{text}{more}")
    });
    let checked = batch(&sandbox, &["check", "again.csv", "--online"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let json = checked.json();
    assert_eq!(json["refunded_at_gateway"][0]["rows"], 3, "{checked:?}");
    assert_eq!(json["already_refunded"][0]["rows"], 3, "{checked:?}");
    let ran = run(&sandbox, "again.csv", &["--results", "out.csv"]);
    assert_eq!((ran.code, rows(&ran, "refunded")), (0, 4), "{ran:?}");
    assert!(
        ran.stderr.contains("the gateway shows every refund"),
        "{ran:?}"
    );
    assert_eq!(executed(&sandbox).len(), 4);
    // Only the file knows it here: nothing is said to be done.
    let status = batch(&sandbox, &["status", "again.csv"]);
    assert_eq!(status.code, 6, "{status:?}");
    assert_eq!(status.json()["worst"], "unknown", "{status:?}");
    // The result file keeps what the row can be asked for with.
    let out = std::fs::read_to_string(sandbox.path("out.csv")).unwrap();
    assert_eq!(out.matches("RB-").count(), 4, "{out}");
    assert_eq!(run(&sandbox, "out.csv", &[]).code, 0);
    assert_eq!(executed(&sandbox).len(), 4);
}

#[test]
fn what_the_gateway_shows_otherwise_is_a_fault() {
    let (sandbox, served) = after_a_loss("");
    let amount = |text: &str| text.replacen("12.01", "12.00", 1);
    let refund = |text: &str| {
        let (head, rest) = text.split_once("RB-").unwrap();
        let (number, rest) = rest.split_once(',').unwrap();
        let (_, rest) = rest.split_once(',').unwrap();
        format!("{head}RB-{number},'20260201000200029900009999,{rest}")
    };
    let payment_of = |text: &str| text.replacen(&payment(1), &payment(2), 1);
    for change in [&amount as &dyn Fn(&str) -> String, &refund, &payment_of] {
        edit(&sandbox, "results.csv", "other.csv", change);
        let refused = run(&sandbox, "other.csv", &["--twins-meant"]);
        assert_eq!(refused.code, 8, "{refused:?}");
        assert_eq!(refused.json()["faults"]["count"], 1, "{refused:?}");
    }
    // A gateway that cannot be asked proves nothing.
    drop(served);
    let refused = run(&sandbox, "results.csv", &[]);
    assert_eq!(refused.code, 4, "{refused:?}");
    let checked = batch(&sandbox, &["check", "results.csv", "--online"]);
    assert_eq!(checked.code, 8, "{checked:?}");
    assert!(
        checked.json()["online"]["stopped"].is_string(),
        "{checked:?}"
    );
    assert_eq!(executed(&sandbox).len(), 3);
}

#[test]
fn the_journal_decides_where_it_knows_the_refund() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1269\"\ntxamt = 1202\n\
                  [[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 99999\ntxamt = 1203\n";
    let (sandbox, served) = prepared(3, faults);
    let ran = run(
        &sandbox,
        "batch.csv",
        &["--results", "results.csv", "--wait", "0"],
    );
    assert_eq!(ran.code, 9, "{ran:?}");
    // Somebody calls the pending row refunded: it is asked about, and is not done.
    edit(&sandbox, "results.csv", "pending.csv", |text| {
        text.replace(",pending,", ",refunded,")
    });
    let again = run(&sandbox, "pending.csv", &["--wait", "0"]);
    assert_eq!((again.code, rows(&again, "pending")), (9, 1), "{again:?}");
    // The declined row: whoever believed the cell would forget it.
    edit(&sandbox, "results.csv", "declined.csv", |text| {
        text.replace(",declined,", ",refunded,")
    });
    for refused in [
        batch(&sandbox, &["check", "declined.csv"]),
        run(&sandbox, "declined.csv", &[]),
    ] {
        assert_eq!(refused.code, 8, "{refused:?}");
        let problem = refused.json()["faults"]["shown"][0]["problem"].clone();
        assert!(
            problem.as_str().unwrap().contains("is declined"),
            "{problem}"
        );
    }
    let status = batch(&sandbox, &["status", "declined.csv"]);
    assert_eq!(
        (status.code, rows(&status, "declined")),
        (9, 1),
        "{status:?}"
    );
    // Under another key of the journal the gateway is not even asked.
    sandbox.write_config(&profile(
        "http://127.0.0.1:1",
        "rate_limit = \"none\"\nmerchant = \"new\"\n",
    ));
    edit(&sandbox, "results.csv", "one.csv", |text| {
        text.lines()
            .take(2)
            .map(|line| format!("{line}\n"))
            .collect()
    });
    let other = ["journal", "adopt-merchant", "--other", "--profile", "stub"];
    assert_eq!(sandbox.run(&other).code, 0);
    let known = batch(&sandbox, &["check", "one.csv", "--online"]);
    assert_eq!(known.code, 0, "{known:?}");
    drop(served);
}

#[test]
fn rows_of_another_batch_count_in_the_totals() {
    let faults = "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 99999\ntxamt = 1202\n";
    let (sandbox, _served) = prepared(2, faults);
    let ran = run(
        &sandbox,
        "batch.csv",
        &["--results", "results.csv", "--wait", "0"],
    );
    assert_eq!(ran.code, 9, "{ran:?}");
    // Another row makes another batch of it; the cells call both refunded.
    edit(&sandbox, "results.csv", "more.csv", |text| {
        text.replace("row 1", "first")
            .replace(",pending,", ",refunded,")
    });
    let more = run(&sandbox, "more.csv", &["--wait", "0"]);
    assert_eq!(more.code, 9, "{more:?}");
    assert_eq!((rows(&more, "refunded"), rows(&more, "pending")), (1, 1));
    assert_eq!(more.json()["worst"], "pending");
    let status = batch(&sandbox, &["status", "more.csv"]);
    assert_eq!(status.json()["worst"], "pending", "{status:?}");
    assert_eq!(executed(&sandbox).len(), 2);
}

/// Two rows that ask for the same with other references; the first was refunded, and its cells were copied down.
fn copied_down(file: &str) -> String {
    let mut lines = file.lines();
    let (head, first) = (lines.next().unwrap(), lines.next().unwrap());
    let number = first.split(',').find(|cell| cell.starts_with("RR-"));
    let second = first
        .replace(number.unwrap(), "")
        .replace(",A,,", ",B,yes,");
    format!("{head}\n{first}\n{second}\n")
}

#[test]
fn one_refund_is_not_that_of_two_rows() {
    let (sandbox, _served) = prepared(1, "");
    let text = format!("syssn,amount,reference,twin\n{},5.00,A,\n", payment(1));
    std::fs::write(sandbox.path("a.csv"), text).unwrap();
    let ran = run(&sandbox, "a.csv", &["--results", "results.csv"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    edit(&sandbox, "results.csv", "both.csv", copied_down);
    edit(&sandbox, "both.csv", "later.csv", |text| {
        let lines: Vec<&str> = text.lines().collect();
        format!("{}\n{}\n", lines[0], lines[2])
    });
    for (name, line, says) in [
        ("both.csv", 3, "is the refund of line 2 already"),
        ("later.csv", 2, "of the reference `A`, not of this row's"),
    ] {
        let checked = batch(&sandbox, &["check", name]);
        assert_eq!(checked.code, 8, "{checked:?}");
        let fault = checked.json()["faults"]["shown"][0].clone();
        assert_eq!(
            (&fault["line"], &fault["column"]),
            (&line.into(), &"refund_syssn".into())
        );
        let problem = fault["problem"].as_str().unwrap();
        assert!(problem.contains(says), "{problem}");
        let refused = run(&sandbox, name, &[]);
        assert_eq!(refused.code, 8, "{refused:?}");
    }
    assert_eq!(executed(&sandbox).len(), 1);
    // Without the cells that were copied the second wish is one like any other.
    edit(&sandbox, "a.csv", "both.csv", |text| {
        format!("{text}{},5.00,B,yes\n", payment(1))
    });
    let ran = run(&sandbox, "both.csv", &["--twins-meant"]);
    assert_eq!((ran.code, executed(&sandbox).len()), (0, 2), "{ran:?}");
}

#[test]
fn a_row_that_another_journal_has_sent_is_not_sent_by_this_one() {
    let lost = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntxamt = 1202\n";
    let (sandbox, _served) = prepared(3, lost);
    let all = ["--results", "results.csv", "--wait", "0", "--jobs", "1"];
    let first = run(&sandbox, "batch.csv", &all);
    assert_eq!(rows(&first, "unknown"), 1, "{first:?}");
    lose_journal(&sandbox);
    for refused in [
        batch(&sandbox, &["check", "results.csv"]),
        batch(&sandbox, &["check", "results.csv", "--online"]),
        run(&sandbox, "results.csv", &[]),
    ] {
        assert_eq!(refused.code, 8, "{refused:?}");
        let json = refused.json();
        let faults = json["faults"]["shown"].as_array().unwrap().clone();
        let of_unknown = faults.iter().find(|fault| fault["value"] == "unknown");
        let fault = of_unknown.unwrap();
        assert_eq!(fault["line"], 3, "{fault}");
        let problem = fault["problem"].as_str().unwrap();
        let says = "says that it was sent, or may have been, and the journal does not know it";
        assert_eq!(problem, says);
        let remedy = fault["remedy"].as_str().unwrap();
        assert!(remedy.contains("journal rejoin"), "{remedy}");
    }
    assert_eq!(executed(&sandbox).len(), 2);
    // What the gateway shows is entered, and the journal decides.
    let rejoined = sandbox.run(&["journal", "rejoin", "--profile", "stub"]);
    assert_eq!(rejoined.code, 0, "{rejoined:?}");
    let ran = run(&sandbox, "results.csv", &[]);
    assert_eq!((ran.code, executed(&sandbox).len()), (0, 3), "{ran:?}");
}

#[test]
fn a_word_that_no_result_file_has_is_not_taken_for_none() {
    let (sandbox, _served) = prepared(1, "");
    let text = format!(
        "syssn,amount,out_trade_no,refund_syssn,state,respcd\n{},1.00,N-1,,Refunded,0000\n",
        payment(1)
    );
    std::fs::write(sandbox.path("odd.csv"), text).unwrap();
    let refused = run(&sandbox, "odd.csv", &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    let fault = &refused.json()["faults"]["shown"][0];
    assert_eq!(
        (&fault["column"], &fault["value"]),
        (&"state".into(), &"Refunded".into())
    );
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn what_a_file_calls_open_and_was_never_sent_from_here_is_told_as_that() {
    let (sandbox, _served) = prepared(
        1,
        "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n",
    );
    let write = |state: &str| {
        let rows =
            [(1, "A"), (2, "B"), (3, "C"), (4, "D"), (5, "E"), (6, "F")].map(|(row, reference)| {
                let end = if row == 6 { state } else { "" };
                format!("{},5.00,{reference},,{end},\n", payment(row))
            });
        let text = format!(
            "syssn,amount,reference,refund_syssn,state,respcd\n{}",
            rows.concat()
        );
        std::fs::write(sandbox.path("batch.csv"), text).unwrap();
    };
    write("");
    let planned = run(&sandbox, "batch.csv", &["--jobs", "1", "--wait", "0"]);
    assert_eq!(rows(&planned, "planned"), 5, "{planned:?}");
    write("unknown");
    let checked = batch(&sandbox, &["check", "batch.csv"]);
    assert_eq!(checked.code, 8, "{checked:?}");
    for said in [
        "is planned: by this journal it was surely never sent",
        "qfrefund journal rejoin --profile stub",
        "empty the cell only if nobody sent it",
    ] {
        assert!(checked.stdout.contains(said), "{checked:?}");
    }
}
