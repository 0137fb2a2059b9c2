//! The result file of a batch: every input row, and what became of it.

use crate::batch::{Added, Layout, ResultError, ResultFile};
use crate::commands::Failure;
use crate::gateway::codes;
use crate::journal::Record;
use crate::plan::{Fate, Planned, Twin};
use crate::refund::{State, hong_kong};
use std::path::Path;
use time::OffsetDateTime;

/// A result file being written, or why it cannot be. It is there only when it is complete.
pub(super) struct Results(Result<ResultFile, ResultError>);

impl Results {
    /// Begins the file. An error is kept until [`Self::finish`].
    pub(super) fn begin(path: &Path, layout: &Layout) -> Self {
        Self(ResultFile::create(path, layout))
    }

    /// Adds a row as it stands after the run. An error is kept until [`Self::finish`].
    pub(super) fn add(&mut self, planned: &Planned) {
        if let Ok(file) = &mut self.0
            && let Err(error) = add(file, planned)
        {
            self.0 = Err(error);
        }
    }

    /// Makes the file durable and gives it its name.
    pub(super) fn finish(self) -> Result<(), Failure> {
        Ok(self.0.and_then(ResultFile::finish)?)
    }
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
        (_, Some(Twin::Refund(twin))) if twin.state() == State::Planned => (
            "left_out",
            "a twin: the same payment and amount is planned elsewhere and was never sent"
                .to_owned(),
        ),
        (_, Some(Twin::Row(line))) => (
            "left_out",
            format!("a twin: the same payment and amount stands on line {line}"),
        ),
        _ if planned.left_out => (
            "left_out",
            "a twin: the same payment and amount was written down before".to_owned(),
        ),
        _ => ("left_out", String::new()),
    };
    let row = &planned.row;
    let number = match (&planned.fate, &planned.twin) {
        (Fate::Told, _) => row
            .intent
            .out_trade_no
            .as_ref()
            .map_or("", |no| no.as_str()),
        (_, Some(Twin::Refund(twin))) => twin.number().as_str(),
        (_, Some(Twin::Row(_)) | None) => "",
    };
    file.add(
        row,
        &Added {
            out_trade_no: number,
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
