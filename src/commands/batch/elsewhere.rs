//! What is said of rows that stand in the journal from elsewhere: a single refund, or another file.
//!
//! A run takes over what is open. What remains elsewhere is settled, is being sent at this moment,
//! or was taken over by the run of another file since.

use crate::plan::Sums;
use crate::refund::{BatchId, State};

/// How many of the batches they stand in are named.
const MOST_NAMED: usize = 3;

/// Says where they stand, if there are any.
pub(super) fn places(sums: &Sums) -> Option<String> {
    let first = sums.places.iter().take(MOST_NAMED);
    let mut named: Vec<String> = first
        .map(|(place, rows)| match place {
            Some(batch) => format!("{rows} in batch {}", BatchId::shorten(batch)),
            None => format!("{rows} in no batch"),
        })
        .collect();
    let others: u64 = sums.places.values().skip(MOST_NAMED).sum();
    if others > 0 {
        named.push(format!("{others} in others"));
    }
    listed(named)
}

/// Says what they are and what becomes of them, if there are any.
pub(super) fn in_words(sums: &Sums, skip_twins: bool) -> Option<String> {
    let places = places(sums)?;
    let is_sending = |state| state == State::Sending;
    let unless = if skip_twins {
        ", unless they are left out as twins"
    } else {
        ""
    };
    let parts = [
        (
            states(sums, State::is_final),
            "Settled there",
            "a run of this file does not send that again",
        ),
        (
            states(sums, is_sending),
            "Claimed there",
            "what is being sent there stays there",
        ),
        (
            states(sums, |state| !state.is_final() && !is_sending(state)),
            "Open there",
            &format!("a run of this file takes them over{unless}"),
        ),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(states, what, then)| Some(format!("{what}: {}; {then}.", states?)));
    Some(format!(
        "rows of this file stand elsewhere, and count as they stand there: {places}. {}",
        parts.collect::<Vec<_>>().join(" ")
    ))
}

fn states(sums: &Sums, fits: impl Fn(State) -> bool) -> Option<String> {
    let states = State::ALL.into_iter().filter(|state| fits(*state));
    let rows = states.filter_map(|state| Some((state, sums.elsewhere.get(&state)?)));
    listed(
        rows.map(|(state, rows)| format!("{} {state}", rows.count))
            .collect(),
    )
}

fn listed(named: Vec<String>) -> Option<String> {
    (!named.is_empty()).then(|| named.join(", "))
}
