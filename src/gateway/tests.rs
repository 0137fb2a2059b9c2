//! What tests of several layers need of a gateway: a merchant, and a reply without a signature.

use super::signature::SignType;
use super::transport::{Exchange, Reply, Sent};
use super::wire::Merchant;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn merchant(app_code: &str, client_key: &str) -> Merchant {
    Merchant {
        app_code: app_code.to_owned(),
        client_key: SecretString::from(client_key),
        mchid: None,
        sign_type: SignType::Md5,
        signing: Arc::default(),
    }
}

pub(crate) fn reply(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply {
        status,
        signature: None,
        sign_type: None,
        retry_after: None,
        age: None,
        date: None,
        body: body.into(),
    }
}

/// An exchange that took no time and was answered with HTTP 200.
pub(crate) fn answered(body: impl Into<Vec<u8>>) -> Exchange {
    Exchange {
        result: Sent::Replied(reply(200, body)),
        elapsed: Duration::ZERO,
    }
}
