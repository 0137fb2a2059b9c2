//! A faithful local QFPay gateway: refunds and enquiries over HTTP, with a durable ledger and
//! faults on demand.
//!
//! It serves `qfrefund simulator serve` and, inside the client's own process, the built-in
//! profile `simulator`. It may use the pure parts of `gateway`, `refund`, `money` and `world`; it
//! prints nothing, reads no environment, and takes the time from the clock it is given (socket
//! and fault waits excepted). `docs/simulator.md` is its manual.

mod book;
mod connection;
mod delivery;
mod enquiry;
mod error;
mod faults;
mod http;
mod ledger;
mod options;
mod payment;
mod refunding;
mod reply;
mod responder;
mod scenario;
mod seeds;
mod server;
mod state;
mod stop;
#[cfg(test)]
mod tests;

pub use error::SimulatorError;
pub use ledger::reset;
pub use options::{EventHook, MerchantIdentity, RequestEvent, Rules, SimulatorOptions};
pub use payment::SimulatedPayment;
pub use server::Server;
pub use state::{ExecutedRefund, PaymentState, RefundState, SimulatorState};

/// App code the simulator answers to by default: the guides' masked sample filled with zeros.
/// Public, not a secret.
pub const APP_CODE: &str = "D5589D2A1F2E42A9A60C370000000000";

/// Client key that goes with [`APP_CODE`]. Public, not a secret.
pub const CLIENT_KEY: &str = "0E32A59A8B454940A2FF390000000000";
