//! Everything about QFPay's gateway: environments, wire format, signatures, response codes.
//!
//! `transport` is the only module that opens a connection, and `slots` writes to the file it is given;
//! the others are pure.

pub mod codes;
pub mod enquiry;
pub mod environment;
pub mod evidence;
pub mod form;
pub mod gate;
pub mod json;
pub mod limiter;
pub mod post;
pub mod redact;
pub mod said;
pub mod signature;
pub mod slots;
#[cfg(test)]
pub(crate) mod tests;
pub mod transport;
pub mod verdict;
pub mod wire;
