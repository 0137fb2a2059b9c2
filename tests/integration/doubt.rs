//! Twins whatever they are called, and nothing on top of doubt.

use crate::look::page;
use crate::support::sandbox::{PAYMENT, Run};
use crate::support::stub::{agree, http_reply};
use crate::support::{Act, Sandbox, Stub};

fn issue(sandbox: &Sandbox, amount: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["issue", PAYMENT, "--amount", amount, "--yes"];
    arguments.extend(["--profile", "stub", "--output", "json"]);
    arguments.extend(more);
    sandbox.run(&arguments)
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

#[test]
fn a_reference_is_no_word_that_a_twin_is_meant() {
    let stub = Stub::start(vec![agree("0000"), agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let first = issue(&sandbox, "12.50", &["--reference", "CRM-1001"]);
    assert_eq!(first.code, 0, "{first:?}");
    for more in [&["--reference", "CRM-1002"][..], &[]] {
        let twin = issue(&sandbox, "12.50", more);
        assert_eq!((twin.code, stub.connections()), (8, 1), "{twin:?}");
        let json = twin.json();
        assert_eq!(json["cause"], "twin");
        let message = json["message"].as_str().unwrap();
        assert!(message.contains(&number(&first)), "{message}");
        assert!(
            message.contains("under the reference `CRM-1001`"),
            "{message}"
        );
    }
    // The same reference is the same refund.
    let again = issue(&sandbox, "12.50", &["--reference", "CRM-1001"]);
    assert_eq!(again.json()["replayed"], true, "{again:?}");
    let meant = issue(&sandbox, "12.50", &["--reference", "CRM-1002", "--twin"]);
    assert_eq!((meant.code, stub.connections()), (0, 2), "{meant:?}");
}

#[test]
fn a_payment_with_an_open_refund_takes_no_other_of_any_amount() {
    let stub = Stub::start(vec![Act::CloseAfterReading, agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let open = issue(&sandbox, "60.00", &[]);
    assert_eq!(open.code, 6, "{open:?}");
    let open = number(&open);
    for (amount, more) in [
        ("60.00", &["--twin"][..]),
        ("61.00", &[]),
        ("1.00", &["--reference", "R-1"]),
    ] {
        let held = issue(&sandbox, amount, more);
        assert_eq!((held.code, stub.connections()), (8, 1), "{held:?}");
        let json = held.json();
        assert_eq!(json["cause"], "open");
        let next = json["next_step"].as_str().unwrap();
        assert!(next.contains(&format!("qfrefund resolve {open}")), "{next}");
        assert!(next.contains(&format!("--beside-open {open}")), "{next}");
        assert!(!next.contains("nothing to do"), "{next}");
    }
    // A twin of what is open is both, and nobody is told that there is nothing to do.
    let twin = issue(&sandbox, "60.00", &[]);
    assert_eq!(twin.code, 8);
    let next = twin.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains(&format!("qfrefund resolve {open}")), "{next}");
    assert!(!next.contains("nothing to do"), "{next}");
    let unknown = issue(&sandbox, "12.50", &["--beside-open", "RF-NONE"]);
    assert_eq!((unknown.code, stub.connections()), (2, 1), "{unknown:?}");
    let beside = issue(&sandbox, "12.50", &["--beside-open", &open]);
    assert_eq!((beside.code, stub.connections()), (0, 2), "{beside:?}");
    let show = sandbox.run(&[
        "show",
        &number(&beside),
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    let said = format!("beside {open}, which was unknown, by the operator's order");
    assert!(show.stdout.contains(&said), "{show:?}");
}

#[test]
fn several_open_refunds_are_looked_at_together() {
    let lost = || Act::CloseAfterReading;
    let stub = Stub::start(vec![lost(), lost(), agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let first = number(&issue(&sandbox, "60.00", &[]));
    let second = issue(&sandbox, "1.00", &["--beside-open", &first]);
    assert_eq!(second.code, 6, "{second:?}");
    let second = number(&second);
    let both = format!("--beside-open {first} --beside-open {second}");
    let held = issue(&sandbox, "12.50", &[]);
    assert_eq!(held.code, 8, "{held:?}");
    let json = held.json();
    let next = json["next_step"].as_str().unwrap();
    assert!(next.contains(&both), "{next}");
    for open in [&first, &second] {
        let resolve = format!("`qfrefund resolve {open} --profile stub`");
        assert!(next.contains(&resolve), "{next}");
        assert!(json["message"].as_str().unwrap().contains(open.as_str()));
    }
    // Of one nobody has said so.
    let one = issue(&sandbox, "12.50", &["--beside-open", &first]);
    assert_eq!((one.code, stub.connections()), (8, 2), "{one:?}");
    let next = one.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains(&format!("--beside-open {second}")), "{next}");
    assert!(!next.contains(&first), "{next}");
    let none = ["--beside-open", &first, "--beside-open", "RF-NONE"];
    assert_eq!(issue(&sandbox, "12.50", &none).code, 2);
    let words: Vec<&str> = both.split(' ').collect();
    let beside = issue(&sandbox, "12.50", &words);
    assert_eq!((beside.code, stub.connections()), (0, 3), "{beside:?}");
    let number = number(&beside);
    let show = sandbox.run(&["show", &number, "--profile", "stub", "--output", "json"]);
    let said = format!(
        "beside {first}, which was unknown, and {second}, which was unknown, by the operator's order"
    );
    assert!(show.stdout.contains(&said), "{show:?}");
}

#[test]
fn a_twin_that_is_only_planned_was_not_made() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    // Nobody listens there: it stays planned.
    let closed = Sandbox::at("http://127.0.0.1:1");
    std::fs::create_dir_all(sandbox.path(".local/share/qfrefund")).unwrap();
    let planned = issue(&closed, "12.50", &["--reference", "R-1"]);
    assert_eq!(planned.code, 4, "{planned:?}");
    let twin = issue(&closed, "12.50", &["--reference", "R-2"]);
    assert_eq!(twin.code, 8, "{twin:?}");
    let message = twin.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("was written down"), "{message}");
    assert!(!message.contains("made"), "{message}");
    let next = twin.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.starts_with("Nothing of it was sent"), "{next}");
    let cancel = format!("`qfrefund cancel {} --profile stub`", number(&planned));
    assert!(next.contains(&cancel), "{next}");
    assert!(!next.contains("nothing to do"), "{next}");
    assert_eq!(stub.connections(), 0);
}

#[test]
fn what_was_planned_is_not_sent_beside_the_same_refund_made_since() {
    let busy = || Act::Send(http_reply("429 Too Many Requests", "", b"{}"));
    // What was answered 429 is asked for by its number before it is sent: alone, and in three months.
    let unknown_there = || (0..4).map(|_| page(&[]));
    let mut acts = vec![busy(), busy(), agree("0000")];
    acts.extend(unknown_there().chain(unknown_there()));
    acts.push(agree("0000"));
    let stub = Stub::start(acts);
    let sandbox = Sandbox::at(&stub.url());
    for (amount, reference) in [("12.50", "A"), ("3.00", "C")] {
        let planned = issue(&sandbox, amount, &["--reference", reference]);
        assert_eq!(planned.code, 4, "{planned:?}");
    }
    // However long one waits to be sent, another is its twin.
    let twin = issue(&sandbox, "12.50", &["--reference", "B"]);
    assert_eq!((twin.code, stub.connections()), (8, 2), "{twin:?}");
    let meant = issue(&sandbox, "12.50", &["--reference", "B", "--twin"]);
    assert_eq!((meant.code, stub.connections()), (0, 3), "{meant:?}");
    let again = issue(&sandbox, "12.50", &["--reference", "A"]);
    assert_eq!((again.code, stub.connections()), (8, 7), "{again:?}");
    let json = again.json();
    assert_eq!(json["cause"], "twin", "{again:?}");
    let message = json["message"].as_str().unwrap();
    assert!(message.contains(&number(&meant)), "{message}");
    let both = issue(&sandbox, "12.50", &["--reference", "A", "--twin"]);
    assert_eq!((both.code, stub.connections()), (0, 12), "{both:?}");
}

#[test]
fn a_reference_that_looks_like_another_is_refused_with_both_shown() {
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    let first = issue(&sandbox, "12.50", &["--reference", "CRM-1001"]);
    assert_eq!(first.code, 0, "{first:?}");
    for (alike, shown) in [
        ("crm-1001", "`crm-1001` looks like `CRM-1001`"),
        ("CRM\u{2011}1001", "(U+2011) looks like `CRM-1001`"),
        ("'CRM-1001", "`'CRM-1001` looks like `CRM-1001`"),
        ("CRM-1001,", "`CRM-1001,` looks like `CRM-1001`"),
        ("\u{421}RM-1001", "(U+0421) looks like `CRM-1001`"),
    ] {
        let refused = issue(&sandbox, "3.00", &["--reference", alike]);
        assert_eq!((refused.code, stub.connections()), (8, 1), "{refused:?}");
        let json = refused.json();
        assert_eq!(json["cause"], "look_alike");
        let message = json["message"].as_str().unwrap();
        assert!(message.contains(shown), "{message}");
        assert!(message.contains(&number(&first)), "{message}");
    }
}

#[test]
fn a_number_that_looks_like_another_is_refused_with_both_shown() {
    let stub = Stub::start(vec![agree("0000"), agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    for given in ["TICKET-1", "0088124"] {
        let first = issue(&sandbox, "12.50", &["--out-trade-no", given, "--twin"]);
        assert_eq!(first.code, 0, "{first:?}");
    }
    for (alike, shown) in [
        (
            "ticket-1",
            "the out_trade_no `ticket-1` looks like `TICKET-1`",
        ),
        ("88124", "the out_trade_no `88124` looks like `0088124`"),
        ("88124.0", "the out_trade_no `88124.0` looks like `0088124`"),
    ] {
        let dry = issue(&sandbox, "3.00", &["--out-trade-no", alike, "--dry-run"]);
        assert!(dry.stderr.contains(shown), "{dry:?}");
        let refused = issue(&sandbox, "3.00", &["--out-trade-no", alike]);
        assert_eq!((refused.code, stub.connections()), (8, 2), "{refused:?}");
        let message = refused.json()["message"].to_string();
        assert!(message.contains(shown), "{message}");
    }
}

#[test]
fn the_commands_that_are_proposed_read_the_config_that_was_given() {
    let stub = Stub::start(vec![Act::CloseAfterReading]);
    let sandbox = Sandbox::at(&stub.url());
    let config = sandbox.path("my shops.toml");
    std::fs::rename(sandbox.path(".config/qfrefund/config.toml"), &config).unwrap();
    let config = config.to_str().unwrap();
    let of = ["--profile", "stub", "--config", config];
    let lost = ["issue", PAYMENT, "--amount", "60.00", "--yes"];
    let lost = sandbox.run(&[&lost[..], &of].concat());
    assert_eq!(lost.code, 6, "{lost:?}");
    // On the screen and in the table; what the words are folded at does not matter.
    let given = format!("--profile stub --config '{config}'`");
    for told in [&lost.stderr, &lost.stdout] {
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("`qfrefund resolve RF"), "{told}");
        assert!(told.contains(&given), "{told}");
        assert_eq!(
            told.matches("`qfrefund ").count(),
            told.matches(&given).count()
        );
    }
}
