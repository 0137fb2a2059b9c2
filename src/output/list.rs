//! Refunds of the journal, listed as table, JSON, JSON lines or CSV.

use super::text::{clean, clean_short, optional, spell_in_json};
use super::{Document, NotResent, StateTotal, Style};
use crate::exit::Exit;
use crate::gateway::codes;
use crate::journal::{BatchCount, By, Record};
use crate::refund::{Outcome, Settlement, State, hong_kong};
use crate::spreadsheet::{csv_head, csv_protected, protect};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
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
    /// Makes the row of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
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
            settled_at: progress.settled_at.map(Time),
            updated_at: Time(progress.updated_at),
            respcd: progress.respcd.as_deref().map(clean_short),
            resperr: progress.resperr.as_deref().map(clean_short),
            batch: record.wanted.batch.as_ref().map(|row| row.batch.clone()),
            replaces: record.wanted.replaces.as_ref().map(ToString::to_string),
            note: decision.and_then(|word| word.note.as_deref().map(clean_short)),
            decided_at: decision.map(|word| Time(word.at)),
            decided_by: decision.map(|word| clean(&word.by)),
            settlement: progress.settlement.each(clean_short),
        }
    }

    fn time(&self, by: By) -> String {
        let time = match by {
            By::Wanted => Some(self.created_at),
            By::Sent => self.sent_at,
            By::Settled => self.settled_at,
        };
        time.map(Time::in_hong_kong).unwrap_or_default()
    }

    /// The CSV's headings, before those of the settlement.
    const HEADINGS: [&'static str; 24] = [
        "out_trade_no",
        "state",
        "outcome",
        "orig_syssn",
        "syssn",
        "txamt",
        "amount",
        "currency",
        "reference",
        "reason",
        "profile",
        "environment",
        "operator",
        "created_at",
        "sent_at",
        "settled_at",
        "updated_at",
        "respcd",
        "resperr",
        "batch",
        "replaces",
        "note",
        "decided_at",
        "decided_by",
    ];

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
        csv_protected(',', self.cells().into_iter().chain(settlement))
    }

    fn cells(&self) -> [String; 24] {
        let text = |value: &str| protect(value);
        let optional = |value: &Option<String>| protect(value.as_deref().unwrap_or_default());
        let time = |time: Option<Time>| time.map(Time::in_hong_kong).unwrap_or_default();
        [
            text(&self.out_trade_no),
            text(self.state.name()),
            text(&self.outcome.word().replace(' ', "_")),
            text(&self.orig_syssn),
            optional(&self.syssn),
            text(&self.txamt.to_string()),
            text(&self.amount),
            text(self.currency),
            optional(&self.reference),
            optional(&self.reason),
            text(&self.profile),
            text(&self.environment),
            text(&self.operator),
            time(Some(self.created_at)),
            time(self.sent_at),
            time(self.settled_at),
            time(Some(self.updated_at)),
            optional(&self.respcd),
            optional(&self.resperr),
            optional(&self.batch),
            optional(&self.replaces),
            optional(&self.note),
            time(self.decided_at),
            optional(&self.decided_by),
        ]
    }
}

/// How a list is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listed {
    /// Which time counts.
    pub by: By,
    /// At most so many; 0 for all. Without one a table shows [`Self::SHOWN`], and every other form
    /// is whole.
    pub limit: Option<usize>,
    /// What a later list of changes begins behind.
    pub cursor: u64,
}

impl Listed {
    /// As many as a table shows at first.
    pub const SHOWN: usize = 50;
}

/// Several refunds of the journal.
#[derive(Debug, Serialize)]
pub struct ListDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// The refunds.
    pub refunds: Vec<IntentRow>,
    /// What those that are listed add up to, by currency and state.
    pub totals: Vec<StateTotal>,
    /// Whether there are more than are listed.
    pub truncated: bool,
    /// Which time the table shows.
    #[serde(skip)]
    pub by: By,
    /// What a later list of changes begins behind; only where changes can be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u64>,
    /// From `resolve`: those besides that were written down and never sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<Vec<IntentRow>>,
    /// From `resolve --resend` of several: those of them that were not sent, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Vec<NotResent>>,
}

impl ListDocument {
    /// Makes the list.
    #[must_use]
    pub fn new(refunds: Vec<IntentRow>, exit: Exit) -> Self {
        let mut totals = Totals::default();
        refunds.iter().for_each(|row| totals.add(row));
        Self {
            exit_code: exit.code(),
            refunds,
            totals: totals.all(),
            truncated: false,
            by: By::Wanted,
            cursor: None,
            planned: None,
            refused: None,
        }
    }

    /// Adds those that were written down and never sent, for the document alone.
    #[must_use]
    pub fn beside_planned(self, planned: Vec<IntentRow>) -> Self {
        Self {
            planned: Some(planned),
            ..self
        }
    }

    /// Writes one JSON object a line.
    pub(super) fn to_jsonl(&self) -> Result<String, serde_json::Error> {
        self.refunds.iter().map(IntentRow::to_json_line).collect()
    }

    /// Writes CSV with headings.
    pub(super) fn to_csv(&self) -> String {
        let rows = self.refunds.iter().map(IntentRow::to_csv_line);
        std::iter::once(csv_headings()).chain(rows).collect()
    }
}

/// Writes the beginning of the CSV: the mark of UTF-8 and the headings.
pub(super) fn csv_headings() -> String {
    let headings = IntentRow::HEADINGS.into_iter();
    csv_head(',', headings.chain(Settlement::FIELDS))
}

impl Document for ListDocument {
    const KIND: &'static str = "refunds";

    fn to_table(&self, style: Style) -> String {
        if self.refunds.is_empty() {
            return "no refunds\n".to_owned();
        }
        let rows = self.refunds.iter().map(|row| {
            vec![
                row.time(self.by),
                row.out_trade_no.clone(),
                row.orig_syssn.clone(),
                format!("{} {}", row.currency, row.amount),
                row.state.name().to_owned(),
                optional(&row.reference),
                optional(&row.note),
            ]
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        let mut headings = vec![
            match self.by {
                By::Wanted => "WRITTEN DOWN (UTC+8)",
                By::Sent => "SENT (UTC+8)",
                By::Settled => "SETTLED (UTC+8)",
            },
            "OUT_TRADE_NO",
            "PAYMENT",
            "AMOUNT",
            "STATE",
            "REFERENCE",
            "NOTE",
        ];
        // Few have one.
        if self.refunds.iter().all(|row| row.note.is_none()) {
            headings.pop();
            for row in &mut rows {
                row.pop();
            }
        }
        // What it takes the place of is shown where there is room.
        let replaces = self.refunds.iter().any(|row| row.replaces.is_some());
        let wide = replaces.then(|| {
            let cells = rows
                .iter()
                .zip(&self.refunds)
                .map(|(cells, row)| [cells.as_slice(), &[optional(&row.replaces)]].concat());
            let headings = [headings.as_slice(), &["IN THE PLACE OF"]].concat();
            style.table(&headings, &cells.collect::<Vec<_>>())
        });
        let table = wide.flatten().or_else(|| style.table(&headings, &rows));
        let mut out = table.unwrap_or_else(|| {
            let blocks = self.refunds.iter().map(|row| stacked(row, &[], style));
            blocks.collect::<Vec<_>>().join("\n")
        });
        let mut end = Vec::new();
        if self.refunds.len() > 1 {
            end.extend(self.totals.iter().map(StateTotal::in_full));
        }
        if self.truncated {
            end.push(format!(
                "more than these {}: --limit 0 shows all",
                self.refunds.len()
            ));
        }
        if !end.is_empty() {
            out.push('\n');
        }
        for line in end {
            out.push_str(&style.item(&line));
        }
        out
    }
}

/// Adds up refunds by currency and state.
#[derive(Debug, Default)]
pub(super) struct Totals(BTreeMap<(&'static str, u8), BatchCount>);

impl Totals {
    pub(super) fn add(&mut self, row: &IntentRow) {
        let place = State::ALL.iter().position(|state| *state == row.state);
        let place = place.and_then(|place| u8::try_from(place).ok());
        let key = (row.currency, place.unwrap_or(u8::MAX));
        let count = self.0.entry(key).or_insert_with(|| BatchCount {
            state: row.state,
            currency: row.currency.to_owned(),
            count: 0,
            sum: 0,
        });
        count.count = count.count.saturating_add(1);
        count.sum = count.sum.saturating_add(row.txamt);
    }

    /// Returns them, each currency by itself.
    pub(super) fn all(&self) -> Vec<StateTotal> {
        self.0.values().map(StateTotal::of).collect()
    }
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
        ("out_trade_no", row.out_trade_no.clone()),
        ("payment", row.orig_syssn.clone()),
        ("refund syssn", optional(&row.syssn)),
        ("state", row.state.name().to_owned()),
        ("answer", answer(row)),
        ("reference", optional(&row.reference)),
        ("takes the place of", optional(&row.replaces)),
        ("note", optional(&row.note)),
        (
            "written down",
            format!("{} (UTC+8)", row.created_at.in_hong_kong()),
        ),
    ];
    out.push_str(&style.values(&[&own, further].concat()));
    out
}

fn answer(row: &IntentRow) -> String {
    row.respcd.as_deref().map_or_else(String::new, |respcd| {
        let code = codes::find(respcd);
        format!("{respcd} {} · {}", code.english, code.chinese)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Console, ResultFormat};
    use super::*;
    use std::cell::Cell;
    use std::io::{self, Write};
    use std::sync::Arc;

    #[test]
    fn no_line_carries_what_moves_a_terminal() {
        let evil = IntentRow {
            reason: Some("x\u{202e}\u{9b}2J\u{3164}y".to_owned()),
            ..row()
        };
        let line = evil.to_json_line().unwrap();
        assert!(line.contains(r"x\u202e\u009b2J\u3164y"), "{line}");
        let list = ListDocument::new(vec![evil], Exit::Success);
        assert_eq!(list.to_jsonl().unwrap(), line);
    }

    fn row() -> IntentRow {
        IntentRow {
            out_trade_no: "RF20261122-0".to_owned(),
            state: State::Refunded,
            outcome: Outcome::Refunded,
            orig_syssn: "20191227000200020061752831".to_owned(),
            syssn: None,
            txamt: 1250,
            amount: "12.50".to_owned(),
            currency: "HKD",
            reference: None,
            reason: None,
            profile: "p".to_owned(),
            environment: "custom".to_owned(),
            operator: "o".to_owned(),
            created_at: Time(OffsetDateTime::UNIX_EPOCH),
            sent_at: None,
            settled_at: None,
            updated_at: Time(OffsetDateTime::UNIX_EPOCH),
            respcd: None,
            resperr: None,
            batch: None,
            replaces: None,
            note: None,
            decided_at: None,
            decided_by: None,
            settlement: Settlement::NONE,
        }
    }

    /// Counts the lines that arrive, and how far they ever were behind the rows made.
    struct Lag<'a> {
        made: &'a Cell<usize>,
        lines: usize,
        most: usize,
    }

    impl Write for Lag<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.most = self.most.max(self.made.get() - self.lines);
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_printed_while_the_rows_are_still_read() {
        for (format, headings) in [(ResultFormat::Jsonl, 0), (ResultFormat::Csv, 1)] {
            let made = Cell::new(0);
            let mut out = Lag {
                made: &made,
                lines: 0,
                most: 0,
            };
            let mut console = Console {
                profile: None,
                written: crate::journal::Written::default(),
                stdin: &mut io::empty(),
                stdout: &mut out,
                stderr: &mut io::sink(),
                format,
                out_style: Style {
                    colour: false,
                    columns: None,
                },
                err_style: Style {
                    colour: false,
                    columns: None,
                },
                stdin_is_terminal: false,
                may_ask: false,
                may_animate: false,
                quiet: false,
                told: None,
                forget_typed: || {},
                interrupt: Arc::default(),
            };
            let rows = std::iter::repeat_with(|| {
                made.set(made.get() + 1);
                Ok::<_, io::Error>(row())
            });
            let exit = console.rows(rows.take(20_000), Listed::default()).unwrap();
            assert_eq!((exit, out.lines), (Exit::Success, 20_000 + headings));
            assert!(out.most < 1_000, "{} rows were held", out.most);
        }
    }
}
