//! `batch run`: check → preview → confirm → import → run → result file.

use super::check;
use super::choose::{self, Choice, Chooser};
use super::elsewhere::{self, Elsewhere};
use super::file::BatchFile;
use super::import::import;
use super::results;
use super::standing::{Telling, document, exit_of};
use crate::batch::run::{Job, Options, Progress, Summary};
use crate::batch::{Entry, Layout, Report, ResultFile, Tally, parse_total};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{self, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::limiter::{Limit, PER_SECOND};
use crate::gateway::wire::Merchant;
use crate::journal::BatchCount;
use crate::journal::sqlite::SqliteJournal;
use crate::money::{Amount, Currency};
use crate::output::text::counted;
use crate::output::{BatchCheckDocument, BatchProgress, Colour, Format};
use crate::profile::RateLimit;
use crate::refund::BatchId;
use std::sync::Arc;
use std::time::Duration;

pub(in crate::commands) fn run(args: &BatchRunArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    let limits = limits(args, &party)?;
    let expected = args
        .expect_total
        .iter()
        .map(|text| parse_total(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::usage(format!("--expect-total {error}")))?;
    let mut file = BatchFile::open(&args.file, &party, desk.console.stdin)?;
    if let Some(path) = &args.results {
        file.stays(path, "--results")?;
    }
    let (report, layout) = check::read(&mut file, &party, |_| {})?;
    let Some(batch) = report
        .batch
        .filter(|_| report.over_limit.is_empty() && !report.total_over_limit && report.rows > 0)
    else {
        return Ok(refuse(&file, &report, (Vec::new(), 0), desk));
    };
    if let Some(path) = &args.results {
        // Found out now, not after everything is sent. What is begun here goes away by itself.
        ResultFile::create(path, &layout).map_err(|error| {
            Failure::usage(error.to_string()).hint(
                "Give --results the path of a .csv or .jsonl file in a folder that can be written.",
            )
        })?;
    }
    let mut journal = books::open(&party, desk)?;
    if !args.skip_twins && !args.twins_meant {
        let before = check::twins_before(&mut file, &batch, &party, &mut journal, desk)?;
        if before.1 > 0 || !report.twins.is_empty() {
            desk.console.error("rows of this file were refunded before, are planned elsewhere, or stand in it twice", Some("Leave them out with --skip-twins, or say with --twins-meant that every one is meant. What to do about one that is planned elsewhere stands beside it."));
            return Ok(refuse(&file, &report, before, desk));
        }
    }
    let taken = tally(
        &mut file,
        args.skip_twins,
        &batch,
        &party,
        &mut journal,
        desk,
    )?;
    let offer = Offer {
        taken: &taken,
        report: &report,
        batch: &batch,
        limits: &limits,
    };
    confirm(args, &expected, &offer, &party, desk)?;
    import(
        &mut file,
        args,
        &batch,
        &party,
        &merchant,
        &mut journal,
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
    report: &Report,
    before: (Vec<String>, u64),
    desk: &mut Desk<'_>,
) -> Exit {
    let document = BatchCheckDocument::new(&file.name, report, before, Exit::Refused);
    desk.console.result(&document, Exit::Refused, false)
}

fn limits(args: &BatchRunArgs, party: &Party) -> Result<Vec<Limit>, Failure> {
    let rate = match &args.rate_limit {
        None => party.profile.rate_limit(),
        Some(text) => RateLimit::parse(text).map_err(|error| {
            Failure::usage(format!("--rate-limit: {error}")).hint(error.hint().to_owned())
        })?,
    };
    Ok(match rate.count_and_span() {
        None => Vec::new(),
        Some((count, span)) => vec![PER_SECOND, Limit { count, span }],
    })
}

/// Adds up the rows that are taken.
fn tally(
    file: &mut BatchFile,
    skip_twins: bool,
    batch: &BatchId,
    party: &Party,
    journal: &mut SqliteJournal,
    desk: &Desk<'_>,
) -> Result<Tally, Failure> {
    let mut chooser = Chooser::new(party, batch, skip_twins, desk.clock.now());
    let mut taken = Tally {
        currency: party.profile.currency(),
        count: 0,
        minor: 0,
    };
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        if matches!(chooser.choose(&row, journal)?, Choice::Take) {
            taken.count = taken.count.saturating_add(1);
            taken.minor = taken.minor.saturating_add(row.intent.amount.minor().into());
        }
    }
    Ok(taken)
}

/// What is about to be sent.
struct Offer<'a> {
    taken: &'a Tally,
    report: &'a Report,
    batch: &'a BatchId,
    limits: &'a [Limit],
}

fn confirm(
    args: &BatchRunArgs,
    expected: &[(Currency, u128)],
    offer: &Offer<'_>,
    party: &Party,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let refuse = |exit, message: String, hint: &str| {
        Err(Failure::new(exit, anyhow::Error::msg(message)).hint(hint))
    };
    if let Some(count) = args.expect_count {
        let totals_agree = expected.len() == 1
            && expected.iter().all(|(currency, minor)| {
                *currency == offer.taken.currency && *minor == offer.taken.minor
            });
        if count != offer.taken.count || !totals_agree {
            return refuse(
                Exit::Refused,
                format!(
                    "the file has {} and {} to refund, which is not what was expected",
                    counted(offer.taken.count, "row"),
                    offer.taken.in_words()
                ),
                "Look at it with `qfrefund batch check`; nothing was sent.",
            );
        }
    }
    let profile = &party.profile;
    let must_name = profile.environment().must_be_named() && !profile.named();
    let confirmed = args.yes || args.expect_count.is_some();
    if confirmed && !must_name {
        return Ok(());
    }
    if !desk.console.may_ask {
        let hint = if must_name {
            "Name the profile with --profile; real money is never moved by default."
        } else {
            "Confirm with --yes, or with --expect-count and --expect-total."
        };
        return refuse(
            Exit::Usage,
            "the batch is not confirmed, and nobody can be asked".to_owned(),
            hint,
        );
    }
    preview(offer, party, desk);
    let (expected, what) = if must_name {
        (profile.name().to_owned(), "the profile's name")
    } else {
        (offer.taken.count.to_string(), "the number of rows")
    };
    match desk.console.ask(&format!(
        "Type {what} ({expected}) to send these refunds, anything else to stop: "
    )) {
        Some(answer) if answer == expected => Ok(()),
        _ => refuse(
            Exit::Refused,
            "stopped: nothing was sent".to_owned(),
            "Run the command again when it is right.",
        ),
    }
}

fn preview(offer: &Offer<'_>, party: &Party, desk: &mut Desk<'_>) {
    let Offer {
        taken,
        report,
        batch,
        limits,
    } = offer;

    let profile = &party.profile;
    let style = desk.console.err_style;
    let merchant = profile.mchid().map_or_else(
        || profile.name().to_owned(),
        |mchid| format!("{} (mchid {mchid})", profile.name()),
    );
    let largest = report
        .largest
        .as_ref()
        .map(|largest| {
            format!(
                "  largest       {} (line {})\n",
                largest.amount.in_words(largest.currency),
                largest.line
            )
        })
        .unwrap_or_default();
    let twins = if report.twins.is_empty() {
        String::new()
    } else {
        format!("  twins         {} in this file\n", report.twins.count)
    };
    let environment = profile.environment();
    let words = if environment.moves_money() {
        style.paint(Colour::Red, environment.in_words())
    } else {
        environment.in_words().to_owned()
    };
    desk.console.tell(&format!(
        "About to refund {} in {}\n  merchant      {merchant}\n  environment   {words}\n{largest}{twins}  expected time {}\n  batch         {}\n",
        style.paint(Colour::Bold, &taken.in_words()),
        counted(taken.count, "row"),
        expected_time(taken.count, limits),
        batch.short(),
    ));
}

/// Says how long so many rows take at the slowest of the limits.
fn expected_time(rows: u64, limits: &[Limit]) -> String {
    let seconds = limits
        .iter()
        .filter_map(|limit| {
            rows.saturating_mul(limit.span.as_secs())
                .checked_div(limit.count.into())
        })
        .max();
    match seconds {
        None => "as fast as the gateway answers".to_owned(),
        Some(seconds) if seconds < 60 => "less than a minute".to_owned(),
        Some(seconds) => format!("at least {} min", seconds.div_ceil(60)),
    }
}

fn send(
    args: &BatchRunArgs,
    limits: Vec<Limit>,
    batch: &BatchId,
    party: &Party,
    merchant: Merchant,
    mut journal: SqliteJournal,
    desk: &mut Desk<'_>,
) -> Result<Summary, Failure> {
    let timeout = party.timeout(args.timeout);
    let (transport, _gateway) = party.open(Some(timeout), desk)?;
    desk.interrupt.wind_down_on_signal();
    (desk.listen)(&desk.interrupt);
    let moves_money = party.profile.environment().moves_money();
    let handovers = books::keep_handovers(&mut journal, desk)?;
    let job = Job {
        merchant,
        key: books::merchant_key(&party.profile),
        batch: batch.to_string(),
        who: books::who(desk),
        clock: desk.clock.clone(),
        interrupt: Arc::clone(&desk.interrupt),
        transport,
        journal: Box::new(journal),
        handovers,
        options: Options {
            jobs: args.jobs.into(),
            spacing: if limits.is_empty() && !moves_money {
                Duration::ZERO
            } else {
                Options::default().spacing
            },
            limits,
            stop_at_errors: args.stop_at_errors,
            keep_going: args.keep_going,
            pause_window: args.pause_window,
            // Only where money moves does the gateway pause.
            moves_money: moves_money && party.profile.guards().clearing_pause && !args.ignore_pause,
            timeout,
            follow: Duration::from_secs(args.wait.into()),
            currency: Some(party.profile.currency()),
            max_refund: party.profile.guards().max_refund.map(Amount::minor),
            max_batch_total: party.profile.guards().max_batch_total.map(Amount::minor),
            max_day_total: party.profile.guards().max_day_total.map(Amount::minor),
        },
    };
    let mut progress = BatchProgress::start(
        desk.console.may_animate,
        desk.console.format == Format::Jsonl,
    );
    let console = &mut desk.console;
    let clock = desk.clock.clone();
    let summary = crate::batch::run::run(job, &mut |event: &Progress| {
        progress.tell(event, clock.now(), console)
    });
    progress.end();
    summary.map_err(|error| Failure::new(Exit::Unknown, anyhow::Error::msg(error.to_string())).hint("Rows may have been sent. Look with `qfrefund batch status`, then run the same command again."))
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
    let exit = exit_of(&counts);
    let telling = Telling {
        halted: summary.halted.as_ref(),
        results: results.as_deref(),
        ..Telling::RUN
    };
    let document = document(&file.name, batch, &counts, &elsewhere, exit, telling, party);
    let exit = desk.console.result(&document, exit, true);
    if let Ok(mut journal) = books::open(party, desk) {
        books::remind(&mut journal, None, party, desk);
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
        elsewhere::count_in(counts, file, rows, batch, party, &mut journal).map_err(unread)?;
    if let Some(words) = elsewhere.in_words(args.skip_twins) {
        desk.console.warn(&words);
    }
    if args.skip_twins {
        let unsent =
            choose::unsent_twins(file, batch, party, &mut journal, desk).map_err(unread)?;
        if unsent > 0 {
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
            &mut journal,
            desk,
        )
        .map_err(while_doing("the result file could not be written")),
        None => Ok(()),
    }
}
