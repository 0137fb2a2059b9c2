//! An operator's word about one refund: it is shown, and its number is typed.

use super::merchant::Party;
use super::{Desk, Failure};
use crate::exit::Exit;
use crate::journal::Record;
use crate::language::{text, word};
use crate::output::Console;
use crate::output::text::clean_short;

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
        let what = text!("console-word-is", "the {noun} is", noun = word.noun);
        return Err(unconfirmed(&what).hint(word!("console-word-yes", "Add --yes.")));
    }
    let number = record.number().to_string();
    let intent = &record.wanted.intent;
    let environment = party.profile.environment().in_words().to_owned();
    let mut values = vec![
        (
            word!("console-word-amount", "amount"),
            intent.amount.in_words(intent.currency),
        ),
        (
            word!("console-word-payment", "payment"),
            intent.syssn.to_string(),
        ),
        (word!("console-word-number", "out_trade_no"), number.clone()),
        (
            word!("console-word-reference", "reference"),
            intent
                .reference
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        (
            word!("console-word-environment", "environment"),
            environment,
        ),
    ];
    values.extend(word.more);
    let shown = desk.console.err_style.values(&values);
    desk.console.tell(&format!("{}\n{shown}", word.heading));
    let console = &mut desk.console;
    let what = word!("console-word-the-number", "the number");
    typed(what, &number, word.act, word.done, console)
}

/// What nobody has confirmed and nobody can be asked for.
pub(super) fn unconfirmed(what: &str) -> Failure {
    Failure::usage(text!(
        "console-word-unconfirmed",
        "{what} not confirmed, and nobody can be asked",
        what
    ))
}

/// Asks for what only somebody types who has read it, and once more after a slip; `done` says what else is not
/// done. Enter alone stops it, as a signal does.
pub(super) fn typed(
    what: &str,
    expected: &str,
    act: &str,
    done: &str,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    typed_as(
        what,
        expected,
        &|typed| typed == expected,
        act,
        done,
        console,
    )
}

/// The same where it may be typed otherwise, if it is the same.
pub(super) fn typed_as(
    what: &str,
    expected: &str,
    is_it: &dyn Fn(&str) -> bool,
    act: &str,
    done: &str,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    const TIMES: u32 = 2;
    let question = text!(
        "console-word-type",
        "Type {what} ({expected}) to {act}, or Enter to stop: ",
        what,
        expected,
        act
    );
    let stopped = text!("console-word-stopped", "stopped: nothing was {done}", done);
    for turn in 1..=TIMES {
        let Some(typed) = console.ask(&question).filter(|typed| !is_stop(typed)) else {
            return Err(Failure::said(Exit::Interrupted, stopped));
        };
        if is_it(&typed) {
            return Ok(());
        }
        if turn < TIMES {
            let typed = clean_short(&typed);
            let slip = text!("console-word-slip", "`{typed}` is not {what}.", typed, what);
            console.tell(&format!("{slip}\n"));
        }
    }
    Err(Failure::refused(stopped))
}

/// Asks until the answer can be read; what is wrong with one is said. Enter alone stops it, as a signal does.
pub(super) fn read<T>(
    question: &str,
    read: &dyn Fn(&str) -> Result<T, Failure>,
    console: &mut Console<'_>,
) -> Result<T, Failure> {
    loop {
        let Some(typed) = console.ask(question).filter(|typed| !is_stop(typed)) else {
            let stopped = word!("console-word-nothing-sent", "stopped: nothing was sent");
            return Err(Failure::said(Exit::Interrupted, stopped));
        };
        match read(&typed) {
            Ok(value) => return Ok(value),
            Err(failure) => failure.tell(console),
        }
    }
}

/// Whether an answer says that nothing is to be done.
fn is_stop(typed: &str) -> bool {
    ["", "n", "no", "q", "quit", "stop"].contains(&typed.to_lowercase().as_str())
}
