//! What the rows of an enquiry say about one intent (protocol 4.3).
//!
//! Pure. A row counts only if kind, number, payment, amount and currency agree.

use super::row::{RowKind, Transaction};
use crate::language::{text, word};
use crate::refund::{Intent, Outcome};

/// What was found about one intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// A row is this refund's; its code tells the outcome.
    Found(Box<Transaction>, Outcome),
    /// No row. Never proof that nothing happened.
    Nothing,
    /// Rows that contradict the intent or each other: a person has to look. A clause says how.
    Contradiction(String),
}

/// Reads the rows found under the intent's number, and those that came back with them and may be
/// meant by it: a refusal is not believed beside one that may be this refund.
#[must_use]
pub fn find(rows: &[Transaction], doubtful: &[Transaction], intent: &Intent) -> Match {
    let number = intent.out_trade_no.as_str();
    let mut ours = rows
        .iter()
        .filter(|row| row.out_trade_no.as_deref() == Some(number));
    let Some(first) = ours.next() else {
        return Match::Nothing;
    };
    for row in std::iter::once(first).chain(ours) {
        if let Some(why) = contradiction(row, intent) {
            return Match::Contradiction(why);
        }
        if row.is_another(first) {
            return Match::Contradiction(text!(
                "gateway-two-refunds",
                "the gateway shows two refunds under {number}, {first} and {second}",
                number,
                first = first.syssn.as_deref().unwrap_or_default().escape_debug(),
                second = row.syssn.as_deref().unwrap_or_default().escape_debug()
            ));
        }
        if row.outcome() != first.outcome() {
            return Match::Contradiction(text!(
                "gateway-two-outcomes",
                "the gateway shows two refunds under {number}, and they do not agree",
                number
            ));
        }
    }
    if first.outcome() == Outcome::Declined
        && let Some(row) = doubtful.iter().find(|row| may_be(row, intent))
    {
        let says = row.out_trade_no.as_deref().unwrap_or_default();
        return Match::Contradiction(text!(
            "gateway-declined-beside",
            "the gateway shows {number} as declined, and beside it a row that may be the same refund: its out_trade_no is `{says}`",
            number,
            says = says.escape_debug()
        ));
    }
    Match::Found(Box::new(first.clone()), first.outcome())
}

/// Whether nothing in a row speaks against its being the intent's, executed.
fn may_be(row: &Transaction, intent: &Intent) -> bool {
    let minor = intent.amount.minor().to_string();
    row.outcome() != Outcome::Declined
        && row.may_be_of_payment(intent.syssn.as_str())
        && row.txamt.as_ref().is_none_or(|txamt| *txamt == minor)
}

fn contradiction(row: &Transaction, intent: &Intent) -> Option<String> {
    let number = &intent.out_trade_no;
    match (row.order_type, &row.other_type) {
        (RowKind::Refund, _) => {}
        (RowKind::Payment, _) => {
            return Some(text!(
                "gateway-payments-number",
                "{number} is a payment's number at the gateway",
                number
            ));
        }
        (RowKind::Other, Some(kind)) => {
            return Some(text!(
                "gateway-row-neither",
                "the gateway's row for {number} is neither a payment's nor a refund's: its order_type is `{kind}`",
                number,
                kind = kind.escape_debug()
            ));
        }
        (RowKind::Other, None) => {
            return Some(text!(
                "gateway-row-kindless",
                "the gateway's row for {number} does not say that it is a refund's",
                number
            ));
        }
    }
    if let Some(second) = &row.second_original {
        return Some(text!(
            "gateway-row-two-payments",
            "the gateway's row for {number} names two payments, {first} and {second}",
            number,
            first = row.orig_syssn.as_deref().unwrap_or_default().escape_debug(),
            second = second.escape_debug()
        ));
    }
    let amount = intent.amount.minor().to_string();
    // The currency was long left out (protocol 4.2), the others never.
    let fields = [
        (
            word!("gateway-field-payment", "payment"),
            intent.syssn.as_str(),
            &row.orig_syssn,
            true,
        ),
        (
            word!("gateway-field-amount", "amount"),
            amount.as_str(),
            &row.txamt,
            true,
        ),
        (
            word!("gateway-field-currency", "currency"),
            intent.currency.code(),
            &row.txcurrcd,
            false,
        ),
    ];
    fields
        .into_iter()
        .find_map(|(what, ours, theirs, required)| match theirs {
            Some(theirs) if theirs == ours => None,
            Some(theirs) => Some(text!(
                "gateway-field-differs",
                "the gateway's {what} for {number} is {theirs}, ours is {ours}",
                what,
                number,
                theirs = theirs.escape_debug(),
                ours
            )),
            None if !required => None,
            None => Some(text!(
                "gateway-field-missing",
                "the gateway's row for {number} does not say which {what} it is about",
                number,
                what
            )),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Amount, Currency};
    use crate::refund::{OutTradeNo, Settlement, Syssn};

    fn intent() -> Intent {
        Intent {
            out_trade_no: OutTradeNo::parse("R1").unwrap(),
            syssn: Syssn::parse("P1").unwrap(),
            amount: Amount::from_minor(1250).unwrap(),
            currency: Currency::from_code("HKD").unwrap(),
            txdtm: None,
            udid: None,
            reference: None,
            reason: None,
        }
    }

    fn row(
        kind: RowKind,
        number: &str,
        payment: Option<&str>,
        amount: Option<&str>,
        code: &str,
    ) -> Transaction {
        Transaction {
            order_type: kind,
            other_type: None,
            syssn: None,
            orig_syssn: payment.map(str::to_owned),
            second_original: None,
            out_trade_no: Some(number.to_owned()),
            txamt: amount.map(str::to_owned),
            txcurrcd: None,
            pay_type: None,
            respcd: Some(code.to_owned()),
            txstatus: None,
            errmsg: None,
            cancel: None,
            sysdtm: None,
            paydtm: None,
            txdtm: None,
            settlement: Settlement::NONE,
        }
    }

    fn ours(code: &str) -> Transaction {
        row(RowKind::Refund, "R1", Some("P1"), Some("1250"), code)
    }

    #[test]
    fn a_row_that_agrees_tells_the_outcome() {
        for (code, outcome) in [
            ("0000", Outcome::Refunded),
            ("1143", Outcome::Pending),
            ("1161", Outcome::Pending),
            ("1269", Outcome::Declined),
            ("9999", Outcome::Unknown),
        ] {
            assert_eq!(
                find(&[ours(code)], &[], &intent()),
                Match::Found(Box::new(ours(code)), outcome)
            );
        }
    }

    #[test]
    fn other_numbers_are_nothing() {
        assert_eq!(find(&[], &[], &intent()), Match::Nothing);
        assert_eq!(
            find(
                &[row(RowKind::Refund, "R2", Some("P1"), Some("1250"), "0000")],
                &[],
                &intent()
            ),
            Match::Nothing
        );
    }

    #[test]
    fn a_refusal_is_not_believed_beside_a_row_that_may_be_the_same_refund() {
        let beside = |spoil: fn(&mut Transaction)| {
            let mut row = ours("0000");
            spoil(&mut row);
            find(&[ours("1269")], &[row], &intent())
        };
        let may_be: [fn(&mut Transaction); 4] = [
            |row| row.out_trade_no = None,
            |row| row.out_trade_no = Some("r1 ".to_owned()),
            |row| (row.out_trade_no, row.orig_syssn) = (None, None),
            |row| (row.out_trade_no, row.txamt) = (None, None),
        ];
        for spoil in may_be {
            let found = beside(spoil);
            assert!(matches!(found, Match::Contradiction(_)), "{found:?}");
        }
        let is_another: [fn(&mut Transaction); 3] = [
            |row| row.orig_syssn = Some("Q2".to_owned()),
            |row| row.txamt = Some("1251".to_owned()),
            |row| row.respcd = Some("1269".to_owned()),
        ];
        for spoil in is_another {
            let found = beside(spoil);
            assert!(
                matches!(found, Match::Found(_, Outcome::Declined)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn anything_that_does_not_agree_is_for_a_person() {
        let other = row(RowKind::Other, "R1", Some("P1"), Some("1250"), "0000");
        for odd in [
            Transaction {
                second_original: Some("P2".to_owned()),
                ..ours("0000")
            },
            Transaction {
                txcurrcd: Some("JPY".to_owned()),
                ..ours("0000")
            },
            Transaction {
                other_type: Some("close".to_owned()),
                ..other.clone()
            },
            other,
            row(RowKind::Payment, "R1", None, Some("1250"), "0000"),
            row(RowKind::Refund, "R1", Some("P2"), Some("1250"), "0000"),
            row(RowKind::Refund, "R1", None, Some("1250"), "0000"),
            row(RowKind::Refund, "R1", Some("P1"), Some("1251"), "0000"),
            row(RowKind::Refund, "R1", Some("P1"), None, "0000"),
        ] {
            assert!(
                matches!(
                    find(std::slice::from_ref(&odd), &[], &intent()),
                    Match::Contradiction(_)
                ),
                "{odd:?}"
            );
            assert!(matches!(
                find(&[ours("0000"), odd], &[], &intent()),
                Match::Contradiction(_)
            ));
        }
        assert!(matches!(
            find(&[ours("0000"), ours("1143")], &[], &intent()),
            Match::Contradiction(_)
        ));
        let called = |syssn: Option<&str>| Transaction {
            syssn: syssn.map(str::to_owned),
            ..ours("0000")
        };
        // Money went back twice under one number.
        assert_eq!(
            find(&[called(Some("S1")), called(Some("S2"))], &[], &intent()),
            Match::Contradiction("the gateway shows two refunds under R1, S1 and S2".to_owned())
        );
        for second in [None, Some("S1")] {
            let found = find(&[called(Some("S1")), called(second)], &[], &intent());
            assert!(
                matches!(found, Match::Found(_, Outcome::Refunded)),
                "{found:?}"
            );
        }
    }
}
