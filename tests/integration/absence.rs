//! What is no absence: rows that are not readably another's, answers to another question, and a number
//! that the gateway has shown before.

use crate::support::program::{Program, Still};
use crate::support::sandbox::{PAYMENT, Run, profile};
use crate::support::stub::Arrival;
use crate::support::{Act, Sandbox, Stub, json_reply};
use qfrefund::world::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use time::macros::datetime;

/// A refund whose reply was lost, at a gateway that answers every enquiry after it so.
struct Lost {
    stub: Stub,
    sandbox: Sandbox,
    clock: Arc<Still>,
    number: String,
}

type Answer = fn(&Arrival, &str) -> Value;

/// The body of an answer with these rows.
fn rows(arrival: &Arrival, rows: Value) -> Value {
    json!({"respcd": "0000", "resperr": "", "data": rows,
        "page": arrival.parameter("page"), "page_size": 100})
}

/// The refund as it was asked for, executed.
fn ours(number: &str) -> Value {
    json!({"order_type": "refund", "syssn": "S-1", "origssn": PAYMENT, "out_trade_no": number,
        "txamt": "1250", "txcurrcd": "HKD", "respcd": "0000", "sysdtm": "2026-06-01 12:00:00"})
}

fn with(mut row: Value, field: &str, value: Value) -> Value {
    row[field] = value;
    row
}

impl Lost {
    fn then(answers: &[Answer]) -> Self {
        let sandbox = Sandbox::new();
        let mut acts = vec![Act::CloseAfterReading];
        for answer in answers.iter().copied() {
            acts.push(Act::Custom(Box::new(move |stream, arrival| {
                let number = arrival.parameter("out_trade_no").unwrap();
                let body = answer(arrival, &number);
                let _ = stream.write_all(&json_reply(&body.to_string()));
            })));
        }
        let stub = Stub::start(acts);
        sandbox.write_config(&profile(&stub.url(), "rate_limit = \"none\"\n"));
        let mut lost = Self {
            stub,
            sandbox,
            clock: Still::at(datetime!(2026-06-01 12:00 +8)),
            number: String::new(),
        };
        let sent = lost.run(&format!("issue {PAYMENT} --amount 12.50 --yes"));
        assert_eq!(sent.code, 6, "{sent:?}");
        lost.number = sent.json()["out_trade_no"].as_str().unwrap().to_owned();
        lost
    }

    fn run(&self, line: &str) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let words: Vec<&str> = line.split_whitespace().chain(more).collect();
        Program::new(&self.sandbox, self.clock.clone()).run(&words)
    }

    fn resolve(&self) -> Run {
        self.run(&format!("resolve {}", self.number))
    }

    /// The names of what happened to it since it was sent.
    fn events(&self) -> Vec<String> {
        let shown = self.run(&format!("show {}", self.number)).json();
        let events = shown["events"].as_array().unwrap().iter();
        let names = events.map(|event| event["event"].as_str().unwrap().to_owned());
        names.skip(3).collect()
    }
}

#[test]
fn rows_that_are_not_readably_anothers_are_no_absence() {
    let odd: [(Answer, &str); 12] = [
        (
            |a, n| rows(a, json!([with(ours(n), "out_trade_no", json!(""))])),
            "no out_trade_no",
        ),
        (
            |a, n| rows(a, json!([with(ours(n), "out_trade_no", json!(null))])),
            "no out_trade_no",
        ),
        (
            |a, n| {
                rows(
                    a,
                    json!([with(ours(n), "out_trade_no", json!(n.to_lowercase()))]),
                )
            },
            "a row with out_trade_no `rf",
        ),
        (
            |a, n| {
                rows(
                    a,
                    json!([with(ours(n), "out_trade_no", json!(format!("{n} ")))]),
                )
            },
            "a row with out_trade_no `RF",
        ),
        (
            |a, n| rows(a, json!([with(ours(n), "out_trade_no", json!(n[..20]))])),
            "a row with out_trade_no `RF",
        ),
        (
            |a, _| rows(a, json!([ours("OTHER")])),
            "`OTHER` and syssn `S-1`",
        ),
        (|a, _| rows(a, json!(null)), "it has no `data`"),
        (|a, _| rows(a, json!({})), "an empty object"),
        (
            |_, _| json!({"respcd": "0000", "resperr": ""}),
            "it has no `data`",
        ),
        (
            |a, _| with(rows(a, json!([])), "page", json!(5)),
            "page 5 where 1 was asked for",
        ),
        (
            |a, _| with(rows(a, json!([])), "page", json!("first")),
            "its page is `first`",
        ),
        (
            |a, _| with(rows(a, json!([])), "total", json!(7)),
            "its total is 7",
        ),
    ];
    for (answer, why) in odd {
        let lost = Lost::then(&[answer; 16]);
        for _ in 0..3 {
            let looked = lost.resolve();
            assert_eq!(looked.code, 6, "{looked:?}");
            let said = looked
                .stderr
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            assert!(said.contains(why), "{why}: {said}");
            assert!(said.contains("nothing was learned"), "{said}");
            lost.clock.sleep(Duration::from_secs(400));
        }
        assert!(lost.events().is_empty(), "{why}: {:?}", lost.events());
        let resend = lost.run(&format!("resolve --resend {} --yes", lost.number));
        assert_eq!(resend.code, 8, "{resend:?}");
        let enquiry = lost.run(&format!("enquiry {}", lost.number));
        assert_eq!(
            (enquiry.code, &enquiry.json()["answered"]),
            (6, &json!(false))
        );
        let sent = lost.stub.arrivals().into_iter();
        let sent = sent.filter(|arrival| arrival.head.contains("/trade/v1/refund"));
        assert_eq!(sent.count(), 1, "{why}");
    }
}

#[test]
fn a_row_of_ours_is_found_whatever_else_came_back() {
    let lost = Lost::then(&[
        |a, _| rows(a, json!([ours("OTHER")])),
        |a, n| {
            rows(
                a,
                json!([
                    ours("OTHER"),
                    ours(n),
                    with(ours(n), "out_trade_no", json!(""))
                ]),
            )
        },
    ]);
    let looked = lost.resolve();
    assert_eq!(looked.code, 0, "{looked:?}");
    assert_eq!(lost.events(), ["found_done"]);
}

#[test]
fn a_refusal_beside_a_row_that_may_be_ours_is_for_a_person() {
    let lost = Lost::then(&[|a, n| {
        let refused = with(ours(n), "respcd", json!("1269"));
        rows(
            a,
            json!([refused, with(ours(n), "out_trade_no", json!(""))]),
        )
    }]);
    let looked = lost.resolve();
    assert_eq!(looked.code, 6, "{looked:?}");
    assert!(
        looked.stderr.contains("may be the same refund"),
        "{looked:?}"
    );
    assert_eq!(lost.events(), ["stray"]);
}

#[test]
fn what_the_gateway_has_shown_once_is_never_sent_again() {
    // A row of another amount under its number, and from then on nothing.
    let mut answers: Vec<Answer> =
        vec![|a, n| rows(a, json!([with(ours(n), "txamt", json!("777"))]))];
    answers.extend([(|a, _| rows(a, json!([]))) as Answer; 16]);
    let lost = Lost::then(&answers);
    for _ in 0..4 {
        assert_eq!(lost.resolve().code, 6);
        lost.clock.sleep(Duration::from_secs(400));
    }
    assert_eq!(
        lost.events(),
        ["stray", "found_nothing", "found_nothing", "found_nothing"]
    );
    // All three say so in the same words: looking at it, its card, and the refusal.
    let shown = "the gateway told of something under it at 2026-06-01 12:00:00 (UTC+8)";
    let resolved = lost.resolve();
    let card = ["show", &lost.number, "--profile", "stub"];
    let card = Program::new(&lost.sandbox, lost.clock.clone()).run(&card);
    for said in [&resolved.stderr, &card.stderr] {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(shown), "{said}");
        assert!(
            said.contains("is used, whatever is not found later"),
            "{said}"
        );
        assert!(!said.contains("may order it to be sent again"), "{said}");
    }
    let before = lost.stub.connections();
    let resend = lost.run(&format!("resolve --resend {} --yes", lost.number));
    assert_eq!(
        (resend.code, lost.stub.connections()),
        (8, before),
        "{resend:?}"
    );
    assert!(resend.stdout.contains(shown), "{resend:?}");
    // Nor is it closed by them, and that is told with the same reason and a way that leads on.
    let close = format!(
        "close {} --as refunded-elsewhere --note x --yes",
        lost.number
    );
    let closed = lost.run(&close);
    assert_eq!(closed.code, 8, "{closed:?}");
    assert!(closed.stdout.contains(shown), "{closed:?}");
    assert!(closed.stdout.contains("--unseen REASON"), "{closed:?}");
    assert!(!closed.stdout.contains("not been asked"), "{closed:?}");
    assert!(!closed.stdout.contains("--wait"), "{closed:?}");
    let closed = lost.run(&format!("{close} --unseen portal"));
    assert_eq!(closed.code, 0, "{closed:?}");
    let shown_with = lost.run(&format!("show {}", lost.number));
    let rests_on = format!("unseen (portal): {shown}");
    assert!(shown_with.stdout.contains(&rests_on), "{shown_with:?}");
}
