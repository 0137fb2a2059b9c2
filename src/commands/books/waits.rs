//! What waits for somebody in a journal, and telling it.

use super::{keep_signing, tell_clock};
use crate::commands::Desk;
use crate::commands::merchant::Party;
use crate::journal::{Journal, JournalError, LeftOutRows};
use crate::language::{joined, text, word};
use crate::refund::{BatchId, State};
use std::collections::BTreeMap;
use time::OffsetDateTime;

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
        desk.console.warn(&text!(
            "journal-signing-not-noted",
            "that this gateway signs its replies could not be written down: {error}",
            error
        ));
    }
    let Ok(waiting) = waiting(party, journal, desk.clock.now()) else {
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
            word!("journal-refund-waits", "refund waits")
        } else {
            word!("journal-refunds-wait", "refunds wait")
        };
        desk.console.note(&text!(
            "journal-to-resolve",
            "{open}{other} {are} to be resolved: `qfrefund resolve --profile {profile}`",
            open,
            other = other_than(told),
            are,
            profile
        ));
    }
    tell_planned(
        &waiting,
        reported(|state| state == State::Planned),
        party,
        desk,
    );
    tell_left_out(&waiting, party, desk);
    if !waiting.others.is_empty() {
        let others = waiting.others.iter();
        let others: Vec<String> = others
            .map(|(name, count)| text!("journal-wait-of", "`{name}` {count}", name, count))
            .collect();
        desk.console.note(&text!(
            "journal-others-wait",
            "refunds that were asked for with other profiles wait as well: {others}",
            others = joined(others)
        ));
    }
}

/// Says that there are some besides those that were told.
fn other_than(told: u64) -> &'static str {
    if told > 0 {
        word!("journal-other", " other")
    } else {
        ""
    }
}

/// Tells of rows that were left out as twins of what came to nothing since: they wait in no other list.
pub(in crate::commands) fn tell_left_out(waits: &Waits, party: &Party, desk: &mut Desk<'_>) {
    if waits.left_out.is_empty() {
        return;
    }
    let named = waits.left_out.iter().take(MOST_NAMED);
    let named: Vec<String> = named
        .map(|rows| {
            text!(
                "journal-of-batch",
                "{count} of batch {batch}",
                count = rows.count,
                batch = BatchId::shorten(&rows.batch)
            )
        })
        .collect();
    let profile = party.profile.name();
    desk.console.note(&text!(
        "journal-left-out",
        "rows of files were left out as twins of refunds that came to nothing since, so that nobody has their money: {named}. Run the file again if they are wanted, or give them up with `qfrefund batch cancel --batch BATCH --profile {profile}`; `qfrefund batch list --profile {profile}` lists them",
        named = joined(named),
        profile
    ));
}

/// How many batches are named at most.
const MOST_NAMED: usize = 3;

/// What waits for somebody in a journal.
pub(in crate::commands) struct Waits {
    /// Refunds of the profile's merchant whose outcome is open.
    open: u64,
    /// Those that were never sent.
    pub(in crate::commands) planned: u64,
    /// Rows of files that were left out for what came to nothing.
    pub(in crate::commands) left_out: Vec<LeftOutRows>,
    /// Both of other merchants, by the profile they were asked for with.
    others: BTreeMap<String, u64>,
}

/// Counts what waits.
pub(in crate::commands) fn waiting(
    party: &Party,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<Waits, JournalError> {
    let keys = journal.merchants()?.keys_of(&party.key());
    let mut waits = Waits {
        open: 0,
        planned: 0,
        left_out: journal.left_out(&party.key(), (now, now))?,
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
            word!("journal-refund-planned", "refund is planned and was")
        } else {
            word!("journal-refunds-planned", "refunds are planned and were")
        };
        let profile = party.profile.name();
        desk.console.note(&text!(
            "journal-never-sent",
            "{planned}{other} {were} never sent: `qfrefund history --state planned --profile {profile}`, and by file `qfrefund batch list --profile {profile}`",
            planned,
            other = other_than(told),
            were,
            profile
        ));
    }
}

/// Says how many refunds of a merchant wait, and for what.
pub(in crate::commands) fn waiting_in_words(open: u64, planned: u64) -> Vec<String> {
    let parts = [
        (
            word!("journal-wait-to-be-resolved", "wait to be resolved"),
            open,
        ),
        (
            word!(
                "journal-planned-never-sent",
                "are planned and were never sent"
            ),
            planned,
        ),
    ];
    let parts = parts.into_iter().filter(|(_, count)| *count > 0);
    parts
        .map(|(what, count)| text!("journal-what-count", "{what}: {count}", what, count))
        .collect()
}
