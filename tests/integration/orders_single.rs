//! `issue --order-no`: a single refund by the merchant's own number of its payment.

use crate::orders::{Shop, payment};
use crate::support::Run;
use serde_json::json;

impl Shop {
    fn issue(&self, words: &str) -> Run {
        let line = format!("issue {words} --profile stub --yes --output json");
        let words: Vec<&str> = line.split(' ').collect();
        self.sandbox.run(&words)
    }
}

#[test]
fn a_single_refund_names_its_payment_by_order_number() {
    let shop = Shop::open("clearing_pause = false\n");
    let issued = shop.issue("--order-no ORDER-1 --amount 1.00 --reference T-1");
    assert_eq!(issued.code, 0, "{issued:?}");
    assert_eq!(issued.json()["orig_syssn"], payment(1), "{issued:?}");
    let shown = format!("order number ORDER-1 is payment {}", payment(1));
    assert!(issued.stderr.contains(&shown), "{issued:?}");
    assert!(issued.stderr.contains("HKD 100.00"), "{issued:?}");
    // It is the same refund as of the payment's own number.
    let again = shop.issue(&format!("{} --amount 1.00 --reference T-1", payment(1)));
    assert_eq!(again.code, 0, "{again:?}");
    let (first, second) = (issued.json(), again.json());
    assert_eq!(first["out_trade_no"], second["out_trade_no"]);
    assert_eq!(second["replayed"], true, "{second}");
    let full = shop.issue("--order-no ORDER-2 --full");
    assert_eq!(
        (full.code, &full.json()["txamt"]),
        (0, &json!(10000)),
        "{full:?}"
    );
    let other = shop.issue("--order-no ORDER-2 --amount 1.00 --reference T-1");
    assert_eq!(
        (other.code, &other.json()["cause"]),
        (8, &json!("reference_used"))
    );
    assert_eq!(shop.refunded(), [(payment(1), 100), (payment(2), 10000)]);
}

#[test]
fn what_is_only_shown_again_is_not_looked_up() {
    let shop = Shop::open("clearing_pause = false\n");
    let words = "--order-no ORDER-1 --amount 1.00 --reference T-1";
    let dry = format!("{words} --dry-run");
    let unknown = shop.issue(&dry);
    assert_eq!(unknown.code, 8, "{unknown:?}");
    assert!(
        unknown.stderr.contains("was not looked up yet"),
        "{unknown:?}"
    );
    let issued = shop.issue(words);
    assert_eq!(issued.code, 0, "{issued:?}");
    let Shop { sandbox, served } = shop;
    drop(served);
    let shop = |words: &str| {
        let line = format!("issue {words} --profile stub --yes --output json");
        sandbox.run(&line.split(' ').collect::<Vec<_>>())
    };
    let again = shop(words);
    assert_eq!(
        (again.code, &again.json()["replayed"]),
        (0, &json!(true)),
        "{again:?}"
    );
    assert_eq!(again.json()["out_trade_no"], issued.json()["out_trade_no"]);
    assert_eq!(shop(&dry).code, 0);
    // What would be sent is asked about.
    let new = shop("--order-no ORDER-1 --amount 2.00 --reference T-2");
    assert_eq!(new.code, 4, "{new:?}");
    assert!(
        new.stderr
            .contains("order number ORDER-1 could not be looked up"),
        "{new:?}"
    );
}

#[test]
fn a_single_refund_needs_exactly_one_successful_payment_behind_its_order_number() {
    let shop = Shop::open("clearing_pause = false\n");
    for (number, why) in [
        ("FAILED", "did not succeed"),
        ("LATE", "does not show as successful"),
        ("ORDER-9", "has no payment at the gateway"),
    ] {
        for more in ["", " --no-preflight"] {
            let run = shop.issue(&format!("--order-no {number} --amount 1.00{more}"));
            assert_eq!(run.code, 8, "{run:?}");
            assert!(
                run.json()["message"].as_str().unwrap().contains(why),
                "{run:?}"
            );
        }
    }
    let both = format!("{} --order-no ORDER-1 --amount 1.00", payment(1));
    for words in [
        both.as_str(),
        "--amount 1.00",
        "--order-no A,B --amount 1.00",
    ] {
        assert_eq!(shop.issue(words).code, 2, "{words}");
    }
    // Nobody could be asked: not even a look is made.
    let words = "issue --order-no ORDER-1 --amount 1.00 --profile stub --no-input";
    let unasked = shop.sandbox.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(unasked.code, 2, "{unasked:?}");
    let listed = shop
        .sandbox
        .run(&["history", "--output", "json", "--profile", "stub"]);
    assert_eq!(listed.json()["refunds"], json!([]));
    assert_eq!(shop.refunded(), []);
}
