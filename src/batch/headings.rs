//! Headings that are read, those that are not, and those that look like a slip of the pen.

use super::columns::{ADDED_COLUMNS, Column, ColumnNames};
use super::fault::RowFault;
use crate::language::{text, word};
use crate::unseen::folded;
use serde::Serialize;

/// A heading that is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedHeading {
    /// The heading as the file writes it.
    pub heading: String,
    /// The column it is read as.
    pub column: &'static str,
}

/// Which headings of a file are read and which are not, both in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnUse {
    /// Those that are read.
    pub used: Vec<UsedHeading>,
    /// Those that are not. Headings without a letter are left out.
    pub unused: Vec<String>,
}

impl ColumnUse {
    /// Sorts the headings of a file; of a result file two more are read.
    pub(super) fn of<'a>(
        headings: impl Iterator<Item = (&'a str, Option<Column>)>,
        is_of_results: bool,
    ) -> Self {
        let mut found = Self::default();
        for (heading, column) in headings {
            let added = ["state", "refund_syssn"].into_iter();
            let mut added = added.filter(|name| is_of_results && *name == heading);
            match column.map(Column::name).or_else(|| added.next()) {
                Some(column) => found.used.push(UsedHeading {
                    heading: heading.to_owned(),
                    column,
                }),
                None if heading.trim().is_empty() => {}
                None => found.unused.push(heading.to_owned()),
            }
        }
        found
    }
}

/// What a heading that is not read was perhaps meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slip<'a> {
    /// The known heading.
    pub(super) known: &'a str,
    /// The column it stands for; none for those that only a result file has.
    pub(super) column: Option<Column>,
    /// Whether `--column` gave the known heading. Then it is settled which column is meant, wherever
    /// that is there.
    pub(super) is_named: bool,
}

/// A heading of one or two letters given by `--column` is one letter off from nearly everything.
const SHORTEST: usize = 3;

impl ColumnNames {
    /// Returns the known heading that this one is a letter off from: one too many, too few or
    /// another, or two neighbours swapped. What differs in case, separators or unseen signs alone
    /// and is not read all the same is no letter off, and as near.
    pub(super) fn slip(&self, heading: &str) -> Option<Slip<'_>> {
        let is_added = ADDED_COLUMNS.contains(&heading);
        if is_added || self.column_of(heading).is_some() || self.ignores(heading) {
            return None;
        }
        let letters = letters(heading);
        let mut known = Column::ALL
            .into_iter()
            .map(|column| match self.heading_of(column) {
                Some(known) => (known, Some(column), true),
                None => (column.name(), Some(column), false),
            })
            .chain(ADDED_COLUMNS.into_iter().map(|known| (known, None, false)));
        let (known, column, is_named) = known.find(|(known, _, is_named)| {
            let known = self::letters(known);
            let is_long = !is_named || known.chars().count() >= SHORTEST;
            !letters.is_empty() && is_long && strsim::osa_distance(&letters, &known) <= 1
        })?;
        Some(Slip {
            known,
            column,
            is_named,
        })
    }
}

impl Slip<'_> {
    /// Says so of the heading.
    pub(super) fn fault(&self, line: u64, heading: &str) -> RowFault {
        let known = self.known;
        let problem = if letters(heading) == letters(known) {
            text!(
                "batch-slip-spelling",
                "is `{known}` in another spelling, and is not read",
                known
            )
        } else {
            text!(
                "batch-slip-letter",
                "is one letter off from `{known}`, and is not read",
                known
            )
        };
        let remedy = word!(
            "batch-slip-fix",
            "spell it so if that is meant, or give it with --ignore-column if it is another column"
        );
        RowFault::new(line, heading, "", problem, remedy)
    }
}

/// Returns the letters and digits of a heading as they look.
fn letters(heading: &str) -> String {
    let folded = folded(heading);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}
