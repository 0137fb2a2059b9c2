//! Rows by order number: looked up before anything is planned, and from then on rows of their payments.

use crate::support::sandbox::{KEY, profile};
use crate::support::simulator::{Served, executed};
use crate::support::{Run, Sandbox};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn payment(row: usize) -> String {
    format!("202602010002000200{row:08}")
}

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) served: Served,
}

impl Shop {
    /// Payments of HKD 100.00: ORDER-1 to ORDER-3, and LATE, which did not succeed.
    pub(crate) fn open(more: &str) -> Self {
        let sandbox = Sandbox::new();
        let mut payments = String::new();
        for (row, order, respcd) in [
            (1, "ORDER-1", "0000"),
            (2, "ORDER-2", "0000"),
            (3, "ORDER-3", "0000"),
            (4, "FAILED", "1201"),
            (5, "LATE", "1143"),
        ] {
            let syssn = payment(row);
            writeln!(
                payments,
                r#"{{"syssn":"{syssn}","out_trade_no":"{order}","respcd":"{respcd}","txamt":10000,"txcurrcd":"HKD","pay_type":"801514"}}"#
            )
            .unwrap();
        }
        std::fs::write(sandbox.path("payments.jsonl"), payments).unwrap();
        let served = Served::start(&sandbox, &["--payments", "payments.jsonl"]);
        // What is tested does not depend on the hour.
        let pause = match more.contains("clearing_pause") {
            true => "",
            false => "clearing_pause = false\n",
        };
        sandbox.write_config(&profile(
            &served.url,
            &format!("rate_limit = \"none\"\n{pause}{more}"),
        ));
        Self { sandbox, served }
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.sandbox.path(name), text).unwrap();
    }

    fn batch(&self, words: &str) -> Run {
        let line = format!("batch {words} --profile stub --output json");
        let words: Vec<&str> = line.split(' ').collect();
        self.sandbox.run(&words)
    }

    /// The payments that were refunded, with the amounts.
    pub(crate) fn refunded(&self) -> Vec<(String, u64)> {
        let of = |refund: &Value| {
            let syssn = refund["syssn"].as_str().unwrap_or_default().to_owned();
            (syssn, refund["txamt"].as_u64().unwrap_or_default())
        };
        let mut refunds: Vec<_> = executed(&self.sandbox).iter().map(of).collect();
        refunds.sort();
        refunds
    }
}

/// A command that gives a key may ask for a touch each time.
#[test]
fn the_client_key_is_fetched_once_for_all_files_and_looks() {
    let shop = Shop::open("");
    let calls = shop.sandbox.path("calls");
    let more = "rate_limit = \"none\"\nclearing_pause = false\n";
    let config = profile(&shop.served.url, more);
    let own = format!("client_key = \"{KEY}\"");
    assert!(config.contains(&own), "{config}");
    let command = format!(
        "client_key_command = [\"/bin/sh\", \"-c\", \"echo x >> '{}'; echo {KEY}\"]",
        calls.display()
    );
    shop.sandbox.write_config(&config.replace(&own, &command));
    shop.write("a.csv", "order_no,amount\nORDER-1,1.00\n");
    shop.write("b.csv", "order_no,amount\nORDER-2,2.00\n");
    let called = |run: &Run| {
        assert_eq!(run.code, 0, "{run:?}");
        let lines = std::fs::read_to_string(&calls).unwrap();
        std::fs::remove_file(&calls).unwrap();
        lines.lines().count()
    };
    assert_eq!(called(&shop.batch("check a.csv b.csv --online")), 1);
    assert_eq!(called(&shop.batch("run a.csv b.csv --yes")), 1);
    assert_eq!(shop.refunded(), [(payment(1), 100), (payment(2), 200)]);
    let issue = "issue --order-no ORDER-3 --amount 3.00 --yes --profile stub --output json";
    let words: Vec<&str> = issue.split(' ').collect();
    assert_eq!(called(&shop.sandbox.run(&words)), 1);
}

const TWO: &str = "order_no,amount,note\nORDER-1,1.00,a\nORDER-2,2.00,b\n";

#[test]
fn an_online_check_shows_what_order_numbers_were_found_to_be() {
    let shop = Shop::open("");
    shop.write("o.csv", TWO);
    let offline = shop.batch("check o.csv");
    assert_eq!(offline.code, 8);
    let next = offline.json()["next_step"].as_str().unwrap().to_owned();
    assert!(!next.contains("Mend"), "{next}");
    assert!(
        next.contains("2 rows were not looked up yet: check with --online"),
        "{next}"
    );
    // They are told by themselves, for they are in no sum.
    assert_eq!(offline.json()["unfound_orders"], 2);
    assert_eq!(offline.json()["totals"], json!([]));
    let table = shop
        .sandbox
        .run(&["batch", "check", "o.csv", "--profile", "stub"]);
    let told = "to look up        2 rows by their order numbers; their amounts are in no sum yet";
    assert!(table.stdout.contains(told), "{table:?}");
    let line = "line 3, order_no: `ORDER-2` was not looked up, so its payment is not known";
    assert!(table.stdout.contains(line), "{table:?}");
    let faults = offline.json()["faults"].clone();
    assert_eq!(faults["count"], 2);
    assert!(
        faults["shown"][0]["problem"]
            .as_str()
            .unwrap()
            .contains("was not looked up"),
        "{faults}"
    );
    let online = shop.batch("check o.csv --online");
    assert_eq!(online.code, 0, "{}", online.stdout);
    let found = online.json()["orders"].clone();
    assert_eq!(found["count"], 2);
    assert_eq!(
        found["shown"][0],
        json!({"line": 2, "order_no": "ORDER-1", "syssn": payment(1), "txamt": 10000, "in_words": "HKD 100.00", "paid_at": "2026-02-01 12:00:00"})
    );
    // From now on this journal knows.
    assert_eq!(shop.batch("check o.csv").code, 0);
    assert_eq!(shop.refunded(), []);
}

#[test]
fn a_number_that_is_not_exactly_one_successful_payment_refuses_the_file() {
    for (number, why) in [
        ("FAILED", "did not succeed"),
        ("LATE", "does not show as successful"),
        ("ORDER-9", "has no payment at the gateway"),
        ("1.2E+15", "scientific notation"),
        ("A,B", "has `,` in it"),
    ] {
        let shop = Shop::open("");
        shop.write(
            "o.csv",
            &format!("order_no,amount\nORDER-1,1.00\n\"{number}\",1.00\n"),
        );
        for words in [
            "check o.csv --online",
            "run o.csv --yes",
            "run o.csv --yes --no-preflight",
        ] {
            let run = shop.batch(words);
            assert_eq!(run.code, 8, "{number} {words}: {}", run.stdout);
            let faults = run.json()["faults"].clone();
            assert!(
                faults.to_string().contains(why),
                "{number} {words}: {faults}"
            );
        }
        let listed = shop
            .sandbox
            .run(&["history", "--output", "json", "--profile", "stub"]);
        assert_eq!(
            listed.json()["refunds"],
            json!([]),
            "nothing was even planned"
        );
        assert_eq!(shop.refunded(), []);
    }
}

#[test]
fn the_same_file_again_refunds_nothing_more_in_whatever_form() {
    for look in ["", "preflight = true\n"] {
        let shop = Shop::open(look);
        shop.write("o.csv", TWO);
        let run = shop.batch("run o.csv --yes --results r.csv");
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let batch = run.json()["batch"].clone();
        let done = [(payment(1), 100), (payment(2), 200)];
        assert_eq!(shop.refunded(), done);
        let again = shop.batch("run o.csv --yes --results r.csv");
        assert_eq!(
            (again.code, &again.json()["batch"]),
            (0, &batch),
            "{}",
            again.stderr
        );
        // The result file fed back, and the file with the payments' own numbers.
        let results = std::fs::read_to_string(shop.sandbox.path("r.csv")).unwrap();
        assert!(results.contains("ORDER-1,1.00,a"), "{results}");
        let fed = shop.batch("run r.csv --yes");
        assert_eq!(
            (fed.code, &fed.json()["batch"]),
            (0, &batch),
            "{}",
            fed.stderr
        );
        let own = format!("syssn,amount\n{},1.00\n{},2.00\n", payment(1), payment(2));
        shop.write("p.csv", &own);
        let own = shop.batch("run p.csv --yes");
        assert_eq!(
            (own.code, &own.json()["batch"]),
            (0, &batch),
            "{}",
            own.stderr
        );
        assert_eq!(shop.refunded(), done);
        // Offline it is known, too.
        let status = shop.batch("status o.csv");
        assert_eq!(
            (status.code, &status.json()["batch"]),
            (0, &batch),
            "{}",
            status.stderr
        );
        assert_eq!(shop.batch("status o.csv --results fresh.csv").code, 0);
    }
}

#[test]
fn a_changed_copy_by_order_number_is_found_as_one_by_payment() {
    let shop = Shop::open("");
    shop.write(
        "p.csv",
        &format!("syssn,amount\n{},1.00\n{},2.00\n", payment(1), payment(2)),
    );
    assert_eq!(shop.batch("run p.csv --yes").code, 0);
    shop.write(
        "o.csv",
        "order_no,amount\nORDER-1,1.00\nORDER-2,2.00\nORDER-3,3.00\n",
    );
    let run = shop.batch("run o.csv --yes");
    assert_eq!(run.code, 8, "{}", run.stdout);
    assert_eq!(run.json()["twins_before_count"], 2);
    assert_eq!(shop.refunded().len(), 2);
    let run = shop.batch("run o.csv --yes --skip-twins");
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(shop.refunded()[2], (payment(3), 300));
}

#[test]
fn a_file_that_was_never_looked_up_is_no_batch_of_the_journal() {
    let shop = Shop::open("");
    shop.write("o.csv", TWO);
    for words in ["status o.csv", "cancel o.csv --note gone --yes"] {
        let run = shop.batch(words);
        assert_eq!(run.code, 8, "{words}: {}", run.stderr);
        assert!(
            run.stderr.contains("the journal has no batch"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_gateway_that_cannot_be_asked_sends_nothing() {
    let shop = Shop::open("");
    shop.write("o.csv", TWO);
    shop.sandbox
        .write_config(&profile("http://127.0.0.1:9", "rate_limit = \"none\"\n"));
    for words in ["check o.csv --online", "run o.csv --yes"] {
        let run = shop.batch(words);
        assert_eq!(run.code, 4, "{words}: {}", run.stderr);
        assert!(
            run.stderr.contains("could not be looked up"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(shop.batch("check o.csv").code, 8, "nothing was noted");
}

#[test]
fn each_row_names_its_payment_by_one_of_the_two() {
    let shop = Shop::open("");
    let rows = format!("ORDER-1,,1.00\n,{},2.00\n", payment(2));
    shop.write("o.csv", &format!("order_no,syssn,amount\n{rows}"));
    assert_eq!(shop.batch("run o.csv --yes").code, 0);
    assert_eq!(shop.refunded(), [(payment(1), 100), (payment(2), 200)]);
    // Beside a syssn the number is compared where the payment is looked at.
    for (order, code) in [("ORDER-3", 0), ("ORDER-1", 8)] {
        let row = format!("order_no,syssn,amount\n{order},{},1.50\n", payment(3));
        shop.write("both.csv", &row);
        let both = shop.batch("check both.csv --online");
        assert_eq!(both.code, code, "{}", both.stdout);
        assert_eq!(
            both.stdout.contains("says of its payment ORDER-3"),
            code == 8
        );
        assert_eq!(shop.batch("check both.csv").code, 0);
    }
    shop.write("l.jsonl", "{\"order_no\":\"ORDER-3\",\"txamt\":300}\n");
    assert_eq!(shop.batch("run l.jsonl --yes").code, 0);
    assert_eq!(shop.refunded()[2], (payment(3), 300));
}

#[test]
fn what_a_row_says_was_paid_is_compared_where_it_can_be() {
    let shop = Shop::open("preflight = true\n");
    let file = |first: &str, second: &str| {
        let second = format!(",{},{second},2.00", payment(2));
        format!("order_no,syssn,paid,amount\nORDER-1,,{first},1.00\n{second}\n")
    };
    shop.write("o.csv", &file("100.00", "100"));
    let online = shop.batch("check o.csv --online").json();
    assert_eq!(
        (&online["paid_rows"], &online["paid_compared"]),
        (&json!(2), &json!(2))
    );
    let offline = shop.batch("check o.csv");
    assert_eq!(offline.code, 0, "it is said, and no fault");
    assert_eq!(offline.json()["paid_compared"], 0);
    for (first, second) in [("100.01", "100"), ("100.00", "99.99")] {
        shop.write("w.csv", &file(first, second));
        for words in ["check w.csv --online", "run w.csv --yes"] {
            let run = shop.batch(words);
            assert_eq!(run.code, 8, "{words} {first} {second}: {}", run.stdout);
            assert!(
                run.stdout
                    .contains("is not what the gateway says was paid, HKD 100.00"),
                "{}",
                run.stdout
            );
        }
    }
    shop.write("less.csv", &file("0.99", "100"));
    let less = shop.batch("check less.csv");
    assert!(
        less.stdout.contains("is less than what is to be refunded"),
        "{}",
        less.stdout
    );
    assert_eq!(shop.refunded(), []);
    let unlooked = shop.batch("run o.csv --yes --no-preflight");
    assert_eq!(unlooked.code, 0);
    assert!(
        unlooked.stderr.contains("`paid` was not compared"),
        "{}",
        unlooked.stderr
    );
}

#[test]
fn a_paid_column_stands_in_the_unit_of_the_amount() {
    let shop = Shop::open("preflight = true\n");
    shop.write(
        "m.csv",
        &format!("syssn,txamt,paid\n{},100,10000\n", payment(1)),
    );
    let check = shop.batch("check m.csv --online");
    assert_eq!(
        (check.code, &check.json()["paid_compared"]),
        (0, &json!(1)),
        "{}",
        check.stdout
    );
    assert_eq!(shop.batch("run m.csv --yes").code, 0);
}
