//! A profile that has gone to another environment: what waits in the one before is not to be forgotten.

use super::{named, waiting_in_words};
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure};
use crate::gateway::environment::Environment;
use crate::journal::{Journal, OpenCount};
use crate::language::{clauses, text};

/// Says that refunds wait which a profile of this name has asked for in another environment, where no
/// profile of the config file with this journal asks for them any more: an address that has moved is the same gateway, and
/// nothing that is known of a payment goes over to another environment.
pub(in crate::commands) fn moved(
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Option<Failure>, Failure> {
    let (name, environment) = (party.profile.name(), party.profile.environment().name());
    let is_left = |one: &OpenCount| {
        let was = Environment::parse(&one.environment);
        one.profile == name
            && one.environment != environment
            && was.is_none_or(Environment::moves_money)
    };
    let mut left: Vec<OpenCount> = journal.open_by_key()?;
    left.retain(is_left);
    if left.is_empty() {
        return Ok(None);
    }
    let merchants = journal.merchants()?;
    let named = named(party, &merchants, desk)?.keys;
    left.retain(|one| !named.contains(merchants.of(&one.key).unwrap_or(&one.key)));
    let Some(first) = left.first() else {
        return Ok(None);
    };
    let before = &first.environment;
    let sum = |count: fn(&OpenCount) -> u64| left.iter().map(count).fold(0, u64::saturating_add);
    let waiting = waiting_in_words(sum(|one| one.count), sum(|one| one.planned));
    Ok(Some(
        Failure::setup(text!(
            "journal-moved",
            "profile `{name}` is of the environment {environment} now, but its refunds of {before} {waiting}",
            name,
            environment,
            before,
            waiting = clauses(waiting)
        ))
        .hint(text!(
            "journal-move-back",
            "Set `environment = \"{before}\"` back and settle them first: `qfrefund resolve --profile {name}`. Or name their merchant in another profile with `environment = \"{before}\"` and the same journal: settle them with that one.",
            before,
            name
        )),
    ))
}
