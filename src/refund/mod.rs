//! The rules of a refund: its numbers, its time, what may have happened to the money.
//!
//! Pure: time and random bytes are arguments.

mod batch_id;
pub mod clock;
mod closed;
mod endpoint;
mod gravity;
pub mod hong_kong;
mod intent;
pub mod methods;
mod name;
mod numbers;
mod outcome;
pub mod preflight;
pub mod resend;
mod settlement;
mod shell;
mod spacing;
pub mod state;
pub mod twin;
pub mod wallets;

pub use batch_id::BatchId;
pub use closed::ClosedAs;
pub use endpoint::Endpoint;
pub use gravity::worst;
pub use intent::Intent;
pub use name::Name;
pub use numbers::{
    FIRST_ATTEMPT, LookupNo, NumberError, OrderNo, OutTradeNo, RANDOM_BYTES, Reference, Syssn, Udid,
};
pub use outcome::Outcome;
pub use settlement::Settlement;
pub use shell::{Given, command, in_shell, naming};
pub use spacing::spacing;
pub use state::{Attempt, Event, Forbidden, State};
