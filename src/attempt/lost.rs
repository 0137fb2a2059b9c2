//! What a journal lacks that the gateway shows, and what it has that may no longer be so: a journal that
//! was lost, or whose file is an older copy.

use crate::gateway::enquiry::{self, Found, Transaction, Unread};
use crate::journal::{
    Commit as _, Conditions, Details, Digest, Filter, Journal, JournalError, JournalFault, Listing,
    MerchantKey, NewIntent, Record, Scope, Stamp,
};
use crate::language::text;
use crate::profile::Profile;
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Event, OutTradeNo, State};

/// Whose refunds are entered.
#[derive(Clone, Debug)]
pub struct Owner<'a> {
    /// Under which profile.
    pub profile: &'a Profile,
    /// The merchant's key.
    pub key: MerchantKey,
}

/// What is to be entered.
#[derive(Debug)]
pub struct Lost<'a> {
    /// What the gateway shows and the journal does not say yet.
    rows: Vec<(NewIntent, &'a Transaction)>,
    /// What a copy has that may have been sent since.
    doubtful: Vec<Record>,
    signed: bool,
}

/// Why nothing is entered.
#[derive(Debug)]
pub enum NotFound {
    /// The journal failed.
    Journal(JournalError),
    /// What cannot be read, a clause for each row.
    Unread(Vec<String>),
}

impl From<JournalError> for NotFound {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

/// What was entered.
#[derive(Clone, Debug, Default)]
pub struct Entered {
    /// What the gateway shows, as it stands now.
    pub found: Vec<Record>,
    /// What is unknown from now on.
    pub doubtful: Vec<Record>,
}

/// Returns the month before the newest event that surely is this journal's own.
///
/// # Errors
/// [`JournalError`].
pub fn first_month(
    journal: &mut dyn Journal,
    this_month: HkMonth,
) -> Result<HkMonth, JournalError> {
    let newest = journal.newest()?.map(|newest| newest.at);
    let since = journal.lacks_since().into_iter().chain(newest).min();
    Ok(since
        .map_or(this_month, HkMonth::of)
        .min(this_month)
        .previous())
}

impl<'a> Lost<'a> {
    /// Compares what the gateway shows, the oldest first, with the journal; rows with the numbers
    /// `leave_out` (the gateway's) are seen to by a person.
    ///
    /// # Errors
    /// [`NotFound`]: what cannot be read is never taken for absent.
    pub fn find(
        found: &'a Found,
        leave_out: &[String],
        owner: &Owner<'_>,
        journal: &mut dyn Journal,
    ) -> Result<Self, NotFound> {
        let (mut rows, mut unread) = (Vec::new(), Vec::new());
        for row in &found.rows {
            let name = row.syssn.as_deref();
            if name.is_some_and(|name| leave_out.iter().any(|left| left == name))
                || is_anothers(row, &found.rows, owner, journal)?
            {
                continue;
            }
            let is_taken = is_taken(row, &found.rows, owner, journal)?;
            match enquiry::wanted(row, owner.profile.currency(), is_taken) {
                Ok(Some(intent)) => {
                    let new = NewIntent {
                        merchant: owner.key.clone(),
                        environment: owner.profile.environment().name().to_owned(),
                        profile: owner.profile.name().to_owned(),
                        intent,
                        // Nobody knows what was sent for it, so that it is never sent again.
                        request: Digest::GENESIS,
                        batch: None,
                        replaces: None,
                    };
                    rows.push((new, row));
                }
                Ok(None) => {}
                Err(Unread::Field(field)) => unread.push(field.to_string()),
                Err(Unread::NoPayment | Unread::ARefund) => {}
            }
        }
        if !unread.is_empty() {
            return Err(NotFound::Unread(unread));
        }
        Ok(Self {
            rows,
            doubtful: doubtful(owner, journal)?,
            signed: found.signed,
        })
    }

    /// Enters all of it in one commit.
    ///
    /// # Errors
    /// [`JournalError`]; then nothing is entered.
    pub fn enter(
        &self,
        journal: &mut dyn Journal,
        stamp: Stamp<'_>,
    ) -> Result<Entered, JournalError> {
        journal.commit(|scope| {
            let mut entered = Entered::default();
            for (new, row) in &self.rows {
                entered
                    .found
                    .extend(enter(new, row, self.signed, scope, stamp)?);
            }
            for record in &self.doubtful {
                // What the gateway shows of it is in no doubt.
                let note = lost_since(record);
                entered
                    .doubtful
                    .extend(scope.decide(record, Event::Restored, note, stamp)?);
            }
            Ok(entered)
        })
    }
}

/// Finds what a copy in the journal's place has as planned or unknown: what was done with it since was
/// written into the journal that is gone.
fn doubtful(owner: &Owner<'_>, journal: &mut dyn Journal) -> Result<Vec<Record>, JournalError> {
    if journal.trust().is_ok() {
        return Ok(Vec::new());
    }
    let filter = Filter {
        merchant: Some(owner.key.clone()),
        states: vec![State::Planned, State::Unknown],
        oldest_first: true,
        ..Filter::default()
    };
    Listing::new(journal, filter).collect()
}

fn lost_since(record: &Record) -> Details {
    let note = match record.state() {
        State::Planned => "planned in a copy of the journal: it may have been sent since",
        _ => "unknown in a copy of the journal: it may have been sent again since",
    };
    Details::note(note)
}

/// Whether the journal has the refund of a row under another merchant, whom the gateway takes for the
/// same one: a payment's refund is one thing, whoever asks.
fn is_anothers(
    row: &Transaction,
    rows: &[Transaction],
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
) -> Result<bool, JournalError> {
    let environment = owner.profile.environment().name();
    for text in [&row.out_trade_no, &row.syssn].into_iter().flatten() {
        let Ok(number) = OutTradeNo::parse(text) else {
            continue;
        };
        let known = journal.find_any(&number)?;
        let is_it = |record: &Record| {
            let intent = &record.wanted.intent;
            let is_found = match &record.progress.refund_syssn {
                Some(known) => row.syssn.as_ref() == Some(known),
                // Nobody has asked for it yet, or it was sent after the copy was made. What is over counts for
                // nothing, or for another.
                None => {
                    (record.state().may_settle() || record.state() == State::Planned)
                        && row.out_trade_no.as_deref() == Some(number.as_str())
                        && row.txamt == Some(intent.amount.minor().to_string())
                        && !is_doubled(row, rows)
                }
            };
            let is_of_payment = row.orig_syssn.as_deref() == Some(intent.syssn.as_str());
            record.wanted.environment == environment && is_of_payment && is_found
        };
        if known.iter().any(is_it) && journal.find(owner.key.numbered(&number))?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the merchant's number in a row stands for another refund: then the gateway's tells them
/// apart.
fn is_taken(
    row: &Transaction,
    rows: &[Transaction],
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
) -> Result<bool, JournalError> {
    let Some(Ok(number)) = row.out_trade_no.as_deref().map(OutTradeNo::parse) else {
        return Ok(false);
    };
    let Some(ours) = journal.find(owner.key.numbered(&number))? else {
        return Ok(is_doubled(row, rows));
    };
    let intent = &ours.wanted.intent;
    Ok(match &ours.progress.refund_syssn {
        _ if row.orig_syssn.as_deref() != Some(intent.syssn.as_str()) => true,
        _ if row.txamt.as_deref() != Some(intent.amount.minor().to_string().as_str()) => true,
        Some(known) => row.syssn.as_ref().is_some_and(|syssn| syssn != known),
        None => is_doubled(row, rows),
    })
}

/// Whether another refund has the number of this row as well.
fn is_doubled(row: &Transaction, rows: &[Transaction]) -> bool {
    rows.iter()
        .any(|other| other.out_trade_no == row.out_trade_no && other.is_another(row))
}

/// Enters one refund as the gateway shows it; `None` where the journal says the same already.
fn enter(
    new: &NewIntent,
    row: &Transaction,
    signed: bool,
    scope: &mut dyn Scope,
    stamp: Stamp<'_>,
) -> Result<Option<Record>, JournalError> {
    let begun = scope.plan(new, Conditions::default(), stamp)?;
    let Some(record) = begun.record() else {
        let why = text!(
            "attempt-lost-not-entered",
            "{out_trade_no} of the gateway cannot be entered",
            out_trade_no = new.intent.out_trade_no
        );
        return Err(JournalError::new("", JournalFault::Io(why)));
    };
    let mut record = record.clone();
    let shown = Transaction {
        out_trade_no: Some(record.number().to_string()),
        ..row.clone()
    };
    let sight = enquiry::sight(std::slice::from_ref(&shown), &[], &record);
    let is_told = match record.state() {
        State::Planned | State::Cancelled => {
            let made = Details {
                text: row.sysdtm.clone(),
                note: Some("found at the gateway".to_owned()),
                ..Details::default()
            };
            record = scope.record(record.key(), Event::FoundAtGateway, made, stamp)?;
            false
        }
        State::Sending => return Ok(None),
        state => {
            let tells_time =
                record.progress.settled_at.is_none() && sight.details.settlement.time().is_some();
            state.outcome() == row.outcome() && !(state == State::Refunded && tells_time)
        }
    };
    if is_told {
        return Ok(None);
    }
    if !sight.event.is_look() {
        return Ok(Some(record));
    }
    let before = record.state();
    let details = Details {
        signed: Some(signed),
        ..sight.details
    };
    let after = scope.record(record.key(), sight.event, details, stamp)?;
    Ok(Some(after).filter(|after| after.state() != before || before == State::Unknown))
}
