//! The result file of a batch: every input row, and what became of it.

use super::choose::{Choice, Chooser};
use super::file::BatchFile;
use crate::batch::{Added, Entry, Layout, ResultFile};
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::gateway::codes;
use crate::journal::Journal;
use crate::refund::{BatchId, State, hong_kong};
use std::path::Path;
use time::OffsetDateTime;

/// Writes the file; it is there only when it is complete.
#[allow(
    clippy::too_many_arguments,
    reason = "each is one thing, and they belong to no common type"
)]
pub(super) fn write(
    path: &Path,
    file: &mut BatchFile,
    layout: &Layout,
    skip_twins: bool,
    batch: &BatchId,
    party: &Party,
    journal: &mut dyn Journal,
    desk: &Desk<'_>,
) -> Result<(), Failure> {
    let io = |error: crate::batch::ResultError| Failure::from(error);
    let key = books::merchant_key(&party.profile);
    let mut out = ResultFile::create(path, layout).map_err(io)?;
    let mut chooser = Chooser::new(party, batch, skip_twins, desk.clock.now());
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        let number = row.intent.number(
            party.profile.app_code(),
            party.profile.mchid(),
            batch,
            row.number,
        );
        let record = journal.find(key.numbered(&number))?;
        let choice = match &record {
            Some(_) => Choice::Take,
            None => chooser.choose(&row, journal)?,
        };
        match (record, choice) {
            (Some(record), _) => {
                let progress = &record.progress;
                let respcd = progress.respcd.clone().unwrap_or_default();
                let meaning = progress
                    .respcd
                    .as_deref()
                    .map(codes::find)
                    .map(|code| code.english)
                    .unwrap_or_default();
                out.add(
                    &row,
                    &Added {
                        out_trade_no: number.as_str(),
                        refund_syssn: progress.refund_syssn.as_deref().unwrap_or_default(),
                        state: progress.state.name(),
                        respcd: &respcd,
                        meaning,
                        sent_at: &progress.sent_at.map(with_offset).unwrap_or_default(),
                        updated_at: &with_offset(progress.updated_at),
                    },
                )
            }
            (None, Choice::Refunded) => out.add(
                &row,
                &Added {
                    state: "refunded",
                    meaning: "refunded before, by the file itself",
                    ..Added::default()
                },
            ),
            (None, Choice::Twin(twin)) => out.add(
                &row,
                &Added {
                    out_trade_no: twin.as_ref().map_or("", |twin| twin.number().as_str()),
                    state: "left_out",
                    meaning: if twin.as_ref().is_some_and(|twin| twin.state() == State::Planned) {
                        "a twin: the same payment and amount is planned elsewhere and was never sent"
                    } else {
                        "a twin: the same payment and amount was written down before"
                    },
                    ..Added::default()
                },
            ),
            (None, Choice::Take) => out.add(
                &row,
                &Added {
                    state: "left_out",
                    ..Added::default()
                },
            ),
        }
        .map_err(io)?;
    }
    out.finish().map_err(io)
}

/// Writes an instant in Hong Kong time with its offset, which a spreadsheet leaves alone.
fn with_offset(instant: OffsetDateTime) -> String {
    format!(
        "{}+08:00",
        hong_kong::gateway_time(instant).replace(' ', "T")
    )
}
