//! The journal: the durable record of every intent and of every event in its life.
//!
//! A refund is written down before its first byte leaves, and what became of it is written down
//! before it is reported. Several processes share one journal; what must never happen is forbidden
//! by the database itself: two intents with one number or one reference, two sends of one payment
//! at the same time, more given back than was paid.
//!
//! A single refund takes two durable writes:
//!
//! ```text
//! begin → Begun::Claimed: planned and claimed, durable when it returns
//!         (the POST)
//! reply → how it ended, durable when it returns
//! ```
//!
//! This module knows nothing of the gateway's wire, of profiles or of output. Time is always an
//! argument.

mod answer;
mod chain;
#[cfg(test)]
pub(crate) mod contract;
mod digest;
mod error;
mod event;
mod export;
mod filter;
mod handover;
mod head;
mod last;
mod life;
mod meant;
mod merchants;
mod next;
mod portions;
mod record;
mod scope;
pub mod sqlite;
mod witness;

pub use answer::{
    BatchCount, BatchFiles, BatchStanding, Bearing, Begun, CLOCK_TOLERANCE, Conditions, DayLimit,
    Defect, Ended, GivenUp, GivenUpRow, LONGEST_LEASE, LeftOutCounts, LeftOutRows, LookedAt, Looks,
    OpenCount, Rest, Verification, Waiting,
};
pub use error::{ExportError, JournalError, JournalFault};
pub use event::{Details, EventRecord};
pub use filter::{By, Called, Filter, Listing};
pub use handover::{Handovers, HeldBack};
pub use head::{Head, JournalIdentity, Newest};
pub use last::{last_counts, last_standings, waiting_batches};
pub use meant::was_meant;
pub use merchants::{Membership, MembershipRecord, MerchantStanding, Merchants};
pub use next::{NextAttempt, next_attempt};
pub use portions::{PORTION, REST};
pub use record::{
    BatchRow, Cursor, Decision, Digest, IntentKey, Lease, MerchantKey, NewIntent, Payment,
    Progress, Record, Stamp, Who,
};
pub use scope::Scope;
pub use witness::{Seen, Witness, Written};

use crate::money::{Amount, Currency};
use crate::refund::{Name, OrderNo, OutTradeNo, Reference, Syssn};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use time::OffsetDateTime;

/// One piece of work within a [`Scope`].
pub type Work<'a> = dyn FnMut(&mut dyn Scope) -> Result<(), JournalError> + 'a;

/// What is read in one view of a [`Journal`].
pub type View<'a> = dyn FnMut(&mut dyn Journal) + 'a;

/// A journal that is open.
///
/// # Errors
/// Every operation fails with [`JournalError`] where the journal cannot be read or written; below
/// stands only what it fails with besides.
pub trait Journal: Send {
    /// Does everything in `work` in one durable commit.
    ///
    /// # Errors
    /// What `work` returned, or why it could not be made durable; nothing of it is then kept.
    fn write(&mut self, work: &mut Work<'_>) -> Result<(), JournalError>;

    /// Reads everything in `work` as the journal stands at one moment, in less time and memory where that is much. Others
    /// write meanwhile and are not waited for, so nothing that lasts belongs there; writing there fails.
    ///
    /// # Errors
    /// [`JournalError`]; what `work` itself comes to, it keeps.
    fn view(&mut self, work: &mut View<'_>) -> Result<(), JournalError>;

    /// Returns what tells this journal from every other. It is made at random together with the
    /// journal, and its copies have the same.
    fn identity(&mut self) -> Result<JournalIdentity, JournalError>;

    /// Returns the newest event.
    fn newest(&mut self) -> Result<Option<Newest>, JournalError>;

    /// Compares with what this account has last seen of the journal, if that is kept, and keeps it up
    /// to date from now on; every newest event goes to `written` as well. Returns, as a clause, why what was seen
    /// cannot be noted, which keeps nothing back.
    ///
    /// # Errors
    /// [`JournalError`]. A journal that does not continue what was seen is none: see [`Self::trust`].
    fn attend(
        &mut self,
        witness: Option<Witness>,
        written: Written,
    ) -> Result<Option<String>, JournalError>;

    /// Whether refunds may be sent by what this journal says. [`Self::keep_handovers`] fails alike.
    ///
    /// # Errors
    /// [`JournalFault::WentBack`], [`JournalFault::Unread`] or [`JournalFault::Unwitnessed`].
    fn trust(&self) -> Result<(), JournalError>;

    /// Where something is missing in it: when that was made, at the earliest.
    fn lacks_since(&self) -> Option<OffsetDateTime>;

    /// Takes the journal as it stands for what was seen: what was missing has been entered.
    ///
    /// # Errors
    /// [`JournalError`] where that cannot be noted.
    fn rejoin(&mut self) -> Result<(), JournalError>;

    /// Finds an intent by its number.
    fn find(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError>;

    /// Finds the intents with a number, whoever's they are.
    fn find_any(&mut self, number: &OutTradeNo) -> Result<Vec<Record>, JournalError>;

    /// Finds an intent by the caller's own key, the newest where there are several attempts.
    fn find_by_reference(
        &mut self,
        merchant: &MerchantKey,
        reference: &Reference,
    ) -> Result<Option<Record>, JournalError>;

    /// Finds the intent that takes the place of this one, the newest if there are several.
    fn find_replacing(&mut self, key: IntentKey<'_>) -> Result<Option<Record>, JournalError>;

    /// Finds an intent whose reference or number looks like this one and is another.
    fn find_alike(
        &mut self,
        merchant: &MerchantKey,
        name: &Name,
    ) -> Result<Option<Record>, JournalError>;

    /// Returns what bears on a refund, whoever's it is, by its payment, its number, and what its caller
    /// calls it. But for the refund itself, where it is written down, nothing of that is read.
    fn bearing(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        key: IntentKey<'_>,
        names: &[Name],
    ) -> Result<Bearing, JournalError>;

    /// Reads up to `limit` intents of a filter that come after a place. See [`Listing`].
    fn page(
        &mut self,
        filter: &Filter,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<Record>, JournalError>;

    /// Reads the life of an intent, oldest event first.
    fn events(&mut self, id: Cursor) -> Result<Vec<EventRecord>, JournalError>;

    /// Reads the empty looks a resend may rest on.
    fn looks(&mut self, id: Cursor) -> Result<Looks, JournalError>;

    /// Returns the payment as the gateway last showed it, see [`Scope::note_payment`].
    fn payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
    ) -> Result<Option<Payment>, JournalError>;

    /// Returns what is known of a payment and its refunds, for the contract.
    #[cfg(test)]
    fn rest(&mut self, environment: &str, syssn: &Syssn) -> Result<Rest, JournalError>;

    /// Adds up the rows of a batch by state and currency, leaving out what has none. It costs the
    /// same however large the batch is.
    fn batch_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<Vec<BatchCount>, JournalError>;

    /// Finds the batches whose identity begins with these characters, at most two of them.
    fn batches(&mut self, beginning: &str) -> Result<Vec<String>, JournalError>;

    /// Lists the batches of a merchant, the newest first.
    fn batch_standings(
        &mut self,
        merchant: &MerchantKey,
    ) -> Result<Vec<BatchStanding>, JournalError>;

    /// Reads how the file of each batch was called, see [`Scope::note_batch_file`].
    fn batch_files(&mut self) -> Result<BatchFiles, JournalError>;

    /// Whether rows of a batch are still to be written down before anything of it is sent, see
    /// [`Scope::note_import`].
    fn is_unfinished(&mut self, batch: &str) -> Result<bool, JournalError>;

    /// Adds up the rows of files that were left out as twins of refunds which came to nothing since, and
    /// stand nowhere. As for [`Self::waiting`], those are counted that wait since before a time.
    fn left_out(
        &mut self,
        merchant: &MerchantKey,
        before: (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<LeftOutRows>, JournalError>;

    /// Adds up the rows of a batch that were left out as twins of refunds that were not done, and stand nowhere.
    fn left_out_counts(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
    ) -> Result<LeftOutCounts, JournalError>;

    /// Lists the rows that were left out as twins, asked for this amount of this payment, were given up and
    /// stand nowhere.
    fn given_up_rows(
        &mut self,
        environment: &str,
        payment: &Syssn,
        amount: Amount,
    ) -> Result<Vec<GivenUpRow>, JournalError>;

    /// Adds up, in minor units, what counts against [`DayLimit`].
    fn day_total(
        &mut self,
        merchant: &MerchantKey,
        currency: Currency,
        since: OffsetDateTime,
    ) -> Result<u64, JournalError>;

    /// Reads which merchant each key belongs to.
    fn merchants(&mut self) -> Result<Merchants, JournalError>;

    /// Counts what waits of each key, in the order of keys: what is pending or unknown, and what is
    /// planned. It costs the same however large a batch is.
    fn open_by_key(&mut self) -> Result<Vec<OpenCount>, JournalError>;

    /// Adds up what waits of a merchant by state and currency, and how much of it since before a time, or
    /// since one that is still to come by the clock: the second of the two.
    ///
    /// # Errors
    /// [`JournalError`].
    fn waiting(
        &mut self,
        merchant: &MerchantKey,
        times: (OffsetDateTime, OffsetDateTime),
    ) -> Result<Vec<Waiting>, JournalError>;

    /// Whether the merchant's gateway was seen to sign in this environment, see
    /// [`Scope::note_signing`].
    fn signs(&mut self, environment: &str, merchant: &MerchantKey) -> Result<bool, JournalError>;

    /// Returns the payment that an order number was found to be, see [`Scope::note_order`].
    fn find_order(
        &mut self,
        merchant: &MerchantKey,
        order: &OrderNo,
    ) -> Result<Option<Syssn>, JournalError>;

    /// Whether a claim has ended without a word, because its lease has passed or its process has
    /// ended, or an outcome was told that is not written down yet.
    fn lapsed(&mut self, now: OffsetDateTime) -> Result<bool, JournalError>;

    /// Returns the hash of an event, or `None` where the chain does not reach so far.
    fn hash_of(&mut self, seq: u64) -> Result<Option<Digest>, JournalError>;

    /// Recomputes the chain, every intent from its events, and the sums of batches and days.
    ///
    /// # Errors
    /// [`JournalError`] where it cannot even be read.
    fn verify(&mut self) -> Result<Verification, JournalError>;

    /// Writes everything as JSON, one object a line: a header, payments, whose gateway signs, merchants,
    /// intents, rows that were left out, events.
    fn export(&mut self, out: &mut dyn io::Write) -> Result<(), ExportError>;

    /// Copies the journal to a new file while others go on writing.
    ///
    /// # Errors
    /// [`JournalFault::Exists`] where the file is there already, otherwise [`JournalError`].
    fn backup(&mut self, to: &Path) -> Result<(), JournalError>;

    /// Begins the file in which this process marks what it hands over, so that a claim which it
    /// leaves behind tells more than that it may have been sent. Every claim made from here on
    /// names it. `id` is random: no two processes may ever have the same.
    ///
    /// # Errors
    /// [`JournalError`] where it cannot be made.
    fn keep_handovers(&mut self, id: u64) -> Result<Arc<Handovers>, JournalError>;

    /// Returns by how much the clock was found behind the newest event, if by more than
    /// [`CLOCK_TOLERANCE`].
    fn clock_set_back(&self) -> Option<Duration>;
}

/// Single operations on any journal, each in a commit of its own.
pub trait Commit: Journal {
    /// Does one operation in a commit of its own and returns what it came to.
    ///
    /// # Errors
    /// Those of the operation, or why it could not be made durable; nothing of it is then kept.
    fn commit<T>(
        &mut self,
        mut operation: impl FnMut(&mut dyn Scope) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut result = None;
        self.write(&mut |scope| {
            result = Some(operation(scope)?);
            Ok(())
        })?;
        result.ok_or_else(|| {
            JournalError::new("", JournalFault::Io("nothing was written".to_owned()))
        })
    }

    /// Does [`Scope::end_claims`], if there is anything to end.
    ///
    /// # Errors
    /// As there.
    fn end_claims(&mut self, stamp: Stamp<'_>) -> Result<Ended, JournalError> {
        if !self.lapsed(stamp.now)? {
            return Ok(Ended::default());
        }
        self.commit(|scope| scope.end_claims(stamp))
    }
}

impl<J: Journal + ?Sized> Commit for J {}
