//! What is wrong with a command line, from what the parser found: for other languages than its own.

use crate::language::{joined, text, word};
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// Says what is wrong; `None` where the parser tells no more than words.
pub(super) fn message(error: &Error) -> Option<String> {
    let one = |kind| one(error, kind);
    let argument = one(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::ArgumentConflict => {
            let (argument, prior) = (argument?, list(error, ContextKind::PriorArg));
            if prior.contains(&argument) {
                return Some(text!(
                    "usage-twice",
                    "the argument '{argument}' cannot be used multiple times",
                    argument
                ));
            }
            let prior = quoted(&prior);
            text!(
                "usage-conflict",
                "the argument '{argument}' cannot be used with {prior}",
                argument,
                prior
            )
        }
        ErrorKind::NoEquals => text!(
            "usage-no-equals",
            "equal sign is needed when assigning values to '{argument}'",
            argument = argument?
        ),
        ErrorKind::InvalidValue => invalid_value(error, argument?, one(ContextKind::InvalidValue)?),
        ErrorKind::InvalidSubcommand => text!(
            "usage-subcommand",
            "unrecognized subcommand '{word}'",
            word = one(ContextKind::InvalidSubcommand)?
        ),
        ErrorKind::MissingRequiredArgument => {
            let missing = list(error, ContextKind::InvalidArg);
            text!(
                "usage-missing",
                "the following required arguments were not provided: {missing}",
                missing = quoted(&missing)
            )
        }
        ErrorKind::UnknownArgument => text!(
            "usage-unknown",
            "unexpected argument '{argument}' found",
            argument = argument?
        ),
        ErrorKind::TooManyValues => text!(
            "usage-too-many",
            "unexpected value '{value}' for '{argument}' found; no more were expected",
            value = one(ContextKind::InvalidValue)?,
            argument = argument?
        ),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => text!(
            "usage-number",
            "another number of values is required for '{argument}'",
            argument = argument?
        ),
        ErrorKind::ValueValidation => text!(
            "usage-value-because",
            "invalid value '{value}' for '{argument}': {why}",
            value = one(ContextKind::InvalidValue)?,
            argument = argument?,
            why = why(error)
        ),
        ErrorKind::InvalidUtf8 => text!("usage-utf8", "an argument is no text in UTF-8"),
        _ => return None,
    })
}

fn invalid_value(error: &Error, argument: String, value: String) -> String {
    let possible = quoted(&list(error, ContextKind::ValidValue));
    if value.is_empty() {
        text!(
            "usage-no-value",
            "a value is required for '{argument}' but none was supplied",
            argument
        )
    } else if possible.is_empty() {
        text!(
            "usage-value",
            "invalid value '{value}' for '{argument}'",
            value,
            argument
        )
    } else {
        text!(
            "usage-value-of",
            "invalid value '{value}' for '{argument}' [possible values: {possible}]",
            value,
            argument,
            possible
        )
    }
}

/// Says why a value cannot be read, by the words of what reads it.
fn why(error: &Error) -> String {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    if let Some((_, range)) = said.split_once(" is not in ") {
        let (least, most) = range.split_once("..=").unwrap_or((range, ""));
        let least = least.trim_end_matches('.');
        return match most.len() {
            // The most that a number may be is no limit of ours.
            1..=15 => text!(
                "usage-between",
                "it is not in {least}..={most}",
                least,
                most
            ),
            _ => text!("usage-at-least", "it is not at least {least}", least),
        };
    }
    if said.contains("digit") || said.contains("integer") {
        return text!("usage-no-number", "it is no whole number");
    }
    if said.contains("too large") {
        return text!("usage-too-large", "the number is too large");
    }
    word!("usage-unread", "it cannot be read").to_owned()
}

/// Lists what may have been meant.
pub(super) fn tips(error: &Error) -> String {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let meant: Vec<String> = kinds.iter().flat_map(|kind| list(error, *kind)).collect();
    if meant.is_empty() {
        return String::new();
    }
    text!(
        "usage-meant-perhaps",
        "perhaps {meant} is meant. ",
        meant = quoted(&meant)
    )
}

fn one(error: &Error, kind: ContextKind) -> Option<String> {
    list(error, kind).into_iter().next()
}

fn list(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn quoted(words: &[String]) -> String {
    joined(words.iter().map(|word| format!("`{word}`")))
}
