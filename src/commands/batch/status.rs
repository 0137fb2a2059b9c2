//! `batch status`: a batch as the journal has it.

use super::elsewhere;
use super::file::BatchFile;
use super::orders;
use super::results::{self, Results};
use super::standing;
use crate::batch::Layout;
use crate::cli::{BatchFileArgs, BatchStatusArgs};
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::output::BatchDocument;
use crate::plan::Batch;

pub(in crate::commands) fn status(
    args: &BatchStatusArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let (file, batch, layout) = identify(&args.file, &party, desk)?;
    let path = args.results.as_deref();
    let mut fresh = match path {
        Some(path) => {
            file.stays(path, "--results")?;
            let begun = results::create(path, &file, &batch, &layout)?;
            Some(Results::of_the_journal(begun))
        }
        None => None,
    };
    let mut journal = books::open(&party, desk)?;
    let sums = standing::look(&file, &batch, &mut *journal, fresh.as_mut(), desk)?;
    if sums.counts.is_empty() {
        return Err(unheard_of(&file, party.profile.name()));
    }
    fresh.map_or(Ok(()), Results::finish)?;
    if let Some(words) = elsewhere::in_words(&sums, false) {
        desk.console.warn(&words);
    }
    let exit = standing::exit_of(&sums, None);
    let document = BatchDocument {
        results: path.map(|path| path.display().to_string()),
        ..standing::document(&batch, &sums, exit, None)
    };
    let exit = desk.console.result(&document, exit, false);
    books::remind(&mut *journal, &sums.by_state(), &party, desk);
    Ok(exit)
}

pub(super) fn unheard_of(file: &BatchFile, profile: &str) -> Failure {
    Failure::refused(format!(
        "the journal has no batch with the rows of {}",
        file.name
    ))
    .hint(format!(
        "A changed file is another batch; `qfrefund batch run {} --profile {profile}` takes it in.",
        file.in_a_command()
    ))
}

pub(super) fn identify<'a>(
    args: &BatchFileArgs,
    party: &'a Party,
    desk: &mut Desk<'_>,
) -> Result<(BatchFile, Batch<'a>, Layout), Failure> {
    let mut file = BatchFile::open(args, party, desk.console.stdin)?;
    books::know_merchant(party, desk)?;
    let (mut report, mut layout) = file.check(party, &mut |_| {})?;
    if orders::recall(&mut file, &report, party, desk)? {
        (report, layout) = file.check(party, &mut |_| {})?;
    }
    if report.waits_for_orders() {
        return Err(unheard_of(&file, party.profile.name()));
    }
    match file.batch(&report, party) {
        Some(batch) => Ok((file, batch, layout)),
        None => Err(
            Failure::file(format!("{} has faults, so it is no batch", file.name)).hint(format!(
                "See `qfrefund batch check {} --profile {}`.",
                file.in_a_command(),
                party.profile.name()
            )),
        ),
    }
}
