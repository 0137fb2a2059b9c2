//! What stands twice in what is run together: in the rows of two merchants of one file, or in two files.

use super::files::Files;
use super::parts::Part;
use crate::batch::{FileCheck, Repeats, Row, RowFault};
use crate::commands::Failure;
use crate::language::{text, word};
use crate::refund::BatchId;

/// The places of rows, in the order in which they are read.
#[derive(Default)]
struct Places(Vec<(usize, u64)>);

impl Places {
    /// Takes the next row of a part, or file; returns its number.
    fn next(&mut self, whose: usize, line: u64) -> u64 {
        let number = u64::try_from(self.0.len()).unwrap_or(u64::MAX);
        self.0.push((whose, line));
        number
    }

    /// Returns whose a row is, and its line.
    fn of(&self, number: u64) -> Option<(usize, u64)> {
        self.0.get(usize::try_from(number).ok()?).copied()
    }
}

/// Finds rows that have the reference or number of a row in another file of their merchant; and rows of one
/// file that ask for what a row of another merchant asks for, unless they say that they are meant. They are faults.
/// What stands twice within a part its own check has told.
pub(super) fn across(
    checked: &mut [(&Part, &mut FileCheck)],
    on_fault: &mut dyn FnMut(&RowFault),
) -> Result<(), Failure> {
    if checked.len() < 2 {
        return Ok(());
    }
    let identities: Vec<_> = checked
        .iter()
        .map(|(part, report)| (*part, report.batch))
        .collect();
    no_batch_twice(&identities)?;
    let (mut repeats, mut places) = (Repeats::default(), Places::default());
    let mut parts: Vec<(&str, &str)> = Vec::new();
    for (own, (part, report)) in checked.iter_mut().enumerate() {
        let (party, file) = (&part.party, part.file.name.as_str());
        parts.push((file, party.profile.name()));
        let Some(batch) = part.file.batch(report, party) else {
            continue;
        };
        let key = party.key();
        for row in part.file.rows(&batch)? {
            let row = row?;
            let number = places.next(own, row.line);
            let before = |first: u64| {
                let (whose, line) = places.of(first).filter(|(whose, _)| *whose != own)?;
                let (file, profile) = *parts.get(whose)?;
                Some((line, file, profile))
            };
            let known = repeats.known(number, key.as_str(), &row.intent);
            let asked = repeats.earlier(number, &row.intent).and_then(before);
            let fault = if let Some((name, first)) = known
                && let Some((line, file, _)) = before(first)
            {
                let problem = text!(
                    "batch-twice-name",
                    "or what looks like it, stands on line {line} of {file} already",
                    line,
                    file
                );
                let remedy = word!(
                    "batch-twice-name-fix",
                    "give each refund its own, or remove the row if it repeats that one"
                );
                RowFault::new(row.line, name.kind(), name.as_str(), problem, remedy)
            } else if let Some((_, _, profile)) =
                asked.filter(|(_, other, _)| *other == file && !row.twin_meant)
            {
                let problem = text!(
                    "batch-twice-merchant",
                    "is refunded with the same amount by a row of the profile {profile}, too",
                    profile
                );
                let remedy = word!(
                    "batch-twice-merchant-fix",
                    "remove the one that is wrong; if both are meant, write yes in a column `twin`"
                );
                RowFault::new(
                    row.line,
                    "syssn",
                    row.intent.syssn.as_str(),
                    problem,
                    remedy,
                )
            } else {
                continue;
            };
            on_fault(&fault);
            report.add_fault(fault);
        }
    }
    Ok(())
}

/// The payments of which rows are to be sent in one run of several files. What is left of a payment, and whether
/// a file is another one put right, is judged by what stands in the journal: one file after the other.
#[derive(Default)]
pub(super) struct SharedPayments {
    /// One file knows its own rows.
    is_one: bool,
    repeats: Repeats,
    places: Places,
    files: Vec<String>,
}

impl SharedPayments {
    pub(super) fn of(files: &Files) -> Self {
        Self {
            is_one: files.is_one,
            ..Self::default()
        }
    }

    /// Takes the next row of a file that is to be sent. It is a fault where an earlier file has one of its payment.
    pub(super) fn take(&mut self, file: &str, row: &Row) -> Option<RowFault> {
        if self.is_one {
            return None;
        }
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.to_owned());
        }
        let own = self.files.len().saturating_sub(1);
        let number = self.places.next(own, row.line);
        let first = self.repeats.of_payment(number, &row.intent)?;
        let (earlier, line) = self.places.of(first).filter(|(whose, _)| *whose != own)?;
        let earlier = self.files.get(earlier)?;
        let problem = text!(
            "batch-twice-file",
            "is refunded on line {line} of {earlier}, too",
            line,
            earlier
        );
        let remedy = word!(
            "batch-twice-file-fix",
            "remove the one that is wrong; if both are meant, run the files one after the other"
        );
        let syssn = row.intent.syssn.as_str();
        Some(RowFault::new(row.line, "syssn", syssn, problem, remedy))
    }
}

/// Refuses the same rows of a merchant in two files: they are one batch.
pub(super) fn no_batch_twice(all: &[(&Part, Option<BatchId>)]) -> Result<(), Failure> {
    for (index, (part, id)) in all.iter().enumerate() {
        let is_same = |(other, earlier): &&(&Part, Option<BatchId>)| {
            earlier.is_some() && earlier == id && other.party.key() == part.party.key()
        };
        if let Some((other, _)) = all.iter().take(index).find(is_same) {
            let (first, second) = (&other.file.name, &part.file.name);
            return Err(Failure::refused(text!(
                "batch-same-rows",
                "{first} and {second} have the same rows, which are one batch",
                first,
                second
            ))
            .hint(word!(
                "batch-same-rows-fix",
                "Leave one of the two out; nothing was done."
            )));
        }
    }
    Ok(())
}
