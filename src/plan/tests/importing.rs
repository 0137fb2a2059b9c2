//! A plan carried out.

use super::*;
use crate::gateway::signature::SignType;
use crate::gateway::wire::Merchant;
use crate::journal::contract::{FREE, bring_wanted, in_batch, number, wanted, who};
use crate::journal::{Begun, Commit as _, Filter, GivenUp, Listing, PORTION};
use crate::refund::{ClosedAs, State};

pub(super) fn import<R: Read>(
    input: R,
    batch: &Batch<'_>,
    sums: &Sums,
    journal: &mut dyn Journal,
) -> Result<Imported, PlanError> {
    import_by(PORTION, &|| (), input, batch, sums, journal)
}

/// The same in portions of so many rows, with a rest between them.
pub(super) fn import_by<R: Read>(
    portion: u64,
    rest: &dyn Fn(),
    input: R,
    batch: &Batch<'_>,
    sums: &Sums,
    journal: &mut dyn Journal,
) -> Result<Imported, PlanError> {
    let merchant = Merchant {
        app_code: "APP".to_owned(),
        client_key: "KEY".into(),
        mchid: None,
        sign_type: SignType::Md5,
        signing: std::sync::Arc::default(),
    };
    let who = who();
    let import = Import {
        merchant: &merchant,
        sums,
        policy: TwinPolicy::Tell,
        stamp: who.at(NOON),
        portion,
        rest,
    };
    let reader = reader(input).map_err(unread)?;
    import.run(Rows::new(reader, batch), journal)
}

pub(super) fn written(journal: &mut dyn Journal) -> usize {
    Listing::new(journal, Filter::default()).count()
}

#[test]
fn an_import_takes_all_rows_or_none() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    let (mut journal, _folder) = journal();
    let sums = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
    for length in 0..FOUR.len() {
        for is_end in [false, true] {
            let left = &FOUR.as_bytes()[..length];
            let failed = import(Failing { left, is_end }, &batch, &sums, &mut journal);
            assert!(
                matches!(
                    failed,
                    Err(PlanError::Read { .. } | PlanError::Changed { .. })
                ),
                "{length}"
            );
        }
    }
    assert_eq!(written(&mut journal), 0);
    let done = import(FOUR.as_bytes(), &batch, &sums, &mut journal).unwrap();
    assert_eq!((done.planned, written(&mut journal)), (4, 4));
    let again = import(FOUR.as_bytes(), &batch, &sums, &mut journal).unwrap();
    assert_eq!(
        (again.planned, again.stayed, written(&mut journal)),
        (0, 4, 4)
    );
}

#[test]
fn an_import_goes_where_the_plan_went() {
    let profile = profile();
    let text = |state: &str| {
        format!("syssn,txamt,refund_syssn,state,respcd\nP1,5,,,\nP2,5,X,{state},0000\nP3,5,,,\n")
    };
    let before = text("refunded");
    let batch = batch_of(&before, &profile);
    let (mut journal, _folder) = journal();
    let found = sums(&before, &batch, TwinPolicy::Tell, &mut journal);
    // The file says now that a row is not refunded, which is no part of its identity.
    let changed = import(text("declined").as_bytes(), &batch, &found, &mut journal);
    assert!(
        matches!(changed, Err(PlanError::Changed { .. })),
        "{changed:?}"
    );
    assert_eq!(written(&mut journal), 0);
    let done = import(before.as_bytes(), &batch, &found, &mut journal).unwrap();
    assert_eq!((done.planned, done.refunded), (2, 1));
    // A plan that found everything written down is not carried out on rows that are not.
    let found = sums(&before, &batch, TwinPolicy::Tell, &mut journal);
    let (mut empty, _folder) = self::journal();
    let lost = import(before.as_bytes(), &batch, &found, &mut empty);
    assert!(lost.is_err() && written(&mut empty) == 0, "{lost:?}");
}

#[test]
fn what_the_file_calls_refunded_is_never_written_down_to_be_sent() {
    let profile = profile();
    let text = "syssn,txamt,out_trade_no,refund_syssn,state,respcd\nP1,5,N1,X,refunded,0000\n";
    let batch = batch_of(text, &profile);
    let (mut seen, _folder) = journal();
    bring_wanted(&mut seen, &wanted("N1", "P1", 5), State::Unknown);
    let found = sums(text, &batch, TwinPolicy::Tell, &mut seen);
    // Between the plan and its import the journal has become another one.
    for state in [None, Some(State::Planned), Some(State::Sending)] {
        let (mut other, _folder) = journal();
        if let Some(state) = state {
            bring_wanted(&mut other, &wanted("N1", "P1", 5), state);
        }
        let refused = import(text.as_bytes(), &batch, &found, &mut other);
        assert!(
            matches!(refused, Err(PlanError::Changed { .. })),
            "{refused:?}"
        );
        let record = other.find(merchant().numbered(&number("N1"))).unwrap();
        assert!(record.is_none_or(|record| record.wanted.batch.is_none()));
    }
    let done = import(text.as_bytes(), &batch, &found, &mut seen).unwrap();
    assert_eq!((done.adopted, done.planned), (1, 0));
}

#[test]
fn what_came_between_plan_and_import_is_taken_over_or_refused() {
    let text = "syssn,txamt,out_trade_no\nP1,5,N1\nP2,5,N2\nP3,5,N3\n";
    let profile = profile();
    let batch = batch_of(text, &profile);
    let (mut journal, _folder) = journal();
    let sums = sums(text, &batch, TwinPolicy::Tell, &mut journal);
    bring_wanted(&mut journal, &wanted("N1", "P1", 5), State::Planned);
    bring_wanted(&mut journal, &wanted("N2", "P2", 5), State::Refunded);
    let done = import(text.as_bytes(), &batch, &sums, &mut journal).unwrap();
    assert_eq!((done.planned, done.adopted, done.stayed), (1, 1, 1));
    let place = |journal: &mut SqliteJournal, no| {
        let record = journal.find(merchant().numbered(&number(no))).unwrap();
        record.unwrap().wanted.batch.map(|row| (row.batch, row.row))
    };
    assert_eq!(place(&mut journal, "N1"), Some((batch.name.clone(), 1)));
    assert_eq!(place(&mut journal, "N2"), None);
    let text = "syssn,txamt,out_trade_no\nP4,5,N4\nP5,5,N5\nP6,5,\n";
    let batch = batch_of(text, &profile);
    for (between, refusal) in [
        (wanted("N5", "P5", 6), "another"),
        (wanted("T6", "P6", 5), "twin"),
    ] {
        let (mut journal, _folder) = self::journal();
        let sums = self::sums(text, &batch, TwinPolicy::Tell, &mut journal);
        journal
            .commit(|scope| scope.plan(&between, FREE, who().at(NOON)))
            .unwrap();
        let refused = match import(text.as_bytes(), &batch, &sums, &mut journal) {
            Err(PlanError::Untaken {
                why: Untaken::Conflict(3, _, "txamt"),
                ..
            }) => "another",
            Err(PlanError::Untaken {
                why: Untaken::Refused(_, Begun::Twin(_)),
                ..
            }) => "twin",
            other => panic!("{other:?}"),
        };
        assert_eq!((refused, written(&mut journal)), (refusal, 1));
    }
}

/// Somebody gave the row up in another file while the question of this one was shown.
#[test]
fn a_row_that_was_given_up_since_the_plan_takes_everything_back() {
    let profile = profile();
    let batch = batch_of(FOUR, &profile);
    for (state, retry, is_refused) in [
        (State::Cancelled, false, true),
        (State::Cancelled, true, false),
        (State::Closed(ClosedAs::NotRefunded), true, true),
        (State::Declined, false, false),
    ] {
        let (mut journal, _folder) = journal();
        let sums = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
        let other = in_batch(wanted("X1", "P2", 5), "other", 1);
        bring_wanted(&mut journal, &other, state);
        let batch = Batch {
            retry: Retry {
                cancelled: retry,
                ..Retry::default()
            },
            ..batch.clone()
        };
        let done = import(FOUR.as_bytes(), &batch, &sums, &mut journal);
        let refused = matches!(
            done,
            Err(PlanError::Untaken {
                why: Untaken::Refused(_, Begun::GivenUp(_)),
                ..
            })
        );
        assert_eq!(refused, is_refused, "{state} {done:?}");
        assert_eq!(written(&mut journal), if is_refused { 1 } else { 5 });
    }
}

/// The same of a row that was left out as a twin, of this very file or of another one.
#[test]
fn a_row_left_out_that_was_given_up_since_the_plan_takes_everything_back() {
    let profile = profile();
    let file = batch_of(FOUR, &profile);
    for (place, row) in [(file.name.as_str(), 2), ("other", 7)] {
        for retry in [false, true] {
            let (mut journal, _folder) = journal();
            let twin = wanted("X1", "P2", 5);
            bring_wanted(&mut journal, &twin, State::Declined);
            let twin = journal.find(twin.key()).unwrap().unwrap().id;
            let batch = Batch {
                retry: Retry {
                    cancelled: retry,
                    ..Retry::default()
                },
                ..file.clone()
            };
            let sums = sums(FOUR, &batch, TwinPolicy::Tell, &mut journal);
            let new = in_batch(wanted("N2", "P2", 5), place, row);
            let (who, key) = (who(), merchant());
            journal
                .commit(|scope| scope.note_left_out(&new, twin, GivenUp::All, who.at(NOON)))
                .unwrap();
            let given_up = journal
                .commit(|scope| scope.give_up_left_out(&key, place, None, who.at(NOON)))
                .unwrap();
            assert_eq!(given_up, 1);
            // One that is left out again stays given up.
            journal
                .commit(|scope| scope.note_left_out(&new, twin, GivenUp::All, who.at(NOON)))
                .unwrap();
            let done = import(FOUR.as_bytes(), &batch, &sums, &mut journal);
            let refused = matches!(
                done,
                Err(PlanError::Untaken {
                    why: Untaken::Refused(_, Begun::RowGivenUp(_)),
                    ..
                })
            );
            assert_eq!(refused, !retry, "{place} {done:?}");
            assert_eq!(written(&mut journal), if refused { 1 } else { 5 });
        }
    }
}
