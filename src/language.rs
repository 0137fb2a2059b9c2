//! The language of what a person reads.
//!
//! English stands in the code, where a text is made; Traditional Chinese stands under the text's name in
//! `language/zh-Hant/`, one file for each family of texts, which is the name up to its first hyphen. A file is parsed
//! when the first of its texts is wanted, and never for English. What a text has no translation for, or cannot be
//! put into, is said in English; a test finds those.
//!
//! A thread speaks English until it is told otherwise, so that whatever is written for scripts, into the
//! journal or into files stays as it is: see [`in_english`].

mod catalogue;

use catalogue::Catalogue;
use std::cell::Cell;
use std::fmt::Display;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// A language that a person may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese in traditional characters, in the words of Hong Kong.
    Chinese,
}

impl Language {
    /// Reads a tag such as `zh-Hant`, or a locale such as `zh_HK.UTF-8`.
    ///
    /// `None` for other languages, and for a locale in whose encoding Chinese cannot be shown.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let (name, encoding) = tag.split_once('.').unwrap_or((tag, "UTF-8"));
        // `zh_TW.UTF-8@radical`
        let plain = |text: &str| text.split('@').next().unwrap_or_default().to_lowercase();
        let name = plain(name).replace('_', "-");
        let is_unicode = ["utf-8", "utf8"].contains(&plain(encoding).as_str());
        let mut parts = name.split('-');
        let language = parts.next().unwrap_or_default();
        let region = parts.next().unwrap_or_default();
        match language {
            "en" => Some(Self::English),
            "zh" if is_unicode && ["hant", "hk", "tw", "mo"].contains(&region) => {
                Some(Self::Chinese)
            }
            _ => None,
        }
    }

    /// Returns its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hant",
        }
    }
}

/// Lets this thread speak a language from now on.
pub fn speak(language: Language) {
    SPOKEN.set(language);
}

/// Returns the language that this thread speaks.
#[must_use]
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// Makes something in English, whatever is spoken: what is written down or read by scripts.
pub fn in_english<T>(make: impl FnOnce() -> T) -> T {
    /// Goes back to what was spoken, also where making it breaks off.
    struct Back(Language);
    impl Drop for Back {
        fn drop(&mut self) {
            speak(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(Language::English));
    make()
}

/// Returns a fixed text in the language that is spoken. `word!` is for one whose name is fixed.
#[must_use]
pub fn fixed(id: &str, english: &'static str) -> &'static str {
    match spoken() {
        Language::English => english,
        Language::Chinese => Catalogue::of(id)
            .and_then(|c| c.fixed(id))
            .unwrap_or(english),
    }
}

/// Returns a fixed text of a table, whose names begin with `family` and end with what it is about.
#[must_use]
pub fn entry(family: &str, name: &str, english: &'static str) -> &'static str {
    match spoken() {
        Language::English => english,
        Language::Chinese => fixed(&entry_id(family, name), english),
    }
}

/// Returns the name of a text of a table.
#[must_use]
pub fn entry_id(family: &str, name: &str) -> String {
    let named = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = name.chars().map(named).collect();
    format!("{family}-{name}")
}

/// Puts values into a text of the language that is spoken; `None` where that is English, or lacks it.
#[must_use]
pub fn translated(id: &str, values: &[(&str, &dyn Display)]) -> Option<String> {
    match spoken() {
        Language::English => None,
        Language::Chinese => Catalogue::of(id)?.with(id, values),
    }
}

/// Joins the parts of a list as the language that is spoken does: with commas.
#[must_use]
pub fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let comma = match spoken() {
        Language::English => ", ",
        Language::Chinese => "、",
    };
    with_between(parts, comma)
}

/// Joins clauses of one sentence: with semicolons.
#[must_use]
pub fn clauses<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let semicolon = match spoken() {
        Language::English => "; ",
        Language::Chinese => "；",
    };
    with_between(parts, semicolon)
}

fn with_between<T: AsRef<str>>(parts: impl IntoIterator<Item = T>, between: &str) -> String {
    let parts: Vec<T> = parts.into_iter().collect();
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    parts.join(between)
}

/// Takes a value as something that can be shown.
#[must_use]
pub fn shown<T: Display>(value: &T) -> &dyn Display {
    value
}

/// Makes a text that a person reads, in the language that is spoken: its name, the English, and the values by
/// name, as in `text!("issue-left", "{left} is left of {paid}", left, paid = payment.paid)`.
macro_rules! text {
    (@value $name:ident = $value:expr) => { &$value };
    (@value $name:ident) => { &$name };
    ($id:literal, $english:literal $(,)?) => { String::from($crate::language::fixed($id, $english)) };
    ($id:literal, $english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        match ($($crate::language::text!(@value $name $(= $value)?),)+) {
            ($($name,)+) => $crate::language::translated(
                $id,
                &[$((stringify!($name), $crate::language::shown($name))),+],
            )
            .unwrap_or_else(|| format!($english, $($name = $name),+)),
        }
    };
}

/// The same into a formatter, for `Display`.
macro_rules! write_text {
    ($f:expr, $id:literal, $english:literal $(,)?) => { $f.write_str($crate::language::fixed($id, $english)) };
    ($f:expr, $id:literal, $english:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        match ($($crate::language::text!(@value $name $(= $value)?),)+) {
            ($($name,)+) => match $crate::language::translated(
                $id,
                &[$((stringify!($name), $crate::language::shown($name))),+],
            ) {
                Some(text) => $f.write_str(&text),
                None => write!($f, $english, $($name = $name),+),
            },
        }
    };
}

/// A text without values, for as long as the program runs.
macro_rules! word {
    ($id:literal, $english:literal $(,)?) => {
        $crate::language::fixed($id, $english)
    };
}

pub(crate) use {text, word, write_text};

#[cfg(test)]
mod tests;
