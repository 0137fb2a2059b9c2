//! `batch status`: a batch as the journal has it.

use super::elsewhere;
use super::file::BatchFile;
use super::orders;
use super::parts::{self, Divided, Part, Parts};
use super::results::{self, Results, Source};
use super::standing;
use crate::batch::{FileCheck, Layout};
use crate::cli::BatchStatusArgs;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::language::text;
use crate::output::BatchDocument;
use crate::plan::{Batch, TwinPolicy};
use std::path::Path;

pub(in crate::commands) fn status(
    args: &BatchStatusArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let mut parts = parts::open(&args.file, desk, &mut |_| {})?;
    let path = args.results.as_deref();
    if let Some(path) = path {
        parts.file().stays(path, "--results")?;
    }
    is_sound(&parts)?;
    match &mut parts {
        Parts::One(part) => {
            let checked = orders::recalled(part, desk)?;
            of_one(part, &checked, path, desk)
        }
        Parts::Many(divided) => {
            let checks = orders::all_recalled(&mut divided.parts, desk)?;
            of_many(divided, &checks, path, desk)
        }
    }
}

fn of_one(
    part: &Part,
    (report, layout): &(FileCheck, Layout),
    path: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let (party, file) = (&part.party, &part.file);
    let batch = identify(part, report)?;
    let mut fresh = match path {
        Some(path) => {
            let begun = results::create(path, file, &batch, layout)?;
            Some(Results::of_the_journal(begun))
        }
        None => None,
    };
    let mut journal = books::open(party, desk)?;
    let sums = standing::look(file, &batch, &mut *journal, fresh.as_mut(), desk)?;
    if sums.counts.is_empty() {
        return Err(no_such_batch(
            std::slice::from_ref(part),
            file,
            party.profile.name(),
        ));
    }
    fresh.map_or(Ok(()), Results::finish)?;
    if let Some(words) = elsewhere::in_words(&sums, false) {
        desk.console.warn(&words);
    }
    let exit = standing::exit_of(&sums, None);
    let document = BatchDocument {
        results: path.map(|path| path.display().to_string()),
        batch_file: standing::first_file(&batch.name, &mut *journal)?,
        ..standing::document(&batch, &sums, exit, None)
    };
    let exit = desk.console.result(&document, exit, false);
    books::remind(&mut *journal, &sums.by_state(), party, desk);
    Ok(exit)
}

/// The same of the rows of many merchants.
fn of_many(
    divided: &Divided,
    checks: &[(FileCheck, Layout)],
    path: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let batches = identify_all(&divided.parts, checks)?;
    let mut sources = Vec::new();
    let mut stand = Vec::new();
    for (part, batch) in divided.parts.iter().zip(&batches) {
        let mut journal = books::open(&part.party, desk)?;
        let sums = standing::look(&part.file, batch, &mut *journal, None, desk)?;
        if let Some(words) = elsewhere::in_words(&sums, false) {
            let name = batch.profile.name();
            desk.console.warn(&text!(
                "batch-profile-words",
                "profile `{name}`: {words}",
                name,
                words
            ));
        }
        let exit = standing::exit_of(&sums, None);
        let document = BatchDocument {
            batch_file: standing::first_file(&batch.name, &mut *journal)?,
            ..standing::document(batch, &sums, exit, None)
        };
        sources.push(Source {
            file: &part.file,
            batch,
            policy: if sums.counts.is_empty() {
                TwinPolicy::Ignore
            } else {
                // What is not written down may have been left out on purpose.
                TwinPolicy::LeaveOut
            },
            journal,
        });
        stand.push((document, sums, exit));
    }
    if stand.iter().all(|(_, sums, _)| sums.counts.is_empty()) {
        return Err(no_such_batch(&divided.parts, &divided.whole, ""));
    }
    if let Some(path) = path {
        for (part, batch) in divided.parts.iter().zip(&batches) {
            part.file.may_replace(path, batch)?;
        }
        let begun = Results::of_the_journal(results::begin(path, &divided.layout)?);
        results::merge(&mut sources, begun, desk.clock.now())?;
    }
    let told = stand.iter();
    let told = told.map(|(document, sums, exit)| (document, sums, *exit));
    let document = divided.told(told, path.map(|path| path.display().to_string()));
    let exit = stand.iter().map(|(_, _, exit)| *exit).collect();
    let exit = desk.console.result(&document, exit, false);
    for ((part, source), (_, sums, _)) in divided.parts.iter().zip(&mut sources).zip(&stand) {
        books::remind(&mut *source.journal, &sums.by_state(), &part.party, desk);
    }
    Ok(exit)
}

/// What is said where the journal has none of the rows: perhaps it could not, for they repeat one another.
pub(super) fn no_such_batch(parts: &[Part], file: &BatchFile, profile: &str) -> Failure {
    for part in parts {
        match part.file.check(&part.party, &mut |_| {}) {
            Ok((report, _)) if report.faults.is_empty() || report.waits_for_orders() => {}
            Ok(_) => return no_batch(file, profile),
            Err(failure) => return failure,
        }
    }
    unheard_of(file, profile)
}

fn unheard_of(file: &BatchFile, profile: &str) -> Failure {
    let given = if profile.is_empty() {
        file.in_a_command()
    } else {
        file.with_profile(profile)
    };
    Failure::refused(text!(
        "batch-unheard-of",
        "the journal has no batch with the rows of {file}",
        file = file.name
    ))
    .hint(text!(
        "batch-unheard-of-fix",
        "A changed file is another batch; `qfrefund batch run {given}` takes it in.",
        given
    ))
}

/// Returns the batch that the rows of one merchant are.
fn identify<'a>(part: &'a Part, report: &FileCheck) -> Result<Batch<'a>, Failure> {
    let (party, file) = (&part.party, &part.file);
    if report.waits_for_orders() {
        return Err(unheard_of(file, party.profile.name()));
    }
    let batch = file.batch(report, party);
    batch.ok_or_else(|| no_batch(file, party.profile.name()))
}

/// The same of all merchants of a file.
pub(super) fn identify_all<'a>(
    parts: &'a [Part],
    checks: &[(FileCheck, Layout)],
) -> Result<Vec<Batch<'a>>, Failure> {
    let checked = parts.iter().zip(checks);
    checked
        .map(|(part, (report, _))| identify(part, report))
        .collect()
}

/// Refuses a file with rows of which nobody can tell whose they are.
pub(super) fn is_sound(parts: &Parts) -> Result<(), Failure> {
    match parts.is_sound() {
        true => Ok(()),
        false => Err(no_batch(parts.file(), "")),
    }
}

fn no_batch(file: &BatchFile, profile: &str) -> Failure {
    let given = if profile.is_empty() {
        file.in_a_command()
    } else {
        file.with_profile(profile)
    };
    Failure::file(text!(
        "batch-no-batch",
        "{file} has faults, so it is no batch",
        file = file.name
    ))
    .hint(text!(
        "batch-no-batch-fix",
        "See `qfrefund batch check {given}`.",
        given
    ))
}
