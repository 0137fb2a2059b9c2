//! The same payment and amount under two merchants of one file: a payment is one merchant's.

use super::Sheet;
use crate::batch::{RowFault, Twins};
use crate::commands::Failure;

/// Finds rows that ask for what another merchant's row asks for, and makes them faults unless they say that
/// they are meant. Those of one merchant its own check has told.
pub(super) fn across(sheets: &mut [Sheet<'_>]) -> Result<(), Failure> {
    let mut asked = Twins::default();
    let mut names: Vec<String> = Vec::new();
    for (place, sheet) in (0_u64..).zip(sheets) {
        let party = &sheet.part.party;
        names.push(party.profile.name().to_owned());
        let Some(batch) = sheet.part.file.batch(&sheet.report, party) else {
            continue;
        };
        let mut faults = Vec::new();
        for row in sheet.part.file.rows(&batch)? {
            let row = row?;
            // Not by their lines, but by whose they are.
            let first = asked.earlier(place, &row.intent);
            let first = first.filter(|first| *first != place && !row.twin_meant);
            let name = first.and_then(|first| names.get(usize::try_from(first).ok()?));
            if let Some(name) = name {
                let syssn = row.intent.syssn.as_str();
                let problem =
                    format!("is refunded with the same amount by a row of the profile {name}, too");
                let remedy =
                    "remove the one that is wrong; if both are meant, write yes in a column `twin`";
                faults.push(RowFault::new(row.line, "syssn", syssn, problem, remedy));
            }
        }
        for fault in faults {
            sheet.report.add_fault(fault);
        }
    }
    Ok(())
}
