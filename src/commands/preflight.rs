//! The look at a payment before a refund of it is sent.

use super::merchant::Party;
use super::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::codes::Class;
use crate::gateway::enquiry::{self, EnquiryFault, Key, Row, RowKind};
use crate::gateway::transport::Transport;
use crate::gateway::wire::Merchant;
use crate::journal::{Filter, Journal, JournalError, Listing, Payment};
use crate::money::{Amount, Currency};
use crate::output::Waiting;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::preflight::{self, Gravity, Look, Request};
use crate::refund::{Outcome, Syssn};
use std::collections::BTreeMap;

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

/// What the look found: the verdict on the refund, and the payment for the journal.
pub(super) struct Seen {
    pub(super) look: Look,
    pub(super) payment: Payment,
}

/// Looks at the payment.
pub(super) fn look(
    syssn: &Syssn,
    amount: Option<Amount>,
    party: &Party,
    merchant: &Merchant,
    transport: &Transport,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<Seen, Held> {
    let _waiting = Waiting::start(desk.console.may_animate, "looking at the payment");
    let now = desk.clock.now();
    let this_month = HkMonth::of(now);
    let key = Key::Syssn(syssn.to_string());
    let months = enquiry::months_to_try(&key, this_month);
    let search = |key: &Key, months: &[HkMonth]| {
        enquiry::search(transport, merchant, desk.clock.as_ref(), key, months)
            .map_err(|fault| held_by(&fault))
    };
    let mut rows = search(&key, &months)?.rows;
    let payment_row = payment_row(&rows, syssn)?.clone();
    if payment_row
        .cancel
        .as_deref()
        .is_some_and(|cancel| cancel != "0")
    {
        // Money went back already: every refund counts, also those made elsewhere.
        let paid_in = HkMonth::of_dated_number(syssn.as_str()).unwrap_or(this_month);
        for month in paid_in.through(this_month) {
            rows.extend(
                enquiry::list_refunds(
                    transport,
                    merchant,
                    desk.clock.as_ref(),
                    syssn.as_str(),
                    month,
                )
                .map_err(|fault| held_by(&fault))?,
            );
        }
    }
    let (facts, payment) = read(&payment_row, party.profile.currency())?;
    let refunded = refunded(&rows, syssn, party, journal)
        .map_err(|error| Held::new(Exit::Setup, "setup", error.to_string(), error.remedy()))?;
    let request = Request {
        amount,
        currency: party.profile.currency(),
        now,
        pause: pause(party),
    };
    Ok(Seen {
        look: preflight::look(&facts, refunded, &request, &party.profile.guards().account),
        payment,
    })
}

/// Sending real money in the gateway's pause is refused, rehearsing in it is warned of.
fn pause(party: &Party) -> Option<Gravity> {
    let gravity = if party.profile.environment().moves_money() {
        Gravity::Refusal
    } else {
        Gravity::Warning
    };
    Some(gravity).filter(|_| party.profile.guards().clearing_pause)
}

const PAST: &str = "Or send it without looking: --no-preflight.";

fn held_by(fault: &EnquiryFault) -> Held {
    let (exit, next) = match fault {
        EnquiryFault::NotSent(trouble) => (
            Exit::NotSent,
            trouble.remedy.unwrap_or("Run the command again."),
        ),
        EnquiryFault::RateLimited => (
            Exit::NotSent,
            "Wait some minutes, then run the command again.",
        ),
        EnquiryFault::Refused(_, code, _) if matches!(code.class, Class::Auth | Class::Setup) => (
            Exit::Setup,
            "Check the profile's app_code, client key, mchid, sign_type and environment: they belong together.",
        ),
        _ => (
            Exit::Refused,
            "Run the command again; looking moves no money.",
        ),
    };
    Held::new(
        exit,
        "preflight_failed",
        format!("the payment could not be looked at, so nothing was sent: {fault}"),
        format!("{next} {PAST}"),
    )
}

fn payment_row<'a>(rows: &'a [Row], syssn: &Syssn) -> Result<&'a Row, Held> {
    let ours = |row: &&Row| row.syssn.as_deref() == Some(syssn.as_str());
    match rows.iter().find(ours) {
        Some(row) if row.order_type == RowKind::Refund => Err(Held::new(
            Exit::Refused,
            "not_a_payment",
            format!("{syssn} is a refund's number, not a payment's"),
            "Give the number of the payment (orig_syssn of that refund).",
        )),
        Some(row) => Ok(row),
        None => Err(Held::new(
            Exit::Refused,
            "payment_not_found",
            format!("the gateway shows no payment {syssn}"),
            format!("Check the number, the profile and its environment. {PAST}"),
        )),
    }
}

fn read(row: &Row, profile_currency: Currency) -> Result<(preflight::Payment, Payment), Held> {
    let paid = row
        .txamt
        .as_deref()
        .and_then(|minor| Amount::parse_minor(minor).ok());
    let Some(amount) = paid else {
        return Err(Held::new(
            Exit::Refused,
            "preflight_failed",
            "the gateway does not say how much was paid, so nothing was sent",
            PAST,
        ));
    };
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
    rows: &[Row],
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
