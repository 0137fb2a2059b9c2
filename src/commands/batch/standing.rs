//! How far a batch is, in one document: what its rows add up to, and what to do next.

use super::advice::sentences;
use super::file::BatchFile;
use super::results::Results;
use crate::commands::{Desk, Failure};
use crate::exit::Exit;
use crate::journal::Journal;
use crate::language::{joined, text, word};
use crate::output::text::counted;
use crate::output::{BatchDocument, LeftOut, StateTotal};
use crate::plan::{Batch, Planned, Sums, TwinPolicy};
use crate::refund::{BatchId, ClosedAs, State, worst};
use crate::runner::Halt;
use time::OffsetDateTime;

/// What a run came to, for the command that ran the file. The others only look on, while a run may
/// be going on.
#[derive(Clone, Copy, Default)]
pub(super) struct RunEnd<'a> {
    /// Why the run stopped before its end.
    pub(super) halted: Option<&'a Halt>,
    /// Rows that a rule kept from being sent.
    pub(super) kept_back: u64,
    /// Planned rows that were left out as twins.
    pub(super) left_out: u64,
    /// How many payments were looked at before anything was sent; none where the look was left out.
    pub(super) looked: Option<u64>,
    /// The result file that was written.
    pub(super) results: Option<&'a str>,
    /// The result file that could not be written.
    pub(super) stale: Option<&'a str>,
}

/// Adds up how the rows stand: by the journal's own totals where it has every row in this batch,
/// otherwise row by row, for a batch whose row was declined under another command is not refunded.
///
/// Each row is looked up once, and whose it is with it: while another run takes rows over, sums
/// of two moments would count a row twice, or not at all. `results` gets every row in the same
/// reading.
pub(super) fn sums(
    file: &BatchFile,
    batch: &Batch<'_>,
    policy: TwinPolicy,
    now: OffsetDateTime,
    journal: &mut dyn Journal,
    mut results: Option<&mut Results>,
) -> Result<Sums, Failure> {
    let own = journal.batch_counts(&batch.key, &batch.name)?;
    let is_whole = own.iter().map(|count| count.count).sum::<u64>() >= batch.rows;
    // What came to nothing may have been tried again elsewhere.
    let is_over = own.iter().any(|count| count.state.may_be_replaced());
    if is_whole && !is_over && results.is_none() {
        let mut sums = Sums::new(batch.profile.currency());
        sums.counts = own;
        return Ok(sums);
    }
    let mut each = |planned: &Planned| {
        if let Some(results) = &mut results {
            results.add(planned);
        }
    };
    file.plan(batch, policy, now, journal, &mut each)
}

/// The same for a command that only looks on.
pub(super) fn look(
    file: &BatchFile,
    batch: &Batch<'_>,
    journal: &mut dyn Journal,
    results: Option<&mut Results>,
    desk: &Desk<'_>,
) -> Result<Sums, Failure> {
    let is_run = !journal.batch_counts(&batch.key, &batch.name)?.is_empty();
    let now = desk.clock.now();
    let policy = if is_run {
        // What is not written down may have been left out on purpose.
        TwinPolicy::LeaveOut
    } else {
        TwinPolicy::Ignore
    };
    let mut sums = sums(file, batch, policy, now, journal, results)?;
    sums.set_left_out_aside();
    Ok(sums)
}

/// Reads how the file was called that a batch was first taken in from.
pub(super) fn first_file(
    batch: &str,
    journal: &mut dyn Journal,
) -> Result<Option<String>, Failure> {
    Ok(journal.batch_files()?.of(batch).map(str::to_owned))
}

/// Makes the document.
pub(super) fn document(
    batch: &Batch<'_>,
    sums: &Sums,
    exit: Exit,
    run: Option<RunEnd<'_>>,
) -> BatchDocument {
    let file = Some(batch.file.clone());
    let columns = batch.columns.clone();
    let named = Named {
        batch: &batch.name,
        profile: batch.profile.name(),
        given: &batch.in_a_command,
    };
    BatchDocument {
        columns: columns.used,
        unused_columns: columns.unused,
        ..named.document(file, sums, exit, run)
    }
}

/// A batch by its identity, whose file may not be there.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) batch: &'a str,
    pub(super) profile: &'a str,
    /// Its file in a command.
    pub(super) given: &'a str,
}

impl Named<'_> {
    /// Makes the document.
    pub(super) fn document(
        self,
        file: Option<String>,
        sums: &Sums,
        exit: Exit,
        run: Option<RunEnd<'_>>,
    ) -> BatchDocument {
        let halted = run.and_then(|run| run.halted);
        BatchDocument {
            exit_code: exit.code(),
            file,
            batch: self.batch.to_owned(),
            batch_file: None,
            profile: self.profile.to_owned(),
            columns: Vec::new(),
            unused_columns: Vec::new(),
            states: sums.counts.iter().map(StateTotal::of).collect(),
            left_out: sums.left_out.iter().map(LeftOut::of).collect(),
            looked: run.and_then(|run| run.looked),
            worst: worst(states(sums)).map(|state| state.name().to_owned()),
            halted: halted.map(ToString::to_string),
            halted_by: halted.map(Halt::reason),
            next_step: next_step(sums, run, self),
            results: run.and_then(|run| run.results).map(str::to_owned),
        }
    }
}

/// Lists where rows stand. Rows that are not written down are as good as planned, those that are
/// left out for another refund are no better off than that is, and of those that only the file
/// calls refunded nothing is known.
fn states(sums: &Sums) -> impl Iterator<Item = State> {
    let written = sums.counts.iter().map(|count| (count.state, count.count));
    let twins = sums.open_twins.iter();
    written
        .chain([(State::Planned, sums.unwritten)])
        .chain([
            (State::Unknown, sums.told.count),
            (State::Unknown, sums.unheard),
        ])
        .chain(twins.map(|(state, rows)| (*state, *rows)))
        .filter(|(_, rows)| *rows > 0)
        .map(|(state, _)| state)
}

fn next_step(sums: &Sums, run: Option<RunEnd<'_>>, named: Named<'_>) -> String {
    let (batch, profile, file) = (named.batch, named.profile, named.given);
    let again = match run {
        Some(_) => word!("batch-again-same", "run the same command again").to_owned(),
        None => text!(
            "batch-again-file",
            "run the file with `qfrefund batch run {file}`",
            file
        ),
    };
    let again = again.as_str();
    let give_up = format!(
        "`qfrefund batch cancel --batch {} --profile {profile}`",
        BatchId::shorten(batch)
    );
    let is_onlooker = run.is_none();
    let run = run.unwrap_or_default();
    let has = |state| sums.rows_in(state) > 0;
    let sent_elsewhere = sums.elsewhere_in(State::Sending);
    let is_sent_now = sums.rows_in(State::Sending) > sent_elsewhere;
    let planned = sums.rows_in(State::Planned) > run.left_out;
    let is_open = has(State::Unknown) || has(State::Pending) || is_sent_now;
    let mut steps = Vec::new();
    if let Some(path) = run.stale {
        steps.push(text!("batch-stale-step", "{again}: that writes {path} and sends nothing twice. A file that stands there is older than this run, and says what is not so any more.", again = capital(again), path));
    }
    if let Some(first) = run
        .halted
        .and_then(|halt| cure(halt, &give_up, profile))
        .filter(|_| planned)
    {
        steps.push(first);
    }
    if run.kept_back > 0 {
        steps.push(text!("batch-kept-back", "A rule keeps {rows} from being sent; the warnings say which. Set that right, or give them up with {give_up}.", rows = counted(run.kept_back, "planned row"), give_up));
    }
    if run.left_out > 0 {
        let (rows, are) = match run.left_out {
            1 => (
                counted(1_u64, "planned row"),
                word!("batch-twin-stays", "is a twin, and stays"),
            ),
            rows => (
                counted(rows, "planned row"),
                word!("batch-twins-stay", "are twins, and stay"),
            ),
        };
        steps.push(text!("batch-twins-planned", "{rows} of this file {are} planned: send with --twins-meant, or give up with {give_up}.", rows, are, give_up));
    }
    if sums.unwritten > 0 && is_onlooker && !sums.counts.is_empty() {
        let (stand, are) = match sums.unwritten {
            1 => (
                word!("batch-row-stands", "stands"),
                word!("batch-it-is", "it is"),
            ),
            _ => (
                word!("batch-rows-stand", "stand"),
                word!("batch-they-are", "they are"),
            ),
        };
        steps.push(text!("batch-nowhere", "{rows} of this file {stand} nowhere in the journal, so not sent: see with `qfrefund batch check {file}` whether {are} still to be.", rows = counted(sums.unwritten, "row"), stand, file, are));
    } else if sums.unwritten > 0 {
        let (again, rows) = (capital(again), counted(sums.unwritten, "row"));
        steps.push(if sums.unwritten == 1 {
            text!(
                "batch-unwritten-one",
                "{again}: {rows} of this file was never written down, so not sent.",
                again,
                rows
            )
        } else {
            text!(
                "batch-unwritten",
                "{again}: {rows} of this file were never written down, so not sent.",
                again,
                rows
            )
        });
    }
    if sums.told.count > 0 {
        steps.push(text!("batch-own-word", "{rows} only by the file's own word: ask the gateway with `qfrefund batch check {file} --online`.", rows = match sums.told.count {
                1 => word!("batch-one-refunded", "1 row is refunded").to_owned(),
                rows => text!("batch-rows-refunded", "{rows} rows are refunded", rows),
            }, file));
    }
    if sums.unheard > 0 {
        steps.push(text!(
            "batch-unheard-step",
            "{rows} by the file's own word, and not known here: see `qfrefund batch check {file}`.",
            rows = match sums.unheard {
                1 => word!("batch-one-sent", "1 row was sent or given up").to_owned(),
                rows => text!("batch-rows-sent", "{rows} rows were sent or given up", rows),
            },
            file
        ));
    }
    if sent_elsewhere > 0 {
        steps.push(text!(
            "batch-sent-elsewhere",
            "Another command is sending rows of this file: when it has ended, {again}.",
            again
        ));
    }
    if is_onlooker && is_sent_now {
        steps.push(text!("batch-sent-now", "Rows are being sent at this moment: look again in a while. If no run goes on any more, {again}.", again));
    } else if is_open {
        steps.push(text!("batch-open-step", "{again}, or `qfrefund resolve --profile {profile} --wait`: rows whose outcome is open are looked up, never sent again.", again = capital(again), profile));
        if planned {
            steps.push(
                word!(
                    "batch-only-run-sends",
                    "The planned rows have not been sent; only `batch run` sends them."
                )
                .to_owned(),
            );
        }
    } else if planned {
        steps.push(text!(
            "batch-planned-step",
            "{again}: the planned rows have not been sent.",
            again = capital(again)
        ));
    }
    if has(State::Declined) {
        let place = match run.results {
            Some(results) => text!("batch-read-in", "in {results}", results),
            None => text!(
                "batch-read-with",
                "with `qfrefund history --state declined --profile {profile}`",
                profile
            ),
        };
        steps.push(text!("batch-declined-step", "Read {place} why rows were declined. A declined row is not sent again by itself: when the reason is gone, run the file with --retry-declined, which makes a new attempt.", place));
    }
    if has(State::Cancelled) {
        steps.push(word!("batch-cancelled-step", "Cancelled rows are given up. To refund them after all, run the file with --retry-cancelled. Cancelled rows do not count as twins.").to_owned());
    }
    if !sums.open_twins.is_empty() {
        let twins: Vec<String> = sums
            .open_twins
            .iter()
            .map(|(state, rows)| text!("batch-known-rows", "{rows} {state}", rows, state))
            .collect();
        steps.push(text!("batch-open-twins", "Rows were left out as twins of refunds that are not done ({twins}): see `qfrefund batch check {file}` for what to do.", twins = joined(twins), file));
    }
    if steps.is_empty() {
        steps.push(word!("batch-nothing-left", "Nothing is left to do.").to_owned());
    }
    sentences(&steps)
}

/// Says what has to be set right before the rest is sent, where it is not plain.
fn cure(halt: &Halt, give_up: &str, profile: &str) -> Option<String> {
    Some(match halt {
        Halt::Code { respcd, .. } => {
            text!("batch-cure-code", "First set right what stopped it: `qfrefund explain {respcd}` says how.", respcd)
        }
        Halt::Setup(trouble) | Halt::Unreachable(trouble) => trouble.remedy?.to_owned(),
        Halt::DayLimit(_) => {
            word!("batch-cure-day", "Wait for the next day, or raise `max_day_total` in the profile.").to_owned()
        }
        Halt::BatchLimit(_) => word!("batch-cure-batch", "First raise `max_batch_total` in the profile.").to_owned(),
        Halt::ClearingPause => word!("batch-cure-pause", "The pause ends at 00:35 in Hong Kong; with --pause-window the run waits for that by itself.").to_owned(),
        Halt::RateLimited => word!("batch-cure-rate", "Wait some minutes.").to_owned(),
        Halt::Unlooked(_) => word!("batch-cure-look", "First see that the gateway answers enquiries again.").to_owned(),
        Halt::RequestChanged(_) => text!("batch-cure-changed", "The profile's mchid has changed since these rows were written down, so that they cannot be sent as they stand: set it back, or give them up with {give_up} and put them into another file, with new references, which --retry-cancelled sends.", give_up),
        Halt::Errors(_) => word!("batch-cure-errors", "First see what the rows that were not refunded have in common.").to_owned(),
        Halt::Journal(error) => error.remedy_for(profile),
        Halt::Unknown(..) | Halt::Interrupted | Halt::Failed(..) => return None,
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Returns the exit code of a batch: that of its rows where all are alike. What a halt leaves
/// planned has the code of its reason.
pub(super) fn exit_of(sums: &Sums, halted: Option<&Halt>) -> Exit {
    let planned = halted.map_or(Exit::from(State::Planned), Halt::exit);
    states(sums)
        .map(|state| match state {
            State::Planned => planned,
            // The payer has the money, by somebody's word: nothing is left to do about the row.
            State::Closed(ClosedAs::RefundedElsewhere) => Exit::Success,
            other => Exit::from(other),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_result_file_that_could_not_be_written_is_no_end() {
        let sums = Sums::new(Currency::from_code("HKD").unwrap());
        let step = |stale| {
            let run = RunEnd {
                stale,
                ..RunEnd::default()
            };
            let named = Named {
                batch: "b",
                profile: "shop",
                given: "refunds.csv --profile shop",
            };
            next_step(&sums, Some(run), named)
        };
        assert_eq!(step(None), "Nothing is left to do.");
        let told = step(Some("results.csv"));
        assert!(!told.contains("Nothing is left"), "{told}");
        assert!(told.starts_with("Run the same command again"), "{told}");
        assert!(told.contains("results.csv"), "{told}");
        assert!(told.contains("older than this run"), "{told}");
    }
}
