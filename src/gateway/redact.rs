//! What the gateway's words must never carry further: our client key, and a payer's card number.
//!
//! Pure. A reply passes here once, before anything of it is judged, printed, stored or exported
//! ([`parse`]); its signature has been checked over its raw bytes.

use super::json::Object;
use super::signature::MASK;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// What stands for a card number.
pub const CARD_MASK: &str = "<card number>";
/// The fields that are words for people. In the others a number is somebody's number of a
/// transaction, and one in ten of those would pass for a card's.
const WORDS: [&str; 3] = ["resperr", "respmsg", "errmsg"];
/// A shorter key, which QFPay issues none of, stands in any text by chance, in characters.
const SHORTEST_KEY: usize = 8;

/// Reads a body as [`Object::parse`] does, without what must not be carried further: the client
/// key is taken out of every text, at any depth, and card numbers out of the words for people.
///
/// # Errors
/// Why the body cannot be read, as a clause, masked as well.
pub fn parse(body: &[u8], key: &SecretString) -> Result<Object, String> {
    let mut object = Object::parse(body).map_err(|why| words(&why, key))?;
    object.for_each_text(&mut |name, text| {
        *text = if WORDS.contains(&name) {
            words(text, key)
        } else {
            without_key(text, key)
        };
    });
    Ok(object)
}

/// Takes the client key and card numbers out of words for people.
#[must_use]
pub fn words(text: &str, key: &SecretString) -> String {
    without_cards(&without_key(text, key))
}

/// Masks the key, in upper or lower case.
fn without_key(text: &str, key: &SecretString) -> String {
    let key = Zeroizing::new(key.expose_secret().to_ascii_lowercase());
    if key.len() < SHORTEST_KEY {
        return text.to_owned();
    }
    let folded = Zeroizing::new(text.to_ascii_lowercase());
    let found = folded
        .match_indices(key.as_str())
        .map(|(begin, found)| (begin, begin.saturating_add(found.len())));
    masked(text, found, MASK)
}

/// Masks 13 to 19 digits whose check digit is right, together or in groups with one blank or
/// hyphen between them. Of numbers that overlap, none is left.
fn without_cards(text: &str) -> String {
    let groups = digit_groups(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut rest = groups.as_slice();
    while let Some(((begin, _), others)) = rest.split_first() {
        if let Some(end) = card(text, rest) {
            match found.last_mut() {
                Some((_, last)) if *last > *begin => *last = end.max(*last),
                _ => found.push((*begin, end)),
            }
        }
        rest = others;
    }
    masked(text, found.into_iter(), CARD_MASK)
}

/// Finds where each group of digits begins and ends, in bytes.
fn digit_groups(text: &str) -> Vec<(usize, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
        let next = at.saturating_add(1);
        match groups.last_mut() {
            Some((_, end)) if *end == at => *end = next,
            _ => groups.push((at, next)),
        }
    }
    groups
}

/// Returns where the longest card number ends that begins with the first group.
fn card(text: &str, groups: &[(usize, usize)]) -> Option<usize> {
    let mut digits = String::new();
    let mut before: Option<usize> = None;
    let mut longest = None;
    for (begin, end) in groups {
        let gap = before.map_or("-", |before| text.get(before..*begin).unwrap_or_default());
        digits.push_str(text.get(*begin..*end).unwrap_or_default());
        if !matches!(gap, "-" | " ") || digits.len() > 19 {
            break;
        }
        if digits.len() >= 13 && has_check_digit(&digits) {
            longest = Some(*end);
        }
        before = Some(*end);
    }
    longest
}

/// Luhn's rule.
fn has_check_digit(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit) {
            (0, digit) => digit,
            (_, digit @ 0..=4) => digit.saturating_mul(2),
            (_, digit) => digit.saturating_mul(2).saturating_sub(9),
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Writes a text with the mask in the place of each part, given in order.
fn masked(text: &str, parts: impl Iterator<Item = (usize, usize)>, mask: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for (begin, end) in parts {
        out.push_str(text.get(rest..begin).unwrap_or_default());
        out.push_str(mask);
        rest = end;
    }
    out.push_str(text.get(rest..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "0E32A59A8B454940A2FF390000000000";

    fn told(text: &str) -> String {
        words(text, &SecretString::from(KEY))
    }

    #[test]
    fn the_key_is_masked_however_it_is_written() {
        for (text, expected) in [
            (KEY.to_owned(), MASK.to_owned()),
            (format!("鍵{KEY}錯"), format!("鍵{MASK}錯")),
            (
                format!("sign(a=1{}) != x", KEY.to_lowercase()),
                format!("sign(a=1{MASK}) != x"),
            ),
            (format!("{KEY}{KEY}"), format!("{MASK}{MASK}")),
            (KEY[1..].to_owned(), KEY[1..].to_owned()),
        ] {
            assert_eq!(told(&text), expected);
        }
        assert_eq!(words("success", &SecretString::from("s")), "success");
    }

    #[test]
    fn card_numbers_are_masked_and_other_numbers_are_not() {
        for (text, expected) in [
            (
                "card 4111111111111111 refused",
                "card <card number> refused",
            ),
            ("6222 0212 3456 7890 128", "<card number>"),
            ("3782-822463-10005.", "<card number>."),
            ("2026-01-05 4111 1111 1111 1111", "2026-<card number>"),
            (
                "1 4111111111111111 4222222222222",
                "1 <card number> <card number>",
            ),
            ("卡4111111111111111。", "卡<card number>。"),
            ("4111111111111112", "4111111111111112"),
            ("4111  1111 1111 1111", "4111  1111 1111 1111"),
            (
                "2026-01-04: 4111-1111 1111 1111",
                "2026-01-04: <card number>",
            ),
            // A transaction's number, and the digits of a card inside it.
            ("20260105000200020000000001", "20260105000200020000000001"),
            ("00004111111111111111", "00004111111111111111"),
            ("422222222222", "422222222222"),
            (
                "2026-01-05 12:00:00 HKD 12.50",
                "2026-01-05 12:00:00 HKD 12.50",
            ),
            ("", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn every_text_of_a_reply_is_looked_at() {
        let text = format!(
            r#"{{"respcd":"1111","resperr":"{KEY} 4111111111111111","respmsg":4111111111111111,
            "out_trade_no":"4111111111111111","txcurrcd":"{KEY}","data":[{{"errmsg":"4111111111111111",
            "deep":{{"x":["{KEY}"]}}}}],"count":3,"none":null,"yes":true}}"#
        );
        let fields = parse(text.as_bytes(), &SecretString::from(KEY)).unwrap();
        let expected = r#"{"respcd":"1111","resperr":"<client key> <card number>","respmsg":"<card number>",
            "out_trade_no":"4111111111111111","txcurrcd":"<client key>","data":[{"errmsg":"<card number>",
            "deep":{"x":["<client key>"]}}],"count":3,"none":null,"yes":true}"#;
        assert_eq!(fields, Object::parse(expected.as_bytes()).unwrap());
    }

    proptest! {
        #[test]
        fn whatever_stands_around_it_the_key_is_gone(before in ".{0,20}", after in ".{0,20}") {
            let shown = told(&format!("{before}{KEY}{after}"));
            prop_assert!(shown.contains(MASK) && !shown.contains(KEY));
        }

        #[test]
        fn a_text_without_digits_or_key_stays_as_it_is(text in "[^0-9]{0,40}") {
            prop_assert_eq!(told(&text), text);
        }
    }
}
