//! What the ledger says, indexed in memory.
//!
//! Pure: it applies entries and answers questions about an instant, so every process that has
//! read the same lines gives the same answer at the same time.

use super::payment::SimulatedPayment;
use super::seeds::seeds;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use time::OffsetDateTime;

/// One line of the ledger after the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum LedgerEntry {
    /// A payment was added.
    Payment(SimulatedPayment),
    /// A refund was executed.
    Refund(Refund),
    /// A refund whose state depends on how often it was asked for was asked for.
    Enquiry {
        /// The refund's number.
        syssn: String,
    },
}

/// One executed refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refund {
    /// The gateway's number of the refund.
    pub(super) syssn: String,
    /// The payment's number.
    pub(super) orig_syssn: String,
    /// The client's number of the refund.
    pub(super) out_trade_no: String,
    /// Amount in minor units.
    pub(super) txamt: u64,
    /// The client's time, as sent.
    pub(super) txdtm: String,
    /// The device, as sent.
    pub(super) udid: Option<String>,
    /// When it was executed, in milliseconds of Unix time.
    pub(super) at: i64,
    /// Whether it was the void of a card payment of the same day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) void: bool,
    /// How it comes to rest; absent when it was done at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<Pending>,
    /// Until when enquiries do not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hidden: Option<Patience>,
}

impl Refund {
    /// Returns the code it is answered with when it is executed.
    pub(super) fn respcd(&self) -> &str {
        self.pending
            .as_ref()
            .map_or("0000", |pending| &pending.respcd)
    }
}

/// A refund that is processed for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// Its code meanwhile, `1143` or `1145`.
    pub(super) respcd: String,
    /// How long.
    #[serde(flatten)]
    pub(super) patience: Patience,
    /// Its code afterwards; `0000` when it ends well.
    pub(super) then: String,
}

/// How long something lasts: until an instant or for so many enquiries, whichever ends first;
/// with neither, for ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Patience {
    /// Milliseconds of Unix time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<i64>,
    /// Number of enquiries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) enquiries: Option<u32>,
}

impl Patience {
    fn is_over(self, now: i64, enquiries: u32) -> bool {
        self.until.is_some_and(|until| now >= until)
            || self.enquiries.is_some_and(|wanted| enquiries >= wanted)
    }
}

/// Where a number leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    /// Index of a payment.
    Payment(usize),
    /// Index of a refund.
    Refund(usize),
}

/// A payment and what happened to it.
#[derive(Debug)]
pub(super) struct PaymentSlot {
    pub(super) payment: SimulatedPayment,
    /// Sum of the refunds that were done at once, in minor units.
    done: u64,
    /// The refunds that were not: their share depends on the time.
    open: Vec<usize>,
}

/// A refund and how often it was asked for.
#[derive(Debug)]
pub(super) struct RefundSlot {
    pub(super) refund: Refund,
    /// Index of its payment.
    pub(super) payment: usize,
    enquiries: u32,
}

impl RefundSlot {
    /// Returns the refund's code at an instant.
    pub(super) fn respcd(&self, now: OffsetDateTime) -> &str {
        match &self.refund.pending {
            None => "0000",
            Some(pending) if self.is_settled(pending, now) => &pending.then,
            Some(pending) => &pending.respcd,
        }
    }

    fn is_settled(&self, pending: &Pending, now: OffsetDateTime) -> bool {
        // Enquiries that did not show the refund do not bring it nearer its end.
        let unseen = self
            .refund
            .hidden
            .and_then(|h| h.enquiries)
            .unwrap_or_default();
        pending
            .patience
            .is_over(millis(now), self.enquiries.saturating_sub(unseen))
    }

    /// Whether the money is (or is still to be taken as) given back at an instant.
    fn is_reserved(&self, now: OffsetDateTime) -> bool {
        match &self.refund.pending {
            None => true,
            Some(pending) => !self.is_settled(pending, now) || pending.then == "0000",
        }
    }

    /// Whether an enquiry shows it at an instant.
    pub(super) fn is_visible(&self, now: OffsetDateTime) -> bool {
        self.refund
            .hidden
            .is_none_or(|hidden| hidden.is_over(millis(now), self.enquiries))
    }

    /// Whether the number of enquiries still decides something.
    pub(super) fn counts_enquiries(&self, now: OffsetDateTime) -> bool {
        let hidden = !self.is_visible(now) && self.refund.hidden.is_some_and(by_enquiries);
        let pending = self.refund.pending.as_ref().is_some_and(|pending| {
            !self.is_settled(pending, now) && by_enquiries(pending.patience)
        });
        hidden || pending
    }
}

fn by_enquiries(patience: Patience) -> bool {
    patience.enquiries.is_some()
}

/// Returns an instant in milliseconds of Unix time.
pub(super) fn millis(instant: OffsetDateTime) -> i64 {
    i64::try_from(instant.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX)
}

/// Returns the instant of milliseconds of Unix time.
pub(super) fn instant(millis: i64) -> OffsetDateTime {
    let nanos = i128::from(millis).saturating_mul(1_000_000);
    OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// All payments and refunds.
#[derive(Debug, Default)]
pub(super) struct Book {
    payments: Vec<PaymentSlot>,
    refunds: Vec<RefundSlot>,
    by_syssn: HashMap<String, Subject>,
    by_out_trade_no: HashMap<String, Subject>,
}

impl Book {
    /// Makes the book of a fresh ledger: the seed payments, no refunds.
    pub(super) fn seeded() -> Self {
        let mut book = Self::default();
        for seed in seeds() {
            // A test shows that the seeds do not collide.
            let _ = book.apply(LedgerEntry::Payment(seed));
        }
        book
    }

    /// Returns all payments, in the order they were added.
    pub(super) fn payments(&self) -> &[PaymentSlot] {
        &self.payments
    }

    /// Returns all refunds, in the order they were executed.
    pub(super) fn refunds(&self) -> &[RefundSlot] {
        &self.refunds
    }

    /// Finds a payment or refund by the gateway's number.
    pub(super) fn by_syssn(&self, syssn: &str) -> Option<Subject> {
        self.by_syssn.get(syssn).copied()
    }

    /// Finds a payment or refund by the client's number.
    pub(super) fn by_out_trade_no(&self, out_trade_no: &str) -> Option<Subject> {
        self.by_out_trade_no.get(out_trade_no).copied()
    }

    /// Finds a payment by the gateway's number.
    pub(super) fn payment(&self, syssn: &str) -> Option<&PaymentSlot> {
        match self.by_syssn(syssn)? {
            Subject::Payment(index) => self.payments.get(index),
            Subject::Refund(_) => None,
        }
    }

    /// Returns the minor units of a payment that are refunded or may yet be.
    pub(super) fn reserved(&self, slot: &PaymentSlot, now: OffsetDateTime) -> u64 {
        self.sum(slot, |refund| refund.is_reserved(now))
    }

    /// Returns the minor units of a payment that are refunded for certain.
    pub(super) fn refunded(&self, slot: &PaymentSlot, now: OffsetDateTime) -> u64 {
        self.sum(slot, |refund| refund.respcd(now) == "0000")
    }

    fn sum(&self, slot: &PaymentSlot, counts: impl Fn(&RefundSlot) -> bool) -> u64 {
        slot.open
            .iter()
            .filter_map(|index| self.refunds.get(*index))
            .filter(|refund| counts(refund))
            .fold(slot.done, |sum, slot| sum.saturating_add(slot.refund.txamt))
    }

    /// Takes in an entry; the error says as a clause why it cannot be one of this ledger.
    pub(super) fn apply(&mut self, entry: LedgerEntry) -> Result<(), String> {
        match entry {
            LedgerEntry::Payment(payment) => self.add_payment(payment),
            LedgerEntry::Refund(refund) => self.add_refund(refund),
            LedgerEntry::Enquiry { syssn } => match self.by_syssn(&syssn) {
                Some(Subject::Refund(index)) => {
                    if let Some(slot) = self.refunds.get_mut(index) {
                        slot.enquiries = slot.enquiries.saturating_add(1);
                    }
                    Ok(())
                }
                _ => Err(format!("there is no refund {syssn} to enquire about")),
            },
        }
    }

    fn add_payment(&mut self, payment: SimulatedPayment) -> Result<(), String> {
        let subject = Subject::Payment(self.payments.len());
        self.claim_numbers(&payment.syssn, &payment.out_trade_no, subject)?;
        self.payments.push(PaymentSlot {
            payment,
            done: 0,
            open: Vec::new(),
        });
        Ok(())
    }

    fn add_refund(&mut self, refund: Refund) -> Result<(), String> {
        let Some(Subject::Payment(payment)) = self.by_syssn(&refund.orig_syssn) else {
            return Err(format!("there is no payment {}", refund.orig_syssn));
        };
        let index = self.refunds.len();
        self.claim_numbers(&refund.syssn, &refund.out_trade_no, Subject::Refund(index))?;
        if let Some(slot) = self.payments.get_mut(payment) {
            if refund.pending.is_some() {
                slot.open.push(index);
            } else {
                slot.done = slot.done.saturating_add(refund.txamt);
            }
        }
        self.refunds.push(RefundSlot {
            refund,
            payment,
            enquiries: 0,
        });
        Ok(())
    }

    fn claim_numbers(
        &mut self,
        syssn: &str,
        out_trade_no: &str,
        subject: Subject,
    ) -> Result<(), String> {
        if self.by_syssn.contains_key(syssn) {
            return Err(format!("the number {syssn} is taken"));
        }
        if self.by_out_trade_no.contains_key(out_trade_no) {
            return Err(format!("the out_trade_no {out_trade_no} is taken"));
        }
        self.by_syssn.insert(syssn.to_owned(), subject);
        self.by_out_trade_no
            .insert(out_trade_no.to_owned(), subject);
        Ok(())
    }
}
