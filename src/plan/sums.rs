//! A plan added up: what a run takes and sends, and how the file's rows stand.

use super::checked::PlanError;
use super::copies::Copies;
use super::fate::{Fate, Planned};
use super::judge::Plan;
use super::twins::Twin;
use crate::batch::Tally;
use crate::journal::{BatchCount, Cursor, LeftOutCounts, Record};
use crate::money::Currency;
use crate::refund::{OutTradeNo, State};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// What the rows of a plan add up to.
#[derive(Clone, Debug)]
pub struct Sums {
    /// The rows that a run takes: all but those refunded by the file's own word, and twins left out.
    pub taken: Tally,
    /// Those of them that it may send.
    pub to_send: Tally,
    /// Every row that the journal has, as it stands.
    pub counts: Vec<BatchCount>,
    /// Those of them that stand elsewhere, by state.
    pub elsewhere: BTreeMap<State, Tally>,
    /// The same by batch, and those in none.
    pub places: BTreeMap<Option<String>, u64>,
    /// Rows that are not written down, or only as another refund.
    pub unwritten: u64,
    /// Rows that are tried again, by how the attempt before them stands and the gateway's code for it.
    pub again: BTreeMap<(State, Option<String>), u64>,
    /// The number of each of them, and that of the attempt before it, by the row.
    attempts: BTreeMap<u64, (OutTradeNo, OutTradeNo)>,
    /// Rows that were left out as twins, then given up, and are wanted after all.
    wanted: BTreeSet<u64>,
    /// Rows that were left out as twins and are given up; they are counted as cancelled.
    given_up: Tally,
    /// Rows that are refunded by the file's own word.
    pub told: Tally,
    /// Rows that were sent, or may have been, by the file's own word.
    pub unheard: u64,
    /// Those for which the gateway has shown the refund; they are counted as refunded.
    vouched: Tally,
    /// Rows left out for a refund of the journal that is not done, by where that stands.
    pub open_twins: BTreeMap<State, u64>,
    /// Rows left out that stand nowhere, by where the refund of the journal stands that they are twins
    /// of; `None` for those of an earlier row of the file.
    pub left_out: BTreeMap<Option<State>, u64>,
    /// The refunds of the journal that rows are left out for and that are not done, by the row.
    open: BTreeMap<u64, Cursor>,
    /// What its rows share with the files before it.
    pub copies: Copies,
    /// What an import does with each row: a list of some of them would take more.
    steps: Vec<Step>,
}

/// What an import does with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is written down, or taken over where it stands.
    Take,
    /// It is left out as a twin.
    LeaveOut,
    /// It is refunded by the file's own word, and left alone.
    Told,
    /// The journal has it as refunded, as the file says, and it stays there.
    Stay,
    /// It was left out as a twin and is given up.
    GivenUp,
}

impl Sums {
    /// Adds up nothing yet, of a file in this currency.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        let none = Tally::new(currency);
        Self {
            taken: none,
            to_send: none,
            counts: Vec::new(),
            elsewhere: BTreeMap::new(),
            places: BTreeMap::new(),
            unwritten: 0,
            again: BTreeMap::new(),
            attempts: BTreeMap::new(),
            wanted: BTreeSet::new(),
            given_up: none,
            told: none,
            unheard: 0,
            vouched: none,
            open_twins: BTreeMap::new(),
            left_out: BTreeMap::new(),
            open: BTreeMap::new(),
            copies: Copies::default(),
            steps: Vec::new(),
        }
    }

    /// Returns how many rows stand in which state, for a reader who has seen them.
    #[must_use]
    pub fn by_state(&self) -> Vec<(State, u64)> {
        let counts = self.counts.iter();
        counts.map(|count| (count.state, count.count)).collect()
    }

    /// Adds a plan up; `each` gets every row.
    ///
    /// # Errors
    /// [`PlanError`]; then what `each` got is a part of the file.
    pub fn of<R: Read>(
        plan: Plan<'_, R>,
        currency: Currency,
        each: &mut dyn FnMut(&Planned),
    ) -> Result<Self, PlanError> {
        let mut sums = Self::new(currency);
        for planned in plan {
            let planned = planned?;
            each(&planned);
            sums.add(&planned);
        }
        Ok(sums)
    }

    fn add(&mut self, planned: &Planned) {
        let (row, amount) = (&planned.row, planned.row.intent.amount);
        self.steps.push(Step::of(planned));
        self.copies.add(planned);
        if planned.may_be_sent() && !planned.left_out {
            self.to_send.add(amount);
        }
        if (planned.may_be_sent() || !row.already_refunded) && !planned.left_out {
            self.taken.add(amount);
        }
        match &planned.fate {
            Fate::New | Fate::Conflict(..) => one_more(&mut self.unwritten),
            Fate::GivenUp(_) => {
                self.given_up.add(amount);
                let mut one = Tally::new(row.intent.currency);
                one.add(amount);
                self.add_up(State::Cancelled, one);
            }
            Fate::Wanted => {
                one_more(&mut self.unwritten);
                if !planned.left_out {
                    one_more(self.again.entry((State::Cancelled, None)).or_default());
                    self.wanted.insert(row.number);
                }
            }
            Fate::Again(again) => {
                one_more(&mut self.unwritten);
                if !planned.left_out {
                    let (before, number) = (&again.before, again.number.clone());
                    let code = before.progress.respcd.clone();
                    one_more(self.again.entry((before.state(), code)).or_default());
                    self.attempts
                        .insert(row.number, (number, before.number().clone()));
                }
            }
            Fate::Here(record) | Fate::Denied(record) => self.count(record),
            Fate::Elsewhere(record) => {
                self.count(record);
                let none = Tally::new(row.intent.currency);
                let there = self.elsewhere.entry(record.state()).or_insert(none);
                there.add(amount);
                let batch = record.wanted.batch.as_ref();
                let place = batch.map(|row| row.batch.clone());
                one_more(self.places.entry(place).or_default());
            }
            Fate::Told => self.told.add(amount),
            Fate::Unheard => one_more(&mut self.unheard),
        }
        if let (Fate::New | Fate::Again(_) | Fate::Wanted, true, Some(twin)) =
            (&planned.fate, planned.left_out, &planned.twin)
        {
            let state = match twin {
                Twin::Refund(twin) => Some(twin.state()),
                Twin::Row(_) => None,
            };
            one_more(self.left_out.entry(state).or_default());
            if let Twin::Refund(twin) = twin
                && twin.state() != State::Refunded
            {
                self.open.insert(row.number, twin.id);
            }
            if let Some(state) = state.filter(|state| !state.is_final()) {
                one_more(self.open_twins.entry(state).or_default());
            }
        }
    }

    /// Returns what an import does with a row, by its place counted from 1.
    pub(super) fn step(&self, row: u64) -> Step {
        let place = row
            .checked_sub(1)
            .and_then(|place| usize::try_from(place).ok());
        let step = place.and_then(|place| self.steps.get(place));
        step.copied().unwrap_or(Step::Take)
    }

    /// Returns the number of a row that is tried again, and that of the attempt before it.
    pub(super) fn attempt(&self, row: u64) -> Option<&(OutTradeNo, OutTradeNo)> {
        self.attempts.get(&row)
    }

    /// Whether a row was left out and given up, and is wanted after all.
    pub(super) fn is_wanted(&self, row: u64) -> bool {
        self.wanted.contains(&row)
    }

    /// Returns the refund that is not done and that a row is left out for.
    pub(super) fn left_out_for(&self, row: u64) -> Option<Cursor> {
        self.open.get(&row).copied()
    }

    /// How many rows have this step.
    pub(super) fn steps(&self, step: Step) -> u64 {
        let same = self.steps.iter().filter(|other| **other == step);
        u64::try_from(same.count()).unwrap_or(u64::MAX)
    }

    /// Takes the rows that were left out on purpose from those that are not written down.
    pub fn set_left_out_aside(&mut self) {
        let left_out = self.left_out.values().sum();
        self.unwritten = self.unwritten.saturating_sub(left_out);
    }

    /// Counts the rows that are refunded by the file's own word as refunded: the gateway has shown
    /// every one of them.
    pub fn vouch(&mut self) {
        self.vouched = std::mem::replace(&mut self.told, Tally::new(self.taken.currency));
        self.add_up(State::Refunded, self.vouched);
    }

    /// Returns how the rows stand after a run that took this plan, where only the batch's own
    /// totals can be read: what is settled or being sent elsewhere stays there.
    #[must_use]
    pub fn after_a_run(&self, own: &[BatchCount]) -> Self {
        let mut after = Self::new(self.taken.currency);
        after.counts = own.to_vec();
        for (state, there) in &self.elsewhere {
            if state.is_final() || *state == State::Sending {
                after.add_up(*state, *there);
            }
        }
        after.add_up(State::Refunded, self.vouched);
        after.add_up(State::Cancelled, self.given_up);
        after
    }

    /// How many rows that the journal has are in a state.
    #[must_use]
    pub fn rows_in(&self, state: State) -> u64 {
        let of_state = self.counts.iter().filter(|count| count.state == state);
        of_state.map(|count| count.count).sum()
    }

    /// How many of them stand elsewhere.
    #[must_use]
    pub fn elsewhere_in(&self, state: State) -> u64 {
        self.elsewhere.get(&state).map_or(0, |there| there.count)
    }

    /// Adds rows that the journal knows as left out, where their file is not there: those given up count as
    /// cancelled.
    pub fn add_left_out(&mut self, rows: &LeftOutCounts) {
        for count in &rows.given_up {
            count.add_to(&mut self.counts);
        }
        for count in &rows.left {
            let left_out = self.left_out.entry(Some(count.state)).or_default();
            *left_out = left_out.saturating_add(count.count);
            if !count.state.is_final() {
                let open = self.open_twins.entry(count.state).or_default();
                *open = open.saturating_add(count.count);
            }
        }
    }

    fn count(&mut self, record: &Record) {
        let intent = &record.wanted.intent;
        let mut one = Tally::new(intent.currency);
        one.add(intent.amount);
        self.add_up(record.state(), one);
    }

    /// Adds rows of a state, in the order in which the journal lists its own totals.
    fn add_up(&mut self, state: State, rows: Tally) {
        let count = BatchCount {
            state,
            currency: rows.currency.code().to_owned(),
            count: rows.count,
            sum: u64::try_from(rows.minor).unwrap_or(u64::MAX),
        };
        count.add_to(&mut self.counts);
    }
}

impl Step {
    fn of(planned: &Planned) -> Self {
        let is_settled = |record: &Record| record.state() == State::Refunded;
        match &planned.fate {
            Fate::Told => Self::Told,
            Fate::GivenUp(_) => Self::GivenUp,
            Fate::Elsewhere(record) if planned.row.already_refunded && is_settled(record) => {
                Self::Stay
            }
            _ if planned.left_out => Self::LeaveOut,
            _ => Self::Take,
        }
    }
}

fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}
