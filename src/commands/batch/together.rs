//! What is told of the rows of many merchants together.

use super::advice::Checked;
use super::confirm::{expectation, totals};
use super::parts::{Divided, Part, Parts};
use crate::batch::Tally;
use crate::commands::{Desk, Failure};
use crate::exit::Exit;
use crate::journal::BatchCount;
use crate::output::{BatchDocument, Merchant, MerchantsDocument, StateTotal, TotalRow};
use crate::plan::Sums;

impl Parts {
    /// Tells what a check found of each part.
    pub(super) fn tell(
        &self,
        found: Vec<Checked>,
        has_faults_file: bool,
        desk: &mut Desk<'_>,
    ) -> Result<Exit, Failure> {
        let divided = match self {
            Self::One(part) => {
                let mut found = found
                    .into_iter()
                    .map(|checked| checked.tell(&part.file, &part.party, has_faults_file, desk));
                return Ok(found.next().unwrap_or(Exit::Success));
            }
            Self::Many(divided) => divided,
        };
        let sums: Vec<Tally> = found
            .iter()
            .map(|checked| checked.report.to_refund)
            .collect();
        let sums = totals(sums.into_iter());
        let documents = found
            .into_iter()
            .zip(&divided.parts)
            .map(|(checked, part)| {
                let (result, exit) = checked.document(&part.file, &part.party, has_faults_file);
                (part.of(result), exit)
            });
        let (documents, exits): (Vec<_>, Vec<_>) = documents.unzip();
        let unknown = (!divided.faults.is_empty()).then_some(Exit::Refused);
        let exit = worst_of(exits.into_iter().chain(unknown));
        let file = divided.whole.in_a_command();
        let next_step = match exit {
            Exit::Success => format!(
                "Refund it with `qfrefund batch run {file}`. A script adds {} --no-input.",
                expectation(&sums)
            ),
            _ => "Nothing is sent before every row of every merchant can be: see above what is in the way.".to_owned(),
        };
        let document = MerchantsDocument {
            totals: sums.iter().map(TotalRow::of).collect(),
            faults: divided.faults.clone(),
            next_step,
            ..MerchantsDocument::new(&divided.whole.name, exit, documents)
        };
        Ok(desk.console.result(&document, exit, false))
    }
}

impl Divided {
    /// Tells how the rows of all merchants stand.
    pub(super) fn told<'d>(
        &self,
        all: impl Iterator<Item = (&'d BatchDocument, &'d Sums, Exit)>,
        results: Option<String>,
    ) -> MerchantsDocument<BatchDocument> {
        let (mut merchants, mut exits) = (Vec::new(), Vec::new());
        let mut counts: Vec<BatchCount> = Vec::new();
        for ((document, sums, exit), part) in all.zip(&self.parts) {
            for count in &sums.counts {
                let mut known = counts.iter_mut();
                let same =
                    known.find(|one| one.state == count.state && one.currency == count.currency);
                match same {
                    Some(one) => {
                        one.count = one.count.saturating_add(count.count);
                        one.sum = one.sum.saturating_add(count.sum);
                    }
                    None => counts.push(count.clone()),
                }
            }
            merchants.push(part.of(document.clone()));
            exits.push(exit);
        }
        counts.sort_by_key(|one| (one.state.name(), one.currency.clone()));
        let exit: Exit = exits.into_iter().collect();
        let next_step = match exit {
            Exit::Success => "Nothing is left to do.",
            _ => {
                "See what is next for each profile. The same command, run again, sends nothing twice."
            }
        };
        MerchantsDocument {
            states: counts.iter().map(StateTotal::of).collect(),
            results,
            next_step: next_step.to_owned(),
            ..MerchantsDocument::new(&self.whole.name, exit, merchants)
        }
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
fn worst_of(exits: impl Iterator<Item = Exit>) -> Exit {
    match exits.filter(|exit| *exit != Exit::Success).collect() {
        // Nothing was sent.
        Exit::Mixed => Exit::Refused,
        exit => exit,
    }
}
