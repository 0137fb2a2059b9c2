//! What looks at the gateway have shown of a refund whose outcome is open. An operator's order to
//! send it again, or word on what became of it, rests on that.

use crate::gateway::enquiry::months_of;
use crate::journal::{Journal, JournalError, Looks, Record};
use crate::output::text::counted;
use crate::output::{standing, when};
use crate::refund::resend::{EMPTY_FOR, EMPTY_LOOKS, is_lasting, lasting_from, next_look};
use crate::refund::{Event, OutTradeNo, State, clock, command};
use time::OffsetDateTime;

/// Says what the looks have shown, where they show lasting absence. Otherwise why that is not yet
/// so, as a clause, and how it gets so, as a sentence.
pub(super) fn lasting(
    number: &OutTradeNo,
    looks: &Looks,
    profile: &str,
) -> Result<String, (String, String)> {
    if is_lasting(looks.count, looks.span) {
        return Ok(in_words(looks));
    }
    let how = format!(
        "It takes {}: `{} --wait=900`.",
        enough(),
        command("resolve", number.as_str(), profile)
    );
    Err((in_words(looks), how))
}

fn enough() -> String {
    format!(
        "{EMPTY_LOOKS} looks over {} that find nothing",
        clock::lasting(EMPTY_FOR.as_secs())
    )
}

fn in_words(looks: &Looks) -> String {
    match looks.span {
        None => "the gateway has not been asked since".to_owned(),
        Some((first, _)) if looks.count == 1 => format!("1 look found nothing, at {}", when(first)),
        Some((first, last)) => {
            let seconds = last.unix_timestamp().saturating_sub(first.unix_timestamp());
            format!(
                "{} in a row found nothing, from {} to {} ({})",
                counted(looks.count, "look"),
                when(first),
                when(last),
                clock::lasting(u64::try_from(seconds).unwrap_or_default())
            )
        }
    }
}

/// Says where a refund stands and what to do ([`standing`]), with what looks have shown of it while
/// its outcome is open.
pub(in crate::commands) fn standing_looked(
    record: &Record,
    profile: &str,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
) -> (String, String) {
    let (message, next) = standing(record, profile);
    match looked(record, profile, now, journal) {
        Ok(None) => (message, next),
        Ok(Some((what, instead))) => (format!("{message}; {what}"), instead.unwrap_or(next)),
        Err(error) => (
            format!("{message}; the looks at it cannot be read ({error})"),
            next,
        ),
    }
}

/// Says what the looks have shown, as a clause, and what to do after those that found nothing.
fn looked(
    record: &Record,
    profile: &str,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
) -> Result<Option<(String, Option<String>)>, JournalError> {
    if !record.state().is_open() {
        return Ok(None);
    }
    let looks = journal.looks(record.id)?;
    let Some((first, last)) = looks.span.filter(|_| record.state() == State::Unknown) else {
        let events = journal.events(record.id)?;
        let look = events.iter().rfind(|event| {
            let seen = event.observed.unwrap_or(event.event);
            matches!(
                seen,
                Event::FoundDone
                    | Event::FoundRefused
                    | Event::FoundProcessing
                    | Event::FoundNothing
            )
        });
        let look = look.map(|look| format!("last looked for {}", when(look.at)));
        return Ok(look.map(|look| (look, None)));
    };
    let number = record.number().as_str();
    let months = months_of(record, last);
    let months: Vec<String> = months.iter().map(ToString::to_string).collect();
    let asked = format!(
        "the gateway was asked for {number}, without a month and in {}: {}",
        months.join(", "),
        in_words(&looks)
    );
    let resend = command("resolve --resend", number, profile);
    let next = if is_lasting(looks.count, looks.span) {
        format!(
            "If the merchant portal does not show it either, an operator may order it to be sent again now, under the same number: `{resend}`."
        )
    } else {
        let look = next_look(looks.count, first);
        format!(
            "Do not send it again. Look again {}: `{}`. From {} on, after {}, an operator may order it to be sent again under the same number: `{resend}`.",
            if look > now {
                format!("after {}", when(look))
            } else {
                "now".to_owned()
            },
            command("resolve", number, profile),
            when(lasting_from(first)),
            enough(),
        )
    };
    Ok(Some((asked, Some(next))))
}
