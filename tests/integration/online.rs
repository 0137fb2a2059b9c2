//! `batch check --online`: what the looks at the payments say, and what it says where they fail.

use crate::support::sandbox::{PAYMENT, profile};
use crate::support::simulator::Served;
use crate::support::{Act, Run, Sandbox, Stub, json_reply};
use serde_json::{Value, json};
use std::fmt::Write as _;

fn payment(row: usize) -> String {
    format!("202602010002000200{row:08}")
}

/// A simulator with payments 1 to `rows` of HKD 100.00.
fn served(sandbox: &Sandbox, rows: usize, faults: &str) -> Served {
    let mut payments = String::new();
    for row in 1..=rows {
        let syssn = payment(row);
        writeln!(
            payments,
            r#"{{"syssn":"{syssn}","txamt":10000,"txcurrcd":"HKD","pay_type":"801514"}}"#
        )
        .unwrap();
    }
    std::fs::write(sandbox.path("payments.jsonl"), payments).unwrap();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let files = ["--payments", "payments.jsonl", "--faults", "faults.toml"];
    let served = Served::start(sandbox, &files);
    sandbox.write_config(&profile(&served.url, "rate_limit = \"none\"\n"));
    served
}

/// One refund of 1.00 of each of so many payments.
fn write_rows(sandbox: &Sandbox, rows: usize) {
    let mut file = "syssn,amount\n".to_owned();
    for row in 1..=rows {
        writeln!(file, "{},1.00", payment(row)).unwrap();
    }
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
}

fn check(sandbox: &Sandbox, more: &[&str]) -> Run {
    let mut all = vec!["batch", "check", "batch.csv", "--profile", "stub"];
    all.extend(more);
    sandbox.run(&all)
}

fn online(sandbox: &Sandbox, more: &[&str]) -> (i32, Value) {
    let mut all = vec!["--online", "--output", "json"];
    all.extend(more);
    let run = check(sandbox, &all);
    let document = run.json();
    assert_eq!(
        document["runnable"],
        Value::Bool(run.code == 0),
        "{document}"
    );
    (run.code, document["online"].clone())
}

fn lines(listed: &Value) -> Vec<u64> {
    let shown = listed["shown"].as_array().unwrap().iter();
    shown
        .map(|finding| finding["line"].as_u64().unwrap())
        .collect()
}

#[test]
fn payments_that_bear_their_rows_are_ready() {
    let sandbox = Sandbox::new();
    let _served = served(&sandbox, 3, "");
    write_rows(&sandbox, 3);
    let (code, found) = online(&sandbox, &[]);
    assert_eq!(code, 0);
    let none = json!({"count": 0, "shown": []});
    let clean = json!({"payments": 3, "looked": 3, "paid_compared": 0, "refused": none, "not_looked": none, "stopped": null});
    assert_eq!(found, clean);
    let offline = check(&sandbox, &["--output", "json"]);
    assert_eq!(
        (offline.code, &offline.json()["online"]),
        (0, &Value::Null),
        "{offline:?}"
    );
}

#[test]
fn refusals_stand_in_the_document() {
    let sandbox = Sandbox::new();
    let _served = served(&sandbox, 2, "");
    let (first, second, nowhere) = (payment(1), payment(2), payment(9));
    let file = format!(
        "syssn,amount,reference\n{first},60.00,A\n{second},100.01,B\n{nowhere},1.00,C\n{first},60.00,D\n{first},40.00,E\n"
    );
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let (code, found) = online(&sandbox, &[]);
    assert_eq!(
        (code, &found["payments"], &found["looked"]),
        (8, &json!(3), &json!(3)),
        "{found}"
    );
    // The last row fits again where the one above it is left out.
    assert_eq!(lines(&found["refused"]), [3, 4, 5], "{found}");
    assert_eq!(found["refused"]["count"], 3);
    assert_eq!(found["not_looked"]["count"], 0);
    let shown = &found["refused"]["shown"];
    assert_eq!(shown[1]["syssn"], nowhere.as_str());
}

#[test]
fn a_payment_of_several_rows_is_looked_at_once() {
    let row = json!({"order_type": "payment", "syssn": PAYMENT, "txamt": "10000", "txcurrcd": "HKD",
        "respcd": "0000", "cancel": "0", "sysdtm": "2019-12-27 12:00:00"});
    let answer = |data: Vec<Value>| {
        let page = json!({"respcd": "0000", "resperr": "", "data": data, "page_size": 100});
        Act::Send(json_reply(&page.to_string()))
    };
    let mut acts = vec![answer(vec![row])];
    acts.extend((0..500).map(|_| answer(vec![])));
    let stub = Stub::start(acts);
    let sandbox = Sandbox::new();
    sandbox.write_config(&profile(&stub.url(), "rate_limit = \"none\"\n"));
    let rows: String = (1..=10).fold(String::new(), |rows, row| {
        format!("{rows}{PAYMENT},1.{row:02}\n")
    });
    std::fs::write(sandbox.path("batch.csv"), format!("syssn,amount\n{rows}")).unwrap();
    let (code, found) = online(&sandbox, &[]);
    assert_eq!(code, 0, "{found}");
    let asked = stub.arrivals();
    let payments = asked
        .iter()
        .filter(|asked| asked.parameter("syssn").is_some());
    assert_eq!(payments.count(), 1);
    let months = asked
        .iter()
        .filter_map(|asked| asked.parameter("start_time"));
    let months: Vec<String> = months.collect();
    assert_eq!(months[0], "2019-12-01 00:00:00");
    let each: std::collections::BTreeSet<&String> = months.iter().collect();
    assert_eq!(each.len(), months.len());
}

#[test]
fn rows_that_were_sent_are_not_judged_again() {
    let sandbox = Sandbox::new();
    let _served = served(&sandbox, 2, "");
    let (first, second) = (payment(1), payment(2));
    let file = format!("syssn,amount\n{first},60.00\n{second},1.00\n");
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let run = [
        "batch",
        "run",
        "batch.csv",
        "--yes",
        "--ignore-pause",
        "--profile",
        "stub",
    ];
    assert_eq!(sandbox.run(&run).code, 0);
    let (code, found) = online(&sandbox, &[]);
    assert_eq!((code, &found["payments"]), (0, &json!(0)), "{found}");
}

#[test]
fn a_wrong_key_stops_it_at_the_first_look() {
    let sandbox = Sandbox::new();
    let wrong_key = "[[fault]]\non = \"query\"\ndo = \"respcd\"\nrespcd = \"1108\"\n";
    let _served = served(&sandbox, 6, wrong_key);
    write_rows(&sandbox, 6);
    let (code, found) = online(&sandbox, &[]);
    assert_eq!(
        (code, &found["looked"], &found["refused"]["count"]),
        (8, &json!(0), &json!(0)),
        "{found}"
    );
    assert_eq!(found["not_looked"]["count"], 6);
    assert_eq!(lines(&found["not_looked"]), [2]);
    assert!(found["stopped"].is_string(), "{found}");
}

#[test]
fn without_a_connection_it_stops_after_three_and_says_so() {
    let sandbox = Sandbox::at("http://127.0.0.1:1");
    write_rows(&sandbox, 6);
    let (code, found) = online(&sandbox, &[]);
    assert_eq!((code, &found["looked"]), (8, &json!(0)), "{found}");
    assert_eq!(found["not_looked"]["count"], 6);
    assert_eq!(lines(&found["not_looked"]), [2, 3, 4]);
    assert_eq!(found["refused"]["count"], 0, "{found}");
}

#[test]
fn a_look_that_fails_in_passing_leaves_the_others_and_is_no_refusal() {
    let sandbox = Sandbox::new();
    let passing = |row| {
        let syssn = payment(row);
        format!("[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 502\nsyssn = \"{syssn}\"\n")
    };
    let _served = served(&sandbox, 5, &(passing(2) + &passing(3)));
    write_rows(&sandbox, 5);
    let (code, found) = online(&sandbox, &[]);
    assert_eq!(
        (code, &found["looked"], &found["stopped"]),
        (8, &json!(3), &Value::Null),
        "{found}"
    );
    assert_eq!(found["refused"]["count"], 0);
    assert_eq!(lines(&found["not_looked"]), [3, 4]);
    assert_eq!(found["not_looked"]["count"], 2);
}

#[test]
fn a_file_with_faults_is_not_looked_at() {
    let sandbox = Sandbox::new();
    let _served = served(&sandbox, 1, "");
    let file = format!("syssn,amount\n{},1.00\n1,x\n", payment(1));
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let (code, found) = online(&sandbox, &[]);
    assert_eq!((code, &found["looked"]), (8, &json!(0)));
    assert!(found["stopped"].is_string(), "{found}");
}

#[test]
fn a_row_with_a_number_that_is_taken_is_refused() {
    let sandbox = Sandbox::new();
    let _served = served(&sandbox, 3, "");
    let asked = sandbox.run(&[
        "enquiry",
        "--syssn",
        &payment(1),
        "--profile",
        "stub",
        "--output",
        "json",
    ]);
    let own = asked.json()["rows"][0]["out_trade_no"].clone();
    let own = own.as_str().unwrap();
    let file = format!(
        "syssn,amount,out_trade_no\n{},1.00,{own}\n{},1.00,N/2\n{},1.00,\n",
        payment(1),
        payment(2),
        payment(3)
    );
    std::fs::write(sandbox.path("batch.csv"), file).unwrap();
    let (code, found) = online(&sandbox, &[]);
    assert_eq!((code, lines(&found["refused"])), (8, vec![2]), "{found}");
    let problem = found["refused"]["shown"][0]["problem"].as_str().unwrap();
    assert!(problem.contains("the payment's own number"), "{problem}");
    // The other number is one that the gateway may refuse: that is said.
    let run = check(&sandbox, &["--output", "json"]);
    let odd = run.json()["remarks"]["shown"][0].clone();
    assert_eq!(
        (&odd["line"], &odd["value"]),
        (&json!(3), &json!("N/2")),
        "{odd}"
    );
    assert!(
        odd["problem"].as_str().unwrap().contains("1 to 64 letters"),
        "{odd}"
    );
}
