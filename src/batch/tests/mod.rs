//! Tests of the files as their writers see them.

mod checking;
mod columns;
mod corpus;
mod damage;
mod encoding;
mod held;
mod identity;
mod reading;
mod results;
mod titles;

use super::{
    ColumnNames, Entry, FileCheck, Format, Limits, ReadError, Reader, Row, Settings, check,
};
use crate::money::Currency;

/// A payment number.
const P1: &str = "20191227000200020061752831";
/// Another one.
const P2: &str = "20191227000200020061752832";

fn settings() -> Settings {
    with_columns(&[])
}

fn with_columns(pairs: &[&str]) -> Settings {
    Settings {
        columns: ColumnNames::parse(pairs).unwrap(),
        ..Settings::new(Currency::from_code("HKD").unwrap())
    }
}

fn reader(text: &(impl AsRef<[u8]> + ?Sized)) -> Result<Reader<&[u8]>, ReadError> {
    Reader::new(text.as_ref(), None, settings())
}

/// The rows of a file without fault.
fn rows(text: &(impl AsRef<[u8]> + ?Sized)) -> Vec<Row> {
    reader(text)
        .unwrap()
        .map(|entry| match entry.unwrap() {
            Entry::Row(row) => row,
            Entry::Faulty(faults) => panic!("{faults:#?}"),
        })
        .collect()
}

/// Every fault of the header or the rows, as a person reads it.
fn faults(text: &(impl AsRef<[u8]> + ?Sized)) -> Vec<String> {
    faults_with(text.as_ref(), None, settings())
}

fn faults_with(text: &[u8], format: Option<Format>, settings: Settings) -> Vec<String> {
    let reader = match Reader::new(text, format, settings) {
        Ok(reader) => reader,
        Err(ReadError::Header(faults)) => return faults.iter().map(ToString::to_string).collect(),
        Err(error) => return vec![error.to_string()],
    };
    reader
        .flat_map(|entry| match entry {
            Ok(Entry::Row(_)) => Vec::new(),
            Ok(Entry::Faulty(faults)) => faults.iter().map(ToString::to_string).collect(),
            Err(error) => vec![error.to_string()],
        })
        .collect()
}

fn checked(text: &(impl AsRef<[u8]> + ?Sized), limits: &Limits) -> FileCheck {
    check(&mut reader(text).unwrap(), "APP", limits, &mut |_| {}).unwrap()
}
