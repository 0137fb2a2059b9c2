//! Other accounts of this machine.

use super::sandbox::{Run, finish};
use assert_cmd::cargo::cargo_bin;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether the tests run as root, who can be two other accounts. Where CI is set they must.
pub fn is_root() -> bool {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0);
    assert!(
        is_root || std::env::var_os("CI").is_none(),
        "not run as root, and CI is set"
    );
    if !is_root {
        skipped("needs root, to run as two other accounts");
    }
    is_root
}

/// Says aloud that a test, or a part of one, is left out.
#[allow(clippy::print_stderr, reason = "nobody must take it for passed")]
pub fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}

/// What other accounts need: a program they may run, and a home each.
pub struct Bench {
    pub base: tempfile::TempDir,
    pub program: PathBuf,
}

impl Bench {
    pub fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        set_mode(base.path(), 0o755);
        let program = base.path().join("qfrefund");
        std::fs::copy(cargo_bin!("qfrefund"), &program).unwrap();
        set_mode(&program, 0o755);
        Self { base, program }
    }

    pub fn home(&self, account: u32) -> PathBuf {
        let home = self.base.path().join(account.to_string());
        if !home.exists() {
            std::fs::create_dir(&home).unwrap();
            set_mode(&home, 0o700);
            if is_root() {
                chown(&home, Some(account), Some(account)).unwrap();
            }
        }
        home
    }

    /// Runs the program as an account that is also in a group.
    pub fn run(&self, account: u32, group: u32, umask: &str, arguments: &[&str]) -> Run {
        let script = format!("umask {umask}; exec \"$0\" \"$@\"");
        finish(
            Command::new("setpriv")
                .arg(format!("--reuid={account}"))
                .arg(format!("--regid={account}"))
                .arg(format!("--groups={group}"))
                .args(["--inh-caps=-all", "--no-new-privs", "sh", "-c", &script])
                .arg(&self.program)
                .args(arguments)
                .env_clear()
                .env("PATH", "/usr/bin:/bin")
                .env("HOME", self.home(account))
                .current_dir(self.base.path()),
        )
    }
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
