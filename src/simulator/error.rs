//! Why the simulator cannot start or its ledger cannot be used.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What went wrong, where, and what to do about it.
#[derive(Debug)]
pub enum SimulatorError {
    /// The listen address can be reached from other machines and nobody allowed that.
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// The system gives no thread.
    Thread(io::Error),
    /// A file cannot be read or written.
    File {
        /// What was being done, for example `read`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file given as the ledger is something else; it was left alone.
    NotALedger(PathBuf),
    /// A line of a file is not what it must be.
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong and what is allowed, as a clause.
        why: String,
    },
}

impl SimulatorError {
    pub(super) fn file(doing: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::File {
            doing,
            path: path.into(),
            source,
        }
    }
}

impl fmt::Display for SimulatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "{address} can be reached from other machines; listen on 127.0.0.1 or [::1], or allow remote clients expressly"
            ),
            Self::Listen(address, source) => write!(
                f,
                "cannot listen on {address} ({source}); choose another port, or 0 for any free one"
            ),
            Self::Thread(source) => write!(f, "cannot start a thread ({source})"),
            Self::File {
                doing,
                path,
                source,
            } => write!(f, "cannot {doing} {} ({source})", path.display()),
            Self::NotALedger(path) => write!(
                f,
                "{} is not a simulator ledger and was left alone; name another file",
                path.display()
            ),
            Self::Line { path, line, why } => write!(f, "{}:{line}: {why}", path.display()),
        }
    }
}

// No `source`: the text already says what the system said.
impl std::error::Error for SimulatorError {}
