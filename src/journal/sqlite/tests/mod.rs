//! The contract.

use super::*;
use crate::journal::contract::{Store, journal_contract};
use std::path::PathBuf;
use tempfile::TempDir;

/// A journal in a folder of its own.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("data/journal.db")
    }
}

impl Store for Folder {
    fn open(&self) -> Box<dyn Journal> {
        Box::new(SqliteJournal::open(&self.path()).unwrap())
    }
}

mod keeps_the_contract {
    use super::*;
    journal_contract!(Folder::new());
}
