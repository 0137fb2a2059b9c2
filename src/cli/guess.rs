//! What somebody means who calls a command or an option by another name.

use crate::language::{entry, text};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// A command by the names that other programs and people have for it, and what it does.
struct Meant {
    words: &'static [&'static str],
    command: &'static [&'static str],
    does: &'static str,
}

const COMMANDS: &[Meant] = &[
    Meant {
        words: &[
            "refund", "pay", "payback", "return", "send", "create", "new",
        ],
        command: &["issue"],
        does: "refunds a payment",
    },
    Meant {
        words: &["list", "ls", "log", "report", "export"],
        command: &["history"],
        does: "lists refunds, as a table, JSON or CSV",
    },
    Meant {
        words: &["query", "find", "search", "lookup", "ask"],
        command: &["enquiry"],
        does: "asks the gateway what became of a refund or a payment",
    },
    Meant {
        words: &["get", "info", "view", "describe"],
        command: &["show"],
        does: "shows one refund with everything that happened to it",
    },
    Meant {
        words: &["pending", "unknown", "sync", "update", "refresh"],
        command: &["resolve"],
        does: "finds out what became of refunds whose outcome is open",
    },
    Meant {
        words: &["login", "config", "configure", "init", "setup", "auth"],
        command: &["profile", "init"],
        does: "writes a config file to begin with",
    },
    Meant {
        words: &["check", "test", "doctor", "verify"],
        command: &["profile", "check"],
        does: "checks a profile; files are checked by `qfrefund batch check FILE`",
    },
    Meant {
        words: &["csv", "file", "bulk", "import", "run"],
        command: &["batch", "run"],
        does: "refunds the rows of a file",
    },
    Meant {
        words: &["retry", "resend", "again"],
        command: &["issue"],
        does: "tries a declined refund once more with --again; one that is unknown is first looked for with `qfrefund resolve`",
    },
    Meant {
        words: &["undo", "void", "revoke", "delete", "stop"],
        command: &["cancel"],
        does: "gives up a refund that was never sent; nothing takes one back that was",
    },
    Meant {
        words: &["code", "codes", "error", "errors"],
        command: &["explain"],
        does: "says what a response code means",
    },
];

/// Options that people give an amount with.
const AMOUNTS: &[&str] = &[
    "amt", "sum", "value", "price", "total", "money", "cents", "minor",
];

/// A better word than the one that was given.
pub(super) struct Guess<'a> {
    /// What is said of it, as a sentence.
    pub(super) tip: String,
    /// The command whose example is shown, if it is another one.
    pub(super) command: Option<&'a Command>,
}

/// Guesses what is meant on this command's line, where that is known.
pub(super) fn guess<'a>(error: &clap::Error, command: &'a Command) -> Option<Guess<'a>> {
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = text(error, ContextKind::InvalidSubcommand)?.to_lowercase();
            let meant = COMMANDS
                .iter()
                .find(|meant| meant.words.contains(&word.as_str()))?;
            let mut found = command;
            for word in meant.command {
                found = found.find_subcommand(word)?;
            }
            Some(Guess {
                tip: text!(
                    "usage-tip-command",
                    "`qfrefund {command}` {does}.",
                    command = meant.command.join(" "),
                    does = entry("usage-word", meant.words.first()?, meant.does)
                ),
                command: Some(found),
            })
        }
        ErrorKind::UnknownArgument => {
            let given = text(error, ContextKind::InvalidArg)?;
            let name = given.trim_start_matches('-').to_lowercase();
            let is_amount = name.contains("am") || AMOUNTS.contains(&name.as_str());
            let has = |long| {
                command
                    .get_arguments()
                    .any(|one| one.get_long() == Some(long))
            };
            // A tip must never lead from one unit into the other.
            let units = is_amount && has("amount") && has("txamt");
            units.then(|| Guess {
                tip: text!("usage-tip-units", "The amount is given in one of two units: `--amount 12.50` in major units, or `--txamt 1250`, the same in minor units."),
                command: None,
            })
        }
        _ => None,
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    #[test]
    fn every_word_leads_to_a_command_that_exists_and_is_none_itself() {
        let root = command();
        let mut seen = Vec::new();
        for meant in COMMANDS {
            let mut found = &root;
            for word in meant.command {
                found = found.find_subcommand(word).unwrap();
            }
            crate::language::speak(crate::language::Language::Chinese);
            assert_ne!(entry("usage-word", meant.words[0], ""), "");
            crate::language::speak(crate::language::Language::English);
            for word in meant.words {
                assert!(root.find_subcommand(word).is_none(), "{word}");
                assert!(!seen.contains(word), "{word}");
                seen.push(word);
            }
        }
    }

    #[test]
    fn no_tip_leads_from_one_unit_into_the_other() {
        let line = |option: &str| {
            let mut root = command();
            let line = [
                "qfrefund",
                "issue",
                "20260105000200020000000001",
                option,
                "3",
            ];
            let error = root.try_get_matches_from_mut(line).unwrap_err();
            let issue = root.find_subcommand("issue").unwrap();
            guess(&error, issue).map(|guess| guess.tip)
        };
        for option in [
            "--amt",
            "--amout",
            "--txamnt",
            "--tx-amount",
            "--amounts",
            "--AMOUNT",
            "--sum",
            "--cents",
        ] {
            let tip = line(option).unwrap_or_default();
            assert!(
                tip.contains("--amount") && tip.contains("--txamt"),
                "{option}: {tip}"
            );
        }
        assert_eq!(line("--refrence"), None);
    }
}
