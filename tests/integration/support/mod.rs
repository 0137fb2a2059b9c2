//! What every black-box test stands on.

pub mod accounts;
pub mod disk;
pub mod program;
pub mod sandbox;
pub mod simulator;
pub mod strace;
pub mod stub;
pub mod tls;

pub use program::Still;
pub use sandbox::{Run, Sandbox};
pub use stub::{Act, Stub, json_reply};
