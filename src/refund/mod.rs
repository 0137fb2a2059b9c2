//! The rules of a refund: its numbers, its time, what may have happened to the money.
//!
//! Pure: time and random bytes are arguments.

mod batch_id;
pub mod clock;
mod gravity;
pub mod hong_kong;
mod intent;
mod numbers;
mod outcome;
pub mod preflight;
pub mod resend;
mod spacing;
pub mod state;
pub mod wallets;

pub use batch_id::BatchId;
pub use gravity::worst;
pub use intent::Intent;
pub use numbers::{
    LookupNo, NumberError, OutTradeNo, RANDOM_BYTES, Reference, Syssn, Udid, is_invisible,
};
pub use outcome::Outcome;
pub use spacing::spacing;
pub use state::{Attempt, Event, Forbidden, State};
