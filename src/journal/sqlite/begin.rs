//! Writing intents down and claiming them: who may send, and which rule stands in the way.

use super::super::chain::{self, instant, millis};
use super::super::event::Details;
use super::super::handover::{KeptOutcome, Past};
use super::super::record::{Cursor, Lease, NewIntent, Record, Stamp};
use super::super::{Begun, Conditions, JournalError, LONGEST_LEASE, life};
use super::obstacles::ClaimStep;
use super::write::{RowChange, Transition, Writing, event_of};
use super::{again, batches, claims, read, rows};
use crate::refund::{Event, State};
use std::time::Duration;

/// What is noted of the claims of ended processes.
const NEVER: &str = "its process ended before anything was handed over";
const PERHAPS: &str = "its process ended without writing down an outcome";

/// An order to send what was written down.
pub(super) struct SendOrder {
    /// A claim, or a resend.
    pub(super) event: Event,
    /// How far back the same refund made since is looked for; `None` where a second one is meant.
    pub(super) twin_window: Option<Duration>,
    /// Noted with it.
    pub(super) note: Option<String>,
}

/// What an operator has meant of a refund that is written down.
struct Notes {
    /// Noted with it.
    plan: Option<String>,
    /// Noted with its claim.
    claim: Option<String>,
}

impl Writing<'_> {
    /// Writes an intent down, claimed or not.
    pub(super) fn enter(
        &mut self,
        new: &NewIntent,
        lease: Option<Duration>,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        if let Some(stranger) = self.stranger(new)? {
            return Ok(stranger);
        }
        // A row that is only written down meets what is there already when it is inserted; but the
        // unique keys of the schema know one key of a merchant, not the others.
        let looks_first = lease.is_some()
            || new.replaces.is_some()
            || self.merchants()?.keys_of(&new.merchant).len() > 1;
        if looks_first && let Some(existing) = self.existing(new, stamp)? {
            return Ok(Begun::Existing(existing));
        }
        if new.replaces.is_some()
            && let Some(other) = self.other_attempt(new, |state| !state.may_be_replaced(), stamp)?
        {
            return Ok(Begun::OtherAttempt(Box::new(other)));
        }
        if let Some((name, alike)) = self.alike(new)? {
            return Ok(match self.existing(new, stamp)? {
                Some(existing) => Begun::Existing(existing),
                None => Begun::LookAlike(name, Box::new(alike)),
            });
        }
        if let Some(twin) = self.twin(new, guards, stamp.now)? {
            // The same number again is not a twin of anything but a second run.
            return Ok(match self.existing(new, stamp)? {
                Some(existing) => Begun::Existing(existing),
                None => Begun::Twin(Box::new(twin)),
            });
        }
        if let Some(given_up) = self.given_up(new, guards)? {
            return Ok(match self.existing(new, stamp)? {
                Some(existing) => Begun::Existing(existing),
                None => Begun::GivenUp(Box::new(given_up)),
            });
        }
        if let Some(row) = self.given_up_row(new, guards)? {
            return Ok(match self.existing(new, stamp)? {
                Some(existing) => Begun::Existing(existing),
                None => Begun::RowGivenUp(Box::new(row)),
            });
        }
        let step = if lease.is_some() {
            ClaimStep::Begin
        } else {
            ClaimStep::Plan
        };
        if let Some(refusal) = self.limit_refusal(new, guards, step)? {
            // A second run of what is there already is not held to the limits again.
            return Ok(match self.existing(new, stamp)? {
                Some(existing) => Begun::Existing(existing),
                None => refusal,
            });
        }
        let beside = match lease {
            None => None,
            Some(_) => match self.obstacle(new, guards, stamp)? {
                Ok(note) => note,
                Err(obstacle) => return Ok(obstacle),
            },
        };
        let notes = Notes {
            plan: self.meant(new, guards)?,
            claim: beside,
        };
        if let RowChange::Yes(begun) = self.try_enter(new, lease, notes, stamp)? {
            return Ok(begun);
        }
        match self.existing(new, stamp)? {
            Some(existing) => Ok(Begun::Existing(existing)),
            None => self.refusal(new),
        }
    }

    /// Writes it down, and claims it if there is to be a lease, or leaves nothing behind.
    fn try_enter(
        &mut self,
        new: &NewIntent,
        lease: Option<Duration>,
        notes: Notes,
        stamp: Stamp<'_>,
    ) -> Result<RowChange<Begun>, JournalError> {
        if lease.is_none() {
            // One statement alone decides, and takes itself back. A savepoint would cost a copy of
            // every page it touches.
            return self.insert(new, lease, notes, stamp);
        }
        let (head, newest) = (self.head, self.written);
        self.batch("SAVEPOINT entry")?;
        let written = self.insert(new, lease, notes, stamp)?;
        if let RowChange::Yes(_) = written {
            self.batch("RELEASE entry")?;
        } else {
            self.batch("ROLLBACK TO entry; RELEASE entry")?;
            self.head = head;
            self.written = newest;
        }
        Ok(written)
    }

    fn insert(
        &mut self,
        new: &NewIntent,
        lease: Option<Duration>,
        notes: Notes,
        stamp: Stamp<'_>,
    ) -> Result<RowChange<Begun>, JournalError> {
        let at = self.time(stamp.now)?;
        let operator = &stamp.who.operator;
        let written = self
            .connection
            .prepare_cached(rows::INSERT_RECORD)
            .and_then(|statement| rows::insert_record(statement, new, operator, at));
        let RowChange::Yes(id) = self.ruled(written)? else {
            return Ok(RowChange::AgainstRule);
        };
        let record = Record {
            id: Cursor(id),
            wanted: new.clone(),
            operator: operator.clone(),
            created_at: at,
            progress: life::planned(at),
            lease: None,
        };
        let plan = Details {
            digest: Some(chain::content(new, operator)),
            note: notes.plan,
            ..Details::default()
        };
        let plan = Transition::of(Event::Plan, plan);
        self.append(event_of(&record, None, plan, stamp.who))?;
        let Some(length) = lease else {
            self.enter_merchant(new, stamp)?;
            return Ok(RowChange::Yes(Begun::Planned(Box::new(record))));
        };
        let claim = self.claim_of(&record, Event::Claim, length, notes.claim, stamp);
        let claimed = self.try_happen(&record, claim, stamp)?;
        if let RowChange::Yes(_) = claimed {
            self.enter_merchant(new, stamp)?;
        }
        Ok(claimed.map(|record| Begun::Claimed(Box::new(record))))
    }

    /// Finds the intent that has the new one's number or reference already, unless the new one takes
    /// its place.
    fn existing(
        &mut self,
        new: &NewIntent,
        stamp: Stamp<'_>,
    ) -> Result<Option<Box<Record>>, JournalError> {
        let by_number = read::find(self.connection, new.key());
        let mut found = self.sql(by_number)?;
        if found.is_none()
            && let Some(reference) = &new.intent.reference
        {
            let by_reference = read::find_by_reference(self.connection, &new.merchant, reference);
            found = self.sql(by_reference)?;
        }
        let Some(mut record) = found else {
            return Ok(None);
        };
        // Where several attempts were made at what is wanted, the newest says what became of it.
        loop {
            let next = again::find_replacing(self.connection, record.key());
            match self.sql(next)? {
                Some(next) if next.id > record.id && next.differs_from(&new.intent).is_none() => {
                    record = next;
                }
                _ => break,
            }
        }
        let record = self.settled(record, stamp)?;
        let is_replaced =
            new.replaces.as_ref() == Some(record.number()) && record.state().may_be_replaced();
        Ok((!is_replaced).then(|| Box::new(record)))
    }

    /// Returns an intent after its claim has been ended, if its process has ended or its lease is
    /// over.
    pub(super) fn settled(
        &mut self,
        record: Record,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        if record.state() != State::Sending {
            return Ok(record);
        }
        let (event, text) = match self.place.past(&record) {
            Past::Never => (Event::NotSent, Some(NEVER)),
            Past::Perhaps => (Event::LeaseExpired, Some(PERHAPS)),
            Past::Untold if claims::has_lapsed(&record, stamp.now) => (Event::LeaseExpired, None),
            Past::Untold => return Ok(record),
            Past::Told(outcome) => return self.enter_told(&record, &outcome, stamp),
        };
        let details = Details {
            attempt: Some(record.progress.attempt),
            text: text.map(str::to_owned),
            ..Details::default()
        };
        let end = Transition::seen(&record.progress, event, details)
            .map_err(|forbidden| self.forbidden(&record.wanted, forbidden))?;
        self.happen(&record, end, stamp)
    }

    /// Enters an outcome that could not be written down when it was told.
    pub(super) fn enter_told(
        &mut self,
        record: &Record,
        outcome: &KeptOutcome,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        let reply = Transition::seen(&record.progress, outcome.event(), outcome.details())
            .map_err(|forbidden| self.forbidden(&record.wanted, forbidden))?;
        self.happen(record, reply, stamp)
    }

    /// Gives the right to send to one process.
    pub(super) fn send(
        &mut self,
        record: Record,
        order: SendOrder,
        lease: Duration,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError> {
        let record = self.settled(record, stamp)?;
        let wanted_from = if order.event == Event::Claim {
            State::Planned
        } else {
            State::Unknown
        };
        if record.state() != wanted_from {
            return Ok(Begun::Existing(Box::new(record)));
        }
        if let Some(busy) = self.busy(&record.wanted, stamp)? {
            return Ok(busy);
        }
        if order.event == Event::Claim && self.is_of_unfinished_import(&record.wanted)? {
            return Ok(Begun::Unfinished(Box::new(record)));
        }
        if let Some(other) = self.other_attempt(&record.wanted, State::is_live, stamp)? {
            return Ok(Begun::OtherAttempt(Box::new(other)));
        }
        if let Some(window) = order.twin_window
            && let Some(twin) = self.twin_since(&record, window, stamp.now)?
        {
            return Ok(Begun::Twin(Box::new(twin)));
        }
        if order.event == Event::OrderResend
            && let Some(other) = self.made_since(&record)?
        {
            return Ok(Begun::MadeSince(Box::new(other)));
        }
        let claim = self.claim_of(&record, order.event, lease, order.note, stamp);
        match self.try_happen(&record, claim, stamp)? {
            RowChange::Yes(record) => Ok(Begun::Claimed(Box::new(record))),
            RowChange::AgainstRule | RowChange::Moved => self.refusal(&record.wanted),
        }
    }

    /// Whether it is a row of a batch of which rows are still to be written down.
    fn is_of_unfinished_import(&mut self, wanted: &NewIntent) -> Result<bool, JournalError> {
        let Some(row) = &wanted.batch else {
            return Ok(false);
        };
        let found = batches::is_unfinished(self.connection, &row.batch);
        self.sql(found)
    }

    /// Makes the claim of an intent, with its lease.
    fn claim_of(
        &self,
        record: &Record,
        event: Event,
        length: Duration,
        note: Option<String>,
        stamp: Stamp<'_>,
    ) -> Transition {
        let length = time::Duration::try_from(length.min(LONGEST_LEASE)).unwrap_or_default();
        let until = stamp.now.saturating_add(length);
        let mut owner = format!("{}:{}", stamp.who.host, stamp.who.process);
        if let Some(id) = self.handovers {
            owner.push(':');
            owner.push_str(id);
        }
        let lease = Lease {
            until: instant(millis(until)).unwrap_or(until),
            owner,
        };
        let details = Details {
            text: Some(chain::claim(&lease, self.place.accepted())),
            digest: Some(record.wanted.request),
            note,
            ..Details::default()
        };
        Transition {
            lease: Some(lease),
            ..Transition::of(event, details)
        }
    }
}
