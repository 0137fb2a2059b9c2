//! `cancel`: one refund that was never sent is given up for good.

use super::merchant::{self, Party};
use super::{Desk, Failure, books, resolve};
use crate::cli::CancelArgs;
use crate::exit::Exit;
use crate::journal::{Details, Record};
use crate::output::standing;
use crate::refund::{Event, OutTradeNo, State};

pub(super) fn run(args: &CancelArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    let number = OutTradeNo::parse(&args.out_trade_no)?;
    let record = resolve::find(&number, &party, &mut *journal, desk)?;
    if record.state() != State::Planned {
        let (_, next) = standing(&record, party.profile.name());
        let message = format!(
            "{number} is {}; only a refund that was never sent can be given up",
            record.state()
        );
        return resolve::refuse(message, next);
    }
    confirm(&record, args, &party, desk)?;
    let note = args.note.as_deref().map(str::trim);
    let details = Details {
        note: note.filter(|note| !note.is_empty()).map(str::to_owned),
        ..Details::default()
    };
    let cancelled = resolve::decide(&record, Event::Cancel, details, &mut *journal, desk)?;
    resolve::report(&cancelled, &party, &mut *journal, desk)
}

fn confirm(
    record: &Record,
    args: &CancelArgs,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    if args.yes {
        return Ok(());
    }
    if !desk.console.may_ask {
        return Err(
            Failure::usage("the cancelling is not confirmed, and nobody can be asked")
                .hint("Add --yes."),
        );
    }
    let number = record.number().to_string();
    let intent = &record.wanted.intent;
    let batch = record.wanted.batch.as_ref();
    let shown = desk.console.err_style.values(&[
        ("amount", intent.amount.in_words(intent.currency)),
        ("payment", intent.syssn.to_string()),
        ("out_trade_no", number.clone()),
        (
            "environment",
            party.profile.environment().in_words().to_owned(),
        ),
        (
            "batch",
            batch.map(|row| row.batch.clone()).unwrap_or_default(),
        ),
    ]);
    desk.console.tell(&format!(
        "About to give up this refund, which was never sent\n{shown}"
    ));
    match desk.console.ask(&format!(
        "Type the number ({number}) to give it up, anything else to stop: "
    )) {
        Some(answer) if answer == number => Ok(()),
        _ => Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!("stopped: nothing was cancelled"),
        )),
    }
}
