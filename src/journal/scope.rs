//! Writing: what may happen within one commit.

use super::{
    BatchRow, Begun, Conditions, Cursor, Details, Ended, GivenUp, IntentKey, JournalError,
    Membership, MerchantKey, NewIntent, Payment, Record, Stamp,
};
#[cfg(doc)]
use super::{Journal, JournalFault};
use crate::refund::{Event, OrderNo, Syssn};
use std::time::Duration;
use time::OffsetDateTime;

/// The writing operations, all of which become durable together or not at all.
///
/// A refusal ([`Begun`], [`JournalFault::NoSuchIntent`], [`JournalFault::Forbidden`]) leaves nothing behind and
/// the others go on. After any other error the whole of [`Journal::write`] is undone.
pub trait Scope {
    /// Writes an intent down and claims it.
    ///
    /// # Errors
    /// [`JournalError`]; nothing is then durable and nothing may be sent.
    fn begin(
        &mut self,
        new: &NewIntent,
        lease: Duration,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError>;

    /// Writes an intent down without claiming it.
    fn plan(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError>;

    /// Claims a planned intent. Twins were looked for when it was written down.
    ///
    /// # Errors
    /// [`JournalError`]; nothing may then be sent.
    fn claim(
        &mut self,
        key: IntentKey<'_>,
        lease: Duration,
        guards: Conditions,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError>;

    /// Claims an unknown intent to send it again under its number, by an operator's order. It is
    /// the same refund, not a further one, so that no limit holds it back.
    ///
    /// # Errors
    /// [`JournalError`]; nothing may then be sent.
    fn resend(
        &mut self,
        key: IntentKey<'_>,
        lease: Duration,
        note: &str,
        stamp: Stamp<'_>,
    ) -> Result<Begun, JournalError>;

    /// Records how a send ended and moves the state by the table. `claimed` is the record as
    /// [`Begun::Claimed`] gave it, which tells the attempt.
    ///
    /// What is seen may count as something else, see [`crate::refund::state::weigh`]: read the
    /// state from the returned record.
    ///
    /// # Errors
    /// [`JournalFault::Forbidden`] where it is no reply or `claimed` was not claimed, otherwise
    /// [`JournalError`].
    fn reply(
        &mut self,
        claimed: &Record,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError>;

    /// Records a look, a closing or a cancelling, and moves the state by the table; replies that
    /// come without the record of their claim, too. Claims, resends and adoptions have their own
    /// operations.
    ///
    /// What is seen may count as something else, as for [`Scope::reply`]. What came back signed
    /// ([`Details::signed`]) is remembered as by [`Scope::note_signing`]; what came back without a
    /// signature after that proves nothing ([`Event::unproven`]).
    ///
    /// # Errors
    /// [`JournalFault::Forbidden`] where the table has no row, otherwise [`JournalError`].
    fn record(
        &mut self,
        key: IntentKey<'_>,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError>;

    /// Records an operator's word on an intent as that operator has seen it: a closing, its taking
    /// back, or a cancelling. Returns nothing, and changes nothing, where anything has happened to it
    /// since.
    ///
    /// # Errors
    /// As for [`Scope::record`].
    fn decide(
        &mut self,
        seen: &Record,
        event: Event,
        details: Details,
        stamp: Stamp<'_>,
    ) -> Result<Option<Record>, JournalError>;

    /// Remembers for ever that the merchant's gateway signs in this environment.
    fn note_signing(
        &mut self,
        environment: &str,
        merchant: &MerchantKey,
        now: OffsetDateTime,
    ) -> Result<(), JournalError>;

    /// Notes for ever which payment an order number was found to be. What is looked at offline goes by it;
    /// what is sent is looked up anew.
    fn note_order(
        &mut self,
        merchant: &MerchantKey,
        order: &OrderNo,
        syssn: &Syssn,
        now: OffsetDateTime,
    ) -> Result<(), JournalError>;

    /// Whether rows of a batch were given up of which others are still to be written down.
    fn is_import_given_up(&mut self, batch: &str) -> Result<bool, JournalError>;

    /// Notes that further rows of a batch are to be written down before anything of it is sent, or that all of them
    /// are. Both may be noted again.
    fn note_import(
        &mut self,
        batch: &str,
        is_whole: bool,
        now: OffsetDateTime,
    ) -> Result<(), JournalError>;

    /// Notes for ever how the file was called that a batch was first taken in from.
    fn note_batch_file(
        &mut self,
        batch: &str,
        file: &str,
        now: OffsetDateTime,
    ) -> Result<(), JournalError>;

    /// Remembers that a row of a file is left out as a twin of a refund that is not done. Where it was given
    /// up and that still stands in its way, it stays given up.
    fn note_left_out(
        &mut self,
        row: &NewIntent,
        twin: Cursor,
        given_up: GivenUp,
        stamp: Stamp<'_>,
    ) -> Result<(), JournalError>;

    /// Notes that somebody has given up the rows of a batch that were left out and wait, those that
    /// [`Journal::left_out`](super::Journal::left_out) adds up, and why, and returns how many.
    fn give_up_left_out(
        &mut self,
        merchant: &MerchantKey,
        batch: &str,
        note: Option<&str>,
        stamp: Stamp<'_>,
    ) -> Result<usize, JournalError>;

    /// Makes a planned, pending or unknown intent a row of a batch, whatever batch it was a row of
    /// before, or of none. Its state and all else stay. It must be the refund that the row asks
    /// for: compare with [`Record::differs_from`]. One that is that row already is left alone.
    ///
    /// # Errors
    /// [`JournalFault::Forbidden`] where the table has no row, otherwise [`JournalError`].
    fn adopt(
        &mut self,
        key: IntentKey<'_>,
        row: &BatchRow,
        stamp: Stamp<'_>,
    ) -> Result<Record, JournalError>;

    /// Enters every outcome that was told and could not be written down, and ends every claim whose
    /// process has ended or has not been heard of within its lease. The intent becomes planned
    /// again where it is proven that nothing was handed over ([`super::Handovers`]), otherwise
    /// unknown.
    fn end_claims(&mut self, stamp: Stamp<'_>) -> Result<Ended, JournalError>;

    /// Enters that a key belongs to a merchant from now on, by somebody's word. What a profile
    /// uses for the first time is entered by itself, with its first intent.
    fn settle_merchant(&mut self, says: &Membership, stamp: Stamp<'_>) -> Result<(), JournalError>;

    /// Notes a payment as the gateway showed it, so that its refunds never exceed it.
    fn note_payment(
        &mut self,
        environment: &str,
        syssn: &Syssn,
        payment: &Payment,
        now: OffsetDateTime,
    ) -> Result<(), JournalError>;
}
