//! Random histories of several processes, with crashes, against the model.

use super::super::JournalError;
use super::model::{Answer, Limits, Model, PAYMENTS, Step, first_row, is_others};
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HANDLES: usize = 3;

/// Who does it, after how many seconds, and whether the process dies before the commit.
type Move = (usize, i64, bool, Step);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let replies = prop::sample::select(vec![
        Event::ReplyDone,
        Event::ReplyRefused,
        Event::ReplyProcessing,
        Event::ReplyUnclear,
        Event::NotSent,
    ]);
    let looks = prop::sample::select(vec![
        Event::FoundDone,
        Event::FoundRefused,
        Event::FoundProcessing,
        Event::FoundNothing,
    ]);
    let orders = prop::sample::select(vec![
        Event::Close(ClosedAs::RefundedElsewhere),
        Event::Close(ClosedAs::NotRefunded),
        Event::Close(ClosedAs::WrittenOff),
        Event::Reopen,
        Event::Cancel,
    ]);
    let limits = prop_oneof![
        6 => Just((None, None)),
        1 => Just((Some(5), None)),
        2 => Just((None, Some(11))),
        2 => Just((Some(7), Some(15))),
    ];
    let step = prop_oneof![
        6 => (any::<bool>(), 0..8_usize, 0..3_usize, prop::sample::select(vec![4_u64, 7]), prop::option::of(0..6_usize), limits.clone())
            .prop_map(|(claim, no, payment, amount, key, limits)| Step::Begin(claim, no, payment, amount, key, limits)),
        3 => (0..8_usize, limits).prop_map(|(no, limits)| Step::Claim(no, limits)),
        2 => (0..8_usize).prop_map(Step::Resend),
        6 => (0..8_usize, replies, prop::bool::weighted(0.2))
            .prop_map(|(no, event, late)| Step::Reply(no, event, late)),
        3 => (0..8_usize, looks).prop_map(|(no, event)| Step::Look(no, event)),
        2 => (0..8_usize, orders).prop_map(|(no, event)| Step::Order(no, event)),
        2 => (0..8_usize, 1..3_u32).prop_map(|(no, row)| Step::Adopt(no, row)),
        1 => Just(Step::Expire),
        3 => (0..2_usize).prop_map(Step::Pay),
    ];
    let seconds = prop_oneof![4 => 0..5_i64, 1 => 0..100_i64, 1 => Just(30 * 3600)];
    let one = (0..HANDLES, seconds, prop::bool::weighted(0.1), step);
    prop::collection::vec(one, 1..60)
}

fn told(begun: Begun) -> Answer {
    match begun {
        Begun::Claimed(_) => Answer::Claimed,
        Begun::Planned(_) => Answer::Planned,
        Begun::Existing(record) => Answer::Existing(record.state()),
        Begun::Twin(_) => Answer::Twin,
        Begun::MadeSince(_) => Answer::MadeSince,
        Begun::Busy(_) => Answer::Busy,
        Begun::Open(_) => Answer::Open,
        Begun::ExceedsRest { .. } => Answer::Exceeds,
        Begun::ExceedsRefund { .. } => Answer::TooLarge,
        Begun::ExceedsBatch { others, .. } => Answer::Full(others),
        Begun::ExceedsDay { .. } => panic!("the day has no limit"),
        Begun::OtherCurrency(_) => panic!("there is one currency"),
        Begun::LookAlike(..) => panic!("no two references look alike"),
        Begun::OtherMerchant(_) => panic!("there is one merchant"),
        Begun::GivenUp(_) | Begun::RowGivenUp(_) => panic!("no row of another file matters"),
        Begun::OtherAttempt(_) => panic!("each refund has one attempt"),
        Begun::Unfinished(_) => panic!("no batch is taken in by portions"),
    }
}

/// A row of one of some batches.
fn row_of(row: u32) -> BatchRow {
    BatchRow {
        batch: name("B", row as usize),
        row,
    }
}

/// Whose the intent with this number is.
fn owner(no: usize) -> MerchantKey {
    if is_others(no) {
        MerchantKey::new("production/APP-2/M1")
    } else {
        merchant()
    }
}

fn name(kind: &str, index: usize) -> String {
    format!("{kind}{index}")
}

fn within(guards: Conditions, (max_refund, max_batch_total): Limits) -> Conditions {
    Conditions {
        max_refund,
        max_batch_total,
        ..guards
    }
}

/// Does the step in the journal itself.
fn perform(
    scope: &mut dyn Scope,
    step: &Step,
    attempt: Option<u32>,
    now: OffsetDateTime,
) -> Result<Answer, JournalError> {
    let who = who();
    let moved = |result: Result<Record, JournalError>| match result {
        Ok(record) => Ok(Answer::Moved(record.state())),
        Err(error) => lenient(error),
    };
    let begun = |result: Result<Begun, JournalError>| match result {
        Ok(begun) => Ok(told(begun)),
        Err(error) => lenient(error),
    };
    match *step {
        Step::Begin(claim, no, payment, amount, key, limits) => {
            let mut new = wanted(&name("N", no), &name("P", payment), amount);
            if let Some(key) = key {
                new = with_reference(new, &name("R", key));
            }
            new.batch = first_row(no).map(row_of);
            new.merchant = owner(no);
            if is_others(no) {
                new.profile = "shop-hk-2".to_owned();
            }
            let guards = within(DAY, limits);
            begun(if claim {
                scope.begin(&new, LEASE, guards, who.at(now))
            } else {
                scope.plan(&new, guards, who.at(now))
            })
        }
        Step::Claim(no, limits) => {
            let (number, guards) = (number(&name("N", no)), within(DAY, limits));
            begun(scope.claim(owner(no).numbered(&number), LEASE, guards, who.at(now)))
        }
        Step::Resend(no) => begun(scope.resend(
            owner(no).numbered(&number(&name("N", no))),
            LEASE,
            "",
            who.at(now),
        )),
        Step::Reply(no, event, _) | Step::Look(no, event) | Step::Order(no, event) => {
            let details = Details {
                attempt,
                ..Details::default()
            };
            moved(scope.record(
                owner(no).numbered(&number(&name("N", no))),
                event,
                details,
                who.at(now),
            ))
        }
        Step::Adopt(no, row) => {
            let row = row_of(row);
            moved(scope.adopt(
                owner(no).numbered(&number(&name("N", no))),
                &row,
                who.at(now),
            ))
        }
        Step::Expire => scope
            .end_claims(who.at(now))
            .map(|ended| Answer::Count(ended.unknown + ended.unsent)),
        Step::Pay(payment) => scope
            .note_payment(
                ENVIRONMENT,
                &syssn(&name("P", payment)),
                &paid(PAYMENTS[payment]),
                now,
            )
            .map(|()| Answer::Count(0)),
    }
}

fn lenient(error: JournalError) -> Result<Answer, JournalError> {
    match error.fault() {
        JournalFault::Forbidden(..) | JournalFault::NoSuchIntent(_) => Ok(Answer::Refused),
        _ => Err(error),
    }
}

/// Several processes in any order, each of which may die at any moment: the journal holds exactly
/// what was committed, and the model agrees with every answer.
pub(crate) fn any_history_agrees_with_the_model(fresh: &dyn Fn() -> Box<dyn Store>) {
    proptest!(ProptestConfig::with_cases(64), |(moves in moves())| {
        let store = fresh();
        let mut handles: Vec<_> = (0..HANDLES).map(|_| store.open()).collect();
        let mut model = Model::default();
        let mut now = NOON;
        for (who, seconds, dies, step) in moves {
            now += time::Duration::seconds(seconds);
            let mut next = model.clone();
            let attempt = match step {
                Step::Reply(no, _, late) => model.attempt(no, late),
                _ => None,
            };
            let expected = next.run(&step, now);
            let mut got = None;
            let result = handles[who].write(&mut |scope| {
                got = Some(perform(scope, &step, attempt, now)?);
                if dies { Err(JournalError::new("", JournalFault::Locked)) } else { Ok(()) }
            });
            prop_assert_eq!(got, Some(expected), "{:?}", step);
            prop_assert_eq!(result.is_err(), dies);
            if dies {
                handles[who] = store.open();
            } else {
                model = next;
            }
            model.promises();
        }
        drop(handles);
        let mut journal = store.open();
        let all = journal.page(&Filter::default(), None, 100).unwrap();
        prop_assert_eq!(all.len(), model.kept.len());
        for (no, kept) in &model.kept {
            let record = journal.find(owner(*no).numbered(&number(&name("N", *no)))).unwrap().unwrap();
            prop_assert_eq!(record.state(), kept.state);
            prop_assert_eq!(&record.wanted.batch, &kept.row.map(row_of));
            prop_assert_eq!(record.progress.attempt, kept.attempt);
            prop_assert_eq!(record.progress.resends, kept.resends);
        }
        for row in 1..3 {
            for whose in [0, 7] {
            let counts = journal.batch_counts(&owner(whose), &row_of(row).batch).unwrap();
            let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
            let of_row = model.kept.iter().filter(|(no, kept)| {
                kept.row == Some(row) && is_others(**no) == is_others(whose)
            });
            for (_, kept) in of_row {
                *sums.entry(kept.state.name()).or_default() += kept.amount;
            }
            let told: BTreeMap<&str, u64> =
                counts.iter().map(|count| (count.state.name(), count.sum)).collect();
            prop_assert_eq!(told, sums);
            }
        }
        assert_sound(&mut *journal);
    });
}
