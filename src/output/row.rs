//! One refund of the journal, as a row of a list and by itself.

use super::Style;
use super::standing::when;
use super::text::{answered, clean, clean_short, hong_kong_time, optional, spell_in_json};
use crate::gateway::codes;
use crate::journal::{By, Record};
use crate::language::word;
use crate::refund::{Outcome, Settlement, State, hong_kong};
use crate::spreadsheet::{csv_head, csv_protected, protect};
use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// One refund of the journal.
#[derive(Clone, Debug, Serialize)]
pub struct IntentRow {
    /// Our number of the refund.
    pub out_trade_no: String,
    /// Where it stands.
    pub state: State,
    /// What is known about the money.
    pub outcome: Outcome,
    /// The gateway's number of the payment.
    pub orig_syssn: String,
    /// The gateway's number of the refund.
    pub syssn: Option<String>,
    /// Amount in minor units.
    pub txamt: u64,
    /// Amount in major units, or in minor units where the currency's decimals are unclear.
    pub amount: String,
    /// Currency.
    pub currency: &'static str,
    /// The caller's key.
    pub reference: Option<String>,
    /// The caller's reason.
    pub reason: Option<String>,
    /// The profile it was asked for with.
    pub profile: String,
    /// Where it was sent.
    pub environment: String,
    /// Who wrote it down.
    pub operator: String,
    /// When it was written down.
    pub created_at: Time,
    /// When it was claimed for the send that counts.
    pub sent_at: Option<Time>,
    /// The request time as given or sent, as the gateway reads it; none where neither is.
    pub txdtm: Option<String>,
    /// Where it is refunded: the gateway's time of it, which decides the settlement day.
    pub settled_at: Option<Time>,
    /// When it last changed.
    pub updated_at: Time,
    /// The last response code that counted.
    pub respcd: Option<String>,
    /// Its text.
    pub resperr: Option<String>,
    /// The batch it came from.
    pub batch: Option<String>,
    /// How the file was called that its batch was first taken in from, where that is known.
    pub batch_file: Option<String>,
    /// The refund it took the place of, which was declined or given up.
    pub replaces: Option<String>,
    /// The operator's words with which it was closed or cancelled.
    pub note: Option<String>,
    /// When that was.
    pub decided_at: Option<Time>,
    /// By whom.
    pub decided_by: Option<String>,
    /// What the gateway told of its settlement, as it writes it.
    pub settlement: Settlement,
}

/// A heading of the CSV, and what stands under it.
type CsvColumn = (&'static str, fn(&IntentRow) -> String);

/// A moment: in JSON in UTC, for people and in CSV in Hong Kong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time(pub(super) OffsetDateTime);

impl Time {
    /// Writes it as people read it, `2026-11-22 18:30:00`, Hong Kong time.
    pub(super) fn in_hong_kong(self) -> String {
        hong_kong::gateway_time(self.0)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&utc(self.0))
    }
}

pub(super) fn utc(instant: OffsetDateTime) -> String {
    instant
        .to_offset(time::UtcOffset::UTC)
        .format(&Rfc3339)
        .unwrap_or_default()
}

impl IntentRow {
    /// Makes the row of a record; the file is that of its batch.
    #[must_use]
    pub fn of(record: &Record, batch_file: Option<&str>) -> Self {
        let intent = &record.wanted.intent;
        let progress = &record.progress;
        let decision = progress.decision.as_ref();
        Self {
            out_trade_no: intent.out_trade_no.to_string(),
            state: progress.state,
            outcome: progress.state.outcome(),
            orig_syssn: intent.syssn.to_string(),
            syssn: progress.refund_syssn.as_deref().map(clean_short),
            txamt: intent.amount.minor(),
            amount: intent.amount.to_major(intent.currency),
            currency: intent.currency.code(),
            reference: intent.reference.as_ref().map(ToString::to_string),
            reason: intent.reason.as_deref().map(clean_short),
            profile: record.wanted.profile.clone(),
            environment: record.wanted.environment.clone(),
            operator: clean(&record.operator),
            created_at: Time(record.created_at),
            sent_at: progress.sent_at.map(Time),
            txdtm: record.txdtm().as_deref().map(clean_short),
            settled_at: progress.settled_at.map(Time),
            updated_at: Time(progress.updated_at),
            respcd: progress.respcd.as_deref().map(clean_short),
            resperr: progress.resperr.as_deref().map(clean_short),
            batch: record.wanted.batch.as_ref().map(|row| row.batch.clone()),
            batch_file: batch_file.map(clean_short),
            replaces: record.wanted.replaces.as_ref().map(ToString::to_string),
            note: decision.and_then(|word| word.note.as_deref().map(clean_short)),
            decided_at: decision.map(|word| Time(word.at)),
            decided_by: decision.map(|word| clean(&word.by)),
            settlement: progress.settlement.each(clean_short),
        }
    }

    /// Writes the time that a list is about, for people.
    pub(super) fn time_in_words(&self, by: By) -> String {
        hong_kong_time(&self.time(by))
    }

    /// Writes the time that a list is about.
    pub(super) fn time(&self, by: By) -> String {
        in_hong_kong(match by {
            By::Wanted => Some(self.created_at),
            By::Sent => self.sent_at,
            By::Settled => self.settled_at,
        })
    }

    /// The CSV's columns, before those of the settlement: each with its heading. Times need no
    /// protection.
    const COLUMNS: [CsvColumn; 26] = [
        ("out_trade_no", |row| protect(&row.out_trade_no)),
        ("state", |row| protect(row.state.name())),
        ("outcome", |row| {
            protect(&row.outcome.word().replace(' ', "_"))
        }),
        ("orig_syssn", |row| protect(&row.orig_syssn)),
        ("syssn", |row| protect(&optional(&row.syssn))),
        ("txamt", |row| protect(&row.txamt.to_string())),
        ("amount", |row| protect(&row.amount)),
        ("currency", |row| protect(row.currency)),
        ("reference", |row| protect(&optional(&row.reference))),
        ("reason", |row| protect(&optional(&row.reason))),
        ("profile", |row| protect(&row.profile)),
        ("environment", |row| protect(&row.environment)),
        ("operator", |row| protect(&row.operator)),
        ("created_at", |row| row.created_at.in_hong_kong()),
        ("sent_at", |row| in_hong_kong(row.sent_at)),
        ("txdtm", |row| protect(&optional(&row.txdtm))),
        ("settled_at", |row| in_hong_kong(row.settled_at)),
        ("updated_at", |row| row.updated_at.in_hong_kong()),
        ("respcd", |row| protect(&optional(&row.respcd))),
        ("resperr", |row| protect(&optional(&row.resperr))),
        ("batch", |row| protect(&optional(&row.batch))),
        ("batch_file", |row| protect(&optional(&row.batch_file))),
        ("replaces", |row| protect(&optional(&row.replaces))),
        ("note", |row| protect(&optional(&row.note))),
        ("decided_at", |row| in_hong_kong(row.decided_at)),
        ("decided_by", |row| protect(&optional(&row.decided_by))),
    ];

    /// Writes the beginning of the CSV: the mark of UTF-8 and the headings.
    pub(super) fn csv_headings() -> String {
        let headings = Self::COLUMNS.iter().map(|(heading, _)| *heading);
        csv_head(',', headings.chain(Settlement::FIELDS))
    }

    /// Writes it as one line of JSON.
    pub(super) fn to_json_line(&self) -> Result<String, serde_json::Error> {
        let mut line = serde_json::to_string(self)?;
        line.push('\n');
        Ok(spell_in_json(&line))
    }

    /// Writes it as one line of CSV.
    pub(super) fn to_csv_line(&self) -> String {
        let settlement = Settlement::FIELDS.map(|name| self.settlement.get(name));
        let settlement = settlement.map(|value| protect(value.unwrap_or_default()));
        let own = Self::COLUMNS.iter().map(|(_, cell)| cell(self));
        csv_protected(',', own.chain(settlement))
    }
}

fn in_hong_kong(time: Option<Time>) -> String {
    time.map(Time::in_hong_kong).unwrap_or_default()
}

/// Writes one refund as named values, and further ones below.
pub(super) fn stacked(row: &IntentRow, further: &[(&str, String)], style: Style) -> String {
    let mut out = format!(
        "{} {} {}\n",
        style.standing(row.outcome, Some(row.state)),
        row.currency,
        row.amount
    );
    let own = [
        (
            word!("console-out-number", "out_trade_no"),
            row.out_trade_no.clone(),
        ),
        (
            word!("console-out-payment", "payment"),
            row.orig_syssn.clone(),
        ),
        (
            word!("console-out-refund-syssn", "refund syssn"),
            optional(&row.syssn),
        ),
        (
            word!("history-row-state", "state"),
            row.state.shown().to_owned(),
        ),
        (word!("console-out-answer", "answer"), answer(row)),
        (
            word!("console-out-reference", "reference"),
            optional(&row.reference),
        ),
        (
            word!("console-out-replaces", "takes the place of"),
            optional(&row.replaces),
        ),
        (word!("history-row-file", "file"), optional(&row.batch_file)),
        (word!("history-row-note-of", "note"), optional(&row.note)),
        (
            word!("history-row-written", "written down"),
            when(row.created_at.0),
        ),
    ];
    out.push_str(&style.values(&[&own, further].concat()));
    out
}

fn answer(row: &IntentRow) -> String {
    row.respcd.as_deref().map_or_else(String::new, |respcd| {
        let code = codes::find(respcd);
        answered(respcd, code.english, code.chinese)
    })
}
