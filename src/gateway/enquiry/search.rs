//! Finding a transaction: by number, then month by month, page by page.

use super::ask::Enquirer;
use super::reply::{EnquiryFault, PAGE_SIZE, Page};
use super::row::{RowKind, Transaction};
use crate::gateway::wire::{Merchant, QUERY_PATH, SignedRequest};
use crate::refund::OutTradeNo;
use crate::refund::hong_kong::{self, HkMonth};

/// Where paging gives up: 100,000 rows of one month.
const MAX_PAGES: usize = 1000;
/// What is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The merchant's number, of a refund or a payment.
    OutTradeNo(String),
    /// The gateway's number; also finds the refunds of that payment where they are listed.
    Syssn(String),
}

impl Key {
    fn pair(&self) -> (&'static str, String) {
        match self {
            Self::OutTradeNo(number) => ("out_trade_no", number.clone()),
            Self::Syssn(number) => ("syssn", number.clone()),
        }
    }

    fn fits(&self, row: &Transaction) -> bool {
        match self {
            Self::OutTradeNo(number) => row.out_trade_no.as_ref() == Some(number),
            Self::Syssn(number) => row.syssn.as_ref() == Some(number) || row.names_payment(number),
        }
    }
}

/// The rows that fit, and where they were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The rows, each once.
    pub rows: Vec<Transaction>,
    /// The months looked into, where the number alone found nothing.
    pub months: Vec<HkMonth>,
    /// The months whose whole lists were read for refunds of a payment.
    pub listed: Vec<HkMonth>,
    /// Whether every page was signed.
    pub signed: bool,
}

/// Returns the months in which a transaction may stand, likeliest first.
///
/// A number of ours and a payment number carry their date; the months beside it are tried too, for
/// a refund sent near the month's end. Without a date it is this month and those beside it. A number
/// of ours has the date of a clock that may have been wrong, so that both are tried for it.
#[must_use]
pub fn months_to_try(key: &Key, this_month: HkMonth) -> Vec<HkMonth> {
    let made = match key {
        Key::OutTradeNo(number) => {
            OutTradeNo::month_made(number).or_else(|| HkMonth::of_dated_number(number))
        }
        Key::Syssn(number) => HkMonth::of_dated_number(number),
    };
    let around = |month: HkMonth| {
        if month < this_month {
            [month, month.next(), month.previous()]
        } else {
            [month, month.previous(), month.next()]
        }
    };
    let mut months = match (made, key) {
        (Some(made), Key::Syssn(_)) => around(made).to_vec(),
        (Some(made), Key::OutTradeNo(_)) => [around(made), around(this_month)].concat(),
        (None, _) => around(this_month).to_vec(),
    };
    let mut seen = Vec::new();
    months.retain(|month| {
        let is_new = !seen.contains(month);
        seen.push(*month);
        is_new
    });
    months
}

/// Builds the request for one page, `page` counting from 1; without a key it lists a month.
#[must_use]
pub fn page_request(
    key: Option<&Key>,
    month: Option<HkMonth>,
    page: usize,
    merchant: &Merchant,
) -> SignedRequest {
    let mut pairs = vec![
        ("page", page.to_string()),
        ("page_size", PAGE_SIZE.to_string()),
    ];
    pairs.extend(key.map(Key::pair));
    if let Some(month) = month {
        let (start, end) = month.window();
        pairs.push(("start_time", start));
        pairs.push(("end_time", end));
    }
    SignedRequest::new(QUERY_PATH, merchant, pairs)
}

/// Looks a payment up by its number, and its refunds in the lists of the months: those `given`,
/// or where none is all since the payment if the gateway does not say that none of it went back.
///
/// # Errors
/// [`EnquiryFault`] as soon as one enquiry fails; then nothing was learned.
pub fn look_up_payment(
    enquirer: &Enquirer<'_>,
    payment: &str,
    given: &[HkMonth],
    this_month: HkMonth,
) -> Result<Found, EnquiryFault> {
    let enquirer = &enquirer.begin_look();
    let key = Key::Syssn(payment.to_owned());
    let months = if given.is_empty() {
        months_to_try(&key, this_month)
    } else {
        given.to_vec()
    };
    let mut found = search(enquirer, &key, &months)?;
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
    let lists: Vec<HkMonth> = if !given.is_empty() {
        given.to_vec()
    } else if payments
        .clone()
        .all(|row| row.cancel.as_deref() == Some("0"))
    {
        Vec::new()
    } else {
        // Money went back, perhaps: every refund counts, also those made elsewhere.
        let times =
            payments.filter_map(|row| hong_kong::parse_gateway_time(row.sysdtm.as_deref()?));
        let begun = times
            .map(HkMonth::of)
            .chain(HkMonth::of_dated_number(payment))
            .min();
        let begun = begun.unwrap_or_else(|| this_month.previous());
        // The clock may be behind: the gateway's month may have begun.
        begun.through(this_month.next().max(begun)).collect()
    };
    for month in lists {
        found.take(all_pages(enquirer, None, Some(month), |row| {
            row.names_payment(payment)
        })?);
        found.listed.push(month);
    }
    Ok(found)
}

/// Lists every refund that stands in these months, whoever made it. Each month is a look of its own.
///
/// # Errors
/// [`EnquiryFault`] as soon as one enquiry fails; then nothing was learned.
pub fn list_months(enquirer: &Enquirer<'_>, months: &[HkMonth]) -> Result<Found, EnquiryFault> {
    let mut found = Found::nothing();
    for month in months {
        // Some rows of payments name themselves, or the order they belong to.
        found.take(all_pages(
            &enquirer.begin_look(),
            None,
            Some(*month),
            |row| {
                row.order_type == RowKind::Refund
                    || row.order_type == RowKind::Other && row.orig_syssn.is_some()
            },
        )?);
        found.listed.push(*month);
    }
    Ok(found)
}

/// Looks a transaction up: by number alone, then within each month until a row fits.
///
/// Finding none is no proof that there is none.
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
    let fits = |row: &Transaction| key.fits(row);
    found.take(all_pages(enquirer, Some(key), None, fits)?);
    for month in months {
        if !found.rows.is_empty() {
            break;
        }
        found.months.push(*month);
        found.take(all_pages(enquirer, Some(key), Some(*month), fits)?);
    }
    Ok(found)
}

impl Found {
    const fn nothing() -> Self {
        Self {
            rows: Vec::new(),
            months: Vec::new(),
            listed: Vec::new(),
            signed: true,
        }
    }

    fn take(&mut self, (rows, signed): (Vec<Transaction>, bool)) {
        self.signed &= signed;
        for row in rows {
            if !self.rows.contains(&row) {
                self.rows.push(row);
            }
        }
    }
}

/// Returns the rows that fit, each once, and whether every page was signed.
fn all_pages(
    enquirer: &Enquirer<'_>,
    key: Option<&Key>,
    month: Option<HkMonth>,
    fits: impl Fn(&Transaction) -> bool,
) -> Result<(Vec<Transaction>, bool), EnquiryFault> {
    let mut all_signed = true;
    let mut fitting: Vec<Transaction> = Vec::new();
    let mut before: Vec<Transaction> = Vec::new();
    let mut fullest = 0;
    for page in 1..=MAX_PAGES {
        let request = page_request(key, month, page, enquirer.merchant);
        let Page {
            rows,
            page_size,
            signed,
        } = enquirer.ask(&request)?;
        all_signed &= signed;
        let last = is_last(rows.len(), page_size, fullest);
        fullest = fullest.max(rows.len());
        // A page that comes again: the gateway does not turn pages, and the rest stays unseen.
        if !last && rows == before {
            return Err(EnquiryFault::Endless);
        }
        for row in rows.iter().filter(|row| fits(row)) {
            if !fitting.contains(row) {
                fitting.push(row.clone());
            }
        }
        if last {
            return Ok((fitting, all_signed));
        }
        before = rows;
    }
    Err(EnquiryFault::Endless)
}

/// Whether a page of so many rows is the last. There is no total (protocol 4.2): it is one that
/// is not full, and what is full says the gateway, by `page_size` or by a page before. It may
/// give less than it was asked for.
fn is_last(rows: usize, page_size: Option<usize>, fullest: usize) -> bool {
    let full = page_size.map(|size| size.min(PAGE_SIZE));
    rows == 0 || rows < full.unwrap_or(0).max(fullest)
}

#[cfg(test)]
mod tests;
