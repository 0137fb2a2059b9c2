//! A home folder of its own and the binary in a cleared environment.

use super::program::{Counting, Program};
use assert_cmd::cargo::cargo_bin;
use qfrefund::journal::sqlite::SqliteJournal;
use qfrefund::world::SharedClock;
use serde_json::Value;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The client key of the test profile. It must never show.
pub const KEY: &str = "0E32A59A8B454940A2FF390000000000";
/// The app code of the test profile.
pub const APP_CODE: &str = "D5589D2A1F2E42A9A60C370000000000";
/// A payment number for tests against a stub.
pub const PAYMENT: &str = "20191227000200020061752831";

/// A refund of HKD 12.50 against the test profile.
pub const ISSUE: [&str; 7] = [
    "issue",
    PAYMENT,
    "--amount",
    "12.50",
    "--profile",
    "stub",
    "--yes",
];

/// What one run of the binary left.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The one JSON document on standard output.
    pub fn json(&self) -> Value {
        assert_eq!(
            self.stdout.matches('\n').count(),
            1,
            "not one line: {self:?}"
        );
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A home folder and a config file.
pub struct Sandbox {
    pub home: TempDir,
    /// What runs within this process draw from.
    pub random: Counting,
}

impl Sandbox {
    pub fn new() -> Self {
        Self::within(TempDir::new().unwrap())
    }

    pub fn within(home: TempDir) -> Self {
        Self {
            home,
            random: Counting::default(),
        }
    }

    /// A sandbox whose profile `stub` points at a stub server.
    pub fn at(base_url: &str) -> Self {
        let sandbox = Self::new();
        sandbox.write_config(&profile(base_url, ""));
        sandbox
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn write_config(&self, text: &str) {
        let folder = self.path(".config/qfrefund");
        std::fs::create_dir_all(&folder).unwrap();
        write_private(&folder.join("config.toml"), text);
        self.make_journal();
    }

    /// The journal at its usual place, as `journal init` makes it, unless it is there.
    pub fn make_journal(&self) {
        SqliteJournal::open(&self.journal()).unwrap();
    }

    /// The usual place of the journal.
    pub fn journal(&self) -> PathBuf {
        self.path(".local/share/qfrefund/journal.db")
    }

    /// The binary with nothing in its environment but this home.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin!("qfrefund"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .current_dir(self.home.path());
        command
    }

    /// The program within this process, at the time of this clock.
    pub fn program(&self, clock: SharedClock) -> Program<'_> {
        Program::new(self, clock)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        finish(&mut self.command(arguments))
    }

    /// The refund of [`ISSUE`], in JSON.
    pub fn issue(&self, more: &[&str]) -> Run {
        self.run(&[&ISSUE[..], &["--output", "json"], more].concat())
    }
}

pub fn finish(command: &mut Command) -> Run {
    // Nobody to ask, unless the test gives a terminal.
    let output = command.stdin(Stdio::null()).output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The text of a config file with one profile `stub`.
pub fn profile(base_url: &str, more: &str) -> String {
    format!(
        "[profiles.stub]\nenvironment = \"custom\"\nbase_url = \"{base_url}\"\napp_code = \"{APP_CODE}\"\nclient_key = \"{KEY}\"\ncurrency = \"HKD\"\n{more}"
    )
}

pub fn write_private(path: &Path, text: &str) {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
        .unwrap();
}
