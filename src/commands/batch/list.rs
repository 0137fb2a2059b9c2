//! `batch list`: the batches of a merchant, as the journal has them.

use crate::cli::BatchListArgs;
use crate::commands::{Desk, Failure, books, merchant};
use crate::exit::Exit;
use crate::journal::{last_standings, waiting_batches};
use crate::language::text;
use crate::output::{BatchListDocument, LeftOutBatch, ListedBatch};
use crate::refund::command;

pub(in crate::commands) fn list(
    args: &BatchListArgs,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open_to_read(&party, desk)?;
    let key = party.key();
    let found = if args.every_batch {
        last_standings(&mut *journal, &key)?
    } else {
        waiting_batches(&mut *journal, &key)?
    };
    let every = if found.is_empty() && !args.every_batch {
        let profile = party.profile.name();
        let is_any = !last_standings(&mut *journal, &key)?.is_empty();
        is_any.then(|| command("batch list", "--every-batch", profile))
    } else {
        None
    };
    let now = desk.clock.now();
    let left_out = journal.left_out(&key, (now, now))?;
    let left_out = left_out.iter().map(|rows| LeftOutBatch::of(rows, now));
    let document = BatchListDocument {
        exit_code: Exit::Success.code(),
        batches: found.iter().map(ListedBatch::of).collect(),
        left_out: left_out.collect(),
        every,
        next_step: text!(
            "batch-list-next",
            "Running the file of a batch sends what is planned of it. `qfrefund batch cancel --batch BATCH --profile {profile}` gives that up without the file, `qfrefund cancel OUT_TRADE_NO --profile {profile}` one refund.",
            profile = party.profile.name()
        ),
    };
    let exit = desk.console.result(&document, Exit::Success, false);
    books::remind(&mut *journal, &[], &party, desk);
    Ok(exit)
}
