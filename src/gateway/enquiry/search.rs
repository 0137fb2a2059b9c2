//! Finding a transaction: by number, then month by month, page by page.

use super::ask::Enquirer;
use super::key::{Key, months_to_try};
use super::list::whole_list;
use super::months::{Lists, MonthLists, newest_last};
use super::pages::{Pages, all_pages, keep};
use super::reply::EnquiryFault;
use super::row::{RowKind, Transaction};
use crate::journal::Record;
use crate::refund::hong_kong::{self, HkMonth};

/// The rows that fit, and where they were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The rows, each once.
    pub rows: Vec<Transaction>,
    /// Rows beside them that came back for the number, and do not say that they are of another one.
    pub doubtful: Vec<Transaction>,
    /// Refunds in the lists that do not say of which payment they are: any may be one of it.
    pub nameless: Vec<Transaction>,
    /// The months looked into, where the number alone found nothing.
    pub months: Vec<HkMonth>,
    /// The months whose whole lists were read for refunds of a payment.
    pub listed: Vec<HkMonth>,
    /// Whether every page was signed.
    pub signed: bool,
}

/// Looks a payment up by its number, and its refunds in the lists of months.
///
/// # Errors
/// [`EnquiryFault`] as soon as one enquiry fails; then nothing was learned.
pub fn look_up_payment(
    enquirer: &Enquirer<'_>,
    payment: &str,
    lists: Lists<'_>,
    this_month: HkMonth,
) -> Result<Found, EnquiryFault> {
    let enquirer = &enquirer.begin_look();
    let key = Key::Syssn(payment.to_owned());
    let months = match lists {
        Lists::Of(given) => given.to_vec(),
        _ => months_to_try(&key, this_month),
    };
    let mut found = search(enquirer, &key, &months)?;
    // What may be a refund of it is judged with its rows.
    found.rows.append(&mut found.doubtful);
    let own = found
        .rows
        .iter()
        .filter(|row| row.syssn.as_deref() == Some(payment));
    let mut payments = own
        .filter(|row| row.order_type != RowKind::Refund)
        .peekable();
    if payments.peek().is_none() {
        return Ok(found);
    }
    let mut says_none = payments.clone();
    let says_none = says_none.all(|row| row.cancel.as_deref() == Some("0"));
    let times = payments.filter_map(|row| hong_kong::parse_gateway_time(row.sysdtm.as_deref()?));
    let begun = times
        .map(HkMonth::of)
        .chain(HkMonth::of_dated_number(payment))
        .min();
    let begun = begun.unwrap_or_else(|| this_month.previous());
    // The clock may be behind: the gateway's month may have begun.
    let since = || begun.through(this_month.next().max(begun));
    let mut own_lists = MonthLists::default();
    let (months, kept): (Vec<HkMonth>, &mut MonthLists) = match lists {
        Lists::Of(given) => (given.to_vec(), &mut own_lists),
        Lists::IfGoneBack if says_none => return Ok(found),
        Lists::IfGoneBack => (since().collect(), &mut own_lists),
        Lists::All(kept) => (newest_last(since().collect(), this_month), kept),
    };
    for month in months {
        let list = kept.read(enquirer, month, this_month)?;
        found.signed &= list.signed;
        for row in &list.rows {
            if row.may_name_payment(payment) {
                keep(row.clone(), &mut found.rows);
            } else if row.names_none() && row.syssn.as_deref() != Some(payment) {
                keep(row.clone(), &mut found.nameless);
            }
        }
        found.listed.push(month);
    }
    Ok(found)
}

/// Lists every refund that stands in these months, whoever made it. However many pages they have, each has
/// its own time.
///
/// # Errors
/// [`EnquiryFault`] as soon as one enquiry fails; then nothing was learned.
pub fn list_months(enquirer: &Enquirer<'_>, months: &[HkMonth]) -> Result<Found, EnquiryFault> {
    let (mut found, mut fullest) = (Found::nothing(), 0);
    for month in months {
        // Some rows of payments name themselves, or the order they belong to.
        let pages = whole_list(enquirer, *month, &mut fullest, |row| {
            row.order_type == RowKind::Refund
                || row.order_type == RowKind::Other && row.orig_syssn.is_some()
        })?;
        found.take(pages);
        found.listed.push(*month);
    }
    Ok(found)
}

/// Looks a transaction up: by number alone, then within each month until a row fits.
///
/// Finding none is no proof that there is none. Rows that came back and are no row of it are not
/// even that: the answer was one to another question, or cannot be read.
///
/// # Errors
/// [`EnquiryFault`] as soon as one enquiry fails; then nothing was learned.
pub fn search(
    enquirer: &Enquirer<'_>,
    key: &Key,
    months: &[HkMonth],
) -> Result<Found, EnquiryFault> {
    let enquirer = &enquirer.begin_look();
    let mut found = Found::nothing();
    let mut stranger = None;
    let fits = |row: &Transaction| key.fits(row);
    let mut take = |found: &mut Found, pages: Pages| {
        stranger = stranger.take().or_else(|| pages.stranger.clone());
        found.take(pages);
    };
    let mut fullest = 0;
    let pages = all_pages(enquirer, (key, None), &mut fullest, fits)?;
    take(&mut found, pages);
    for month in months {
        if !found.rows.is_empty() {
            break;
        }
        found.months.push(*month);
        let pages = all_pages(enquirer, (key, Some(*month)), &mut fullest, fits)?;
        take(&mut found, pages);
    }
    match found.doubtful.first().or(stranger.as_ref()) {
        Some(row) if found.rows.is_empty() => Err(key.unanswered(row)),
        _ => Ok(found),
    }
}

/// Looks up what the gateway has of a refund of the journal: by the merchant's number, or, where the gateway
/// showed one without any that can be used, by its own, under which it was entered.
///
/// # Errors
/// As [`search`].
pub fn look_up_refund(
    enquirer: &Enquirer<'_>,
    record: &Record,
    months: &[HkMonth],
) -> Result<Found, EnquiryFault> {
    let number = record.number().as_str();
    let known = record.progress.refund_syssn.as_deref();
    let is_found = record.wanted.is_found();
    let may_be_own = is_found && known.is_none_or(|known| known == number);
    if known != Some(number) || !is_found {
        let found = search(enquirer, &Key::OutTradeNo(number.to_owned()), months)?;
        if !found.rows.is_empty() || !may_be_own {
            return Ok(found);
        }
    }
    let mut found = search(enquirer, &Key::Syssn(number.to_owned()), months)?;
    found
        .rows
        .retain(|row| row.syssn.as_deref() == Some(number));
    for row in &mut found.rows {
        row.out_trade_no = Some(number.to_owned());
    }
    Ok(found)
}

impl Found {
    const fn nothing() -> Self {
        Self {
            rows: Vec::new(),
            doubtful: Vec::new(),
            nameless: Vec::new(),
            months: Vec::new(),
            listed: Vec::new(),
            signed: true,
        }
    }

    fn take(&mut self, pages: Pages) {
        self.signed &= pages.signed;
        for row in pages.fitting {
            keep(row, &mut self.rows);
        }
        for row in pages.doubtful {
            keep(row, &mut self.doubtful);
        }
    }
}

#[cfg(test)]
mod tests;
