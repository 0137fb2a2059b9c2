//! What a check tells of the rows of many merchants, and of several files, together.

use super::advice::Checked;
use super::confirm::{expectation, totals};
use super::day;
use super::files::Files;
use super::parts::{Part, Parts};
use crate::batch::Tally;
use crate::commands::{Desk, Failure};
use crate::exit::Exit;
use crate::language::{text, word};
use crate::output::{
    BatchCheckDocument, FileResult, FilesDocument, Merchant, MerchantsDocument, OfFile, TotalRow,
};

impl Files {
    /// Says that a run sends nothing of several files for what is wrong with one of them.
    pub(super) fn say_held_back(&self, desk: &mut Desk<'_>) {
        if !self.is_one {
            let what = word!(
                "batch-files-held",
                "rows of one of these files cannot be sent, so nothing of any of them was"
            );
            let next = word!(
                "batch-files-held-next",
                "What is wrong stands with each file."
            );
            desk.console.outcome(what, next);
        }
    }

    /// Tells what a check found of each part.
    pub(super) fn tell(
        &self,
        mut found: Vec<Checked>,
        has_faults_file: bool,
        desk: &mut Desk<'_>,
    ) -> Result<Exit, Failure> {
        let sums = ToRefund::of(&found);
        let mut day_limits = Vec::new();
        if !self.is_one {
            let each = self.parts().into_iter().zip(&found);
            let each = each.map(|(part, checked)| (&part.party.profile, checked.day.as_ref()));
            day_limits = day::of_all(each);
            found.iter_mut().for_each(|checked| checked.day = None);
        }
        // It is of one file.
        let offers_list = !has_faults_file && self.is_one;
        let mut found = found.into_iter();
        let (mut told, mut exits) = (Vec::new(), Vec::new());
        for parts in self.each() {
            let own = found.by_ref().take(parts.list().len());
            let Some((document, exit)) = parts.checked(own.collect(), offers_list) else {
                continue;
            };
            told.push(FileResult::new(&parts.file().name, document));
            exits.push(exit);
        }
        let exit = worst_of(exits.iter().copied());
        if exit != Exit::Success && !self.is_one {
            let sound = told.iter_mut().zip(exits);
            for (one, _) in sound.filter(|(_, own)| *own == Exit::Success) {
                one.result.wait_for_others();
            }
        }
        if self.is_one {
            return Ok(match told.pop().map(|one| one.result) {
                Some(OfFile::One(document)) => desk.console.result(&*document, exit, false),
                Some(OfFile::Many(document)) => desk.console.result(&*document, exit, false),
                None => exit,
            });
        }
        let next_step = match exit {
            Exit::Success => {
                let days = day_limits.iter().map(|one| text!("batch-only-day", " Only {day}.", day = one.left));
                let days: String = days.collect();
                format!("{}{days}", sums.next_step(&self.in_a_command(desk)))
            }
            _ => word!("batch-files-wait", "Nothing is sent before every row of every file can be: see above what is in the way.").to_owned(),
        };
        let document = FilesDocument {
            totals: sums.totals(),
            unfound_orders: sums.unfound_orders,
            to_send: sums.to_send,
            day_limits,
            next_step,
            ..FilesDocument::new(exit, told, self.left_out.clone())
        };
        Ok(desk.console.result(&document, exit, false))
    }
}

impl OfFile<BatchCheckDocument> {
    /// Says of a file with nothing wrong that it is not sent by itself.
    fn wait_for_others(&mut self) {
        let next = word!(
            "batch-file-sound",
            "Nothing speaks against this file; it is sent with the others."
        )
        .to_owned();
        match self {
            Self::One(document) => document.next_step = next,
            Self::Many(document) => document.next_step = next,
        }
    }
}

impl Parts {
    /// Makes the document of what a check found of each part of one file.
    fn checked(
        &self,
        found: Vec<Checked>,
        offers_list: bool,
    ) -> Option<(OfFile<BatchCheckDocument>, Exit)> {
        let sums = ToRefund::of(&found);
        let documents = found
            .into_iter()
            .zip(self.list())
            .map(|(checked, part)| checked.document(&part.file, &part.party, offers_list));
        let (mut documents, exits): (Vec<_>, Vec<_>) = documents.unzip();
        let divided = match self {
            Self::One(_) => {
                let exit = worst_of(exits.into_iter());
                return Some((OfFile::One(Box::new(documents.pop()?)), exit));
            }
            Self::Many(divided) => divided,
        };
        let unknown = (!divided.faults.is_empty()).then_some(Exit::Refused);
        let exit = worst_of(exits.into_iter().chain(unknown));
        let documents = documents.into_iter().zip(&divided.parts);
        let documents = documents.map(|(document, part)| part.of(document));
        let file = divided.whole.in_a_command();
        let next_step = match exit {
            Exit::Success => sums.next_step(&file),
            _ => word!("batch-merchants-wait", "Nothing is sent before every row of every merchant can be: see above what is in the way.").to_owned(),
        };
        let document = MerchantsDocument {
            totals: sums.totals(),
            unfound_orders: sums.unfound_orders,
            to_send: sums.to_send,
            faults: divided.faults.clone(),
            next_step,
            ..MerchantsDocument::new(&divided.whole.name, exit, documents.collect())
        };
        Some((OfFile::Many(Box::new(document)), exit))
    }
}

/// What several checks found to refund, by currency.
struct ToRefund {
    all: Vec<Tally>,
    /// What a run would send of it, where each was compared with the journal.
    to_send: Option<Vec<TotalRow>>,
    /// Rows that are in neither, for nobody knows their payments yet.
    unfound_orders: u64,
}

impl ToRefund {
    fn of(found: &[Checked]) -> Self {
        let all = found.iter().map(|checked| checked.report.to_refund);
        let to_send = found.iter().map(|checked| checked.sums.to_send);
        let is_planned = found.iter().all(|checked| checked.is_planned);
        let unfound = found.iter();
        let unfound = unfound.map(|checked| checked.report.orders.unfound_rows());
        Self {
            unfound_orders: unfound.fold(0, u64::saturating_add),
            all: totals(all),
            to_send: is_planned.then(|| {
                let to_send = totals(to_send);
                to_send.iter().flat_map(TotalRow::if_any).collect()
            }),
        }
    }

    fn totals(&self) -> Vec<TotalRow> {
        self.all.iter().map(TotalRow::of).collect()
    }

    /// Says what to do where nothing speaks against it.
    fn next_step(&self, files: &str) -> String {
        if self.to_send.as_ref().is_some_and(Vec::is_empty) {
            return word!(
                "batch-nothing-would-see",
                "Nothing would be sent: see above how the rows stand."
            )
            .to_owned();
        }
        text!(
            "batch-refund-all",
            "Refund it with `qfrefund batch run {files}`. A script adds {expectation} --no-input.",
            files,
            expectation = expectation(&self.all)
        )
    }
}

impl Part {
    /// Says of which merchant a result is.
    pub(super) fn of<D>(&self, result: D) -> Merchant<D> {
        let profile = &self.party.profile;
        Merchant {
            profile: profile.name().to_owned(),
            mchid: profile.mchid().map(str::to_owned),
            currency: profile.currency().code(),
            result,
        }
    }
}

/// The exit code of several checks: where one refuses the file, that.
pub(super) fn worst_of(exits: impl Iterator<Item = Exit>) -> Exit {
    match exits.filter(|exit| *exit != Exit::Success).collect() {
        // Nothing was sent.
        Exit::Mixed => Exit::Refused,
        exit => exit,
    }
}
