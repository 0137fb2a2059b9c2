//! What the journal keeps: intents, payments, and who caused them.
//!
//! Nothing here is ever a secret: no client key, no signature, no card number.

pub use super::digest::Digest;

use crate::language::text;
use crate::money::{Amount, Currency};
use crate::refund::{Intent, OutTradeNo, Reference, Settlement, State, hong_kong};
use serde::Serialize;
use time::OffsetDateTime;

/// The merchant a number belongs to: text made by the caller from the environment and what
/// identifies a merchant there (app code and shop number, or a name), in words.
///
/// Numbers and references are unique within one key. It is not a secret and is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerchantKey(String);

impl MerchantKey {
    /// Takes the caller's text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what numbers are derived from: app code and shop number, or the merchant's name.
    #[must_use]
    pub fn words(&self) -> (&str, Option<&str>) {
        let mut words = self.0.split(' ').skip(1);
        let first = words.next().unwrap_or_default();
        (first, words.next().filter(|word| *word != "-"))
    }

    /// Returns it for people, to follow the word merchant.
    #[must_use]
    pub fn in_words(&self) -> String {
        let environment = self.0.split(' ').next().unwrap_or_default();
        match self.words() {
            (named, _) if named.starts_with("merchant=") => {
                text!(
                    "journal-merchant-named",
                    "`{name}` ({environment})",
                    name = named.trim_start_matches("merchant="),
                    environment
                )
            }
            (app_code, Some(mchid)) => {
                text!(
                    "journal-merchant-shop",
                    "with app code {app_code} and mchid {mchid} ({environment})",
                    app_code,
                    mchid,
                    environment
                )
            }
            (app_code, None) => text!(
                "journal-merchant-no-shop",
                "with app code {app_code} and no mchid ({environment})",
                app_code,
                environment
            ),
        }
    }

    /// Derives the number of a refund from the caller's own key for it, and the attempt, counted from 1.
    #[must_use]
    pub fn number(&self, reference: &Reference, attempt: u32) -> OutTradeNo {
        let (app_code, mchid) = self.words();
        OutTradeNo::from_reference(app_code, mchid, reference, attempt)
    }

    /// Names the merchant's intent with this number.
    #[must_use]
    pub const fn numbered<'a>(&'a self, number: &'a OutTradeNo) -> IntentKey<'a> {
        IntentKey {
            merchant: self,
            number,
        }
    }
}

/// Names one intent: whose it is, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntentKey<'a> {
    /// Whose.
    pub merchant: &'a MerchantKey,
    /// Its number.
    pub number: &'a OutTradeNo,
}

/// Who does something, as every event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The person or service account.
    pub operator: String,
    /// The machine.
    pub host: String,
    /// The process, by its number.
    pub process: u32,
}

impl Who {
    /// Says when, too.
    #[must_use]
    pub const fn at(&self, now: OffsetDateTime) -> Stamp<'_> {
        Stamp { who: self, now }
    }
}

/// Who does something and when, by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// Who.
    pub who: &'a Who,
    /// When. The journal's own time may be a little later, so as not to run backwards.
    pub now: OffsetDateTime,
}

/// One refund to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntent {
    /// Whose it is.
    pub merchant: MerchantKey,
    /// Name of the environment it goes to.
    pub environment: String,
    /// Name of the profile that asked for it.
    pub profile: String,
    /// The refund itself.
    pub intent: Intent,
    /// Digest of the request body that is sent for it, without `txdtm` where that is the time of sending.
    pub request: Digest,
    /// The batch it comes from.
    pub batch: Option<BatchRow>,
    /// The refund it takes the place of, which was declined or given up.
    pub replaces: Option<OutTradeNo>,
}

impl NewIntent {
    /// Whether the gateway showed it and no journal had it: nobody knows what was sent for it, nor under
    /// which reference.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.request == Digest::GENESIS
    }

    /// Returns what names it.
    #[must_use]
    pub const fn key(&self) -> IntentKey<'_> {
        self.merchant.numbered(&self.intent.out_trade_no)
    }
}

/// One row of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The batch's identity.
    pub batch: String,
    /// The row, counted from 1.
    pub row: u32,
}

/// An intent with everything known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its place in the order of all intents; later ones are greater.
    pub id: Cursor,
    /// What was written down at first. Only the batch ever changes, see [`super::Scope::adopt`].
    pub wanted: NewIntent,
    /// Who wrote it down.
    pub operator: String,
    /// When that was, UTC.
    pub created_at: OffsetDateTime,
    /// What became of it.
    pub progress: Progress,
    /// While it is being sent: until when, and by whom.
    pub lease: Option<Lease>,
}

impl Record {
    /// When it was executed, as the gateway tells it, or else sent.
    #[must_use]
    pub fn made_at(&self) -> OffsetDateTime {
        let made = self.progress.settled_at.or(self.progress.sent_at);
        made.unwrap_or(self.created_at)
    }

    /// Whether it was written down after another one, or something was learned of it since.
    #[must_use]
    pub fn is_news_to(&self, earlier: &Self) -> bool {
        self.id > earlier.id || self.progress.updated_at > earlier.created_at
    }

    /// Whether this other refund of its payment may have been made in the place of an earlier one: with
    /// another amount, because that one came to nothing.
    #[must_use]
    pub fn may_replace(&self, earlier: &Self) -> bool {
        self.id > earlier.id && self.state().is_live()
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(&self) -> &OutTradeNo {
        &self.wanted.intent.out_trade_no
    }

    /// Returns what names it.
    #[must_use]
    pub const fn key(&self) -> IntentKey<'_> {
        self.wanted.key()
    }

    /// Returns the request time: the one that was given, or that of the request that is sent. None where
    /// there is no request yet.
    #[must_use]
    pub fn txdtm(&self) -> Option<String> {
        let given = self.wanted.intent.txdtm.clone();
        given.or_else(|| self.progress.requested_at.map(hong_kong::gateway_time))
    }

    /// Returns it with the time that stands in its request.
    #[must_use]
    pub fn as_sent(&self) -> Intent {
        Intent {
            txdtm: self.txdtm(),
            ..self.wanted.intent.clone()
        }
    }

    /// Returns where it stands.
    #[must_use]
    pub const fn state(&self) -> State {
        self.progress.state
    }

    /// Returns the first field in which an intent of its merchant asks for something else than this
    /// same refund: number, reference, payment, amount, currency. Time, device number and reason may
    /// differ; what is sent is what stands here. A number that was derived from the reference under
    /// another key of the merchant is no other number.
    #[must_use]
    pub fn differs_from(&self, want: &Intent) -> Option<&'static str> {
        let old = &self.wanted.intent;
        // A further attempt at it is no other refund either, under a reference or as a row of its batch.
        let by_reference = || {
            (old.reference.is_some() || self.wanted.replaces.is_some())
                && old.reference == want.reference
                && old.out_trade_no.is_derived()
                && want.out_trade_no.is_derived()
        };
        // A journal that was brought up to the gateway has the number that a reference gives, alone.
        let is_found = || old.reference.is_none() && want.out_trade_no.is_derived();
        let is_same = old.out_trade_no == want.out_trade_no;
        if !is_same && !by_reference() {
            Some("out_trade_no")
        } else if old.reference != want.reference && !(is_same && is_found()) {
            Some("reference")
        } else if old.syssn != want.syssn {
            Some("syssn")
        } else if old.amount != want.amount {
            Some("txamt")
        } else if old.currency != want.currency {
            Some("currency")
        } else {
            None
        }
    }
}

/// What became of an intent: everything that its events change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands.
    pub state: State,
    /// When the last event was, UTC.
    pub updated_at: OffsetDateTime,
    /// When it was claimed for the send that counts, a resend included, UTC.
    pub sent_at: Option<OffsetDateTime>,
    /// When the request was made that is sent: its claim's time. A resend is the same request once more,
    /// UTC.
    pub requested_at: Option<OffsetDateTime>,
    /// How often it was claimed.
    pub attempt: u32,
    /// How often an operator ordered it to be sent again.
    pub resends: u32,
    /// The gateway's number of the refund.
    pub refund_syssn: Option<String>,
    /// The last response code that counted.
    pub respcd: Option<String>,
    /// The gateway's text that came with it.
    pub resperr: Option<String>,
    /// What the gateway has told of its settlement.
    pub settlement: Settlement,
    /// Where it is refunded: the gateway's time of it, which decides the settlement day, if that was
    /// told and can be read, UTC.
    pub settled_at: Option<OffsetDateTime>,
    /// An operator's last word on it, if it was closed or cancelled and not opened again.
    pub decision: Option<Decision>,
}

/// An operator's word on an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When, UTC.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// In which words.
    pub note: Option<String>,
}

/// The right of one process to send an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// When others may take the process for dead, UTC by its own clock.
    pub until: OffsetDateTime,
    /// The process, as `host:process`, and `:id` of its [`super::Handovers`] if it keeps one.
    pub owner: String,
}

/// A payment as the gateway showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its amount.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
    /// How it was paid (`pay_type`).
    pub pay_type: Option<String>,
    /// When it was paid, as the gateway writes it.
    pub paid_at: Option<String>,
}

/// A place in the order of intents, for reading on from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Cursor(pub(super) i64);
