//! `journal init`, `restore` and `rejoin`: how a journal comes into its place, and what it lacks.

mod rejoin;
mod restore;

pub(super) use rejoin::rejoin;
pub(super) use restore::restore;

use super::merchant::Party;
use super::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{Identity, JournalFault, Witness};
use crate::output::JournalMadeDocument;
use std::path::Path;

pub(super) fn init(
    anew: bool,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    if !anew && !path.exists() && was_seen(path, party, desk) {
        return Err(Failure::setup(format!("this account has seen a journal at {} before, and a new one would know nothing of it", path.display()))
            .hint("Put a copy back: `qfrefund journal restore FILE`. If there is none, `qfrefund journal init --anew` makes a new one, which sends nothing until `qfrefund journal rejoin` has entered what the gateway shows."));
    }
    let mut journal = books::create(path).map_err(|error| match error.fault() {
        JournalFault::Exists => Failure::from(error)
            .hint("It is left as it is, and can be used. Nothing has to be made."),
        _ => error.into(),
    })?;
    let identity = journal.identity()?;
    for witness in heirs(&identity, path, party, desk) {
        witness.note_put_back(desk.clock.now())?;
    }
    let document = JournalMadeDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        identity: identity.to_string(),
        profile: party.profile.name().to_owned(),
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}

fn was_seen(path: &Path, party: &Party, desk: &Desk<'_>) -> bool {
    // No journal has this identity.
    Identity::parse(&"0".repeat(32))
        .is_some_and(|nobody| !heirs(&nobody, path, party, desk).is_empty())
}

/// Names the witnesses of a journal for every merchant that was seen at its place.
fn heirs(journal: &Identity, path: &Path, party: &Party, desk: &Desk<'_>) -> Vec<Witness> {
    let merchant = books::merchant_key(&party.profile);
    books::witness_folder(&party.profile, desk)
        .ok()
        .flatten()
        .map(|folder| Witness::new(&folder, journal, &merchant, path.display().to_string()).heirs())
        .unwrap_or_default()
}
