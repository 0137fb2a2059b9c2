//! Where a refund stands: as an exit code, and in words.

use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::journal::Record;
use crate::refund::{State, hong_kong};
use time::OffsetDateTime;

/// Returns the exit code of a state.
pub(in crate::commands) fn exit_of(state: State) -> Exit {
    match state {
        State::Refunded => Exit::Success,
        State::Declined => Exit::Declined,
        State::Pending => Exit::Pending,
        State::Unknown | State::Sending => Exit::Unknown,
        State::Planned => Exit::NotSent,
        // Settled by an operator's word: sending it needs a decision, not a resolve.
        State::Closed | State::Cancelled => Exit::Refused,
    }
}

/// Returns the exit code for several: the worst, where "not known" is worse than anything known.
pub(super) fn worst(records: &[Record]) -> Exit {
    let gravity = |exit: &Exit| match exit {
        Exit::Unknown => 4,
        Exit::Pending => 3,
        Exit::Declined => 2,
        Exit::NotSent | Exit::Refused => 1,
        Exit::Success | Exit::Internal | Exit::Usage | Exit::Setup | Exit::Mixed => 0,
    };
    records
        .iter()
        .map(|record| exit_of(record.state()))
        .max_by_key(gravity)
        .unwrap_or(Exit::Success)
}

/// Says where a refund stands, as a clause, and what to do, as a sentence.
pub(in crate::commands) fn in_words(record: &Record, party: &Party) -> (String, String) {
    let number = record.number();
    let profile = party.profile.name();
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
pub(in crate::commands) fn when(instant: OffsetDateTime) -> String {
    format!("{} (UTC+8)", hong_kong::gateway_time(instant))
}
