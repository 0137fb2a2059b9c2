//! Reading the life of an intent.

use super::super::Looks;
use super::super::chain::instant;
use super::super::event::{Details, EventRecord};
use super::super::record::Cursor;
use super::rows;
use crate::refund::hong_kong::in_clearing_pause;
use crate::refund::resend::{self, Trace};
use crate::refund::{Endpoint, Event};
use rusqlite::{Connection, OptionalExtension as _, Result, params};

pub(super) fn of(connection: &Connection, id: Cursor) -> Result<Vec<EventRecord>> {
    let sql = format!(
        "SELECT {} FROM events WHERE intent = ?1 ORDER BY seq",
        rows::EVENT
    );
    connection
        .prepare(&sql)?
        .query_map([id.0], rows::event)?
        .collect()
}

/// Reads the newest event of an intent.
pub(super) fn newest_of(connection: &Connection, id: Cursor) -> Result<Option<EventRecord>> {
    let sql = format!(
        "SELECT {} FROM events WHERE intent = ?1 ORDER BY seq DESC LIMIT 1",
        rows::EVENT
    );
    connection
        .prepare_cached(&sql)?
        .query_row([id.0], rows::event)
        .optional()
}

/// Whether an outcome that was kept beside the journal is in it already.
pub(super) fn has_told(connection: &Connection, id: Cursor, told: &Details) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM events WHERE intent = ?1 AND attempt = ?2 AND note = ?3)",
        )?
        .query_row(params![id.0, told.attempt, told.note], |row| row.get(0))
}

pub(super) fn looks(connection: &Connection, id: Cursor) -> Result<Looks> {
    let mut statement = connection.prepare(
        "SELECT event, at, observed, endpoint, respcd FROM events WHERE intent = ?1 ORDER BY seq DESC",
    )?;
    let sent = sent_through(connection, id)?;
    let mut found = statement.query([id.0])?;
    let (mut looks, mut is_over) = (Looks::default(), false);
    while let Some(row) = found.next()? {
        let event: String = row.get(0)?;
        let Some(event) = Event::from_name(&event) else {
            is_over = true;
            continue;
        };
        let observed: Option<String> = row.get(2)?;
        let respcd: Option<String> = row.get(4)?;
        let observed = observed.as_deref().and_then(Event::from_name);
        let trace = Trace::of(event, observed, respcd.as_deref());
        if trace != Trace::None && looks.shown.is_none() {
            looks.shown = instant(row.get(1)?);
        }
        if trace == Trace::Doubted {
            (looks.count, looks.span) = (0, None);
            break;
        }
        // Neither of the two says anything new of the gateway.
        is_over |= !matches!(event, Event::FoundNothing | Event::Stray | Event::Adopt);
        if is_over || event != Event::FoundNothing {
            continue;
        }
        let looked = rows::endpoint(row, 3)?;
        if !resend::counts(sent.as_ref(), looked.as_ref()) {
            continue;
        }
        // One that is later than those after it was written under a wrong clock: when it was, nobody
        // knows, so that absence does not rest on it.
        let earliest = looks.span.map(|(first, _)| first);
        let Some(at) = instant(row.get(1)?)
            .filter(|at| !in_clearing_pause(*at))
            .filter(|at| earliest.is_none_or(|earliest| *at <= earliest))
        else {
            continue;
        };
        looks.count = looks.count.saturating_add(1);
        looks.span = Some((at, looks.span.map_or(at, |(_, last)| last)));
    }
    Ok(looks)
}

/// Through which endpoint an intent was sent, or found, last.
fn sent_through(connection: &Connection, id: Cursor) -> Result<Option<Endpoint>> {
    let events: Vec<_> = connection
        .prepare("SELECT event, endpoint FROM events WHERE intent = ?1 ORDER BY seq")?
        .query_map([id.0], |row| {
            let event: String = row.get(0)?;
            Ok((Event::from_name(&event), rows::endpoint(row, 1)?))
        })?
        .collect::<Result<_>>()?;
    let known = events.into_iter();
    let known = known.filter_map(|(event, endpoint)| Some((event?, endpoint)));
    Ok(resend::sent_through(known))
}
