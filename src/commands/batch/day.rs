//! Whether the day's limit has room for what a file would send.

use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure};
use crate::journal::{Journal, MerchantKey};
use crate::language::text;
use crate::output::DayLimitLeft;
use crate::plan::Sums;
use crate::profile::Profile;

/// What the files before one send of each merchant, in minor units: a merchant's currency is that of its profile.
#[derive(Default)]
pub(super) struct Before(Vec<(MerchantKey, u128)>);

impl Before {
    /// Returns what is to be sent of a merchant with this file, and counts it for the next one.
    pub(super) fn with(&mut self, party: &Party, sums: &Sums) -> u128 {
        let (key, minor) = (party.key(), sums.to_send.minor);
        if let Some((_, sent)) = self.0.iter_mut().find(|(known, _)| *known == key) {
            *sent = sent.saturating_add(minor);
            return *sent;
        }
        self.0.push((key, minor));
        minor
    }
}

/// Says what is left of the day's limit, where that is less than what is to be sent, in minor units, with what files
/// before it send. The limit itself is kept by the journal, row by row: this is for whoever plans.
///
/// # Errors
/// Where the journal cannot be read. Without one nothing was refunded today.
pub(super) fn shortfall(
    to_send: u128,
    party: &Party,
    journal: Option<&mut dyn Journal>,
    desk: &Desk<'_>,
) -> Result<Option<String>, Failure> {
    let profile = &party.profile;
    let Some(limit) = profile.guards().max_day_total else {
        return Ok(None);
    };
    let currency = profile.currency();
    let used = match journal {
        Some(journal) => journal.day_total(&party.key(), currency, desk.clock.now())?,
        None => 0,
    };
    let left = limit.minor().saturating_sub(used);
    Ok((to_send > left.into()).then(|| {
        text!("batch-day-left", "{left} is left of today's `max_day_total`, {limit}: a run stops there, and goes on when it is run again on another day", left = currency.in_words(left.into()), limit = limit.in_words(currency))
    }))
}

/// Returns what is left of the day's limit of each merchant, once for all of its files: the last of them has what
/// all of them send.
pub(super) fn of_all<'d>(
    found: impl Iterator<Item = (&'d Profile, Option<&'d String>)>,
) -> Vec<DayLimitLeft> {
    let mut all: Vec<DayLimitLeft> = Vec::new();
    for (profile, day) in found {
        let Some(left) = day else { continue };
        let new = DayLimitLeft {
            profile: profile.name().to_owned(),
            left: left.clone(),
        };
        match all.iter_mut().find(|one| one.profile == new.profile) {
            Some(one) => *one = new,
            None => all.push(new),
        }
    }
    all
}
