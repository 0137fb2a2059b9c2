//! `journal restore`: a copy takes the journal's place, and what it lacks is entered.

use super::rejoin::{self, PutBack};
use crate::cli::RejoinArgs;
use crate::commands::merchant::{Party, own_key};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{Journal, JournalFault, MerchantKey};
use std::path::Path;
use time::OffsetDateTime;

pub(super) fn run(
    file: &Path,
    args: &RejoinArgs,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let restored = books::restore(file, path, &party.profile).map_err(|error| match error.fault() {
        JournalFault::Missing => Failure::from(error).hint("Give the path of a copy, as `qfrefund journal backup` made it."),
        JournalFault::Damaged(_) => Failure::from(error).hint("Nothing was changed. Take another copy; if this is the only one, ask for help before anything is sent."),
        _ => error.into(),
    })?;
    // Every merchant's refunds may be missing in it, not only those of this profile's.
    let since = restored
        .newest
        .map_or(OffsetDateTime::UNIX_EPOCH, |newest| newest.at);
    let mut journal = books::open_at(path, &party.profile)?;
    for merchant in whose(party, &mut *journal)? {
        if let Ok(Some(witness)) = books::witness(&mut *journal, &merchant, party, desk)
            && let Err(error) = witness.note_put_back(since)
        {
            desk.console.warn(&format!(
                "that a copy was put in place cannot be noted ({}: {error}): every merchant of this journal needs a `journal rejoin` before anything is sent",
                witness.path().display()
            ));
        }
    }
    drop(journal);
    let put_back = PutBack {
        from: Some(file.display().to_string()),
        aside: restored.aside.map(|path| path.display().to_string()),
    };
    rejoin::run(args, put_back, path, party, desk)
}

/// Lists the merchants whose refunds the copy knows, and the profile's.
fn whose(party: &Party, journal: &mut dyn Journal) -> Result<Vec<MerchantKey>, Failure> {
    let merchants = journal.merchants()?;
    let keys = merchants.entries().iter().map(|entry| &entry.says.key);
    let own = own_key(&party.profile);
    let whose = keys
        .chain([&own])
        .map(|key| merchants.of(key).unwrap_or(key));
    let mut whose: Vec<MerchantKey> = whose.cloned().collect();
    whose.sort();
    whose.dedup();
    Ok(whose)
}
