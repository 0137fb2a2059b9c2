//! The command line itself: help of every command, and what is said about a wrong one.

use super::stage::{file, terminal, terminal_in_chinese};
use qfrefund::cli;

/// The commands that `--help` explains, from the program itself to the last of its leaves.
fn pages() -> Vec<String> {
    fn walk(command: &clap::Command, path: &str, pages: &mut Vec<String>) {
        pages.push(path.trim().to_owned());
        for below in command.get_subcommands() {
            if below.get_name() != "help" {
                walk(below, &format!("{path} {}", below.get_name()), pages);
            }
        }
    }
    let mut pages = Vec::new();
    walk(&cli::command(), "", &mut pages);
    pages
}

#[test]
fn help_of_every_command() {
    for page in pages() {
        let name = format!("help {page}").trim().replace(' ', "-");
        file(&name, |stage| {
            stage.show_built(format!("{page} --help").trim(), 80);
        });
    }
}

#[test]
fn help_at_other_widths() {
    for columns in [60, 120] {
        file(&format!("help-on-{columns}"), |stage| {
            for page in ["", "issue ", "payment ", "history "] {
                stage.show_built(&format!("{page}--help"), columns);
            }
        });
    }
}

#[test]
fn help_of_every_command_in_chinese() {
    for page in pages() {
        let name = format!("help {page}").trim().replace(' ', "-");
        terminal_in_chinese(&name, |stage| {
            stage.show(format!("{page} --help").trim());
        });
    }
}

#[test]
fn help_in_short() {
    file("short-help", |stage| {
        stage.show_built("-h", 80);
        stage.show_built("issue -h", 80);
    });
    file("help-options", |stage| {
        stage.show_built("help options", 80);
    });
    file("no-command", |stage| {
        stage.show_built("", 80);
        stage.show_built("batch", 80);
    });
}

#[test]
fn a_wrong_command_line() {
    file("usage-errors", |stage| {
        for line in [
            "isue 20260105000200020000000001",
            "refund 20260105000200020000000001 --amount 12.50",
            "list",
            "login",
            "config",
            "help optoins",
            "batch chek refunds.csv",
            "issue 20260105000200020000000001 --amout 12.50",
            "issue 20260105000200020000000001 --amt 12.50",
            "issue 20260105000200020000000001",
            "issue --amount 12.50",
            "issue 20260105000200020000000001 --amount 1 --txamt 100",
            "issue 20260105000200020000000001 --amount 1 --reference x --out-trade-no y",
            "issue 20260105000200020000000001 --amount 1 --timeout 0",
            "issue 20260105000200020000000001 --amount",
            "history --limit x",
            "history --state refundet",
            "history --output yaml",
            "history --limit x --output json",
            "explain",
            "close X",
            "close X -o json",
            "-ojson issue 20260105000200020000000001 --amout 12.50",
            "isue -qo json",
            "batch --output=json",
            "close X -- -o json",
            "batch run refunds.csv --expect-count 3",
        ] {
            stage.show(line);
        }
    });
}

#[test]
fn a_form_that_a_command_has_not() {
    terminal("usage-forms", |stage| {
        stage.show("explain 1143 --output csv");
        for command in ["check", "status", "run"] {
            stage.show(&format!(
                "batch {command} refunds.csv --output csv --profile simulator"
            ));
        }
        stage
            .show("issue 20260105000200020000000001 --amount 1 --output jsonl --profile simulator");
    });
}
