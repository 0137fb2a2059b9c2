//! Which rule stands in the way of writing an intent down or claiming it.

use super::super::record::{NewIntent, Stamp};
use super::super::{Begun, Conditions, DayLimit, JournalError};
use super::read;
use super::write::Writing;
use crate::language::in_english;
use crate::refund::State;
use rusqlite::Error;

/// What is to be done with an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimStep {
    /// It is written down.
    Plan,
    /// It is written down and claimed in one.
    Begin,
    /// It was written down before and is claimed.
    Claim,
}

impl ClaimStep {
    /// Whether a batch's other rows in this state count against its limit.
    const fn counts_in_batch(self, state: State) -> bool {
        // A row is still planned when it is claimed, and those beside it may never be.
        let is_wanted = matches!(state, State::Planned) && matches!(self, Self::Plan | Self::Begin);
        is_wanted || state.is_live()
    }
}

impl Writing<'_> {
    /// Says which limit the next step of an intent would break.
    pub(super) fn limit_refusal(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
        step: ClaimStep,
    ) -> Result<Option<Begun>, JournalError> {
        let amount = new.intent.amount.minor();
        if let Some(limit) = guards.max_refund
            && amount > limit
        {
            return Ok(Some(Begun::ExceedsRefund { limit }));
        }
        if let (Some(limit), Some(row)) = (guards.max_batch_total, &new.batch) {
            let counts = read::batch_totals(self.connection, &new.merchant, &row.batch);
            let others = self
                .sql(counts)?
                .iter()
                .filter(|count| count.currency == new.intent.currency.code())
                .filter(|count| step.counts_in_batch(count.state))
                .fold(0_u64, |sum, count| sum.saturating_add(count.sum));
            if others.saturating_add(amount) > limit {
                return Ok(Some(Begun::ExceedsBatch { limit, others }));
            }
        }
        if let (Some(DayLimit { since, most }), ClaimStep::Begin | ClaimStep::Claim) =
            (guards.day, step)
        {
            let currency = new.intent.currency;
            let live = read::day_total(self.connection, &new.merchant, currency, since);
            let live = self.sql(live)?;
            if live.saturating_add(amount) > most {
                return Ok(Some(Begun::ExceedsDay { limit: most, live }));
            }
        }
        Ok(None)
    }

    /// Says which refund of the payment must end before another may be sent: one that is being
    /// sent, or one whose outcome is open. Where somebody has looked at that one, returns what to
    /// note with the claim.
    pub(super) fn obstacle(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Result<Option<String>, Begun>, JournalError> {
        if let Some(busy) = self.busy(new, stamp)? {
            return Ok(Err(busy));
        }
        let open = read::open_ones(self.connection, &new.environment, &new.intent.syssn);
        let (looked_at, open): (Vec<_>, Vec<_>) = self
            .sql(open)?
            .into_iter()
            .partition(|open| guards.beside_open.has(open.id));
        if !open.is_empty() {
            return Ok(Err(Begun::Open(open)));
        }
        let beside = looked_at
            .iter()
            .map(|open| in_english(|| format!("{}, which was {}", open.number(), open.state())));
        let beside = beside.collect::<Vec<_>>().join(", and ");
        let note =
            (!looked_at.is_empty()).then(|| format!("beside {beside}, by the operator's order"));
        Ok(Ok(note))
    }

    /// Finds the refund of the payment that is being sent, unless its process is dead or its lease
    /// over.
    pub(super) fn busy(
        &mut self,
        new: &NewIntent,
        stamp: Stamp<'_>,
    ) -> Result<Option<Begun>, JournalError> {
        let sending = read::find_sending(self.connection, &new.environment, &new.intent.syssn);
        let Some(sending) = self.sql(sending)? else {
            return Ok(None);
        };
        let settled = self.settled(sending, stamp)?;
        Ok((settled.state() == State::Sending).then(|| Begun::Busy(Box::new(settled))))
    }

    /// Says why the payment does not bear a send that the schema has refused.
    pub(super) fn refusal(&mut self, new: &NewIntent) -> Result<Begun, JournalError> {
        let rest = read::rest(self.connection, &new.environment, &new.intent.syssn);
        let rest = self.sql(rest)?;
        let payment = rest.payment.ok_or(Error::QueryReturnedNoRows);
        let payment = self.sql(payment)?;
        Ok(if payment.currency == new.intent.currency {
            Begun::ExceedsRest {
                paid: payment.amount.minor(),
                live: rest.live,
            }
        } else {
            Begun::OtherCurrency(payment.currency.code().to_owned())
        })
    }
}
