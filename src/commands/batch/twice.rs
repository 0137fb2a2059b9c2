//! What stands twice in what is run together: in the rows of two merchants of one file, or in two files.

use super::parts::Part;
use crate::batch::{FileCheck, Repeats, RowFault};
use crate::commands::Failure;

/// Finds rows that ask for what a row of another part asks for, and makes them faults unless they say that they
/// are meant; and rows that have the reference or number of a row in another file of their merchant. What stands
/// twice within a part its own check has told.
pub(super) fn across(checked: &mut [(&Part, &mut FileCheck)]) -> Result<(), Failure> {
    are_different(checked)?;
    let mut repeats = Repeats::default();
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for (place, (part, report)) in checked.iter_mut().enumerate() {
        let (party, own) = (&part.party, part.file.name.as_str());
        names.push((own, party.profile.name()));
        let Some(batch) = part.file.batch(report, party) else {
            continue;
        };
        let key = party.key();
        let mut faults = Vec::new();
        for row in part.file.rows(&batch)? {
            let row = row?;
            let number = u64::try_from(rows.len()).unwrap_or(u64::MAX);
            rows.push((place, row.line));
            let before = |first: u64| {
                let (place, line) = *rows.get(usize::try_from(first).ok()?)?;
                let (file, profile) = *names.get(place)?;
                Some((place, line, file, profile))
            };
            let intent = &row.intent;
            let known = repeats.known(number, key.as_str(), intent);
            if let Some((column, first)) = known
                && let Some((_, line, file, _)) = before(first)
            {
                let (value, problem) = match (column, &intent.reference, &intent.out_trade_no) {
                    ("reference", Some(reference), _) => (
                        reference.as_str(),
                        format!("or what looks like it, stands on line {line} of {file} already"),
                    ),
                    (_, _, Some(number)) => (
                        number.as_str(),
                        format!("stands on line {line} of {file} already"),
                    ),
                    _ => continue,
                };
                let remedy = "give each refund its own, or remove the row if it repeats that one";
                faults.push(RowFault::new(row.line, column, value, problem, remedy));
                continue;
            }
            // Not by their lines, but by whose they are.
            let first = repeats.earlier(number, intent).and_then(before);
            let first = first.filter(|(other, _, file, _)| {
                // What is sent of one file is news to a row of another that was written down before it.
                *other != place && (*file != own || !row.twin_meant)
            });
            let Some((_, line, file, profile)) = first else {
                continue;
            };
            let (by, remedy) = if file == own {
                (
                    format!("by a row of the profile {profile}"),
                    "remove the one that is wrong; if both are meant, write yes in a column `twin`",
                )
            } else {
                (
                    format!("on line {line} of {file}"),
                    "remove the one that is wrong; if both are meant, run the files one after the other, this one with yes in a column `twin`",
                )
            };
            let syssn = intent.syssn.as_str();
            let problem = format!("is refunded with the same amount {by}, too");
            faults.push(RowFault::new(row.line, "syssn", syssn, problem, remedy));
        }
        for fault in faults {
            report.add_fault(fault);
        }
    }
    Ok(())
}

/// Refuses the same rows of a merchant in two files: they are one batch.
fn are_different(checked: &[(&Part, &mut FileCheck)]) -> Result<(), Failure> {
    for (index, (part, report)) in checked.iter().enumerate() {
        let is_same = |(other, earlier): &&(&Part, &mut FileCheck)| {
            earlier.batch.is_some()
                && earlier.batch == report.batch
                && other.party.key() == part.party.key()
        };
        if let Some((other, _)) = checked.iter().take(index).find(is_same) {
            let (first, second) = (&other.file.name, &part.file.name);
            return Err(Failure::refused(format!(
                "{first} and {second} have the same rows, which are one batch"
            ))
            .hint("Leave one of the two out; nothing was sent."));
        }
    }
    Ok(())
}
