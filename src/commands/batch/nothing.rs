//! A file without rows where a script expects none: a day without refunds is no fault.

use super::file::BatchFile;
use super::standing::{self, RunEnd};
use crate::batch::{ColumnUse, Delimiter, Layout, ResultFile};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure};
use crate::exit::Exit;
use crate::language::word;
use crate::money::Currency;
use crate::plan::Sums;

/// Refuses a count without a total, unless it is none.
pub(super) fn is_whole(args: &BatchRunArgs) -> Result<(), Failure> {
    if args.expect_count.is_some_and(|count| count > 0) && args.expect_total.is_empty() {
        return Err(Failure::usage(word!(
            "batch-expect-count",
            "--expect-count says how many refunds, and not how much money"
        ))
        .hint(word!(
            "batch-expect-total",
            "Give --expect-total CURRENCY=TOTAL, too."
        )));
    }
    Ok(())
}

/// Tells that there is nothing to do, if the file has no rows and `--expect-count 0` says so. It may
/// have its line of headings or be empty.
pub(super) fn expected(
    args: &BatchRunArgs,
    totals: &[(Currency, u128)],
    file: &BatchFile,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Option<Exit>, Failure> {
    if args.expect_count != Some(0) || totals.iter().any(|(_, minor)| *minor > 0) {
        return Ok(None);
    }
    let (layout, columns) = if file.is_blank()? {
        let layout = Layout {
            delimiter: Delimiter::Comma,
            headings: Vec::new(),
            number: None,
        };
        (layout, ColumnUse::default())
    } else {
        let (report, layout) = file.check(party, &mut |_| {})?;
        if report.rows > 0 {
            return Ok(None);
        }
        (layout, report.columns)
    };
    if let Some(path) = &args.results {
        ResultFile::create(path, &layout)?.finish()?;
    }
    let results = args.results.as_ref().map(|path| path.display().to_string());
    let end = RunEnd {
        results: results.as_deref(),
        ..RunEnd::default()
    };
    let exit = Exit::Success;
    let batch = file.none(columns, party);
    let sums = Sums::new(party.profile.currency());
    let document = standing::document(&batch, &sums, exit, Some(end));
    Ok(Some(desk.console.result(&document, exit, false)))
}
