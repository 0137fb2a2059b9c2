//! Text that came from outside, made safe to show; and text laid out in columns.

use crate::language::{Language, entry_id, shown, spoken, text, translated, word};
use crate::unseen::is_unsafe;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Makes foreign text safe for a terminal: every run of control characters, line breaks, and
/// marks that turn the writing direction becomes one space.
///
/// The gateway's own texts have line breaks and two languages in them (protocol trap 25);
/// a forged reply may have escape sequences.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) || c == ' ' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Cleans foreign text and cuts it where it is longer than any honest one.
#[must_use]
pub fn clean_short(text: &str) -> String {
    const MOST: usize = 300;
    let cleaned = clean(text);
    match cleaned.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", cleaned.get(..end).unwrap_or_default()),
        None => cleaned,
    }
}

/// Spells out in JSON what must not reach a terminal as it is; the value stays the same. Control
/// characters of ASCII are spelled out already.
#[must_use]
pub fn spell_in_json(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c != '\n' && is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Signs that begin no line, and signs that end none.
const CLOSING: &str = "，。、；：？！）」』》〉】〕％…—～,.;:?!)]}%";
const OPENING: &str = "（「『《〈【〔([{";

/// Takes text apart where a line may end: at spaces, and beside each Chinese character but where a sign
/// would stand on the wrong side. Each piece comes with whether a space stands before it.
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let is_wide = |c: char| c.width() == Some(2);
    let may_end = move |before: char, after: char| {
        (is_wide(before) || is_wide(after)) && !CLOSING.contains(after) && !OPENING.contains(before)
    };
    text.split(' ').flat_map(move |word| {
        let (mut rest, mut is_first) = (Some(word), true);
        std::iter::from_fn(move || {
            let text = rest?;
            let pairs = text.char_indices().zip(text.chars().skip(1));
            let end = pairs.map(|((at, c), next)| (at.saturating_add(c.len_utf8()), c, next));
            let end = end.into_iter().find(|(_, c, next)| may_end(*c, *next));
            let (piece, after) = match end.and_then(|(end, ..)| text.split_at_checked(end)) {
                Some((piece, after)) => (piece, Some(after)),
                None => (text, None),
            };
            rest = after;
            Some((std::mem::replace(&mut is_first, false), piece))
        })
    })
}

/// Breaks text at spaces and between Chinese characters only, so that paths, numbers and addresses can still be
/// copied whole where they are wider than the terminal.
#[must_use]
pub fn fold(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut used: usize = 0;
    for (is_spaced, piece) in pieces(text) {
        let needed = piece.width().saturating_add(usize::from(is_spaced));
        if used > 0 && used.saturating_add(needed) > width {
            out.push('\n');
            used = 0;
        } else if is_spaced && !out.is_empty() {
            out.push(' ');
            used = used.saturating_add(1);
        }
        out.push_str(piece);
        used = used.saturating_add(piece.width());
    }
    out
}

/// Breaks text into lines of at most `width` columns, at spaces where there are any.
///
/// Chinese text may break between any two characters, but no line begins with a sign that closes. A width
/// below 8 is taken as 8.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for (is_spaced, piece) in pieces(text) {
        let gap = usize::from(is_spaced && !line.is_empty());
        let used = line.width().saturating_add(gap);
        if used.saturating_add(piece.width()) <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(piece);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in piece.chars() {
            if line.width().saturating_add(c.width().unwrap_or(0)) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Returns a value that may be missing as it is shown.
#[must_use]
pub fn optional(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

/// Returns a time as the gateway writes it, with its zone; nothing where it is missing.
#[must_use]
pub fn gateway_time(time: &Option<String>) -> String {
    let time = time.as_ref().map(|time| hong_kong_time(time));
    time.unwrap_or_default()
}

/// Names a time that is written down as Hong Kong's.
#[must_use]
pub fn hong_kong_time(time: &str) -> String {
    text!("console-out-time", "{time} (UTC+8)", time)
}

/// Writes a profile and where it sends.
#[must_use]
pub fn with_environment(profile: &str, environment: &str) -> String {
    text!(
        "console-out-profile",
        "{profile} ({environment})",
        profile,
        environment
    )
}

/// Writes an amount and how many minor units that is.
#[must_use]
pub fn with_minor(amount: &str, minor: &str) -> String {
    text!(
        "console-out-minor",
        "{amount} ({minor} minor units)",
        amount,
        minor
    )
}

/// Writes a response code with its meaning: both languages for who reads English, Chinese for who reads that.
#[must_use]
pub fn answered(respcd: &str, english: &str, chinese: &str) -> String {
    match spoken() {
        Language::English => format!("{respcd} {english} · {chinese}"),
        Language::Chinese => format!("{respcd} {chinese}"),
    }
}

/// Makes a sentence of a clause.
#[must_use]
pub fn sentence(clause: &str) -> String {
    text!(
        "console-out-sentence",
        "{clause}.",
        clause = capital(clause)
    )
}

/// Writes a clause, and a sentence after it.
#[must_use]
pub fn clause_and(clause: &str, sentence: &str) -> String {
    text!(
        "console-out-clause-and",
        "{clause}. {sentence}",
        clause,
        sentence
    )
}

/// Puts sentences behind each other.
#[must_use]
pub fn sentences<T: AsRef<str>>(said: &[T]) -> String {
    let said: Vec<&str> = said.iter().map(AsRef::as_ref).collect();
    match spoken() {
        Language::English => said.join(" "),
        Language::Chinese => said.concat(),
    }
}

/// Writes how many, in words that agree: `1 row`, `2 rows`.
#[must_use]
pub fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    let count = count.try_into().unwrap_or(u64::MAX);
    let id = entry_id("count", noun);
    if let Some(text) = translated(&id, &[("count", shown(&count))]) {
        return text;
    }
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// Begins words as a sentence begins.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let first = first.map(String::from).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// Fills text with spaces up to `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Returns an environment as it is called, from its name.
pub(super) fn environment_name(environment: &str) -> &str {
    match environment {
        "production" => word!("profile-welcome-production", "production"),
        "live-testing" => word!("profile-welcome-live-testing", "live-testing"),
        "sandbox" => word!("profile-welcome-sandbox", "sandbox"),
        "custom" => word!("profile-welcome-custom", "custom"),
        "simulator" => word!("profile-welcome-simulator", "simulator"),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn control_characters_become_one_space() {
        assert_eq!(clean("a\u{1b}[31mb\r\n\tc"), "a [31mb c");
        assert_eq!(clean("\u{202e}退款\u{7}成功\u{9b}"), "退款 成功");
    }

    #[test]
    fn json_says_the_same_with_every_sign_spelled_out() {
        let text = "a\u{9b}31m\u{202e}b\u{e0041}退";
        let line = serde_json::to_string(text).unwrap();
        let spelled = spell_in_json(&line);
        assert_eq!(spelled, "\"a\\u009b31m\\u202eb\\udb40\\udc41退\"");
        assert_eq!(serde_json::from_str::<String>(&spelled).unwrap(), text);
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(clean_short(&"退".repeat(301)).chars().count(), 301);
        assert!(clean_short(&"退".repeat(301)).ends_with('…'));
        assert_eq!(clean_short(&"x".repeat(300)), "x".repeat(300));
    }

    #[test]
    fn wide_characters_count_two_columns() {
        assert_eq!(wrap("退款已經完成", 8), ["退款已經", "完成"]);
        assert_eq!(pad("退款", 6), "退款  ");
    }

    #[test]
    fn no_line_begins_with_a_sign_that_closes_or_ends_with_one_that_opens() {
        assert_eq!(
            wrap("退款已經完成。請核對（金額）後再發送", 12),
            ["退款已經完", "成。請核對", "（金額）後再", "發送"]
        );
        assert_eq!(
            fold("原交易 20260105 已退款，餘額", 12),
            "原交易\n20260105 已\n退款，餘額"
        );
        assert_eq!(
            fold("請執行 `qfrefund show R-1`。", 16),
            "請執行 `qfrefund\nshow R-1`。"
        );
    }

    #[test]
    fn messages_are_broken_at_spaces_only() {
        assert_eq!(fold("error: it is broken", 10), "error: it\nis broken");
        assert_eq!(
            fold("see /a/very/long/path now", 10),
            "see\n/a/very/long/path\nnow"
        );
        assert_eq!(fold("stop: ", 40), "stop: ");
    }

    proptest! {
        #[test]
        fn lines_are_never_wider_than_asked_and_nothing_is_lost(text in "[a-z退款 ]{0,80}", width in 8usize..40) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width));
            let squeeze = |t: &str| t.replace(' ', "");
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        }

        #[test]
        fn cleaned_text_has_no_control_characters(text in ".*") {
            prop_assert!(clean(&text).chars().all(|c| !c.is_control()));
        }
    }
}
