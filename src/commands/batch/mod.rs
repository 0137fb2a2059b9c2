//! `batch`: many refunds from a file. A batch is intents in the journal; running it again is safe.

mod advice;
mod cancel;
mod check;
mod confirm;
mod day;
mod each;
mod earlier;
mod elsewhere;
mod file;
mod files;
mod known;
mod last_look;
mod list;
mod nothing;
mod online;
mod orders;
mod parts;
mod past;
mod results;
mod run;
mod sample;
mod shape;
mod standing;
mod status;
mod together;
mod told;
mod twice;
mod words;

pub(super) use cancel::cancel;
pub(super) use check::check;
pub(super) use file::kept_name;
pub(super) use list::list;
pub(super) use run::run;
pub(super) use sample::sample;
pub(super) use shape::Shape;
pub(super) use status::status;
