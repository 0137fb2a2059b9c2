//! Commands of this program as a person copies them into a shell.

use std::borrow::Cow;

/// Returns the command that does `what`, such as `show` or `enquiry --syssn`, with a number of a
/// profile.
#[must_use]
pub fn command(what: &str, number: &str, profile: &str) -> String {
    // The name of a profile is one word as it is; the number may be anybody's.
    format!("qfrefund {what} {} --profile {profile}", in_shell(number))
}

/// What a command line says for every command, so that those proposed in its words have to say it as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// `--profile`.
    pub profile: Option<String>,
    /// `--config`.
    pub config: Option<String>,
}

/// Adds the profile to every command in a text, such as `qfrefund history` in quotation marks like these,
/// that works with one and names none.
#[must_use]
pub fn naming(text: &str, profile: &str) -> String {
    let given = Given {
        profile: Some(profile.to_owned()),
        config: None,
    };
    given.named_in(text)
}

impl Given {
    /// Adds what is given to every command in a text that works with it and does not say it.
    #[must_use]
    pub fn named_in(&self, text: &str) -> String {
        let named: Vec<Cow<'_, str>> = text
            .split('`')
            .enumerate()
            .map(|(place, part)| {
                // Every second part stands in quotation marks.
                if place % 2 == 1 {
                    self.named(part)
                } else {
                    Cow::Borrowed(part)
                }
            })
            .collect();
        named.join("`")
    }

    fn named<'a>(&self, part: &'a str) -> Cow<'a, str> {
        let mut named = Cow::Borrowed(part);
        let options = [("--profile", &self.profile), ("--config", &self.config)];
        for (option, value) in options {
            if let Some(value) = value
                && wants(option, part)
            {
                named
                    .to_mut()
                    .push_str(&format!(" {option} {}", in_shell(value)));
            }
        }
        named
    }
}

/// Whether a command works with an option that it does not say.
fn wants(option: &str, command: &str) -> bool {
    let mut words = command.split_whitespace();
    let is_ours = words.next() == Some("qfrefund");
    let works_with_one = match words.next() {
        Some("profile") => option == "--config",
        Some(word) => {
            !word.starts_with('-')
                && !["simulator", "explain", "completions", "man", "help"].contains(&word)
        }
        None => false,
    };
    // A journal that is named needs none.
    let has_one = |word: &str| {
        word == option
            || option == "--profile" && word == "-p"
            || ["--journal", "--help"].contains(&word)
    };
    is_ours && works_with_one && !words.any(has_one)
}

/// Writes a text as one word of a shell, in quotation marks where it needs them.
#[must_use]
pub fn in_shell(word: &str) -> Cow<'_, str> {
    // zsh makes something else of a word that begins with an equals sign.
    if !word.is_empty() && !word.starts_with('=') && word.chars().all(is_plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "-_./=:,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_command_to_be_copied_holds_a_number_as_one_word_and_names_the_profile() {
        assert_eq!(
            command("show", "RF-1", "shop.hk"),
            "qfrefund show RF-1 --profile shop.hk"
        );
        assert_eq!(in_shell("a;b$(c)"), "'a;b$(c)'");
        assert_eq!(in_shell("it's"), r"'it'\''s'");
        assert_eq!(in_shell(""), "''");
        assert_eq!(in_shell("=ls"), "'=ls'");
        assert_eq!(in_shell("--column=syssn=a"), "--column=syssn=a");
    }

    #[test]
    fn a_text_names_the_profile_in_each_command_that_works_with_one() {
        let named = |text| naming(text, "shop");
        for (text, expected) in [
            (
                "Run `qfrefund journal rejoin`: see `qfrefund show NUMBER`.",
                "Run `qfrefund journal rejoin --profile shop`: see `qfrefund show NUMBER --profile shop`.",
            ),
            (
                "`qfrefund resolve 1 --profile other`",
                "`qfrefund resolve 1 --profile other`",
            ),
            ("`qfrefund explain 1143`", "`qfrefund explain 1143`"),
            (
                "`qfrefund history --journal FILE`",
                "`qfrefund history --journal FILE`",
            ),
            ("`journal` in the profile", "`journal` in the profile"),
            (
                "`qfrefund --help`, `qfrefund`",
                "`qfrefund --help`, `qfrefund`",
            ),
            ("qfrefund history", "qfrefund history"),
        ] {
            assert_eq!(named(text), expected);
        }
        assert_eq!(
            naming("`qfrefund resolve`", "a b"),
            "`qfrefund resolve --profile 'a b'`"
        );
    }

    #[test]
    fn a_text_names_the_config_that_was_given_in_each_command_that_reads_one() {
        let given = Given {
            profile: Some("shop".to_owned()),
            config: Some("my shops.toml".to_owned()),
        };
        for (text, expected) in [
            (
                "Run `qfrefund resolve N --profile other`: `qfrefund show N`.",
                "Run `qfrefund resolve N --profile other --config 'my shops.toml'`: `qfrefund show N --profile shop --config 'my shops.toml'`.",
            ),
            (
                "`qfrefund profile check`",
                "`qfrefund profile check --config 'my shops.toml'`",
            ),
            (
                "`qfrefund resolve --config a.toml -p x`",
                "`qfrefund resolve --config a.toml -p x`",
            ),
            (
                "`qfrefund history --journal FILE`, `qfrefund explain 1143`",
                "`qfrefund history --journal FILE`, `qfrefund explain 1143`",
            ),
        ] {
            assert_eq!(given.named_in(text), expected);
        }
        assert_eq!(
            Given::default().named_in("`qfrefund resolve`"),
            "`qfrefund resolve`"
        );
    }

    proptest! {
        #[test]
        fn every_number_of_a_caller_is_one_word_of_a_shell(text in "[!-~]{1,20}") {
            let quoted = in_shell(&text).into_owned();
            let bare = match quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Some(inside) if quoted != text => inside.replace(r"'\''", "'"),
                _ => quoted,
            };
            prop_assert_eq!(bare, text);
        }
    }
}
