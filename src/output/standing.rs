//! Where a refund stands, in words.

use crate::journal::Record;
use crate::refund::{State, hong_kong, in_shell};
use time::OffsetDateTime;

/// Says where a refund stands, as a clause, and what to do, as a sentence.
#[must_use]
pub fn standing(record: &Record, profile: &str) -> (String, String) {
    let number = in_shell(record.number().as_str());
    let at = when(record.progress.updated_at);
    let by = &record.operator;
    let resolve = format!(
        "Do not send it again. Find out with `qfrefund resolve {number} --profile {profile}`."
    );
    match record.state() {
        State::Refunded => (
            format!("refunded {at}"),
            "Nothing is left to do.".to_owned(),
        ),
        State::Declined => (
            format!("declined {at}"),
            "The number is used up: a new attempt is a new refund, with a new reference."
                .to_owned(),
        ),
        State::Pending => (
            format!("pending at the gateway since {at}"),
            format!(
                "Do not send it again. Ask later with `qfrefund resolve {number} --profile {profile} --wait`."
            ),
        ),
        State::Unknown => (format!("unknown since {at}"), resolve),
        State::Sending => (format!("being sent by {by} since {at}"), resolve),
        State::Planned => (
            format!("written down {at} and not sent"),
            "Run the command again to send it.".to_owned(),
        ),
        State::Closed => (
            format!("closed {at} by an operator's note"),
            format!("See `qfrefund show {number} --profile {profile}`."),
        ),
        State::Cancelled => (
            format!("cancelled {at}, never sent"),
            "A new refund needs a new reference.".to_owned(),
        ),
    }
}

/// Writes an instant for people: Hong Kong time, named as such.
#[must_use]
pub fn when(instant: OffsetDateTime) -> String {
    format!("{} (UTC+8)", hong_kong::gateway_time(instant))
}
