use super::*;
use crate::gateway::enquiry::parse_page;
use crate::gateway::tests::{merchant, reply};
use serde_json::{Value, json};

const PAYMENT: &str = "20260105000200020000000001";

fn payment() -> Value {
    json!({"order_type": "payment", "syssn": PAYMENT, "out_trade_no": "ORDER-1", "origssn": null,
        "txamt": "500000", "txcurrcd": "HKD", "respcd": "0000", "cancel": "0",
        "pay_type": "801514", "sysdtm": "2026-01-05 12:00:00"})
}

fn refund(syssn: &str, number: &str, minor: &str) -> Value {
    json!({"order_type": "refund", "syssn": syssn, "out_trade_no": number, "origssn": PAYMENT,
        "txamt": minor, "txcurrcd": "HKD", "respcd": "0000", "cancel": "0",
        "sysdtm": "2026-11-01 12:00:00"})
}

fn with(mut row: Value, field: &str, value: Value) -> Value {
    row[field] = value;
    row
}

fn read(rows: &[Value]) -> Result<Shown, Unread> {
    let body = json!({"respcd": "0000", "data": rows}).to_string();
    let reply = reply(200, body);
    let page = parse_page(&reply, &merchant("A", "k")).unwrap();
    shown(&page.rows, PAYMENT)
}

/// The amounts of the refunds, in minor units.
fn amounts(rows: &[Value]) -> Vec<u64> {
    let shown = read(rows).unwrap();
    shown
        .refunds
        .iter()
        .map(|refund| refund.amount.minor())
        .collect()
}

fn refused(rows: &[Value]) -> String {
    match read(rows) {
        Err(Unread::Field(field)) => field.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_payment_and_its_refunds_are_read_and_strangers_left_out() {
    let stranger = with(refund("R9", "N9", "x"), "origssn", json!("P2"));
    let rows = [
        stranger,
        payment(),
        refund("R1", "N1", "4500"),
        refund("R2", "N2", "1"),
    ];
    let shown = read(&rows).unwrap();
    assert_eq!(shown.payment.amount.minor(), 500_000);
    assert_eq!(shown.payment.number.as_deref(), Some("ORDER-1"));
    assert_eq!(amounts(&rows), [4500, 1]);
}

#[test]
fn what_cannot_be_read_is_named_by_row_and_field() {
    let row = || refund("R1", "N1", "4500");
    let cases = [
        ("txcurrcd", json!("usd")),
        ("txcurrcd", json!("840")),
        ("txcurrcd", json!("XXX")),
        ("txcurrcd", json!(["HKD"])),
        ("txamt", json!("-4500")),
        ("txamt", json!("45.00")),
        ("txamt", json!("4,500")),
        ("txamt", json!("")),
        ("txamt", json!(4500.0)),
        ("order_type", json!("REFUND")),
        ("order_type", json!("Payment")),
        ("order_type", json!("close")),
        ("order_type", json!("")),
        ("sysdtm", json!("2026-11-01T12:00:00")),
        ("sysdtm", json!("2026-11-01 12:00:00.5")),
        ("sysdtm", json!("2026-11-01 12:00:00+08:00")),
    ];
    for (field, value) in cases {
        let said = refused(&[payment(), with(row(), field, value.clone())]);
        assert!(
            said.contains("refund N1 / R1") && said.contains(field),
            "{said}"
        );
        let said = refused(&[with(payment(), field, value), row()]);
        assert!(
            said.contains("row of the payment") && said.contains(field),
            "{said}"
        );
    }
    assert_eq!(
        refused(&[payment(), with(row(), "txamt", json!("-4500"))]),
        "the gateway's row of refund N1 / R1 cannot be relied on: its txamt is `-4500`"
    );
    let two = with(row(), "orig_syssn", json!("P2"));
    assert!(refused(&[payment(), two]).contains("another payment"));
    let yen = with(row(), "txcurrcd", json!("JPY"));
    assert!(refused(&[payment(), yen]).contains("not the payment's"));
}

#[test]
fn a_refused_refund_took_nothing_whatever_it_says() {
    let odd = with(
        with(refund("R1", "N1", ""), "respcd", json!("1269")),
        "sysdtm",
        json!("?"),
    );
    assert_eq!(amounts(&[payment(), odd]), [0_u64; 0]);
}

#[test]
fn a_row_that_may_be_of_the_payment_is_not_left_out_as_a_strangers() {
    let cut = &PAYMENT[..20];
    let spaced = format!("{PAYMENT} ");
    for original in [
        json!(null),
        json!(""),
        json!(" "),
        json!(cut),
        json!(spaced),
        json!(2.026_010_500_020_002e25),
    ] {
        let row = with(refund("R1", "N1", "4500"), "origssn", original.clone());
        let said = refused(&[payment(), row.clone()]);
        assert!(said.contains("refund N1 / R1"), "{said}");
        assert!(said.contains("origssn"), "{said}");
        // One that was refused took nothing.
        let row = with(row, "respcd", json!("1269"));
        assert_eq!(amounts(&[payment(), row]), [0_u64; 0], "{original}");
    }
}

#[test]
fn two_refunds_under_one_number_are_two() {
    assert_eq!(
        amounts(&[
            payment(),
            refund("R1", "N1", "100"),
            refund("R2", "N1", "100")
        ]),
        [100, 100]
    );
    // The same one may be listed by its number and in its month.
    let pending = with(refund("R1", "N1", "100"), "respcd", json!("1143"));
    assert_eq!(
        amounts(&[payment(), refund("R1", "N1", "100"), pending]),
        [100]
    );
    for other in [refund("R1", "N1", "101"), refund("R1", "N2", "100")] {
        let said = refused(&[payment(), refund("R1", "N1", "100"), other]);
        assert!(said.contains("another row"), "{said}");
    }
}

#[test]
fn a_refund_without_the_gateways_number_is_known_by_ours() {
    let old = |number| with(refund("", number, "100"), "syssn", json!(""));
    assert_eq!(
        amounts(&[payment(), old("N1"), old("N1"), old("N2")]),
        [100, 100]
    );
}

#[test]
fn a_state_that_says_money_went_back_needs_a_refund_that_took_it() {
    let declined = with(refund("R1", "N1", "100"), "respcd", json!("1269"));
    for state in ["1", "2", "3", "5"] {
        let said = refused(&[with(payment(), "cancel", json!(state)), declined.clone()]);
        assert!(said.contains("no refund of it is shown"), "{said}");
        let taken = with(payment(), "cancel", json!(state));
        let all = refund("R1", "N1", "500000");
        assert_eq!(amounts(&[taken.clone(), all]), [500_000]);
        // A part of it is all that 5 says, and less than the others do.
        let part = [taken, refund("R1", "N1", "499999")];
        if state == "5" {
            assert_eq!(amounts(&part), [499_999]);
        } else {
            let said = refused(&part);
            assert!(said.contains("the refunds shown are less"), "{said}");
        }
    }
    for state in ["N", "00", "6"] {
        let said = refused(&[with(payment(), "cancel", json!(state))]);
        assert!(said.contains("cancel"), "{said}");
    }
    for state in [json!("0"), json!("4"), json!(0), json!(null)] {
        assert_eq!(amounts(&[with(payment(), "cancel", state)]), [0_u64; 0]);
    }
}

#[test]
fn a_payment_shown_twice_says_the_same_or_nothing() {
    let later = with(payment(), "cancel", json!("5"));
    assert_eq!(amounts(&[payment(), later, refund("R1", "N1", "1")]), [1]);
    let other = with(payment(), "txamt", json!("500001"));
    assert!(refused(&[payment(), other]).contains("another row"));
}

#[test]
fn a_number_that_is_a_refunds_or_nobodys_is_told_apart() {
    let own = with(refund(PAYMENT, "N1", "100"), "origssn", json!("P2"));
    assert_eq!(read(&[own]), Err(Unread::ARefund));
    assert_eq!(read(&[refund("R1", "N1", "100")]), Err(Unread::NoPayment));
}
