//! An outcome that was told and could not be written down, as it is kept until it can.

use super::super::chain::{elapsed_millis, instant, millis};
use super::super::event::Details;
use super::super::record::{Digest, MerchantKey, Record};
use crate::refund::{Event, OutTradeNo, Settlement, hong_kong};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use time::OffsetDateTime;

/// How one send ended. It names its refund as every journal does, so that it is never entered for
/// another one, and its attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct KeptOutcome {
    merchant: String,
    out_trade_no: String,
    pub(in super::super) attempt: u32,
    /// The process that told it, as its lease names it.
    owner: String,
    /// When, in milliseconds since 1970.
    at: i64,
    event: String,
    respcd: Option<String>,
    text: Option<String>,
    digest: Option<String>,
    refund_syssn: Option<String>,
    settlement: Option<String>,
    elapsed_ms: Option<i64>,
    signed: Option<bool>,
}

impl KeptOutcome {
    pub(super) fn of(
        claimed: &Record,
        event: Event,
        details: &Details,
        now: OffsetDateTime,
    ) -> Self {
        let lease = claimed.lease.as_ref();
        Self {
            merchant: claimed.wanted.merchant.as_str().to_owned(),
            out_trade_no: claimed.number().to_string(),
            attempt: claimed.progress.attempt,
            owner: lease.map_or_else(String::new, |lease| lease.owner.clone()),
            at: millis(now),
            event: event.name().to_owned(),
            respcd: details.respcd.clone(),
            text: details.text.clone(),
            digest: details.digest.map(|digest| digest.to_string()),
            refund_syssn: details.refund_syssn.clone(),
            settlement: details.settlement.to_json(),
            elapsed_ms: details.elapsed.map(elapsed_millis),
            signed: details.signed,
        }
    }

    /// Whether it is of this claim.
    pub(super) fn is_of(&self, claimed: &Record) -> bool {
        self.merchant == claimed.wanted.merchant.as_str()
            && self.out_trade_no == claimed.number().as_str()
            && self.attempt == claimed.progress.attempt
    }

    /// Returns what names its refund, if that is a name.
    pub(in super::super) fn key(&self) -> Option<(MerchantKey, OutTradeNo)> {
        let number = OutTradeNo::parse(&self.out_trade_no).ok()?;
        Some((MerchantKey::new(self.merchant.clone()), number))
    }

    /// Returns what happened; what is no end of a send tells nothing.
    pub(in super::super) fn event(&self) -> Event {
        Event::from_name(&self.event)
            .filter(|event| event.is_reply())
            .unwrap_or(Event::ReplyUnclear)
    }

    /// Returns what is noted with it. The note is the same whenever it is made, and another one
    /// for every outcome.
    pub(in super::super) fn details(&self) -> Details {
        let told = instant(self.at).map_or_else(String::new, |at| {
            format!(" {} (UTC+8)", hong_kong::gateway_time(at))
        });
        Details {
            attempt: Some(self.attempt),
            respcd: self.respcd.clone(),
            text: self.text.clone(),
            digest: self.digest.as_deref().and_then(Digest::parse),
            refund_syssn: self.refund_syssn.clone(),
            settlement: self
                .settlement
                .as_deref()
                .and_then(Settlement::parse)
                .unwrap_or_default(),
            elapsed: self
                .elapsed_ms
                .and_then(|millis| u64::try_from(millis).ok())
                .map(Duration::from_millis),
            note: Some(format!(
                "told{told} by {}, entered when the journal had room",
                self.owner
            )),
            signed: self.signed,
        }
    }
}
