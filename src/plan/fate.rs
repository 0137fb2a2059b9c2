//! One row and what becomes of it.

use super::checked::Batch;
use super::twins::Twin;
use crate::batch::Row;
use crate::journal::{GivenUpRow, Record};
#[cfg(doc)]
use crate::refund::Event;
use crate::refund::{OutTradeNo, State};

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
    /// Nothing: it was left out as a twin of what came to nothing, and somebody gave it up. It counts as
    /// cancelled.
    GivenUp(Box<GivenUpRow>),
    /// It was given up like that, and is wanted after all: a run writes it down and sends it.
    Wanted,
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
    pub given_up: Option<Forgone>,
}

/// What somebody gave up in another file.
#[derive(Clone, Debug)]
pub enum Forgone {
    /// It was written down there.
    Refund(Box<Record>),
    /// It was left out there as a twin.
    Row(Box<GivenUpRow>),
}

impl Fate {
    /// Returns what the journal has under the row's number or reference.
    pub(super) fn found(&self) -> Option<&Record> {
        match self {
            Self::Here(record)
            | Self::Elsewhere(record)
            | Self::Denied(record)
            | Self::Conflict(record, _) => Some(record),
            Self::Again(again) => Some(&again.before),
            Self::New | Self::GivenUp(_) | Self::Wanted | Self::Told | Self::Unheard => None,
        }
    }

    /// Whether a run may send the row, were it not left out. A claim whose process does not live to
    /// use it is given back, so what is being sent may yet be.
    pub(super) fn may_be_sent(&self) -> bool {
        match self {
            Self::New | Self::Again(_) | Self::Wanted | Self::Conflict(..) => true,
            Self::Here(record) | Self::Elsewhere(record) => {
                matches!(record.state(), State::Planned | State::Sending)
            }
            Self::GivenUp(_) | Self::Told | Self::Unheard | Self::Denied(_) => false,
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
            | Fate::GivenUp(_)
            | Fate::Wanted
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
            Fate::New
            | Fate::GivenUp(_)
            | Fate::Wanted
            | Fate::Told
            | Fate::Unheard
            | Fate::Denied(_)
            | Fate::Conflict(..) => batch.number(&self.row),
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
