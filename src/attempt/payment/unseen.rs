//! Why a look at a payment ended without a verdict on the refund.

use crate::gateway::enquiry::{EnquiryFault, UnreadField};
use crate::gateway::signature::{check_key, check_way};
use crate::journal::JournalError;
use crate::language::{text, word};
use crate::refund::Syssn;

/// Why there is no verdict.
#[derive(Debug)]
pub enum Unseen {
    /// The gateway knows no such payment.
    NoPayment(Syssn),
    /// The number is a refund's.
    ARefund(Syssn),
    /// Something that the gateway shows of it cannot be read, or contradicts itself.
    Unread(Box<UnreadField>),
    /// It could not be asked, or its answer taught nothing.
    Fault(EnquiryFault),
    /// The refunds known here could not be read.
    Journal(JournalError),
}

/// Whose fault it is that there is no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The payment's: there is nothing to refund.
    Payment,
    /// This one look's: the next may go well.
    Look,
    /// Neither's: every look would end so.
    Setup,
}

impl Unseen {
    /// Returns whose fault it is.
    pub fn blame(&self) -> Blame {
        match self {
            Self::NoPayment(_) | Self::ARefund(_) | Self::Unread(_) => Blame::Payment,
            Self::Fault(fault) if fault.repeats() => Blame::Setup,
            Self::Fault(_) => Blame::Look,
            Self::Journal(_) => Blame::Setup,
        }
    }

    /// Whether going on without a look would be of any use. Where the gateway has no such payment,
    /// cannot be reached or turns the merchant away, the refund would only meet the same.
    #[must_use]
    pub fn may_be_passed(&self) -> bool {
        match self {
            Self::Unread(_) => true,
            Self::NoPayment(_) | Self::ARefund(_) | Self::Journal(_) => false,
            Self::Fault(fault) => match fault {
                EnquiryFault::NoReply(_)
                | EnquiryFault::Status(_)
                | EnquiryFault::Unreadable(_)
                | EnquiryFault::NoAnswer(_)
                | EnquiryFault::Forgotten(_)
                | EnquiryFault::Endless
                | EnquiryFault::OutOfTime => true,
                EnquiryFault::Refused(..) => !fault.repeats(),
                EnquiryFault::NotSent(_)
                | EnquiryFault::RateLimited
                | EnquiryFault::BadSignature
                | EnquiryFault::Unsigned
                | EnquiryFault::Clock(_)
                | EnquiryFault::Stopped => false,
            },
        }
    }

    /// Says what is the matter, as a clause.
    pub fn text(&self) -> String {
        match self {
            Self::NoPayment(syssn) => text!(
                "attempt-no-payment",
                "the gateway shows no payment {syssn}",
                syssn
            ),
            Self::ARefund(syssn) => text!(
                "attempt-a-refunds-number",
                "{syssn} is a refund's number, not a payment's",
                syssn
            ),
            Self::Unread(field) => field.to_string(),
            Self::Fault(fault) => fault.to_string(),
            Self::Journal(error) => error.to_string(),
        }
    }

    /// Says what to do, as sentences.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoPayment(syssn) if !syssn.as_str().bytes().all(|b| b.is_ascii_digit()) => word!(
                "attempt-no-payment-order",
                "Check the number, the profile and its environment. A shop's order number is given with --order-no, in a file in the column order_no."
            ),
            Self::NoPayment(_) => word!(
                "attempt-no-payment-fix",
                "Check the number, the profile and its environment."
            ),
            Self::ARefund(_) => word!(
                "attempt-a-refunds-number-fix",
                "Give the number of the payment (orig_syssn of that refund)."
            ),
            Self::Unread(_) => {
                word!(
                    "attempt-unread-fix",
                    "Look at the payment and its refunds in the merchant portal; `qfrefund enquiry --syssn SYSSN` shows the rows."
                )
            }
            Self::Fault(EnquiryFault::NotSent(trouble)) => trouble
                .remedy
                .unwrap_or(word!("attempt-run-again", "Run the command again.")),
            Self::Fault(EnquiryFault::RateLimited) => {
                word!(
                    "attempt-run-again-later",
                    "Wait some minutes, then run the command again."
                )
            }
            Self::Fault(EnquiryFault::BadSignature) => check_key(),
            Self::Fault(EnquiryFault::Unsigned) => check_way(),
            Self::Fault(fault) if fault.is_setup() => check_profile(),
            Self::Fault(_) => word!(
                "attempt-fault-fix",
                "Run the command again; looking moves no money."
            ),
            Self::Journal(error) => error.remedy(),
        }
    }
}

/// What to do where the gateway blames the profile or the merchant's set-up.
pub fn check_profile() -> &'static str {
    word!(
        "attempt-check-profile",
        "Check the profile's app_code, client key, mchid, sign_type and environment: they belong together."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_number_in_place_of_a_payments_is_told_where_it_belongs() {
        let remedy = |number| Unseen::NoPayment(Syssn::parse(number).unwrap()).remedy();
        assert!(remedy("ORDER-0001").contains("--order-no"));
        assert!(!remedy("20260105000200020000000099").contains("--order-no"));
    }
}
