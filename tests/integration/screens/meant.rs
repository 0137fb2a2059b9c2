//! A refund is named by what a person has of it.

use super::stage::{Stage, screen, terminal};
use serde_json::Value;

const ISSUE: &str = "issue 20260105000200020000000001 --profile shop --yes";

fn text(document: &Value, key: &str) -> String {
    document[key].as_str().unwrap().to_owned()
}

/// Three refunds, the last of which is open; returns the first one's document and the last one's number.
fn three(stage: &mut Stage) -> (Value, String) {
    stage.shop(
        "[[fault]]\non = \"refund\"\ndo = \"drop-before\"\ntxamt = 300\n",
        "",
    );
    let first = stage.prepare(&format!("{ISSUE} --amount 1.00 --reference CRM-1001"));
    stage.later(1);
    stage.prepare(&format!("{ISSUE} --amount 2.00 --reference CRM-1002"));
    stage.later(1);
    let other = "issue 20260105000200020000000002 --profile shop --yes";
    let last = stage.prepare(&format!("{other} --amount 3.00"));
    stage.later(1);
    (first, text(&last, "out_trade_no"))
}

#[test]
fn shown_by_whatever_is_at_hand() {
    screen("meant-reference", |stage| {
        let (first, _) = three(stage);
        let shown = stage.prepare("show CRM-1001 --profile shop");
        assert_eq!(shown["refund"]["out_trade_no"], first["out_trade_no"]);
        let by_syssn = stage.prepare(&format!("show {} --profile shop", text(&first, "syssn")));
        assert_eq!(by_syssn["refund"]["out_trade_no"], first["out_trade_no"]);
        stage.show("history CRM-1001 --profile shop");
    });
    screen("meant-beginning", |stage| {
        let (_, last) = three(stage);
        let shown = stage.prepare(&format!("show {} --profile shop", &last[..6]));
        assert_eq!(shown["refund"]["out_trade_no"], last);
        // The payment has one refund.
        stage.show("resolve 20260105000200020000000002 --profile shop");
    });
    screen("meant-several", |stage| {
        three(stage);
        stage.show("show 20260105000200020000000001 --profile shop");
        stage.show("cancel CRM-100 --yes --profile shop");
        stage.show("history CRM-100 --profile shop");
    });
    screen("meant-nothing", |stage| {
        three(stage);
        stage.show("show CRM-1 --profile shop");
        stage.show("show CRM-7777 --profile shop");
        stage.show("show 'CRM 7777' --profile shop");
        stage.show("show 2.026E+25 --profile shop");
        stage.show("history CRM-1 --profile shop");
        stage.show("history CRM-7777 --profile shop");
    });
}

/// What is written down is seen in full before, and money that moves takes the exact number.
#[test]
fn what_is_about_to_happen_names_the_whole_refund() {
    terminal("meant-close", |stage| {
        let (_, last) = three(stage);
        let close = "close 20260105000200020000000002 --as written-off --note x --unseen y";
        stage.show_typing(&format!("{last}\n"), &format!("{close} --profile shop"));
        stage.show("reopen 20260105000200020000000002 --profile shop");
    });
    screen("meant-resend", |stage| {
        let (_, last) = three(stage);
        stage.show(&format!(
            "resolve --resend {} --yes --profile shop",
            &last[..8]
        ));
    });
}
