//! Writing: the chain, the journal's time, and moving an intent by one event.

use super::super::chain::{self, instant, millis};
use super::super::error::{JournalError, JournalFault};
use super::super::event::{Details, EventRecord};
use super::super::head;
use super::super::record::{Digest, IntentKey, Lease, NewIntent, Progress, Record, Stamp, Who};
use super::super::{CLOCK_TOLERANCE, Merchants, life};
use super::fault::{JournalFile, is_rule};
use super::{read, rows};
use crate::refund::clock::FAR_OFF;
use crate::refund::{Endpoint, Event, Forbidden, Settlement, State, resend};
use rusqlite::{Connection, Error, OptionalExtension as _, params};
use std::time::Duration;
use time::OffsetDateTime;

/// One transaction at work.
pub(super) struct Writing<'a> {
    pub(super) connection: &'a Connection,
    pub(super) place: &'a JournalFile,
    /// Under which name its claims find the handovers of this process.
    pub(super) handovers: Option<&'a str>,
    /// Through which endpoint this process speaks with the gateway.
    pub(super) endpoint: Option<Endpoint>,
    pub(super) head: Option<NewestEvent>,
    pub(super) merchants: Option<Merchants>,
    /// The newest event that this transaction has appended.
    pub(super) written: Option<head::Head>,
    /// The first failure of the database: with it nothing may be committed any more.
    pub(super) failed: Option<JournalError>,
    /// How far the clock was found behind the newest event.
    pub(super) set_back: Option<Duration>,
}

/// The newest event.
#[derive(Clone, Copy)]
pub(super) struct NewestEvent {
    seq: u64,
    at: i64,
    hash: Digest,
}

/// Something that happens to an intent.
#[derive(Clone)]
pub(super) struct Transition {
    pub(super) event: Event,
    /// What was seen, where it counts as something else.
    pub(super) observed: Option<Event>,
    pub(super) details: Details,
    /// For a claim.
    pub(super) lease: Option<Lease>,
}

impl Transition {
    pub(super) fn of(event: Event, details: Details) -> Self {
        Self {
            event,
            observed: None,
            details: details.cut(),
            lease: None,
        }
    }

    /// Weighs what was seen.
    pub(super) fn seen(
        progress: &Progress,
        event: Event,
        mut details: Details,
    ) -> Result<Self, Forbidden> {
        let counts_as = life::weigh(progress, event, &details)?;
        // Of what counts as something else only that it was done is told by its settlement.
        let is_done = matches!(event, Event::FoundDone | Event::ReplyDone);
        if counts_as != event && !is_done {
            details.settlement = Settlement::NONE;
        }
        Ok(Self {
            observed: (counts_as != event).then_some(event),
            ..Self::of(counts_as, details)
        })
    }
}

/// What the database did with a row.
pub(super) enum RowChange<T> {
    Yes(T),
    /// A unique key or a trigger stands in the way.
    AgainstRule,
    /// The row is no longer what it was.
    Moved,
}

impl<T> RowChange<T> {
    pub(super) fn map<U>(self, with: impl FnOnce(T) -> U) -> RowChange<U> {
        match self {
            Self::Yes(value) => RowChange::Yes(with(value)),
            Self::AgainstRule => RowChange::AgainstRule,
            Self::Moved => RowChange::Moved,
        }
    }
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        place: &'a JournalFile,
        handovers: Option<&'a str>,
    ) -> Self {
        Self {
            connection,
            place,
            handovers,
            endpoint: None,
            head: None,
            merchants: None,
            written: None,
            failed: None,
            set_back: None,
        }
    }

    pub(super) fn sql<T>(&mut self, result: rusqlite::Result<T>) -> Result<T, JournalError> {
        result.map_err(|error| {
            let error = self.place.sql(&error);
            self.failed.get_or_insert_with(|| error.clone());
            error
        })
    }

    pub(super) fn ruled<T>(
        &mut self,
        result: rusqlite::Result<T>,
    ) -> Result<RowChange<T>, JournalError> {
        match result {
            Err(error) if is_rule(&error) => Ok(RowChange::AgainstRule),
            other => self.sql(other).map(RowChange::Yes),
        }
    }

    fn head(&mut self) -> Result<NewestEvent, JournalError> {
        if let Some(head) = self.head {
            return Ok(head);
        }
        let newest = self
            .connection
            .prepare_cached("SELECT seq, at, hash FROM events ORDER BY seq DESC LIMIT 1")
            .and_then(|mut statement| {
                statement
                    .query_row([], |row| {
                        Ok(NewestEvent {
                            seq: rows::unsigned(row, 0)?,
                            at: row.get(1)?,
                            hash: Digest::from_bytes(row.get(2)?),
                        })
                    })
                    .optional()
            });
        let head = self.sql(newest)?.unwrap_or(NewestEvent {
            seq: 0,
            at: i64::MIN,
            hash: Digest::GENESIS,
        });
        self.head = Some(head);
        Ok(head)
    }

    /// Returns the journal's time, which does not run backwards by the little that clocks differ.
    ///
    /// Where the newest event is further ahead, one of the two clocks was wrong. That event must not
    /// give its time to all that come after it: the chain has its order by number.
    pub(super) fn time(&mut self, now: OffsetDateTime) -> Result<OffsetDateTime, JournalError> {
        let newest = self.head()?.at;
        let kept = millis(now).max(newest);
        let behind = kept.saturating_sub(millis(now));
        let behind = Duration::from_millis(u64::try_from(behind).unwrap_or(0));
        if behind > CLOCK_TOLERANCE {
            self.set_back = self.set_back.max(Some(behind));
        }
        if behind > FAR_OFF {
            return Ok(instant(millis(now)).unwrap_or(now));
        }
        Ok(instant(kept).unwrap_or(now))
    }

    /// Appends an event to the chain.
    pub(super) fn append(&mut self, mut event: EventRecord) -> Result<(), JournalError> {
        let head = self.head()?;
        event.seq = head.seq.saturating_add(1);
        event.previous = head.hash;
        event = self.placed(event);
        event.hash = chain::hash(&event);
        let written = self
            .connection
            .prepare_cached(rows::INSERT_EVENT)
            .and_then(|statement| rows::insert_event(statement, &event));
        self.sql(written)?;
        let (seq, hash) = (event.seq, event.hash);
        self.written = Some(head::Head { seq, hash });
        self.head = Some(NewestEvent {
            seq,
            at: millis(event.at),
            hash,
        });
        Ok(())
    }

    /// Says of an event through which endpoint it came, where it has one.
    pub(super) fn placed(&self, mut event: EventRecord) -> EventRecord {
        if resend::is_through_endpoint(event.event) {
            event.endpoint.clone_from(&self.endpoint);
        }
        event
    }

    pub(super) fn require(&mut self, key: IntentKey<'_>) -> Result<Record, JournalError> {
        let found = read::find(self.connection, key);
        self.sql(found)?.ok_or_else(|| {
            self.place
                .fault(JournalFault::NoSuchIntent(key.number.to_string()))
        })
    }

    /// Moves an intent by something that no rule about payments can stand in the way of.
    pub(super) fn happen(
        &mut self,
        record: &Record,
        what: Transition,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError> {
        match self.try_happen(record, what, stamp)? {
            RowChange::Yes(record) => Ok(record),
            RowChange::AgainstRule | RowChange::Moved => {
                let odd: rusqlite::Result<Record> = Err(Error::StatementChangedRows(0));
                self.sql(odd)
            }
        }
    }

    /// Compares and sets: moves an intent if it still stands where `record` says.
    pub(super) fn try_happen(
        &mut self,
        record: &Record,
        what: Transition,
        stamp: Stamp<'_>,
    ) -> Result<RowChange<Record>, JournalError> {
        let at = self.time(stamp.now)?;
        let by = (at, stamp.who.operator.as_str());
        let progress = life::advance(&record.progress, what.event, &what.details, by)
            .map_err(|forbidden| self.forbidden(&record.wanted, forbidden))?;
        // A stray event during a send leaves the sender its lease.
        let lease = if progress.state == State::Sending {
            what.lease.clone().or_else(|| record.lease.clone())
        } else {
            None
        };
        let after = Record {
            progress,
            lease,
            ..record.clone()
        };
        let changed = self.update(record, &after);
        match self.ruled(changed)? {
            RowChange::Yes(1) => {}
            RowChange::Yes(_) | RowChange::Moved => return Ok(RowChange::Moved),
            RowChange::AgainstRule => return Ok(RowChange::AgainstRule),
        }
        self.append(event_of(&after, Some(record.state()), what, stamp.who))?;
        Ok(RowChange::Yes(after))
    }

    fn update(&self, before: &Record, after: &Record) -> rusqlite::Result<usize> {
        let (progress, lease) = (&after.progress, after.lease.as_ref());
        let decision = progress.decision.as_ref();
        self.connection
            .prepare_cached(
                "UPDATE intents SET state = ?1, updated_at = ?2, sent_at = ?3, attempt = ?4, \
                 resends = ?5, refund_syssn = ?6, respcd = ?7, resperr = ?8, lease_until = ?9, \
                 lease_owner = ?10, decided_at = ?14, decided_by = ?15, note = ?16, \
                 settlement = ?17, settled_at = ?18, requested_at = ?19 \
                 WHERE id = ?11 AND state = ?12 AND attempt = ?13",
            )?
            .execute(params![
                progress.state.name(),
                millis(progress.updated_at),
                progress.sent_at.map(millis),
                progress.attempt,
                progress.resends,
                progress.refund_syssn,
                progress.respcd,
                progress.resperr,
                lease.map(|lease| millis(lease.until)),
                lease.map(|lease| lease.owner.as_str()),
                before.id.0,
                before.state().name(),
                before.progress.attempt,
                decision.map(|word| millis(word.at)),
                decision.map(|word| word.by.as_str()),
                decision.and_then(|word| word.note.as_deref()),
                progress.settlement.to_json(),
                progress.settled_at.map(millis),
                progress.requested_at.map(millis),
            ])
    }

    /// Does something that has no parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), JournalError> {
        let done = self.connection.execute_batch(sql);
        self.sql(done)
    }

    pub(super) fn forbidden(&self, wanted: &NewIntent, forbidden: Forbidden) -> JournalError {
        let number = wanted.intent.out_trade_no.to_string();
        self.place.fault(JournalFault::Forbidden(number, forbidden))
    }
}

/// Makes an event that still lacks its place in the chain; `after` is what it leads to.
pub(super) fn event_of(
    after: &Record,
    from: Option<State>,
    what: Transition,
    who: &Who,
) -> EventRecord {
    let mut details = what.details;
    details.attempt = details.attempt.or(Some(after.progress.attempt));
    EventRecord {
        seq: 0,
        intent: after.id,
        at: after.progress.updated_at,
        who: who.clone(),
        event: what.event,
        observed: what.observed,
        from,
        to: after.state(),
        details,
        endpoint: None,
        previous: Digest::GENESIS,
        hash: Digest::GENESIS,
    }
}
