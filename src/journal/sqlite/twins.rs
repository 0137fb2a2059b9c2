//! Refunds that may be the one that is wanted: the same payment and amount, or a reference or number that
//! looks the same.

use super::super::meant::MEANT;
use super::super::record::{NewIntent, Record};
use super::super::{Conditions, GivenUp, JournalError};
use super::read;
use super::rows::signed;
use super::write::Writing;
use crate::refund::twin::{AskedUnder, Place, TwinSearch, is_asked_again, reach};
use crate::refund::{Name, State};
use rusqlite::params;
use std::time::Duration;
use time::OffsetDateTime;

impl Writing<'_> {
    /// Finds a refund whose reference or number can be taken for the new one's, and returns that as well.
    /// What the gateway shows is called as it is called there.
    pub(super) fn alike(
        &mut self,
        new: &NewIntent,
    ) -> Result<Option<(Name, Record)>, JournalError> {
        if new.is_found() {
            return Ok(None);
        }
        let intent = &new.intent;
        for name in Name::all(intent.reference.as_ref(), Some(&intent.out_trade_no)) {
            let found = read::find_alike(self.connection, &new.merchant, &name);
            if let Some(found) = self.sql(found)? {
                return Ok(Some((name, found)));
            }
        }
        Ok(None)
    }

    /// Finds a refund of the same payment and amount that the new one may be a repetition of.
    pub(super) fn twin(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
        now: OffsetDateTime,
    ) -> Result<Option<Record>, JournalError> {
        let Some(window) = guards.twin_window else {
            return Ok(None);
        };
        let search = TwinSearch::new(now, window);
        let found = read::find_twin(self.connection, new, |record| {
            let place = Place::of(place(&record.wanted), place(new));
            let earlier = match &record.wanted.intent.reference {
                None if record.wanted.is_found() => AskedUnder::Unknown,
                reference => AskedUnder::Known(reference.as_ref()),
            };
            search.finds(record.state(), made_at(record), place)
                || is_asked_again(record.state(), earlier, new.intent.reference.as_ref())
        });
        self.sql(found)
    }

    /// Finds the row of another file that asked for the same and was given up by its newest attempt.
    pub(super) fn given_up(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
    ) -> Result<Option<Record>, JournalError> {
        let states = match guards.given_up {
            GivenUp::Ignored => return Ok(None),
            GivenUp::Closed => "'closed_not_refunded'",
            GivenUp::All => "'closed_not_refunded', 'cancelled'",
        };
        let (Some(place), None) = (&new.batch, &new.replaces) else {
            return Ok(None);
        };
        let condition = format!(
            "syssn = ?1 AND environment = ?2 AND +txamt = ?3 AND +state IN ({states}) \
             AND +batch <> ?4 AND NOT EXISTS (SELECT 1 FROM intents AS next \
               WHERE next.replaces = intents.out_trade_no AND next.merchant = intents.merchant) \
             ORDER BY id DESC LIMIT 1"
        );
        let keys = params![
            new.intent.syssn.as_str(),
            new.environment,
            signed(new.intent.amount.minor()),
            place.batch,
        ];
        let found = read::all(self.connection, &condition, keys);
        Ok(self.sql(found)?.into_iter().next())
    }

    /// Notes that the new one is meant beside the same refund, where there is one.
    pub(super) fn meant(
        &mut self,
        new: &NewIntent,
        guards: Conditions,
    ) -> Result<Option<String>, JournalError> {
        // What the gateway showed is nobody's word.
        if guards.twin_window.is_some() || new.is_found() {
            return Ok(None);
        }
        let found = read::find_twin(self.connection, new, |record| {
            let may_be_done = record.state().is_live() || record.state() == State::Planned;
            may_be_done && new.replaces.as_ref() != Some(record.number())
        });
        let twin = self.sql(found)?;
        Ok(twin.map(|_| MEANT.to_owned()))
    }

    /// Finds a refund of the same payment and amount that was written down after this one and is done
    /// or may be, or of which something was learned since. The others were found when it was written down.
    pub(super) fn twin_since(
        &mut self,
        earlier: &Record,
        window: Duration,
        now: OffsetDateTime,
    ) -> Result<Option<Record>, JournalError> {
        let search = TwinSearch::new(now, reach(window, now, earlier.created_at));
        let found = read::find_twin(self.connection, &earlier.wanted, |record| {
            let at = Place::of(place(&record.wanted), place(&earlier.wanted));
            record.is_news_to(earlier)
                && record.id != earlier.id
                && record.state().is_live()
                && search.finds(record.state(), made_at(record), at)
        });
        self.sql(found)
    }
}

impl Writing<'_> {
    /// Finds a refund of the same payment, of whatever amount, that may have taken the place of an earlier one.
    pub(super) fn made_since(&mut self, earlier: &Record) -> Result<Option<Record>, JournalError> {
        let (syssn, environment) = (&earlier.wanted.intent.syssn, &earlier.wanted.environment);
        let of_payment = "syssn = ?1 AND environment = ?2 ORDER BY id";
        let found = read::all(self.connection, of_payment, [syssn.as_str(), environment]);
        let mut found = self.sql(found)?.into_iter();
        Ok(found.find(|record| record.may_replace(earlier)))
    }
}

/// Returns when a refund was made, or known to be as it is: by the clock here or by the gateway's, whichever
/// is later. The one here may have been behind, and whoever asks again often does so because the outcome
/// was long open.
fn made_at(record: &Record) -> OffsetDateTime {
    let settled = record.progress.settled_at.unwrap_or(record.created_at);
    settled.max(record.created_at).max(known_at(record))
}

/// Returns since when a refund is known to be as it is.
const fn known_at(record: &Record) -> OffsetDateTime {
    record.progress.updated_at
}

/// Returns the row of a file that an intent is.
fn place(wanted: &NewIntent) -> Option<(&str, u64)> {
    let row = wanted.batch.as_ref()?;
    Some((&row.batch, row.row.into()))
}
