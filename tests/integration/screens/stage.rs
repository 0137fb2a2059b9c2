//! One case, played in every form that is shown, and its one snapshot.

use crate::support::sandbox::{KEY, finish, profile};
use crate::support::{Run, Sandbox, Still};
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::Clock;
use regex::{Captures, Regex};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use time::OffsetDateTime;
use time::macros::datetime;
use unicode_width::UnicodeWidthStr;

/// Where results go, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A table for a person at a terminal of so many columns.
    Terminal(u16),
    /// One JSON document for a script.
    Json,
    /// As the command line says, into a file.
    File,
}

/// A command as a table at three widths and as JSON.
pub fn screen(name: &str, act: impl Fn(&mut Stage)) {
    let forms = [
        Form::Terminal(80),
        Form::Terminal(60),
        Form::Terminal(120),
        Form::Json,
    ];
    take(name, &forms, &act);
}

/// What only a person at a terminal sees: a question, a message without a document.
pub fn terminal(name: &str, act: impl Fn(&mut Stage)) {
    take(name, &[80, 60, 120].map(Form::Terminal), &act);
}

/// What there is in one form only, which the command line says.
pub fn file(name: &str, act: impl Fn(&mut Stage)) {
    take(name, &[Form::File], &act);
}

/// The same of a terminal in Chinese alone: in English the parser itself finds out how wide a page may be.
pub fn terminal_in_chinese(name: &str, act: impl Fn(&mut Stage)) {
    let terminals = [60, 80, 120].map(Form::Terminal);
    take_in("zh_HK.UTF-8", "snaps/zh-Hant", name, &terminals, &act);
}

/// Takes the snapshot, and one of the terminal in Chinese.
fn take(name: &str, forms: &[Form], act: &dyn Fn(&mut Stage)) {
    take_in("", "snaps", name, forms, act);
    let terminals = forms.iter().copied();
    let terminals: Vec<Form> = terminals
        .filter(|form| matches!(form, Form::Terminal(_)))
        .collect();
    if !terminals.is_empty() {
        take_in("zh_HK.UTF-8", "snaps/zh-Hant", name, &terminals, act);
    }
}

fn take_in(lang: &'static str, folder: &str, name: &str, forms: &[Form], act: &dyn Fn(&mut Stage)) {
    let mut text = String::new();
    let mut first: Option<(Form, String)> = None;
    for &form in forms {
        let mut stage = Stage::new(form);
        stage.env.insert("LANG", lang);
        act(&mut stage);
        let head = match form {
            Form::Terminal(columns) => format!("===== terminal of {columns} columns\n"),
            Form::Json => "===== JSON\n".to_owned(),
            Form::File => String::new(),
        };
        text.push_str(&head);
        let shown = named(&stable(&stage.shown));
        let (of, same) = first.get_or_insert_with(|| (form, shown.clone()));
        if *of != form && *same == shown {
            text.push_str("(the same)\n");
        } else {
            text.push_str(&shown);
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Takes out what is this machine's or this release's: the free port, the version, the gateway's
/// speed, and the journal's chain, which is made of that speed as well.
fn stable(shown: &str) -> String {
    static VARIES: LazyLock<[(Regex, &str); 12]> = LazyLock::new(|| {
        [
            (r"127\.0\.0\.1:\d{5}", "127.0.0.1:#####"),
            (r"qfrefund/\d+\.\d+\.\d+", "qfrefund/0.0.0"),
            (r"qfrefund \d+\.\d+\.\d+", "qfrefund 0.0.0"),
            (r#"("elapsed_ms": ?)\d+"#, "${1}0"),
            (r"(after\s+)\d{3,} ms", "${1}123 ms"),
            (r"(歷時\s+)\d{3}(\s+毫)", "${1}123${2}"),
            (r"(識別碼\s+)[0-9a-f]{32}", "${1}(identity)"),
            (r"(事件 \d+，\s*)[0-9a-f]+(\n +[0-9a-f]+)?", "${1}(hash)"),
            (r#"(hash|digest)(": ?")[0-9a-f]{64}"#, "${1}${2}(${1})"),
            (r#"(identity(": ?"|\s+))[0-9a-f]{32}"#, "${1}(identity)"),
            (r"(event \d+,\s+)[0-9a-f]+(\n +[0-9a-f]+)?", "${1}(hash)"),
            (
                r#"(cursor": "|--changed-since )(\d+):[0-9a-f]{64}"#,
                "${1}${2}:(hash)",
            ),
        ]
        .map(|(pattern, instead)| (Regex::new(pattern).unwrap(), instead))
    });
    VARIES
        .iter()
        .fold(shown.to_owned(), |text, (varies, instead)| {
            varies.replace_all(&text, *instead).into_owned()
        })
}

/// Gives batches and their rows names that stay. The identity of a batch and the numbers made of it
/// come from the address of the gateway as well, whose port is this machine's.
fn named(shown: &str) -> String {
    static ROW: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bRB-[0-9A-Z]{26}\b").unwrap());
    // Where the line is too short, the rest of it stands below.
    static BATCH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"((?:batch|批次)[\s":]+)([0-9a-f]{12,64})(?:(\n +)([0-9a-f]+)\b)?"#).unwrap()
    });
    let mut rows = Vec::new();
    let shown = ROW.replace_all(shown, |found: &Captures<'_>| {
        format!("RB-{:026}", 1 + place(&mut rows, &found[0]))
    });
    let mut batches = Vec::new();
    let named = BATCH.replace_all(&shown, |found: &Captures<'_>| {
        let letter = ["a", "b", "c"][place(&mut batches, &found[2][..12])];
        let part = |index| found.get(index).map_or("", |part| part.as_str());
        let rest = if found[2].len() + part(4).len() == 64 {
            letter.repeat(part(4).len())
        } else {
            part(4).to_owned()
        };
        let begin = letter.repeat(found[2].len());
        format!("{}{begin}{}{rest}", &found[1], part(3))
    });
    named.into_owned()
}

/// Returns where it stands among those seen before, or puts it at their end.
fn place(seen: &mut Vec<String>, found: &str) -> usize {
    seen.iter().position(|one| one == found).unwrap_or_else(|| {
        seen.push(found.to_owned());
        seen.len() - 1
    })
}

/// As long as the real home, so that lines break where they do in it.
const HOME: &str = "/home/wing-lam";

/// One play of a case: a home of its own, at noon of the first of June 2026 in Hong Kong.
pub struct Stage {
    form: Form,
    sandbox: Sandbox,
    clock: Arc<Still>,
    shown: String,
    server: Option<Server>,
    /// No colour and no animation: both are tested where there is a real terminal.
    env: BTreeMap<&'static str, &'static str>,
}

impl Stage {
    fn new(form: Form) -> Self {
        // Not the system's choice: its length would decide where lines break.
        let home = tempfile::Builder::new().prefix("qf-").tempdir_in("/tmp");
        let sandbox = Sandbox::within(home.unwrap());
        assert_eq!(sandbox.home.path().as_os_str().len(), HOME.len());
        Self {
            form,
            sandbox,
            clock: Still::at(datetime!(2026-06-01 04:00 UTC)),
            shown: String::new(),
            server: None,
            env: [("TERM", "dumb"), ("USER", "wing")].into(),
        }
    }

    /// Runs a command line and shows what it did. `~` is the home, and one pair of quotation marks
    /// keeps words together.
    pub fn show(&mut self, line: &str) -> Run {
        self.show_typing("", line)
    }

    /// The same, with something typed at its question.
    pub fn show_typing(&mut self, typed: &str, line: &str) -> Run {
        let (json, columns) = match self.form {
            Form::Terminal(columns) => (false, Some(columns)),
            Form::Json => (true, None),
            Form::File => (false, None),
        };
        let run = self.run(typed, line, json, columns);
        if line.contains("--profile ") {
            check_commands(&run);
        }
        let more = if json { " --output json" } else { "" };
        // Characters that nobody sees are written out.
        let seen = |c: char| -> String {
            if c.is_ascii() {
                c.into()
            } else {
                c.escape_debug().collect()
            }
        };
        let line: String = line.chars().map(seen).collect();
        writeln!(self.shown, "$ qfrefund {line}{more}").unwrap();
        self.add(&run, columns);
        run
    }

    fn add(&mut self, run: &Run, columns: Option<u16>) {
        writeln!(self.shown, "--- exit {}", run.code).unwrap();
        for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            let may_show_key = self.shown.contains("--reveal-key");
            assert!(
                may_show_key || !text.contains(KEY),
                "the client key: {run:?}"
            );
            if let Some(columns) = columns {
                check_width(text, columns.into());
            }
            let is_document = name == "stdout" && self.form == Form::Json && !text.is_empty();
            let text = if is_document {
                format!("{:#}\n", run.json())
            } else {
                text.clone()
            };
            if !text.is_empty() {
                writeln!(self.shown, "--- {name}").unwrap();
                self.shown.push_str(&self.at_home(&text));
                if !text.ends_with('\n') {
                    self.shown.push_str("[no line break]\n");
                }
            }
        }
        self.shown.push('\n');
    }

    fn at_home(&self, text: &str) -> String {
        let text = text.replace(self.sandbox.home.path().to_str().unwrap(), HOME);
        // A snapshot has line feeds only.
        text.replace("\r\n", "\\r\n")
    }

    /// Runs a command that only prepares the case, and returns its document.
    pub fn prepare(&mut self, line: &str) -> Value {
        let run = self.run("", line, true, None);
        run.json()
    }

    fn run(&self, typed: &str, line: &str, json: bool, columns: Option<u16>) -> Run {
        let home = self.sandbox.home.path().to_str().unwrap();
        let line = line.replace('~', home);
        let mut arguments: Vec<&str> = Vec::new();
        for (index, part) in line.split('\'').enumerate() {
            if index % 2 == 1 {
                arguments.push(part);
            } else {
                arguments.extend(part.split_whitespace());
            }
        }
        if json {
            arguments.extend(["--output", "json"]);
        }
        let program = self.sandbox.program(self.clock.clone());
        let program = self
            .env
            .iter()
            .fold(program, |program, (name, value)| program.env(name, value));
        let program = match columns {
            Some(columns) => program.on_terminal(columns),
            None => program,
        };
        program.typing(typed).run(&arguments)
    }

    /// Runs the built program, for the pages that clap folds by the real terminal.
    pub fn show_built(&mut self, line: &str, columns: u16) {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.sandbox.command(&arguments);
        let run = finish(command.env("COLUMNS", columns.to_string()));
        writeln!(self.shown, "$ qfrefund {line}").unwrap();
        self.add(&run, Some(columns));
    }

    /// A variable of the environment; an empty one is none.
    pub fn env(&mut self, name: &'static str, value: &'static str) {
        self.env.insert(name, value);
    }

    /// Time passes.
    pub fn later(&self, minutes: u64) {
        self.clock.sleep(Duration::from_secs(minutes * 60));
    }

    /// The clock of this machine is set, but not that of the gateway.
    pub fn set_clock(&mut self, now: OffsetDateTime) {
        self.clock = Still::at(now);
    }

    /// Writes a file into the home.
    pub fn file(&self, name: &str, text: &str) {
        std::fs::write(self.sandbox.path(name), text).unwrap();
    }

    /// Shows a file of the home.
    pub fn show_file(&mut self, name: &str) {
        let text = std::fs::read_to_string(self.sandbox.path(name)).unwrap();
        writeln!(self.shown, "--- file ~/{name}\n{}", self.at_home(&text)).unwrap();
    }

    /// The sandbox, for what a helper of the stage does not do.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// A profile `shop` at this address, in a config file.
    pub fn shop_at(&self, url: &str, more: &str) {
        let config = profile(url, more).replace("[profiles.stub]", "[profiles.shop]");
        self.sandbox.write_config(&config);
    }

    /// A profile `shop` whose gateway is a simulator that plays these faults.
    pub fn shop(&mut self, faults: &str, more: &str) {
        self.file("faults.toml", faults);
        let state = self.sandbox.path("gateway.jsonl");
        let mut options = SimulatorOptions::new(state, self.clock.clone());
        options.faults = Some(self.sandbox.path("faults.toml"));
        self.server = Some(Server::start(options).unwrap());
        self.shop_rules(more);
    }

    /// Other lines in the profile of this simulator.
    pub fn shop_rules(&self, more: &str) {
        let url = self.server.as_ref().unwrap().base_url();
        self.shop_at(&url, more);
    }
}

/// Every command that is shown names a profile, if it works with one. The line breaks where it must.
fn check_commands(run: &Run) {
    let without = [
        "explain",
        "profile",
        "simulator",
        "man",
        "completions",
        "help",
    ];
    let help = ["--help", "-h"];
    for text in [&run.stdout, &run.stderr] {
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        for shown in line.split('`').skip(1).step_by(2) {
            let Some(command) = shown.strip_prefix("qfrefund ") else {
                continue;
            };
            let first = command.split(' ').next().unwrap();
            assert!(
                without.contains(&first)
                    || help.iter().any(|help| command.ends_with(help))
                    || shown.contains("--profile ")
                    || shown.contains("--journal "),
                "`{shown}` names no profile: {run:?}"
            );
        }
    }
}

/// Faults that are known: what is mended is taken off this list.
const KNOWN_TO_BE_TOO_WIDE: [&str; 5] = [
    "Usage: qfrefund issue ",
    "          Heading of a column that has another name, for example amount=退款金額;",
    "  HKD 12.50 with profile simulator (simulator: no money moves)",
    "Confidential: request and signature together could be sent by anybody.",
    "The client key stands above in clear: do not save or send this.",
];

/// No line is wider than the terminal, unless it is one word that must stay whole, or the text that
/// is hashed, which is shown byte for byte.
fn check_width(text: &str, columns: usize) {
    for line in text.lines() {
        // A person types beyond the edge.
        let asked = ["to stop: ", "即停止： "];
        let end = asked
            .iter()
            .find_map(|asked| Some(line.find(asked)? + asked.len()))
            .unwrap_or(line.len());
        let line_of_command = line.trim();
        let is_command = line_of_command.starts_with("`qfrefund ")
            && line_of_command.ends_with('`')
            && line_of_command.matches('`').count() == 2;
        // A command is copied whole.
        let is_example = line.starts_with("  ") && line.contains("qfrefund ");
        let may_be_wide = is_command
            || is_example
            // Nor is a synopsis broken.
            || line.starts_with("用法：")
            || line.contains("&txdtm=")
            || KNOWN_TO_BE_TOO_WIDE
                .iter()
                .any(|known| line.starts_with(known));
        assert!(
            may_be_wide || line[..end].width() <= columns || !line.trim().contains(' '),
            "wider than {columns} columns:\n{line}\n{text}"
        );
    }
}
