//! Telling the whole journal again and comparing.

use super::super::error::JournalError;
use super::super::event::EventRecord;
use super::super::head::Head;
use super::super::life::Replay;
use super::super::record::{Cursor, Digest, Record};
use super::super::{Verification, chain};
use super::fault::JournalFile;
use super::{merchants, objects, rows, totals};
use crate::language::{text, word};
use crate::refund::Reference;
use rusqlite::{Connection, Error, OptionalExtension as _, Row, Rows};

/// Verifies everything as it is at one moment, in constant memory.
pub(super) fn verify(
    connection: &Connection,
    place: &JournalFile,
    steps: &[&str],
) -> Result<Verification, JournalError> {
    let run = || -> rusqlite::Result<Verification> {
        let snapshot = connection.unchecked_transaction()?;
        let mut report = Verification::default();
        let is_ours = objects::compare(&snapshot, steps, &mut report)?;
        for part in [
            file,
            links,
            lives,
            payments,
            merchants::verify,
            end,
            totals::compare,
        ] {
            match part(&snapshot, &mut report) {
                // What is not as it was made cannot always be read; that much is told already.
                Err(error) if !is_ours => {
                    let what = text!(
                        "journal-unreadable-now",
                        "it cannot be read any more ({error})",
                        error
                    );
                    report.note(None, None, what);
                }
                other => other?,
            }
        }
        Ok(report)
    };
    run().map_err(|error| place.sql(&error))
}

/// SQLite's own check of pages and indexes.
fn file(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check(5)")?;
    let mut lines = statement.query([])?;
    while let Some(row) = lines.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            let what = text!(
                "journal-not-whole",
                "the database is not whole: {line}",
                line
            );
            report.note(None, None, what);
        }
    }
    Ok(())
}

/// The chain from the first event to the newest.
fn links(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare(&format!("SELECT {} FROM events ORDER BY seq", rows::EVENT))?;
    let mut found = statement.query([])?;
    let mut previous = Digest::GENESIS;
    let mut last: u64 = 0;
    while let Some(row) = found.next()? {
        let Some(event) = readable(row, rows::event, report)? else {
            last = last.saturating_add(1);
            continue;
        };
        report.events = report.events.saturating_add(1);
        let seq = Some(event.seq);
        if event.seq != last.saturating_add(1) {
            let what = text!(
                "journal-events-missing",
                "events are missing between {last} and {seq}",
                last,
                seq = event.seq
            );
            report.note(seq, None, what);
        } else if event.previous != previous {
            report.note(
                seq,
                None,
                text!(
                    "journal-not-linked",
                    "it does not carry the hash of the event before it"
                ),
            );
        }
        if chain::hash(&event) != event.hash {
            report.note(
                seq,
                None,
                text!(
                    "journal-event-changed",
                    "it was changed: its hash does not fit"
                ),
            );
        }
        last = event.seq;
        previous = event.hash;
        report.head = Some(Head {
            seq: event.seq,
            hash: event.hash,
        });
    }
    Ok(())
}

/// Every payment against its seal.
fn payments(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT txamt, currency, pay_type, paid_at, environment, syssn, seen_at, seal FROM payments",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        report.payments = report.payments.saturating_add(1);
        let Some(payment) = readable(row, rows::payment, report)? else {
            continue;
        };
        let (environment, syssn): (String, String) = (row.get(4)?, row.get(5)?);
        let seal = chain::seal(&environment, &syssn, &payment, row.get(6)?);
        if row.get_ref(7)?.as_blob()? != seal.as_bytes() {
            let what = text!(
                "journal-payment-changed",
                "payment {syssn} of {environment} is not what was noted",
                syssn,
                environment
            );
            report.note(None, None, what);
        }
    }
    Ok(())
}

/// How far the journal has come, against what is there.
fn end(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    let kept = connection
        .query_row("SELECT seq, hash, intents, payments FROM head", [], |row| {
            let head = Head {
                seq: rows::unsigned(row, 0)?,
                hash: rows::digest(row, 1)?,
            };
            let counts: [u64; 2] = [rows::unsigned(row, 2)?, rows::unsigned(row, 3)?];
            Ok((head, counts))
        })
        .optional()?;
    let Some((head, [intents, payments])) = kept else {
        report.note(
            None,
            None,
            text!("journal-end-gone", "how far it had come is gone"),
        );
        return Ok(());
    };
    let found = report.head.unwrap_or(Head {
        seq: 0,
        hash: Digest::GENESIS,
    });
    if head != found {
        let what = text!(
            "journal-end-differs",
            "it had come to event {seq} with the hash {hash}, and ends with event {found}",
            seq = head.seq,
            hash = head.hash,
            found = found.seq
        );
        report.note(None, None, what);
    }
    for (what, had, has) in [
        (
            word!("journal-the-refunds", "refunds"),
            intents,
            report.intents,
        ),
        (
            word!("journal-the-payments", "noted payments"),
            payments,
            report.payments,
        ),
    ] {
        if had != has {
            let what = text!(
                "journal-had-and-has",
                "it had {had} {what}, and has {has}",
                had,
                what,
                has
            );
            report.note(None, None, what);
        }
    }
    Ok(())
}

/// Every intent against the replay of its events; both come in the order of intents.
fn lives(connection: &Connection, report: &mut Verification) -> rusqlite::Result<()> {
    let mut intents = connection.prepare(&format!(
        "SELECT {}, reference_folded, number_folded FROM intents ORDER BY id",
        rows::RECORD
    ))?;
    let mut intents = intents.query([])?;
    let mut events = connection.prepare(&format!(
        "SELECT {} FROM events ORDER BY intent, seq",
        rows::EVENT
    ))?;
    let mut events = Events {
        rows: events.query([])?,
        next: None,
    };
    events.advance()?;
    while let Some(row) = intents.next()? {
        report.intents = report.intents.saturating_add(1);
        let id = Cursor(row.get(0)?);
        let record = readable(row, rows::record, report)?;
        events.orphans_before(Some(id), report)?;
        let looks: Looks = ["reference_folded", "number_folded"].map(|column| row.get(column).ok());
        life(id, record.as_ref(), &looks, &mut events, report)?;
    }
    events.orphans_before(None, report)
}

/// How reference and number look, as it was written down.
type Looks = [Option<Option<String>>; 2];

fn life(
    id: Cursor,
    record: Option<&Record>,
    looks: &Looks,
    events: &mut Events<'_>,
    report: &mut Verification,
) -> rusqlite::Result<()> {
    let number = record.map(|record| record.number().as_str());
    let mut replay = Replay::default();
    let mut broken = false;
    while let Some(event) = events.next.take_if(|event| event.intent == id) {
        if !broken && let Err(what) = replay.event(&event) {
            report.note(Some(event.seq), number, what);
            broken = true;
        }
        events.advance()?;
    }
    if let (false, Some(record)) = (broken, record) {
        let reference = record.wanted.intent.reference.as_ref();
        let must: Looks = [
            Some(reference.map(Reference::folded)),
            Some(Some(record.number().folded())),
        ];
        if let Err(what) = replay.compare(record) {
            report.note(None, number, what);
        } else if *looks != must {
            let what = text!(
                "journal-looks-otherwise",
                "what its reference or its number looks like is not what was written down"
            );
            report.note(None, number, what);
        }
    }
    Ok(())
}

struct Events<'a> {
    rows: Rows<'a>,
    next: Option<EventRecord>,
}

impl Events<'_> {
    /// Goes to the next readable event; unreadable ones were reported with the chain.
    fn advance(&mut self) -> rusqlite::Result<()> {
        self.next = None;
        while let Some(row) = self.rows.next()? {
            match rows::event(row) {
                Ok(event) => {
                    self.next = Some(event);
                    break;
                }
                Err(Error::SqliteFailure(code, text)) => {
                    return Err(Error::SqliteFailure(code, text));
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Reports the events of intents that are not there.
    fn orphans_before(
        &mut self,
        id: Option<Cursor>,
        report: &mut Verification,
    ) -> rusqlite::Result<()> {
        while let Some(event) = self
            .next
            .take_if(|event| id.is_none_or(|id| event.intent < id))
        {
            let what = text!("journal-intent-gone", "its intent is gone");
            report.note(Some(event.seq), None, what);
            self.advance()?;
        }
        Ok(())
    }
}

/// Reads a row, or reports it as no value of ours.
fn readable<T>(
    row: &Row<'_>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    report: &mut Verification,
) -> rusqlite::Result<Option<T>> {
    match read(row) {
        Ok(value) => Ok(Some(value)),
        Err(Error::SqliteFailure(code, text)) => Err(Error::SqliteFailure(code, text)),
        Err(error) => {
            let place: Option<i64> = row.get(0).ok();
            let seq = place.and_then(|seq| u64::try_from(seq).ok());
            let what = text!(
                "journal-unreadable-row",
                "it cannot be read ({error})",
                error
            );
            report.note(seq, None, what);
            Ok(None)
        }
    }
}
