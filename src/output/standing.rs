//! Where a refund stands, in words.

use super::text::{clean, clean_short};
use crate::journal::Record;
use crate::refund::{State, command, hong_kong};
use time::OffsetDateTime;

/// Says where a refund stands, as a clause, and what to do, as a sentence.
#[must_use]
pub fn standing(record: &Record, profile: &str) -> (String, String) {
    let number = record.number().as_str();
    let at = when(record.progress.updated_at);
    // A look that finds nothing is the newest event, and says nothing of since when; nor does a resend.
    let since = when(record.progress.open_since().unwrap_or(record.created_at));
    let sent = when(record.progress.sent_at.unwrap_or(record.created_at));
    let resolve = command("resolve", number, profile);
    let find_out = format!("Do not send it again. Find out with `{resolve}`.");
    match record.state() {
        State::Refunded => (
            format!("refunded {at}"),
            "Nothing is left to do.".to_owned(),
        ),
        State::Declined => (format!("declined {at}"), try_again(record)),
        State::Pending => (
            format!("pending at the gateway since {since}"),
            format!("Do not send it again. Ask later with `{resolve} --wait`."),
        ),
        State::Unknown => (format!("unknown since {since}"), find_out),
        State::Sending => (
            format!("being sent by {} since {sent}", sender(record)),
            find_out,
        ),
        State::Planned => (
            format!("written down {at} and not sent"),
            format!(
                "Run its command, or its file, again to send it, or give it up with `{}`.",
                command("cancel", number, profile)
            ),
        ),
        State::Closed(closed_as) => (
            format!("closed as {closed_as}{}", decided(record)),
            format!("`{}` takes that back.", command("reopen", number, profile)),
        ),
        State::Cancelled => (
            format!("cancelled{}, never sent", decided(record)),
            try_again(record),
        ),
    }
}

/// Says how a refund that was declined or given up is made after all.
fn try_again(record: &Record) -> String {
    if record.wanted.batch.is_some() {
        let option = match record.state() {
            State::Cancelled => "--retry-cancelled",
            _ => "--retry-declined",
        };
        return format!(
            "The number is used up: a run of its file with {option} makes a new attempt."
        );
    }
    if record.wanted.intent.reference.is_some() {
        "The number is used up: its command with --again makes a new attempt under the same reference."
    } else {
        "The number is used up: a new attempt is a new refund, with a number of its own."
    }
    .to_owned()
}

/// Says which process is sending it.
fn sender(record: &Record) -> String {
    let owner = record.lease.as_ref().map(|lease| clean(&lease.owner));
    let mut words = owner.iter().flat_map(|owner| owner.split(':'));
    match (words.next(), words.next()) {
        (Some(host), Some(process)) => format!("process {process} on {host}"),
        _ => "another process".to_owned(),
    }
}

/// Says when an operator said so, and in which words.
#[must_use]
pub fn decided(record: &Record) -> String {
    let Some(said) = &record.progress.decision else {
        return String::new();
    };
    let note = noted(said.note.as_deref());
    format!(" {} by {}{note}", when(said.at), clean(&said.by))
}

/// Writes what somebody noted behind what it was about.
#[must_use]
pub fn noted(note: Option<&str>) -> String {
    let note = note.map(clean_short);
    note.map_or_else(String::new, |note| format!(" ({note})"))
}

/// Writes an instant for people: Hong Kong time, named as such.
#[must_use]
pub fn when(instant: OffsetDateTime) -> String {
    format!("{} (UTC+8)", hong_kong::gateway_time(instant))
}
