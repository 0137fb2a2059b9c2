//! `batch status`: a batch as the journal has it.

use super::check;
use super::elsewhere;
use super::file::BatchFile;
use super::standing;
use crate::cli::BatchFileArgs;
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::refund::BatchId;

pub(in crate::commands) fn status(
    args: &BatchFileArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let (mut file, rows, batch) = identify(args, &party, desk)?;
    let mut journal = books::open(&party, desk)?;
    let mut counts =
        journal.batch_counts(&books::merchant_key(&party.profile), &batch.to_string())?;
    let others = elsewhere::count_in(&mut counts, &mut file, rows, &batch, &party, &mut *journal)?;
    if counts.is_empty() {
        return Err(unheard_of(&file.name));
    }
    if let Some(words) = others.in_words(false) {
        desk.console.warn(&words);
    }
    let exit = standing::exit_of(&counts, &others, None);
    let document = standing::document(
        &file.name,
        &batch,
        &counts,
        &others,
        exit,
        standing::Telling::OTHER,
        &party,
    );
    let exit = desk.console.result(&document, exit, false);
    let reported: Vec<_> = counts
        .iter()
        .map(|count| (count.state, count.count))
        .collect();
    books::remind(&mut *journal, &reported, &party, desk);
    Ok(exit)
}

pub(super) fn unheard_of(file: &str) -> Failure {
    Failure::new(
        Exit::Refused,
        anyhow::anyhow!("the journal has no batch with the rows of {file}"),
    )
    .hint("A changed file is another batch; `qfrefund batch run` takes it in.")
}

pub(super) fn identify(
    args: &BatchFileArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(BatchFile, u64, BatchId), Failure> {
    let mut file = BatchFile::open(args, party, desk.console.stdin)?;
    let (report, _) = check::read(&mut file, party, |_| {})?;
    match report.batch {
        Some(batch) => Ok((file, report.rows, batch)),
        None => Err(
            Failure::file(format!("{} has faults, so it is no batch", file.name))
                .hint("See `qfrefund batch check`."),
        ),
    }
}
