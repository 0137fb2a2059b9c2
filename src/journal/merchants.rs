//! Which merchant a key belongs to. Pure.
//!
//! A key is made of what identifies a merchant at the gateway, and that changes: app codes are
//! renewed, a shop number is added. Who a merchant is must not change with it, so the journal keeps
//! for each key whose it is, and by whose word.

use super::record::{Digest, MerchantKey, Who};
use time::OffsetDateTime;

/// One entry: from then on the key belongs to the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The key.
    pub key: MerchantKey,
    /// The merchant, by the key that it has been known by the longest; the key itself where it is
    /// a merchant of its own.
    pub merchant: MerchantKey,
    /// Name of the environment.
    pub environment: String,
    /// Name of the profile that has used the key.
    pub profile: String,
    /// Why, where somebody has decided it.
    pub note: Option<String>,
}

/// An entry as it stands in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipRecord {
    /// Its place in the chain, counted from 1 without gaps.
    pub seq: u64,
    /// What it says.
    pub says: Membership,
    /// Since when, UTC.
    pub at: OffsetDateTime,
    /// Who has entered it.
    pub who: Who,
    /// Hash of the entry in front of it, or [`Digest::GENESIS`].
    pub previous: Digest,
    /// Hash of this entry.
    pub hash: Digest,
}

/// Every entry, the oldest first. There are few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merchants(Vec<MembershipRecord>);

/// Whose a profile's key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MerchantStanding {
    /// This merchant's.
    Known(MerchantKey),
    /// Nobody's yet, and the profile has none other: it will be a merchant of its own.
    New,
    /// Nobody's yet, but the profile has had another key, of this merchant. Somebody has to say
    /// whether it is the same one.
    Unsettled(MerchantKey),
}

impl Merchants {
    /// Takes the entries, the oldest first.
    #[must_use]
    pub const fn new(entries: Vec<MembershipRecord>) -> Self {
        Self(entries)
    }

    /// Returns the entries, the oldest first.
    #[must_use]
    pub fn entries(&self) -> &[MembershipRecord] {
        &self.0
    }

    pub(super) fn push(&mut self, entry: MembershipRecord) {
        self.0.push(entry);
    }

    /// Returns the merchant that a key belongs to, if it was ever used.
    #[must_use]
    pub fn of(&self, key: &MerchantKey) -> Option<&MerchantKey> {
        let newest = self.0.iter().rev().find(|entry| entry.says.key == *key);
        newest.map(|entry| &entry.says.merchant)
    }

    /// Returns every key of a merchant, its own first.
    #[must_use]
    pub fn keys_of(&self, merchant: &MerchantKey) -> Vec<MerchantKey> {
        let mut keys = vec![merchant.clone()];
        for entry in &self.0 {
            let key = &entry.says.key;
            if self.of(key) == Some(merchant) && !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }

    /// Says whose the key of a profile is.
    #[must_use]
    pub fn standing(
        &self,
        key: &MerchantKey,
        environment: &str,
        profile: &str,
    ) -> MerchantStanding {
        if let Some(merchant) = self.of(key) {
            return MerchantStanding::Known(merchant.clone());
        }
        let before = self.before(environment, profile);
        before.map_or(MerchantStanding::New, |merchant| {
            MerchantStanding::Unsettled(merchant.clone())
        })
    }

    /// Returns the merchant whose refunds a profile has made last.
    #[must_use]
    pub fn before(&self, environment: &str, profile: &str) -> Option<&MerchantKey> {
        let of_profile = |entry: &&MembershipRecord| {
            (entry.says.environment.as_str(), entry.says.profile.as_str()) == (environment, profile)
        };
        let newest = self.0.iter().rev().find(of_profile)?;
        self.of(&newest.says.key)
    }

    /// Whether a profile has used a merchant before.
    #[must_use]
    pub fn has(&self, merchant: &MerchantKey, profile: &str) -> bool {
        let mut entries = self.0.iter().map(|entry| &entry.says);
        entries.any(|says| says.key == *merchant && says.profile == profile)
    }
}
