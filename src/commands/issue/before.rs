//! Before a refund is sent that the gateway has answered with HTTP 429, where the payment is not looked at: the
//! look would show it.

use super::Issuing;
use super::report::stopped;
use crate::attempt::{self, Look, Singly};
use crate::commands::merchant::Gateway;
use crate::commands::preflight::Held;
use crate::commands::{Desk, books};
use crate::exit::Exit;
use crate::gateway::enquiry::EnquiryFault;
use crate::journal::{Begun, Filter, Journal, JournalError, Listing, Record};
use crate::language::{text, word};
use crate::refund::{Intent, State, command};

impl Issuing<'_> {
    /// Asks the gateway by number for the planned refunds that would be sent: the known one, or any that may be
    /// taken up in the place of a new one. What it has is written down, and then the claim finds it.
    pub(super) fn look_before(
        &self,
        known: Option<&Record>,
        wanted: &Intent,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Held> {
        let planned = match known {
            Some(record) => vec![record.clone()],
            // With a reference, or beside it, nothing is taken up.
            None if wanted.reference.is_some() || self.args.twin => Vec::new(),
            None => self.planned_alike(wanted, journal)?,
        };
        for record in planned {
            let events = journal.events(record.id)?;
            let who = books::who(desk);
            let mut recorder = Singly {
                journal,
                who: &who,
                clock: &desk.clock,
            };
            let looked = attempt::look_before(&record, &events, &gateway.means(), &mut recorder);
            match looked {
                Ok(()) | Err(Look::Seen(_, None)) => {}
                Err(Look::Seen(_, Some(why))) => return Err(self.doubted(&record, why)),
                Err(Look::Nothing(fault)) => return Err(unasked(&record, &fault)),
                Err(Look::Unrecorded(error)) => return Err(error.into()),
                Err(Look::Stopped) => return Err(stopped()),
            }
        }
        Ok(())
    }

    /// Finds a refund that can be taken for this one by what it is called.
    pub(super) fn alike(&self, journal: &mut dyn Journal) -> Result<Option<Begun>, JournalError> {
        for name in self.wanted.names() {
            if let Some(alike) = journal.find_alike(&self.party.key(), &name)? {
                return Ok(Some(Begun::LookAlike(name, Box::new(alike))));
            }
        }
        Ok(None)
    }

    fn planned_alike(
        &self,
        wanted: &Intent,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Record>, JournalError> {
        let filter = Filter {
            environment: Some(self.party.profile.environment().name().to_owned()),
            states: vec![State::Planned],
            syssn: Some(wanted.syssn.clone()),
            amount: Some(wanted.amount),
            oldest_first: true,
            ..Filter::default()
        };
        let planned: Result<Vec<Record>, _> = Listing::new(journal, filter).collect();
        // In another currency it is not taken up.
        let is_it = |record: &Record| record.wanted.intent.currency == wanted.currency;
        Ok(planned?.into_iter().filter(is_it).collect())
    }

    fn doubted(&self, record: &Record, why: String) -> Held {
        let number = record.number().as_str();
        let how = text!(
            "issue-doubted-next",
            "Look at it with `{enquiry}`, and let a person look in the merchant portal.",
            enquiry = command("enquiry", number, self.party.profile.name())
        );
        Held::new(Exit::Refused, "number_used", why, how)
    }
}

fn unasked(record: &Record, fault: &EnquiryFault) -> Held {
    let exit = match fault {
        EnquiryFault::NotSent(_) | EnquiryFault::RateLimited => Exit::NotSent,
        _ if fault.is_setup() => Exit::Setup,
        _ => Exit::Refused,
    };
    let what = text!(
        "issue-unasked",
        "the gateway has answered {number} with HTTP 429, and whether it has it all the same could not be asked, so nothing was sent: {fault}",
        number = record.number(),
        fault
    );
    Held::new(
        exit,
        "preflight_failed",
        what,
        word!(
            "issue-unasked-next",
            "Run the command again; asking moves no money."
        ),
    )
}
