//! One row: its cells as written, and the refund it asks for.

use super::columns::{Column, Settings};
use super::damage;
use super::fault::RowFault;
use super::orders::{Order, Orders, not_paid};
use super::row_intent::RowIntent;
use super::said::{self, Said};
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::{NumberError, OrderNo, OutTradeNo, Reference, State, Syssn, Udid};
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
    /// What it says besides: that it was sent, or may have been, or was given up.
    pub said: Option<State>,
    /// The gateway's number of the refund, as the file has it.
    pub refund_syssn: Option<String>,
    /// It says itself that it is meant, though it is a second refund of a payment and amount. That
    /// is a word about the refund, and no part of what it asks for.
    pub twin_meant: bool,
    /// What it says was paid: a word about the payment, and no part of what it asks for.
    pub paid: Paid,
    /// The payment's own number, as the row gives it beside the gateway's: a word like that one.
    pub order_no: Option<OrderNo>,
    pub(super) raw: Raw,
}

/// What a row says of what was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// Nothing.
    Unsaid,
    /// This, and nobody has compared it with the payment yet.
    Said(Amount),
    /// What the gateway shows of the payment.
    Shown,
}

/// A row as written.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    /// The cells of a CSV file; in a result file of ours without the protecting apostrophes.
    Cells(StringRecord),
    /// The line of a JSONL file.
    Line(String),
}

/// A row's cells with their meaning, when nothing is wrong with them.
pub(super) struct ParsedRow {
    pub(super) intent: RowIntent,
    pub(super) twin_meant: bool,
    pub(super) paid: Paid,
    pub(super) order_no: Option<OrderNo>,
    pub(super) remarks: Vec<RowFault>,
    /// What a result file says became of it.
    pub(super) said: Said,
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
    orders: &mut Orders,
    get: impl Fn(Column) -> Option<Cell<'a>>,
    of_results: impl Fn(&str) -> Option<Cow<'a, str>>,
) -> Result<ParsedRow, Vec<RowFault>> {
    let mut faults = Vec::new();
    let order = get(Column::OrderNo).filter(|cell| !cell.text.trim().is_empty());
    let named = get(Column::Syssn).is_some_and(|cell| !cell.text.trim().is_empty());
    let mut order_no = None;
    let payment = match order {
        Some(cell) if !named => read_order(line, &cell, &mut faults)
            .and_then(|number| find_order(line, &cell, number, orders, &mut faults)),
        beside => {
            order_no = beside.and_then(|cell| read_order(line, &cell, &mut faults));
            read_syssn(line, &get, &mut faults).map(|syssn| (syssn, None))
        }
    };
    let amount = read_amount(line, settings, &get, &mut faults);
    for column in [Column::Currency, Column::Txcurrcd] {
        faults.extend(currency_fault(line, settings.currency, get(column)));
    }
    faults.extend(merchant_fault(line, settings.mchid.as_deref(), &get));
    faults.extend(profile_fault(line, settings.profile.as_deref(), &get));
    let optional = |column| get(column).filter(|cell| !cell.text.trim().is_empty());
    let (reference, number) = (optional(Column::Reference), optional(Column::OutTradeNo));
    let reference = checked(line, reference, Reference::parse, &mut faults);
    let udid = checked(line, optional(Column::Udid), Udid::parse, &mut faults);
    let twin_meant = read_twin(line, optional(Column::Twin), &mut faults);
    let reason = optional(Column::Reason).map(|cell| cell.text.into_owned());
    let said = said::read(line, of_results, &mut faults);
    let number = number.filter(|_| !said.is_twins_number);
    let number = checked(line, number, OutTradeNo::parse, &mut faults);
    let shown = payment.as_ref().and_then(|(_, shown)| *shown);
    let paid = read_paid(line, settings, &get, (amount, shown), &mut faults);
    let syssn = payment.map(|(syssn, _)| syssn);
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
        let problem = text!(
            "batch-unusual",
            "is unusual: {usual}",
            usual = OutTradeNo::usual()
        );
        let remedy = Cow::from(word!(
            "batch-unusual-fix",
            "give another one if it is refused"
        ));
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
    Ok(ParsedRow {
        intent,
        twin_meant,
        paid,
        order_no,
        remarks: odd.into_iter().chain(unusual).collect(),
        said,
    })
}

/// Reads the merchant's own number of the payment.
fn read_order(line: u64, cell: &Cell<'_>, faults: &mut Vec<RowFault>) -> Option<OrderNo> {
    let marks = damage::typing_marks(&cell.text);
    if !marks.is_empty() {
        extend(faults, line, cell, marks);
        return None;
    }
    OrderNo::parse(&cell.text)
        .map_err(|error| faults.push(cell.fault(line, error.fault(), error.remedy())))
        .ok()
}

/// Returns the payment that was found for it, and what was paid, where that was just seen.
fn find_order(
    line: u64,
    cell: &Cell<'_>,
    number: OrderNo,
    orders: &mut Orders,
    faults: &mut Vec<RowFault>,
) -> Option<(Syssn, Option<Amount>)> {
    let (problem, remedy) = match orders.find(line, number) {
        Some(Order::Payment(syssn, paid)) => return Some((syssn, paid)),
        Some(Order::Refused(problem, remedy)) => (problem, remedy),
        None => (
            word!(
                "batch-not-looked-up",
                "was not looked up, so its payment is not known"
            )
            .to_owned(),
            word!(
                "batch-not-looked-up-fix",
                "`batch check --online` looks it up, and so does `batch run`"
            ),
        ),
    };
    faults.push(cell.fault(line, problem, remedy));
    None
}

/// Reads what was paid, in the unit of the amount. `shown` is what the gateway says, where that is known.
fn read_paid<'a>(
    line: u64,
    settings: &Settings,
    get: &impl Fn(Column) -> Option<Cell<'a>>,
    (asked, shown): (Option<Amount>, Option<Amount>),
    faults: &mut Vec<RowFault>,
) -> Paid {
    let Some(cell) = get(Column::Paid).filter(|cell| !cell.text.trim().is_empty()) else {
        return Paid::Unsaid;
    };
    let major = get(Column::Txamt).is_none();
    let paid = match damage::amount(&cell.text, major, settings.currency) {
        Ok(paid) => paid,
        Err(found) => {
            extend(faults, line, &cell, found);
            return Paid::Unsaid;
        }
    };
    if asked.is_some_and(|asked| asked > paid) {
        let remedy = word!("batch-paid-less-fix", "put right the one that is wrong");
        faults.push(cell.fault(
            line,
            word!("batch-paid-less", "is less than what is to be refunded"),
            remedy,
        ));
    }
    match shown {
        None => return Paid::Said(paid),
        Some(shown) if shown != paid => {
            let (problem, remedy) = not_paid(shown, settings.currency);
            faults.push(cell.fault(line, problem, remedy));
        }
        Some(_) => {}
    }
    Paid::Shown
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
            let remedy = word!(
                "batch-yes-fix",
                "write yes where a second refund of the payment and amount is meant"
            );
            faults.push(cell.fault(line, word!("batch-yes", "is neither yes nor no"), remedy));
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
        return missing(
            "syssn",
            word!("batch-syssn-missing", "is missing"),
            word!("batch-syssn-fix", "give the payment's number"),
        );
    };
    if cell.text.trim().is_empty() {
        let amount = get(Column::Amount).or_else(|| get(Column::Txamt));
        if amount.is_none_or(|amount| amount.text.trim().is_empty()) {
            return missing(
                cell.heading,
                word!("batch-syssn-empty", "is empty"),
                word!("batch-syssn-fix", "give the payment's number"),
            );
        }
        let remedy = word!(
            "batch-syssn-sum-fix",
            "give the payment's number, or remove the row if it is a sum"
        );
        return missing(
            cell.heading,
            word!("batch-syssn-sum", "is empty beside an amount"),
            remedy,
        );
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
        let problem = word!("batch-amount-missing", "is missing, and so is txamt");
        faults.push(RowFault::new(
            line,
            "amount",
            "",
            problem,
            word!("batch-amount-missing-fix", "give one of the two"),
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
        let problem = word!(
            "batch-currency-spelt",
            "is spelt otherwise than the gateway does"
        );
        cell.fault(
            line,
            problem,
            text!("batch-currency-spelt-fix", "write {profile}", profile),
        )
    } else {
        let remedy = text!(
            "batch-currency-fix",
            "put refunds in {profile} into this file and others under their own profile",
            profile
        );
        cell.fault(
            line,
            word!("batch-currency", "is not the profile's currency"),
            remedy,
        )
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
            let problem = text!("batch-mchid", "is not the profile's mchid, {mchid}", mchid);
            let remedy = word!(
                "batch-mchid-fix",
                "put each shop's refunds into a file of its own, under its own profile"
            );
            cell.fault(line, problem, remedy)
        }
        None => {
            let problem = word!("batch-shop", "names a shop, and the profile has no mchid");
            let remedy = word!(
                "batch-shop-fix",
                "set mchid in the profile of that shop, or empty the column if no shop is meant"
            );
            cell.fault(line, problem, remedy)
        }
    })
}

/// A row that names another profile than that of the command. One without a name is the command's.
fn profile_fault<'a>(
    line: u64,
    profile: Option<&str>,
    get: &impl Fn(Column) -> Option<Cell<'a>>,
) -> Option<RowFault> {
    let cell = get(Column::Profile).filter(|cell| !cell.text.trim().is_empty())?;
    let profile = profile.filter(|profile| cell.text != *profile)?;
    let problem = text!(
        "batch-other-profile",
        "is not the profile of this command, {profile}",
        profile
    );
    let remedy = word!(
        "batch-other-profile-fix",
        "leave --profile out, so that every row is refunded under its own"
    );
    Some(cell.fault(line, problem, remedy))
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
