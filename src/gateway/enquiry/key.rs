//! The number that is asked for, and the question it makes.

use super::reply::{EnquiryFault, PAGE_SIZE};
use super::row::{RowKind, Transaction, is_alike};
use crate::gateway::wire::{Merchant, QUERY_PATH, SignedRequest};
use crate::language::text;
use crate::refund::OutTradeNo;
use crate::refund::hong_kong::HkMonth;

/// What is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The merchant's number, of a refund or a payment.
    OutTradeNo(String),
    /// The merchant's number of a payment.
    Order(String),
    /// The gateway's number; also finds the refunds of that payment where they are listed.
    Syssn(String),
}

impl Key {
    fn pair(&self) -> (&'static str, String) {
        match self {
            Self::OutTradeNo(number) | Self::Order(number) => ("out_trade_no", number.clone()),
            Self::Syssn(number) => ("syssn", number.clone()),
        }
    }

    /// Whether a row has the number.
    #[must_use]
    pub fn fits(&self, row: &Transaction) -> bool {
        match self {
            Self::OutTradeNo(number) | Self::Order(number) => {
                row.out_trade_no.as_ref() == Some(number)
            }
            Self::Syssn(number) => row.syssn.as_ref() == Some(number) || row.names_payment(number),
        }
    }

    /// Whether a row that does not fit may be meant all the same: it does not say whose it is, or
    /// nearly what was asked for.
    pub(super) fn doubts(&self, row: &Transaction) -> bool {
        let may_be = |says: Option<&str>, number| says.is_none_or(|says| is_alike(says, number));
        match self {
            Self::OutTradeNo(number) => {
                row.order_type != RowKind::Payment && may_be(row.out_trade_no.as_deref(), number)
            }
            Self::Order(number) => may_be(row.out_trade_no.as_deref(), number),
            Self::Syssn(number) => {
                may_be(row.syssn.as_deref(), number) || row.may_be_of_payment(number)
            }
        }
    }

    /// Says that an answer has no row of this number but this one.
    pub(super) fn unanswered(&self, row: &Transaction) -> EnquiryFault {
        let (name, number) = self.pair();
        let has = |name, says: &Option<String>| match says {
            Some(says) => {
                let short: String = says.chars().take(80).collect();
                text!(
                    "gateway-answer-has",
                    "{name} `{says}`",
                    name,
                    says = short.escape_debug()
                )
            }
            None => text!("gateway-answer-has-no", "no {name}", name),
        };
        EnquiryFault::NoAnswer(text!(
            "gateway-answer-another",
            "it shows no {name} {number}, but a row with {first} and {second}",
            name,
            number,
            first = has("out_trade_no", &row.out_trade_no),
            second = has("syssn", &row.syssn)
        ))
    }
}

/// Whether a number looks like one of the gateway's own: a date, and 22 to 26 digits in all. A merchant's may look
/// so, too.
#[must_use]
pub fn may_be_syssn(number: &str) -> bool {
    let is_long = (22..=26).contains(&number.len());
    let is_number = number.bytes().all(|b| b.is_ascii_digit());
    is_long && is_number && HkMonth::of_dated_number(number).is_some()
}

/// Returns the months in which a transaction may stand, likeliest first.
///
/// A number of ours and a payment number carry their date; the months beside it are tried too, for
/// a refund sent near the month's end. Without a date it is this month and those beside it. A number
/// of ours has the date of a clock that may have been wrong, so that both are tried for it.
#[must_use]
pub fn months_to_try(key: &Key, this_month: HkMonth) -> Vec<HkMonth> {
    let made = match key {
        Key::OutTradeNo(number) => {
            OutTradeNo::month_made(number).or_else(|| HkMonth::of_dated_number(number))
        }
        Key::Order(number) | Key::Syssn(number) => HkMonth::of_dated_number(number),
    };
    let around = |month: HkMonth| {
        if month < this_month {
            [month, month.next(), month.previous()]
        } else {
            [month, month.previous(), month.next()]
        }
    };
    let mut months = match (made, key) {
        (Some(made), Key::Order(_) | Key::Syssn(_)) => around(made).to_vec(),
        (Some(made), Key::OutTradeNo(_)) => [around(made), around(this_month)].concat(),
        (None, _) => around(this_month).to_vec(),
    };
    let mut seen = Vec::new();
    months.retain(|month| {
        let is_new = !seen.contains(month);
        seen.push(*month);
        is_new
    });
    months
}

/// Builds the request for one page, `page` counting from 1; without a key it lists a month.
#[must_use]
pub fn page_request(
    key: Option<&Key>,
    month: Option<HkMonth>,
    page: usize,
    merchant: &Merchant,
) -> SignedRequest {
    let mut pairs = vec![
        ("page", page.to_string()),
        ("page_size", PAGE_SIZE.to_string()),
    ];
    pairs.extend(key.map(Key::pair));
    if let Some(month) = month {
        let (start, end) = month.window();
        pairs.push(("start_time", start));
        pairs.push(("end_time", end));
    }
    SignedRequest::new(QUERY_PATH, merchant, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_and_digits_look_like_the_gateways_own_number() {
        for (number, may_be) in [
            ("20191227000200020061752831", true),
            ("2019122700020002006175", true),
            ("201912270002000200617", false),
            ("201912270002000200617528311", false),
            ("20191327000200020061752831", false),
            ("2019122700020002006175283A", false),
            ("RF20261122-7Q2M8D4T1ZK5W9X", false),
            ("RR-5PAE3GK2MPJ466EN5Q5R2A9", false),
            ("ORDER-7781", false),
            ("", false),
        ] {
            assert_eq!(may_be_syssn(number), may_be, "{number}");
        }
    }
}
