//! `batch status` and `batch cancel`: a batch as the journal has it.

use super::check;
use super::elsewhere;
use super::file::BatchFile;
use super::run;
use crate::cli::{BatchCancelArgs, BatchFileArgs};
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{Details, Filter, Journal, Listing};
use crate::output::text::counted;
use crate::refund::{BatchId, Event, State};

pub(in crate::commands) fn status(
    args: &BatchFileArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let (mut file, rows, batch) = identify(args, &party, desk)?;
    let mut journal = books::open(&party, desk)?;
    let mut counts =
        journal.batch_counts(&books::merchant_key(&party.profile), &batch.to_string())?;
    let others = elsewhere::count_in(&mut counts, &mut file, rows, &batch, &party, &mut journal)?;
    if counts.is_empty() {
        return Err(unheard_of(&file.name));
    }
    if others > 0 {
        desk.console.warn(&elsewhere::in_words(others));
    }
    let exit = run::exit_of(&counts);
    let document = run::document(&file.name, &batch, &counts, exit, None, None, &party);
    let exit = desk.console.result(&document, exit, false);
    books::remind(&mut journal, None, &party, desk);
    Ok(exit)
}

fn unheard_of(file: &str) -> Failure {
    Failure::new(
        Exit::Refused,
        anyhow::anyhow!("the journal has no batch with the rows of {file}"),
    )
    .hint("A changed file is another batch; `qfrefund batch run` takes it in.")
}

fn identify(
    args: &BatchFileArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(BatchFile, u64, BatchId), Failure> {
    let mut file = BatchFile::open(args, party, desk.console.stdin)?;
    let (report, _) = check::read(&mut file, party, |_| {})?;
    match report.batch {
        Some(batch) => Ok((file, report.rows, batch)),
        None => Err(
            Failure::usage(format!("{} has faults, so it is no batch", file.name))
                .hint("See `qfrefund batch check`."),
        ),
    }
}

pub(in crate::commands) fn cancel(
    args: &BatchCancelArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    if args.note.trim().is_empty() {
        return Err(Failure::usage("the note is empty")
            .hint("Say why, so that the next reader understands."));
    }
    let (file, _, batch) = identify(&args.file, &party, desk)?;
    let mut journal = books::open(&party, desk)?;
    let key = books::merchant_key(&party.profile);
    if journal.batch_counts(&key, &batch.to_string())?.is_empty() {
        return Err(unheard_of(&file.name));
    }
    let filter = Filter {
        merchant: Some(key.clone()),
        states: vec![State::Planned],
        batch: Some(batch.to_string()),
        ..Filter::default()
    };
    let planned = Listing::new(&mut journal, filter)
        .map(|record| record.map(|record| record.number().clone()))
        .collect::<Result<Vec<_>, _>>()?;
    if !args.yes && !planned.is_empty() {
        let count = planned.len().to_string();
        if !desk.console.may_ask {
            return Err(
                Failure::usage("the cancelling is not confirmed, and nobody can be asked")
                    .hint("Add --yes."),
            );
        }
        let question = format!(
            "Type the number of rows that have not been sent ({count}) to give them up, anything else to stop: "
        );
        if desk.console.ask(&question).as_deref() != Some(count.as_str()) {
            return Err(Failure::new(
                Exit::Refused,
                anyhow::anyhow!("stopped: nothing was cancelled"),
            ));
        }
    }
    let (who, now) = (books::who(desk), desk.clock.now());
    let mut left = 0_u64;
    journal.write(&mut |scope| {
        for number in &planned {
            // A row that another process has claimed meanwhile is not planned any more.
            match scope.record(
                &key,
                number,
                Event::Cancel,
                Details::note(args.note.trim()),
                &who,
                now,
            ) {
                Ok(_) => {}
                Err(error) if matches!(error.fault(), crate::journal::Fault::Forbidden(..)) => {
                    left = left.saturating_add(1)
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    })?;
    if left > 0 {
        let were = if left == 1 { "was" } else { "were" };
        desk.console.warn(&format!(
            "{} {were} being sent, so not cancelled",
            counted(left, "row")
        ));
    }
    let counts = journal.batch_counts(&key, &batch.to_string())?;
    let document = run::document(
        &file.name,
        &batch,
        &counts,
        Exit::Success,
        None,
        None,
        &party,
    );
    Ok(desk.console.result(&document, Exit::Success, false))
}
