//! When to stop: answers that every row would get, errors, and a gateway that cannot be reached.

use crate::gateway::codes::Reach;
use crate::gateway::enquiry::EnquiryFault;
use crate::gateway::transport::Trouble;
use crate::gateway::verdict::{Cause, Verdict};
use crate::language::text;
use crate::refund::{Intent, Udid};
use crate::runner::event::Halt;
use std::time::Duration;

/// So many failures to reach the gateway, one after the other, would repeat for every row.
const MOST_FAILURES: u32 = 3;

#[derive(Debug, Default)]
pub(super) struct Stop {
    /// Why nothing new is sent any more.
    pub(super) halted: Option<Halt>,
    /// Nothing is followed any more, either.
    pub(super) hard: bool,
    /// Rows that were declined or are unknown.
    pub(super) errors: u64,
    failures: u32,
    failed_at: Option<Duration>,
}

impl Stop {
    /// The gateway was reached.
    pub(super) const fn reached(&mut self) {
        self.failures = 0;
    }

    /// Counts a failure to reach the gateway, of an exchange begun at `begun`; those that were
    /// under way together are one. Returns the halt that it calls for.
    pub(super) fn failed(
        &mut self,
        trouble: Trouble,
        begun: Duration,
        now: Duration,
    ) -> Option<Halt> {
        if trouble.lasting {
            return Some(Halt::Setup(trouble));
        }
        if self.failed_at.is_none_or(|last| begun > last) {
            self.failed_at = Some(now);
            self.failures = self.failures.saturating_add(1);
        }
        (self.failures >= MOST_FAILURES).then_some(Halt::Unreachable(trouble))
    }
}

impl Stop {
    /// Counts a look before a send that taught nothing, likewise.
    pub(super) fn unlooked(
        &mut self,
        fault: &EnquiryFault,
        begun: Duration,
        now: Duration,
    ) -> Option<Halt> {
        let trouble = match fault {
            EnquiryFault::Stopped => return None,
            _ if fault.repeats() => return refused_always(fault),
            EnquiryFault::NotSent(trouble) | EnquiryFault::NoReply(trouble) => trouble.clone(),
            _ => Trouble::plain(|| fault.to_string()),
        };
        let halt = self.failed(trouble, begun, now)?;
        Some(match fault {
            EnquiryFault::NotSent(_) | EnquiryFault::NoReply(_) => halt,
            EnquiryFault::RateLimited => Halt::RateLimited,
            _ => Halt::Unlooked(fault.to_string()),
        })
    }
}

/// Whether the gateway has said what became of the row: it knows the merchant, and the key is right.
pub(super) const fn is_answer(verdict: &Verdict) -> bool {
    matches!(verdict.cause, Cause::Code(_))
}

/// Returns the halt that a reply calls for because every row would get the same.
pub(super) fn repeats(verdict: &Verdict, intent: &Intent) -> Option<Halt> {
    let Cause::Code(code) = &verdict.cause else {
        return None;
    };
    let repeats = match code.reach {
        Reach::Request => false,
        // A row that names a device of its own says nothing of those that name none.
        Reach::Device => intent.udid.is_none(),
        Reach::Profile => true,
    };
    repeats.then(|| Halt::Code {
        respcd: code.code.to_owned(),
        meaning: code.meaning(),
    })
}

/// Returns the halt that an enquiry's fault calls for.
pub(super) fn refused_always(fault: &EnquiryFault) -> Option<Halt> {
    let halt = match fault {
        EnquiryFault::Refused(respcd, code, _) => Halt::Code {
            respcd: respcd.clone(),
            meaning: code.meaning(),
        },
        EnquiryFault::NotSent(trouble) => Halt::Setup(trouble.clone()),
        _ => return None,
    };
    fault.repeats().then_some(halt)
}

/// Finds the device that a reply refuses, and says why no other row that names it is worth sending.
pub(super) fn refused_device(verdict: &Verdict, intent: &Intent) -> Option<(Udid, String)> {
    match (&verdict.cause, &intent.udid) {
        (Cause::Code(code), Some(udid)) if code.reach == Reach::Device => {
            let (code, meaning) = (code.code, code.meaning());
            let why = text!(
                "plan-device",
                "the gateway refuses its device `{udid}`: {code}, {meaning}",
                udid,
                code,
                meaning
            );
            Some((udid.clone(), why))
        }
        _ => None,
    }
}
