//! Rows that name their payment by the merchant's own order number: looked up before anything is planned.

use super::file::BatchFile;
use super::parts::Part;
use crate::batch::{Capped, FileCheck, Layout, Order, Orders};
use crate::commands::merchant::{Gateway, Party};
use crate::commands::order;
use crate::commands::{Desk, Failure, books};
use crate::journal::{Commit as _, Journal};
use crate::language::{text, word};
use crate::output::text::counted;
use crate::output::{LookProgress, OrderFinding};
use crate::refund::clock::set_it;
use crate::refund::hong_kong;
use crate::refund::preflight::PaymentFacts;
use crate::refund::{OrderNo, Syssn};
use std::collections::BTreeMap;

/// Takes what this journal has found before, where it has every order number of the file: for what
/// is only looked at. What is sent is looked up anew.
pub(super) fn recall(
    part: &mut Part,
    report: &FileCheck,
    desk: &mut Desk<'_>,
) -> Result<bool, Failure> {
    let Part { party, file } = part;
    if report.orders.unfound().is_empty() || !books::is_there(party, desk)? {
        return Ok(false);
    }
    let mut journal = books::open(party, desk)?;
    let mut known = BTreeMap::new();
    for number in report.orders.unfound().keys() {
        if let Some(syssn) = journal.find_order(&party.key(), number)? {
            known.insert(number.clone(), Order::Payment(syssn, None));
        }
    }
    let has_any = !known.is_empty();
    file.know(Orders::known(known));
    Ok(has_any)
}

/// Reads what batch the rows of one merchant are, with what its journal has found before.
pub(super) fn recalled(
    part: &mut Part,
    desk: &mut Desk<'_>,
) -> Result<(FileCheck, Layout), Failure> {
    let checked = part.file.identify(&part.party)?;
    match recall(part, &checked.0, desk)? {
        true => part.file.identify(&part.party),
        false => Ok(checked),
    }
}

/// The same for each merchant of a file.
pub(super) fn all_recalled(
    parts: &mut [Part],
    desk: &mut Desk<'_>,
) -> Result<Vec<(FileCheck, Layout)>, Failure> {
    let parts = parts.iter_mut();
    parts.map(|part| recalled(part, desk)).collect()
}

/// The look at the order numbers of a file.
pub(super) struct OrderLooks<'a> {
    pub(super) report: &'a FileCheck,
    pub(super) party: &'a Party,
    pub(super) gateway: &'a Gateway<'a>,
}

impl OrderLooks<'_> {
    /// Looks every order number up, once each and within the rate limit. What was found is noted in the
    /// journal, what is refused is a fault of its rows from then on.
    ///
    /// # Errors
    /// Where one could not be looked up; then nothing was sent.
    pub(super) fn look(
        &self,
        file: &mut BatchFile,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Capped<OrderFinding>, Failure> {
        let numbers = self.report.orders.unfound();
        let all = u64::try_from(numbers.len()).unwrap_or(u64::MAX);
        let clock = desk.clock.clone();
        let mut progress = LookProgress::start(desk.console.may_animate, all, clock.uptime());
        let (mut known, mut shown) = (BTreeMap::new(), Vec::new());
        for ((number, line), done) in numbers.iter().zip(1..) {
            let found = order::look_up(number, self.party, self.gateway, journal, clock.now())
                .map_err(|why| {
                    why.failure(&text!("batch-line-colon", "line {line}: ", line), number)
                })?;
            let order = match found {
                Ok(payment) => self.taken(number, payment, (*line, &mut shown)),
                Err((problem, remedy)) => Order::Refused(problem, remedy),
            };
            known.insert(number.clone(), order);
            progress.tell(done, clock.uptime(), &mut desk.console);
        }
        progress.end();
        if all > 0 {
            // Where they are looked for, and that they are not there, rests on the clock.
            books::check_clock(journal, self.gateway, self.party)
                .map_err(|why| Failure::setup(why).hint(set_it()))?;
        }
        let (key, now) = (self.party.key(), desk.clock.now());
        journal.commit(|scope| {
            for (number, order) in &known {
                if let Order::Payment(syssn, _) = order {
                    scope.note_order(&key, number, syssn, now)?;
                }
            }
            Ok(())
        })?;
        file.know(Orders::known(known));
        shown.sort_by_key(|finding: &OrderFinding| finding.line);
        let mut listed = Capped::default();
        for finding in shown {
            listed.push(finding);
        }
        Ok(listed)
    }

    /// Takes the payment, and shows it.
    fn taken(
        &self,
        number: &OrderNo,
        (syssn, facts): (Syssn, PaymentFacts),
        (line, shown): (u64, &mut Vec<OrderFinding>),
    ) -> Order {
        shown.push(OrderFinding {
            line,
            order_no: number.to_string(),
            syssn: syssn.to_string(),
            txamt: facts.amount.minor(),
            in_words: facts.amount.in_words(self.party.profile.currency()),
            paid_at: facts.paid_at.map(hong_kong::gateway_time),
        });
        Order::Payment(syssn, Some(facts.amount))
    }
}

/// Says that every order number has its payment, where there are any.
pub(super) fn tell(found: &Capped<OrderFinding>, desk: &mut Desk<'_>) {
    if found.count > 0 {
        let (each, them) = match found.count {
            1 => ("", word!("batch-orders-it", "it")),
            _ => (
                word!("batch-orders-each", "each "),
                word!("batch-orders-them", "them"),
            ),
        };
        desk.console.note(&text!("batch-orders-found", "{numbers} looked up at the gateway, {each}with one successful payment; `batch check --online` lists {them}", numbers = counted(found.count, "order number"), each, them));
    }
}
