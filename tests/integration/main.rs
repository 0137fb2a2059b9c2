//! Black-box tests: the built binary, a sealed environment, a real server on loopback.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that cannot go on should stop, and its helpers are shared inside one binary"
)]

mod attempts;
mod batch;
mod batch_adoption;
mod batch_desk;
mod clock;
mod documents;
mod dry_run;
mod enquiry;
mod first_use;
mod heads;
mod issue;
mod journal;
mod layers;
mod online;
mod operations;
mod outcomes;
mod profiles;
mod proxy;
mod restoring;
mod screens;
mod simulator;
mod startup;
mod support;
mod terminal;
mod transport;
mod wrong_clock;
