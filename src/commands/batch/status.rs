//! `batch status`: batches as the journal has them.

use super::each::{Standing, Told, see_each};
use super::elsewhere;
use super::files::{self, Files, OneFile};
use super::known::{self, Known};
use super::parts::{Divided, Part, Parts};
use super::results::{self, Results, Source};
use super::standing;
use crate::batch::Layout;
use crate::cli::BatchStatusArgs;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::language::text;
use crate::plan::{Batch, TwinPolicy};

pub(in crate::commands) fn status(
    args: &BatchStatusArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let mut files = files::open(&args.file, desk, &mut |_| {})?;
    if let Some(path) = &args.results {
        files.write_to(path)?;
    }
    let checks = known::read(&mut files, desk);
    let mut told = Told::default();
    for (file, known) in files.all.iter().zip(known::batches(&files, checks)?) {
        let looked = known.and_then(|known| look(file, &known, &files, desk));
        match looked {
            Ok(all) => {
                let results = file.results.as_ref();
                let results = results.map(|path| path.display().to_string());
                told.add(&file.parts, all, results);
            }
            Err(failure) => told.fail(file.parts.file(), failure),
        }
    }
    told.say_failed(told.has_any(), desk)?;
    let next = if told.is_of_all() {
        text!(
            "batch-next-status",
            "See what is next for each file. `qfrefund batch run {files}` goes on with all of them, and sends nothing twice.",
            files = files.in_a_command(desk)
        )
    } else {
        // It would send what was never run.
        see_each().to_owned()
    };
    let exit = told.tell(&files, next, false, desk);
    told.remind(desk);
    Ok(exit)
}

fn look(
    file: &OneFile,
    known: &Known<'_>,
    files: &Files,
    desk: &mut Desk<'_>,
) -> Result<Vec<Standing>, Failure> {
    match &file.parts {
        Parts::One(part) => {
            let known = known.batches.iter().zip(&known.checks);
            let each = known.map(|(batch, (_, layout))| {
                let place = (file, layout);
                of_one(part, batch, place, files, desk)
            });
            each.collect()
        }
        Parts::Many(divided) => of_many(divided, &known.batches, file, files, desk),
    }
}

fn of_one(
    part: &Part,
    batch: &Batch<'_>,
    (file, layout): (&OneFile, &Layout),
    files: &Files,
    desk: &mut Desk<'_>,
) -> Result<Standing, Failure> {
    let path = file.results.as_deref();
    let mut fresh = match path {
        Some(path) => {
            let begun = results::create(path, &part.file, batch, layout)?;
            Some(Results::of_the_journal(begun))
        }
        None => None,
    };
    let mut journal = books::open(&part.party, desk)?;
    let sums = standing::look(&part.file, batch, &mut *journal, fresh.as_mut(), desk)?;
    if sums.counts.is_empty() {
        return Err(known::no_such_batch(&file.parts));
    }
    fresh.map_or(Ok(()), Results::finish)?;
    if let Some(words) = elsewhere::in_words(&sums, false) {
        desk.console.warn(&files.said_of(&part.file, words));
    }
    let exit = standing::exit_of(&sums, None);
    let mut standing = Standing::of(batch, sums, exit, &mut *journal)?;
    standing.document.results = path.map(|path| path.display().to_string());
    Ok(standing)
}

/// The same of the rows of many merchants.
fn of_many(
    divided: &Divided,
    batches: &[Batch<'_>],
    file: &OneFile,
    files: &Files,
    desk: &mut Desk<'_>,
) -> Result<Vec<Standing>, Failure> {
    let mut sources = Vec::new();
    let mut all = Vec::new();
    for (part, batch) in divided.parts.iter().zip(batches) {
        let mut journal = books::open(&part.party, desk)?;
        let sums = standing::look(&part.file, batch, &mut *journal, None, desk)?;
        if let Some(words) = elsewhere::in_words(&sums, false) {
            let name = batch.profile.name();
            let words = text!(
                "batch-profile-words",
                "profile `{name}`: {words}",
                name,
                words
            );
            desk.console.warn(&files.said_of(&part.file, words));
        }
        let policy = if sums.counts.is_empty() {
            TwinPolicy::Ignore
        } else {
            // What is not written down may have been left out on purpose.
            TwinPolicy::LeaveOut
        };
        let exit = standing::exit_of(&sums, None);
        all.push(Standing::of(batch, sums, exit, &mut *journal)?);
        sources.push(Source {
            file: &part.file,
            batch,
            policy,
            journal,
        });
    }
    if all.iter().all(|one| one.sums.counts.is_empty()) {
        return Err(known::no_such_batch(&file.parts));
    }
    if let Some(path) = &file.results {
        for (part, batch) in divided.parts.iter().zip(batches) {
            part.file.may_replace(path, batch)?;
        }
        let begun = Results::of_the_journal(results::begin(path, &divided.layout)?);
        results::merge(&mut sources, begun, desk.clock.now())?;
    }
    Ok(all)
}
