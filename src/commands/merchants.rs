//! Whose the refunds of the journal are: those that no profile names any more, and
//! `journal adopt-merchant`, by which somebody says that a profile's merchant is one of earlier
//! refunds, or is not.

use super::merchant::{Party, own_key};
use super::{Desk, Failure, books};
use crate::cli::AdoptMerchantArgs;
use crate::exit::Exit;
use crate::journal::{
    Commit as _, Filter, Journal, Listing, Membership, MerchantKey, MerchantStanding, Merchants,
};
use crate::language::{clauses, joined, text, word};
use crate::output::AdoptionDocument;
use crate::output::text::pad;
use std::collections::BTreeMap;

/// Open refunds of a merchant that no profile names any more.
pub(super) struct Orphans {
    pub(super) merchant: MerchantKey,
    /// Name of the profile that has asked for them.
    pub(super) profile: String,
    pub(super) count: u64,
    /// Refunds of it that were never sent.
    pub(super) planned: u64,
}

/// Finds the open refunds of this environment whose merchant no profile of the config file names
/// any more. What belongs to a profile that cannot be read is not among them.
pub(super) fn orphans(
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Vec<Orphans>, Failure> {
    let merchants = journal.merchants()?;
    let named = books::named(party, &merchants, desk)?;
    let environment = party.profile.environment().name();
    let mut found: BTreeMap<MerchantKey, Orphans> = BTreeMap::new();
    for open in journal.open_by_key()? {
        let merchant = merchants.of(&open.key).unwrap_or(&open.key).clone();
        let is_named = named.keys.contains(&merchant) || named.unread.contains(&open.profile);
        if is_named || open.environment != environment {
            continue;
        }
        let of_merchant = found.entry(merchant.clone()).or_insert(Orphans {
            merchant,
            profile: open.profile,
            count: 0,
            planned: 0,
        });
        of_merchant.count = of_merchant.count.saturating_add(open.count);
        of_merchant.planned = of_merchant.planned.saturating_add(open.planned);
    }
    Ok(found.into_values().collect())
}

impl Orphans {
    /// Says how many wait, as a clause.
    pub(super) fn text(&self) -> String {
        let parts = books::waiting_in_words(self.count, self.planned);
        text!(
            "journal-orphans",
            "refunds of the merchant {merchant}, made with profile `{profile}` and named by no profile any more, {waiting}",
            merchant = self.merchant.in_words(),
            profile = self.profile,
            waiting = clauses(parts)
        )
    }

    /// Says how a profile takes them in, as a sentence.
    pub(super) fn remedy(&self, party: &Party) -> String {
        take_in(&self.merchant, party)
    }
}

/// Says how a profile takes a merchant in.
fn take_in(merchant: &MerchantKey, party: &Party) -> String {
    text!(
        "journal-take-in",
        "If profile `{profile}` is that merchant now: `qfrefund journal adopt-merchant --of \"{merchant}\" --same --profile {profile}`.",
        profile = party.profile.name(),
        merchant = merchant.as_str()
    )
}

/// Says where a refund is to be looked for that is another merchant's.
pub(super) fn elsewhere(
    key: &MerchantKey,
    profile: &str,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<String, Failure> {
    let merchants = journal.merchants()?;
    let merchant = merchants.of(key).unwrap_or(key);
    let named = books::named(party, &merchants, desk)?;
    Ok(
        if named.keys.contains(merchant) || named.unread.iter().any(|name| name == profile) {
            text!(
                "journal-of-profile",
                "It belongs to profile `{profile}`: add `--profile {profile}`.",
                profile
            )
        } else {
            text!(
                "journal-of-merchant",
                "It belongs to the merchant {merchant}, which no profile names any more. {remedy}",
                merchant = merchant.in_words(),
                remedy = take_in(merchant, party)
            )
        },
    )
}

/// `journal adopt-merchant`.
pub(super) fn adopt(
    args: &AdoptMerchantArgs,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let own = own_key(&party.profile);
    let merchants = journal.merchants()?;
    let earlier = earlier(args, party, &own, &merchants, journal, desk)?;
    let Some(earlier) = earlier else {
        desk.console.note(word!(
            "journal-nothing-to-decide",
            "nothing is to be decided: the journal has no other merchant for this profile"
        ));
        return report(party, journal, desk);
    };
    let is_same = decide(args, party, &own, &earlier, desk)?;
    let standing = merchants.of(&own).cloned().unwrap_or_else(|| own.clone());
    let says = if !is_same {
        if merchants.of(&own).is_some() {
            desk.console.note(word!(
                "journal-two-already",
                "nothing was recorded: the journal has them as two merchants already"
            ));
            return report(party, journal, desk);
        }
        vec![(own.clone(), own)]
    } else if has_refunds(&standing, journal)? {
        // What it has refunded stands under numbers of its own: the earlier one is taken in.
        let keys = merchants.keys_of(&earlier).into_iter();
        keys.map(|key| (key, standing.clone())).collect()
    } else {
        vec![(own, earlier)]
    };
    let profile = &party.profile;
    let says: Vec<Membership> = says
        .into_iter()
        .map(|(key, merchant)| Membership {
            key,
            merchant,
            environment: profile.environment().name().to_owned(),
            profile: profile.name().to_owned(),
            note: args.note.clone(),
        })
        .collect();
    let who = books::who(desk);
    let stamp = who.at(desk.clock.now());
    journal.commit(|scope| {
        // Somebody else may have said so meanwhile.
        says.iter()
            .try_for_each(|says| scope.settle_merchant(says, stamp))
    })?;
    report(party, journal, desk)
}

/// Finds the merchant of earlier refunds that the profile's may be.
fn earlier(
    args: &AdoptMerchantArgs,
    party: &Party,
    own: &MerchantKey,
    merchants: &Merchants,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<Option<MerchantKey>, Failure> {
    let (environment, name) = (party.profile.environment().name(), party.profile.name());
    let standing = merchants.of(own).unwrap_or(own).clone();
    if let Some(text) = &args.of {
        let key = MerchantKey::new(text.clone());
        let entries = merchants.entries().iter().map(|entry| &entry.says);
        let mut known = entries.filter(|says| says.environment == environment);
        return match merchants.of(&key) {
            Some(merchant) if known.any(|says| says.key == key) => {
                Ok(Some(merchant.clone()).filter(|merchant| *merchant != standing))
            }
            _ => Err(Failure::usage(text!(
                "journal-no-such-merchant",
                "the journal knows no merchant `{merchant}` in the environment {environment}",
                merchant = text.escape_debug(),
                environment
            ))
            .hint(word!(
                "journal-see-merchants",
                "`qfrefund journal export` shows them, in its lines of type `merchant`."
            ))),
        };
    }
    if let MerchantStanding::Unsettled(before) = merchants.standing(own, environment, name) {
        return Ok(Some(before));
    }
    let orphans = orphans(party, journal, desk)?;
    match orphans.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.merchant.clone())),
        many => Err(Failure::usage(word!(
            "journal-several-merchants",
            "several merchants have open refunds and no profile"
        ))
        .hint(text!(
            "journal-name-one",
            "Name one of them with --of: {merchants}.",
            merchants = joined(
                many.iter()
                    .map(|one| format!("\"{}\"", one.merchant.as_str()))
            )
        ))),
    }
}

fn has_refunds(merchant: &MerchantKey, journal: &mut dyn Journal) -> Result<bool, Failure> {
    let filter = Filter {
        merchant: Some(merchant.clone()),
        ..Filter::default()
    };
    Ok(Listing::new(journal, filter).next().transpose()?.is_some())
}

/// Takes the decision from the command line, or asks for it.
fn decide(
    args: &AdoptMerchantArgs,
    party: &Party,
    own: &MerchantKey,
    earlier: &MerchantKey,
    desk: &mut Desk<'_>,
) -> Result<bool, Failure> {
    if args.same || args.other {
        return Ok(args.same);
    }
    if !desk.console.may_ask {
        return Err(Failure::usage(word!(
            "journal-not-said",
            "whether it is the same merchant is not said, and nobody can be asked"
        ))
        .hint(word!("journal-say-it", "Add --same or --other.")));
    }
    desk.console.tell(&format!(
        "{}\n{}{}\n",
        text!(
            "journal-whose-profile",
            "Profile `{profile}`, {environment}",
            profile = party.profile.name(),
            environment = party.profile.environment().in_words()
        ),
        choice(own, earlier),
        word!(
            "journal-what-same-means",
            "The same merchant keeps its references and what it has refunded; another one begins anew."
        )
    ));
    let answer = desk.console.ask(word!(
        "journal-ask-same",
        "Type same or other, anything else to stop: "
    ));
    match answer.as_deref() {
        Some("same") => Ok(true),
        Some("other") => Ok(false),
        _ => Err(Failure::refused(word!(
            "journal-stopped",
            "stopped: nothing was recorded"
        ))),
    }
}

/// Sets the two merchants below each other.
fn choice(own: &MerchantKey, earlier: &MerchantKey) -> String {
    let now = word!("journal-merchant-now", "merchant now");
    let before = word!("journal-merchant-before", "merchant before");
    let line = |name, key: &MerchantKey| format!("  {}{}\n", pad(name, 17), key.in_words());
    line(now, own) + &line(before, earlier)
}

/// Shows whose the profile's refunds are now.
fn report(party: &Party, journal: &mut dyn Journal, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let own = own_key(&party.profile);
    let merchants = journal.merchants()?;
    let merchant = merchants.of(&own).unwrap_or(&own);
    let keys = merchants.keys_of(merchant);
    let document = AdoptionDocument {
        exit_code: Exit::Success.code(),
        profile: party.profile.name().to_owned(),
        merchant: merchant.as_str().to_owned(),
        keys: keys.iter().map(|key| key.as_str().to_owned()).collect(),
        settled: merchants.of(&own).is_some(),
    };
    Ok(desk.console.result(&document, Exit::Success, false))
}
