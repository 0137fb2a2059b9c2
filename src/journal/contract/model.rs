//! The journal's rules once more, in a few lines and without a database.

use super::*;
use crate::refund::state;
use std::collections::BTreeMap;

pub(super) const PAYMENTS: [u64; 3] = [10, 25, 0];

/// The largest refund and the largest batch.
pub(super) type Limits = (Option<u64>, Option<u64>);

/// The row that the intent with this number is written down as, if any.
pub(super) fn first_row(no: usize) -> Option<u32> {
    (no < 6).then_some(1)
}

/// Whether the intent with this number is another merchant's. Payments are the same for both.
pub(super) fn is_others(no: usize) -> bool {
    no >= 6
}

/// One thing that one process does.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Begins, or only plans: number, payment, amount, reference.
    Begin(bool, usize, usize, u64, Option<usize>, Limits),
    Claim(usize, Limits),
    Resend(usize),
    /// A reply, to the latest attempt or to the one before.
    Reply(usize, Event, bool),
    Look(usize, Event),
    Order(usize, Event),
    /// A row of a batch asks for it.
    Adopt(usize, u32),
    Expire,
    /// The gateway shows the payment.
    Pay(usize),
}

/// What an operation answered, as far as the model tells.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Claimed,
    Planned,
    Existing(State),
    Twin,
    MadeSince,
    Busy,
    Open,
    Exceeds,
    /// Above the largest refund.
    TooLarge,
    /// Above the largest batch, of which the others take so much.
    Full(u64),
    Moved(State),
    Refused,
    Count(u64),
}

/// One intent as the model sees it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// How many were written down before it.
    order: usize,
    payment: usize,
    pub(super) amount: u64,
    key: Option<usize>,
    pub(super) row: Option<u32>,
    made: OffsetDateTime,
    /// When something was last learned of it.
    changed: OffsetDateTime,
    pub(super) state: State,
    pub(super) attempt: u32,
    pub(super) resends: u32,
    until: OffsetDateTime,
    /// Sends that may have reached the gateway.
    sends: u32,
}

#[derive(Clone, Default, Debug)]
pub(super) struct Model {
    pub(super) kept: BTreeMap<usize, Kept>,
    paid: BTreeMap<usize, u64>,
}

impl Model {
    fn settle(&mut self, no: usize, now: OffsetDateTime) -> State {
        let kept = self.kept.get_mut(&no).unwrap();
        if kept.state == State::Sending && kept.until <= now {
            kept.state = State::Unknown;
            kept.changed = now;
        }
        kept.state
    }

    /// The rules about a payment, for one more send: of an intent that is not live yet, or of one
    /// that is unknown.
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
        let open = |no: &usize| self.kept[no].state.is_open();
        if more > 0 && of_payment.iter().any(open) {
            return Some(Answer::Open);
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

    /// The limits, for a refund that is not live yet.
    fn over_limit(
        &self,
        no: usize,
        row: Option<u32>,
        amount: u64,
        limits: Limits,
        counts: fn(State) -> bool,
    ) -> Option<Answer> {
        let (largest, batch) = limits;
        if largest.is_some_and(|largest| amount > largest) {
            return Some(Answer::TooLarge);
        }
        let rows = self.kept.iter().filter(|(other, kept)| {
            kept.row == row && is_others(**other) == is_others(no) && counts(kept.state)
        });
        let others: u64 = rows.map(|(_, kept)| kept.amount).sum();
        (row.is_some() && batch.is_some_and(|batch| others + amount > batch))
            .then_some(Answer::Full(others))
    }

    fn begin(&mut self, step: &Step, now: OffsetDateTime) -> Answer {
        let Step::Begin(claim, no, payment, amount, key, limits) = *step else {
            unreachable!();
        };
        let same = if self.kept.contains_key(&no) {
            Some(no)
        } else {
            self.kept
                .iter()
                .find(|(other, kept)| {
                    key.is_some() && kept.key == key && is_others(**other) == is_others(no)
                })
                .map(|(no, _)| *no)
        };
        if let Some(same) = same {
            return Answer::Existing(self.settle(same, now));
        }
        let twin = self.kept.values().any(|kept| {
            // A row of a file finds them however old they are.
            let is_row = first_row(no).is_some();
            (kept.payment, kept.amount) == (payment, amount)
                && match kept.state {
                    State::Planned => true,
                    state => {
                        let is_new = kept.changed >= now - time::Duration::DAY;
                        // The same reference, under another merchant.
                        let is_asked_again = key.is_some() && kept.key == key;
                        state.is_live() && (is_row || is_new || is_asked_again)
                    }
                }
        });
        if twin {
            return Answer::Twin;
        }
        let over = self.over_limit(no, first_row(no), amount, limits, |state| {
            state == State::Planned || state.is_live()
        });
        if let Some(over) = over {
            return over;
        }
        if claim && let Some(obstacle) = self.obstacle(payment, amount, now) {
            return obstacle;
        }
        let kept = Kept {
            order: self.kept.len(),
            payment,
            amount,
            key,
            row: first_row(no),
            made: now,
            changed: now,
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

    fn send(&mut self, no: usize, from: State, limits: Limits, now: OffsetDateTime) -> Answer {
        if !self.kept.contains_key(&no) {
            return Answer::Refused;
        }
        let found = self.settle(no, now);
        if found != from {
            return Answer::Existing(found);
        }
        let (payment, amount) = (self.kept[&no].payment, self.kept[&no].amount);
        let more = if from == State::Planned { amount } else { 0 };
        let over = self.over_limit(no, self.kept[&no].row, amount, limits, State::is_live);
        if from == State::Planned
            && let Some(over) = over
        {
            return over;
        }
        if let Some(obstacle) = self.obstacle(payment, more, now) {
            return obstacle;
        }
        let (order, made) = (self.kept[&no].order, self.kept[&no].made);
        let made_since = self.kept.values().any(|kept| {
            (kept.order > order || kept.order < order && kept.changed > made)
                && (kept.payment, kept.amount) == (payment, amount)
                && kept.state.is_live()
        });
        if made_since {
            return Answer::Twin;
        }
        // What was written down after it may have taken its place, whatever the amount.
        let may_replace = self
            .kept
            .values()
            .any(|kept| kept.order > order && kept.payment == payment && kept.state.is_live());
        if from == State::Unknown && may_replace {
            return Answer::MadeSince;
        }
        let kept = self.kept.get_mut(&no).unwrap();
        kept.state = State::Sending;
        kept.changed = now;
        kept.attempt += 1;
        kept.resends += u32::from(from == State::Unknown);
        kept.sends += 1;
        kept.until = now + LEASE;
        Answer::Claimed
    }

    fn happen(
        &mut self,
        no: usize,
        event: Event,
        attempt: Option<u32>,
        now: OffsetDateTime,
    ) -> Answer {
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
                kept.changed = now;
                if counts_as == Event::NotSent {
                    kept.sends -= 1;
                }
                Answer::Moved(kept.state)
            }
        }
    }

    fn adopt(&mut self, no: usize, row: u32, now: OffsetDateTime) -> Answer {
        if !self.kept.contains_key(&no) {
            return Answer::Refused;
        }
        let state = self.settle(no, now);
        let kept = self.kept.get_mut(&no).unwrap();
        if kept.row != Some(row) {
            if state.is_final() || state == State::Sending {
                return Answer::Refused;
            }
            kept.row = Some(row);
            kept.changed = now;
        }
        Answer::Moved(state)
    }

    pub(super) fn attempt(&self, no: usize, late: bool) -> Option<u32> {
        let latest = self.kept.get(&no)?.attempt;
        Some(if late {
            latest.saturating_sub(1)
        } else {
            latest
        })
    }

    pub(super) fn run(&mut self, step: &Step, now: OffsetDateTime) -> Answer {
        match *step {
            Step::Begin(..) => self.begin(step, now),
            Step::Claim(no, limits) => self.send(no, State::Planned, limits, now),
            Step::Resend(no) => self.send(no, State::Unknown, (None, None), now),
            Step::Reply(no, event, late) => self.happen(no, event, self.attempt(no, late), now),
            Step::Look(no, event) | Step::Order(no, event) => self.happen(no, event, None, now),
            Step::Adopt(no, row) => self.adopt(no, row, now),
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
    pub(super) fn promises(&self) {
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
