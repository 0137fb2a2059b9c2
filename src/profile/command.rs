//! Runs the command that prints a client key.
//!
//! An argument list, no shell; standard input is empty. Its standard error goes nowhere: a
//! command that complains may print the key with its complaint, and a scheduler would mail it.

use super::client_key::MOST_BYTES;
use crate::trust::Distrust;
use crate::world::Env;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long the pipe has to be silent after the command has ended, if something else holds it open.
const SILENCE: Duration = Duration::from_secs(1);
/// How long a command that has closed its output may take to end.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How often it is looked whether the command has ended.
const NAP: Duration = Duration::from_millis(10);
/// How much is read at a time, in bytes.
const PIECE: usize = 512;

/// Why there is no output.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CommandFailure {
    /// The program could not be run.
    NotStarted(io::ErrorKind),
    /// Others decide what the program is.
    Distrusted(Distrust),
    /// It ended, but not well.
    Ended(ExitStatus),
    /// The deadline passed, and it was stopped.
    TooSlow,
    /// It printed more than a key.
    TooMuch,
}

/// Finds the program, as `PATH` says where a bare name is given, and makes sure that nobody else
/// decides what it is.
#[cfg(unix)]
pub(super) fn find(program: &Path, env: &Env) -> Result<PathBuf, CommandFailure> {
    use crate::trust::{self, Reason};
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::PermissionsExt as _;
    let is_program = |path: &PathBuf| {
        std::fs::metadata(path)
            .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    let found = if program.is_absolute() {
        program.to_owned()
    } else {
        let path = env.get("PATH").unwrap_or("/usr/bin:/bin".as_ref());
        path.as_bytes()
            .split(|byte| *byte == b':')
            .map(|folder| Path::new(OsStr::from_bytes(folder)))
            // One that begins in the working folder would mean another program in each.
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(program))
            .find(is_program)
            .ok_or(CommandFailure::NotStarted(io::ErrorKind::NotFound))?
    };
    match trust::program(&found) {
        Ok(()) => Ok(found),
        Err(why) => Err(match why.reason {
            Reason::Io(kind) => CommandFailure::NotStarted(kind),
            _ => CommandFailure::Distrusted(why),
        }),
    }
}

/// The system finds it there, and tells no owners.
#[cfg(not(unix))]
pub(super) fn find(program: &Path, _: &Env) -> Result<PathBuf, CommandFailure> {
    Ok(program.to_owned())
}

/// Runs a program and returns what it printed.
pub(super) fn output(
    program: &Path,
    arguments: &[String],
    deadline: Duration,
) -> Result<Zeroizing<Vec<u8>>, CommandFailure> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| CommandFailure::NotStarted(error.kind()))?;
    match collect(&mut child, deadline) {
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

/// Gathers what the command prints until it has ended. Something it has started, an agent for
/// example, may hold the pipe open for as long as it likes: what has come by then is all there is.
fn collect(
    child: &mut Child,
    deadline: Duration,
) -> Result<(Zeroizing<Vec<u8>>, ExitStatus), CommandFailure> {
    let not_started = |error: io::Error| CommandFailure::NotStarted(error.kind());
    let stdout = child
        .stdout
        .take()
        .ok_or(CommandFailure::NotStarted(io::ErrorKind::Other))?;
    let receiver = read_aside(stdout).map_err(not_started)?;
    let mut begun = Instant::now();
    // With room for all of it: a buffer that grows leaves parts of a key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(PIECE.saturating_mul(10)));
    let (mut is_closed, mut allowed) = (false, deadline);
    loop {
        let status = child.try_wait().map_err(not_started)?;
        if let (Some(status), true) = (status, is_closed) {
            return Ok((bytes, status));
        }
        if begun.elapsed() >= allowed {
            return Err(CommandFailure::TooSlow);
        }
        let patience = if status.is_some() { SILENCE } else { NAP };
        match receiver.recv_timeout(patience) {
            Ok(piece) => bytes.extend_from_slice(&piece.map_err(not_started)?),
            Err(RecvTimeoutError::Timeout) => is_closed |= status.is_some(),
            Err(RecvTimeoutError::Disconnected) if is_closed => thread::sleep(NAP),
            Err(RecvTimeoutError::Disconnected) => {
                is_closed = true;
                (begun, allowed) = (Instant::now(), LAST_WORDS);
            }
        }
        if u64::try_from(bytes.len()).map_or(true, |length| length > MOST_BYTES) {
            return Err(CommandFailure::TooMuch);
        }
    }
}

/// Reads in a thread of its own, piece by piece, one byte more than a key may have at most. It is
/// never joined: it may wait for the pipe long after the command has ended.
fn read_aside(stdout: ChildStdout) -> io::Result<Receiver<io::Result<Zeroizing<Vec<u8>>>>> {
    let (sender, receiver) = mpsc::channel();
    let mut stdout = stdout.take(MOST_BYTES.saturating_add(1));
    thread::Builder::new().spawn(move || {
        loop {
            let mut piece = Zeroizing::new(vec![0; PIECE]);
            let read = match stdout.read(&mut piece) {
                Ok(0) => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read,
            };
            let read = read.map(|length| {
                piece.truncate(length);
                piece
            });
            // Nobody waits any more once the deadline has passed.
            if sender.send(read).is_err() {
                return;
            }
        }
    })?;
    Ok(receiver)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Instant;

    fn run(
        program: &str,
        arguments: &[&str],
        milliseconds: u64,
    ) -> Result<Vec<u8>, CommandFailure> {
        let arguments: Vec<String> = arguments.iter().map(|part| (*part).to_owned()).collect();
        let deadline = Duration::from_millis(milliseconds);
        let printed = output(Path::new(program), &arguments, deadline)?;
        Ok(printed.to_vec())
    }

    fn sh(script: &str, milliseconds: u64) -> Result<Vec<u8>, CommandFailure> {
        run("sh", &["-c", script], milliseconds)
    }

    #[test]
    fn what_it_prints_is_returned_and_its_complaints_are_not() {
        assert_eq!(sh("echo k; echo complaint >&2", 9000).unwrap(), b"k\n");
        assert_eq!(sh("cat", 9000).unwrap(), b"", "standard input is empty");
        let literal = run("echo", &["$HOME;`x`"], 9000);
        assert_eq!(literal.unwrap(), b"$HOME;`x`\n", "no shell");
    }

    #[test]
    fn a_command_that_fails_gives_no_key() {
        match sh("echo k; exit 3", 9000) {
            Err(CommandFailure::Ended(status)) => assert_eq!(status.code(), Some(3)),
            other => panic!("{other:?}"),
        }
        let gone = run("/nowhere/x", &[], 9000);
        assert_eq!(
            gone,
            Err(CommandFailure::NotStarted(io::ErrorKind::NotFound))
        );
    }

    #[test]
    fn a_command_is_stopped_at_its_deadline_and_at_its_limit() {
        let start = Instant::now();
        assert_eq!(sh("exec sleep 90", 100), Err(CommandFailure::TooSlow));
        assert_eq!(
            sh("exec >&-; exec sleep 90", 9000),
            Err(CommandFailure::TooSlow),
            "closed, and still there"
        );
        assert_eq!(sh("yes", 9000), Err(CommandFailure::TooMuch));
        assert!(start.elapsed() < Duration::from_secs(60));
        assert_eq!(sh("head -c 4096 /dev/zero", 9000).unwrap().len(), 4096);
        assert_eq!(
            sh("head -c 4097 /dev/zero", 9000),
            Err(CommandFailure::TooMuch)
        );
    }

    #[test]
    fn what_a_command_leaves_behind_does_not_keep_the_key_back() {
        assert_eq!(sh("sleep 20 & echo k", 9000).unwrap(), b"k\n");
        assert!(matches!(
            sh("sleep 20 & exit 4", 9000),
            Err(CommandFailure::Ended(_))
        ));
        // One that goes on printing comes to the limit.
        assert_eq!(sh("yes & echo k", 9000), Err(CommandFailure::TooMuch));
    }

    #[test]
    fn the_program_is_looked_for_in_path_and_nobody_else_decides_what_it_is() {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let set =
            |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        let tool = folder.path().join("tool");
        fs::write(&tool, "#!/bin/sh\necho k\n").unwrap();
        let path = format!("bin::.:/nowhere:{}", folder.path().display());
        let env: Env = [("PATH".into(), path.into())].into_iter().collect();
        let found = || find(Path::new("tool"), &env);
        let nothing = Err(CommandFailure::NotStarted(io::ErrorKind::NotFound));
        set(&tool, 0o600);
        assert_eq!(found(), nothing, "it is no program");
        set(&tool, 0o755);
        assert_eq!(found(), Ok(tool.clone()));
        for (place, mode) in [(&*tool, 0o775), (&*tool, 0o757), (folder.path(), 0o1777)] {
            let usual = fs::metadata(place).unwrap().permissions().mode();
            set(place, mode);
            for asked in [Path::new("tool"), &tool] {
                let refused = find(asked, &env);
                assert!(
                    matches!(refused, Err(CommandFailure::Distrusted(_))),
                    "{refused:?}"
                );
            }
            set(place, usual);
        }
        assert_eq!(
            find(Path::new("sh"), &Env::default())
                .unwrap()
                .file_name()
                .unwrap(),
            "sh"
        );
    }
}
