//! What a ledger holds, as plain data for whoever shows it.

use super::book::{Book, PaymentSlot, RefundSlot, instant};
use super::error::SimulatorError;
use super::ledger::Ledger;
use super::payment::SimulatedPayment;
use crate::refund::hong_kong;
use serde::Serialize;
use std::path::Path;
use time::OffsetDateTime;

/// All payments and all executed refunds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SimulatorState {
    /// Seeds first, then the added ones, in the order they were added.
    pub payments: Vec<PaymentState>,
    /// Oldest first.
    pub refunds: Vec<ExecutedRefund>,
}

impl SimulatorState {
    /// Reads a ledger file; a missing one is a fresh ledger and is not made.
    ///
    /// # Errors
    /// [`SimulatorError`] when the file is unusable or not a ledger.
    pub fn read(path: &Path, now: OffsetDateTime) -> Result<Self, SimulatorError> {
        if path.exists() {
            Ledger::open(path, now)?.decide(now, |book| (Vec::new(), Self::of(book, now)))
        } else {
            Ok(Self::of(&Book::seeded(), now))
        }
    }

    fn of(book: &Book, now: OffsetDateTime) -> Self {
        Self {
            payments: book
                .payments()
                .iter()
                .map(|slot| PaymentState::of(book, slot, now))
                .collect(),
            refunds: book
                .refunds()
                .iter()
                .filter_map(|slot| ExecutedRefund::of(book, slot, now))
                .collect(),
        }
    }
}

/// One payment with its rest. Amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentState {
    /// The payment, with the time at which it was paid in the place of `today`.
    #[serde(flatten)]
    pub payment: SimulatedPayment,
    /// Refunded so far, pending refunds included.
    pub refunded: u64,
    /// Still refundable.
    pub rest: u64,
}

impl PaymentState {
    fn of(book: &Book, slot: &PaymentSlot, now: OffsetDateTime) -> Self {
        let payment = &slot.payment;
        let refunded = book.reserved(slot, now);
        Self {
            payment: SimulatedPayment {
                sysdtm: hong_kong::gateway_time(payment.paid_at(now)),
                ..payment.clone()
            },
            refunded,
            rest: payment.txamt.saturating_sub(refunded),
        }
    }
}

/// What became of an executed refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundState {
    /// The payer has the money.
    Done,
    /// Still processed.
    Pending,
    /// Taken at first, then refused: the payer has nothing.
    Refused,
}

/// One executed refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExecutedRefund {
    /// The client's number of the refund.
    pub out_trade_no: String,
    /// The payment's number.
    pub syssn: String,
    /// The gateway's number of the refund.
    pub refund_syssn: String,
    /// Amount in minor units.
    pub txamt: u64,
    /// Currency.
    pub txcurrcd: String,
    /// What became of it.
    pub state: RefundState,
    /// The same as a response code.
    pub respcd: String,
    /// When it was executed, UTC+8.
    pub sysdtm: String,
}

impl ExecutedRefund {
    fn of(book: &Book, slot: &RefundSlot, now: OffsetDateTime) -> Option<Self> {
        let respcd = slot.respcd(now);
        let refund = &slot.refund;
        Some(Self {
            out_trade_no: refund.out_trade_no.clone(),
            syssn: refund.orig_syssn.clone(),
            refund_syssn: refund.syssn.clone(),
            txamt: refund.txamt,
            txcurrcd: book.payments().get(slot.payment)?.payment.txcurrcd.clone(),
            state: match respcd {
                "0000" => RefundState::Done,
                "1143" | "1145" => RefundState::Pending,
                _ => RefundState::Refused,
            },
            respcd: respcd.to_owned(),
            sysdtm: hong_kong::gateway_time(instant(refund.at)),
        })
    }
}
