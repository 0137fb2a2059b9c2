//! Enquiries over HTTP: pages, months, waiting after HTTP 429, and what the answer proves.

use crate::support::sandbox::Run;
use crate::support::stub::{Arrival, http_reply};
use crate::support::{Act, Sandbox, Stub, json_reply};
use serde_json::json;

const NUMBER: &str = "RF20260131-0123456789ABCDEFGHJK";

fn row(number: &str, kind: &str, respcd: &str) -> serde_json::Value {
    json!({
        "order_type": kind, "syssn": format!("S-{number}"), "origssn": "P-1", "out_trade_no": number,
        "txamt": "1250", "txcurrcd": "HKD", "respcd": respcd, "cancel": "0", "sysdtm": "2026-01-31 23:59:59",
    })
}

fn page(rows: &[serde_json::Value], page_size: usize) -> Act {
    let mut body = json!({"respcd": "0000", "resperr": "", "data": rows, "page_size": page_size});
    Act::Custom(Box::new(move |stream, arrival| {
        body["page"] = json!(arrival.parameter("page").unwrap());
        let _ = stream.write_all(&json_reply(&body.to_string()));
    }))
}

fn others(count: usize) -> Vec<serde_json::Value> {
    others_from(0, count)
}

fn others_from(first: usize, count: usize) -> Vec<serde_json::Value> {
    let number = |n| format!("OTHER-{n}");
    (first..first + count)
        .map(|n| row(&number(n), "refund", "0000"))
        .collect()
}

fn ask(acts: Vec<Act>, arguments: &[&str]) -> (Run, Vec<Arrival>) {
    let stub = Stub::start(acts);
    let mut all = vec!["enquiry", "--profile", "stub", "--output", "json"];
    all.extend(arguments);
    let run = Sandbox::at(&stub.url()).run(&all);
    (run, stub.arrivals())
}

fn sent(arrivals: &[Arrival], name: &str) -> Vec<String> {
    let value = |arrival: &Arrival| arrival.parameter(name).unwrap_or_default();
    arrivals.iter().map(value).collect()
}

#[test]
fn a_refund_on_the_third_page_is_found() {
    let mut third = others(40);
    third.push(row(NUMBER, "refund", "0000"));
    let (run, arrivals) = ask(
        vec![
            page(&others(100), 100),
            page(&others_from(100, 100), 100),
            page(&third, 100),
        ],
        &[NUMBER],
    );
    assert_eq!(
        (run.code, run.json()["outcome"].as_str()),
        (0, Some("refunded")),
        "{run:?}"
    );
    assert_eq!(sent(&arrivals, "page"), ["1", "2", "3"]);
    assert_eq!(sent(&arrivals, "page_size"), ["100", "100", "100"]);
}

#[test]
fn a_gateway_that_does_not_turn_pages_teaches_nothing() {
    let same = || page(&others(100), 100);
    let (run, arrivals) = ask(vec![same(), same(), same()], &[NUMBER]);
    assert_eq!((run.code, arrivals.len()), (6, 2), "{run:?}");
    assert_eq!(run.json()["answered"], false);
}

#[test]
fn a_gateway_with_smaller_pages_is_read_to_the_end() {
    let (run, arrivals) = ask(
        vec![
            page(&others(10), 10),
            page(&[row(NUMBER, "refund", "1143")], 10),
        ],
        &[NUMBER],
    );
    assert_eq!((run.code, arrivals.len()), (7, 2), "{run:?}");
}

#[test]
fn a_number_that_is_not_found_alone_is_looked_for_in_its_months() {
    let (run, arrivals) = ask(
        vec![
            page(&[], 100),
            page(&[], 100),
            page(&[row(NUMBER, "refund", "0000")], 100),
        ],
        &[NUMBER],
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["months"], json!(["2026-01", "2026-02"]));
    assert_eq!(
        sent(&arrivals, "start_time"),
        ["", "2026-01-01 00:00:00", "2026-02-01 00:00:00"]
    );
    assert_eq!(
        sent(&arrivals, "end_time"),
        ["", "2026-01-31 23:59:59", "2026-02-28 23:59:59"]
    );
    assert!(
        sent(&arrivals, "out_trade_no")
            .iter()
            .all(|number| number == NUMBER)
    );
}

#[test]
fn a_month_can_be_named() {
    let (run, arrivals) = ask(
        vec![page(&[], 100), page(&[], 100)],
        &["ORDER-7", "--month", "2024-02"],
    );
    assert_eq!(
        (run.code, run.json()["outcome"].as_str()),
        (6, Some("unknown")),
        "{run:?}"
    );
    assert_eq!(sent(&arrivals, "end_time"), ["", "2024-02-29 23:59:59"]);
}

#[test]
fn too_many_requests_is_waited_out() {
    let busy = || Act::Send(http_reply("429 Too Many Requests", "", b""));
    let begun = std::time::Instant::now();
    let (run, arrivals) = ask(
        vec![busy(), busy(), page(&[row(NUMBER, "refund", "0000")], 100)],
        &[NUMBER],
    );
    assert_eq!((run.code, arrivals.len()), (0, 3), "{run:?}");
    let waited = begun.elapsed().as_millis();
    assert!(
        (3000..8000).contains(&waited),
        "waited {waited} ms, not 1 s and 2 s"
    );
}

#[test]
fn what_the_rows_prove_together() {
    let refund = |respcd| row(NUMBER, "refund", respcd);
    let mut failed = refund("0000");
    failed["txstatus"] = json!("FAILED");
    let mut done_after_all = refund("1269");
    done_after_all["txstatus"] = json!("SUCCESS");
    let mut two_payments = refund("1269");
    two_payments["orig_syssn"] = json!("P-2");
    let mut second = refund("0000");
    second["syssn"] = json!("S-OTHER");
    for (rows, outcome, exit) in [
        (vec![refund("0000")], "refunded", 0),
        (vec![refund("1145")], "pending", 7),
        (vec![refund("1269")], "declined", 5),
        (vec![refund("9999")], "unknown", 6),
        (vec![refund("0000"), refund("1269")], "unknown", 6),
        (
            vec![refund("0000"), row(NUMBER, "payment", "0000")],
            "unknown",
            6,
        ),
        (vec![row(NUMBER, "payment", "0000")], "unknown", 6),
        (vec![failed], "unknown", 6),
        (vec![done_after_all], "unknown", 6),
        (vec![two_payments], "unknown", 6),
        (vec![refund("0000"), second], "unknown", 6),
    ] {
        let (run, _) = ask(vec![page(&rows, 100)], &[NUMBER]);
        let said = run.json();
        assert_eq!(
            (run.code, said["outcome"].as_str()),
            (exit, Some(outcome)),
            "{rows:?}: {run:?}"
        );
        assert_eq!(said["exit_code"], exit);
    }
}

#[test]
fn a_payment_that_was_paid_is_not_a_refund_that_was_made() {
    let payment = row("ORDER-1", "payment", "0000");
    let refund =
        json!({"order_type": "refund", "syssn": "R-1", "origssn": "S-ORDER-1", "respcd": "1269"});
    for (rows, number, outcome, exit) in [
        (vec![payment.clone()], "S-ORDER-1", json!(null), 0),
        (vec![refund.clone(), payment], "S-ORDER-1", json!(null), 0),
        (vec![refund], "R-1", json!("declined"), 5),
    ] {
        let (run, _) = ask(vec![page(&rows, 100)], &["--syssn", number]);
        assert_eq!(run.code, exit, "{run:?}");
        assert_eq!(run.json()["outcome"], outcome, "{run:?}");
        assert_eq!(run.json()["rows"].as_array().unwrap().len(), rows.len());
    }
}

#[test]
fn an_enquiry_that_fails_teaches_nothing() {
    for (act, exit) in [
        (Act::Send(http_reply("502 Bad Gateway", "", b"<html>")), 6),
        (Act::Send(json_reply("{\"respcd\": \"1108\"}")), 3),
        (Act::Send(json_reply("{\"respcd\": \"1298\"}")), 6),
        (Act::Send(json_reply("[]")), 6),
        (
            Act::Send(json_reply(
                r#"{"respcd": "0000", "data": [{"respcd": "0000", "respcd": "1269"}]}"#,
            )),
            6,
        ),
        (Act::CloseAfterReading, 6),
        (
            Act::Send(http_reply(
                "200 OK",
                "X-QF-SIGN: 00\r\n",
                b"{\"respcd\": \"0000\"}",
            )),
            6,
        ),
    ] {
        let (run, _) = ask(vec![act], &[NUMBER]);
        let said = run.json();
        assert_eq!(run.code, exit, "{run:?}");
        assert_eq!(
            (said["answered"].as_bool(), said["outcome"].as_str()),
            (Some(false), Some("unknown"))
        );
    }
}

#[test]
fn a_payment_is_told_with_every_refund_of_it() {
    let payment = |cancel| {
        let mut payment = row("ORDER-1", "payment", "0000");
        payment["syssn"] = json!("20260131000200020000000001");
        payment["cancel"] = json!(cancel);
        payment
    };
    let refund = |number| {
        let mut refund = row(number, "refund", "0000");
        refund["origssn"] = json!("20260131000200020000000001");
        refund["txamt"] = json!("300");
        refund
    };
    let refunds: Vec<_> = ["N1", "N2", "N3"].map(refund).into();
    let ask = |acts, more: &[&str]| {
        let mut arguments = vec!["--syssn", "20260131000200020000000001"];
        arguments.extend(more);
        let (run, arrivals) = ask(acts, &arguments);
        let said = run.json();
        let told = said["message"].as_str().unwrap().to_owned();
        (run.code, told, said, arrivals.len())
    };
    // The gateway finds the payment alone under its number; the refunds stand in the lists.
    let mut acts = vec![page(&[payment("5")], 100), page(&refunds, 100)];
    acts.extend((0..240).map(|_| page(&[], 100)));
    let (code, told, said, _) = ask(acts, &[]);
    assert_eq!(
        (code, said["rows"].as_array().unwrap().len()),
        (0, 4),
        "{told}"
    );
    assert_eq!(
        told,
        "Found the payment of HKD 12.50 and 3 refunds: HKD 9.00 of it went back or may have, HKD 3.50 is left."
    );
    assert_eq!(said["months"][0], "2026-01");
    // Who did not look does not say that there is none.
    let (code, told, _, asked) = ask(vec![page(&[payment("0")], 100)], &[]);
    assert_eq!((code, asked), (0, 1));
    assert!(
        !told.contains("0 refunds") && told.contains("its refunds were not looked for"),
        "{told}"
    );
    let acts = vec![page(&[payment("0")], 100), page(&refunds, 100)];
    let (code, told, _, asked) = ask(acts, &["--month", "2026-02"]);
    assert_eq!((code, asked), (0, 2));
    assert!(told.contains("3 refunds"), "{told}");
    // What it says and what it shows do not agree.
    let mut acts = vec![page(&[payment("5")], 100)];
    acts.extend((0..240).map(|_| page(&[], 100)));
    let (code, told, said, _) = ask(acts, &[]);
    assert_eq!((code, &said["outcome"]), (6, &json!("unknown")));
    assert!(told.contains("its cancel is `5`"), "{told}");
}

#[test]
fn a_short_page_of_a_gateway_that_says_no_size_is_not_the_last() {
    let unsized_page = |rows: &[serde_json::Value]| {
        let body = json!({"respcd": "0000", "data": rows});
        Act::Send(json_reply(&body.to_string()))
    };
    let acts = vec![
        unsized_page(&others(50)),
        unsized_page(&others_from(50, 50)),
        unsized_page(&[row(NUMBER, "refund", "0000")]),
    ];
    let (run, arrivals) = ask(acts, &[NUMBER]);
    assert_eq!((run.code, arrivals.len()), (0, 3), "{run:?}");
}

/// A number that only looks like the gateway's may be the merchant's as well.
#[test]
fn what_may_be_either_number_is_asked_for_as_the_merchants_first() {
    const EITHER: &str = "20260131000200020000000777";
    let (run, arrivals) = ask(vec![page(&[row(EITHER, "refund", "0000")], 100)], &[EITHER]);
    let document = run.json();
    assert_eq!((run.code, &document["out_trade_no"]), (0, &json!(EITHER)));
    assert_eq!(document["syssn"], json!(null));
    let message = document["message"].as_str().unwrap();
    assert!(
        message.contains("asked for as the merchant's number"),
        "{message}"
    );
    assert!(
        sent(&arrivals, "syssn").iter().all(String::is_empty),
        "{arrivals:?}"
    );
    // Nothing has it as the merchant's: only then it is the gateway's.
    let by_number = || {
        Act::Custom(Box::new(|stream, arrival| {
            let mut payment = row("ORDER-1", "payment", "0000");
            payment["syssn"] = json!(EITHER);
            let rows = match arrival.parameter("syssn") {
                Some(_) => vec![payment],
                None => Vec::new(),
            };
            let body = json!({"respcd": "0000", "resperr": "", "data": rows, "page_size": 100,
                "page": arrival.parameter("page").unwrap()});
            let _ = stream.write_all(&json_reply(&body.to_string()));
        }))
    };
    let (run, arrivals) = ask((0..9).map(|_| by_number()).collect(), &[EITHER]);
    let document = run.json();
    assert_eq!(
        (run.code, &document["syssn"]),
        (0, &json!(EITHER)),
        "{run:?}"
    );
    assert_eq!(document["outcome"], json!(null));
    let (last, first) = arrivals.split_last().unwrap();
    assert!(
        sent(first, "out_trade_no")
            .iter()
            .all(|asked| asked == EITHER)
    );
    assert_eq!(last.parameter("syssn").as_deref(), Some(EITHER));
    // Ours is never the gateway's.
    let (run, arrivals) = ask((0..9).map(|_| page(&[], 100)).collect(), &[NUMBER]);
    assert_eq!(run.code, 6, "{run:?}");
    assert!(
        sent(&arrivals, "syssn").iter().all(String::is_empty),
        "{arrivals:?}"
    );
}
