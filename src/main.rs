//! The `qfrefund` program: takes the real world in hand and gives it to [`qfrefund::app::run`].

use qfrefund::app;
use qfrefund::exit::Exit;
use qfrefund::interrupt::Interrupt;
use qfrefund::world::{Account, Clock, Random, Terminal, World};
use rand::TryRng;
use rand::rngs::SysRng;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use time::OffsetDateTime;

struct SystemClock {
    begun: Instant,
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn uptime(&self) -> Duration {
        self.begun.elapsed()
    }

    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
        SysRng
            .try_fill_bytes(buffer)
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

fn main() -> ExitCode {
    shield();
    let interrupt = Arc::new(Interrupt::default());
    let given = Arc::clone(&interrupt);
    let exit = catch_unwind(AssertUnwindSafe(|| run(given))).unwrap_or_else(|_| {
        if interrupt.perhaps_sent() {
            Exit::Unknown
        } else {
            Exit::Internal
        }
    });
    ExitCode::from(exit.code())
}

/// Keeps this process's memory to itself, before a client key can be in it: no core dump is
/// written, and no other process of this account may look into it. Where the system refuses that,
/// the refund matters more.
fn shield() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

fn run(interrupt: Arc<Interrupt>) -> Exit {
    let terminal = Terminal {
        stdin: io::stdin().is_terminal(),
        stdout: io::stdout().is_terminal(),
        stderr: io::stderr().is_terminal(),
        columns: terminal_size::terminal_size().map(|(width, _)| width.0),
    };
    let world = World {
        env: std::env::vars_os().collect(),
        clock: Arc::new(SystemClock {
            begun: Instant::now(),
        }),
        random: &SystemRandom,
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::stdout().lock(),
        stderr: &mut io::stderr(),
        terminal,
        interrupt,
        listen: listen_for_signals,
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        process: std::process::id(),
        account,
    };
    app::run(std::env::args_os(), world)
}

/// Asks the system, not the environment.
#[cfg(unix)]
fn account() -> Account {
    Account {
        uid: Some(rustix::process::getuid().as_raw()),
        // Without the list the number is all there is.
        list: std::fs::read("/etc/passwd").unwrap_or_default(),
    }
}

/// Accounts have no number there.
#[cfg(not(unix))]
fn account() -> Account {
    Account::default()
}

/// Signals are answered on a thread of their own, which may end the process: the journal knows
/// the rest.
fn listen_for_signals(interrupt: &Arc<Interrupt>) {
    let interrupt = Arc::clone(interrupt);
    // Without a handler a signal ends the process at once, which the journal survives as well.
    let _ = ctrlc::set_handler(move || {
        let advice = interrupt.press();
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(io::stderr(), "\n{}", advice.in_words());
        if let Some(exit) = advice.exit() {
            end(exit);
        }
    });
}

#[allow(
    clippy::exit,
    reason = "the main thread waits for the gateway and cannot be woken"
)]
fn end(exit: Exit) {
    std::process::exit(exit.code().into());
}
