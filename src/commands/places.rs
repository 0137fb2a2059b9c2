//! Where a profile's files are.

use super::{Desk, Failure};
use crate::gateway::environment::Environment;
use crate::language::word;
use crate::profile::{self, Profile};
use std::path::PathBuf;

/// Returns the journal's file: the profile's, or its usual place. The simulator has its own, so
/// that rehearsals never stand among real refunds.
pub(super) fn journal(profile: &Profile, desk: &Desk<'_>) -> Result<PathBuf, Failure> {
    if let Some(path) = profile.journal() {
        return Ok(path.to_owned());
    }
    if profile.environment() == Environment::Simulator {
        return simulator_journal(desk);
    }
    Ok(profile::data_dir(desk.env)?.join("journal.db"))
}

/// Returns the file of the built-in simulator's own journal, beside its ledger.
pub(super) fn simulator_journal(desk: &Desk<'_>) -> Result<PathBuf, Failure> {
    Ok(simulator_state(None, desk)?.with_file_name("simulator-journal.db"))
}

/// Returns the simulator's state file: the one given, or its place in the user's data folder.
pub(super) fn simulator_state(given: Option<PathBuf>, desk: &Desk<'_>) -> Result<PathBuf, Failure> {
    match given {
        Some(path) => Ok(path),
        None => match profile::data_dir(desk.env) {
            Ok(folder) => Ok(folder.join("simulator.jsonl")),
            Err(_) => Err(Failure::setup(word!(
                "journal-no-home",
                "the environment names no home folder to keep the simulator's ledger in"
            ))
            .hint(word!("journal-set-home", "Set HOME to an absolute path."))),
        },
    }
}
