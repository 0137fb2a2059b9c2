//! One row: its cells as written, and the refund it asks for.

use super::columns::{Column, Settings};
use super::damage;
use super::fault::RowFault;
use crate::money::{Amount, Currency};
use crate::refund::{BatchId, FIRST_ATTEMPT, NumberError, OutTradeNo, Reference, Syssn, Udid};
use csv::StringRecord;
use std::borrow::Cow;

/// One row without fault.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// Its place among the rows, counted from 1; blank lines are not counted.
    pub number: u64,
    /// What it asks for.
    pub intent: RowIntent,
    /// What is odd about it without being surely wrong.
    pub remarks: Vec<RowFault>,
    /// It comes from a result file of ours, which says that the refund was made. That is a word in a
    /// file, and no fact.
    pub already_refunded: bool,
    /// The gateway's number of that refund, as the file has it.
    pub refund_syssn: Option<String>,
    /// It says itself that it is meant, though it is a second refund of a payment and amount. That
    /// is a word about the refund, and no part of what it asks for.
    pub twin_meant: bool,
    pub(super) raw: Raw,
}

/// A row as written.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    /// The cells of a CSV file; in a result file of ours without the protecting apostrophes.
    Cells(StringRecord),
    /// The line of a JSONL file.
    Line(String),
}

/// The refund a row asks for, before it has a number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowIntent {
    /// The payment.
    pub syssn: Syssn,
    /// How much.
    pub amount: Amount,
    /// The currency: the profile's, which the row may repeat.
    pub currency: Currency,
    /// The caller's own key.
    pub reference: Option<Reference>,
    /// Why.
    pub reason: Option<String>,
    /// The device number.
    pub udid: Option<Udid>,
    /// The refund's number as the file gives it.
    pub out_trade_no: Option<OutTradeNo>,
}

impl RowIntent {
    /// Returns the refund's number: the one given, or one derived from the reference, or one
    /// derived from batch and row. A further attempt, counted from 1, has always a derived one.
    #[must_use]
    pub fn number(
        &self,
        app_code: &str,
        mchid: Option<&str>,
        batch: &BatchId,
        (row, attempt): (u64, u32),
    ) -> OutTradeNo {
        match (&self.out_trade_no, &self.reference) {
            (Some(number), _) if attempt == FIRST_ATTEMPT => number.clone(),
            (_, Some(reference)) => OutTradeNo::from_reference(app_code, mchid, reference, attempt),
            (_, None) => OutTradeNo::from_batch_row(batch, row, attempt),
        }
    }
}

/// A row's cells with their meaning, when nothing is wrong with them.
pub(super) struct ParsedRow {
    pub(super) intent: RowIntent,
    pub(super) remarks: Vec<RowFault>,
    /// The gateway's number of the refund that a result file says was made; empty if it has none.
    pub(super) already_refunded: Option<String>,
    pub(super) twin_meant: bool,
}

/// One cell with the heading over it.
pub(super) struct Cell<'a> {
    pub(super) heading: &'a str,
    pub(super) text: Cow<'a, str>,
}

/// Reads a row, or says everything that is wrong with it; `get` finds a cell by its column, `of_results`
/// one that only result files have by its heading.
pub(super) fn read<'a>(
    line: u64,
    settings: &Settings,
    get: impl Fn(Column) -> Option<Cell<'a>>,
    of_results: impl Fn(&str) -> Option<Cow<'a, str>>,
) -> Result<ParsedRow, Vec<RowFault>> {
    let mut faults = Vec::new();
    let syssn = read_syssn(line, &get, &mut faults);
    let amount = read_amount(line, settings, &get, &mut faults);
    for column in [Column::Currency, Column::Txcurrcd] {
        faults.extend(currency_fault(line, settings.currency, get(column)));
    }
    faults.extend(merchant_fault(line, settings.mchid.as_deref(), &get));
    let optional = |column| get(column).filter(|cell| !cell.text.trim().is_empty());
    let (reference, number) = (optional(Column::Reference), optional(Column::OutTradeNo));
    let reference = checked(line, reference, Reference::parse, &mut faults);
    let udid = checked(line, optional(Column::Udid), Udid::parse, &mut faults);
    let number = checked(line, number, OutTradeNo::parse, &mut faults);
    let twin_meant = read_twin(line, optional(Column::Twin), &mut faults);
    let reason = optional(Column::Reason).map(|cell| cell.text.into_owned());
    let (Some(syssn), Some(amount), true) = (syssn, amount, faults.is_empty()) else {
        return Err(faults);
    };
    let remark = |column, value: &str, (problem, remedy): damage::Complaint| {
        let heading = get(column).map_or("", |cell| cell.heading);
        RowFault::new(line, heading, value, problem, remedy)
    };
    let odd = damage::oddity(&syssn).map(|odd| remark(Column::Syssn, syssn.as_str(), odd));
    let unusual = number.as_ref().filter(|number| number.is_unusual());
    let unusual = unusual.map(|number| {
        let problem = format!("is unusual: {}", OutTradeNo::USUAL);
        let remedy = Cow::from("give another one if it is refused");
        remark(Column::OutTradeNo, number.as_str(), (problem, remedy))
    });
    let intent = RowIntent {
        syssn,
        amount,
        currency: settings.currency,
        reference,
        reason,
        udid,
        out_trade_no: number,
    };
    let is_refunded = of_results("state").is_some_and(|state| state == "refunded");
    let refund = || of_results("refund_syssn").unwrap_or_default().into_owned();
    Ok(ParsedRow {
        intent,
        remarks: odd.into_iter().chain(unusual).collect(),
        already_refunded: is_refunded.then(refund),
        twin_meant,
    })
}

/// Reads whether a twin is meant.
fn read_twin(line: u64, cell: Option<Cell<'_>>, faults: &mut Vec<RowFault>) -> bool {
    let Some(cell) = cell else {
        return false;
    };
    match cell.text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => true,
        "no" | "false" | "0" => false,
        _ => {
            let remedy = "write yes where a second refund of the payment and amount is meant";
            faults.push(cell.fault(line, "is neither yes nor no", remedy));
            false
        }
    }
}

fn read_syssn<'a>(
    line: u64,
    get: &impl Fn(Column) -> Option<Cell<'a>>,
    faults: &mut Vec<RowFault>,
) -> Option<Syssn> {
    let mut missing = |heading: &str, problem: &str, remedy: &'static str| {
        faults.push(RowFault::new(line, heading, "", problem, remedy));
        None
    };
    let Some(cell) = get(Column::Syssn) else {
        return missing("syssn", "is missing", "give the payment's number");
    };
    if cell.text.trim().is_empty() {
        let amount = get(Column::Amount).or_else(|| get(Column::Txamt));
        if amount.is_none_or(|amount| amount.text.trim().is_empty()) {
            return missing(cell.heading, "is empty", "give the payment's number");
        }
        let remedy = "give the payment's number, or remove the row if it is a sum";
        return missing(cell.heading, "is empty beside an amount", remedy);
    }
    damage::syssn(&cell.text)
        .map_err(|found| extend(faults, line, &cell, found))
        .ok()
}

fn read_amount<'a>(
    line: u64,
    settings: &Settings,
    get: &impl Fn(Column) -> Option<Cell<'a>>,
    faults: &mut Vec<RowFault>,
) -> Option<Amount> {
    // A file has one of the two: the headings, or the keys of all rows, were checked for it.
    let major = get(Column::Amount).map(|cell| (cell, true));
    let Some((cell, major)) = major.or_else(|| Some((get(Column::Txamt)?, false))) else {
        let problem = "is missing, and so is txamt";
        faults.push(RowFault::new(
            line,
            "amount",
            "",
            problem,
            "give one of the two",
        ));
        return None;
    };
    damage::amount(&cell.text, major, settings.currency)
        .map_err(|found| extend(faults, line, &cell, found))
        .ok()
}

impl Cell<'_> {
    fn fault(
        &self,
        line: u64,
        problem: impl Into<String>,
        remedy: impl Into<Cow<'static, str>>,
    ) -> RowFault {
        RowFault::new(line, self.heading, &self.text, problem, remedy)
    }
}

fn extend(faults: &mut Vec<RowFault>, line: u64, cell: &Cell<'_>, found: Vec<damage::Complaint>) {
    let found = found.into_iter();
    faults.extend(found.map(|(problem, remedy)| cell.fault(line, problem, remedy)));
}

fn currency_fault(line: u64, profile: Currency, cell: Option<Cell<'_>>) -> Option<RowFault> {
    let cell = cell.filter(|cell| !cell.text.trim().is_empty())?;
    if cell.text == profile.code() {
        return None;
    }
    Some(if cell.text.trim().eq_ignore_ascii_case(profile.code()) {
        let problem = "is spelt otherwise than the gateway does";
        cell.fault(line, problem, format!("write {profile}"))
    } else {
        let remedy =
            format!("put refunds in {profile} into this file and others under their own profile");
        cell.fault(line, "is not the profile's currency", remedy)
    })
}

/// A row of another shop than the profile's. One without a shop number is the profile's.
fn merchant_fault<'a>(
    line: u64,
    profile: Option<&str>,
    get: &impl Fn(Column) -> Option<Cell<'a>>,
) -> Option<RowFault> {
    let cell = get(Column::Mchid).filter(|cell| !cell.text.trim().is_empty())?;
    Some(match profile {
        Some(mchid) if cell.text == mchid => return None,
        Some(mchid) => {
            let problem = format!("is not the profile's mchid, {mchid}");
            let remedy = "put each shop's refunds into a file of its own, under its own profile";
            cell.fault(line, problem, remedy)
        }
        None => {
            let problem = "names a shop, and the profile has no mchid";
            let remedy =
                "set mchid in the profile of that shop, or empty the column if no shop is meant";
            cell.fault(line, problem, remedy)
        }
    })
}

fn checked<T>(
    line: u64,
    cell: Option<Cell<'_>>,
    parse: fn(&str) -> Result<T, NumberError>,
    faults: &mut Vec<RowFault>,
) -> Option<T> {
    let cell = cell?;
    parse(&cell.text)
        .map_err(|error| faults.push(cell.fault(line, error.fault(), error.remedy())))
        .ok()
}
