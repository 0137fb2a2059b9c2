//! The pages of help: a command's own options first; those of every command stand on a page of their own.

use super::translated::{argument, translated};
use super::usage::meant;
use crate::language::{Language, spoken, word};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use std::ffi::OsString;

/// The word behind `help` that names that page.
const TOPIC: &str = "options";

/// Returns the page that a command line asks for.
#[must_use]
pub fn page(arguments: &[OsString]) -> StyledStr {
    let mut root = super::command();
    root.build();
    let given: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let (words, _) = meant(arguments, &root);
    let mut command = root;
    let mut named = Vec::new();
    for word in words.split(' ').skip(1).filter(|word| *word != "help") {
        if let Some(below) = command.find_subcommand(word) {
            command = below.clone();
            named.push(word);
        }
    }
    let command = translated(command, &named);
    let is_long = given.iter().any(|word| ["--help", "help"].contains(word));
    own(command, is_long)
}

/// Whether a command line that the parser does not take asks for the options of every command.
#[must_use]
pub fn asks_for_options(error: &clap::Error, arguments: &[OsString], root: &Command) -> bool {
    let named = error.get(ContextKind::InvalidSubcommand);
    let is_topic = matches!(named, Some(ContextValue::String(word)) if word == TOPIC);
    is_topic && meant(arguments, root).0 == "qfrefund help"
}

/// Returns the page of the options of every command.
#[must_use]
pub fn options() -> StyledStr {
    let mut root = super::command();
    root.build();
    let shared: Vec<Arg> = root.get_arguments().cloned().collect();
    let page = Command::new("qfrefund")
        .version(env!("CARGO_PKG_VERSION"))
        .about(word!(
            "help-shared",
            "Options of every command; they may stand before or after its name."
        ))
        .help_template("{about}\n\n{options}\n")
        .max_term_width(super::WIDEST)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(shared);
    match spoken() {
        Language::English => page,
        Language::Chinese => page
            .mut_args(|arg| argument(arg, "help-root"))
            .help_template("{about}\n\n{all-args}\n"),
    }
    .render_long_help()
}

/// The page of one command.
fn own(command: Command, is_long: bool) -> StyledStr {
    let is_shared =
        |arg: &Arg| arg.is_global_set() || ["help", "version"].contains(&arg.get_id().as_str());
    let examples = if is_long {
        command.get_after_long_help().or(command.get_after_help())
    } else {
        command.get_after_help()
    };
    let examples = examples.map(ToString::to_string).unwrap_or_default();
    let elsewhere = word!(
        "help-elsewhere",
        "Options of every command (--profile, --output …): `qfrefund help options`"
    );
    let after = match examples.is_empty() {
        true => elsewhere.to_owned(),
        false => format!("{elsewhere}\n\n{examples}"),
    };
    let mut command = command
        .mut_args(|arg| {
            let hidden = is_shared(&arg);
            if hidden { arg.hide(true) } else { arg }
        })
        .after_help(after.clone())
        .after_long_help(after);
    if is_long {
        command.render_long_help()
    } else {
        command.render_help()
    }
}
