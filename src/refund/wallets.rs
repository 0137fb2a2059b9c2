//! What is known of each payment method's refund rules.
//!
//! QFPay publishes no such table; these rows are what its documents and integrators recorded
//! (protocol 3.3 and 3.4). A profile overrides them for its own account.

use std::collections::BTreeMap;

/// What is known of some payment methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletRule {
    /// The `pay_type` codes it is about.
    pub pay_types: &'static [&'static str],
    /// The method's name.
    pub name: &'static str,
    /// Days after the payment in which a refund is taken; `None` where nothing is recorded.
    pub days: Option<u16>,
    /// Whether a refund on the day of payment is a void and must be in full.
    pub same_day_full: bool,
    /// Whether a document says that the method cannot be refunded at all.
    pub said_not_refundable: bool,
}

const fn window(pay_types: &'static [&'static str], name: &'static str, days: u16) -> WalletRule {
    WalletRule {
        pay_types,
        name,
        days: Some(days),
        same_day_full: false,
        said_not_refundable: false,
    }
}

const fn card(
    pay_types: &'static [&'static str],
    name: &'static str,
    days: Option<u16>,
) -> WalletRule {
    WalletRule {
        pay_types,
        name,
        days,
        same_day_full: true,
        said_not_refundable: false,
    }
}

const fn not_refundable(pay_types: &'static [&'static str], name: &'static str) -> WalletRule {
    WalletRule {
        pay_types,
        name,
        days: None,
        same_day_full: false,
        said_not_refundable: true,
    }
}

/// The table. Where nothing else is said, days are an integrator's record (Hong Kong, 2024 to 2025), rules of cards
/// QFPay's terminal protocol, section 3.2, and what cannot be refunded QFPay's table of methods, March 2024.
pub const RULES: [WalletRule; 12] = [
    window(&["800201", "800212"], "WeChat Pay", 365),
    window(&["801512", "801514"], "Alipay HK", 365),
    window(&["805812", "805814"], "PayMe", 90),
    // The days are the gateway's own error text in the field; its tables say not refundable.
    WalletRule {
        said_not_refundable: true,
        ..window(&["802001"], "FPS", 29)
    },
    card(&["802801"], "Visa/Mastercard online", Some(365)),
    card(&["802808"], "Visa/Mastercard terminal", None),
    card(&["806708"], "UnionPay card", None),
    card(&["806808"], "American Express", None),
    // Inferred from cards: it is paid by card.
    card(&["806527"], "Apple Pay", None),
    not_refundable(&["802301"], "PayNow"),
    not_refundable(&["802901", "805401"], "PromptPay and ThaiQR"),
    not_refundable(&["805601", "805612"], "GoPay"),
];

/// Finds the row of a payment method.
#[must_use]
pub fn rule(pay_type: &str) -> Option<&'static WalletRule> {
    RULES.iter().find(|rule| rule.pay_types.contains(&pay_type))
}

/// What a profile says of its own account, instead of [`RULES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountRules {
    /// Days after the payment in which a refund is taken, by `pay_type`.
    pub refund_days: BTreeMap<String, u16>,
    /// `pay_type`s that are refunded in full only.
    pub full_only: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_method_stands_twice() {
        let mut seen = Vec::new();
        for rule in RULES {
            for pay_type in rule.pay_types {
                assert!(
                    pay_type.len() == 6 && pay_type.bytes().all(|b| b.is_ascii_digit()),
                    "{pay_type}"
                );
                assert!(!seen.contains(pay_type), "{pay_type} stands twice");
                seen.push(pay_type);
            }
        }
    }
}
