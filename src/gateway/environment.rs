//! QFPay's environments and the addresses that belong to them (protocol section 1).
//!
//! Pure.

use serde::Serialize;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where refunds are sent, and whether money moves there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// Real money, settled.
    Production,
    /// Real wallets and real debits, but not settled: test payments must be refunded the same day.
    LiveTesting,
    /// QFPay's simulation.
    Sandbox,
    /// An address of the operator's own, which must not be one of the above.
    Custom,
    /// The simulator built into this program.
    Simulator,
}

impl Environment {
    /// The environments a profile may name.
    pub const IN_PROFILES: [Self; 4] = [
        Self::Production,
        Self::LiveTesting,
        Self::Sandbox,
        Self::Custom,
    ];

    /// Reads the name a profile uses.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::IN_PROFILES
            .into_iter()
            .find(|environment| environment.name() == name)
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::LiveTesting => "live-testing",
            Self::Sandbox => "sandbox",
            Self::Custom => "custom",
            Self::Simulator => "simulator",
        }
    }

    /// Returns the base URL that belongs to the name; a custom one has its own.
    #[must_use]
    pub const fn base_url(self) -> Option<&'static str> {
        match self {
            Self::Production => Some("https://openapi-hk.qfapi.com"),
            Self::LiveTesting => Some("https://test-openapi-hk.qfapi.com"),
            Self::Sandbox => Some("https://openapi-int.qfapi.com"),
            Self::Custom | Self::Simulator => None,
        }
    }

    /// Whether somebody's money moves. A custom address is taken to be real: nothing says otherwise.
    #[must_use]
    pub const fn moves_money(self) -> bool {
        match self {
            Self::Production | Self::LiveTesting | Self::Custom => true,
            Self::Sandbox | Self::Simulator => false,
        }
    }

    /// Whether the operator must name the profile in the command itself: wherever money moves.
    #[must_use]
    pub const fn must_be_named(self) -> bool {
        self.moves_money()
    }

    /// Returns the words shown wherever the environment is.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Production => "production: REAL MONEY",
            Self::LiveTesting => {
                "live testing: REAL MONEY, not settled; refund test payments the same day"
            }
            Self::Sandbox => "sandbox: no money moves",
            Self::Custom => "custom address: treat as REAL MONEY",
            Self::Simulator => "simulator: no money moves",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A checked base URL: `https`, or `http` to a loopback address; host and port only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    host: String,
}

impl BaseUrl {
    /// Checks a base URL given with a custom environment.
    ///
    /// # Errors
    /// What is wrong with it, as a clause.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err("it does not begin with https://".to_owned());
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.is_empty() || !authority.bytes().all(|b| b.is_ascii_graphic()) {
            return Err("it has no host that can be used".to_owned());
        }
        if authority.contains('@') {
            return Err("it has a user name or password in it".to_owned());
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err("it goes on after the host; the tool adds the path itself".to_owned());
        }
        let (host, port) = split_port(authority)?;
        if !is_host(host) {
            return Err("its host is neither a name nor an address".to_owned());
        }
        let is_number = |port: &&str| port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port
            .map(|port| Some(port).filter(is_number)?.parse::<u16>().ok())
            .map(|port| port.filter(|number| *number > 0))
            .map(|port| port.ok_or_else(|| "its port is not a number from 1 to 65535".to_owned()))
            .transpose()?;
        // A scheme's own port is left out, as it is in the `Host` header that is sent.
        let standard = if scheme == "https" { 443 } else { 80 };
        let shown_port = port
            .filter(|number| *number != standard)
            .map_or_else(String::new, |number| format!(":{number}"));
        let host = host.to_ascii_lowercase();
        let is_loopback = is_loopback(&host);
        match scheme {
            "https" => {}
            "http" if is_loopback => {}
            "http" => {
                return Err("it is http; outside this machine only https is allowed".to_owned());
            }
            _ => return Err("it is neither https nor a loopback http address".to_owned()),
        }
        Ok(Self {
            text: format!("{scheme}://{host}{shown_port}"),
            host,
        })
    }

    /// Makes the address of a named environment.
    #[must_use]
    pub fn of(environment: Environment) -> Option<Self> {
        environment.base_url().and_then(|url| Self::parse(url).ok())
    }

    /// Returns the URL without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the address is on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Returns the environment whose host this is.
    #[must_use]
    pub fn belongs_to(&self) -> Option<Environment> {
        Environment::IN_PROFILES.into_iter().find(|environment| {
            environment
                .base_url()
                .and_then(|url| url.strip_prefix("https://"))
                .is_some_and(|host| host == self.host.trim_end_matches('.'))
        })
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text is a host as a URL writes it: a name of letters, digits and inner hyphens between
/// dots, whose last part begins with a letter; four decimal numbers; or an IPv6 address in brackets.
///
/// Stricter than the grammar, in which `%2d` is a hyphen, `;` and `=` are letters, and `0x7f.1` is
/// an address: what two readers can take for two hosts is refused.
#[must_use]
pub fn is_host(text: &str) -> bool {
    if let Some(address) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let ends_in_a_name = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()));
    text.parse::<Ipv4Addr>().is_ok()
        || (name.len() <= 253 && name.split('.').all(is_label) && ends_in_a_name)
}

/// Splits off the port; an IPv6 address keeps its brackets.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), String> {
    if authority.starts_with('[') {
        let (host, after) = authority
            .find(']')
            .and_then(|end| authority.split_at_checked(end.saturating_add(1)))
            .ok_or_else(|| "its [address] is not closed".to_owned())?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err("something stands between its address and its port".to_owned()),
        };
    }
    Ok(match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_or_loopback_only() {
        for good in [
            "https://openapi-sg.qfapi.com",
            "https://gw.example:8443/",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:9",
            "https://[2001:db8::1]",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "openapi-hk.qfapi.com",
            "http://openapi-hk.qfapi.com",
            "ftp://localhost",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://u:p@a",
            "https://a:0",
            "https://a:99999",
            "https://a:x",
            "http://127.0.0.1.evil.example",
            "https://a b",
            "http://localhost.evil.example",
            "https://[::1",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_host_that_can_be_read_in_two_ways_is_refused() {
        for bad in [
            "openapi%2dhk.qfapi.com",
            "openapi-hk%2eqfapi.com",
            "openapi-hk.qfapi.com%00",
            "evil;x=.y",
            "evil;openapi-hk.qfapi.com",
            "a,b",
            "a_b.example",
            "-a.example",
            "a-.example",
            "a..example",
            ".a",
            "a..",
            "a!b",
            "a|b",
            "a\"b",
            "{a}",
            "0x7f.1",
            "0x7f000001",
            "127.1",
            "2130706433",
            "127.0.0.1.",
            "127.0.0.01",
            "256.1.1.1",
            "a.1",
            "[127.0.0.1]",
            "[fe80::1%25eth0]",
            "[v1.x]",
            "[]",
            "::1",
            "[::1]x",
            "a[::1]",
            &"a".repeat(64),
            &["a"; 128].join("."),
        ] {
            let error = BaseUrl::parse(&format!("https://{bad}"));
            assert!(error.is_err(), "{bad}: {error:?}");
        }
        for good in [
            "xn--55qx5d.example",
            "a",
            "A-1.b2",
            "gw.example.",
            "10.0.0.1",
            "3com.example",
        ] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "https://a:+443",
            "https://a:",
            "https://a: 1",
            "https://a:1:2",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_port_of_the_scheme_is_left_out() {
        for (given, kept) in [
            ("https://GW.example:443/", "https://gw.example"),
            ("https://gw.example:0443", "https://gw.example"),
            ("https://gw.example:80", "https://gw.example:80"),
            ("http://localhost:80", "http://localhost"),
            ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
            ("http://[::1]:9", "http://[::1]:9"),
        ] {
            assert_eq!(BaseUrl::parse(given).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn every_named_host_is_recognised_however_it_is_written() {
        for environment in [
            Environment::Production,
            Environment::LiveTesting,
            Environment::Sandbox,
        ] {
            let url = BaseUrl::of(environment).unwrap();
            assert_eq!(url.belongs_to(), Some(environment));
            let shouted = url.as_str().to_uppercase().replace("HTTPS", "https");
            assert_eq!(
                BaseUrl::parse(&format!("{shouted}.:443"))
                    .unwrap()
                    .belongs_to(),
                Some(environment)
            );
        }
        assert_eq!(
            BaseUrl::parse("https://openapi-sg.qfapi.com")
                .unwrap()
                .belongs_to(),
            None
        );
    }
}
