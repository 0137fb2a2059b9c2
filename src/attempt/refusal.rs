//! Why a claim was not given, in words.

use crate::journal::{Begun, Record};
use crate::money::Currency;
use crate::refund::{State, Syssn, hong_kong};

/// A rule that stands in the way of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// How far it extends.
    pub extent: Extent,
    /// A stable word for scripts.
    pub cause: &'static str,
    /// What stands in the way, as a clause.
    pub text: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

/// How far a refusal extends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It concerns this refund alone.
    Refund,
    /// It is over as soon as another refund of the payment has ended.
    Moment,
    /// It would meet every further refund of the day.
    Day,
    /// It would meet every further row of the batch.
    Batch,
}

impl Refusal {
    /// Words what the journal answered; `None` where no rule stands in the way, that is where the
    /// refund is claimed, planned or there already.
    #[must_use]
    pub fn of(begun: &Begun, payment: &Syssn, currency: Currency) -> Option<Self> {
        let words = |minor: u64| currency.in_words(minor.into());
        Some(match begun {
            Begun::Claimed(_) | Begun::Planned(_) | Begun::Existing(_) => return None,
            Begun::Twin(twin) => Self::twin(twin),
            Begun::Busy(other) => Self {
                extent: Extent::Moment,
                cause: "busy",
                text: format!(
                    "another refund of this payment, {}, is being sent at this moment",
                    other.number()
                ),
                remedy: "Run the command again when it has ended.".to_owned(),
            },
            Begun::ExceedsRest { paid, live } => Self {
                extent: Extent::Refund,
                cause: "rest",
                text: format!(
                    "the refund is more than is left of its payment: {} was paid, and {} of it is refunded or may be",
                    words(*paid),
                    words(*live)
                ),
                remedy: format!(
                    "Lower the amount, or look at the refunds with `qfrefund history --syssn {payment}`."
                ),
            },
            Begun::ExceedsDay { limit, live } => Self {
                extent: Extent::Day,
                cause: "day",
                text: format!(
                    "the refund would be more than the profile's limit for a day, {}: {} of it is refunded or may be",
                    words(*limit),
                    words(*live)
                ),
                remedy: "Wait for the next day, or raise `max_day_total` in the profile."
                    .to_owned(),
            },
            Begun::ExceedsRefund { limit } => Self::above_limit(&words(*limit)),
            Begun::ExceedsBatch { limit, others } => Self {
                extent: Extent::Batch,
                cause: "limit",
                text: format!(
                    "the refund would be more than the profile's limit for a batch, {}: the other rows take {} of it",
                    words(*limit),
                    words(*others)
                ),
                remedy: "Have `max_batch_total` in the profile raised by whoever may decide that."
                    .to_owned(),
            },
            Begun::OtherMerchant(before) => Self {
                extent: Extent::Batch,
                cause: "merchant",
                text: format!(
                    "the refunds of this profile so far are those of the merchant `{}`, and nobody has said yet whether its merchant now is the same",
                    before.as_str()
                ),
                remedy: "Run `qfrefund journal adopt-merchant` with the profile's name.".to_owned(),
            },
            Begun::OtherCurrency(currency) => Self {
                extent: Extent::Refund,
                cause: "currency",
                text: format!("the payment was made in {currency}"),
                remedy: format!("Use a profile whose currency is {currency}."),
            },
        })
    }

    /// A refund above the largest one allowed, given in words.
    #[must_use]
    pub fn above_limit(most: &str) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "limit",
            text: format!("the refund is more than the profile's largest refund, {most}"),
            remedy: "Have `max_refund` in the profile raised by whoever may decide that."
                .to_owned(),
        }
    }

    fn twin(twin: &Record) -> Self {
        let intent = &twin.wanted.intent;
        let number = twin.number();
        Self {
            extent: Extent::Refund,
            cause: "twin",
            text: format!(
                "the same refund, {} of this payment, was {} {} (UTC+8) as {number} and is {}",
                intent.amount.in_words(intent.currency),
                // What is only planned was never made.
                if twin.state() == State::Planned {
                    "written down"
                } else {
                    "made"
                },
                hong_kong::gateway_time(twin.created_at),
                twin.state()
            ),
            remedy: format!(
                "If a second one is meant, add --twin; if not, there is nothing to do (`qfrefund show {number}`)."
            ),
        }
    }
}
