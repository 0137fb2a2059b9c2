//! `close` is a statement on what became of the money, and `reopen` takes it back.

use crate::support::sandbox::profile;
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::Value;

const PAYMENT: &str = "20260105000200020000000001";

/// A sandbox whose profile `stub` is a simulator that loses the first refund on its way.
fn losing(fault: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    let faults = format!("[[fault]]\non = \"refund\"\n{fault}\ntimes = 1\n");
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(&sandbox, &["--faults", "faults.toml"]);
    sandbox.write_config(&profile(&served.url, ""));
    (sandbox, served)
}

fn run(sandbox: &Sandbox, line: &str) -> Run {
    let line = format!("{line} --profile stub --output json");
    sandbox.run(&line.split(' ').collect::<Vec<_>>())
}

fn refund(sandbox: &Sandbox, amount: &str, more: &str) -> Run {
    let line = format!("issue {PAYMENT} --amount {amount} --yes --no-preflight{more}");
    run(sandbox, &line)
}

fn lost(sandbox: &Sandbox, amount: &str) -> String {
    let lost = refund(sandbox, amount, "");
    assert_eq!(lost.code, 6, "{lost:?}");
    lost.json()["out_trade_no"].as_str().unwrap().to_owned()
}

/// Closes it without the looks it takes.
fn close(sandbox: &Sandbox, number: &str, closed_as: &str) -> Run {
    let line = format!("close {number} --as {closed_as} --note cash --unseen gone --yes");
    run(sandbox, &line)
}

fn first(run: &Run) -> Value {
    run.json()["refunds"][0].clone()
}

#[test]
fn it_takes_a_word_on_the_money_a_person_and_looks() {
    let (sandbox, _served) = losing("do = \"drop-before\"");
    let number = lost(&sandbox, "12.50");
    let close = format!("close {number} --note cash");
    assert_eq!(run(&sandbox, &format!("{close} --yes")).code, 2);
    let close = format!("{close} --as not-refunded");
    // Nobody has looked, and nobody says why not.
    let refused = run(&sandbox, &format!("{close} --yes"));
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(
        refused.stdout.contains("3 looks over 10 minutes"),
        "{refused:?}"
    );
    assert!(refused.stdout.contains("--unseen"), "{refused:?}");
    // Nobody has confirmed it.
    assert_eq!(run(&sandbox, &format!("{close} --unseen gone")).code, 2);
    let closed = run(&sandbox, &format!("{close} --unseen gone --yes"));
    assert_eq!(closed.code, 0, "{closed:?}");
    let row = first(&closed);
    assert_eq!(row["state"], "closed_not_refunded");
    assert_eq!(
        (&row["note"], row["decided_at"].is_null()),
        (&"cash".into(), false)
    );
    let show = run(&sandbox, &format!("show {number}")).json();
    assert_eq!(show["refund"]["note"], "cash");
    let event = show["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(event["event"], "close_not_refunded");
    let rests_on = event["text"].as_str().unwrap();
    assert_eq!(
        rests_on,
        "unseen (gone): the gateway has not been asked since"
    );
    let listed = run(&sandbox, "history --state closed");
    assert_eq!(first(&listed)["note"], "cash");
    let csv = sandbox.run(&["history", "--output", "csv", "--profile", "stub"]);
    assert!(csv.stdout.contains(",cash,"), "{csv:?}");
    // A second word is not said over the first.
    let again = run(&sandbox, &format!("{close} --unseen gone --yes"));
    assert_eq!(again.code, 8, "{again:?}");
    assert!(again.stdout.contains("qfrefund reopen"), "{again:?}");
}

#[test]
fn what_is_closed_counts_as_its_word_says() {
    for (closed_as, counts) in [
        ("refunded-elsewhere", true),
        ("written-off", true),
        ("not-refunded", false),
    ] {
        let (sandbox, _served) = losing("do = \"drop-before\"");
        let number = lost(&sandbox, "12.50");
        assert_eq!(close(&sandbox, &number, closed_as).code, 0);
        let again = refund(&sandbox, "12.50", "");
        if counts {
            assert_eq!(
                (again.code, &again.json()["cause"]),
                (8, &"twin".into()),
                "{again:?}"
            );
            assert!(executed(&sandbox).is_empty());
        } else {
            assert_eq!(again.code, 0, "{again:?}");
            assert_eq!(executed(&sandbox).len(), 1);
        }
    }
}

#[test]
fn a_closing_is_taken_back_and_that_is_recorded() {
    let (sandbox, _served) = losing("do = \"drop-before\"");
    let number = lost(&sandbox, "12.50");
    let early = run(&sandbox, &format!("reopen {number}"));
    assert_eq!(early.code, 8, "{early:?}");
    assert_eq!(close(&sandbox, &number, "not-refunded").code, 0);
    let opened = run(&sandbox, &format!("reopen {number} --note other"));
    assert_eq!(opened.code, 0, "{opened:?}");
    assert_eq!(first(&opened)["state"], "unknown");
    assert!(first(&opened)["note"].is_null(), "{opened:?}");
    assert!(!opened.stderr.contains("wait"), "{opened:?}");
    let show = run(&sandbox, &format!("show {number}")).json();
    let event = show["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&event["event"], &event["note"]),
        (&"reopen".into(), &"other".into())
    );
    // It stands in the way again.
    let held = refund(&sandbox, "1.00", "");
    assert_eq!((held.code, &held.json()["cause"]), (8, &"open".into()));
    let resend = run(&sandbox, &format!("resolve --resend {number} --yes"));
    assert_eq!(resend.code, 8, "{resend:?}");
}

#[test]
fn what_is_closed_is_still_looked_at_and_the_gateways_word_is_told() {
    for (closed_as, told) in [
        ("refunded-elsewhere", "may have the money twice"),
        ("not-refunded", "may have the money twice"),
        ("written-off", "it was not lost"),
    ] {
        // Executed, and nobody heard of it.
        let (sandbox, _served) = losing("do = \"drop-after\"");
        let number = lost(&sandbox, "12.50");
        assert_eq!(close(&sandbox, &number, closed_as).code, 0);
        let looked = run(&sandbox, "resolve --all");
        assert_eq!(looked.code, 0, "{looked:?}");
        let row = first(&looked);
        assert_eq!(
            (&row["state"], &row["note"]),
            (&"refunded".into(), &"cash".into())
        );
        let was = format!("was closed as {}", closed_as.replace('-', " "));
        assert!(looked.stderr.contains(&was), "{looked:?}");
        assert!(looked.stderr.contains("shows it refunded"), "{looked:?}");
        assert!(looked.stderr.contains(told), "{looked:?}");
        let show = run(&sandbox, &format!("show {number}")).json();
        let event = show["events"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&event["event"], &event["to"]),
            (&"found_done".into(), &"refunded".into())
        );
    }
}

#[test]
fn a_word_that_nothing_contradicts_holds_and_nothing_waits() {
    let (sandbox, _served) = losing("do = \"drop-before\"");
    let number = lost(&sandbox, "12.50");
    assert_eq!(close(&sandbox, &number, "written-off").code, 0);
    let looked = run(&sandbox, "resolve");
    assert_eq!(
        (looked.code, first(&looked)),
        (0, Value::Null),
        "{looked:?}"
    );
    // The look is kept, and by its number it is shown.
    let named = run(&sandbox, &format!("resolve {number}"));
    assert_eq!(
        (named.code, &first(&named)["state"]),
        (8, &"closed_written_off".into())
    );
    let show = run(&sandbox, &format!("show {number}")).json();
    let strays = show["events"].as_array().unwrap().iter();
    let strays = strays.filter(|event| event["observed"] == "found_nothing");
    assert_eq!(
        strays.count(),
        1,
        "one that says the same is no news: {show}"
    );
}

#[test]
fn a_look_at_what_is_settled_is_kept_once_for_each_thing_it_shows() {
    let (sandbox, _served) = losing("do = \"drop-after\"");
    let number = lost(&sandbox, "12.50");
    assert_eq!(close(&sandbox, &number, "not-refunded").code, 0);
    let seq = || {
        run(&sandbox, "journal verify").json()["head_seq"]
            .as_u64()
            .unwrap()
    };
    let before = seq();
    assert_eq!(run(&sandbox, "resolve").code, 0);
    assert_eq!(seq(), before + 1, "it is refunded now");
    for _ in 0..3 {
        assert_eq!(run(&sandbox, "resolve").code, 0);
    }
    assert_eq!(seq(), before + 1);
    let (sandbox, _served) = losing("do = \"drop-before\"");
    let number = lost(&sandbox, "12.50");
    assert_eq!(close(&sandbox, &number, "written-off").code, 0);
    let seq = || {
        run(&sandbox, "journal verify").json()["head_seq"]
            .as_u64()
            .unwrap()
    };
    let before = seq();
    for _ in 0..3 {
        assert_eq!(run(&sandbox, "resolve").code, 0);
    }
    assert_eq!(seq(), before + 1);
    // Taken back and closed again it is looked at anew.
    assert_eq!(run(&sandbox, &format!("reopen {number}")).code, 0);
    assert_eq!(close(&sandbox, &number, "written-off").code, 0);
    assert_eq!(run(&sandbox, "resolve").code, 0);
    assert_eq!(seq(), before + 4);
    assert_eq!(run(&sandbox, "journal verify").code, 0);
}

#[test]
fn a_closing_that_is_belied_ends_with_the_code_of_what_the_gateway_shows() {
    // The first was executed and nobody heard of it, the second never arrived.
    let (sandbox, _served) = losing("do = \"drop-after\"");
    let executed = lost(&sandbox, "12.50");
    assert_eq!(close(&sandbox, &executed, "not-refunded").code, 0);
    let looked = run(&sandbox, "resolve");
    assert_eq!((looked.code, &looked.json()["exit_code"]), (0, &0.into()));
    assert!(looked.stderr.contains("error:"), "{looked:?}");
    // It is settled by the gateway now, and told no more.
    let again = run(&sandbox, "resolve");
    assert_eq!((again.code, first(&again)), (0, Value::Null), "{again:?}");
    assert!(!again.stderr.contains("error:"), "{again:?}");
}

#[test]
fn a_second_refund_of_what_the_gateway_shows_executed_is_held_back() {
    let (sandbox, served) = losing("do = \"drop-after\"");
    sandbox.write_config(&profile(
        &served.url,
        "preflight = true\nclearing_pause = false\n",
    ));
    let number = lost(&sandbox, "12.50");
    assert_eq!(close(&sandbox, &number, "not-refunded").code, 0);
    let second = run(&sandbox, &format!("issue {PAYMENT} --amount 12.50 --yes"));
    assert_eq!(
        (second.code, &second.json()["cause"]),
        (8, &"contradicted".into()),
        "{second:?}"
    );
    let was = "which this journal has as closed as not refunded";
    assert!(second.stdout.contains(was), "{second:?}");
    let resolve = format!("qfrefund resolve {number} ");
    assert!(second.stdout.contains(&resolve), "{second:?}");
    assert_eq!(executed(&sandbox).len(), 1);
    // Another amount is another refund, as soon as the journal knows better.
    let other = format!("issue {PAYMENT} --amount 1.00 --yes");
    let held = run(&sandbox, &other);
    assert_eq!(held.json()["cause"], "contradicted", "{held:?}");
    assert_eq!(run(&sandbox, &format!("resolve {number}")).code, 0);
    let other = run(&sandbox, &other);
    assert_eq!(other.code, 0, "{other:?}");
}

#[test]
fn what_the_gateway_works_on_after_all_is_pending_again() {
    let (sandbox, _served) = losing("do = \"pending\"\nenquiries = 99");
    let sent = refund(&sandbox, "12.50", "");
    assert_eq!(sent.code, 7, "{sent:?}");
    let number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
    assert_eq!(close(&sandbox, &number, "not-refunded").code, 0);
    let looked = run(&sandbox, "resolve");
    assert_eq!(
        (looked.code, &first(&looked)["state"]),
        (7, &"pending".into()),
        "{looked:?}"
    );
    assert!(looked.stderr.contains("works on it"), "{looked:?}");
}

#[test]
fn where_nobody_is_asked_a_beginning_names_no_refund_that_is_decided() {
    let (sandbox, _served) = losing("do = \"drop-before\"");
    let number = lost(&sandbox, "12.50");
    let begins = number[..number.len() - 1].to_owned();
    let closed = close(&sandbox, &begins, "not-refunded");
    assert_eq!(closed.code, 2, "{closed:?}");
    assert!(closed.stderr.contains(&number), "{closed:?}");
    assert_eq!(close(&sandbox, PAYMENT, "not-refunded").code, 0);
    let reopen = |name: &str| run(&sandbox, &format!("reopen {name}"));
    assert_eq!(reopen(&begins).code, 2);
    assert_eq!(reopen(&number).code, 0);
}
