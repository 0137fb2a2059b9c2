//! What a refund's exchange with the gateway proves about the money.
//!
//! Pure. Everything that is not proven is unknown.

mod words;

pub(super) use words::no_code;

use super::codes::{self, Code, Standing};
use super::said::Said;
use super::signature::Proof;
use super::transport::{Reply, Sent, Trouble};
use super::wire::{self, Merchant, RefundReply};
use crate::refund::{Intent, Outcome};

/// An outcome with the reason for it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What is known about the money.
    pub outcome: Outcome,
    /// Why.
    pub cause: Cause,
    /// The reply, where it could be read. With a forged or mismatched one: what it claimed.
    pub reply: Option<RefundReply>,
    /// Whether the reply was signed, where it may be believed.
    pub signed: Option<bool>,
}

/// Why an outcome was given.
#[derive(Clone, Debug)]
pub enum Cause {
    /// The gateway answered with this code and the rest of its reply agrees.
    Code(&'static Code),
    /// The request cannot have reached the gateway.
    NotSent(Trouble),
    /// HTTP 429: the gateway says it did not process the request.
    RateLimited,
    /// No complete reply came back.
    NoReply(Trouble),
    /// The gateway, or something in between, answered with this HTTP status.
    Status(u16),
    /// The body cannot be read; a clause says why.
    Unreadable(Said),
    /// The reply's signature does not fit its body.
    BadSignature,
    /// The reply has no signature, although this gateway signs.
    Unsigned,
    /// The reply speaks of another refund.
    Mismatch(Mismatch),
    /// The response code says done or refused, and something in the same reply contradicts it: the
    /// transaction's own state, the text, or the number of the refund.
    OwnState {
        /// The field's wire name.
        field: &'static str,
        /// What it says.
        says: String,
    },
}

/// A field of the reply that is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The field's wire name.
    pub field: &'static str,
    /// What was sent.
    pub sent: String,
    /// What came back, or `None` where the field is missing.
    pub got: Option<String>,
}

/// Judges one exchange.
#[must_use]
pub fn judge(sent: &Sent, intent: &Intent, merchant: &Merchant) -> Verdict {
    match sent {
        Sent::No(trouble) => {
            Verdict::without_reply(Outcome::NotSent, Cause::NotSent(trouble.clone()))
        }
        Sent::Perhaps(trouble) => {
            Verdict::without_reply(Outcome::Unknown, Cause::NoReply(trouble.clone()))
        }
        Sent::Replied(reply) => judge_reply(reply, intent, merchant),
    }
}

fn judge_reply(reply: &Reply, intent: &Intent, merchant: &Merchant) -> Verdict {
    let parsed = RefundReply::parse(&reply.body, &merchant.client_key);
    // A request answered 429 is not processed (protocol section 10), unless its body says it was.
    if reply.status == 429 && !parsed.as_ref().is_ok_and(says_it_arrived) {
        return Verdict::without_reply(Outcome::NotSent, Cause::RateLimited);
    }
    if reply.status != 200 {
        return Verdict::without_reply(Outcome::Unknown, Cause::Status(reply.status));
    }
    let sign_type = reply.sign_type.as_deref();
    let doubtful = |cause| Verdict {
        outcome: Outcome::Unknown,
        cause,
        reply: parsed.clone().ok(),
        signed: None,
    };
    let signed = match merchant.proof(&reply.body, reply.signature.as_deref(), sign_type) {
        Proof::Genuine => true,
        Proof::None => false,
        Proof::Missing => return doubtful(Cause::Unsigned),
        Proof::Wrong => return doubtful(Cause::BadSignature),
    };
    let verdict = match parsed {
        Ok(parsed) => judge_content(parsed, intent),
        Err(_) => {
            let why = Said::of(|| {
                let again = RefundReply::parse(&reply.body, &merchant.client_key);
                again.err().unwrap_or_default()
            });
            Verdict::without_reply(Outcome::Unknown, Cause::Unreadable(why))
        }
    };
    Verdict {
        signed: Some(signed),
        ..verdict
    }
}

fn judge_content(parsed: RefundReply, intent: &Intent) -> Verdict {
    let said = |outcome, cause, reply| Verdict {
        outcome,
        cause,
        reply: Some(reply),
        signed: None,
    };
    let Some(respcd) = parsed.respcd.as_deref() else {
        let cause = Cause::Unreadable(Said::of(no_code));
        return said(Outcome::Unknown, cause, parsed);
    };
    let code = codes::find(respcd);
    if let Some(mismatch) = mismatch(&parsed, intent, code) {
        return said(Outcome::Unknown, Cause::Mismatch(mismatch), parsed);
    }
    let odd = own_state(&parsed, code.standing)
        .or_else(|| against_itself(&parsed, code.standing, intent));
    if let Some((outcome, field, says)) = odd {
        return said(outcome, Cause::OwnState { field, says }, parsed);
    }
    let outcome = match code.standing {
        Standing::Done => Outcome::Refunded,
        Standing::Refused => Outcome::Declined,
        Standing::Processing => Outcome::Pending,
        Standing::Unclear | Standing::Seen => Outcome::Unknown,
    };
    said(outcome, Cause::Code(code), parsed)
}

fn says_it_arrived(reply: &RefundReply) -> bool {
    let standing = reply
        .respcd
        .as_deref()
        .map(|code| codes::find(code).standing);
    matches!(
        standing,
        Some(Standing::Done | Standing::Processing | Standing::Seen)
    )
}

/// Returns what the transaction's own state makes of a reply whose code says done or refused,
/// where that state is given and is another one: the outer code may only mean that the call
/// worked, or did not (C23).
fn own_state(reply: &RefundReply, standing: Standing) -> Option<(Outcome, &'static str, String)> {
    let says_done = match standing {
        Standing::Done => true,
        Standing::Refused => false,
        Standing::Processing | Standing::Unclear | Standing::Seen => return None,
    };
    let by_state = reply.txstatus.iter().filter_map(|says| {
        wire::contradicts(says, says_done).map(|outcome| (outcome, "txstatus", says.clone()))
    });
    let by_code = reply.inner_respcd.iter().filter_map(|says| {
        let inner = codes::find(says).standing;
        let outcome = match inner {
            _ if inner == standing => return None,
            Standing::Processing => Outcome::Pending,
            Standing::Done | Standing::Refused | Standing::Unclear | Standing::Seen => {
                Outcome::Unknown
            }
        };
        Some((outcome, "data.respcd", says.clone()))
    });
    by_state.chain(by_code).next()
}

/// Returns what in a reply cannot be where its code is right. A refund that is done has a number of its
/// own, one that was refused has none (protocol 3.2; the payment's may be an echo) and no success.
fn against_itself(
    reply: &RefundReply,
    standing: Standing,
    intent: &Intent,
) -> Option<(Outcome, &'static str, String)> {
    let is_payments = |syssn: &&String| *syssn == intent.syssn.as_str();
    let syssn = reply.syssn.as_ref();
    let odd = match standing {
        Standing::Done => syssn.filter(is_payments).map(|says| ("syssn", says)),
        Standing::Refused => {
            let texts = [("resperr", &reply.resperr), ("respmsg", &reply.respmsg)];
            let mut texts = texts
                .into_iter()
                .filter_map(|(field, text)| Some((field, text.as_ref()?)));
            let number = syssn.filter(|syssn| !is_payments(syssn));
            texts
                .find(|(_, text)| codes::says_success(text))
                .or(number.map(|says| ("syssn", says)))
        }
        Standing::Processing | Standing::Unclear | Standing::Seen => None,
    };
    odd.map(|(field, says)| (Outcome::Unknown, field, says.clone()))
}

/// Finds the first field that contradicts the intent. A refund said to be done must also *say*
/// which number, payment and amount it is about, one that was refused which number; other answers often
/// leave those out.
fn mismatch(reply: &RefundReply, intent: &Intent, code: &Code) -> Option<Mismatch> {
    let done = code.standing == Standing::Done;
    let amount = intent.amount.minor().to_string();
    let fields = [
        (
            "out_trade_no",
            intent.out_trade_no.as_str(),
            &reply.out_trade_no,
            code.repeats_number(),
        ),
        ("orig_syssn", intent.syssn.as_str(), &reply.orig_syssn, done),
        ("txamt", amount.as_str(), &reply.txamt, done),
        ("txcurrcd", intent.currency.code(), &reply.txcurrcd, false),
    ];
    fields
        .into_iter()
        .find(|(_, sent, got, required)| match got {
            Some(got) => got != sent,
            None => *required,
        })
        .map(|(field, sent, got, _)| Mismatch {
            field,
            sent: sent.to_owned(),
            got: got.clone(),
        })
}

impl Verdict {
    const fn without_reply(outcome: Outcome, cause: Cause) -> Self {
        Self {
            outcome,
            cause,
            reply: None,
            signed: None,
        }
    }

    /// Returns the response code as received.
    #[must_use]
    pub fn respcd(&self) -> Option<&str> {
        self.reply
            .as_ref()
            .and_then(|reply| reply.respcd.as_deref())
    }

    /// Returns a short, stable word for scripts.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self.cause {
            Cause::Code(_) => "response_code",
            Cause::NotSent(_) => "not_sent",
            Cause::RateLimited => "rate_limited",
            Cause::NoReply(_) => "no_reply",
            Cause::Status(_) => "http_status",
            Cause::Unreadable(_) => "unreadable_reply",
            Cause::BadSignature => "bad_signature",
            Cause::Unsigned => "unsigned_reply",
            Cause::Mismatch(_) => "mismatch",
            Cause::OwnState { .. } => "not_done",
        }
    }
}
