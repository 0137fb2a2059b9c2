//! What the values of a profile mean: rate limit, certificates, proxy, credentials.
//!
//! Pure. A refused value is never repeated where it may be a secret in the wrong line.

use super::error::{ProfileError, path_text, quoted};
use crate::gateway::environment::is_host;
use crate::gateway::transport::Roots;
use crate::language::{text, word};
use std::fmt;
use std::time::Duration;

/// How many requests may be sent in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// As many as the machine can.
    None,
    /// So many in each second, 1 to 100.
    PerSecond(u32),
    /// So many in each minute, 1 to 6000.
    PerMinute(u32),
}

impl RateLimit {
    /// What the gateway documents for a merchant: 400 in a minute (protocol section 10).
    pub const DEFAULT: Self = Self::PerMinute(400);

    /// Reads `400/min`, `6/s` or `none`; also for the flag of the same name.
    ///
    /// # Errors
    /// When the text is none of these, or the number is out of bounds.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let refused = || {
            ProfileError::new(
                text!(
                    "profile-rate-limit",
                    "{value} is not a rate limit",
                    value = quoted(text)
                ),
                word!(
                    "profile-rate-limit-hint",
                    "Write 1/min to 6000/min, 1/s to 100/s, or none."
                ),
            )
        };
        if text == "none" {
            return Ok(Self::None);
        }
        let (count, span) = text.split_once('/').ok_or_else(refused)?;
        let digits = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
        match (count.parse::<u32>(), span) {
            (Ok(count @ 1..=6000), "min") if digits => Ok(Self::PerMinute(count)),
            (Ok(count @ 1..=100), "s") if digits => Ok(Self::PerSecond(count)),
            _ => Err(refused()),
        }
    }

    /// Returns how many requests a span of time may have.
    #[must_use]
    pub const fn count_and_span(self) -> Option<(u32, Duration)> {
        match self {
            Self::None => None,
            Self::PerSecond(count) => Some((count, Duration::from_secs(1))),
            Self::PerMinute(count) => Some((count, Duration::from_secs(60))),
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::PerSecond(count) => write!(f, "{count}/s"),
            Self::PerMinute(count) => write!(f, "{count}/min"),
        }
    }
}

/// Reads `system` or `bundled`.
pub(super) fn roots(text: &str) -> Result<Roots, ProfileError> {
    match text {
        "system" => Ok(Roots::System),
        "bundled" => Ok(Roots::Bundled),
        _ => Err(ProfileError::new(
            text!(
                "profile-roots-unknown",
                "{value} is not a kind of roots",
                value = quoted(text)
            ),
            word!(
                "profile-roots-unknown-hint",
                "Write roots = \"system\" or \"bundled\"; for a file of your own use ca_file."
            ),
        )),
    }
}

/// Writes roots as the profile names them; a file by its path.
pub(super) fn roots_text(roots: &Roots) -> String {
    match roots {
        Roots::System => "system".to_owned(),
        Roots::Bundled => "bundled".to_owned(),
        Roots::File(path) => path_text(path),
    }
}

/// A checked HTTP proxy: `http://HOST:PORT`, without credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy(String);

impl Proxy {
    /// Checks a proxy's address.
    ///
    /// # Errors
    /// What is wrong with it, as a clause about the key `proxy`.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let refused = |problem: &str| {
            ProfileError::new(
                problem,
                word!(
                    "profile-proxy-hint",
                    "Write proxy = \"http://HOST:PORT\" and nothing more."
                ),
            )
        };
        let Some(rest) = text.strip_prefix("http://") else {
            return Err(refused(word!(
                "profile-proxy-begin",
                "`proxy` does not begin with http://"
            )));
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains('@') {
            return Err(refused(word!(
                "profile-proxy-credentials",
                "`proxy` has a user name or password in it, which is not supported"
            )));
        }
        if authority.contains(['/', '?', '#', '\\']) {
            return Err(refused(word!(
                "profile-proxy-goes-on",
                "`proxy` goes on after the port"
            )));
        }
        let Some((host, port)) = authority.rsplit_once(':') else {
            return Err(refused(word!(
                "profile-proxy-no-port",
                "`proxy` has no port"
            )));
        };
        if !is_host(host) {
            return Err(refused(word!(
                "profile-proxy-no-host",
                "`proxy` has no host that can be used"
            )));
        }
        let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || port.parse::<u16>().map_or(true, |port| port == 0) {
            return Err(refused(word!(
                "profile-proxy-bad-port",
                "`proxy` has a port that is not 1 to 65535"
            )));
        }
        Ok(Self(format!("http://{authority}")))
    }

    /// Returns the address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks a code the gateway issued: visible ASCII, not longer than it says.
pub(super) fn issued(key: &str, text: &str, longest: usize) -> Result<String, ProfileError> {
    let again = word!(
        "profile-issued-again",
        "Copy it again exactly as QFPay issued it."
    );
    match unusual(text) {
        Some(problem) => Err(ProfileError::new(problem, again).about(key)),
        None if text.len() > longest => Err(ProfileError::new(
            text!(
                "profile-issued-long",
                "`{key}` is longer than {longest} characters",
                key,
                longest
            ),
            again,
        )),
        None => Ok(text.to_owned()),
    }
}

/// Says what keeps text from being visible ASCII.
pub(super) fn unusual(text: &str) -> Option<&'static str> {
    let is_full_width = |c: char| matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ff5e}');
    if text.contains(is_full_width) {
        Some(word!(
            "profile-unusual-full-width",
            "has a full-width character in it; type it in half-width"
        ))
    } else if !text.is_ascii() {
        Some(word!(
            "profile-unusual-not-ascii",
            "has a character in it that is not ASCII"
        ))
    } else if text.contains(' ') {
        Some(word!("profile-unusual-space", "has a space in it"))
    } else if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some(word!(
            "profile-unusual-control",
            "has a line break or another control character in it"
        ))
    } else {
        None
    }
}

/// Whether text that should name a place of the key is shaped like a key itself.
pub(super) fn looks_like_a_key(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_limits_are_read_and_written_alike() {
        for (text, limit) in [
            ("400/min", RateLimit::DEFAULT),
            ("1/min", RateLimit::PerMinute(1)),
            ("6000/min", RateLimit::PerMinute(6000)),
            ("6/s", RateLimit::PerSecond(6)),
            ("100/s", RateLimit::PerSecond(100)),
            ("none", RateLimit::None),
        ] {
            assert_eq!(RateLimit::parse(text), Ok(limit), "{text}");
            assert_eq!(limit.to_string(), text);
        }
        for bad in [
            "",
            "0/min",
            "0/s",
            "6001/min",
            "101/s",
            "400",
            "400/h",
            "+4/min",
            "-1/s",
            "4 /min",
            "4.5/s",
            "/min",
            "None",
            "４/s",
            "1/min/min",
            "99999999999/min",
        ] {
            let error = RateLimit::parse(bad).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`{bad}` is not a rate limit"),
                "{bad}"
            );
        }
        let spans = [RateLimit::None, RateLimit::PerSecond(6)].map(RateLimit::count_and_span);
        assert_eq!(spans, [None, Some((6, Duration::from_secs(1)))]);
    }

    #[test]
    fn proxies_are_http_with_a_port_and_no_credentials() {
        for good in [
            "http://proxy.example:3128",
            "http://10.0.0.1:1/",
            "http://[2001:db8::1]:80",
        ] {
            let proxy = Proxy::parse(good).unwrap();
            assert_eq!(proxy.as_str(), good.trim_end_matches('/'));
        }
        for (bad, why) in [
            ("proxy:3128", "`proxy` does not begin with http://"),
            ("https://a:1", "`proxy` does not begin with http://"),
            ("socks5://a:1", "`proxy` does not begin with http://"),
            (
                "http://u:pw@a:1",
                "`proxy` has a user name or password in it, which is not supported",
            ),
            ("http://a:1/x", "`proxy` goes on after the port"),
            ("http://a", "`proxy` has no port"),
            ("http://:1", "`proxy` has no host that can be used"),
            ("http://a b:1", "`proxy` has no host that can be used"),
            ("http://a%2db:1", "`proxy` has no host that can be used"),
            (
                "http://2001:db8::1:80",
                "`proxy` has no host that can be used",
            ),
            ("http://a:0", "`proxy` has a port that is not 1 to 65535"),
            ("http://a:", "`proxy` has a port that is not 1 to 65535"),
            (
                "http://a:65536",
                "`proxy` has a port that is not 1 to 65535",
            ),
            ("http://a:+80", "`proxy` has a port that is not 1 to 65535"),
        ] {
            let error = Proxy::parse(bad).unwrap_err();
            assert_eq!(error.to_string(), why, "{bad}");
            assert!(!error.hint().contains("pw"));
        }
    }

    #[test]
    fn issued_codes_are_visible_ascii() {
        assert_eq!(issued("mchid", "ZaMVg12345", 16).unwrap(), "ZaMVg12345");
        for (text, why) in [
            (
                "Ａ1",
                "has a full-width character in it; type it in half-width",
            ),
            (
                "a\u{3000}b",
                "has a full-width character in it; type it in half-width",
            ),
            ("é", "has a character in it that is not ASCII"),
            ("a b", "has a space in it"),
            ("a\n", "has a line break or another control character in it"),
            ("12345678901234567", "is longer than 16 characters"),
        ] {
            let error = issued("mchid", text, 16).unwrap_err();
            assert_eq!(error.to_string(), format!("`mchid` {why}"));
        }
    }

    #[test]
    fn the_shape_of_a_key_is_known() {
        assert!(looks_like_a_key("0E32A59A8B454940A2FF390000000000"));
        assert!(!looks_like_a_key("SHOP_HK_KEY"));
        assert!(!looks_like_a_key("deadbeef"));
    }
}
