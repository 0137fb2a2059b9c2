//! Rows that are tried again.

use super::*;
use crate::journal::contract::{bring_wanted, in_batch, wanted, with_reference};
use crate::refund::{ClosedAs, OutTradeNo, State};

/// One row with a reference, one with a number of its own, one with neither.
const ROWS: &str = "syssn,txamt,reference,out_trade_no\nP1,5,R1,\nP2,5,,N2\nP3,5,,\n";

/// The rows that are tried again, each with its next number and the one before it.
fn again(batch: &Batch<'_>, journal: &mut dyn Journal) -> Vec<(OutTradeNo, OutTradeNo)> {
    plan(ROWS, batch, TwinPolicy::Tell, journal)
        .filter_map(|planned| match planned.unwrap().fate {
            Fate::Again(again) => Some((again.number, again.before.number().clone())),
            _ => None,
        })
        .collect()
}

/// Brings each row's first attempt into a state.
fn brought(batch: &Batch<'_>, state: State, journal: &mut dyn Journal) -> Vec<OutTradeNo> {
    let rows: Vec<_> = Rows::new(reader(ROWS.as_bytes()).unwrap(), batch)
        .map(|row| row.unwrap())
        .collect();
    let each = rows.iter().map(|row| {
        let number = batch.number(row);
        let new = wanted(number.as_str(), row.intent.syssn.as_str(), 5);
        let new = match &row.intent.reference {
            Some(reference) => with_reference(new, reference.as_str()),
            None => new,
        };
        let at = u32::try_from(row.number).unwrap();
        bring_wanted(journal, &in_batch(new, &batch.name, at), state);
        number
    });
    each.collect()
}

#[test]
fn only_what_came_to_nothing_is_tried_again_and_only_where_that_is_said() {
    let profile = profile();
    let plain = batch_of(ROWS, &profile);
    for state in State::ALL {
        let (mut journal, _folder) = journal();
        brought(&plain, state, &mut journal);
        for (declined, cancelled) in [(false, false), (true, false), (false, true)] {
            let batch = Batch {
                retry: Retry {
                    declined,
                    cancelled,
                },
                ..plain.clone()
            };
            let is_tried = match state {
                State::Declined => declined,
                State::Cancelled => cancelled,
                _ => false,
            };
            let tried = again(&batch, &mut journal).len();
            assert_eq!(tried, if is_tried { 3 } else { 0 }, "{state}");
        }
    }
    assert!(!Retry::default().takes(State::Closed(ClosedAs::NotRefunded)));
}

#[test]
fn each_further_attempt_has_the_next_number_of_its_row() {
    let profile = profile();
    let batch = Batch {
        retry: Retry {
            declined: true,
            cancelled: false,
        },
        ..batch_of(ROWS, &profile)
    };
    let (mut journal, _folder) = journal();
    let firsts = brought(&batch, State::Declined, &mut journal);
    let reference = crate::journal::contract::reference("R1");
    let second = batch.key.number(&reference, 2);
    let of_row = |row, attempt| OutTradeNo::from_batch_row(&batch.id, row, attempt);
    let expected = [
        (second.clone(), firsts[0].clone()),
        // The number of its own is used up.
        (of_row(2, 2), firsts[1].clone()),
        (of_row(3, 2), firsts[2].clone()),
    ];
    // A number that was never used is the first of the derived ones.
    let tried = again(&batch, &mut journal);
    assert_eq!(tried[0], expected[0]);
    assert_eq!(tried[2], expected[2]);
    assert_eq!(tried[1].1, expected[1].1);
    assert!(tried[1].0.is_derived() && tried[1].0 != firsts[1]);
    let mut new = with_reference(wanted(second.as_str(), "P1", 5), "R1");
    new.replaces = Some(firsts[0].clone());
    bring_wanted(
        &mut journal,
        &in_batch(new, &batch.name, 1),
        State::Declined,
    );
    let third = batch.key.number(&reference, 3);
    assert_eq!(again(&batch, &mut journal)[0], (third, second));
    // Of a row with several attempts only the newest counts.
    let counts = journal.batch_counts(&batch.key, &batch.name).unwrap();
    let counts: Vec<_> = counts
        .iter()
        .map(|one| (one.state, one.count, one.sum))
        .collect();
    assert_eq!(counts, [(State::Declined, 3, 15)]);
    let sums = sums(ROWS, &batch, TwinPolicy::Tell, &mut journal);
    assert_eq!((sums.to_send.count, sums.unwritten), (3, 3));
    assert_eq!(sums.again.into_values().collect::<Vec<_>>(), [3]);
}
