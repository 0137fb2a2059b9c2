//! What was written down and never sent waits like what is open, and can be given up.

use crate::batch::{batch, payment, prepared};
use crate::support::sandbox::{PAYMENT, profile};
use crate::support::simulator::executed;
use crate::support::stub::agree;
use crate::support::{Act, Run, Sandbox, Stub};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// An address at which nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";

fn run(sandbox: &Sandbox, line: &str) -> Run {
    let line = format!("{line} --output json");
    sandbox.run(&line.split(' ').collect::<Vec<_>>())
}

fn issue(sandbox: &Sandbox, name: &str, reference: &str) -> Run {
    let line =
        format!("issue {PAYMENT} --amount 12.50 --reference {reference} --yes --profile {name}");
    run(sandbox, &line)
}

fn number(run: &Run) -> String {
    run.json()["out_trade_no"].as_str().unwrap().to_owned()
}

fn flat(run: &Run) -> String {
    run.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two rows written down and none sent: the gateway cannot be reached.
fn unsent() -> (Sandbox, crate::support::simulator::Served, String) {
    let (sandbox, served) = prepared(2, "");
    sandbox.write_config(&profile(NOBODY, "rate_limit = \"none\"\n"));
    let ran = batch(&sandbox, &["run", "batch.csv", "--yes", "--ignore-pause"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    let id = ran.json()["batch"].as_str().unwrap().to_owned();
    (sandbox, served, id)
}

#[test]
fn a_single_refund_that_was_not_sent_waits_and_is_given_up() {
    let sandbox = Sandbox::at(NOBODY);
    let unsent = issue(&sandbox, "stub", "R-1");
    assert_eq!(unsent.code, 4, "{unsent:?}");
    let number = number(&unsent);
    for line in ["history", "resolve", "resolve --all"] {
        let shown = run(&sandbox, &format!("{line} --profile stub"));
        assert_eq!(shown.code, 0, "{shown:?}");
        let said = flat(&shown);
        assert!(
            said.contains("1 refund is planned and was never sent"),
            "{line}: {said}"
        );
        if line.starts_with("resolve") {
            let planned = &shown.json()["planned"];
            assert_eq!(planned.as_array().unwrap().len(), 1, "{planned}");
            assert_eq!(planned[0]["out_trade_no"], number, "{planned}");
            assert_eq!(planned[0]["state"], "planned");
            assert_eq!(shown.json()["refunds"].as_array().unwrap().len(), 0);
        }
        let list = "qfrefund history --state planned --profile stub";
        assert!(said.contains(list), "{line}: {said}");
        assert!(!said.contains("nothing waits"), "{line}: {said}");
    }
    let named = run(&sandbox, &format!("resolve {number} --profile stub"));
    assert_eq!(named.code, 11, "{named:?}");
    assert_eq!(named.json()["refunds"][0]["out_trade_no"], number);
    assert_eq!(named.json()["planned"].as_array().unwrap().len(), 0);
    let cancel = format!("qfrefund cancel {number} --profile stub");
    assert!(flat(&named).contains(&cancel), "{named:?}");
    // Nobody has confirmed it.
    let line = format!("cancel {number} --note wrong --profile stub");
    assert_eq!(run(&sandbox, &line).code, 2);
    let cancelled = run(&sandbox, &format!("{line} --yes"));
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    let row = &cancelled.json()["refunds"][0];
    assert_eq!(
        (&row["state"], &row["note"]),
        (&"cancelled".into(), &"wrong".into())
    );
    assert!(cancelled.stderr.is_empty(), "{cancelled:?}");
    let again = run(&sandbox, &format!("{line} --yes"));
    assert_eq!(again.code, 8, "{again:?}");
    assert!(flat(&run(&sandbox, "resolve --profile stub")).contains("nothing waits"));
}

#[test]
fn what_may_have_been_sent_is_not_given_up() {
    let stub = Stub::start(vec![Act::CloseAfterReading]);
    let sandbox = Sandbox::at(&stub.url());
    let open = issue(&sandbox, "stub", "R-1");
    assert_eq!(open.code, 6, "{open:?}");
    let refused = run(
        &sandbox,
        &format!("cancel {} --yes --profile stub", number(&open)),
    );
    assert_eq!(refused.code, 8, "{refused:?}");
    assert!(refused.stdout.contains("qfrefund resolve"), "{refused:?}");
}

#[test]
fn a_batch_is_listed_and_given_up_without_its_file() {
    let (sandbox, _served, id) = unsent();
    std::fs::remove_file(sandbox.path("batch.csv")).unwrap();
    let history = run(&sandbox, "history --profile stub");
    assert!(
        flat(&history).contains("2 refunds are planned and were never sent"),
        "{history:?}"
    );
    let listed = run(&sandbox, "batch list --profile stub");
    assert_eq!(listed.code, 0, "{listed:?}");
    let batches = &listed.json()["batches"];
    assert_eq!(batches[0]["batch"], *id);
    assert_eq!(batches[0]["states"][0]["state"], "planned");
    assert_eq!(batches[0]["states"][0]["rows"], 2);
    let cancel = |name: &str| {
        run(
            &sandbox,
            &format!("batch cancel --batch {name} --note lost --yes --profile stub"),
        )
    };
    assert_eq!(cancel("000000000000").code, 2);
    let cancelled = cancel(&id[..12]);
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    let json = cancelled.json();
    assert_eq!(
        (&json["file"], &json["batch"]),
        (&serde_json::Value::Null, &id.clone().into())
    );
    assert_eq!(json["states"][0]["state"], "cancelled");
    // Nothing waits any more.
    let listed = run(&sandbox, "batch list --profile stub");
    assert_eq!(listed.json()["batches"].as_array().unwrap().len(), 0);
    let every = run(&sandbox, "batch list --every-batch --profile stub");
    assert_eq!(every.json()["batches"].as_array().unwrap().len(), 1);
    assert!(cancel(&id).stderr.contains("nothing was cancelled"));
    // Either a file or an identity.
    assert_eq!(
        run(&sandbox, "batch cancel --note x --profile stub").code,
        2
    );
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn one_row_is_given_up_and_the_others_go_on() {
    let (sandbox, served, _) = unsent();
    let rows = run(&sandbox, "history --oldest-first --profile stub").json();
    let first = rows["refunds"][0]["out_trade_no"]
        .as_str()
        .unwrap()
        .to_owned();
    let cancelled = run(&sandbox, &format!("cancel {first} --yes --profile stub"));
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    assert!(
        flat(&cancelled).contains("1 refund is planned"),
        "{cancelled:?}"
    );
    sandbox.write_config(&profile(&served.url, "rate_limit = \"none\"\n"));
    let ran = batch(&sandbox, &["run", "batch.csv", "--yes", "--ignore-pause"]);
    assert_eq!(ran.code, 9, "{ran:?}");
    let sent = executed(&sandbox);
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].to_string().contains(&payment(2)), "{sent:?}");
}

#[test]
fn the_closing_note_names_only_whom_it_is_about() {
    let stub = Stub::start(vec![Act::CloseAfterReading, agree("0000")]);
    let sandbox = Sandbox::new();
    let one = |name: &str, code: &str| {
        profile(&stub.url(), "")
            .replace("[profiles.stub]", &format!("[profiles.{name}]"))
            .replace("D5589D2A", code)
    };
    sandbox.write_config(&format!(
        "{}{}",
        one("kowloon", "D5589D2B"),
        one("central", "D5589D2C")
    ));
    assert_eq!(issue(&sandbox, "kowloon", "R-1").code, 6);
    let shown = run(&sandbox, "history --profile central");
    let said = flat(&shown);
    assert!(
        !said.contains("qfrefund resolve --profile central"),
        "{said}"
    );
    assert!(
        said.contains("asked for with other profiles wait as well: `kowloon` 1"),
        "{said}"
    );
    let own = flat(&run(&sandbox, "history --profile kowloon"));
    assert!(
        own.contains("1 refund waits to be resolved: `qfrefund resolve --profile kowloon`"),
        "{own}"
    );
    assert!(!own.contains("other profiles"), "{own}");
}

#[test]
fn what_names_another_shop_number_is_said_to_be_given_up() {
    let sandbox = Sandbox::at(NOBODY);
    let unsent = issue(&sandbox, "stub", "R-1");
    assert_eq!(unsent.code, 4, "{unsent:?}");
    let number = number(&unsent);
    let stub = Stub::start(vec![agree("0000")]);
    sandbox.write_config(&profile(&stub.url(), "mchid = \"M1\"\n"));
    let adopt = "journal adopt-merchant --same --profile stub";
    assert_eq!(run(&sandbox, adopt).code, 0);
    let held = issue(&sandbox, "stub", "R-1");
    assert_eq!((held.code, stub.connections()), (8, 0), "{held:?}");
    assert_eq!(held.json()["cause"], "request_changed", "{held:?}");
    let cancel = format!("cancel {number} --profile stub");
    let next = held.json()["next_step"].as_str().unwrap().to_owned();
    assert!(next.contains(&format!("`qfrefund {cancel}`")), "{next}");
    let cancelled = run(&sandbox, &format!("{cancel} --yes"));
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    let anew = issue(&sandbox, "stub", "R-2");
    assert_eq!((anew.code, stub.connections()), (0, 1), "{anew:?}");
}

#[test]
fn rows_that_name_another_shop_number_are_said_to_be_given_up() {
    let (sandbox, served, id) = unsent();
    let more = "rate_limit = \"none\"\nmchid = \"M1\"\n";
    sandbox.write_config(&profile(&served.url, more));
    let adopt = "journal adopt-merchant --same --profile stub";
    assert_eq!(run(&sandbox, adopt).code, 0);
    let held = batch(&sandbox, &["run", "batch.csv", "--yes", "--ignore-pause"]);
    assert_eq!(held.code, 8, "{held:?}");
    let json = held.json();
    assert_eq!(json["halted_by"], "request_changed", "{held:?}");
    let next = json["next_step"].as_str().unwrap();
    let short = &id[..12];
    let give_up = format!("`qfrefund batch cancel --batch {short} --profile stub`");
    assert!(next.contains("mchid") && next.contains(&give_up), "{next}");
    let cancel = format!("batch cancel --batch {id} --note moved --yes --profile stub");
    assert_eq!(run(&sandbox, &cancel).code, 0);
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn what_is_being_sent_at_this_moment_is_said_and_by_whom() {
    let (arrived, has_arrived) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let slow = Act::Custom(Box::new(move |_, _| {
        arrived.send(()).unwrap();
        let _ = may_go_on.recv_timeout(Duration::from_secs(30));
    }));
    let stub = Stub::start(vec![slow]);
    let sandbox = Sandbox::at(&stub.url());
    thread::scope(|scope| {
        let sending = scope.spawn(|| issue(&sandbox, "stub", "R-1"));
        has_arrived.recv_timeout(Duration::from_secs(30)).unwrap();
        let shown = run(&sandbox, "resolve --profile stub");
        let twin = issue(&sandbox, "stub", "R-2");
        go_on.send(()).unwrap();
        let sent = sending.join().unwrap();
        let said = flat(&shown);
        assert_eq!(shown.code, 6, "{shown:?}");
        assert_eq!(shown.json()["refunds"][0]["state"], "sending", "{shown:?}");
        let by = format!("{}: being sent by process ", number(&sent));
        assert!(said.contains(&by), "{said}");
        assert!(!said.contains("nothing waits"), "{said}");
        assert_eq!(twin.json()["cause"], "twin", "{twin:?}");
        let message = twin.json()["message"].as_str().unwrap().to_owned();
        assert!(message.ends_with("and is being sent"), "{message}");
    });
    let said = flat(&run(&sandbox, "resolve --profile stub"));
    assert!(!said.contains("being sent"), "{said}");
}
