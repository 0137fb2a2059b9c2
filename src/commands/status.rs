//! `status`: what waits, what was refunded today, and how the journal is. Asks nobody and writes
//! nothing.

use super::merchant::{self, Party};
use super::{Desk, Failure, books, completions, merchants};
use crate::cli::StatusArgs;
use crate::exit::Exit;
use crate::journal::sqlite::last_copy;
use crate::journal::{Journal, MerchantKey, Seen, waiting_batches};
use crate::language::{text, word};
use crate::output::{
    DayTotal, JournalSize, LONGEST_WAIT, LastCopy, LeftOutBatch, ListedBatch, ProfileStatus,
    StatusDocument, WaitingRow, prometheus,
};
use crate::refund::{State, worst};
use std::path::{Path, PathBuf};
use std::time::Duration;
use time::OffsetDateTime;

pub(super) fn run(args: &StatusArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let older_than = args.older_than.as_deref().map(span).transpose()?;
    let now = desk.clock.now();
    let before = older_than.map_or(now, |span| {
        now.saturating_sub(time::Duration::try_from(span).unwrap_or(time::Duration::MAX))
    });
    let profiles = look(before, desk)?;
    let late = || {
        let waiting = profiles.iter().flat_map(|profile| &profile.waiting);
        let waiting = waiting.filter(|row| row.age.older > 0).map(|row| row.state);
        // What was left out was no more sent than what is planned.
        let left_out = profiles.iter().flat_map(|profile| &profile.left_out);
        let left_out = left_out.filter(|rows| rows.age.older > 0);
        worst(waiting.chain(left_out.map(|_| State::Planned)))
    };
    let exit = match older_than.and_then(|_| late()) {
        Some(state) => Exit::from(state),
        None if profiles.iter().any(|profile| profile.problem.is_some()) => Exit::Setup,
        None => Exit::Success,
    };
    if args.prometheus {
        completions::print(prometheus(&profiles).as_bytes(), desk)?;
        return Ok(exit);
    }
    let document = StatusDocument {
        exit_code: exit.code(),
        older_than: older_than.map(|span| span.as_secs()),
        profiles,
    };
    Ok(desk.console.result(&document, exit, false))
}

/// Looks at the profile that is named, or else at every one of the config file; what was written down before a time
/// counts as older.
pub(super) fn look(
    before: OffsetDateTime,
    desk: &mut Desk<'_>,
) -> Result<Vec<ProfileStatus>, Failure> {
    let mut counted = Vec::new();
    let parties = parties(desk)?.into_iter();
    Ok(parties
        .map(|(name, party)| match party {
            Ok(party) => of_one(&party, before, &mut counted, desk).unwrap_or_else(|failure| {
                ProfileStatus::unread(&name, Some(environment(&party)), failure.in_a_line())
            }),
            Err(error) => ProfileStatus::unread(&name, None, format!("{error}. {}", error.hint())),
        })
        .collect())
}

/// Finds the profile that is named, or else every one of the config file.
fn parties(desk: &Desk<'_>) -> Result<Vec<merchant::Named>, Failure> {
    match &desk.profile {
        Some(name) => Ok(vec![(name.clone(), Ok(merchant::choose(desk)?))]),
        None => merchant::every(desk),
    }
}

fn environment(party: &Party) -> String {
    party.profile.environment().name().to_owned()
}

/// A merchant in the journal of a file, and the profile with which all that waits of it is told.
type Counted = (PathBuf, MerchantKey, String);

fn of_one(
    party: &Party,
    before: OffsetDateTime,
    counted: &mut Vec<Counted>,
    desk: &mut Desk<'_>,
) -> Result<ProfileStatus, Failure> {
    let profile = &party.profile;
    let path = books::place(profile, desk)?;
    if let Some(missing) = books::missing(party, desk)? {
        return Err(missing);
    }
    let mut status = ProfileStatus {
        profile: profile.name().to_owned(),
        environment: Some(environment(party)),
        ..ProfileStatus::default()
    };
    if !path.exists() {
        // A rehearsal's journal comes into being with the first refund.
        return Ok(status);
    }
    let mut journal = books::read_only(&path)?;
    books::read_for(party, &mut *journal, desk)?;
    let (journal, key) = (&mut *journal, party.key());
    status.problem = doubt(journal, party, desk)?;
    let (now, currency) = (desk.clock.now(), profile.currency());
    let mut same = counted
        .iter()
        .filter(|(place, merchant, _)| *place == path && *merchant == key);
    status.counted_with = same.next().map(|(_, _, profile)| profile.clone());
    if status.counted_with.is_none() {
        let waiting = journal.waiting(&key, (before, now))?;
        let rows = waiting.iter().map(|waiting| WaitingRow::of(waiting, now));
        status.waiting = rows.collect();
        let batches = waiting_batches(journal, &key)?;
        status.batches = batches.iter().map(ListedBatch::of).collect();
        let left_out = journal.left_out(&key, (before, now))?;
        let left_out = left_out.iter().map(|rows| LeftOutBatch::of(rows, now));
        status.left_out = left_out.collect();
    }
    let limit = profile.guards().max_day_total;
    status.today = Some(DayTotal::of(
        journal.day_total(&key, currency, now)?,
        limit,
        currency,
    ));
    status.journal = Some(size(&path, journal)?);
    status.last_copy = match last_copy(&path) {
        Ok(copy) => copy.map(|(at, file)| LastCopy::of(at, &file, now)),
        Err(error) => {
            let problem = text!(
                "status-copied-unread",
                "when the journal was last copied cannot be read: {error}",
                error
            );
            status.problem = status.problem.or(Some(problem));
            None
        }
    };
    if status.counted_with.is_none() {
        counted.push((path, key, profile.name().to_owned()));
    }
    Ok(status)
}

/// Says where the journal does not tell all that waits: an older copy stands in its place, or refunds
/// wait of a merchant that no profile names any more.
fn doubt(
    journal: &mut dyn Journal,
    party: &Party,
    desk: &Desk<'_>,
) -> Result<Option<String>, Failure> {
    let rejoin = format!(
        "`qfrefund journal rejoin --profile {}`",
        party.profile.name()
    );
    if let Some(witness) = books::witness(journal, &party.key(), party, desk)? {
        match witness.read() {
            Seen::Event(head) if journal.hash_of(head.seq)? != Some(head.hash) => {
                return Ok(Some(text!(
                    "status-gone-back",
                    "the journal has gone back in time: event {seq} was seen in it and is not there now, so that what is missing in it waits unseen. Put the newer file back, or run {rejoin}",
                    seq = head.seq,
                    rejoin
                )));
            }
            Seen::PutBack(..) => {
                return Ok(Some(text!(
                    "status-put-back",
                    "a copy was put in the journal's place, and what it lacks was not read from the gateway yet: run {rejoin}",
                    rejoin
                )));
            }
            Seen::Unread(why) => {
                return Ok(Some(text!(
                    "status-witness-unread",
                    "what was last seen of the journal cannot be read ({path}: {why})",
                    path = witness.path().display(),
                    why
                )));
            }
            Seen::Event(_) | Seen::Nothing => {}
        }
    }
    if let Some(moved) = books::moved(party, journal, desk)? {
        return Ok(Some(moved.in_a_line()));
    }
    let orphans = merchants::orphans(party, journal, desk)?;
    let told = orphans
        .iter()
        .map(|orphans| format!("{}. {}", orphans.text(), orphans.remedy(party)));
    Ok(told.reduce(|all, one| format!("{all} {one}")))
}

fn size(path: &Path, journal: &mut dyn Journal) -> Result<JournalSize, Failure> {
    let log = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::metadata(name).map_or(0, |found| found.len())
    };
    let newest = journal.newest()?;
    Ok(JournalSize::of(
        path,
        std::fs::metadata(path)?.len().saturating_add(log("-wal")),
        newest.as_ref(),
    ))
}

/// Reads how long something may wait: a whole number and a unit.
fn span(text: &str) -> Result<Duration, Failure> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text
        .strip_suffix(unit)
        .and_then(|number| number.parse::<u64>().ok());
    let seconds = match unit {
        "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        _ => None,
    };
    let seconds = number
        .zip(seconds)
        .and_then(|(number, unit)| number.checked_mul(unit));
    let seconds = seconds.filter(|seconds| *seconds <= LONGEST_WAIT);
    seconds.map(Duration::from_secs).ok_or_else(|| {
        Failure::usage(text!(
            "status-not-a-length",
            "--older-than `{text}` is no length of time",
            text = text.escape_debug()
        ))
        .hint(word!(
            "status-not-a-length-fix",
            "Write a whole number and its unit, at most 3650d: 30m, 2h, 1d."
        ))
    })
}
