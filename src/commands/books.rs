//! The journal as commands use it: where it is, whose it is, who writes in it.

use super::merchant::{self, Gateway, Party};
use super::{Desk, Failure};
use crate::attempt;
use crate::exit::Exit;
use crate::gateway::environment::Environment;
use crate::journal::sqlite::{Restored, SqliteJournal};
use crate::journal::{
    Commit as _, Handovers, Journal, JournalError, JournalFault, MerchantKey, Who, Witness,
};
use crate::profile::{self, Profile};
use crate::refund::State;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Returns the journal's file: the profile's, or its usual place. The simulator has its own, so
/// that rehearsals never stand among real refunds.
pub(super) fn place(profile: &Profile, desk: &Desk<'_>) -> Result<PathBuf, Failure> {
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
    Ok(merchant::simulator_state(None, desk)?.with_file_name("simulator-journal.db"))
}

/// Opens the journal of a profile, and ends the claims of senders that are dead or silent for too
/// long.
pub(super) fn open(party: &Party, desk: &mut Desk<'_>) -> Result<Box<dyn Journal>, Failure> {
    let mut journal = open_at(&place(&party.profile, desk)?, &party.profile)?;
    if let Some(trouble) = attend(&mut *journal, party, desk)? {
        desk.console.warn(&format!("what was last seen of the journal cannot be noted ({trouble}); an older copy in its place would not be noticed"));
    }
    let now = desk.clock.now();
    let ended = journal.end_claims(who(desk).at(now))?;
    if ended.unknown > 0 {
        desk.console.warn(&format!("refunds that were being sent by a process that was not heard of again: {}. Their outcome is unknown", ended.unknown));
    }
    if ended.unsent > 0 {
        desk.console.warn(&format!("refunds whose process ended before anything of them was sent: {}. They stand planned again", ended.unsent));
    }
    Ok(journal)
}

/// Has the witness watch over a journal.
pub(super) fn attend(
    journal: &mut dyn Journal,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<Option<String>, Failure> {
    let merchant = merchant_key(&party.profile);
    match witness(journal, &merchant, party, desk) {
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
    let place = place(&party.profile, desk)?.display().to_string();
    let identity = journal.identity()?;
    Ok(Some(Witness::new(&folder, &identity, merchant, place)))
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

/// Opens the journal in a file. The one place that says which kind of journal it is, and that
/// only a rehearsal makes one by itself: where money may move, a new and empty journal knows
/// nothing of what was refunded before, so that somebody has to say that it is one.
fn open_at(path: &Path, profile: &Profile) -> Result<Box<dyn Journal>, Failure> {
    if profile.environment() == Environment::Simulator {
        return Ok(Box::new(SqliteJournal::open(path)?));
    }
    open_existing(path, profile)
}

/// Opens the journal in a file, which has to be there.
pub(super) fn open_existing(path: &Path, profile: &Profile) -> Result<Box<dyn Journal>, Failure> {
    match SqliteJournal::open_existing(path) {
        Ok(journal) => Ok(Box::new(journal)),
        Err(error) if *error.fault() == JournalFault::Missing => {
            let remedy = format!(
                "If refunds were never made here before, make it: `qfrefund journal init --profile {0}`. If they were, nothing may be sent without what it says: this is another account or HOME, `journal` in the profile has changed, or the file was moved or deleted. Set that right, or put a copy back: `qfrefund journal restore FILE --profile {0}`.",
                profile.name()
            );
            Err(Failure::new(Exit::Setup, error).hint(remedy))
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts a copy in a journal's place.
pub(super) fn restore(copy: &Path, path: &Path) -> Result<Restored, JournalError> {
    SqliteJournal::restore(copy, path)
}

/// Makes a profile's journal.
pub(super) fn create(path: &Path) -> Result<Box<dyn Journal>, JournalError> {
    Ok(Box::new(SqliteJournal::create(path)?))
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
    let named = ["QFREFUND_OPERATOR", "LOGNAME", "USER", "USERNAME"];
    let operator = named
        .iter()
        .find_map(|name| desk.env.get(name))
        .map(|name| name.to_string_lossy().into_owned());
    Who {
        operator: operator.unwrap_or_else(|| "unknown".to_owned()),
        host: desk.host.clone(),
        process: desk.process,
    }
}

/// Returns the merchant a number belongs to: one app code and shop at one gateway.
pub(super) fn merchant_key(profile: &Profile) -> MerchantKey {
    let gateway = match (profile.environment(), profile.base_url()) {
        (Environment::Custom, Some(url)) => url.to_string(),
        (environment, _) => environment.name().to_owned(),
    };
    MerchantKey::new(format!(
        "{gateway} {} {}",
        profile.app_code(),
        profile.mchid().unwrap_or("-")
    ))
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
        let (merchant, now) = (merchant_key(profile), means.clock.now());
        let sent = journal.day_total(&merchant, profile.currency(), now);
        sent.map_err(read)? == 0
    };
    attempt::check_clock(newest, is_new_day, &means)
}

/// Tells whether the clock was found set back. Only a write finds it.
pub(super) fn tell_clock(journal: &dyn Journal, desk: &mut Desk<'_>) {
    if let Some(behind) = journal.clock_set_back() {
        desk.console.warn(&format!("the clock of this machine is {} s behind the journal's newest event; one of the two was written by a wrong clock", behind.as_secs()));
    }
}

/// Tells whether something waits for somebody, besides the refunds that were just reported with
/// their states and have had their own words. Ends every command that has opened the journal.
pub(super) fn remind(
    journal: &mut dyn Journal,
    besides: &[(State, u64)],
    party: &Party,
    desk: &mut Desk<'_>,
) {
    tell_clock(journal, desk);
    let Ok(count) = journal.unresolved_count(desk.clock.now()) else {
        return;
    };
    let open = besides.iter().filter(|(state, _)| state.is_open());
    let reported = open.fold(0_u64, |sum, (_, refunds)| sum.saturating_add(*refunds));
    let waiting = count.saturating_sub(reported);
    if waiting > 0 {
        let are = if waiting == 1 {
            "refund waits"
        } else {
            "refunds wait"
        };
        let other = if reported > 0 { " other" } else { "" };
        desk.console.note(&format!(
            "{waiting}{other} {are} to be resolved: `qfrefund resolve --profile {}`",
            party.profile.name()
        ));
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        let remedy = error.remedy();
        Self::new(Exit::Setup, error).hint(remedy)
    }
}
