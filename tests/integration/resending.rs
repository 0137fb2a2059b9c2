//! `resolve --resend` of several refunds after one outage: each with its guards, one confirmation.

use crate::support::sandbox::{Run, profile};
use crate::support::simulator::executed;
use crate::support::{Sandbox, Still};
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::Clock as _;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use time::macros::datetime;

/// A shop whose first refunds did not reach the gateway.
struct Outage {
    sandbox: Sandbox,
    clock: Arc<Still>,
    _gateway: Server,
}

/// The outage ends after so many refunds; these faults come then.
fn outage(lost: usize, more: &str) -> Outage {
    let sandbox = Sandbox::new();
    let faults =
        format!("[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntimes = {lost}\n{more}");
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let clock = Still::at(datetime!(2026-06-01 12:00 +8));
    let ledger = sandbox.path(".local/share/qfrefund/simulator.jsonl");
    std::fs::create_dir_all(ledger.parent().unwrap()).unwrap();
    let mut options = SimulatorOptions::new(ledger, clock.clone());
    options.faults = Some(sandbox.path("faults.toml"));
    let gateway = Server::start(options).unwrap();
    sandbox.write_config(&profile(&gateway.base_url(), ""));
    Outage {
        sandbox,
        clock,
        _gateway: gateway,
    }
}

impl Outage {
    fn run(&self, words: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let program = self.sandbox.program(self.clock.clone());
        program.run(&[words, &more].concat())
    }

    /// Refunds a part of a payment; its number.
    fn issue(&self, payment: usize) -> String {
        let payment = format!("2026010500020002000000000{payment}");
        let made = self.run(&["issue", &payment, "--amount", "12.50", "--yes"]);
        made.json()["out_trade_no"].as_str().unwrap().to_owned()
    }

    /// As many looks at all that is open as a resend takes, over as long.
    fn absent(&self) {
        for _ in 0..4 {
            self.clock.sleep(Duration::from_secs(360));
            self.run(&["resolve"]);
        }
    }

    fn resend(&self, numbers: &[&String], more: &[&str]) -> Run {
        let mut words = vec!["resolve", "--resend"];
        words.extend(numbers.iter().map(|number| number.as_str()));
        self.run(&[&words, more].concat())
    }
}

fn states(run: &Run) -> Vec<String> {
    let json = run.json();
    let rows = json["refunds"].as_array().unwrap();
    let states = rows.iter().map(|row| row["state"].as_str().unwrap());
    states.map(str::to_owned).collect()
}

fn refused(run: &Run) -> Vec<Value> {
    run.json()["refused"].as_array().unwrap().clone()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn several_are_sent_again_and_what_is_refused_stops_none_of_them() {
    let shop = outage(3, "");
    let lost = [1, 2, 3].map(|payment| shop.issue(payment));
    let [first, second, third] = &lost;
    let done = shop.issue(4);
    shop.absent();
    assert_eq!(executed(&shop.sandbox).len(), 1);
    let all = [first, second, &done, third, first];
    let sent = shop.resend(&all, &["--yes", "--note", "not in the portal"]);
    // Different outcomes, as of a batch: three are refunded, one was refused.
    assert_eq!(sent.code, 9, "{sent:?}");
    assert_eq!(states(&sent), ["refunded"; 4], "{sent:?}");
    assert_eq!(
        executed(&shop.sandbox).len(),
        4,
        "each once, once given twice"
    );
    let refused = refused(&sent);
    assert_eq!(refused.len(), 1, "{sent:?}");
    assert_eq!(refused[0]["out_trade_no"], *done);
    let why = refused[0]["why"].as_str().unwrap();
    assert!(why.contains("only an unknown refund"), "{why}");
    assert!(refused[0]["next"].as_str().unwrap().contains("show"));
    // The whole list was shown before, without a question too.
    let said = one_line(&sent.stderr);
    let shown = said.split("About to send").nth(1).unwrap();
    for (payment, number) in (1..).zip(&lost) {
        assert!(shown.contains(number), "{said}");
        let payment = format!("2026010500020002000000000{payment}");
        assert!(shown.contains(&payment), "{said}");
    }
    assert!(shown.contains("HKD 37.50 in 3 refunds"), "{said}");
    assert!(shown.contains("4 over 18 minutes"), "{said}");
    assert!(said.split("About to send").next().unwrap().contains(&done));
    // Once more: each is refunded, none is sent, and one list says so.
    let again = shop.resend(&[first, second], &["--yes"]);
    assert_eq!((again.code, states(&again).len()), (8, 2), "{again:?}");
    assert_eq!(executed(&shop.sandbox).len(), 4);
}

#[test]
fn one_confirmation_is_for_the_whole_list() {
    let shop = outage(2, "");
    let lost = [1, 2].map(|payment| shop.issue(payment));
    shop.absent();
    let typed = |text: &str| {
        let program = shop.sandbox.program(shop.clock.clone());
        let words = ["resolve", "--resend", &lost[0], "--resend", &lost[1]];
        let more = ["--profile", "stub"];
        let program = program.on_terminal(200).typing(text);
        program.run(&[&words[..], &more].concat())
    };
    let nobody = shop.resend(&[&lost[0], &lost[1]], &["--no-input"]);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    let (once, number) = ("1\n".to_owned(), format!("{}\n", lost[0]));
    for (answer, code) in [
        ("no\n", 10),
        ("\n", 10),
        ("", 10),
        (&once, 10),
        (&once.repeat(2), 8),
        (&number.repeat(2), 8),
    ] {
        let stopped = typed(answer);
        assert_eq!(stopped.code, code, "{answer}: {stopped:?}");
        let (shown, _) = stopped.stderr.split_once("Type").unwrap();
        assert!(lost.iter().all(|number| shown.contains(number)), "{shown}");
        assert!(executed(&shop.sandbox).is_empty(), "{answer}");
    }
    let sent = typed("2\n");
    assert_eq!(sent.code, 0, "{sent:?}");
    assert_eq!(executed(&shop.sandbox).len(), 2);
}

#[test]
fn the_first_unknown_one_holds_back_the_rest_and_hides_behind_nothing() {
    // The first is executed, and the second is lost once more.
    let again = "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\nsyssn = \"20260105000200020000000002\"\ntimes = 1\n";
    let shop = outage(3, again);
    let lost = [1, 2, 3].map(|payment| shop.issue(payment));
    shop.absent();
    let [first, second, third] = &lost;
    let sent = shop.resend(&[first, second, third], &["--yes"]);
    assert_eq!(sent.code, 6, "{sent:?}");
    assert_eq!(
        states(&sent),
        ["refunded", "unknown", "unknown"],
        "{sent:?}"
    );
    let refused = refused(&sent);
    assert_eq!(refused[0]["out_trade_no"], *third, "{sent:?}");
    assert!(
        refused[0]["why"]
            .as_str()
            .unwrap()
            .contains(second.as_str())
    );
    assert!(
        refused[0]["next"]
            .as_str()
            .unwrap()
            .contains(third.as_str())
    );
    assert_eq!(executed(&shop.sandbox).len(), 1);
}

#[test]
fn one_that_was_not_absent_for_long_enough_keeps_its_guard_among_others() {
    let shop = outage(2, "");
    let first = shop.issue(1);
    shop.absent();
    let second = shop.issue(2);
    let sent = shop.resend(&[&first, &second], &["--yes"]);
    assert_eq!(sent.code, 6, "{sent:?}");
    assert_eq!(states(&sent), ["refunded", "unknown"], "{sent:?}");
    assert_eq!(refused(&sent)[0]["out_trade_no"], *second);
    assert_eq!(executed(&shop.sandbox).len(), 1);
    // A number that nobody knows is a wrong command line, and nothing is sent.
    let unheard = "N-1".to_owned();
    let wrong = shop.resend(&[&second, &unheard], &["--yes"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

#[test]
fn what_the_gateways_first_answer_told_of_is_not_absent() {
    // It works on it, or says that the number is used; no look finds it for an hour.
    for (fault, state) in [
        ("do = \"pending\"\nenquiries = 999", "pending"),
        ("do = \"duplicate\"\nexecute = false", "unknown"),
        (
            "do = \"respcd\"\nrespcd = \"1102\"\nexecute = false",
            "unknown",
        ),
    ] {
        let lag = "[[fault]]\non = \"refund\"\ndo = \"lag\"\nafter = \"60m\"\n";
        let shop = outage(0, &format!("[[fault]]\non = \"refund\"\n{fault}\n{lag}"));
        let number = shop.issue(1);
        shop.absent();
        let shown = shop.run(&["show", &number]).json();
        assert_eq!(shown["refund"]["state"], state, "{shown}");
        let events = shown["events"].as_array().unwrap();
        let found = |event: &&Value| event["event"] == "found_nothing";
        assert_eq!(events.iter().filter(found).count(), 4, "{shown}");
        let resend = shop.resend(&[&number], &["--yes"]);
        assert_eq!(resend.code, 8, "{resend:?}");
        let close = [
            "close",
            &number,
            "--as",
            "not-refunded",
            "--note",
            "x",
            "--yes",
        ];
        let closed = shop.run(&close);
        assert_eq!(closed.code, 8, "{closed:?}");
        let told = "the gateway told of something under it at 2026-06-01 12:00";
        assert!(closed.stdout.contains(told), "{closed:?}");
        let closed = shop.run(&[&close[..], &["--unseen", "portal"]].concat());
        assert_eq!(closed.code, 0, "{closed:?}");
    }
}

#[test]
fn an_alarm_does_not_begin_anew_with_a_resend() {
    // The resend meets a gateway that has no room for it.
    let shop = outage(
        1,
        "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 429\n",
    );
    let number = shop.issue(1);
    shop.clock.sleep(Duration::from_secs(9_000));
    shop.absent();
    let alarm = || shop.run(&["status", "--older-than", "2h"]);
    assert_eq!(alarm().code, 6);
    let resent = shop.resend(&[&number], &["--yes"]);
    assert_eq!(resent.code, 6, "{resent:?}");
    let why = "unknown since 2026-06-01 12:00:00 (UTC+8)";
    assert!(resent.stderr.contains(why), "{resent:?}");
    let after = alarm();
    assert_eq!(after.code, 6, "{after:?}");
    let oldest = after.json()["profiles"][0]["waiting"][0]["oldest_at"].clone();
    assert_eq!(oldest, "2026-06-01T04:00:00Z");
}

/// A refund that was executed, and is shown only two days later.
fn shown_late() -> (Outage, String) {
    let late = "[[fault]]\non = \"refund\"\ndo = \"drop-after\"\ntimes = 1\n[[fault]]\non = \"refund\"\ndo = \"lag\"\nafter = \"2d\"\ntimes = 1\n";
    let shop = outage(0, late);
    let number = shop.issue(1);
    shop.absent();
    shop.clock.sleep(Duration::from_secs(5 * 86_400));
    (shop, number)
}

#[test]
fn looks_of_last_week_send_nothing_again() {
    let (shop, number) = shown_late();
    let refused = shop.resend(&[&number], &["--yes"]);
    assert_eq!(refused.code, 8, "{refused:?}");
    let why = "the gateway was asked just now, and it is refunded";
    assert!(refused.stderr.contains(why), "{refused:?}");
    assert_eq!(executed(&shop.sandbox).len(), 1);
    let life = shop.run(&["show", &number]).json();
    assert_eq!(life["refund"]["state"], "refunded", "{life}");
    assert_eq!(life["refund"]["out_trade_no"], number);
}

#[test]
fn looks_of_last_week_close_nothing() {
    let (shop, number) = shown_late();
    let close = [
        "close",
        &number,
        "--as",
        "not-refunded",
        "--note",
        "x",
        "--yes",
    ];
    let refused = shop.run(&close);
    assert_eq!(refused.code, 8, "{refused:?}");
    let why = "the gateway was asked just now, and it is refunded";
    assert!(refused.stderr.contains(why), "{refused:?}");
    assert_eq!(states(&shop.run(&["history"])), ["refunded"]);
}

#[test]
fn where_nobody_can_be_asked_now_earlier_looks_close_nothing() {
    let shop = outage(1, "");
    let number = shop.issue(1);
    shop.absent();
    // From here on the gateway is not there.
    shop.sandbox
        .write_config(&profile("http://127.0.0.1:9", ""));
    let close = [
        "close",
        &number,
        "--as",
        "not-refunded",
        "--note",
        "x",
        "--yes",
    ];
    let refused = shop.run(&close);
    assert_eq!(refused.code, 8, "{refused:?}");
    let why = "the gateway was asked just now, and that showed no absence";
    assert!(refused.stderr.contains(why), "{refused:?}");
    assert_eq!(states(&shop.run(&["history"])), ["unknown"]);
    // Who cannot ask says why.
    let unseen = shop.run(&[&close[..], &["--unseen", "portal"]].concat());
    assert_eq!(unseen.code, 0, "{unseen:?}");
    let life = shop.run(&["show", &number]).json();
    let closing = life["events"].as_array().unwrap().last().unwrap();
    let rests_on = closing["text"].as_str().unwrap();
    assert!(rests_on.starts_with("unseen (portal): "), "{rests_on}");
}

/// Another refund of the payment, with the amount put right, made while one is unknown.
fn corrected(shop: &Outage, more: &[&str]) -> String {
    let payment = "20260105000200020000000001";
    let words = ["issue", payment, "--amount", "11.00", "--yes"];
    let made = shop.run(&[&words, more].concat());
    assert_eq!(made.code, 0, "{made:?}");
    made.json()["out_trade_no"].as_str().unwrap().to_owned()
}

fn is_not_sent_beside(shop: &Outage, unknown: &String, corrected: &str) {
    let sent = shop.resend(&[unknown], &["--yes"]);
    assert_eq!(sent.code, 8, "{sent:?}");
    for word in [corrected, "HKD 11.00", "--as not-refunded"] {
        assert!(sent.stderr.contains(word), "{word}: {sent:?}");
    }
    assert_eq!(executed(&shop.sandbox).len(), 1, "{sent:?}");
}

#[test]
fn nothing_is_sent_again_on_top_of_the_corrected_amount() {
    let shop = outage(1, "");
    let unknown = shop.issue(1);
    shop.absent();
    let close = [
        "close",
        &unknown,
        "--as",
        "not-refunded",
        "--note",
        "n",
        "--yes",
    ];
    assert_eq!(shop.run(&close).code, 0);
    let corrected = corrected(&shop, &[]);
    let reopened = shop.run(&["reopen", &unknown, "--note", "wrong line"]);
    assert!(reopened.stderr.contains(&corrected), "{reopened:?}");
    shop.absent();
    is_not_sent_beside(&shop, &unknown, &corrected);
}

#[test]
fn nothing_is_sent_again_on_top_of_what_was_made_beside_it() {
    let shop = outage(1, "");
    let unknown = shop.issue(1);
    let corrected = corrected(&shop, &["--beside-open", &unknown]);
    shop.absent();
    is_not_sent_beside(&shop, &unknown, &corrected);
}
