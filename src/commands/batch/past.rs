//! What the journal has of a file's payments from before: twins, other amounts, earlier refunds.

use super::earlier;
use super::file::BatchFile;
use crate::batch::{Capped, RowFault};
use crate::commands::Failure;
use crate::journal::Journal;
use crate::language::{clauses, text};
use crate::output::text::counted;
use crate::plan::{Batch, Planned, Repeats, Sums, Twin, TwinPolicy};
use time::OffsetDateTime;

/// What it has, as lines of lists.
#[derive(Default)]
pub(super) struct Past {
    /// Rows whose payment and amount it has from elsewhere.
    pub(super) twins: Capped<String>,
    /// Rows whose payment it has with another amount, from a file of which this one is a changed copy.
    pub(super) corrected: Capped<String>,
    /// Rows that somebody gave up in another file.
    pub(super) given_up: Capped<String>,
    /// Rows to be sent whose payment has other refunds. They keep nothing back.
    pub(super) earlier: Capped<String>,
}

/// How many earlier refunds a run names; `batch check` lists them.
const MOST_NAMED: usize = 3;

impl Past {
    /// Whether nothing in it keeps the file from being run.
    pub(super) const fn is_clean(&self) -> bool {
        self.twins.is_empty() && self.corrected.is_empty() && self.given_up.is_empty()
    }

    /// Takes the next row; `on_fault` gets its twin, or that it was given up, as what is to be mended.
    pub(super) fn add(&mut self, planned: &Planned, on_fault: &mut dyn FnMut(&RowFault)) {
        let row = &planned.row;
        if let (false, Some(Twin::Refund(twin))) = (planned.left_out, &planned.twin) {
            let (fault, line) = earlier::twin_remark(row, twin);
            on_fault(&fault);
            self.twins.push(line);
        }
        if let (false, Some(forgone)) = (planned.left_out, &planned.given_up) {
            let (fault, line) = earlier::given_up_remark(row, forgone);
            on_fault(&fault);
            self.given_up.push(line);
        }
        if let Some(line) = earlier::earlier_line(planned) {
            self.earlier.push(line);
        }
    }

    /// Names the first earlier refunds, if there are any; `file` is theirs, where there are others.
    pub(super) fn warning(&self, file: Option<&str>) -> Option<String> {
        if self.earlier.is_empty() {
            return None;
        }
        let named = self.earlier.shown.iter().take(MOST_NAMED);
        let mut named: Vec<String> = named.cloned().collect();
        let more = self.earlier.beyond(MOST_NAMED);
        if more > 0 {
            named.push(text!(
                "batch-more-in-check",
                "and {more} more, which `qfrefund batch check` lists",
                more
            ));
        }
        let rows = counted(self.earlier.count, "row");
        let of = file.map_or_else(String::new, |file| {
            text!("batch-of-file", " of {file}", file)
        });
        Some(text!(
            "batch-earlier-warning",
            "earlier refunds of the payments of {rows}{of}: {named}",
            rows,
            of,
            named = clauses(&named)
        ))
    }

    /// Looks for corrected amounts, once it is known what the whole file shares with those before it.
    /// Most share nothing, and are not read again.
    pub(super) fn correct(
        &mut self,
        file: &BatchFile,
        batch: &Batch<'_>,
        plan: (&Sums, TwinPolicy, OffsetDateTime),
        journal: &mut dyn Journal,
        on_fault: &mut dyn FnMut(&RowFault),
    ) -> Result<(), Failure> {
        let (sums, policy, now) = plan;
        if !policy.compares() || !sums.copies.may_have_changed() {
            return Ok(());
        }
        let mut repeats = Repeats::default();
        let mut remark = |(fault, line): (RowFault, String)| {
            on_fault(&fault);
            self.corrected.push(line);
        };
        let mut each = |planned: &Planned| {
            if let Some(record) = repeats.again(planned, &sums.copies) {
                remark(earlier::again_remark(&planned.row, record));
            }
            if let Some(record) = sums.copies.corrected(planned) {
                remark(earlier::corrected_remark(&planned.row, record));
            }
        };
        file.plan(batch, policy, now, journal, &mut each)?;
        Ok(())
    }
}
