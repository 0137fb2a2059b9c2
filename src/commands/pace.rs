//! The files by which the processes of this machine share the rate limit, and what is said where one
//! cannot be used.

use super::Desk;
use crate::journal::JournalError;
use crate::language::text;
use std::sync::{Arc, OnceLock};

/// A file that a command shares the rate limit by.
#[derive(Debug)]
pub struct Pace {
    file: String,
    /// What has kept it from being used since, if anything has.
    trouble: Arc<OnceLock<String>>,
}

/// Says that a file cannot be used from the start.
pub(super) fn unusable(file: &str, error: &JournalError) -> String {
    text!(
        "console-pace-unusable",
        "{file} cannot be used, by which the processes of this machine share the rate limit: this one keeps it alone. Give this account the right to read and write that file, or move it away while nothing runs ({error})",
        file,
        error
    )
}

impl Desk<'_> {
    /// Watches a file from now on.
    pub(super) fn watch_pace(&mut self, file: String, trouble: Arc<OnceLock<String>>) {
        self.paces.push(Pace { file, trouble });
    }

    /// Says of each file once that it could not be used.
    pub(super) fn tell_paces(&mut self) {
        let mut told: Vec<String> = Vec::new();
        for pace in &self.paces {
            let Some(why) = pace.trouble.get().filter(|_| !told.contains(&pace.file)) else {
                continue;
            };
            let file = &pace.file;
            self.console.warn(&text!("console-pace-trouble", "{file} could not be used all the time, by which the processes of this machine share the rate limit: meanwhile this one kept it alone ({why})", file, why));
            told.push(file.clone());
        }
        self.paces.retain(|pace| !told.contains(&pace.file));
    }
}
