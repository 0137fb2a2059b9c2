//! `batch run`: check → plan → look → preview → confirm → import → run → result file, for each merchant whose
//! rows the file has: every step for all of them, before the next one begins.

mod after;
mod before;
mod several;

use super::advice::{Checked, sentences};
use super::confirm::unended;
use super::file::BatchFile;
use super::files::{self, Files};
use super::last_look::Payments;
use super::parts::{Part, Parts};
use super::{nothing, orders, twice};
use crate::batch::{Capped, FileCheck, Layout, parse_total};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{Gateway, Party};
use crate::commands::ways::{Keys, Ways};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::limiter::{self, Limit};
use crate::gateway::wire::Merchant;
use crate::journal::{Journal, PORTION, REST};
use crate::language::{text, word};
use crate::money::Amount;
use crate::output::{BatchProgress, OnlineCheck, ResultFormat};
use crate::plan::{Batch, Import, Imported, PlanError, Sums, TwinPolicy};
use crate::profile::RateLimit;
use crate::refund::{self, OutTradeNo};
use crate::runner::{self, Job, LastLook, RunEvent, RunOptions, Summary};
use before::Looked;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(in crate::commands) fn run(args: &BatchRunArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    nothing::is_whole(args)?;
    let expected = args
        .expect_total
        .iter()
        .map(|text| parse_total(text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::usage(format!("--expect-total: {error}")))?;
    let mut files = files::open(&args.file, desk, &mut |_| {})?;
    if let Some(path) = &args.results {
        files.write_to(path)?;
    }
    // Every key, before a row of anybody is sent.
    let keys = Keys::default();
    let mut ways = Ways::new(&keys, args.timeout);
    let mut all_limits = Vec::new();
    for part in files.parts() {
        ways.merchant(&part.party, desk)?;
        all_limits.push(limits(args, &part.party)?);
    }
    if let Some(Parts::One(part)) = files.only()
        && let Some(exit) = nothing::expected(args, &expected, &part.file, &part.party, desk)?
    {
        return Ok(exit);
    }
    let checks = check(&mut files, &all_limits, &mut ways, desk)?;
    let mut sheets = Vec::new();
    let with = all_limits.into_iter().zip(checks);
    for (part, (limits, (mut report, layout))) in files.parts().into_iter().zip(with) {
        if args.odd_meant {
            report.held = Capped::default();
        }
        sheets.push(Sheet {
            part,
            limits,
            report,
            layout,
        });
    }
    if files.is_sound() && sheets.iter().all(Sheet::is_whole) {
        let checked = sheets.iter_mut();
        let checked = checked.map(|sheet| (sheet.part, &mut sheet.report));
        twice::across(&mut checked.collect::<Vec<_>>(), &mut |_| {})?;
    }
    if !files.is_sound() || !sheets.iter().all(Sheet::is_whole) {
        files.say_held_back(desk);
        let found = sheets.into_iter().map(|sheet| Checked::alone(sheet.report));
        return files.tell(found.collect(), false, desk);
    }
    several::run(args, &expected, &files, &sheets, ways, desk)
}

/// Checks the rows of each merchant. Order numbers are looked up where nothing else is wrong with the file,
/// before anything is planned: from then on each row has the payment's own number.
fn check(
    files: &mut Files,
    all_limits: &[Vec<Limit>],
    ways: &mut Ways<'_>,
    desk: &mut Desk<'_>,
) -> Result<Vec<(FileCheck, Layout)>, Failure> {
    let mut checks = Vec::new();
    for part in files.parts() {
        checks.push(part.file.check(&part.party, &mut |_| {})?);
    }
    let mut reports = checks.iter().map(|(report, _)| report);
    if !files.is_sound()
        || reports.any(|report| !report.faults.is_empty() && !report.waits_for_orders())
    {
        return Ok(checks);
    }
    let parts = files.parts_mut().into_iter();
    for ((part, limits), checked) in parts.zip(all_limits).zip(&mut checks) {
        if checked.0.waits_for_orders() {
            let found = before::look_up(part, &checked.0, (ways, limits), desk)?;
            *checked = part.file.check(&part.party, &mut |_| {})?;
            if checked.0.faults.is_empty() {
                orders::tell(&found, desk);
            }
        }
    }
    Ok(checks)
}

/// The rows of one merchant that were checked.
struct Sheet<'a> {
    part: &'a Part,
    limits: Vec<Limit>,
    report: FileCheck,
    layout: Layout,
}

impl Sheet<'_> {
    /// Whether nothing that the file alone shows keeps it back.
    fn is_whole(&self) -> bool {
        let report = &self.report;
        let is_within = report.over_limit.is_empty() && !report.total_over_limit;
        let is_sound = report.faults.is_empty() && report.batch.is_some();
        is_within && is_sound && report.rows > 0 && report.held.is_empty()
    }
}

const fn policy(args: &BatchRunArgs) -> TwinPolicy {
    match (args.skip_twins, args.twins_meant) {
        (true, _) => TwinPolicy::LeaveOut,
        (false, true) => TwinPolicy::Meant,
        (false, false) => TwinPolicy::Tell,
    }
}

/// Says that a look holds the file back.
fn held_back(report: FileCheck, found: OnlineCheck, desk: &mut Desk<'_>) -> Checked {
    let what = if found.refused.is_empty() {
        word!(
            "batch-held-not-looked",
            "not every payment could be looked at, so nothing was sent"
        )
    } else {
        word!(
            "batch-held-not-borne",
            "payments of this file do not bear their rows, so nothing was sent"
        )
    };
    desk.console.outcome(
        what,
        word!(
            "batch-held-next",
            "The list says of each why, and what to do."
        ),
    );
    Checked::held_back(report, found)
}

fn warn_of_oddities(report: &FileCheck, desk: &mut Desk<'_>) {
    if let Some(line) = report.unended {
        desk.console.warn(&text!(
            "batch-unended-warning",
            "{unended} An amount that was cut off looks like a smaller one",
            unended = unended(line)
        ));
    }
    // The missing line end is one of them.
    let odd = report.remarks.count;
    let values = match odd.saturating_sub(u64::from(report.unended.is_some())) {
        0 => return,
        1 => word!("batch-one-value", "1 value is").to_owned(),
        values => text!("batch-values", "{values} values are", values),
    };
    desk.console.warn(&text!(
        "batch-odd-warning",
        "{values} of this file odd without being surely wrong; `qfrefund batch check` lists them",
        values
    ));
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

/// A file that is run.
struct Run<'a> {
    args: &'a BatchRunArgs,
    party: &'a Party,
    file: &'a BatchFile,
    layout: &'a Layout,
    batch: &'a Batch<'a>,
}

impl Run<'_> {
    const fn policy(&self) -> TwinPolicy {
        policy(self.args)
    }

    fn import(
        &self,
        sums: &Sums,
        merchant: &Merchant,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Imported, Failure> {
        let who = books::who(desk);
        let import = Import {
            merchant,
            sums,
            policy: self.policy(),
            stamp: who.at(desk.clock.now()),
            portion: PORTION,
            rest: &|| desk.clock.sleep(REST),
        };
        let imported = import.run(self.file.rows(self.batch)?, journal);
        let imported = imported.map_err(|error| match error {
            PlanError::GivenUp { .. } => error.into(),
            other => self.broken_off(other.into(), journal),
        })?;
        if imported.adopted > 0 {
            desk.console.note(&text!("batch-adopted", "rows that were written down elsewhere and are open, taken over into this batch: {rows}", rows = imported.adopted));
        }
        Ok(imported)
    }

    /// Says what of it is written down all the same.
    fn broken_off(&self, failure: Failure, journal: &mut dyn Journal) -> Failure {
        if !journal.is_unfinished(&self.batch.name).is_ok_and(|is| is) {
            return failure;
        }
        let file = &self.batch.in_a_command;
        let more = text!(
            "batch-broken-off",
            "Some rows of this file are written down, and none of them is sent before all are: run the same command again for the rest, or give them up with `qfrefund batch cancel {file}`.",
            file
        );
        let hint = failure.hint.iter().cloned().chain([more]);
        let hint = sentences(&hint.collect::<Vec<_>>());
        failure.hint(hint)
    }

    /// The payments of its rows, to be looked at again when each is sent.
    fn payments<'b>(
        &'b self,
        looked: Looked,
        gateway: &'b Gateway<'b>,
        desk: &Desk<'_>,
    ) -> Payments<'b> {
        Payments {
            party: self.party,
            gateway,
            clock: desk.clock.clone(),
            rows: looked.rows,
            all_meant: !self.policy().compares(),
            lists: Mutex::new(looked.lists),
        }
    }

    fn send(
        &self,
        (limits, left_out): (Vec<Limit>, HashSet<OutTradeNo>),
        gateway: &Gateway<'_>,
        payments: Option<&Payments<'_>>,
        mut journal: Box<dyn Journal>,
        desk: &mut Desk<'_>,
    ) -> Result<Summary, Failure> {
        let (args, party) = (self.args, self.party);
        let timeout = party.timeout(args.timeout);
        desk.interrupt.wind_down_on_signal();
        let moves_money = party.profile.environment().moves_money();
        let handovers = books::keep_handovers(&mut *journal, desk)?;
        let job = Job {
            merchant: gateway.merchant,
            key: self.batch.key.clone(),
            batch: self.batch.name.clone(),
            left_out,
            who: books::who(desk),
            clock: desk.clock.clone(),
            interrupt: Arc::clone(&desk.interrupt),
            post: &gateway.transport,
            gate: &gateway.gate,
            handovers,
            last_look: payments.map(|payments| -> &dyn LastLook { payments }),
            options: RunOptions {
                jobs: args.jobs.into(),
                spacing: refund::spacing(moves_money, !limits.is_empty()),
                stop_at_errors: args.stop_at_errors,
                keep_going: args.keep_going,
                pause_window: args.pause_window,
                // Only where money moves does the gateway pause.
                moves_money: moves_money
                    && party.profile.guards().clearing_pause
                    && !args.ignore_pause,
                timeout,
                follow: Duration::from_secs(args.wait.into()),
                currency: party.profile.currency(),
                twin_window: Some(party.profile.guards().twin_window).filter(|_| !args.twins_meant),
                max_refund: party.profile.guards().max_refund.map(Amount::minor),
                max_batch_total: party.profile.guards().max_batch_total.map(Amount::minor),
                max_day_total: party.profile.guards().max_day_total.map(Amount::minor),
            },
        };
        let files = journal.batch_files()?;
        let mut progress = BatchProgress::start(
            desk.console.may_animate,
            desk.console.format == ResultFormat::Jsonl,
            limits,
            files.of(&self.batch.name).map(str::to_owned),
        );
        let console = &mut desk.console;
        let clock = desk.clock.clone();
        let summary = runner::run(&job, &mut *journal, &mut |event: &RunEvent| {
            progress.tell(event, clock.uptime(), console)
        });
        progress.end();
        desk.tell_paces();
        summary.map_err(|error| Failure::said(error.exit(), error.to_string()).hint(text!("batch-may-have-sent", "Rows may have been sent. Look with `qfrefund batch status {file}`, then run the same command again.", file = self.file.with_profile(self.party.profile.name()))))
    }
}
