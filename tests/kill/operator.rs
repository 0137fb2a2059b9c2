//! An operator who finds a refund absent again and again, and orders it sent: the program within
//! this process, with a clock that runs ahead.

use crate::support::{Run, Sandbox, Still};
use std::cell::Cell;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use time::OffsetDateTime;

pub struct Operator<'a> {
    home: &'a Sandbox,
    /// The config without the way around.
    config: String,
    now: Cell<OffsetDateTime>,
}

impl<'a> Operator<'a> {
    /// Goes to the gateway at `url` by a way that hides what time it has there: the program learns
    /// nothing by a clock that is far off the gateway's.
    pub fn new(home: &'a Sandbox, url: &str) -> Self {
        let config = std::fs::read_to_string(home.path(".config/qfrefund/config.toml")).unwrap();
        home.write_config(&config.replace(url, &undated(url)));
        Self {
            home,
            config,
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
        self.home.write_config(&self.config);
    }
}

/// Serves what is served at `url`, without its `Date` headers, for as long as the test runs.
fn undated(url: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let gateway = url.trim_start_matches("http://").to_owned();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let gateway = gateway.clone();
            thread::spawn(move || pass_on(&client, &gateway));
        }
    });
    format!("http://{address}")
}

/// One exchange; a connection that breaks is passed on as one.
fn pass_on(mut client: &TcpStream, gateway: &str) -> io::Result<()> {
    let request = message(client)?;
    let mut gateway = TcpStream::connect(gateway)?;
    gateway.write_all(&request)?;
    client.write_all(&message(&gateway)?)
}

/// Reads one message, which is the last one of its connection, without its date.
fn message(from: &TcpStream) -> io::Result<Vec<u8>> {
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
        if !lower.starts_with("date:") && !lower.starts_with("connection:") {
            message.extend(line.as_bytes());
        }
    }
    let body = message.len();
    message.resize(body + length, 0);
    from.read_exact(&mut message[body..])?;
    Ok(message)
}
