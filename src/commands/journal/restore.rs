//! `journal restore`: a copy takes the journal's place, and what it lacks is entered.

use super::rejoin::{self, PutBack};
use crate::cli::RejoinArgs;
use crate::commands::merchant::{self, Party, own_key};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{
    Filter, Journal, JournalError, JournalFault, Listing, MerchantKey, Newest, Record, Witness,
};
use crate::language::{clauses, text, word};
use crate::output::text::counted;
use crate::refund::{State, command};
use std::path::Path;
use time::OffsetDateTime;

pub(super) fn run(
    (file, forget_open): (&Path, bool),
    args: &RejoinArgs,
    path: &Path,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    if !forget_open {
        keeps_open(file, path, party, desk)?;
    }
    let mut unnoted = Vec::new();
    // Noted before the copy is in its place: what stops this in between leaves none that looks whole.
    let mut note = |copy: &mut dyn Journal, newest: Option<Newest>| {
        // Every merchant's refunds may be missing in it, not only those of this profile's.
        let since = newest.map_or(OffsetDateTime::UNIX_EPOCH, |newest| newest.at);
        let (witnesses, unread) = witnesses(path, party, copy, desk)?;
        unnoted = unread;
        unnoted.extend(witnesses.iter().filter_map(|witness| {
            let error = witness.note_put_back(since).err()?;
            Some(text!(
                "journal-what-count",
                "{what}: {count}",
                what = witness.path().display(),
                count = error
            ))
        }));
        Ok(())
    };
    let restored = books::restore(file, path, &party.profile, &mut note);
    let restored = restored.map_err(|error| match error.fault() {
        JournalFault::Missing => Failure::from(error).hint(word!("journal-give-copy", "Give the path of a copy, as `qfrefund journal backup` made it.")),
        JournalFault::Damaged(_) => Failure::from(error).hint(word!("journal-another-copy", "Nothing was changed. Take another copy; if this is the only one, ask for help before anything is sent.")),
        _ => error.into(),
    })?;
    for why in unnoted {
        desk.console.warn(&text!("journal-not-noted", "that a copy was put in place cannot be noted ({why}): every merchant of this journal needs a `journal rejoin` before anything is sent", why));
    }
    let put_back = PutBack {
        from: Some(file.display().to_string()),
        aside: restored.aside.map(|path| path.display().to_string()),
    };
    rejoin::run(args, put_back, path, party, desk)
}

/// Makes sure that the copy is one of a journal that was here, and that no refund of the file that would be
/// put aside is forgotten by it. What cannot be read tells nothing of that, and is mostly why a copy is put
/// back.
fn keeps_open(file: &Path, path: &Path, party: &Party, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let Ok(mut copy) = books::read_only(file) else {
        // What is wrong with it is told by who puts it in place.
        return Ok(());
    };
    let witness = books::witness(&mut *copy, &party.key(), party, desk)?;
    let is_strange = witness.map_or(Ok(false), |witness| witness.is_strange())?;
    if is_strange {
        let (file, path) = (file.display(), path.display());
        return Err(Failure::refused(text!(
            "journal-another-journal",
            "{file} is a copy of another journal than this account has seen at {path}",
            file,
            path
        ))
        .hint(word!("journal-give-that-one", "Give a copy of that one. If this one is meant, say --forget-open: what stood in the other is forgotten, but for what the gateway shows of the months that are read.")));
    }
    if !books::is_there(party, desk)? {
        return Ok(());
    }
    match forgotten_by(&mut *copy, path) {
        Ok(missing) if missing.count == 0 => Ok(()),
        Ok(missing) => {
            let profile = party.profile.name();
            let problem = text!(
                "journal-would-forget",
                "{refunds} of the journal that would be put aside would be forgotten, for the copy has none of them, or as not sent or not refunded: {named}",
                refunds = counted(missing.count, "refund"),
                named = clauses(missing.named),
            );
            Err(Failure::refused(problem).hint(text!(
                "journal-settle-first",
                "Settle what is open: `qfrefund resolve --profile {profile}`, `{cancel}`; then take a newer copy. Where that cannot be, note them and say --forget-open.",
                profile,
                cancel = command("cancel", "OUT_TRADE_NO", profile)
            )))
        }
        Err(error) => {
            desk.console.warn(&text!(
                "journal-aside-unread",
                "the journal that is put aside cannot be read ({error}): what waits in it is not known",
                error
            ));
            Ok(())
        }
    }
}

/// Refunds of one journal that are forgotten where another takes its place.
#[derive(Default)]
struct Forgotten {
    count: u64,
    /// The first of them, in words.
    named: Vec<String>,
}

/// Whether what a journal knows of a refund is kept by a copy. What is missing in it and was refunded is
/// found at the gateway; what waits, and what was refunded elsewhere, is not.
fn is_kept(present: State, copy: Option<State>) -> bool {
    match copy {
        None => present == State::Refunded,
        Some(copy) => copy.is_live() || copy == present,
    }
}

/// So many are named.
const MOST_NAMED: usize = 5;

fn forgotten_by(copy: &mut dyn Journal, path: &Path) -> Result<Forgotten, JournalError> {
    let mut present = books::read_only(path)?;
    let counts = |state: &State| state.is_live() || *state == State::Planned;
    let filter = Filter {
        states: State::ALL.into_iter().filter(counts).collect(),
        oldest_first: true,
        ..Filter::default()
    };
    let mut forgotten = Forgotten::default();
    for record in Listing::new(&mut *present, filter) {
        let record = record?;
        let intent = &record.wanted.intent;
        // Another merchant's with the same number is another refund.
        let is_same = |found: &Record| {
            found.wanted.environment == record.wanted.environment
                && found.wanted.intent.syssn == intent.syssn
        };
        let same = copy.find(record.key())?.filter(is_same);
        if is_kept(record.state(), same.as_ref().map(Record::state)) {
            continue;
        }
        forgotten.count = forgotten.count.saturating_add(1);
        if forgotten.named.len() < MOST_NAMED {
            let amount = intent.amount.in_words(intent.currency);
            forgotten.named.push(text!(
                "journal-forgotten",
                "{number} {amount} of payment {payment} ({state})",
                number = record.number(),
                amount,
                payment = intent.syssn,
                state = record.state().shown()
            ));
        }
    }
    Ok(forgotten)
}

/// Names the witnesses of every merchant whose refunds the copy knows, and of every credential: those of the
/// profiles that work with it, and those that were seen. Returns with them why others may be there that could not be
/// looked for: what was found is noted all the same.
fn witnesses(
    path: &Path,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<(Vec<Witness>, Vec<String>), JournalError> {
    let (mut found, mut unread) = (Vec::new(), Vec::new());
    for merchant in whose(party, journal)? {
        match books::witness(journal, &merchant, party, desk) {
            Ok(witness) => found.extend(witness),
            Err(failure) => unread.push(failure.in_a_line()),
        }
    }
    // A rehearsal has no witness, and needs no config.
    if found.is_empty() && unread.is_empty() {
        return Ok((found, unread));
    }
    let others = merchant::every(desk).unwrap_or_else(|failure| {
        unread.push(failure.in_a_line());
        Vec::new()
    });
    for (name, other) in others {
        let other = match other {
            Ok(other) => other,
            Err(error) => {
                unread.push(text!(
                    "journal-profile-unread",
                    "profile `{name}` cannot be read: {error}",
                    name,
                    error
                ));
                continue;
            }
        };
        let witness = match books::place(&other.profile, desk) {
            Ok(place) if place != path => continue,
            Ok(_) => books::witness(journal, &other.key(), &other, desk),
            Err(failure) => Err(failure),
        };
        match witness {
            Ok(witness) => found.extend(witness),
            Err(failure) => unread.push(failure.in_a_line()),
        }
    }
    match found.first().map(Witness::siblings) {
        Some(Ok(seen)) => found.extend(seen),
        Some(Err(error)) => unread.push(text!(
            "journal-seen-unread",
            "those seen cannot be looked for: {error}",
            error
        )),
        None => {}
    }
    found.sort_by(|a, b| a.path().cmp(b.path()));
    found.dedup_by(|a, b| a.path() == b.path());
    Ok((found, unread))
}

/// Lists the merchants whose refunds the copy knows, and the profile's.
fn whose(party: &Party, journal: &mut dyn Journal) -> Result<Vec<MerchantKey>, JournalError> {
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
