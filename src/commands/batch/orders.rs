//! Rows that name their payment by the merchant's own order number: looked up before anything is planned.

use super::file::BatchFile;
use super::parts::Part;
use crate::batch::{Capped, FileCheck, Layout, Order, Orders};
use crate::commands::merchant::{Gateway, Party};
use crate::commands::preflight::{Held, Unseen};
use crate::commands::{Desk, Failure, books};
use crate::gateway::enquiry::{NotOne, look_up_order, ordered};
use crate::journal::{Commit as _, Journal};
use crate::output::text::counted;
use crate::output::{LookProgress, OrderFinding};
use crate::refund::clock::SET_IT;
use crate::refund::hong_kong::{self, HkMonth};
use crate::refund::preflight::PaymentFacts;
use crate::refund::{OrderNo, Outcome, Syssn};
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

/// Checks the rows of one merchant, with what its journal has found before.
pub(super) fn recalled(
    part: &mut Part,
    desk: &mut Desk<'_>,
) -> Result<(FileCheck, Layout), Failure> {
    let checked = part.file.check(&part.party, &mut |_| {})?;
    match recall(part, &checked.0, desk)? {
        true => part.file.check(&part.party, &mut |_| {}),
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
        let (enquirer, clock) = (self.gateway.enquirer(), desk.clock.clone());
        let mut progress = LookProgress::start(desk.console.may_animate, all, clock.uptime());
        let (mut known, mut shown) = (BTreeMap::new(), Vec::new());
        for ((number, line), done) in numbers.iter().zip(1..) {
            let found = look_up_order(&enquirer, number, HkMonth::of(clock.now()))
                .map_err(|fault| unlooked(*line, number, fault.into()))?;
            let order = match ordered(&found) {
                Ok(payment) => self.taken(number, payment, journal, (*line, &mut shown))?,
                Err(why) => refused(&why),
            };
            known.insert(number.clone(), order);
            progress.tell(done, clock.uptime(), &mut desk.console);
        }
        progress.end();
        if all > 0 {
            // Where they are looked for, and that they are not there, rests on the clock.
            books::check_clock(journal, self.gateway, self.party)
                .map_err(|why| Failure::setup(why).hint(SET_IT))?;
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

    /// Takes the payment, unless it is in another currency, or the number was another payment before.
    fn taken(
        &self,
        number: &OrderNo,
        (syssn, facts): (Syssn, PaymentFacts),
        journal: &mut dyn Journal,
        (line, shown): (u64, &mut Vec<OrderFinding>),
    ) -> Result<Order, Failure> {
        let currency = self.party.profile.currency();
        if let Some(paid) = facts.currency.filter(|paid| *paid != currency) {
            return Ok(Order::Refused(
                format!("is payment {syssn}, which was paid in {paid}, not in {currency}"),
                "refund it under the profile of that currency",
            ));
        }
        let before = journal.find_order(&self.party.key(), number)?;
        if let Some(before) = before.filter(|before| *before != syssn) {
            return Ok(Order::Refused(
                format!(
                    "is payment {syssn} at the gateway, and was {before} when this journal first looked"
                ),
                "see in the merchant portal which one is meant, and give its syssn",
            ));
        }
        shown.push(OrderFinding {
            line,
            order_no: number.to_string(),
            syssn: syssn.to_string(),
            txamt: facts.amount.minor(),
            in_words: facts.amount.in_words(currency),
            paid_at: facts.paid_at.map(hong_kong::gateway_time),
        });
        Ok(Order::Payment(syssn, Some(facts.amount)))
    }
}

/// Says that every order number has its payment, where there are any.
pub(super) fn tell(found: &Capped<OrderFinding>, desk: &mut Desk<'_>) {
    if found.count > 0 {
        desk.console.note(&format!(
            "{} looked up at the gateway, each with one successful payment; `batch check --online` lists them",
            counted(found.count, "order number")
        ));
    }
}

fn unlooked(line: u64, number: &OrderNo, why: Unseen) -> Failure {
    let (text, hint) = (why.text(), why.remedy());
    let message = format!("line {line}: order number {number} could not be looked up: {text}");
    Failure::new(Held::from(why).exit, anyhow::Error::msg(message))
        .hint(format!("{hint} Nothing was sent."))
}

/// Says why nothing that can be refunded stands behind an order number.
fn refused(why: &NotOne) -> Order {
    let (problem, remedy) = match why {
        NotOne::Nothing => (
            "has no payment at the gateway within the last year".to_owned(),
            "check the number, the profile and its environment; or give the payment's syssn",
        ),
        NotOne::OnlyRefunds => (
            "is a refund's number at the gateway, and no payment's".to_owned(),
            "give the payment's own number",
        ),
        NotOne::Unsuccessful(syssn, Outcome::Declined) => (
            format!("is payment {syssn}, which did not succeed"),
            "remove the row: there is nothing to refund",
        ),
        NotOne::Unsuccessful(syssn, _) => (
            format!("is payment {syssn}, which the gateway does not show as successful"),
            "wait until it is, or see in the merchant portal what became of it",
        ),
        NotOne::Several(first, second) => (
            format!("has several payments at the gateway, {first} and {second}"),
            "see in the merchant portal which one is meant, and give its syssn",
        ),
        NotOne::Unread(field) => (
            format!("cannot be told from the gateway's answer: {field}"),
            "see in the merchant portal which payment it is, and give its syssn",
        ),
    };
    Order::Refused(problem, remedy)
}
