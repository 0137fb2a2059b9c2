//! The look at a payment before a refund of it is sent.

mod unseen;

pub(super) use unseen::{Blame, CHECK_PROFILE, PAST, Unseen};

use super::Failure;
use super::merchant::Party;
use crate::attempt::Refusal;
use crate::exit::Exit;
use crate::gateway::enquiry::{
    self, Enquirer, EnquiryFault, Lists, Moment, MonthLists, Shown, ShownRefund, Unread,
};
use crate::journal::{Filter, Journal, JournalError, Listing, Payment, Record};
use crate::refund::clock::FAR_OFF;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::preflight::{self, Earlier, Gravity, Look, Request};
use crate::refund::{Outcome, Syssn, naming};
use std::time::Duration;
use time::OffsetDateTime;

/// Why nothing is sent, decided by us.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) exit: Exit,
    pub(super) cause: &'static str,
    pub(super) message: String,
    pub(super) next: String,
}

impl Held {
    pub(super) fn new(
        exit: Exit,
        cause: &'static str,
        message: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self {
            exit,
            cause,
            message: message.into(),
            next: next.into(),
        }
    }

    /// Names the profile in the commands that are proposed.
    pub(super) fn naming(self, profile: &str) -> Self {
        let next = naming(&self.next, profile);
        Self { next, ..self }
    }

    /// A refund that a rule forbids.
    pub(super) fn by_rule(refusal: Refusal, remedy: impl Into<String>) -> Self {
        Self::new(Exit::Refused, refusal.cause, refusal.text, remedy)
    }
}

impl From<Failure> for Held {
    fn from(failure: Failure) -> Self {
        Self::new(
            failure.exit,
            "setup",
            format!("{:#}", failure.error),
            failure.hint.unwrap_or_default(),
        )
    }
}

impl From<JournalError> for Held {
    fn from(error: JournalError) -> Self {
        Self::new(Exit::Setup, "setup", error.to_string(), error.remedy())
    }
}

/// The payment as the gateway and the journal show it together.
pub(super) struct Seen {
    facts: preflight::PaymentFacts,
    /// Every refund of it, oldest first.
    pub(super) refunds: Vec<Earlier>,
    /// The payment for the journal.
    pub(super) payment: Payment,
    /// How long ago the same refund is a twin.
    twin_window: Duration,
    /// When this month's list was read, in which a refund of now would stand.
    pub(super) at: Option<Moment>,
}

impl Seen {
    /// Joins what the gateway shows and every refund of the payment in the journal.
    pub(super) fn of(shown: Shown, records: Vec<Record>, party: &Party) -> Self {
        let facts = shown.payment;
        let payment = Payment {
            amount: facts.amount,
            currency: facts.currency.unwrap_or(party.profile.currency()),
            pay_type: facts.pay_type.clone(),
            paid_at: facts.paid_at.map(hong_kong::gateway_time),
        };
        Self {
            facts,
            refunds: together(shown.refunds, records),
            payment,
            twin_window: party.profile.guards().twin_window,
            at: None,
        }
    }

    /// Judges one refund of it.
    pub(super) fn judge(&self, request: &Request<'_>, party: &Party) -> Look {
        let account = &party.profile.guards().account;
        preflight::look(&self.facts, &self.refunds, request, account)
    }

    /// Finds the refund that was sent, or the same one made elsewhere, in words. What was made so long
    /// before it that it would have been a twin may be shown only now.
    pub(super) fn made_since(&self, sent: &Record) -> Option<String> {
        let intent = &sent.wanted.intent;
        let mut shown = self.refunds.iter().filter(|refund| refund.shown);
        let own = shown.find(|refund| refund.number == sent.number().as_str() && refund.counts);
        if let Some(own) = own {
            let words = own.in_words(intent.currency);
            return Some(format!(
                "{words}. It is this very one, and `resolve` writes that down"
            ));
        }
        let since = sent.progress.sent_at.unwrap_or(sent.created_at);
        // The gateway's clock may be so far from ours.
        let before = self.twin_window.max(FAR_OFF);
        let since = since.saturating_sub(before.try_into().unwrap_or(time::Duration::MAX));
        let made = preflight::made_since(&self.refunds, intent.amount, since)?;
        Some(made.in_words(intent.currency))
    }

    /// Returns what is left of it in minor units.
    pub(super) fn rest(&self) -> u64 {
        preflight::rest(&self.facts, &self.refunds)
    }
}

/// Looks at the payment.
pub(super) fn look(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    party: &Party,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<Seen, Unseen> {
    let mut lists = MonthLists::default();
    look_among(syssn, enquirer, &mut lists, party, journal, now)
}

/// Looks at one of many payments, with the lists that were read for the others.
pub(super) fn look_among(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    lists: &mut MonthLists,
    party: &Party,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<Seen, Unseen> {
    let shown = shown(syssn, enquirer, lists, now)?;
    let records = records(syssn, party, journal).map_err(Unseen::Journal)?;
    Ok(Seen {
        at: lists.seen(HkMonth::of(now)),
        ..Seen::of(shown, records, party)
    })
}

/// Asks what the gateway shows of a payment.
pub(super) fn shown(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    lists: &mut MonthLists,
    now: OffsetDateTime,
) -> Result<Shown, Unseen> {
    let (number, this_month) = (syssn.as_str(), HkMonth::of(now));
    let found = enquiry::look_up_payment(enquirer, number, Lists::All(lists), this_month)?;
    enquiry::shown(&found.rows, syssn.as_str()).map_err(|unread| match unread {
        Unread::NoPayment => Unseen::NoPayment(syssn.clone()),
        Unread::ARefund => Unseen::ARefund(syssn.clone()),
        Unread::Field(field) => Unseen::Unread(field),
    })
}

/// Returns the refunds of a payment that the journal alone knows of.
pub(super) fn known(
    syssn: &Syssn,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Vec<Earlier>, JournalError> {
    Ok(together(Vec::new(), records(syssn, party, journal)?))
}

fn records(
    syssn: &Syssn,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Vec<Record>, JournalError> {
    Listing::new(journal, every(syssn, party)).collect()
}

/// Finds every refund of a payment in the journal.
pub(super) fn every(syssn: &Syssn, party: &Party) -> Filter {
    Filter {
        environment: Some(party.profile.environment().name().to_owned()),
        syssn: Some(syssn.clone()),
        oldest_first: true,
        ..Filter::default()
    }
}

/// What was never sent is no refund yet.
fn was_sent(record: &Record) -> bool {
    record.state().outcome() != Outcome::NotSent
}

/// Joins what the gateway shows and what the journal knows, each refund once. Where they do not
/// agree, what takes more of the payment counts, and where only the gateway says that money moved,
/// that is told. One record explains one refund: a second one under its number was made elsewhere.
fn together(shown: Vec<ShownRefund>, mut records: Vec<Record>) -> Vec<Earlier> {
    let mut refunds: Vec<Earlier> = Vec::new();
    for refund in shown {
        let number = refund.out_trade_no.as_deref();
        let at = records
            .iter()
            .position(|record| Some(record.number().as_str()) == number);
        let record = at.map(|at| records.remove(at));
        let gone = refund.outcome != Outcome::Declined;
        let live = record
            .as_ref()
            .is_some_and(|record| record.state().is_live());
        let ours = record.as_ref().map(|record| record.wanted.intent.amount);
        let denied = record.as_ref().map(Record::state);
        refunds.push(Earlier {
            number: refund.out_trade_no.or(refund.syssn).unwrap_or_default(),
            amount: ours.map_or(refund.amount, |ours| ours.max(refund.amount)),
            at: refund.at,
            outcome: refund.outcome,
            counts: gone || live,
            shown: true,
            known: record.is_some(),
            denied: denied.filter(|_| gone && !live),
            tried: record.is_some_and(|record| record.progress.attempt > 0),
        });
    }
    records.retain(was_sent);
    refunds.extend(records.iter().map(earlier));
    refunds.sort_by_key(|refund| refund.at);
    refunds
}

/// Returns a refund as the journal alone knows it.
pub(super) fn earlier(record: &Record) -> Earlier {
    Earlier {
        number: record.number().to_string(),
        amount: record.wanted.intent.amount,
        at: record.progress.sent_at,
        outcome: record.state().outcome(),
        counts: record.state().is_live(),
        shown: false,
        known: true,
        denied: None,
        tried: true,
    }
}

impl From<EnquiryFault> for Unseen {
    fn from(fault: EnquiryFault) -> Self {
        Self::Fault(fault)
    }
}

/// Sending real money in the gateway's pause is refused, rehearsing in it is warned of.
pub(super) fn pause(party: &Party) -> Option<Gravity> {
    let gravity = if party.profile.environment().moves_money() {
        Gravity::Refusal
    } else {
        Gravity::Warning
    };
    Some(gravity).filter(|_| party.profile.guards().clearing_pause)
}
