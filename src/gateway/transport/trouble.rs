//! What went wrong on the way, in words. Only for people: nothing is decided by it.

use crate::gateway::environment::BaseUrl;
use std::fmt;
use std::io;
use ureq::{Error, Timeout};

/// What went wrong on the way, and what may help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A clause, for example `connection refused by 127.0.0.1:8080`.
    pub what: String,
    /// A sentence, where something can be done on this side.
    pub remedy: Option<&'static str>,
    /// Whether every request would fail in the same way until somebody mends it, as with a
    /// certificate that is not trusted.
    pub lasting: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// Why there is no reply, before it is put in words.
pub(super) enum ExchangeFault {
    Ureq(Error),
    Broken(Trouble),
}

impl Trouble {
    pub(super) fn plain(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: None,
            lasting: false,
        }
    }
}

pub(super) const CERTIFICATE_REMEDY: &str = "Set `ca_file` (a company's own authority) or `roots = \"bundled\"` (a machine without certificates) in the profile; never go without verification.";

impl ExchangeFault {
    /// Says what happened in words. Only for people: nothing is decided by it.
    pub(super) fn explain(self, base_url: &BaseUrl, proxy: Option<&str>) -> Trouble {
        let host = without_scheme(base_url.as_str());
        let error = match self {
            Self::Broken(trouble) => return trouble,
            Self::Ureq(error) => error,
        };
        match proxy {
            Some(proxy) => explain_proxy(error, without_scheme(proxy), host),
            None => explain_direct(error, host),
        }
    }
}

fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, host)| host)
}

pub(super) const CLOCK_REMEDY: &str = "Check this machine's clock first: by a wrong one good certificates seem to have expired or not to be valid yet. If it is right, the gateway's certificate is out of date: tell QFPay, and never go without verification.";
pub(super) const PROXY_REMEDY: &str = "Check `proxy` in the profile.";

/// Explains what failed before the request was handed over, by way of a proxy: either the proxy,
/// or TLS with the gateway through it.
fn explain_proxy(error: Error, proxy: &str, host: &str) -> Trouble {
    let is_tls = match &error {
        Error::Rustls(_) => true,
        Error::Io(error) => error.kind() == io::ErrorKind::InvalidData,
        _ => false,
    };
    if is_tls {
        return explain_direct(error, host);
    }
    let what = match error {
        Error::ConnectProxyFailed(why) => {
            format!("the proxy {proxy} did not connect to {host} ({why})")
        }
        Error::Protocol(why) => format!("the proxy {proxy} did not answer in HTTP ({why})"),
        Error::Timeout(_) => format!("{host} was not reached in time through the proxy {proxy}"),
        Error::Io(error) if is_cut(error.kind()) => {
            format!("the connection to {host} through the proxy {proxy} was closed ({error})")
        }
        other => {
            let Trouble { what, .. } = explain_direct(other, proxy);
            format!("the proxy cannot be reached: {what}")
        }
    };
    Trouble {
        what,
        remedy: Some(PROXY_REMEDY),
        lasting: false,
    }
}

fn explain_direct(error: Error, host: &str) -> Trouble {
    match error {
        Error::Io(error) => explain_io(&error, host),
        Error::HostNotFound => unknown_name(host),
        Error::Timeout(Timeout::Resolve) => {
            Trouble::plain(format!("looking up the name of {host} took too long"))
        }
        Error::Timeout(Timeout::Connect) => {
            Trouble::plain(format!("connecting to {host} took too long"))
        }
        Error::Timeout(_) => Trouble::plain(format!("{host} did not answer in time")),
        Error::ConnectionFailed => Trouble::plain(format!("cannot connect to {host}")),
        Error::Protocol(error) => {
            Trouble::plain(format!("the reply of {host} is not valid HTTP ({error})"))
        }
        Error::Rustls(error) => tls(&error.to_string(), host),
        other => Trouble::plain(format!("the exchange with {host} failed ({other})")),
    }
}

fn unknown_name(host: &str) -> Trouble {
    Trouble {
        what: format!("the name of {host} cannot be found"),
        remedy: Some(
            "Check the network and, with a custom environment, `base_url` in the profile.",
        ),
        lasting: false,
    }
}

pub(super) fn is_cut(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionAborted
    )
}

/// Explains what TLS says. A certificate's dates are judged by this machine's clock, which is wrong
/// far more often than they are.
fn tls(error: &str, host: &str) -> Trouble {
    let is_about_time = ["expired", "not valid yet"]
        .iter()
        .any(|words| error.contains(words));
    Trouble {
        what: format!("TLS with {host} failed: {error}"),
        remedy: Some(if is_about_time {
            CLOCK_REMEDY
        } else {
            CERTIFICATE_REMEDY
        }),
        lasting: true,
    }
}

fn explain_io(error: &io::Error, host: &str) -> Trouble {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Trouble {
            what: format!("{host} refused the connection"),
            remedy: Some(
                "Nothing listens there. Check the address; for a simulator, start `qfrefund simulator serve`.",
            ),
            lasting: false,
        },
        kind if is_cut(kind) => Trouble::plain(format!("{host} closed the connection ({error})")),
        // rustls reports what is wrong with a certificate this way.
        io::ErrorKind::InvalidData => tls(&error.to_string(), host),
        io::ErrorKind::TimedOut => Trouble::plain(format!("{host} did not answer in time")),
        _ if error.to_string().contains("lookup address") => unknown_name(host),
        _ => Trouble::plain(format!("the exchange with {host} failed ({error})")),
    }
}
