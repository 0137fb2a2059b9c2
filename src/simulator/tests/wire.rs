//! HTTP itself: framing, limits, and a server that stops when told.

use super::*;
use std::time::Instant;

fn status(rig: &Rig, bytes: &[u8]) -> u16 {
    Reply::parse(&exchange(rig.server.address(), bytes)).status
}

#[test]
fn what_is_no_clear_request_is_refused() {
    let rig = Rig::new();
    let post = |headers: &str| format!("POST /trade/v1/refund HTTP/1.1\r\n{headers}\r\n");
    for (bytes, wanted) in [
        (post("Transfer-Encoding: chunked\r\n"), 501),
        (post("Content-Length: 1\r\nContent-Length: 1\r\n"), 400),
        (post("Content-Length: 1, 1\r\n"), 400),
        (post("Content-Length: +1\r\n"), 400),
        (post("Content-Length: 65537\r\n"), 413),
        (post("Content-Length: 99999999999999999999999\r\n"), 413),
        (post("Expect: tea\r\n"), 417),
        (post(&format!("X: {}\r\n", "x".repeat(17_000))), 431),
        (post(&"X: y\r\n".repeat(65)), 431),
        ("nonsense\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/3.0\r\n\r\n".to_owned(), 505),
    ] {
        let short: String = bytes.chars().take(80).collect();
        assert_eq!(status(&rig, bytes.as_bytes()), wanted, "{short}");
    }
    let close = "Connection: close\r\n\r\n";
    for (line, wanted) in [
        ("GET /trade/v1/refund HTTP/1.1", 405),
        ("PUT /trade/v1/query HTTP/1.1", 405),
        ("POST /trade/v1/close HTTP/1.1", 404),
        ("POST /trade/v1/refund/ HTTP/1.1", 404),
        ("GET / HTTP/1.1", 404),
    ] {
        assert_eq!(
            status(&rig, format!("{line}\r\n{close}").as_bytes()),
            wanted
        );
    }
}

#[test]
fn a_connection_serves_many_requests_however_they_are_cut() {
    let rig = Rig::new();
    let mut stream = connect(rig.server.address());
    for number in 1..=3 {
        let one = signed("/trade/v1/query", &[("syssn", PAYMENT)]);
        let text = String::from_utf8(one).unwrap();
        let text = text.replace("Connection: close\r\n", "");
        for part in text.as_bytes().chunks(if number == 2 { 7 } else { 4096 }) {
            stream.write_all(part).unwrap();
        }
        let mut answer = Vec::new();
        while !answer.ends_with(b"\"page_size\": 10}") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        let reply = Reply::parse(&answer);
        assert_eq!(reply.rows().len(), 1);
        assert_eq!(reply.header("Connection"), Some("keep-alive"));
    }
    // Two at once, the second asks to close.
    let last = signed("/trade/v1/query", &[("syssn", PAYMENT)]);
    let first = String::from_utf8(last.clone())
        .unwrap()
        .replace("Connection: close\r\n", "");
    stream
        .write_all(&[first.as_bytes(), &last].concat())
        .unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    let rest = String::from_utf8(rest).unwrap();
    assert_eq!(rest.matches("HTTP/1.1 200 OK").count(), 2);
}

#[test]
fn http_1_0_is_closed_unless_it_asks() {
    let rig = Rig::new();
    let old = "POST /trade/v1/refund HTTP/1.0\r\nContent-Length: 0\r\n";
    let reply = Reply::parse(&exchange(
        rig.server.address(),
        format!("{old}\r\n").as_bytes(),
    ));
    assert_eq!(reply.header("Connection"), Some("close"));
    assert_eq!(reply.respcd(), "1108");
}

#[test]
fn only_loopback_unless_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let options = || {
        let mut options = SimulatorOptions::new(folder.path().join("ledger"), HandClock::at(NOON));
        options.listen = "0.0.0.0:0".parse().unwrap();
        options
    };
    let error = Server::start(options()).unwrap_err();
    assert!(matches!(error, SimulatorError::NotLoopback(_)), "{error}");
    let mut allowed = options();
    allowed.allow_remote = true;
    let server = Server::start(allowed).unwrap();
    let taken = {
        let mut options = options();
        options.listen = SocketAddr::from(([127, 0, 0, 1], server.address().port()));
        Server::start(options).unwrap_err()
    };
    assert!(taken.to_string().contains("choose another port"), "{taken}");
}

#[test]
fn stopping_is_prompt_whatever_clients_do() {
    let rig = Rig::faulty(
        "[[fault]]\non = \"refund\"\ndo = \"stall\"\ntimes = 1\n[[fault]]\non = \"refund\"\ndo = \"delay\"\ndelay = \"1m\"\nskip = 1\n",
    );
    let address = rig.server.address();
    let refund = |number| {
        signed(
            "/trade/v1/refund",
            &[
                ("syssn", PAYMENT),
                ("out_trade_no", number),
                ("txamt", "100"),
                ("txdtm", "2026-03-10 12:00:00"),
            ],
        )
    };
    let mut stalled = connect(address);
    stalled.write_all(&refund("R-1")).unwrap();
    while rig.executed().is_empty() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut delayed = connect(address);
    delayed.write_all(&refund("R-2")).unwrap();
    let idle = connect(address);
    let mut half = connect(address);
    half.write_all(b"POST /trade").unwrap();
    std::thread::sleep(Duration::from_millis(20));
    let Rig { mut server, .. } = rig;
    let start = Instant::now();
    server.stop();
    server.stop();
    let took = start.elapsed();
    assert!(took < Duration::from_millis(500), "{took:?}");
    assert!(TcpStream::connect(address).is_err());
    drop((stalled, delayed, idle, half));
}

#[test]
fn starting_and_stopping_costs_next_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    for _ in 0..50 {
        let clock = HandClock::at(NOON);
        let server =
            Server::start(SimulatorOptions::new(folder.path().join("ledger"), clock)).unwrap();
        assert_ne!(server.address().port(), 0);
    }
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn more_clients_than_places_are_served_in_the_end() {
    let rig = Rig::new();
    let address = rig.server.address();
    let idle: Vec<TcpStream> = (0..server::CONNECTIONS_MAX)
        .map(|_| connect(address))
        .collect();
    let late = std::thread::spawn(move || {
        let bytes = exchange(address, &signed("/trade/v1/query", &[("syssn", PAYMENT)]));
        Reply::parse(&bytes).rows().len()
    });
    std::thread::sleep(Duration::from_millis(50));
    assert!(!late.is_finished());
    drop(idle);
    assert_eq!(late.join().unwrap(), 1);
}
