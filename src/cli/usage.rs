//! What is said of a command line that the parser does not take.

use super::guess::guess;
use super::said;
use crate::language::{Language, spoken, text};
use clap::error::ErrorKind;
use clap::{Command, ValueEnum};
use std::ffi::OsString;

/// What is wrong with a command line, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct UsageError {
    /// What is wrong.
    pub message: String,
    /// The parser's own suggestion, an example, and where all of it stands.
    pub hint: String,
}

impl UsageError {
    /// Says in our form what the parser says; `arguments` begin with the program's name.
    #[must_use]
    pub fn of(error: &clap::Error, arguments: &[OsString], command: &Command) -> Self {
        let said = error.render().to_string();
        let (words, command) = meant(arguments, command);
        let mut parts = said.split("\n\n");
        let first = parts.next().unwrap_or_default();
        let message = match error.kind() {
            // The whole help stands there instead.
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                text!(
                    "usage-needs-command",
                    "`{words}` needs to be told what to do",
                    words
                )
            }
            _ => translated(error)
                .unwrap_or_else(|| joined(first.strip_prefix("error: ").unwrap_or(first))),
        };
        let tips = || match spoken() {
            Language::English => parts
                .flat_map(str::lines)
                .filter_map(|line| line.trim().strip_prefix("tip: "))
                .map(|tip| format!("{}. ", capital(tip)))
                .collect(),
            Language::Chinese => said::tips(error),
        };
        let (tips, command) = match guess(error, command) {
            Some(guess) => (
                text!("usage-guess", "{tip} ", tip = guess.tip),
                guess.command.unwrap_or(command),
            ),
            None => (tips(), command),
        };
        let example = example(command)
            .map(|example| text!("usage-example", "For example: `{example}`. ", example))
            .unwrap_or_default();
        // A word that `help` does not know is looked for among the commands.
        let words = words.strip_suffix(" help").unwrap_or(&words);
        let more = text!("usage-more", "`{words} --help` tells more.", words);
        let hint = format!("{tips}{example}{more}");
        Self { message, hint }
    }
}

/// Says what is wrong in another language than the parser's own.
fn translated(error: &clap::Error) -> Option<String> {
    match spoken() {
        Language::English => None,
        Language::Chinese => said::message(error),
    }
}

/// Returns the words that name the command of a command line, after the program's, as far as they are understood.
#[must_use]
pub fn words_of_command(arguments: &[OsString], root: &Command) -> Vec<String> {
    let (words, _) = meant(arguments, root);
    words.split(' ').skip(1).map(str::to_owned).collect()
}

/// Replaces the values of the options that every command has, but for the last word: one that is called like a
/// command, as a profile may be, is taken for it by what completes command lines.
#[must_use]
pub fn without_values(mut words: Vec<OsString>, root: &Command) -> Vec<OsString> {
    let places = words.len().saturating_sub(1);
    let mut is_value = false;
    for word in words.iter_mut().take(places) {
        if std::mem::take(&mut is_value) {
            *word = "_".into();
        } else {
            is_value = word.to_str().is_some_and(|word| takes_value(word, root));
        }
    }
    words
}

/// Finds the command that is meant as far as the words are understood, and how it is called.
pub(super) fn meant<'a>(arguments: &[OsString], root: &'a Command) -> (String, &'a Command) {
    let mut words = vec![root.get_name()];
    let mut command = root;
    let mut given = arguments.iter().skip(1).filter_map(|word| word.to_str());
    while let Some(word) = given.next() {
        if word == "--" {
            break;
        }
        if takes_value(word, root) || takes_value(word, command) {
            given.next();
        } else if let Some(below) = command.find_subcommand(word) {
            words.push(below.get_name());
            command = below;
        }
    }
    (words.join(" "), command)
}

/// Whether a word is an option whose value is the next word.
fn takes_value(word: &str, command: &Command) -> bool {
    command.get_arguments().any(|argument| {
        let long = word.strip_prefix("--");
        let short = word.strip_prefix('-').and_then(|rest| {
            let mut letters = rest.chars();
            letters.next().filter(|_| letters.next().is_none())
        });
        let is_it = long.is_some() && argument.get_long() == long
            || short.is_some() && argument.get_short() == short;
        is_it && argument.get_action().takes_values()
    })
}

/// The first command in the examples of a command, or of those below it.
fn example(command: &Command) -> Option<String> {
    let help = command.get_after_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    help.lines()
        .map(str::trim)
        .find(|line| line.starts_with("qfrefund "))
        .map(str::to_owned)
        .or_else(|| command.get_subcommands().find_map(example))
}

/// Makes one line of a message and what is listed below it.
fn joined(text: &str) -> String {
    let mut line = String::new();
    for part in text.lines().map(str::trim) {
        let between = if line.is_empty() {
            ""
        } else if line.ends_with(':') || part.starts_with('[') {
            " "
        } else {
            ", "
        };
        line.push_str(between);
        line.push_str(part);
    }
    line
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        .unwrap_or_default()
}

/// Finds an option of every command on a command line that the parser does not take.
pub fn given<T: ValueEnum>(arguments: &[OsString], long: &str, short: Option<char>) -> Option<T> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut given = None;
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        let value = if let Some(rest) = word.strip_prefix("--") {
            match rest.strip_prefix(long) {
                Some("") => words.next(),
                Some(rest) => rest.strip_prefix('='),
                None => None,
            }
        } else {
            // Switches may stand before it in one word, as in `-qojson`.
            let value = short.and_then(|short| word.strip_prefix('-')?.split_once(short));
            match value.filter(|(before, _)| before.chars().all(|c| c == 'q')) {
                Some((_, "")) => words.next(),
                Some((_, value)) => Some(value.strip_prefix('=').unwrap_or(value)),
                None => None,
            }
        };
        given = value
            .and_then(|value| T::from_str(value, false).ok())
            .or(given);
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{ColorChoice, OutputFormat, command};
    use crate::language::speak;

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn the_form_is_found_wherever_it_stands() {
        for (line, expected) in [
            ("qfrefund close X -o json", Some(OutputFormat::Json)),
            ("qfrefund -ojson close X", Some(OutputFormat::Json)),
            ("qfrefund -o=json close X", Some(OutputFormat::Json)),
            ("qfrefund -qo json close X", Some(OutputFormat::Json)),
            ("qfrefund --output=jsonl close", Some(OutputFormat::Jsonl)),
            ("qfrefund --output csv --nonsense", Some(OutputFormat::Csv)),
            ("qfrefund --output yaml", None),
            ("qfrefund --outputs json", None),
            ("qfrefund close -- -o json", None),
            ("qfrefund close -po json", None),
            ("qfrefund close X", None),
        ] {
            let found = given::<OutputFormat>(&words(line), "output", Some('o'));
            assert_eq!(found, expected, "{line}");
        }
        let line = words("qfrefund --color=never --color always");
        let found = given::<ColorChoice>(&line, "color", None);
        assert_eq!(found, Some(ColorChoice::Always));
    }

    #[test]
    fn in_chinese_nothing_of_the_parsers_english_is_left() {
        speak(Language::Chinese);
        for line in [
            "qfrefund isue",
            "qfrefund refund",
            "qfrefund batch",
            "qfrefund issue X",
            "qfrefund issue X --amout 1",
            "qfrefund issue X --amount 1 --txamt 100",
            "qfrefund issue X --amount 1 --amount 2",
            "qfrefund issue X --amount",
            "qfrefund issue X --amount 1 --timeout 0",
            "qfrefund issue X --amount 1 --wait 5",
            "qfrefund history --limit x",
            "qfrefund history --state refundet",
            "qfrefund history --limit 1 --changed-since 0",
            "qfrefund show A B",
            "qfrefund simulator serve --listen x",
            "qfrefund batch run a --stop-at-errors 0",
        ] {
            let line = words(line);
            let mut root = command();
            let error = root.try_get_matches_from_mut(&line).unwrap_err();
            let UsageError { message, hint } = UsageError::of(&error, &line, &root);
            // What is between backticks is the person's own, or to be typed.
            let text = format!("{message}{hint}");
            let ours: String = text.split('`').step_by(2).collect();
            let ours = ours.replace("--again", "");
            let latin = ours.split(|c: char| !c.is_ascii_alphabetic());
            let latin: Vec<_> = latin.filter(|w| !["", "JSON", "CSV"].contains(w)).collect();
            assert!(latin.is_empty(), "{line:?}: {text}");
        }
        speak(Language::English);
    }

    #[test]
    fn every_command_has_an_example_for_whoever_mistypes_it() {
        for (line, called, begins) in [
            ("qfrefund isue", "qfrefund", "qfrefund issue "),
            (
                "qfrefund -p batch close X",
                "qfrefund close",
                "qfrefund close ",
            ),
            (
                "qfrefund batch -o json run",
                "qfrefund batch run",
                "qfrefund batch run ",
            ),
            ("qfrefund -- close", "qfrefund", "qfrefund issue "),
        ] {
            let root = command();
            let (words, found) = meant(&words(line), &root);
            assert_eq!(words, called, "{line}");
            assert!(example(found).unwrap().starts_with(begins), "{line}");
        }
    }
}
