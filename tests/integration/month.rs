//! A month as finance closes it: what stands in which month, whole lists, sums, what has changed.

use crate::support::program::{Settable, serve};
use crate::support::sandbox::profile;
use crate::support::{Run, Sandbox};
use qfrefund::simulator::Server;
use serde_json::{Value, json};
use std::sync::Arc;
use time::OffsetDateTime;
use time::macros::datetime;

const PAYMENT: &str = "20260105000200020000000001";
const OTHER: &str = "20260105000200020000000002";
const THIRD: &str = "20260105000200020000000003";
const RATE: &str = "rate_limit = \"none\"\nclearing_pause = false\n";

/// A merchant and his gateway, at one time.
struct Shop {
    home: Sandbox,
    clock: Arc<Settable>,
    gateway: Server,
}

impl Shop {
    fn new(faults: &str) -> Self {
        let home = Sandbox::new();
        let clock = Settable::at(datetime!(2026-10-31 23:20 +8));
        let gateway = serve(&home, &clock, faults);
        home.write_config(&profile(&gateway.base_url(), RATE));
        Self {
            home,
            clock,
            gateway,
        }
    }

    fn run(&self, line: &str) -> Run {
        let line = format!("{line} --profile stub");
        let words: Vec<&str> = line.split(' ').collect();
        self.home.program(self.clock.clone()).run(&words)
    }

    fn refund(&self, payment: &str, amount: &str, at: OffsetDateTime) -> Value {
        self.clock.set(at);
        self.run(&format!(
            "issue {payment} --amount {amount} --yes --output json"
        ))
        .json()
    }

    /// The amounts of a list, oldest first.
    fn listed(&self, options: &str) -> Vec<u64> {
        let run = self.run(&format!("history --oldest-first --output json {options}"));
        let rows = run.json()["refunds"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["txamt"].as_u64().unwrap())
            .collect()
    }
}

/// One refund of 1.00 in October; one of 2.00 that was wanted in October, sent in November and lost
/// there for a while; one of 3.00 in November.
fn two_months() -> Shop {
    let shop = Shop::new("");
    shop.refund(PAYMENT, "1.00", datetime!(2026-10-31 23:20 +8));
    shop.home.write_config(&profile("http://127.0.0.1:1", RATE));
    let planned = shop.refund(OTHER, "2.00", datetime!(2026-10-31 23:25 +8));
    assert_eq!(planned["exit_code"], 4, "{planned}");
    shop.home
        .write_config(&profile(&shop.gateway.base_url(), RATE));
    let sent = shop.refund(OTHER, "2.00", datetime!(2026-11-01 00:40 +8));
    assert_eq!(sent["outcome"], "refunded", "{sent}");
    shop.refund(THIRD, "3.00", datetime!(2026-11-02 12:00 +8));
    shop
}

#[test]
fn a_refund_stands_in_the_month_it_is_asked_for_by() {
    let shop = two_months();
    let october = "--since 2026-10-01 --until 2026-11-01";
    let november = "--since 2026-11-01 --until 2026-12-01";
    for (by, first, second) in [
        ("", vec![100, 200], vec![300]),
        ("--by wanted ", vec![100, 200], vec![300]),
        ("--by sent ", vec![100], vec![200, 300]),
        ("--by settled ", vec![100], vec![200, 300]),
    ] {
        assert_eq!(shop.listed(&format!("{by}{october}")), first, "{by}");
        assert_eq!(shop.listed(&format!("{by}{november}")), second, "{by}");
    }
    let run = shop.run(&format!("history --by settled {november} --output json"));
    let said = run.json();
    assert_eq!(
        said["totals"],
        json!([{"state": "refunded", "currency": "HKD", "rows": 2, "txamt": "500", "in_words": "HKD 5.00"}])
    );
    let sent = &said["refunds"][1];
    assert_eq!(sent["settlement"]["sysdtm"], "2026-11-01 00:40:00");
    assert_eq!(sent["settlement"]["txcurrcd"], "HKD");
    assert_eq!(sent["settled_at"], "2026-10-31T16:40:00Z");
    assert!(sent["settlement"]["cash_refund_fee"].is_string(), "{sent}");
    let table = shop.run(&format!("history --by settled {november}")).stdout;
    assert!(table.contains("2026-11-01 00:40:00"), "{table}");
    assert!(table.contains("2 refunded: HKD 5.00"), "{table}");
    let one = shop.run("history --amount 3.00").stdout;
    assert!(one.contains("1 refunded: HKD 3.00"), "{one}");
    // Where the columns find no room beside each other as well.
    let line = format!("history --by settled {november} --profile stub");
    let words: Vec<&str> = line.split(' ').collect();
    let program = shop.home.program(shop.clock.clone()).on_terminal(60);
    let stacked = program.run(&words).stdout;
    assert!(
        stacked.contains("settled       2026-11-01 00:40:00 (UTC+8)"),
        "{stacked}"
    );
}

#[test]
fn a_list_for_a_spreadsheet_has_one_form_of_time_and_what_the_gateway_told() {
    let shop = two_months();
    let run = shop.run("history --oldest-first --output csv");
    let csv = run.stdout.trim_start_matches('\u{feff}');
    let mut lines = csv.lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').collect();
    let second: Vec<&str> = lines.nth(1).unwrap().split(',').collect();
    let cell = |name: &str| {
        let at = headings.iter().position(|heading| *heading == name);
        second[at.unwrap_or_else(|| panic!("{name}: {headings:?}"))]
    };
    for (name, value) in [
        ("created_at", "2026-10-31 23:25:00"),
        ("sent_at", "2026-11-01 00:40:00"),
        ("settled_at", "2026-11-01 00:40:00"),
        // What comes from outside is kept from changing.
        ("sysdtm", "'2026-11-01 00:40:00"),
        ("txcurrcd", "HKD"),
        ("decided_at", ""),
    ] {
        assert_eq!(cell(name), value, "{name}");
    }
    assert!(run.stderr.contains("3 refunded: HKD 6.00"), "{run:?}");
}

#[test]
fn nothing_is_cut_off_in_silence() {
    let shop = Shop::new("");
    let rows: String = (1..=60).fold(String::new(), |rows, row| {
        format!("{rows}20260105000200020000000{row:03},{}.00\n", row)
    });
    let file = shop.home.path("many.csv");
    std::fs::write(&file, format!("syssn,amount\n{rows}")).unwrap();
    shop.clock.set(datetime!(2026-10-31 12:00 +8));
    let file = file.to_str().unwrap();
    let run = shop.run(&format!("batch run {file} --yes --no-input --output json"));
    assert_eq!(run.code, 6, "{run:?}");
    let rows = |run: &Run| run.json()["refunds"].as_array().unwrap().len();
    let whole = shop.run("history --output json");
    assert_eq!(
        (rows(&whole), &whole.json()["truncated"]),
        (60, &json!(false))
    );
    let few = shop.run("history --limit 59 --output json");
    assert_eq!((rows(&few), &few.json()["truncated"]), (59, &json!(true)));
    for form in ["csv", "jsonl"] {
        let lines = usize::from(form == "csv") + 60;
        let whole = shop.run(&format!("history --output {form} --quiet"));
        assert_eq!(whole.stdout.lines().count(), lines, "{form}");
        let few = shop.run(&format!("history --limit 1 --output {form}"));
        assert!(few.stderr.contains("only 1 are listed"), "{few:?}");
    }
    // Also where nobody reads the notes.
    let table = shop.run("history --quiet").stdout;
    assert!(
        table.contains("more than these 50: --limit 0 shows all"),
        "{table}"
    );
    let table = shop.run("history --quiet --limit 0").stdout;
    let rows = table.lines().filter(|line| line.contains("  HKD "));
    assert_eq!(rows.count(), 60, "{table}");
    assert!(
        table.contains(" planned: HKD ") && !table.contains("more than"),
        "{table}"
    );
}

#[test]
fn what_cannot_be_meant_is_an_error_that_says_how_to_write_it() {
    let shop = two_months();
    for (options, told) in [
        (
            "--since 2026-12-01 --until 2026-11-01",
            "--since is not before --until",
        ),
        (
            "--since 2026-11-01 --until 2026-11-01",
            "--since is not before --until",
        ),
        ("--amount 3.00..2.00", "above the second"),
        ("--amount ..", "names no amount"),
        ("--amount 1.005", "1.005"),
        (
            "--changed-since yesterday",
            "`yesterday` is not a day or time",
        ),
    ] {
        let run = shop.run(&format!("history {options}"));
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(told), "{run:?}");
        assert!(run.stderr.contains("hint: "), "{run:?}");
    }
    for (options, found) in [
        ("--amount 2.00", vec![200]),
        ("--amount 2.00..", vec![200, 300]),
        ("--amount ..2.00", vec![100, 200]),
        ("--amount 1.50..2.50", vec![200]),
    ] {
        assert_eq!(shop.listed(options), found, "{options}");
    }
}

#[test]
fn a_late_outcome_is_in_the_list_of_what_has_changed() {
    let lost = "[[fault]]\non = \"refund\"\ntxamt = 200\ndo = \"drop-after\"\n";
    let shop = Shop::new(lost);
    shop.refund(PAYMENT, "1.00", datetime!(2026-11-01 12:00 +8));
    let unknown = shop.refund(OTHER, "2.00", datetime!(2026-11-01 12:01 +8));
    assert_eq!(unknown["exit_code"], 6, "{unknown}");
    let cursor = cursor(&shop);
    let changed = |since: &str| shop.listed(&format!("--changed-since {since}"));
    assert_eq!(changed(&cursor), [0_u64; 0]);
    shop.clock.set(datetime!(2026-11-20 12:00 +8));
    let resolved = shop.run("resolve --output json");
    assert_eq!(resolved.code, 0, "{resolved:?}");
    assert_eq!(changed(&cursor), [200]);
    assert_eq!(changed("2026-11-20"), [200]);
    assert_eq!(changed("2026-11-01"), [100, 200]);
    // It is settled when the gateway made it, however late that was learned.
    let by = "--by settled --since 2026-11-01 --until 2026-11-02";
    assert_eq!(shop.listed(by), [100, 200]);
    let lines = shop.run("history --output jsonl");
    assert!(lines.stderr.contains("--changed-since "), "{lines:?}");
}

#[test]
fn a_settlement_time_that_the_reply_left_out_is_learned_by_a_look() {
    let shop = Shop::new("[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n");
    let at = datetime!(2026-11-01 12:00 +8);
    let unknown = shop.refund(PAYMENT, "1.00", at);
    let number = unknown["out_trade_no"].as_str().unwrap().to_owned();
    assert_eq!(shop.run("resolve --quiet").code, 0);
    // As one that was written down by a reply without a time.
    let raw = rusqlite::Connection::open(shop.home.journal()).unwrap();
    let forget = "UPDATE intents SET settled_at = NULL, settlement = NULL";
    raw.execute_batch(forget).unwrap();
    drop(raw);
    let settled = "history --by settled --since 2026-11-01 --until 2026-12-01";
    let run = shop.run(settled);
    assert!(run.stdout.contains("no refunds"), "{run:?}");
    assert!(
        run.stderr.contains("in no list by settlement: 1 refund"),
        "{run:?}"
    );
    let looked = shop.run(&format!("resolve {number}"));
    assert_eq!(looked.code, 0, "{looked:?}");
    assert!(!looked.stderr.contains("error"), "{looked:?}");
    let run = shop.run(settled);
    assert!(
        run.stdout.contains("1.00") && !run.stderr.contains("in no list"),
        "{run:?}"
    );
}

#[test]
fn a_cursor_of_another_journal_is_refused_and_no_limit_cuts_what_has_changed() {
    let shop = two_months();
    let cursor = cursor(&shop);
    let (seq, hash) = cursor.split_once(':').unwrap();
    for (cursor, words) in [
        (format!("99999:{hash}"), "of another journal"),
        // The number is there, with another hash.
        (format!("2:{hash}"), "of another journal"),
        (seq.to_owned(), "is a number alone"),
    ] {
        let run = shop.run(&format!("history --changed-since {cursor}"));
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(words), "{run:?}");
        assert!(run.stderr.contains("List everything once more"), "{run:?}");
    }
    assert_eq!(
        shop.run(&format!("history --changed-since {cursor}")).code,
        0
    );
    let run = shop.run(&format!("history --changed-since {cursor} --limit 2"));
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_cursor_of_before_a_restore_is_refused_however_long_the_journal_has_become() {
    let shop = Shop::new("");
    let at = datetime!(2026-11-01 12:00 +8);
    let empty = cursor(&shop);
    assert_eq!(empty, "0");
    shop.refund(PAYMENT, "1.00", at);
    let copied = cursor(&shop);
    let copy = shop.home.path("copy.db").display().to_string();
    assert_eq!(shop.run(&format!("journal backup {copy}")).code, 0);
    shop.refund(PAYMENT, "2.00", at);
    let lost = cursor(&shop);
    let restored = shop.run(&format!("journal restore {copy} --forget-open"));
    assert_eq!(restored.code, 0, "{restored:?}");
    shop.refund(OTHER, "3.00", at);
    let refused = shop.run(&format!("history --changed-since {lost}"));
    assert_eq!(refused.code, 2, "{refused:?}");
    assert_eq!(
        shop.listed(&format!("--changed-since {copied}")),
        [200, 300]
    );
    assert_eq!(
        shop.listed(&format!("--changed-since {empty}")),
        [100, 200, 300]
    );
}

fn cursor(shop: &Shop) -> String {
    let listed = shop.run("history --output json").json();
    listed["cursor"].as_str().unwrap().to_owned()
}

#[test]
fn a_refund_that_is_shown_again_keeps_what_the_gateway_told() {
    let shop = Shop::new("");
    let line = format!("issue {PAYMENT} --amount 2.00 --reference T-1 --yes --output json");
    let first = shop.run(&line).json();
    let again = shop.run(&line).json();
    assert_eq!(again["cause"], "replayed", "{again}");
    for key in ["sysdtm", "cash_refund_fee", "cash_refund_fee_type"] {
        assert!(first[key].is_string(), "{first}");
        assert_eq!(first[key], again[key], "{key}");
    }
}
