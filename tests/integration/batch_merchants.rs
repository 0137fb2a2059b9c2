//! A file whose rows are of many merchants, by its column `profile` or `mchid`.

use crate::support::sandbox::{APP_CODE, KEY};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};

pub(crate) fn payment(row: usize) -> String {
    format!("202602010002000200{row:08}")
}

/// What is different in the three profiles.
pub(crate) struct Shops<'a> {
    pub(crate) url: &'a str,
    pub(crate) one: &'a str,
    pub(crate) two: &'a str,
}

impl Shops<'_> {
    pub(crate) fn write(&self, sandbox: &Sandbox) {
        let shop = |name: &str, mchid: &str, currency: &str, more: &str| {
            format!(
                "[profiles.{name}]\nenvironment = \"custom\"\nbase_url = \"{}\"\napp_code = \"{APP_CODE}\"\nclient_key = \"{KEY}\"\nmchid = \"{mchid}\"\ncurrency = \"{currency}\"\nrate_limit = \"none\"\nclearing_pause = false\n{more}\n",
                self.url
            )
        };
        let journal = sandbox.path("own.db");
        let own = format!("journal = \"{}\"\npreflight = true\n", journal.display());
        let text = shop("one", "M1", "HKD", self.one)
            + &shop("two", "M2", "HKD", self.two)
            + &shop("yen", "M3", "JPY", &own);
        sandbox.write_config(&text);
        if !journal.exists() {
            let made = sandbox.run(&["journal", "init", "--profile", "yen"]);
            assert_eq!(made.code, 0, "{made:?}");
        }
    }
}

/// Payments 1 to 9, the last three in yen.
pub(crate) fn prepared(faults: &str) -> (Sandbox, Served) {
    let sandbox = Sandbox::new();
    let payments = (1..=9).map(|row| {
        let currency = if row > 6 { "JPY" } else { "HKD" };
        format!(
            r#"{{"syssn":"{}","out_trade_no":"ORDER-{row}","txamt":100000,"txcurrcd":"{currency}","pay_type":"801514"}}"#,
            payment(row)
        )
    });
    let payments = payments.collect::<Vec<_>>().join("\n");
    std::fs::write(sandbox.path("payments.jsonl"), payments + "\n").unwrap();
    std::fs::write(sandbox.path("faults.toml"), faults).unwrap();
    let served = Served::start(
        &sandbox,
        &["--payments", "payments.jsonl", "--faults", "faults.toml"],
    );
    let shops = Shops {
        url: &served.url,
        one: "",
        two: "",
    };
    shops.write(&sandbox);
    (sandbox, served)
}

/// A file of rows `(payment, amount, whose)`.
pub(crate) fn write(sandbox: &Sandbox, column: &str, rows: &[(usize, &str, &str)]) {
    let mut csv = format!("syssn,amount,{column},note\n");
    let mut jsonl = String::new();
    for (row, amount, whose) in rows {
        let syssn = payment(*row);
        csv.push_str(&format!("{syssn},{amount},{whose},n{row}\n"));
        let object = json!({"syssn": syssn, "amount": amount, column: whose});
        jsonl.push_str(&format!("{object}\n"));
    }
    std::fs::write(sandbox.path("all.csv"), csv).unwrap();
    std::fs::write(sandbox.path("all.jsonl"), jsonl).unwrap();
}

pub(crate) const ROWS: [(usize, &str, &str); 6] = [
    (1, "1.00", "one"),
    (4, "2.00", "two"),
    (7, "300", "yen"),
    (2, "1.50", "one"),
    (8, "400", "yen"),
    (5, "2.50", "two"),
];

pub(crate) fn batch(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    sandbox.run(&[&["batch"], arguments, &["--output", "json"]].concat())
}

pub(crate) fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    batch(sandbox, &[&["run", "all.csv", "--yes"], more].concat())
}

/// How many rows of a profile stand in a state.
pub(crate) fn rows(run: &Run, profile: &str, state: &str) -> u64 {
    let json = run.json();
    let merchants = json["merchants"].as_array().unwrap().clone();
    let mut merchants = merchants.iter();
    let merchant = merchants.find(|one| one["profile"] == profile).unwrap();
    let states = merchant["result"]["states"].as_array().unwrap();
    let of_state = states.iter().filter(|row| row["state"] == state);
    of_state.map(|row| row["rows"].as_u64().unwrap()).sum()
}

/// The states of the result file, in its order.
fn states(sandbox: &Sandbox) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(sandbox.path("out.csv")).unwrap();
    let lines = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[3].to_owned(), cells[6].to_owned())
    });
    lines.collect()
}

#[test]
fn every_merchant_is_refunded_under_its_own_profile_once() {
    let (sandbox, _served) = prepared("");
    write(&sandbox, "profile", &ROWS);
    let checked = batch(&sandbox, &["check", "all.csv"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let json = checked.json();
    assert_eq!(json["kind"], "batch_check_merchants");
    let totals = json["totals"].as_array().unwrap();
    let totals: Vec<_> = totals
        .iter()
        .map(|one| (&one["in_words"], &one["rows"]))
        .collect();
    assert_eq!(
        totals,
        [
            (&json!("HKD 7.00"), &json!(4)),
            (&json!("JPY 700"), &json!(2))
        ]
    );
    let next = json["next_step"].as_str().unwrap();
    assert!(
        next.contains("--expect-count 6 --expect-total HKD=7.00 --expect-total JPY=700"),
        "{next}"
    );
    let expected = [
        "--expect-count",
        "6",
        "--expect-total",
        "JPY=700",
        "--expect-total",
    ];
    for (total, code) in [("HKD=7.01", 8), ("HKD=7.00", 0), ("HKD=7.00", 0)] {
        let arguments = [
            &["run", "all.csv", "--results", "out.csv"],
            &expected[..],
            &[total],
        ];
        let ran = batch(&sandbox, &arguments.concat());
        assert_eq!(ran.code, code, "{ran:?}");
        if code == 0 {
            for profile in ["one", "two", "yen"] {
                assert_eq!(rows(&ran, profile, "refunded"), 2, "{ran:?}");
            }
        }
    }
    let shops: Vec<_> = executed(&sandbox)
        .iter()
        .map(|one| one["txcurrcd"].clone())
        .collect();
    assert_eq!(shops.len(), 6, "{shops:?}");
    let notes: Vec<String> = states(&sandbox)
        .into_iter()
        .map(|(note, state)| note + &state)
        .collect();
    assert_eq!(
        notes,
        ["n1", "n4", "n7", "n2", "n8", "n5"].map(|note| format!("{note}refunded"))
    );
    // Its own journal, and none of the others'.
    for (profile, count) in [("one", 2), ("two", 2), ("yen", 2)] {
        let history = sandbox.run(&["history", "--profile", profile, "--output", "json"]);
        let refunds = history.json()["refunds"].as_array().unwrap().clone();
        assert_eq!(refunds.len(), count, "{history:?}");
        for refund in refunds {
            assert_eq!(refund["profile"], profile);
        }
        assert_eq!(
            sandbox
                .run(&["journal", "verify", "--profile", profile])
                .code,
            0
        );
    }
    // Each merchant's rows are the batch that a file of them alone is, and the result file is all of them.
    let alone: Vec<_> = ROWS.into_iter().filter(|row| row.2 == "two").collect();
    std::fs::copy(sandbox.path("all.csv"), sandbox.path("kept.csv")).unwrap();
    write(&sandbox, "profile", &alone);
    let two = batch(&sandbox, &["status", "all.csv", "--profile", "two"]);
    let whole = batch(&sandbox, &["status", "kept.csv", "--results", "out.csv"]);
    assert_eq!((two.code, whole.code), (0, 0), "{two:?} {whole:?}");
    assert_eq!(
        two.json()["batch"],
        whole.json()["merchants"][1]["result"]["batch"]
    );
    let back = batch(&sandbox, &["run", "out.csv", "--yes"]);
    assert_eq!((back.code, executed(&sandbox).len()), (0, 6), "{back:?}");
}

#[test]
fn what_stops_one_merchant_stops_no_other() {
    // The second refund that leaves is the first of the second merchant.
    let faults =
        "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1108\"\nskip = 1\ntimes = 1\n";
    let (sandbox, served) = prepared(faults);
    write(&sandbox, "profile", &ROWS);
    let limited = Shops {
        url: &served.url,
        one: "max_day_total = \"1.00\"\n",
        two: "",
    };
    limited.write(&sandbox);
    let ran = run(&sandbox, &["--results", "out.csv", "--jobs", "1"]);
    assert_eq!(ran.code, 9, "{ran:?}");
    let json = ran.json();
    let halted: Vec<_> = json["merchants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["result"]["halted_by"].clone())
        .collect();
    assert_eq!(
        halted,
        [json!("day_limit"), json!("response_code"), Value::Null],
        "{ran:?}"
    );
    assert_eq!(
        (rows(&ran, "one", "planned"), rows(&ran, "yen", "refunded")),
        (1, 2)
    );
    assert_eq!(executed(&sandbox).len(), 3);
    // Put right, the same file sends what is left, and nothing twice.
    let right = Shops {
        url: &served.url,
        one: "",
        two: "",
    };
    right.write(&sandbox);
    let again = run(&sandbox, &["--results", "out.csv", "--retry-declined"]);
    assert_eq!((again.code, executed(&sandbox).len()), (0, 6), "{again:?}");
    assert!(
        states(&sandbox)
            .iter()
            .all(|(_, state)| state == "refunded")
    );
}

#[test]
fn a_row_whose_merchant_cannot_be_told_holds_everybody_back() {
    let (sandbox, served) = prepared("");
    for (whose, problem) in [
        ("", "is empty, and other rows name their merchant"),
        ("three", "is no profile of the config file"),
        ("One", "is no profile of the config file"),
    ] {
        write(
            &sandbox,
            "profile",
            &[(1, "1.00", "one"), (2, "1.00", whose), (7, "5", "yen")],
        );
        for name in ["all.csv", "all.jsonl"] {
            let check = ["check", name, "--faults", "fix.csv"];
            for arguments in [&check[..], &["run", name, "--yes"]] {
                let told = batch(&sandbox, arguments);
                assert_eq!(told.code, 8, "{told:?}");
                let fault = told.json()["faults"]["shown"][0].clone();
                let line = if name == "all.csv" { 3 } else { 2 };
                assert_eq!(
                    (&fault["line"], &fault["problem"]),
                    (&json!(line), &json!(problem)),
                    "{told:?}"
                );
            }
            let list = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
            assert!(list.contains(problem), "{list}");
        }
        let status = batch(&sandbox, &["status", "all.csv"]);
        assert_eq!(status.code, 12, "{status:?}");
    }
    // So does a fault of one row, a currency that is not its profile's, and the same refund for two.
    for (rows, code) in [
        ([(1, "1.00", "one"), (7, "5.00", "yen")], 8),
        ([(1, "1.00", "one"), (1, "1.00", "two")], 8),
        ([(1, "5000.00", "one"), (7, "1", "yen")], 8),
    ] {
        let shops = Shops {
            url: &served.url,
            one: "max_refund = \"4000.00\"\n",
            two: "",
        };
        shops.write(&sandbox);
        write(&sandbox, "profile", &rows);
        for words in [&["check", "all.csv"][..], &["run", "all.csv", "--yes"]] {
            let told = batch(&sandbox, words);
            assert_eq!(told.code, code, "{told:?}");
            assert_eq!(told.json()["kind"], "batch_check_merchants");
        }
    }
    write(
        &sandbox,
        "profile",
        &[(1, "1.00", "one"), (1, "1.00", "two")],
    );
    batch(&sandbox, &["check", "all.csv", "--faults", "fix.csv"]);
    let list = std::fs::read_to_string(sandbox.path("fix.csv")).unwrap();
    assert!(list.contains("by a row of the profile one"), "{list}");
    // A profile that is named for the command leaves no row to another.
    write(&sandbox, "profile", &ROWS);
    let named = run(&sandbox, &["--profile", "one"]);
    assert_eq!(
        (named.code, named.json()["faulty_rows"].clone()),
        (8, json!(4)),
        "{named:?}"
    );
    // Every key and journal is there before the first row leaves.
    std::fs::remove_file(sandbox.path("own.db")).unwrap();
    let lost = run(&sandbox, &[]);
    assert_eq!(lost.code, 3, "{lost:?}");
    assert!(executed(&sandbox).is_empty());
}

#[test]
fn shop_numbers_tell_the_merchants_apart_as_well() {
    let (sandbox, served) = prepared("");
    write(
        &sandbox,
        "mchid",
        &[(1, "1.00", "M1"), (7, "300", "M3"), (2, "1.00", "M1")],
    );
    for name in ["all.csv", "all.jsonl"] {
        let checked = batch(&sandbox, &["check", name]);
        assert_eq!(
            (
                checked.code,
                checked.json()["merchants"][1]["mchid"].clone()
            ),
            (0, json!("M3")),
            "{checked:?}"
        );
    }
    assert_eq!(run(&sandbox, &[]).code, 0);
    assert_eq!(executed(&sandbox).len(), 3);
    write(&sandbox, "mchid", &[(3, "1.00", "M1"), (4, "1.00", "M9")]);
    let unknown = run(&sandbox, &[]);
    assert_eq!(
        (
            unknown.code,
            unknown.json()["faults"]["shown"][0]["problem"].clone()
        ),
        (8, json!("is the mchid of no profile")),
        "{unknown:?}"
    );
    // Two profiles of one shop: which is meant, only a column `profile` says.
    let config = std::fs::read_to_string(sandbox.path(".config/qfrefund/config.toml")).unwrap();
    sandbox.write_config(&config.replace("\"M2\"", "\"M1\""));
    write(&sandbox, "mchid", &[(3, "1.00", "M1"), (8, "1", "M3")]);
    let either = run(&sandbox, &[]);
    assert_eq!(
        either.json()["faults"]["shown"][0]["problem"],
        "is the mchid of the profiles one and two",
        "{either:?}"
    );
    write(
        &sandbox,
        "profile",
        &[(3, "1.00", "one"), (4, "1.00", "two")],
    );
    let same = run(&sandbox, &[]);
    assert_eq!(same.code, 8, "{same:?}");
    let problem = "the profiles one and two of the file are the same merchant";
    assert!(same.stderr.contains(problem), "{same:?}");
    // Nor in two files.
    for (name, row, whose) in [("a.csv", 3, "one"), ("b.csv", 4, "two")] {
        let text = format!("syssn,amount,profile\n{},1.00,{whose}\n", payment(row));
        std::fs::write(sandbox.path(name), text).unwrap();
    }
    let same = batch(&sandbox, &["run", "a.csv", "b.csv", "--yes"]);
    assert_eq!(same.code, 8, "{same:?}");
    let problem = "the profiles one and two of the files are the same merchant";
    assert!(same.stderr.contains(problem), "{same:?}");
    // A file of the default profile's own shop is one merchant's, as ever.
    sandbox.write_config(&format!("default_profile = \"one\"\n{config}"));
    write(&sandbox, "mchid", &[(3, "1.00", "M1"), (4, "1.00", "")]);
    let own = batch(&sandbox, &["check", "all.csv"]);
    assert_eq!(
        (own.code, own.json()["kind"].clone()),
        (0, json!("batch_check")),
        "{own:?}"
    );
    assert_eq!(executed(&sandbox).len(), 3, "{}", served.url);
}

#[test]
fn a_run_that_is_killed_at_one_merchant_goes_on_where_it_was() {
    let slow = "[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"30s\"\nskip = 3\ntimes = 1\n";
    let (sandbox, _served) = prepared(slow);
    write(&sandbox, "profile", &ROWS);
    let mut child = sandbox
        .command(&["batch", "run", "all.csv", "--yes", "--jobs", "1"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while executed(&sandbox).len() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    std::thread::sleep(std::time::Duration::from_millis(1500));
    child.kill().unwrap();
    child.wait().unwrap();
    let status = batch(&sandbox, &["status", "all.csv"]);
    assert_eq!(rows(&status, "one", "refunded"), 2, "{status:?}");
    assert_eq!(rows(&status, "yen", "planned"), 2, "{status:?}");
    let again = run(&sandbox, &["--keep-going", "--wait", "40"]);
    assert_eq!(rows(&again, "yen", "refunded"), 2, "{again:?}");
    let mut payments: Vec<_> = executed(&sandbox)
        .iter()
        .map(|one| one["syssn"].to_string())
        .collect();
    let all = payments.len();
    payments.sort();
    payments.dedup();
    assert_eq!(payments.len(), all, "nobody was refunded twice");
}

#[test]
fn what_is_planned_of_all_merchants_is_given_up_at_once() {
    let (sandbox, served) = prepared("");
    write(&sandbox, "profile", &ROWS);
    let held = Shops {
        url: &served.url,
        one: "max_day_total = \"1.00\"\n",
        two: "max_day_total = \"2.00\"\n",
    };
    held.write(&sandbox);
    assert_eq!(run(&sandbox, &["--jobs", "1"]).code, 9);
    let cancel = ["cancel", "all.csv", "--note", "agent's wish", "--yes"];
    let cancelled = batch(&sandbox, &cancel);
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    for profile in ["one", "two"] {
        assert_eq!(rows(&cancelled, profile, "cancelled"), 1, "{cancelled:?}");
    }
    assert_eq!(rows(&cancelled, "yen", "refunded"), 2);
    let nothing = batch(&sandbox, &cancel);
    assert_eq!(nothing.code, 0, "{nothing:?}");
    assert!(
        nothing.stderr.contains("nothing was cancelled"),
        "{nothing:?}"
    );
    write(&sandbox, "profile", &[(3, "9.00", "one"), (9, "9", "yen")]);
    let unheard = batch(&sandbox, &cancel);
    assert_eq!(unheard.code, 8, "{unheard:?}");
}
