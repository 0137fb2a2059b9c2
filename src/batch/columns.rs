//! Which column is which.
//!
//! A heading is compared after trimming, in lower case, with spaces and hyphens as `_`:
//! `Out Trade No` is `out_trade_no`. `--column amount=退款金額` names another heading; then only that
//! one is the amount, and a column that happens to be called `amount` is an ordinary one.

use super::fault::RowFault;
use crate::money::Currency;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The profile's currency.
    pub currency: Currency,
    /// Headings other than the usual ones.
    pub columns: ColumnNames,
}

/// A column the tool reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The payment's number.
    Syssn,
    /// The amount in major units.
    Amount,
    /// The amount in minor units.
    Txamt,
    /// The currency.
    Currency,
    /// The caller's own key.
    Reference,
    /// Why.
    Reason,
    /// The device number.
    Udid,
    /// The refund's number.
    OutTradeNo,
    /// Whether a second refund of the same payment and amount is meant.
    Twin,
}

impl Column {
    /// Every column.
    const ALL: [Self; 9] = [
        Self::Syssn,
        Self::Amount,
        Self::Txamt,
        Self::Currency,
        Self::Reference,
        Self::Reason,
        Self::Udid,
        Self::OutTradeNo,
        Self::Twin,
    ];

    /// Returns its usual heading.
    const fn name(self) -> &'static str {
        match self {
            Self::Syssn => "syssn",
            Self::Amount => "amount",
            Self::Txamt => "txamt",
            Self::Currency => "currency",
            Self::Reference => "reference",
            Self::Reason => "reason",
            Self::Udid => "udid",
            Self::OutTradeNo => "out_trade_no",
            Self::Twin => "twin",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// Columns a result file has besides those of the batch, in this order.
pub(super) const ADDED_COLUMNS: [&str; 7] = [
    "out_trade_no",
    "refund_syssn",
    "state",
    "respcd",
    "meaning",
    "sent_at",
    "updated_at",
];

/// Columns that show a file to be a result file of ours.
const OF_RESULTS: [&str; 3] = ["refund_syssn", "state", "respcd"];

/// What to do about a file with both.
pub(super) const ONE_AMOUNT: &str =
    "keep one: amount in major units (12.50) or txamt in minor units (1250)";

/// Writes a heading as it is compared.
pub(super) fn plain(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .map(|c| match c {
            ' ' | '-' | '\u{a0}' => '_',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// Headings other than the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNames(Vec<(Column, String)>);

impl ColumnNames {
    /// Reads pairs such as `amount=退款金額`.
    ///
    /// # Errors
    /// Why the first pair that cannot be used cannot.
    pub fn parse<T: AsRef<str>>(pairs: impl IntoIterator<Item = T>) -> Result<Self, String> {
        let mut found: Vec<(Column, String)> = Vec::new();
        for pair in pairs {
            let pair = pair.as_ref();
            let fail = |problem| format!("`{}` {problem}", pair.escape_debug());
            let (name, heading) = pair
                .split_once('=')
                .ok_or_else(|| fail("has no `=`; the form is `amount=HEADING`"))?;
            let column = Column::named(name.trim()).ok_or_else(|| {
                fail("names no column; they are syssn, amount, txamt, currency, reference, reason, udid, out_trade_no, twin")
            })?;
            if heading.trim().is_empty() {
                return Err(fail("has no heading behind the `=`"));
            }
            if found.iter().any(|(other, _)| *other == column) {
                return Err(fail("names a column that has a heading already"));
            }
            if found.iter().any(|(_, h)| plain(h) == plain(heading)) {
                return Err(fail("gives one heading to two columns"));
            }
            found.push((column, heading.trim().to_owned()));
        }
        Ok(Self(found))
    }

    /// Returns the column a heading stands for.
    pub(super) fn column_of(&self, heading: &str) -> Option<Column> {
        let heading = plain(heading);
        if let Some((column, _)) = self.0.iter().find(|(_, named)| plain(named) == heading) {
            return Some(*column);
        }
        Column::named(&heading).filter(|column| self.heading_of(*column).is_none())
    }

    fn heading_of(&self, column: Column) -> Option<&str> {
        self.0
            .iter()
            .find(|(named, _)| *named == column)
            .map(|(_, heading)| heading.as_str())
    }

    /// Returns the heading a message should name.
    fn shown(&self, column: Column) -> &str {
        self.heading_of(column).unwrap_or_else(|| column.name())
    }
}

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
        let missing = |column| missing(line, column, names, &headings);
        let has = |column| columns.contains(&Some(column));
        for (column, _) in &names.0 {
            if !has(*column) && !matches!(column, Column::Syssn | Column::Amount | Column::Txamt) {
                faults.push(missing(*column));
            }
        }
        if !has(Column::Syssn) {
            faults.push(missing(Column::Syssn));
        }
        let amount = names.shown(Column::Amount);
        match (has(Column::Amount), has(Column::Txamt)) {
            (false, false) if names.heading_of(Column::Txamt).is_some() => {
                faults.push(missing(Column::Txamt));
            }
            (false, false) => faults.push(missing(Column::Amount)),
            (true, true) => {
                let problem = format!("stands beside {}", names.shown(Column::Txamt));
                faults.push(RowFault::new(line, amount, "", problem, ONE_AMOUNT));
            }
            (true, false) if currency.decimals().is_none() => {
                let problem = format!(
                    "cannot be read in {currency}: the gateway does not say how many decimals it has"
                );
                let remedy = "give minor units in a column txamt";
                faults.push(RowFault::new(line, amount, "", problem, remedy));
            }
            (true | false, _) => {}
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

/// Whether these headings are those of a result file of ours, written exactly so.
pub(super) fn is_of_results<'a>(headings: impl Iterator<Item = &'a str> + Clone) -> bool {
    OF_RESULTS
        .iter()
        .all(|name| headings.clone().any(|heading| heading == *name))
}

/// Columns of a result file in a file that is none: the result file would have each of them twice.
pub(super) fn half_a_result<'a>(
    line: u64,
    headings: impl Iterator<Item = &'a str> + Clone,
) -> Vec<RowFault> {
    if is_of_results(headings.clone()) {
        return Vec::new();
    }
    let problem =
        "is a column of result files, and this is none: it lacks refund_syssn, state or respcd";
    let remedy = "rename the column, or put back those of the result file";
    let ours = headings.filter(|heading| ADDED_COLUMNS.iter().skip(1).any(|name| name == heading));
    ours.map(|heading| RowFault::new(line, heading, "", problem, remedy))
        .collect()
}

fn no_header(line: u64, headings: &[String]) -> Option<RowFault> {
    let number = headings.iter().find(|heading| {
        let digits = heading.trim_matches(['\'', '"', ' ']);
        digits.len() >= 16 && digits.bytes().all(|b| b.is_ascii_digit())
    })?;
    let problem = "stands where the headings should be";
    let remedy = "put a first line such as `syssn,amount,reference` above the rows";
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
            let remedy = "keep one of the two columns, or give them different headings";
            let problem = "stands twice among the headings";
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
            format!("if it is the column `{near}`, rename that or give --column '{name}={near}'")
        }
        None => format!("add it, or name its heading with --column {name}=HEADING"),
    };
    let problem = if matches!(column, Column::Amount) && names.0.is_empty() {
        "is missing among the headings, and so is txamt"
    } else {
        "is missing among the headings"
    };
    RowFault::new(line, heading, "", problem, remedy)
}
