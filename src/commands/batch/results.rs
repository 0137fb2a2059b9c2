//! The result file of a batch: every input row, and what became of it.

use super::file::BatchFile;
use super::words;
use crate::batch::{Added, LEFT_OUT, Layout, ResultError, ResultFile, RowFault, TWIN_OF};
use crate::commands::Failure;
use crate::gateway::codes;
use crate::journal::{Journal, Record};
use crate::language::{in_english, text, word};
use crate::output::when;
use crate::plan::{Batch, Fate, Plan, Planned, Twin, TwinPolicy};
use crate::refund::{State, hong_kong};
use std::path::Path;
use time::OffsetDateTime;

/// A result file being written, or why it cannot be. It is there only when it is complete.
pub(super) struct Results {
    file: Result<ResultFile, Failure>,
    /// Whether the gateway was asked for what only the file calls refunded, and a run was made of it.
    is_of_a_run: bool,
}

impl Results {
    /// Begins the file of a run. An error is kept until [`Self::finish`].
    pub(super) fn begin(path: &Path, layout: &Layout) -> Self {
        Self {
            file: ResultFile::create(path, layout).map_err(Failure::from),
            is_of_a_run: true,
        }
    }

    /// Takes a file of what the journal alone says. A row of which the file says otherwise has no place
    /// in it.
    pub(super) const fn of_the_journal(file: ResultFile) -> Self {
        Self {
            file: Ok(file),
            is_of_a_run: false,
        }
    }

    /// Adds a row as it stands now. An error is kept until [`Self::finish`].
    pub(super) fn add(&mut self, planned: &Planned) {
        let Ok(file) = &mut self.file else { return };
        let added = match denied(planned).filter(|_| !self.is_of_a_run) {
            Some(fault) => Err(unwritten(&fault)),
            // Scripts read the cells: they are English in every language.
            None => in_english(|| add(file, planned)).map_err(Failure::from),
        };
        if let Err(failure) = added {
            self.file = Err(failure);
        }
    }

    /// Makes the file durable and gives it its name.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.file.and_then(|file| Ok(file.finish()?))
    }
}

/// Begins a result file where none but an earlier one of this batch stands.
pub(super) fn create(
    path: &Path,
    file: &BatchFile,
    batch: &Batch<'_>,
    layout: &Layout,
) -> Result<ResultFile, Failure> {
    file.may_replace(path, batch)?;
    begin(path, layout)
}

/// The same where that is known.
pub(super) fn begin(path: &Path, layout: &Layout) -> Result<ResultFile, Failure> {
    ResultFile::create(path, layout).map_err(|error| {
        Failure::usage(error.to_string()).hint(word!(
            "batch-results-path",
            "Give --results the path of a .csv or .jsonl file in a folder that can be written."
        ))
    })
}

/// The rows of one merchant in a result file of many.
pub(super) struct Source<'a> {
    pub(super) file: &'a BatchFile,
    pub(super) batch: &'a Batch<'a>,
    pub(super) policy: TwinPolicy,
    pub(super) journal: Box<dyn Journal>,
}

/// Writes the rows of all into one file, in the file's order.
pub(super) fn merge(
    sources: &mut [Source<'_>],
    mut results: Results,
    now: OffsetDateTime,
) -> Result<(), Failure> {
    let mut plans = Vec::new();
    for source in sources {
        let rows = source.file.rows(source.batch)?;
        plans.push(Plan::new(rows, source.policy, now, &mut *source.journal));
    }
    let mut next = Vec::new();
    for plan in &mut plans {
        next.push(plan.next().transpose()?);
    }
    loop {
        let waiting = next.iter().enumerate();
        let lines =
            waiting.filter_map(|(place, planned)| Some((planned.as_ref()?.row.line, place)));
        let Some((_, place)) = lines.min() else { break };
        let (Some(slot), Some(plan)) = (next.get_mut(place), plans.get_mut(place)) else {
            break;
        };
        if let Some(planned) = slot.take() {
            results.add(&planned);
        }
        *slot = plan.next().transpose()?;
    }
    results.finish()
}

/// Says where the file and the journal do not say the same of a row; a run would refuse it.
fn denied(planned: &Planned) -> Option<RowFault> {
    let row = &planned.row;
    match &planned.fate {
        Fate::Told => Some(words::untold_fault(row)),
        Fate::Unheard => Some(words::unheard_fault(row)),
        Fate::Denied(record) => Some(words::denied_fault(row, record)),
        Fate::Conflict(record, what) => Some(words::conflict_fault(row, record, what)),
        Fate::New
        | Fate::Again(_)
        | Fate::GivenUp(_)
        | Fate::Wanted
        | Fate::Here(_)
        | Fate::Elsewhere(_) => None,
    }
}

fn unwritten(fault: &RowFault) -> Failure {
    let problem = text!(
        "batch-no-results",
        "no result file was written: {fault}",
        fault
    );
    Failure::refused(problem).hint(word!(
        "batch-no-results-fix",
        "Without --results the command tells how the rows stand."
    ))
}

fn add(file: &mut ResultFile, planned: &Planned) -> Result<(), ResultError> {
    if let Some(record) = planned.record() {
        return add_record(file, planned, record);
    }
    let (state, meaning) = match (&planned.fate, &planned.twin) {
        (Fate::Told, _) => (
            "refunded",
            "refunded before, as the gateway shows; this journal does not know it".to_owned(),
        ),
        (Fate::GivenUp(row), _) => (
            State::Cancelled.name(),
            format!(
                "left out as a twin of {}, and given up {}",
                row.twin,
                when(row.at)
            ),
        ),
        (_, Some(Twin::Refund(twin))) => {
            let what = match twin.state() {
                State::Planned => "is planned elsewhere and was never sent",
                _ => "was written down before",
            };
            let number = twin.number();
            let meaning = format!("{TWIN_OF}{number}: the same payment and amount {what}");
            (LEFT_OUT, meaning)
        }
        (_, Some(Twin::Row(line))) => (
            LEFT_OUT,
            format!("{TWIN_OF}line {line}: the same payment and amount stands there"),
        ),
        _ => ("", "not written down in this journal".to_owned()),
    };
    let row = &planned.row;
    // A twin's number is none of the row's: with it the file would be another batch.
    let number = row.intent.out_trade_no.as_ref();
    file.add(
        row,
        &Added {
            out_trade_no: number.map_or("", |no| no.as_str()),
            refund_syssn: row.refund_syssn.as_deref().unwrap_or_default(),
            state,
            meaning: &meaning,
            ..Added::default()
        },
    )
}

fn add_record(
    file: &mut ResultFile,
    planned: &Planned,
    record: &Record,
) -> Result<(), ResultError> {
    let progress = &record.progress;
    let respcd = progress.respcd.as_deref();
    file.add(
        &planned.row,
        &Added {
            out_trade_no: record.number().as_str(),
            refund_syssn: progress.refund_syssn.as_deref().unwrap_or_default(),
            state: progress.state.name(),
            respcd: respcd.unwrap_or_default(),
            meaning: respcd
                .map(codes::find)
                .map(|code| code.english)
                .unwrap_or_default(),
            sent_at: &progress.sent_at.map(with_offset).unwrap_or_default(),
            updated_at: &with_offset(progress.updated_at),
        },
    )
}

/// Writes an instant in Hong Kong time with its offset, which a spreadsheet leaves alone.
fn with_offset(instant: OffsetDateTime) -> String {
    format!(
        "{}+08:00",
        hong_kong::gateway_time(instant).replace(' ', "T")
    )
}
