//! Reading every page of one question.

use super::ask::Enquirer;
use super::fresh::Moment;
use super::key::{Key, page_request};
use super::reply::{EnquiryFault, PAGE_SIZE, Page};
use super::row::Transaction;
use crate::refund::hong_kong::HkMonth;

/// Where paging gives up: 100,000 rows of one month.
const MAX_PAGES: usize = 1000;

/// What the pages of one question hold.
pub(super) struct Pages {
    /// The rows that fit, each once.
    pub(super) fitting: Vec<Transaction>,
    /// Those that may be meant by the number that was asked for, each once.
    pub(super) doubtful: Vec<Transaction>,
    /// The first one that is of another number than was asked for.
    pub(super) stranger: Option<Transaction>,
    /// Whether every page was signed.
    pub(super) signed: bool,
    /// When the last page was asked for.
    pub(super) asked_at: Option<Moment>,
}

/// Reads every page.
pub(super) fn all_pages(
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
        asked_at: None,
    };
    let mut before: Vec<Transaction> = Vec::new();
    let (mut fullest, mut seen) = (0, 0_usize);
    for asked in 1..=MAX_PAGES {
        let request = page_request(key, month, asked, enquirer.merchant);
        let (answer, asked_at) = enquirer.ask_at(&request)?;
        pages.asked_at = Some(asked_at);
        let Page {
            rows,
            page,
            page_size,
            total,
            signed,
        } = answer;
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
pub(super) fn is_last(rows: usize, page_size: Option<usize>, fullest: usize) -> bool {
    let full = page_size.map(|size| size.min(PAGE_SIZE));
    rows == 0 || rows < full.unwrap_or(0).max(fullest)
}

/// Takes a row in, unless it is there.
pub(super) fn keep(row: Transaction, rows: &mut Vec<Transaction>) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}
