//! What the journal keeps of an exchange.

use super::transport::{Exchange, Sent};
use super::verdict::{Cause, Verdict};
use crate::journal::{Details, Digest, Record};

/// Returns what is noted with the reply to a claimed refund.
#[must_use]
pub fn details(claimed: &Record, verdict: &Verdict, exchange: &Exchange) -> Details {
    let reply = verdict.reply.clone().unwrap_or_default();
    let texts: Vec<String> = [reply.resperr, reply.respmsg]
        .into_iter()
        .flatten()
        .collect();
    Details {
        respcd: reply.respcd,
        text: Some(if texts.is_empty() {
            verdict.because()
        } else {
            texts.join(" / ")
        }),
        digest: match &exchange.result {
            Sent::Replied(reply) => Some(Digest::of(&reply.body)),
            Sent::No(_) | Sent::Perhaps(_) => None,
        },
        // What a reply that is not believed calls its refund must never be kept as a fact.
        refund_syssn: reply
            .syssn
            .filter(|_| matches!(verdict.cause, Cause::Code(_))),
        elapsed: Some(exchange.elapsed),
        attempt: Some(claimed.progress.attempt),
        signed: verdict.signed,
        ..Details::default()
    }
}
