//! `completions` and `man`: generated from the command line's own definition.

use super::{Desk, Failure};
use crate::cli;
use crate::exit::Exit;
use std::io;

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
    let name = std::iter::once("qfrefund")
        .chain(path.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("-");
    let mut page = Vec::new();
    clap_mangen::Man::new(found.display_name(name)).render(&mut page)?;
    print(&page, desk)
}

pub(super) fn print(text: &[u8], desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match desk.console.print(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Success),
    }
}
