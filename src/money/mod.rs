//! Amounts in whole minor units and the currencies they are counted in.
//!
//! Pure: no clock, no randomness, no input or output, and no floating point.

mod amount;
mod currency;

pub use amount::{Amount, AmountError};
pub use currency::{Currency, UnknownCurrency};
