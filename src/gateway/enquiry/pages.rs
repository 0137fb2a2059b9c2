//! Reading every page of one question.

use super::ask::Enquirer;
use super::fresh::Moment;
use super::key::{Key, page_request};
use super::reply::{EnquiryFault, PAGE_SIZE, Page};
use super::row::Transaction;
use crate::gateway::wire::SignedRequest;
use crate::language::text;
use crate::refund::hong_kong::HkMonth;
use std::collections::HashSet;

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

impl Pages {
    pub(super) const fn none() -> Self {
        Self {
            fitting: Vec::new(),
            doubtful: Vec::new(),
            stranger: None,
            signed: true,
            asked_at: None,
        }
    }
}

/// Reads every page of the answer to a number.
pub(super) fn all_pages(
    enquirer: &Enquirer<'_>,
    (key, month): (&Key, Option<HkMonth>),
    fullest: &mut usize,
    fits: impl Fn(&Transaction) -> bool,
) -> Result<Pages, EnquiryFault> {
    let mut pages = Pages::none();
    let request = |page| page_request(Some(key), month, page, enquirer.merchant);
    turn_pages(enquirer, request, fullest, |page, asked_at| {
        pages.asked_at = Some(asked_at);
        pages.signed &= page.signed;
        for row in &page.rows {
            if fits(row) {
                keep(row.clone(), &mut pages.fitting);
            } else if key.doubts(row) {
                keep(row.clone(), &mut pages.doubtful);
            } else if pages.stranger.is_none() {
                pages.stranger = Some(row.clone());
            }
        }
        Ok(())
    })?;
    Ok(pages)
}

/// Asks for page after page until the last one. Within a look its time is what is left of that; where none
/// has been begun, each page that brings something new has as long as a look.
pub(super) fn turn_pages(
    enquirer: &Enquirer<'_>,
    request: impl Fn(usize) -> SignedRequest,
    fullest: &mut usize,
    mut take: impl FnMut(&Page, Moment) -> Result<(), EnquiryFault>,
) -> Result<(), EnquiryFault> {
    let mut look = enquirer.begin_look();
    let mut news = News(enquirer.until.is_none().then(HashSet::new));
    let mut before: Vec<Transaction> = Vec::new();
    let mut seen = 0_usize;
    for asked in 1..=MAX_PAGES {
        let (answer, asked_at) = look.ask_at(&request(asked))?;
        if let Some(page) = answer.page.filter(|page| *page != asked) {
            let why = text!(
                "gateway-answer-page",
                "it is page {page} where {asked} was asked for",
                page,
                asked
            );
            return Err(EnquiryFault::NoAnswer(why));
        }
        let rows = answer.rows.len();
        seen = seen.saturating_add(rows);
        let last = is_last(rows, answer.page_size, *fullest) || answer.total == Some(seen);
        *fullest = rows.max(*fullest);
        if news.are_in(&answer.rows) {
            look = enquirer.begin_look();
        }
        // A page that comes again: the gateway does not turn pages, and the rest stays unseen.
        if !last && answer.rows == before {
            return Err(EnquiryFault::Endless);
        }
        take(&answer, asked_at)?;
        match answer.total {
            Some(total) if last && total != seen => {
                let why = text!(
                    "gateway-answer-total",
                    "its total is {total}, and it has {seen} rows",
                    total,
                    seen
                );
                return Err(EnquiryFault::NoAnswer(why));
            }
            _ if last => return Ok(()),
            _ => {}
        }
        before = answer.rows;
    }
    Err(EnquiryFault::Endless)
}

/// Rows a page has where none are asked for.
const USUAL_PAGE: usize = 10;

/// Whether a page of so many rows is the last. No total is promised (protocol 4.2): it is one that
/// is not full, and what is full says the gateway, by `page_size` or by a page before. It may
/// give less than it was asked for, also where it only repeats what that was: then fewer rows than it
/// gives to whoever asks for none are the end, and one more page tells of the others.
pub(super) fn is_last(rows: usize, page_size: Option<usize>, fullest: usize) -> bool {
    let full = page_size.map_or(0, |size| size.min(PAGE_SIZE));
    let is_repeated = page_size == Some(PAGE_SIZE);
    rows == 0 || rows < fullest || rows < full && (rows < USUAL_PAGE || !is_repeated)
}

/// The gateway's numbers of the rows so far, where it matters that a page has others.
struct News(Option<HashSet<Option<String>>>);

impl News {
    /// Whether one of these rows is new.
    fn are_in(&mut self, rows: &[Transaction]) -> bool {
        let Some(known) = &mut self.0 else {
            return false;
        };
        let before = known.len();
        known.extend(rows.iter().map(|row| row.syssn.clone()));
        known.len() > before
    }
}

/// Takes a row in, unless it is there.
pub(super) fn keep(row: Transaction, rows: &mut Vec<Transaction>) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}
