//! Which refund somebody means: by its number, its reference, its payment or its own number at the gateway, or
//! by how one of these begins. Where several fit, they are told and none is taken.

use super::merchant::Party;
use super::{Desk, Failure, merchants};
use crate::journal::{Called, Filter, Journal, JournalError, Record};
use crate::language::{clauses, text, word};
use crate::output::text::{clean_short, counted};
use crate::refund::{NumberError, OutTradeNo, Reference};

/// The fewest characters that may stand for what begins with them.
const LEAST: usize = 6;
/// How many of several are told.
const MOST_TOLD: u32 = 10;

/// Finds the one refund that is meant: of the party's merchant, or of any where there is none. What is called
/// so exactly goes before what only begins so, and an exact number before all.
///
/// # Errors
/// Where there is none, or several.
pub(super) fn refund(
    text: &str,
    party: Option<&Party>,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Record, Failure> {
    let number = readable(text)?;
    if let Ok(number) = &number {
        let found = match party {
            Some(party) => journal
                .find(party.key().numbered(number))?
                .into_iter()
                .collect(),
            None => journal.find_any(number)?,
        };
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one.clone()),
            _ => {
                return Err(Failure::usage(text!(
                    "console-meant-merchants",
                    "several merchants have a refund {number}",
                    number
                ))
                .hint(word!(
                    "console-meant-merchants-hint",
                    "Say with --profile whose is meant."
                )));
            }
        }
    }
    let found = match called(text, party, journal)? {
        Some(called) => page(called, party, journal)?,
        None => Vec::new(),
    };
    match found.as_slice() {
        [] => Err(none(text, number, party, journal, desk)?),
        [one] => {
            let intent = &one.wanted.intent;
            desk.console.note(&text!(
                "console-meant-is",
                "`{given}` is refund {number}: {amount} of payment {payment}, {state}",
                given = text.escape_debug(),
                number = one.number(),
                amount = intent.amount.in_words(intent.currency),
                payment = intent.syssn,
                state = one.state()
            ));
            Ok(one.clone())
        }
        several => Err(unclear(text, several)),
    }
}

/// The same for a word that is written down about the refund. Where nobody is shown which one it is, a beginning does
/// not name it.
///
/// # Errors
/// As [`refund`], and where only its beginning is given and nobody is asked.
pub(super) fn decided(
    text: &str,
    is_asked: bool,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Record, Failure> {
    let record = refund(text, Some(party), journal, desk)?;
    let intent = &record.wanted.intent;
    let names = [
        Some(record.number().as_str()),
        intent.reference.as_ref().map(Reference::as_str),
        Some(intent.syssn.as_str()),
        record.progress.refund_syssn.as_deref(),
    ];
    if is_asked || names.contains(&Some(text)) {
        return Ok(record);
    }
    Err(Failure::usage(text!(
        "console-meant-beginning",
        "`{given}` is only the beginning of what the refund is called, and nobody is asked",
        given = text.escape_debug()
    ))
    .hint(text!(
        "console-meant-beginning-hint",
        "If it is meant, give its number: {number}.",
        number = record.number()
    )))
}

/// Returns what is listed for a name, or how one begins: what is called so exactly goes first.
///
/// # Errors
/// Where it is too short to be the beginning of anything.
pub(super) fn listed(
    text: &str,
    party: Option<&Party>,
    journal: &mut dyn Journal,
) -> Result<Called, Failure> {
    drop(readable(text)?);
    called(text, party, journal)?.ok_or_else(|| {
        Failure::usage(text!(
            "console-meant-too-short",
            "no refund is called `{given}`, and as a beginning it is too short",
            given = text.escape_debug()
        ))
        .hint(text!(
            "console-meant-too-short-hint",
            "Give at least its first {least} characters.",
            least = LEAST
        ))
    })
}

/// Reads what may be a number, or else only a reference.
fn readable(text: &str) -> Result<Result<OutTradeNo, NumberError>, NumberError> {
    match OutTradeNo::parse(text) {
        Err(error) if Reference::parse(text).is_err() => Err(error),
        read => Ok(read),
    }
}

/// Whether something is called so exactly, or may begin so; none where it is too short for that.
fn called(
    text: &str,
    party: Option<&Party>,
    journal: &mut dyn Journal,
) -> Result<Option<Called>, JournalError> {
    let exactly = Called::Exactly(text.to_owned());
    let found = journal.page(&filter(exactly.clone(), party), None, 1)?;
    if !found.is_empty() {
        return Ok(Some(exactly));
    }
    let may_begin = text.chars().count() >= LEAST;
    Ok(may_begin.then(|| Called::Beginning(text.to_owned())))
}

fn filter(called: Called, party: Option<&Party>) -> Filter {
    Filter {
        merchant: party.map(Party::key),
        called: Some(called),
        ..Filter::default()
    }
}

/// Reads one more than are told.
fn page(
    called: Called,
    party: Option<&Party>,
    journal: &mut dyn Journal,
) -> Result<Vec<Record>, JournalError> {
    journal.page(&filter(called, party), None, MOST_TOLD.saturating_add(1))
}

fn unclear(text: &str, several: &[Record]) -> Failure {
    let most = usize::try_from(MOST_TOLD).unwrap_or(usize::MAX);
    let lines: Vec<String> = several.iter().take(most).map(line).collect();
    let many = match several.len() > most {
        true => text!("console-meant-more-than", "more than {most} refunds", most),
        false => counted(several.len(), "refund"),
    };
    let what = text!(
        "console-meant-any-of",
        "`{given}` may be any of {many}: give more of it, or the whole number",
        given = text.escape_debug(),
        many
    );
    let message = text!(
        "console-meant-listed",
        "{what} ({refunds})",
        what,
        refunds = clauses(&lines)
    );
    Failure::usage(message).listing(what, lines)
}

fn line(record: &Record) -> String {
    let intent = &record.wanted.intent;
    let reference = intent.reference.as_ref();
    let reference = reference.map_or_else(String::new, |reference| {
        let reference = clean_short(reference.as_str());
        text!(
            "console-meant-reference",
            ", reference {reference}",
            reference
        )
    });
    text!(
        "console-meant-line",
        "{number}: {amount}, {state}{reference}",
        number = record.number(),
        amount = intent.amount.in_words(intent.currency),
        state = record.state(),
        reference
    )
}

fn none(
    text: &str,
    number: Result<OutTradeNo, NumberError>,
    party: Option<&Party>,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Failure, Failure> {
    let number = match number {
        Ok(number) => number,
        // What only a reference can have.
        Err(_) if text.contains(' ') || !text.is_ascii() => {
            return Ok(Failure::usage(text!(
                "console-meant-no-reference",
                "the journal has no refund with the reference `{given}`",
                given = text.escape_debug()
            ))
            .hint(word!("console-meant-no-reference-hint", "Give its number.")));
        }
        Err(error) => return Ok(error.into()),
    };
    let failure = match party {
        Some(party) => not_there(&number, party, journal, desk)?,
        None => Failure::usage(text!(
            "console-meant-none",
            "the journal has no refund {number}",
            number
        ))
        .hint(word!(
            "console-meant-none-hint",
            "`qfrefund history --journal FILE` lists what there is."
        )),
    };
    let hint = failure.hint.clone().unwrap_or_default();
    Ok(match text.chars().count() < LEAST {
        true => failure.hint(text!(
            "console-meant-least",
            "{hint} As a beginning it needs {least} characters.",
            hint,
            least = LEAST
        )),
        false => failure,
    })
}

/// Finds one refund of this merchant by its number.
pub(super) fn numbered(
    number: &OutTradeNo,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Record, Failure> {
    if let Some(record) = journal.find(party.key().numbered(number))? {
        return Ok(record);
    }
    Err(not_there(number, party, journal, desk)?)
}

/// Says that this merchant has no such refund, and where there is one.
fn not_there(
    number: &OutTradeNo,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Failure, Failure> {
    let others = journal.find_any(number)?;
    let failure = Failure::usage(text!(
        "console-meant-not-there",
        "the journal has no refund {number} of profile `{profile}`",
        number,
        profile = party.profile.name()
    ));
    Ok(match others.first() {
        Some(other) => {
            let (key, profile) = (&other.wanted.merchant, &other.wanted.profile);
            failure.hint(merchants::elsewhere(key, profile, party, journal, desk)?)
        }
        None => failure.hint(text!(
            "console-meant-not-there-hint",
            "`qfrefund history --profile {profile}` lists what there is.",
            profile = party.profile.name()
        )),
    })
}
