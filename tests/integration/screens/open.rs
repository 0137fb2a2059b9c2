//! What is open: `enquiry`, `resolve` and `close`.

use super::stage::{Stage, file, screen, terminal};
use serde_json::Value;

const PAYMENT: &str = "20260105000200020000000001";
const ISSUE: &str = "issue 20260105000200020000000001 --profile shop --yes";

fn fault(on: &str, more: &str) -> String {
    format!("[[fault]]\non = \"{on}\"\n{more}\n")
}

fn number(document: &Value) -> String {
    document["out_trade_no"].as_str().unwrap().to_owned()
}

/// A refund at a simulator with these faults; its number.
fn issued(stage: &mut Stage, faults: &str) -> String {
    stage.shop(faults, "");
    number(&stage.prepare(&format!("{ISSUE} --amount 12.50")))
}

#[test]
fn enquiry_finds_a_refund() {
    screen("enquiry-found", |stage| {
        let number = issued(stage, "");
        stage.later(5);
        stage.show(&format!("enquiry {number} --profile shop"));
    });
}

#[test]
fn enquiry_finds_a_pending_refund() {
    screen("enquiry-pending", |stage| {
        let number = issued(stage, &fault("refund", "do = \"pending\"\nenquiries = 9"));
        stage.show(&format!("enquiry {number} --profile shop"));
    });
}

#[test]
fn enquiry_finds_a_declined_refund() {
    screen("enquiry-declined", |stage| {
        let faults = fault("refund", "do = \"pending\"\nenquiries = 1\nthen = \"1269\"");
        let number = issued(stage, &faults);
        stage.prepare(&format!("enquiry {number} --profile shop"));
        stage.show(&format!("enquiry {number} --profile shop"));
    });
}

#[test]
fn enquiry_finds_nothing() {
    screen("enquiry-nothing", |stage| {
        stage.show("enquiry RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile simulator");
    });
    screen("enquiry-nothing-undated", |stage| {
        stage.show("enquiry ORDER-7781 --profile simulator --month 2026-02");
    });
}

/// What the journal has stands beside what the gateway says, and what would settle it.
#[test]
fn enquiry_beside_the_journal() {
    screen("enquiry-news", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-after\""));
        stage.later(5);
        stage.show(&format!("enquiry {number} --profile shop"));
    });
    screen("enquiry-absent", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        stage.later(5);
        stage.show(&format!("enquiry {number} --profile shop"));
    });
    screen("enquiry-unreachable", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show(&format!("enquiry {number} --profile shop"));
    });
}

#[test]
fn enquiry_of_a_payment() {
    screen("enquiry-payment", |stage| {
        stage.prepare(&format!(
            "issue {PAYMENT} --amount 12.50 --profile simulator --yes"
        ));
        stage.show(&format!("enquiry --syssn {PAYMENT} --profile simulator"));
    });
    // Without a word on whose number it is: neither a journal nor the gateway has it as the merchant's.
    screen("enquiry-payment-without-ado", |stage| {
        stage.show(&format!("enquiry {PAYMENT} --profile simulator"));
    });
    screen("enquiry-payment-known", |stage| {
        issued(stage, &fault("refund", "do = \"drop-after\""));
        stage.later(5);
        stage.show(&format!("enquiry {PAYMENT} --profile shop"));
    });
    screen("enquiry-refund-by-syssn", |stage| {
        stage.shop("", "");
        let issued = stage.prepare(&format!("{ISSUE} --amount 12.50"));
        let syssn = issued["syssn"].as_str().unwrap();
        stage.show(&format!("enquiry {syssn} --profile shop"));
    });
    screen("enquiry-nobodys", |stage| {
        stage.show("enquiry 20260105000200020000009999 --profile simulator");
    });
    screen("enquiry-payment-not-paid", |stage| {
        stage.show("enquiry --syssn 20260105000200020000000008 --profile simulator");
    });
    screen("enquiry-payment-by-number", |stage| {
        stage.show("enquiry ORDER-0001 --profile simulator --month 2026-01");
    });
}

#[test]
fn enquiry_that_fails() {
    for (name, more) in [
        ("enquiry-fault", "do = \"status\"\nstatus = 503"),
        ("enquiry-too-many", "do = \"status\"\nstatus = 429"),
        ("enquiry-refused", "do = \"respcd\"\nrespcd = \"1108\""),
        ("enquiry-forged", "do = \"forged-signature\""),
        ("enquiry-lost", "do = \"drop-before\""),
    ] {
        screen(name, |stage| {
            stage.shop(&fault("query", more), "");
            stage.show("enquiry RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile shop");
        });
    }
    screen("enquiry-no-connection", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show("enquiry RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile shop");
    });
    terminal("enquiry-bad-values", |stage| {
        stage.show("enquiry a,b --profile simulator");
        stage.show("enquiry ORDER-1 --month 2026-13 --profile simulator");
    });
}

#[test]
fn resolve_nothing() {
    screen("resolve-nothing", |stage| {
        stage.show("resolve --profile simulator");
    });
}

/// Payments that the simulator has.
const PAYMENTS: [&str; 7] = [
    "20260105000200020000000001",
    "20191227000200020061752831",
    "20191227000300020061662295",
    "20191231000300020063521806",
    "20200311066100020000977840",
    "20260105000200020000000010",
    "20260105000200020000000002",
];

/// Refunds of six amounts, and what becomes of each.
fn one_of_each_state(stage: &mut Stage) {
    let of = |amount: u32, more: &str| fault("refund", &format!("{more}\ntxamt = {amount}"));
    let faults = [
        of(200, "do = \"drop-after\""),
        of(300, "do = \"drop-before\""),
        of(400, "do = \"pending\"\nenquiries = 9"),
        of(500, "do = \"pending\"\nenquiries = 1\nthen = \"1269\""),
        of(600, "do = \"respcd\"\nrespcd = \"1269\""),
        of(700, "do = \"status\"\nstatus = 429"),
    ];
    stage.shop(&faults.concat(), "");
    // Of a payment each: one with an open refund takes no other.
    for (amount, payment) in (1..).zip(PAYMENTS) {
        stage.prepare(&format!(
            "issue {payment} --amount {amount}.00 --reference R-{amount} --profile shop --yes"
        ));
    }
    stage.later(20);
}

#[test]
fn resolve_one_of_each_state() {
    screen("resolve-each", |stage| {
        one_of_each_state(stage);
        stage.show("resolve --profile shop");
    });
    file("resolve-each-jsonl", |stage| {
        one_of_each_state(stage);
        stage.show("resolve --profile shop --output jsonl");
    });
}

#[test]
fn resolve_one() {
    screen("resolve-found", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-after\""));
        stage.show(&format!("resolve {number} --profile shop"));
    });
    screen("resolve-not-found", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        stage.show(&format!("resolve {number} --profile shop"));
    });
    screen("resolve-settled", |stage| {
        let number = issued(stage, "");
        stage.show(&format!("resolve {number} --profile shop"));
    });
    screen("resolve-not-there", |stage| {
        stage.show("resolve RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile simulator");
    });
    screen("resolve-waited", |stage| {
        let number = issued(stage, &fault("refund", "do = \"pending\"\nenquiries = 3"));
        stage.show(&format!("resolve {number} --wait --profile shop"));
    });
    screen("resolve-fault", |stage| {
        let faults = fault("refund", "do = \"drop-before\"")
            + &fault("query", "do = \"status\"\nstatus = 503");
        let number = issued(stage, &faults);
        stage.show(&format!("resolve {number} --profile shop"));
    });
}

/// A refund that was never executed, and that so many looks did not find.
fn absent(stage: &mut Stage, looks: u32) -> String {
    let number = issued(stage, &fault("refund", "do = \"drop-before\"\ntimes = 1"));
    for _ in 0..looks {
        stage.later(6);
        stage.prepare(&format!("resolve {number} --profile shop"));
    }
    number
}

#[test]
fn resend() {
    screen("resend-refused", |stage| {
        let number = absent(stage, 1);
        stage.show(&format!("resolve --resend {number} --yes --profile shop"));
    });
    screen("resend-of-a-refunded-one", |stage| {
        let number = issued(stage, "");
        stage.show(&format!("resolve --resend {number} --yes --profile shop"));
    });
    screen("resend-done", |stage| {
        let number = absent(stage, 4);
        let resend = format!("resolve --resend {number} --note 'not in the portal'");
        stage.show(&format!("{resend} --yes --profile shop"));
    });
    terminal("resend-prompt", |stage| {
        let number = absent(stage, 4);
        let resend = format!("resolve --resend {number} --note 'not in the portal'");
        stage.show_typing(&format!("{number}\n"), &format!("{resend} --profile shop"));
    });
    terminal("resend-prompt-stopped", |stage| {
        let number = absent(stage, 4);
        stage.show_typing("no\n", &format!("resolve --resend {number} --profile shop"));
    });
    terminal("resend-several", |stage| {
        stage.shop(&fault("refund", "do = \"drop-before\"\ntimes = 2"), "");
        let numbers: Vec<String> = [1, 2, 3]
            .map(|last| format!("issue 2026010500020002000000000{last} --profile shop --yes"))
            .map(|issue| number(&stage.prepare(&format!("{issue} --amount 12.50"))))
            .into();
        for _ in 0..4 {
            stage.later(6);
            stage.prepare("resolve --profile shop");
        }
        let resend = format!("resolve --resend {} --profile shop", numbers.join(" "));
        stage.show_typing("no\n", &resend);
        stage.show_typing("2\n", &resend);
    });
    screen("resend-not-confirmed", |stage| {
        let number = absent(stage, 4);
        stage.show(&format!(
            "resolve --resend {number} --profile shop --no-input"
        ));
    });
}

#[test]
fn close() {
    screen("close", |stage| {
        let number = absent(stage, 4);
        let close = format!("close {number} --as refunded-elsewhere");
        stage.show(&format!(
            "{close} --note 'paid back in cash, ticket 88123' --yes --profile shop"
        ));
        stage.show("history --profile shop");
        stage.show(&format!("resolve {number} --profile shop"));
    });
    terminal("close-prompt", |stage| {
        let number = absent(stage, 4);
        let close = format!("close {number} --as not-refunded --note 'keeps the goods'");
        stage.show_typing(&format!("{number}\n"), &format!("{close} --profile shop"));
    });
    terminal("close-prompt-stopped", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        let close = format!("close {number} --as written-off --note x --unseen 'no portal'");
        stage.show_typing("no\n", &format!("{close} --profile shop"));
    });
    screen("close-unseen", |stage| {
        let number = absent(stage, 1);
        let close = format!("close {number} --as written-off --note x --yes --profile shop");
        stage.show(&close);
        stage.show(&format!("{close} --unseen 'no portal'"));
    });
    screen("close-settled", |stage| {
        let number = issued(stage, "");
        stage.show(&format!(
            "close {number} --as not-refunded --note again --profile shop"
        ));
    });
    screen("close-not-there", |stage| {
        let number = "RF20260531-7Q2M8D4T1ZK5W9XBC3VN";
        stage.show(&format!(
            "close {number} --as not-refunded --note x --profile simulator"
        ));
    });
    screen("close-twice", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        let close = format!("close {number} --as written-off --note x --unseen y --yes");
        stage.prepare(&format!("{close} --profile shop"));
        stage.show(&format!("{close} --profile shop"));
    });
}

#[test]
fn reopen() {
    screen("reopen", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        let close = format!("close {number} --as not-refunded --note x --unseen y --yes");
        stage.prepare(&format!("{close} --profile shop"));
        stage.show(&format!(
            "reopen {number} --note 'it was another ticket' --profile shop"
        ));
    });
    screen("reopen-of-an-open-one", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        stage.show(&format!("reopen {number} --profile shop"));
    });
}

#[test]
fn resolve_tells_that_what_was_closed_is_executed() {
    screen("resolve-closed", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-after\""));
        let close = format!("close {number} --as refunded-elsewhere --note cash --unseen y --yes");
        stage.prepare(&format!("{close} --profile shop"));
        stage.show("resolve --profile shop");
    });
}

/// A refund that could not be sent; its number.
fn unsent(stage: &mut Stage) -> String {
    stage.shop_at("http://127.0.0.1:9", "");
    number(&stage.prepare(&format!("{ISSUE} --amount 12.50")))
}

#[test]
fn cancel() {
    screen("cancel", |stage| {
        let number = unsent(stage);
        stage.show(&format!("resolve {number} --profile shop"));
        stage.show(&format!(
            "cancel {number} --note 'wrong payment' --yes --profile shop"
        ));
        stage.show(&format!("cancel {number} --yes --profile shop"));
    });
    terminal("cancel-prompt", |stage| {
        let number = unsent(stage);
        let cancel = format!("cancel {number} --profile shop");
        stage.show_typing("no\n", &cancel);
        stage.show_typing(&format!("{number}\n"), &cancel);
    });
    screen("cancel-of-an-open-one", |stage| {
        let number = issued(stage, &fault("refund", "do = \"drop-before\""));
        stage.show(&format!("cancel {number} --yes --profile shop"));
        stage.show("cancel RF20260531-7Q2M8D4T1ZK5W9XBC3VN --profile simulator");
    });
}
