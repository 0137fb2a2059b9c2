//! The whole program within this process, in a world of the test's own.

use super::sandbox::{Run, Sandbox};
use qfrefund::app;
use qfrefund::interrupt::Interrupt;
use qfrefund::simulator::{Server, SimulatorOptions};
use qfrefund::world::{Account, Clock, Env, Random, SharedClock, Terminal, World};
use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use time::OffsetDateTime;

/// A clock that only waiting moves, and the test.
pub struct Still {
    start: OffsetDateTime,
    passed: Mutex<Duration>,
}

impl Still {
    pub fn at(start: OffsetDateTime) -> Arc<Self> {
        Arc::new(Self {
            start,
            passed: Mutex::default(),
        })
    }
}

impl Clock for Still {
    fn now(&self) -> OffsetDateTime {
        self.start + self.uptime()
    }

    fn uptime(&self) -> Duration {
        *self.passed.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) {
        *self.passed.lock().unwrap() += duration;
    }
}

/// A clock that the test sets. Waiting moves it, too.
pub struct Settable(Mutex<(OffsetDateTime, Duration)>);

impl Settable {
    pub fn at(now: OffsetDateTime) -> Arc<Self> {
        Arc::new(Self(Mutex::new((now, Duration::ZERO))))
    }

    pub fn set(&self, now: OffsetDateTime) {
        self.0.lock().unwrap().0 = now;
    }
}

impl Clock for Settable {
    fn now(&self) -> OffsetDateTime {
        self.0.lock().unwrap().0
    }

    fn uptime(&self) -> Duration {
        self.0.lock().unwrap().1
    }

    fn sleep(&self, duration: Duration) {
        let mut both = self.0.lock().unwrap();
        both.0 += duration;
        both.1 += duration;
    }
}

/// Starts a gateway that plays these faults, at the time of this clock.
pub fn serve(home: &Sandbox, clock: &Arc<Settable>, faults: &str) -> Server {
    std::fs::write(home.path("faults.toml"), faults).unwrap();
    let mut options = SimulatorOptions::new(home.path("gateway.jsonl"), clock.clone());
    options.faults = Some(home.path("faults.toml"));
    Server::start(options).unwrap()
}

/// Bytes that count: never the same twice in one sandbox, and the same in every run of a test.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) -> io::Result<()> {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        buffer.fill(0);
        buffer[..8].copy_from_slice(&count.to_le_bytes());
        Ok(())
    }
}

/// What is typed. At a terminal each line shows where it is read, after the question.
struct Keyboard {
    typed: Cursor<String>,
    screen: Option<Screen>,
    /// How long a person thinks before each line.
    thinks: Duration,
    clock: SharedClock,
}

impl Read for Keyboard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.clock.sleep(self.thinks);
        let mut line = Vec::new();
        (&mut self.typed)
            .take(buffer.len().try_into().unwrap())
            .read_until(b'\n', &mut line)?;
        buffer[..line.len()].copy_from_slice(&line);
        if let Some(screen) = &mut self.screen {
            screen.write_all(&line)?;
        }
        Ok(line.len())
    }
}

/// A stream that the program and the keyboard write to.
#[derive(Clone, Default)]
struct Screen(Rc<RefCell<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One run of the program that is being prepared: in this home, at this time; nobody to ask and no
/// terminal unless the test gives them.
pub struct Program<'a> {
    home: &'a Sandbox,
    clock: SharedClock,
    env: Vec<(OsString, OsString)>,
    terminal: Terminal,
    typed: String,
    thinks: Duration,
}

impl<'a> Program<'a> {
    pub fn new(home: &'a Sandbox, clock: SharedClock) -> Self {
        Self {
            home,
            clock,
            env: vec![("HOME".into(), home.home.path().into())],
            terminal: Terminal::default(),
            typed: String::new(),
            thinks: Duration::ZERO,
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// All three streams are a terminal of so many columns.
    pub fn on_terminal(mut self, columns: u16) -> Self {
        self.terminal = Terminal {
            stdin: true,
            stdout: true,
            stderr: true,
            columns: Some(columns),
        };
        self
    }

    /// What stands on standard input.
    pub fn typing(mut self, text: &str) -> Self {
        self.typed = text.to_owned();
        self
    }

    /// How long each line is waited for.
    pub fn thinking(mut self, time: Duration) -> Self {
        self.thinks = time;
        self
    }

    pub fn run(self, arguments: &[&str]) -> Run {
        let (mut stdout, screen) = (Vec::new(), Screen::default());
        let keyboard = Keyboard {
            typed: Cursor::new(self.typed),
            screen: self.terminal.stdin.then(|| screen.clone()),
            thinks: self.thinks,
            clock: Arc::clone(&self.clock),
        };
        let world = World {
            env: self.env.into_iter().collect::<Env>(),
            clock: self.clock,
            random: &self.home.random,
            stdin: &mut BufReader::new(keyboard),
            stdout: &mut stdout,
            stderr: &mut screen.clone(),
            terminal: self.terminal,
            forget_typed: || {},
            echo: |_| true,
            interrupt: Arc::new(Interrupt::default()),
            listen: |_| {},
            host: "here".to_owned(),
            process: 1,
            account: Account::default,
        };
        let program = std::iter::once("qfrefund").chain(arguments.iter().copied());
        let exit = app::run(program.map(OsString::from), world);
        Run {
            code: exit.code().into(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(screen.0.take()).unwrap(),
        }
    }
}
