//! The refunds of the payment that are known already, and what they speak against.

use super::{Finding, PaymentFacts, Request, refusal, rows_of};
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::{Outcome, State, command, hong_kong};
use time::OffsetDateTime;

/// A refund of the payment that was made before, or tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The merchant's number, or else the gateway's.
    pub number: String,
    /// The gateway's number of it, where that is known.
    pub syssn: Option<String>,
    /// The number that the journal has it under.
    pub ours: Option<String>,
    /// How much.
    pub amount: Amount,
    /// When, where that is known.
    pub at: Option<OffsetDateTime>,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether it is gone, or may be: then it counts against the payment.
    pub counts: bool,
    /// Whether the gateway shows it.
    pub shown: bool,
    /// Whether the journal knows it. One that it does not know was made elsewhere.
    pub known: bool,
    /// How the journal has it, where it says that no money moved and the gateway shows otherwise.
    pub denied: Option<State>,
    /// How the journal has it, where that is open and the gateway shows what became of it.
    pub open: Option<State>,
    /// Whether the journal says that it was tried.
    pub tried: bool,
    /// Whether the gateway does not say of which payment it is. Then it takes nothing off this one,
    /// and may be the very refund that is wanted.
    pub nameless: bool,
}

impl Earlier {
    /// Whether it may be the same refund as one of this amount, made elsewhere.
    fn is_alike(&self, amount: Amount) -> bool {
        !self.known && (self.counts || self.nameless) && self.amount == amount
    }

    /// Says what it was, for example `HKD 45.00 refunded 2026-11-01 12:00:00 (UTC+8) as N1`.
    #[must_use]
    pub fn in_words(&self, currency: Currency) -> String {
        let when = match self.at {
            Some(at) => text!(
                "refund-known-at",
                "{at} (UTC+8)",
                at = hong_kong::gateway_time(at)
            ),
            None => text!("refund-known-no-time", "at an unknown time"),
        };
        let amount = self.amount.in_words(currency);
        let elsewhere = match self.denied {
            Some(State::Planned) if self.tried => {
                text!(
                    "refund-known-tried",
                    ", which this journal tried and has as planned"
                )
            }
            Some(State::Planned) => text!(
                "refund-known-planned",
                ", which this journal has as planned and never sent"
            ),
            Some(state) => text!(
                "refund-known-has",
                ", which this journal has as {state}",
                state
            ),
            None if self.known => String::new(),
            None if self.nameless => text!(
                "refund-known-nameless",
                ", which does not say of which payment it is"
            ),
            None => text!("refund-known-elsewhere", ", made elsewhere"),
        };
        text!(
            "refund-known-line",
            "{amount} {outcome} {when} as {number}{elsewhere}",
            amount,
            outcome = self.outcome,
            when,
            number = self.number,
            elsewhere
        )
    }
}

/// The gateway wants every number once, over payments and refunds (protocol 3.5).
pub(super) fn own_number(
    payment: &PaymentFacts,
    refunds: &[Earlier],
    request: &Request<'_>,
) -> Option<Finding> {
    let number = request.number?;
    if payment.number.as_deref() == Some(number) {
        return refusal(
            "payments_number",
            text!(
                "refund-known-payments-number",
                "{number} is the payment's own number",
                number
            ),
            word!(
                "refund-known-payments-number-fix",
                "Give the refund a number of its own, or none: then one is made."
            ),
        );
    }
    // One that the journal knows has got there meanwhile: it tells what became of that itself.
    let is_news = |refund: &&Earlier| !refund.known || refund.denied.is_some();
    let used = refunds
        .iter()
        .filter(|refund| refund.shown && refund.number == number)
        .find(is_news)?;
    let never_sent = text!(
        "refund-known-never-sent",
        "This journal never sent it: another machine did, or a journal that was lost."
    );
    let write_down = text!(
        "refund-known-write-down",
        "Have that written down with `{resolve}`.",
        resolve = resolve(used, request)
    );
    let remedy = match used.denied {
        None => text!(
            "refund-known-do-not-send",
            "{never_sent} Do not send it again.",
            never_sent
        ),
        Some(_) if used.tried => text!(
            "refund-known-do-not-send-write",
            "Do not send it again. {write_down}",
            write_down
        ),
        Some(_) => text!(
            "refund-known-never-sent-write",
            "{never_sent} Do not send it again. {write_down}",
            never_sent,
            write_down
        ),
    };
    refusal(
        "number_used",
        text!(
            "refund-known-number-used",
            "the gateway shows a refund under this number already: {used}",
            used = used.in_words(request.currency)
        ),
        remedy,
    )
}

fn resolve(refund: &Earlier, request: &Request<'_>) -> String {
    command("resolve", &refund.number, request.profile)
}

/// Where the journal says that no money moved and the gateway shows otherwise, the journal is wrong,
/// about that refund and the rest of the payment.
pub(super) fn contradicted(refunds: &[Earlier], request: &Request<'_>) -> Option<Finding> {
    let denied = refunds.iter().find(|refund| refund.denied.is_some())?;
    refusal(
        "contradicted",
        text!(
            "refund-known-contradict",
            "the gateway and this journal contradict each other about another refund of this payment: it shows {denied}",
            denied = denied.in_words(request.currency)
        ),
        text!(
            "refund-known-contradict-fix",
            "Have what it shows written down with `{resolve}`, then run this again. If that changes nothing, let a person look at it in the merchant portal.",
            resolve = resolve(denied, request)
        ),
    )
}

/// Whoever has looked at an open refund meant it as it was: where the gateway shows what became of it
/// meanwhile, that was not looked at.
pub(super) fn settled(refunds: &[Earlier], request: &Request<'_>) -> Option<Finding> {
    let is_beside =
        |refund: &&Earlier| request.beside.iter().any(|no| refund.number == no.as_str());
    let mut beside = refunds.iter().filter(is_beside);
    let (settled, was) = beside.find_map(|refund| Some((refund, refund.open?)))?;
    refusal(
        "settled",
        text!(
            "refund-known-settled",
            "the refund beside which this one is meant is {was} no longer: the gateway shows {settled}",
            was,
            settled = settled.in_words(request.currency)
        ),
        text!(
            "refund-known-settled-fix",
            "Have that written down with `{resolve}`, then decide anew whether this one is meant.",
            resolve = resolve(settled, request)
        ),
    )
}

/// Finds a refund that is pending, or of which nobody knows what became of it.
pub fn in_doubt<'a>(refunds: impl IntoIterator<Item = &'a Earlier>) -> Option<&'a Earlier> {
    let mut refunds = refunds.into_iter();
    refunds.find(|refund| {
        refund.counts && matches!(refund.outcome, Outcome::Pending | Outcome::Unknown)
    })
}

/// Nothing goes out on top of doubt, whoever made the refund that is in doubt. Of those that the journal
/// knows it is the journal that refuses, in the transaction that claims.
pub(super) fn open_elsewhere(refunds: &[Earlier], request: &Request<'_>) -> Option<Finding> {
    let open = in_doubt(refunds.iter().filter(|refund| !refund.known))?;
    refusal(
        "open",
        text!(
            "refund-known-open",
            "another refund of this payment is still open: {open}",
            open = open.in_words(request.currency)
        ),
        text!(
            "refund-known-open-fix",
            "Wait until it is settled, and see where it stands with `{rows_of}`.",
            rows_of = rows_of(request)
        ),
    )
}

/// Finds a refund of the same amount that was made elsewhere since some moment, or nobody can say when.
#[must_use]
pub fn made_since(refunds: &[Earlier], amount: Amount, since: OffsetDateTime) -> Option<&Earlier> {
    refunds.iter().find(|refund| {
        let is_later = refund.at.is_none_or(|at| at >= since);
        refund.is_alike(amount) && is_later
    })
}

/// One made by the journal itself is found by the journal, in the transaction that claims.
pub(super) fn twin(
    refunds: &[Earlier],
    amount: Option<Amount>,
    request: &Request<'_>,
) -> Option<Finding> {
    let window = time::Duration::try_from(request.twin_window?).unwrap_or(time::Duration::MAX);
    let since = request.now.saturating_sub(window);
    let twin = refunds.iter().find(|refund| {
        let recent = refund.at.is_none_or(|at| at > since);
        amount.is_some_and(|amount| refund.is_alike(amount)) && recent
    })?;
    let was_made = match twin.nameless {
        true => word!("refund-known-may-be-same", "this may be the same refund"),
        false => word!(
            "refund-known-made-before",
            "the same refund of this payment was made before, though not with this journal"
        ),
    };
    refusal(
        "twin",
        format!("{was_made}: {}", twin.in_words(request.currency)),
        word!(
            "refund-known-made-before-fix",
            "Find out who made it: the merchant portal, another machine, a journal that was lost. If a second one is meant, say so with --twin, in a batch with --twins-meant."
        ),
    )
}
