//! `simulator serve` in a process of its own.

use super::Sandbox;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::thread;

/// A running `simulator serve`.
pub struct Served {
    child: Child,
    pub url: String,
}

impl Served {
    pub fn start(sandbox: &Sandbox, more: &[&str]) -> Self {
        Self::start_at(sandbox, "127.0.0.1:0", more)
    }

    pub fn start_at(sandbox: &Sandbox, address: &str, more: &[&str]) -> Self {
        let mut arguments = vec!["simulator", "serve", "--listen", address];
        arguments.extend(more);
        let mut child = sandbox
            .command(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let url = first
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap_or_else(|| panic!("{first}"))
            .trim_end_matches(';')
            .to_owned();
        thread::spawn(move || lines.read_to_end(&mut Vec::new()));
        Self { child, url }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every refund the simulator has executed.
pub fn executed(sandbox: &Sandbox) -> Vec<Value> {
    sandbox
        .run(&["simulator", "list", "--output", "json"])
        .json()["refunds"]
        .as_array()
        .unwrap()
        .clone()
}
