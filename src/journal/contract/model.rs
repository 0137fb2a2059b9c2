//! Random histories of several processes, with crashes, against a model of a few lines.

use super::super::JournalError;
use super::*;
use crate::refund::state;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HANDLES: usize = 3;
const PAYMENTS: [u64; 3] = [10, 25, 0];

/// One thing that one process does.
#[derive(Clone, Debug)]
enum Step {
    /// Begins, or only plans: number, payment, amount, reference.
    Begin(bool, usize, usize, u64, Option<usize>),
    Claim(usize),
    Resend(usize),
    /// A reply, to the latest attempt or to the one before.
    Reply(usize, Event, bool),
    Look(usize, Event),
    Order(usize, Event),
    Expire,
    /// The gateway shows the payment.
    Pay(usize),
}

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
    let orders = prop::sample::select(vec![Event::Close, Event::Cancel]);
    let step = prop_oneof![
        6 => (any::<bool>(), 0..8_usize, 0..3_usize, prop::sample::select(vec![4_u64, 7]), prop::option::of(0..6_usize))
            .prop_map(|(claim, no, payment, amount, key)| Step::Begin(claim, no, payment, amount, key)),
        3 => (0..8_usize).prop_map(Step::Claim),
        2 => (0..8_usize).prop_map(Step::Resend),
        6 => (0..8_usize, replies, prop::bool::weighted(0.2))
            .prop_map(|(no, event, late)| Step::Reply(no, event, late)),
        3 => (0..8_usize, looks).prop_map(|(no, event)| Step::Look(no, event)),
        2 => (0..8_usize, orders).prop_map(|(no, event)| Step::Order(no, event)),
        1 => Just(Step::Expire),
        3 => (0..2_usize).prop_map(Step::Pay),
    ];
    let seconds = prop_oneof![4 => 0..5_i64, 1 => 0..100_i64, 1 => Just(30 * 3600)];
    let one = (0..HANDLES, seconds, prop::bool::weighted(0.1), step);
    prop::collection::vec(one, 1..60)
}

/// What an operation answered, as far as the model tells.
#[derive(Debug, PartialEq)]
enum Answer {
    Claimed,
    Planned,
    Existing(State),
    Twin,
    Busy,
    Exceeds,
    Moved(State),
    Refused,
    Count(u64),
}

fn told(begun: Begun) -> Answer {
    match begun {
        Begun::Claimed(_) => Answer::Claimed,
        Begun::Planned(_) => Answer::Planned,
        Begun::Existing(record) => Answer::Existing(record.state()),
        Begun::Twin(_) => Answer::Twin,
        Begun::Busy(_) => Answer::Busy,
        Begun::ExceedsRest { .. } => Answer::Exceeds,
        Begun::ExceedsDay { .. } => panic!("there is no limit"),
        Begun::OtherCurrency(_) => panic!("there is one currency"),
    }
}

/// One intent as the model sees it.
#[derive(Clone, Debug)]
struct Kept {
    payment: usize,
    amount: u64,
    key: Option<usize>,
    made: OffsetDateTime,
    state: State,
    attempt: u32,
    resends: u32,
    until: OffsetDateTime,
    /// Sends that may have reached the gateway.
    sends: u32,
}

#[derive(Clone, Default, Debug)]
struct Model {
    kept: BTreeMap<usize, Kept>,
    paid: BTreeMap<usize, u64>,
}

impl Model {
    fn settle(&mut self, no: usize, now: OffsetDateTime) -> State {
        let kept = self.kept.get_mut(&no).unwrap();
        if kept.state == State::Sending && kept.until <= now {
            kept.state = State::Unknown;
        }
        kept.state
    }

    /// The rules about a payment, for one more send of an intent that is not live yet.
    fn obstacle(&mut self, payment: usize, more: u64, now: OffsetDateTime) -> Option<Answer> {
        let of_payment: Vec<usize> = self
            .kept
            .iter()
            .filter(|(_, kept)| kept.payment == payment)
            .map(|(no, _)| *no)
            .collect();
        for no in &of_payment {
            if self.kept[no].state == State::Sending && self.settle(*no, now) == State::Sending {
                return Some(Answer::Busy);
            }
        }
        let live: u64 = of_payment
            .iter()
            .map(|no| &self.kept[no])
            .filter(|kept| kept.state.is_live())
            .map(|kept| kept.amount)
            .sum();
        let exceeds = self
            .paid
            .get(&payment)
            .is_some_and(|paid| live + more > *paid);
        (more > 0 && exceeds).then_some(Answer::Exceeds)
    }

    fn begin(&mut self, step: &Step, now: OffsetDateTime) -> Answer {
        let Step::Begin(claim, no, payment, amount, key) = *step else {
            unreachable!();
        };
        let same = if self.kept.contains_key(&no) {
            Some(no)
        } else {
            self.kept
                .iter()
                .find(|(_, kept)| key.is_some() && kept.key == key)
                .map(|(no, _)| *no)
        };
        if let Some(same) = same {
            return Answer::Existing(self.settle(same, now));
        }
        let twin = self.kept.values().any(|kept| {
            (kept.payment, kept.amount) == (payment, amount)
                && kept.made >= now - time::Duration::DAY
                && !matches!(kept.state, State::Declined | State::Cancelled)
        });
        if key.is_none() && twin {
            return Answer::Twin;
        }
        if claim && let Some(obstacle) = self.obstacle(payment, amount, now) {
            return obstacle;
        }
        let kept = Kept {
            payment,
            amount,
            key,
            made: now,
            state: if claim {
                State::Sending
            } else {
                State::Planned
            },
            attempt: u32::from(claim),
            resends: 0,
            until: now + LEASE,
            sends: u32::from(claim),
        };
        self.kept.insert(no, kept);
        if claim {
            Answer::Claimed
        } else {
            Answer::Planned
        }
    }

    fn send(&mut self, no: usize, from: State, now: OffsetDateTime) -> Answer {
        if !self.kept.contains_key(&no) {
            return Answer::Refused;
        }
        let found = self.settle(no, now);
        if found != from {
            return Answer::Existing(found);
        }
        let (payment, amount) = (self.kept[&no].payment, self.kept[&no].amount);
        let more = if from == State::Planned { amount } else { 0 };
        if let Some(obstacle) = self.obstacle(payment, more, now) {
            return obstacle;
        }
        let kept = self.kept.get_mut(&no).unwrap();
        kept.state = State::Sending;
        kept.attempt += 1;
        kept.resends += u32::from(from == State::Unknown);
        kept.sends += 1;
        kept.until = now + LEASE;
        Answer::Claimed
    }

    fn happen(&mut self, no: usize, event: Event, attempt: Option<u32>) -> Answer {
        let Some(kept) = self.kept.get_mut(&no) else {
            return Answer::Refused;
        };
        let whose = if attempt != Some(kept.attempt) {
            crate::refund::Attempt::Earlier
        } else if kept.resends > 0 {
            crate::refund::Attempt::Resend
        } else {
            crate::refund::Attempt::Only
        };
        match state::weigh(kept.state, event, whose) {
            Err(_) => Answer::Refused,
            Ok(counts_as) => {
                kept.state = state::next(kept.state, counts_as).unwrap();
                if counts_as == Event::NotSent {
                    kept.sends -= 1;
                }
                Answer::Moved(kept.state)
            }
        }
    }

    fn attempt(&self, no: usize, late: bool) -> Option<u32> {
        let latest = self.kept.get(&no)?.attempt;
        Some(if late {
            latest.saturating_sub(1)
        } else {
            latest
        })
    }

    fn run(&mut self, step: &Step, now: OffsetDateTime) -> Answer {
        match *step {
            Step::Begin(..) => self.begin(step, now),
            Step::Claim(no) => self.send(no, State::Planned, now),
            Step::Resend(no) => self.send(no, State::Unknown, now),
            Step::Reply(no, event, late) => self.happen(no, event, self.attempt(no, late)),
            Step::Look(no, event) | Step::Order(no, event) => self.happen(no, event, None),
            Step::Expire => {
                let numbers: Vec<usize> = self.kept.keys().copied().collect();
                let expired = numbers.into_iter().filter(|no| {
                    let before = self.kept[no].state;
                    self.settle(*no, now) != before
                });
                Answer::Count(expired.count().try_into().unwrap())
            }
            Step::Pay(payment) => {
                self.paid.insert(payment, PAYMENTS[payment]);
                Answer::Count(0)
            }
        }
    }

    /// What must hold whatever happened.
    fn promises(&self) {
        for (no, kept) in &self.kept {
            // At most one send without a further recorded decision.
            assert!(kept.sends <= kept.resends + 1, "{no}: {kept:?}");
        }
        for payment in 0..PAYMENTS.len() {
            let sending = |kept: &&Kept| kept.payment == payment && kept.state == State::Sending;
            assert!(self.kept.values().filter(sending).count() <= 1);
        }
    }
}

fn name(kind: &str, index: usize) -> String {
    format!("{kind}{index}")
}

/// Does the step in the journal itself.
fn perform(
    scope: &mut dyn Scope,
    step: &Step,
    attempt: Option<u32>,
    now: OffsetDateTime,
) -> Result<Answer, JournalError> {
    let (merchant, who) = (merchant(), who());
    let moved = |result: Result<Record, JournalError>| match result {
        Ok(record) => Ok(Answer::Moved(record.state())),
        Err(error) => lenient(error),
    };
    let begun = |result: Result<Begun, JournalError>| match result {
        Ok(begun) => Ok(told(begun)),
        Err(error) => lenient(error),
    };
    match *step {
        Step::Begin(claim, no, payment, amount, key) => {
            let mut new = wanted(&name("N", no), &name("P", payment), amount);
            if let Some(key) = key {
                new = with_reference(new, &name("R", key));
            }
            begun(if claim {
                scope.begin(&new, LEASE, DAY, &who, now)
            } else {
                scope.plan(&new, DAY, &who, now)
            })
        }
        Step::Claim(no) => {
            begun(scope.claim(&merchant, &number(&name("N", no)), LEASE, FREE, &who, now))
        }
        Step::Resend(no) => {
            begun(scope.resend(&merchant, &number(&name("N", no)), LEASE, "", &who, now))
        }
        Step::Reply(no, event, _) | Step::Look(no, event) | Step::Order(no, event) => {
            let details = Details {
                attempt,
                ..Details::default()
            };
            moved(scope.record(
                &merchant,
                &number(&name("N", no)),
                event,
                details,
                &who,
                now,
            ))
        }
        Step::Expire => scope
            .end_claims(&who, now)
            .map(|ended| Answer::Count(ended.count())),
        Step::Pay(payment) => scope
            .note_payment(
                &merchant,
                &syssn(&name("P", payment)),
                &paid(PAYMENTS[payment]),
                now,
            )
            .map(|()| Answer::Count(0)),
    }
}

fn lenient(error: JournalError) -> Result<Answer, JournalError> {
    match error.fault() {
        Fault::Forbidden(..) | Fault::NoSuchIntent(_) => Ok(Answer::Refused),
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
                if dies { Err(JournalError::new("", Fault::Locked)) } else { Ok(()) }
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
            let record = journal.find(&merchant(), &number(&name("N", *no))).unwrap().unwrap();
            prop_assert_eq!(record.state(), kept.state);
            prop_assert_eq!(record.progress.attempt, kept.attempt);
            prop_assert_eq!(record.progress.resends, kept.resends);
        }
        assert_sound(&mut *journal);
    });
}
