//! What an enquiry found.

use super::text::{answered, clean_short, gateway_time, optional, with_minor};
use super::{Document, Style};
use crate::gateway::enquiry::{RowKind, Transaction};
use crate::gateway::environment::Environment;
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::methods::with_code;
use crate::refund::{Outcome, Settlement};
use serde::Serialize;

/// What an enquiry found.
#[derive(Debug, Serialize)]
pub struct EnquiryDocument {
    /// What the rows say about the refund asked for; `unknown` where none was found or nothing was
    /// learned, `None` where the number is a payment's.
    pub outcome: Option<Outcome>,
    /// The process's exit code.
    pub exit_code: u8,
    /// Whether the gateway answered the enquiry at all.
    pub answered: bool,
    /// What was found, for people.
    pub message: String,
    /// What to do next, for people.
    pub next_step: String,
    /// The profile's name.
    pub profile: String,
    /// Where it was asked.
    pub environment: Environment,
    /// The merchant's number asked for.
    pub out_trade_no: Option<String>,
    /// The gateway's number asked for.
    pub syssn: Option<String>,
    /// Months looked into, `YYYY-MM` in Hong Kong, where the number alone found nothing.
    pub months: Vec<String>,
    /// The rows that fit.
    pub rows: Vec<Transaction>,
}

/// Makes every text of a row safe to show.
#[must_use]
pub fn clean_row(row: &Transaction) -> Transaction {
    let safe = |text: &Option<String>| text.as_deref().map(clean_short);
    Transaction {
        order_type: row.order_type,
        other_type: safe(&row.other_type),
        syssn: safe(&row.syssn),
        orig_syssn: safe(&row.orig_syssn),
        second_original: safe(&row.second_original),
        out_trade_no: safe(&row.out_trade_no),
        txamt: safe(&row.txamt),
        txcurrcd: safe(&row.txcurrcd),
        pay_type: safe(&row.pay_type),
        respcd: safe(&row.respcd),
        txstatus: safe(&row.txstatus),
        errmsg: safe(&row.errmsg),
        cancel: safe(&row.cancel),
        sysdtm: safe(&row.sysdtm),
        paydtm: safe(&row.paydtm),
        txdtm: safe(&row.txdtm),
        settlement: Settlement::NONE,
    }
}

fn amount_in_words(row: &Transaction) -> String {
    let minor = optional(&row.txamt);
    let known = row
        .txcurrcd
        .as_deref()
        .and_then(|code| Currency::from_code(code).ok());
    match (Amount::parse_minor(&minor), known) {
        (Ok(amount), Some(currency)) => with_minor(&amount.in_words(currency), &minor),
        _ if minor.is_empty() => String::new(),
        _ => text!(
            "payment-minor-units-of",
            "{minor} minor units {currency}",
            minor,
            currency = row.txcurrcd.as_deref().unwrap_or_default()
        ),
    }
}

impl Document for EnquiryDocument {
    const KIND: &'static str = "enquiry";

    fn to_table(&self, style: Style) -> String {
        let mut out = style.paragraph(&self.message);
        for row in &self.rows {
            let kind = match row.order_type {
                RowKind::Payment => word!("payment-kind-payment", "payment"),
                RowKind::Refund => word!("payment-kind-refund", "refund"),
                RowKind::Other => word!("payment-kind-other", "transaction"),
            };
            let code = row.code();
            let state = match row.order_type {
                RowKind::Refund => style.outcome(row.outcome()),
                RowKind::Payment | RowKind::Other if row.respcd.as_deref() == Some("0000") => {
                    word!("payment-succeeded", "succeeded").to_owned()
                }
                RowKind::Payment | RowKind::Other => optional(&row.respcd),
            };
            let respcd = optional(&row.respcd);
            let answer = answered(&respcd, code.english, code.chinese);
            let head = text!("payment-row", "{kind} {state}", kind, state);
            out.push_str(&format!("\n{head}\n"));
            out.push_str(&style.values(&[
                (word!("console-out-amount", "amount"), amount_in_words(row)),
                (word!("payment-syssn", "syssn"), optional(&row.syssn)),
                (
                    word!("payment-of-payment", "of payment"),
                    optional(&row.orig_syssn),
                ),
                // Under the gateway's own names: of a payment the first is the order's.
                ("out_trade_no", optional(&row.out_trade_no)),
                (word!("console-out-answer", "answer"), answer),
                (
                    word!("console-out-says", "gateway says"),
                    optional(&row.errmsg),
                ),
                (
                    word!("payment-pay-type", "pay_type"),
                    row.pay_type.as_deref().map(with_code).unwrap_or_default(),
                ),
                ("cancel", optional(&row.cancel)),
                (
                    word!("console-out-gateway-time", "gateway time"),
                    gateway_time(&row.sysdtm),
                ),
                (
                    word!("payment-completed", "completed"),
                    gateway_time(&row.paydtm),
                ),
            ]));
        }
        if !self.next_step.is_empty() {
            out.push_str(&format!(
                "\n{}",
                style.values(&[(word!("console-out-next", "next"), self.next_step.clone())])
            ));
        }
        out
    }
}
