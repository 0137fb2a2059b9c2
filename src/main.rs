//! The `qfrefund` program: takes the real world in hand and gives it to [`qfrefund::app::run`].

use qfrefund::app;
use qfrefund::exit::Exit;
use qfrefund::world::{Clock, Random, Terminal, World};
use rand::TryRng;
use rand::rngs::SysRng;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use time::OffsetDateTime;

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
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
    let perhaps_sent = Arc::new(AtomicBool::new(false));
    let sent = Arc::clone(&perhaps_sent);
    let exit = catch_unwind(AssertUnwindSafe(|| run(sent))).unwrap_or_else(|_| {
        if perhaps_sent.load(Ordering::SeqCst) {
            Exit::Unknown
        } else {
            Exit::Internal
        }
    });
    ExitCode::from(exit.code())
}

fn run(perhaps_sent: Arc<AtomicBool>) -> Exit {
    let terminal = Terminal {
        stdin: io::stdin().is_terminal(),
        stdout: io::stdout().is_terminal(),
        stderr: io::stderr().is_terminal(),
        columns: terminal_size::terminal_size().map(|(width, _)| width.0),
    };
    let world = World {
        env: std::env::vars_os().collect(),
        clock: Arc::new(SystemClock),
        random: &SystemRandom,
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::stdout().lock(),
        stderr: &mut io::stderr(),
        terminal,
        perhaps_sent,
    };
    app::run(std::env::args_os(), world)
}
