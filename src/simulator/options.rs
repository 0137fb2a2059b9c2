//! How a simulator is to behave, and what it tells about each request.

use super::{APP_CODE, CLIENT_KEY};
use crate::world::SharedClock;
use secrecy::SecretString;
use serde::Serialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Called once for every request, before its answer leaves. Must not block for long.
pub type EventHook = Box<dyn Fn(&RequestEvent) + Send + Sync>;

/// The merchant a simulator answers to.
#[derive(Clone, Debug)]
pub struct MerchantIdentity {
    /// The app code expected in `X-QF-APPCODE`.
    pub app_code: String,
    /// The key that checks requests and signs replies.
    pub client_key: SecretString,
    /// The shop number. When given, a request without it or with another one answers 1108
    /// (protocol section 6). When not, requests with and without one are taken, because the
    /// guides' samples send either.
    pub mchid: Option<String>,
}

impl Default for MerchantIdentity {
    fn default() -> Self {
        Self {
            app_code: APP_CODE.to_owned(),
            client_key: SecretString::from(CLIENT_KEY),
            mchid: None,
        }
    }
}

/// Rules of the gateway that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Refunds between 23:30 and 00:30 Hong Kong time answer 1265 (protocol 3.4). Off by
    /// default, so that a first try works at midnight too.
    pub clearing_pause: bool,
    /// Refunds after the channel's window answer 1265 (protocol 3.4). Off by default.
    pub refund_windows: bool,
    /// An enquiry by `out_trade_no` without times sees the current month only (protocol 4.1,
    /// the strict reading of C27). On by default; off, numbers are found whatever their month.
    pub strict_months: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            clearing_pause: false,
            refund_windows: false,
            strict_months: true,
        }
    }
}

/// Everything a simulator is started with.
pub struct SimulatorOptions {
    /// Where to listen; port 0 takes any free one. 127.0.0.1:0 by default.
    pub listen: SocketAddr,
    /// Whether `listen` may be an address other machines can reach.
    pub allow_remote: bool,
    /// The ledger file, made when missing.
    pub state: PathBuf,
    /// The merchant.
    pub identity: MerchantIdentity,
    /// Switchable rules.
    pub rules: Rules,
    /// Payments to add to the ledger: JSONL, one object a line.
    pub payments: Option<PathBuf>,
    /// Faults: TOML.
    pub faults: Option<PathBuf>,
    /// Hears of every request.
    pub on_event: Option<EventHook>,
    /// Where the time comes from.
    pub clock: SharedClock,
}

impl SimulatorOptions {
    /// Makes the default options around a ledger file and a clock.
    #[must_use]
    pub fn new(state: impl Into<PathBuf>, clock: SharedClock) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allow_remote: false,
            state: state.into(),
            identity: MerchantIdentity::default(),
            rules: Rules::default(),
            payments: None,
            faults: None,
            on_event: None,
            clock,
        }
    }
}

/// One request and what was decided about it.
///
/// Texts come from the client as sent: strip control characters before showing them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RequestEvent {
    /// When, as the gateway writes times (UTC+8).
    pub time: String,
    /// HTTP method; empty when the request could not be read.
    pub method: String,
    /// Path without the query string.
    pub path: String,
    /// The `out_trade_no` of the request.
    pub out_trade_no: Option<String>,
    /// The `syssn` of the request.
    pub syssn: Option<String>,
    /// The `txamt` of the request.
    pub txamt: Option<String>,
    /// HTTP status of the answer, whether or not a fault lets it out.
    pub status: u16,
    /// Response code of the answer, where it has one.
    pub respcd: Option<String>,
    /// Whether this request moved (simulated) money.
    pub executed: bool,
    /// Names of the faults that were applied.
    pub faults: Vec<&'static str>,
    /// What went wrong inside the simulator itself.
    pub trouble: Option<String>,
}
