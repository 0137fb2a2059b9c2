//! What is asked of the journal and what it answers.

use super::head::Head;
use super::record::{BatchRow, Cursor, Digest, MerchantKey, Payment, Record};
use crate::language::text;
#[cfg(doc)]
use crate::refund::twin::TwinSearch;
use crate::refund::{Name, OutTradeNo, State};
use std::collections::BTreeMap;
use std::time::Duration;
use time::OffsetDateTime;

/// Longest lease given, whatever is asked for.
pub const LONGEST_LEASE: Duration = Duration::from_secs(3600);

/// How far the clock may lie behind the newest event before it counts as set back.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);

/// What [`super::Scope::begin`] looks for besides what the database forbids anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Refuse a refund that may be an earlier one once more ([`TwinSearch`]), for a single one written
    /// down within this time; and the claim of a planned one that may be a later one once more. `None`
    /// where a twin is meant.
    pub twin_window: Option<Duration>,
    /// Refuse a row of a file that was given up as a row of another one, or after it was left out as a twin.
    pub given_up: GivenUp,
    /// Claim it although these refunds of the payment are open: somebody has looked at each. They are
    /// noted with the claim.
    pub beside_open: LookedAt,
    /// Refuse a claim that would bring the merchant's refunds of a day above this.
    pub day: Option<DayLimit>,
    /// Refuse a refund above this, in minor units.
    pub max_refund: Option<u64>,
    /// Refuse a row that would bring its batch above this, in minor units of the row's currency.
    /// When it is written down every row counts but those cancelled and declined; when it is
    /// claimed, those that were claimed before it and not declined.
    pub max_batch_total: Option<u64>,
}

/// Which rows that somebody gave up in another file stand in the way of the same one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GivenUp {
    /// None: it is no row of a file, or they do not matter.
    #[default]
    Ignored,
    /// Those that were closed as not refunded; the cancelled ones are tried again.
    Closed,
    /// Those, and the cancelled ones.
    All,
}

/// Open refunds of one payment that somebody has looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt([Option<Cursor>; LookedAt::MOST]);

impl LookedAt {
    /// The most that one claim may stand beside: their numbers, at their longest, fit into its note.
    pub const MOST: usize = 6;
    /// None.
    pub const NONE: Self = Self([None; Self::MOST]);

    /// Takes them; `None` where they are too many.
    #[must_use]
    pub fn of(open: &[Cursor]) -> Option<Self> {
        let mut looked_at = Self::NONE;
        if open.len() > Self::MOST {
            return None;
        }
        for (place, cursor) in looked_at.0.iter_mut().zip(open) {
            *place = Some(*cursor);
        }
        Some(looked_at)
    }

    /// Whether somebody has looked at this one.
    #[must_use]
    pub fn has(&self, open: Cursor) -> bool {
        self.0.contains(&Some(open))
    }
}

/// The most a merchant may refund within a day.
///
/// What counts is every refund in the claim's currency that is done or may be, by the day in Hong
/// Kong on which it was claimed. Looking it up costs the same however many those are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLimit {
    /// Any moment of the day that counts, usually now; the day after it counts, too.
    pub since: OffsetDateTime,
    /// The most, in minor units.
    pub most: u64,
}

/// What came of an attempt to write down or claim an intent. Only `Claimed` may be sent.
///
/// After any answer but `Claimed` and `Planned` nothing was written, except that a lease which was
/// found passed has been ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is durable, and this process alone may send it, once.
    Claimed(Box<Record>),
    /// It is durable and nobody has claimed it: the answer of [`super::Scope::plan`].
    Planned(Box<Record>),
    /// The number or the reference is there already, or another process has moved the intent.
    /// Compare with [`Record::differs_from`].
    Existing(Box<Record>),
    /// The second, which is known already, has another reference or number, and the two look alike.
    LookAlike(Name, Box<Record>),
    /// This one is for the same payment and amount.
    Twin(Box<Record>),
    /// This one of the same payment was written down after the one that was to be sent again, and is done or
    /// may be: it may have taken its place, whatever its amount.
    MadeSince(Box<Record>),
    /// This one is for the same payment and amount as a row of another file, and was given up.
    GivenUp(Box<Record>),
    /// It is this row, or asks for the same as this one of another file, which was left out as a twin and
    /// given up.
    RowGivenUp(Box<GivenUpRow>),
    /// This other attempt at the same refund is done, or may be or become so.
    OtherAttempt(Box<Record>),
    /// This one of the same payment is being sent at this moment.
    Busy(Box<Record>),
    /// Further rows of its batch are to be written down first.
    Unfinished(Box<Record>),
    /// These of the same payment are pending or unknown, the oldest first, and nobody has looked at
    /// them: what is left of the payment is not known until they are settled.
    Open(Vec<Record>),
    /// It is more than the payment's rest.
    ExceedsRest {
        /// The payment's amount, in minor units.
        paid: u64,
        /// What is refunded of it, or may be, in minor units.
        live: u64,
    },
    /// It is more than is left of the day's limit.
    ExceedsDay {
        /// The limit, in minor units.
        limit: u64,
        /// What was refunded since, or may be, in minor units.
        live: u64,
    },
    /// It is more than one refund may be.
    ExceedsRefund {
        /// The limit, in minor units.
        limit: u64,
    },
    /// It is more than is left of its batch's limit.
    ExceedsBatch {
        /// The limit, in minor units.
        limit: u64,
        /// What the other rows that count add up to, in minor units.
        others: u64,
    },
    /// The payment is in this currency, the refund in another.
    OtherCurrency(String),
    /// The profile's refunds so far are this merchant's, and nobody has said whether the one that
    /// it names now is the same.
    OtherMerchant(MerchantKey),
}

impl Begun {
    /// Returns the intent that is written down, by this or before.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Claimed(record) | Self::Planned(record) | Self::Existing(record) => Some(record),
            _ => None,
        }
    }
}

/// What was written down for processes that could not do so themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Claims that may have been sent.
    pub unknown: u64,
    /// Claims that were surely never sent, and stand planned again.
    pub unsent: u64,
    /// Outcomes that the journal could not take when they were told.
    pub entered: u64,
}

/// What is known of the rest of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The payment, if it was noted.
    pub payment: Option<Payment>,
    /// Sum of the refunds that are done or may be, in minor units.
    pub live: u64,
    /// How many those are.
    pub refunds: u64,
}

/// How many refunds of one key wait for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCount {
    /// Whose.
    pub key: MerchantKey,
    /// Name of the environment.
    pub environment: String,
    /// Name of a profile that has asked for one of them.
    pub profile: String,
    /// How many are pending or unknown.
    pub count: u64,
    /// How many are written down and were never sent.
    pub planned: u64,
}

/// What waits of a merchant in one state and currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Planned, sending, pending or unknown.
    pub state: State,
    /// Currency.
    pub currency: String,
    /// How many refunds.
    pub count: u64,
    /// Their sum, in minor units.
    pub sum: u64,
    /// Since when the first of them waits: when it was first sent, or else written down, UTC.
    pub since: OffsetDateTime,
    /// How many wait since before the time that was asked for, those ahead included.
    pub older: u64,
    /// How many by their time have not begun to wait: a clock was wrong then or is now, so that nobody knows
    /// for how long they do.
    pub ahead: u64,
}

/// How many rows of a batch stand in one state, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCount {
    /// Where they stand.
    pub state: State,
    /// Their currency's code.
    pub currency: String,
    /// How many.
    pub count: u64,
    /// What they add up to, in minor units.
    pub sum: u64,
}

impl BatchCount {
    /// Adds it to others, one for each state and currency, in the order in which the journal lists them.
    pub fn add_to(&self, counts: &mut Vec<Self>) {
        let mut known = counts.iter_mut();
        let same = known.find(|one| one.state == self.state && one.currency == self.currency);
        match same {
            Some(one) => {
                one.count = one.count.saturating_add(self.count);
                one.sum = one.sum.saturating_add(self.sum);
            }
            None if self.count > 0 => {
                counts.push(self.clone());
                counts.sort_by(|a, b| {
                    (a.state.name(), &a.currency).cmp(&(b.state.name(), &b.currency))
                });
            }
            None => {}
        }
    }
}

/// How the file was called that each batch was first taken in from, where that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchFiles(BTreeMap<String, String>);

impl BatchFiles {
    /// Returns the file of a batch.
    #[must_use]
    pub fn of(&self, batch: &str) -> Option<&str> {
        self.0.get(batch).map(String::as_str)
    }

    /// Returns the file of a refund's batch.
    #[must_use]
    pub fn of_record(&self, record: &Record) -> Option<&str> {
        self.of(&record.wanted.batch.as_ref()?.batch)
    }

    /// Returns the batches that were taken in from a file of this name.
    #[must_use]
    pub fn batches(&self, file: &str) -> Vec<&str> {
        let known = self.0.iter().filter(|(_, known)| *known == file);
        known.map(|(batch, _)| batch.as_str()).collect()
    }
}

impl FromIterator<(String, String)> for BatchFiles {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

/// A batch as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchStanding {
    /// Its identity.
    pub batch: String,
    /// When its first row was written down, UTC.
    pub written_at: OffsetDateTime,
    /// By whom.
    pub operator: String,
    /// How the file was called that it was first taken in from, where that is known.
    pub file: Option<String>,
    /// Its rows by state and currency.
    pub counts: Vec<BatchCount>,
}

/// Rows of a batch that were left out as twins of what came to nothing since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutRows {
    /// The batch's identity.
    pub batch: String,
    /// Their currency's code.
    pub currency: String,
    /// How many.
    pub count: u64,
    /// What they add up to, in minor units.
    pub sum: u64,
    /// Since when the first of them waits: when its twin came to nothing, or it was left out after that, UTC.
    pub since: OffsetDateTime,
    /// As [`Waiting::older`].
    pub older: u64,
    /// As [`Waiting::ahead`].
    pub ahead: u64,
}

/// A row that was left out as a twin of what came to nothing, and that somebody gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUpRow {
    /// Where it stands.
    pub place: BatchRow,
    /// What it was a twin of.
    pub twin: OutTradeNo,
    /// When it was given up.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// Why, as far as that was said.
    pub note: Option<String>,
}

/// Rows of a batch that were left out as twins of refunds that were not done, and stand nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOutCounts {
    /// Those that somebody gave up, as cancelled.
    pub given_up: Vec<BatchCount>,
    /// The others, by how the refund stands that they are twins of.
    pub left: Vec<BatchCount>,
}

/// The empty looks since the last thing that was more than one: what a resend may rest on.
///
/// Looks during the gateway's nightly pause are left out: absence means even less then. There are none
/// once the gateway has shown under the number what could not be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// How many.
    pub count: u64,
    /// The first and the last, UTC.
    pub span: Option<(OffsetDateTime, OffsetDateTime)>,
    /// When the gateway last told of something under the number, UTC: that it shows nothing any more is
    /// no absence.
    pub shown: Option<OffsetDateTime>,
}

/// What [`super::Journal::verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many intents there are.
    pub intents: u64,
    /// How many events there are.
    pub events: u64,
    /// How many payments are noted.
    pub payments: u64,
    /// The newest event. Kept elsewhere, it shows a cut-off end or another chain later on.
    pub head: Option<Head>,
    /// What is wrong, in the order found; at most [`Verification::MOST`].
    pub defects: Vec<Defect>,
}

impl Verification {
    /// How many defects are listed at most.
    pub const MOST: usize = 20;

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.defects.is_empty()
    }

    /// Compares with an event that was noted elsewhere: what the chain alone cannot prove, because it
    /// has no secret. `why` says what asks for it, as in "is expected".
    pub(crate) fn expect(&mut self, wanted: &Head, found: Option<Digest>, why: &str) {
        let what = match found {
            Some(hash) if hash == wanted.hash => return,
            Some(_) => text!(
                "journal-other-hash",
                "it is not the one that {why}: its hash is another",
                why
            ),
            None => text!(
                "journal-event-gone",
                "it {why} and is not there: newer events were cut off, or this is an older copy",
                why
            ),
        };
        self.note(Some(wanted.seq), None, what);
    }

    pub(crate) fn note(&mut self, seq: Option<u64>, number: Option<&str>, what: String) {
        if self.defects.len() < Self::MOST {
            self.defects.push(Defect {
                seq,
                number: number.map(str::to_owned),
                what,
            });
        }
    }
}

/// One thing that is not as the tool left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// The event.
    pub seq: Option<u64>,
    /// The intent.
    pub number: Option<String>,
    /// What, as a clause.
    pub what: String,
}

/// What in a journal bears on a refund.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearing {
    /// What has its number, under this very key of the merchant.
    pub own: Option<Record>,
    /// How many refunds its payment has, counted up to two.
    pub of_payment: u8,
    /// Whether something takes the place of its number.
    pub is_replaced: bool,
    /// Whether something has its number, or is called as its caller calls it, as it is or as it looks.
    pub is_named: bool,
}

impl Bearing {
    /// Whether nothing does, as on most rows of a new file.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.of_payment == 0 && !self.is_replaced && !self.is_named
    }
}
