//! The look at a payment before a refund of it is sent.

mod unseen;

pub(super) use unseen::{Blame, CHECK_PROFILE, Unseen};

use super::merchant::Party;
use super::{Failure, books};
use crate::attempt::Refusal;
use crate::exit::Exit;
use crate::gateway::enquiry::{self, Enquirer, EnquiryFault, Key, RowKind, Transaction};
use crate::journal::{Filter, Journal, JournalError, Listing, Payment};
use crate::money::{Amount, Currency};
use crate::refund::clock::FAR_OFF;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::preflight::{self, Gravity, Look, Request};
use crate::refund::{Outcome, Syssn};
use std::collections::BTreeMap;
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

impl From<Refusal> for Held {
    fn from(refusal: Refusal) -> Self {
        Self::new(Exit::Refused, refusal.cause, refusal.text, refusal.remedy)
    }
}

/// The payment as the gateway and the journal show it together.
pub(super) struct Seen {
    facts: preflight::Payment,
    /// Every refund of it that is done or may be, in minor units.
    refunded: u64,
    /// The payment for the journal.
    pub(super) payment: Payment,
}

impl Seen {
    /// Judges one refund of it.
    pub(super) fn judge(&self, request: &Request, party: &Party) -> Look {
        let account = &party.profile.guards().account;
        preflight::look(&self.facts, self.refunded, request, account)
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
    let this_month = HkMonth::of(now);
    let key = Key::Syssn(syssn.to_string());
    let months = enquiry::months_to_try(&key, this_month);
    let mut rows = enquiry::search(enquirer, &key, &months)?.rows;
    let payment_row = payment_row(&rows, syssn)?.clone();
    if payment_row
        .cancel
        .as_deref()
        .is_some_and(|cancel| cancel != "0")
    {
        // Money went back already: every refund counts, also those made elsewhere.
        let paid_in = HkMonth::of_dated_number(syssn.as_str()).unwrap_or(this_month);
        // The clock may be off by so much without a word, and no refund may stay unseen for it.
        let last =
            HkMonth::of(now.saturating_add(time::Duration::try_from(FAR_OFF).unwrap_or_default()));
        for month in paid_in.through(last.max(paid_in)) {
            rows.extend(enquiry::list_refunds(enquirer, syssn.as_str(), month)?);
        }
    }
    let (facts, payment) = read(&payment_row, party.profile.currency())?;
    let refunded = refunded(&rows, syssn, party, journal).map_err(Unseen::Journal)?;
    Ok(Seen {
        facts,
        refunded,
        payment,
    })
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

fn payment_row<'a>(rows: &'a [Transaction], syssn: &Syssn) -> Result<&'a Transaction, Unseen> {
    let ours = |row: &&Transaction| row.syssn.as_deref() == Some(syssn.as_str());
    match rows.iter().find(ours) {
        Some(row) if row.order_type == RowKind::Refund => Err(Unseen::ARefund(syssn.clone())),
        Some(row) => Ok(row),
        None => Err(Unseen::NoPayment(syssn.clone())),
    }
}

fn read(
    row: &Transaction,
    profile_currency: Currency,
) -> Result<(preflight::Payment, Payment), Unseen> {
    let paid = row
        .txamt
        .as_deref()
        .and_then(|minor| Amount::parse_minor(minor).ok());
    let amount = paid.ok_or(Unseen::NoAmount)?;
    let currency = row
        .txcurrcd
        .as_deref()
        .and_then(|code| Currency::from_code(code).ok());
    let paid_at = row.sysdtm.clone();
    let facts = preflight::Payment {
        amount,
        currency,
        pay_type: row.pay_type.clone(),
        paid_at: paid_at.as_deref().and_then(hong_kong::parse_gateway_time),
        succeeded: row.outcome() == Outcome::Refunded,
    };
    let payment = Payment {
        amount,
        currency: currency.unwrap_or(profile_currency),
        pay_type: row.pay_type.clone(),
        paid_at,
    };
    Ok((facts, payment))
}

/// Sums every refund of the payment that is done or may be: the journal's and the gateway's, each
/// number once.
fn refunded(
    rows: &[Transaction],
    syssn: &Syssn,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<u64, JournalError> {
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows {
        let is_ours =
            row.order_type == RowKind::Refund && row.orig_syssn.as_deref() == Some(syssn.as_str());
        let amount = row
            .txamt
            .as_deref()
            .and_then(|minor| Amount::parse_minor(minor).ok());
        if let (true, Some(amount)) = (is_ours && row.outcome() != Outcome::Declined, amount) {
            let name = row
                .out_trade_no
                .clone()
                .or_else(|| row.syssn.clone())
                .unwrap_or_default();
            known.insert(name, amount.minor());
        }
    }
    let filter = Filter {
        merchant: Some(books::merchant_key(&party.profile)),
        syssn: Some(syssn.clone()),
        ..Filter::default()
    };
    for record in Listing::new(journal, filter) {
        let record = record?;
        if record.state().is_live() {
            known.insert(
                record.number().to_string(),
                record.wanted.intent.amount.minor(),
            );
        }
    }
    Ok(known
        .values()
        .fold(0, |sum, minor| sum.saturating_add(*minor)))
}
