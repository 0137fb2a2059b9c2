//! The writing operations.

use super::super::chain::{self, millis};
use super::super::event::Details;
use super::super::record::{
    BatchRow, Cursor, IntentKey, MerchantKey, NewIntent, Payment, Record, Stamp,
};
use super::super::{Begun, Conditions, Ended, GivenUp, JournalError, Membership, Scope, life};
use super::begin::SendOrder;
use super::events;
use super::obstacles::ClaimStep;
use super::write::{RowChange, Transition, Writing, event_of};
use super::{batches, claims, handovers, read, rows};
use crate::refund::{Event, Forbidden, OrderNo, Settlement, State, Syssn};
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
            if let Some(refusal) = self.limit_refusal(&record.wanted, guards, ClaimStep::Claim)? {
                return Ok(refusal);
            }
            match self.obstacle(&record.wanted, guards, stamp)? {
                Ok(beside) => note = beside,
                Err(obstacle) => return Ok(obstacle),
            }
        }
        let order = SendOrder {
            event: Event::Claim,
            twin_window: guards.twin_window,
            note,
        };
        self.send(record, order, lease, stamp)
    }

    fn resend(
        &mut self,
        key: IntentKey<'_>,
        lease: Duration,
        note: &str,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        let record = self.require(key)?;
        let order = SendOrder {
            event: Event::OrderResend,
            // Whoever made the same refund since has not waited for this one.
            twin_window: Some(Duration::MAX),
            note: Some(note.to_owned()),
        };
        self.send(record, order, lease, stamp)
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
        let what = self.seen(&record, event, details, stamp)?;
        if self.is_repeated(&record, &what, stamp)? {
            return Ok(record);
        }
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
        let what = self.seen(claimed, event, details.clone(), stamp)?;
        match self.try_happen(claimed, what, stamp)? {
            RowChange::Yes(record) => Ok(record),
            RowChange::AgainstRule | RowChange::Moved => {
                self.record(claimed.key(), event, details, stamp)
            }
        }
    }

    fn decide(
        &mut self,
        seen: &Record,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Option<Record>, JournalError> {
        let record = self.require(seen.key())?;
        if (&record.progress, &record.wanted.batch) != (&seen.progress, &seen.wanted.batch) {
            return Ok(None);
        }
        self.record(seen.key(), event, details, stamp).map(Some)
    }

    fn note_signing(
        &mut self,
        environment: &str,
        merchant: &MerchantKey,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = self
            .connection
            .prepare_cached("INSERT INTO signing VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            .and_then(|mut statement| {
                statement.execute(params![environment, merchant.as_str(), millis(now)])
            });
        self.sql(written).map(|_| ())
    }

    fn note_order(
        &mut self,
        merchant: &MerchantKey,
        order: &OrderNo,
        syssn: &Syssn,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = self
            .connection
            .prepare_cached("INSERT INTO orders VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
            .and_then(|mut statement| {
                let values = (merchant.as_str(), order.as_str(), syssn.as_str());
                statement.execute(params![values.0, values.1, values.2, millis(now)])
            });
        self.sql(written).map(|_| ())
    }

    fn is_import_given_up(&mut self, batch: &str) -> Result<bool, JournalError> {
        let found = batches::is_import_given_up(self.connection, batch);
        self.sql(found)
    }

    fn note_import(
        &mut self,
        batch: &str,
        is_whole: bool,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = if is_whole {
            self.connection
                .prepare_cached("DELETE FROM unfinished_imports WHERE batch = ?1")
                .and_then(|mut gone| gone.execute([batch]))
        } else {
            self.connection
                .prepare_cached(
                    "INSERT INTO unfinished_imports VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )
                .and_then(|mut new| new.execute(params![batch, millis(now)]))
        };
        self.sql(written).map(|_| ())
    }

    fn note_batch_file(
        &mut self,
        batch: &str,
        file: &str,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = self
            .connection
            .prepare_cached("INSERT INTO batch_files VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            .and_then(|mut statement| statement.execute(params![batch, file, millis(now)]));
        self.sql(written).map(|_| ())
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
        let mut ended = Ended::default();
        let told = handovers::told(self.connection, self.place.kept_outcomes());
        for outcome in self.sql(told)? {
            let Some((merchant, number)) = outcome.key() else {
                continue;
            };
            let record = self.require(merchant.numbered(&number))?;
            self.enter_told(&record, &outcome, stamp)?;
            ended.entered = ended.entered.saturating_add(1);
        }
        let claimed = claims::sending(self.connection);
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

    fn note_left_out(
        &mut self,
        row: &NewIntent,
        twin: Cursor,
        given_up: GivenUp,
        stamp: Stamp<'_>,
    ) -> Result<(), JournalError> {
        self.remember_left_out(row, twin, given_up, stamp)
    }

    fn give_up_left_out(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
        note: Option<&str>,
        stamp: Stamp<'_>,
    ) -> Result<usize, JournalError> {
        self.forgo_left_out(merchant, batch, note, stamp)
    }

    fn note_payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        payment: &Payment,
        now: OffsetDateTime,
    ) -> Result<(), JournalError> {
        let written = self.connection.execute(
            "INSERT INTO payments \
             (syssn, environment, txamt, currency, pay_type, paid_at, seen_at, seal) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET \
             txamt = ?3, currency = ?4, pay_type = ?5, paid_at = ?6, seen_at = ?7, seal = ?8",
            params![
                syssn.as_str(),
                environment,
                rows::signed(payment.amount.minor()),
                payment.currency.code(),
                payment.pay_type,
                payment.paid_at,
                millis(now),
                chain::seal(environment, syssn.as_str(), payment, millis(now)).as_bytes(),
            ],
        );
        self.sql(written).map(|_| ())
    }
}

impl Writing<'_> {
    /// Weighs what was seen. What has no signature, though this gateway was seen to sign, proves
    /// nothing: the process that sent may have begun before another one learned it.
    fn seen(
        &mut self,
        record: &Record,
        event: Event,
        mut details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Transition, JournalError> {
        let wanted = &record.wanted;
        let mut believed = event;
        match details.signed {
            Some(true) => self.note_signing(&wanted.environment, &wanted.merchant, stamp.now)?,
            Some(false) => {
                let signs = read::signs(self.connection, &wanted.environment, &wanted.merchant);
                if self.sql(signs)? && event.unproven() != event {
                    believed = event.unproven();
                    details.refund_syssn = None;
                    details.settlement = Settlement::NONE;
                    details.text = Some(UNSIGNED.to_owned());
                }
            }
            None => {}
        }
        let what = Transition::seen(&record.progress, believed, details)
            .map_err(|forbidden| self.forbidden(wanted, forbidden))?;
        Ok(Transition {
            observed: (what.event != event).then_some(event),
            ..what
        })
    }
}

impl Writing<'_> {
    /// Whether a look tells nothing new of what is settled.
    fn is_repeated(
        &mut self,
        record: &Record,
        what: &Transition,
        stamp: Stamp<'_>,
    ) -> Result<bool, JournalError> {
        if what.event != Event::Stray || !record.state().is_final() {
            return Ok(false);
        }
        let newest = events::newest_of(self.connection, record.id);
        let Some(newest) = self.sql(newest)? else {
            return Ok(false);
        };
        let look = self.placed(event_of(record, None, what.clone(), stamp.who));
        Ok(life::is_repeated(record.state(), &look, &newest))
    }
}

const UNSIGNED: &str = "it has no signature, although this gateway signs its replies";
