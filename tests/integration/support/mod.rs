//! What every black-box test stands on.

pub mod sandbox;
pub mod simulator;
pub mod strace;
pub mod stub;
pub mod tls;

pub use sandbox::{Run, Sandbox};
pub use stub::{Act, Stub, json_reply};
