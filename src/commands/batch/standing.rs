//! How far a batch is, in one document: what its rows add up to, and what to do next.

use super::elsewhere::Elsewhere;
use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::journal::BatchCount;
use crate::output::{BatchDocument, StateTotal};
use crate::refund::{BatchId, State};

/// How to run the file again, told by the command that ran it.
pub(super) const SAME: &str = "run the same command again";
/// The same, told by another command.
pub(super) const RUN: &str = "run the file with `qfrefund batch run`";

/// Makes the document; `counts` holds the rows that stand elsewhere, too.
pub(super) fn document(
    file: &str,
    batch: &BatchId,
    counts: &[BatchCount],
    elsewhere: &Elsewhere,
    exit: Exit,
    again: &str,
    party: &Party,
) -> BatchDocument {
    let profile = party.profile.name();
    BatchDocument {
        exit_code: exit.code(),
        file: file.to_owned(),
        batch: batch.to_string(),
        profile: profile.to_owned(),
        states: counts.iter().map(StateTotal::of).collect(),
        halted: None,
        next_step: next_step(counts, elsewhere, again, profile),
        results: None,
    }
}

fn next_step(counts: &[BatchCount], elsewhere: &Elsewhere, again: &str, profile: &str) -> String {
    let rows = |state| -> u64 {
        let of_state = counts.iter().filter(|count| count.state == state);
        of_state.map(|count| count.count).sum()
    };
    let has = |state| rows(state) > 0;
    let sent_elsewhere = elsewhere.rows_in(State::Sending);
    let is_open =
        has(State::Unknown) || has(State::Pending) || rows(State::Sending) > sent_elsewhere;
    let mut steps = Vec::new();
    if sent_elsewhere > 0 {
        steps.push(format!(
            "Another command is sending rows of this file: when it has ended, {again}."
        ));
    }
    if is_open {
        steps.push(format!(
            "{}, or `qfrefund resolve --profile {profile} --wait`: rows whose outcome is open are looked up, never sent again.",
            capital(again)
        ));
    } else if has(State::Planned) {
        steps.push(format!(
            "{}: the planned rows have not been sent.",
            capital(again)
        ));
    } else if has(State::Declined) {
        steps.push(
            "Read the reasons in the result file; a declined row needs a new refund.".to_owned(),
        );
    }
    if has(State::Cancelled) {
        steps.push("Cancelled rows are given up for good. To refund them after all, give them a new reference or `out_trade_no`; rows without either go into another file, which another reason makes of this one. Cancelled rows do not count as twins.".to_owned());
    }
    if steps.is_empty() {
        steps.push("Nothing is left to do.".to_owned());
    }
    steps.join(" ")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Returns the exit code of a batch: that of its rows where all are alike, else "different".
pub(super) fn exit_of(counts: &[BatchCount]) -> Exit {
    let mut exits = counts
        .iter()
        .filter(|count| count.count > 0)
        .map(|count| crate::commands::resolve::exit_of(count.state));
    let Some(first) = exits.next() else {
        return Exit::Success;
    };
    if exits.all(|exit| exit == first) {
        first
    } else {
        Exit::Mixed
    }
}
