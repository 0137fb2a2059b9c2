//! The whole program as a function: arguments and world in, exit code out.

use crate::cli::{self, Cli, ColorChoice, OutputFormat};
use crate::commands::{self, Desk};
use crate::exit::Exit;
use crate::journal::Written;
use crate::output::{Console, ResultFormat, Style};
use crate::world::{Env, Terminal, World};
use clap::error::ErrorKind;
use clap::{FromArgMatches, ValueEnum};
use std::ffi::OsString;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
        interrupt,
        listen,
        host,
        process,
    } = world;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let colour = given_colour(&arguments);
    // Never dropped: taking the tree apart would be a tenth of the cost of `--version`.
    let mut command = ManuallyDrop::new(cli::command());
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return explain_usage(&error, colour, &env, terminal, stdout, stderr),
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
        written: Written::default(),
        told: None,
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
    } else if let Some(number) = desk.interrupt.sent_number() {
        (
            Exit::Unknown,
            format!("{what} after the refund {number} may have been sent"),
            format!(
                "Do not send it again; find out with `qfrefund resolve {number}`. Please report it with the lines above."
            ),
        )
    } else {
        (
            Exit::Unknown,
            format!("{what} after refunds may have been sent"),
            "Do not send them otherwise; `qfrefund batch status` shows them, and running the same file again looks up those that are open. Please report it with the lines above.".to_owned(),
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
