//! How a payment was paid, by its `pay_type`: the method's name, and how long its payers wait for their money.
//!
//! The codes are those of QFPay's table of payment methods, this one and older ones (protocol 7.2).

use crate::language::{entry, text, word};

/// A payment method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Whether it is a card, and nothing else.
    is_card: bool,
    /// Its codes.
    pay_types: &'static [&'static str],
}

const fn other(name: &'static str, pay_types: &'static [&'static str]) -> Method {
    Method {
        name,
        is_card: false,
        pay_types,
    }
}

const fn card(name: &'static str, pay_types: &'static [&'static str]) -> Method {
    Method {
        name,
        is_card: true,
        pay_types,
    }
}

const METHODS: [Method; 32] = [
    other("any wallet's QR code", &["800008"]),
    other(
        "Alipay",
        &[
            "800101", "800107", "800108", "800151", "800152", "801101", "801107", "801110",
        ],
    ),
    other(
        "Alipay pre-authorisation",
        &["801801", "801802", "801808", "801810", "801814"],
    ),
    other("Alipay HK", &["801501", "801510", "801512", "801514"]),
    other(
        "WeChat Pay",
        &[
            "800201", "800207", "800208", "800210", "800212", "800213", "800228", "801008",
            "801010",
        ],
    ),
    other("PayMe", &["805801", "805808", "805812", "805814"]),
    other(
        "UnionPay QR",
        &["800701", "800708", "800710", "800712", "800714"],
    ),
    other("FPS", &["802001", "802010"]),
    other("Octopus", &["803701", "803708", "803712", "803714"]),
    card("Visa/Mastercard online", &["802801"]),
    card("Visa/Mastercard terminal", &["802808"]),
    card("Apple Pay", &["806527"]),
    card("UnionPay card", &["806708"]),
    card("American Express", &["806808"]),
    card("First Data card", &["805508", "805514"]),
    other("LINE Pay", &["801208", "801301"]),
    other("AirPay", &["801408", "802201"]),
    other("NETS", &["801701"]),
    other("Origami", &["801908"]),
    other("PayNow", &["802301"]),
    other("PromptPay", &["802901"]),
    other("eWallet", &["803001", "803008"]),
    other("VIA", &["803101", "803108"]),
    other("Touch 'n Go", &["803208", "803214"]),
    other("Razer", &["803301", "803308", "803314"]),
    other("Dash", &["803801", "803808"]),
    other("Boost", &["804001", "804008", "804014"]),
    other("Maybank", &["804101", "804108", "804114"]),
    other("GrabPay", &["804201", "804208", "804214"]),
    other("TrueMoney", &["805208"]),
    other("ThaiQR", &["805401"]),
    other("GoPay", &["805601", "805612"]),
];

/// Finds a payment method by its code.
#[must_use]
pub fn method(pay_type: &str) -> Option<&'static Method> {
    METHODS
        .iter()
        .find(|method| method.pay_types.contains(&pay_type))
}

impl Method {
    /// Returns the name as a person reads it.
    #[must_use]
    pub fn shown(&self) -> &'static str {
        // A table's text goes by the method's first code.
        let first = self.pay_types.first().copied().unwrap_or_default();
        entry("refund-paid-by", first, self.name)
    }
}

/// Names a payment method as a person reads it, with its code.
#[must_use]
pub fn with_code(pay_type: &str) -> String {
    match method(pay_type) {
        Some(method) => text!(
            "refund-method",
            "{name} ({pay_type})",
            name = method.shown(),
            pay_type
        ),
        None => pay_type.to_owned(),
    }
}

/// Days within which every payer has the money of a refund that is done, as far as that is recorded.
pub const LONGEST_WAIT_DAYS: u8 = 3;

/// Says how long a payer waits for the money of a refund that is done, as a clause. It is an answer of QFPay's of
/// 2017, and there is no newer one; a wallet may be paid from a card.
#[must_use]
pub fn wait(pay_type: Option<&str>) -> &'static str {
    if pay_type
        .and_then(method)
        .is_some_and(|method| method.is_card)
    {
        word!("refund-wait-card", "QFPay says up to 3 days to a card")
    } else {
        word!(
            "refund-wait-wallet",
            "QFPay says minutes to a wallet's balance, up to 3 days to a card"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::wallets::RULES;
    use super::*;
    use crate::language::{Language, speak};

    #[test]
    fn no_code_stands_twice_and_all_are_codes() {
        let mut seen = Vec::new();
        for pay_type in METHODS.iter().flat_map(|method| method.pay_types) {
            assert!(
                pay_type.len() == 6 && pay_type.bytes().all(|b| b.is_ascii_digit()),
                "{pay_type}"
            );
            assert!(!seen.contains(pay_type), "{pay_type} stands twice");
            seen.push(pay_type);
        }
        assert_eq!(method("999999"), None);
    }

    /// Brands are called alike; what is said in English words has Chinese ones.
    #[test]
    fn what_is_no_brand_has_a_chinese_name() {
        speak(Language::Chinese);
        for method in METHODS {
            let is_word = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let has_words = method.name.split(' ').any(is_word);
            assert!(
                !has_words || method.shown() != method.name,
                "{}",
                method.name
            );
        }
        assert_eq!(with_code("803714"), "八達通（803714）");
        assert_eq!(with_code("999999"), "999999");
        speak(Language::English);
        assert_eq!(with_code("803714"), "Octopus (803714)");
    }

    /// The rules of refunds call each method by the same name.
    #[test]
    fn a_method_is_called_alike_everywhere() {
        for rule in RULES {
            for pay_type in rule.pay_types {
                let name = method(pay_type).unwrap().name;
                assert!(rule.name.contains(name), "{pay_type}: {name}");
                assert_eq!(
                    rule.same_day_full,
                    method(pay_type).unwrap().is_card,
                    "{pay_type}: a card is voided on the day of payment"
                );
            }
        }
    }
}
