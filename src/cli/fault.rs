//! What the parser finds wrong with a command line, in another language than its own.

use crate::language::{joined, text, word};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Says it in the language that is spoken: what is wrong, and what it may be instead, each as a sentence.
pub(super) fn translated(error: &clap::Error) -> (String, String) {
    let said = |kind| error.get(kind).map(in_words).unwrap_or_default();
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let command = said(ContextKind::InvalidSubcommand);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => {
            text!(
                "usage-unknown-argument",
                "there is no argument {argument}",
                argument
            )
        }
        ErrorKind::InvalidSubcommand => {
            text!(
                "usage-unknown-command",
                "there is no command {command}",
                command
            )
        }
        ErrorKind::MissingRequiredArgument => {
            text!(
                "usage-missing",
                "these arguments are needed: {argument}",
                argument
            )
        }
        ErrorKind::ArgumentConflict => {
            let prior = said(ContextKind::PriorArg);
            text!(
                "usage-conflict",
                "{argument} cannot be used with {prior}",
                argument,
                prior
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            text!("usage-no-value", "{argument} needs a value", argument)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            text!(
                "usage-invalid-value",
                "{value} is no value for {argument}",
                value,
                argument
            )
        }
        ErrorKind::MissingSubcommand => {
            word!("usage-missing-command", "a command is needed").to_owned()
        }
        ErrorKind::InvalidUtf8 => {
            word!("usage-not-text", "an argument is not text in UTF-8").to_owned()
        }
        _ => text!(
            "usage-not-understood",
            "{argument} is not understood so",
            argument
        ),
    };
    let mut tips = String::new();
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        let near = said(kind);
        if !near.is_empty() {
            tips.push_str(&text!(
                "usage-near",
                "There is something near it: {near}. ",
                near
            ));
        }
    }
    let known = match error.kind() {
        ErrorKind::MissingSubcommand => said(ContextKind::ValidSubcommand),
        _ => said(ContextKind::ValidValue),
    };
    if !known.is_empty() {
        tips.push_str(&text!("usage-known", "Possible are: {known}. ", known));
    }
    (message, tips)
}

fn in_words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => format!("`{one}`"),
        ContextValue::Strings(several) => joined(several.iter().map(|one| format!("`{one}`"))),
        other => other.to_string(),
    }
}
