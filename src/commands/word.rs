//! An operator's word about one refund: it is shown, and its number is typed.

use super::merchant::Party;
use super::{Desk, Failure};
use crate::exit::Exit;
use crate::journal::Record;

/// What is about to be said of a refund.
pub(super) struct Word {
    /// What is about to happen, as a heading.
    pub(super) heading: String,
    /// What typing the number does to it.
    pub(super) act: &'static str,
    /// The same as a noun.
    pub(super) noun: &'static str,
    /// What nothing became, where the answer is another one.
    pub(super) done: &'static str,
    /// What is shown of it besides amount, payment, number and environment.
    pub(super) more: Vec<(&'static str, String)>,
}

/// Shows which refund the word is about, and has it confirmed, unless it is confirmed already.
pub(super) fn confirm(
    record: &Record,
    word: Word,
    yes: bool,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !desk.console.may_ask {
        let message = format!(
            "the {} is not confirmed, and nobody can be asked",
            word.noun
        );
        return Err(Failure::usage(message).hint("Add --yes."));
    }
    let number = record.number().to_string();
    let intent = &record.wanted.intent;
    let environment = party.profile.environment().in_words().to_owned();
    let mut values = vec![
        ("amount", intent.amount.in_words(intent.currency)),
        ("payment", intent.syssn.to_string()),
        ("out_trade_no", number.clone()),
        ("environment", environment),
    ];
    values.extend(word.more);
    let shown = desk.console.err_style.values(&values);
    desk.console.tell(&format!("{}\n{shown}", word.heading));
    match desk.console.ask(&format!(
        "Type the number ({number}) to {}, anything else to stop: ",
        word.act
    )) {
        Some(answer) if answer == number => Ok(()),
        _ => Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!("stopped: nothing was {}", word.done),
        )),
    }
}
