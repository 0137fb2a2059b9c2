//! A payment somebody made at the simulated shop.

use crate::money::{Amount, Currency};
use crate::refund::hong_kong;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Marks a payment that was always made today, so that the rule for cards paid the same day can
/// be met whenever somebody tries it.
pub(super) const TODAY: &str = "today";

/// Pay types of cards: a refund on the day of payment is a void, in full only (protocol 3.3).
const CARDS: [&str; 5] = ["802801", "802808", "806708", "806808", "806527"];

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulatedPayment {
    /// The gateway's number.
    pub syssn: String,
    /// The shop's order number.
    pub out_trade_no: String,
    /// Amount in minor units.
    pub txamt: u64,
    /// Currency, ISO 4217.
    pub txcurrcd: String,
    /// Pay type, six digits (protocol 7.2).
    pub pay_type: String,
    /// When it was paid, as the gateway writes times, or `today`.
    pub sysdtm: String,
    /// Its own result; only `0000` can be refunded.
    pub respcd: String,
    /// Whether it may be refunded in parts.
    pub partial: bool,
}

impl SimulatedPayment {
    /// Returns what is wrong with the payment, as a clause.
    pub(super) fn fault(&self) -> Option<String> {
        let number =
            |text: &str| (1..=128).contains(&text.len()) && text.bytes().all(is_number_byte);
        if !number(&self.syssn) {
            return Some(
                "`syssn` must be 1 to 128 visible ASCII characters without a comma".to_owned(),
            );
        }
        if !number(&self.out_trade_no) {
            return Some(
                "`out_trade_no` must be 1 to 128 visible ASCII characters without a comma"
                    .to_owned(),
            );
        }
        if Amount::from_minor(self.txamt).is_err() {
            return Some("`txamt` must be 1 to 99999999999 minor units".to_owned());
        }
        if Currency::from_code(&self.txcurrcd).is_err() {
            let known: Vec<&str> = Currency::ALL.iter().map(|c| c.code()).collect();
            return Some(format!("`txcurrcd` must be one of {}", known.join(", ")));
        }
        if !all_digits(&self.pay_type, 6) {
            return Some("`pay_type` must be 6 digits".to_owned());
        }
        if !all_digits(&self.respcd, 4) {
            return Some("`respcd` must be 4 digits in quotes".to_owned());
        }
        if self.sysdtm != TODAY && hong_kong::parse_gateway_time(&self.sysdtm).is_none() {
            return Some("`sysdtm` must be `YYYY-MM-DD HH:MM:SS` or `today`".to_owned());
        }
        None
    }

    /// Returns when it was paid.
    pub(super) fn paid_at(&self, now: OffsetDateTime) -> OffsetDateTime {
        hong_kong::parse_gateway_time(&self.sysdtm).unwrap_or_else(|| {
            now.to_offset(hong_kong::OFFSET)
                .replace_time(time::Time::MIDNIGHT)
        })
    }

    /// Whether it is a card payment of the present day in Hong Kong.
    pub(super) fn is_card_of_today(&self, now: OffsetDateTime) -> bool {
        let day = |instant: OffsetDateTime| instant.to_offset(hong_kong::OFFSET).date();
        self.is_card() && day(self.paid_at(now)) == day(now)
    }

    /// Whether it was paid by card.
    pub(super) fn is_card(&self) -> bool {
        CARDS.contains(&self.pay_type.as_str())
    }
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b','
}

/// Whether a text is exactly so many ASCII digits.
pub(super) fn all_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}
