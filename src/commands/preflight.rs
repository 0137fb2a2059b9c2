//! Why a refund is held back before it is sent, and what to do about it.

use super::Failure;
use super::merchant::Party;
use crate::attempt::Refusal;
use crate::attempt::payment::Unseen;
use crate::exit::Exit;
use crate::gateway::enquiry::EnquiryFault;
use crate::journal::JournalError;
use crate::language::{text, word};
use crate::refund::naming;
use crate::refund::preflight::{Finding, Gravity};

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
        let remedy = error.remedy();
        Self::new(Exit::Setup, "setup", error.to_string(), remedy)
    }
}

/// How to go on where the look itself is what fails, or where somebody knows better.
fn past(remedy: &str) -> String {
    let past = word!(
        "console-look-past",
        "Or send it without looking: --no-preflight."
    );
    text!("console-look-or-past", "{remedy} {past}", remedy, past)
}

/// What to do about a finding that speaks against a refund.
pub(super) fn remedy(finding: &Finding) -> String {
    if finding.is_hearsay() {
        past(&finding.remedy)
    } else {
        finding.remedy.clone()
    }
}

impl From<Unseen> for Held {
    fn from(unseen: Unseen) -> Self {
        let (exit, cause) = match &unseen {
            Unseen::NoPayment(_) => (Exit::Refused, "payment_not_found"),
            Unseen::ARefund(_) => (Exit::Refused, "not_a_payment"),
            Unseen::Unread(_) => (Exit::Refused, "unread"),
            Unseen::Fault(EnquiryFault::NotSent(_) | EnquiryFault::RateLimited) => {
                (Exit::NotSent, "preflight_failed")
            }
            Unseen::Fault(fault) if fault.is_setup() => (Exit::Setup, "preflight_failed"),
            Unseen::Fault(_) => (Exit::Refused, "preflight_failed"),
            Unseen::Journal(_) => (Exit::Setup, "setup"),
        };
        let (text, remedy) = (unseen.text(), unseen.remedy());
        let message = match &unseen {
            Unseen::Unread(_) => text!(
                "console-look-unread",
                "{why}, so nothing was sent",
                why = text
            ),
            Unseen::Fault(fault) => text!(
                "console-look-failed",
                "the payment could not be looked at, so nothing was sent: {fault}",
                fault
            ),
            _ => text,
        };
        let next = if unseen.may_be_passed() {
            past(remedy)
        } else {
            remedy.to_owned()
        };
        Self::new(exit, cause, message, next)
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
