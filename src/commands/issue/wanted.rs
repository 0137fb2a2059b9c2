//! The arguments of `issue`, each checked by itself.

use crate::cli::IssueArgs;
use crate::commands::Failure;
use crate::commands::merchant::Party;
use crate::language::{text, word};
use crate::money::{Amount, AmountError, Currency};
use crate::refund::{
    FIRST_ATTEMPT, Intent, Name, OrderNo, OutTradeNo, RANDOM_BYTES, Reference, Syssn, Udid,
    hong_kong,
};
use crate::world::Random;
use time::OffsetDateTime;

/// How the payment is named.
pub(super) enum PaymentName {
    /// By the gateway's number.
    Syssn(Syssn),
    /// By the merchant's own.
    Order(OrderNo),
}

/// What the caller wants, of a payment that may still have to be looked up.
pub(super) struct Wanted<P = Syssn> {
    pub(super) payment: P,
    amount: Given,
    pub(super) reference: Option<Reference>,
    /// The open refunds of the payment that somebody has looked at.
    pub(super) beside_open: Vec<OutTradeNo>,
    reason: Option<String>,
    udid: Option<Udid>,
    out_trade_no: Option<OutTradeNo>,
    txdtm: Option<String>,
}

enum Given {
    Major(String),
    Minor(Amount),
    Full,
}

impl Wanted<PaymentName> {
    /// Checks the arguments.
    pub(super) fn parse(args: &IssueArgs) -> Result<Self, Failure> {
        let amount = match (&args.amount, &args.txamt, args.full) {
            (Some(major), ..) => Given::Major(major.clone()),
            (None, Some(minor), _) => Given::Minor(
                Amount::parse_minor(minor)
                    .map_err(|error| amount_failure(error, "--txamt", minor))?,
            ),
            (None, None, true) => Given::Full,
            (None, None, false) => {
                return Err(Failure::usage(word!(
                    "issue-how-much",
                    "how much? give --amount, --txamt or --full"
                )));
            }
        };
        if args.again && args.reference.is_none() {
            return Err(Failure::usage(word!(
                "issue-again-what",
                "--again needs --reference, which says what is tried again"
            ))
            .hint(word!(
                "issue-again-what-next",
                "A refund without a reference that was declined or cancelled is issued once more: leave out --again, and --out-trade-no, so that it gets a new number."
            )));
        }
        let txdtm = match &args.txdtm {
            Some(text) if hong_kong::parse_gateway_time(text).is_none() => {
                return Err(Failure::usage(text!(
                    "issue-no-time",
                    "--txdtm `{given}` is not a time",
                    given = text.escape_debug()
                ))
                .hint(word!(
                    "issue-no-time-next",
                    "Write it as 2026-11-22 18:30:00, in UTC+8; or leave it out for now."
                )));
            }
            given => given.clone(),
        };
        let payment = match (&args.syssn, &args.order_no) {
            (Some(syssn), _) => PaymentName::Syssn(Syssn::parse(syssn)?),
            (None, Some(number)) => PaymentName::Order(OrderNo::parse(number)?),
            (None, None) => {
                return Err(Failure::usage(word!(
                    "issue-which-payment",
                    "which payment? give its syssn, or --order-no"
                )));
            }
        };
        Ok(Self {
            payment,
            amount,
            reference: args
                .reference
                .as_deref()
                .map(Reference::parse)
                .transpose()?,
            beside_open: args
                .beside_open
                .iter()
                .map(|number| OutTradeNo::parse(number))
                .collect::<Result<_, _>>()?,
            reason: args
                .reason
                .clone()
                .filter(|reason| !reason.trim().is_empty()),
            udid: args.udid.as_deref().map(Udid::parse).transpose()?,
            out_trade_no: args
                .out_trade_no
                .as_deref()
                .map(OutTradeNo::parse)
                .transpose()?,
            txdtm,
        })
    }

    /// Says which payment it is.
    pub(super) fn of(self, payment: Syssn) -> Wanted {
        Wanted {
            payment,
            amount: self.amount,
            reference: self.reference,
            beside_open: self.beside_open,
            reason: self.reason,
            udid: self.udid,
            out_trade_no: self.out_trade_no,
            txdtm: self.txdtm,
        }
    }

    /// Reads the amount in the profile's currency; `None` for all that is left.
    pub(super) fn amount(&self, currency: Currency) -> Result<Option<Amount>, Failure> {
        match &self.amount {
            Given::Full => Ok(None),
            Given::Minor(amount) => Ok(Some(*amount)),
            Given::Major(text) => Amount::parse_major(text, currency)
                .map(Some)
                .map_err(|error| amount_failure(error, "--amount", text)),
        }
    }

    /// Fixes the refund's number: the caller's, the reference's, or a new one.
    pub(super) fn number(
        &self,
        party: &Party,
        now: OffsetDateTime,
        random: &dyn Random,
    ) -> Result<OutTradeNo, Failure> {
        match (&self.out_trade_no, &self.reference) {
            (Some(given), _) => Ok(given.clone()),
            (None, Some(reference)) => Ok(party.key().number(reference, FIRST_ATTEMPT)),
            (None, None) => {
                let mut bytes = [0; RANDOM_BYTES];
                random.fill(&mut bytes)?;
                Ok(OutTradeNo::generate(now, bytes))
            }
        }
    }
}

impl Wanted {
    /// Returns what the caller calls it by.
    pub(super) fn names(&self) -> impl Iterator<Item = Name> {
        Name::all(self.reference.as_ref(), self.out_trade_no.as_ref())
    }

    /// Makes the intent.
    pub(super) fn intent(&self, out_trade_no: OutTradeNo, amount: Amount, party: &Party) -> Intent {
        Intent {
            out_trade_no,
            syssn: self.payment.clone(),
            amount,
            currency: party.profile.currency(),
            txdtm: self.txdtm.clone(),
            udid: self.udid.clone(),
            reference: self.reference.clone(),
            reason: self.reason.clone(),
        }
    }
}

fn amount_failure(error: AmountError, option: &str, text: &str) -> Failure {
    Failure::usage(text!(
        "issue-bad-amount",
        "{option} `{given}`: {error}",
        option,
        given = text.escape_debug(),
        error
    ))
    .hint(word!(
        "issue-bad-amount-next",
        "HKD 12.50, for example, is --amount 12.50 or --txamt 1250."
    ))
}
