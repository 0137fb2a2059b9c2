//! What is said of a row because of what was written down before it: twins, corrections, attempts, rows given up.

use crate::attempt::payment;
use crate::batch::{Row, RowFault, twin_remedy};
use crate::journal::Record;
use crate::language::{text, word};
use crate::output::text::clean;
use crate::output::{decided, noted, when};
use crate::plan::{Forgone, Planned};
use crate::refund::{BatchId, State, command};

/// Says what a row's twin is. One that was never sent is not a reason to leave the row out and be
/// done: then nobody would send either.
pub(super) fn twin(twin: &Record) -> String {
    let what = written_down(twin);
    let give_up = command("cancel", twin.number().as_str(), &twin.wanted.profile);
    match (twin.state(), &twin.wanted.batch) {
        (State::Planned, Some(place)) => text!(
            "batch-twin-planned-batch",
            "{what} in batch {batch}, where it is planned and was never sent: run that file, or give it up with `{give_up}`",
            what,
            batch = BatchId::shorten(&place.batch),
            give_up
        ),
        (State::Planned, None) => {
            let key = match &twin.wanted.intent.reference {
                Some(reference) => {
                    text!("batch-key-reference", "reference `{reference}`", reference)
                }
                None => word!("batch-key-number", "`out_trade_no`").to_owned(),
            };
            text!(
                "batch-twin-planned",
                "{what}, is planned and was never sent: issue it again, give this row its {key}, which takes it over, or give it up with `{give_up}`",
                what,
                key,
                give_up
            )
        }
        (state, _) => text!("batch-twin-is", "{what} and is {state}", what, state),
    }
}

/// The fault of a row that is a twin of a refund in the journal, and the line that says so.
pub(super) fn twin_remark(row: &Row, record: &Record) -> (RowFault, String) {
    let (syssn, twin) = (row.intent.syssn.as_str(), twin(record));
    let remedy = match record.state() {
        State::Planned => word!("batch-twin-planned-fix", "do that, or remove the row"),
        _ => twin_remedy(),
    };
    let problem = text!("batch-twin-problem", "is a twin: {twin}", twin);
    let fault = RowFault::new(row.line, "syssn", syssn, problem, remedy);
    (fault, on_line(row.line, &twin))
}

/// Says which earlier refund the payment of a row has that would be sent beside it, as a line of a list:
/// the newest one, and how many more there are.
pub(super) fn earlier_line(planned: &Planned) -> Option<String> {
    let mut earlier = planned.earlier();
    let newest = earlier.next()?;
    let (row, intent) = (&planned.row, &newest.wanted.intent);
    let words = payment::earlier(newest).in_words(intent.currency);
    let more = match earlier.count() {
        0 => String::new(),
        more => text!("batch-and-more-earlier", ", and {more} more", more),
    };
    Some(text!(
        "batch-earlier-line",
        "line {line}: payment {payment}: {words}{more}",
        line = row.line,
        payment = intent.syssn,
        words,
        more
    ))
}

/// The same of a row whose payment was refunded with another amount by the file of which this one is a
/// changed copy.
pub(super) fn corrected_remark(row: &Row, record: &Record) -> (RowFault, String) {
    let place = record.wanted.batch.as_ref();
    let place = place.map_or_else(String::new, |place| BatchId::shorten(&place.batch));
    let corrected = text!(
        "batch-corrected",
        "same payment, other amount: {what} in batch {place}, of which this file is a changed copy, and is {state}",
        what = written_down(record),
        place,
        state = record.state()
    );
    let amount = row.intent.amount.in_words(row.intent.currency);
    let (problem, remedy) = (
        text!("batch-has", "has the {corrected}", corrected),
        corrected_remedy(),
    );
    let fault = RowFault::new(row.line, "amount", &amount, problem, remedy);
    (fault, on_line(row.line, &corrected))
}

/// The same of a row that is meant as a twin and stands in that file already.
pub(super) fn again_remark(row: &Row, record: &Record) -> (RowFault, String) {
    let again = text!(
        "batch-again",
        "same row as in the file of which this one is a changed copy: {what} and is {state}",
        what = written_down(record),
        state = record.state()
    );
    let (problem, remedy) = (
        text!("batch-is-the", "is the {again}", again),
        again_remedy(),
    );
    let fault = RowFault::new(row.line, "twin", "yes", problem, remedy);
    (fault, on_line(row.line, &again))
}

/// Says of which refund a row reminds.
fn written_down(record: &Record) -> String {
    let intent = &record.wanted.intent;
    text!(
        "batch-written-down",
        "{amount} of payment {payment} was written down {when} as {number}",
        amount = intent.amount.in_words(intent.currency),
        payment = intent.syssn,
        when = when(record.created_at),
        number = record.number()
    )
}

/// Says that a row was given up in another file, and what was said of it then: as a fault of it, and in a
/// line.
pub(super) fn given_up_remark(row: &Row, forgone: &Forgone) -> (RowFault, String) {
    let intent = &row.intent;
    let amount = intent.amount.in_words(intent.currency);
    let what = text!(
        "batch-amount-of",
        "{amount} of payment {payment}",
        amount,
        payment = intent.syssn
    );
    let given_up = match forgone {
        Forgone::Refund(record) => {
            let place = record.wanted.batch.as_ref();
            let place = place.map_or_else(String::new, |place| BatchId::shorten(&place.batch));
            text!(
                "batch-given-up-refund",
                "{what} stood in batch {place} as {number} and is {state}{decided}",
                what,
                place,
                number = record.number(),
                state = record.state(),
                decided = decided(record)
            )
        }
        Forgone::Row(other) => text!(
            "batch-given-up-row",
            "{what} was left out of batch {batch} as a twin of {twin} and is given up {when} by {by}{note}",
            what,
            batch = BatchId::shorten(&other.place.batch),
            twin = other.twin,
            when = when(other.at),
            by = clean(&other.by),
            note = noted(other.note.as_deref()),
        ),
    };
    let remedy = match forgone {
        Forgone::Refund(record) if record.state() != State::Cancelled => {
            word!(
                "batch-given-up-issue",
                "remove the row; if it is wanted after all, issue it by itself"
            )
        }
        _ => word!(
            "batch-given-up-retry",
            "remove the row; if it is wanted after all, run the file with --retry-cancelled"
        ),
    };
    let problem = text!(
        "batch-given-up-problem",
        "was given up: {given_up}",
        given_up
    );
    let payment = row.intent.syssn.as_str();
    let fault = RowFault::new(row.line, "syssn", payment, problem, remedy);
    (fault, on_line(row.line, &given_up))
}

/// What to do about a row that repeats one of another file.
fn again_remedy() -> &'static str {
    word!(
        "batch-again-fix",
        "remove the row; if it is meant once more beside that one, say --twins-meant"
    )
}

/// What to do about a row whose amount was refunded otherwise.
fn corrected_remedy() -> &'static str {
    word!(
        "batch-corrected-fix",
        "remove the row, or ask for the difference alone; if both are meant, write yes in a column `twin`"
    )
}

/// Says something of a line, in a list or an error.
pub(super) fn on_line(line: u64, what: &str) -> String {
    text!("batch-line-of", "line {line}: {what}", line, what)
}
