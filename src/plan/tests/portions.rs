//! A large file is taken in by portions: others come in between, and nothing is sent before all of it is written down.

use super::importing::{import, import_by, written};
use super::*;
use crate::journal::contract::{FREE, LEASE, number, wanted, who};
use crate::journal::{Begun, Commit as _, Conditions, Details, Filter, Listing};
use crate::refund::{Event, OutTradeNo, State};
use std::cell::Cell;

fn claim(journal: &mut SqliteJournal, number: &OutTradeNo) -> Begun {
    let key = merchant();
    journal
        .commit(|scope| {
            scope.claim(
                key.numbered(number),
                LEASE,
                Conditions::default(),
                who().at(NOON),
            )
        })
        .unwrap()
}

/// The outcome of a claim of the file's first row.
fn claimed(journal: &mut SqliteJournal) -> Begun {
    let first = Listing::new(journal, Filter::default()).last().unwrap();
    let number = first.unwrap().number().clone();
    claim(journal, &number)
}

#[test]
fn whoever_waits_has_a_turn_between_two_portions() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    let (mut journal, folder) = journal();
    let sums = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
    let turns = Cell::new(0);
    let rest = || {
        turns.set(turns.get() + 1);
        let mut other = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let new = wanted(&format!("T{}", turns.get()), "P9", turns.get());
        let begun = other.commit(|scope| scope.plan(&new, FREE, who().at(NOON)));
        assert!(matches!(begun, Ok(Begun::Planned(_))), "{begun:?}");
        // What is written down by then may not be sent.
        let refused = claimed(&mut other);
        assert!(matches!(refused, Begun::Unfinished(_)), "{refused:?}");
    };
    let done = import_by(2, &rest, FOUR.as_bytes(), &batch, &sums, &mut journal).unwrap();
    assert_eq!(
        (done.planned, turns.get(), written(&mut journal)),
        (4, 2, 6)
    );
    assert!(!journal.is_unfinished(&batch.name).unwrap());
    assert!(matches!(claimed(&mut journal), Begun::Claimed(_)));
}

#[test]
fn what_was_broken_off_is_not_sent_and_goes_on_where_it_stopped() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    for length in 0..FOUR.len() {
        let (mut journal, _folder) = journal();
        let found = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
        let left = &FOUR.as_bytes()[..length];
        let cut = Failing {
            left,
            is_end: false,
        };
        let failed = import_by(1, &|| (), cut, &batch, &found, &mut journal);
        assert!(matches!(failed, Err(PlanError::Read { .. })), "{length}");
        let before = u64::try_from(written(&mut journal)).unwrap();
        assert_eq!(journal.is_unfinished(&batch.name).unwrap(), before > 0);
        if before > 0 {
            let refused = claimed(&mut journal);
            assert!(
                matches!(refused, Begun::Unfinished(_)),
                "{length}: {refused:?}"
            );
        }
        let found = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
        let done = import(FOUR.as_bytes(), &batch, &found, &mut journal).unwrap();
        assert_eq!(
            (done.stayed, done.planned),
            (before, 4 - before),
            "{length}"
        );
        assert!(!journal.is_unfinished(&batch.name).unwrap());
        assert!(matches!(claimed(&mut journal), Begun::Claimed(_)));
    }
}

#[test]
fn rows_of_a_file_that_is_not_wholly_taken_in_stay_planned() {
    let text = "syssn,txamt,out_trade_no\nP1,5,N1\nP2,5,N2\n";
    let profile = profile();
    let batch = batch_of(text, &profile);
    let (mut journal, folder) = journal();
    let found = sums(text, &batch, TwinPolicy::Tell, &mut journal);
    // Somebody takes the second row's number for another refund meanwhile.
    let other = wanted("N2", "P8", 7);
    let path = folder.path().join("journal.db");
    let rest = || {
        let mut journal = SqliteJournal::open(&path).unwrap();
        let _ = journal.commit(|scope| scope.plan(&other, FREE, who().at(NOON)));
    };
    let refused = import_by(1, &rest, text.as_bytes(), &batch, &found, &mut journal);
    assert!(
        matches!(refused, Err(PlanError::Untaken { .. })),
        "{refused:?}"
    );
    let record = journal
        .find(merchant().numbered(&number("N1")))
        .unwrap()
        .unwrap();
    assert_eq!(record.state(), State::Planned);
    assert!(matches!(
        claim(&mut journal, record.number()),
        Begun::Unfinished(_)
    ));
}

#[test]
fn what_was_given_up_half_written_down_is_not_sent_by_another_run() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    let (mut journal, folder) = journal();
    let found = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
    let rest = || {
        let mut other = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let planned = Filter {
            states: vec![State::Planned],
            ..Filter::default()
        };
        for record in Listing::new(&mut other, planned).collect::<Vec<_>>() {
            let record = record.unwrap();
            let done = other.commit(|scope| {
                scope.record(
                    record.key(),
                    Event::Cancel,
                    Details::said(None),
                    who().at(NOON),
                )
            });
            assert_eq!(done.unwrap().state(), State::Cancelled);
        }
    };
    // While it is being taken in, and when it is run once more.
    let stopped = import_by(2, &rest, FOUR.as_bytes(), &batch, &found, &mut journal);
    assert!(
        matches!(stopped, Err(PlanError::GivenUp { .. })),
        "{stopped:?}"
    );
    let found = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
    let again = import(FOUR.as_bytes(), &batch, &found, &mut journal);
    assert!(matches!(again, Err(PlanError::GivenUp { .. })), "{again:?}");
    assert_eq!(written(&mut journal), 2);
    let retry = Retry {
        cancelled: true,
        ..Retry::default()
    };
    let batch = Batch { retry, ..batch };
    let found = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
    let done = import(FOUR.as_bytes(), &batch, &found, &mut journal).unwrap();
    assert_eq!((done.planned, written(&mut journal)), (4, 6));
    assert!(!journal.is_unfinished(&batch.name).unwrap());
}
