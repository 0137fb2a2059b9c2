//! A refund that the gateway shows and the journal does not know, as an intent.
//!
//! Pure. What cannot be read of it is said, never guessed: the rest of its payment depends on it.

use super::payment::{Unread, amount, currency, refund_of_one, time, unread};
use super::row::Transaction;
use crate::money::Currency;
use crate::refund::{Intent, OutTradeNo, Outcome, Syssn};

/// Reads a refund's row. Its number is the merchant's, or, where that `is_taken` by another refund or
/// is none of our form, the gateway's own. A refused one that cannot be read is none: it took
/// nothing, whatever else it says.
///
/// # Errors
/// [`Unread`].
pub fn wanted(
    row: &Transaction,
    profile_currency: Currency,
    is_taken: bool,
) -> Result<Option<Intent>, Unread> {
    refund_of_one(row)?;
    match read(row, profile_currency, is_taken) {
        Err(_) if row.outcome() == Outcome::Declined => Ok(None),
        read => read.map(Some),
    }
}

fn read(row: &Transaction, profile_currency: Currency, is_taken: bool) -> Result<Intent, Unread> {
    let number = |text: &Option<String>| OutTradeNo::parse(text.as_deref()?).ok();
    let own = number(&row.syssn);
    let own = own.ok_or_else(|| unread(Some(row), "syssn", row.syssn.as_deref(), ""))?;
    let given = number(&row.out_trade_no).filter(|_| !is_taken);
    let original = row.orig_syssn.as_deref();
    let payment = original.and_then(|text| Syssn::parse(text).ok());
    // Only to be sure that it can be read: it is kept as it is written.
    time(Some(row), row)?;
    Ok(Intent {
        out_trade_no: given.unwrap_or(own),
        syssn: payment.ok_or_else(|| unread(Some(row), "origssn", original, ""))?,
        amount: amount(Some(row), row)?,
        currency: currency(Some(row), row)?.unwrap_or(profile_currency),
        txdtm: row.sysdtm.clone().or_else(|| row.txdtm.clone()),
        udid: None,
        reference: None,
        reason: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::row::RowKind;
    use super::*;
    use crate::refund::Settlement;

    fn row() -> Transaction {
        Transaction {
            order_type: RowKind::Refund,
            other_type: None,
            second_original: None,
            syssn: Some("R1".to_owned()),
            orig_syssn: Some("P1".to_owned()),
            out_trade_no: Some("N1".to_owned()),
            txamt: Some("1250".to_owned()),
            txcurrcd: Some("JPY".to_owned()),
            pay_type: None,
            respcd: Some("0000".to_owned()),
            txstatus: None,
            errmsg: None,
            cancel: None,
            sysdtm: Some("2026-11-22 18:30:00".to_owned()),
            paydtm: None,
            txdtm: None,
            settlement: Settlement::NONE,
        }
    }

    fn hkd() -> Currency {
        Currency::from_code("HKD").unwrap()
    }

    #[test]
    fn its_number_is_the_merchants_or_else_the_gateways_own() {
        for (given, is_taken, kept) in [
            (Some("N1"), false, "N1"),
            (Some("N1"), true, "R1"),
            (Some("a b"), false, "R1"),
            (None, false, "R1"),
        ] {
            let row = Transaction {
                out_trade_no: given.map(str::to_owned),
                ..row()
            };
            let intent = wanted(&row, hkd(), is_taken).unwrap().unwrap();
            assert_eq!(intent.out_trade_no.as_str(), kept);
            assert_eq!(intent.currency.code(), "JPY");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_never_guessed() {
        type Spoil = fn(&mut Transaction);
        let spoil: [(Spoil, &str); 10] = [
            (
                |row| row.txamt = Some("45.00".to_owned()),
                "its txamt is `45.00`",
            ),
            (
                |row| row.txamt = Some("-4500".to_owned()),
                "its txamt is `-4500`",
            ),
            (|row| row.txamt = None, "it has no txamt"),
            (|row| row.orig_syssn = None, "it has no origssn"),
            (|row| row.syssn = None, "it has no syssn"),
            (
                |row| row.txcurrcd = Some("840".to_owned()),
                "its txcurrcd is `840`",
            ),
            (
                |row| row.txcurrcd = Some(String::new()),
                "its txcurrcd is ``",
            ),
            (
                |row| row.sysdtm = Some("2026-11-22T18:30:00".to_owned()),
                "its sysdtm is `2026-11-22T18:30:00`",
            ),
            (
                |row| row.second_original = Some("P2".to_owned()),
                "its orig_syssn is `P2`, and its origssn another payment",
            ),
            (
                |row| {
                    row.order_type = RowKind::Other;
                    row.other_type = Some("Refund".to_owned());
                },
                "its order_type is `Refund`",
            ),
        ];
        for (spoil, why) in spoil {
            let mut row = row();
            spoil(&mut row);
            let Err(Unread::Field(field)) = wanted(&row, hkd(), false) else {
                panic!("{why}");
            };
            assert!(field.to_string().ends_with(why), "{field}");
            // One that is surely a refund, and was refused, took nothing.
            row.respcd = Some("1269".to_owned());
            let is_one = row.order_type == RowKind::Refund && row.second_original.is_none();
            assert_eq!(wanted(&row, hkd(), false).is_ok(), is_one, "{why}");
        }
    }
}
