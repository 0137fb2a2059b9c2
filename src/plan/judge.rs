//! The plan of a file: each of its rows, judged.

use super::checked::{PlanError, Rows};
use super::fate::{Fate, Forgone, Planned};
use super::given_up::{GivenUpBefore, given_up};
use super::known::{self, fate, unknown_to_all};
use super::twins::{Twin, TwinPolicy, place, unmeant};
use crate::batch::{Row, Twins};
use crate::journal::{Filter, Journal, JournalError, Listing, Record};
use crate::refund::twin::{Place, TwinSearch};
use crate::refund::{Name, OutTradeNo, State};
use std::io::Read;
use time::OffsetDateTime;

/// The rows of a checked file, each with its fate.
pub struct Plan<'a, R> {
    rows: Rows<'a, R>,
    policy: TwinPolicy,
    now: OffsetDateTime,
    journal: &'a mut dyn Journal,
    /// The rows so far, where twins among them are left out.
    asked: Twins,
}

impl<'a, R: Read> Plan<'a, R> {
    /// Begins a plan.
    pub fn new(
        rows: Rows<'a, R>,
        policy: TwinPolicy,
        now: OffsetDateTime,
        journal: &'a mut dyn Journal,
    ) -> Self {
        Self {
            rows,
            policy,
            now,
            journal,
            asked: Twins::default(),
        }
    }

    fn judge(&mut self, row: Row) -> Result<Planned, JournalError> {
        let batch = self.rows.batch;
        let number = batch.number(&row);
        let environment = batch.profile.environment().name();
        let names: Vec<Name> = row.intent.names().collect();
        let bearing = self.journal.bearing(
            environment,
            &row.intent.syssn,
            batch.key.numbered(&number),
            &names,
        )?;
        let of_payment = bearing.of_payment;
        let mut fate = if bearing.is_nothing() {
            unknown_to_all(&row)
        } else {
            fate(&row, &number, bearing, batch, self.journal)?
        };
        let mut before = GivenUpBefore::default();
        if of_payment > 0 && matches!(fate, Fate::New | Fate::Unheard) {
            before = GivenUpBefore::of(&row, batch, self.journal)?;
        }
        if let Some(own) = before.here.take().map(Box::new) {
            fate = match batch.retry.cancelled {
                true => Fate::Wanted,
                false => Fate::GivenUp(own),
            };
        }
        let mut others = self.others(&row, &number, &fate, of_payment)?;
        let given_up = given_up(row.intent.amount, &others, batch.retry);
        let is_new = matches!(fate, Fate::New);
        let given_up = given_up.filter(|_| is_new).cloned();
        let given_up = given_up.map(|record| Forgone::Refund(Box::new(record)));
        let elsewhere = before
            .elsewhere
            .filter(|_| is_new && !batch.retry.cancelled);
        let given_up = given_up.or(elsewhere.map(|row| Forgone::Row(Box::new(row))));
        others.retain(|record| record.state().is_live() || record.state() == State::Planned);
        let twin = self.twin(&row, &fate, &others)?;
        Ok(Planned {
            left_out: self.policy == TwinPolicy::LeaveOut && twin.is_some(),
            row,
            fate,
            given_up: given_up.filter(|_| twin.is_none()),
            twin,
            others,
        })
    }

    fn others(
        &mut self,
        row: &Row,
        number: &OutTradeNo,
        fate: &Fate,
        of_payment: u8,
    ) -> Result<Vec<Record>, JournalError> {
        // What was sent is not sent once more, whatever there is beside it.
        if row.already_refunded || self.policy == TwinPolicy::Ignore || !fate.may_be_sent() {
            return Ok(Vec::new());
        }
        let batch = self.rows.batch;
        // What has the row's number or reference is this very refund or a conflict.
        let found = fate.found();
        let is_of_payment = |record: &Record| {
            record.wanted.environment == batch.profile.environment().name()
                && record.wanted.intent.syssn == row.intent.syssn
        };
        // Most often it is the only one of its payment.
        if of_payment <= u8::from(found.is_some_and(is_of_payment)) {
            return Ok(Vec::new());
        }
        let own = found.map(|found| found.id);
        let is_other = |record: &Record| {
            Some(record.id) != own
                && record.number() != number
                && place(record, row, batch) != Place::FellowRow
        };
        let filter = Filter {
            amount: None,
            ..known::of_payment(row, batch)
        };
        let listed = Listing::new(self.journal, filter);
        listed
            .filter(|record| record.as_ref().map_or(true, is_other))
            .collect()
    }

    fn twin(
        &mut self,
        row: &Row,
        fate: &Fate,
        others: &[Record],
    ) -> Result<Option<Twin>, JournalError> {
        if row.already_refunded || !self.policy.compares() {
            return Ok(None);
        }
        if self.policy == TwinPolicy::LeaveOut {
            let first = self.asked.earlier(row.line, &row.intent);
            // One that was meant before and sent is a row of its own.
            let is_over = matches!(fate, Fate::Here(_)) && !fate.may_be_sent();
            if let Some(line) = first.filter(|_| !is_over && !row.twin_meant) {
                return Ok(Some(Twin::Row(line)));
            }
        }
        let batch = self.rows.batch;
        let search = TwinSearch::new(self.now, batch.profile.guards().twin_window);
        let mut found = others.iter().filter(|other| {
            let place = place(other, row, batch);
            other.wanted.intent.amount == row.intent.amount
                && search.finds(other.state(), other.created_at, place)
        });
        let twin = match fate {
            _ if row.twin_meant => None,
            // What was once meant stays so, unless it is to be left out now.
            Fate::Here(own) | Fate::Elsewhere(own) if self.policy == TwinPolicy::Tell => {
                unmeant(own, found, self.journal)?
            }
            _ => found.next(),
        };
        Ok(twin.map(|twin| Twin::Refund(Box::new(twin.clone()))))
    }
}

impl<R: Read> Iterator for Plan<'_, R> {
    type Item = Result<Planned, PlanError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        Some(row.and_then(|row| Ok(self.judge(row)?)))
    }
}
