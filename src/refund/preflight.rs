//! Looking before sending: does the payment bear this refund, as far as anybody knows?
//!
//! Pure. The gateway's last word stays the gateway's: passing here promises nothing.

mod known;
mod method;

use crate::language::{text, word};
pub use known::{Earlier, in_doubt, made_since};

use super::wallets::AccountRules;
use super::{OutTradeNo, Syssn, command, hong_kong};
use crate::money::{Amount, Currency};
use known::{contradicted, open_elsewhere, own_number, settled, twin};
use method::{in_full, in_time};
use serde::Serialize;
use std::time::Duration;
use time::OffsetDateTime;

/// The payment, as the gateway shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFacts {
    /// What was paid, in minor units.
    pub amount: Amount,
    /// In which currency, where the gateway says.
    pub currency: Option<Currency>,
    /// How, a six-digit code.
    pub pay_type: Option<String>,
    /// When, by the gateway's clock.
    pub paid_at: Option<OffsetDateTime>,
    /// Whether it succeeded: its own response code is 0000.
    pub succeeded: bool,
    /// The merchant's own number of it.
    pub number: Option<String>,
}

/// What is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// The payment's own number at the gateway.
    pub payment: &'a Syssn,
    /// The name of the profile it would be sent with.
    pub profile: &'a str,
    /// Under which number it would be sent, where that is known.
    pub number: Option<&'a str>,
    /// Within which time before now a refund of the same amount is taken for the same one, where
    /// it was made elsewhere; none where a second one is meant.
    pub twin_window: Option<Duration>,
    /// Open refunds of the payment beside which this one is meant.
    pub beside: &'a [OutTradeNo],
    /// How much, or `None` for all that is left.
    pub amount: Option<Amount>,
    /// What earlier rows of the same file ask for of the same payment, in minor units.
    pub earlier: u64,
    /// The profile's currency.
    pub currency: Currency,
    /// When it would be sent.
    pub now: OffsetDateTime,
    /// How grave it is to send in the pause around midnight; none where the gateway has no pause.
    pub pause: Option<Gravity>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// Send it if you know better.
    Warning,
    /// It is not sent.
    Refusal,
}

/// Something that speaks against the refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave.
    pub gravity: Gravity,
    /// A stable word.
    pub what: &'static str,
    /// The finding as a clause.
    pub text: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

impl Finding {
    /// Whether it rests on hearsay about a wallet alone, so that somebody may know better.
    #[must_use]
    pub fn is_hearsay(&self) -> bool {
        self.what == "same_day"
    }
}

/// What the look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// How much is to be refunded: what was asked for, or all that is left.
    pub amount: Option<Amount>,
    /// What is left of the payment in minor units, after every refund known and earlier rows.
    pub rest: u64,
    /// What speaks against it.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// Returns the first refusal.
    #[must_use]
    pub fn refusal(&self) -> Option<&Finding> {
        self.findings
            .iter()
            .find(|finding| finding.gravity == Gravity::Refusal)
    }
}

/// Looks at a payment with the refunds of it that are known, each once.
#[must_use]
pub fn look(
    payment: &PaymentFacts,
    refunds: &[Earlier],
    request: &Request<'_>,
    account: &AccountRules,
) -> Judgement {
    let rest = rest(payment, refunds).saturating_sub(request.earlier);
    let amount = request.amount.or_else(|| Amount::from_minor(rest).ok());
    let mut findings = Vec::new();
    findings.extend(state(payment, request));
    findings.extend(currency(payment, request));
    findings.extend(own_number(payment, refunds, request));
    findings.extend(contradicted(refunds, request));
    findings.extend(settled(refunds, request));
    findings.extend(twin(refunds, amount, request));
    findings.extend(enough(payment, amount, rest, request));
    findings.extend(open_elsewhere(refunds, request));
    findings.extend(pause(request));
    if let Some(pay_type) = &payment.pay_type {
        let is_partial = amount.is_some_and(|amount| amount != payment.amount);
        findings.extend(in_full(pay_type, payment, is_partial, request, account));
        findings.extend(in_time(pay_type, payment, request, account));
    }
    Judgement {
        amount,
        rest,
        findings,
    }
}

/// Returns what is left of a payment in minor units, after every refund that is gone or may be.
#[must_use]
pub fn rest(payment: &PaymentFacts, refunds: &[Earlier]) -> u64 {
    let counted = refunds.iter().filter(|refund| refund.counts);
    counted.fold(payment.amount.minor(), |rest, refund| {
        rest.saturating_sub(refund.amount.minor())
    })
}

fn refusal(
    what: &'static str,
    text: impl Into<String>,
    remedy: impl Into<String>,
) -> Option<Finding> {
    Some(Finding {
        gravity: Gravity::Refusal,
        what,
        text: text.into(),
        remedy: remedy.into(),
    })
}

fn warning(
    what: &'static str,
    text: impl Into<String>,
    remedy: impl Into<String>,
) -> Option<Finding> {
    Some(Finding {
        gravity: Gravity::Warning,
        what,
        text: text.into(),
        remedy: remedy.into(),
    })
}

/// The command that shows the payment and its refunds.
fn rows_of(request: &Request<'_>) -> String {
    command("enquiry --syssn", request.payment.as_str(), request.profile)
}

fn state(payment: &PaymentFacts, request: &Request<'_>) -> Option<Finding> {
    if payment.succeeded {
        return None;
    }
    // Only a payment whose own result is 0000 can be refunded (both API guides).
    refusal(
        "payment_not_done",
        word!(
            "refund-look-not-done",
            "the payment did not succeed, so there is nothing to refund"
        ),
        text!(
            "refund-look-not-done-fix",
            "Check the payment number; look at it with `{rows_of}`.",
            rows_of = rows_of(request)
        ),
    )
}

fn currency(payment: &PaymentFacts, request: &Request<'_>) -> Option<Finding> {
    let paid = payment.currency.filter(|paid| *paid != request.currency)?;
    refusal(
        "currency",
        text!(
            "refund-look-currency",
            "the payment was made in {paid}, the profile is for {currency}",
            paid,
            currency = request.currency
        ),
        text!(
            "refund-look-currency-fix",
            "Use a profile whose currency is {paid}: the same number of minor units is another amount.",
            paid
        ),
    )
}

fn enough(
    payment: &PaymentFacts,
    amount: Option<Amount>,
    rest: u64,
    request: &Request<'_>,
) -> Option<Finding> {
    let words = |minor: u64| request.currency.in_words(minor.into());
    let earlier = if request.earlier == 0 {
        String::new()
    } else {
        text!(
            "refund-look-rows-before",
            " and {sum} of earlier rows,",
            sum = words(request.earlier)
        )
    };
    match amount {
        Some(amount) if amount.minor() <= rest => None,
        _ => refusal(
            "rest",
            text!(
                "refund-look-rest",
                "{paid} was paid, and after the refunds known here{earlier} {left} is left",
                paid = words(payment.amount.minor()),
                earlier,
                left = words(rest)
            ),
            text!(
                "refund-look-rest-fix",
                "Lower the amount, or look at the refunds with `{rows_of}`.",
                rows_of = rows_of(request)
            ),
        ),
    }
}

fn pause(request: &Request<'_>) -> Option<Finding> {
    let gravity = request
        .pause
        .filter(|_| hong_kong::in_clearing_pause(request.now))?;
    Some(Finding {
        gravity,
        what: "pause",
        text: text!(
            "refund-look-pause",
            "the gateway takes no refunds around midnight in Hong Kong (23:30 to 00:30, here 23:25 to 00:35)"
        ),
        remedy: text!("refund-look-pause-fix", "Wait until 00:35 Hong Kong time."),
    })
}

#[cfg(test)]
mod tests;
