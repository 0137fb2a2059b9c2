//! One line of a JSONL file as keys and values, in their order and with numbers as written.
//!
//! A payment number written as a JSON number would lose its last digits in any ordinary reader;
//! here every value stays text until its column says what it is.

use super::columns::{Column, ColumnNames, Settings, half_a_result, is_of_results, one_amount};
use super::fault::RowFault;
use super::headings::ColumnUse;
use super::orders::Orders;
use super::row::{self, Cell, ParsedRow};
use crate::language::{text, word};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// An object, as written.
pub(super) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

/// A text, borrowed where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object such as {\"syssn\":\"…\",\"amount\":\"12.50\"}")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::with_capacity(8);
                while let Some((Text(key), value)) = map.next_entry()? {
                    pairs.push((key, value));
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// Reads a line, or says why it cannot be read.
pub(super) fn parse(line: &str) -> Result<Object<'_>, String> {
    serde_json::from_str(line).map_err(|error| {
        let text = error.to_string();
        // serde_json counts lines from 1 inside the one line it was given.
        let text = text.replace("at line 1 column", "at column");
        text!(
            "batch-no-object",
            "is no JSON object: {error}",
            error = text
        )
    })
}

/// A value as a cell: the text of a string, the digits of a number, nothing for null; `None` for
/// what is no single value.
pub(super) fn cell(value: &RawValue) -> Option<Cow<'_, str>> {
    let raw = value.get();
    match raw.bytes().next() {
        Some(b'"') => serde_json::from_str::<Text<'_>>(raw)
            .ok()
            .map(|text| text.0),
        Some(b'n') => Some(Cow::Borrowed("")),
        Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(raw)),
        _ => None,
    }
}

/// The keys met so far.
#[derive(Default)]
pub(super) struct Keys {
    known: Vec<Key>,
    /// Whether a row is of a result file of ours.
    of_results: bool,
}

/// A key that was met.
struct Key {
    name: String,
    /// The column it stands for.
    column: Option<Column>,
    /// The column whose given heading it is one letter off from.
    near: Option<Column>,
}

impl Keys {
    /// The most different keys a file may have.
    const MOST: usize = 256;

    pub(super) fn names(&self) -> Vec<String> {
        self.known.iter().map(|key| key.name.clone()).collect()
    }

    pub(super) fn column_use(&self) -> ColumnUse {
        let keys = self.known.iter();
        ColumnUse::of(keys.map(|key| (&*key.name, key.column)), self.of_results)
    }

    pub(super) fn place_of(&self, column: Column) -> Option<usize> {
        let mut keys = self.known.iter();
        keys.position(|key| key.column == Some(column))
    }

    fn name_of(&self, column: Option<Column>) -> Option<&str> {
        let place = self.place_of(column?)?;
        self.known.get(place).map(|key| key.name.as_str())
    }

    /// Returns the column of a key, or what is wrong with the key.
    fn column_of(
        &mut self,
        line: u64,
        key: &str,
        is_null: bool,
        names: &ColumnNames,
    ) -> Result<Option<Column>, RowFault> {
        let fault = |problem, remedy: &'static str| RowFault::new(line, key, "", problem, remedy);
        if let Some(known) = self.known.iter().find(|known| known.name == key) {
            return Ok(known.column);
        }
        let column = names.column_of(key);
        if column.is_some() && is_null {
            return Ok(None);
        }
        let slip = names.slip(key);
        if let Some(slip) = slip.filter(|slip| !slip.is_named) {
            return Err(slip.fault(line, key));
        }
        if self.known.len() >= Self::MOST {
            let problem = text!(
                "batch-too-many-keys",
                "is one key too many: the file has {most} others",
                most = Self::MOST
            );
            return Err(fault(
                problem,
                word!("batch-too-many-keys-fix", "use fewer different keys"),
            ));
        }
        if let Some(other) = self.name_of(column) {
            let problem = text!("batch-same-key", "means the same as `{other}`", other);
            return Err(fault(
                problem,
                word!("batch-same-key-fix", "keep one, spelt alike in all rows"),
            ));
        }
        // As in a CSV file, where the amount has one column: a result file may become one.
        let rival = match column {
            Some(Column::Amount) => Some(Column::Txamt),
            Some(Column::Txamt) => Some(Column::Amount),
            _ => None,
        };
        if let Some(other) = self.name_of(rival) {
            let problem = text!("batch-used-beside", "is used beside `{other}`", other);
            return Err(fault(problem, one_amount()));
        }
        self.known.push(Key {
            name: key.to_owned(),
            column,
            near: slip.and_then(|slip| slip.column),
        });
        Ok(column)
    }

    /// Returns the columns that a row lacks while it has a key one letter off from their headings.
    fn lacking<'k>(
        &'k self,
        has: impl Fn(Column) -> bool + 'k,
        keys: impl Fn(&str) -> bool + 'k,
    ) -> impl Iterator<Item = &'k str> {
        let near = self.known.iter().filter_map(|key| Some((key, key.near?)));
        let lacking = near.filter(move |(key, column)| !has(*column) && keys(&key.name));
        lacking.map(|(key, _)| key.name.as_str())
    }
}

/// Returns key and value of `profile` and `mchid`, or says why the line cannot be read.
pub(super) fn whose(
    line: &str,
    names: &ColumnNames,
) -> Result<[Option<(String, String)>; 2], String> {
    let object = parse(line)?;
    Ok([Column::Profile, Column::Mchid].map(|column| {
        let mut pairs = object.0.iter();
        let (key, value) = pairs.find(|(key, _)| names.column_of(key) == Some(column))?;
        Some((key.clone().into_owned(), cell(value)?.into_owned()))
    }))
}

/// Reads one line.
pub(super) fn read(
    line: u64,
    text: &str,
    keys: &mut Keys,
    settings: &Settings,
    orders: &mut Orders,
) -> Result<ParsedRow, Vec<RowFault>> {
    let object = parse(text).map_err(|problem| {
        let remedy = word!("batch-one-object", "write one object on one line");
        vec![RowFault::new(line, "", "", problem, remedy)]
    })?;
    let mut faults = Vec::new();
    let mut cells: Vec<(Column, Cell<'_>)> = Vec::with_capacity(8);
    for (index, (key, value)) in object.0.iter().enumerate() {
        let is_null = value.get() == "null";
        let column = match keys.column_of(line, key, is_null, &settings.columns) {
            Ok(column) => column,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let mut before = object.0.iter().take(index);
        if before.any(|(other, _)| other == key) {
            let problem = word!("batch-key-twice", "stands twice in the row");
            faults.push(RowFault::new(
                line,
                key,
                value.get(),
                problem,
                word!("batch-keep-one", "keep one"),
            ));
            continue;
        }
        let Some(column) = column.filter(|_| !is_null) else {
            continue;
        };
        let said = match (column, value.get()) {
            (Column::Twin, yes_or_no @ ("true" | "false")) => Some(Cow::Borrowed(yes_or_no)),
            _ => cell(value),
        };
        match said {
            Some(text) => cells.push((column, Cell { heading: key, text })),
            None => {
                let problem = word!("batch-no-text", "is neither text nor a number");
                faults.push(RowFault::new(
                    line,
                    key,
                    value.get(),
                    problem,
                    word!("batch-as-text", "write it as text"),
                ));
            }
        }
    }
    let names = object.0.iter().map(|(key, _)| key.as_ref());
    faults.extend(half_a_result(line, names.clone()));
    let of_results = is_of_results(names);
    keys.of_results |= of_results;
    let has = |column| cells.iter().any(|(other, _)| *other == column);
    let lacking = keys.lacking(has, |key| object.0.iter().any(|(own, _)| own == key));
    let slips = lacking.filter_map(|key| Some(settings.columns.slip(key)?.fault(line, key)));
    faults.extend(slips);
    let get = |column: Column| {
        let (_, cell) = cells.iter().find(|(other, _)| *other == column)?;
        Some(Cell {
            heading: cell.heading,
            text: Cow::Borrowed(&*cell.text),
        })
    };
    let of_results = |name: &str| {
        let (_, value) = object.0.iter().find(|(key, _)| of_results && key == name)?;
        cell(value)
    };
    match row::read(line, settings, orders, get, of_results) {
        Ok(read) if faults.is_empty() => Ok(read),
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}
