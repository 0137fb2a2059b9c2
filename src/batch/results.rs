//! The result file: every input row, and what became of it.

use super::columns::{ADDED_COLUMNS, is_of_results};
use super::json_row;
use super::records::first_record;
use super::row::{Raw, Row};
use super::safe_file::{Kind, ResultError, SafeFile};
use super::source::{Format, Layout};
use crate::language::word;
use crate::spreadsheet::{csv_head, csv_line};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// What became of a row; an empty text where there is nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added<'a> {
    /// Our number of the refund.
    pub out_trade_no: &'a str,
    /// The gateway's number of the refund.
    pub refund_syssn: &'a str,
    /// Its state; `refunded` makes a reader skip the row.
    pub state: &'a str,
    /// The response code.
    pub respcd: &'a str,
    /// What the code means.
    pub meaning: &'a str,
    /// When it was sent, best with its offset: `2026-11-22T17:00:00+08:00`.
    pub sent_at: &'a str,
    /// When its state last changed.
    pub updated_at: &'a str,
}

impl<'a> Added<'a> {
    /// The values in the order of [`ADDED_COLUMNS`].
    const fn values(&self) -> [&'a str; 7] {
        [
            self.out_trade_no,
            self.refund_syssn,
            self.state,
            self.respcd,
            self.meaning,
            self.sent_at,
            self.updated_at,
        ]
    }
}

pub(super) const KIND: Kind = Kind {
    name: || word!("batch-kind-results", "a result file of ours"),
    is_ours: |head| {
        let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        match json_row::parse(&String::from_utf8_lossy(line)) {
            Ok(object) => is_of_results(object.0.iter().map(|(key, _)| key.as_ref())),
            // A heading may hold line breaks, separators and quotation marks.
            Err(_) => first_record(head).any(|cells| is_of_results(cells.iter())),
        }
    },
    why_left_out: || word!("batch-why-results", "it is a result file of ours"),
};

/// A result file being written. Under its name it appears when it is complete.
pub struct ResultFile {
    file: SafeFile,
    out: BufWriter<NamedTempFile>,
    /// The separator of a CSV file; none in JSONL.
    separator: Option<char>,
    columns: Vec<Slot>,
}

/// One column of the result file.
struct Slot {
    heading: String,
    /// Which of the added values stands here; if none, the input's own cell does.
    added: Option<usize>,
    /// The place of the input's cell.
    input: Option<usize>,
}

impl ResultFile {
    /// Begins a file for an input of this layout; its ending, `.csv` or `.jsonl`, is its format.
    ///
    /// # Errors
    /// For another ending, or when nothing can be written in that folder.
    pub fn create(path: &Path, layout: &Layout) -> Result<Self, ResultError> {
        let (file, temporary) = SafeFile::create(path, KIND)?;
        let format = path.file_name().and_then(|n| Format::of_name(n.to_str()?));
        let columns = slots(layout, format);
        let separator = match format {
            None => {
                return Err(file.error(word!(
                    "batch-results-ending",
                    "its name must end in .csv or .jsonl"
                )));
            }
            Some(Format::Jsonl) => None,
            Some(Format::Csv) => Some(char::from(layout.delimiter.byte())),
        };
        let mut new = Self {
            file,
            out: BufWriter::with_capacity(1 << 16, temporary),
            separator,
            columns,
        };
        if let Some(separator) = separator {
            let headings = new.columns.iter().map(|slot| &slot.heading);
            new.write(&csv_head(separator, headings))?;
        }
        Ok(new)
    }

    /// Adds the next row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, row: &Row, added: &Added<'_>) -> Result<(), ResultError> {
        let line = self
            .line(&row.raw, &added.values())
            .map_err(|error| self.file.io(&io::Error::other(error)))?;
        self.write(&line)
    }

    fn line(&self, raw: &Raw, added: &[&str; 7]) -> Result<String, String> {
        let columns = &self.columns;
        Ok(match (self.separator, raw) {
            (Some(separator), Raw::Cells(cells)) => {
                let own = |slot: &Slot| cells.get(slot.input?).map(Cow::Borrowed);
                csv_line(separator, texts(columns, added, own))
            }
            (Some(separator), Raw::Line(line)) => {
                let object = json_row::parse(line)?;
                let own = |slot: &Slot| {
                    let (_, value) = object.0.iter().find(|(key, _)| *key == slot.heading)?;
                    Some(json_row::cell(value).unwrap_or(Cow::Borrowed(value.get())))
                };
                csv_line(separator, texts(columns, added, own))
            }
            (None, Raw::Cells(cells)) => object(columns.iter().map(|slot| {
                let value = match ours(slot, added) {
                    Some(value) => json_or_null(value),
                    None => json(
                        slot.input
                            .and_then(|place| cells.get(place))
                            .unwrap_or_default(),
                    ),
                };
                (&*slot.heading, value)
            })),
            (None, Raw::Line(line)) => {
                let parsed = json_row::parse(line)?;
                let own = parsed.0.iter().map(|(key, value)| (&**key, value.get()));
                object(json_pairs(columns, added, own))
            }
        })
    }

    fn write(&mut self, text: &str) -> Result<(), ResultError> {
        let written = self.out.write_all(text.as_bytes());
        written.map_err(|error| self.file.io(&error))
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written to the end. What stood under the name before still does.
    pub fn finish(self) -> Result<(), ResultError> {
        self.file.finish(self.out)
    }
}

/// The input's columns, with ours in their place where the input has them already (a result file
/// that came back, or numbers given by the caller), then the rest of ours.
fn slots(layout: &Layout, format: Option<Format>) -> Vec<Slot> {
    let mut columns: Vec<Slot> = layout
        .headings
        .iter()
        .enumerate()
        .map(|(place, heading)| Slot {
            heading: match format {
                Some(Format::Jsonl) if heading.trim().is_empty() => {
                    unnamed(place, &layout.headings)
                }
                _ => heading.clone(),
            },
            added: if layout.number == Some(place) {
                Some(0)
            } else {
                ADDED_COLUMNS
                    .iter()
                    .skip(1)
                    .position(|name| name == heading)
                    .map(|place| place.saturating_add(1))
            },
            input: Some(place),
        })
        .collect();
    for (place, name) in ADDED_COLUMNS.into_iter().enumerate() {
        if !columns.iter().any(|slot| slot.added == Some(place)) {
            columns.push(Slot {
                heading: name.to_owned(),
                added: Some(place),
                input: None,
            });
        }
    }
    columns
}

/// Names a column without heading: a key may neither be empty nor stand twice.
fn unnamed(place: usize, headings: &[String]) -> String {
    let mut name = format!("column_{}", place.saturating_add(1));
    while headings.contains(&name) {
        name.push('_');
    }
    name
}

fn texts<'a>(
    columns: &'a [Slot],
    added: &'a [&'a str; 7],
    own: impl Fn(&Slot) -> Option<Cow<'a, str>>,
) -> impl Iterator<Item = Cow<'a, str>> {
    columns.iter().map(move |slot| match ours(slot, added) {
        Some(ours) => Cow::Borrowed(ours),
        None => own(slot).unwrap_or_default(),
    })
}

/// The row's own keys in their order, ours in their place or behind them.
fn json_pairs<'a>(
    columns: &'a [Slot],
    added: &'a [&'a str; 7],
    own: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> impl Iterator<Item = (&'a str, String)> {
    let present = own.clone();
    let kept = own.map(move |(key, raw)| {
        let slot = columns.iter().find(|slot| slot.heading == key);
        let value = slot.and_then(|slot| ours(slot, added));
        (key, value.map_or_else(|| raw.to_owned(), json_or_null))
    });
    let missing = columns
        .iter()
        .filter(move |slot| !present.clone().any(|(key, _)| key == slot.heading))
        .filter_map(|slot| Some((&*slot.heading, json_or_null(ours(slot, added)?))));
    kept.chain(missing)
}

fn ours<'a>(slot: &Slot, added: &[&'a str; 7]) -> Option<&'a str> {
    added.get(slot.added?).copied()
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn json_or_null(text: &str) -> String {
    if text.is_empty() {
        "null".to_owned()
    } else {
        json(text)
    }
}

fn object<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(key, value)| format!("{}:{value}", json(key)))
        .collect();
    format!("{{{}}}\n", pairs.join(","))
}
