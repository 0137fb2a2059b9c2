//! How the rows of each file stand, and of all together: what `batch run`, `status` and `cancel` tell at their end.

use super::file::BatchFile;
use super::files::Files;
use super::parts::{Divided, Parts};
use super::standing;
use super::together::worst_of;
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::journal::{BatchCount, Journal};
use crate::language::{clauses, text, word};
use crate::output::{
    BatchDocument, FileResult, FilesDocument, LeftOut, LeftOutFile, MerchantsDocument, OfFile,
    StateTotal,
};
use crate::plan::{Batch, Sums};
use crate::refund::State;
use std::collections::BTreeMap;

/// How the rows of one merchant of a file stand, as it is told.
pub(super) struct Standing {
    pub(super) document: BatchDocument,
    pub(super) sums: Sums,
    pub(super) exit: Exit,
}

impl Standing {
    /// Makes it of what the rows add up to, where nothing was run.
    pub(super) fn of(
        batch: &Batch<'_>,
        sums: Sums,
        exit: Exit,
        journal: &mut dyn Journal,
    ) -> Result<Self, Failure> {
        let document = BatchDocument {
            batch_file: standing::first_file(&batch.name, journal)?,
            ..standing::document(batch, &sums, exit, None)
        };
        Ok(Self {
            document,
            sums,
            exit,
        })
    }
}

/// What is told of each file.
#[derive(Default)]
pub(super) struct Told<'a> {
    files: Vec<FileResult<BatchDocument>>,
    /// Of every merchant of every file.
    all: Vec<(&'a Party, Standing)>,
    /// Files of which nothing can be told, and why; until that is said.
    failed: Vec<(String, Failure)>,
    /// The same after it was said.
    left_out: Vec<LeftOutFile>,
    exits: Vec<Exit>,
}

impl<'a> Told<'a> {
    /// Takes how the rows of each merchant of a file stand; `results` is the one result file of many.
    pub(super) fn add(&mut self, parts: &'a Parts, all: Vec<Standing>, results: Option<String>) {
        let document = match parts {
            Parts::One(_) => {
                let only = all.first();
                only.map(|one| OfFile::One(Box::new(one.document.clone())))
            }
            Parts::Many(divided) => Some(OfFile::Many(Box::new(divided.told(&all, results)))),
        };
        let name = &parts.file().name;
        let document = document.map(|document| FileResult::new(name, document));
        self.files.extend(document);
        let parties = parts.list().iter().map(|part| &part.party);
        self.all.extend(parties.zip(all));
    }

    /// Takes a file of which nothing can be told.
    pub(super) fn fail(&mut self, file: &BatchFile, failure: Failure) {
        self.failed.push((file.name.clone(), failure));
    }

    /// Whether there is a file of which something is told.
    pub(super) const fn has_any(&self) -> bool {
        !self.files.is_empty()
    }

    /// Whether no file was said to have failed.
    pub(super) const fn is_of_all(&self) -> bool {
        self.exits.is_empty()
    }

    /// Says of which files nothing can be told.
    ///
    /// # Errors
    /// Where there is no other one: why is the command's end then.
    pub(super) fn say_failed(
        &mut self,
        has_others: bool,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let failed = std::mem::take(&mut self.failed);
        if !has_others && !failed.is_empty() {
            return Err(none_of(failed));
        }
        for (file, failure) in failed {
            let why = named(&file, &failure);
            desk.console.error(&why, failure.hint.as_deref());
            self.exits.push(failure.exit);
            self.left_out.push(LeftOutFile { file, why });
        }
        Ok(())
    }

    fn sums(&self) -> impl Iterator<Item = &Sums> {
        self.all.iter().map(|(_, one)| &one.sums)
    }

    /// Whether every row is refunded, whatever the command was to do with it.
    fn is_done(&self) -> bool {
        let mut exits = self.sums().map(|sums| standing::exit_of(sums, None));
        exits.all(|exit| exit == Exit::Success)
    }

    /// Tells it, of the only file or of all; `next` is what to do where something is left.
    pub(super) fn tell(
        &mut self,
        files: &Files,
        next: String,
        is_sent: bool,
        desk: &mut Desk<'_>,
    ) -> Exit {
        let exits = self.all.iter().map(|(_, one)| one.exit);
        let exit: Exit = exits.chain(self.exits.iter().copied()).collect();
        let mut told = std::mem::take(&mut self.files);
        if files.is_one {
            return match told.pop().map(|one| one.result) {
                Some(OfFile::One(document)) => desk.console.result(&*document, exit, is_sent),
                Some(OfFile::Many(document)) => desk.console.result(&*document, exit, is_sent),
                None => exit,
            };
        }
        let mut others = files.left_out.clone();
        others.append(&mut self.left_out);
        let document = FilesDocument {
            states: merged(self.sums()),
            left_out_rows: left_out(self.sums()),
            next_step: match exit == Exit::Success && self.is_done() {
                true => word!("batch-nothing-left", "Nothing is left to do.").to_owned(),
                false => next,
            },
            ..FilesDocument::new(exit, told, others)
        };
        desk.console.result(&document, exit, is_sent)
    }

    /// Reminds each merchant once of what waits besides the rows of all its files.
    pub(super) fn remind(&self, desk: &mut Desk<'_>) {
        let mut reminded = Vec::new();
        for (party, _) in &self.all {
            let key = party.key();
            if reminded.contains(&key) {
                continue;
            }
            let own = self.all.iter().filter(|(other, _)| other.key() == key);
            let told: Vec<_> = own.flat_map(|(_, one)| one.sums.by_state()).collect();
            if let Ok(mut journal) = books::open(party, desk) {
                books::remind(&mut *journal, &told, party, desk);
            }
            reminded.push(key);
        }
    }
}

/// Adds up how the rows of all stand, by state and currency.
fn merged<'s>(all: impl Iterator<Item = &'s Sums>) -> Vec<StateTotal> {
    let mut counts: Vec<BatchCount> = Vec::new();
    for count in all.flat_map(|sums| &sums.counts) {
        count.add_to(&mut counts);
    }
    counts.iter().map(StateTotal::of).collect()
}

/// Adds up how many rows of all are left out as twins, by where the refund stands that they are twins of.
fn left_out<'s>(all: impl Iterator<Item = &'s Sums>) -> Vec<LeftOut> {
    let mut rows: BTreeMap<Option<State>, u64> = BTreeMap::new();
    for (twin, count) in all.flat_map(|sums| &sums.left_out) {
        let known = rows.entry(*twin).or_default();
        *known = known.saturating_add(*count);
    }
    rows.iter().map(LeftOut::of).collect()
}

impl Divided {
    /// Tells how the rows of all merchants stand.
    fn told(&self, all: &[Standing], results: Option<String>) -> MerchantsDocument<BatchDocument> {
        let merchants = self.parts.iter().zip(all);
        let merchants = merchants.map(|(part, one)| part.of(one.document.clone()));
        let merchants = merchants.collect();
        let exit: Exit = all.iter().map(|one| one.exit).collect();
        let sums = || all.iter().map(|one| &one.sums);
        let next_step = match exit {
            Exit::Success => word!("batch-nothing-left", "Nothing is left to do."),
            _ => {
                word!(
                    "batch-next-profiles",
                    "See what is next for each profile. The same command, run again, sends nothing twice."
                )
            }
        };
        MerchantsDocument {
            states: merged(sums()),
            left_out: left_out(sums()),
            results,
            next_step: next_step.to_owned(),
            ..MerchantsDocument::new(&self.whole.name, exit, merchants)
        }
    }
}

/// What to do where no command is for all files.
pub(super) fn see_each() -> &'static str {
    word!("batch-next-each", "See what is next for each file.")
}

/// Says what is wrong with a file, with its name.
fn named(file: &str, failure: &Failure) -> String {
    let words = format!("{:#}", failure.error);
    if words.contains(file) {
        return words;
    }
    text!("batch-file-words", "{file}: {words}", file, words)
}

/// Makes one failure of those of all files.
fn none_of(mut failed: Vec<(String, Failure)>) -> Failure {
    if failed.len() == 1
        && let Some((_, only)) = failed.pop()
    {
        return only;
    }
    let exit = worst_of(failed.iter().map(|(_, failure)| failure.exit));
    let each = failed.iter().map(|(file, failure)| named(file, failure));
    let lines = failed.iter().map(|(_, failure)| failure.in_a_line());
    Failure::said(exit, clauses(each)).listing(
        word!(
            "batch-none-told",
            "nothing can be told of any of these files"
        ),
        lines.collect(),
    )
}
