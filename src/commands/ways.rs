//! The ways of this process to the gateways: one for each profile, with its client key fetched once and its limits
//! kept by one gate, however many files and looks a command has.

use super::merchant::{Gateway, Party};
use super::{Desk, Failure};
use crate::gateway::limiter::Limit;
use crate::gateway::wire::Merchant;
use std::cell::OnceCell;
use std::rc::Rc;

/// The client keys that were fetched. A command that gives one may ask for a touch or a password.
#[derive(Default)]
pub(super) struct Keys(OnceCell<Box<Fetched>>);

struct Fetched {
    profile: String,
    merchant: Merchant,
    others: Keys,
}

impl Keys {
    fn of(&self, party: &Party, desk: &Desk<'_>) -> Result<&Merchant, Failure> {
        let name = party.profile.name();
        match self.0.get() {
            Some(fetched) if fetched.profile == name => Ok(&fetched.merchant),
            Some(fetched) => fetched.others.of(party, desk),
            None => {
                let fetched = Box::new(Fetched {
                    profile: name.to_owned(),
                    merchant: party.merchant(desk)?,
                    others: Self::default(),
                });
                Ok(&self.0.get_or_init(|| fetched).merchant)
            }
        }
    }
}

/// The ways that are open.
pub(super) struct Ways<'a> {
    keys: &'a Keys,
    /// The longest wait for one exchange in seconds, where the command line gives it.
    timeout: Option<u16>,
    open: Vec<(String, Rc<Gateway<'a>>)>,
}

impl<'a> Ways<'a> {
    pub(super) const fn new(keys: &'a Keys, timeout: Option<u16>) -> Self {
        Self {
            keys,
            timeout,
            open: Vec::new(),
        }
    }

    /// Returns the profile's merchant, and fetches its client key the first time.
    pub(super) fn merchant(&self, party: &Party, desk: &Desk<'_>) -> Result<&'a Merchant, Failure> {
        self.keys.of(party, desk)
    }

    /// Returns the profile's way, and opens it within these limits where it is not open yet.
    pub(super) fn of(
        &mut self,
        party: &Party,
        limits: Vec<Limit>,
        desk: &mut Desk<'_>,
    ) -> Result<Rc<Gateway<'a>>, Failure> {
        let name = party.profile.name();
        // Another profile's may have been asked for in between.
        party.speak(desk);
        if let Some((_, way)) = self.open.iter().find(|(known, _)| known == name) {
            return Ok(Rc::clone(way));
        }
        let merchant = self.merchant(party, desk)?;
        let way = Rc::new(party.open(merchant, party.timeout(self.timeout), limits, desk)?);
        self.open.push((name.to_owned(), Rc::clone(&way)));
        Ok(way)
    }
}
