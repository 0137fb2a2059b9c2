//! The command line's help in another language than that of its definition.
//!
//! The texts go by `help-` and the command's words (`root` for none), and then `-long` for what follows the first
//! paragraph, `-after` for what follows the examples, or `-arg-` and the argument's name; an argument of several
//! commands that is the same in all of them goes by `help-arg-` and its name.

use crate::language::{Language, entry_id, spoken, whole, word};
use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr};
use clap::{Arg, Command};

/// Returns a built command in the language that is spoken; `words` are those that name it.
pub(super) fn translated(command: Command, words: &[&str]) -> Command {
    match spoken() {
        Language::English => command,
        Language::Chinese => chinese(command, words),
    }
}

fn chinese(command: Command, words: &[&str]) -> Command {
    let id = command_id(words);
    let below: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    let about = whole(&id);
    let long = command
        .get_long_about()
        .and_then(|_| whole(&format!("{id}-long")));
    let after = after(&id, command.get_after_help());
    let mut command = command
        .mut_args(|arg| argument(arg, &id))
        .subcommand_help_heading(word!("help-commands", "Commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            word!("help-usage", "Usage:")
        ));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(paragraphs(about, long, words.is_empty()));
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    for name in below {
        if let Some(about) = whole(&command_id(&[words, &[name.as_str()]].concat())) {
            command = command.mut_subcommand(name, |below| below.about(about));
        }
    }
    command
}

/// The long text of the program begins anew; all others begin with the short one.
fn paragraphs(short: Option<&str>, long: &str, is_whole: bool) -> String {
    match short {
        Some(short) if !is_whole => format!("{short}\n\n{long}"),
        _ => long.to_owned(),
    }
}

/// What stands below the options: examples, which stay as they are, and what follows them.
fn after(id: &str, english: Option<&StyledStr>) -> Option<String> {
    let english = english?.to_string();
    let (examples, _) = english.split_once("\n\n").unwrap_or((&english, ""));
    let (_, commands) = examples.split_once('\n')?;
    let heading = whole(&format!("{id}-heading"));
    let heading = heading.unwrap_or_else(|| word!("help-examples", "Examples:"));
    let mut text = format!("{heading}\n{commands}");
    if let Some(more) = whole(&format!("{id}-after")) {
        text.push_str(&format!("\n\n{more}"));
    }
    Some(text)
}

/// One argument of a command that goes by `command`.
pub(super) fn argument(arg: Arg, command: &str) -> Arg {
    let id = argument_id(&arg, command);
    let Some(help) = whole(&id) else { return arg };
    let takes_values = arg.get_action().takes_values();
    let values = arg.get_possible_values();
    let values: Vec<PossibleValue> = values
        .into_iter()
        .filter(|value| takes_values && !value.is_hide_set())
        .map(|value| match whole(&value_id(&id, value.get_name())) {
            Some(help) => value.help(help),
            None => value,
        })
        .collect();
    let is_described = values.iter().any(|value| value.get_help().is_some());
    let mut notes = String::new();
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let known = word!("help-values", "possible values: ");
        notes.push_str(&format!(" [{known}{}]", names.join(", ")));
    }
    let defaults = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy());
    let defaults: Vec<_> = defaults.filter(|_| takes_values).collect();
    if !defaults.is_empty() {
        let usual = word!("help-default", "default: ");
        notes.push_str(&format!(" [{usual}{}]", defaults.join(", ")));
    }
    let more = arg
        .get_long_help()
        .and_then(|_| whole(&format!("{id}-long")));
    let heading = match arg.is_positional() {
        true => word!("help-arguments", "Arguments"),
        false => word!("help-options", "Options"),
    };
    let mut long = format!("{help}{notes}");
    if let Some(more) = more {
        long.push_str(&format!("\n\n{more}"));
    }
    if is_described {
        for value in &values {
            let what = value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            long.push_str(&format!("\n- {}：{what}", value.get_name()));
        }
    }
    let has_long = more.is_some() || is_described;
    let arg = arg
        .help_heading(heading)
        .hide_default_value(takes_values)
        .hide_possible_values(takes_values)
        .help(format!("{help}{notes}"));
    let arg = if values.is_empty() {
        arg
    } else {
        arg.value_parser(PossibleValuesParser::new(values))
    };
    if has_long { arg.long_help(long) } else { arg }
}

fn command_id(words: &[&str]) -> String {
    match words {
        [] => "help-root".to_owned(),
        words => entry_id("help", &words.join("-")),
    }
}

/// The name of an argument's text: its command's own, or the one for all commands.
fn argument_id(arg: &Arg, command: &str) -> String {
    let name = arg.get_id().as_str();
    let own = entry_id(&format!("{command}-arg"), name);
    match whole(&own) {
        Some(_) => own,
        None => entry_id("help-arg", name),
    }
}

fn value_id(argument: &str, value: &str) -> String {
    entry_id(&format!("{argument}-value"), value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;
    use crate::language::{in_english, speak};
    use std::collections::{BTreeMap, BTreeSet};

    /// Walks the whole command line, and notes each name that its help goes by, and what has none.
    fn walk(
        command: &Command,
        words: &[&str],
        used: &mut BTreeMap<String, String>,
        missing: &mut Vec<String>,
    ) {
        let id = command_id(words);
        let mut note = |id: String, english: &str| match whole(&id) {
            None => missing.push(id),
            Some(_) => {
                let said = used.entry(id.clone()).or_insert_with(|| english.to_owned());
                assert_eq!(said, english, "`{id}` is two texts");
            }
        };
        let text = |text: Option<&StyledStr>| text.map(ToString::to_string);
        note(id.clone(), &text(command.get_about()).unwrap());
        if let Some(long) = text(command.get_long_about()) {
            note(format!("{id}-long"), &long);
        }
        if let Some(after) = text(command.get_after_help()) {
            if !after.starts_with("Examples:\n") && !after.starts_with("Example:\n") {
                note(format!("{id}-heading"), &after);
            }
            if let Some((_, more)) = after.split_once("\n\n") {
                note(format!("{id}-after"), more);
            }
        }
        for arg in command.get_arguments() {
            if arg.is_global_set() && !words.is_empty() || arg.is_hide_set() {
                continue;
            }
            let own = argument_id(arg, &id);
            note(own.clone(), &text(arg.get_help()).unwrap());
            if let Some(long) = text(arg.get_long_help()) {
                note(format!("{own}-long"), &long);
            }
            for value in arg.get_possible_values() {
                if let Some(help) = text(value.get_help()) {
                    note(value_id(&own, value.get_name()), &help);
                }
            }
        }
        for below in command.get_subcommands() {
            walk(below, &[words, &[below.get_name()]].concat(), used, missing);
        }
    }

    #[test]
    fn every_text_of_the_help_has_its_chinese_and_every_chinese_its_text() {
        speak(Language::Chinese);
        let (mut used, mut missing) = (BTreeMap::new(), Vec::new());
        walk(&in_english(command), &[], &mut used, &mut missing);
        assert!(missing.is_empty(), "no Chinese for {missing:#?}");
        let source = include_str!("../language/zh-Hant/help.ftl");
        let ids = source.lines().filter_map(|line| line.split_once(" = "));
        let ids: BTreeSet<&str> = ids
            .map(|(id, _)| id)
            .filter(|id| !id.starts_with(' '))
            .collect();
        let code = [
            include_str!("translated.rs"),
            include_str!("help.rs"),
            include_str!("mod.rs"),
        ]
        .concat();
        let unused: Vec<_> = ids
            .into_iter()
            // The parser itself adds the command `help`.
            .filter(|id| {
                *id != "help-help"
                    && !used.contains_key(*id)
                    && !code.contains(&format!("\"{id}\""))
            })
            .collect();
        assert!(unused.is_empty(), "nobody says {unused:#?}");
        speak(Language::English);
    }
}
