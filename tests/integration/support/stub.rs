//! A scripted server: it counts what arrives and does with each connection what it is told.

use super::sandbox::{KEY, PAYMENT};
use qfrefund::gateway::{
    codes::{self, Standing},
    form,
    signature::{SignType, sign_body},
};
use secrecy::SecretString;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One complete request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub head: String,
    pub body: String,
}

impl Arrival {
    pub fn parameter(&self, name: &str) -> Option<String> {
        form::decode(self.body.as_bytes())?
            .into_iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    }
}

type Custom = Box<dyn FnOnce(&mut dyn Write, &Arrival) + Send>;

/// What to do with one connection.
pub enum Act {
    /// Close without reading.
    CloseAtOnce,
    /// Read the request whole, then close.
    CloseAfterReading,
    /// Read the request whole, then send these bytes and close.
    Send(Vec<u8>),
    /// Read the request whole, then do something special.
    Custom(Custom),
}

/// A server on a free loopback port.
pub struct Stub {
    pub address: SocketAddr,
    arrivals: Arc<Mutex<Vec<Arrival>>>,
    connections: Arc<Mutex<usize>>,
}

impl Stub {
    /// Serves the acts in order, one connection each; further connections are closed at once.
    pub fn start(acts: Vec<Act>) -> Self {
        Self::with(acts, |stream| Box::new(stream))
    }

    /// The same behind a wrapper around each connection, for TLS.
    pub fn with(
        acts: Vec<Act>,
        wrap: impl Fn(TcpStream) -> Box<dyn ReadWrite> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let arrivals = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let (seen, count) = (Arc::clone(&arrivals), Arc::clone(&connections));
        thread::spawn(move || {
            let mut acts = acts.into_iter();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                *count.lock().unwrap() += 1;
                let Some(act) = acts.next() else { continue };
                stream
                    .set_read_timeout(Some(Duration::from_secs(20)))
                    .unwrap();
                if matches!(act, Act::CloseAtOnce) {
                    continue;
                }
                let mut stream = wrap(stream);
                let seen = Arc::clone(&seen);
                thread::spawn(move || serve(&mut *stream, act, &seen));
            }
        });
        Self {
            address,
            arrivals,
            connections,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every complete request so far.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.arrivals.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

pub trait ReadWrite: Read + Write + Send {}
impl<T: Read + Write + Send> ReadWrite for T {}

fn serve(stream: &mut dyn ReadWrite, act: Act, seen: &Mutex<Vec<Arrival>>) {
    let Some(arrival) = read_request(stream) else {
        return;
    };
    seen.lock().unwrap().push(arrival.clone());
    match act {
        Act::CloseAtOnce | Act::CloseAfterReading => {}
        Act::Send(bytes) => {
            let _ = stream.write_all(&bytes);
            let _ = stream.flush();
        }
        Act::Custom(custom) => custom(stream as &mut dyn Write, &arrival),
    }
}

fn read_request(stream: &mut dyn ReadWrite) -> Option<Arrival> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")
                        .map(str::to_owned)
                })
                .map_or(0, |text| text.parse().unwrap());
            let body = &bytes[end + 4..];
            if body.len() >= length {
                assert_eq!(body.len(), length, "bytes after the body");
                return Some(Arrival {
                    head,
                    body: String::from_utf8(body.to_vec()).unwrap(),
                });
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// An HTTP 200 with a signed JSON body.
pub fn json_reply(body: &str) -> Vec<u8> {
    let signature = sign_body(body.as_bytes(), &SecretString::from(KEY), SignType::Md5);
    http_reply(
        "200 OK",
        &format!("Content-Type: application/json; charset=UTF-8\r\nX-QF-SIGN: {signature}\r\n"),
        body.as_bytes(),
    )
}

/// Any HTTP reply with a length.
pub fn http_reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The body of a reply with this code that agrees with the test refund in everything else.
///
/// A refund that was refused has no number.
pub fn agreeing_body(respcd: &str, arrival: &Arrival) -> String {
    let syssn = match codes::find(respcd).standing {
        Standing::Refused => "null",
        _ => r#""20260105000300020061652643""#,
    };
    format!(
        r#"{{"respcd": "{respcd}", "resperr": "text", "respmsg": "", "syssn": {syssn}, "orig_syssn": "{PAYMENT}", "txamt": "1250", "txcurrcd": "HKD", "out_trade_no": "{}", "sysdtm": "{}"}}"#,
        arrival.parameter("out_trade_no").unwrap(),
        // Its clock is the client's.
        arrival.parameter("txdtm").unwrap()
    )
}

/// Answers with this code, agreeing in everything else.
pub fn agree(respcd: &'static str) -> Act {
    Act::Custom(Box::new(move |stream, arrival| {
        let _ = stream.write_all(&json_reply(&agreeing_body(respcd, arrival)));
    }))
}
