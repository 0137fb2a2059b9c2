//! A plan added up: what a run takes and sends, and how the file's rows stand.

use super::checked::PlanError;
use super::fate::{Fate, Plan, Planned, Twin};
use crate::batch::Tally;
use crate::journal::{BatchCount, Record};
use crate::money::Currency;
use crate::refund::State;
use std::collections::BTreeMap;
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
    /// How many of them stand elsewhere, by state.
    pub elsewhere: BTreeMap<State, u64>,
    /// The same by batch, and those in none.
    pub places: BTreeMap<Option<String>, u64>,
    /// Rows that are not written down, or only as another refund.
    pub unwritten: u64,
    /// Rows that are refunded by the file's own word.
    pub refunded: u64,
    /// Rows left out for a refund of the journal that is not done, by where that stands.
    pub open_twins: BTreeMap<State, u64>,
    /// For each row whether it is left out: a list of those that are would take more.
    left_out: Vec<bool>,
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
            refunded: 0,
            open_twins: BTreeMap::new(),
            left_out: Vec::new(),
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
        self.refunded = self.refunded.saturating_add(row.already_refunded.into());
        self.left_out.push(planned.left_out);
        if planned.may_be_sent() && !planned.left_out {
            self.to_send.add(amount);
        }
        if (planned.may_be_sent() || !row.already_refunded) && !planned.left_out {
            self.taken.add(amount);
        }
        match &planned.fate {
            Fate::New | Fate::Conflict(..) => one_more(&mut self.unwritten),
            Fate::Here(record) => self.count(record),
            Fate::Elsewhere(record) => {
                self.count(record);
                one_more(self.elsewhere.entry(record.state()).or_default());
                let batch = record.wanted.batch.as_ref();
                let place = batch.map(|row| row.batch.clone());
                one_more(self.places.entry(place).or_default());
            }
            Fate::Refunded(_) => {}
        }
        if let (Fate::New, true, Some(Twin::Refund(twin))) =
            (&planned.fate, planned.left_out, &planned.twin)
            && !twin.state().is_final()
        {
            one_more(self.open_twins.entry(twin.state()).or_default());
        }
    }

    /// Whether a row, by its place counted from 1, is left out.
    pub(super) fn leaves_out(&self, row: u64) -> bool {
        let place = row
            .checked_sub(1)
            .and_then(|place| usize::try_from(place).ok());
        place
            .and_then(|place| self.left_out.get(place))
            .is_some_and(|left_out| *left_out)
    }

    /// How many rows are left out.
    pub(super) fn left_out(&self) -> u64 {
        let left_out = self.left_out.iter().filter(|left_out| **left_out);
        u64::try_from(left_out.count()).unwrap_or(u64::MAX)
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
        self.elsewhere.get(&state).copied().unwrap_or_default()
    }

    /// Counts a row, in the order in which the journal lists its own totals.
    fn count(&mut self, record: &Record) {
        let (state, intent) = (record.state(), &record.wanted.intent);
        if self.rows_in(state) == 0 {
            self.counts.push(BatchCount {
                state,
                currency: intent.currency.code().to_owned(),
                count: 0,
                sum: 0,
            });
            self.counts.sort_by_key(|count| count.state.name());
        }
        for count in self.counts.iter_mut().filter(|count| count.state == state) {
            one_more(&mut count.count);
            count.sum = count.sum.saturating_add(intent.amount.minor());
        }
    }
}

fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}
