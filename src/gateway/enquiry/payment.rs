//! What the rows of an enquiry say about one payment and its refunds.
//!
//! Pure. What cannot be read is never taken for absent: it is named, and nothing is concluded.

use super::row::{RowKind, Transaction};
use crate::language::{text, word, write_text};
use crate::money::{Amount, Currency};
use crate::refund::Outcome;
use crate::refund::hong_kong;
use crate::refund::preflight::PaymentFacts;
use std::fmt;
use time::OffsetDateTime;

/// A payment and every refund of it that the gateway shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The payment.
    pub payment: PaymentFacts,
    /// Its refunds, each once. Refused ones are left out where they do not say their amount.
    pub refunds: Vec<ShownRefund>,
}

/// A refund as the gateway shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRefund {
    /// The gateway's number. Long ago it could be missing (protocol 4.2).
    pub syssn: Option<String>,
    /// The merchant's number.
    pub out_trade_no: Option<String>,
    /// How much.
    pub amount: Amount,
    /// When, where the gateway says.
    pub at: Option<OffsetDateTime>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Why the rows tell nothing of the payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is no such payment among them.
    NoPayment,
    /// The number is a refund's.
    ARefund,
    /// Something in a row cannot be read, or contradicts another row.
    Field(Box<UnreadField>),
}

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadField {
    /// The refund whose row it is, by its numbers; none for the payment's own row.
    refund: Option<String>,
    /// The field's wire name.
    field: &'static str,
    /// What it says, or that it says nothing.
    says: Option<String>,
    /// What is the matter with that, as a clause that follows it.
    matter: &'static str,
}

impl fmt::Display for UnreadField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refund {
            None => write_text!(
                f,
                "gateway-row-of-payment",
                "the gateway's row of the payment cannot be relied on: "
            )?,
            Some(refund) => write_text!(
                f,
                "gateway-row-of-refund",
                "the gateway's row of refund {refund} cannot be relied on: ",
                refund = refund.escape_debug()
            )?,
        }
        match &self.says {
            None => write_text!(
                f,
                "gateway-row-has-no",
                "it has no {field}",
                field = self.field
            ),
            Some(says) => {
                let short: String = says.chars().take(80).collect();
                write_text!(
                    f,
                    "gateway-row-says",
                    "its {field} is `{says}`",
                    field = self.field,
                    says = short.escape_debug()
                )
            }
        }?;
        f.write_str(self.matter)
    }
}

/// Reads the payment and its refunds from the rows found by its number and in the lists of its
/// months; rows of other payments may be among them, but in the answer by its number none that
/// does not say of which.
///
/// # Errors
/// [`Unread`].
pub fn shown(rows: &[Transaction], number: &str) -> Result<Shown, Unread> {
    let mut own = rows
        .iter()
        .filter(|row| row.syssn.as_deref() == Some(number));
    let row = own.next().ok_or(Unread::NoPayment)?;
    if row.order_type == RowKind::Refund {
        return Err(Unread::ARefund);
    }
    let facts = read_payment(row)?;
    for again in own {
        // The same payment a moment later may say that more of it went back, but nothing else.
        if read_payment(again)? != facts {
            return Err(unread(
                None,
                "syssn",
                again.syssn.as_deref(),
                with_other_values(),
            ));
        }
    }
    let mut refunds: Vec<ShownRefund> = Vec::new();
    let may_be_of_it = |row: &&Transaction| {
        row.syssn.as_deref() != Some(number) && row.may_be_of_payment(number)
            || row.names_payment(number)
    };
    for row in rows.iter().filter(may_be_of_it) {
        let Some(refund) = read_refund(row, number, &facts)? else {
            continue;
        };
        let same = |known: &&ShownRefund| {
            known.syssn == refund.syssn
                && (known.syssn.is_some() || known.out_trade_no == refund.out_trade_no)
        };
        match refunds.iter().find(same) {
            None => refunds.push(refund),
            Some(known)
                if known.amount == refund.amount && known.out_trade_no == refund.out_trade_no => {}
            Some(_) => {
                return Err(unread(
                    Some(row),
                    "syssn",
                    row.syssn.as_deref(),
                    with_other_values(),
                ));
            }
        }
    }
    let gone = refunds
        .iter()
        .filter(|refund| refund.outcome != Outcome::Declined);
    let gone: u128 = gone.map(|refund| u128::from(refund.amount.minor())).sum();
    let paid = u128::from(facts.amount.minor());
    for row in rows
        .iter()
        .filter(|row| row.syssn.as_deref() == Some(number))
    {
        cancel(row, gone, paid)?;
    }
    Ok(Shown {
        payment: facts,
        refunds,
    })
}

/// Says that a number stands on two rows that differ, as a clause that follows it.
pub(super) fn with_other_values() -> &'static str {
    word!(
        "gateway-row-other-values",
        ", and another row has it, too, with other values"
    )
}

pub(super) fn unread(
    row: Option<&Transaction>,
    field: &'static str,
    says: Option<&str>,
    matter: &'static str,
) -> Unread {
    let refund = row.map(|row| {
        let numbers = [&row.out_trade_no, &row.syssn].into_iter().flatten();
        let numbers: Vec<&str> = numbers.map(String::as_str).collect();
        if numbers.is_empty() {
            text!("gateway-row-numberless", "without a number")
        } else {
            numbers.join(" / ")
        }
    });
    Unread::Field(Box::new(UnreadField {
        refund,
        field,
        says: says.map(str::to_owned),
        matter,
    }))
}

pub(super) fn read_payment(row: &Transaction) -> Result<PaymentFacts, Unread> {
    kind(None, row, RowKind::Payment)?;
    Ok(PaymentFacts {
        amount: amount(None, row)?,
        currency: currency(None, row)?,
        pay_type: row.pay_type.clone(),
        paid_at: time(None, row)?,
        succeeded: row.outcome() == Outcome::Refunded,
        number: row.out_trade_no.clone(),
    })
}

fn read_refund(
    row: &Transaction,
    number: &str,
    payment: &PaymentFacts,
) -> Result<Option<ShownRefund>, Unread> {
    if row.order_type == RowKind::Payment && row.orig_syssn.as_deref() != Some(number) {
        // Some rows of payments name themselves, or the order they belong to.
        return Ok(None);
    }
    refund_of_one(row)?;
    let outcome = row.outcome();
    let refused = outcome == Outcome::Declined;
    let read = amount(Some(row), row).and_then(|amount| {
        let other = currency(Some(row), row)?
            .zip(payment.currency)
            .is_some_and(|(ours, paid)| ours != paid);
        if other {
            let matter = word!("gateway-row-not-payments", ", which is not the payment's");
            return Err(unread(
                Some(row),
                "txcurrcd",
                row.txcurrcd.as_deref(),
                matter,
            ));
        }
        let original = row.orig_syssn.as_deref();
        if original != Some(number) {
            let matter = word!(
                "gateway-row-not-number",
                ", which is not the payment's number and may stand for it"
            );
            let matter = original.map_or("", |_| matter);
            return Err(unread(Some(row), "origssn", original, matter));
        }
        Ok((amount, time(Some(row), row)?))
    });
    match read {
        // A refused one took nothing, whatever else it says.
        Err(_) if refused => Ok(None),
        read => read.map(|(amount, at)| {
            Some(ShownRefund {
                syssn: row.syssn.clone(),
                out_trade_no: row.out_trade_no.clone(),
                amount,
                at,
                outcome,
            })
        }),
    }
}

/// Reads the refunds of the lists that name no payment, and may be of this one by all else that they
/// say. What cannot be read of them speaks against nothing.
#[must_use]
pub fn nameless(rows: &[Transaction], payment: &PaymentFacts) -> Vec<ShownRefund> {
    let read = |row: &Transaction| {
        let amount = amount(Some(row), row).ok()?;
        let at = time(Some(row), row).ok().flatten();
        let paid_in = currency(Some(row), row)
            .ok()
            .flatten()
            .zip(payment.currency);
        let fits = amount <= payment.amount
            && paid_in.is_none_or(|(theirs, ours)| theirs == ours)
            && at.zip(payment.paid_at).is_none_or(|(at, paid)| at >= paid);
        let refund = ShownRefund {
            syssn: row.syssn.clone(),
            out_trade_no: row.out_trade_no.clone(),
            amount,
            at,
            outcome: row.outcome(),
        };
        Some(refund).filter(|refund| fits && refund.outcome != Outcome::Declined)
    };
    rows.iter().filter_map(read).collect()
}

/// Checks that a row is a refund's, of one payment.
pub(super) fn refund_of_one(row: &Transaction) -> Result<(), Unread> {
    kind(Some(row), row, RowKind::Refund)?;
    match &row.second_original {
        None => Ok(()),
        Some(second) => {
            let matter = word!(
                "gateway-row-another-payment",
                ", and its origssn another payment"
            );
            Err(unread(Some(row), "orig_syssn", Some(second), matter))
        }
    }
}

fn kind(of: Option<&Transaction>, row: &Transaction, wanted: RowKind) -> Result<(), Unread> {
    if row.order_type == wanted {
        return Ok(());
    }
    let written = match (row.order_type, &row.other_type) {
        (RowKind::Payment, _) => Some("payment"),
        (RowKind::Refund, _) => Some("refund"),
        (RowKind::Other, written) => written.as_deref(),
    };
    Err(unread(of, "order_type", written, ""))
}

pub(super) fn amount(of: Option<&Transaction>, row: &Transaction) -> Result<Amount, Unread> {
    let text = row.txamt.as_deref();
    let read = text.and_then(|text| Amount::parse_minor(text).ok());
    read.ok_or_else(|| unread(of, "txamt", text, ""))
}

/// Long ago the enquiry left the currency out (protocol 4.2).
pub(super) fn currency(
    of: Option<&Transaction>,
    row: &Transaction,
) -> Result<Option<Currency>, Unread> {
    let Some(text) = row.txcurrcd.as_deref() else {
        return Ok(None);
    };
    let read = Currency::from_code(text).map(Some);
    read.map_err(|_| unread(of, "txcurrcd", Some(text), ""))
}

pub(super) fn time(
    of: Option<&Transaction>,
    row: &Transaction,
) -> Result<Option<OffsetDateTime>, Unread> {
    let Some(text) = row.sysdtm.as_deref() else {
        return Ok(None);
    };
    let read = hong_kong::parse_gateway_time(text);
    read.map(Some)
        .ok_or_else(|| unread(of, "sysdtm", Some(text), ""))
}

/// Compares what the payment's state says with the refunds that are shown (protocol 4.2, C28).
/// That nothing went back is not believed: the refunds shown say more, and may say less.
fn cancel(row: &Transaction, gone: u128, paid: u128) -> Result<(), Unread> {
    match row.cancel.as_deref() {
        None | Some("0" | "4") => Ok(()),
        says @ Some("1" | "2" | "3" | "5") if gone == 0 => {
            let matter = word!(
                "gateway-row-none-shown",
                ", which says that money went back, and no refund of it is shown"
            );
            Err(unread(None, "cancel", says, matter))
        }
        // All of it was refunded, cancelled or reversed; only 5 is a part.
        says @ Some("1" | "2" | "3") if gone < paid => {
            let matter = word!(
                "gateway-row-less-shown",
                ", which says that all of it went back, and the refunds shown are less"
            );
            Err(unread(None, "cancel", says, matter))
        }
        Some("1" | "2" | "3" | "5") => Ok(()),
        says => Err(unread(None, "cancel", says, "")),
    }
}

#[cfg(test)]
mod tests;
