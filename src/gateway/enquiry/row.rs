//! One row of an enquiry's answer.
//!
//! Pure.

use crate::gateway::codes::{self, Class, Code, Standing};
use crate::gateway::json::Object;
use crate::gateway::wire;
use crate::language::text;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::{Outcome, Settlement};
use crate::unseen::folded;
use serde::Serialize;
use time::OffsetDateTime;

/// What a row of the answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A payment.
    Payment,
    /// A refund.
    Refund,
    /// Anything else, such as `close`, or a row that does not say.
    Other,
}

/// One transaction as the gateway lists it; fields as sent. `cardcd` is neither kept nor shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// Payment or refund.
    pub order_type: RowKind,
    /// The kind as written, where it is neither.
    #[serde(skip)]
    pub other_type: Option<String>,
    /// The gateway's number of this transaction.
    pub syssn: Option<String>,
    /// On a refund: the gateway's number of the payment (`origssn` here, `orig_syssn` in a refund's reply).
    pub orig_syssn: Option<String>,
    /// Another number of the payment, where a row gives both names and they contradict each other.
    #[serde(skip)]
    pub second_original: Option<String>,
    /// The merchant's number.
    pub out_trade_no: Option<String>,
    /// Amount in minor units, as written.
    pub txamt: Option<String>,
    /// Currency.
    pub txcurrcd: Option<String>,
    /// Payment method.
    pub pay_type: Option<String>,
    /// Result of **this transaction**, not of the enquiry.
    pub respcd: Option<String>,
    /// Its state in words, where the gateway gives one (C23).
    pub txstatus: Option<String>,
    /// Its text.
    pub errmsg: Option<String>,
    /// State of a payment: 0 none, 3 refunded, 5 partially refunded; older uses differ (C28).
    pub cancel: Option<String>,
    /// The gateway's time, UTC+8.
    pub sysdtm: Option<String>,
    /// Time of completion, UTC+8.
    pub paydtm: Option<String>,
    /// The merchant's time as sent.
    pub txdtm: Option<String>,
    /// What it says of its settlement, those that stand above once more.
    #[serde(skip)]
    pub settlement: Settlement,
}

/// Shortest end of a number by which it may be meant: a payment's without its date is longer.
const SHORTEST_END: usize = 8;

/// Whether a number that a row has may stand for another one: written in other letters or with
/// spaces, or cut.
pub(super) fn is_alike(says: &str, number: &str) -> bool {
    let (says, number) = (folded(says), folded(number));
    let is_end = says.len() >= SHORTEST_END && number.ends_with(&says);
    number.starts_with(&says) || says.starts_with(&number) || is_end
}

/// Whether a number can be one of the gateway's: not a rounded one, and no other kind of value.
fn is_number(says: &str) -> bool {
    says.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

impl Transaction {
    pub(super) fn read(object: &Object) -> Self {
        let get = |name| object.field(name);
        let (order_type, other_type) = match get("order_type") {
            Some(kind) if kind == "payment" => (RowKind::Payment, None),
            Some(kind) if kind == "refund" => (RowKind::Refund, None),
            other => (RowKind::Other, other),
        };
        let mut originals = ["origssn", "orig_syssn"].into_iter().filter_map(get);
        let orig_syssn = originals.next();
        Self {
            order_type,
            other_type,
            syssn: get("syssn"),
            second_original: originals
                .next()
                .filter(|second| orig_syssn.as_ref() != Some(second)),
            orig_syssn,
            out_trade_no: get("out_trade_no"),
            txamt: get("txamt"),
            txcurrcd: get("txcurrcd"),
            pay_type: get("pay_type"),
            respcd: object.code("respcd"),
            txstatus: get("txstatus"),
            errmsg: get("errmsg"),
            cancel: get("cancel"),
            sysdtm: get("sysdtm"),
            paydtm: get("paydtm"),
            txdtm: get("txdtm"),
            settlement: Settlement::of(|name| object.field(name)),
        }
    }

    /// Whether the row may be about a transaction of this payment, by either name.
    #[must_use]
    pub fn names_payment(&self, payment: &str) -> bool {
        self.originals().any(|original| original == payment)
    }

    fn originals(&self) -> impl Iterator<Item = &String> {
        let both = [&self.orig_syssn, &self.second_original];
        both.into_iter().flatten()
    }

    /// Whether the row may be about a transaction of this payment, or names one nearly as it is
    /// called: cut, in other letters, or with spaces.
    #[must_use]
    pub fn may_name_payment(&self, payment: &str) -> bool {
        self.originals()
            .any(|original| original == payment || is_alike(original, payment))
    }

    /// Whether a row that came back for this payment's number may be a refund of it, though it does
    /// not say so.
    #[must_use]
    pub fn may_be_of_payment(&self, payment: &str) -> bool {
        let is_nobodys = !self.names_any() && self.order_type != RowKind::Payment;
        is_nobodys || self.may_name_payment(payment)
    }

    /// Whether it may be a refund, and names no payment that could be read: then it may be one of any.
    pub(super) fn names_none(&self) -> bool {
        let is_none = match self.order_type {
            RowKind::Payment => true,
            RowKind::Refund => false,
            RowKind::Other => self.other_type.as_deref() == Some("close"),
        };
        !is_none && !self.names_any()
    }

    /// Whether it names a payment in a way that can be read, whichever that is.
    fn names_any(&self) -> bool {
        self.originals().any(|original| is_number(original.trim()))
    }

    /// Returns the number by which a row of a month's list is told from the others.
    ///
    /// # Errors
    /// Says in a clause why it can be no row of that list: then the list is not the month's. A day on
    /// either side is allowed for.
    pub(super) fn number_in(&self, month: HkMonth) -> Result<&str, String> {
        let numbers = [&self.syssn, &self.out_trade_no];
        let Some(number) = numbers.into_iter().flatten().next() else {
            return Err(text!(
                "gateway-answer-numberless",
                "a row of it has neither `syssn` nor `out_trade_no`"
            ));
        };
        let shown = number.escape_debug();
        let at = self
            .sysdtm
            .as_deref()
            .and_then(hong_kong::parse_gateway_time);
        let is_in_it = |at: OffsetDateTime| {
            let days = [-1, 0, 1].map(|days| at.saturating_add(time::Duration::days(days)));
            days.map(HkMonth::of).contains(&month)
        };
        if let Some(at) = at.filter(|at| !is_in_it(*at)) {
            let at = hong_kong::gateway_time(at);
            return Err(text!(
                "gateway-answer-month",
                "{month} was asked for, and its row {shown} is of {at}",
                month,
                shown,
                at
            ));
        }
        let has_amount = || {
            self.txamt
                .as_deref()
                .is_some_and(|text| text.parse::<u64>().is_ok())
        };
        if self.names_none() && self.outcome() != Outcome::Declined && !has_amount() {
            return Err(text!(
                "gateway-answer-nameless",
                "its row {shown} says neither of which payment it is nor how much",
                shown
            ));
        }
        Ok(number)
    }

    /// Whether the gateway gives it another number than the other one: then they are two, whatever
    /// they share.
    #[must_use]
    pub fn is_another(&self, other: &Self) -> bool {
        self.syssn.is_some() && other.syssn.is_some() && self.syssn != other.syssn
    }

    /// Returns the meaning of the row's own response code.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.respcd.as_deref().map_or(&codes::UNLISTED, codes::find)
    }

    /// Returns what the row says about its transaction (protocol 4.3).
    ///
    /// A row's code is the transaction's state, so a listed code that is neither done nor in the
    /// processing family means that it failed. A code in no table proves nothing.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let code = self.code();
        let unless = |says_done: bool, outcome: Outcome| {
            let states = self.txstatus.as_deref();
            let other = states.and_then(|says| wire::contradicts(says, says_done));
            other.unwrap_or(outcome)
        };
        if self.second_original.is_some() {
            return Outcome::Unknown;
        }
        match (code.standing, code.class) {
            (Standing::Done, _) => unless(true, Outcome::Refunded),
            (Standing::Processing, _) => Outcome::Pending,
            _ if code.code == "1161" => Outcome::Pending,
            (_, Class::Pending | Class::Retry | Class::Unlisted) => Outcome::Unknown,
            (Standing::Refused | Standing::Unclear | Standing::Seen, _) => {
                // As in a refund's reply: a refusal that says success is none to rely on.
                match &self.errmsg {
                    Some(text) if codes::says_success(text) => Outcome::Unknown,
                    _ => unless(false, Outcome::Declined),
                }
            }
        }
    }
}
