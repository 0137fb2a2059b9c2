//! The line of headings of a CSV file: every fault of it is found.

use super::columns::{
    Column, ColumnNames, Settings, half_a_result, is_of_results, one_amount, plain,
};
use super::fault::RowFault;
use super::headings::Slip;
use crate::language::{text, word};

/// The header of a CSV file: headings as written, and what each stands for.
pub(super) struct Header {
    pub(super) headings: Vec<String>,
    pub(super) columns: Vec<Option<Column>>,
    /// The place of the column `state` in a result file of ours.
    pub(super) state: Option<usize>,
}

impl Header {
    pub(super) fn place_of(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|c| *c == Some(column))
    }

    /// Reads the headings; every fault is found.
    pub(super) fn read(
        line: u64,
        headings: Vec<String>,
        settings: &Settings,
    ) -> Result<Self, Vec<RowFault>> {
        let (names, currency) = (&settings.columns, settings.currency);
        if let Some(fault) = no_header(line, &headings) {
            return Err(vec![fault]);
        }
        let texts = headings.iter().map(String::as_str);
        let columns: Vec<_> = headings.iter().map(|h| names.column_of(h)).collect();
        let mut faults = repeated(line, &headings, &columns);
        let has = |column| columns.contains(&Some(column));
        let named = names.named.iter().map(|(column, _)| *column);
        let amounts = [Column::Amount, Column::Txamt];
        let mut absent: Vec<_> = named
            .filter(|column| !has(*column) && *column != Column::Syssn && !amounts.contains(column))
            .collect();
        // Each row names its payment by one of the two.
        if !has(Column::Syssn) && !has(Column::OrderNo) {
            absent.push(Column::Syssn);
        }
        if !amounts.into_iter().any(has) {
            let named = names.heading_of(Column::Txamt);
            absent.push(named.map_or(Column::Amount, |_| Column::Txamt));
        }
        let missing = |column: &Column| missing(line, *column, names, &headings);
        faults.extend(absent.iter().map(missing));
        let amount = names.shown(Column::Amount);
        if amounts.into_iter().all(has) {
            let problem = text!(
                "batch-stands-beside",
                "stands beside {other}",
                other = names.shown(Column::Txamt)
            );
            faults.push(RowFault::new(line, amount, "", problem, one_amount()));
        } else if has(Column::Amount) && currency.decimals().is_none() {
            let problem = text!(
                "batch-amount-currency",
                "cannot be read in {currency}: the gateway does not say how many decimals it has",
                currency
            );
            let remedy = word!(
                "batch-unclear-unit-fix",
                "give minor units in a column txamt"
            );
            faults.push(RowFault::new(line, amount, "", problem, remedy));
        }
        // What is missing is told with the heading that comes near it.
        let is_told = |slip: &Slip<'_>| slip.column.is_some_and(|column| absent.contains(&column));
        for heading in &headings {
            let slip = names.slip(heading).filter(|slip| !slip.is_named);
            if let Some(slip) = slip.filter(|slip| !is_told(slip)) {
                faults.push(slip.fault(line, heading));
            }
        }
        faults.extend(half_a_result(line, texts.clone()));
        if !faults.is_empty() {
            return Err(faults);
        }
        let state = is_of_results(texts)
            .then(|| headings.iter().position(|h| h == "state"))
            .flatten();
        Ok(Self {
            headings,
            columns,
            state,
        })
    }
}

fn no_header(line: u64, headings: &[String]) -> Option<RowFault> {
    let number = headings.iter().find(|heading| {
        let digits = heading.trim_matches(['\'', '"', ' ']);
        digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_digit())
    })?;
    let problem = word!(
        "batch-number-heading",
        "stands where the headings should be"
    );
    let remedy = word!(
        "batch-no-headings-fix",
        "put a first line such as `syssn,amount,reference` above the rows"
    );
    Some(RowFault::new(line, "", number, problem, remedy))
}

fn repeated(line: u64, headings: &[String], columns: &[Option<Column>]) -> Vec<RowFault> {
    let mut faults = Vec::new();
    for (index, (heading, column)) in headings.iter().zip(columns).enumerate() {
        let mut before = headings.iter().zip(columns).take(index);
        if before.any(|(earlier, other)| {
            (column.is_some() && other == column)
                || (!heading.trim().is_empty() && earlier == heading)
        }) {
            let remedy = word!(
                "batch-heading-twice-fix",
                "keep one of the two columns, or give them different headings"
            );
            let problem = word!("batch-heading-twice", "stands twice among the headings");
            faults.push(RowFault::new(line, heading, "", problem, remedy));
        }
    }
    faults
}

fn missing(line: u64, column: Column, names: &ColumnNames, headings: &[String]) -> RowFault {
    let (heading, name) = (names.shown(column), column.name());
    let near = headings
        .iter()
        .filter(|h| names.column_of(h).is_none() && !h.trim().is_empty())
        .map(|h| (strsim::osa_distance(&plain(h), &plain(heading)), h))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 2);
    let remedy = match near {
        Some((_, near)) => {
            text!(
                "batch-missing-near",
                "if it is the column `{near}`, rename that or give --column '{name}={near}'",
                near,
                name
            )
        }
        None => text!(
            "batch-missing-fix",
            "add it, or name its heading with --column {name}=HEADING",
            name
        ),
    };
    let problem = if matches!(column, Column::Amount) && names.named.is_empty() {
        word!(
            "batch-missing-amount",
            "is missing among the headings, and so is txamt"
        )
    } else {
        word!("batch-missing", "is missing among the headings")
    };
    RowFault::new(line, heading, "", problem, remedy)
}
