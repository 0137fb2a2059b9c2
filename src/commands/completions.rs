//! `completions` and `man`: generated from the command line's own definition.

mod offered;

use super::{Desk, Failure};
use crate::cli;
use crate::exit::Exit;
use crate::language::{in_english, text, word};
use crate::output::text::counted;
use crate::world::Env;
use clap::Command;
use clap_complete::Shell;
use clap_complete::env::{EnvCompleter, Shells};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::{fs, io};

/// Prints what a shell is to load: it asks the program for every word.
pub(super) fn script(shell: Shell, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    completer(shell)?.write_registration(
        ASKED_BY,
        "qfrefund",
        "qfrefund",
        "qfrefund",
        &mut script,
    )?;
    if shell == Shell::Zsh {
        script.extend_from_slice(FIRST_ASKED.as_bytes());
    }
    print(&script, desk)
}

/// Where zsh finds the script by the name of a function, loading it is the first question, and is to be answered.
const FIRST_ASKED: &str = "if [[ \"$funcstack[1]\" == _qfrefund ]]; then\n    _clap_dynamic_completer_qfrefund \"$@\"\nfi\n";

/// Returns the command line by which a shell's script asks, as the command that answers it. A variable alone changes
/// nothing: no command begins with `--`.
#[must_use]
pub fn asked(arguments: &[OsString], env: &Env) -> Option<Vec<OsString>> {
    let [program, dashes, words @ ..] = arguments else {
        return None;
    };
    if dashes != "--" {
        return None;
    }
    let shell = env.get(ASKED_BY)?;
    let command = [program.as_os_str(), "completions".as_ref(), shell, dashes];
    let command = command.into_iter().map(OsStr::to_owned);
    Some(command.chain(words.iter().cloned()).collect())
}

/// Prints what the last of the words may be. Nothing is sent, written or asked for it; what cannot be read is not
/// offered.
pub(super) fn complete(
    shell: Shell,
    words: Vec<OsString>,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    desk.console.quiet = true;
    let mut command = offered::offer(cli::command(), &words, desk);
    let words = cli::without_values(words, &command);
    let mut answer = Vec::new();
    completer(shell)?.write_complete(&mut command, words, Some(Path::new(".")), &mut answer)?;
    print(&answer, desk)
}

fn completer(shell: Shell) -> Result<&'static dyn EnvCompleter, Failure> {
    let name = shell.to_string();
    let Shells(known) = Shells::builtins();
    let found = known.iter().find(|known| known.is(&name)).copied();
    found.ok_or_else(|| {
        Failure::usage(text!(
            "console-no-completions",
            "there are no completions for {shell}",
            shell
        ))
    })
}

/// The variable by which a script says that it asks, and for which shell.
const ASKED_BY: &str = "QFREFUND_COMPLETE";

pub(super) fn man(path: &[String], desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut found = in_english(cli::command);
    for word in path {
        let Some(below) = found.find_subcommand(word) else {
            return Err(Failure::usage(text!(
                "console-no-command",
                "there is no command `{words}`",
                words = path.join(" ")
            ))
            .hint(word!(
                "console-see-commands",
                "`qfrefund --help` lists the commands."
            )));
        };
        found = below.clone();
    }
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    print(&page(&found, &words)?, desk)
}

/// Writes the pages of all commands into a folder, which is made if need be.
pub(super) fn install(folder: &Path, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let root = in_english(cli::command);
    let mut pages = Vec::new();
    every_page(&root, &mut Vec::new(), &mut pages)?;
    let failed = |error: io::Error| {
        Failure::setup(text!(
            "console-man-unwritten",
            "the pages cannot be written into {folder}: {error}",
            folder = folder.display(),
            error
        ))
        .hint(word!(
            "console-man-folder",
            "Name a folder that you may write into, such as ~/.local/share/man/man1."
        ))
    };
    fs::create_dir_all(folder).map_err(failed)?;
    for (name, page) in &pages {
        fs::write(folder.join(format!("{name}.1")), page).map_err(failed)?;
    }
    desk.console.note(&text!(
        "console-man-written",
        "wrote {pages} into {folder}: see `man qfrefund`",
        pages = counted(pages.len(), "page"),
        folder = folder.display()
    ));
    Ok(Exit::Success)
}

fn every_page<'a>(
    command: &'a Command,
    path: &mut Vec<&'a str>,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Failure> {
    pages.push((page_name(path), page(command, path)?));
    for below in command.get_subcommands() {
        if below.get_name() != "help" {
            path.push(below.get_name());
            every_page(below, path, pages)?;
            path.pop();
        }
    }
    Ok(())
}

fn page_name(path: &[&str]) -> String {
    let words: Vec<&str> = std::iter::once("qfrefund")
        .chain(path.iter().copied())
        .collect();
    words.join("-")
}

fn page(command: &Command, path: &[&str]) -> Result<Vec<u8>, io::Error> {
    let mut page = Vec::new();
    let named = command.clone().display_name(page_name(path));
    clap_mangen::Man::new(named).render(&mut page)?;
    Ok(page)
}

pub(super) fn print(text: &[u8], desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match desk.console.print(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Success),
    }
}
