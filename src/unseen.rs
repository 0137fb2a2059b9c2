//! What cannot be seen: the one table of characters that show nothing or move what is shown, and texts
//! that look alike.
//!
//! Pure. The properties are Unicode's own, from the tables of `regex-syntax`.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};
use std::cmp::Ordering;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// What Unicode calls ignorable (zero-width signs, variation selectors, Hangul fillers, tags), signs of
/// format (directions, embeddings, isolates, byte order marks), separators of lines and paragraphs, and
/// the Braille pattern without dots.
static UNSEEN: LazyLock<ClassUnicode> = LazyLock::new(|| {
    class(
        r"[\p{Default_Ignorable_Code_Point}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\u{2800}]",
    )
});
/// Dashes of every length, and the minus sign.
static DASHES: LazyLock<ClassUnicode> = LazyLock::new(|| class(r"[\p{Dash_Punctuation}\u{2212}]"));

fn class(pattern: &str) -> ClassUnicode {
    let parsed = regex_syntax::parse(pattern).map(regex_syntax::hir::Hir::into_kind);
    match parsed {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        // The patterns above are constants, and the tests read both.
        _ => ClassUnicode::empty(),
    }
}

fn contains(class: &ClassUnicode, c: char) -> bool {
    let place = |range: &regex_syntax::hir::ClassUnicodeRange| match (range.start(), range.end()) {
        (start, _) if start > c => Ordering::Greater,
        (_, end) if end < c => Ordering::Less,
        _ => Ordering::Equal,
    };
    class.ranges().binary_search_by(place).is_ok()
}

/// Whether a character shows nothing, or turns or joins what stands around it. Control characters and
/// spaces are other kinds.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    // Nearly every character asked about is of ASCII, where none is.
    !c.is_ascii() && contains(&UNSEEN, c)
}

/// Whether a character must not reach a terminal, a list or a message as it is: control characters
/// and what cannot be seen.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || is_unseen(c)
}

/// Writes a character of somebody's input so that it is seen: itself, or its number where it shows nothing.
#[must_use]
pub fn spelled(c: char) -> String {
    if is_unsafe(c) || c.is_whitespace() && c != ' ' {
        c.escape_default().to_string()
    } else {
        c.into()
    }
}

/// Writes a text as it can be compared with others by eye: two that give the same look alike, or are
/// made of each other by a spreadsheet or another keyboard.
///
/// Capitals and small letters, composed and decomposed and compatible forms (NFKC), dashes of every
/// kind and spaces of every kind are the same, what cannot be seen is left out, and a whole number is
/// the same with and without zeros behind a point (`88123.0`). Not for storing: it loses what was
/// written.
#[must_use]
pub fn folded(text: &str) -> String {
    // Nearly all are of ASCII, where there is nothing to compose.
    if text.is_ascii() {
        let seen = text.replace(|c: char| c.is_ascii_control(), "");
        spaced(&seen.to_ascii_lowercase())
    } else {
        folded_in_steps(text)
    }
}

fn folded_in_steps(text: &str) -> String {
    // One step may open the way for another: a sign left out lets its neighbours be composed.
    const MOST_STEPS: usize = 4;
    let mut folded = text.to_owned();
    for _ in 0..MOST_STEPS {
        let next = fold_once(&folded);
        if next == folded {
            break;
        }
        folded = next;
    }
    folded
}

fn fold_once(text: &str) -> String {
    let normal: String = text.nfkc().collect();
    // Small letters of the capitals: a sharp s is two of s in both cases.
    let cased = normal.to_uppercase().to_lowercase();
    let seen: String = cased
        .chars()
        .filter(|c| !is_unsafe(*c))
        .map(|c| if contains(&DASHES, c) { '-' } else { c })
        .collect();
    spaced(&seen)
}

/// Writes each run of spaces as one, and a whole number without zeros behind a point.
fn spaced(seen: &str) -> String {
    let spaced = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    match spaced.split_once('.') {
        Some((whole, zeros)) if is_number(whole) && zeros.bytes().all(|b| b == b'0') => {
            whole.to_owned()
        }
        _ => spaced,
    }
}

/// What stands around a text where a file or a person has marked it as one, or cut it out of a list: the
/// signs of quotation, the apostrophe and the `="…"` that keep a spreadsheet from it, a separator.
const AROUND: &[char] = &[
    '\'', '"', '`', '\u{b4}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}', '\u{201c}',
    '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{2032}', '\u{2033}', '=', ',', ';', ' ',
];

/// Writes what a refund is called so that it can be compared: two that give the same can be taken for each
/// other, or are what a spreadsheet or a copy has made of one.
///
/// Besides what [`folded`] does, letters of other alphabets are the Latin ones that they look like, what
/// stands around it is left out, and a number of nothing but digits is the same without its leading zeros.
#[must_use]
pub fn alike(text: &str) -> String {
    // Nearly all are of letters, digits and signs that nothing is done to but this.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'/' | b'#');
    if text.bytes().all(is_plain) {
        without_zeros(text.to_ascii_lowercase())
    } else {
        alike_in_steps(text)
    }
}

fn alike_in_steps(text: &str) -> String {
    const MOST_STEPS: usize = 4;
    let mut alike = folded(text);
    for _ in 0..MOST_STEPS {
        let next = alike_once(&alike);
        if next == alike {
            break;
        }
        alike = next;
    }
    alike
}

fn alike_once(folded_text: &str) -> String {
    let bare = folded_text.trim_matches(AROUND);
    let bare = if bare.is_empty() { folded_text } else { bare };
    let latin = if bare.is_ascii() {
        folded(bare)
    } else {
        folded(&bare.chars().map(in_latin).collect::<String>())
    };
    without_zeros(latin)
}

/// Writes a number of nothing but digits without its leading zeros.
fn without_zeros(text: String) -> String {
    match text.trim_start_matches('0') {
        _ if !is_number(&text) => text,
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    }
}

/// Writes a letter as the Latin one, or the digit, that it looks like. Capitals come first: they are what
/// numbers are made of.
fn in_latin(c: char) -> String {
    let looks = |text: &str| {
        let looks: String = skeleton(text).collect();
        let is_latin = !looks.is_empty() && looks.bytes().all(|b| b.is_ascii_alphanumeric());
        is_latin.then_some(looks)
    };
    if c.is_ascii() {
        return c.into();
    }
    let small = looks(&c.to_lowercase().to_string());
    match looks(&c.to_uppercase().to_string()) {
        // A capital i looks like a small l, but is none.
        Some(capital) if capital != "l" || small.is_none() => capital,
        _ => small.unwrap_or_else(|| c.into()),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_shows_nothing_or_turns_the_direction_is_unseen() {
        for c in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{180b}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '\u{2060}',
            '\u{2064}',
            '\u{2065}',
            '\u{2066}',
            '\u{206f}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff0}',
            '\u{fff9}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e01ef}',
        ] {
            assert!(is_unseen(c), "U+{:04X}", u32::from(c));
        }
        for c in [
            'a', '-', ' ', 'é', '退', '款', '한', '❤', '\u{301}', '٣', '\u{a0}', '\u{3000}',
        ] {
            assert!(!is_unseen(c), "U+{:04X}", u32::from(c));
        }
        assert!(is_unsafe('\u{1b}') && is_unsafe('\u{9b}') && is_unsafe('\n'));
    }

    #[test]
    fn a_character_is_spelled_only_where_it_cannot_be_seen() {
        for (c, shown) in [
            ('\u{5143}', "\u{5143}"),
            ('x', "x"),
            ('\'', "'"),
            (' ', " "),
            ('\u{200b}', "\\u{200b}"),
            ('\u{a0}', "\\u{a0}"),
            ('\n', "\\n"),
        ] {
            assert_eq!(spelled(c), shown);
        }
    }

    #[test]
    fn texts_that_look_alike_are_folded_to_the_same() {
        for (one, other) in [
            ("CRM-1001", "crm-1001"),
            ("Stra\u{df}e", "STRASSE"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("cafe\u{200b}\u{301}", "CAF\u{c9}"),
            ("\u{ff23}\u{ff32}\u{ff2d}\u{ff0d}\u{ff11}", "CRM-1"),
            ("A\u{3164}1", "A1"),
            ("A\u{2800}1", "A1"),
            ("A\u{fe0f}1", "a1"),
            ("A\u{61c}1", "A1"),
            ("A\u{2013}1", "A-1"),
            ("A\u{2212}1", "A-1"),
            ("A\u{2011}1", "A\u{fe63}1"),
            ("a\u{a0} b", "A B"),
            ("88123.0", "88123"),
            ("88123.", "88123.00"),
            ("\u{fb01}x", "FIX"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn texts_that_differ_to_the_eye_stay_different() {
        for (one, other) in [
            ("R-1", "R-2"),
            ("A-1", "A1"),
            ("A1", "A 1"),
            ("88123.5", "88123"),
            ("88123.05", "88123"),
            ("0088", "88"),
            ("R.0", "R"),
            ("退款", "退欵"),
        ] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn what_a_spreadsheet_or_a_copy_makes_of_a_name_is_alike() {
        for (one, other) in [
            ("CRM-1001", "crm-1001"),
            ("88123", "88123.0"),
            ("0088124", "88124"),
            ("0088124.00", "'88124"),
            ("000", "0"),
            ("88125", "'88125"),
            ("88125", "\u{2018}88125\u{2019}"),
            ("88126", "88126,"),
            ("88126", "88126;"),
            ("CRM-1005", "\"CRM-1005\""),
            ("CRM-1005", "=\"CRM-1005\""),
            ("CRM-1005", "\u{201e}crm-1005\u{201c}"),
            // Cyrillic, then Greek.
            ("CRM-1006", "\u{421}RM-1006"),
            ("CRM-1006", "\u{421}R\u{41c}-1006"),
            ("crm-1006", "\u{441}rm-1006"),
            (
                "ABEKMHOPCTX",
                "\u{410}\u{412}\u{415}\u{41a}\u{41c}\u{41d}\u{41e}\u{420}\u{421}\u{422}\u{425}",
            ),
            ("SI-1", "S\u{406}-1"),
            ("TAXI", "\u{3a4}\u{391}\u{3a7}\u{399}"),
            ("NEHZY", "\u{39d}\u{395}\u{397}\u{396}\u{3a5}"),
        ] {
            assert_eq!(alike(one), alike(other), "{one} {other}");
        }
    }

    #[test]
    fn names_that_nobody_takes_for_each_other_are_not_alike() {
        for (one, other) in [
            ("R-1", "R-2"),
            ("R-01", "R-1"),
            ("A-1", "A1"),
            ("88123.5", "88123"),
            ("00123-1", "123-1"),
            ("A0", "AO"),
            ("A1", "AI"),
            ("RN", "M"),
            ("10", "1"),
            ("'", "\""),
            ("\u{9000}\u{6b3e}", "\u{9000}\u{6b35}"),
            ("caf\u{e9}", "cafe"),
        ] {
            assert_ne!(alike(one), alike(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn alike_again_changes_nothing(
            text in "\\PC{0,24}|[0-9.,;'\"=\\-\u{200b}\u{301}eEf\u{421}\u{406}ıİΣσςΝΥ ]{0,12}"
        ) {
            let once = alike(&text);
            prop_assert_eq!(alike(&once), once);
        }

        #[test]
        fn what_is_plain_is_alike_as_in_steps(text in "[\\x00-\\x7f]{0,16}|[A-Za-z0-9_/#-]{0,9}|[0-9]{0,4}") {
            prop_assert_eq!(alike(&text), alike_in_steps(&text));
        }

        #[test]
        fn what_is_of_ascii_is_folded_as_in_steps(text in "[\\x00-\\x7f]{0,16}|[0-9. \t-]{0,8}") {
            prop_assert_eq!(folded(&text), folded_in_steps(&text));
        }

        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,24}|[0-9.\\-\u{200b}\u{301}eEfﬁßıİΣσς]{0,12}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
