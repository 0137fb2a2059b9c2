//! The lists of months in which refunds of a payment are looked for.

use super::ask::Enquirer;
use super::fresh::{Moment, SOON, is_fresh, is_within, moment};
use super::list::whole_list;
use super::pages::Pages;
use super::reply::EnquiryFault;
use super::row::Transaction;
use crate::refund::hong_kong::HkMonth;
use std::collections::BTreeMap;
use time::OffsetDateTime;

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
    /// When its last page was asked for.
    seen: Moment,
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
        let is_over = month < this_month.previous();
        let is_good = |list: &MonthList| is_over || is_fresh(list.seen, enquirer.clock);
        if !self.months.get(&month).is_some_and(is_good) {
            let Pages {
                fitting,
                signed,
                asked_at,
                ..
            } = whole_list(enquirer, month, &mut self.fullest, |row| {
                row.orig_syssn.is_some() || row.second_original.is_some() || row.names_none()
            })?;
            let list = MonthList {
                rows: fitting,
                signed,
                seen: asked_at.unwrap_or_else(|| moment(enquirer.clock)),
            };
            self.months.insert(month, list);
        }
        // It was put there just now, or before.
        self.months.get(&month).ok_or(EnquiryFault::Stopped)
    }

    /// When the list of a month was read.
    #[must_use]
    pub fn seen(&self, month: HkMonth) -> Option<Moment> {
        self.months.get(&month).map(|list| list.seen)
    }

    /// Whether a refund that may be of a payment stands in the months that are not over, and when that was seen. What
    /// is older was seen when the payment was looked at. Where this month's list grows old all three are read anew: one
    /// reading serves every row of the next while.
    ///
    /// # Errors
    /// [`EnquiryFault`]; then nothing was learned.
    pub fn may_have_grown(
        &mut self,
        enquirer: &Enquirer<'_>,
        payment: &str,
        this_month: HkMonth,
    ) -> Result<(bool, Moment), EnquiryFault> {
        let months = newest_last(
            vec![this_month.previous(), this_month, this_month.next()],
            this_month,
        );
        let is_good = self
            .seen(this_month)
            .is_some_and(|seen| is_within(SOON, seen, enquirer.clock));
        if !(is_good && months.iter().all(|month| self.months.contains_key(month))) {
            let enquirer = enquirer.begin_look();
            for month in &months {
                self.months.remove(month);
                self.read(&enquirer, *month, this_month)?;
            }
        }
        let mut lists = months.iter().filter_map(|month| self.months.get(month));
        let is_named = lists.any(|list| {
            list.rows
                .iter()
                .any(|row| row.may_name_payment(payment) || row.names_none())
        });
        let seen = self.seen(this_month);
        Ok((is_named, seen.unwrap_or_else(|| moment(enquirer.clock))))
    }
}

/// Puts this month last: what is refunded now stands there, and the limiter may keep each list waiting.
pub(super) fn newest_last(mut months: Vec<HkMonth>, this_month: HkMonth) -> Vec<HkMonth> {
    months.sort_by_key(|month| *month == this_month);
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::gate::Gate;
    use crate::gateway::post::{AtSend, Post};
    use crate::gateway::tests::{answered, merchant};
    use crate::gateway::transport::Exchange;
    use crate::gateway::wire::SignedRequest;
    use crate::world::Clock;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;
    use time::OffsetDateTime;

    /// A gateway that shows one refund in every month, and the time: of the machine, and of the day.
    #[derive(Default)]
    struct Shop {
        asked: Mutex<usize>,
        up: Mutex<Duration>,
        slept: Mutex<Duration>,
    }

    impl Clock for Shop {
        fn now(&self) -> OffsetDateTime {
            OffsetDateTime::UNIX_EPOCH + self.uptime() + *self.slept.lock().unwrap()
        }

        fn uptime(&self) -> Duration {
            *self.up.lock().unwrap()
        }

        fn sleep(&self, duration: Duration) {
            *self.up.lock().unwrap() += duration;
        }
    }

    impl Post for Shop {
        fn post(&self, _: &SignedRequest, _: AtSend) -> Exchange {
            *self.asked.lock().unwrap() += 1;
            let row = r#"{"order_type":"refund","syssn":"S1","origssn":"P1"}"#;
            answered(format!(
                r#"{{"respcd":"0000","data":[{row}],"page_size":100}}"#
            ))
        }
    }

    #[test]
    fn one_reading_serves_every_row_of_the_next_while() {
        let shop = Arc::new(Shop::default());
        let merchant = merchant("A", "k");
        let enquirer = Enquirer {
            merchant: &merchant,
            post: &*shop,
            gate: &Gate::new([], Arc::<Shop>::clone(&shop)),
            clock: &*shop,
            go_on: &|| true,
            until: None,
        };
        let (mut lists, june) = (MonthLists::default(), HkMonth::parse("2026-06").unwrap());
        let mut asked = |payment: &str| {
            let (named, seen) = lists.may_have_grown(&enquirer, payment, june).unwrap();
            assert!(is_fresh(seen, &*shop));
            (named, *shop.asked.lock().unwrap())
        };
        let (once, twice, thrice) = (asked("P1"), asked("P2"), {
            shop.sleep(SOON);
            asked("P2")
        });
        assert_eq!(
            (once, twice, thrice),
            ((true, once.1), (false, once.1), (false, once.1))
        );
        let each = once.1;
        shop.sleep(Duration::from_secs(1));
        assert_eq!(asked("P2"), (false, 2 * each));
        // A machine that sleeps stands still by its own clock.
        *shop.slept.lock().unwrap() += SOON + Duration::from_secs(1);
        assert_eq!(asked("P2"), (false, 3 * each));
    }
}
