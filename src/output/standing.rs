//! Where a refund stands, in words.

use super::text::{clean, clean_short, hong_kong_time};
use crate::journal::Record;
use crate::language::text;
use crate::refund::{OutTradeNo, State, command, hong_kong};
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
    let find_out = || {
        text!(
            "history-row-find-out",
            "Do not send it again. Find out with `{resolve}`.",
            resolve
        )
    };
    match record.state() {
        State::Refunded => (
            text!("history-row-refunded", "refunded {at}", at),
            text!("history-row-nothing-to-do", "Nothing is left to do."),
        ),
        State::Declined => (
            text!("history-row-declined", "declined {at}", at),
            try_again(record),
        ),
        State::Pending => (
            text!(
                "history-row-pending",
                "pending at the gateway since {since}",
                since
            ),
            text!(
                "history-row-ask-later",
                "Do not send it again. Ask later with `{resolve} --wait`.",
                resolve
            ),
        ),
        State::Unknown => (
            text!("history-row-unknown", "unknown since {since}", since),
            find_out(),
        ),
        State::Sending => (
            text!(
                "history-row-sending",
                "being sent by {sender} since {sent}",
                sender = sender(record),
                sent
            ),
            find_out(),
        ),
        State::Planned => (
            text!("history-row-planned", "written down {at} and not sent", at),
            text!(
                "history-row-send-or-cancel",
                "Run its command, or its file, again to send it, or give it up with `{cancel}`.",
                cancel = command("cancel", number, profile)
            ),
        ),
        State::Closed(_) => (
            text!(
                "history-row-closed",
                "{closed}{decided}",
                closed = record.state().to_string(),
                decided = decided(record)
            ),
            text!(
                "history-row-reopen",
                "`{reopen}` takes that back.",
                reopen = command("reopen", number, profile)
            ),
        ),
        State::Cancelled => (
            text!(
                "history-row-cancelled",
                "cancelled{decided}, never sent",
                decided = decided(record)
            ),
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
        return text!(
            "history-row-file-again",
            "The number is used up: a run of its file with {option} makes a new attempt.",
            option
        );
    }
    if record.wanted.intent.reference.is_some() {
        text!(
            "history-row-again",
            "The number is used up: its command with --again makes a new attempt under the same reference."
        )
    } else {
        text!(
            "history-row-new",
            "The number is used up: a new attempt is a new refund, with a number of its own."
        )
    }
}

/// Says which process is sending it.
fn sender(record: &Record) -> String {
    let owner = record.lease.as_ref().map(|lease| clean(&lease.owner));
    let mut words = owner.iter().flat_map(|owner| owner.split(':'));
    match (words.next(), words.next()) {
        (Some(host), Some(process)) => text!(
            "history-row-process",
            "process {process} on {host}",
            process,
            host
        ),
        _ => text!("history-row-other-process", "another process"),
    }
}

/// Says of a refund where it stands and what is next, in one line.
#[must_use]
pub fn told(number: &OutTradeNo, message: &str, next: &str) -> String {
    text!(
        "history-row-told",
        "{number}: {message}. {next}",
        number,
        message,
        next
    )
}

/// Says when an operator said so, and in which words.
#[must_use]
pub fn decided(record: &Record) -> String {
    let Some(said) = &record.progress.decision else {
        return String::new();
    };
    text!(
        "history-row-decided",
        " {when} by {by}{note}",
        when = when(said.at),
        by = clean(&said.by),
        note = noted(said.note.as_deref())
    )
}

/// Writes what somebody noted behind what it was about.
#[must_use]
pub fn noted(note: Option<&str>) -> String {
    let note = note.map(clean_short);
    note.map_or_else(String::new, |note| {
        text!("history-row-note", " ({note})", note)
    })
}

/// Writes an instant for people: Hong Kong time, named as such.
#[must_use]
pub fn when(instant: OffsetDateTime) -> String {
    hong_kong_time(&hong_kong::gateway_time(instant))
}
