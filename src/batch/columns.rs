//! Which column is which.
//!
//! A heading is compared after trimming, in lower case, with spaces and hyphens as `_`:
//! `Out Trade No` is `out_trade_no`. `--column amount=退款金額` names another heading; then only that
//! one is the amount, and a column that happens to be called `amount` is an ordinary one.

use super::fault::RowFault;
use super::source::Delimiter;
use crate::language::{joined, text, word};
use crate::money::Currency;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The profile's currency.
    pub currency: Currency,
    /// The profile's shop number.
    pub mchid: Option<String>,
    /// Headings other than the usual ones.
    pub columns: ColumnNames,
    /// The profile's name, which a column `profile` has to agree with.
    pub profile: Option<String>,
    /// The rows that are read, where the file has those of others, too.
    pub share: Option<Share>,
    /// What stands between the cells of a CSV file, where that is given. Otherwise the headings show it.
    pub separator: Option<Delimiter>,
}

impl Settings {
    /// Reads files in this currency, of a profile without shop number, as they usually are.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            mchid: None,
            columns: ColumnNames::default(),
            profile: None,
            share: None,
            separator: None,
        }
    }
}

/// The column that tells the merchants of a file apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divider {
    /// The names of profiles.
    Profile,
    /// Shop numbers.
    Mchid,
}

impl Divider {
    pub(super) const fn column(self) -> Column {
        match self {
            Self::Profile => Column::Profile,
            Self::Mchid => Column::Mchid,
        }
    }
}

/// The rows of one merchant in a file of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The column that says so.
    pub divider: Divider,
    /// What stands there.
    pub name: String,
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
    /// The same by the gateway's name.
    Txcurrcd,
    /// The shop number.
    Mchid,
    /// The profile.
    Profile,
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
    /// The payment by the merchant's own number, in place of the gateway's.
    OrderNo,
    /// What was paid.
    Paid,
}

impl Column {
    /// Every column.
    pub(super) const ALL: [Self; 14] = [
        Self::Syssn,
        Self::Amount,
        Self::Txamt,
        Self::Currency,
        Self::Txcurrcd,
        Self::Mchid,
        Self::Profile,
        Self::Reference,
        Self::Reason,
        Self::Udid,
        Self::OutTradeNo,
        Self::Twin,
        Self::OrderNo,
        Self::Paid,
    ];

    /// Returns its usual heading.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Syssn => "syssn",
            Self::Amount => "amount",
            Self::Txamt => "txamt",
            Self::Currency => "currency",
            Self::Txcurrcd => "txcurrcd",
            Self::Mchid => "mchid",
            Self::Profile => "profile",
            Self::Reference => "reference",
            Self::Reason => "reason",
            Self::Udid => "udid",
            Self::OutTradeNo => "out_trade_no",
            Self::Twin => "twin",
            Self::OrderNo => "order_no",
            Self::Paid => "paid",
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
pub(super) fn one_amount() -> &'static str {
    word!(
        "batch-one-amount",
        "keep one: amount in major units (12.50) or txamt in minor units (1250)"
    )
}

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

/// Headings other than the usual ones, and those that mean nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnNames {
    pub(super) named: Vec<(Column, String)>,
    ignored: Vec<String>,
}

impl ColumnNames {
    /// Reads pairs such as `amount=退款金額`.
    ///
    /// # Errors
    /// Why the first pair that cannot be used cannot.
    pub fn parse<T: AsRef<str>>(pairs: impl IntoIterator<Item = T>) -> Result<Self, String> {
        let mut found: Vec<(Column, String)> = Vec::new();
        for pair in pairs {
            let pair = pair.as_ref();
            let fail = |problem: &str| {
                let pair = pair.escape_debug();
                text!("batch-column-pair", "`{pair}` {problem}", pair, problem)
            };
            let (name, heading) = pair.split_once('=').ok_or_else(|| {
                fail(word!(
                    "batch-column-no-sign",
                    "has no `=`; the form is `amount=HEADING`"
                ))
            })?;
            let column = Column::named(name.trim()).ok_or_else(|| {
                let all = joined(Column::ALL.map(Column::name));
                fail(&text!(
                    "batch-column-unknown",
                    "names no column; they are {all}",
                    all
                ))
            })?;
            if heading.trim().is_empty() {
                return Err(fail(word!(
                    "batch-column-no-heading",
                    "has no heading behind the `=`"
                )));
            }
            if found.iter().any(|(other, _)| *other == column) {
                return Err(fail(word!(
                    "batch-column-twice",
                    "names a column that has a heading already"
                )));
            }
            if found.iter().any(|(_, h)| plain(h) == plain(heading)) {
                return Err(fail(word!(
                    "batch-column-two",
                    "gives one heading to two columns"
                )));
            }
            found.push((column, heading.trim().to_owned()));
        }
        Ok(Self {
            named: found,
            ignored: Vec::new(),
        })
    }

    /// Takes headings that are not to be read, however near they come to one that is.
    ///
    /// # Errors
    /// Why the first heading that cannot be ignored cannot.
    pub fn ignoring<T: AsRef<str>>(
        mut self,
        headings: impl IntoIterator<Item = T>,
    ) -> Result<Self, String> {
        for heading in headings {
            let heading = heading.as_ref();
            let problem = if heading.trim().is_empty() {
                word!("batch-ignored-empty", "is no heading")
            } else if self.column_of(heading).is_some() {
                word!(
                    "batch-ignored-read",
                    "is a column that is read; give it another heading in the file"
                )
            } else if ADDED_COLUMNS.contains(&heading) {
                word!(
                    "batch-ignored-result",
                    "is a column of result files; give it another heading in the file"
                )
            } else {
                self.ignored.push(plain(heading));
                continue;
            };
            let pair = heading.escape_debug();
            return Err(text!(
                "batch-column-pair",
                "`{pair}` {problem}",
                pair,
                problem
            ));
        }
        Ok(self)
    }

    /// Takes what others say of columns and headings of which this says nothing.
    #[must_use]
    pub fn over(mut self, others: Self) -> Self {
        for (column, heading) in others.named {
            let is_said = self
                .named
                .iter()
                .any(|(own, own_heading)| *own == column || plain(own_heading) == plain(&heading));
            if !is_said && !self.ignores(&heading) {
                self.named.push((column, heading));
            }
        }
        for heading in others.ignored {
            if self.column_of(&heading).is_none() && !self.ignores(&heading) {
                self.ignored.push(heading);
            }
        }
        self
    }

    pub(super) fn ignores(&self, heading: &str) -> bool {
        self.ignored.contains(&plain(heading))
    }

    /// Returns the column a heading stands for.
    pub(super) fn column_of(&self, given: &str) -> Option<Column> {
        let heading = plain(given);
        if let Some((column, _)) = self.named.iter().find(|(_, named)| plain(named) == heading) {
            return Some(*column);
        }
        let column = Column::named(&heading).filter(|column| self.heading_of(*column).is_none())?;
        // One that switches a guard off goes by its very name: `Twin` may be the kind of a bed.
        (column != Column::Twin || given.trim() == column.name()).then_some(column)
    }

    /// Returns the heading that was given for a column.
    pub(super) fn heading_of(&self, column: Column) -> Option<&str> {
        self.named
            .iter()
            .find(|(named, _)| *named == column)
            .map(|(_, heading)| heading.as_str())
    }

    /// Returns the heading a message should name.
    pub(super) fn shown(&self, column: Column) -> &str {
        self.heading_of(column).unwrap_or_else(|| column.name())
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
    let problem = word!(
        "batch-half-result",
        "is a column of result files, and this is none: it lacks refund_syssn, state or respcd"
    );
    let remedy = word!(
        "batch-half-result-fix",
        "rename the column, or put back those of the result file"
    );
    let ours = headings.filter(|heading| ADDED_COLUMNS.iter().skip(1).any(|name| name == heading));
    ours.map(|heading| RowFault::new(line, heading, "", problem, remedy))
        .collect()
}
