//! Issues refunds through QFPay's Refund API: never twice, never forgotten, never a guess
//! called a fact.
//!
//! `docs/architecture.md` is the guided tour.

#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
        clippy::use_debug,
        reason = "a test that cannot go on should stop"
    )
)]

pub mod app;
pub mod attempt;
pub mod batch;
pub mod cli;
pub mod commands;
pub mod exit;
pub mod gateway;
pub mod interrupt;
pub mod journal;
pub mod language;
pub mod money;
pub mod output;
pub mod plan;
pub mod profile;
pub mod refund;
pub mod runner;
pub mod simulator;
pub mod spreadsheet;
pub mod trust;
pub mod unseen;
pub mod world;
