//! The outside world, handed in as arguments: environment, clock, randomness, streams.
//!
//! `main.rs` makes the real one; tests make theirs. No other module reads the clock, the
//! environment or a source of randomness by itself.

mod account;

pub use account::Account;

use crate::interrupt::Interrupt;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use time::OffsetDateTime;

/// The process environment, taken once.
#[derive(Clone, Default)]
pub struct Env(BTreeMap<OsString, OsString>);

impl Env {
    /// Returns a variable that is set and not empty.
    #[must_use]
    pub fn get(&self, name: impl AsRef<OsStr>) -> Option<&OsStr> {
        self.0
            .get(name.as_ref())
            .map(OsString::as_os_str)
            .filter(|value| !value.is_empty())
    }

    /// Returns a variable as an absolute path; a relative value is ignored, as the XDG rules ask.
    #[must_use]
    pub fn absolute_path(&self, name: &str) -> Option<PathBuf> {
        self.get(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    }
}

impl FromIterator<(OsString, OsString)> for Env {
    fn from_iter<T: IntoIterator<Item = (OsString, OsString)>>(variables: T) -> Self {
        Self(variables.into_iter().collect())
    }
}

/// Shows how many variables there are; their values may be secret.
impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Env({} variables)", self.0.len())
    }
}

/// The clock.
pub trait Clock: Sync {
    /// Returns the present instant, UTC.
    fn now(&self) -> OffsetDateTime;
    /// Returns the time since some fixed moment. Unlike [`Self::now`] it never runs backwards or
    /// jumps, whatever is done to the machine's clock: waits and limits are measured by it. On Unix
    /// the moment is the same for every process until the machine is started again.
    fn uptime(&self) -> Duration;
    /// Waits.
    fn sleep(&self, duration: Duration);
}

/// A clock that threads share.
pub type SharedClock = Arc<dyn Clock + Send + Sync>;

/// Makes sure that one more thread can be started. Libraries break off where none can.
///
/// # Errors
/// Why none can: mostly the limit of the account's processes.
pub fn room_for_a_thread() -> io::Result<()> {
    let thread = thread::Builder::new().spawn(|| ())?;
    // It does nothing, so it cannot panic.
    let _ = thread.join();
    Ok(())
}

/// A source of random bytes fit for numbers that must never repeat.
pub trait Random: Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// When the operating system gives no randomness; the buffer is then not to be used.
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()>;
}

/// What is known of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard input is one.
    pub stdin: bool,
    /// Standard output is one.
    pub stdout: bool,
    /// Standard error is one.
    pub stderr: bool,
    /// Its width in columns.
    pub columns: Option<u16>,
}

/// Everything a command may touch outside its own values, besides files and the network.
pub struct World<'a> {
    /// The environment.
    pub env: Env,
    /// The clock.
    pub clock: SharedClock,
    /// Randomness.
    pub random: &'a dyn Random,
    /// Standard input.
    pub stdin: &'a mut dyn BufRead,
    /// Results go here, and nothing else does.
    pub stdout: &'a mut dyn Write,
    /// Everything that is not a result goes here.
    pub stderr: &'a mut dyn Write,
    /// What is known of the terminal.
    pub terminal: Terminal,
    /// Throws away what was typed or pasted at the terminal and not read yet.
    pub forget_typed: fn(),
    /// Shows what is typed at the terminal, or hides it. Says whether that could be done.
    pub echo: fn(bool) -> bool,
    /// Signals, and whether a refund may have left.
    pub interrupt: Arc<Interrupt>,
    /// Starts listening for signals. Called by commands that send refunds, and by no others.
    pub listen: fn(&Arc<Interrupt>),
    /// Name of this machine, for the journal.
    pub host: String,
    /// Number of this process, for the journal.
    pub process: u32,
    /// Asks for the account it runs under, for the journal. Called by commands that write in it, and
    /// by no others.
    pub account: fn() -> Account,
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("env", &self.env)
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}
