//! The pages of help: a command's own options first; those of every command stand on a page of their own.

use super::texts;
use super::usage::meant;
use crate::language::{Language, spoken, word};
use crate::output::text::fold;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};
use std::ffi::OsString;

/// The word behind `help` that names that page.
const TOPIC: &str = "options";

/// Returns the page that a command line asks for. In English the parser finds out how wide it may be.
#[must_use]
pub fn page(arguments: &[OsString], columns: Option<u16>) -> StyledStr {
    let root = super::command();
    let given: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let (words, _) = meant(arguments, &root);
    let mut command = root;
    for word in words.split(' ').skip(1).filter(|word| *word != "help") {
        if let Some(below) = command.find_subcommand(word) {
            command = below.clone();
        }
    }
    let is_long = given.iter().any(|word| ["--help", "help"].contains(word));
    let words = words.strip_suffix(" help").unwrap_or(&words);
    match spoken() {
        // The parser breaks it itself.
        Language::English => own(command, is_long, None),
        Language::Chinese => texts::page(command, words, is_long, columns, |command| {
            own(command, is_long, columns)
        }),
    }
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
pub fn options(columns: Option<u16>) -> StyledStr {
    let root = super::command();
    let shared: Vec<Arg> = root.get_arguments().cloned().map(said).collect();
    let about = word!(
        "help-options-about",
        "Options of every command; they may stand before or after its name."
    );
    let page = Command::new("qfrefund")
        .version(env!("CARGO_PKG_VERSION"))
        .help_template("{about}\n\n{options}\n")
        .max_term_width(super::WIDEST)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(shared);
    match spoken() {
        Language::English => page.about(about).render_long_help(),
        // What is said of the program is not said here.
        Language::Chinese => texts::page(page, "qfrefund", true, columns, |page| {
            page.about(about).render_long_help()
        }),
    }
}

/// Says what the parser's own options do; their English is the parser's.
fn said(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "help" => arg.long_help(word!(
            "help-flag-help",
            "Print help (see a summary with '-h')"
        )),
        "version" => arg.help(word!("help-flag-version", "Print version")),
        _ => arg,
    }
}

/// The page of one command.
fn own(command: Command, is_long: bool, columns: Option<u16>) -> StyledStr {
    let is_shared = |arg: &Arg| arg.is_global_set() || texts::is_of_parser(arg);
    let elsewhere = word!(
        "help-elsewhere",
        "Options of every command (--profile, --output …): `qfrefund help options`"
    );
    let elsewhere = match columns {
        Some(columns) => {
            let lines = elsewhere.split('\n');
            let lines: Vec<String> = lines.map(|line| fold(line, columns.into())).collect();
            lines.join("\n")
        }
        None => elsewhere.to_owned(),
    };
    let examples = if is_long {
        command.get_after_long_help().or(command.get_after_help())
    } else {
        command.get_after_help()
    };
    let examples = examples.map(ToString::to_string).unwrap_or_default();
    let after = match examples.is_empty() {
        true => elsewhere,
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
