//! Black-box tests: the built binary, a sealed environment, a real server on loopback.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that cannot go on should stop, and its helpers are shared inside one binary"
)]

mod absence;
mod again;
mod asked;
mod attempts;
mod batch;
mod batch_adoption;
mod batch_again;
mod batch_columns;
mod batch_desk;
mod batch_encoding;
mod batch_file_names;
mod batch_files;
mod batch_files_later;
mod batch_files_told;
mod batch_given_up;
mod batch_guards;
mod batch_held;
mod batch_left_out;
mod batch_left_out_told;
mod batch_limits;
mod batch_looks;
mod batch_merchants;
mod batch_merchants_last_look;
mod batch_merchants_looks;
mod batch_past;
mod batch_plan;
mod batch_processes;
mod batch_reading;
mod batch_status;
mod batch_to_send;
mod batch_told;
mod bounds;
mod clock;
mod closing;
mod completions;
mod contradicted;
mod copies;
mod currency;
mod disks;
mod documents;
mod doubt;
mod dry_run;
mod endpoints;
mod enquiry;
mod examples;
mod filter;
mod first_use;
mod heads;
mod issue;
mod journal;
mod journal_damage;
mod journal_files;
mod journal_looks;
mod journal_processes;
mod language;
mod layers;
mod left_out_waits;
mod lists;
mod look;
mod looked;
mod looked_again;
mod merchant;
mod month;
mod online;
mod operations;
mod operator;
mod orders;
mod orders_single;
mod outcomes;
mod profile_init;
mod profile_online;
mod profiles;
mod proxy;
mod rejoining;
mod replacing;
mod resending;
mod restoring;
mod restoring_newer;
mod retention;
mod screens;
mod scripted_month;
mod secrets;
mod sent_time;
mod signals;
mod signing;
mod simulator;
mod spoken;
mod startup;
mod status;
mod support;
mod swapped;
mod terminal;
mod transport;
mod trust;
mod turned_away;
mod waiting;
mod wrong_clock;
