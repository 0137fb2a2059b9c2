//! The lists of months in which refunds of a payment are looked for.

use super::ask::Enquirer;
use super::list::whole_list;
use super::pages::Pages;
use super::reply::EnquiryFault;
use super::row::Transaction;
use crate::refund::hong_kong::HkMonth;
use crate::world::Clock;
use std::collections::BTreeMap;
use std::time::Duration;
use time::OffsetDateTime;

/// How long what was read is taken for what the gateway would answer now. A look that is older is made
/// again: a person may refund in the portal within a minute.
const FRESH: Duration = Duration::from_secs(30);

/// Whether what was seen at a moment still is what the gateway would show. The moment is that of the clock
/// that never runs backwards, and that of the day: while a machine sleeps only the latter goes on.
#[must_use]
pub fn is_fresh((uptime, now): (Duration, OffsetDateTime), clock: &dyn Clock) -> bool {
    let end = now.saturating_add(FRESH.try_into().unwrap_or_default());
    clock.uptime().saturating_sub(uptime) <= FRESH && clock.now() <= end
}

/// Which lists are read for the refunds of a payment.
#[derive(Debug)]
pub enum Lists<'a> {
    /// Those of these months.
    Of(&'a [HkMonth]),
    /// All since the payment, unless the gateway says by `cancel` that none of it went back.
    IfGoneBack,
    /// All since the payment, whatever `cancel` says: a refund that is still being worked on does not
    /// show in it, and it is not to be relied on alone (C28). What was read for another payment is
    /// kept here.
    All(&'a mut MonthLists),
}

/// The rows of whole months that are of some payment, as they were read.
#[derive(Debug, Default)]
pub struct MonthLists {
    months: BTreeMap<HkMonth, MonthList>,
    /// Most rows of one page so far.
    fullest: usize,
}

#[derive(Debug)]
pub(super) struct MonthList {
    pub(super) rows: Vec<Transaction>,
    pub(super) signed: bool,
    /// When it was begun to be read, by the clock that never runs backwards.
    begun: Duration,
}

impl MonthLists {
    /// Whether a refund that the gateway has told of at this time stands in the list of its month; or that
    /// list was not read.
    #[must_use]
    pub fn may_show(&self, at: OffsetDateTime, number: &str, syssn: Option<&str>) -> bool {
        let is_it = |row: &Transaction| {
            row.out_trade_no.as_deref() == Some(number)
                || syssn.is_some() && row.syssn.as_deref() == syssn
        };
        let list = self.months.get(&HkMonth::of(at));
        list.is_none_or(|list| list.rows.iter().any(is_it))
    }

    /// Returns a month's list, read anew where rows may have come since: no refund is made in a month
    /// that is over.
    pub(super) fn read(
        &mut self,
        enquirer: &Enquirer<'_>,
        month: HkMonth,
        this_month: HkMonth,
    ) -> Result<&MonthList, EnquiryFault> {
        let now = enquirer.clock.uptime();
        let is_fresh = |list: &MonthList| now.saturating_sub(list.begun) <= FRESH;
        let is_over = month < this_month.previous();
        if !self
            .months
            .get(&month)
            .is_some_and(|list| is_over || is_fresh(list))
        {
            let Pages {
                fitting, signed, ..
            } = whole_list(enquirer, month, &mut self.fullest, |row| {
                row.orig_syssn.is_some() || row.second_original.is_some() || row.names_none()
            })?;
            let list = MonthList {
                rows: fitting,
                signed,
                begun: now,
            };
            self.months.insert(month, list);
        }
        // It was put there just now, or before.
        self.months.get(&month).ok_or(EnquiryFault::Stopped)
    }
}
