//! The writing operations.

use super::super::chain::millis;
use super::super::record::{BatchRow, Details, MerchantKey, NewIntent, Payment, Record, Who};
use super::super::{Begun, Ended, Guards, Scope};
use super::begin::Step;
use super::write::{Happening, Outcome, Stamp, Writing, Written};
use super::{claims, rows};
use crate::refund::{Event, Forbidden, OutTradeNo, State, Syssn};
use rusqlite::params;
use std::time::Duration;
use time::OffsetDateTime;

impl Scope for Writing<'_> {
    fn begin(
        &mut self,
        new: &NewIntent,
        lease: Duration,
        guards: Guards,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Begun> {
        self.enter(new, Some(lease), guards, Stamp { who, now })
    }

    fn plan(
        &mut self,
        new: &NewIntent,
        guards: Guards,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Begun> {
        self.enter(new, None, guards, Stamp { who, now })
    }

    fn claim(
        &mut self,
        merchant: &MerchantKey,
        number: &OutTradeNo,
        lease: Duration,
        guards: Guards,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Begun> {
        let stamp = Stamp { who, now };
        // What a dead process has left is planned again, and held to the limits like any other.
        let record = self.require(merchant, number)?;
        let record = self.settled(record, stamp)?;
        if record.state() == State::Planned
            && let Some(refusal) = self.limit_refusal(&record.wanted, guards, Step::Claim)?
        {
            return Ok(refusal);
        }
        self.send(record, Event::Claim, lease, None, stamp)
    }

    fn resend(
        &mut self,
        merchant: &MerchantKey,
        number: &OutTradeNo,
        lease: Duration,
        note: &str,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Begun> {
        let record = self.require(merchant, number)?;
        let note = Some(note.to_owned());
        self.send(record, Event::OrderResend, lease, note, Stamp { who, now })
    }

    fn record(
        &mut self,
        merchant: &MerchantKey,
        number: &OutTradeNo,
        event: Event,
        details: Details,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Record> {
        let record = self.require(merchant, number)?;
        let state = record.state();
        if matches!(event, Event::Claim | Event::OrderResend | Event::Adopt) {
            return Err(self.forbidden(&record.wanted, Forbidden { state, event }));
        }
        let what = Happening::seen(&record.progress, event, details)
            .map_err(|forbidden| self.forbidden(&record.wanted, forbidden))?;
        self.happen(&record, what, Stamp { who, now })
    }

    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: Details,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Record> {
        let details = Details {
            attempt: Some(claimed.progress.attempt),
            ..details
        };
        let state = claimed.state();
        if !event.is_reply() || state != State::Sending {
            return Err(self.forbidden(&claimed.wanted, Forbidden { state, event }));
        }
        // Nearly always nobody else has touched it, so that it need not be read again.
        let what = Happening::seen(&claimed.progress, event, details.clone())
            .map_err(|forbidden| self.forbidden(&claimed.wanted, forbidden))?;
        match self.try_happen(claimed, what, Stamp { who, now })? {
            Written::Yes(record) => Ok(record),
            Written::AgainstRule | Written::Moved => {
                let merchant = &claimed.wanted.merchant;
                self.record(merchant, claimed.number(), event, details, who, now)
            }
        }
    }

    fn adopt(
        &mut self,
        merchant: &MerchantKey,
        number: &OutTradeNo,
        row: &BatchRow,
        who: &Who,
        now: OffsetDateTime,
    ) -> Outcome<Record> {
        let record = self.require(merchant, number)?;
        self.give_to(record, row, Stamp { who, now })
    }

    fn end_claims(&mut self, who: &Who, now: OffsetDateTime) -> Outcome<Ended> {
        let claimed = claims::sending(self.connection);
        let mut ended = Ended::default();
        for record in self.sql(claimed)? {
            match self.settled(record, Stamp { who, now })?.state() {
                State::Sending => {}
                State::Planned => ended.unsent = ended.unsent.saturating_add(1),
                _ => ended.unknown = ended.unknown.saturating_add(1),
            }
        }
        Ok(ended)
    }

    fn note_payment(
        &mut self,
        merchant: &MerchantKey,
        syssn: &Syssn,
        payment: &Payment,
        now: OffsetDateTime,
    ) -> Outcome<()> {
        let written = self.connection.execute(
            "INSERT INTO payments (syssn, merchant, txamt, currency, pay_type, paid_at, seen_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET \
             txamt = ?3, currency = ?4, pay_type = ?5, paid_at = ?6, seen_at = ?7",
            params![
                syssn.as_str(),
                merchant.as_str(),
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
