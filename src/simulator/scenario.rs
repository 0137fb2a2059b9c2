//! The payments file: JSONL, one payment a line, so that finance can rehearse with its own numbers.

use super::book::LedgerEntry;
use super::error::SimulatorError;
use super::ledger::Ledger;
use super::payment::{SimulatedPayment, TODAY};
use crate::refund::hong_kong;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use time::{Date, Month, OffsetDateTime};

/// One line as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    syssn: String,
    txamt: Txamt,
    txcurrcd: String,
    pay_type: String,
    out_trade_no: Option<String>,
    sysdtm: Option<String>,
    respcd: Option<String>,
    partial: Option<bool>,
}

/// Exports write the amount as a number or as text.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`txamt` must be whole minor units")]
enum Txamt {
    Number(u64),
    Text(String),
}

impl Line {
    fn payment(self) -> Result<SimulatedPayment, String> {
        let txamt = match self.txamt {
            Txamt::Number(minor) => minor,
            Txamt::Text(text) => text
                .parse()
                .map_err(|_| "`txamt` must be whole minor units".to_owned())?,
        };
        let payment = SimulatedPayment {
            out_trade_no: self
                .out_trade_no
                .unwrap_or_else(|| format!("P{}", self.syssn)),
            sysdtm: self.sysdtm.unwrap_or_else(|| paid_at(&self.syssn)),
            syssn: self.syssn,
            txamt,
            txcurrcd: self.txcurrcd,
            pay_type: self.pay_type,
            respcd: self.respcd.unwrap_or_else(|| "0000".to_owned()),
            partial: self.partial.unwrap_or(true),
        };
        payment.fault().map_or(Ok(payment), Err)
    }
}

/// Takes the time of payment from its number, which begins with the date: noon of that day.
fn paid_at(syssn: &str) -> String {
    date_of(syssn).map_or_else(|| TODAY.to_owned(), |day| format!("{day} 12:00:00"))
}

fn date_of(syssn: &str) -> Option<Date> {
    hong_kong::HkMonth::of_dated_number(syssn)?;
    let part = |range: Range<usize>| syssn.get(range)?.parse::<u8>().ok();
    let month = Month::try_from(part(4..6)?).ok()?;
    Date::from_calendar_date(syssn.get(..4)?.parse().ok()?, month, part(6..8)?).ok()
}

/// Adds the payments of a file to the ledger. Payments that are there already are left as they
/// are; one that is there with other contents is an error, and then none is added.
pub(super) fn load(
    path: &Path,
    ledger: &Ledger,
    now: OffsetDateTime,
) -> Result<(), SimulatorError> {
    let text = fs::read_to_string(path)
        .map_err(|source| SimulatorError::file("read the payments file", path, source))?;
    let payments = parse(&text).map_err(|(line, why)| at(path, line, why))?;
    ledger.decide(now, |book| {
        let mut added = Vec::new();
        for (line, payment) in payments {
            let same = book.payment(&payment.syssn).map(|slot| &slot.payment);
            if same == Some(&payment) {
                continue;
            }
            let taken = if book.by_syssn(&payment.syssn).is_some() {
                Some(&payment.syssn)
            } else if book.by_out_trade_no(&payment.out_trade_no).is_some() {
                Some(&payment.out_trade_no)
            } else {
                None
            };
            if let Some(number) = taken {
                let why = format!(
                    "{number} is in the simulator's ledger with other contents; change the line or reset the simulator"
                );
                return (Vec::new(), Err(at(path, line, why)));
            }
            added.push(LedgerEntry::Payment(payment));
        }
        (added, Ok(()))
    })?
}

fn at(path: &Path, line: usize, why: String) -> SimulatorError {
    SimulatorError::Line {
        path: path.to_owned(),
        line,
        why,
    }
}

/// Reads the lines; blank ones are skipped. The error is the line's number and what is wrong.
fn parse(text: &str) -> Result<Vec<(usize, SimulatedPayment)>, (usize, String)> {
    let mut payments = Vec::new();
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (index, line) in text.lines().enumerate() {
        let number = index.saturating_add(1);
        if line.trim().is_empty() {
            continue;
        }
        let payment = serde_json::from_str::<Line>(line)
            .map_err(|error| (number, format!("not a payment ({error})")))?
            .payment()
            .map_err(|why| (number, why))?;
        for name in [&payment.syssn, &payment.out_trade_no] {
            let before = lines_of.insert(name.clone(), number);
            if let Some(before) = before.filter(|before| *before != number) {
                return Err((number, format!("{name} stands on line {before} already")));
            }
        }
        payments.push((number, payment));
    }
    Ok(payments)
}
