//! The command line as types. No rules: what a value means is checked by the commands.

mod batch;
mod guess;
pub mod help;
mod issue;
mod later;
mod ledger;
mod said;
mod texts;
mod tools;
mod usage;

pub use batch::{
    BatchCancelArgs, BatchCheckArgs, BatchCommand, BatchFilesArgs, BatchListArgs, BatchRunArgs,
    BatchStatusArgs, FileShapeArgs,
};
pub use issue::{EnquiryArgs, IssueArgs, PaymentArgs};
pub use later::Later;
pub use ledger::{
    AdoptMerchantArgs, CancelArgs, CloseArgs, ClosingWord, HistoryArgs, JournalCommand,
    MomentFilter, RejoinArgs, ReopenArgs, ResolveArgs, ShowArgs, StateFilter, StatusArgs,
};
pub use tools::{
    ExplainArgs, ProfileCommand, SimulatorCommand, SimulatorRule, SimulatorServeArgs,
    SimulatorStateArgs,
};
pub use usage::{UsageError, given, without_values, words_of_command};

use crate::exit::Exit;
use crate::language::{Language, in_english, text};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Columns beyond which no line of help goes.
const WIDEST: usize = 100;

/// Issues refunds through QFPay's Refund API.
#[derive(Debug, Parser)]
#[command(
    name = "qfrefund",
    version,
    max_term_width = WIDEST,
    propagate_version = true,
    after_help = "Try it without credentials; no money moves:\n  qfrefund issue 20260105000200020000000001 --amount 12.50 --profile simulator --yes",
    long_about = "Issues refunds through QFPay's Refund API: never twice, never forgotten, never a guess called a fact.\n\nA refund that was sent and not clearly answered is `unknown`, never `failed`: find out with `qfrefund resolve` before anything is sent again."
)]
pub struct Cli {
    /// What to do; at a terminal nothing says where things stand.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct GlobalArgs {
    /// Profile to use: merchant, environment and key [default: default_profile of the config file]
    ///
    /// `simulator` is built in and needs no config file. Production, live testing and custom
    /// addresses are never used by default: they must be named here or at the prompt.
    #[arg(long, short, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Config file [default: $QFREFUND_CONFIG, then qfrefund/config.toml in the user's config folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Form of the result on standard output
    #[arg(long, short, global = true, value_enum, default_value_t = OutputFormat::Table, value_name = "FORM")]
    pub output: OutputFormat,
    /// Never ask; fail where a question would be needed
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Print no notes, no warnings and no progress; errors stay
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Language of what people read [default: the profile's, then the locale's]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<LanguageChoice>,
}

/// Form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For people
    Table,
    /// One JSON document; docs/output.md describes it
    Json,
    /// One JSON object a line, for lists
    Jsonl,
    /// Comma-separated values, for lists
    Csv,
}

impl LanguageChoice {
    /// Returns it as the texts know it.
    #[must_use]
    pub const fn language(self) -> Language {
        match self {
            Self::English => Language::English,
            Self::Chinese => Language::Chinese,
        }
    }
}

/// Language of what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageChoice {
    /// English
    #[value(name = "en")]
    English,
    /// 繁體中文, Chinese in traditional characters
    #[value(name = "zh-Hant", aliases = ["zh-hant", "zh-HK", "zh-TW", "zh_HK", "zh_TW", "zh"])]
    Chinese,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Refund a payment, wholly or in part
    Issue(Later<IssueArgs>),
    /// Ask the gateway what became of a refund or a payment
    Enquiry(Later<EnquiryArgs>),
    /// Tell all that is known of one payment: its refunds, what is left, and what to tell the customer
    Payment(Later<PaymentArgs>),
    /// Find out what became of refunds whose outcome is open
    Resolve(Later<ResolveArgs>),
    /// Settle an open refund by your own word on what became of its money
    Close(Later<CloseArgs>),
    /// Take a closing back
    Reopen(Later<ReopenArgs>),
    /// Give up one refund that was never sent
    Cancel(Later<CancelArgs>),
    /// List the refunds in the journal
    History(Later<HistoryArgs>),
    /// Say what waits, how much was refunded today, and how the journal is; asks nobody
    Status(Later<StatusArgs>),
    /// Show one refund with everything that happened to it
    Show(Later<ShowArgs>),
    /// Make, verify, export, back up or restore the journal
    #[command(subcommand)]
    Journal(Later<JournalCommand>),
    /// Refund many payments from a file
    #[command(subcommand)]
    Batch(Later<BatchCommand>),
    /// Explain the gateway's response codes, offline and in both languages
    Explain(Later<ExplainArgs>),
    /// List, show and check profiles
    #[command(subcommand)]
    Profile(Later<ProfileCommand>),
    /// Run a local gateway on which no money moves
    #[command(subcommand)]
    Simulator(Later<SimulatorCommand>),
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  qfrefund completions bash > ~/.local/share/bash-completion/completions/qfrefund"
    )]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
        /// The words of a command line whose last one is to be completed; the scripts ask so
        #[arg(last = true, hide = true)]
        words: Vec<OsString>,
    },
    /// Print the manual page of the program or of one command, or install all of them
    #[command(
        after_help = "Examples:\n  qfrefund man | man -l -\n  qfrefund man simulator serve\n  qfrefund man --install ~/.local/share/man/man1"
    )]
    Man {
        /// The command, in one or two words
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
        /// Write the pages of all commands into this folder instead
        ///
        /// `man` finds those in ~/.local/share/man/man1 by itself, for example with `man qfrefund-issue`.
        #[arg(long, value_name = "DIR", conflicts_with = "command")]
        install: Option<PathBuf>,
    },
}

/// Returns the command line as one takes it who can be asked for what a refund lacks.
#[must_use]
pub fn command_that_asks() -> clap::Command {
    let wanted = |group: clap::ArgGroup| group.required(false);
    let mut command = Cli::command();
    command.build();
    command.mut_subcommand("issue", |issue| {
        issue
            .mut_group("which", wanted)
            .mut_group("how_much", wanted)
    })
}

/// Says what the exit codes mean.
fn exit_codes() -> String {
    let mut codes = text!("help-exit-codes", "Exit codes:");
    for exit in Exit::ALL {
        codes.push_str("\n  ");
        codes.push_str(&text!(
            "help-exit-code",
            "{code}  {meaning}; run again: {again}",
            code = exit.code(),
            meaning = exit.meaning(),
            again = exit.run_again()
        ));
    }
    codes
}

/// Returns the command line as clap reads it, without what only its help says. The arguments of a command are made
/// when it is named; `build` makes those of all.
#[must_use]
pub fn parser() -> clap::Command {
    Cli::command()
}

/// Returns the whole command line, in English, with the exit codes in its help.
#[must_use]
pub fn command() -> clap::Command {
    let codes = in_english(exit_codes);
    let mut command = Cli::command();
    command.build();
    let examples = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    command.after_long_help(format!("{codes}\n\n{examples}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn every_leaf_command_has_an_example() {
        fn walk(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            if command.has_subcommands() {
                command
                    .get_subcommands()
                    .filter(|c| c.get_name() != "help")
                    .for_each(|c| walk(c, &path));
            } else {
                let help = command
                    .get_after_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(help.contains("Example"), "{path} has no example");
            }
        }
        walk(&command(), "");
    }

    #[test]
    fn no_option_takes_a_secret() {
        fn walk(command: &clap::Command) {
            for arg in command.get_arguments() {
                let name = arg.get_id().as_str();
                assert!(
                    !name.contains("key") || !arg.get_action().takes_values(),
                    "{name} takes a value"
                );
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&command());
    }
}
