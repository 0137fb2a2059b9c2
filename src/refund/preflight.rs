//! Looking before sending: does the payment bear this refund, as far as anybody knows?
//!
//! Pure. The gateway's last word stays the gateway's: passing here promises nothing.

use super::hong_kong;
use super::wallets::{self, AccountRules};
use crate::money::{Amount, Currency};
use serde::Serialize;
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
}

/// What is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
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

/// Looks at a payment. `refunded` is the sum of every refund of it that is done or may be, in
/// minor units, each counted once.
#[must_use]
pub fn look(payment: &Payment, refunded: u64, request: &Request, account: &AccountRules) -> Look {
    let gone = refunded.saturating_add(request.earlier);
    let rest = payment.amount.minor().saturating_sub(gone);
    let amount = request.amount.or_else(|| Amount::from_minor(rest).ok());
    let mut findings = Vec::new();
    findings.extend(state(payment));
    findings.extend(currency(payment, request));
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

fn state(payment: &Payment) -> Option<Finding> {
    if payment.succeeded {
        return None;
    }
    // Only a payment whose own result is 0000 can be refunded (both API guides).
    refusal(
        "payment_not_done",
        "the payment did not succeed, so there is nothing to refund",
        "Check the payment number; look at it with `qfrefund enquiry --syssn`.",
    )
}

fn currency(payment: &Payment, request: &Request) -> Option<Finding> {
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

fn enough(
    payment: &Payment,
    amount: Option<Amount>,
    rest: u64,
    request: &Request,
) -> Option<Finding> {
    let words = |minor: u64| {
        Amount::from_minor(minor).map_or_else(
            |_| "nothing".to_owned(),
            |amount| amount.in_words(request.currency),
        )
    };
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
            "Lower the amount, or look at the refunds with `qfrefund history --syssn`.",
        ),
    }
}

fn pause(request: &Request) -> Option<Finding> {
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
    request: &Request,
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
    request: &Request,
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
mod tests {
    use super::*;
    use time::macros::datetime;

    fn hkd() -> Currency {
        Currency::from_code("HKD").unwrap()
    }

    fn payment(pay_type: &str) -> Payment {
        Payment {
            amount: Amount::from_minor(10_000).unwrap(),
            currency: Some(hkd()),
            pay_type: Some(pay_type.to_owned()),
            paid_at: Some(datetime!(2026-11-20 10:00 +8)),
            succeeded: true,
        }
    }

    fn request(minor: u64) -> Request {
        Request {
            amount: Amount::from_minor(minor).ok(),
            earlier: 0,
            currency: hkd(),
            now: datetime!(2026-11-22 12:00 +8),
            pause: Some(Gravity::Refusal),
        }
    }

    fn found(
        payment: &Payment,
        refunded: u64,
        request: &Request,
        account: &AccountRules,
    ) -> Vec<(&'static str, Gravity)> {
        look(payment, refunded, request, account)
            .findings
            .iter()
            .map(|finding| (finding.what, finding.gravity))
            .collect()
    }

    fn plain(payment: &Payment, refunded: u64, request: &Request) -> Vec<(&'static str, Gravity)> {
        found(payment, refunded, request, &AccountRules::default())
    }

    #[test]
    fn rows_of_one_payment_are_judged_by_their_sum() {
        let second = Request {
            earlier: 6_000,
            ..request(6_000)
        };
        let plain = payment("801514");
        let looked = look(&plain, 0, &second, &AccountRules::default());
        let finding = looked.refusal().unwrap();
        assert_eq!(
            (finding.what, finding.text.as_str(), looked.rest),
            (
                "rest",
                "HKD 100.00 was paid, and after the refunds known here and HKD 60.00 of earlier rows, HKD 40.00 is left",
                4_000
            )
        );
        let rest = Request {
            amount: Amount::from_minor(4_000).ok(),
            ..second
        };
        assert!(
            look(&plain, 0, &rest, &AccountRules::default())
                .refusal()
                .is_none()
        );
    }

    #[test]
    fn nothing_speaks_against_an_ordinary_refund() {
        assert_eq!(plain(&payment("801514"), 0, &request(10_000)), []);
        assert_eq!(plain(&payment("801514"), 9_999, &request(1)), []);
        assert_eq!(plain(&payment("999999"), 0, &request(1)), []);
    }

    #[test]
    fn the_rest_counts_every_refund_known() {
        assert_eq!(
            plain(&payment("801514"), 9_999, &request(2)),
            [("rest", Gravity::Refusal)]
        );
        assert_eq!(
            plain(&payment("801514"), 20_000, &request(1)),
            [("rest", Gravity::Refusal)]
        );
    }

    #[test]
    fn full_takes_what_is_left_and_nothing_left_is_refused() {
        let all = Request {
            amount: None,
            ..request(1)
        };
        let taken = look(&payment("801514"), 4_000, &all, &AccountRules::default());
        assert_eq!(
            (taken.amount, taken.rest, taken.refusal()),
            (Amount::from_minor(6_000).ok(), 6_000, None)
        );
        assert_eq!(
            plain(&payment("801514"), 10_000, &all),
            [("rest", Gravity::Refusal)]
        );
    }

    #[test]
    fn payments_that_failed_or_are_in_another_currency_are_refused() {
        let failed = Payment {
            succeeded: false,
            ..payment("801514")
        };
        assert_eq!(
            plain(&failed, 0, &request(1)),
            [("payment_not_done", Gravity::Refusal)]
        );
        let yen = Payment {
            currency: Currency::from_code("JPY").ok(),
            ..payment("801514")
        };
        assert_eq!(
            plain(&yen, 0, &request(1)),
            [("currency", Gravity::Refusal)]
        );
        let silent = Payment {
            currency: None,
            ..payment("801514")
        };
        assert_eq!(plain(&silent, 0, &request(1)), []);
    }

    #[test]
    fn a_card_paid_today_is_refunded_in_full_or_tomorrow() {
        let today = Payment {
            paid_at: Some(datetime!(2026-11-22 00:00 +8)),
            ..payment("802801")
        };
        assert_eq!(
            plain(&today, 0, &request(1)),
            [("same_day", Gravity::Refusal)]
        );
        assert_eq!(plain(&today, 0, &request(10_000)), []);
        let yesterday = Payment {
            paid_at: Some(datetime!(2026-11-21 23:59:59 +8)),
            ..payment("802801")
        };
        assert_eq!(plain(&yesterday, 0, &request(1)), []);
        assert_eq!(
            plain(
                &Payment {
                    pay_type: Some("801514".into()),
                    ..today
                },
                0,
                &request(1)
            ),
            []
        );
    }

    #[test]
    fn recorded_windows_warn_and_the_profiles_own_refuse() {
        let old = Payment {
            paid_at: Some(datetime!(2026-08-01 10:00 +8)),
            ..payment("805814")
        };
        assert_eq!(plain(&old, 0, &request(1)), [("window", Gravity::Warning)]);
        let mut account = AccountRules::default();
        account.refund_days.insert("805814".into(), 60);
        assert_eq!(
            found(&old, 0, &request(1), &account),
            [("window", Gravity::Refusal)]
        );
        account.refund_days.insert("805814".into(), 365);
        assert_eq!(found(&old, 0, &request(1), &account), []);
        assert_eq!(
            plain(&payment("802001"), 0, &request(1)),
            [("not_refundable", Gravity::Warning)]
        );
        account.full_only.push("805814".into());
        assert_eq!(
            found(&old, 0, &request(1), &account),
            [("full_only", Gravity::Refusal)]
        );
        assert_eq!(found(&old, 0, &request(10_000), &account), []);
    }

    #[test]
    fn the_pause_is_as_grave_as_it_is_told_to_be() {
        let night = Request {
            now: datetime!(2026-11-22 23:30 +8),
            ..request(1)
        };
        assert_eq!(
            plain(&payment("801514"), 0, &night),
            [("pause", Gravity::Refusal)]
        );
        let with = |pause| Request { pause, ..night };
        assert_eq!(
            plain(&payment("801514"), 0, &with(Some(Gravity::Warning))),
            [("pause", Gravity::Warning)]
        );
        assert_eq!(plain(&payment("801514"), 0, &with(None)), []);
    }
}
