//! The texts of the help by name, and a command with them in another language.

use crate::language::{entry_id, text, translated, word};
use crate::output::text::fold;
use clap::builder::{PossibleValue, PossibleValuesParser, Resettable, StyledStr};
use clap::{Arg, Command};

/// The columns of help that goes to no terminal.
const USUAL: usize = 100;
/// The columns before the help of an option, which stands below its name.
const INDENT: usize = 10;

/// The columns before the further lines of an item of a list.
const LIST: usize = 6;

/// What is said instead of a text, by its name.
type Say<'a> = dyn Fn(&str, String) -> StyledStr + 'a;

/// Returns a page of Chinese help; `name` is how the texts of the command begin.
pub(super) fn page(
    command: Command,
    words: &str,
    is_long: bool,
    columns: Option<u16>,
    render: impl FnOnce(Command) -> StyledStr,
) -> StyledStr {
    let width = columns.map_or(USUAL, usize::from).min(super::WIDEST);
    let name = words.split_once(' ').map_or(words, |(_, below)| below);
    let say = |id: &str, english: String| {
        let chinese = translated(&entry_id("help", id), &[]);
        StyledStr::from(chinese.unwrap_or(english))
    };
    let command = said(command, &name.replace(' ', "-"), &say);
    let longest = command.get_subcommands().map(|c| c.get_name().len()).max();
    let beside = width.saturating_sub(longest.unwrap_or_default().saturating_add(4));
    let about = command.get_about().map(|text| folded(text, width));
    let long_about = command.get_long_about().map(|text| folded(text, width));
    let after = command.get_after_help().map(|text| folded(text, width));
    let after_long = command.get_after_long_help();
    let after_long = after_long.map(|text| folded(text, width));
    let command = command
        .term_width(0)
        .about(Resettable::from(about))
        .long_about(Resettable::from(long_about))
        .after_help(Resettable::from(after))
        .after_long_help(Resettable::from(after_long))
        .mut_subcommands(|below| {
            let about = below.get_about().map(|text| folded(text, beside));
            below.about(Resettable::from(about))
        })
        .mut_args(|arg| in_columns(arg, is_long, width));
    headed(&render(command))
}

/// Replaces the texts of one command, and what stands in its list of commands.
fn said(command: Command, name: &str, say: &Say<'_>) -> Command {
    let part = |ending: &str, text: Option<&StyledStr>| {
        text.map(|text| say(&format!("{name}{ending}"), text.to_string()))
    };
    let about = part("", command.get_about());
    let long_about = part("-long", command.get_long_about());
    let after = part("-after", command.get_after_help());
    // The program's has the exit codes in front of its example.
    let after_long = command.get_after_long_help().map(|_| {
        let codes = super::exit_codes();
        let after = after.as_ref().map(ToString::to_string);
        StyledStr::from(format!("{codes}\n\n{}", after.unwrap_or_default()))
    });
    command
        .about(Resettable::from(about))
        .long_about(Resettable::from(long_about))
        .after_help(Resettable::from(after))
        .after_long_help(Resettable::from(after_long))
        .mut_subcommands(|below| {
            let name = name_below(name, below.get_name());
            let about = below.get_about().map(|text| say(&name, text.to_string()));
            below.about(Resettable::from(about))
        })
        .mut_args(|arg| said_of(arg, name, say))
}

fn name_below(name: &str, below: &str) -> String {
    match (name, below) {
        ("qfrefund", _) | (_, "help") => below.to_owned(),
        _ => format!("{name}-{below}"),
    }
}

/// Replaces the texts of an argument, but for those that no page shows: of `--help` and `--version`.
fn said_of(arg: Arg, name: &str, say: &Say<'_>) -> Arg {
    if is_of_parser(&arg) || arg.is_hide_set() && !arg.is_global_set() {
        return arg;
    }
    let name = if arg.is_global_set() {
        "qfrefund"
    } else {
        name
    };
    let name = format!("{name}-arg-{}", arg.get_id());
    let help = arg.get_help().map(|text| say(&name, text.to_string()));
    let long = arg.get_long_help();
    let long = long.map(|text| say(&format!("{name}-long"), text.to_string()));
    let mut values = arg.get_possible_values();
    let mut arg = arg
        .help(Resettable::from(help))
        .long_help(Resettable::from(long));
    if arg.get_action().takes_values() && values.iter().any(|value| value.get_help().is_some()) {
        values = values
            .into_iter()
            .map(|value| {
                let help = value.get_help().map(ToString::to_string);
                let id = format!("{name}-value-{}", value.get_name());
                match help {
                    Some(help) => value.help(say(&id, help)),
                    None => value,
                }
            })
            .collect();
        arg = arg.value_parser(PossibleValuesParser::new(values));
    }
    arg
}

/// Breaks what is said of an argument to the width, with what the parser adds to it in English.
fn in_columns(arg: Arg, is_long: bool, width: usize) -> Arg {
    let takes_values = arg.get_action().takes_values();
    let values = arg.get_possible_values();
    let has_list = is_long && values.iter().any(|value| value.get_help().is_some());
    let mut added = Vec::new();
    let defaults: Vec<_> = arg.get_default_values().iter().collect();
    if takes_values && !defaults.is_empty() {
        let defaults: Vec<_> = defaults
            .iter()
            .map(|value| value.to_string_lossy())
            .collect();
        let values = defaults.join(" ");
        added.push(text!("help-default", "[default: {values}]", values));
    }
    if takes_values && !values.is_empty() && !has_list {
        let names: Vec<&str> = values
            .iter()
            .filter(|v| !v.is_hide_set())
            .map(PossibleValue::get_name)
            .collect();
        let values = names.join(", ");
        added.push(text!(
            "help-possible",
            "[possible values: {values}]",
            values
        ));
    }
    let between = if is_long { "\n\n" } else { " " };
    let with_added = |text: &StyledStr| {
        let parts = std::iter::once(text.to_string()).chain(added.iter().cloned());
        let parts: Vec<String> = parts.collect();
        folded_text(&parts.join(between), width.saturating_sub(INDENT))
    };
    let help = arg.get_help().map(with_added);
    let long = arg.get_long_help().map(with_added);
    let mut arg = arg
        .help(Resettable::from(help))
        .long_help(Resettable::from(long))
        .next_line_help(true);
    if takes_values {
        arg = arg.hide_default_value(true).hide_possible_values(!has_list);
    }
    if has_list {
        let longest = values.iter().map(|value| value.get_name().len()).max();
        let before = longest
            .unwrap_or_default()
            .saturating_add(INDENT.saturating_add(6));
        let values = values.into_iter().map(|value| {
            let help = value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            value.help(folded_text(&help, width.saturating_sub(before)))
        });
        let values: Vec<PossibleValue> = values.collect();
        arg = arg.value_parser(PossibleValuesParser::new(values));
    }
    arg
}

fn folded(text: &StyledStr, width: usize) -> StyledStr {
    folded_text(&text.to_string(), width)
}

/// Breaks each line to the width, those of a list under their beginning, but for the examples, which are to be copied
/// whole.
fn folded_text(text: &str, width: usize) -> StyledStr {
    let lines = text.split('\n').map(|line| match line.strip_prefix("  ") {
        Some(_) if line.contains("qfrefund ") => line.to_owned(),
        Some(item) => {
            let item = fold(item, width.saturating_sub(LIST));
            format!(
                "  {}",
                item.replace('\n', &format!("\n{}", " ".repeat(LIST)))
            )
        }
        None => fold(line, width),
    });
    lines.collect::<Vec<_>>().join("\n").into()
}

/// Replaces the parser's own headings.
fn headed(page: &StyledStr) -> StyledStr {
    let usage = word!("help-usage", "Usage:");
    let headings = [
        ("Commands:", word!("help-commands", "Commands:")),
        ("Arguments:", word!("help-arguments", "Arguments:")),
        ("Options:", word!("help-options", "Options:")),
        ("Possible values:", word!("help-values", "Possible values:")),
    ];
    let places = [
        ("[OPTIONS]", word!("help-place-options", "[OPTIONS]")),
        ("[COMMAND]", word!("help-place-command", "[COMMAND]")),
        ("<COMMAND>", word!("help-place-a-command", "<COMMAND>")),
    ];
    let page = page.ansi().to_string();
    let lines = page.split('\n').map(|line| {
        let plain = StyledStr::from(line.to_owned()).to_string();
        let plain = plain.trim();
        if plain.starts_with("Usage:") {
            let line = line.replacen("Usage:", usage, 1);
            return places
                .iter()
                .fold(line, |line, (english, ours)| line.replace(english, ours));
        }
        match headings.iter().find(|(english, _)| *english == plain) {
            Some((english, ours)) => line.replacen(english, ours, 1),
            None => line.to_owned(),
        }
    });
    StyledStr::from(lines.collect::<Vec<_>>().join("\n"))
}

/// Whether an argument is one that the parser adds to every command.
pub(super) fn is_of_parser(arg: &Arg) -> bool {
    ["help", "version"].contains(&arg.get_id().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli;
    use crate::language::{Language, speak};
    use std::collections::BTreeMap;

    /// Lists the texts of a command line whose tree is built: the name of each and the English.
    fn texts(root: &Command) -> Vec<(String, String)> {
        fn walk(command: &Command, name: &str, found: &std::cell::RefCell<Vec<(String, String)>>) {
            let say = |id: &str, english: String| {
                found.borrow_mut().push((entry_id("help", id), english));
                StyledStr::new()
            };
            said(command.clone(), name, &say);
            let below = command.get_subcommands().filter(|c| c.get_name() != "help");
            for below in below {
                walk(below, &name_below(name, below.get_name()), found);
            }
        }
        let found = std::cell::RefCell::default();
        walk(root, root.get_name(), &found);
        let mut found = found.into_inner();
        found.sort();
        found.dedup();
        found
    }

    /// The lines that are to be copied as they stand.
    fn examples(text: &str) -> Vec<&str> {
        text.lines().filter(|line| line.starts_with("  ")).collect()
    }

    #[test]
    fn every_text_of_the_help_has_its_chinese_with_the_same_examples() {
        let root = cli::command();
        let texts: BTreeMap<String, String> = texts(&root).into_iter().collect();
        assert!(texts.len() > 200, "{texts:#?}");
        speak(Language::Chinese);
        for (id, english) in &texts {
            let chinese = translated(id, &[]).unwrap_or_else(|| panic!("no Chinese for `{id}`"));
            assert_eq!(examples(english), examples(&chinese), "of `{id}`");
        }
        speak(Language::English);
        let source = include_str!("../language/zh-Hant/help.ftl");
        let code = concat!(
            include_str!("texts.rs"),
            include_str!("help.rs"),
            include_str!("mod.rs")
        );
        let ids = source.lines().filter_map(|line| line.split_once(" ="));
        let unused: Vec<_> = ids
            .map(|(id, _)| id)
            .filter(|id| id.starts_with("help-") && !texts.contains_key(*id))
            .filter(|id| !code.contains(&format!("\"{id}\"")))
            .collect();
        assert!(unused.is_empty(), "no help says {unused:#?}");
    }
}
