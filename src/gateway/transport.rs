//! The only module that opens a connection to the gateway.
//!
//! It sends one POST on a fresh connection, follows nothing, repeats nothing, and says what is
//! proven about it. *Not sent* is proven by the body: ureq pulls it only after name lookup,
//! connect, TLS handshake and the write of the headers have succeeded, so an unread body means
//! that no complete request can be at the gateway.

mod trouble;

pub use trouble::Trouble;

use super::environment::BaseUrl;
use super::said::Said;
use super::wire::{SIGN_HEADER, SIGN_TYPE_HEADER, SignedRequest};
use crate::language::{text, word};
use crate::refund::clock::parse_http_date;
use crate::trust::{self, Distrust, Guard};
use crate::world::room_for_a_thread;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use trouble::ExchangeFault;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Error, Proxy, SendBody, http};

/// Longest wait for a name lookup or for a connection with its TLS handshake.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Largest reply that is read, in bytes.
pub const MAX_REPLY: u64 = 1024 * 1024;
/// Largest file of certificates that is read, in bytes. All of Mozilla's are a quarter of a MiB.
const MAX_CA_FILE: u64 = 4 * 1024 * 1024;

/// Which certificate authorities are trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    /// The operating system's.
    System,
    /// The Mozilla list built into the program.
    Bundled,
    /// Only those in this PEM file.
    File(PathBuf),
}

/// How to reach the gateway.
#[derive(Clone, Debug)]
pub struct Route {
    /// Scheme, host and port.
    pub base_url: BaseUrl,
    /// Trusted authorities.
    pub roots: Roots,
    /// An HTTP proxy, `http://host:port`; never taken from the environment.
    pub proxy: Option<String>,
    /// Longest wait for everything together.
    pub timeout: Duration,
}

/// What became of one POST.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What is proven.
    pub result: Sent,
    /// How long it took.
    pub elapsed: Duration,
}

/// What is proven about one POST.
#[derive(Clone, Debug)]
pub enum Sent {
    /// No complete request can have reached the gateway.
    No(Trouble),
    /// The request was handed over, wholly or in part, and no complete reply came back.
    Perhaps(Trouble),
    /// A complete HTTP reply.
    Replied(Reply),
}

/// A complete HTTP reply.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Header `X-QF-SIGN`.
    pub signature: Option<String>,
    /// Header `X-QF-SIGNTYPE`.
    pub sign_type: Option<String>,
    /// Header `Retry-After`, where it says how long to wait before the next request.
    pub retry_after: Option<Duration>,
    /// Header `Date`: when the gateway, or something in between, sent it.
    pub date: Option<OffsetDateTime>,
    /// Header `Age`, unless it says 0: a cache has answered, with what the gateway said that long ago.
    pub age: Option<String>,
    /// The raw body, before any decoding.
    pub body: Vec<u8>,
}

/// Sends signed requests along one route. Making one opens nothing.
#[derive(Debug)]
pub struct Transport {
    agent: Agent,
    base_url: BaseUrl,
    /// The proxy, where one is used: until it has connected, it is what fails.
    proxy: Option<String>,
}

impl Transport {
    /// Prepares a route.
    ///
    /// # Errors
    /// When the CA file cannot be read or holds no certificate, the proxy is malformed, or no thread
    /// can be started.
    pub fn new(route: &Route) -> Result<Self, Trouble> {
        // Names are looked up on a thread of their own.
        room_for_a_thread().map_err(|error| Trouble {
            what: Said::of(|| {
                text!(
                    "gateway-no-thread",
                    "no thread can be started ({error})",
                    error
                )
            }),
            remedy: Some(word!(
                "gateway-processes",
                "This account has as many processes as it may: end some, or raise the limit (`ulimit -u`)."
            )),
            lasting: true,
        })?;
        let tls = TlsConfig::builder()
            .root_certs(root_certs(&route.roots)?)
            .build();
        // Requests to this machine never take a detour.
        let detour = route
            .proxy
            .clone()
            .filter(|_| !route.base_url.is_loopback());
        let proxy = detour
            .as_deref()
            .map(|url| {
                Proxy::new(url).map_err(|_| Trouble {
                    what: Said::of(|| {
                        text!(
                            "gateway-proxy-address",
                            "proxy `{url}` is not an address",
                            url
                        )
                    }),
                    remedy: Some(word!("gateway-proxy-form", "Write it as http://host:port.")),
                    lasting: true,
                })
            })
            .transpose()?;
        let connect = CONNECT_TIMEOUT.min(route.timeout);
        let config = Agent::config_builder()
            // Every default that could send a refund twice, elsewhere or for ever is set by name.
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(proxy)
            .max_idle_connections(0)
            .timeout_global(Some(route.timeout))
            .timeout_resolve(Some(connect))
            .timeout_connect(Some(connect))
            .tls_config(tls)
            .input_buffer_size(16 * 1024)
            .output_buffer_size(16 * 1024)
            .build();
        Ok(Self {
            agent: Agent::new_with_config(config),
            base_url: route.base_url.clone(),
            proxy: detour,
        })
    }

    /// Posts a request once.
    ///
    /// `at_send` is called just before the first byte of the body is handed over: from then on
    /// the request may reach the gateway. If it returns false nothing is handed over.
    #[must_use]
    pub fn post(
        &self,
        request: &SignedRequest,
        at_send: impl FnOnce() -> bool + Send + 'static,
    ) -> Exchange {
        let begun = Instant::now();
        let handed_over = Arc::new(AtomicBool::new(false));
        let body = WatchedBody {
            rest: io::Cursor::new(request.body.clone().into_bytes()),
            handed_over: Arc::clone(&handed_over),
            at_send: Some(at_send),
        };
        // After the body is handed over a panic below must not hide that it was.
        let broken = || {
            ExchangeFault::Broken(Trouble::plain(|| {
                text!("gateway-library", "the HTTP library failed")
            }))
        };
        let result = catch_unwind(AssertUnwindSafe(|| self.run(request, body)))
            .unwrap_or_else(|_| Err(broken()));
        let result = match result {
            Ok(reply) => Sent::Replied(reply),
            Err(fault) => {
                let handed_over = handed_over.load(Ordering::SeqCst);
                let proxy = self.proxy.as_deref().filter(|_| !handed_over);
                let trouble = fault.explain(&self.base_url, proxy);
                if handed_over {
                    Sent::Perhaps(trouble)
                } else {
                    Sent::No(trouble)
                }
            }
        };
        Exchange {
            result,
            elapsed: begun.elapsed(),
        }
    }

    fn run(&self, request: &SignedRequest, mut body: impl Read) -> Result<Reply, ExchangeFault> {
        let mut builder = http::Request::post(format!("{}{}", self.base_url, request.path));
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let outgoing = builder
            .body(SendBody::from_reader(&mut body))
            .map_err(|error| ExchangeFault::Ureq(error.into()))?;
        let mut response = self.agent.run(outgoing).map_err(ExchangeFault::Ureq)?;
        let signature = header(response.headers(), SIGN_HEADER);
        let sign_type = header(response.headers(), SIGN_TYPE_HEADER);
        let age = header(response.headers(), "Age").filter(|age| age.trim() != "0");
        // That of an old answer is no clock.
        let date = header(response.headers(), "Date").filter(|_| age.is_none());
        let date = date.as_deref().and_then(parse_http_date);
        let retry_after = retry_after(response.headers(), date);
        Ok(Reply {
            status: response.status().as_u16(),
            retry_after,
            signature,
            sign_type,
            date,
            age,
            body: read_body(response.body_mut())?,
        })
    }
}

/// Returns a header of the reply. One that stands several times with different values, or that
/// is not text, is returned as something that fits nothing: it must not pass for an absent one.
fn header(headers: &http::HeaderMap, name: &str) -> Option<String> {
    let mut values: Vec<String> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect();
    values.dedup();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Reads how long the gateway wants to be left alone: in seconds, or until a time by its own clock.
fn retry_after(headers: &http::HeaderMap, date: Option<OffsetDateTime>) -> Option<Duration> {
    let after = header(headers, "Retry-After")?;
    let after = after.trim();
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parse_http_date(after)?.unix_timestamp();
    let wait = until.checked_sub(date?.unix_timestamp())?;
    Some(Duration::from_secs(u64::try_from(wait).ok()?))
}

fn read_body(body: &mut Body) -> Result<Vec<u8>, ExchangeFault> {
    body.with_config()
        .limit(MAX_REPLY)
        .read_to_vec()
        .map_err(|error| match error {
            Error::BodyExceedsLimit(_) => ExchangeFault::Broken(Trouble::plain(|| {
                text!(
                    "gateway-reply-large",
                    "the reply is larger than {most} MiB",
                    most = MAX_REPLY / (1024 * 1024)
                )
            })),
            other => ExchangeFault::Ureq(other),
        })
}

fn root_certs(roots: &Roots) -> Result<RootCerts, Trouble> {
    let path = match roots {
        Roots::System => return Ok(RootCerts::PlatformVerifier),
        Roots::Bundled => return Ok(RootCerts::WebPki),
        Roots::File(path) => path,
    };
    let read = || {
        let mut file = trust::open(path)?;
        file.check(Guard::Authorities)?;
        file.read(MAX_CA_FILE)
    };
    let pem = read().map_err(|why| Trouble {
        what: Said::of(|| {
            text!(
                "gateway-ca-unread",
                "cannot read the CA file {path}: {why}",
                path = path.display(),
                why = told(&why, path)
            )
        }),
        remedy: Some(if why.is_about_others() {
            word!(
                "gateway-ca-owner",
                "The file and every folder above it must belong to root or to this account, and nobody else may write there."
            )
        } else {
            word!(
                "gateway-ca-point",
                "Point `ca_file` of the profile at a PEM file."
            )
        }),
        lasting: true,
    })?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(Trouble {
            what: Said::of(|| {
                text!(
                    "gateway-ca-empty",
                    "the CA file {path} holds no certificate",
                    path = path.display()
                )
            }),
            remedy: Some(word!(
                "gateway-ca-form",
                "It must be in PEM form, with a BEGIN CERTIFICATE line."
            )),
            lasting: true,
        });
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

/// Says why a file is not used, and which folder is to blame.
fn told(why: &Distrust, path: &Path) -> String {
    if why.path == path {
        why.to_string()
    } else {
        text!(
            "gateway-file-why",
            "{path}: {why}",
            path = why.path.display(),
            why
        )
    }
}

/// A body that notes its first read.
struct WatchedBody<F> {
    rest: io::Cursor<Vec<u8>>,
    handed_over: Arc<AtomicBool>,
    at_send: Option<F>,
}

impl<F: FnOnce() -> bool> Read for WatchedBody<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(at_send) = self.at_send.take()
            && !at_send()
        {
            return Err(io::Error::other("stopped before it was handed over"));
        }
        self.handed_over.store(true, Ordering::SeqCst);
        self.rest.read(buffer)
    }
}
