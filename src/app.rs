//! The whole program as a function: arguments and world in, exit code out.

use crate::cli::{self, Cli, ColorChoice, LanguageChoice, OutputFormat, UsageError};
use crate::commands::{self, Desk};
use crate::exit::Exit;
use crate::journal::Written;
use crate::language::{Language, speak, text, word};
use crate::output::text::clean;
use crate::output::{Console, ResultFormat, Style};
use crate::refund::Given;
use crate::world::{Env, Terminal, World};
use clap::FromArgMatches;
use clap::builder::StyledStr;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Runs one command.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: World<'_>) -> Exit {
    let World {
        env,
        clock,
        random,
        stdin,
        stdout,
        stderr,
        terminal,
        forget_typed,
        echo,
        interrupt,
        listen,
        host,
        process,
        account,
    } = world;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let arguments = commands::completions::asked(&arguments, &env).unwrap_or(arguments);
    let given = arguments.clone();
    // Asked for also where the rest of the line is not understood.
    let colour = cli::given(&arguments, "color", None).unwrap_or(ColorChoice::Auto);
    let output = cli::given(&arguments, "output", Some('o')).unwrap_or(OutputFormat::Table);
    let language = cli::given(&arguments, "lang", None).map(LanguageChoice::language);
    // What scripts read is in English, and so is what stands beside it.
    let wanted = language.or_else(|| of_locale(&env));
    let is_read = output == OutputFormat::Table;
    let spoken = wanted.filter(|_| is_read).unwrap_or_default();
    speak(spoken);
    interrupt.answer_in(spoken);
    // Never dropped: taking the tree apart would be a tenth of the cost of `--version`.
    let mut command = ManuallyDrop::new(cli::parser());
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let parsed = parsed.or_else(|error| asking(error, &given, terminal));
    let parsed = parsed.map_err(|error| safe_to_show(error, &given, &mut command));
    let global = parsed.as_ref().ok().map(|cli| &cli.global);
    let quiet = global.is_some_and(|global| global.quiet);
    let no_input = global.is_some_and(|global| global.no_input);
    let colour = global.map_or(colour, |global| global.color);
    let coloured = |is_terminal| wants_colour(colour, &env, is_terminal);
    let is_dumb = env.get("TERM").is_some_and(|term| term == "dumb");
    let mut console = Console {
        stdin,
        stdout,
        stderr,
        format: match global.map_or(output, |global| global.output) {
            OutputFormat::Table => ResultFormat::Table,
            OutputFormat::Json => ResultFormat::Json,
            OutputFormat::Jsonl => ResultFormat::Jsonl,
            OutputFormat::Csv => ResultFormat::Csv,
        },
        out_style: Style {
            colour: coloured(terminal.stdout),
            columns: terminal.stdout.then(|| terminal.columns.unwrap_or(USUAL)),
        },
        err_style: Style {
            colour: coloured(terminal.stderr),
            columns: terminal.stderr.then(|| terminal.columns.unwrap_or(USUAL)),
        },
        stdin_is_terminal: terminal.stdin,
        may_ask: !no_input && terminal.stdin && terminal.stderr,
        may_animate: terminal.stderr && !quiet && !is_dumb,
        quiet,
        given: Given {
            profile: global.and_then(|global| global.profile.clone()),
            config: global
                .and_then(|global| global.config.as_ref())
                .map(|path| clean(&path.display().to_string()).to_string()),
        },
        written: Written::default(),
        told: None,
        forget_typed,
        echo,
        interrupt: Arc::clone(&interrupt),
    };
    let parsed = parsed.and_then(|cli| match cli.command {
        // A script that names no command has a fault.
        None if console.format != ResultFormat::Table || !terminal.stdout => {
            Err(command.error(ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, ""))
        }
        _ => Ok(cli),
    });
    let Cli {
        command: asked,
        global,
    } = match parsed {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&error, &given, &mut command, &mut console),
    };
    let mut desk = Desk {
        console,
        env: &env,
        clock,
        random,
        interrupt,
        listen,
        host,
        process,
        account,
        config: global.config,
        profile: global.profile,
        language,
        paces: Vec::new(),
    };
    // Whatever is broken then, the streams and what is known of the send are not.
    catch_unwind(AssertUnwindSafe(|| commands::run(asked, &mut desk)))
        .unwrap_or_else(|_| broken_off(&mut desk))
}

/// Columns of a terminal that does not say how many it has.
const USUAL: u16 = 80;

/// Tells a fault of our own, which never makes a sent refund unsent.
fn broken_off(desk: &mut Desk<'_>) -> Exit {
    let what = word!("app-broke-off", "qfrefund broke off by a fault of its own");
    let (exit, message, hint) = if let Some(told) = desk.console.told {
        (
            told,
            text!(
                "app-broke-off-told",
                "{what} after it had told its result, which holds",
                what
            ),
            text!("app-report", "Please report it with the lines above."),
        )
    } else if !desk.interrupt.perhaps_sent() {
        (
            Exit::Internal,
            text!(
                "app-broke-off-nothing-sent",
                "{what}; nothing was sent",
                what
            ),
            text!("app-report-lines", "Please report it with the lines above."),
        )
    } else if let Some(refund) = desk.interrupt.handed() {
        (
            Exit::Unknown,
            text!(
                "app-broke-off-refund",
                "{what} after the refund {number} may have been sent",
                what,
                number = refund.number
            ),
            text!(
                "app-broke-off-refund-hint",
                "Do not send it again; find out with `{command}`. Please report it with the lines above.",
                command = refund.command("resolve")
            ),
        )
    } else {
        (
            Exit::Unknown,
            text!(
                "app-broke-off-refunds",
                "{what} after refunds may have been sent",
                what
            ),
            text!(
                "app-broke-off-refunds-hint",
                "Do not send them otherwise; `qfrefund batch status FILE` shows them, and running the same file again looks up those that are open. Please report it with the lines above."
            ),
        )
    };
    desk.console.failure(exit, &message, Some(&hint))
}

/// Reads the language of messages from the environment, where the first variable that is set decides.
fn of_locale(env: &Env) -> Option<Language> {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let locale = names.iter().find_map(|name| env.get(name))?;
    Language::parse(locale.to_str()?)
}

fn wants_colour(choice: ColorChoice, env: &Env, is_terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            is_terminal
                && env.get("NO_COLOR").is_none()
                && env.get("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Takes a command line that lacks something all the same, where it is asked for at the terminal.
fn asking(error: clap::Error, given: &[OsString], terminal: Terminal) -> Result<Cli, clap::Error> {
    let is_asked = terminal.stdin && terminal.stderr;
    if error.kind() != ErrorKind::MissingRequiredArgument || !is_asked {
        return Err(error);
    }
    let matches = cli::command_that_asks().try_get_matches_from(given);
    let taken = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    taken.ok().filter(|cli| !cli.global.no_input).ok_or(error)
}

/// The parser repeats the arguments as they were given, and a shell puts names of files there: they
/// pass the filter like all foreign text.
fn safe_to_show(
    error: clap::Error,
    given: &[OsString],
    command: &mut clap::Command,
) -> clap::Error {
    let cleaned: Vec<OsString> = given
        .iter()
        .map(|word| clean(&word.to_string_lossy()).into())
        .collect();
    if cleaned == given {
        return error;
    }
    command
        .try_get_matches_from_mut(cleaned)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .err()
        .unwrap_or_else(|| {
            command.error(
                ErrorKind::InvalidValue,
                word!(
                    "app-argument-not-shown",
                    "an argument cannot be shown: it has characters in it that cannot be seen"
                ),
            )
        })
}

fn rendered(text: &StyledStr, style: Style) -> String {
    if style.colour {
        text.ansi().to_string()
    } else {
        text.to_string()
    }
}

fn print(text: &StyledStr, console: &mut Console<'_>) -> Exit {
    let text = rendered(text, console.out_style);
    let written = console
        .stdout
        .write_all(text.as_bytes())
        .and_then(|()| console.stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Internal,
        _ => Exit::Success,
    }
}

/// Help and version are results; everything else clap says is a usage error.
fn explain_usage(
    error: &clap::Error,
    given: &[OsString],
    command: &mut clap::Command,
    console: &mut Console<'_>,
) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            return print(&cli::help::page(given, console.out_style.columns), console);
        }
        ErrorKind::DisplayVersion => return print(&error.render(), console),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            if console.format == ResultFormat::Table =>
        {
            let page = cli::help::page(given, console.err_style.columns);
            console.tell(&rendered(&page, console.err_style));
            return Exit::Usage;
        }
        _ => {}
    }
    command.build();
    if cli::help::asks_for_options(error, given, command) {
        return print(&cli::help::options(console.out_style.columns), console);
    }
    let UsageError { message, hint } = UsageError::of(error, given, command);
    console.failure(Exit::Usage, &message, Some(&hint))
}
