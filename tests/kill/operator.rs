//! An operator who finds a refund absent again and again, and orders it sent: the program within
//! this process, with a clock that runs ahead.

use crate::support::{Run, Sandbox, Still};
use std::cell::Cell;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use time::OffsetDateTime;

pub struct Operator<'a> {
    home: &'a Sandbox,
    relay: &'a Relay,
    now: Cell<OffsetDateTime>,
}

impl<'a> Operator<'a> {
    /// While it is at work the relay hides what time the gateway has: the program learns nothing by a
    /// clock that is far off the gateway's.
    pub fn new(home: &'a Sandbox, relay: &'a Relay) -> Self {
        relay.hides.store(true, Ordering::SeqCst);
        Self {
            home,
            relay,
            now: Cell::new(OffsetDateTime::now_utc()),
        }
    }

    /// Looks until absence has lasted, then has the same request sent again.
    pub fn order_after_lasting_absence(&self, number: &str) {
        // Looks during the gateway's nightly pause, 70 minutes long, do not count: enough of these
        // lie outside it at whatever hour the test runs.
        for _ in 0..8 {
            self.now.set(self.now.get() + time::Duration::minutes(20));
            let looked = self.run(&["resolve", number]);
            assert_eq!(looked.code, 6, "{number}: {looked:?}");
        }
        let sent = self.run(&["resolve", "--resend", number, "--yes"]);
        assert_eq!(sent.code, 0, "{number}: {sent:?}");
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let more = ["--profile", "stub", "--output", "json"];
        let program = self.home.program(Still::at(self.now.get()));
        program.run(&[arguments, &more].concat())
    }
}

impl Drop for Operator<'_> {
    fn drop(&mut self) {
        self.relay.hides.store(false, Ordering::SeqCst);
    }
}

/// The one address of a gateway: it passes on what comes, and can leave out the `Date` headers. Looks at
/// another address than the one that was sent to would count for nothing.
pub struct Relay {
    pub url: String,
    hides: Arc<AtomicBool>,
}

impl Relay {
    /// Serves what is served at `url`, for as long as the test runs.
    pub fn start(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let gateway = url.trim_start_matches("http://").to_owned();
        let hides = Arc::new(AtomicBool::new(false));
        let hidden = Arc::clone(&hides);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (gateway, hidden) = (gateway.clone(), Arc::clone(&hidden));
                thread::spawn(move || pass_on(&client, &gateway, &hidden));
            }
        });
        Self {
            url: format!("http://{address}"),
            hides,
        }
    }
}

/// One exchange; a connection that breaks is passed on as one.
fn pass_on(mut client: &TcpStream, gateway: &str, hides: &AtomicBool) -> io::Result<()> {
    let request = message(client, false)?;
    let mut gateway = TcpStream::connect(gateway)?;
    gateway.write_all(&request)?;
    client.write_all(&message(&gateway, hides.load(Ordering::SeqCst))?)
}

/// Reads one message, which is the last one of its connection, perhaps without its date.
fn message(from: &TcpStream, undated: bool) -> io::Result<Vec<u8>> {
    let mut from = BufReader::new(from);
    let (mut message, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line == "\r\n" {
            message.extend(b"Connection: close\r\n\r\n");
            break;
        }
        let is_hidden = undated && lower.starts_with("date:");
        if !is_hidden && !lower.starts_with("connection:") {
            message.extend(line.as_bytes());
        }
    }
    let body = message.len();
    message.resize(body + length, 0);
    from.read_exact(&mut message[body..])?;
    Ok(message)
}
