//! `journal init`: the journal comes into being on purpose.

use super::merchant::Party;
use super::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::JournalFault;
use crate::output::JournalMadeDocument;
use std::path::Path;

pub(super) fn init(path: &Path, party: &Party, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut journal = books::create(path).map_err(|error| match error.fault() {
        JournalFault::Exists => Failure::from(error)
            .hint("It is left as it is, and can be used. Nothing has to be made."),
        _ => error.into(),
    })?;
    let document = JournalMadeDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        identity: journal.identity()?.to_string(),
        profile: party.profile.name().to_owned(),
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}
