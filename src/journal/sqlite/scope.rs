//! The writing operations.

use super::super::chain::millis;
use super::super::record::{BatchRow, Details, IntentKey, NewIntent, Payment, Record, Stamp};
use super::super::{Begun, Conditions, Ended, JournalError, Membership, Scope};
use super::begin::Step;
use super::write::{Transition, Writing, Written};
use super::{claims, rows};
use crate::refund::{Event, Forbidden, State, Syssn};
use rusqlite::params;
use std::time::Duration;
use time::OffsetDateTime;

impl Scope for Writing<'_> {
    fn begin(
        &mut self,
        new: &NewIntent,
        lease: Duration,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        self.enter(new, Some(lease), guards, stamp)
    }

    fn plan(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        self.enter(new, None, guards, stamp)
    }

    fn claim(
        &mut self,
        key: IntentKey<'_>,
        lease: Duration,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        // What a dead process has left is planned again, and held to the limits like any other.
        let record = self.require(key)?;
        let record = self.settled(record, stamp)?;
        let mut note = None;
        if record.state() == State::Planned {
            if let Some(refusal) = self.limit_refusal(&record.wanted, guards, Step::Claim)? {
                return Ok(refusal);
            }
            match self.obstacle(&record.wanted, guards, stamp)? {
                Ok(beside) => note = beside,
                Err(obstacle) => return Ok(obstacle),
            }
        }
        self.send(record, Event::Claim, lease, note, stamp)
    }

    fn resend(
        &mut self,
        key: IntentKey<'_>,
        lease: Duration,
        note: &str,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        let record = self.require(key)?;
        let note = Some(note.to_owned());
        self.send(record, Event::OrderResend, lease, note, stamp)
    }

    fn record(
        &mut self,
        key: IntentKey<'_>,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        let record = self.require(key)?;
        let state = record.state();
        if matches!(event, Event::Claim | Event::OrderResend | Event::Adopt) {
            return Err(self.forbidden(&record.wanted, Forbidden { state, event }));
        }
        let what = Transition::seen(&record.progress, event, details)
            .map_err(|forbidden| self.forbidden(&record.wanted, forbidden))?;
        self.happen(&record, what, stamp)
    }

    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        let details = Details {
            attempt: Some(claimed.progress.attempt),
            ..details
        };
        let state = claimed.state();
        if !event.is_reply() || state != State::Sending {
            return Err(self.forbidden(&claimed.wanted, Forbidden { state, event }));
        }
        // Nearly always nobody else has touched it, so that it need not be read again.
        let what = Transition::seen(&claimed.progress, event, details.clone())
            .map_err(|forbidden| self.forbidden(&claimed.wanted, forbidden))?;
        match self.try_happen(claimed, what, stamp)? {
            Written::Yes(record) => Ok(record),
            Written::AgainstRule | Written::Moved => {
                self.record(claimed.key(), event, details, stamp)
            }
        }
    }

    fn adopt(
        &mut self,
        key: IntentKey<'_>,
        row: &BatchRow,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        let record = self.require(key)?;
        self.give_to(record, row, stamp)
    }

    fn end_claims(&mut self, stamp: Stamp<'_>) -> Result<Ended, JournalError> {
        let claimed = claims::sending(self.connection);
        let mut ended = Ended::default();
        for record in self.sql(claimed)? {
            match self.settled(record, stamp)?.state() {
                State::Sending => {}
                State::Planned => ended.unsent = ended.unsent.saturating_add(1),
                _ => ended.unknown = ended.unknown.saturating_add(1),
            }
        }
        Ok(ended)
    }

    fn settle_merchant(&mut self, says: &Membership, stamp: Stamp<'_>) -> Result<(), JournalError> {
        self.append_entry(says.clone(), stamp)
    }

    fn note_payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        payment: &Payment,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = self.connection.execute(
            "INSERT INTO payments (syssn, environment, txamt, currency, pay_type, paid_at, seen_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET \
             txamt = ?3, currency = ?4, pay_type = ?5, paid_at = ?6, seen_at = ?7",
            params![
                syssn.as_str(),
                environment,
                rows::signed(payment.amount.minor()),
                payment.currency.code(),
                payment.pay_type,
                payment.paid_at,
                millis(now),
            ],
        );
        self.sql(written).map(|_| ())
    }
}
