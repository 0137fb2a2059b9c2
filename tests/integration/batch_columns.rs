//! Columns of a file: currency and merchant by the gateway's names, slips, and which are used.

use crate::batch::{batch, payment, prepared, rows};
use crate::support::sandbox::profile;
use crate::support::simulator::executed;
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};

fn write(sandbox: &Sandbox, headings: &str, cells: &str) {
    let text = format!("syssn,amount,{headings}\n{},1.00,{cells}\n", payment(1));
    std::fs::write(sandbox.path("c.csv"), text).unwrap();
    let names = headings.split(',').zip(cells.split(','));
    let mut object = json!({"syssn": payment(1), "amount": "1.00"});
    for (name, value) in names {
        object[name] = Value::from(value);
    }
    std::fs::write(sandbox.path("c.jsonl"), format!("{object}\n")).unwrap();
}

fn run(sandbox: &Sandbox, name: &str, more: &[&str]) -> Run {
    let all = [&["run", name, "--yes", "--ignore-pause"], more].concat();
    batch(sandbox, &all)
}

#[test]
fn a_row_in_another_currency_or_of_another_shop_is_never_sent() {
    let (sandbox, served) = prepared(1, "");
    let rate = "rate_limit = \"none\"\n";
    for (headings, cells, more) in [
        ("txcurrcd", "JPY", ""),
        ("currency", "JPY", ""),
        ("mchid", "M1", ""),
        ("mchid", "M2", "mchid = \"M1\"\n"),
    ] {
        sandbox.write_config(&profile(&served.url, &format!("{rate}{more}")));
        write(&sandbox, headings, cells);
        for name in ["c.csv", "c.jsonl"] {
            let refused = run(&sandbox, name, &[]);
            assert_eq!(refused.code, 8, "{name} {headings}: {refused:?}");
            let fault = &refused.json()["faults"]["shown"][0];
            assert_eq!(fault["column"], headings, "{refused:?}");
            assert_eq!(fault["value"], cells, "{refused:?}");
        }
    }
    assert!(executed(&sandbox).is_empty());
    sandbox.write_config(&profile(&served.url, rate));
    write(&sandbox, "txcurrcd,mchid", "HKD,");
    let sent = run(&sandbox, "c.csv", &[]);
    assert_eq!((sent.code, rows(&sent, "refunded")), (0, 1), "{sent:?}");
}

#[test]
fn a_slip_in_a_heading_stops_the_file_unless_it_is_meant() {
    let (sandbox, _served) = prepared(1, "");
    write(&sandbox, "refrence,note", "A-1,x");
    for command in ["check", "status"] {
        let refused = batch(&sandbox, &[command, "c.csv"]);
        assert_eq!(refused.code, 12, "{refused:?}");
        assert!(
            refused.stderr.contains("refrence is one letter off"),
            "{refused:?}"
        );
    }
    assert_eq!(run(&sandbox, "c.csv", &[]).code, 12);
    assert_eq!(run(&sandbox, "c.jsonl", &[]).code, 8);
    assert!(executed(&sandbox).is_empty());
    let ignore = ["--ignore-column", "refrence"];
    let used = json!([
        {"heading": "syssn", "column": "syssn"},
        {"heading": "amount", "column": "amount"},
    ]);
    for name in ["c.csv", "c.jsonl"] {
        let checked = batch(&sandbox, &[&["check", name], &ignore[..]].concat());
        assert_eq!(checked.code, 0, "{checked:?}");
        let json = checked.json();
        let mut unused: Vec<_> = json["unused_columns"].as_array().unwrap().clone();
        unused.sort_by_key(Value::to_string);
        assert_eq!(unused, ["note", "refrence"], "{checked:?}");
        assert_eq!(json["columns"].as_array().unwrap().len(), 2, "{checked:?}");
        let next = json["next_step"].as_str().unwrap();
        assert!(next.contains("--ignore-column=refrence"), "{next}");
    }
    let ran = run(
        &sandbox,
        "c.csv",
        &[&ignore[..], &["--results", "out.csv"]].concat(),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["columns"], used, "{ran:?}");
    assert_eq!(ran.json()["unused_columns"], json!(["refrence", "note"]));
    // The result file has the heading, too, and is known as this batch's own.
    for name in ["c.csv", "out.csv"] {
        let again = [&ignore[..], &["--results", "out.csv"]].concat();
        let more = if name == "c.csv" {
            &again
        } else {
            &ignore.to_vec()
        };
        let again = run(&sandbox, name, more);
        assert_eq!((again.code, executed(&sandbox).len()), (0, 1), "{again:?}");
    }
    let refused = batch(&sandbox, &["check", "c.csv", "--ignore-column", "amount"]);
    assert_eq!(refused.code, 2, "{refused:?}");
}
