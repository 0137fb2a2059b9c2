//! A file that was checked, and its rows once more.

use crate::batch::{ColumnUse, Entry, Identity, ReadError, Reader, Row};
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{BatchRow, Begun, GivenUp, JournalError, MerchantKey, NewIntent, Record};
use crate::profile::Profile;
use crate::refund::{BatchId, FIRST_ATTEMPT, Intent, OutTradeNo, State};
use std::io::Read;

/// A file without fault: the batch it is, and whose.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    /// How the file is called in messages.
    pub file: String,
    /// The file's own name, which the journal keeps; none for standard input.
    pub file_name: Option<String>,
    /// Whose it is.
    pub profile: &'a Profile,
    /// The merchant its numbers belong to.
    pub key: MerchantKey,
    /// Its identity.
    pub id: BatchId,
    /// The same as the journal writes it.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// The arguments that name the file, and its profile where its rows do not, as a shell takes them.
    pub in_a_command: String,
    /// Which of its columns are used.
    pub columns: ColumnUse,
    /// Which of its rows are tried again.
    pub retry: Retry,
}

/// Which rows a run tries again, under a new number: those that came to nothing for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    /// Those that the gateway has declined.
    pub declined: bool,
    /// Those that somebody has given up.
    pub cancelled: bool,
}

impl Retry {
    /// Whether a refund in this state is tried again.
    #[must_use]
    pub const fn takes(self, state: State) -> bool {
        match state {
            State::Declined => self.declined,
            State::Cancelled => self.cancelled,
            _ => false,
        }
    }

    /// Returns which rows that were given up in another file stand in the way of the same one.
    pub(super) const fn given_up(self) -> GivenUp {
        if self.cancelled {
            GivenUp::Closed
        } else {
            GivenUp::All
        }
    }
}

impl Batch<'_> {
    /// Returns the refund's number of a row.
    #[must_use]
    pub fn number(&self, row: &Row) -> OutTradeNo {
        self.attempt(row, FIRST_ATTEMPT)
    }

    /// Returns the number of an attempt at a row, counted from 1.
    pub(super) fn attempt(&self, row: &Row, attempt: u32) -> OutTradeNo {
        let (app_code, mchid) = self.key.words();
        row.intent
            .number(app_code, mchid, &self.id, (row.number, attempt))
    }

    /// Returns the refund that a row asks for.
    #[must_use]
    pub fn intent(&self, row: &Row) -> Intent {
        self.intent_under(row, self.number(row))
    }

    /// Returns it under this number.
    pub(super) fn intent_under(&self, row: &Row, out_trade_no: OutTradeNo) -> Intent {
        let wanted = &row.intent;
        Intent {
            out_trade_no,
            syssn: wanted.syssn.clone(),
            amount: wanted.amount,
            currency: wanted.currency,
            txdtm: None,
            udid: wanted.udid.clone(),
            reference: wanted.reference.clone(),
            reason: wanted.reason.clone(),
        }
    }

    /// Returns it as it is written down; `again` are its number and the attempt before it, where that is
    /// tried again.
    pub(super) fn new_intent(
        &self,
        row: &Row,
        again: Option<&(OutTradeNo, OutTradeNo)>,
        merchant: &Merchant,
    ) -> NewIntent {
        let intent = match again {
            Some((number, _)) => self.intent_under(row, number.clone()),
            None => self.intent(row),
        };
        let request = SignedRequest::refund(&intent, merchant);
        NewIntent {
            merchant: self.key.clone(),
            environment: self.profile.environment().name().to_owned(),
            profile: self.profile.name().to_owned(),
            request: request.digest(),
            intent,
            batch: Some(BatchRow {
                batch: self.name.clone(),
                row: u32::try_from(row.number).unwrap_or(u32::MAX),
            }),
            replaces: again.map(|(_, before)| before.clone()),
        }
    }

    /// Whether an intent is a row of this batch.
    pub(super) fn has(&self, record: &Record) -> bool {
        let place = record.wanted.batch.as_ref();
        place.is_some_and(|place| place.batch == self.name)
    }

    pub(super) fn untaken(&self, why: Untaken) -> PlanError {
        let given = self.in_a_command.clone();
        PlanError::Untaken { given, why }
    }

    pub(super) fn changed(&self, line: Option<u64>) -> PlanError {
        let file = self.file.clone();
        PlanError::Changed { file, line }
    }
}

/// The rows of a file that was checked, read once more. Ends with an error where they are not
/// exactly the rows of the check.
pub struct Rows<'a, R> {
    reader: Reader<R>,
    pub(super) batch: &'a Batch<'a>,
    /// What was read so far; none after the end.
    identity: Option<Identity>,
}

impl<'a, R: Read> Rows<'a, R> {
    /// Begins to read; the reader stands at the start of the file.
    #[must_use]
    pub fn new(reader: Reader<R>, batch: &'a Batch<'a>) -> Self {
        Self {
            reader,
            batch,
            identity: Some(Identity::new(batch.key.as_str())),
        }
    }
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Row, PlanError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut identity = self.identity.take()?;
        Some(match self.reader.next() {
            Some(Ok(Entry::Row(row))) => {
                identity.add(&row.intent);
                self.identity = Some(identity);
                Ok(row)
            }
            Some(Ok(Entry::Faulty(faults))) => {
                Err(self.batch.changed(faults.first().map(|fault| fault.line)))
            }
            Some(Err(error)) => Err(PlanError::Read {
                file: self.batch.file.clone(),
                error,
            }),
            None if identity.finish() == self.batch.id => return None,
            None => Err(self.batch.changed(None)),
        })
    }
}

/// Why a plan does not come to its end. What came before is a part of the file and says nothing.
#[derive(Debug)]
pub enum PlanError {
    /// The file cannot be read any further.
    Read {
        /// The file.
        file: String,
        /// Why.
        error: ReadError,
    },
    /// The file has other rows than the check has seen.
    Changed {
        /// The file.
        file: String,
        /// Where that shows, if not at the end.
        line: Option<u64>,
    },
    /// Rows of it were given up while only a part of them was written down: nothing more is, unless what was
    /// cancelled is to be tried again.
    GivenUp {
        /// The file, in a command.
        given: String,
    },
    /// The journal cannot be read or written.
    Journal(JournalError),
    /// The journal does not take a row.
    Untaken {
        /// The file, in a command.
        given: String,
        /// Why.
        why: Untaken,
    },
}

/// Why the journal does not take a row.
#[derive(Debug)]
pub enum Untaken {
    /// It has another refund under the number or reference of the row on this line. It differs in this field.
    Conflict(u64, Box<Record>, &'static str),
    /// Another reason.
    Refused(Box<Row>, Begun),
}

impl From<JournalError> for PlanError {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}
