//! One client's connection: reads requests, puts answers on the wire, well or as badly as a fault
//! wants.

use super::delivery::{Delivery, Handled};
use super::http::{self, HEAD_MAX, HttpRequest, HttpResponse, RequestHead};
use super::responder::Responder;
use super::stop::Stop;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long a client may be silent, in the middle of a request or between two.
const SILENCE_MAX: Duration = Duration::from_secs(30);
/// How long a whole request may take from its first byte on.
const REQUEST_MAX: Duration = Duration::from_secs(60);
/// How long an answer may take to be taken.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// Serves a connection until either side ends it.
pub(super) fn serve(stream: &TcpStream, responder: &Responder, stop: &Stop) {
    // A connection that breaks is the client's affair.
    let _ = try_serve(stream, responder, stop);
}

fn try_serve(stream: &TcpStream, responder: &Responder, stop: &Stop) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    stream.set_write_timeout(Some(WRITE_MAX))?;
    while !stop.is_set() {
        let received = match receive(stream)? {
            Received::Request(request) => *request,
            Received::Refused(status) => {
                let response = responder.dated(responder.refuse(status));
                send(stream, &response.head(false, false), &response.body)?;
                linger(stream);
                return Ok(());
            }
            Received::End => return Ok(()),
        };
        let keep_alive = received.head.keep_alive;
        let Handled { response, delivery } = responder.handle(&received, stop);
        let response = responder.dated(response);
        if matches!(delivery, Delivery::Reset) {
            // Closing with a byte unread makes the system send a reset.
            return Ok(());
        }
        finish(stream, received.head.length)?;
        deliver(stream, &response, &delivery, keep_alive, stop)?;
        let stays = matches!(
            delivery,
            Delivery::Whole | Delivery::Chunked | Delivery::Drip(_)
        );
        if !(keep_alive && stays) {
            return Ok(());
        }
    }
    Ok(())
}

enum Received {
    Request(Box<HttpRequest>),
    /// Cannot be served; the HTTP status to say so with.
    Refused(u16),
    /// The client has gone.
    End,
}

/// Reads one request. Its last body byte is only looked at and stays unread (see [`finish`]), so
/// that a reset can still be made of it; without a body there is nothing to leave.
fn receive(mut stream: &TcpStream) -> io::Result<Received> {
    let mut seen = Vec::new();
    let mut chunk = [0; 4096];
    let mut deadline = None;
    let head = loop {
        let count = stream.peek(&mut chunk)?;
        if count == 0 || deadline.is_some_and(|end| Instant::now() > end) {
            return Ok(Received::End);
        }
        deadline = deadline.or_else(|| Instant::now().checked_add(REQUEST_MAX));
        let before = seen.len();
        seen.extend(chunk.iter().take(count));
        let (taken, head) = match http::parse_head(&seen) {
            Ok(Some((length, head))) => (length.saturating_sub(before), Some(head)),
            Ok(None) if seen.len() > HEAD_MAX => return Ok(Received::Refused(431)),
            Ok(None) => (count, None),
            Err(status) => return Ok(Received::Refused(status)),
        };
        if let Some(part) = chunk.get_mut(..taken) {
            stream.read_exact(part)?;
        }
        if let Some(head) = head {
            break head;
        }
    };
    if head.waits {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = read_body(stream, &head, deadline)?;
    Ok(body.map_or(Received::End, |body| {
        Received::Request(Box::new(HttpRequest { head, body }))
    }))
}

fn read_body(
    mut stream: &TcpStream,
    head: &RequestHead,
    deadline: Option<Instant>,
) -> io::Result<Option<Vec<u8>>> {
    let mut body = vec![0; head.length];
    let Some((last, first)) = body.split_last_mut() else {
        return Ok(Some(body));
    };
    let mut rest = first;
    while !rest.is_empty() {
        let count = stream.read(rest)?;
        if count == 0 || deadline.is_some_and(|end| Instant::now() > end) {
            return Ok(None);
        }
        rest = rest.get_mut(count..).unwrap_or_default();
    }
    if stream.peek(std::slice::from_mut(last))? == 0 {
        return Ok(None);
    }
    Ok(Some(body))
}

/// Takes the byte [`receive`] left.
fn finish(mut stream: &TcpStream, length: usize) -> io::Result<()> {
    if length > 0 {
        stream.read_exact(&mut [0])?;
    }
    Ok(())
}

fn deliver(
    stream: &TcpStream,
    response: &HttpResponse,
    delivery: &Delivery,
    keep_alive: bool,
    stop: &Stop,
) -> io::Result<()> {
    match delivery {
        Delivery::Whole => send(stream, &response.head(keep_alive, false), &response.body),
        Delivery::Nothing | Delivery::Reset => Ok(()),
        Delivery::Half => {
            let half = response.body.len() / 2;
            let part = response.body.get(..half).unwrap_or_default();
            send(stream, &response.head(keep_alive, false), part)
        }
        Delivery::Stall => wait_until_gone(stream),
        Delivery::Drip(pause) => drip(stream, response, *pause, keep_alive, stop),
        Delivery::Chunked => send_chunks(stream, response, keep_alive),
    }
}

fn send(mut stream: &TcpStream, head: &[u8], body: &[u8]) -> io::Result<()> {
    stream.write_all(&[head, body].concat())
}

fn send_chunks(
    mut stream: &TcpStream,
    response: &HttpResponse,
    keep_alive: bool,
) -> io::Result<()> {
    let mut text = response.head(keep_alive, true);
    for chunk in response.body.chunks(64) {
        text.extend(format!("{:x}\r\n", chunk.len()).bytes());
        text.extend(chunk);
        text.extend(b"\r\n");
    }
    text.extend(b"0\r\n\r\n");
    stream.write_all(&text)
}

fn drip(
    mut stream: &TcpStream,
    response: &HttpResponse,
    pause: Duration,
    keep_alive: bool,
    stop: &Stop,
) -> io::Result<()> {
    stream.write_all(&response.head(keep_alive, false))?;
    for byte in &response.body {
        if stop.wait(pause) {
            break;
        }
        stream.write_all(&[*byte])?;
    }
    Ok(())
}

/// Waits until the client leaves; stopping the server shuts the stream down, which ends it too.
fn wait_until_gone(mut stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(None)?;
    let mut sink = [0; 4096];
    while stream.read(&mut sink)? > 0 {}
    Ok(())
}

/// Lets the client read a refusal: closing with bytes unread would reset the connection under it.
fn linger(mut stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
    let mut sink = [0; 4096];
    for _ in 0..64 {
        if !matches!(stream.read(&mut sink), Ok(count) if count > 0) {
            return;
        }
    }
}
