//! Streaming everything out, as it is at one moment.

use super::super::chain::instant;
use super::super::error::ExportError;
use super::super::export;
use super::fault::JournalFile;
use super::left_out::{self, LEFT_OUT};
use super::{merchants, rows};
use rusqlite::{Connection, Row};
use serde::Serialize;
use std::io::{self, Write};

/// Writes a header, then every payment, every merchant whose gateway signs, every order number that was found, the file of every
/// batch, whose every key is, intent, row that was left out and event.
pub(super) fn export(
    connection: &Connection,
    place: &JournalFile,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let snapshot = connection
        .unchecked_transaction()
        .map_err(|error| place.sql(&error))?;
    line(out, &export::header()).map_err(ExportError::Output)?;
    let payments = "SELECT txamt, currency, pay_type, paid_at, environment, syssn, seen_at \
                    FROM payments ORDER BY syssn, environment";
    let signing =
        "SELECT environment, merchant, seen_at FROM signing ORDER BY environment, merchant";
    let orders =
        "SELECT merchant, order_no, syssn, seen_at FROM orders ORDER BY order_no, merchant";
    let intents = format!("SELECT {} FROM intents ORDER BY id", rows::RECORD);
    let events = format!("SELECT {} FROM events ORDER BY seq", rows::EVENT);
    each(&snapshot, place, payments, out, |row, out| {
        let (environment, syssn): (String, String) = (row.get(4)?, row.get(5)?);
        let seen_at = instant(row.get(6)?).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        let payment = export::payment(&environment, &syssn, &rows::payment(row)?, seen_at);
        Ok(line(out, &payment))
    })?;
    each(&snapshot, place, signing, out, |row, out| {
        let (environment, merchant): (String, String) = (row.get(0)?, row.get(1)?);
        let seen_at = instant(row.get(2)?).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        Ok(line(
            out,
            &export::signing(&environment, &merchant, seen_at),
        ))
    })?;
    each(&snapshot, place, orders, out, |row, out| {
        let (merchant, order, syssn): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let seen_at = instant(row.get(3)?).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        Ok(line(
            out,
            &export::order(&merchant, &order, &syssn, seen_at),
        ))
    })?;
    let files = "SELECT batch, file, taken_at FROM batch_files ORDER BY batch";
    each(&snapshot, place, files, out, |row, out| {
        let (batch, file): (String, String) = (row.get(0)?, row.get(1)?);
        let taken_at = instant(row.get(2)?).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        Ok(line(out, &export::batch_file(&batch, &file, taken_at)))
    })?;
    let merchants = merchants::read(&snapshot).map_err(|error| place.sql(&error))?;
    for entry in merchants.entries() {
        line(out, &export::merchant(entry)).map_err(ExportError::Output)?;
    }
    each(&snapshot, place, &intents, out, |row, out| {
        Ok(line(out, &export::intent(&rows::record(row)?)))
    })?;
    each(&snapshot, place, LEFT_OUT, out, |row, out| {
        Ok(line(out, &export::left_out(&left_out::row(row)?)))
    })?;
    each(&snapshot, place, &events, out, |row, out| {
        Ok(line(out, &export::event(&rows::event(row)?)))
    })
}

fn each(
    connection: &Connection,
    place: &JournalFile,
    sql: &str,
    out: &mut dyn Write,
    write: impl Fn(&Row<'_>, &mut dyn Write) -> rusqlite::Result<io::Result<()>>,
) -> Result<(), ExportError> {
    let sql_error = |error: rusqlite::Error| ExportError::Journal(place.sql(&error));
    let mut statement = connection.prepare(sql).map_err(sql_error)?;
    let mut found = statement.query([]).map_err(sql_error)?;
    while let Some(row) = found.next().map_err(sql_error)? {
        write(row, out)
            .map_err(sql_error)?
            .map_err(ExportError::Output)?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
