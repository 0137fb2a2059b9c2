//! A refund that the gateway shows and the journal does not know, as an intent.
//!
//! Pure. What cannot be read of it is said, never guessed: the rest of its payment depends on it.

use super::reply::Transaction;
use crate::money::{Amount, Currency};
use crate::refund::{Intent, OutTradeNo, Syssn};

/// Reads a refund's row. Its number is the merchant's, or, where `is_taken` says that this stands
/// for another refund already or it is none of our form, the gateway's own.
///
/// # Errors
/// Which field cannot be read, as a clause.
pub fn intent_of(
    row: &Transaction,
    profile_currency: Currency,
    is_taken: impl Fn(&OutTradeNo) -> bool,
) -> Result<Intent, String> {
    let shown = |value: &Option<String>| match value {
        Some(value) => format!("`{}`", value.escape_debug()),
        None => "missing".to_owned(),
    };
    let wrong = |name: &str, value: &Option<String>| format!("its {name} is {}", shown(value));
    let own = row
        .syssn
        .as_deref()
        .and_then(|text| OutTradeNo::parse(text).ok())
        .ok_or_else(|| wrong("syssn", &row.syssn))?;
    let given = row
        .out_trade_no
        .as_deref()
        .and_then(|text| OutTradeNo::parse(text).ok())
        .filter(|number| !is_taken(number));
    let currency = match row.txcurrcd.as_deref() {
        None => profile_currency,
        Some(code) => Currency::from_code(code).map_err(|_| wrong("txcurrcd", &row.txcurrcd))?,
    };
    Ok(Intent {
        out_trade_no: given.unwrap_or(own),
        syssn: row
            .orig_syssn
            .as_deref()
            .and_then(|text| Syssn::parse(text).ok())
            .ok_or_else(|| wrong("origssn", &row.orig_syssn))?,
        amount: row
            .txamt
            .as_deref()
            .and_then(|minor| Amount::parse_minor(minor).ok())
            .ok_or_else(|| wrong("txamt", &row.txamt))?,
        currency,
        txdtm: row
            .sysdtm
            .clone()
            .or_else(|| row.txdtm.clone())
            .unwrap_or_default(),
        udid: None,
        reference: None,
        reason: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::reply::RowKind;
    use super::*;

    fn row() -> Transaction {
        Transaction {
            order_type: RowKind::Refund,
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
        }
    }

    fn read(row: &Transaction) -> Result<Intent, String> {
        let hkd = Currency::from_code("HKD").unwrap();
        intent_of(row, hkd, |number| number.as_str() == "TAKEN")
    }

    #[test]
    fn its_number_is_the_merchants_or_else_the_gateways_own() {
        for (given, kept) in [
            (Some("N1"), "N1"),
            (Some("TAKEN"), "R1"),
            (Some("a b"), "R1"),
            (None, "R1"),
        ] {
            let row = Transaction {
                out_trade_no: given.map(str::to_owned),
                ..row()
            };
            assert_eq!(read(&row).unwrap().out_trade_no.as_str(), kept);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_never_guessed() {
        type Spoil = fn(&mut Transaction);
        let spoil: [(Spoil, &str); 7] = [
            (
                |row| row.txamt = Some("45.00".to_owned()),
                "its txamt is `45.00`",
            ),
            (
                |row| row.txamt = Some("-4500".to_owned()),
                "its txamt is `-4500`",
            ),
            (|row| row.txamt = None, "its txamt is missing"),
            (|row| row.orig_syssn = None, "its origssn is missing"),
            (|row| row.syssn = None, "its syssn is missing"),
            (
                |row| row.txcurrcd = Some("840".to_owned()),
                "its txcurrcd is `840`",
            ),
            (
                |row| row.txcurrcd = Some(String::new()),
                "its txcurrcd is ``",
            ),
        ];
        for (spoil, why) in spoil {
            let mut row = row();
            spoil(&mut row);
            assert_eq!(read(&row).unwrap_err(), why);
        }
    }
}
