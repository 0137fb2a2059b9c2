//! The kill test and the race test: what must hold when refunds are cut off at every system call,
//! and when many processes want the same one. Run on the release binary:
//!
//! ```text
//! cargo test --release --locked --test kill -- --nocapture
//! ```
#![cfg(target_os = "linux")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that cannot go on should stop, and it says how many points it has tried"
)]

mod batch;
mod full;
mod gateway;
mod operator;
mod points;
mod race;
mod scenario;
#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the other black-box tests, which use all of it"
)]
#[path = "../integration/support/mod.rs"]
mod support;
