//! What is said of a row that a run does not simply send.

use super::earlier::{on_line, twin};
use crate::attempt::Refusal;
use crate::batch::{ReadError, Row, RowFault};
use crate::commands::Failure;
use crate::journal::{Begun, Record};
use crate::language::{text, word};
use crate::plan::{Batch, PlanError, Untaken};
use crate::refund::{Name, Reference, State, command};
use std::fmt;

/// Says that a row wants something else than the refund that has its number or its reference, which
/// is `wanted` where it is known.
fn conflict(wanted: Option<&Reference>, record: &Record, what: &str) -> String {
    let (intent, number) = (&record.wanted.intent, record.number());
    let used = match (intent.reference.as_ref().or(wanted), what) {
        (Some(reference), "txamt" | "syssn" | "currency" | "out_trade_no") => {
            text!(
                "batch-used-reference",
                "the reference `{reference}` (number {number})",
                reference,
                number
            )
        }
        (_, "reference") => match wanted {
            Some(wanted) => text!(
                "batch-used-number-of",
                "the number {number}, which the reference `{wanted}` gives,",
                number,
                wanted
            ),
            None => text!("batch-used-number", "the number {number}", number),
        },
        _ => text!("batch-used-number", "the number {number}", number),
    };
    let there = match (what, &intent.reference) {
        ("txamt", _) => text!(
            "batch-there-amount",
            "another amount, {amount}",
            amount = intent.amount.in_words(intent.currency)
        ),
        ("syssn", _) => text!(
            "batch-there-payment",
            "another payment, {payment}",
            payment = intent.syssn
        ),
        ("currency", _) => text!(
            "batch-there-currency",
            "another currency, {currency}",
            currency = intent.currency
        ),
        ("reference", Some(reference)) => text!(
            "batch-there-reference",
            "another reference, `{reference}`",
            reference
        ),
        ("reference", None) => word!("batch-there-no-reference", "no reference").to_owned(),
        _ => word!("batch-there-number", "another number").to_owned(),
    };
    text!(
        "batch-conflict",
        "{used} stands in the journal with {there}",
        used,
        there
    )
}

/// The same as a fault of the row.
pub(super) fn conflict_fault(row: &Row, record: &Record, what: &str) -> RowFault {
    if what == "refund_syssn" {
        return other_refund_fault(row, record);
    }
    let (heading, value) = match (&row.intent.reference, &row.intent.out_trade_no) {
        (Some(reference), _) => ("reference", reference.as_str()),
        (None, number) => ("out_trade_no", number.as_ref().map_or("", |n| n.as_str())),
    };
    let alike = row.intent.names().find(|name| {
        let reference = record.wanted.intent.reference.as_ref();
        Name::all(reference, Some(record.number())).any(|used| used.is_like(name))
    });
    if let Some(name) = alike.filter(|name| name.kind() == what) {
        let problem = Refusal::look_alike(&name, record).text;
        let remedy = text!(
            "batch-alike-fix",
            "give it that very {what} if it is the same refund, or one that differs to the eye",
            what
        );
        return RowFault::new(row.line, name.kind(), name.as_str(), problem, remedy);
    }
    let show = command("show", record.number().as_str(), &record.wanted.profile);
    let problem = conflict(row.intent.reference.as_ref(), record, what);
    let remedy = text!(
        "batch-conflict-fix",
        "see `{show}`; give it another reference or number if it is another refund",
        show
    );
    RowFault::new(row.line, heading, value, problem, remedy)
}

/// A row that its file calls refunded by the refund of another reference.
fn other_refund_fault(row: &Row, record: &Record) -> RowFault {
    let reference = record.wanted.intent.reference.as_ref();
    let reference = reference.map_or(word!("batch-no-reference", "none"), |reference| {
        reference.as_str()
    });
    let problem = text!(
        "batch-other-refund",
        "is the refund {number} of the reference `{reference}`, not of this row's",
        number = record.number(),
        reference
    );
    let remedy = word!(
        "batch-other-refund-fix",
        "empty this cell and `state` if the row asks for another refund"
    );
    let number = row.refund_syssn.as_deref().unwrap_or_default();
    RowFault::new(row.line, "refund_syssn", number, problem, remedy)
}

/// A row that its file calls refunded, and that the journal has in another state; or one that the file calls
/// open and that was surely never sent from here.
pub(super) fn denied_fault(row: &Row, record: &Record) -> RowFault {
    let (number, state) = (record.number(), record.state());
    let problem = text!(
        "batch-denied",
        "is not what the journal says: its refund {number} is {state}",
        number,
        state
    );
    let (profile, was) = (&record.wanted.profile, said(row));
    let show = command("show", number.as_str(), profile);
    if row.said.is_some_and(State::is_open) {
        let problem = text!(
            "batch-denied-open",
            "says that it may have been sent, and here its refund {number} is {state}: by this journal it was surely never sent",
            number,
            state
        );
        let remedy = text!(
            "batch-denied-open-fix",
            "see `{show}`; if another journal sent it, enter what the gateway shows with `qfrefund journal rejoin --profile {profile}`; empty the cell only if nobody sent it",
            show,
            profile
        );
        return RowFault::new(row.line, "state", was, problem, remedy);
    }
    let remedy = text!(
        "batch-denied-fix",
        "see `{show}`; empty the cell if it was not refunded",
        show
    );
    RowFault::new(row.line, "state", was, problem, remedy)
}

/// What its file says became of a row.
fn said(row: &Row) -> &'static str {
    row.said.map_or("refunded", State::name)
}

/// A row of which its file says that it was sent, or may have been, and that the journal does not have.
pub(super) fn unheard_fault(row: &Row) -> RowFault {
    let was = match row.said {
        Some(State::Cancelled) => word!("batch-said-given-up", "was given up"),
        _ => word!("batch-said-sent", "was sent, or may have been"),
    };
    let problem = text!(
        "batch-unheard",
        "says that it {was}, and the journal does not know it",
        was
    );
    let remedy = word!(
        "batch-unheard-fix",
        "run the file where it was run, or enter what the gateway shows with `qfrefund journal rejoin`; empty the cell if it was surely not sent"
    );
    RowFault::new(row.line, "state", said(row), problem, remedy)
}

/// A row that its file calls refunded, and that neither the journal nor the gateway knows.
pub(super) fn told_fault(row: &Row, problem: impl fmt::Display) -> RowFault {
    let problem = text!(
        "batch-told",
        "is not known to the journal, and {problem}",
        problem
    );
    let remedy = word!(
        "batch-told-fix",
        "see what became of it in the merchant portal; empty the cell if it was not refunded"
    );
    RowFault::new(row.line, "state", "refunded", problem, remedy)
}

/// The same where the gateway was not asked.
pub(super) fn untold_fault(row: &Row) -> RowFault {
    let problem = word!("batch-untold", "is not known to the journal");
    let remedy = word!(
        "batch-untold-fix",
        "check the file with --online, which asks the gateway for it; empty the cell if it was not refunded"
    );
    RowFault::new(row.line, "state", "refunded", problem, remedy)
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Journal(error) => error.into(),
            PlanError::Read { file, error } => {
                let failure = Self::file(text!("batch-file-error", "{file}: {error}", file, error));
                if let ReadError::Header(faults) = &error
                    && faults.len() > 1
                {
                    let lines = faults.iter().map(ToString::to_string).collect();
                    let what = text!(
                        "batch-headings-wrong",
                        "{file}: {count} things are wrong with its headings",
                        file,
                        count = faults.len()
                    );
                    return failure.listing(what, lines);
                }
                failure.hint_if(error.remedy())
            }
            PlanError::Changed { file, line } => {
                let place =
                    line.map(|line| text!("batch-shows-on", ", which shows on line {line}", line));
                let place = place.unwrap_or_default();
                Self::file(text!(
                    "batch-file-changed",
                    "{file}: the file is not what was checked{place}",
                    file,
                    place
                ))
                .hint(word!(
                    "batch-file-changed-fix",
                    "Run the same command again, with a file that nobody writes to."
                ))
            }
            PlanError::GivenUp { given } => Self::refused(word!(
                "batch-half-given-up",
                "rows of this file were given up while only a part of them was written down, so the others are not sent either"
            ))
            .hint(text!(
                "batch-half-given-up-fix",
                "If all of them are wanted after all: `qfrefund batch run {given} --retry-cancelled`.",
                given
            )),
            PlanError::Untaken { given, why } => {
                let problem = match why {
                    Untaken::Conflict(line, record, what) => {
                        on_line(line, &conflict(None, &record, what))
                    }
                    Untaken::Refused(row, refusal) => on_line(row.line, &refused(&row, &refusal)),
                };
                untaken(problem, &given)
            }
        }
    }
}

/// The same where the plan shows it, before anything is asked or written.
pub(super) fn conflict_failure(
    row: &Row,
    record: &Record,
    what: &str,
    batch: &Batch<'_>,
) -> Failure {
    let mut problem = conflict_fault(row, record, what).problem;
    if what == "refund_syssn" {
        let number = row.refund_syssn.as_deref().unwrap_or_default();
        problem = text!(
            "batch-its-refund",
            "its refund_syssn {number} {problem}",
            number,
            problem
        );
    }
    let failure = untaken(on_line(row.line, &problem), &batch.in_a_command);
    let is_same =
        row.intent.reference.is_some() && row.intent.reference == record.wanted.intent.reference;
    if is_same && record.state() == State::Declined {
        return failure.hint(word!("batch-declined-hint", "Nothing of the file was sent. That refund was declined: if this is the same one, put right, run the file with --retry-declined; another refund needs another reference."));
    }
    failure
}

fn untaken(problem: String, file: &str) -> Failure {
    Failure::refused(problem).hint(text!("batch-untaken-hint", "Nothing of the file was sent. A refund with other contents needs another reference or number; see `qfrefund batch check {file}`.", file))
}

fn refused(row: &Row, answer: &Begun) -> String {
    if let Begun::Twin(record) = answer {
        return twin(record);
    }
    Refusal::of(answer, row.intent.currency).map_or_else(
        || word!("batch-not-taken", "the journal did not take it").to_owned(),
        |refusal| refusal.text,
    )
}
