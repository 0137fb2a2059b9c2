//! The result file: every input row, and what became of it.
//!
//! A CSV file begins with a byte order mark, without which Excel reads Chinese text as Big5 or GBK
//! and saves it broken.

use super::columns::ADDED_COLUMNS;
use super::faults_file::writer;
use super::json_row;
use super::row::{Raw, Row};
use super::safe_file::{ResultError, SafeFile};
use super::source::{Format, Layout};
use super::spreadsheet::{BOM, protect, protect_heading};
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

/// A result file being written. Under its name it appears when it is complete.
pub struct ResultFile {
    file: SafeFile,
    out: Out,
    columns: Vec<Slot>,
}

enum Out {
    Csv(Box<csv::Writer<NamedTempFile>>),
    Jsonl(BufWriter<NamedTempFile>),
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
        let (file, mut temporary) = SafeFile::create(path)?;
        let format = path.file_name().and_then(|n| Format::of_name(n.to_str()?));
        let columns = slots(layout, format);
        let out = match format {
            None => return Err(file.error("its name must end in .csv or .jsonl")),
            Some(Format::Jsonl) => Out::Jsonl(BufWriter::with_capacity(1 << 16, temporary)),
            Some(Format::Csv) => {
                temporary
                    .write_all(BOM.as_bytes())
                    .map_err(|error| file.io(&error))?;
                let mut csv = writer(temporary, layout.delimiter);
                let headings = columns.iter().map(|slot| protect_heading(&slot.heading));
                write_cells(&mut csv, headings).map_err(|error| file.io(&error))?;
                Out::Csv(Box::new(csv))
            }
        };
        Ok(Self { file, out, columns })
    }

    /// Adds the next row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, row: &Row, added: &Added<'_>) -> Result<(), ResultError> {
        let added = added.values();
        let written = match (&mut self.out, &row.raw) {
            (Out::Csv(csv), Raw::Cells(cells)) => {
                let own = |slot: &Slot| cells.get(slot.input?).map(Cow::Borrowed);
                write_cells(csv, texts(&self.columns, &added, own))
            }
            (Out::Csv(csv), Raw::Line(line)) => json_row::parse(line)
                .map_err(io::Error::other)
                .and_then(|object| {
                    let own = |slot: &Slot| {
                        let (_, value) = object.0.iter().find(|(key, _)| *key == slot.heading)?;
                        Some(json_row::cell(value).unwrap_or(Cow::Borrowed(value.get())))
                    };
                    write_cells(csv, texts(&self.columns, &added, own))
                }),
            (Out::Jsonl(out), Raw::Cells(cells)) => {
                let pairs = self.columns.iter().map(|slot| match ours(slot, &added) {
                    Some(value) => (&*slot.heading, json_or_null(value)),
                    None => {
                        let cell = slot.input.and_then(|place| cells.get(place));
                        (&*slot.heading, json(cell.unwrap_or_default()))
                    }
                });
                write_object(out, pairs)
            }
            (Out::Jsonl(out), Raw::Line(line)) => json_row::parse(line)
                .map_err(io::Error::other)
                .and_then(|object| {
                    let own = object.0.iter().map(|(key, value)| (&**key, value.get()));
                    let pairs = json_pairs(&self.columns, &added, own);
                    write_object(out, pairs)
                }),
        };
        written.map_err(|error| self.file.io(&error))
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written to the end. What stood under the name before still does.
    pub fn finish(self) -> Result<(), ResultError> {
        let Self { file, out, .. } = self;
        let written = match out {
            Out::Csv(csv) => csv
                .into_inner()
                .map_err(|error| io::Error::from(error.error().kind())),
            Out::Jsonl(out) => out
                .into_inner()
                .map_err(|error| io::Error::from(error.error().kind())),
        };
        file.finish(written.map_err(|error| file.io(&error))?)
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
    columns.iter().map(move |slot| {
        let cell = match ours(slot, added) {
            Some(ours) => Cow::Borrowed(ours),
            None => own(slot).unwrap_or_default(),
        };
        match protect(&cell) {
            Cow::Owned(protected) => Cow::Owned(protected),
            Cow::Borrowed(_) => cell,
        }
    })
}

fn write_cells<'a, W: Write>(
    csv: &mut csv::Writer<W>,
    cells: impl Iterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for cell in cells {
        csv.write_field(cell.as_bytes())?;
    }
    csv.write_record(None::<&[u8]>)?;
    Ok(())
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

fn write_object<'a>(
    out: &mut impl Write,
    pairs: impl Iterator<Item = (&'a str, String)>,
) -> io::Result<()> {
    let mut gap = "{";
    for (key, value) in pairs {
        write!(out, "{gap}{}:{value}", json(key))?;
        gap = ",";
    }
    out.write_all(b"}\n")
}
