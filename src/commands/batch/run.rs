//! `batch run`: check → preview → confirm → import → run → result file.

use super::advice::Checked;
use super::check;
use super::choose;
use super::confirm::Offer;
use super::elsewhere::{self, Elsewhere};
use super::file::BatchFile;
use super::import::import;
use super::nothing;
use super::results;
use super::standing::{Telling, document, exit_of};
use crate::batch::{FileCheck, Layout, ResultFile, parse_total};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::limiter::{self, Limit};
use crate::gateway::wire::Merchant;
use crate::journal::{BatchCount, Journal};
use crate::money::Amount;
use crate::output::{BatchCheckDocument, BatchProgress, ResultFormat};
use crate::profile::RateLimit;
use crate::refund::{self, BatchId, State};
use crate::runner::{Job, Options, RunEvent, Summary};
use std::sync::Arc;
use std::time::Duration;

pub(in crate::commands) fn run(args: &BatchRunArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    nothing::is_whole(args)?;
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    let limits = limits(args, &party)?;
    let expected = args
        .expect_total
        .iter()
        .map(|text| parse_total(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::usage(format!("--expect-total: {error}")))?;
    let mut file = BatchFile::open(&args.file, &party, desk.console.stdin)?;
    if let Some(path) = &args.results {
        file.stays(path, "--results")?;
    }
    if let Some(exit) = nothing::expected(args, &expected, &mut file, &party, desk)? {
        return Ok(exit);
    }
    let (report, layout) = check::read(&mut file, &party, |_| {})?;
    let Some(batch) = report
        .batch
        .filter(|_| report.over_limit.is_empty() && !report.total_over_limit && report.rows > 0)
    else {
        return Ok(refuse(&file, &report, (Vec::new(), 0), &party, desk));
    };
    if let Some(path) = &args.results {
        let scope = books::merchant_key(&party.profile);
        file.may_replace(path, scope.as_str(), batch)?;
        // Found out now, not after everything is sent. What is begun here goes away by itself.
        ResultFile::create(path, &layout).map_err(|error| {
            Failure::usage(error.to_string()).hint(
                "Give --results the path of a .csv or .jsonl file in a folder that can be written.",
            )
        })?;
    }
    let mut journal = books::open(&party, desk)?;
    if !args.skip_twins && !args.twins_meant {
        let before =
            check::twins_before(&mut file, &batch, &party, &mut *journal, desk, &mut |_| {})?;
        if before.1 > 0 || !report.twins.is_empty() {
            desk.console.outcome("rows of this file were refunded before, are planned elsewhere, or stand in it twice", "Leave them out with --skip-twins, or say with --twins-meant that every one is meant. What to do about one that is planned elsewhere stands beside it.");
            return Ok(refuse(&file, &report, before, &party, desk));
        }
    }
    let offer = Offer::of(
        &mut file,
        args,
        &report,
        &batch,
        &limits,
        &party,
        &mut *journal,
        desk,
    )?;
    (desk.listen)(&desk.interrupt);
    offer.confirm(args, &expected, &party, desk)?;
    import(
        &mut file,
        args,
        &batch,
        &party,
        &merchant,
        &mut *journal,
        desk,
    )?;
    let summary = send(args, limits, &batch, &party, merchant, journal, desk)?;
    conclude(
        args,
        &mut file,
        &layout,
        report.rows,
        &batch,
        &summary,
        &party,
        desk,
    )
}

fn refuse(
    file: &BatchFile,
    report: &FileCheck,
    before: (Vec<String>, u64),
    party: &Party,
    desk: &mut Desk<'_>,
) -> Exit {
    let checked = Checked {
        report,
        twins_before: before.1,
        known: &[],
        online: None,
        has_faults_file: false,
        day: None,
    };
    let next = checked.next_step(file, party);
    let document = BatchCheckDocument::new(&file.name, report, before, Exit::Refused, next);
    desk.console.result(&document, Exit::Refused, false)
}

fn limits(args: &BatchRunArgs, party: &Party) -> Result<Vec<Limit>, Failure> {
    let rate = match &args.rate_limit {
        None => party.profile.rate_limit(),
        Some(text) => RateLimit::parse(text).map_err(|error| {
            Failure::usage(format!("--rate-limit: {error}")).hint(error.hint().to_owned())
        })?,
    };
    Ok(limiter::limits(rate.count_and_span()))
}

fn send(
    args: &BatchRunArgs,
    limits: Vec<Limit>,
    batch: &BatchId,
    party: &Party,
    merchant: Merchant,
    mut journal: Box<dyn Journal>,
    desk: &mut Desk<'_>,
) -> Result<Summary, Failure> {
    let timeout = party.timeout(args.timeout);
    let gateway = party.open(&merchant, timeout, limits.clone(), desk)?;
    desk.interrupt.wind_down_on_signal();
    let moves_money = party.profile.environment().moves_money();
    let handovers = books::keep_handovers(&mut *journal, desk)?;
    let job = Job {
        merchant: &merchant,
        key: books::merchant_key(&party.profile),
        batch: batch.to_string(),
        who: books::who(desk),
        clock: desk.clock.clone(),
        interrupt: Arc::clone(&desk.interrupt),
        post: &gateway.transport,
        gate: &gateway.gate,
        handovers,
        options: Options {
            jobs: args.jobs.into(),
            spacing: refund::spacing(moves_money, !limits.is_empty()),
            stop_at_errors: args.stop_at_errors,
            keep_going: args.keep_going,
            pause_window: args.pause_window,
            // Only where money moves does the gateway pause.
            moves_money: moves_money && party.profile.guards().clearing_pause && !args.ignore_pause,
            timeout,
            follow: Duration::from_secs(args.wait.into()),
            currency: party.profile.currency(),
            max_refund: party.profile.guards().max_refund.map(Amount::minor),
            max_batch_total: party.profile.guards().max_batch_total.map(Amount::minor),
            max_day_total: party.profile.guards().max_day_total.map(Amount::minor),
        },
    };
    let mut progress = BatchProgress::start(
        desk.console.may_animate,
        desk.console.format == ResultFormat::Jsonl,
        limits,
    );
    let console = &mut desk.console;
    let clock = desk.clock.clone();
    let summary = crate::runner::run(&job, &mut *journal, &mut |event: &RunEvent| {
        progress.tell(event, clock.uptime(), console)
    });
    progress.end();
    summary.map_err(|error| Failure::new(error.exit(), anyhow::Error::msg(error.to_string())).hint("Rows may have been sent. Look with `qfrefund batch status`, then run the same command again."))
}

#[allow(
    clippy::too_many_arguments,
    reason = "each is one thing, and they belong to no common type"
)]
fn conclude(
    args: &BatchRunArgs,
    file: &mut BatchFile,
    layout: &Layout,
    rows: u64,
    batch: &BatchId,
    summary: &Summary,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    // From here on the refunds are what they are: what cannot be read or written changes no exit
    // code to one that says that nothing was sent.
    let mut counts = summary.counts.clone();
    let mut results = None;
    let mut elsewhere = Elsewhere::default();
    match concluding(
        args,
        file,
        layout,
        rows,
        batch,
        (&mut counts, &mut elsewhere),
        party,
        desk,
    ) {
        Ok(()) => results = args.results.as_ref().map(|path| path.display().to_string()),
        Err(failure) => desk.console.error(
            &format!("{:#}", failure.error),
            Some("Run the same command again for that; nothing is sent twice."),
        ),
    }
    let exit = exit_of(&counts, &elsewhere, summary.halted.as_ref());
    let telling = Telling {
        halted: summary.halted.as_ref(),
        kept_back: summary.refused,
        results: results.as_deref(),
        ..Telling::RUN
    };
    let document = document(&file.name, batch, &counts, &elsewhere, exit, telling, party);
    let exit = desk.console.result(&document, exit, true);
    if let Ok(mut journal) = books::open(party, desk) {
        let reported: Vec<_> = counts
            .iter()
            .map(|count| (count.state, count.count))
            .collect();
        books::remind(&mut *journal, &reported, party, desk);
    }
    Ok(exit)
}

/// Counts the rows that stand elsewhere and writes the result file.
#[allow(
    clippy::too_many_arguments,
    reason = "each is one thing, and they belong to no common type"
)]
fn concluding(
    args: &BatchRunArgs,
    file: &mut BatchFile,
    layout: &Layout,
    rows: u64,
    batch: &BatchId,
    (counts, elsewhere): (&mut Vec<BatchCount>, &mut Elsewhere),
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let while_doing = |what: &'static str| {
        move |failure: Failure| Failure {
            error: failure.error.context(what),
            ..failure
        }
    };
    let unread = while_doing("the journal could not be read after the run");
    let mut journal = books::open(party, desk).map_err(unread)?;
    *elsewhere =
        elsewhere::count_in(counts, file, rows, batch, party, &mut *journal).map_err(unread)?;
    // Of a file that has just been run these are twins that were to be left out.
    elsewhere.unwritten = 0;
    if let Some(words) = elsewhere.in_words(args.skip_twins) {
        desk.console.warn(&words);
    }
    if args.skip_twins {
        elsewhere.open_twins =
            choose::open_twins(file, batch, party, &mut *journal, desk).map_err(unread)?;
        let unsent = elsewhere.open_twins.get(&State::Planned).copied();
        // The next step names them, too.
        if let Some(unsent) = unsent.filter(|_| !desk.console.is_read_as_table()) {
            desk.console.warn(&format!(
                "rows left out as twins of refunds that are planned elsewhere and were never sent: {unsent}. See `qfrefund batch check` for what to do"
            ));
        }
    }
    match &args.results {
        Some(path) => results::write(
            path,
            file,
            layout,
            args.skip_twins,
            batch,
            party,
            &mut *journal,
            desk,
        )
        .map_err(while_doing("the result file could not be written")),
        None => Ok(()),
    }
}
