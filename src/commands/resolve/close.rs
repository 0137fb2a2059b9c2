//! `close`: settling a refund by an operator's word on what became of its money, and `reopen`, which
//! takes that back.

use super::absence::Absence;
use crate::attempt::{Refusal, payment};
use crate::cli::{CloseArgs, ClosingWord, ReopenArgs};
use crate::commands::merchant::Party;
use crate::commands::word::{self, Word};
use crate::commands::{Desk, Failure, books, meant, merchant};
use crate::exit::Exit;
use crate::journal::{Commit as _, Details, Journal, Record};
use crate::language::{in_english, text, word};
use crate::output::{IntentRow, ListDocument};
use crate::refund::{ClosedAs, Event, State, command};

pub(in crate::commands) fn close(args: &CloseArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    // Where it lacks what came later, nobody can say what the refund is.
    books::trust(&*journal, &party)?;
    let note = said(word!("resolve-the-note", "the note"), &args.note)?;
    let unseen = args.unseen.as_deref();
    let unseen = unseen.map(|words| said("--unseen", words)).transpose()?;
    let closed_as = match args.closed_as {
        ClosingWord::RefundedElsewhere => ClosedAs::RefundedElsewhere,
        ClosingWord::NotRefunded => ClosedAs::NotRefunded,
        ClosingWord::WrittenOff => ClosedAs::WrittenOff,
    };
    let record = meant::decided(&args.out_trade_no, !args.yes, &party, &mut *journal, desk)?;
    let number = record.number().clone();
    let profile = party.profile.name();
    if let State::Closed(_) = record.state() {
        let back = command("reopen", number.as_str(), profile);
        let hint = text!(
            "resolve-close-back",
            "To say something else of it, take that back first: `{back}`.",
            back
        );
        return refuse(
            text!(
                "resolve-already",
                "{number} is {state} already",
                number,
                state = record.state()
            ),
            hint,
        );
    }
    if !record.state().is_open() {
        return refuse(
            text!(
                "resolve-only-open-closed",
                "{number} is {state}; only a pending or unknown refund can be closed",
                number,
                state = record.state()
            ),
            text!(
                "resolve-see",
                "See `{command}`.",
                command = command("show", number.as_str(), profile)
            ),
        );
    }
    let mut absence = Absence::of(&record, &mut *journal)?;
    let mut lasting = absence.lasting(&number, profile);
    if let (Ok(_), None) = (&lasting, &unseen) {
        // Nothing that was seen last week is closed by: it may be there now.
        let merchant = party.merchant(desk)?;
        let gateway = party.open(&merchant, party.timeout(None), party.limits(), desk)?;
        lasting = match Absence::confirmed(&record, profile, &gateway, &mut *journal, desk)? {
            Ok(now) => {
                absence = now;
                absence.lasting(&number, profile)
            }
            Err(found) => Err(found),
        };
    }
    if let (Err((why, how)), None) = (&lasting, &unseen) {
        let message = text!(
            "resolve-not-without-unseen",
            "{number} cannot be closed without --unseen: {why}",
            number,
            why
        );
        return refuse(message, how.clone());
    }
    let rests_on = || {
        let looks = absence.lasting(&number, profile);
        let looks = looks.unwrap_or_else(|(why, _)| why);
        match &unseen {
            None => looks,
            // The looks may suffice, but nobody has looked now, and why is kept.
            Some(reason) => text!(
                "resolve-unseen",
                "unseen ({reason}): {looks}",
                reason,
                looks
            ),
        }
    };
    // A look that found nothing is news of its own.
    let record = meant::numbered(&number, &party, &mut *journal, desk)?;
    let word = Word {
        heading: text!(
            "resolve-about-to-close",
            "About to close this refund as {closed_as}",
            closed_as
        ),
        act: word!("resolve-close-act", "close it"),
        noun: word!("resolve-close-noun", "closing"),
        done: word!("resolve-close-done", "closed"),
        more: vec![
            (
                word!("resolve-label-state", "state"),
                record.state().to_string(),
            ),
            (word!("resolve-label-looks", "looks"), rests_on()),
            (
                word!("resolve-label-from-then", "from then on"),
                closed_as.means().to_owned(),
            ),
        ],
    };
    word::confirm(&record, word, args.yes, &party, desk)?;
    let details = Details {
        text: Some(in_english(rests_on)),
        ..Details::note(note)
    };
    let closed = decide(
        &record,
        Event::Close(closed_as),
        details,
        &mut *journal,
        desk,
    )?;
    report(&closed, &party, &mut *journal, desk)
}

pub(in crate::commands) fn reopen(args: &ReopenArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let mut journal = books::open(&party, desk)?;
    // Where it lacks what came later, nobody can say what the refund is.
    books::trust(&*journal, &party)?;
    let record = meant::decided(&args.out_trade_no, false, &party, &mut *journal, desk)?;
    let number = record.number();
    if !matches!(record.state(), State::Closed(_)) {
        let show = command("show", number.as_str(), party.profile.name());
        return refuse(
            text!(
                "resolve-only-closed-opened",
                "{number} is {state}; only a closed refund can be opened again",
                number,
                state = record.state()
            ),
            text!("resolve-see-show", "See `{show}`.", show),
        );
    }
    let details = Details::said(args.note.as_deref());
    let opened = decide(&record, Event::Reopen, details, &mut *journal, desk)?;
    let payment = payment::records(&opened.wanted.intent.syssn, &party.profile, &mut *journal)?;
    if let Some(other) = payment.iter().find(|other| other.may_replace(&opened)) {
        let made = Refusal::made_since(other).text;
        desk.console.warn(&text!(
            "resolve-made-so-that",
            "{made}, so that this one cannot be sent again",
            made
        ));
    }
    report(&opened, &party, &mut *journal, desk)
}

/// Says that a rule of ours forbids it, and what to do.
pub(in crate::commands) fn refuse<T>(message: String, hint: String) -> Result<T, Failure> {
    Err(Failure::refused(message).hint(hint))
}

/// Takes words that the next reader is to understand.
fn said(what: &str, words: &str) -> Result<String, Failure> {
    match words.trim() {
        "" => Err(
            Failure::usage(text!("resolve-empty-word", "{what} is empty", what)).hint(word!(
                "resolve-say-how",
                "Say how it was settled, so that the next reader understands."
            )),
        ),
        words => Ok(words.to_owned()),
    }
}

/// Writes the word down, if the refund is still what it was said of.
pub(in crate::commands) fn decide(
    record: &Record,
    event: Event,
    details: Details,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Record, Failure> {
    let who = books::who(desk);
    let stamp = who.at(desk.clock.now());
    let decided = journal.commit(|scope| scope.decide(record, event, details.clone(), stamp))?;
    decided.ok_or_else(|| {
        let message = text!(
            "resolve-changed",
            "{record} has changed in the meantime",
            record = record.number()
        );
        Failure::refused(message).hint(word!(
            "resolve-look-again-decide",
            "Look at it again, then decide."
        ))
    })
}

/// Shows the refund as it stands now, and what waits besides.
pub(in crate::commands) fn report(
    record: &Record,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let files = journal.batch_files()?;
    let row = IntentRow::of(record, files.of_record(record));
    let document = ListDocument::new(vec![row], Exit::Success);
    let exit = desk.console.result(&document, Exit::Success, false);
    books::remind(journal, &[(record.state(), 1)], party, desk);
    Ok(exit)
}
