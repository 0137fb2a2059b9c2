//! Fills a journal with many intents, through the library; `journal.py` runs it.
//!
//! `cargo bench --bench fill_journal -- JOURNAL MERCHANT COUNT`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that cannot go on should stop, and tells its figures"
)]

mod fill;

use std::path::Path;
use std::time::Instant;
use time::OffsetDateTime;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let [journal, merchant, count] = &args[..] else {
        println!("usage: fill_journal JOURNAL MERCHANT COUNT");
        return;
    };
    let begun = Instant::now();
    let count = count.parse().unwrap();
    fill::fill(
        Path::new(journal),
        merchant,
        count,
        OffsetDateTime::now_utc(),
    );
    println!("{count} intents in {} s", begun.elapsed().as_secs());
}
