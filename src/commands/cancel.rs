//! `cancel`: one refund that was never sent is given up for good.

use super::word::{self, Word};
use super::{Desk, Failure, books, meant, merchant, resolve};
use crate::cli::CancelArgs;
use crate::exit::Exit;
use crate::journal::Details;
use crate::language::{text, word};
use crate::output::standing;
use crate::refund::{Event, State};

pub(super) fn run(args: &CancelArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    // Where it lacks what came later, it may have been sent since.
    books::trust(&*journal, &party)?;
    let record = meant::decided(&args.out_trade_no, !args.yes, &party, &mut *journal, desk)?;
    let number = record.number();
    if record.state() != State::Planned {
        let (_, next) = standing(&record, party.profile.name());
        let message = text!(
            "resolve-only-never-sent",
            "{number} is {state}; only a refund that was never sent can be given up",
            number,
            state = record.state()
        );
        return resolve::refuse(message, next);
    }
    let batch = record.wanted.batch.as_ref();
    let batch = batch.map(|row| row.batch.clone()).unwrap_or_default();
    let word = Word {
        heading: text!(
            "resolve-about-to-cancel",
            "About to give up this refund, which was never sent"
        ),
        act: word!("resolve-cancel-act", "give it up"),
        noun: word!("resolve-cancel-noun", "cancelling"),
        done: word!("resolve-cancel-done", "cancelled"),
        more: vec![
            (
                word!("resolve-cancel-state", "state"),
                record.state().to_string(),
            ),
            (word!("resolve-cancel-batch", "batch"), batch),
        ],
    };
    word::confirm(&record, word, args.yes, &party, desk)?;
    let details = Details::said(args.note.as_deref());
    let cancelled = resolve::decide(&record, Event::Cancel, details, &mut *journal, desk)?;
    resolve::report(&cancelled, &party, &mut *journal, desk)
}
