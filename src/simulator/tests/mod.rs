//! Tests that talk to a started server over TCP, and what they share.

mod faults;
mod guides;
mod ledger;
mod queries;
mod rules;
mod wire;

use super::*;
use crate::gateway::form;
use crate::gateway::signature::{self, SignType};
use crate::refund::hong_kong;
use crate::world::Clock;
use secrecy::SecretString;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;

/// The README's payment: HKD 5,000.00, AlipayHK.
const PAYMENT: &str = "20260105000200020000000001";
/// Noon in Hong Kong.
const NOON: OffsetDateTime = datetime!(2026-03-10 12:00:00.500 +8);

/// A clock that is set by hand.
struct HandClock(Mutex<OffsetDateTime>);

impl HandClock {
    fn at(instant: OffsetDateTime) -> Arc<Self> {
        Arc::new(Self(Mutex::new(instant)))
    }

    fn set(&self, instant: OffsetDateTime) {
        *self.0.lock().unwrap() = instant;
    }
}

impl Clock for HandClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) {}
}

/// A simulator with a ledger of its own.
struct Rig {
    folder: TempDir,
    clock: Arc<HandClock>,
    server: Server,
    events: Arc<Mutex<Vec<RequestEvent>>>,
}

impl Rig {
    fn new() -> Self {
        Self::with(|_, _| {})
    }

    /// Starts with a faults file.
    fn faulty(faults: &str) -> Self {
        Self::with(|options, folder| {
            let path = folder.join("faults.toml");
            std::fs::write(&path, faults).unwrap();
            options.faults = Some(path);
        })
    }

    fn with(change: impl FnOnce(&mut SimulatorOptions, PathBuf)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = HandClock::at(NOON);
        let events: Arc<Mutex<Vec<RequestEvent>>> = Arc::default();
        let mut options =
            SimulatorOptions::new(folder.path().join("state/ledger.jsonl"), clock.clone());
        let heard = Arc::clone(&events);
        options.on_event = Some(Box::new(move |event| {
            heard.lock().unwrap().push(event.clone());
        }));
        change(&mut options, folder.path().to_owned());
        let server = Server::start(options).unwrap();
        Self {
            folder,
            clock,
            server,
            events,
        }
    }

    fn state_path(&self) -> PathBuf {
        self.folder.path().join("state/ledger.jsonl")
    }

    fn executed(&self) -> Vec<ExecutedRefund> {
        let state = SimulatorState::read(&self.state_path(), self.clock.now());
        state.unwrap().refunds
    }

    /// Refunds part of the README's payment.
    fn refund(&self, out_trade_no: &str, txamt: &str) -> Reply {
        self.refund_of(PAYMENT, out_trade_no, txamt)
    }

    fn refund_of(&self, syssn: &str, out_trade_no: &str, txamt: &str) -> Reply {
        self.post(
            "/trade/v1/refund",
            &[
                ("syssn", syssn),
                ("out_trade_no", out_trade_no),
                ("txamt", txamt),
                ("txdtm", "2026-03-10 12:00:00"),
            ],
        )
    }

    fn query(&self, pairs: &[(&str, &str)]) -> Reply {
        self.post("/trade/v1/query", pairs)
    }

    fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        Reply::parse(&exchange(self.server.address(), &signed(path, pairs)))
    }
}

/// Writes a request as a careful client does.
fn signed(path: &str, pairs: &[(&str, &str)]) -> Vec<u8> {
    let pairs = owned(pairs);
    let body = form::encode(&pairs);
    let signature = sign(&pairs, SignType::Md5);
    request(path, &format!("X-QF-SIGN: {signature}\r\n"), &body)
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn sign(pairs: &[(String, String)], sign_type: SignType) -> String {
    signature::sign(pairs, &SecretString::from(CLIENT_KEY), sign_type)
}

fn request(path: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nX-QF-APPCODE: {APP_CODE}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Sends bytes and returns everything that comes back until the connection ends.
fn exchange(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(address);
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// One HTTP answer.
#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self {
            status,
            head,
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {:?}", String::from_utf8_lossy(&self.body)))
    }

    fn get(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or("(none)").to_owned()
    }

    fn respcd(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.head);
        self.get("respcd")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The rows of an enquiry, each as `order_type out_trade_no respcd cancel`.
    fn rows(&self) -> Vec<String> {
        assert_eq!(self.respcd(), "0000");
        let json = self.json();
        let rows = json["data"].as_array().unwrap();
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        rows.iter()
            .map(|row| {
                ["order_type", "out_trade_no", "respcd", "cancel"]
                    .map(|n| text(row, n))
                    .join(" ")
            })
            .collect()
    }

    fn is_genuine(&self, sign_type: SignType) -> bool {
        signature::reply_is_genuine(
            &self.body,
            self.header("X-QF-SIGN").unwrap_or_default(),
            self.header("X-QF-SIGNTYPE"),
            sign_type,
            &SecretString::from(CLIENT_KEY),
        )
    }
}
