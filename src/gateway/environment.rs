//! QFPay's environments and the addresses that belong to them (protocol section 1).
//!
//! Pure.

use crate::language::{text, word};
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
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Production => word!("gateway-production", "production: REAL MONEY"),
            Self::LiveTesting => word!(
                "gateway-live-testing",
                "live testing: REAL MONEY, not settled; refund test payments the same day"
            ),
            Self::Sandbox => word!("gateway-sandbox", "sandbox: no money moves"),
            Self::Custom => word!("gateway-custom", "custom address: treat as REAL MONEY"),
            Self::Simulator => word!("gateway-simulator", "simulator: no money moves"),
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
            return Err(text!(
                "gateway-url-beginning",
                "it does not begin with https://"
            ));
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.is_empty() || !authority.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(text!(
                "gateway-url-no-host",
                "it has no host that can be used"
            ));
        }
        if authority.contains('@') {
            return Err(text!(
                "gateway-url-password",
                "it has a user name or password in it"
            ));
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(text!(
                "gateway-url-path",
                "it goes on after the host; the tool adds the path itself"
            ));
        }
        let (host, port) = split_port(authority)?;
        if !is_host(host) {
            return Err(text!(
                "gateway-url-host",
                "its host is neither a name nor an address"
            ));
        }
        let is_number = |port: &&str| port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port
            .map(|port| Some(port).filter(is_number)?.parse::<u16>().ok())
            .map(|port| port.filter(|number| *number > 0))
            .map(|port| {
                port.ok_or_else(|| {
                    text!(
                        "gateway-url-port",
                        "its port is not a number from 1 to 65535"
                    )
                })
            })
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
                return Err(text!(
                    "gateway-url-http",
                    "it is http; outside this machine only https is allowed"
                ));
            }
            _ => {
                return Err(text!(
                    "gateway-url-scheme",
                    "it is neither https nor a loopback http address"
                ));
            }
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
            .ok_or_else(|| text!("gateway-url-bracket", "its [address] is not closed"))?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(text!(
                "gateway-url-between",
                "something stands between its address and its port"
            )),
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
mod tests;
