//! The `qfrefund` program: takes the real world in hand and gives it to [`qfrefund::app::run`].

use qfrefund::app;
use qfrefund::exit::Exit;
use qfrefund::interrupt::Interrupt;
use qfrefund::world::{Account, Clock, Random, Terminal, World};
use rand::TryRng;
use rand::rngs::SysRng;
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
#[cfg(unix)]
use signal_hook::iterator::Signals;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;
#[cfg(unix)]
use std::sync::{Mutex, PoisonError, atomic::AtomicBool, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use time::OffsetDateTime;

struct SystemClock {
    begun: Instant,
    before: Duration,
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn uptime(&self) -> Duration {
        self.before.saturating_add(self.begun.elapsed())
    }

    fn sleep(&self, duration: Duration) {
        thread::sleep(duration);
    }
}

/// Since when the machine runs, so that its processes can compare; where it does not say so, the time of day.
fn up_for() -> Duration {
    let told = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    // `12345.67 ...`, with hundredths.
    let first = told.split_whitespace().next().unwrap_or_default();
    let told = first.split_once('.').and_then(|(seconds, hundredths)| {
        let millis = hundredths.parse::<u64>().ok()?.checked_mul(10)?;
        Some(
            Duration::from_secs(seconds.parse().ok()?)
                .saturating_add(Duration::from_millis(millis)),
        )
    });
    let day = || OffsetDateTime::now_utc().unix_timestamp();
    told.unwrap_or_else(|| Duration::from_secs(u64::try_from(day()).unwrap_or_default()))
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
    outlive_full_files();
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
            before: up_for(),
        }),
        random: &SystemRandom,
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::stdout(),
        stderr: &mut io::stderr(),
        terminal,
        forget_typed,
        echo,
        interrupt,
        listen: listen_for_signals,
        host: gethostname::gethostname().to_string_lossy().into_owned(),
        process: std::process::id(),
        account,
    };
    app::run(std::env::args_os(), world)
}

/// A terminal gives one line at a time, so what is not read yet is still with the system and not in
/// the buffer of standard input.
fn forget_typed() {
    #[cfg(unix)]
    {
        // Off a terminal nobody is asked.
        let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
    }
}

/// How the terminal was before what is typed was hidden.
#[cfg(unix)]
static SHOWN: Mutex<Option<rustix::termios::Termios>> = Mutex::new(None);

/// Hides what is typed, or puts the terminal back to what it was.
#[cfg(unix)]
fn echo(shown: bool) -> bool {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let mut before = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let set = |modes: &_| tcsetattr(io::stdin(), OptionalActions::Now, modes).is_ok();
    if shown {
        return before.take().is_none_or(|modes| set(&modes));
    }
    let Ok(mut modes) = tcgetattr(io::stdin()) else {
        return false;
    };
    let kept = before.get_or_insert_with(|| modes.clone());
    modes.local_modes = kept.local_modes & !LocalModes::ECHO;
    set(&modes)
}

/// It cannot be hidden there.
#[cfg(not(unix))]
fn echo(shown: bool) -> bool {
    shown
}

/// A file size limit (`ulimit -f`) sends a signal that ends the process by default, perhaps between a
/// claim and its record. With a handler the write fails instead, as on a full disk. Rust itself
/// ignores SIGPIPE.
fn outlive_full_files() {
    #[cfg(unix)]
    {
        let unread = Arc::new(AtomicBool::new(false));
        // Without it the process ends as it would have, which the journal survives.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, unread);
    }
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
/// the rest. Without it a signal ends the process at once, which the journal survives as well.
#[cfg(unix)]
fn listen_for_signals(interrupt: &Arc<Interrupt>) {
    let interrupt = Arc::clone(interrupt);
    let (ready, is_ready) = mpsc::channel();
    // The handlers come second: where no thread starts, nobody would answer what they take.
    let thread = thread::Builder::new().spawn(move || {
        if let Ok(mut signals) = Signals::new(wanted()) {
            let _ = ready.send(());
            for _ in signals.forever() {
                answer(&interrupt);
            }
        }
    });
    if thread.is_ok() {
        let _ = is_ready.recv();
    }
}

#[cfg(not(unix))]
fn listen_for_signals(interrupt: &Arc<Interrupt>) {
    let interrupt = Arc::clone(interrupt);
    let _ = ctrlc::set_handler(move || answer(&interrupt));
}

/// Returns the signals that mean something to us: those that were ignored at the start stay ignored,
/// as `nohup` and the background jobs of a script want it.
#[cfg(unix)]
fn wanted() -> Vec<i32> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let is_wanted = |signal: &i32| match mask {
        Some(mask) => {
            let place = u32::try_from(*signal).ok().and_then(|s| s.checked_sub(1));
            let bit = place.and_then(|place| 1_u64.checked_shl(place));
            mask & bit.unwrap_or(0) == 0
        }
        // Where the system does not say, a hangup is left to what it was: ignored, or the end.
        None => *signal != SIGHUP,
    };
    [SIGINT, SIGTERM, SIGHUP]
        .into_iter()
        .filter(is_wanted)
        .collect()
}

/// Answers one signal.
fn answer(interrupt: &Interrupt) {
    let advice = interrupt.press();
    let exit = advice.exit();
    let last = exit.and_then(|_| interrupt.last_words());
    // A result that is shown on the same terminal says it, too.
    let is_shown = last.is_some() && io::stdout().is_terminal() && io::stderr().is_terminal();
    let words = match is_shown {
        true => "\n".to_owned(),
        false => format!("\n{}\n", advice.in_words()),
    };
    // With the streams gone there is nobody left to tell.
    let _ = io::stderr().write_all(words.as_bytes());
    if let Some(exit) = exit {
        // It may come while a client key is typed.
        echo(true);
        if let Some(words) = last {
            let mut stdout = io::stdout();
            let _ = stdout
                .write_all(words.as_bytes())
                .and_then(|()| stdout.flush());
        }
        end(exit);
    }
}

#[allow(
    clippy::exit,
    reason = "the main thread waits for the gateway and cannot be woken"
)]
fn end(exit: Exit) {
    std::process::exit(exit.code().into());
}
