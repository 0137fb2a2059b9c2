//! Runs the command that prints a client key.
//!
//! An argument list, no shell; standard input is empty. Its standard error goes nowhere: a
//! command that complains may print the key with its complaint, and a scheduler would mail it.

use super::client_key::MOST_BYTES;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Why there is no output.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CommandFailure {
    /// The program could not be run.
    NotStarted(io::ErrorKind),
    /// It ended, but not well.
    Ended(ExitStatus),
    /// The deadline passed, and it was stopped.
    TooSlow,
    /// It printed more than a key.
    TooMuch,
}

/// Runs a program and returns what it printed.
pub(super) fn output(
    program: &Path,
    arguments: &[String],
    deadline: Duration,
) -> Result<Vec<u8>, CommandFailure> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| CommandFailure::NotStarted(error.kind()))?;
    let printed = collect(&mut child, deadline);
    let finished = match printed {
        Ok(bytes) => ended(&mut child).map(|status| (bytes, status)),
        Err(failure) => Err(failure),
    };
    match finished {
        Ok((bytes, status)) if status.success() => Ok(bytes),
        Ok((_, status)) => Err(CommandFailure::Ended(status)),
        Err(failure) => {
            // Neither call has anything to add to the failure.
            let _ = child.kill();
            let _ = child.wait();
            Err(failure)
        }
    }
}

fn collect(child: &mut Child, deadline: Duration) -> Result<Vec<u8>, CommandFailure> {
    let stdout = child
        .stdout
        .take()
        .ok_or(CommandFailure::NotStarted(io::ErrorKind::Other))?;
    let receiver = read_aside(stdout).map_err(|error| CommandFailure::NotStarted(error.kind()))?;
    match receiver.recv_timeout(deadline) {
        Ok(Ok(bytes)) if u64::try_from(bytes.len()).is_ok_and(|n| n <= MOST_BYTES) => Ok(bytes),
        Ok(Ok(_)) => Err(CommandFailure::TooMuch),
        Ok(Err(error)) => Err(CommandFailure::NotStarted(error.kind())),
        Err(_) => Err(CommandFailure::TooSlow),
    }
}

/// Reads in a thread of its own. It is never joined: a grandchild may hold the pipe open long
/// after the child was stopped.
fn read_aside(stdout: ChildStdout) -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout
            .take(MOST_BYTES.saturating_add(1))
            .read_to_end(&mut bytes);
        // Nobody waits any more once the deadline has passed.
        let _ = sender.send(read.map(|_| bytes));
    })?;
    Ok(receiver)
}

/// Waits for a child that has closed its output; it has five seconds to end.
fn ended(child: &mut Child) -> Result<ExitStatus, CommandFailure> {
    for _ in 0..5000 {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => thread::sleep(Duration::from_millis(1)),
            Err(error) => return Err(CommandFailure::NotStarted(error.kind())),
        }
    }
    Err(CommandFailure::TooSlow)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Instant;

    fn sh(script: &str, milliseconds: u64) -> Result<Vec<u8>, CommandFailure> {
        let arguments = ["-c".to_owned(), script.to_owned()];
        let deadline = Duration::from_millis(milliseconds);
        output(Path::new("sh"), &arguments, deadline)
    }

    #[test]
    fn what_it_prints_is_returned_and_its_complaints_are_not() {
        assert_eq!(sh("echo k; echo complaint >&2", 9000).unwrap(), b"k\n");
        assert_eq!(sh("cat", 9000).unwrap(), b"", "standard input is empty");
        let literal = output(
            Path::new("echo"),
            &["$HOME;`x`".to_owned()],
            Duration::from_secs(9),
        );
        assert_eq!(literal.unwrap(), b"$HOME;`x`\n", "no shell");
    }

    #[test]
    fn a_command_that_fails_gives_no_key() {
        match sh("echo k; exit 3", 9000) {
            Err(CommandFailure::Ended(status)) => assert_eq!(status.code(), Some(3)),
            other => panic!("{other:?}"),
        }
        let gone = output(Path::new("/nowhere/x"), &[], Duration::from_secs(9));
        assert_eq!(
            gone,
            Err(CommandFailure::NotStarted(io::ErrorKind::NotFound))
        );
    }

    #[test]
    fn a_command_is_stopped_at_its_deadline_and_at_its_limit() {
        let start = Instant::now();
        assert_eq!(sh("exec sleep 30", 100), Err(CommandFailure::TooSlow));
        assert_eq!(sh("sleep 3 & echo k", 100), Err(CommandFailure::TooSlow));
        assert_eq!(sh("yes", 9000), Err(CommandFailure::TooMuch));
        assert!(start.elapsed() < Duration::from_secs(9));
        assert_eq!(sh("head -c 4096 /dev/zero", 9000).unwrap().len(), 4096);
        assert_eq!(
            sh("head -c 4097 /dev/zero", 9000),
            Err(CommandFailure::TooMuch)
        );
    }
}
