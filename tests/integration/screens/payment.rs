//! `payment`: what is known of one payment, and what its customer is told.

use super::stage::{Stage, screen, terminal};
use qfrefund::journal::sqlite::SqliteJournal;

const PAYMENT: &str = "20260105000200020000000001";
const SHOW: &str = "payment 20260105000200020000000001 --profile shop";
const ISSUE: &str = "issue 20260105000200020000000001 --profile shop --yes";

fn of_refunds(more: &str) -> String {
    format!("[[fault]]\non = \"refund\"\n{more}\n")
}

/// A refund that another machine makes, with a journal of its own.
fn made_elsewhere(stage: &mut Stage, amount: &str) {
    let path = stage.sandbox().path("other.db");
    SqliteJournal::open(&path).unwrap();
    stage.shop_rules(&format!("journal = \"{}\"\n", path.display()));
    stage.prepare(&format!("{ISSUE} --amount {amount}"));
    stage.shop_rules("");
}

#[test]
fn nothing_was_refunded() {
    screen("payment-untouched", |stage| {
        stage.shop("", "");
        stage.show(SHOW);
    });
    // The built-in profile has no journal yet, and gets none by being asked.
    screen("payment-without-a-journal", |stage| {
        stage.show(&format!("payment {PAYMENT} --profile simulator"));
        let journal = ".local/share/qfrefund/simulator-journal.db";
        assert!(!stage.sandbox().path(journal).exists());
    });
}

#[test]
fn a_part_was_refunded_here_and_elsewhere() {
    screen("payment-partly", |stage| {
        stage.shop("", "");
        stage.prepare(&format!("{ISSUE} --amount 12.50 --reference CRM-1"));
        stage.later(1);
        made_elsewhere(stage, "3.00");
        stage.later(60);
        stage.show(SHOW);
    });
    screen("payment-arrived", |stage| {
        stage.shop("", "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.later(5 * 24 * 60);
        stage.show(SHOW);
    });
}

#[test]
fn it_is_not_certain_what_was_refunded() {
    screen("payment-unknown", |stage| {
        stage.shop(&of_refunds("do = \"drop-before\"\ntxamt = 300"), "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.prepare(&format!("{ISSUE} --amount 3.00"));
        stage.later(5);
        stage.show(SHOW);
    });
    // The gateway shows what became of it; this journal does not have that yet.
    screen("payment-news", |stage| {
        stage.shop(&of_refunds("do = \"drop-after\""), "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.later(5);
        stage.show(SHOW);
    });
    screen("payment-pending", |stage| {
        stage.shop(&of_refunds("do = \"pending\"\nenquiries = 9"), "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.later(5);
        stage.show(SHOW);
    });
    screen("payment-written-off", |stage| {
        stage.shop(&of_refunds("do = \"drop-before\""), "");
        let issued = stage.prepare(&format!("{ISSUE} --amount 12.50"));
        let number = issued["out_trade_no"].as_str().unwrap();
        stage.prepare(&format!(
            "close {number} --as written-off --note 'nobody knows' --unseen 'no portal' --yes --profile shop"
        ));
        stage.show(SHOW);
    });
}

#[test]
fn the_same_was_refunded_twice() {
    screen("payment-twice", |stage| {
        stage.shop("", "");
        for _ in 0..2 {
            stage.prepare(&format!("{ISSUE} --amount 12.50 --twin"));
            stage.later(1);
        }
        stage.show(SHOW);
    });
}

#[test]
fn nothing_went_back() {
    screen("payment-declined", |stage| {
        stage.shop(&of_refunds("do = \"respcd\"\nrespcd = \"1269\""), "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.show(SHOW);
    });
    screen("payment-not-paid", |stage| {
        stage.show("payment 20260105000200020000000008 --profile simulator");
    });
}

#[test]
fn by_order_number() {
    screen("payment-by-order-number", |stage| {
        stage.shop("", "");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.show("payment --order-no ORDER-0001 --profile shop");
    });
    screen("payment-no-such-order", |stage| {
        stage.show("payment --order-no ORDER-7781 --profile simulator");
    });
}

#[test]
fn the_gateway_cannot_be_reached() {
    screen("payment-unreachable", |stage| {
        stage.shop("", "preflight = true\n");
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.prepare("issue --order-no ORDER-0001 --amount 3.00 --profile shop --yes");
        stage.later(1);
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show(SHOW);
        stage.show("payment --order-no ORDER-0001 --profile shop");
    });
    screen("payment-unreachable-unheard-of", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show(SHOW);
        stage.show("payment --order-no ORDER-0001 --profile shop");
    });
    screen("payment-fault", |stage| {
        stage.shop(
            "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 503\n",
            "preflight = false\n",
        );
        stage.prepare(&format!("{ISSUE} --amount 12.50"));
        stage.show(SHOW);
    });
}

#[test]
fn it_is_not_found() {
    screen("payment-not-found", |stage| {
        stage.show("payment 20260105000200020000009999 --profile simulator");
    });
    screen("payment-of-a-refund", |stage| {
        stage.shop("", "");
        let issued = stage.prepare(&format!("{ISSUE} --amount 12.50"));
        let refund = issued["syssn"].as_str().unwrap();
        stage.show(&format!("payment {refund} --profile shop"));
    });
    terminal("payment-bad-values", |stage| {
        stage.show("payment --profile simulator");
        stage.show("payment a,b --profile simulator");
        stage.show(&format!(
            "payment {PAYMENT} --order-no ORDER-1 --profile simulator"
        ));
    });
}
