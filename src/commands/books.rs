//! The journal as commands use it: where it is, whose it is, who writes in it.

mod moved;
mod named;
mod waits;

pub(super) use super::places::{journal as place, simulator_journal};
pub(super) use moved::moved;
pub(super) use named::named;
pub(super) use waits::{Waits, remind, tell_left_out, tell_planned, waiting, waiting_in_words};

use super::merchant::{Gateway, Party, own_key};
use super::{Desk, Failure};
use crate::attempt;
use crate::exit::Exit;
use crate::gateway::environment::Environment;
use crate::journal::sqlite::{Before, Restored, SqliteJournal};
use crate::journal::{
    Commit as _, Handovers, Journal, JournalError, JournalFault, JournalIdentity, MerchantKey,
    MerchantStanding, Who, Witness,
};
use crate::language::{text, word};
use crate::profile::{self, Profile};
use crate::refund::{clock, command};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens the journal of a profile, ends the claims of senders that are dead or silent for too
/// long, and finds out whose the profile's refunds are. Where that is not settled nothing may go on
/// that could send one.
pub(super) fn open(party: &Party, desk: &mut Desk<'_>) -> Result<Box<dyn Journal>, Failure> {
    let (mut journal, unsettled) = open_and_end(party, desk)?;
    if let Some(failure) = unsettled {
        return Err(failure);
    }
    keep_in_mind(party, &mut *journal)?;
    Ok(journal)
}

/// The same for a command that only reads: where the profile's merchant is not settled it shows
/// those of the one before, and says so.
pub(super) fn open_to_read(
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Box<dyn Journal>, Failure> {
    let (mut journal, unsettled) = open_and_end(party, desk)?;
    if let Some(failure) = unsettled {
        desk.console.warn(&failure.in_a_line());
    }
    tell_doubt(&*journal, party, desk);
    keep_in_mind(party, &mut *journal)?;
    Ok(journal)
}

/// Makes sure that by this journal something may be sent or settled.
///
/// # Errors
/// Says why not, and what to do with this profile: a command may be about several.
pub(super) fn trust(journal: &dyn Journal, party: &Party) -> Result<(), Failure> {
    journal.trust().map_err(|error| {
        let hint = error.remedy_for(party.profile.name());
        Failure::from(error).hint(hint)
    })
}

/// Says aloud where the journal may lack refunds, so that what it shows is not all; whether it does.
pub(super) fn tell_doubt(journal: &dyn Journal, party: &Party, desk: &mut Desk<'_>) -> bool {
    let doubt = journal.trust().err();
    if let Some(error) = &doubt {
        let hint = error.remedy_for(party.profile.name());
        desk.console.error(&format!("{error}"), Some(&hint));
    }
    doubt.is_some()
}

/// The same for a journal that is open.
pub(super) fn read_for(
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    if let Some(failure) = settle(party, journal, desk)? {
        desk.console.warn(&failure.in_a_line());
    }
    Ok(())
}
/// Takes over from the journal whether the gateway was seen to sign.
fn keep_in_mind(party: &Party, journal: &mut dyn Journal) -> Result<(), JournalError> {
    let environment = party.profile.environment().name();
    if journal.signs(environment, &party.key())? {
        party.signing.keep();
    }
    Ok(())
}

/// Finds out whose the profile's refunds are before the journal is opened for work, where there is
/// one: numbers and the identity of a batch are derived from it.
pub(super) fn know_merchant(party: &Party, desk: &Desk<'_>) -> Result<(), Failure> {
    if !is_there(party, desk)? {
        return Ok(());
    }
    let mut journal = open_for(party, desk)?;
    settle(party, &mut *journal, desk)?.map_or(Ok(()), Err)
}

/// Whether there is a journal. One that cannot be looked for may be there.
pub(super) fn is_there(party: &Party, desk: &Desk<'_>) -> Result<bool, Failure> {
    let path = place(&party.profile, desk)?;
    path.try_exists().map_err(|error| {
        let path = path.display();
        Failure::setup(text!("journal-not-looked-for", "cannot look for the journal {path}: {error}", path, error))
            .hint(word!("journal-folder-rights", "Give this account the right to read the folders on the way there, or run it as the account the journal belongs to."))
    })
}

/// Says that there is no journal, where one has to be made before anything is sent.
pub(super) fn missing(party: &Party, desk: &Desk<'_>) -> Result<Option<Failure>, Failure> {
    let profile = &party.profile;
    if makes_its_own(profile) || is_there(party, desk)? {
        return Ok(None);
    }
    let place = place(profile, desk)?.display().to_string();
    let error = JournalError::new(place, JournalFault::Missing);
    Ok(Some(not_opened(error, profile)))
}

/// Notes whose the profile's refunds are. Where nobody has settled that, it is the merchant before,
/// and what is to be said of it comes back.
fn settle(
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Option<Failure>, Failure> {
    match standing(&party.profile, journal)? {
        MerchantStanding::Known(merchant) => drop(party.settled.set(merchant)),
        MerchantStanding::New => {}
        MerchantStanding::Unsettled(before) => {
            let failure = unsettled(&party.profile, &before, journal)?;
            let _ = party.settled.set(before);
            return Ok(Some(failure));
        }
    }
    moved(party, journal, desk)
}

fn standing(
    profile: &Profile,
    journal: &mut dyn Journal,
) -> Result<MerchantStanding, JournalError> {
    let environment = profile.environment().name();
    let merchants = journal.merchants()?;
    Ok(merchants.standing(&own_key(profile), environment, profile.name()))
}

/// Says that nobody has settled whether the merchant that a profile names is the one before.
fn unsettled(
    profile: &Profile,
    before: &MerchantKey,
    journal: &mut dyn Journal,
) -> Result<Failure, Failure> {
    let name = profile.name();
    let keys = journal.merchants()?.keys_of(before);
    let counts = journal.open_by_key()?;
    let counts = counts.iter().filter(|one| keys.contains(&one.key));
    let (open, planned) = counts.fold((0_u64, 0_u64), |(open, planned), one| {
        (
            open.saturating_add(one.count),
            planned.saturating_add(one.planned),
        )
    });
    let waiting = waiting_in_words(open, planned).into_iter();
    let waiting: String = waiting
        .map(|part| text!("journal-of-these", "; of these {part}", part))
        .collect();
    Ok(Failure::setup(text!(
        "journal-unsettled",
        "profile `{name}` now names the merchant {now}, but its refunds in the journal are of the merchant {before}{waiting}",
        name,
        now = own_key(profile).in_words(),
        before = before.in_words(),
        waiting
    ))
    .hint(text!(
        "journal-say-once",
        "Say whether it is the same merchant, once: `qfrefund journal adopt-merchant --same --profile {name}`, or --other.",
        name
    )))
}

/// Opens the journal of a profile, has the witness watch over it, and ends claims. Returns with it
/// what is to be said where the profile's merchant is not settled.
fn open_and_end(
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(Box<dyn Journal>, Option<Failure>), Failure> {
    let mut journal = open_for(party, desk)?;
    // Whose the witness is, too.
    let unsettled = settle(party, &mut *journal, desk)?;
    if let Some(trouble) = attend(&mut *journal, party, desk)? {
        desk.console.warn(&text!("journal-seen-not-noted", "what was last seen of the journal cannot be noted ({trouble}); an older copy in its place would not be noticed", trouble));
    }
    let now = desk.clock.now();
    let ended = journal.end_claims(who(desk).at(now))?;
    if ended.entered > 0 {
        desk.console.note(&text!("journal-entered-now", "outcomes that could not be written down when the gateway told them stand in the journal now: {count}", count = ended.entered));
    }
    if ended.unknown > 0 {
        desk.console.warn(&text!("journal-unknown-now", "{refunds_were} being sent when the program that sent them ended, or was not heard of for too long; their outcome is unknown now", refunds_were = were(ended.unknown)));
    }
    if ended.unsent > 0 {
        desk.console.warn(&text!("journal-planned-again", "{refunds_were} to be sent when the program ended; nothing of them was sent, and they are planned again", refunds_were = were(ended.unsent)));
    }
    Ok((journal, unsettled))
}

/// Says how many refunds were.
fn were(refunds: u64) -> String {
    match refunds {
        1 => text!("journal-one-was", "1 refund was"),
        more => text!("journal-more-were", "{more} refunds were", more),
    }
}

/// Opens the journal of a profile.
fn open_for(party: &Party, desk: &Desk<'_>) -> Result<Box<dyn Journal>, Failure> {
    let path = place(&party.profile, desk)?;
    open_at(&path, &party.profile).map_err(|error| not_opened(error, &party.profile))
}

/// Whether its journal comes into being by itself. Only a rehearsal's does: where money may move, a
/// new and empty journal knows nothing of what was refunded before, so that somebody has to say that
/// it is one.
fn makes_its_own(profile: &Profile) -> bool {
    profile.environment() == Environment::Simulator
}

/// Opens the journal in a file, for a profile. The one place that says which kind of journal it is.
pub(super) fn open_at(path: &Path, profile: &Profile) -> Result<Box<dyn Journal>, JournalError> {
    Ok(Box::new(match profile.journal_file_system() {
        None if makes_its_own(profile) => SqliteJournal::open(path)?,
        kind if makes_its_own(profile) => SqliteJournal::open_on(path, kind)?,
        kind => SqliteJournal::open_existing(path, kind)?,
    }))
}

/// Says why the journal of a profile could not be opened, and what may be the matter where there is
/// none.
pub(super) fn not_opened(error: JournalError, profile: &Profile) -> Failure {
    if *error.fault() != JournalFault::Missing {
        return error.into();
    }
    let profile = profile.name();
    let restore = command("journal restore", "FILE", profile);
    Failure::new(Exit::Setup, error).hint(text!("journal-not-there", "If refunds were never made here before, make it: `qfrefund journal init --profile {profile}`. If they were, nothing may be sent without what it says: this is another account or HOME, `journal` in the profile has changed, or the file was moved or deleted. Set that right, or put a copy back: `{restore}`.", profile, restore))
}

/// Opens the journal in a file to read it, for a profile if one is named. Nothing is changed: not
/// even the claims of senders that are dead.
pub(super) fn read_only(path: &Path) -> Result<Box<dyn Journal>, JournalError> {
    Ok(Box::new(SqliteJournal::read_only(path)?))
}

/// Makes a profile's journal.
pub(super) fn create(
    path: &Path,
    profile: &Profile,
    before: &mut dyn FnMut(&JournalIdentity) -> Result<(), JournalError>,
) -> Result<Box<dyn Journal>, JournalError> {
    let accepted = profile.journal_file_system();
    Ok(Box::new(SqliteJournal::create(path, accepted, before)?))
}

/// Puts a copy in the place of a profile's journal.
pub(super) fn restore(
    copy: &Path,
    path: &Path,
    profile: &Profile,
    before: &mut Before<'_>,
) -> Result<Restored, JournalError> {
    SqliteJournal::restore(copy, path, profile.journal_file_system(), before)
}

/// Has the witness watch over a journal, for a profile whose merchant is settled.
fn attend(
    journal: &mut dyn Journal,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<Option<String>, Failure> {
    match witness(journal, &party.key(), party, desk) {
        Ok(witness) => Ok(journal.attend(witness, desk.console.written.clone())?),
        Err(failure) => {
            journal.attend(None, desk.console.written.clone())?;
            Ok(Some(format!("{:#}", failure.error)))
        }
    }
}

/// Names the witness of a journal and merchant.
pub(super) fn witness(
    journal: &mut dyn Journal,
    merchant: &MerchantKey,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<Option<Witness>, Failure> {
    let Some(folder) = witness_folder(&party.profile, desk)? else {
        return Ok(None);
    };
    let place = place(&party.profile, desk)?;
    let identity = journal.identity()?;
    let witness = witness_in(&folder, &identity, merchant, &place, party);
    Ok(Some(witness))
}

/// The same in the folder of the witnesses, of a journal that need not be there.
pub(super) fn witness_in(
    folder: &Path,
    identity: &JournalIdentity,
    merchant: &MerchantKey,
    place: &Path,
    party: &Party,
) -> Witness {
    let credential = party.credential_of(merchant);
    let whose = (merchant, credential.as_deref());
    Witness::new(folder, identity, whose, place.display().to_string())
}

/// Returns where the witnesses are. Rehearsals need none.
pub(super) fn witness_folder(
    profile: &Profile,
    desk: &Desk<'_>,
) -> Result<Option<PathBuf>, Failure> {
    if profile.environment() == Environment::Simulator {
        return Ok(None);
    }
    Ok(Some(profile::state_dir(desk.env)?.join("witness")))
}

/// Keeps the file in which this process marks what it hands over. Every claim comes after it.
pub(super) fn keep_handovers(
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Arc<Handovers>, Failure> {
    let mut id = [0; 8];
    desk.random.fill(&mut id)?;
    Ok(journal.keep_handovers(u64::from_le_bytes(id))?)
}

/// Returns who is at work, as every event names it.
pub(super) fn who(desk: &Desk<'_>) -> Who {
    Who {
        operator: (desk.account)().operator(desk.env),
        host: desk.host.clone(),
        process: desk.process,
    }
}

/// Writes down that the gateway was seen to sign, if only its answers to enquiries showed it: those
/// to refunds and to looks at them are written down with what they say.
fn keep_signing(
    journal: &mut dyn Journal,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<(), JournalError> {
    if party.signing.is_news() {
        let environment = party.profile.environment().name();
        let key = party.key();
        journal.commit(|scope| scope.note_signing(environment, &key, desk.clock.now()))?;
        party.signing.keep();
    }
    Ok(())
}

/// Makes sure that the clock is right, before anything is sent by it.
///
/// # Errors
/// How far off it is, as a clause.
pub(super) fn check_clock(
    journal: &mut dyn Journal,
    gateway: &Gateway<'_>,
    party: &Party,
) -> Result<(), String> {
    let read = |error: JournalError| error.to_string();
    let (profile, means) = (&party.profile, gateway.means());
    let newest = journal.newest().map_err(read)?;
    let is_new_day = profile.guards().max_day_total.is_some() && {
        let sent = journal.day_total(&party.key(), profile.currency(), means.clock.now());
        sent.map_err(read)? == 0
    };
    attempt::check_clock(newest, is_new_day, &means)
}

/// Tells whether the clock was found set back. Only a write finds it.
pub(super) fn tell_clock(journal: &dyn Journal, desk: &mut Desk<'_>) {
    if let Some(behind) = journal.clock_set_back() {
        desk.console.warn(&text!("journal-clock-behind", "the clock of this machine is {lasting} behind the journal's newest event; one of the two was written by a wrong clock", lasting = clock::lasting(behind.as_secs())));
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        let remedy = error.remedy();
        Self::new(Exit::Setup, error).hint(remedy)
    }
}
