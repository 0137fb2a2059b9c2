//! Finding a transaction: by number, then month by month, page by page.

use super::ask::Enquirer;
use super::reply::{EnquiryFault, Page, RowKind, Transaction};
use crate::gateway::wire::{Merchant, QUERY_PATH, SignedRequest};
use crate::refund::OutTradeNo;
use crate::refund::hong_kong::HkMonth;

/// Rows asked for in one page, the gateway's largest.
pub const PAGE_SIZE: usize = 100;
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
            Self::Syssn(number) => {
                row.syssn.as_ref() == Some(number) || row.orig_syssn.as_ref() == Some(number)
            }
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

/// Lists the refunds of a payment that stand in one month, whoever made them.
///
/// # Errors
/// [`EnquiryFault`]; then nothing was learned.
pub fn list_refunds(
    enquirer: &Enquirer<'_>,
    payment: &str,
    month: HkMonth,
) -> Result<Vec<Transaction>, EnquiryFault> {
    all_pages(enquirer, None, Some(month), |row| {
        row.orig_syssn.as_deref() == Some(payment)
    })
}

/// Lists every refund that stands in one month, whoever made it.
///
/// # Errors
/// [`EnquiryFault`]; then nothing was learned.
pub fn list_month(
    enquirer: &Enquirer<'_>,
    month: HkMonth,
) -> Result<Vec<Transaction>, EnquiryFault> {
    all_pages(enquirer, None, Some(month), |row| {
        row.order_type == RowKind::Refund || row.orig_syssn.is_some()
    })
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
    let mut found = Found {
        rows: all_pages(enquirer, Some(key), None, |row| key.fits(row))?,
        months: Vec::new(),
    };
    for month in months {
        if !found.rows.is_empty() {
            break;
        }
        found.months.push(*month);
        found.rows = all_pages(enquirer, Some(key), Some(*month), |row| key.fits(row))?;
    }
    Ok(found)
}

fn all_pages(
    enquirer: &Enquirer<'_>,
    key: Option<&Key>,
    month: Option<HkMonth>,
    fits: impl Fn(&Transaction) -> bool,
) -> Result<Vec<Transaction>, EnquiryFault> {
    let mut fitting: Vec<Transaction> = Vec::new();
    let mut before: Vec<Transaction> = Vec::new();
    for page in 1..=MAX_PAGES {
        let request = page_request(key, month, page, enquirer.merchant);
        let Page { rows, page_size } = enquirer.ask(&request)?;
        // There is no total: a page that is not full is the last (protocol 4.2).
        let last = rows.len() < page_size.map_or(PAGE_SIZE, |size| size.min(PAGE_SIZE));
        // A full page that comes again: the gateway does not turn pages, and the rest stays unseen.
        if !last && rows == before {
            return Err(EnquiryFault::Endless);
        }
        for row in rows.iter().filter(|row| fits(row)) {
            if !fitting.contains(row) {
                fitting.push(row.clone());
            }
        }
        if last {
            return Ok(fitting);
        }
        before = rows;
    }
    Err(EnquiryFault::Endless)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> HkMonth {
        HkMonth::parse(text).unwrap()
    }

    #[test]
    fn dated_numbers_are_looked_for_in_their_month_and_those_beside_it() {
        let months = |key: &Key, now: &str| -> String {
            let months = months_to_try(key, month(now));
            let months: Vec<String> = months.iter().map(ToString::to_string).collect();
            months.join(" ")
        };
        let ours = Key::OutTradeNo("RF20251231-0000000000".into());
        assert_eq!(months(&ours, "2026-01"), "2025-12 2026-01 2025-11 2026-02");
        assert_eq!(months(&ours, "2025-12"), "2025-12 2025-11 2026-01");
        // Made under a clock that was six years ahead, or looked for under one that is behind.
        let ahead = Key::OutTradeNo("RF20311231-0000000000".into());
        assert_eq!(
            months(&ahead, "2026-01"),
            "2031-12 2031-11 2032-01 2026-01 2025-12 2026-02"
        );
        let payment = Key::Syssn("20191227000200020061752831".into());
        for now in ["2026-01", "2020-01"] {
            assert_eq!(months(&payment, now), "2019-12 2020-01 2019-11");
        }
        for now in ["2019-12", "1970-01"] {
            let now = HkMonth::parse(now).unwrap_or(HkMonth::of(time::OffsetDateTime::UNIX_EPOCH));
            assert_eq!(months_to_try(&payment, now)[0], month("2019-12"));
        }
    }

    #[test]
    fn numbers_without_a_date_are_looked_for_in_this_month_and_those_beside_it() {
        let now = month("2026-01");
        for key in [
            Key::OutTradeNo("ORDER-7".into()),
            Key::OutTradeNo("RR-2XVXC".into()),
            Key::Syssn("99".into()),
        ] {
            assert_eq!(months_to_try(&key, now), [now, now.previous(), now.next()]);
        }
    }
}
