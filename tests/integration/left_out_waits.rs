//! A row left out for what came to nothing waits like any other, and an alarm hears of it.

use crate::support::Sandbox;
use crate::support::program::Settable;
use crate::support::sandbox::profile;
use serde_json::json;
use time::macros::datetime;

const PAYMENT: &str = "20260105000200020000000001";

#[test]
fn a_row_left_out_waits_since_its_twin_came_to_nothing() {
    let home = Sandbox::new();
    let clock = Settable::at(datetime!(2026-11-03 12:00 +8));
    let more = "preflight = false\nclearing_pause = false\n";
    home.write_config(&profile("http://127.0.0.1:1", more));
    let run = |arguments: &str| {
        let all: Vec<&str> = arguments.split(' ').collect();
        home.program(clock.clone()).run(&all)
    };
    let issued = run(&format!(
        "issue {PAYMENT} --amount 5.00 --yes -p stub -o json"
    ));
    let number = issued.json()["out_trade_no"].as_str().unwrap().to_owned();
    let file = home.path("b.csv");
    std::fs::write(&file, format!("syssn,amount\n{PAYMENT},5.00\n")).unwrap();
    let skipped = run(&format!(
        "batch run {} --skip-twins --yes -p stub",
        file.display()
    ));
    assert_eq!(skipped.code, 11, "{skipped:?}");
    clock.set(datetime!(2026-11-03 13:00 +8));
    assert_eq!(run(&format!("cancel {number} --yes -p stub")).code, 0);
    clock.set(datetime!(2026-11-03 15:30 +8));
    let status = run("status -p stub -o json").json();
    let waits = &status["profiles"][0]["left_out"][0];
    let told = (&waits["rows"], &waits["oldest_seconds"], &waits["ahead"]);
    assert_eq!(told, (&json!(1), &json!(9000), &json!(0)), "{status}");
    assert_eq!(waits["oldest_at"], "2026-11-03T05:00:00Z", "{status}");
    let table = run("status -p stub").stdout;
    assert!(table.contains("the first for 2 hours"), "{table}");
    for (span, code) in [("3h", 0), ("2h", 11)] {
        let late = run(&format!("status --older-than {span} -p stub -o json"));
        assert_eq!(late.code, code, "{late:?}");
        let older = &late.json()["profiles"][0]["left_out"][0]["older"];
        assert_eq!(*older, json!(u64::from(code > 0)), "{late:?}");
    }
    let figures = run("status --prometheus").stdout;
    let labels = "{profile=\"stub\",state=\"left_out\",currency=\"HKD\"}";
    for line in [
        format!("qfrefund_waiting_refunds{labels} 1"),
        format!("qfrefund_waiting_oldest_seconds{labels} 9000"),
    ] {
        assert!(
            figures.lines().any(|told| told == line),
            "{line}: {figures}"
        );
    }
    // By a clock that was set back nobody knows for how long.
    clock.set(datetime!(2026-11-03 12:30 +8));
    let ahead = run("status --older-than 1d -p stub -o json");
    assert_eq!(ahead.code, 11, "{ahead:?}");
    assert_eq!(ahead.json()["profiles"][0]["left_out"][0]["ahead"], 1);
    clock.set(datetime!(2026-11-03 15:30 +8));
    let given_up = run(&format!("batch cancel {} --yes -p stub", file.display()));
    assert_eq!(given_up.code, 0, "{given_up:?}");
    assert_eq!(run("status --older-than 1s -p stub").code, 0);
    let figures = run("status --prometheus").stdout;
    let line = format!("qfrefund_waiting_refunds{labels} 0");
    assert!(figures.lines().any(|told| told == line), "{figures}");
}
