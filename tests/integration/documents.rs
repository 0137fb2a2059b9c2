//! Whatever is written twice is compared: README, help, completions, man page, output description.

use crate::support::sandbox::{PAYMENT, finish};
use crate::support::stub::agree;
use crate::support::{Sandbox, Stub};
use qfrefund::cli;
use qfrefund::exit::Exit;
use qfrefund::language::{Language, speak};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_readmes_tables_of_exit_codes_are_the_programs() {
    for (name, language) in [
        ("README.md", Language::English),
        ("README.zh-Hant.md", Language::Chinese),
    ] {
        let rows: Vec<String> = read(name)
            .lines()
            .filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit())
            .map(str::to_owned)
            .collect();
        speak(language);
        let row = |exit: &Exit| {
            let (code, meaning) = (exit.code(), exit.meaning());
            format!("| {code} | {meaning} | {} |", exit.run_again())
        };
        let ours: Vec<String> = Exit::ALL.iter().map(row).collect();
        speak(Language::English);
        assert_eq!(rows, ours, "{name}");
    }
}

/// The commands in the blocks of a README, one after the other, without what is said of them.
fn commands_of(name: &str) -> Vec<String> {
    let readme = read(name);
    let blocks = readme.split("```").skip(1).step_by(2);
    let lines = blocks
        .flat_map(str::lines)
        .map(|line| line.trim_start_matches("$ "));
    let commands = lines.filter(|line| line.starts_with("qfrefund ") || line.starts_with("cargo "));
    commands
        .map(|line| {
            line.split("  #")
                .next()
                .unwrap()
                .split("    #")
                .next()
                .unwrap()
                .trim()
                .to_owned()
        })
        .collect()
}

#[test]
fn both_readmes_have_the_same_commands() {
    let english = commands_of("README.md");
    assert!(english.len() > 20, "{english:?}");
    assert_eq!(commands_of("README.zh-Hant.md"), english);
}

#[test]
fn the_help_lists_every_exit_code() {
    let help = Sandbox::new().run(&["--help"]).stdout;
    let squeezed = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for exit in Exit::ALL {
        let wanted = format!(
            "{} {}; run again: {}",
            exit.code(),
            exit.meaning(),
            exit.run_again()
        );
        assert!(squeezed.contains(&wanted), "{wanted}: {help}");
    }
}

/// Every line that begins with the program's name, in the documents and in every help text.
fn written_commands() -> Vec<String> {
    fn helps(command: &clap::Command, found: &mut Vec<String>) {
        found.extend(
            [command.get_after_help(), command.get_after_long_help()]
                .into_iter()
                .flatten()
                .map(ToString::to_string),
        );
        command
            .get_subcommands()
            .for_each(|below| helps(below, found));
    }
    let mut texts = vec![
        read("README.md"),
        read("docs/simulator.md"),
        read("docs/output.md"),
        read("docs/architecture.md"),
        read("docs/batch-files.md"),
        read("docs/operations.md"),
        read("config.example.toml"),
    ];
    helps(&cli::command(), &mut texts);
    let mut found = Vec::new();
    for text in texts {
        for line in text.lines() {
            let line = line
                .trim()
                .trim_start_matches("$ ")
                .trim_start_matches("cargo run --release -- ");
            let line = if line.starts_with("issue ") {
                format!("qfrefund {line}")
            } else {
                line.to_owned()
            };
            if let Some(at) = line
                .find("qfrefund ")
                .filter(|at| *at == 0 || line[..*at].ends_with("| "))
            {
                let command = line[at..]
                    .split(['#', '>', '<', '|'])
                    .next()
                    .unwrap()
                    .trim()
                    .to_owned();
                found.push(command);
            }
        }
    }
    found
}

/// Splits a command as a shell does, as far as double quotes go.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_in_the_documents_is_one() {
    let commands = written_commands();
    assert!(commands.len() > 15, "{commands:#?}");
    for command in commands {
        // A number that a script fills in.
        let command = command.replace("$count", "1");
        if let Err(error) = cli::command().try_get_matches_from(words(&command)) {
            assert!(!error.use_stderr(), "`{command}`: {error}");
        }
    }
}

#[test]
fn the_readmes_show_what_the_program_prints() {
    for (name, lang) in [("README.md", "en"), ("README.zh-Hant.md", "zh-Hant")] {
        let readme = read(name);
        let block = readme.split("```console\n").nth(1).unwrap();
        let block = block.split("```").next().unwrap();
        let (prompt, printed) = block.split_once('\n').unwrap();
        let words = prompt.trim_start_matches("$ qfrefund ").split_whitespace();
        let arguments: Vec<&str> = words.chain(["--lang", lang]).collect();
        let run = Sandbox::new().run(&arguments);
        assert_eq!(run.code, 0, "{run:?}");
        // The refund's number and the time differ from run to run; everything else is fixed.
        let heads = [
            "  refund syssn  ",
            "  gateway time  ",
            "  退款交易號  ",
            "  閘道時間    ",
        ];
        let steady = |text: &str| {
            let line = |line: &str| match heads.iter().find(|head| line.starts_with(**head)) {
                Some(head) => format!("{head}{} characters", line.len()),
                None => line.to_owned(),
            };
            text.lines().map(line).collect::<Vec<_>>()
        };
        assert_eq!(steady(printed), steady(&run.stdout), "{name}");
    }
}

/// Whoever tries one command after the other is refunded each time, and by no guard held back.
#[test]
fn the_commands_of_the_readme_for_the_simulator_go_well_one_after_the_other() {
    let sandbox = Sandbox::new();
    let sample = sandbox.run(&["batch", "sample"]).stdout;
    std::fs::write(sandbox.path("refunds.csv"), sample).unwrap();
    let readme = read("README.md");
    let lines = readme.lines().map(|line| line.trim_start_matches("$ "));
    let commands = lines.filter_map(|line| {
        let line = line
            .strip_prefix("cargo run --release -- ")
            .or(line.strip_prefix("qfrefund "))?;
        line.contains("--profile simulator").then_some(line)
    });
    let mut seen = 0;
    for command in commands {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        if arguments.starts_with(&["batch", "run"]) {
            arguments.push("--yes");
        }
        let run = sandbox.run(&arguments);
        assert_eq!(run.code, 0, "{command}: {run:?}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn committed_completions_are_the_programs() {
    let sandbox = Sandbox::new();
    for (shell, name) in [
        ("bash", "qfrefund.bash"),
        ("zsh", "_qfrefund"),
        ("fish", "qfrefund.fish"),
        ("powershell", "_qfrefund.ps1"),
        ("elvish", "qfrefund.elv"),
    ] {
        let printed = sandbox.run(&["completions", shell]).stdout;
        let path = format!("completions/{name}");
        assert!(
            printed == read(&path),
            "{path} is stale: run `qfrefund completions {shell} > {path}`"
        );
    }
}

/// Whether a program is there; in CI it must be.
pub fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "{program} is missing, and CI is set"
    );
    found
}

#[test]
fn the_man_page_names_every_command_and_option() {
    fn walk(command: &clap::Command, path: &[String]) {
        let mut arguments = vec!["man"];
        arguments.extend(path.iter().map(String::as_str));
        let page = Sandbox::new().run(&arguments);
        assert_eq!(page.code, 0, "{path:?}: {page:?}");
        let page = page.stdout.replace("\\-", "-");
        for argument in command.get_arguments() {
            if let Some(long) = argument.get_long() {
                assert!(
                    page.contains(&format!("--{long}")),
                    "{path:?} lacks --{long}"
                );
            }
        }
        for below in command
            .get_subcommands()
            .filter(|below| below.get_name() != "help")
        {
            assert!(
                page.contains(below.get_name()),
                "{path:?} lacks {}",
                below.get_name()
            );
            let mut longer = path.to_vec();
            longer.push(below.get_name().to_owned());
            walk(below, &longer);
        }
    }
    walk(&cli::command(), &[]);
}

#[test]
fn the_pages_of_all_commands_are_installed_at_once() {
    fn count(command: &clap::Command) -> usize {
        let below = command.get_subcommands();
        let below = below.filter(|below| below.get_name() != "help");
        1 + below.map(count).sum::<usize>()
    }
    let home = Sandbox::new();
    let run = home.run(&["man", "--install", "share/man/man1"]);
    assert_eq!(run.code, 0, "{run:?}");
    let folder = home.path("share/man/man1");
    let pages = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(pages, count(&cli::command()));
    let page = std::fs::read_to_string(folder.join("qfrefund-batch-run.1")).unwrap();
    assert_eq!(page, home.run(&["man", "batch", "run"]).stdout);
}

#[test]
fn every_key_of_the_output_is_described() {
    fn keys(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                for (name, below) in object {
                    if name != "parameters" {
                        found.push(name.clone());
                        keys(below, found);
                    }
                }
            }
            Value::Array(list) => list
                .iter()
                .filter(|item| item.is_object())
                .for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let described = read("docs/output.md") + &read("docs/simulator.md");
    let stub = Stub::start(vec![agree("0000")]);
    let sandbox = Sandbox::at(&stub.url());
    std::fs::write(
        sandbox.path("batch.csv"),
        "syssn,amount\n20260105000200020000000001,1.00\n",
    )
    .unwrap();
    let issued = sandbox.issue(&[]);
    let number = issued.json()["out_trade_no"].as_str().unwrap().to_owned();
    let runs = [
        issued,
        sandbox.issue(&["--dry-run"]),
        sandbox.run(&["explain", "1265", "--output", "json"]),
        sandbox.run(&["profile", "list", "--output", "json"]),
        sandbox.run(&["profile", "show", "stub", "--output", "json"]),
        sandbox.run(&[
            "enquiry",
            "--syssn",
            "20260105000200020000000001",
            "--profile",
            "simulator",
            "--output",
            "json",
        ]),
        sandbox.run(&["payment", PAYMENT, "--profile", "stub", "--output", "json"]),
        sandbox.run(&["simulator", "list", "--output", "json"]),
        sandbox.run(&[
            "batch",
            "check",
            "batch.csv",
            "--profile",
            "stub",
            "--output",
            "json",
        ]),
        sandbox.run(&[
            "batch",
            "run",
            "batch.csv",
            "--yes",
            "--ignore-pause",
            "--wait",
            "0",
            "--profile",
            "stub",
            "--output",
            "json",
        ]),
        sandbox.run(&["history", "--profile", "stub", "--output", "json"]),
        sandbox.run(&["journal", "verify", "--profile", "stub", "--output", "json"]),
        sandbox.run(&["show", &number, "--profile", "stub", "--output", "json"]),
        sandbox.run(&[
            "issue",
            PAYMENT,
            "--amount",
            "0",
            "--profile",
            "stub",
            "--output",
            "json",
        ]),
    ];
    for run in runs {
        let mut found = Vec::new();
        let json = run.json();
        keys(&json, &mut found);
        assert!(
            described.contains(&format!("kind `{}`", json["kind"].as_str().unwrap())),
            "{json}"
        );
        for key in found {
            assert!(
                described.contains(&format!("`{key}`")),
                "`{key}` of {} is not described",
                json["kind"]
            );
        }
    }
}

#[test]
fn version_is_the_packages() {
    let run = finish(&mut Sandbox::new().command(&["--version"]));
    assert_eq!(
        (run.code, run.stdout),
        (0, format!("qfrefund {}\n", env!("CARGO_PKG_VERSION")))
    );
}
