//! `close`: settling a refund by an operator's word.

use super::find;
use crate::cli::CloseArgs;
use crate::commands::{Desk, Failure, books, merchant};
use crate::exit::Exit;
use crate::journal::{Commit as _, Details};
use crate::output::{IntentRow, ListDocument};
use crate::refund::{Event, OutTradeNo};

pub(in crate::commands) fn close(args: &CloseArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    let number = OutTradeNo::parse(&args.out_trade_no)?;
    if args.note.trim().is_empty() {
        return Err(Failure::usage("the note is empty")
            .hint("Say how it was settled, so that the next reader understands."));
    }
    let record = find(&number, &party, &mut *journal, desk)?;
    if !record.state().is_open() {
        return Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!(
                "{number} is {}; only a pending or unknown refund can be closed",
                record.state()
            ),
        ));
    }
    let who = books::who(desk);
    let closed = journal.commit(|scope| {
        scope.record(
            record.wanted.merchant.numbered(&number),
            Event::Close,
            Details::note(args.note.trim()),
            who.at(desk.clock.now()),
        )
    })?;
    let document = ListDocument::new(vec![IntentRow::of(&closed)], Exit::Success);
    let exit = desk.console.list(&document, Exit::Success)?;
    books::remind(&mut *journal, &[], &party, desk);
    Ok(exit)
}
