//! What the payment method allows.

use super::{Finding, PaymentFacts, Request, refusal, warning};
use crate::language::{text, word};
use crate::refund::hong_kong;
use crate::refund::methods;
use crate::refund::wallets::{self, AccountRules, WalletRule};
use time::OffsetDateTime;

pub(super) fn in_full(
    pay_type: &str,
    payment: &PaymentFacts,
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
            text!(
                "refund-method-full-only",
                "the profile says that payment method {pay_type} is refunded in full only",
                pay_type
            ),
            word!(
                "refund-method-full-only-fix",
                "Refund all of it with --full."
            ),
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
            text!(
                "refund-method-same-day",
                "a {name} payment of today is voided, which the gateway does in full only",
                name = called(pay_type, rule)
            ),
            word!(
                "refund-method-same-day-fix",
                "Refund all of it today with --full, or a part from tomorrow on."
            ),
        );
    }
    None
}

pub(super) fn in_time(
    pay_type: &str,
    payment: &PaymentFacts,
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
                text!(
                    "refund-method-window",
                    "the payment is more than {days} days old, the profile's limit for payment method {pay_type}",
                    days,
                    pay_type
                ),
                word!(
                    "refund-method-window-fix",
                    "Settle it another way, or correct refund_days in the profile."
                ),
            )
        } else {
            None
        };
    }
    let rule = wallets::rule(pay_type)?;
    if let Some(days) = rule.days.filter(|days| is_over(*days)) {
        return warning(
            "window",
            text!(
                "refund-method-known-window",
                "{name} payments are refunded for {days} days as far as is known, and this one is older",
                name = called(pay_type, rule),
                days
            ),
            word!(
                "refund-method-known-window-fix",
                "The gateway will probably decline it."
            ),
        );
    }
    if rule.said_not_refundable {
        return warning(
            "not_refundable",
            text!(
                "refund-method-not-refundable",
                "{name} is not refundable by QFPay's tables",
                name = called(pay_type, rule)
            ),
            word!(
                "refund-method-not-refundable-fix",
                "The gateway may decline it."
            ),
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

/// Names a method as a person reads it.
fn called(pay_type: &str, rule: &WalletRule) -> &'static str {
    methods::method(pay_type).map_or(rule.name, methods::Method::shown)
}
