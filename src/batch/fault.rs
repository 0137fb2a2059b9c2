//! What is wrong with a file or a row, and what to do about it.

use crate::language::{text, word, write_text};
use crate::unseen::spelled;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::io;

/// How much of a value a fault repeats, in characters.
const SHOWN: usize = 140;

/// One thing wrong in one place of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    /// The line its row begins on, counted from 1.
    pub line: u64,
    /// The heading of the column as the file writes it; empty if the whole row is meant.
    pub column: String,
    /// The value, what cannot be seen spelled out, cut after 140 characters; empty if there is none.
    pub value: String,
    /// What is wrong, as a clause that follows the value.
    pub problem: String,
    /// What to do, as a clause.
    pub remedy: Cow<'static, str>,
}

impl RowFault {
    /// Makes a fault of a cell; with an empty `column`, of a whole row.
    #[must_use]
    pub fn new(
        line: u64,
        column: &str,
        value: &str,
        problem: impl Into<String>,
        remedy: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            line,
            column: cut(&visible(column)),
            value: cut(&visible(value)),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Spells out what could not be seen, or would move a terminal's cursor.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push_str(&spelled(c));
    }
    out
}

impl RowFault {
    /// Writes the place and what is wrong there, without what to do.
    fn write_problem(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column, value, problem) = (self.line, &self.column, &self.value, &self.problem);
        let what = match (column.is_empty(), value.is_empty()) {
            (true, true) => text!("batch-the-row", "the row"),
            (true, false) => text!("batch-cell", "`{value}`", value),
            (false, true) => text!("batch-column", "{column}", column),
            (false, false) => text!("batch-column-cell", "{column} `{value}`", column, value),
        };
        write_text!(
            f,
            "batch-fault",
            "line {line}: {what} {problem}",
            line,
            what,
            problem
        )
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_problem(f)?;
        write_text!(f, "batch-fault-remedy", "; {remedy}", remedy = self.remedy)
    }
}

/// Why a file cannot be read any further.
#[derive(Debug)]
pub enum ReadError {
    /// The operating system refused.
    Io {
        /// The line that could not be read.
        line: u64,
        /// Why.
        error: io::Error,
    },
    /// It is not a file of rows in UTF-8.
    NotText {
        /// The line where it shows, if not the first.
        line: Option<u64>,
        /// What it is, as a clause that follows "the file".
        problem: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// The line with the headings cannot be used. Every reason is listed.
    Header(Vec<RowFault>),
}

impl ReadError {
    pub(super) const fn not_text(problem: &'static str, remedy: &'static str) -> Self {
        Self::NotText {
            line: None,
            problem,
            remedy,
        }
    }

    /// Returns what to do about it, as a clause. Where several headings are wrong, each says so
    /// itself.
    #[must_use]
    pub fn remedy(&self) -> Option<&str> {
        match self {
            Self::Io { .. } => Some(word!(
                "batch-io-fix",
                "check that the file is there and can be read"
            )),
            Self::NotText { remedy, .. } => Some(remedy),
            Self::Header(faults) => match faults.as_slice() {
                [fault] => Some(&fault.remedy),
                _ => None,
            },
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { line, error } => {
                write_text!(
                    f,
                    "batch-io",
                    "the file cannot be read on line {line}: {error}",
                    line,
                    error
                )
            }
            Self::NotText { line, problem, .. } => match line {
                Some(line) => write_text!(
                    f,
                    "batch-the-file-on-line",
                    "the file {problem} on line {line}",
                    problem,
                    line
                ),
                None => write_text!(f, "batch-the-file", "the file {problem}", problem),
            },
            Self::Header(faults) => match faults.as_slice() {
                [fault] => fault.write_problem(f),
                faults => {
                    for (index, fault) in faults.iter().enumerate() {
                        let gap = match index {
                            0 => "",
                            _ => word!("batch-fault-also", "; also "),
                        };
                        write!(f, "{gap}{fault}")?;
                    }
                    Ok(())
                }
            },
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::NotText { .. } | Self::Header(_) => None,
        }
    }
}
