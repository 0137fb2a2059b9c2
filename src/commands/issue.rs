//! `issue`: parse → plan → act → report. A dry run is the same road without the act.

mod act;
mod again;
mod asked;
mod before;
mod confirm;
mod dry_run;
mod order;
mod plan;
mod report;
mod wanted;

use super::merchant::{self, Party};
use super::preflight::Held;
use super::ways::{Keys, Ways};
use super::{Desk, Failure, books};
use crate::cli::IssueArgs;
use crate::exit::Exit;
use crate::gateway::wire::Merchant;
use crate::journal::{Journal, JournalError, NextAttempt, Record, next_attempt};
use crate::money::Amount;
use crate::refund::OutTradeNo;
use plan::Sought;
use std::time::Duration;
use wanted::Wanted;

pub(super) fn run(args: &IssueArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let args = &*asked::completed(args, desk)?;
    let wanted = Wanted::parse(args)?;
    let party = merchant::choose(desk)?;
    let amount = wanted.amount(party.profile.currency())?;
    let keys = Keys::default();
    let mut ways = Ways::new(&keys, args.timeout);
    let merchant = ways.merchant(&party, desk)?;
    // Its number is derived from whose it is.
    if wanted.reference.is_some() {
        books::know_merchant(&party, desk)?;
    }
    let number = wanted.number(&party, desk.clock.now(), desk.random)?;
    confirm::warn_if_unusual(&number, &mut desk.console);
    let timeout = party.timeout(args.timeout);
    let payment = order::payment(&wanted, args, &party, &mut ways, desk)?;
    let wanted = wanted.of(payment);
    let issuing = Issuing {
        args,
        wanted: &wanted,
        party: &party,
        merchant,
        timeout,
    };
    if let (true, Some(amount)) = (args.dry_run, amount) {
        let intent = wanted.intent(number, amount, &party);
        confirm::warn_if_risky(&intent, &mut desk.console);
        return Ok(issuing.show(intent, desk));
    }
    issuing.if_stopped(&number, amount, desk);
    if let Err(held) = confirm::can_be_asked(args, &party, &desk.console) {
        return issuing
            .report_held(&number, amount, held, desk)
            .map(|(exit, _)| exit);
    }
    let reported = issuing.with_journal(&number, amount, &mut ways, desk);
    // Whatever stopped it came before the send, and the number exists: there is one document for it.
    let reported =
        reported.or_else(|failure| issuing.report_held(&number, amount, Held::from(failure), desk));
    reported.map(|(exit, _)| exit)
}

/// One refund on its way.
struct Issuing<'a> {
    args: &'a IssueArgs,
    wanted: &'a Wanted,
    party: &'a Party,
    merchant: &'a Merchant,
    timeout: Duration,
}

/// The exit code of what was reported, and the refund it was about.
type Reported = Result<(Exit, Option<Record>), Failure>;

impl Issuing<'_> {
    fn with_journal(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        ways: &mut Ways<'_>,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let mut journal = books::open(self.party, desk)?;
        let reported = self.run(number.clone(), amount, &mut *journal, ways, desk)?;
        let besides: Vec<_> = reported
            .1
            .iter()
            .map(|record| (record.state(), 1))
            .collect();
        books::remind(&mut *journal, &besides, self.party, desk);
        Ok(reported)
    }

    fn run(
        &self,
        number: OutTradeNo,
        amount: Option<Amount>,
        journal: &mut dyn Journal,
        ways: &mut Ways<'_>,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let earlier = self.written_down(&number, journal)?;
        let further = match self.further(earlier.as_ref(), journal) {
            Ok(further) => further,
            Err(held) => {
                let number = earlier.map_or(number, |record| record.number().clone());
                return self.report_held(&number, amount, held, desk);
            }
        };
        if let (Some(record), None) = (&earlier, &further)
            && let Some(reported) = self.earlier(record, amount, desk)
        {
            return reported;
        }
        if earlier.is_none()
            && let Some(begun) = self.alike(journal)?
        {
            return self.report_refused(&number, amount, begun, desk);
        }
        // Found out now, not after the question.
        self.looked_at(journal)?;
        // What follows rests on what the journal says, the look as much as the claim.
        journal.trust()?;
        let gateway = ways.of(self.party, self.party.limits(), desk)?;
        if let Some(further) = &further {
            desk.console.note(&further.in_words(self));
        }
        let number = further
            .as_ref()
            .map_or(number, |further| further.number.clone());
        let sought = match further {
            Some(further) => Sought::further(further, amount),
            None => Sought::new(number.clone(), amount, earlier),
        };
        match self.prepare(sought, &gateway, journal, desk) {
            Err(held) => self.report_held(&number, amount, held, desk),
            Ok((claim, looked)) => self.act(claim, looked, &gateway, journal, desk),
        }
    }

    /// Finds it in the journal.
    fn written_down(
        &self,
        number: &OutTradeNo,
        journal: &mut dyn Journal,
    ) -> Result<Option<Record>, JournalError> {
        let key = self.party.key();
        let Some(reference) = &self.wanted.reference else {
            return journal.find(key.numbered(number));
        };
        let found = match journal.find_by_reference(&key, reference)? {
            Some(record) => Some(record),
            // The number of a reference may have been given by hand.
            None => journal.find(key.numbered(number))?,
        };
        let is_over = |record: &Record| record.state().may_be_replaced();
        // Of several attempts a journal that was brought up to the gateway may have the last one alone.
        if found.as_ref().is_none_or(is_over)
            && let NextAttempt::Stands(record) =
                next_attempt(journal, &key, |attempt| key.number(reference, attempt))?
        {
            return Ok(Some(*record));
        }
        Ok(found)
    }
}
