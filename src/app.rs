//! The whole program as a function: arguments and world in, exit code out.

use crate::cli::{self, Cli, ColorChoice, OutputFormat};
use crate::commands::{self, Desk};
use crate::exit::Exit;
use crate::journal::Written;
use crate::output::text::clean;
use crate::output::{Console, ResultFormat, Style};
use crate::world::{Env, Terminal, World};
use clap::error::ErrorKind;
use clap::{FromArgMatches, ValueEnum};
use std::ffi::OsString;
use std::io::{self, Write};
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
        interrupt,
        listen,
        host,
        process,
        account,
    } = world;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let given = arguments.clone();
    let colour = given_colour(&arguments);
    // Never dropped: taking the tree apart would be a tenth of the cost of `--version`.
    let mut command = ManuallyDrop::new(cli::command());
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let error = safe_to_show(error, &given, &mut command);
            return explain_usage(&error, colour, &env, terminal, stdout, stderr);
        }
    };
    let global = cli.global;
    let coloured = |is_terminal| wants_colour(global.color, &env, is_terminal);
    let may_ask = !global.no_input && terminal.stdin && terminal.stderr;
    let is_dumb = env.get("TERM").is_some_and(|term| term == "dumb");
    let console = Console {
        stdin,
        stdout,
        stderr,
        format: match global.output {
            OutputFormat::Table => ResultFormat::Table,
            OutputFormat::Json => ResultFormat::Json,
            OutputFormat::Jsonl => ResultFormat::Jsonl,
            OutputFormat::Csv => ResultFormat::Csv,
        },
        out_style: Style {
            colour: coloured(terminal.stdout),
            columns: terminal.columns.filter(|_| terminal.stdout),
        },
        err_style: Style {
            colour: coloured(terminal.stderr),
            columns: terminal.columns.filter(|_| terminal.stderr),
        },
        stdin_is_terminal: terminal.stdin,
        may_ask,
        may_animate: terminal.stderr && !global.quiet && !is_dumb,
        quiet: global.quiet,
        profile: global.profile.clone(),
        written: Written::default(),
        told: None,
        forget_typed,
        interrupt: Arc::clone(&interrupt),
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
    };
    // Whatever is broken then, the streams and what is known of the send are not.
    catch_unwind(AssertUnwindSafe(|| commands::run(cli.command, &mut desk)))
        .unwrap_or_else(|_| broken_off(&mut desk))
}

/// Tells a fault of our own, which never makes a sent refund unsent.
fn broken_off(desk: &mut Desk<'_>) -> Exit {
    let what = "qfrefund broke off by a fault of its own";
    let (exit, message, hint) = if let Some(told) = desk.console.told {
        (
            told,
            format!("{what} after it had told its result, which holds"),
            "Please report it with the lines above.".to_owned(),
        )
    } else if !desk.interrupt.perhaps_sent() {
        (
            Exit::Internal,
            format!("{what}; nothing was sent"),
            "Please report it with the lines above.".to_owned(),
        )
    } else if let Some(refund) = desk.interrupt.handed() {
        (
            Exit::Unknown,
            format!(
                "{what} after the refund {} may have been sent",
                refund.number
            ),
            format!(
                "Do not send it again; find out with `{}`. Please report it with the lines above.",
                refund.command("resolve")
            ),
        )
    } else {
        (
            Exit::Unknown,
            format!("{what} after refunds may have been sent"),
            "Do not send them otherwise; `qfrefund batch status FILE` shows them, and running the same file again looks up those that are open. Please report it with the lines above.".to_owned(),
        )
    };
    desk.console.failure(exit, &message, Some(&hint))
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

/// Finds `--color` on a command line that the parser does not take.
fn given_colour(arguments: &[OsString]) -> ColorChoice {
    let mut given = None;
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        match word {
            "--" => break,
            "--color" => given = words.next(),
            _ => given = word.strip_prefix("--color=").or(given),
        }
    }
    given
        .and_then(|word| ColorChoice::from_str(word, false).ok())
        .unwrap_or(ColorChoice::Auto)
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
                "an argument cannot be shown: it has characters in it that cannot be seen",
            )
        })
}

/// Help and version are results; everything else clap says is a usage error.
fn explain_usage(
    error: &clap::Error,
    colour: ColorChoice,
    env: &Env,
    terminal: Terminal,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    let text = |is_terminal| {
        let rendered = error.render();
        if wants_colour(colour, env, is_terminal) {
            rendered.ansi().to_string()
        } else {
            rendered.to_string()
        }
    };
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let written = stdout
            .write_all(text(terminal.stdout).as_bytes())
            .and_then(|()| stdout.flush());
        return match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Internal,
            _ => Exit::Success,
        };
    }
    // With standard error gone the exit code is all that is left.
    let _ = stderr.write_all(text(terminal.stderr).as_bytes());
    Exit::Usage
}
