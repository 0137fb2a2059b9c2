//! What a run does with each row of a file: one plan, over which every command folds.
//!
//! A file is read once to be checked ([`crate::batch::check`]), which gives the [`Batch`] it is. From
//! then on its rows come as a [`Plan`]: each with its [`Fate`], the journal looked up once for it.
//! [`Sums`] adds a plan up, [`Import`] carries it out in the journal's own transaction, which has the
//! last word. What is not read is never taken for what is not there: rows that are not those of the
//! check, or that end early, are a [`PlanError`].
//!
//! Memory: one row; with twins to be left out 12 bytes a row and a byte for each decision; a few words for
//! each row that an earlier file has as well.

mod checked;
mod copies;
mod fate;
mod given_up;
mod import;
mod judge;
mod known;
mod sums;
#[cfg(test)]
mod tests;
mod twins;

pub use checked::{Batch, PlanError, Retry, Rows, Untaken};
pub use copies::{Copies, Repeats};
pub use fate::{Fate, Forgone, Planned, Retried};
pub use import::{Import, Imported};
pub use judge::Plan;
pub use sums::Sums;
pub use twins::{Twin, TwinPolicy};
