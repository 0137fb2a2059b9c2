//! Which batches the files of a command are that only asks the journal for them.

use super::file::BatchFile;
use super::files::Files;
use super::orders;
use super::parts::{Part, Parts};
use super::twice;
use crate::batch::{FileCheck, Layout};
use crate::commands::{Desk, Failure};
use crate::language::text;
use crate::plan::Batch;

/// What the rows of each merchant of a file are.
type Checks = Vec<(FileCheck, Layout)>;

/// The batches of a file, one for each merchant.
pub(super) struct Known<'a> {
    pub(super) batches: Vec<Batch<'a>>,
    pub(super) checks: Checks,
}

/// Reads what each file is, with what the journal has found before of its order numbers.
pub(super) fn read(files: &mut Files, desk: &mut Desk<'_>) -> Vec<Result<Checks, Failure>> {
    let each = files.all.iter_mut().map(|file| &mut file.parts);
    each.map(|parts| {
        is_sound(parts)?;
        orders::all_recalled(parts.list_mut(), desk)
    })
    .collect()
}

/// Returns the batches of each file, or why it is none.
///
/// # Errors
/// Where two files are one batch: its rows would count twice.
pub(super) fn batches<'a>(
    files: &'a Files,
    checks: Vec<Result<Checks, Failure>>,
) -> Result<Vec<Result<Known<'a>, Failure>>, Failure> {
    let known = files.each().zip(checks);
    let known: Vec<_> = known
        .map(|(parts, checks)| identify_all(parts, checks?))
        .collect();
    let each = files.each().zip(&known);
    let found = each.filter_map(|(parts, known)| Some((parts, known.as_ref().ok()?)));
    let found = found.flat_map(|(parts, known)| parts.list().iter().zip(&known.batches));
    let found: Vec<_> = found.map(|(part, batch)| (part, Some(batch.id))).collect();
    twice::no_batch_twice(&found)?;
    Ok(known)
}

fn identify_all(parts: &Parts, checks: Checks) -> Result<Known<'_>, Failure> {
    let checked = parts.list().iter().zip(&checks);
    let batches = checked.map(|(part, (report, _))| identify(part, report));
    Ok(Known {
        batches: batches.collect::<Result<_, _>>()?,
        checks,
    })
}

/// What is said where the journal has none of the rows: perhaps it could not, for they repeat one another.
pub(super) fn no_such_batch(parts: &Parts) -> Failure {
    let file = parts.file();
    let profile = match parts {
        Parts::One(part) => part.party.profile.name(),
        Parts::Many(_) => "",
    };
    for part in parts.list() {
        match part.file.check(&part.party, &mut |_| {}) {
            Ok((report, _)) if report.faults.is_empty() || report.waits_for_orders() => {}
            Ok(_) => return no_batch(file, profile),
            Err(failure) => return failure,
        }
    }
    unheard_of(file, profile)
}

fn unheard_of(file: &BatchFile, profile: &str) -> Failure {
    let given = given(file, profile);
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

/// Writes the arguments that name a file; those of many merchants go without a profile.
fn given(file: &BatchFile, profile: &str) -> String {
    match profile {
        "" => file.in_a_command(),
        profile => file.with_profile(profile),
    }
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

/// Refuses a file with rows of which nobody can tell whose they are.
fn is_sound(parts: &Parts) -> Result<(), Failure> {
    match parts.is_sound() {
        true => Ok(()),
        false => Err(no_batch(parts.file(), "")),
    }
}

fn no_batch(file: &BatchFile, profile: &str) -> Failure {
    let given = given(file, profile);
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
