//! What went wrong on the way, in words. Only for people: nothing is decided by it.

use crate::gateway::environment::BaseUrl;
use crate::gateway::said::Said;
use crate::language::{entry, text, word};
use std::fmt;
use std::io;
use ureq::{Error, Timeout};

/// What went wrong on the way, and what may help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A clause, for example `connection refused by 127.0.0.1:8080`.
    pub what: Said,
    /// A sentence, where something can be done on this side.
    pub remedy: Option<&'static str>,
    /// Whether every request would fail in the same way until somebody mends it, as with a
    /// certificate that is not trusted.
    pub lasting: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(f)
    }
}

/// Why there is no reply, before it is put in words.
pub(super) enum ExchangeFault {
    Ureq(Error),
    Broken(Trouble),
}

impl Trouble {
    /// Makes one for which nothing can be done on this side, and which may pass.
    #[must_use]
    pub fn plain(what: impl Fn() -> String) -> Self {
        Self {
            what: Said::of(what),
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
        Error::ConnectProxyFailed(why) => Said::of(|| {
            text!(
                "gateway-proxy-refused",
                "the proxy {proxy} did not connect to {host} ({why})",
                proxy,
                host,
                why
            )
        }),
        Error::Protocol(why) => Said::of(|| {
            text!(
                "gateway-proxy-not-http",
                "the proxy {proxy} did not answer in HTTP ({why})",
                proxy,
                why
            )
        }),
        Error::Timeout(_) => Said::of(|| {
            text!(
                "gateway-proxy-slow",
                "{host} was not reached in time through the proxy {proxy}",
                host,
                proxy
            )
        }),
        Error::Io(error) if is_cut(error.kind()) => Said::of(|| {
            text!(
                "gateway-proxy-closed",
                "the connection to {host} through the proxy {proxy} was closed ({error})",
                host,
                proxy,
                error
            )
        }),
        other => {
            let Trouble { what, .. } = explain_direct(other, proxy);
            Said::of(|| {
                text!(
                    "gateway-proxy-unreached",
                    "the proxy cannot be reached: {what}",
                    what
                )
            })
        }
    };
    Trouble {
        what,
        remedy: Some(entry("gateway-remedy", "proxy", PROXY_REMEDY)),
        lasting: false,
    }
}

fn explain_direct(error: Error, host: &str) -> Trouble {
    match error {
        Error::Io(error) => explain_io(&error, host),
        Error::HostNotFound => unknown_name(host),
        Error::Timeout(Timeout::Resolve) => Trouble::plain(|| {
            text!(
                "gateway-slow-name",
                "looking up the name of {host} took too long",
                host
            )
        }),
        Error::Timeout(Timeout::Connect) => Trouble::plain(|| {
            text!(
                "gateway-slow-connection",
                "connecting to {host} took too long",
                host
            )
        }),
        Error::Timeout(_) => Trouble::plain(|| no_answer(host)),
        Error::ConnectionFailed => {
            Trouble::plain(|| text!("gateway-no-connection", "cannot connect to {host}", host))
        }
        Error::Protocol(error) => Trouble::plain(|| {
            text!(
                "gateway-not-http",
                "the reply of {host} is not valid HTTP ({error})",
                host,
                error
            )
        }),
        Error::Rustls(error) => tls(&error.to_string(), host),
        other => Trouble::plain(|| failed(&other.to_string(), host)),
    }
}

fn no_answer(host: &str) -> String {
    text!("gateway-no-answer", "{host} did not answer in time", host)
}

fn failed(error: &str, host: &str) -> String {
    text!(
        "gateway-exchange-failed",
        "the exchange with {host} failed ({error})",
        host,
        error
    )
}

fn unknown_name(host: &str) -> Trouble {
    Trouble {
        what: Said::of(|| {
            text!(
                "gateway-unknown-name",
                "the name of {host} cannot be found",
                host
            )
        }),
        remedy: Some(word!(
            "gateway-check-network",
            "Check the network and, with a custom environment, `base_url` in the profile."
        )),
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
        what: Said::of(|| {
            text!(
                "gateway-tls",
                "TLS with {host} failed: {error}",
                host,
                error
            )
        }),
        remedy: Some(if is_about_time {
            entry("gateway-remedy", "clock", CLOCK_REMEDY)
        } else {
            entry("gateway-remedy", "certificate", CERTIFICATE_REMEDY)
        }),
        lasting: true,
    }
}

fn explain_io(error: &io::Error, host: &str) -> Trouble {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Trouble {
            what: Said::of(|| {
                text!(
                    "gateway-connection-refused",
                    "{host} refused the connection",
                    host
                )
            }),
            remedy: Some(word!(
                "gateway-nothing-listens",
                "Nothing listens there. Check the address; for a simulator, start `qfrefund simulator serve`."
            )),
            lasting: false,
        },
        kind if is_cut(kind) => Trouble::plain(|| {
            text!(
                "gateway-connection-closed",
                "{host} closed the connection ({error})",
                host,
                error
            )
        }),
        // rustls reports what is wrong with a certificate this way.
        io::ErrorKind::InvalidData => tls(&error.to_string(), host),
        io::ErrorKind::TimedOut => Trouble::plain(|| no_answer(host)),
        _ if error.to_string().contains("lookup address") => unknown_name(host),
        _ => Trouble::plain(|| failed(&error.to_string(), host)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::signature::{check_key, check_way};
    use crate::language::{Language, in_english, speak};

    #[test]
    fn every_remedy_of_the_tables_is_said_in_chinese() {
        let told = [
            check_key,
            check_way,
            || entry("gateway-remedy", "proxy", PROXY_REMEDY),
            || entry("gateway-remedy", "clock", CLOCK_REMEDY),
            || entry("gateway-remedy", "certificate", CERTIFICATE_REMEDY),
        ];
        speak(Language::Chinese);
        for tell in told {
            assert!(!tell().is_ascii(), "{}", tell());
        }
        speak(Language::English);
    }

    #[test]
    fn what_went_wrong_is_written_down_in_english() {
        speak(Language::Chinese);
        let trouble = unknown_name("a.example");
        assert_eq!(trouble.to_string(), "找不到 a.example 的地址");
        let written = in_english(|| trouble.to_string());
        speak(Language::English);
        assert_eq!(written, "the name of a.example cannot be found");
    }
}
