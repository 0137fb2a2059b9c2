//! A verdict in words: why, and what to do next.

use super::{Cause, Verdict};
use crate::gateway::codes::{Again, Code};
use crate::gateway::signature::{check_key, check_way};
use crate::language::text;
use crate::refund::{Intent, Outcome, command};

impl Verdict {
    /// Returns why, as a clause that follows the outcome.
    #[must_use]
    pub fn because(&self) -> String {
        match &self.cause {
            Cause::Code(code) if self.outcome == Outcome::Unknown => match self.respcd() {
                Some(respcd) => text!(
                    "gateway-code-open",
                    "response code {respcd} ({meaning}) leaves it open",
                    respcd,
                    meaning = code.meaning()
                ),
                None => text!("gateway-reply-no-code", "the reply has no response code"),
            },
            Cause::Code(code) => text!(
                "gateway-code",
                "response code {respcd}: {meaning}",
                respcd = self.respcd().unwrap_or(code.code),
                meaning = code.meaning()
            ),
            Cause::NotSent(trouble) => text!(
                "gateway-never-reached",
                "{trouble}; the request cannot have reached the gateway",
                trouble
            ),
            Cause::RateLimited => text!(
                "gateway-too-many",
                "the gateway answered HTTP 429 (too many requests) and did not process it"
            ),
            Cause::NoReply(trouble) => text!(
                "gateway-no-reply",
                "{trouble} after the request had been handed over",
                trouble
            ),
            Cause::Status(status) => text!(
                "gateway-status",
                "the answer was HTTP {status}, not the gateway's own reply",
                status
            ),
            Cause::Unreadable(why) => {
                text!("gateway-unreadable", "the reply cannot be read: {why}", why)
            }
            Cause::BadSignature => text!(
                "gateway-bad-signature",
                "the reply's signature does not fit its content: it may not come from the gateway"
            ),
            Cause::Unsigned => text!(
                "gateway-unsigned",
                "the reply has no signature, although this gateway signs its replies: it may not come from the gateway"
            ),
            Cause::Mismatch(mismatch) => match &mismatch.got {
                Some(got) => text!(
                    "gateway-another-refund",
                    "the reply speaks of another refund: its {field} is `{got}`, ours `{sent}`",
                    field = mismatch.field,
                    got = got.escape_debug(),
                    sent = mismatch.sent
                ),
                None => text!(
                    "gateway-which-refund",
                    "the reply does not say which refund it is about: it has no {field}",
                    field = mismatch.field
                ),
            },
            Cause::OwnState { field, says } => text!(
                "gateway-contradicts-itself",
                "the reply contradicts itself: its respcd is {respcd}, its {field} is `{says}`",
                respcd = self.respcd().unwrap_or_default().escape_debug(),
                field,
                says = says.escape_debug()
            ),
        }
    }

    /// Returns what to do next, as sentences.
    #[must_use]
    pub fn next_step(&self, intent: &Intent, profile: &str) -> String {
        let resolve = command("resolve", intent.out_trade_no.as_str(), profile);
        let advice = |code: &Code| {
            code.advice()
                .replace("qfrefund enquiry OUT_TRADE_NO", &resolve)
        };
        let enquire = text!(
            "gateway-find-out",
            "Do not send it again. Find out with `{resolve}`.",
            resolve
        );
        match (&self.cause, self.outcome) {
            (_, Outcome::Refunded) if self.reply.as_ref().is_some_and(|r| r.syssn.is_some()) => {
                text!("gateway-keep-syssn", "Keep the refund's syssn.")
            }
            (_, Outcome::Refunded) => text!(
                "gateway-find-syssn",
                "The reply has no syssn of the refund: find it with `{enquiry}`.",
                enquiry = command("enquiry", intent.out_trade_no.as_str(), profile)
            ),
            (Cause::Code(code), Outcome::Declined)
                if code.again != Again::No && intent.reference.is_some() =>
            {
                text!(
                    "gateway-then-again",
                    "{advice} Then the same command with --again makes a new attempt under its reference.",
                    advice = advice(code)
                )
            }
            (Cause::Code(code), _) => advice(code),
            (Cause::NotSent(trouble), _) => match trouble.remedy {
                Some(remedy) => text!(
                    "gateway-then-run-again",
                    "{remedy} Then run the command again.",
                    remedy
                ),
                None => text!("gateway-run-again", "Run the command again."),
            },
            (Cause::RateLimited, _) => text!(
                "gateway-wait-and-run",
                "Wait a minute, then run the command again."
            ),
            (Cause::Unsigned, _) => and_then(&enquire, check_way()),
            (Cause::BadSignature, _) => and_then(&enquire, check_key()),
            (
                Cause::NoReply(_)
                | Cause::Status(_)
                | Cause::Unreadable(_)
                | Cause::Mismatch(_)
                | Cause::OwnState { .. },
                _,
            ) => enquire,
        }
    }
}

/// Says that a reply has no response code, as a clause.
pub(in crate::gateway) fn no_code() -> String {
    text!("gateway-no-code", "it has no response code")
}

/// Puts two sentences one after the other.
fn and_then(first: &str, second: &str) -> String {
    text!("gateway-two-sentences", "{first} {second}", first, second)
}
