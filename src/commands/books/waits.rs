//! What waits for somebody in a journal, and telling it.

use super::{keep_signing, tell_clock};
use crate::commands::Desk;
use crate::commands::merchant::Party;
use crate::journal::{Journal, JournalError};
use crate::refund::State;
use std::collections::BTreeMap;

/// Tells whether something waits for somebody, besides the refunds that were just reported with
/// their states and have had their own words. Ends every command that has opened the journal.
pub(in crate::commands) fn remind(
    journal: &mut dyn Journal,
    besides: &[(State, u64)],
    party: &Party,
    desk: &mut Desk<'_>,
) {
    tell_clock(journal, desk);
    if let Err(error) = keep_signing(journal, party, desk) {
        desk.console.warn(&format!(
            "that this gateway signs its replies could not be written down: {error}"
        ));
    }
    let Ok(waiting) = waiting(party, journal) else {
        return;
    };
    let reported = |fits: fn(State) -> bool| {
        let states = besides.iter().filter(|(state, _)| fits(*state));
        states.fold(0_u64, |sum, (_, refunds)| sum.saturating_add(*refunds))
    };
    let profile = party.profile.name();
    let told = reported(State::is_open);
    let open = waiting.open.saturating_sub(told);
    if open > 0 {
        let are = if open == 1 {
            "refund waits"
        } else {
            "refunds wait"
        };
        let other = if told > 0 { " other" } else { "" };
        desk.console.note(&format!(
            "{open}{other} {are} to be resolved: `qfrefund resolve --profile {profile}`"
        ));
    }
    tell_planned(
        &waiting,
        reported(|state| state == State::Planned),
        party,
        desk,
    );
    if !waiting.others.is_empty() {
        let others = waiting.others.iter();
        let others: Vec<String> = others
            .map(|(name, count)| format!("`{name}` {count}"))
            .collect();
        desk.console.note(&format!(
            "refunds that were asked for with other profiles wait as well: {}",
            others.join(", ")
        ));
    }
}

/// What waits for somebody in a journal.
pub(in crate::commands) struct Waits {
    /// Refunds of the profile's merchant whose outcome is open.
    open: u64,
    /// Those that were never sent.
    pub(in crate::commands) planned: u64,
    /// Both of other merchants, by the profile they were asked for with.
    others: BTreeMap<String, u64>,
}

/// Counts what waits.
pub(in crate::commands) fn waiting(
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Waits, JournalError> {
    let keys = journal.merchants()?.keys_of(&party.key());
    let mut waits = Waits {
        open: 0,
        planned: 0,
        others: BTreeMap::new(),
    };
    for one in journal.open_by_key()? {
        if keys.contains(&one.key) {
            waits.open = waits.open.saturating_add(one.count);
            waits.planned = waits.planned.saturating_add(one.planned);
        } else {
            let both = one.count.saturating_add(one.planned);
            let of_profile = waits.others.entry(one.profile).or_default();
            *of_profile = of_profile.saturating_add(both);
        }
    }
    Ok(waits)
}

/// Tells what was written down and never sent, besides what was just reported.
pub(in crate::commands) fn tell_planned(
    waits: &Waits,
    told: u64,
    party: &Party,
    desk: &mut Desk<'_>,
) {
    let planned = waits.planned.saturating_sub(told);
    if planned > 0 {
        let were = if planned == 1 {
            "refund is planned and was"
        } else {
            "refunds are planned and were"
        };
        let other = if told > 0 { " other" } else { "" };
        let profile = party.profile.name();
        desk.console.note(&format!(
            "{planned}{other} {were} never sent: `qfrefund history --state planned --profile {profile}`, and by file `qfrefund batch list --profile {profile}`"
        ));
    }
}

/// Says how many refunds of a merchant wait, and for what.
pub(in crate::commands) fn waiting_in_words(open: u64, planned: u64) -> Vec<String> {
    let parts = [
        ("wait to be resolved", open),
        ("are planned and were never sent", planned),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    parts
        .map(|(what, count)| format!("{what}: {count}"))
        .collect()
}
