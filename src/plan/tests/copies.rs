//! Amounts that were corrected in a file between two runs.

use super::*;
use crate::journal::contract::{bring_wanted, in_batch, wanted};
use crate::refund::State;

const BEFORE: [(&str, u64, State); 3] = [
    ("P1", 10, State::Refunded),
    ("P2", 20, State::Refunded),
    ("P3", 30, State::Refunded),
];

/// The lines of a file that have a corrected amount, and the number of the refund before, after a file
/// `a` with these rows.
fn corrected(before: &[(&str, u64, State)], text: &str, policy: TwinPolicy) -> Vec<String> {
    let (mut journal, _folder) = journal();
    let profile = profile();
    for (row, (payment, minor, state)) in (1..).zip(before) {
        let new = in_batch(wanted(&format!("A{row}"), payment, *minor), "a", row);
        bring_wanted(&mut journal, &new, *state);
    }
    let batch = batch_of(text, &profile);
    let copies = sums(text, &batch, policy, &mut journal).copies;
    let plan = plan(text, &batch, policy, &mut journal);
    let found: Vec<String> = plan
        .filter_map(|planned| {
            let planned = planned.unwrap();
            let record = copies.corrected(&planned)?;
            Some(format!("{} {}", planned.row.line, record.number()))
        })
        .collect();
    assert!(found.is_empty() || copies.may_have_corrected());
    found
}

#[test]
fn a_corrected_amount_is_found_in_a_changed_copy() {
    for policy in [TwinPolicy::Tell, TwinPolicy::LeaveOut] {
        // By the rows that it repeats, were it one of many, or by its payments.
        for text in [
            "syssn,txamt\nP1,10\nP2,25\nP3,30\n",
            "syssn,txamt\nP1,10\nP2,25\nP7,1\nP8,1\nP9,1\n",
            "syssn,txamt\nP1,11\nP2,25\nP8,1\n",
        ] {
            let found = corrected(&BEFORE, text, policy);
            assert!(found.contains(&"3 A2".to_owned()), "{text}: {found:?}");
        }
        let found = corrected(&BEFORE, "syssn,txamt\nP2,19\nP3,31\n", policy);
        assert_eq!(found, ["2 A2", "3 A3"]);
    }
}

#[test]
fn every_state_in_which_the_old_amount_may_be_paid_counts() {
    for state in State::ALL {
        let before = [BEFORE[0], ("P2", 20, state)];
        let text = "syssn,txamt\nP1,10\nP2,25\n";
        let found = corrected(&before, text, TwinPolicy::Tell);
        let counts = state.is_live() || state == State::Planned;
        assert_eq!(!found.is_empty(), counts, "{state}: {found:?}");
    }
}

#[test]
fn what_is_no_correction_is_not_taken_for_one() {
    for text in [
        // Another file, with a part of a payment of the one before.
        "syssn,txamt\nP2,25\nP7,1\nP8,1\n",
        // Half of the rows are not most of them.
        "syssn,txamt\nP2,25\nP7,1\n",
        // A row alone may be a part of any payment.
        "syssn,txamt\nP2,25\n",
        // The row before is still there, another was added.
        "syssn,txamt\nP1,10\nP2,20\nP3,30\nP2,5\n",
        // The row says that both are meant.
        "syssn,txamt,twin\nP1,10,\nP2,25,yes\nP3,30,\n",
    ] {
        for policy in [TwinPolicy::Tell, TwinPolicy::LeaveOut] {
            assert_eq!(corrected(&BEFORE, text, policy), [""; 0], "{text}");
        }
    }
    let refused = [BEFORE[0], ("P2", 20, State::Declined)];
    let text = "syssn,txamt\nP1,10\nP2,25\n";
    assert_eq!(corrected(&refused, text, TwinPolicy::Tell), [""; 0]);
}

#[test]
fn a_single_refund_of_another_amount_makes_no_copy() {
    let text = "syssn,txamt\nP1,10\n";
    let (mut journal, _folder) = journal();
    let profile = profile();
    bring_wanted(&mut journal, &wanted("S1", "P1", 7), State::Refunded);
    let batch = batch_of(text, &profile);
    let sums = sums(text, &batch, TwinPolicy::Tell, &mut journal);
    assert!(!sums.copies.may_have_corrected());
}
