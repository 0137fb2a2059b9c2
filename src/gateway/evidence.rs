//! What the journal keeps of an exchange.

use super::transport::{Exchange, Sent};
use super::verdict::{Cause, Verdict};
use crate::journal::{Details, Digest, Record};
use crate::language::in_english;
use crate::refund::Settlement;

/// Returns what is noted with the reply to a claimed refund.
#[must_use]
pub fn details(claimed: &Record, verdict: &Verdict, exchange: &Exchange) -> Details {
    let is_believed = matches!(verdict.cause, Cause::Code(_));
    let mut reply = verdict.reply.clone().unwrap_or_default();
    // What a reply that is not believed says of its refund must never be kept as a fact.
    if !is_believed {
        reply.syssn = None;
        reply.settlement = Settlement::NONE;
    }
    let texts: Vec<String> = [reply.resperr, reply.respmsg]
        .into_iter()
        .flatten()
        .collect();
    Details {
        respcd: reply.respcd,
        text: Some(if texts.is_empty() {
            in_english(|| verdict.because())
        } else {
            texts.join(" / ")
        }),
        digest: match &exchange.result {
            Sent::Replied(reply) => Some(Digest::of(&reply.body)),
            Sent::No(_) | Sent::Perhaps(_) => None,
        },
        refund_syssn: reply.syssn,
        settlement: reply.settlement,
        elapsed: Some(exchange.elapsed),
        attempt: Some(claimed.progress.attempt),
        signed: verdict.signed,
        ..Details::default()
    }
}
