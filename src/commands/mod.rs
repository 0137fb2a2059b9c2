//! One file per command. A command joins the layers below, where the rules stand; which judgements
//! are its own says `docs/architecture.md`.

mod attempts;
mod batch;
mod books;
mod cancel;
pub mod completions;
mod enquiry;
mod explain;
mod failure;
mod history;
mod issue;
mod journal;
mod meant;
mod merchant;
mod merchants;
mod order;
mod pace;
mod payment;
mod places;
mod preflight;
mod profile;
mod resolve;
mod simulator;
mod status;
mod ways;
mod welcome;
mod word;

use crate::language::{Language, speak, text};
pub use failure::Failure;
pub use pace::Pace;

use crate::cli::{BatchCommand, Command, JournalCommand, Later, ProfileCommand};
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::output::{Console, ResultFormat};
use crate::refund::hong_kong::HkMonth;
use crate::world::{Account, Env, Random, SharedClock};
use std::path::PathBuf;
use std::sync::Arc;

/// Everything a command works with.
pub struct Desk<'a> {
    /// The streams.
    pub console: Console<'a>,
    /// The environment.
    pub env: &'a Env,
    /// The clock.
    pub clock: SharedClock,
    /// Randomness.
    pub random: &'a dyn Random,
    /// Signals, and whether a refund may have left.
    pub interrupt: Arc<Interrupt>,
    /// Starts listening for signals.
    pub listen: fn(&Arc<Interrupt>),
    /// Name of this machine, for the journal.
    pub host: String,
    /// Number of this process, for the journal.
    pub process: u32,
    /// Asks for the account it runs under, for the journal.
    pub account: fn() -> Account,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// `--profile`.
    pub profile: Option<String>,
    /// The files by which the rate limit is shared.
    pub paces: Vec<Pace>,
    /// The language that the command line names; one in the profile comes second.
    pub language: Option<Language>,
}

impl Desk<'_> {
    /// Speaks a language from here on, in answers to signals as well.
    fn speak(&self, language: Language) {
        speak(language);
        self.interrupt.answer_in(language);
    }

    /// Listens for signals from here on: whatever ends the command, it prints its one document.
    fn listen(&self) {
        if self.interrupt.begins_listening() {
            (self.listen)(&self.interrupt);
        }
    }
}

/// Whether a command asks the gateway, which may take long, or a person. A dry run sends nothing.
fn asks(command: &Command) -> bool {
    match command {
        Command::Issue(Later(args)) => !args.dry_run,
        Command::Enquiry(_)
        | Command::Payment(_)
        | Command::Resolve(_)
        | Command::Close(_)
        | Command::Reopen(_)
        | Command::Cancel(_) => true,
        Command::Profile(Later(command)) => {
            // Whoever types a client key may stop while it is hidden.
            matches!(
                command,
                ProfileCommand::Check { online: true, .. } | ProfileCommand::Init { .. }
            )
        }
        Command::Batch(Later(command)) => matches!(
            command,
            BatchCommand::Check(_) | BatchCommand::Run(_) | BatchCommand::Cancel(_)
        ),
        Command::Journal(Later(command)) => matches!(
            command,
            JournalCommand::Rejoin(_)
                | JournalCommand::Restore { .. }
                | JournalCommand::AdoptMerchant(_)
        ),
        _ => false,
    }
}

/// Runs a command and tells its failure, if it has one; where none is named, says where things stand.
pub fn run(command: Option<Command>, desk: &mut Desk<'_>) -> Exit {
    // The module of that name stands beside it.
    use crate::language::word;
    let Some(command) = command else {
        return welcome::run(desk).unwrap_or_else(|failure| fail(&failure, desk));
    };
    let format = desk.console.format;
    let lists = match command {
        Command::Resolve(_)
        | Command::Close(_)
        | Command::Reopen(_)
        | Command::Cancel(_)
        | Command::History(_) => true,
        // Its rows may be followed; as CSV they stand in the result file.
        Command::Batch(_) => format == ResultFormat::Jsonl,
        _ => false,
    };
    if matches!(format, ResultFormat::Jsonl | ResultFormat::Csv) && !lists {
        let (problem, hint) = if matches!(command, Command::Batch(_)) {
            (
                word!(
                    "resolve-batch-no-csv",
                    "the commands of `batch` have no csv"
                ),
                word!(
                    "resolve-batch-no-csv-fix",
                    "Use --output table, json or jsonl; `batch run --results FILE.csv` writes every row."
                ),
            )
        } else {
            (
                word!(
                    "resolve-no-list",
                    "this command prints no list, so it has neither jsonl nor csv"
                ),
                word!(
                    "resolve-no-list-fix",
                    "Use --output table or --output json."
                ),
            )
        };
        let failure = Failure::usage(problem).hint(hint);
        desk.console.format = ResultFormat::Table;
        return fail(&failure, desk);
    }
    desk.console.if_stopped_failure(
        Exit::Interrupted,
        word!(
            "resolve-stopped-nothing",
            "stopped by a signal, nothing was sent"
        ),
        word!(
            "resolve-stopped-fix",
            "Run the command again when it is right."
        ),
    );
    if asks(&command) {
        desk.listen();
    }
    let outcome = match command {
        Command::Issue(Later(args)) => issue::run(&args, desk),
        Command::Enquiry(Later(args)) => enquiry::run(&args, desk),
        Command::Payment(Later(args)) => payment::run(&args, desk),
        Command::Resolve(Later(args)) => resolve::run(&args, desk),
        Command::Close(Later(args)) => resolve::close(&args, desk),
        Command::Reopen(Later(args)) => resolve::reopen(&args, desk),
        Command::Cancel(Later(args)) => cancel::run(&args, desk),
        Command::History(Later(args)) => history::history(&args, desk),
        Command::Status(Later(args)) => status::run(&args, desk),
        Command::Show(Later(args)) => history::show(&args, desk),
        Command::Journal(Later(command)) => journal::run(&command, desk),
        Command::Batch(Later(BatchCommand::Sample)) => batch::sample(desk),
        Command::Batch(Later(BatchCommand::Check(Later(args)))) => batch::check(&args, desk),
        Command::Batch(Later(BatchCommand::Run(Later(args)))) => batch::run(&args, desk),
        Command::Batch(Later(BatchCommand::Status(Later(args)))) => batch::status(&args, desk),
        Command::Batch(Later(BatchCommand::List(Later(args)))) => batch::list(&args, desk),
        Command::Batch(Later(BatchCommand::Cancel(Later(args)))) => batch::cancel(&args, desk),
        Command::Explain(Later(args)) => explain::run(&args, desk),
        Command::Profile(Later(command)) => profile::run(&command, desk),
        Command::Simulator(Later(command)) => simulator::run(&command, desk),
        Command::Completions { shell, words } if words.is_empty() => {
            completions::script(shell, desk)
        }
        Command::Completions { shell, words } => completions::complete(shell, words, desk),
        Command::Man { command, install } => match install {
            Some(folder) => completions::install(&folder, desk),
            None => completions::man(&command, desk),
        },
    };
    let exit = outcome.unwrap_or_else(|failure| fail(&failure, desk));
    desk.tell_paces();
    exit
}

fn fail(failure: &Failure, desk: &mut Desk<'_>) -> Exit {
    let message = format!("{:#}", failure.error);
    if let Some((what, lines)) = &failure.listed {
        return desk
            .console
            .failure_listed(failure.exit, &message, what, lines);
    }
    desk.console
        .failure(failure.exit, &message, failure.hint.as_deref())
}

/// Reads the month that an option names.
fn month(option: &str, text: &str) -> Result<HkMonth, Failure> {
    // The module of that name stands beside it.
    use crate::language::word;
    HkMonth::parse(text).ok_or_else(|| {
        Failure::usage(text!(
            "resolve-not-a-month",
            "{option} `{text}` is not a month",
            option,
            text = text.escape_debug()
        ))
        .hint(word!("resolve-not-a-month-fix", "Write it as 2026-11."))
    })
}
