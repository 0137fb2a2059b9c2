//! Before a run sends: its plan, and what the gateway is asked.

use super::super::files::Files;
use super::super::online::{self, Online, Word};
use super::super::orders::OrderLooks;
use super::super::parts::{Part, Parts};
use super::super::past::Past;
use super::super::results;
use super::super::told::Told;
use super::super::twice::SharedPayments;
use super::super::words;
use super::{Run, Sheet};
use crate::batch::{Asked, Capped, FileCheck, PaymentRows};
use crate::commands::merchant::Gateway;
use crate::commands::ways::Ways;
use crate::commands::{Desk, Failure, books};
use crate::gateway::enquiry::MonthLists;
use crate::gateway::limiter::Limit;
use crate::journal::Journal;
use crate::language::text;
use crate::money::Currency;
use crate::output::text::counted;
use crate::output::{OnlineCheck, OrderFinding};
use crate::plan::{Batch, Fate, Planned, Sums};
use crate::refund::OutTradeNo;
use crate::refund::clock::set_it;
use std::collections::HashSet;

/// What the plan of a file came to.
pub(super) struct Read {
    pub(super) sums: Sums,
    /// What the journal has of its payments from before.
    pub(super) past: Past,
    /// The rows whose payments are looked at.
    pub(super) asked: Vec<Asked>,
    /// What rows say of their payments besides.
    pub(super) words: Vec<Word>,
    /// Rows that are written down and not sent, and are left out as twins.
    pub(super) left_out: HashSet<OutTradeNo>,
    /// The first row whose number or reference was used for something else.
    pub(super) conflict: Option<Failure>,
}

/// The look at the payments of a file.
pub(super) struct Looked {
    /// What it found.
    pub(super) found: OnlineCheck,
    /// The rows whose payments were looked at.
    pub(super) rows: PaymentRows,
    /// The lists that were read for it.
    pub(super) lists: MonthLists,
}

impl Read {
    fn new(currency: Currency) -> Self {
        Self {
            sums: Sums::new(currency),
            past: Past::default(),
            asked: Vec::new(),
            words: Vec::new(),
            left_out: HashSet::new(),
            conflict: None,
        }
    }
}

/// Finds out whether the result files can be written: now, and not after everything is sent. What is begun
/// here goes away by itself.
pub(super) fn begin_results(
    files: &Files,
    sheets: &[Sheet<'_>],
    batches: &[Batch<'_>],
) -> Result<(), Failure> {
    let mut own = sheets.iter().zip(batches);
    for file in &files.all {
        let (parts, path) = (&file.parts, &file.results);
        let own: Vec<_> = own.by_ref().take(parts.list().len()).collect();
        let Some(path) = path else { continue };
        for (sheet, batch) in &own {
            sheet.part.file.may_replace(path, batch)?;
        }
        let layout = match parts {
            Parts::Many(divided) => Some(&divided.layout),
            Parts::One(_) => own.first().map(|(sheet, _)| &sheet.layout),
        };
        if let Some(layout) = layout {
            results::begin(path, layout).map(drop)?;
        }
    }
    Ok(())
}

/// Looks up the order numbers of a file, where nothing else speaks against sending by its journal.
pub(super) fn look_up(
    part: &mut Part,
    report: &FileCheck,
    (ways, limits): (&mut Ways<'_>, &[Limit]),
    desk: &mut Desk<'_>,
) -> Result<Capped<OrderFinding>, Failure> {
    let Part { party, file } = part;
    let mut journal = books::open(party, desk)?;
    books::trust(&*journal, party)?;
    let gateway = ways.of(party, limits.to_vec(), desk)?;
    let looks = OrderLooks {
        report,
        party,
        gateway: &gateway,
    };
    looks.look(file, &mut *journal, desk)
}

impl Run<'_> {
    /// Adds the plan up, lists the twins of refunds in the journal, and takes the rows whose payments
    /// are to be looked at. What the journal denies is a fault.
    pub(super) fn read(
        &self,
        report: &mut FileCheck,
        payments: &mut SharedPayments,
        journal: &mut dyn Journal,
        desk: &Desk<'_>,
    ) -> Result<Read, Failure> {
        let (policy, now) = (self.policy(), desk.clock.now());
        let mut read = Read::new(self.batch.profile.currency());
        // Room for all of them at once: growing would take twice as much for a moment.
        let looks = self.party.looks(self.args.no_preflight);
        let most = if looks { self.batch.rows } else { 0 };
        read.asked.reserve_exact(usize::try_from(most).unwrap_or(0));
        let mut each = |planned: &Planned| {
            let row = &planned.row;
            match &planned.fate {
                Fate::Unheard => report.add_fault(words::unheard_fault(row)),
                Fate::Denied(record) => report.add_fault(words::denied_fault(row, record)),
                Fate::Conflict(record, what) if !planned.left_out && read.conflict.is_none() => {
                    read.conflict = Some(words::conflict_failure(row, record, what, self.batch));
                }
                Fate::Here(record) if planned.left_out => {
                    read.left_out.insert(record.number().clone());
                }
                _ => {}
            }
            if planned.is_unsent()
                && !planned.left_out
                && let Some(twice) = payments.take(&self.file.name, row)
            {
                report.add_fault(twice);
            }
            read.past.add(planned, &mut |_| {});
            read.words.extend(Word::of(row).filter(|_| looks));
            let asked = online::asked(planned, self.batch, policy);
            read.asked.extend(asked.filter(|_| looks));
        };
        let (file, batch) = (self.file, self.batch);
        read.sums = file.plan(batch, policy, now, journal, &mut each)?;
        let plan = (&read.sums, policy, now);
        read.past.correct(file, batch, plan, journal, &mut |_| {})?;
        Ok(read)
    }

    /// Looks at the payments of the rows that would be sent.
    pub(super) fn look(
        &self,
        (asked, words): (Vec<Asked>, Vec<Word>),
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Looked, Failure> {
        let mut lists = MonthLists::default();
        let look = Online {
            file: self.file,
            batch: self.batch,
            wanted: PaymentRows::new(asked),
            words,
            party: self.party,
            gateway,
        };
        let found = look.at_payments(&mut lists, journal, desk, &mut |_| {})?;
        // What the looks show, and that they show nothing, rests on the clock.
        if found.looked > 0 {
            books::check_clock(journal, gateway, self.party)
                .map_err(|why| Failure::setup(why).hint(set_it()))?;
        }
        Ok(Looked {
            found,
            rows: look.wanted,
            lists,
        })
    }

    /// Asks the gateway for the rows that only the file calls refunded. Those that it shows so are
    /// left out and counted, the others are faults.
    pub(super) fn ask(
        &self,
        sums: &mut Sums,
        gateway: &Gateway<'_>,
        report: &mut FileCheck,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let told = Told {
            file: self.file,
            batch: self.batch,
            rows: sums.told.count,
            gateway,
        };
        let heard = told.ask(journal, desk, &mut |fault| report.add_fault(fault))?;
        if let Some(unasked) = heard.unasked {
            return Err(unasked.into());
        }
        if report.faults.is_empty() {
            let words = heard.found.in_words();
            desk.console.note(&text!("batch-vouched", "{rows} that the file calls refunded and this journal does not know, {words} in all: the gateway shows every refund; they are left out", rows = counted(heard.found.count, "row"), words));
            sums.vouch();
        }
        Ok(())
    }
}
