//! Why a claim was not given, in words.

use crate::journal::{Begun, Record};
use crate::language::{text, word};
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
                    "another refund, {iter}",
                    iter = open
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
            Begun::ExceedsRest { paid, live } => (
                Extent::Refund,
                "rest",
                text!(
                    "attempt-rest",
                    "the refund is more than is left of its payment: {words} was paid, and {words_2} of it is refunded or may be",
                    words = words(*paid),
                    words_2 = words(*live)
                ),
            ),
            Begun::ExceedsDay { limit, live } => (
                Extent::Day,
                "day",
                text!(
                    "attempt-day",
                    "the refund would be more than the profile's limit for a day, {words}: {words_2} of it is refunded or may be",
                    words = words(*limit),
                    words_2 = words(*live)
                ),
            ),
            Begun::ExceedsRefund { limit } => return Some(Self::above_limit(&words(*limit))),
            Begun::ExceedsBatch { limit, others } => (
                Extent::Batch,
                "limit",
                text!(
                    "attempt-batch-limit",
                    "the refund would be more than the profile's limit for a batch, {words}: the other rows take {words_2} of it",
                    words = words(*limit),
                    words_2 = words(*others)
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
                    "the same refund was left out of a file as a twin of {twin}, and was given up {gateway_time}",
                    twin = row.twin,
                    gateway_time = hong_kong::gateway_time(row.at)
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
                "the {kind} {told_apart} looks like {used}, under which {wanted} was written down, and is another one",
                kind = wanted.kind(),
                told_apart = told_apart(wanted.as_str()),
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

/// What to do about a refund that was written down in another currency.
#[must_use]
pub fn currency_remedy(known: &Record, profile: &str) -> String {
    let word = if known.state() == State::Planned {
        "cancel"
    } else {
        "resolve"
    };
    text!(
        "attempt-other-currency-fix",
        "Set `currency` in the profile back if that is right; otherwise `{command}`, and make a new refund under another reference.",
        command = command(word, known.number().as_str(), profile)
    )
}

/// What to do about a refund above the largest one allowed.
pub fn raise_max_refund() -> &'static str {
    word!(
        "attempt-above-limit-fix",
        "Have `max_refund` in the profile raised by whoever may decide that."
    )
}

/// Says what to do, as a sentence, where the journal did not let a single refund of `payment` be
/// sent with a profile.
#[must_use]
pub fn remedy(begun: &Begun, payment: &Syssn, profile: &str) -> String {
    match begun {
        Begun::Claimed(record) | Begun::Planned(record) | Begun::Existing(record) => text!(
            "attempt-look-at-it",
            "Look at it with `{command}`.",
            command = command("show", record.number().as_str(), profile)
        ),
        Begun::Twin(twin) => second(twin, profile),
        Begun::MadeSince(other) => text!(
            "attempt-see",
            "See `{command}`.",
            command = command("show", other.number().as_str(), profile)
        ),
        Begun::OtherAttempt(other) => first(other, profile),
        Begun::Open(open) => {
            let of = |words: &dyn Fn(&str) -> String, between: &str| {
                let open = open.iter().map(|open| words(open.number().as_str()));
                open.collect::<Vec<_>>().join(between)
            };
            let them = if open.len() == 1 {
                word!("attempt-it", "it")
            } else {
                word!("attempt-them", "them")
            };
            text!(
                "attempt-beside-fix",
                "Find out first what became of {them}: {of}. If somebody has looked and this refund is right beside {them}, add {of_2}.",
                them,
                of = of(&|no| format!("`{}`", command("resolve", no, profile)), ", "),
                of_2 = of(&|no| format!("--beside-open {}", in_shell(no)), " ")
            )
        }
        Begun::LookAlike(name, known) => {
            let kind = name.kind();
            text!(
                "attempt-look-alike-fix",
                "For the same refund give its very {kind} (`{command}`), for another one {name} that differs to the eye.",
                kind,
                command = command("show", known.number().as_str(), profile),
                name = match name {
                    Name::Reference(_) => word!("attempt-a-reference", "a reference"),
                    Name::Number(_) => word!("attempt-an-out-trade-no", "an out_trade_no"),
                }
            )
        }
        Begun::RowGivenUp(_) => {
            text!(
                "attempt-row-given-up-fix",
                "If it is wanted after all, run the file with --retry-cancelled."
            )
        }
        Begun::GivenUp(other) => text!(
            "attempt-given-up-fix",
            "See `{command}`; a single one is issued by itself.",
            command = command("show", other.number().as_str(), profile)
        ),
        Begun::Busy(_) => text!(
            "attempt-busy-fix",
            "Run the command again when it has ended."
        ),
        Begun::ExceedsRest { .. } => text!(
            "attempt-rest-fix",
            "Lower the amount, or look at the refunds with `{command}`.",
            command = command("history --syssn", payment.as_str(), profile)
        ),
        Begun::ExceedsDay { .. } => {
            text!(
                "attempt-day-fix",
                "Wait for the next day, or raise `max_day_total` in the profile."
            )
        }
        Begun::ExceedsRefund { .. } => raise_max_refund().to_owned(),
        Begun::ExceedsBatch { .. } => {
            text!(
                "attempt-batch-limit-fix",
                "Have `max_batch_total` in the profile raised by whoever may decide that."
            )
        }
        Begun::OtherMerchant(_) => {
            text!(
                "attempt-merchant-fix",
                "Run `qfrefund journal adopt-merchant --profile {profile}`.",
                profile
            )
        }
        Begun::OtherCurrency(currency) => text!(
            "attempt-currency-fix",
            "Use a profile whose currency is {currency}.",
            currency
        ),
    }
}

/// What to do about another attempt at the same refund.
fn first(other: &Record, profile: &str) -> String {
    let named = |what| command(what, other.number().as_str(), profile);
    if other.state().is_open() || other.state() == State::Sending {
        return text!(
            "attempt-find-out",
            "Find out first what became of it: `{named}`.",
            named = named("resolve")
        );
    }
    if other.state() == State::Planned {
        return text!(
            "attempt-not-sent-again",
            "Nothing of it was sent: the command without --again takes it up, and `{named}` gives it up.",
            named = named("cancel")
        );
    }
    text!(
        "attempt-nothing-left",
        "Nothing is left to send: look at it with `{named}`, and give up what is planned in its place.",
        named = named("show")
    )
}

/// What to do about a refund of the same amount.
fn second(twin: &Record, profile: &str) -> String {
    let named = |what| command(what, twin.number().as_str(), profile);
    match twin.state() {
        State::Pending | State::Unknown | State::Sending => text!(
            "attempt-find-out-twin",
            "Find out first what became of it: `{named}`. If a second one is meant, add --twin.",
            named = named("resolve")
        ),
        State::Planned => text!(
            "attempt-not-sent-twin",
            "Nothing of it was sent: its own command or file, run again, takes it up, and `{named}` gives it up. If a second one is meant, add --twin (`{named_2}`).",
            named = named("cancel"),
            named_2 = named("show")
        ),
        State::Refunded | State::Declined | State::Closed(_) | State::Cancelled => text!(
            "attempt-twin-meant",
            "If a second one is meant, add --twin; if not, there is nothing to do (`{named}`).",
            named = named("show")
        ),
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
        "{amount} of this payment, was {was} {gateway_time} (UTC+8) as {record}{reference}, and is {state}",
        amount = intent.amount.in_words(intent.currency),
        was,
        gateway_time = hong_kong::gateway_time(at),
        record = record.number(),
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
