//! Which intents to list, and reading them page by page.

use super::record::{Cursor, MerchantKey, Record};
use super::{Journal, JournalError};
use crate::money::Amount;
use crate::refund::{Reference, State, Syssn};
use std::vec;
use time::OffsetDateTime;

/// Which of its times an intent is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// When it was written down.
    #[default]
    Wanted,
    /// When it was claimed for the send that counts. What was never sent has no such time.
    Sent,
    /// The gateway's time of the refund, which decides the settlement day. Only what is refunded has
    /// one, where the gateway told it.
    Settled,
}

/// What somebody calls refunds by: a number of the merchant or a reference, the payment's number, or the
/// refund's own at the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// One of these is this text.
    Exactly(String),
    /// One of these begins with this text.
    Beginning(String),
}

/// Which intents to list; what is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub merchant: Option<MerchantKey>,
    /// Of this environment, whoever's they are: with [`Self::syssn`] the refunds of one payment.
    pub environment: Option<String>,
    /// In one of these states; empty for any.
    pub states: Vec<State>,
    /// Which time [`Self::since`] and [`Self::until`] are about.
    pub by: By,
    /// At this time or later.
    pub since: Option<OffsetDateTime>,
    /// Before this time.
    pub until: Option<OffsetDateTime>,
    /// With something written down of it at this time or later.
    pub changed_since: Option<OffsetDateTime>,
    /// With an event behind this place in the chain.
    pub changed_after: Option<u64>,
    /// Refunded, without a time that decides the settlement day.
    pub unsettled: bool,
    /// Of this payment.
    pub syssn: Option<Syssn>,
    /// Called so.
    pub called: Option<Called>,
    /// With this reference.
    pub reference: Option<Reference>,
    /// Of this amount, in minor units of whatever currency.
    pub amount: Option<Amount>,
    /// Of this amount or more, likewise.
    pub least: Option<Amount>,
    /// Of this amount or less, likewise.
    pub most: Option<Amount>,
    /// Written down by this operator.
    pub operator: Option<String>,
    /// From this batch.
    pub batch: Option<String>,
    /// From a batch whose file was called so, see [`super::Scope::note_batch_file`].
    pub file: Option<String>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
}

/// The intents of a filter, one after the other, in memory one page at a time.
///
/// Between two pages others may write; what was already given stays given once.
pub struct Listing<'a> {
    journal: &'a mut dyn Journal,
    filter: Filter,
    page: vec::IntoIter<Record>,
    after: Option<Cursor>,
    /// How many intents are read next.
    ahead: u32,
    ended: bool,
}

impl<'a> Listing<'a> {
    /// How many intents are read at first: most who ask want few.
    const FIRST: u32 = 64;
    /// How many are read at once, at most.
    const MOST: u32 = 512;

    /// Starts a list.
    #[must_use]
    pub fn new(journal: &'a mut dyn Journal, filter: Filter) -> Self {
        Self {
            journal,
            filter,
            page: Vec::new().into_iter(),
            after: None,
            ahead: Self::FIRST,
            ended: false,
        }
    }
}

impl Iterator for Listing<'_> {
    type Item = Result<Record, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(record) = self.page.next() {
            return Some(Ok(record));
        }
        if self.ended {
            return None;
        }
        match self.journal.page(&self.filter, self.after, self.ahead) {
            Ok(page) => {
                self.ended = page.len() < usize::try_from(self.ahead).unwrap_or(usize::MAX);
                self.ahead = self.ahead.saturating_mul(2).min(Self::MOST);
                self.after = page.last().map(|record| record.id);
                self.page = page.into_iter();
                self.page.next().map(Ok)
            }
            Err(error) => {
                self.ended = true;
                Some(Err(error))
            }
        }
    }
}
