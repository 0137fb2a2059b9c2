mod known;

use super::*;
use crate::refund::{Outcome, State};
use std::sync::LazyLock;
use time::macros::datetime;

static PAYMENT: LazyLock<Syssn> =
    LazyLock::new(|| Syssn::parse("20260105000200020000000001").unwrap());

fn hkd() -> Currency {
    Currency::from_code("HKD").unwrap()
}

fn payment(pay_type: &str) -> PaymentFacts {
    PaymentFacts {
        amount: Amount::from_minor(10_000).unwrap(),
        currency: Some(hkd()),
        pay_type: Some(pay_type.to_owned()),
        paid_at: Some(datetime!(2026-11-20 10:00 +8)),
        succeeded: true,
        number: Some("ORDER-1".to_owned()),
    }
}

fn request(minor: u64) -> Request<'static> {
    Request {
        payment: &PAYMENT,
        profile: "shop",
        number: None,
        twin_window: Some(Duration::from_secs(24 * 3600)),
        beside: &[],
        amount: Amount::from_minor(minor).ok(),
        earlier: 0,
        currency: hkd(),
        now: datetime!(2026-11-22 12:00 +8),
        pause: Some(Gravity::Refusal),
    }
}

/// A refund that the journal made.
fn earlier(number: &str, minor: u64) -> Earlier {
    Earlier {
        number: number.to_owned(),
        syssn: None,
        ours: Some(number.to_owned()),
        amount: Amount::from_minor(minor).unwrap(),
        at: Some(datetime!(2026-11-22 11:00 +8)),
        outcome: Outcome::Refunded,
        counts: true,
        shown: true,
        known: true,
        denied: None,
        open: None,
        tried: true,
        nameless: false,
    }
}

/// What is gone already.
fn gone(minor: u64) -> Vec<Earlier> {
    let some = Amount::from_minor(minor).is_ok();
    some.then(|| earlier("N1", minor)).into_iter().collect()
}

fn found(
    payment: &PaymentFacts,
    refunded: u64,
    request: &Request<'_>,
    account: &AccountRules,
) -> Vec<(&'static str, Gravity)> {
    look(payment, &gone(refunded), request, account)
        .findings
        .iter()
        .map(|finding| (finding.what, finding.gravity))
        .collect()
}

fn plain(
    payment: &PaymentFacts,
    refunded: u64,
    request: &Request<'_>,
) -> Vec<(&'static str, Gravity)> {
    found(payment, refunded, request, &AccountRules::default())
}

#[test]
fn rows_of_one_payment_are_judged_by_their_sum() {
    let second = Request {
        earlier: 6_000,
        ..request(6_000)
    };
    let plain = payment("801514");
    let looked = look(&plain, &[], &second, &AccountRules::default());
    let finding = looked.refusal().unwrap();
    assert_eq!(
        (finding.what, finding.text.as_str(), looked.rest),
        (
            "rest",
            "HKD 100.00 was paid, and after the refunds known here and HKD 60.00 of earlier rows, HKD 40.00 is left",
            4_000
        )
    );
    let rest = Request {
        amount: Amount::from_minor(4_000).ok(),
        ..second
    };
    assert!(
        look(&plain, &[], &rest, &AccountRules::default())
            .refusal()
            .is_none()
    );
}

#[test]
fn a_sum_of_earlier_rows_beyond_one_amount_is_said_as_it_is() {
    let many = Request {
        earlier: Amount::MAX_MINOR + 1,
        ..request(1)
    };
    let looked = look(&payment("801514"), &[], &many, &AccountRules::default());
    assert_eq!(
        looked.refusal().unwrap().text,
        "HKD 100.00 was paid, and after the refunds known here and HKD 1000000000.00 of earlier rows, HKD 0.00 is left"
    );
}

#[test]
fn nothing_speaks_against_an_ordinary_refund() {
    assert_eq!(plain(&payment("801514"), 0, &request(10_000)), []);
    assert_eq!(plain(&payment("801514"), 9_999, &request(1)), []);
    assert_eq!(plain(&payment("999999"), 0, &request(1)), []);
}

#[test]
fn the_rest_counts_every_refund_known() {
    assert_eq!(
        plain(&payment("801514"), 9_999, &request(2)),
        [("rest", Gravity::Refusal)]
    );
    assert_eq!(
        plain(&payment("801514"), 20_000, &request(1)),
        [("rest", Gravity::Refusal)]
    );
}

#[test]
fn full_takes_what_is_left_and_nothing_left_is_refused() {
    let all = Request {
        amount: None,
        ..request(1)
    };
    let taken = look(
        &payment("801514"),
        &gone(4_000),
        &all,
        &AccountRules::default(),
    );
    assert_eq!(
        (taken.amount, taken.rest, taken.refusal()),
        (Amount::from_minor(6_000).ok(), 6_000, None)
    );
    assert_eq!(
        plain(&payment("801514"), 10_000, &all),
        [("rest", Gravity::Refusal)]
    );
}

#[test]
fn payments_that_failed_or_are_in_another_currency_are_refused() {
    let failed = PaymentFacts {
        succeeded: false,
        ..payment("801514")
    };
    assert_eq!(
        plain(&failed, 0, &request(1)),
        [("payment_not_done", Gravity::Refusal)]
    );
    let yen = PaymentFacts {
        currency: Currency::from_code("JPY").ok(),
        ..payment("801514")
    };
    assert_eq!(
        plain(&yen, 0, &request(1)),
        [("currency", Gravity::Refusal)]
    );
    let silent = PaymentFacts {
        currency: None,
        ..payment("801514")
    };
    assert_eq!(plain(&silent, 0, &request(1)), []);
}

#[test]
fn a_card_paid_today_is_refunded_in_full_or_tomorrow() {
    let today = PaymentFacts {
        paid_at: Some(datetime!(2026-11-22 00:00 +8)),
        ..payment("802801")
    };
    assert_eq!(
        plain(&today, 0, &request(1)),
        [("same_day", Gravity::Refusal)]
    );
    assert_eq!(plain(&today, 0, &request(10_000)), []);
    let yesterday = PaymentFacts {
        paid_at: Some(datetime!(2026-11-21 23:59:59 +8)),
        ..payment("802801")
    };
    assert_eq!(plain(&yesterday, 0, &request(1)), []);
    assert_eq!(
        plain(
            &PaymentFacts {
                pay_type: Some("801514".into()),
                ..today
            },
            0,
            &request(1)
        ),
        []
    );
}

#[test]
fn recorded_windows_warn_and_the_profiles_own_refuse() {
    let old = PaymentFacts {
        paid_at: Some(datetime!(2026-08-01 10:00 +8)),
        ..payment("805814")
    };
    assert_eq!(plain(&old, 0, &request(1)), [("window", Gravity::Warning)]);
    let mut account = AccountRules::default();
    account.refund_days.insert("805814".into(), 60);
    assert_eq!(
        found(&old, 0, &request(1), &account),
        [("window", Gravity::Refusal)]
    );
    account.refund_days.insert("805814".into(), 365);
    assert_eq!(found(&old, 0, &request(1), &account), []);
    assert_eq!(
        plain(&payment("802001"), 0, &request(1)),
        [("not_refundable", Gravity::Warning)]
    );
    account.full_only.push("805814".into());
    assert_eq!(
        found(&old, 0, &request(1), &account),
        [("full_only", Gravity::Refusal)]
    );
    assert_eq!(found(&old, 0, &request(10_000), &account), []);
}

#[test]
fn the_pause_is_as_grave_as_it_is_told_to_be() {
    let night = Request {
        now: datetime!(2026-11-22 23:30 +8),
        ..request(1)
    };
    assert_eq!(
        plain(&payment("801514"), 0, &night),
        [("pause", Gravity::Refusal)]
    );
    let with = |pause| Request { pause, ..night };
    assert_eq!(
        plain(&payment("801514"), 0, &with(Some(Gravity::Warning))),
        [("pause", Gravity::Warning)]
    );
    assert_eq!(plain(&payment("801514"), 0, &with(None)), []);
}
