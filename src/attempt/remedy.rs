//! What to do about a claim that was not given.

use crate::journal::{Begun, Record};
use crate::language::{text, word};
use crate::refund::{Name, State, Syssn, command, in_shell};

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
                "Find out first what became of {them}: {look}. If somebody has looked and this refund is right beside {them}, add {options}.",
                them,
                look = of(&|no| format!("`{}`", command("resolve", no, profile)), ", "),
                options = of(&|no| format!("--beside-open {}", in_shell(no)), " ")
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
        Begun::Unfinished(_) => text!(
            "attempt-unfinished-fix",
            "Run its file again, which ends that, or give it up with `batch cancel`."
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
            "Find out first what became of it: `{resolve}`.",
            resolve = named("resolve")
        );
    }
    if other.state() == State::Planned {
        return text!(
            "attempt-not-sent-again",
            "Nothing of it was sent: the command without --again takes it up, and `{cancel}` gives it up.",
            cancel = named("cancel")
        );
    }
    text!(
        "attempt-nothing-left",
        "Nothing is left to send: look at it with `{show}`, and give up what is planned in its place.",
        show = named("show")
    )
}

/// What to do about a refund of the same amount.
fn second(twin: &Record, profile: &str) -> String {
    let named = |what| command(what, twin.number().as_str(), profile);
    match twin.state() {
        State::Pending | State::Unknown | State::Sending => text!(
            "attempt-find-out-twin",
            "Find out first what became of it: `{resolve}`. If a second one is meant, add --twin.",
            resolve = named("resolve")
        ),
        State::Planned => text!(
            "attempt-not-sent-twin",
            "Nothing of it was sent: its own command or file, run again, takes it up, and `{cancel}` gives it up. If a second one is meant, add --twin (`{show}`).",
            cancel = named("cancel"),
            show = named("show")
        ),
        State::Refunded | State::Declined | State::Closed(_) | State::Cancelled => text!(
            "attempt-twin-meant",
            "If a second one is meant, add --twin; if not, there is nothing to do (`{show}`).",
            show = named("show")
        ),
    }
}
