//! `completions` and `man`: generated from the command line's own definition.

use super::{Desk, Failure};
use crate::cli;
use crate::exit::Exit;
use crate::output::text::counted;
use clap::Command;
use std::path::Path;
use std::{fs, io};

pub(super) fn completions(
    shell: clap_complete::Shell,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::command(), "qfrefund", &mut script);
    print(&script, desk)
}

pub(super) fn man(path: &[String], desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut found = cli::command();
    found.build();
    for word in path {
        let Some(below) = found.find_subcommand(word) else {
            return Err(
                Failure::usage(format!("there is no command `{}`", path.join(" ")))
                    .hint("`qfrefund --help` lists the commands."),
            );
        };
        found = below.clone();
    }
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    print(&page(&found, &words)?, desk)
}

/// Writes the pages of all commands into a folder, which is made if need be.
pub(super) fn install(folder: &Path, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut root = cli::command();
    root.build();
    let mut pages = Vec::new();
    every_page(&root, &mut Vec::new(), &mut pages)?;
    let failed = |error: io::Error| {
        Failure::setup(format!(
            "the pages cannot be written into {}: {error}",
            folder.display()
        ))
        .hint("Name a folder that you may write into, such as ~/.local/share/man/man1.")
    };
    fs::create_dir_all(folder).map_err(failed)?;
    for (name, page) in &pages {
        fs::write(folder.join(format!("{name}.1")), page).map_err(failed)?;
    }
    desk.console.note(&format!(
        "wrote {} into {}: see `man qfrefund`",
        counted(pages.len(), "page"),
        folder.display()
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
