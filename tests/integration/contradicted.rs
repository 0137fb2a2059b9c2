//! What the gateway shows of a refund that this journal says was not made.

use crate::support::sandbox::{PAYMENT, Run, profile};
use crate::support::stub::{Arrival, agreeing_body, http_reply};
use crate::support::{Act, Sandbox, Stub, json_reply};
use qfrefund::journal::sqlite::SqliteJournal;
use qfrefund::journal::{Commit, Details, Filter, Journal, Who};
use qfrefund::refund::Event;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// A gateway that shows the payment and, once it is there, a refund of it.
struct Gateway {
    stub: Stub,
    sandbox: Sandbox,
    /// The response code of the refund's row; none while it is not shown.
    shows: Arc<Mutex<Option<&'static str>>>,
}

fn row(arrival: &Arrival, number: &str, respcd: &str) -> Vec<Value> {
    let payment = json!({"order_type": "payment", "syssn": PAYMENT, "out_trade_no": "ORDER-1",
        "txamt": "10000", "txcurrcd": "HKD", "respcd": "0000", "cancel": "5",
        "pay_type": "801514", "sysdtm": "2019-12-27 10:00:00"});
    let refund = json!({"order_type": "refund", "syssn": "S-1", "origssn": PAYMENT,
        "out_trade_no": number, "txamt": "1250", "txcurrcd": "HKD", "respcd": respcd,
        "sysdtm": "2020-01-05 10:00:00"});
    let month = arrival.parameter("start_time");
    match (
        arrival.parameter("syssn"),
        arrival.parameter("out_trade_no"),
    ) {
        (Some(_), _) => vec![payment],
        (None, Some(asked)) if asked == number => vec![refund],
        (None, Some(_)) => vec![],
        (None, None) if month.as_deref() == Some("2020-01-01 00:00:00") => vec![refund],
        (None, None) => vec![],
    }
}

impl Gateway {
    /// The first refund is answered so; later ones are done.
    fn answering(first: fn(&Arrival) -> Vec<u8>) -> Self {
        let sandbox = Sandbox::new();
        let shows = Arc::new(Mutex::new(None));
        let first = Arc::new(Mutex::new(Some(first)));
        let number = Arc::new(Mutex::new(String::new()));
        let mut acts = Vec::new();
        for _ in 0..600 {
            let (shows, first) = (Arc::clone(&shows), Arc::clone(&first));
            let number = Arc::clone(&number);
            acts.push(Act::Custom(Box::new(move |stream, arrival| {
                let reply = if arrival.head.contains("/trade/v1/refund") {
                    let asked = arrival.parameter("out_trade_no").unwrap();
                    match first.lock().unwrap().take() {
                        Some(first) => {
                            *number.lock().unwrap() = asked;
                            first(arrival)
                        }
                        None => json_reply(&agreeing_body("0000", arrival)),
                    }
                } else {
                    let shown = *shows.lock().unwrap();
                    let mut rows = row(arrival, &number.lock().unwrap(), shown.unwrap_or_default());
                    if shown.is_none() {
                        rows.retain(|row| row["order_type"] == "payment");
                    }
                    if matches!(shown, None | Some("1269")) {
                        rows.iter_mut().for_each(|row| row["cancel"] = json!("0"));
                    }
                    let page = json!({"respcd": "0000", "data": rows, "page_size": 100});
                    json_reply(&page.to_string())
                };
                let _ = stream.write_all(&reply);
            })));
        }
        let stub = Stub::start(acts);
        let more = "preflight = true\nclearing_pause = false\nrate_limit = \"none\"\n";
        sandbox.write_config(&profile(&stub.url(), more));
        Self {
            stub,
            sandbox,
            shows,
        }
    }

    fn show(&self, respcd: &'static str) {
        *self.shows.lock().unwrap() = Some(respcd);
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        self.sandbox.run(&words)
    }

    fn issue(&self, amount: &str, more: &str) -> Run {
        self.run(&format!("issue {PAYMENT} --amount {amount} --yes {more}"))
    }

    fn posts(&self) -> usize {
        let arrivals = self.stub.arrivals().into_iter();
        arrivals
            .filter(|arrival| arrival.head.contains("/trade/v1/refund"))
            .count()
    }
}

fn declined(arrival: &Arrival) -> Vec<u8> {
    let number = arrival.parameter("out_trade_no").unwrap();
    let body = json!({"respcd": "1269", "resperr": "not enough", "out_trade_no": number});
    json_reply(&body.to_string())
}

fn busy(_: &Arrival) -> Vec<u8> {
    http_reply("429 Too Many Requests", "", b"{}")
}

fn text<'a>(json: &'a Value, key: &str) -> &'a str {
    json[key].as_str().unwrap()
}

fn number(run: &Run) -> String {
    text(&run.json(), "out_trade_no").to_owned()
}

fn state(run: &Run) -> (i32, String) {
    let json = run.json();
    (run.code, text(&json["refunds"][0], "state").to_owned())
}

#[test]
fn a_declined_refund_that_the_gateway_shows_is_told_by_the_look_and_recorded_by_resolve() {
    for (respcd, becomes, exit) in [("0000", "refunded", 0), ("1143", "pending", 7)] {
        let gateway = Gateway::answering(declined);
        let first = gateway.issue("12.50", "");
        assert_eq!(first.code, 5, "{first:?}");
        let number = number(&first);
        gateway.show(respcd);
        // Of whatever amount, and though a twin is meant.
        for (amount, more) in [("12.50", ""), ("12.50", "--twin"), ("20.00", "")] {
            let held = gateway.issue(amount, more);
            let json = held.json();
            assert_eq!(
                (held.code, text(&json, "cause")),
                (8, "contradicted"),
                "{held:?}"
            );
            let said = text(&json, "message");
            assert!(
                said.contains(&number) && said.contains("which this journal has as declined"),
                "{said}"
            );
            let next = text(&json, "next_step");
            assert!(
                next.contains(&format!("`qfrefund resolve {number} --profile stub`")),
                "{next}"
            );
        }
        let file = gateway.sandbox.path("batch.csv");
        std::fs::write(&file, format!("syssn,amount\n{PAYMENT},12.50\n")).unwrap();
        let check = gateway.run(&format!("batch check {} --online", file.display()));
        assert_eq!(check.code, 8, "{check:?}");
        let refused = &check.json()["online"]["refused"]["shown"][0];
        assert!(text(refused, "problem").contains(&number), "{check:?}");
        let enquiry = gateway.run(&format!("enquiry {number}")).json();
        assert!(
            text(&enquiry, "message").ends_with("This journal has it as declined."),
            "{enquiry}"
        );
        assert!(
            text(&enquiry, "next_step").contains("qfrefund resolve"),
            "{enquiry}"
        );
        // Nothing of it was written down by looking.
        assert_eq!(gateway.posts(), 1);
        assert_eq!(state(&gateway.run("history")).1, "declined");
        let resolved = gateway.run(&format!("resolve {number}"));
        assert_eq!(state(&resolved), (exit, becomes.to_owned()), "{resolved:?}");
        assert!(
            resolved.stderr.contains("was declined, but the gateway"),
            "{resolved:?}"
        );
        let again = gateway.run(&format!("enquiry {number}")).json();
        assert!(!text(&again, "message").contains("This journal"), "{again}");
        // From here on it is a refund like any other, and a twin of the next.
        let held = gateway.issue("12.50", "");
        assert_eq!(
            (held.code, text(&held.json(), "cause")),
            (8, "twin"),
            "{held:?}"
        );
        assert_eq!(gateway.posts(), 1);
    }
}

#[test]
fn a_declined_refund_that_is_declined_stays_so_and_says_so() {
    let gateway = Gateway::answering(declined);
    let number = number(&gateway.issue("12.50", ""));
    gateway.show("1269");
    let resolved = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&resolved), (5, "declined".to_owned()), "{resolved:?}");
    assert!(
        resolved.stderr.contains("the gateway shows nothing else"),
        "{resolved:?}"
    );
    // Nobody is asked about it unless it is named.
    let before = gateway.stub.connections();
    assert_eq!(gateway.run("resolve").code, 0);
    assert_eq!(gateway.stub.connections(), before);
    let next = gateway.issue("12.50", "");
    assert_eq!((next.code, gateway.posts()), (0, 2), "{next:?}");
}

#[test]
fn a_row_that_proves_nothing_of_a_declined_refund_is_told() {
    let gateway = Gateway::answering(declined);
    let number = number(&gateway.issue("12.50", ""));
    gateway.show("9999");
    let resolved = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&resolved), (5, "declined".to_owned()), "{resolved:?}");
    assert!(
        resolved.stderr.contains("does not say what became of it"),
        "{resolved:?}"
    );
    let held = gateway.issue("1.00", "");
    assert_eq!(
        (held.code, text(&held.json(), "cause")),
        (8, "contradicted"),
        "{held:?}"
    );
}

#[test]
fn a_planned_refund_that_was_executed_after_all_is_said_to_be_tried_and_is_recorded() {
    let gateway = Gateway::answering(busy);
    let first = gateway.issue("12.50", "--reference K1");
    assert_eq!(first.code, 4, "{first:?}");
    let number = number(&first);
    // Looked up while it is not there: it stays what it is.
    let absent = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&absent), (11, "planned".to_owned()), "{absent:?}");
    gateway.show("0000");
    let held = gateway.issue("12.50", "--reference K1");
    let json = held.json();
    assert_eq!(
        (held.code, text(&json, "cause")),
        (8, "number_used"),
        "{held:?}"
    );
    let said = format!("{} {}", text(&json, "message"), text(&json, "next_step"));
    assert!(
        said.contains("which this journal tried and has as planned"),
        "{said}"
    );
    assert!(
        !said.contains("never sent it") && !said.contains("elsewhere"),
        "{said}"
    );
    let other = gateway.issue("12.50", "--twin");
    assert_eq!(
        (other.code, text(&other.json(), "cause")),
        (8, "contradicted"),
        "{other:?}"
    );
    let resolved = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&resolved), (0, "refunded".to_owned()), "{resolved:?}");
    assert!(
        resolved
            .stderr
            .contains("was planned, but the gateway shows it refunded"),
        "{resolved:?}"
    );
    let show = gateway.run(&format!("show {number}")).json();
    let events = show["events"].as_array().unwrap().iter();
    let names: Vec<&str> = events.map(|event| text(event, "event")).collect();
    assert_eq!(
        names,
        [
            "plan",
            "claim",
            "not_sent",
            "found_at_gateway",
            "found_done"
        ]
    );
    let again = gateway.issue("12.50", "--reference K1");
    assert_eq!(
        (again.code, &again.json()["replayed"]),
        (0, &json!(true)),
        "{again:?}"
    );
    assert_eq!(gateway.posts(), 1);
    assert_eq!(gateway.run("journal verify").code, 0);
}

#[test]
fn a_cancelled_refund_that_the_gateway_shows_is_recorded_and_counts() {
    let gateway = Gateway::answering(busy);
    let number = number(&gateway.issue("12.50", ""));
    let mut journal = SqliteJournal::open(&gateway.sandbox.journal()).unwrap();
    let record = journal.page(&Filter::default(), None, 1).unwrap().remove(0);
    let who = Who {
        operator: "kei".to_owned(),
        host: "till-2".to_owned(),
        process: 9,
    };
    let cancelled = journal.commit(|scope| {
        let stamp = who.at(time::OffsetDateTime::now_utc());
        scope.record(record.key(), Event::Cancel, Details::default(), stamp)
    });
    assert_eq!(cancelled.unwrap().state().name(), "cancelled");
    drop(journal);
    // What is not there stays as it is, and leaves no event.
    let absent = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&absent).1, "cancelled", "{absent:?}");
    gateway.show("0000");
    let held = gateway.issue("12.50", "");
    let json = held.json();
    assert_eq!(
        (held.code, text(&json, "cause")),
        (8, "contradicted"),
        "{held:?}"
    );
    let resolved = gateway.run(&format!("resolve {number}"));
    assert_eq!(state(&resolved), (0, "refunded".to_owned()), "{resolved:?}");
    let held = gateway.issue("12.50", "");
    assert_eq!(text(&held.json(), "cause"), "twin", "{held:?}");
    assert_eq!(gateway.run("journal verify").code, 0);
}

#[test]
fn one_beside_an_open_refund_is_held_where_the_look_shows_that_settled() {
    let lost = |_: &Arrival| Vec::new();
    let pending = |arrival: &Arrival| json_reply(&agreeing_body("1143", arrival));
    for (first, was, respcd, becomes) in [
        (
            lost as fn(&Arrival) -> Vec<u8>,
            "unknown",
            "0000",
            "refunded",
        ),
        (lost, "unknown", "1269", "declined"),
        (lost, "unknown", "1143", "pending"),
        (pending, "pending", "0000", "refunded"),
    ] {
        let gateway = Gateway::answering(first);
        let number = number(&gateway.issue("12.50", ""));
        assert_eq!(state(&gateway.run("history")).1, was);
        gateway.show(respcd);
        let beside = format!("--twin --beside-open {number}");
        let held = gateway.issue("12.50", &beside);
        let json = held.json();
        let cause = text(&json, "cause");
        assert_eq!((held.code, cause), (8, "settled"), "{held:?}");
        let said = text(&json, "message");
        assert!(said.contains(&format!("is {was} no longer")), "{said}");
        assert!(said.contains(becomes) && said.contains(&number), "{said}");
        let next = text(&json, "next_step");
        let resolve = format!("`qfrefund resolve {number} --profile stub`");
        assert!(next.contains(&resolve), "{next}");
        assert_eq!(gateway.posts(), 1);
        let resolved = gateway.run(&format!("resolve {number}"));
        assert_eq!(state(&resolved).1, becomes, "{resolved:?}");
        // Now it is known what it stands beside.
        let meant = gateway.issue("12.50", &beside);
        assert_eq!((meant.code, gateway.posts()), (0, 2), "{meant:?}");
    }
    // What is open as it was when somebody looked is no news.
    let gateway = Gateway::answering(lost);
    let number = number(&gateway.issue("12.50", ""));
    gateway.show("9999");
    let meant = gateway.issue("12.50", &format!("--twin --beside-open {number}"));
    assert_eq!((meant.code, gateway.posts()), (0, 2), "{meant:?}");
}
