//! Files of many merchants by order number, with what was paid, and with rows that were given up before.

use crate::batch_merchants::{ROWS, Shops, batch, payment, prepared, rows, run, write};
use crate::support::Run;
use crate::support::simulator::executed;
use serde_json::Value;

#[test]
fn order_numbers_are_looked_up_for_every_merchant_before_anybody_is_refunded() {
    let (sandbox, _served) = prepared("");
    let orders = |last: &str| {
        let csv = format!(
            "order_no,amount,profile,paid\nORDER-1,1.00,one,1000.00\nORDER-7,300,yen,100000\n{last},2.00,two,1000.00\n"
        );
        std::fs::write(sandbox.path("all.csv"), csv).unwrap();
    };
    let faults = |run: &Run| {
        let merchants = run.json()["merchants"].as_array().unwrap().clone();
        let counts = merchants
            .iter()
            .map(|one| one["result"]["faults"]["count"].as_u64().unwrap());
        counts.collect::<Vec<_>>()
    };
    // One that is nowhere holds everybody back.
    orders("NOWHERE");
    let refused = run(&sandbox, &[]);
    assert_eq!(refused.code, 8, "{refused:?}");
    assert_eq!(faults(&refused), [0, 0, 1]);
    let status = batch(&sandbox, &["status", "all.csv"]);
    assert_eq!(status.code, 8, "{status:?}");
    assert!(status.stderr.contains("no batch"), "{status:?}");
    assert_eq!(executed(&sandbox), Vec::<Value>::new());
    // What was not looked up is known to nobody.
    orders("ORDER-4");
    let offline = batch(&sandbox, &["check", "all.csv", "--faults", "faults.csv"]);
    assert_eq!(offline.code, 8, "{offline:?}");
    assert_eq!(faults(&offline), [0, 0, 1]);
    let list = std::fs::read_to_string(sandbox.path("faults.csv")).unwrap();
    assert_eq!(list.lines().count(), 2, "{list}");
    let online = batch(
        &sandbox,
        &["check", "all.csv", "--online", "--faults", "faults.csv"],
    );
    assert_eq!(online.code, 0, "{online:?}");
    let list = std::fs::read_to_string(sandbox.path("faults.csv")).unwrap();
    assert_eq!(list.lines().count(), 1, "{list}");
    let shown: Vec<Value> = online.json()["merchants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["result"]["orders"]["shown"][0]["syssn"].clone())
        .collect();
    // Those that this journal has found before are not asked for again by a check.
    assert_eq!(shown[2], payment(4), "{shown:?}");
    assert_eq!(executed(&sandbox), Vec::<Value>::new());
    let sent = run(&sandbox, &["--results", "out.csv"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    let mut refunded: Vec<_> = executed(&sandbox)
        .iter()
        .map(|refund| refund["syssn"].as_str().unwrap().to_owned())
        .collect();
    refunded.sort();
    assert_eq!(refunded, [1, 4, 7].map(payment));
    let again = run(&sandbox, &["--results", "out.csv"]);
    assert_eq!(again.code, 0, "{again:?}");
    assert_eq!(executed(&sandbox).len(), 3);
    let status = batch(&sandbox, &["status", "all.csv"]);
    assert_eq!(status.code, 0, "{status:?}");
    for profile in ["one", "two", "yen"] {
        assert_eq!(rows(&status, profile, "refunded"), 1);
    }
}

#[test]
fn what_was_paid_is_compared_for_every_merchant_or_said_not_to_be() {
    let (sandbox, _served) = prepared("");
    let file = |paid: &str| {
        let csv = format!(
            "syssn,amount,profile,paid\n{},1.00,one,1000.00\n{},2,yen,{paid}\n",
            payment(1),
            payment(7)
        );
        std::fs::write(sandbox.path("all.csv"), csv).unwrap();
    };
    let told = "the column `paid` was not compared";
    file("99999");
    let wrong = run(&sandbox, &[]);
    assert_eq!(wrong.code, 8, "{wrong:?}");
    let merchants = wrong.json()["merchants"].clone();
    assert_eq!(merchants[1]["result"]["online"]["refused"]["count"], 1);
    assert_eq!(executed(&sandbox), Vec::<Value>::new());
    // The profile `one` looks at no payment, the other would.
    assert_eq!(wrong.stderr.matches(told).count(), 1, "{wrong:?}");
    file("100000");
    let sent = run(&sandbox, &["--no-preflight"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert_eq!(sent.stderr.matches(told).count(), 2, "{sent:?}");
}

#[test]
fn what_was_given_up_of_any_merchant_comes_back_in_no_other_file_unsaid() {
    let (sandbox, served) = prepared("");
    write(&sandbox, "profile", &ROWS);
    let mut shops = Shops {
        url: &served.url,
        one: "max_day_total = \"1.00\"\n",
        two: "max_day_total = \"2.00\"\n",
    };
    shops.write(&sandbox);
    assert_eq!(run(&sandbox, &["--jobs", "1"]).code, 9);
    let cancelled = batch(&sandbox, &["cancel", "all.csv", "--yes"]);
    assert_eq!(cancelled.code, 0, "{cancelled:?}");
    let done = executed(&sandbox).len();
    (shops.one, shops.two) = ("", "");
    shops.write(&sandbox);
    write(
        &sandbox,
        "profile",
        &[&ROWS[..], &[(3, "0.50", "one"), (6, "0.50", "two")]].concat(),
    );
    let held = run(&sandbox, &["--skip-twins"]);
    assert_eq!(held.code, 8, "{held:?}");
    let merchants = held.json()["merchants"].clone();
    let merchants = merchants.as_array().unwrap().iter();
    let counts: Vec<_> = merchants
        .map(|one| one["result"]["given_up_before_count"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [1, 1, 0]);
    assert_eq!(executed(&sandbox).len(), done);
    let meant = run(&sandbox, &["--skip-twins", "--retry-cancelled"]);
    assert_eq!(meant.code, 0, "{meant:?}");
    assert_eq!(executed(&sandbox).len(), 8);
}
