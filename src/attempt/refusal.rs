//! Why a claim was not given, in words.

use crate::journal::{Begun, Record};
use crate::money::Currency;
use crate::refund::{State, Syssn, hong_kong, in_shell};

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
    /// It is over when another refund of the payment, which is open, is settled.
    Doubt,
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
            Begun::Open(open) => Self::beside(open),
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

    /// A refund beside one whose outcome is open.
    fn beside(open: &Record) -> Self {
        let number = in_shell(open.number().as_str());
        Self {
            extent: Extent::Doubt,
            cause: "open",
            text: format!("another refund, {} and is {}", earlier(open), open.state()),
            remedy: format!(
                "Find out first what became of it: `qfrefund resolve {number}`. If somebody has looked and this refund is right beside it, add --beside-open {number}."
            ),
        }
    }

    fn twin(twin: &Record) -> Self {
        let number = in_shell(twin.number().as_str());
        let remedy = match twin.state() {
            State::Pending | State::Unknown | State::Sending => format!(
                "Find out first what became of it: `qfrefund resolve {number}`. If a second one is meant, add --twin."
            ),
            State::Planned => format!(
                "Nothing of it was sent: its own command or file, run again, takes it up. If a second one is meant, add --twin (`qfrefund show {number}`)."
            ),
            State::Refunded | State::Declined | State::Closed | State::Cancelled => format!(
                "If a second one is meant, add --twin; if not, there is nothing to do (`qfrefund show {number}`)."
            ),
        };
        Self {
            extent: Extent::Refund,
            cause: "twin",
            text: format!(
                "the same refund, {}, and is {}",
                earlier(twin),
                twin.state()
            ),
            remedy,
        }
    }
}

/// Says which earlier refund of the payment is meant.
fn earlier(record: &Record) -> String {
    let intent = &record.wanted.intent;
    let reference = match &intent.reference {
        Some(reference) => format!(
            " under the reference `{}`",
            reference.as_str().escape_debug()
        ),
        None => String::new(),
    };
    format!(
        "{} of this payment, was {} {} (UTC+8) as {}{reference}",
        intent.amount.in_words(intent.currency),
        // What is only planned was never made.
        if record.state() == State::Planned {
            "written down"
        } else {
            "made"
        },
        hong_kong::gateway_time(record.created_at),
        record.number(),
    )
}
