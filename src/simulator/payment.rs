//! A payment somebody made at the simulated shop.

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
pub struct Payment {
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

impl Payment {
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

/// Whether a text is exactly so many ASCII digits.
pub(super) fn all_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}
