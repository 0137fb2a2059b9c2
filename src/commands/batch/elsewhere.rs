//! What is said of rows that stand in the journal from elsewhere: a single refund, or another file.
//!
//! A run takes over what is open. What remains elsewhere is settled, is being sent at this moment,
//! or was taken over by the run of another file since.

use super::advice::sentences;
use crate::language::{joined, text, word};
use crate::plan::Sums;
use crate::refund::{BatchId, State};

/// How many of the batches they stand in are named.
const MOST_NAMED: usize = 3;

/// Says where they stand, if there are any.
pub(super) fn places(sums: &Sums) -> Option<String> {
    let first = sums.places.iter().take(MOST_NAMED);
    let mut named: Vec<String> = first
        .map(|(place, rows)| match place {
            Some(batch) => text!(
                "batch-place-batch",
                "{rows} in batch {batch}",
                rows,
                batch = BatchId::shorten(batch)
            ),
            None => text!("batch-place-none", "{rows} in no batch", rows),
        })
        .collect();
    let others: u64 = sums.places.values().skip(MOST_NAMED).sum();
    if others > 0 {
        named.push(text!("batch-place-others", "{others} in others", others));
    }
    listed(named)
}

/// Says what they are and what becomes of them, if there are any.
pub(super) fn in_words(sums: &Sums, skip_twins: bool) -> Option<String> {
    let places = places(sums)?;
    let is_sending = |state| state == State::Sending;
    let unless = if skip_twins {
        word!("batch-unless-twins", ", unless they are left out as twins")
    } else {
        ""
    };
    let parts = [
        (
            states(sums, State::is_final),
            word!("batch-settled-there", "Settled there"),
            word!(
                "batch-settled-then",
                "a run of this file does not send that again"
            ),
        ),
        (
            states(sums, is_sending),
            word!("batch-claimed-there", "Claimed there"),
            word!("batch-claimed-then", "what is being sent there stays there"),
        ),
        (
            states(sums, |state| !state.is_final() && !is_sending(state)),
            word!("batch-open-there", "Open there"),
            &text!(
                "batch-open-then",
                "a run of this file takes them over{unless}",
                unless
            ),
        ),
    ];
    let parts = parts.into_iter().filter_map(|(states, what, then)| {
        Some(text!(
            "batch-elsewhere-part",
            "{what}: {states}; {then}.",
            what,
            states = states?,
            then
        ))
    });
    Some(text!(
        "batch-elsewhere",
        "rows of this file stand elsewhere, and count as they stand there: {places}. {parts}",
        places,
        parts = sentences(&parts.collect::<Vec<_>>())
    ))
}

fn states(sums: &Sums, fits: impl Fn(State) -> bool) -> Option<String> {
    let states = State::ALL.into_iter().filter(|state| fits(*state));
    let rows = states.filter_map(|state| Some((state, sums.elsewhere.get(&state)?)));
    listed(
        rows.map(|(state, rows)| {
            text!(
                "batch-known-rows",
                "{rows} {state}",
                rows = rows.count,
                state
            )
        })
        .collect(),
    )
}

fn listed(named: Vec<String>) -> Option<String> {
    (!named.is_empty()).then(|| joined(&named))
}
