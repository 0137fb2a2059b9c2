//! A reply without a signature is taken until this journal has seen the gateway sign.

use crate::support::program::{Program, Still};
use crate::support::sandbox::profile;
use crate::support::stub::{Arrival, agree, agreeing_body, http_reply};
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use time::macros::datetime;

/// A done reply without a signature.
fn unsigned() -> Act {
    Act::Custom(Box::new(|stream, arrival| {
        let _ = stream.write_all(&bare(&agreeing_body("0000", arrival)));
    }))
}

fn bare(body: &str) -> Vec<u8> {
    http_reply("200 OK", "", body.as_bytes())
}

fn page(rows: &str) -> String {
    format!(r#"{{"respcd":"0000","page":1,"page_size":100,"data":[{rows}]}}"#)
}

fn issue(sandbox: &Sandbox, reference: &str) -> Run {
    sandbox.issue(&["--reference", reference, "--no-preflight", "--twin"])
}

fn cause(run: &Run) -> (i32, String) {
    (run.code, run.json()["cause"].as_str().unwrap().to_owned())
}

const TAKEN: (i32, &str) = (0, "response_code");
const DOUBTED: (i32, &str) = (6, "unsigned_reply");

#[test]
fn an_absent_signature_is_unknown_once_the_gateway_has_signed() {
    let acts = [unsigned(), unsigned(), agree("0000"), unsigned()];
    let stub = Stub::start(acts.into());
    let sandbox = Sandbox::at(&stub.url());
    for (reference, (code, word)) in [("A", TAKEN), ("B", TAKEN), ("C", TAKEN), ("D", DOUBTED)] {
        let run = issue(&sandbox, reference);
        assert_eq!(cause(&run), (code, word.to_owned()), "{reference}: {run:?}");
        assert_eq!(run.stderr.contains("no signature"), code == 6, "{run:?}");
    }
    let shown = sandbox.run(&[
        "history",
        "--profile",
        "stub",
        "--output",
        "json",
        "--reference",
        "D",
    ]);
    let refund = &shown.json()["refunds"][0];
    assert_eq!(
        (&refund["state"], &refund["syssn"]),
        (&"unknown".into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_refusal_without_a_signature_is_no_refusal_either() {
    let refused = Act::Custom(Box::new(|stream, arrival| {
        let _ = stream.write_all(&bare(&agreeing_body("1269", arrival)));
    }));
    let stub = Stub::start(vec![agree("1269"), refused]);
    let sandbox = Sandbox::at(&stub.url());
    assert_eq!(issue(&sandbox, "A").code, 5);
    let run = issue(&sandbox, "B");
    assert_eq!(cause(&run), (6, DOUBTED.1.to_owned()), "{run:?}");
}

#[test]
fn a_profile_may_ask_for_signatures_from_the_beginning() {
    let stub = Stub::start(vec![unsigned()]);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "require_reply_signature = true\n"));
    let run = issue(&sandbox, "A");
    assert_eq!(cause(&run), (6, DOUBTED.1.to_owned()), "{run:?}");
}

#[test]
fn a_forged_signature_does_not_say_that_the_gateway_signs() {
    let forged = Act::Custom(Box::new(|stream, arrival| {
        let body = agreeing_body("0000", arrival);
        let _ = stream.write_all(&http_reply("200 OK", "X-QF-SIGN: 00\r\n", body.as_bytes()));
    }));
    let stub = Stub::start(vec![forged, unsigned()]);
    let sandbox = Sandbox::at(&stub.url());
    let open = issue(&sandbox, "A");
    assert_eq!(open.code, 6);
    let number = open.json()["out_trade_no"].as_str().unwrap().to_owned();
    let beside = ["--no-preflight", "--twin", "--beside-open", &number];
    assert_eq!(sandbox.issue(&beside).code, 0);
}

#[test]
fn what_an_enquiry_shows_of_signatures_counts_for_refunds_and_enquiries() {
    let nothing = || Act::Send(json_reply(&page("")));
    let stub = Stub::start(vec![
        Act::CloseAfterReading,
        // By its number, and in its month and those beside it.
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        unsigned(),
        Act::Send(bare(&page(""))),
        Act::Send(bare(&page(""))),
        nothing(),
        nothing(),
    ]);
    let sandbox = Sandbox::at(&stub.url());
    let clock = Still::at(datetime!(2026-06-01 12:00 +8));
    let run = |words: &str| {
        let line = format!("{words} --profile stub --output json");
        let words: Vec<&str> = line.split(' ').collect();
        Program::new(&sandbox, clock.clone()).run(&words)
    };
    let payment = crate::support::sandbox::PAYMENT;
    let refund = |reference: &str| {
        run(&format!(
            "issue {payment} --amount 12.50 --no-preflight --yes --reference {reference}"
        ))
    };
    let lost = refund("A");
    assert_eq!(lost.code, 6, "{lost:?}");
    let number = lost.json()["out_trade_no"].as_str().unwrap().to_owned();
    // It is signed, and finds nothing: that counts, and is remembered.
    assert_eq!(run(&format!("resolve {number}")).code, 6);
    let doubted = refund(&format!("B --twin --beside-open {number}"));
    assert_eq!(cause(&doubted), (6, DOUBTED.1.to_owned()), "{doubted:?}");
    for words in ["resolve", "enquiry"] {
        let asked = run(&format!("{words} {number}"));
        assert_eq!(asked.code, 6, "{asked:?}");
        let said = asked.stdout + &asked.stderr;
        assert!(
            said.contains("no signature, although this gateway signs"),
            "{said}"
        );
    }
    let events = run(&format!("show {number}")).json()["events"].clone();
    let looks = events.as_array().unwrap().iter();
    let looks = looks
        .filter(|event| event["event"] == "found_nothing")
        .count();
    assert_eq!(looks, 1, "{events}");
}

#[test]
fn a_signed_look_before_sending_makes_the_unsigned_reply_unknown() {
    let payment = crate::support::sandbox::PAYMENT;
    let row = format!(
        r#"{{"order_type":"payment","syssn":"{payment}","txamt":"5000","txcurrcd":"HKD","respcd":"0000","cancel":"0","sysdtm":"2026-05-20 10:00:00"}}"#
    );
    let answers = (0..500).map(|_| {
        let row = row.clone();
        Act::Custom(Box::new(move |stream, arrival| {
            let is_refund = arrival.head.contains("/trade/v1/refund");
            let reply = match arrival.parameter("page") {
                _ if is_refund => bare(&agreeing_body("0000", arrival)),
                Some(_) if arrival.parameter("syssn").is_some() => json_reply(&page(&row)),
                _ => json_reply(&page("")),
            };
            let _ = stream.write_all(&reply);
        }))
    });
    let stub = Stub::start(answers.collect());
    let sandbox = Sandbox::new();
    let more = "preflight = true\nclearing_pause = false\nrate_limit = \"none\"\n";
    sandbox.write_config(&profile(&stub.url(), more));
    let run = sandbox.issue(&[]);
    assert_eq!(cause(&run), (6, DOUBTED.1.to_owned()), "{run:?}");
}

#[test]
fn a_file_of_refunds_is_held_to_it_in_the_middle_of_a_run() {
    let answers = |act: fn(&Arrival) -> Vec<u8>| {
        Act::Custom(Box::new(move |stream, arrival| {
            let _ = stream.write_all(&act(arrival));
        }))
    };
    let signed = |arrival: &Arrival| json_reply(&about(arrival));
    let stub = Stub::start(vec![
        answers(signed),
        answers(|arrival| bare(&about(arrival))),
        answers(signed),
    ]);
    let sandbox = Sandbox::at(&stub.url());
    let rows = "syssn,amount\n20260105P1,1.00\n20260105P2,1.00\n20260105P3,1.00\n";
    std::fs::write(sandbox.path("batch.csv"), rows).unwrap();
    let words = [
        "batch",
        "run",
        "batch.csv",
        "--yes",
        "--jobs",
        "1",
        "--wait",
        "0",
    ];
    let more = ["--ignore-pause", "--profile", "stub", "--output", "json"];
    let run = sandbox.run(&[&words[..], &more].concat());
    let halted = run.json()["halted_by"].clone();
    assert_eq!((run.code, halted), (6, "unknown".into()), "{run:?}");
    let listed = sandbox.run(&["history", "--profile", "stub", "--output", "json"]);
    let listed = listed.json()["refunds"].clone();
    let mut states: Vec<&str> = Vec::new();
    states.extend(
        listed
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["state"].as_str().unwrap()),
    );
    states.sort_unstable();
    assert_eq!(states, ["planned", "refunded", "unknown"], "{listed}");
}

/// A done reply about whatever was asked for.
fn about(arrival: &Arrival) -> String {
    let minor = arrival.parameter("txamt").unwrap();
    let payment = arrival.parameter("syssn").unwrap();
    let body = agreeing_body("0000", arrival).replace("\"1250\"", &format!("\"{minor}\""));
    body.replace(crate::support::sandbox::PAYMENT, &payment)
}
