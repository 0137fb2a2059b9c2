//! A payment as the gateway and the journal show it together, before a refund of it is sent.

mod lists;
mod told;
mod unseen;

pub use lists::is_it;
use lists::{lists_lack, unknown};
pub use told::{Known, Told, told};
pub use unseen::{Blame, Unseen, check_profile};

use super::Owner;
use crate::gateway::enquiry::{
    self, Enquirer, EnquiryFault, Lists, Moment, MonthLists, Shown, ShownRefund, Unread,
};
use crate::journal::{Filter, Journal, JournalError, Listing, Payment, Record};
use crate::language::text;
use crate::profile::Profile;
use crate::refund::clock::FAR_OFF;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::preflight::{self, Earlier, Judgement, Request};
use crate::refund::{Outcome, State, Syssn};
use std::time::Duration;
use time::OffsetDateTime;

/// The payment as the gateway and the journal show it together.
pub struct PaymentSeen {
    facts: preflight::PaymentFacts,
    /// Every refund of it, oldest first.
    pub refunds: Vec<Earlier>,
    /// Refunds that may be of it: they name no payment, and this journal does not know them.
    nameless: Vec<Earlier>,
    /// The payment for the journal.
    pub payment: Payment,
    /// How long ago the same refund is a twin.
    twin_window: Duration,
    /// When this month's list was read, in which a refund of now would stand.
    pub at: Option<Moment>,
}

impl PaymentSeen {
    /// Joins what the gateway shows and every refund of the payment in the journal.
    pub fn of(shown: Shown, records: Vec<Record>, profile: &Profile) -> Self {
        let facts = shown.payment;
        let payment = Payment {
            amount: facts.amount,
            currency: facts.currency.unwrap_or(profile.currency()),
            pay_type: facts.pay_type.clone(),
            paid_at: facts.paid_at.map(hong_kong::gateway_time),
        };
        Self {
            facts,
            refunds: together(shown.refunds, records),
            nameless: Vec::new(),
            payment,
            twin_window: profile.guards().twin_window,
            at: None,
        }
    }

    /// Adds refunds that name no payment, and that the journal does not know.
    pub fn beside(self, nameless: Vec<ShownRefund>) -> Self {
        let nameless = together(nameless, Vec::new()).into_iter();
        let may_be_of_it = |refund| Earlier {
            counts: false,
            nameless: true,
            ..refund
        };
        Self {
            nameless: nameless.map(may_be_of_it).collect(),
            ..self
        }
    }

    /// Judges one refund of it.
    pub fn judge(&self, request: &Request<'_>, profile: &Profile) -> Judgement {
        let account = &profile.guards().account;
        let refunds = [self.refunds.as_slice(), &self.nameless].concat();
        preflight::look(&self.facts, &refunds, request, account)
    }

    /// Finds the refund that was sent, or one made elsewhere that may have taken its place, in words. What was made so long
    /// before it that it would have been a twin may be shown only now.
    pub fn made_since(&self, sent: &Record) -> Option<String> {
        let intent = &sent.wanted.intent;
        let mut shown = self.refunds.iter().filter(|refund| refund.shown);
        let own = shown.find(|refund| refund.number == sent.number().as_str() && refund.counts);
        if let Some(own) = own {
            let words = own.in_words(intent.currency);
            return Some(text!(
                "attempt-payment-this-one",
                "{refund}. It is this very one, and `resolve` writes that down",
                refund = words
            ));
        }
        // One that a copy has as planned may have been sent at any time since.
        let sent_at = sent.progress.sent_at.unwrap_or(sent.created_at);
        let since = sent_at.min(sent.created_at);
        // The gateway's clock may be so far from ours.
        let before = self.twin_window.max(FAR_OFF);
        let since = since.saturating_sub(before.try_into().unwrap_or(time::Duration::MAX));
        let mut made = [&self.refunds, &self.nameless]
            .into_iter()
            .find_map(|refunds| preflight::made_since(refunds, intent.amount, since));
        if made.is_none() {
            // Another amount may have been paid in its place. What the journal has, it judges itself.
            let sent_at = sent_at.saturating_sub(FAR_OFF.try_into().unwrap_or_default());
            let is_later = |refund: &Earlier| refund.at.is_none_or(|at| at >= sent_at);
            let mut elsewhere = self
                .refunds
                .iter()
                .filter(|refund| refund.shown && !refund.known);
            made = elsewhere.find(|refund| refund.counts && is_later(refund));
        }
        Some(made?.in_words(intent.currency))
    }

    /// Returns the merchant's own number of the payment.
    pub fn number(&self) -> Option<&str> {
        self.facts.number.as_deref()
    }

    /// Says what stands in the way of sending an unknown refund again, whatever the amounts: another one that
    /// is in doubt, or that no longer enough of the payment is left beside the others.
    pub fn leaves_no_room(&self, sent: &Record) -> Option<String> {
        let (intent, own) = (&sent.wanted.intent, sent.number().as_str());
        let others: Vec<Earlier> = self
            .refunds
            .iter()
            .filter(|refund| refund.number != own)
            .cloned()
            .collect();
        if let Some(open) = preflight::in_doubt(&others) {
            let words = open.in_words(intent.currency);
            return Some(text!(
                "attempt-payment-open",
                "another refund of this payment is still open: {refund}",
                refund = words
            ));
        }
        let left = preflight::rest(&self.facts, &others);
        (left < intent.amount.minor()).then(|| {
            let words = |minor: u64| intent.currency.in_words(minor.into());
            text!(
                "attempt-payment-left",
                "{paid} was paid, and after its other refunds {left} is left",
                paid = words(self.facts.amount.minor()),
                left = words(left)
            )
        })
    }

    /// Returns what the gateway shows of the payment itself.
    pub const fn facts(&self) -> &preflight::PaymentFacts {
        &self.facts
    }

    /// Returns the refunds that may be of it: they name no payment, and the journal does not know them.
    pub fn nameless(&self) -> &[Earlier] {
        &self.nameless
    }

    /// Returns what is left of it in minor units.
    pub fn rest(&self) -> u64 {
        preflight::rest(&self.facts, &self.refunds)
    }
}

/// Looks at the payment.
pub fn look(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<PaymentSeen, Unseen> {
    let mut lists = MonthLists::default();
    look_among(syssn, enquirer, &mut lists, owner, journal, now)
}

/// Looks at the payment where there is no journal.
pub fn look_alone(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    profile: &Profile,
    now: OffsetDateTime,
) -> Result<PaymentSeen, Unseen> {
    let (shown, nameless) = shown(syssn, enquirer, &mut MonthLists::default(), now)?;
    Ok(PaymentSeen::of(shown, Vec::new(), profile).beside(nameless))
}

/// Looks at one of many payments, with the lists that were read for the others.
pub fn look_among(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    lists: &mut MonthLists,
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<PaymentSeen, Unseen> {
    let (shown, nameless) = shown(syssn, enquirer, lists, now)?;
    let records = records(syssn, owner.profile, journal).map_err(Unseen::Journal)?;
    if let Some(why) = lists_lack(lists, &records, owner, journal, now).map_err(Unseen::Journal)? {
        return Err(EnquiryFault::NoAnswer(why).into());
    }
    let unknown = unknown(nameless, owner, journal).map_err(Unseen::Journal)?;
    let seen = PaymentSeen::of(shown, records, owner.profile).beside(unknown);
    Ok(PaymentSeen {
        at: lists.seen(HkMonth::of(now)),
        ..seen
    })
}

/// Asks what the gateway shows of a payment, and which refunds it shows beside that name none.
pub fn shown(
    syssn: &Syssn,
    enquirer: &Enquirer<'_>,
    lists: &mut MonthLists,
    now: OffsetDateTime,
) -> Result<(Shown, Vec<ShownRefund>), Unseen> {
    let (number, this_month) = (syssn.as_str(), HkMonth::of(now));
    let found = enquiry::look_up_payment(enquirer, number, Lists::All(lists), this_month)?;
    let shown = enquiry::shown(&found.rows, syssn.as_str()).map_err(|unread| match unread {
        Unread::NoPayment => Unseen::NoPayment(syssn.clone()),
        Unread::ARefund => Unseen::ARefund(syssn.clone()),
        Unread::Field(field) => Unseen::Unread(field),
    })?;
    let nameless = enquiry::nameless(&found.nameless, &shown.payment);
    Ok((shown, nameless))
}

/// Returns the refunds of a payment that the journal alone knows of.
pub fn known(
    syssn: &Syssn,
    profile: &Profile,
    journal: &mut dyn Journal,
) -> Result<Vec<Earlier>, JournalError> {
    Ok(together(Vec::new(), records(syssn, profile, journal)?))
}

/// Reads every refund of a payment in the journal, whoever's it is.
///
/// # Errors
/// [`JournalError`].
pub fn records(
    syssn: &Syssn,
    profile: &Profile,
    journal: &mut dyn Journal,
) -> Result<Vec<Record>, JournalError> {
    Listing::new(journal, every(syssn, profile)).collect()
}

/// Finds every refund of a payment in the journal.
pub fn every(syssn: &Syssn, profile: &Profile) -> Filter {
    Filter {
        environment: Some(profile.environment().name().to_owned()),
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
        let by_number = |record: &Record| Some(record.number().as_str()) == number;
        // One that `journal rejoin` has entered whose number is none, or that of another one.
        let by_syssn = |record: &Record| {
            let known = record.progress.refund_syssn.as_deref();
            known.is_some() && known == refund.syssn.as_deref()
        };
        let at = records.iter().position(by_number);
        let at = at.or_else(|| records.iter().position(by_syssn));
        let record = at.map(|at| records.remove(at));
        let gone = refund.outcome != Outcome::Declined;
        let live = record
            .as_ref()
            .is_some_and(|record| record.state().is_live());
        let ours = record.as_ref().map(|record| record.wanted.intent.amount);
        let state = record.as_ref().map(Record::state);
        // What the gateway does not say is no news of what is open.
        let tells = refund.outcome != Outcome::Unknown;
        let is_news = |state: &State| state.is_open() && tells && state.outcome() != refund.outcome;
        refunds.push(Earlier {
            syssn: refund.syssn.clone(),
            ours: record.as_ref().map(|record| record.number().to_string()),
            number: refund.out_trade_no.or(refund.syssn).unwrap_or_default(),
            amount: ours.map_or(refund.amount, |ours| ours.max(refund.amount)),
            at: refund.at,
            outcome: refund.outcome,
            counts: gone || live,
            shown: true,
            known: record.is_some(),
            denied: state.filter(|_| gone && !live),
            open: state.filter(is_news),
            tried: record.is_some_and(|record| record.progress.attempt > 0),
            nameless: false,
        });
    }
    records.retain(was_sent);
    refunds.extend(records.iter().map(earlier));
    refunds.sort_by_key(|refund| refund.at);
    refunds
}

/// Returns a refund as the journal alone knows it.
pub fn earlier(record: &Record) -> Earlier {
    Earlier {
        number: record.number().to_string(),
        syssn: record.progress.refund_syssn.clone(),
        ours: Some(record.number().to_string()),
        amount: record.wanted.intent.amount,
        at: record.progress.sent_at,
        outcome: record.state().outcome(),
        counts: record.state().is_live(),
        shown: false,
        known: true,
        denied: None,
        open: None,
        tried: true,
        nameless: false,
    }
}

impl From<EnquiryFault> for Unseen {
    fn from(fault: EnquiryFault) -> Self {
        Self::Fault(fault)
    }
}
