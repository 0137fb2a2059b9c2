//! Checks a whole file in one pass, before anything is sent.

use super::fault::{ReadError, RowFault};
use super::headings::ColumnUse;
use super::held::OddRows;
use super::identity::Identity;
use super::limits::Limits;
use super::orders::Orders;
use super::reader::{Entry, Reader};
use super::repeated::Repeated;
use super::row::{Paid, Row};
use super::row_intent::RowIntent;
use super::siblings::Siblings;
use super::twins::Twins;
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::{BatchId, Syssn};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Read;

/// Findings of one kind: the first ones, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Capped<T> {
    /// The first [`Self::MOST`].
    pub shown: Vec<T>,
    /// How many there are in all.
    pub count: u64,
}

impl<T> Capped<T> {
    /// How many are kept.
    pub const MOST: usize = 1000;

    /// Adds one.
    pub fn push(&mut self, item: T) {
        self.count = self.count.saturating_add(1);
        if self.shown.len() < Self::MOST {
            self.shown.push(item);
        }
    }

    /// How many there are beside the first so many of those that are shown.
    #[must_use]
    pub fn beyond(&self, most: usize) -> u64 {
        let named = self.shown.len().min(most);
        self.count
            .saturating_sub(u64::try_from(named).unwrap_or(u64::MAX))
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T> Default for Capped<T> {
    fn default() -> Self {
        Self {
            shown: Vec::new(),
            count: 0,
        }
    }
}

/// How many rows, and their sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The currency.
    pub currency: Currency,
    /// How many rows.
    pub count: u64,
    /// Their sum in minor units.
    pub minor: u128,
}

impl Tally {
    /// Begins with no row.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self {
            currency,
            count: 0,
            minor: 0,
        }
    }

    /// Adds a row of this amount.
    pub fn add(&mut self, amount: Amount) {
        self.count = self.count.saturating_add(1);
        self.minor = self.minor.saturating_add(amount.minor().into());
    }

    /// Writes the sum as people say it, for example `HKD 12345.00`.
    #[must_use]
    pub fn in_words(&self) -> String {
        self.currency.in_words(self.minor)
    }
}

/// The row with the largest amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Largest {
    /// Its line.
    pub line: u64,
    /// Its amount.
    pub amount: Amount,
}

/// A row that asks for the same as an earlier one: same payment, same amount, and no references
/// that tell the two apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTwin {
    /// Its line.
    pub line: u64,
    /// The line of the first such row.
    pub first_line: u64,
    /// The payment.
    pub syssn: Syssn,
    /// The amount.
    pub amount: Amount,
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct FileCheck {
    /// The batch's identity; none while a row has a fault, for then not every row is known.
    pub batch: Option<BatchId>,
    /// Which of its columns are used.
    pub columns: ColumnUse,
    /// How many rows the file has, blank lines left out.
    pub rows: u64,
    /// How many of them have a fault.
    pub faulty_rows: u64,
    /// The lines of those that had none by themselves: one row may have several.
    pub(super) faulted: BTreeSet<u64>,
    /// The rows to refund. A file has one currency, the profile's.
    pub to_refund: Tally,
    /// The rows a result file marks as refunded. They are in no other sum.
    pub already_refunded: Tally,
    /// The largest row to refund.
    pub largest: Option<Largest>,
    /// What is wrong.
    pub faults: Capped<RowFault>,
    /// What is odd without being surely wrong.
    pub remarks: Capped<RowFault>,
    /// What is seldom meant, and is sent only where somebody says that it is.
    pub held: Capped<RowFault>,
    /// The last line, where no line break ends it. It is remarked as well.
    pub unended: Option<u64>,
    /// Rows that need to be marked as meant.
    pub twins: Capped<RowTwin>,
    /// Rows above the largest allowed refund.
    pub over_limit: Capped<RowFault>,
    /// The sum is above the largest allowed for a batch.
    pub total_over_limit: bool,
    /// Order numbers whose payments are not known; each is a fault of its rows.
    pub orders: Orders,
    /// How many rows say what was paid.
    pub paid: u64,
    /// For how many of them that was compared with their payment.
    pub paid_compared: u64,
}

impl FileCheck {
    /// Adds the fault of a row that had none by itself.
    pub fn add_fault(&mut self, fault: RowFault) {
        if self.faulted.insert(fault.line) {
            self.faulty_rows = self.faulty_rows.saturating_add(1);
        }
        self.faults.push(fault);
    }

    /// Whether nothing is wrong but that order numbers were not looked up.
    #[must_use]
    pub fn waits_for_orders(&self) -> bool {
        let rows = self.orders.unfound_rows();
        rows > 0 && self.faults.count == rows
    }

    /// Whether the file can be run as it is, as far as the file alone can tell.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.faults.is_empty()
            && self.twins.is_empty()
            && self.over_limit.is_empty()
            && self.held.is_empty()
            && !self.total_over_limit
            && self.rows > 0
    }
}

/// What to do about a twin, in a list of rows to mend.
#[must_use]
pub fn twin_remedy() -> &'static str {
    word!(
        "batch-twin-fix",
        "remove the row, or run the file with --skip-twins; if it is meant, write yes in a column `twin`"
    )
}

/// Reads every row. `scope` names the merchant as in [`Identity::new`]; `on_fault` gets each fault,
/// each twin, each row above a limit and what is held as it is found, also those beyond the ones listed.
///
/// # Errors
/// [`ReadError`] where the file cannot be read to its end.
pub fn check<R: Read>(
    reader: &mut Reader<R>,
    scope: &str,
    limits: &Limits,
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<FileCheck, ReadError> {
    read(
        reader,
        Check::new(scope, limits, Some(Beside::default()), reader.currency()),
        on_fault,
    )
}

/// Reads every row by itself, for what batch they are. Rows are not compared with one another, which takes the
/// memory of a check: those of a file that was taken in are known to differ.
///
/// # Errors
/// As [`check`].
pub fn identify<R: Read>(reader: &mut Reader<R>, scope: &str) -> Result<FileCheck, ReadError> {
    let limits = Limits::default();
    let check = Check::new(scope, &limits, None, reader.currency());
    read(reader, check, &mut |_| {})
}

fn read<R: Read>(
    reader: &mut Reader<R>,
    mut check: Check<'_>,
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<FileCheck, ReadError> {
    for entry in reader.by_ref() {
        check.report.rows = check.report.rows.saturating_add(1);
        let faults = match entry? {
            Entry::Faulty(faults) => faults,
            Entry::Row(row) => check.row(row, on_fault),
        };
        if !faults.is_empty() {
            check.report.faulty_rows = check.report.faulty_rows.saturating_add(1);
        }
        for fault in faults {
            on_fault(&fault);
            check.report.faults.push(fault);
        }
    }
    let beside = check.beside.as_mut();
    let held = beside.and_then(|beside| std::mem::take(&mut beside.held).finish());
    check.hold(held, on_fault);
    check.report.orders = reader.orders().clone();
    check.report.columns = reader.column_use();
    check.report.unended = reader.unended().filter(|_| check.report.rows > 0);
    Ok(check.finish())
}

struct Check<'a> {
    limits: &'a Limits,
    identity: Identity,
    beside: Option<Beside>,
    report: FileCheck,
}

/// What rows are beside the others.
#[derive(Default)]
struct Beside {
    siblings: Siblings,
    held: OddRows,
    asked: Twins,
    repeated: Repeated,
}

impl<'a> Check<'a> {
    fn new(scope: &str, limits: &'a Limits, beside: Option<Beside>, currency: Currency) -> Self {
        Self {
            limits,
            identity: Identity::new(scope),
            beside,
            report: FileCheck {
                batch: None,
                columns: ColumnUse::default(),
                rows: 0,
                faulty_rows: 0,
                faulted: BTreeSet::new(),
                to_refund: Tally::new(currency),
                already_refunded: Tally::new(currency),
                largest: None,
                faults: Capped::default(),
                remarks: Capped::default(),
                held: Capped::default(),
                unended: None,
                twins: Capped::default(),
                over_limit: Capped::default(),
                total_over_limit: false,
                orders: Orders::default(),
                paid: 0,
                paid_compared: 0,
            },
        }
    }

    /// Adds a row; returns what is wrong with it beside the others.
    fn row(&mut self, row: Row, on_fault: &mut dyn FnMut(&RowFault)) -> Vec<RowFault> {
        let intent = &row.intent;
        self.identity.add(intent);
        self.report.paid = self
            .report
            .paid
            .saturating_add(u64::from(row.paid != Paid::Unsaid));
        let compared = u64::from(row.paid == Paid::Shown);
        self.report.paid_compared = self.report.paid_compared.saturating_add(compared);
        let faults = self.compare(&row, on_fault);
        if row.already_refunded {
            self.report.already_refunded.add(intent.amount);
        } else {
            self.report.to_refund.add(intent.amount);
            self.measure(row.line, intent, on_fault);
        }
        for remark in row.remarks {
            self.report.remarks.push(remark);
        }
        faults
    }

    /// Compares it with the others; returns what is wrong.
    fn compare(&mut self, row: &Row, on_fault: &mut dyn FnMut(&RowFault)) -> Vec<RowFault> {
        let Some(beside) = &mut self.beside else {
            return Vec::new();
        };
        let (line, intent) = (row.line, &row.intent);
        beside.siblings.add(line, &intent.syssn);
        let held = beside.held.add(line, intent);
        let faults = beside.repeated.add(row);
        let twin = faults
            .is_empty()
            .then(|| beside.asked.earlier(line, intent));
        self.hold(held, on_fault);
        if let Some(first_line) = twin.flatten().filter(|_| !row.twin_meant) {
            self.twin(row, first_line, on_fault);
        }
        faults
    }

    fn hold(&mut self, held: Option<RowFault>, on_fault: &mut dyn FnMut(&RowFault)) {
        if let Some(fault) = held {
            on_fault(&fault);
            self.report.held.push(fault);
        }
    }

    fn twin(&mut self, row: &Row, first_line: u64, on_fault: &mut dyn FnMut(&RowFault)) {
        let (line, intent) = (row.line, &row.intent);
        let syssn = intent.syssn.as_str();
        let problem = text!(
            "batch-same-as-line",
            "asks for the same payment and amount as line {first_line}",
            first_line
        );
        on_fault(&RowFault::new(line, "syssn", syssn, problem, twin_remedy()));
        self.report.twins.push(RowTwin {
            line,
            first_line,
            syssn: intent.syssn.clone(),
            amount: intent.amount,
        });
    }

    fn measure(&mut self, line: u64, intent: &RowIntent, on_fault: &mut dyn FnMut(&RowFault)) {
        let largest = self.report.largest.as_ref();
        if largest.is_none_or(|largest| intent.amount > largest.amount) {
            let amount = intent.amount;
            self.report.largest = Some(Largest { line, amount });
        }
        if let Some(most) = self.limits.max_refund
            && intent.amount > most
        {
            let amount = intent.amount.in_words(intent.currency);
            let most = most.in_words(intent.currency);
            let problem = text!(
                "batch-above-max",
                "is above the profile's max_refund, {most}",
                most
            );
            let remedy = word!(
                "batch-above-max-fix",
                "refund it by itself under a profile that allows it"
            );
            let fault = RowFault::new(line, "amount", &amount, problem, remedy);
            on_fault(&fault);
            self.report.over_limit.push(fault);
        }
    }

    fn finish(mut self) -> FileCheck {
        let siblings = self.beside.take().map(|beside| beside.siblings.finish());
        for remark in siblings.into_iter().flatten() {
            self.report.remarks.push(remark);
        }
        if let Some(line) = self.report.unended {
            let problem = word!("batch-last-unended", "is the last and has no line end");
            let remedy = word!(
                "batch-last-unended-fix",
                "see whether the file is whole: an amount that was cut off looks like a smaller one"
            );
            let remark = RowFault::new(line, "", "", problem, remedy);
            self.report.remarks.push(remark);
        }
        self.report.remarks.shown.sort_by_key(|remark| remark.line);
        if self.report.faults.is_empty() {
            self.report.batch = Some(self.identity.finish());
        }
        if let Some(most) = self.limits.max_batch_total {
            self.report.total_over_limit = self.report.to_refund.minor > most;
        }
        self.report
    }
}
