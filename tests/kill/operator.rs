//! An operator who finds a refund absent again and again, and orders it sent: the program within
//! this process, with a clock that may run ahead.

use crate::support::Sandbox;
use qfrefund::app;
use qfrefund::exit::Exit;
use qfrefund::interrupt::Interrupt;
use qfrefund::world::{Clock, Env, Random, Terminal, World};
use std::cell::Cell;
use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;

/// A clock that stands still but for what was slept.
struct Still(OffsetDateTime, Mutex<Duration>);

impl Clock for Still {
    fn now(&self) -> OffsetDateTime {
        self.0
    }

    fn uptime(&self) -> Duration {
        *self.1.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) {
        *self.1.lock().unwrap() += duration;
    }
}

/// Randomness for names of files only: the refund has its number already.
struct Counting;

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
        buffer.fill(7);
        Ok(())
    }
}

pub struct Operator<'a> {
    home: &'a Sandbox,
    now: Cell<OffsetDateTime>,
}

impl<'a> Operator<'a> {
    pub fn new(home: &'a Sandbox) -> Self {
        Self {
            home,
            now: Cell::new(OffsetDateTime::now_utc()),
        }
    }

    /// Looks until absence has lasted, then has the same request sent again.
    pub fn order_after_lasting_absence(&self, number: &str) {
        // Looks during the gateway's nightly pause, 70 minutes long, do not count: enough of these
        // lie outside it at whatever hour the test runs.
        for _ in 0..8 {
            self.now.set(self.now.get() + time::Duration::minutes(20));
            let (exit, said) = self.run(&["resolve", number]);
            assert_eq!(exit, Exit::Unknown, "{number}: {said}");
        }
        let (exit, said) = self.run(&["resolve", "--resend", number, "--yes"]);
        assert_eq!(exit, Exit::Success, "{number}: {said}");
    }

    fn run(&self, arguments: &[&str]) -> (Exit, String) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let home = (OsString::from("HOME"), self.home.home.path().into());
        let world = World {
            env: [home].into_iter().collect::<Env>(),
            clock: Arc::new(Still(self.now.get(), Mutex::default())),
            random: &Counting,
            stdin: &mut io::empty(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            terminal: Terminal::default(),
            interrupt: Arc::new(Interrupt::default()),
            listen: |_| {},
            host: "here".to_owned(),
            process: 1,
        };
        let program = std::iter::once("qfrefund").chain(arguments.iter().copied());
        let more = ["--profile", "stub", "--output", "json"];
        let exit = app::run(program.chain(more).map(OsString::from), world);
        let said = [stdout, stderr].concat();
        (exit, String::from_utf8_lossy(&said).into_owned())
    }
}
