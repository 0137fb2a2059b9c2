//! The commands below `journal`: how it comes into its place, what it lacks, whether it is sound.

mod rejoin;
mod restore;
mod verify;

use super::merchant::{self, Party};
use super::{Desk, Failure, books, merchants};
use crate::cli::{JournalCommand, Later};
use crate::exit::Exit;
use crate::journal::sqlite::note_copy;
use crate::journal::{ExportError, Journal, JournalFault, JournalIdentity};
use crate::language::{text, word};
use crate::output::{BackupDocument, JournalMadeDocument};
use crate::refund::{command, hong_kong};
use std::io;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

pub(super) fn run(wanted: &JournalCommand, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if let JournalCommand::Verify {
        expect,
        journal: Some(file),
    } = wanted
    {
        return verify::file(expect, file, desk);
    }
    let party = merchant::choose(desk)?;
    let path = books::place(&party.profile, desk)?;
    let open = || {
        let opened = books::open_at(&path, &party.profile);
        opened.map_err(|error| books::not_opened(error, &party.profile))
    };
    match wanted {
        JournalCommand::Init { anew } => {
            let document = make(*anew, &path, &party, desk)?;
            Ok(desk.console.result(&document, Exit::Success, false))
        }
        JournalCommand::Restore {
            file,
            forget_open,
            rejoin,
        } => restore::run((file, *forget_open), rejoin, &path, &party, desk),
        JournalCommand::Rejoin(Later(args)) => {
            rejoin::run(args, rejoin::PutBack::default(), &path, &party, desk)
        }
        JournalCommand::Verify { expect, .. } => verify::own(expect, &path, &party, desk),
        JournalCommand::AdoptMerchant(Later(args)) => {
            merchants::adopt(args, &party, &mut *open()?, desk)
        }
        JournalCommand::Export => export(&mut *open()?, desk),
        JournalCommand::Backup { file } => {
            let file = &backup_name(file, &path, desk.clock.now());
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                let problem = text!(
                    "journal-no-folder",
                    "there is no folder {folder} for the copy",
                    folder = folder.display()
                );
                return Err(Failure::setup(problem).hint(word!(
                    "journal-make-folder",
                    "Make it, or give another name."
                )));
            }
            open()?.backup(file)?;
            // Whoever reads it is in another folder.
            let place = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            if let Err(error) = note_copy(&path, &place, desk.clock.now()) {
                desk.console.warn(&text!(
                    "journal-copy-not-noted",
                    "that the journal was copied cannot be noted for `qfrefund status`: {error}",
                    error
                ));
            }
            let document = BackupDocument {
                exit_code: Exit::Success.code(),
                journal: path.display().to_string(),
                file: file.display().to_string(),
                bytes: file.metadata().map(|metadata| metadata.len()).ok(),
            };
            Ok(desk.console.result(&document, Exit::Success, false))
        }
    }
}

/// Makes the journal, as `journal init` does.
pub(super) fn make(
    anew: bool,
    path: &Path,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<JournalMadeDocument, Failure> {
    let profile = party.profile.name();
    if !anew && !books::is_there(party, desk)? {
        refuse_by_habit(path, party, desk)?;
    }
    let key = party.key();
    let now = desk.clock.now();
    let folder = books::witness_folder(&party.profile, desk)?;
    let own = |identity: &JournalIdentity| {
        let folder = folder.as_deref()?;
        Some(books::witness_in(folder, identity, &key, path, party))
    };
    // All is noted before the new journal is in its place. What stops in between leaves a note of a journal that
    // never was, and others that are to be rejoined where they come back; but none that may send and lacks its note.
    let mut note = |identity: &JournalIdentity| {
        let Some(own) = own(identity) else {
            return Ok(());
        };
        let mut lacking = own.heirs()?;
        if anew {
            lacking.push(own.clone());
        }
        for witness in lacking {
            // Nobody knows what it lacks: a payment is refunded within a year.
            let since = now.saturating_sub(time::Duration::days(366));
            let noted = witness.note_put_back(since);
            noted.map_err(|error| witness.unnoted(&error))?;
        }
        own.supersede(now)
    };
    let made = books::create(path, &party.profile, &mut note);
    let mut journal = made.map_err(|error| match error.fault() {
        JournalFault::Exists => Failure::from(error).hint(word!(
            "journal-left-as-it-is",
            "It is left as it is, and can be used. Nothing has to be made."
        )),
        _ => error.into(),
    })?;
    Ok(JournalMadeDocument {
        exit_code: Exit::Success.code(),
        journal: path.display().to_string(),
        identity: journal.identity()?.to_string(),
        profile: profile.to_owned(),
    })
}

/// Refuses a new journal where this account has seen one of the place or the merchant.
fn refuse_by_habit(path: &Path, party: &Party, desk: &Desk<'_>) -> Result<(), Failure> {
    let profile = party.profile.name();
    let folder = books::witness_folder(&party.profile, desk)?;
    // No journal has this identity.
    let nobody = JournalIdentity::parse(&"0".repeat(32));
    let Some((folder, nobody)) = folder.zip(nobody) else {
        return Ok(());
    };
    let own = books::witness_in(&folder, &nobody, &party.key(), path, party);
    if own.was_seen()? {
        return Err(Failure::setup(text!("journal-seen-before", "this account has seen a journal at {path} before, and a new one would know nothing of it", path = path.display()))
            .hint(text!("journal-put-back", "Put a copy back: `{restore}`. If there is none, `qfrefund journal init --anew --profile {profile}` makes a new one, which sends nothing until `qfrefund journal rejoin --profile {profile}` has entered what the gateway shows.", restore = command("journal restore", "FILE", profile), profile)));
    }
    if let Some(place) = own.places_of_merchant()?.into_iter().next() {
        return Err(Failure::setup(text!("journal-seen-elsewhere", "this account has seen a journal with refunds of this merchant at {place}, and a new one at {path} would know nothing of them", place, path = path.display()))
            .hint(text!("journal-set-back", "Set `journal` in the profile back to it, or move its newest copy here: `{restore}`. If a second journal is meant, `qfrefund journal init --anew --profile {profile}` makes it, which sends nothing until `qfrefund journal rejoin --profile {profile}` has entered what the gateway shows.", restore = command("journal restore", "FILE", profile), profile)));
    }
    Ok(())
}

/// Returns the file that a copy is made under: `{date}` in its name is the day in Hong Kong, and in a
/// folder it is named after the journal, the day and the time, so that one command works every night.
fn backup_name(given: &Path, journal: &Path, now: OffsetDateTime) -> PathBuf {
    // `2026-11-22 18:30:00`
    let time = hong_kong::gateway_time(now);
    let day = time.split(' ').next().unwrap_or_default();
    if given.is_dir() {
        let stem = journal.file_stem().unwrap_or_default().to_string_lossy();
        let moment = time.replace(' ', "T").replace(':', "");
        return given.join(format!("{stem}-{moment}.db"));
    }
    let named = given.file_name().and_then(|name| name.to_str());
    match named.filter(|name| name.contains(DATE)) {
        Some(name) => given.with_file_name(name.replace(DATE, day)),
        None => given.to_owned(),
    }
}

/// What stands for the day in the name of a copy.
const DATE: &str = "{date}";

fn export(journal: &mut dyn Journal, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    match journal.export(desk.console.stdout) {
        Ok(()) => Ok(Exit::Success),
        Err(ExportError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Exit::Success)
        }
        Err(ExportError::Output(error)) => Err(error.into()),
        Err(ExportError::Journal(error)) => Err(error.into()),
    }
}
