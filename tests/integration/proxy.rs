//! A proxy of the profile: used when named, blamed when it fails, and never a second way to send.

use crate::support::Sandbox;
use crate::support::sandbox::{Run, profile, write_private};
use crate::support::stub::agree;
use crate::support::tls::TlsStub;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A proxy for one connection after the other: it notes the head of each request, answers it, and
/// joins the two ends when there is a gateway to go to.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start(answer: &'static [u8], gateway: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        thread::spawn(move || {
            for client in listener.incoming() {
                let mut client = client.unwrap();
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or(0) == 1 {
                    head.push(byte[0]);
                }
                seen.lock().unwrap().push(String::from_utf8(head).unwrap());
                let _ = client.write_all(answer);
                if let Some(gateway) = gateway {
                    join(client, TcpStream::connect(gateway).unwrap());
                }
            }
        });
        Self { address, heads }
    }
}

fn join(client: TcpStream, server: TcpStream) {
    let copy = |mut from: TcpStream, mut to: TcpStream| {
        thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Write);
        });
    };
    copy(client.try_clone().unwrap(), server.try_clone().unwrap());
    copy(server, client);
}

const ESTABLISHED: &[u8] = b"HTTP/1.1 200 Connection established\r\n\r\n";

fn through(proxy: &str, ca_pem: &str) -> Run {
    let sandbox = Sandbox::new();
    let ca = sandbox.path("ca.pem");
    write_private(&ca, ca_pem);
    let more = format!(
        "proxy = \"{proxy}\"\nca_file = \"{}\"\ntimeout = 5\n",
        ca.display()
    );
    sandbox.write_config(&profile("https://gateway.example", &more));
    sandbox.issue(&[])
}

#[test]
fn the_refund_goes_through_the_proxy_under_the_gateways_own_certificate() {
    let gateway = TlsStub::start(&["gateway.example"], vec![agree("0000")]);
    let proxy = Proxy::start(ESTABLISHED, Some(gateway.stub.address));
    let run = through(&format!("http://{}", proxy.address), &gateway.ca_pem);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(gateway.stub.arrivals().len(), 1);
    let heads = proxy.heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    assert!(
        heads[0].starts_with("CONNECT gateway.example:443 HTTP/1.1\r\n"),
        "{heads:?}"
    );
    assert!(!heads[0].to_lowercase().contains("x-qf"), "{heads:?}");
}

#[test]
fn a_proxy_that_reads_along_is_not_trusted() {
    let gateway = TlsStub::start(&["gateway.example"], vec![agree("0000")]);
    let other = TlsStub::start(&["gateway.example"], vec![agree("0000")]);
    let proxy = Proxy::start(ESTABLISHED, Some(other.stub.address));
    let run = through(&format!("http://{}", proxy.address), &gateway.ca_pem);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.stderr.contains("TLS with gateway.example failed"),
        "{run:?}"
    );
    assert_eq!(other.stub.arrivals().len(), 0);
}

#[test]
fn what_a_proxy_does_wrong_is_said_of_the_proxy() {
    let gateway = TlsStub::start(&["gateway.example"], vec![]);
    for answer in [
        &b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"[..],
        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"",
        ESTABLISHED,
    ] {
        let proxy = Proxy::start(answer, None);
        let address = proxy.address.to_string();
        let run = through(&format!("http://{address}"), &gateway.ca_pem);
        assert_eq!(
            (run.code, run.json()["cause"].as_str()),
            (4, Some("not_sent")),
            "{run:?}"
        );
        assert!(
            run.stderr.contains(&format!("the proxy {address}")),
            "{run:?}"
        );
        assert!(
            run.stderr.contains("Check `proxy` in the profile"),
            "{run:?}"
        );
        assert_eq!(proxy.heads.lock().unwrap().len(), 1, "asked twice");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_named() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for proxy in [format!("127.0.0.1:{port}"), "proxy.invalid:3128".to_owned()] {
        let ca = TlsStub::start(&["gateway.example"], vec![]).ca_pem;
        let run = through(&format!("http://{proxy}"), &ca);
        assert_eq!(run.code, 4, "{run:?}");
        let said = run.stderr.lines().next().unwrap();
        assert!(
            said.contains("the proxy cannot be reached") && said.contains(&proxy),
            "{said}"
        );
        assert!(!said.contains("gateway.example"), "{said}");
    }
}
