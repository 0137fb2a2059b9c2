use super::*;
use crate::language::{Language, speak};
use crate::money::Amount;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2026-11-22 12:00 +8);

fn elsewhere(number: &str, minor: u64, outcome: Outcome) -> Earlier {
    Earlier {
        number: number.to_owned(),
        syssn: Some(format!("S-{number}")),
        ours: None,
        amount: Amount::from_minor(minor).unwrap(),
        at: Some(NOON),
        outcome,
        counts: true,
        shown: true,
        known: false,
        denied: None,
        open: None,
        tried: false,
        nameless: false,
    }
}

fn answers(refunds: &[Earlier], nameless: &[Earlier], pay_type: &str) -> (String, String) {
    let told = |refund: &Earlier| Told::of(refund.clone(), None);
    let refunds: Vec<Told> = refunds.iter().map(told).collect();
    let asked = Asked {
        refunds: &refunds,
        nameless,
        answered: true,
        currency: Currency::from_code("HKD").unwrap(),
        pay_type: Some(pay_type),
        profile: "shop",
    };
    let soon = NOON + time::Duration::hours(1);
    (asked.got_nothing(soon), asked.got_twice())
}

#[test]
fn only_what_the_gateway_calls_done_is_called_so() {
    for (outcome, promise) in [
        (Outcome::Unknown, "promise nothing"),
        (Outcome::Pending, "neither done nor declined"),
        (Outcome::Declined, "did not go back"),
    ] {
        let (nothing, twice) = answers(&[elsewhere("N1", 100, outcome)], &[], "802801");
        assert!(nothing.contains(promise), "{nothing}");
        assert!(!nothing.contains("QFPay says"), "{nothing}");
        assert!(
            twice.starts_with("No refund of it is known to be done."),
            "{twice}"
        );
        assert_eq!(twice.contains("Not certain"), outcome != Outcome::Declined);
    }
    let (nothing, _) = answers(&[elsewhere("N1", 100, Outcome::Refunded)], &[], "802801");
    assert!(
        nothing.contains(
            "quote is S-N1. QFPay says up to 3 days to a card: until 2026-11-25 12:00:00 (UTC+8)"
        ),
        "{nothing}"
    );
}

#[test]
fn two_of_one_amount_are_left_to_a_person() {
    let done = |number, minor| elsewhere(number, minor, Outcome::Refunded);
    let (_, two) = answers(&[done("N1", 100), done("N2", 100), done("N3", 7)], &[], "");
    assert!(
        two.contains("2 refunds of the same amount are done"),
        "{two}"
    );
    assert!(
        two.contains("N1") && two.contains("N2") && !two.contains("N3"),
        "{two}"
    );
    assert!(two.contains("a person decides"), "{two}");
    let (_, other) = answers(&[done("N1", 100), done("N2", 7)], &[], "");
    assert!(other.contains("of different amounts"), "{other}");
}

#[test]
fn a_refund_that_may_be_of_it_is_told_with_both_answers() {
    let may_be = Earlier {
        nameless: true,
        counts: false,
        ..elsewhere("N9", 100, Outcome::Refunded)
    };
    let (nothing, twice) = answers(&[], &[may_be], "");
    for answer in [nothing, twice] {
        assert!(answer.contains("may be of this one: HKD 1.00"), "{answer}");
    }
}

#[test]
fn in_chinese_no_more_is_promised() {
    speak(Language::Chinese);
    for (outcome, promise) in [
        (Outcome::Unknown, "切勿作任何承諾"),
        (Outcome::Pending, "既未完成，亦未被拒絕"),
        (Outcome::Declined, "沒有退還"),
    ] {
        let (nothing, twice) = answers(&[elsewhere("N1", 100, outcome)], &[], "802801");
        assert!(nothing.contains(promise), "{nothing}");
        assert!(
            !nothing.contains("已於") && !nothing.contains("途中"),
            "{nothing}"
        );
        assert!(
            twice.starts_with("就目前所知，沒有已完成的退款。"),
            "{twice}"
        );
        assert_eq!(twice.contains("未能確定"), outcome != Outcome::Declined);
    }
    let done = |number| elsewhere(number, 100, Outcome::Refunded);
    let (nothing, twice) = answers(&[done("N1"), done("N2")], &[], "802801");
    assert!(
        nothing.contains(
            "HKD 1.00 已於 2026-11-22 12:00:00（香港時間）退款（在別處發起）；查詢時可引用編號 S-N1。"
        ),
        "{nothing}"
    );
    assert!(
        nothing.ends_with("2026-11-25 12:00:00（香港時間）之前，款項可能仍在途中。"),
        "{nothing}"
    );
    assert!(twice.contains("是否多退，須由專人判斷"), "{twice}");
}
