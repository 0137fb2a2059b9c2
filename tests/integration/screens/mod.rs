//! Whole screens of the commands, as snapshots: command line, exit code, standard output and
//! standard error. A change of words is a change of the `.snap` files below `snaps`.
//!
//! A run writes what differs beside its snapshot, as `.snap.new`; read it, and let the new one take
//! the old one's place. `INSTA_UPDATE=always` does that for all. With `CI` set nothing is written.

mod asking;
mod batch;
mod config;
mod issue;
mod ledger;
mod meant;
mod open;
mod payment;
mod rows;
mod stage;
mod tools;
mod usage;
mod welcome;
