//! Why a claim was not given, in words.

use crate::journal::{Begun, Record};
use crate::language::{text, word};
use crate::money::Currency;
use crate::refund::{Name, Reference, State, hong_kong};

/// A rule that stands in the way of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// How far it extends.
    pub extent: Extent,
    /// A stable word for scripts.
    pub cause: &'static str,
    /// What stands in the way, as a clause.
    pub text: String,
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
    pub fn of(begun: &Begun, currency: Currency) -> Option<Self> {
        let words = |minor: u64| currency.in_words(minor.into());
        let (extent, cause, text) = match begun {
            Begun::Claimed(_) | Begun::Planned(_) | Begun::Existing(_) => return None,
            Begun::Twin(twin) => (
                Extent::Refund,
                "twin",
                text!(
                    "attempt-twin",
                    "the same refund, {earlier}",
                    earlier = earlier(twin)
                ),
            ),
            Begun::MadeSince(other) => return Some(Self::made_since(other)),
            Begun::OtherAttempt(other) => return Some(Self::other_attempt(other)),
            Begun::LookAlike(wanted, known) => return Some(Self::look_alike(wanted, known)),
            Begun::Open(open) => (
                Extent::Doubt,
                "open",
                text!(
                    "attempt-open",
                    "another refund, {refunds}",
                    refunds = open
                        .iter()
                        .map(earlier)
                        .collect::<Vec<_>>()
                        .join(word!("attempt-open-and", "; and another, "))
                ),
            ),
            Begun::Busy(other) => (
                Extent::Moment,
                "busy",
                text!(
                    "attempt-busy",
                    "another refund of this payment, {other}, is being sent at this moment",
                    other = other.number()
                ),
            ),
            Begun::Unfinished(row) => (
                Extent::Batch,
                "unfinished_import",
                text!(
                    "attempt-unfinished",
                    "not all rows of the batch of {row} are written down yet",
                    row = row.number()
                ),
            ),
            Begun::ExceedsRest { paid, live } => (
                Extent::Refund,
                "rest",
                text!(
                    "attempt-rest",
                    "the refund is more than is left of its payment: {paid} was paid, and {live} of it is refunded or may be",
                    paid = words(*paid),
                    live = words(*live)
                ),
            ),
            Begun::ExceedsDay { limit, live } => (
                Extent::Day,
                "day",
                text!(
                    "attempt-day",
                    "the refund would be more than the profile's limit for a day, {limit}: {live} of it is refunded or may be",
                    limit = words(*limit),
                    live = words(*live)
                ),
            ),
            Begun::ExceedsRefund { limit } => return Some(Self::above_limit(&words(*limit))),
            Begun::ExceedsBatch { limit, others } => (
                Extent::Batch,
                "limit",
                text!(
                    "attempt-batch-limit",
                    "the refund would be more than the profile's limit for a batch, {limit}: the other rows take {others} of it",
                    limit = words(*limit),
                    others = words(*others)
                ),
            ),
            Begun::GivenUp(other) => (
                Extent::Refund,
                "given_up",
                text!(
                    "attempt-given-up",
                    "the same refund stood in another file: {earlier}",
                    earlier = earlier(other)
                ),
            ),
            Begun::RowGivenUp(row) => (
                Extent::Refund,
                "given_up",
                text!(
                    "attempt-row-given-up",
                    "the same refund was left out of a file as a twin of {twin}, and was given up {at}",
                    twin = row.twin,
                    at = hong_kong::gateway_time(row.at)
                ),
            ),
            Begun::OtherMerchant(before) => (
                Extent::Batch,
                "merchant",
                text!(
                    "attempt-merchant",
                    "the refunds of this profile so far are those of the merchant {before}, and nobody has said yet whether its merchant now is the same",
                    before = before.in_words()
                ),
            ),
            Begun::OtherCurrency(currency) => (
                Extent::Refund,
                "currency",
                text!(
                    "attempt-currency",
                    "the payment was made in {currency}",
                    currency
                ),
            ),
        };
        Some(Self {
            extent,
            cause,
            text,
        })
    }

    /// A reference or a number that can be taken for the one of a known refund.
    #[must_use]
    pub fn look_alike(wanted: &Name, known: &Record) -> Self {
        let used = match wanted {
            Name::Reference(_) => known
                .wanted
                .intent
                .reference
                .as_ref()
                .map(Reference::as_str),
            Name::Number(_) => Some(known.number().as_str()),
        };
        Self {
            extent: Extent::Refund,
            cause: "look_alike",
            text: text!(
                "attempt-look-alike",
                "the {kind} {name} looks like {used}, under which {wanted} was written down, and is another one",
                kind = wanted.kind(),
                name = told_apart(wanted.as_str()),
                used = used.map_or_else(String::new, told_apart),
                wanted = match wanted {
                    Name::Reference(_) => known.number().as_str(),
                    Name::Number(_) => word!("attempt-a-refund", "a refund"),
                }
            ),
        }
    }

    /// Another attempt at the refund is not settled, or has refunded.
    #[must_use]
    pub fn other_attempt(other: &Record) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "attempt",
            text: text!(
                "attempt-other",
                "another attempt at this refund, {other}, is {state}",
                other = other.number(),
                state = other.state()
            ),
        }
    }

    /// A refund that may have been made in the place of one that was to be sent again.
    #[must_use]
    pub fn made_since(other: &Record) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "made_since",
            text: text!(
                "attempt-made-since",
                "another refund was made since, {earlier}",
                earlier = earlier(other)
            ),
        }
    }

    /// A refund that was written down in another currency than the profile has now: what is sent names
    /// none, so that it would be as many of the other.
    #[must_use]
    pub fn other_currency(known: &Record, ours: Currency) -> Option<Self> {
        let intent = &known.wanted.intent;
        let is_other = intent.currency != ours;
        is_other.then(|| Self {
            extent: Extent::Refund,
            cause: "currency",
            text: text!("attempt-other-currency", "{known} was written down as {amount}, and the currency of the profile is {ours} now", known = known.number(), amount = intent.amount.in_words(intent.currency), ours = ours.code()),
        })
    }

    /// A refund above the largest one allowed, given in words.
    #[must_use]
    pub fn above_limit(most: &str) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "limit",
            text: text!(
                "attempt-above-limit",
                "the refund is more than the profile's largest refund, {most}",
                most
            ),
        }
    }
}

/// Says which earlier refund of the payment is meant, and how it stands.
fn earlier(record: &Record) -> String {
    let intent = &record.wanted.intent;
    let reference = match &intent.reference {
        Some(reference) => text!(
            "attempt-under-reference",
            " under the reference `{reference}`",
            reference = reference.as_str().escape_debug()
        ),
        None if record.wanted.is_found() => {
            text!(
                "attempt-no-reference",
                " (which the gateway showed, so that its reference is not known)"
            )
        }
        None => String::new(),
    };
    // What is only planned was never made.
    let (was, at) = match record.state() {
        State::Planned => (
            word!("attempt-written-down", "written down"),
            record.created_at,
        ),
        _ => (word!("attempt-made", "made"), record.made_at()),
    };
    text!(
        "attempt-earlier",
        "{amount} of this payment, was {was} {at} (UTC+8) as {number}{reference}, and is {state}",
        amount = intent.amount.in_words(intent.currency),
        was,
        at = hong_kong::gateway_time(at),
        number = record.number(),
        reference,
        state = record.state()
    )
}

/// Writes a text so that two that look alike can be told apart: with the code of every character
/// that is not of ASCII.
fn told_apart(text: &str) -> String {
    let codes: Vec<String> = text
        .chars()
        .filter(|c| !c.is_ascii())
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    if codes.is_empty() {
        format!("`{text}`")
    } else {
        format!("`{text}` ({})", codes.join(" "))
    }
}
