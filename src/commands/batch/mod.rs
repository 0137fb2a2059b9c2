//! `batch`: many refunds from a file. A batch is intents in the journal; running it again is safe.

mod check;
mod choose;
mod elsewhere;
mod file;
mod online;
mod results;
mod run;
mod status;

pub(super) use check::check;
pub(super) use run::run;
pub(super) use status::{cancel, status};
