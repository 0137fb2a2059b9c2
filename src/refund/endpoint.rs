//! Where requests go, and in whose name. Pure.

use crate::language::{text, word};
use serde::Serialize;
use std::fmt;

/// The gateway's address, and the credential that the merchant has there. Nothing of it is a secret.
///
/// What was sent through one is nowhere to be found through another: two addresses are two gateways,
/// and each app code and shop number may have numbers of its own (protocol 3.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    #[serde(rename = "base_url")]
    address: String,
    app_code: String,
    mchid: Option<String>,
}

impl Endpoint {
    /// Takes its parts.
    #[must_use]
    pub fn new(address: &str, app_code: &str, mchid: Option<&str>) -> Self {
        Self {
            address: address.to_owned(),
            app_code: app_code.to_owned(),
            mchid: mchid.map(str::to_owned),
        }
    }

    /// Reads it as it is written down.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let [address, app_code, mchid] = words.as_slice() else {
            return None;
        };
        let mchid = Some(*mchid).filter(|mchid| *mchid != "-");
        Some(Self::new(address, app_code, mchid))
    }

    /// Names it for people.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mchid = self.mchid.as_ref();
        let mchid = mchid.map_or_else(String::new, |mchid| {
            text!("refund-endpoint-mchid", " and mchid {mchid}", mchid)
        });
        text!(
            "refund-endpoint",
            "{address} with app code {app_code}{mchid}",
            address = self.address,
            app_code = self.app_code,
            mchid
        )
    }

    /// Says in what it differs from the one through which something was sent, each with the name that
    /// it has in the profile.
    #[must_use]
    pub fn differs_from(&self, sent: &Self) -> Option<String> {
        let none = |mchid: &Option<String>| {
            mchid
                .clone()
                .unwrap_or_else(|| text!("refund-endpoint-none", "none"))
        };
        let (old, new) = (none(&sent.mchid), none(&self.mchid));
        let fields = [
            ("base_url", &sent.address, &self.address),
            ("app_code", &sent.app_code, &self.app_code),
            ("mchid", &old, &new),
        ];
        let differ = fields.iter().filter(|(_, old, new)| old != new);
        let said: Vec<String> = differ
            .map(|(name, old, new)| {
                text!(
                    "refund-endpoint-was",
                    "{name} {old}, which is {new} now",
                    name,
                    old,
                    new
                )
            })
            .collect();
        (!said.is_empty()).then(|| said.join(word!("refund-endpoint-and", ", and ")))
    }
}

/// As it is written down.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mchid = self.mchid.as_deref().unwrap_or("-");
        write!(f, "{} {} {mchid}", self.address, self.app_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_read_back() {
        for mchid in [None, Some("M1")] {
            let endpoint = Endpoint::new("https://a.example", "APP", mchid);
            assert_eq!(Endpoint::parse(&endpoint.to_string()), Some(endpoint));
        }
        for text in ["", "https://a.example", "a b c d"] {
            assert_eq!(Endpoint::parse(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_said_what_differs() {
        let sent = Endpoint::new("https://a.example", "APP", None);
        assert_eq!(sent.differs_from(&sent), None);
        let now = Endpoint::new("https://b.example", "APP", Some("M1"));
        assert_eq!(
            now.differs_from(&sent).unwrap(),
            "base_url https://a.example, which is https://b.example now, and mchid none, which is M1 now"
        );
    }
}
