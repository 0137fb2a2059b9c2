//! What a result file of ours says became of a row.

use super::fault::RowFault;
use crate::language::word;
use crate::refund::State;
use std::borrow::Cow;

/// What stands there of a row that was left out as a twin.
pub const LEFT_OUT: &str = "left_out";

/// How its `meaning` begins, before the twin. Earlier versions wrote otherwise, and the twin's number in the
/// place of the row's own.
pub const TWIN_OF: &str = "a twin of ";

/// What to do about a refund that two rows have.
pub(super) fn one_refund() -> &'static str {
    word!(
        "batch-one-refund",
        "empty this cell and `state` in the row that asks for another refund, or remove the row if it repeats that one"
    )
}

/// A row's cells of a result file.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What became of it.
    pub(super) state: Option<State>,
    /// The gateway's number of the refund.
    pub(super) refund_syssn: Option<String>,
    /// Whether its number is a twin's and none of its own.
    pub(super) is_twins_number: bool,
}

/// Reads them; `of_results` finds a cell by its heading. A word that is none of ours is not taken for none.
pub(super) fn read<'a>(
    line: u64,
    of_results: impl Fn(&str) -> Option<Cow<'a, str>>,
    faults: &mut Vec<RowFault>,
) -> Said {
    let word = of_results("state").unwrap_or_default();
    let trimmed = Some(word.trim()).filter(|word| !word.is_empty());
    let state = trimmed.and_then(State::from_name);
    if state.is_none() && trimmed.is_some_and(|word| word != LEFT_OUT) {
        let problem = word!("batch-no-state", "is no state that a result file has");
        let remedy = word!(
            "batch-no-state-fix",
            "put back what stood there; empty the cell if the row was surely never sent"
        );
        faults.push(RowFault::new(line, "state", &word, problem, remedy));
    }
    let number = of_results("refund_syssn").map(|number| number.trim().to_owned());
    Said {
        state,
        refund_syssn: number.filter(|number| !number.is_empty()),
        is_twins_number: trimmed == Some(LEFT_OUT)
            && !of_results("meaning").is_some_and(|meaning| meaning.starts_with(TWIN_OF)),
    }
}
