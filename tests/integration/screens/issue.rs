//! `issue`: every outcome and every refusal.

use super::stage::{file, screen};
use crate::support::sandbox::PAYMENT;
use crate::support::stub::{agreeing_body, http_reply};
use crate::support::{Act, Stub};
use time::macros::datetime;

const ISSUE: &str = "issue 20260105000200020000000001 --amount 12.50";
const ON_SIMULATOR: &str = "--profile simulator --yes";
const AT_SHOP: &str = "--profile shop --yes";

/// A refund at a simulator that plays this fault of refunds.
fn at_shop(name: &str, fault: &str) {
    screen(name, |stage| {
        stage.shop(&format!("[[fault]]\non = \"refund\"\n{fault}\n"), "");
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

/// A refund on the simulator that its look at the payment refuses.
fn refused(name: &str, payment: &str, amount: &str) {
    screen(name, |stage| {
        stage.show(&format!("issue {payment} {amount} {ON_SIMULATOR}"));
    });
}

#[test]
fn refunded() {
    screen("issue-refunded", |stage| {
        stage.show(&format!(
            "{ISSUE} --reference CRM-1 --reason 'one cup broken' {ON_SIMULATOR}"
        ));
    });
}

#[test]
fn refunded_in_full() {
    refused("issue-full", "20260105000200020000000010", "--full");
}

#[test]
fn declined() {
    screen("issue-declined", |stage| {
        let part = "issue 20260105000200020000000006 --amount 5.00 --no-preflight";
        stage.show(&format!("{part} {ON_SIMULATOR}"));
    });
}

#[test]
fn declined_and_piped_into_a_file() {
    file("issue-declined-piped", |stage| {
        let part = "issue 20260105000200020000000006 --amount 5.00 --no-preflight";
        stage.show(&format!("{part} {ON_SIMULATOR}"));
    });
}

#[test]
fn pending() {
    at_shop("issue-pending", "do = \"pending\"\nenquiries = 9");
}

#[test]
fn pending_and_waited_for() {
    screen("issue-waited", |stage| {
        let fault = "[[fault]]\non = \"refund\"\ndo = \"pending\"\nenquiries = 2\n";
        stage.shop(fault, "");
        stage.show(&format!("{ISSUE} {AT_SHOP} --wait"));
    });
}

#[test]
fn unknown_after_a_lost_answer() {
    at_shop("issue-unknown-lost", "do = \"drop-after\"");
}

#[test]
fn unknown_after_an_answer_about_another_amount() {
    at_shop("issue-unknown-amount", "do = \"wrong-amount\"");
}

#[test]
fn unknown_after_a_forged_answer() {
    at_shop("issue-unknown-signature", "do = \"forged-signature\"");
}

#[test]
fn unknown_after_a_code_that_says_little() {
    at_shop("issue-unknown-code", "do = \"respcd\"\nrespcd = \"1298\"");
}

#[test]
fn unknown_after_a_page_of_a_proxy() {
    at_shop("issue-unknown-page", "do = \"status\"\nstatus = 502");
}

#[test]
fn unknown_after_an_answer_that_cannot_be_read() {
    for (name, fault) in [
        ("issue-unknown-half", "do = \"half-reply\""),
        ("issue-unknown-reset", "do = \"reset\""),
        ("issue-unknown-empty", "do = \"empty-body\""),
        ("issue-unknown-huge", "do = \"huge-body\""),
        ("issue-unknown-text", "do = \"not-utf8\""),
        ("issue-unknown-redirect", "do = \"redirect\""),
        ("issue-unknown-used", "do = \"duplicate\""),
    ] {
        at_shop(name, fault);
    }
    screen("issue-unknown-timeout", |stage| {
        stage.shop("[[fault]]\non = \"refund\"\ndo = \"stall\"\n", "");
        stage.show(&format!("{ISSUE} {AT_SHOP} --timeout 1"));
    });
}

#[test]
fn the_gateways_own_words_are_cleaned() {
    at_shop("issue-cleaned", "do = \"control-characters\"");
}

#[test]
fn not_sent_without_a_connection() {
    screen("issue-not-sent", |stage| {
        stage.shop_at("http://127.0.0.1:1", "");
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

#[test]
fn not_sent_by_the_rate_limit_of_the_gateway() {
    at_shop("issue-too-many", "do = \"status\"\nstatus = 429");
}

#[test]
fn declined_with_a_long_text_of_the_gateway() {
    screen("issue-declined-text", |stage| {
        let stub = Stub::start(vec![Act::Custom(Box::new(|stream, arrival| {
            let number = arrival.parameter("out_trade_no").unwrap();
            let body = format!(
                r#"{{"respcd": "1269", "out_trade_no": "{number}", "resperr": "今日餘額不足，請明天再試或聯絡客戶服務 (today's balance is not enough, try again tomorrow or call)", "respmsg": "limit"}}"#
            );
            let _ = stream.write_all(&http_reply("200 OK", "", body.as_bytes()));
        }))]);
        stage.shop_at(&stub.url(), "");
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

#[test]
fn a_code_in_no_table() {
    screen("issue-unknown-new-code", |stage| {
        let stub = Stub::start(vec![Act::Custom(Box::new(|stream, arrival| {
            let body = agreeing_body("9999", arrival);
            let _ = stream.write_all(&http_reply("200 OK", "", body.as_bytes()));
        }))]);
        stage.shop_at(&stub.url(), "");
        stage.show(&format!("issue {PAYMENT} --amount 12.50 {AT_SHOP}"));
    });
}

#[test]
fn replayed() {
    screen("issue-replayed", |stage| {
        let issue = format!("{ISSUE} --reference CRM-1 {ON_SIMULATOR}");
        stage.prepare(&issue);
        stage.later(60);
        stage.show(&issue);
    });
}

#[test]
fn an_unknown_one_replayed() {
    screen("issue-replayed-unknown", |stage| {
        stage.shop("[[fault]]\non = \"refund\"\ndo = \"drop-after\"\n", "");
        let issue = format!("{ISSUE} --reference CRM-1 {AT_SHOP}");
        stage.prepare(&issue);
        stage.later(60);
        stage.show(&issue);
    });
}

#[test]
fn taken_up_again_under_its_number() {
    screen("issue-taken-up", |stage| {
        let fault = "[[fault]]\non = \"refund\"\ndo = \"status\"\nstatus = 429\ntimes = 1\n";
        stage.shop(fault, "");
        stage.prepare(&format!("{ISSUE} {AT_SHOP}"));
        stage.later(60);
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

#[test]
fn reference_of_another_refund() {
    screen("issue-reference-used", |stage| {
        stage.prepare(&format!("{ISSUE} --reference CRM-1 {ON_SIMULATOR}"));
        let other = "issue 20260105000200020000000001 --amount 12.51 --reference CRM-1";
        stage.show(&format!("{other} {ON_SIMULATOR}"));
    });
}

#[test]
fn twin_refused() {
    screen("issue-twin", |stage| {
        stage.prepare(&format!("{ISSUE} {ON_SIMULATOR}"));
        stage.later(90);
        stage.show(&format!("{ISSUE} {ON_SIMULATOR}"));
    });
}

#[test]
fn rest_exceeded() {
    refused(
        "issue-rest",
        "20260105000200020000000010",
        "--amount 100.01",
    );
}

#[test]
fn rest_exceeded_by_an_earlier_refund() {
    screen("issue-rest-earlier", |stage| {
        let part = "issue 20260105000200020000000010 --amount 90.00";
        stage.prepare(&format!("{part} {ON_SIMULATOR}"));
        let more = "issue 20260105000200020000000010 --amount 20.00 --no-preflight";
        stage.show(&format!("{more} {ON_SIMULATOR}"));
    });
}

#[test]
fn nothing_left() {
    screen("issue-nothing-left", |stage| {
        let full = format!("issue 20260105000200020000000010 --full {ON_SIMULATOR}");
        stage.prepare(&full);
        stage.show(&full);
    });
}

#[test]
fn payment_not_found() {
    refused(
        "issue-payment-not-found",
        "20260105000200020000000099",
        "--amount 1.00",
    );
}

#[test]
fn payment_not_paid() {
    refused(
        "issue-payment-not-paid",
        "20260105000200020000000008",
        "--amount 1.00",
    );
}

#[test]
fn payment_in_another_currency() {
    refused(
        "issue-currency",
        "20260105000200020000000005",
        "--txamt 100",
    );
}

#[test]
fn a_part_of_a_card_payment_of_today() {
    refused(
        "issue-same-day",
        "20260105000200020000000006",
        "--amount 1.00",
    );
}

#[test]
fn a_part_of_an_octopus_payment() {
    refused(
        "issue-octopus",
        "20260105000200020000000009",
        "--amount 1.00",
    );
}

#[test]
fn a_small_amount() {
    refused("issue-small", "20260105000200020000000001", "--txamt 200");
}

#[test]
fn the_look_fails() {
    screen("issue-look-failed", |stage| {
        let fault = "[[fault]]\non = \"query\"\ndo = \"status\"\nstatus = 503\n";
        stage.shop(fault, "preflight = true\n");
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

#[test]
fn above_the_limits_of_the_profile() {
    screen("issue-limit", |stage| {
        stage.shop_at("http://127.0.0.1:1", "max_refund = \"10.00\"\n");
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
    screen("issue-limit-of-the-day", |stage| {
        stage.shop("", "max_day_total = \"20.00\"\n");
        stage.prepare(&format!("{ISSUE} {AT_SHOP}"));
        stage.show(&format!("{ISSUE} --twin {AT_SHOP}"));
    });
}

#[test]
fn in_the_pause_around_midnight() {
    screen("issue-pause", |stage| {
        stage.shop("", "preflight = true\n");
        stage.later(11 * 60 + 40);
        stage.show(&format!("{ISSUE} {AT_SHOP}"));
    });
}

#[test]
fn unknown_after_an_answer_about_something_else() {
    screen("issue-unknown-mismatch", |stage| {
        for (from, to) in [
            ("20191227000200020061752831", "20191227000200020061752832"),
            ("\"orig_syssn\"", "\"other\""),
            ("\"1250\"", "null"),
            ("\"HKD\"", "\"JPY\""),
            ("\"out_trade_no\": \"", "\"out_trade_no\": \"X"),
        ] {
            let stub = Stub::start(vec![Act::Custom(Box::new(move |stream, arrival| {
                let body = agreeing_body("0000", arrival).replace(from, to);
                let _ = stream.write_all(&http_reply("200 OK", "", body.as_bytes()));
            }))]);
            // A payment with an open refund takes no other: each has a journal of its own.
            let _ = std::fs::remove_dir_all(stage.sandbox().path(".local"));
            stage.shop_at(&stub.url(), "");
            stage.show(&format!("issue {PAYMENT} --amount 12.50 {AT_SHOP}"));
        }
    });
}

#[test]
fn a_clock_behind_the_journal() {
    screen("issue-clock-back", |stage| {
        stage.prepare(&format!("{ISSUE} {ON_SIMULATOR}"));
        stage.set_clock(datetime!(2026-05-30 22:00 UTC));
        stage.show(&format!("{ISSUE} --twin {ON_SIMULATOR}"));
    });
}

#[test]
fn tried_again() {
    screen("issue-again", |stage| {
        let later = "[[fault]]\non = \"refund\"\ndo = \"respcd\"\nrespcd = \"1265\"\ntimes = 1\n";
        stage.shop(later, "");
        let issue = format!("{ISSUE} --reference CRM-1 {AT_SHOP}");
        stage.prepare(&issue);
        stage.show(&issue);
        stage.show(&format!("{issue} --again"));
        stage.show("history --profile shop");
        stage.show(&format!("{issue} --again"));
    });
}
