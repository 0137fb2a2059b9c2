//! How far a batch is, in one document: what its rows add up to, and what to do next.

use super::elsewhere::Elsewhere;
use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::journal::BatchCount;
use crate::output::text::counted;
use crate::output::{BatchDocument, StateTotal};
use crate::refund::{BatchId, State, worst};
use crate::runner::Halt;

/// How a command that shows where a batch stands tells it.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    /// How to run the file again, as a clause.
    pub(super) again: &'a str,
    /// Whether it only looks on, while a run may be going on.
    pub(super) is_onlooker: bool,
    /// Why the run stopped before its end.
    pub(super) halted: Option<&'a Halt>,
    /// Rows that a rule kept from being sent.
    pub(super) kept_back: u64,
    /// The result file that was written.
    pub(super) results: Option<&'a str>,
}

impl Telling<'_> {
    /// Told by the command that runs the file.
    pub(super) const RUN: Self = Self {
        again: "run the same command again",
        is_onlooker: false,
        halted: None,
        kept_back: 0,
        results: None,
    };
    /// Told by another one.
    pub(super) const OTHER: Self = Self {
        again: "run the file with `qfrefund batch run`",
        is_onlooker: true,
        ..Self::RUN
    };
}

/// Makes the document; `counts` holds the rows that stand elsewhere, too.
pub(super) fn document(
    file: &str,
    batch: &BatchId,
    counts: &[BatchCount],
    elsewhere: &Elsewhere,
    exit: Exit,
    telling: Telling<'_>,
    party: &Party,
) -> BatchDocument {
    let profile = party.profile.name();
    BatchDocument {
        exit_code: exit.code(),
        file: file.to_owned(),
        batch: batch.to_string(),
        profile: profile.to_owned(),
        states: counts.iter().map(StateTotal::of).collect(),
        worst: worst(states(counts, elsewhere)).map(|state| state.name().to_owned()),
        halted: telling.halted.map(ToString::to_string),
        halted_by: telling.halted.map(Halt::reason),
        next_step: next_step(counts, elsewhere, telling, profile),
        results: telling.results.map(str::to_owned),
    }
}

/// Lists where rows stand. Rows that are not written down are as good as planned, and those that
/// are left out for another refund are no better off than that is.
fn states(counts: &[BatchCount], elsewhere: &Elsewhere) -> impl Iterator<Item = State> {
    let written = counts.iter().map(|count| (count.state, count.count));
    let twins = elsewhere.open_twins.iter();
    written
        .chain([(State::Planned, elsewhere.unwritten)])
        .chain(twins.map(|(state, rows)| (*state, *rows)))
        .filter(|(_, rows)| *rows > 0)
        .map(|(state, _)| state)
}

fn next_step(
    counts: &[BatchCount],
    elsewhere: &Elsewhere,
    telling: Telling<'_>,
    profile: &str,
) -> String {
    let again = telling.again;
    let rows = |state| -> u64 {
        let of_state = counts.iter().filter(|count| count.state == state);
        of_state.map(|count| count.count).sum()
    };
    let has = |state| rows(state) > 0;
    let sent_elsewhere = elsewhere.rows_in(State::Sending);
    let is_sent_now = rows(State::Sending) > sent_elsewhere;
    let planned = has(State::Planned);
    let is_open = has(State::Unknown) || has(State::Pending) || is_sent_now;
    let mut steps = Vec::new();
    if let Some(first) = telling.halted.and_then(cure).filter(|_| planned) {
        steps.push(first);
    }
    if telling.kept_back > 0 {
        steps.push(format!(
            "A rule keeps {} from being sent; the warnings say which. Set that right, or give them up with `qfrefund batch cancel`.",
            counted(telling.kept_back, "planned row")
        ));
    }
    if elsewhere.unwritten > 0 {
        steps.push(format!(
            "{}: {} of this file {} never written down, so not sent.",
            capital(again),
            counted(elsewhere.unwritten, "row"),
            if elsewhere.unwritten == 1 {
                "was"
            } else {
                "were"
            }
        ));
    }
    if sent_elsewhere > 0 {
        steps.push(format!(
            "Another command is sending rows of this file: when it has ended, {again}."
        ));
    }
    if telling.is_onlooker && is_sent_now {
        steps.push(format!(
            "Rows are being sent at this moment: look again in a while. If no run goes on any more, {again}."
        ));
    } else if is_open {
        steps.push(format!(
            "{}, or `qfrefund resolve --profile {profile} --wait`: rows whose outcome is open are looked up, never sent again.",
            capital(again)
        ));
        if planned {
            steps.push(
                "The planned rows have not been sent; only `batch run` sends them.".to_owned(),
            );
        }
    } else if planned {
        steps.push(format!(
            "{}: the planned rows have not been sent.",
            capital(again)
        ));
    }
    if has(State::Declined) {
        let place = match telling.results {
            Some(results) => format!("in {results}"),
            None => format!("with `qfrefund history --state declined --profile {profile}`"),
        };
        steps.push(format!("Read {place} why rows were declined. A declined row is not sent again: to refund it after all, put it into another file, with a new reference."));
    }
    if has(State::Cancelled) {
        steps.push("Cancelled rows are given up for good. To refund them after all, give them a new reference or `out_trade_no`; rows without either go into another file, which another reason makes of this one. Cancelled rows do not count as twins.".to_owned());
    }
    if !elsewhere.open_twins.is_empty() {
        let twins: Vec<String> = elsewhere
            .open_twins
            .iter()
            .map(|(state, rows)| format!("{rows} {state}"))
            .collect();
        steps.push(format!(
            "Rows were left out as twins of refunds that are not done ({}): see `qfrefund batch check` for what to do.",
            twins.join(", ")
        ));
    }
    if steps.is_empty() {
        steps.push("Nothing is left to do.".to_owned());
    }
    steps.join(" ")
}

/// Says what has to be set right before the rest is sent, where it is not plain.
fn cure(halt: &Halt) -> Option<String> {
    Some(match halt {
        Halt::Code { respcd, .. } => {
            format!("First set right what stopped it: `qfrefund explain {respcd}` says how.")
        }
        Halt::Setup(trouble) | Halt::Unreachable(trouble) => trouble.remedy?.to_owned(),
        Halt::DayLimit(_) => {
            "Wait for the next day, or raise `max_day_total` in the profile.".to_owned()
        }
        Halt::BatchLimit(_) => "First raise `max_batch_total` in the profile.".to_owned(),
        Halt::ClearingPause => "The pause ends at 00:35 in Hong Kong; with --pause-window the run waits for that by itself.".to_owned(),
        Halt::RateLimited => "Wait some minutes.".to_owned(),
        Halt::Errors(_) => "First see what the rows that were not refunded have in common.".to_owned(),
        Halt::Journal(error) => error.remedy().to_owned(),
        Halt::Unknown(..) | Halt::Interrupted | Halt::RequestChanged(_) | Halt::Failed(_) => {
            return None;
        }
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Returns the exit code of a batch: that of its rows where all are alike. What a halt leaves
/// planned has the code of its reason.
pub(super) fn exit_of(counts: &[BatchCount], elsewhere: &Elsewhere, halted: Option<&Halt>) -> Exit {
    let planned = halted.map_or(Exit::from(State::Planned), Halt::exit);
    states(counts, elsewhere)
        .map(|state| match state {
            State::Planned => planned,
            other => Exit::from(other),
        })
        .collect()
}
