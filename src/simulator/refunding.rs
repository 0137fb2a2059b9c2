//! The gateway's rules for a refund.
//!
//! Pure: request, book and time in; refusal or ledger entry out.

use super::book::{Book, PaymentSlot, Refund, Subject, millis};
use super::http::Params;
use super::options::Rules;
use super::payment::all_digits;
use super::reply::{BusinessRefusal, Fields, words};
use crate::money::Amount;
use crate::refund::hong_kong;
use time::{Duration, OffsetDateTime};

/// A refund request whose parameters are sound (protocol 3.1).
#[derive(Clone, Debug)]
pub(super) struct RefundCall {
    syssn: String,
    out_trade_no: String,
    txamt: u64,
    txdtm: String,
    udid: Option<String>,
}

impl RefundCall {
    /// Returns the number of the payment to refund.
    pub(super) fn payment(&self) -> &str {
        &self.syssn
    }

    /// Reads the parameters: all mandatory ones first (1103), then their form (1104).
    pub(super) fn parse(params: &Params) -> Result<Self, BusinessRefusal> {
        let need = |name: &str| {
            params
                .get(name)
                .ok_or_else(|| BusinessRefusal::new("1103", format!("{name} is required")))
        };
        let (syssn, out_trade_no) = (need("syssn")?, need("out_trade_no")?);
        let (txamt, txdtm) = (need("txamt")?, need("txdtm")?);
        longest("syssn", syssn, 128)?;
        longest("out_trade_no", out_trade_no, 128)?;
        let amount = Some(txamt)
            .filter(|text| text.len() <= 11 && all_digits(text, text.len()))
            .and_then(|text| text.parse().ok())
            .and_then(|minor| Amount::from_minor(minor).ok())
            .ok_or_else(|| {
                BusinessRefusal::new("1104", "txamt must be a positive integer, Int(11)")
            })?;
        if hong_kong::parse_gateway_time(txdtm).is_none() {
            return Err(BusinessRefusal::new(
                "1104",
                "txdtm must be YYYY-MM-DD hh:mm:ss",
            ));
        }
        let udid = params.get("udid");
        longest("udid", udid.unwrap_or_default(), 40)?;
        longest("mchid", params.get("mchid").unwrap_or_default(), 16)?;
        Ok(Self {
            syssn: syssn.to_owned(),
            out_trade_no: out_trade_no.to_owned(),
            txamt: amount.minor(),
            txdtm: txdtm.to_owned(),
            udid: udid.map(str::to_owned),
        })
    }

    /// Decides on the refund, in the gateway's order of checks; the entry is not yet pending or
    /// hidden, whatever fault is to be applied.
    pub(super) fn decide(
        &self,
        book: &Book,
        rules: Rules,
        now: OffsetDateTime,
    ) -> Result<Refund, BusinessRefusal> {
        // Numbers are unique across payments and refunds, whatever they are used for (C10).
        if book.by_out_trade_no(&self.out_trade_no).is_some() {
            return Err(BusinessRefusal::duplicate());
        }
        let slot = match book.by_syssn(&self.syssn) {
            Some(Subject::Payment(_)) => book.payment(&self.syssn),
            Some(Subject::Refund(_)) => {
                return Err(BusinessRefusal::new("1136", "a refund cannot be refunded"));
            }
            None => None,
        };
        let slot = slot.ok_or_else(|| BusinessRefusal::new("1268", ""))?;
        if slot.payment.respcd != "0000" {
            return Err(BusinessRefusal::new("1261", ""));
        }
        check_times(slot, rules, now)?;
        let rest = slot.payment.txamt.saturating_sub(book.reserved(slot, now));
        if rest == 0 {
            return Err(BusinessRefusal::new("1264", "wrong cancel"));
        }
        if self.txamt > rest {
            return Err(BusinessRefusal::new("1272", ""));
        }
        let is_part = self.txamt < slot.payment.txamt;
        if is_part && !slot.payment.partial {
            return Err(BusinessRefusal::new("1271", ""));
        }
        let void = slot.payment.is_card_of_today(now);
        if is_part && void {
            return Err(BusinessRefusal::new("1124", ""));
        }
        Ok(Refund {
            syssn: next_number(book, now),
            orig_syssn: self.syssn.clone(),
            out_trade_no: self.out_trade_no.clone(),
            txamt: self.txamt,
            txdtm: self.txdtm.clone(),
            udid: self.udid.clone(),
            at: millis(now),
            void,
            pending: None,
            hidden: None,
        })
    }
}

/// Refuses a text longer than the gateway's `String(n)`, counted in characters as the client does.
pub(super) fn longest(name: &str, text: &str, most: usize) -> Result<(), BusinessRefusal> {
    if text.chars().count() > most {
        return Err(BusinessRefusal::new(
            "1104",
            format!("{name} is longer than {most}"),
        ));
    }
    Ok(())
}

/// Checks the switchable rules about time (protocol 3.4).
fn check_times(
    slot: &PaymentSlot,
    rules: Rules,
    now: OffsetDateTime,
) -> Result<(), BusinessRefusal> {
    let local = now.to_offset(hong_kong::OFFSET);
    let (hour, minute) = (local.hour(), local.minute());
    if rules.clearing_pause && ((hour == 23 && minute >= 30) || (hour == 0 && minute < 30)) {
        return Err(BusinessRefusal::new("1265", "23:30-00:30"));
    }
    let days = match slot.payment.pay_type.as_str() {
        "802001" | "802010" => 29,
        "805801" | "805808" | "805812" | "805814" => 90,
        _ => 365,
    };
    let seconds = now
        .unix_timestamp()
        .saturating_sub(slot.payment.paid_at(now).unix_timestamp());
    if rules.refund_windows && seconds > Duration::days(days).whole_seconds() {
        return Err(BusinessRefusal {
            respcd: "1265".to_owned(),
            resperr: "已經超出可退款時限(1265)".to_owned(),
            respmsg: format!("only orders of {days} days"),
        });
    }
    Ok(())
}

/// Makes the next refund's number: date, a fixed middle, time, and how many there are; 26 digits.
///
/// The count is read under the ledger's lock, so the number is unique among all processes; the
/// time keeps it apart from numbers given before a reset.
fn next_number(book: &Book, now: OffsetDateTime) -> String {
    let stamp: String = hong_kong::gateway_time(now)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let (day, time) = stamp.split_at_checked(8).unwrap_or_default();
    let count = book.refunds().len().saturating_add(1);
    format!("{day}0009{time}{count:08}")
}

/// Writes the reply to an executed refund; names and order as in the guides' sample.
pub(super) fn accepted(refund: &Refund, slot: &PaymentSlot) -> Fields {
    let respcd = refund.respcd();
    let time = hong_kong::gateway_time(super::book::instant(refund.at));
    let payment = &slot.payment;
    let mut fields = Fields::default();
    fields
        .text("orig_syssn", &refund.orig_syssn)
        .text("sysdtm", &time)
        .text("paydtm", &time)
        .text("txdtm", &refund.txdtm)
        .text("udid", refund.udid.as_deref().unwrap_or("qiantai2"))
        .text("txcurrcd", &payment.txcurrcd)
        .text("txamt", refund.txamt.to_string())
        .text("resperr", words(respcd))
        .text("respmsg", if refund.void { "Void received" } else { "" })
        .text("out_trade_no", &refund.out_trade_no)
        .text("syssn", &refund.syssn)
        .text("respcd", respcd)
        .text("chnlsn", chnlsn(&payment.syssn))
        .text("cardcd", cardcd(payment.is_card()))
        .text("cash_fee", payment.txamt.to_string())
        .text("cash_fee_type", &payment.txcurrcd)
        .text("cash_refund_fee", refund.txamt.to_string())
        .text("cash_refund_fee_type", &payment.txcurrcd);
    fields
}

/// Makes up the wallet's number of a payment.
pub(super) fn chnlsn(syssn: &str) -> String {
    let (day, rest) = syssn.split_at_checked(8).unwrap_or((syssn, ""));
    format!("{day}22001{rest}")
}

/// Makes up the payer's card, so that a client that shows it can be caught.
pub(super) const fn cardcd(is_card: bool) -> &'static str {
    if is_card { "411111******1111" } else { "" }
}
