//! The gateway's enquiry: which rows, in which order, with which state.
//!
//! Pure. Source: protocol section 4.

use super::book::{Book, LedgerEntry, PaymentSlot, RefundSlot, Subject, instant, millis};
use super::http::Params;
use super::options::Rules;
use super::refunding::{cardcd, chnlsn, longest};
use super::reply::{BusinessRefusal, Fields, ReplyValue, words};
use crate::refund::hong_kong::{self, HkMonth};
use std::collections::BTreeSet;
use time::OffsetDateTime;

/// More rows than this are never on one page.
const PAGE_SIZE_MAX: usize = 100;

/// An enquiry whose parameters are sound.
#[derive(Clone, Debug)]
pub(super) struct EnquiryCall {
    syssn: Option<Vec<String>>,
    out_trade_no: Option<Vec<String>>,
    pay_type: Option<Vec<String>>,
    respcd: Option<String>,
    /// First and last instant, both included.
    window: Option<(OffsetDateTime, OffsetDateTime)>,
    page: usize,
    page_size: usize,
}

/// What an enquiry found.
pub(super) struct EnquiryAnswer {
    /// The reply.
    pub(super) fields: Fields,
    /// Entries that note the enquiry where its number counts.
    pub(super) entries: Vec<LedgerEntry>,
}

impl EnquiryCall {
    /// Reads the parameters.
    pub(super) fn parse(
        params: &Params,
        rules: Rules,
        now: OffsetDateTime,
    ) -> Result<Self, BusinessRefusal> {
        for (name, bytes) in [("syssn", 128), ("out_trade_no", 128), ("mchid", 16)] {
            longest(name, params.get(name).unwrap_or_default(), bytes)?;
        }
        let list = |name: &str| {
            params.get(name).map(|text| {
                text.split(',')
                    .map(|item| item.trim().to_owned())
                    .collect::<Vec<_>>()
            })
        };
        let call = Self {
            syssn: list("syssn"),
            out_trade_no: list("out_trade_no"),
            pay_type: list("pay_type"),
            respcd: params.get("respcd").map(str::to_owned),
            window: read_window(params)?,
            page: positive(params, "page", 1)?,
            page_size: positive(params, "page_size", 10)?.min(PAGE_SIZE_MAX),
        };
        Ok(call.with_rules(rules, now))
    }

    /// Applies the rules about months (C27): a `syssn` is found whatever the times; an
    /// `out_trade_no` too unless months are strict; everything else sees the current month.
    fn with_rules(mut self, rules: Rules, now: OffsetDateTime) -> Self {
        let ignores_times =
            self.syssn.is_some() || (self.out_trade_no.is_some() && !rules.strict_months);
        if ignores_times {
            self.window = None;
        } else if self.window.is_none() {
            let (start, end) = HkMonth::of(now).window();
            self.window =
                hong_kong::parse_gateway_time(&start).zip(hong_kong::parse_gateway_time(&end));
        }
        self
    }

    /// Finds the rows. `hide_refunds` leaves all refunds out, as a gateway that lags behind does.
    pub(super) fn answer(
        &self,
        book: &Book,
        now: OffsetDateTime,
        hide_refunds: bool,
    ) -> EnquiryAnswer {
        let mut entries = Vec::new();
        let mut rows: Vec<(i64, Subject)> = Vec::new();
        for subject in self.candidates(book) {
            let Some(at) = self.matches(book, subject, now) else {
                continue;
            };
            if let Some(slot) = refund(book, subject) {
                if slot.counts_enquiries(now) {
                    entries.push(LedgerEntry::Enquiry {
                        syssn: slot.refund.syssn.clone(),
                    });
                }
                if hide_refunds || !slot.is_visible(now) {
                    continue;
                }
            }
            rows.push((at, subject));
        }
        rows.sort_by(|a, b| b.cmp(a));
        let skipped = self.page.saturating_sub(1).saturating_mul(self.page_size);
        let data = rows
            .into_iter()
            .skip(skipped)
            .take(self.page_size)
            .filter_map(|(_, subject)| row(book, subject, now))
            .collect();
        let mut fields = Fields::default();
        fields
            .text("resperr", "success")
            .text("respcd", "0000")
            .text("respmsg", "")
            .push("data", ReplyValue::Rows(data))
            .push("page", ReplyValue::Number(self.page.to_string()))
            .push("page_size", ReplyValue::Number(self.page_size.to_string()));
        EnquiryAnswer { fields, entries }
    }

    /// Returns everything the numbers lead to, or everything there is.
    fn candidates(&self, book: &Book) -> Vec<Subject> {
        let by_syssn = self.syssn.iter().flatten().map(|no| book.by_syssn(no));
        let by_ours = self
            .out_trade_no
            .iter()
            .flatten()
            .map(|no| book.by_out_trade_no(no));
        if self.syssn.is_none() && self.out_trade_no.is_none() {
            let payments = (0..book.payments().len()).map(Subject::Payment);
            return payments
                .chain((0..book.refunds().len()).map(Subject::Refund))
                .collect();
        }
        // A number listed twice still has one row.
        let found: BTreeSet<Subject> = by_syssn.chain(by_ours).flatten().collect();
        found.into_iter().collect()
    }

    /// Returns the time of a candidate that passes all filters.
    fn matches(&self, book: &Book, subject: Subject, now: OffsetDateTime) -> Option<i64> {
        let (slot, at, syssn, out_trade_no, respcd) = match subject {
            Subject::Payment(index) => {
                let slot = book.payments().get(index)?;
                let payment = &slot.payment;
                let at = millis(payment.paid_at(now));
                (
                    slot,
                    at,
                    &payment.syssn,
                    &payment.out_trade_no,
                    payment.respcd.as_str(),
                )
            }
            Subject::Refund(_) => {
                let found = refund(book, subject)?;
                let slot = book.payments().get(found.payment)?;
                let refund = &found.refund;
                (
                    slot,
                    refund.at,
                    &refund.syssn,
                    &refund.out_trade_no,
                    found.respcd(now),
                )
            }
        };
        let in_list = |list: &Option<Vec<String>>, text: &String| {
            list.as_ref().is_none_or(|l| l.contains(text))
        };
        let in_window = self.window.is_none_or(|(start, end)| {
            // Gateway times have no fraction: the last second belongs to the window.
            let second = instant(at)
                .replace_millisecond(0)
                .unwrap_or_else(|_| instant(at));
            start <= second && second <= end
        });
        let passes = in_list(&self.syssn, syssn)
            && in_list(&self.out_trade_no, out_trade_no)
            && in_list(&self.pay_type, &slot.payment.pay_type)
            && self.respcd.as_deref().is_none_or(|wanted| wanted == respcd)
            && in_window;
        passes.then_some(at)
    }
}

fn refund(book: &Book, subject: Subject) -> Option<&RefundSlot> {
    match subject {
        Subject::Payment(_) => None,
        Subject::Refund(index) => book.refunds().get(index),
    }
}

/// Reads both times; they go together and lie in one calendar month (protocol 4.1).
fn read_window(
    params: &Params,
) -> Result<Option<(OffsetDateTime, OffsetDateTime)>, BusinessRefusal> {
    let read = |name: &str| match params.get(name) {
        None => Ok(None),
        Some(text) => hong_kong::parse_gateway_time(text)
            .map(Some)
            .ok_or_else(|| {
                BusinessRefusal::new("1104", format!("{name} must be YYYY-MM-DD hh:mm:ss"))
            }),
    };
    match (read("start_time")?, read("end_time")?) {
        (None, None) => Ok(None),
        (Some(start), Some(end)) if start > end => {
            Err(BusinessRefusal::new("1104", "start_time is after end_time"))
        }
        (Some(start), Some(end)) if HkMonth::of(start) != HkMonth::of(end) => {
            Err(BusinessRefusal::new(
                "1104",
                "start_time and end_time must be in one calendar month",
            ))
        }
        (Some(start), Some(end)) => Ok(Some((start, end))),
        _ => Err(BusinessRefusal::new(
            "1104",
            "start_time and end_time go together",
        )),
    }
}

fn positive(params: &Params, name: &str, default: usize) -> Result<usize, BusinessRefusal> {
    match params.get(name) {
        None => Ok(default),
        Some(text) => Some(text)
            .filter(|text| text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .filter(|number| *number > 0)
            .ok_or_else(|| {
                BusinessRefusal::new("1104", format!("{name} must be a positive integer"))
            }),
    }
}

fn row(book: &Book, subject: Subject, now: OffsetDateTime) -> Option<Fields> {
    match subject {
        Subject::Payment(index) => Some(payment_row(book, book.payments().get(index)?, now)),
        Subject::Refund(index) => {
            let slot = book.refunds().get(index)?;
            Some(refund_row(slot, book.payments().get(slot.payment)?, now))
        }
    }
}

fn payment_row(book: &Book, slot: &PaymentSlot, now: OffsetDateTime) -> Fields {
    let payment = &slot.payment;
    let time = hong_kong::gateway_time(payment.paid_at(now));
    let cancel = match book.refunded(slot, now) {
        0 => "0",
        all if all >= payment.txamt => "3",
        _ => "5",
    };
    let mut fields = Fields::default();
    fields
        .text("syssn", &payment.syssn)
        .text("out_trade_no", &payment.out_trade_no)
        .push("origssn", ReplyValue::Null)
        .text("order_type", "payment")
        .text("pay_type", &payment.pay_type)
        .text("txamt", payment.txamt.to_string())
        .text("txcurrcd", &payment.txcurrcd)
        .text("txdtm", &time)
        .text("sysdtm", &time)
        .text("paydtm", &time)
        .text("respcd", &payment.respcd)
        .text("errmsg", words(&payment.respcd))
        .text("cancel", cancel)
        .text("udid", "qiantai2")
        .text("chnlsn", chnlsn(&payment.syssn))
        .text("cardcd", cardcd(payment.is_card()))
        .text("goods_name", "")
        .text("cash_fee", payment.txamt.to_string())
        .text("cash_fee_type", &payment.txcurrcd);
    fields
}

fn refund_row(slot: &RefundSlot, payment: &PaymentSlot, now: OffsetDateTime) -> Fields {
    let (refund, payment) = (&slot.refund, &payment.payment);
    let respcd = slot.respcd(now);
    let time = hong_kong::gateway_time(instant(refund.at));
    let mut fields = Fields::default();
    fields
        .text("syssn", &refund.syssn)
        .text("out_trade_no", &refund.out_trade_no)
        .text("origssn", &refund.orig_syssn)
        .text("order_type", "refund")
        .text("pay_type", &payment.pay_type)
        .text("txamt", refund.txamt.to_string())
        .text("txcurrcd", &payment.txcurrcd)
        .text("txdtm", &refund.txdtm)
        .text("sysdtm", &time)
        .text("paydtm", &time)
        .text("respcd", respcd)
        .text("errmsg", words(respcd))
        .text("cancel", "0")
        .text("udid", refund.udid.as_deref().unwrap_or("qiantai2"))
        .text("chnlsn", chnlsn(&payment.syssn))
        .text("cardcd", cardcd(payment.is_card()))
        .text("goods_name", "")
        .text("cash_refund_fee", refund.txamt.to_string())
        .text("cash_refund_fee_type", &payment.txcurrcd);
    fields
}
