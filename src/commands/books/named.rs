//! The merchants that the profiles of the config file name in one journal.

use super::place;
use crate::commands::Desk;
use crate::commands::Failure;
use crate::commands::merchant::{Party, every, own_key};
use crate::journal::{MerchantKey, Merchants};

/// The merchants that are named.
pub(in crate::commands) struct Named {
    pub(in crate::commands) keys: Vec<MerchantKey>,
    /// Profiles that cannot be read.
    pub(in crate::commands) unread: Vec<String>,
}

/// Finds the merchants that profiles with the same journal as this one name: a profile with another journal
/// does not see what waits in this one.
pub(in crate::commands) fn named(
    party: &Party,
    merchants: &Merchants,
    desk: &Desk<'_>,
) -> Result<Named, Failure> {
    let whose = |key: MerchantKey| merchants.of(&key).cloned().unwrap_or(key);
    let own = place(&party.profile, desk)?;
    let mut named = Named {
        keys: vec![whose(own_key(&party.profile))],
        unread: Vec::new(),
    };
    // The built-in profile needs no file, and where the chosen one was read there is one.
    for (name, read) in every(desk).unwrap_or_default() {
        let other = read.ok().map(|other| other.profile);
        match other.map(|other| (place(&other, desk), other)) {
            Some((Ok(path), other)) if path == own => named.keys.push(whose(own_key(&other))),
            Some((Ok(_), _)) => {}
            Some((Err(_), _)) | None => named.unread.push(name),
        }
    }
    Ok(named)
}
