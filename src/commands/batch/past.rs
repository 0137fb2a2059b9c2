//! What the journal has of a file's payments from before: twins, other amounts, earlier refunds.

use super::file::BatchFile;
use super::words;
use crate::batch::{Listed, RowFault};
use crate::commands::Failure;
use crate::journal::Journal;
use crate::output::text::counted;
use crate::plan::{Batch, Planned, Repeats, Sums, Twin, TwinPolicy};
use time::OffsetDateTime;

/// What it has, as lines of lists.
#[derive(Default)]
pub(super) struct Past {
    /// Rows whose payment and amount it has from elsewhere.
    pub(super) twins: Listed<String>,
    /// Rows whose payment it has with another amount, from a file of which this one is a changed copy.
    pub(super) corrected: Listed<String>,
    /// Rows that somebody gave up in another file.
    pub(super) given_up: Listed<String>,
    /// Rows to be sent whose payment has other refunds. They keep nothing back.
    pub(super) earlier: Listed<String>,
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
            on_fault(&words::twin_fault(row, twin));
            self.twins.push(words::twin_line(row, twin));
        }
        if let (false, Some(record)) = (planned.left_out, &planned.given_up) {
            on_fault(&words::given_up_fault(row, record));
            self.given_up.push(words::given_up_line(row, record));
        }
        if let Some(line) = words::earlier_line(planned) {
            self.earlier.push(line);
        }
    }

    /// Names the first earlier refunds, if there are any.
    pub(super) fn warning(&self) -> Option<String> {
        let named = self.earlier.shown.iter().take(MOST_NAMED);
        let mut named: Vec<String> = named.cloned().collect();
        let most = u64::try_from(named.len()).unwrap_or(u64::MAX);
        match self.earlier.count.saturating_sub(most) {
            0 if most == 0 => return None,
            0 => {}
            more => named.push(format!(
                "and {more} more, which `qfrefund batch check` lists"
            )),
        }
        let rows = counted(self.earlier.count, "row");
        Some(format!(
            "earlier refunds of the payments of {rows}: {}",
            named.join("; ")
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
        let mut each = |planned: &Planned| {
            if let Some(record) = repeats.again(planned, &sums.copies) {
                on_fault(&words::again_fault(&planned.row, record));
                self.corrected.push(words::again_line(&planned.row, record));
            }
            if let Some(record) = sums.copies.corrected(planned) {
                on_fault(&words::corrected_fault(&planned.row, record));
                self.corrected
                    .push(words::corrected_line(&planned.row, record));
            }
        };
        file.plan(batch, policy, now, journal, &mut each)?;
        Ok(())
    }
}
