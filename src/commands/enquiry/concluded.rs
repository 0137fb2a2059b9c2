//! What the rows of an enquiry prove together.

use crate::gateway::enquiry::{self, Found, Key, RowKind, Shown, Transaction, Unread};
use crate::language::{joined, text, word};
use crate::output::text::counted;
use crate::refund::Outcome;

/// What to do where nothing was found.
pub(super) fn absent() -> &'static str {
    word!(
        "payment-absent",
        "Not found is no proof that it did not happen: the gateway may lag. Ask again in a few minutes, and with --month for the month it was sent in."
    )
}

/// What to do where only a person can tell.
pub(super) fn human() -> &'static str {
    word!(
        "payment-human",
        "Let a person look at it in the merchant portal before anything else is sent."
    )
}

/// Says what the rows prove together about the refund asked for. A payment has no such outcome:
/// that it was paid must never read like *refunded*.
pub(super) fn conclude(key: &Key, found: &Found) -> (Option<Outcome>, String, &'static str) {
    if found.rows.is_empty() {
        let months = joined(found.months.iter().map(ToString::to_string));
        return (
            Some(Outcome::Unknown),
            text!(
                "payment-shows-nothing",
                "The gateway shows nothing under this number, also not in {months}.",
                months
            ),
            absent(),
        );
    }
    match key {
        Key::OutTradeNo(_) | Key::Order(_) => {
            let (outcome, message, next_step) = conclude_refund(&found.rows, &found.doubtful);
            (Some(outcome), message, next_step)
        }
        Key::Syssn(number) => match enquiry::shown(&found.rows, number) {
            Ok(shown) => conclude_payment(&shown, found),
            Err(Unread::Field(field)) => (
                Some(Outcome::Unknown),
                text!("payment-found-but", "Found it, but {field}.", field),
                human(),
            ),
            Err(Unread::NoPayment | Unread::ARefund) => {
                let rows = found.rows.iter();
                let refunds = rows.clone().filter(|row| row.order_type == RowKind::Refund);
                let message = text!(
                    "payment-found-none",
                    "Found no payment and {refunds}.",
                    refunds = counted(refunds.count(), "refund")
                );
                let mut own = rows.filter(|row| row.syssn.as_ref() == Some(number));
                (own.next().map(Transaction::outcome), message, "")
            }
        },
    }
}

/// Says what became of a payment. Refunds that nobody looked for are not called none.
fn conclude_payment(shown: &Shown, found: &Found) -> (Option<Outcome>, String, &'static str) {
    let payment = &shown.payment;
    let words = |minor: u128| match payment.currency {
        Some(currency) => currency.in_words(minor),
        None => text!("payment-minor-units", "{minor} minor units", minor),
    };
    if shown.refunds.is_empty() && found.listed.is_empty() {
        return (
            None,
            text!(
                "payment-found-alone",
                "Found the payment of {paid}. The gateway says that nothing of it went back (its cancel is 0), so its refunds were not looked for.",
                paid = words(payment.amount.minor().into())
            ),
            word!(
                "payment-name-month",
                "To read the list of a month all the same, name it with --month."
            ),
        );
    }
    let live = shown
        .refunds
        .iter()
        .filter(|refund| refund.outcome != Outcome::Declined);
    let gone: u128 = live.map(|refund| u128::from(refund.amount.minor())).sum();
    let paid = u128::from(payment.amount.minor());
    let message = text!(
        "payment-found-both",
        "Found the payment of {paid} and {refunds}: {gone} of it went back or may have, {left} is left.",
        paid = words(paid),
        refunds = counted(shown.refunds.len(), "refund"),
        gone = words(gone),
        left = words(paid.saturating_sub(gone))
    );
    (None, message, "")
}

/// Says what the rows under one `out_trade_no` prove together.
fn conclude_refund(
    rows: &[Transaction],
    doubtful: &[Transaction],
) -> (Outcome, String, &'static str) {
    let mut refunds = rows.iter().filter(|row| row.order_type == RowKind::Refund);
    let Some(first) = refunds.next() else {
        return (
            Outcome::Unknown,
            text!(
                "payment-no-refunds-number",
                "The gateway shows this number, but not as a refund's."
            ),
            word!(
                "payment-payments-number",
                "A number that is a payment's can never be used for a refund."
            ),
        );
    };
    let outcome = first.outcome();
    let agrees = |row: &Transaction| {
        row.order_type == RowKind::Refund && row.outcome() == outcome && !row.is_another(first)
    };
    let is_doubted = outcome == Outcome::Declined && !doubtful.is_empty();
    if is_doubted || !rows.iter().all(agrees) {
        return (
            Outcome::Unknown,
            text!(
                "payment-several",
                "The gateway shows several transactions under this number."
            ),
            human(),
        );
    }
    let next = match outcome {
        Outcome::Refunded => "",
        Outcome::Pending => word!("payment-ask-later", "Do not send it again. Ask later."),
        Outcome::Declined => word!(
            "payment-used-up",
            "The number is used up: a new attempt is a new refund."
        ),
        Outcome::Unknown | Outcome::NotSent => word!(
            "payment-ask-support",
            "Do not send it again. Ask later, then ask QFPay's support."
        ),
    };
    let message = text!(
        "payment-refund-is",
        "The refund is {outcome}.",
        outcome = outcome
    );
    (outcome, message, next)
}
