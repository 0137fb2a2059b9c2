//! A text that is both shown to people and written down.

use crate::language::{Language, in_english, spoken};
use std::fmt;

/// A text in English, as it is written into the journal, and as it is said to whoever reads it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    english: String,
    shown: Option<String>,
}

impl Said {
    /// Makes a text in both languages, where another one than English is spoken.
    #[must_use]
    pub fn of(make: impl Fn() -> String) -> Self {
        Self {
            english: in_english(&make),
            shown: (spoken() != Language::English).then(&make),
        }
    }
}

/// For what is only shown, or needs no second language.
impl From<String> for Said {
    fn from(english: String) -> Self {
        Self {
            english,
            shown: None,
        }
    }
}

impl From<&str> for Said {
    fn from(english: &str) -> Self {
        Self::from(english.to_owned())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.shown, spoken()) {
            (Some(shown), language) if language != Language::English => f.write_str(shown),
            _ => f.write_str(&self.english),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{speak, word};

    #[test]
    fn what_is_written_down_stays_english_and_what_is_shown_does_not() {
        let make = || String::from(word!("gateway-reply-empty", "it is empty"));
        assert_eq!(Said::of(make).to_string(), "it is empty");
        speak(Language::Chinese);
        let said = Said::of(make);
        assert_eq!(said.to_string(), "內容是空的");
        assert_eq!(in_english(|| said.to_string()), "it is empty");
        assert_eq!(Said::from("as it is").to_string(), "as it is");
        speak(Language::English);
    }
}
