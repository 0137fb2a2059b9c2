//! Reading a month's list whole, though it may change meanwhile.

use super::ask::Enquirer;
use super::key::page_request;
use super::pages::{Pages, keep, turn_pages};
use super::reply::EnquiryFault;
use super::row::Transaction;
use crate::refund::hong_kong::HkMonth;
use std::collections::HashSet;

/// Reads every page of a month's list, and keeps the rows that are wanted.
///
/// The gateway promises no order. Where a row comes a second time the list has changed while it was
/// read, and another row may have moved from a page that was still to come to one that had been. Then
/// all is read once more.
///
/// # Errors
/// [`EnquiryFault`], also where a row can be none of that month; then nothing was learned.
pub(super) fn whole_list(
    enquirer: &Enquirer<'_>,
    month: HkMonth,
    fullest: &mut usize,
    wanted: impl Fn(&Transaction) -> bool,
) -> Result<Pages, EnquiryFault> {
    let mut pages = Pages::none();
    let mut has_moved = false;
    let request = |page| page_request(None, Some(month), page, enquirer.merchant);
    let mut read = || {
        let mut known = HashSet::new();
        turn_pages(enquirer, request, fullest, |page, asked_at| {
            pages.asked_at = Some(asked_at);
            pages.signed &= page.signed;
            for row in &page.rows {
                let number = row.number_in(month).map_err(EnquiryFault::NoAnswer)?;
                has_moved |= !known.insert(number.to_owned());
                if wanted(row) {
                    keep(row.clone(), &mut pages.fitting);
                }
            }
            Ok(())
        })?;
        Ok(has_moved)
    };
    if read()? {
        read()?;
    }
    Ok(pages)
}

#[cfg(test)]
mod tests;
