//! `resolve`: finding out what became of refunds whose outcome is open, and sending one again
//! where an operator orders it. `close`: settling one by an operator's word, and `reopen`.

mod absence;
mod close;
mod resend;

use crate::language::word;
pub(super) use absence::standing_looked;
pub(super) use close::{close, decide, refuse, reopen, report};

use super::attempts::look_at_all;
use super::merchant::{self, Party};
use super::{Desk, Failure, books, meant, merchants};
use crate::cli::ResolveArgs;
use crate::exit::Exit;
use crate::journal::{BatchFiles, Cursor, Filter, Journal, JournalError, Listing, Record};
use crate::output::{IntentRow, ListDocument, ResultFormat, told};
use crate::refund::{ClosedAs, OutTradeNo, State, worst};
use resend::resend;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) fn run(args: &ResolveArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if args.every_profile {
        return every_profile(args, desk);
    }
    let party = merchant::choose(desk)?;
    if !args.resend.is_empty() {
        let merchant = party.merchant(desk)?;
        let mut journal = books::open(&party, desk)?;
        let given = named(&args.resend, true, &party, &mut *journal, desk)?;
        return resend(given, args, &party, &merchant, &mut *journal, desk);
    }
    let resolved = resolve(args, party, &[], desk)?;
    let exit = resolved.as_ref().map_or(Exit::Success, Resolved::exit);
    tell(resolved.into_iter().collect(), exit, desk)
}

/// Does it for every profile of the config file, one after the other. What goes wrong with one is
/// told, and keeps no other from being done. Of a merchant with several profiles each refund is told
/// once, and asked for once at each gateway address and credential.
fn every_profile(args: &ResolveArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let mut all: Vec<Resolved> = Vec::new();
    let mut exits = Vec::new();
    for (name, party) in merchant::every(desk)? {
        // For what is said of it.
        desk.profile = Some(name);
        let resolved = party
            .map_err(Failure::from)
            .and_then(|party| resolve(args, party, &all, desk));
        match resolved {
            Ok(None) => {}
            Ok(Some(resolved)) => {
                all.iter_mut()
                    .for_each(|earlier| earlier.yield_to(&resolved));
                all.push(resolved);
            }
            Err(failure) => {
                exits.push(failure.exit);
                failure.tell(&mut desk.console);
            }
        }
    }
    desk.profile = None;
    exits.extend(all.iter().map(Resolved::exit));
    let bad = exits.into_iter().filter(|exit| *exit != Exit::Success);
    tell(all, bad.collect(), desk)
}

/// What was found out for one profile.
struct Resolved {
    party: Party,
    place: PathBuf,
    done: Vec<Record>,
    planned: Vec<IntentRow>,
    /// The files of batches.
    files: BatchFiles,
    /// What is to be said of those that are not settled.
    notes: Vec<(Cursor, String)>,
    waits: Option<books::Waits>,
    /// Whether the journal may lack refunds.
    lacks: bool,
}

impl Resolved {
    fn exit(&self) -> Exit {
        match worst(self.done.iter().map(Record::state)).map_or(Exit::Success, Exit::from) {
            // What it lacks may be open.
            Exit::Success if self.lacks => Exit::Setup,
            exit => exit,
        }
    }

    /// Whether this was done for the same merchant of the same journal.
    fn is_of(&self, party: &Party, place: &Path) -> bool {
        self.place == place && self.party.key() == party.key()
    }

    /// Leaves to a later look what that has looked at, and what waits besides.
    fn yield_to(&mut self, later: &Self) {
        if self.is_of(&later.party, &later.place) {
            let is_left = |id: &Cursor| later.done.iter().all(|record| record.id != *id);
            self.done.retain(|record| is_left(&record.id));
            self.notes.retain(|(id, _)| is_left(id));
            self.planned.clear();
            self.waits = None;
        }
    }
}

/// Finds out what is open of a profile's merchant. Where that was done already, through the same
/// address and credential, there is nothing to find out.
fn resolve(
    args: &ResolveArgs,
    party: Party,
    all: &[Resolved],
    desk: &mut Desk<'_>,
) -> Result<Option<Resolved>, Failure> {
    let merchant = party.merchant(desk)?;
    let mut journal = books::open(&party, desk)?;
    let place = books::place(&party.profile, desk)?;
    let mut before = all.iter().filter(|earlier| earlier.is_of(&party, &place));
    if before.any(|earlier| earlier.party.endpoint() == party.endpoint()) {
        return Ok(None);
    }
    let lacks = books::tell_doubt(&*journal, &party, desk);
    let given = select(args, &party, &mut *journal, desk)?;
    let is_named = !args.out_trade_no.is_empty();
    let (open, mut done): (Vec<Record>, Vec<Record>) = given.into_iter().partition(|record| {
        let lacks_time = record.state() == State::Refunded && record.progress.settled_at.is_none();
        let is_asked = is_named && (lacks_time || !record.state().is_live());
        record.state().may_settle() || is_closed(record) || is_asked
    });
    if !open.is_empty() {
        let timeout = party.timeout(args.timeout);
        let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
        let wait = args.wait.map(|seconds| Duration::from_secs(seconds.into()));
        done.extend(look_at_all(open, wait, &gateway, &mut *journal, desk));
    }
    if args.out_trade_no.is_empty() {
        // The word still holds: nothing of it waits.
        done.retain(|record| !is_closed(record));
    }
    books::tell_clock(&*journal, desk);
    done.sort_by_key(|record| record.id);
    let orphans = merchants::orphans(&party, &mut *journal, desk)?;
    for orphans in &orphans {
        let (text, remedy) = (orphans.text(), orphans.remedy(&party));
        desk.console.warn(&format!("{text}. {remedy}"));
    }
    let waits = books::waiting(&party, &mut *journal, desk.clock.now())?;
    let is_idle = waits.planned == 0 && waits.left_out.is_empty();
    if done.is_empty() && orphans.is_empty() && is_idle && !lacks {
        desk.console.note(word!(
            "resolve-nothing-waits",
            "nothing waits to be resolved"
        ));
    }
    let planned = match desk.console.format {
        ResultFormat::Json => planned_besides(&done, &party, &mut *journal)?,
        _ => Vec::new(),
    };
    let mut notes = Vec::new();
    for record in done
        .iter()
        .filter(|record| record.state().may_settle() || record.state() == State::Planned)
    {
        let (profile, now) = (party.profile.name(), desk.clock.now());
        let (message, next) = standing_looked(record, profile, now, &mut *journal);
        let note = told(record.number(), &message, &next);
        notes.push((record.id, note));
    }
    let files = journal.batch_files()?;
    Ok(Some(Resolved {
        party,
        place,
        done,
        planned,
        files,
        notes,
        waits: Some(waits),
        lacks,
    }))
}

fn tell(all: Vec<Resolved>, exit: Exit, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let rows = all.iter().flat_map(|resolved| {
        let files = &resolved.files;
        let done = resolved.done.iter();
        done.map(|record| IntentRow::of(record, files.of_record(record)))
    });
    let mut document = ListDocument::new(rows.collect(), exit);
    if desk.console.format == ResultFormat::Json {
        let planned = all.iter().flat_map(|resolved| resolved.planned.clone());
        document = document.beside_planned(planned.collect());
    }
    let exit = desk.console.result(&document, exit, false);
    for resolved in all {
        for (_, note) in &resolved.notes {
            desk.console.note(note);
        }
        let Some(waits) = &resolved.waits else {
            continue;
        };
        let planned = resolved.done.iter().map(Record::state);
        let told = planned.filter(|state| *state == State::Planned).count();
        let told = u64::try_from(told).unwrap_or(u64::MAX);
        books::tell_planned(waits, told, &resolved.party, desk);
        books::tell_left_out(waits, &resolved.party, desk);
    }
    Ok(exit)
}

/// Lists what was never sent, besides what is shown already: the closing note only counts it.
fn planned_besides(
    shown: &[Record],
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Vec<IntentRow>, JournalError> {
    let filter = Filter {
        merchant: Some(party.key()),
        states: vec![State::Planned],
        oldest_first: true,
        ..Filter::default()
    };
    let files = journal.batch_files()?;
    let mut besides = Vec::new();
    for record in Listing::new(journal, filter) {
        let record = record?;
        if shown.iter().all(|known| known.id != record.id) {
            besides.push(IntentRow::of(&record, files.of_record(&record)));
        }
    }
    Ok(besides)
}

fn select(
    args: &ResolveArgs,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Vec<Record>, Failure> {
    let key = party.key();
    if args.out_trade_no.is_empty() {
        let filter = Filter {
            merchant: Some(key),
            states: [State::Pending, State::Unknown, State::Sending]
                .into_iter()
                .chain(ClosedAs::ALL.map(State::Closed))
                .collect(),
            oldest_first: true,
            ..Filter::default()
        };
        return Ok(Listing::new(journal, filter).collect::<Result<_, _>>()?);
    }
    named(&args.out_trade_no, false, party, journal, desk)
}

/// Finds the refunds that are meant, each once. What may be sent again is named by its exact number.
fn named(
    names: &[String],
    exactly: bool,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Vec<Record>, Failure> {
    let mut found: Vec<Record> = Vec::new();
    for name in names {
        let record = match exactly {
            true => meant::numbered(&OutTradeNo::parse(name)?, party, journal, desk)?,
            false => meant::refund(name, Some(party), journal, desk)?,
        };
        // Given twice it is looked at once: a second look at once shows nothing new, and a resend
        // rests on how many there were.
        if found.iter().all(|known| known.id != record.id) {
            found.push(record);
        }
    }
    Ok(found)
}

/// Whether an operator has closed it. The gateway is asked all the same: it may show it executed.
const fn is_closed(record: &Record) -> bool {
    matches!(record.progress.state, State::Closed(_))
}
