//! What waits, what was refunded today, and how the journals are.

use super::row::Time;
use super::standing::when;
use super::text::{clean, environment_name, with_environment};
use super::waiting::{Age, WaitingRow, seconds_between};
use super::{Colour, Document, LeftOutBatch, ListedBatch, Style};
use crate::journal::Newest;
use crate::language::{text, word};
use crate::money::{Amount, Currency};
use crate::refund::{State, clock, command};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use time::OffsetDateTime;

/// The state of every profile that was asked about.
#[derive(Debug, Serialize)]
pub struct StatusDocument {
    /// The process's exit code.
    pub exit_code: u8,
    /// How long a refund may wait before it decides the exit code, in seconds.
    pub older_than: Option<u64>,
    /// The profiles.
    pub profiles: Vec<ProfileStatus>,
}

/// The state of one profile.
#[derive(Debug, Default, Serialize)]
pub struct ProfileStatus {
    /// Its name.
    pub profile: String,
    /// Its environment.
    pub environment: Option<String>,
    /// The profile of the same merchant with which all that waits is told.
    pub counted_with: Option<String>,
    /// What waits of its merchant.
    pub waiting: Vec<WaitingRow>,
    /// The batches of which something waits.
    pub batches: Vec<ListedBatch>,
    /// Rows that stand nowhere, as they were left out for what came to nothing.
    pub left_out: Vec<LeftOutBatch>,
    /// What was refunded today.
    pub today: Option<DayTotal>,
    /// The journal.
    pub journal: Option<JournalSize>,
    /// When it was last copied.
    pub last_copy: Option<LastCopy>,
    /// What cannot be said, and why.
    pub problem: Option<String>,
}

impl ProfileStatus {
    /// Makes that of a profile or journal that cannot be read.
    #[must_use]
    pub fn unread(profile: &str, environment: Option<String>, problem: String) -> Self {
        Self {
            profile: profile.to_owned(),
            environment,
            problem: Some(problem),
            ..Self::default()
        }
    }
}

/// What counts against the limit of the day.
#[derive(Debug, Serialize)]
pub struct DayTotal {
    /// Currency.
    pub currency: &'static str,
    /// What was refunded today, or may be, in minor units, as text.
    pub txamt: String,
    /// The profile's limit likewise.
    pub limit: Option<String>,
    /// Both in words.
    pub in_words: String,
}

impl DayTotal {
    /// Makes it.
    #[must_use]
    pub fn of(minor: u64, limit: Option<Amount>, currency: Currency) -> Self {
        let spent = currency.in_words(minor.into());
        Self {
            currency: currency.code(),
            txamt: minor.to_string(),
            limit: limit.map(|limit| limit.minor().to_string()),
            in_words: match limit {
                Some(limit) => text!(
                    "status-spent",
                    "{spent} of {limit}",
                    spent,
                    limit = limit.in_words(currency)
                ),
                None => spent,
            },
        }
    }
}

/// A journal's file and how far it has come.
#[derive(Debug, Serialize)]
pub struct JournalSize {
    /// Its file.
    pub file: String,
    /// Its size, with what is not folded into it yet.
    pub bytes: u64,
    /// The newest event's place in the chain.
    pub head_seq: Option<u64>,
    /// Its hash.
    pub head_hash: Option<String>,
    /// When it was written.
    pub newest_at: Option<Time>,
}

impl JournalSize {
    /// Makes it.
    #[must_use]
    pub fn of(file: &Path, bytes: u64, newest: Option<&Newest>) -> Self {
        Self {
            file: file.display().to_string(),
            bytes,
            head_seq: newest.map(|newest| newest.head.seq),
            head_hash: newest.map(|newest| newest.head.hash.to_string()),
            newest_at: newest.map(|newest| Time(newest.at)),
        }
    }
}

/// The last copy that `journal backup` has made.
#[derive(Debug, Serialize)]
pub struct LastCopy {
    /// When.
    pub at: Time,
    /// How long ago, in seconds.
    pub seconds: u64,
    /// Where to.
    pub file: String,
}

impl LastCopy {
    /// Makes it.
    #[must_use]
    pub fn of(at: OffsetDateTime, file: &str, now: OffsetDateTime) -> Self {
        Self {
            at: Time(at),
            seconds: seconds_between(at, now),
            file: clean(file),
        }
    }
}

impl Document for StatusDocument {
    const KIND: &'static str = "status";

    fn to_table(&self, style: Style) -> String {
        let profiles = self.profiles.iter();
        let blocks: Vec<String> = profiles.map(|profile| block(profile, style)).collect();
        if blocks.is_empty() {
            return text!("status-no-profiles", "no profiles\n");
        }
        blocks.join("\n")
    }
}

fn block(status: &ProfileStatus, style: Style) -> String {
    let name = clean(&status.profile);
    let mut out = match &status.environment {
        Some(environment) => {
            let name = style.paint(Colour::Bold, &name);
            format!(
                "{}\n",
                with_environment(&name, environment_name(environment))
            )
        }
        None => format!("{}\n", style.paint(Colour::Bold, &name)),
    };
    let ago = clock::lasting;
    let mut values: Vec<(&str, String)> = Vec::new();
    if let Some(problem) = &status.problem {
        values.push((word!("status-problem", "problem"), problem.clone()));
    }
    for row in &status.waiting {
        values.push((row.state.shown(), row.in_words()));
    }
    if let Some(first) = &status.counted_with {
        let first = clean(first);
        values.push((
            word!("status-waiting-with", "waiting"),
            text!(
                "status-told-with",
                "told with `{first}`, which is the same merchant",
                first
            ),
        ));
    } else if status.waiting.is_empty() && status.left_out.is_empty() && status.problem.is_none() {
        values.push((
            word!("status-waiting", "waiting"),
            text!("status-nothing", "nothing"),
        ));
    }
    values.extend(
        status
            .batches
            .iter()
            .map(|batch| (word!("status-batch", "batch"), batch.in_short())),
    );
    let left_out = status.left_out.iter();
    values.extend(left_out.map(|batch| (word!("status-left-out", "left out"), batch.in_short())));
    if let Some(today) = &status.today {
        values.push((word!("status-today", "today"), today.in_words.clone()));
    }
    if let Some(journal) = &status.journal {
        let newest = match (journal.head_seq, journal.newest_at) {
            (Some(seq), Some(at)) => text!(
                "status-newest",
                "newest event {seq} of {when}",
                seq,
                when = when(at.0)
            ),
            _ => text!("status-empty", "empty"),
        };
        values.push((
            word!("status-journal", "journal"),
            text!(
                "status-journal-line",
                "{file}, {bytes} bytes, {newest}",
                file = journal.file,
                bytes = journal.bytes,
                newest
            ),
        ));
        let copied = status.last_copy.as_ref().map_or_else(
            || {
                let backup = command("journal backup", "FILE", &name);
                text!("status-no-copy", "none is known: `{backup}`", backup)
            },
            |copy| {
                let at = when(copy.at.0);
                text!(
                    "status-copy",
                    "{at}, {ago} ago: {file}",
                    at,
                    ago = ago(copy.seconds),
                    file = copy.file
                )
            },
        );
        values.push((word!("status-last-copy", "last copy"), copied));
    }
    let mut states = status.waiting.iter().map(|row| row.state);
    if states.any(|state| state.is_open() || state == State::Sending) {
        let resolve = format!("`qfrefund resolve --profile {name}`");
        values.push((
            word!("status-next", "next"),
            text!(
                "status-find-out",
                "find out what became of them: {resolve}",
                resolve
            ),
        ));
    }
    out.push_str(&style.values(&values));
    out
}

/// One figure of a profile, for a monitor.
struct Figure {
    name: &'static str,
    help: &'static str,
    values: fn(&ProfileStatus) -> Vec<(String, u64)>,
}

/// Every state that waits has its line also where nothing does, so that an alarm never goes off, or
/// stays silent, because one is missing. A merchant with several profiles has them once.
const FIGURES: [Figure; 9] = [
    Figure {
        name: "qfrefund_readable",
        help: "Whether the profile and its journal can be read.",
        values: |status| vec![(String::new(), u64::from(status.problem.is_none()))],
    },
    Figure {
        name: "qfrefund_waiting_refunds",
        help: "Refunds that wait, by state, and rows left out for what came to nothing.",
        values: |status| waiting(status, (|count, _| count, u64::saturating_add)),
    },
    Figure {
        name: "qfrefund_waiting_oldest_seconds",
        help: "For how long the first of them waits.",
        values: |status| waiting(status, (|_, age| age.oldest_seconds, u64::max)),
    },
    Figure {
        name: "qfrefund_waiting_batches",
        help: "Batches of which something waits.",
        values: |status| {
            let batches = u64::try_from(status.batches.len()).ok();
            let is_told = status.journal.is_some() && status.counted_with.is_none();
            told(batches.filter(|_| is_told))
        },
    },
    Figure {
        name: "qfrefund_day_total_minor",
        help: "What was refunded today, or may be, in minor units.",
        values: |status| day(status, |today| Some(today.txamt.as_str())),
    },
    Figure {
        name: "qfrefund_day_limit_minor",
        help: "The limit of the day, in minor units.",
        values: |status| day(status, |today| today.limit.as_deref()),
    },
    Figure {
        name: "qfrefund_journal_bytes",
        help: "Size of the journal.",
        values: |status| told(status.journal.as_ref().map(|journal| journal.bytes)),
    },
    Figure {
        name: "qfrefund_journal_head_sequence",
        help: "Place of the newest event in the chain.",
        values: |status| told(status.journal.as_ref().and_then(|journal| journal.head_seq)),
    },
    Figure {
        name: "qfrefund_journal_copied_seconds",
        help: "How long ago the journal was last copied.",
        values: |status| told(status.last_copy.as_ref().map(|copy| copy.seconds)),
    },
];

fn told(value: Option<u64>) -> Vec<(String, u64)> {
    let told = value.map(|value| (String::new(), value));
    told.into_iter().collect()
}

fn day(status: &ProfileStatus, value: fn(&DayTotal) -> Option<&str>) -> Vec<(String, u64)> {
    let today = status.today.as_ref();
    let told = today.and_then(|today| Some((today.currency, value(today)?.parse().ok()?)));
    told.map(|(currency, value)| (format!(",currency=\"{currency}\""), value))
        .into_iter()
        .collect()
}

/// What waits is added up, of how long it waits the most is told.
type Waits = (fn(u64, &Age) -> u64, fn(u64, u64) -> u64);

fn waiting(status: &ProfileStatus, (value, both): Waits) -> Vec<(String, u64)> {
    let Some(today) = status
        .today
        .as_ref()
        .filter(|_| status.counted_with.is_none())
    else {
        return Vec::new();
    };
    let states = [
        State::Planned,
        State::Sending,
        State::Pending,
        State::Unknown,
    ];
    let of_state = |state: State| {
        let rows = status.waiting.iter().filter(move |row| row.state == state);
        rows.map(|row| (row.currency.as_str(), value(row.refunds, &row.age)))
            .collect::<BTreeMap<_, _>>()
    };
    let mut groups: Vec<_> = states.map(|state| (state.name(), of_state(state))).into();
    let mut left_out: BTreeMap<&str, u64> = BTreeMap::new();
    for rows in &status.left_out {
        let of_currency = left_out.entry(&rows.currency).or_default();
        *of_currency = both(*of_currency, value(rows.rows, &rows.age));
    }
    groups.push((LEFT_OUT, left_out));
    let mut lines = Vec::new();
    for (name, mut rows) in groups {
        if rows.is_empty() {
            rows.insert(today.currency, 0);
        }
        lines.extend(rows.into_iter().map(|(currency, value)| {
            let labels = format!(",state=\"{name}\",currency=\"{currency}\"");
            (labels, value)
        }));
    }
    lines
}

/// How rows left out for what came to nothing are called among the states that wait.
const LEFT_OUT: &str = "left_out";

/// Writes the state of profiles in Prometheus's text format.
#[must_use]
pub fn prometheus(profiles: &[ProfileStatus]) -> String {
    let mut out = String::new();
    for figure in &FIGURES {
        let Figure { name, help, values } = figure;
        out.push_str(&format!("# HELP {name} {help}\n# TYPE {name} gauge\n"));
        for status in profiles {
            let profile = clean(&status.profile)
                .replace('\\', "\\\\")
                .replace('"', "\\\"");
            for (labels, value) in values(status) {
                out.push_str(&format!(
                    "{name}{{profile=\"{profile}\"{labels}}} {value}\n"
                ));
            }
        }
    }
    out
}
