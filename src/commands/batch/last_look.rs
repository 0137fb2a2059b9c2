//! The look at a row's payment right before the row is sent: with the lists of months that were read for the
//! whole file, read anew now and then.

use super::online;
use crate::attempt::payment::{self, PaymentSeen, Unseen};
use crate::batch::PaymentRows;
use crate::commands::merchant::{Gateway, Party};
use crate::gateway::enquiry::{Enquirer, Moment, MonthLists};
use crate::journal::{Filter, Record};
use crate::language::word;
use crate::refund::hong_kong::HkMonth;
use crate::refund::{OutTradeNo, Syssn};
use crate::runner::{LastLook, Refunds, Unlooked};
use crate::world::SharedClock;
use std::sync::{Mutex, PoisonError};

/// The payments of a file that is run.
pub(super) struct Payments<'a> {
    pub(super) party: &'a Party,
    pub(super) gateway: &'a Gateway<'a>,
    pub(super) clock: SharedClock,
    /// The rows whose payments were looked at before the run.
    pub(super) rows: PaymentRows,
    /// Whether every twin is meant.
    pub(super) all_meant: bool,
    /// One reading serves all senders: who comes second waits for it.
    pub(super) lists: Mutex<MonthLists>,
}

impl LastLook for Payments<'_> {
    fn look(
        &self,
        number: &OutTradeNo,
        payment: &Syssn,
        refunds: &mut Refunds<'_>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Moment, Unlooked> {
        let enquirer = Enquirer {
            go_on,
            ..self.gateway.enquirer()
        };
        let rows = self.rows.of(payment).iter();
        let asked = rows.clone().find(|row| *row.number == *number.as_str());
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let (may_have_grown, seen_at) =
            lists.may_have_grown(&enquirer, payment.as_str(), HkMonth::of(now))?;
        if asked.is_some() && !may_have_grown {
            return Ok(seen_at);
        }
        let shown = payment::shown(payment, &enquirer, &mut lists, now);
        // It may have read the lists once more.
        let seen_at = lists.seen(HkMonth::of(now)).unwrap_or(seen_at);
        drop(lists);
        let records = refunds(payment::every(payment, &self.party.profile))?;
        let is_row = |record: &&Record| record.number() == number;
        let Some(amount) = records
            .iter()
            .find(is_row)
            .map(|row| row.wanted.intent.amount)
        else {
            return Err(Unlooked::Refused(
                word!("batch-no-more", "the journal has it no more").to_owned(),
            ));
        };
        let (shown, mut nameless) = shown.map_err(unlooked)?;
        nameless.retain(|refund| refund.amount == amount);
        if !nameless.is_empty() {
            let same = refunds(Filter {
                merchant: Some(self.party.key()),
                amount: Some(amount),
                ..Filter::default()
            })?;
            let environment = self.party.profile.environment().name();
            nameless.retain(|refund| {
                !same
                    .iter()
                    .any(|record| payment::is_it(record, refund, environment))
            });
        }
        let seen = PaymentSeen::of(shown, records, &self.party.profile).beside(nameless);
        let is_meant = self.all_meant || asked.is_some_and(|row| row.twin_meant);
        let request = (number.as_str(), amount, is_meant);
        let request = online::request(payment, request, self.party, now);
        match seen.judge(&request, &self.party.profile).refusal() {
            None => Ok(seen_at),
            Some(finding) => Err(Unlooked::Refused(finding.text.clone())),
        }
    }
}

fn unlooked(unseen: Unseen) -> Unlooked {
    match unseen {
        Unseen::Fault(fault) => Unlooked::Fault(fault),
        Unseen::Journal(error) => Unlooked::Journal(error),
        Unseen::NoPayment(_) | Unseen::ARefund(_) | Unseen::Unread(_) => {
            Unlooked::Refused(unseen.text())
        }
    }
}
