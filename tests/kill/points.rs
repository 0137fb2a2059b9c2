//! The system calls of one refund, and ending it with SIGKILL at one of them.
//!
//! strace's injection counts the calls of one name, in each thread by itself, and the signal comes
//! before the call is carried out. So the points of a process are the pairs of a name and a count,
//! and the state between two calls is met by the point of the second one. Only the main thread
//! opens, writes, syncs, sends and receives; the others (signals, name lookup) only start, wait
//! and end, so that their calls are instants of the main thread's waiting and need no points.

pub use crate::support::strace::works as can_trace;

use crate::support::Run;
use crate::support::sandbox::finish;
use assert_cmd::cargo::cargo_bin;
use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// A system call of a run: the k-th one of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub name: String,
    pub count: usize,
}

/// How a run under strace ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By SIGKILL at the point.
    Killed,
    /// By itself: it never came to the point.
    Exited(i32),
}

/// Runs to the end and returns every point, in the order of the calls.
pub fn of_a_run(home: &Path, arguments: &[&str]) -> Vec<Point> {
    let trace = home.join("trace");
    let status = strace(home, &["-o", trace.to_str().unwrap()], arguments)
        .status()
        .unwrap();
    assert!(status.code().is_some(), "{status}");
    let text = String::from_utf8_lossy(&std::fs::read(&trace).unwrap()).into_owned();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((process, call)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        // The second half of an interrupted call, the end of a thread, or a signal.
        let Some((name, _)) = call.trim_start().split_once('(') else {
            continue;
        };
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            continue;
        }
        let count = counts.entry((process, name)).or_default();
        *count += 1;
        let point = Point {
            name: name.to_owned(),
            count: *count,
        };
        if !found.contains(&point) {
            found.push(point);
        }
    }
    found
}

/// Runs until the point.
pub fn kill_at(point: &Point, home: &Path, arguments: &[&str]) -> End {
    let inject = format!("inject={}:signal=SIGKILL:when={}", point.name, point.count);
    let status = strace(home, &["-o", "/dev/null", "-e", &inject], arguments)
        .status()
        .unwrap();
    end(point, status)
}

fn end(point: &Point, status: ExitStatus) -> End {
    // strace ends the way its child has ended.
    match (status.signal(), status.code()) {
        (Some(9), _) => End::Killed,
        (None, Some(code)) => End::Exited(code),
        _ => panic!("{point:?}: {status}"),
    }
}

/// Runs until the point, and looks at no other calls than those of its name.
pub fn kill_fast(point: &Point, home: &Path, arguments: &[&str]) -> End {
    let trace = format!("trace={}", point.name);
    let inject = format!("inject={}:signal=SIGKILL:when={}", point.name, point.count);
    let options = ["-o", "/dev/null", "-e", &trace, "-e", &inject];
    end(point, strace(home, &options, arguments).status().unwrap())
}

/// Runs to the end under strace with these options, and returns what it said.
pub fn traced(home: &Path, options: &[&str], arguments: &[&str]) -> Run {
    let mut command = strace(home, options, arguments);
    finish(command.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

fn strace(home: &Path, options: &[&str], arguments: &[&str]) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq"])
        .args(options)
        .arg(cargo_bin!("qfrefund"))
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
