//! Commands of this program as a person copies them into a shell.

use std::borrow::Cow;

/// Returns the command that does `what`, such as `show` or `enquiry --syssn`, with a number of a
/// profile.
#[must_use]
pub fn command(what: &str, number: &str, profile: &str) -> String {
    // The name of a profile is one word as it is; the number may be anybody's.
    format!("qfrefund {what} {} --profile {profile}", in_shell(number))
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
