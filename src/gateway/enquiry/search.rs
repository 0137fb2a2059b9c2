//! Finding a transaction: by number, then month by month, page by page.

use super::ask::Enquirer;
use super::reply::{EnquiryFault, PAGE_SIZE, Page};
use super::row::{RowKind, Transaction, is_alike};
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

    /// Whether a row has the number.
    #[must_use]
    pub fn fits(&self, row: &Transaction) -> bool {
        match self {
            Self::OutTradeNo(number) => row.out_trade_no.as_ref() == Some(number),
            Self::Syssn(number) => row.syssn.as_ref() == Some(number) || row.names_payment(number),
        }
    }

    /// Whether a row that does not fit may be meant all the same: it does not say whose it is, or
    /// nearly what was asked for.
    fn doubts(&self, row: &Transaction) -> bool {
        let may_be = |says: Option<&str>, number| says.is_none_or(|says| is_alike(says, number));
        match self {
            Self::OutTradeNo(number) => {
                row.order_type != RowKind::Payment && may_be(row.out_trade_no.as_deref(), number)
            }
            Self::Syssn(number) => {
                may_be(row.syssn.as_deref(), number) || row.may_be_of_payment(number)
            }
        }
    }

    /// Says that an answer has no row of this number but this one.
    fn unanswered(&self, row: &Transaction) -> EnquiryFault {
        let (name, number) = self.pair();
        let has = |name, says: &Option<String>| match says {
            Some(says) => {
                let short: String = says.chars().take(80).collect();
                format!("{name} `{}`", short.escape_debug())
            }
            None => format!("no {name}"),
        };
        EnquiryFault::NoAnswer(format!(
            "it shows no {name} {number}, but a row with {} and {}",
            has("out_trade_no", &row.out_trade_no),
            has("syssn", &row.syssn)
        ))
    }
}

/// The rows that fit, and where they were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The rows, each once.
    pub rows: Vec<Transaction>,
    /// Rows beside them that came back for the number, and do not say that they are of another one.
    pub doubtful: Vec<Transaction>,
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
            row.may_name_payment(payment)
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
    take(&mut found, all_pages(enquirer, Some(key), None, fits)?);
    for month in months {
        if !found.rows.is_empty() {
            break;
        }
        found.months.push(*month);
        let pages = all_pages(enquirer, Some(key), Some(*month), fits)?;
        take(&mut found, pages);
    }
    match found.doubtful.first().or(stranger.as_ref()) {
        Some(row) if found.rows.is_empty() => Err(key.unanswered(row)),
        _ => Ok(found),
    }
}

impl Found {
    const fn nothing() -> Self {
        Self {
            rows: Vec::new(),
            doubtful: Vec::new(),
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

fn keep(row: Transaction, rows: &mut Vec<Transaction>) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}

/// What the pages of one question hold.
struct Pages {
    /// The rows that fit, each once.
    fitting: Vec<Transaction>,
    /// Those that may be meant by the number that was asked for, each once.
    doubtful: Vec<Transaction>,
    /// The first one that is of another number than was asked for.
    stranger: Option<Transaction>,
    /// Whether every page was signed.
    signed: bool,
}

/// Reads every page.
fn all_pages(
    enquirer: &Enquirer<'_>,
    key: Option<&Key>,
    month: Option<HkMonth>,
    fits: impl Fn(&Transaction) -> bool,
) -> Result<Pages, EnquiryFault> {
    let mut pages = Pages {
        fitting: Vec::new(),
        doubtful: Vec::new(),
        stranger: None,
        signed: true,
    };
    let mut before: Vec<Transaction> = Vec::new();
    let (mut fullest, mut seen) = (0, 0_usize);
    for asked in 1..=MAX_PAGES {
        let request = page_request(key, month, asked, enquirer.merchant);
        let Page {
            rows,
            page,
            page_size,
            total,
            signed,
        } = enquirer.ask(&request)?;
        if let Some(page) = page.filter(|page| *page != asked) {
            let why = format!("it is page {page} where {asked} was asked for");
            return Err(EnquiryFault::NoAnswer(why));
        }
        pages.signed &= signed;
        seen = seen.saturating_add(rows.len());
        let last = is_last(rows.len(), page_size, fullest);
        fullest = fullest.max(rows.len());
        // A page that comes again: the gateway does not turn pages, and the rest stays unseen.
        if !last && rows == before {
            return Err(EnquiryFault::Endless);
        }
        for row in &rows {
            match key {
                _ if fits(row) => keep(row.clone(), &mut pages.fitting),
                Some(key) if key.doubts(row) => keep(row.clone(), &mut pages.doubtful),
                Some(_) if pages.stranger.is_none() => pages.stranger = Some(row.clone()),
                _ => {}
            }
        }
        match total {
            Some(total) if last && total != seen => {
                let why = format!("its total is {total}, and it has {seen} rows");
                return Err(EnquiryFault::NoAnswer(why));
            }
            _ if last => return Ok(pages),
            _ => {}
        }
        before = rows;
    }
    Err(EnquiryFault::Endless)
}

/// Whether a page of so many rows is the last. No total is promised (protocol 4.2): it is one that
/// is not full, and what is full says the gateway, by `page_size` or by a page before. It may
/// give less than it was asked for.
fn is_last(rows: usize, page_size: Option<usize>, fullest: usize) -> bool {
    let full = page_size.map(|size| size.min(PAGE_SIZE));
    rows == 0 || rows < full.unwrap_or(0).max(fullest)
}

#[cfg(test)]
mod tests;
