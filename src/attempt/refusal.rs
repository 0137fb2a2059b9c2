//! Why a claim was not given, in words.

use crate::journal::{Begun, Record};
use crate::money::Currency;
use crate::refund::{Name, Reference, State, Syssn, command, hong_kong, in_shell};

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
                format!("the same refund, {}", earlier(twin)),
            ),
            Begun::MadeSince(other) => return Some(Self::made_since(other)),
            Begun::OtherAttempt(other) => return Some(Self::other_attempt(other)),
            Begun::LookAlike(wanted, known) => return Some(Self::look_alike(wanted, known)),
            Begun::Open(open) => (
                Extent::Doubt,
                "open",
                format!(
                    "another refund, {}",
                    open.iter()
                        .map(earlier)
                        .collect::<Vec<_>>()
                        .join("; and another, ")
                ),
            ),
            Begun::Busy(other) => (
                Extent::Moment,
                "busy",
                format!(
                    "another refund of this payment, {}, is being sent at this moment",
                    other.number()
                ),
            ),
            Begun::ExceedsRest { paid, live } => (
                Extent::Refund,
                "rest",
                format!(
                    "the refund is more than is left of its payment: {} was paid, and {} of it is refunded or may be",
                    words(*paid),
                    words(*live)
                ),
            ),
            Begun::ExceedsDay { limit, live } => (
                Extent::Day,
                "day",
                format!(
                    "the refund would be more than the profile's limit for a day, {}: {} of it is refunded or may be",
                    words(*limit),
                    words(*live)
                ),
            ),
            Begun::ExceedsRefund { limit } => return Some(Self::above_limit(&words(*limit))),
            Begun::ExceedsBatch { limit, others } => (
                Extent::Batch,
                "limit",
                format!(
                    "the refund would be more than the profile's limit for a batch, {}: the other rows take {} of it",
                    words(*limit),
                    words(*others)
                ),
            ),
            Begun::GivenUp(other) => (
                Extent::Refund,
                "given_up",
                format!("the same refund stood in another file: {}", earlier(other)),
            ),
            Begun::RowGivenUp(row) => (
                Extent::Refund,
                "given_up",
                format!(
                    "the same refund was left out of a file as a twin of {}, and was given up {}",
                    row.twin,
                    hong_kong::gateway_time(row.at)
                ),
            ),
            Begun::OtherMerchant(before) => (
                Extent::Batch,
                "merchant",
                format!(
                    "the refunds of this profile so far are those of the merchant {}, and nobody has said yet whether its merchant now is the same",
                    before.in_words()
                ),
            ),
            Begun::OtherCurrency(currency) => (
                Extent::Refund,
                "currency",
                format!("the payment was made in {currency}"),
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
            text: format!(
                "the {} {} looks like {}, under which {} was written down, and is another one",
                wanted.kind(),
                told_apart(wanted.as_str()),
                used.map_or_else(String::new, told_apart),
                match wanted {
                    Name::Reference(_) => known.number().as_str(),
                    Name::Number(_) => "a refund",
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
            text: format!(
                "another attempt at this refund, {}, is {}",
                other.number(),
                other.state()
            ),
        }
    }

    /// A refund that may have been made in the place of one that was to be sent again.
    #[must_use]
    pub fn made_since(other: &Record) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "made_since",
            text: format!("another refund was made since, {}", earlier(other)),
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
            text: format!(
                "{} was written down as {}, and the currency of the profile is {} now",
                known.number(),
                intent.amount.in_words(intent.currency),
                ours.code()
            ),
        })
    }

    /// A refund above the largest one allowed, given in words.
    #[must_use]
    pub fn above_limit(most: &str) -> Self {
        Self {
            extent: Extent::Refund,
            cause: "limit",
            text: format!("the refund is more than the profile's largest refund, {most}"),
        }
    }
}

/// What to do about a refund that was written down in another currency.
#[must_use]
pub fn currency_remedy(known: &Record, profile: &str) -> String {
    let word = if known.state() == State::Planned {
        "cancel"
    } else {
        "resolve"
    };
    format!(
        "Set `currency` in the profile back if that is right; otherwise `{}`, and make a new refund under another reference.",
        command(word, known.number().as_str(), profile)
    )
}

/// What to do about a refund above the largest one allowed.
pub const RAISE_MAX_REFUND: &str =
    "Have `max_refund` in the profile raised by whoever may decide that.";

/// Says what to do, as a sentence, where the journal did not let a single refund of `payment` be
/// sent with a profile.
#[must_use]
pub fn remedy(begun: &Begun, payment: &Syssn, profile: &str) -> String {
    match begun {
        Begun::Claimed(record) | Begun::Planned(record) | Begun::Existing(record) => format!(
            "Look at it with `{}`.",
            command("show", record.number().as_str(), profile)
        ),
        Begun::Twin(twin) => second(twin, profile),
        Begun::MadeSince(other) => format!(
            "See `{}`.",
            command("show", other.number().as_str(), profile)
        ),
        Begun::OtherAttempt(other) => first(other, profile),
        Begun::Open(open) => {
            let of = |words: &dyn Fn(&str) -> String, between: &str| {
                let open = open.iter().map(|open| words(open.number().as_str()));
                open.collect::<Vec<_>>().join(between)
            };
            let them = if open.len() == 1 { "it" } else { "them" };
            format!(
                "Find out first what became of {them}: {}. If somebody has looked and this refund is right beside {them}, add {}.",
                of(&|no| format!("`{}`", command("resolve", no, profile)), ", "),
                of(&|no| format!("--beside-open {}", in_shell(no)), " ")
            )
        }
        Begun::LookAlike(name, known) => {
            let kind = name.kind();
            format!(
                "For the same refund give its very {kind} (`{}`), for another one {} that differs to the eye.",
                command("show", known.number().as_str(), profile),
                match name {
                    Name::Reference(_) => "a reference",
                    Name::Number(_) => "an out_trade_no",
                }
            )
        }
        Begun::RowGivenUp(_) => {
            "If it is wanted after all, run the file with --retry-cancelled.".to_owned()
        }
        Begun::GivenUp(other) => format!(
            "See `{}`; a single one is issued by itself.",
            command("show", other.number().as_str(), profile)
        ),
        Begun::Busy(_) => "Run the command again when it has ended.".to_owned(),
        Begun::ExceedsRest { .. } => format!(
            "Lower the amount, or look at the refunds with `{}`.",
            command("history --syssn", payment.as_str(), profile)
        ),
        Begun::ExceedsDay { .. } => {
            "Wait for the next day, or raise `max_day_total` in the profile.".to_owned()
        }
        Begun::ExceedsRefund { .. } => RAISE_MAX_REFUND.to_owned(),
        Begun::ExceedsBatch { .. } => {
            "Have `max_batch_total` in the profile raised by whoever may decide that.".to_owned()
        }
        Begun::OtherMerchant(_) => {
            format!("Run `qfrefund journal adopt-merchant --profile {profile}`.")
        }
        Begun::OtherCurrency(currency) => format!("Use a profile whose currency is {currency}."),
    }
}

/// What to do about another attempt at the same refund.
fn first(other: &Record, profile: &str) -> String {
    let named = |what| command(what, other.number().as_str(), profile);
    if other.state().is_open() || other.state() == State::Sending {
        return format!("Find out first what became of it: `{}`.", named("resolve"));
    }
    if other.state() == State::Planned {
        return format!(
            "Nothing of it was sent: the command without --again takes it up, and `{}` gives it up.",
            named("cancel")
        );
    }
    format!(
        "Nothing is left to send: look at it with `{}`, and give up what is planned in its place.",
        named("show")
    )
}

/// What to do about a refund of the same amount.
fn second(twin: &Record, profile: &str) -> String {
    let named = |what| command(what, twin.number().as_str(), profile);
    match twin.state() {
        State::Pending | State::Unknown | State::Sending => format!(
            "Find out first what became of it: `{}`. If a second one is meant, add --twin.",
            named("resolve")
        ),
        State::Planned => format!(
            "Nothing of it was sent: its own command or file, run again, takes it up, and `{}` gives it up. If a second one is meant, add --twin (`{}`).",
            named("cancel"),
            named("show")
        ),
        State::Refunded | State::Declined | State::Closed(_) | State::Cancelled => format!(
            "If a second one is meant, add --twin; if not, there is nothing to do (`{}`).",
            named("show")
        ),
    }
}

/// Says which earlier refund of the payment is meant, and how it stands.
fn earlier(record: &Record) -> String {
    let intent = &record.wanted.intent;
    let reference = match &intent.reference {
        Some(reference) => format!(
            " under the reference `{}`",
            reference.as_str().escape_debug()
        ),
        None if record.wanted.is_found() => {
            " (which the gateway showed, so that its reference is not known)".to_owned()
        }
        None => String::new(),
    };
    // What is only planned was never made.
    let (was, at) = match record.state() {
        State::Planned => ("written down", record.created_at),
        _ => ("made", record.made_at()),
    };
    format!(
        "{} of this payment, was {was} {} (UTC+8) as {}{reference}, and is {}",
        intent.amount.in_words(intent.currency),
        hong_kong::gateway_time(at),
        record.number(),
        record.state()
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
