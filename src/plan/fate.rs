//! One row and what becomes of it.

use super::checked::{Batch, PlanError, Rows};
use super::given_up::given_up;
use super::known::{fate, of_payment, unknown_to_all};
use super::twins::{Twin, TwinPolicy, place, unmeant};
use crate::batch::{Row, Twins};
use crate::journal::{Bearing, Filter, Journal, JournalError, Listing, Record};
#[cfg(doc)]
use crate::refund::Event;
use crate::refund::twin::{Place, TwinSearch};
use crate::refund::{Name, OutTradeNo, State};
use std::io::Read;
use time::OffsetDateTime;

/// What becomes of a row, by what the journal has under its number or reference.
#[derive(Clone, Debug)]
pub enum Fate {
    /// Nothing: a run writes it down and sends it.
    New,
    /// This very row. A run sends it if it is planned, and looks it up if it is open.
    Here(Box<Record>),
    /// The same refund, written down elsewhere: in another batch, or in none. A run takes it over
    /// if it is open ([`Event::Adopt`]); what is being sent or settled stays and counts as it stands.
    Elsewhere(Box<Record>),
    /// An attempt that came to nothing for certain. A run makes a further one in its place.
    Again(Box<Retried>),
    /// A result file says that it is refunded, and the journal knows no such refund, whoever's. That
    /// is the file's word alone: a run leaves the row out if the gateway shows the refund, and
    /// otherwise refuses the file.
    Told,
    /// A result file says that it was sent, or may have been, or was given up, and the merchant's refunds
    /// in the journal lack it. A run refuses the file.
    Unheard,
    /// A result file says that it is refunded or open, and the journal says otherwise. A run refuses the file.
    Denied(Box<Record>),
    /// Another refund, which differs in this field; or one whose reference or number looks like the row's
    /// and is another. A run refuses the file.
    Conflict(Box<Record>, &'static str),
}

/// A row that is tried again.
#[derive(Clone, Debug)]
pub struct Retried {
    /// The newest attempt.
    pub before: Record,
    /// The number of the next one.
    pub number: OutTradeNo,
}

/// A row with its fate.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The row.
    pub row: Row,
    /// What becomes of it.
    pub fate: Fate,
    /// What it is a twin of, as far as that was looked for.
    pub twin: Option<Twin>,
    /// Whether a run leaves it out as a twin.
    pub left_out: bool,
    /// Other refunds of its payment, of whatever amount, that are done, may be or wait to be sent: of a
    /// row that may be sent, those of other rows of this batch left out, the newest first.
    pub others: Vec<Record>,
    /// The same refund in another file, where somebody gave it up for good.
    pub given_up: Option<Box<Record>>,
}

impl Fate {
    /// Returns what the journal has under the row's number or reference.
    fn found(&self) -> Option<&Record> {
        match self {
            Self::Here(record)
            | Self::Elsewhere(record)
            | Self::Denied(record)
            | Self::Conflict(record, _) => Some(record),
            Self::Again(again) => Some(&again.before),
            Self::New | Self::Told | Self::Unheard => None,
        }
    }

    /// Whether a run may send the row, were it not left out. A claim whose process does not live to
    /// use it is given back, so what is being sent may yet be.
    fn may_be_sent(&self) -> bool {
        match self {
            Self::New | Self::Again(_) | Self::Conflict(..) => true,
            Self::Here(record) | Self::Elsewhere(record) => {
                matches!(record.state(), State::Planned | State::Sending)
            }
            Self::Told | Self::Unheard | Self::Denied(_) => false,
        }
    }
}

impl Planned {
    /// Returns the journal's record of this very refund, wherever it stands.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match &self.fate {
            Fate::Here(record) | Fate::Elsewhere(record) => Some(record),
            Fate::New
            | Fate::Again(_)
            | Fate::Told
            | Fate::Unheard
            | Fate::Denied(_)
            | Fate::Conflict(..) => None,
        }
    }

    /// Returns the number under which it stands, or would be written down.
    #[must_use]
    pub fn number(&self, batch: &Batch<'_>) -> OutTradeNo {
        match &self.fate {
            Fate::Here(record) | Fate::Elsewhere(record) => record.number().clone(),
            Fate::Again(again) => again.number.clone(),
            Fate::New | Fate::Told | Fate::Unheard | Fate::Denied(_) | Fate::Conflict(..) => {
                batch.number(&self.row)
            }
        }
    }

    /// Whether nobody has sent it or is sending it.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        let known = self.record();
        self.may_be_sent() && known.is_none_or(|record| record.state() == State::Planned)
    }

    /// Returns the refunds of its payment that are done or may be, where a run may send the row beside
    /// them. Its twin is told as that.
    pub fn earlier(&self) -> impl Iterator<Item = &Record> {
        let twin = match &self.twin {
            Some(Twin::Refund(twin)) => Some(twin.id),
            Some(Twin::Row(_)) | None => None,
        };
        let others = self.others.iter().filter(|_| !self.left_out);
        others.filter(move |record| record.state().is_live() && Some(record.id) != twin)
    }

    /// Whether a run may send it, were it not left out.
    pub(super) fn may_be_sent(&self) -> bool {
        self.fate.may_be_sent()
    }
}

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
        let bearing = self
            .journal
            .bearing(environment, &row.intent.syssn, &number, &names)?;
        let fate = if bearing.is_nothing() {
            unknown_to_all(&row)
        } else {
            fate(&row, &number, bearing, batch, self.journal)?
        };
        let mut others = self.others(&row, &number, &fate, bearing)?;
        let given_up = given_up(row.intent.amount, &others, batch.retry);
        let is_new = matches!(fate, Fate::New);
        let given_up = given_up.filter(|_| is_new).cloned();
        others.retain(|record| record.state().is_live() || record.state() == State::Planned);
        let twin = self.twin(&row, &fate, &others)?;
        Ok(Planned {
            left_out: self.policy == TwinPolicy::LeaveOut && twin.is_some(),
            row,
            fate,
            given_up: given_up.map(Box::new).filter(|_| twin.is_none()),
            twin,
            others,
        })
    }

    fn others(
        &mut self,
        row: &Row,
        number: &OutTradeNo,
        fate: &Fate,
        bearing: Bearing,
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
        if bearing.of_payment <= u8::from(found.is_some_and(is_of_payment)) {
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
            ..of_payment(row, batch)
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
