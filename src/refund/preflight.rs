//! Looking before sending: does the payment bear this refund, as far as anybody knows?
//!
//! Pure. The gateway's last word stays the gateway's: passing here promises nothing.

use super::wallets::{self, AccountRules};
use super::{Outcome, State, Syssn, command, hong_kong};
use crate::money::{Amount, Currency};
use serde::Serialize;
use std::time::Duration;
use time::OffsetDateTime;

/// The payment, as the gateway shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
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

/// A refund of the payment that was made before, or tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The merchant's number, or else the gateway's.
    pub number: String,
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
    /// Whether the journal says that it was tried.
    pub tried: bool,
}

impl Earlier {
    /// Says what it was, for example `HKD 45.00 refunded 2026-11-01 12:00:00 (UTC+8) as N1`.
    #[must_use]
    pub fn in_words(&self, currency: Currency) -> String {
        let when = match self.at {
            Some(at) => format!("{} (UTC+8)", hong_kong::gateway_time(at)),
            None => "at an unknown time".to_owned(),
        };
        let amount = self.amount.in_words(currency);
        let elsewhere = match self.denied {
            Some(State::Planned) if self.tried => {
                ", which this journal tried and has as planned".to_owned()
            }
            Some(State::Planned) => ", which this journal has as planned and never sent".to_owned(),
            Some(state) => format!(", which this journal has as {state}"),
            None if self.known => String::new(),
            None => ", made elsewhere".to_owned(),
        };
        format!(
            "{amount} {} {when} as {}{elsewhere}",
            self.outcome, self.number
        )
    }
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
pub struct Look {
    /// How much is to be refunded: what was asked for, or all that is left.
    pub amount: Option<Amount>,
    /// What is left of the payment in minor units, after every refund known and earlier rows.
    pub rest: u64,
    /// What speaks against it.
    pub findings: Vec<Finding>,
}

impl Look {
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
    payment: &Payment,
    refunds: &[Earlier],
    request: &Request<'_>,
    account: &AccountRules,
) -> Look {
    let rest = rest(payment, refunds).saturating_sub(request.earlier);
    let amount = request.amount.or_else(|| Amount::from_minor(rest).ok());
    let mut findings = Vec::new();
    findings.extend(state(payment, request));
    findings.extend(currency(payment, request));
    findings.extend(own_number(payment, refunds, request));
    findings.extend(contradicted(refunds, request));
    findings.extend(twin(refunds, amount, request));
    findings.extend(enough(payment, amount, rest, request));
    findings.extend(pause(request));
    if let Some(pay_type) = &payment.pay_type {
        let is_partial = amount.is_some_and(|amount| amount != payment.amount);
        findings.extend(in_full(pay_type, payment, is_partial, request, account));
        findings.extend(in_time(pay_type, payment, request, account));
    }
    Look {
        amount,
        rest,
        findings,
    }
}

/// Returns what is left of a payment in minor units, after every refund that is gone or may be.
#[must_use]
pub fn rest(payment: &Payment, refunds: &[Earlier]) -> u64 {
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

fn state(payment: &Payment, request: &Request<'_>) -> Option<Finding> {
    if payment.succeeded {
        return None;
    }
    // Only a payment whose own result is 0000 can be refunded (both API guides).
    refusal(
        "payment_not_done",
        "the payment did not succeed, so there is nothing to refund",
        format!(
            "Check the payment number; look at it with `{}`.",
            rows_of(request)
        ),
    )
}

fn currency(payment: &Payment, request: &Request<'_>) -> Option<Finding> {
    let paid = payment.currency.filter(|paid| *paid != request.currency)?;
    refusal(
        "currency",
        format!(
            "the payment was made in {paid}, the profile is for {}",
            request.currency
        ),
        format!(
            "Use a profile whose currency is {paid}: the same number of minor units is another amount."
        ),
    )
}

/// The gateway wants every number once, over payments and refunds (protocol 3.5).
fn own_number(payment: &Payment, refunds: &[Earlier], request: &Request<'_>) -> Option<Finding> {
    let number = request.number?;
    if payment.number.as_deref() == Some(number) {
        return refusal(
            "payments_number",
            format!("{number} is the payment's own number"),
            "Give the refund a number of its own, or none: then one is made.",
        );
    }
    // One that the journal knows has got there meanwhile: it tells what became of that itself.
    let is_news = |refund: &&Earlier| !refund.known || refund.denied.is_some();
    let used = refunds
        .iter()
        .filter(|refund| refund.shown && refund.number == number)
        .find(is_news)?;
    let never_sent =
        "This journal never sent it: another machine did, or a journal that was lost.".to_owned();
    let write_down = format!("Have that written down with `{}`.", resolve(used, request));
    let remedy = match used.denied {
        None => format!("{never_sent} Do not send it again."),
        Some(_) if used.tried => format!("Do not send it again. {write_down}"),
        Some(_) => format!("{never_sent} Do not send it again. {write_down}"),
    };
    refusal(
        "number_used",
        format!(
            "the gateway shows a refund under this number already: {}",
            used.in_words(request.currency)
        ),
        remedy,
    )
}

fn resolve(refund: &Earlier, request: &Request<'_>) -> String {
    command("resolve", &refund.number, request.profile)
}

/// Where the journal says that no money moved and the gateway shows otherwise, the journal is wrong,
/// about that refund and the rest of the payment.
fn contradicted(refunds: &[Earlier], request: &Request<'_>) -> Option<Finding> {
    let denied = refunds.iter().find(|refund| refund.denied.is_some())?;
    refusal(
        "contradicted",
        format!(
            "the gateway and this journal contradict each other about another refund of this payment: it shows {}",
            denied.in_words(request.currency)
        ),
        format!(
            "Have what it shows written down with `{}`, then run this again. If that changes nothing, let a person look at it in the merchant portal.",
            resolve(denied, request)
        ),
    )
}

/// Finds a refund of the same amount that was made elsewhere since some moment, or nobody can say when.
#[must_use]
pub fn made_since(refunds: &[Earlier], amount: Amount, since: OffsetDateTime) -> Option<&Earlier> {
    refunds.iter().find(|refund| {
        let is_later = refund.at.is_none_or(|at| at >= since);
        !refund.known && refund.counts && refund.amount == amount && is_later
    })
}

/// One made by the journal itself is found by the journal, in the transaction that claims.
fn twin(refunds: &[Earlier], amount: Option<Amount>, request: &Request<'_>) -> Option<Finding> {
    let window = time::Duration::try_from(request.twin_window?).unwrap_or(time::Duration::MAX);
    let since = request.now.saturating_sub(window);
    let twin = refunds.iter().find(|refund| {
        let recent = refund.at.is_none_or(|at| at > since);
        !refund.known && refund.counts && Some(refund.amount) == amount && recent
    })?;
    refusal(
        "twin",
        format!(
            "the same refund of this payment was made before, though not with this journal: {}",
            twin.in_words(request.currency)
        ),
        "Find out who made it: the merchant portal, another machine, a journal that was lost. If a second one is meant, say so with --twin, in a batch with --twins-meant.",
    )
}

fn enough(
    payment: &Payment,
    amount: Option<Amount>,
    rest: u64,
    request: &Request<'_>,
) -> Option<Finding> {
    let words = |minor: u64| request.currency.in_words(minor.into());
    let earlier = if request.earlier == 0 {
        String::new()
    } else {
        format!(" and {} of earlier rows,", words(request.earlier))
    };
    match amount {
        Some(amount) if amount.minor() <= rest => None,
        _ => refusal(
            "rest",
            format!(
                "{} was paid, and after the refunds known here{earlier} {} is left",
                words(payment.amount.minor()),
                words(rest)
            ),
            format!(
                "Lower the amount, or look at the refunds with `{}`.",
                rows_of(request)
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
        text: "the gateway takes no refunds around midnight in Hong Kong (23:30 to 00:30, here 23:25 to 00:35)".to_owned(),
        remedy: "Wait until 00:35 Hong Kong time.".to_owned(),
    })
}

fn in_full(
    pay_type: &str,
    payment: &Payment,
    is_partial: bool,
    request: &Request<'_>,
    account: &AccountRules,
) -> Option<Finding> {
    if !is_partial {
        return None;
    }
    if account.full_only.iter().any(|listed| listed == pay_type) {
        return refusal(
            "full_only",
            format!("the profile says that payment method {pay_type} is refunded in full only"),
            "Refund all of it with --full.",
        );
    }
    let rule = wallets::rule(pay_type)?;
    let day = |instant: OffsetDateTime| instant.to_offset(hong_kong::OFFSET).date();
    if rule.same_day_full
        && payment
            .paid_at
            .is_some_and(|paid| day(paid) == day(request.now))
    {
        return refusal(
            "same_day",
            format!(
                "a {} payment of today is voided, which the gateway does in full only (source: {})",
                rule.name, rule.source
            ),
            "Refund all of it today with --full, or a part from tomorrow on.",
        );
    }
    None
}

fn in_time(
    pay_type: &str,
    payment: &Payment,
    request: &Request<'_>,
    account: &AccountRules,
) -> Option<Finding> {
    let age = payment.paid_at.map(|paid| days_between(paid, request.now));
    let is_over = |days: u16| age.is_some_and(|age| age > i64::from(days));
    if let Some(days) = account.refund_days.get(pay_type) {
        // The account's own word is binding; the built-in table is hearsay.
        return if is_over(*days) {
            refusal(
                "window",
                format!(
                    "the payment is more than {days} days old, the profile's limit for payment method {pay_type}"
                ),
                "Settle it another way, or correct refund_days in the profile.",
            )
        } else {
            None
        };
    }
    let rule = wallets::rule(pay_type)?;
    if let Some(days) = rule.days.filter(|days| is_over(*days)) {
        return warning(
            "window",
            format!(
                "{} payments are refunded for {days} days (source: {}), and this one is older",
                rule.name, rule.source
            ),
            "The gateway will probably decline it.",
        );
    }
    if rule.said_not_refundable {
        return warning(
            "not_refundable",
            format!(
                "{} is said not to be refundable (source: {})",
                rule.name, rule.source
            ),
            "The gateway may decline it.",
        );
    }
    None
}

fn days_between(earlier: OffsetDateTime, later: OffsetDateTime) -> i64 {
    const DAY: i64 = 24 * 60 * 60;
    later
        .unix_timestamp()
        .saturating_sub(earlier.unix_timestamp())
        .div_euclid(DAY)
}

#[cfg(test)]
mod tests;
