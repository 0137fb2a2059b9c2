//! `batch list`: the batches of a merchant, as the journal has them.

use crate::cli::BatchListArgs;
use crate::commands::{Desk, Failure, books, merchant, status};
use crate::exit::Exit;
use crate::journal::by_last_attempt;
use crate::output::{BatchListDocument, LeftOutBatch, ListedBatch};

pub(in crate::commands) fn list(
    args: &BatchListArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open_to_read(&party, desk)?;
    let (key, mut found) = (party.key(), journal.batch_standings(&party.key())?);
    for batch in &mut found {
        let counts = std::mem::take(&mut batch.counts);
        batch.counts = by_last_attempt(&mut *journal, &key, &batch.batch, counts)?;
    }
    let found = found
        .iter()
        .filter(|batch| args.every_batch || status::waits(batch));
    let left_out = journal.left_out(&key)?;
    let document = BatchListDocument {
        exit_code: Exit::Success.code(),
        batches: found.map(ListedBatch::of).collect(),
        left_out: left_out.iter().map(LeftOutBatch::of).collect(),
        next_step: format!(
            "Running the file of a batch sends what is planned of it. `qfrefund batch cancel --batch BATCH --profile {0}` gives that up without the file, `qfrefund cancel OUT_TRADE_NO --profile {0}` one refund.",
            party.profile.name()
        ),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    books::remind(&mut *journal, &[], &party, desk);
    Ok(exit)
}
