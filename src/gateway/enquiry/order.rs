//! The payment that stands behind an order number, the merchant's own number of it.
//!
//! An order number is looked for until it is found: by itself, then in the months since a year ago, the
//! newest first. QFPay promises that no two payments of a merchant share one; where more come back they
//! are told, never chosen from.

use super::ask::Enquirer;
use super::key::Key;
use super::payment::{Unread, UnreadField, read_payment, unread, with_other_values};
use super::reply::EnquiryFault;
use super::row::{RowKind, Transaction};
use super::search::{Found, search};
use crate::language::word;
use crate::refund::hong_kong::HkMonth;
use crate::refund::preflight::PaymentFacts;
use crate::refund::{OrderNo, Outcome, Syssn};

/// Why no payment stands behind an order number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOne {
    /// There is none.
    Nothing,
    /// Only refunds have it.
    OnlyRefunds,
    /// Its payment did not succeed, or not yet.
    Unsuccessful(Syssn, Outcome),
    /// Several payments have it, and this is a second one that succeeded or may yet.
    Several(Syssn, Syssn),
    /// Something that came back for it cannot be read.
    Unread(Box<UnreadField>),
}

/// Looks an order number up.
///
/// # Errors
/// [`EnquiryFault`]; then nothing was learned.
pub fn look_up_order(
    enquirer: &Enquirer<'_>,
    order: &OrderNo,
    this_month: HkMonth,
) -> Result<Found, EnquiryFault> {
    let year = this_month.a_year_before().through(this_month.next());
    let mut months: Vec<HkMonth> = year.collect();
    months.reverse();
    // What the clock knows nothing of comes last; a date in the number is likeliest.
    months.rotate_left(1);
    if let Some(dated) = HkMonth::of_dated_number(order.as_str())
        && let Some(at) = months.iter().position(|month| *month == dated)
    {
        let dated = months.remove(at);
        months.insert(0, dated);
    }
    search(enquirer, &Key::Order(order.as_str().to_owned()), &months)
}

/// Reads the one successful payment from what came back for an order number.
///
/// # Errors
/// [`NotOne`].
pub fn ordered(found: &Found) -> Result<(Syssn, PaymentFacts), NotOne> {
    // What does not say plainly that it is of another number may be a second payment of this one.
    if let Some(row) = found.doubtful.first() {
        let says = row.out_trade_no.as_deref();
        let matter = word!(
            "gateway-row-for-order",
            ", and it came back for this order number"
        );
        return Err(NotOne::from(unread(
            None,
            "out_trade_no",
            says,
            says.map_or("", |_| matter),
        )));
    }
    let mut payments: Vec<(Syssn, PaymentFacts, Outcome)> = Vec::new();
    for row in &found.rows {
        if row.order_type == RowKind::Refund {
            continue;
        }
        let facts = read_payment(row)?;
        let number = number(row)?;
        match payments.iter().find(|(known, ..)| *known == number) {
            None => payments.push((number, facts, row.outcome())),
            Some((_, known, outcome)) if *known == facts && *outcome == row.outcome() => {}
            Some(_) => {
                let says = row.syssn.as_deref();
                return Err(NotOne::from(unread(
                    None,
                    "syssn",
                    says,
                    with_other_values(),
                )));
            }
        }
    }
    // One that failed for certain is none beside one that did not.
    let may_be = payments
        .iter()
        .filter(|(.., outcome)| *outcome != Outcome::Declined);
    let may_be: Vec<_> = may_be.collect();
    match (may_be.as_slice(), payments.first()) {
        ([(number, facts, _)], _) if facts.succeeded => Ok((number.clone(), facts.clone())),
        ([(number, _, outcome)], _) => Err(NotOne::Unsuccessful(number.clone(), *outcome)),
        ([(first, ..), (second, ..), ..], _) => Err(NotOne::Several(first.clone(), second.clone())),
        ([], Some((number, _, outcome))) => Err(NotOne::Unsuccessful(number.clone(), *outcome)),
        ([], None) if found.rows.is_empty() => Err(NotOne::Nothing),
        ([], None) => Err(NotOne::OnlyRefunds),
    }
}

fn number(row: &Transaction) -> Result<Syssn, NotOne> {
    let says = row.syssn.as_deref();
    let read = says.and_then(|text| Syssn::parse(text).ok());
    read.ok_or_else(|| NotOne::from(unread(None, "syssn", says, "")))
}

impl From<Unread> for NotOne {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Field(field) => Self::Unread(field),
            Unread::NoPayment => Self::Nothing,
            Unread::ARefund => Self::OnlyRefunds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refund::Settlement;

    fn payment(syssn: &str, code: &str) -> Transaction {
        Transaction {
            order_type: RowKind::Payment,
            other_type: None,
            syssn: Some(syssn.to_owned()),
            orig_syssn: None,
            second_original: None,
            out_trade_no: Some("ORDER-7".to_owned()),
            txamt: Some("1250".to_owned()),
            txcurrcd: Some("HKD".to_owned()),
            pay_type: None,
            respcd: Some(code.to_owned()),
            txstatus: None,
            errmsg: None,
            cancel: Some("0".to_owned()),
            sysdtm: Some("2026-05-01 12:00:00".to_owned()),
            paydtm: None,
            txdtm: None,
            settlement: Settlement::NONE,
        }
    }

    fn read(rows: &[Transaction], doubtful: &[Transaction]) -> Result<String, NotOne> {
        let found = Found {
            nameless: Vec::new(),
            rows: rows.to_vec(),
            doubtful: doubtful.to_vec(),
            months: Vec::new(),
            listed: Vec::new(),
            signed: true,
        };
        ordered(&found).map(|(number, facts)| format!("{number} {}", facts.amount.minor()))
    }

    #[test]
    fn exactly_one_successful_payment_is_taken() {
        let paid = || payment("P1", "0000");
        let refund = Transaction {
            order_type: RowKind::Refund,
            orig_syssn: Some("P1".to_owned()),
            ..payment("R1", "0000")
        };
        let refunded = Transaction {
            cancel: Some("3".to_owned()),
            ..paid()
        };
        let one = Ok("P1 1250".to_owned());
        assert_eq!(read(&[paid()], &[]), one);
        assert_eq!(
            read(&[refunded], &[]),
            one,
            "what went back is for the look to say"
        );
        assert_eq!(read(&[paid(), refund.clone()], &[]), one);
        assert_eq!(read(&[payment("P0", "1201"), paid()], &[]), one);
        assert_eq!(read(&[paid(), paid()], &[]), one);
        let number = |text| Syssn::parse(text).unwrap();
        assert_eq!(read(&[], &[]), Err(NotOne::Nothing));
        assert_eq!(read(&[refund], &[]), Err(NotOne::OnlyRefunds));
        for (code, outcome) in [
            ("1201", Outcome::Declined),
            ("1143", Outcome::Pending),
            ("9999", Outcome::Unknown),
        ] {
            assert_eq!(
                read(&[payment("P1", code)], &[]),
                Err(NotOne::Unsuccessful(number("P1"), outcome)),
                "{code}"
            );
        }
        // The other one may still succeed.
        for code in ["0000", "1143", "9999"] {
            assert_eq!(
                read(&[paid(), payment("P2", code)], &[]),
                Err(NotOne::Several(number("P1"), number("P2"))),
                "{code}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_never_taken_for_absent() {
        let spoilt: [fn(&mut Transaction); 6] = [
            |row| row.syssn = None,
            |row| row.txamt = Some("12.50".to_owned()),
            |row| row.txcurrcd = Some("XXX".to_owned()),
            |row| row.sysdtm = Some("yesterday".to_owned()),
            |row| row.order_type = RowKind::Other,
            |row| row.syssn = Some("P 2".to_owned()),
        ];
        for (index, spoil) in spoilt.into_iter().enumerate() {
            let mut row = payment("P2", "0000");
            spoil(&mut row);
            for rows in [vec![row.clone()], vec![payment("P1", "0000"), row]] {
                let found = read(&rows, &[]);
                assert!(
                    matches!(found, Err(NotOne::Unread(_))),
                    "{index}: {found:?}"
                );
            }
        }
        let nobodys = Transaction {
            out_trade_no: None,
            ..payment("P2", "0000")
        };
        let found = read(&[payment("P1", "0000")], &[nobodys]);
        assert!(matches!(found, Err(NotOne::Unread(_))), "{found:?}");
        let twice = Transaction {
            txamt: Some("99".to_owned()),
            ..payment("P1", "0000")
        };
        let found = read(&[payment("P1", "0000"), twice], &[]);
        assert!(matches!(found, Err(NotOne::Unread(_))), "{found:?}");
    }
}
