//! Entering whose a key is, and holding back what nobody has settled.

use super::super::chain;
use super::super::record::{Digest, NewIntent, Stamp};
use super::super::{
    Begun, JournalError, Membership, MembershipRecord, MerchantStanding, Merchants,
};
use super::merchants;
use super::write::Writing;

impl Writing<'_> {
    /// Returns the merchants; within this transaction nobody else changes them.
    pub(super) fn merchants(&mut self) -> Result<&mut Merchants, JournalError> {
        if self.merchants.is_none() {
            let read = merchants::read(self.connection);
            self.merchants = Some(self.sql(read)?);
        }
        Ok(self.merchants.get_or_insert_default())
    }

    /// Says that the merchant of a new intent is not the one of the profile's refunds so far.
    pub(super) fn stranger(&mut self, new: &NewIntent) -> Result<Option<Begun>, JournalError> {
        let merchants = self.merchants()?;
        let whose = merchants.standing(&new.merchant, &new.environment, &new.profile);
        Ok(match whose {
            MerchantStanding::New => None,
            // Somebody may have said just now that it belongs to another.
            MerchantStanding::Known(merchant) if merchant == new.merchant => None,
            MerchantStanding::Known(merchant) | MerchantStanding::Unsettled(merchant) => {
                Some(Begun::OtherMerchant(merchant))
            }
        })
    }

    /// Enters the merchant of an intent that was just written down, if its profile uses it for the
    /// first time.
    pub(super) fn enter_merchant(
        &mut self,
        new: &NewIntent,
        stamp: Stamp<'_>,
    ) -> Result<(), JournalError> {
        if self.merchants()?.has(&new.merchant, &new.profile) {
            return Ok(());
        }
        let says = Membership {
            key: new.merchant.clone(),
            merchant: new.merchant.clone(),
            environment: new.environment.clone(),
            profile: new.profile.clone(),
            note: None,
        };
        self.append_entry(says, stamp)
    }

    pub(super) fn append_entry(
        &mut self,
        says: Membership,
        stamp: Stamp<'_>,
    ) -> Result<(), JournalError> {
        let at = self.time(stamp.now)?;
        let newest = self.merchants()?.entries().last();
        let mut entry = MembershipRecord {
            seq: newest.map_or(1, |entry| entry.seq.saturating_add(1)),
            previous: newest.map_or(Digest::GENESIS, |entry| entry.hash),
            says,
            at,
            who: stamp.who.clone(),
            hash: Digest::GENESIS,
        };
        entry.hash = chain::entry(&entry);
        let written = merchants::insert(self.connection, &entry);
        self.sql(written)?;
        self.merchants()?.push(entry);
        Ok(())
    }
}
