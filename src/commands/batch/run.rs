//! `batch run`: check → plan → look → preview → confirm → import → run → result file.

mod after;
mod before;

use super::advice::Checked;
use super::confirm::{Offer, tried_again, unended};
use super::file::BatchFile;
use super::last_look::Payments;
use super::{day, nothing, orders, results};
use crate::batch::{Capped, FileCheck, Layout, parse_total};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{self, Gateway, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::enquiry::is_fresh;
use crate::gateway::limiter::{self, Limit};
use crate::gateway::wire::Merchant;
use crate::journal::Journal;
use crate::money::Amount;
use crate::output::{BatchProgress, OnlineCheck, ResultFormat};
use crate::plan::{Batch, Import, Imported, Retry, Sums, TwinPolicy};
use crate::profile::RateLimit;
use crate::refund;
use crate::runner::{self, Job, LastLook, RunEvent, RunOptions, Summary};
use before::{Looked, Read};
use std::sync::{Arc, Mutex};
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
    books::know_merchant(&party, desk)?;
    if let Some(path) = &args.results {
        file.stays(path, "--results")?;
    }
    if let Some(exit) = nothing::expected(args, &expected, &file, &party, desk)? {
        return Ok(exit);
    }
    let (mut report, mut layout) = file.check(&party, &mut |_| {})?;
    if report.waits_for_orders() {
        // Before anything is planned: from here on each row has the payment's own number.
        let found = before::look_up(&mut file, &report, (&party, &merchant), &limits, desk)?;
        (report, layout) = file.check(&party, &mut |_| {})?;
        if report.faults.is_empty() {
            orders::tell(&found, desk);
        }
    }
    if args.odd_meant {
        report.held = Capped::default();
    }
    let is_within = report.over_limit.is_empty() && !report.total_over_limit && report.rows > 0;
    let batch = file.batch(&report, &party);
    let Some(batch) = batch.filter(|_| is_within && report.held.is_empty()) else {
        return Ok(Checked::alone(report).tell(&file, &party, false, desk));
    };
    let batch = Batch {
        retry: Retry {
            declined: args.retry_declined,
            cancelled: args.retry_cancelled,
        },
        ..batch
    };
    if let Some(path) = &args.results {
        // Found out now, not after everything is sent. What is begun here goes away by itself.
        results::create(path, &file, &batch, &layout)?;
    }
    let mut journal = books::open(&party, desk)?;
    // Nor is a row written down in one by which nothing may be sent.
    journal.trust()?;
    let run = Run {
        args,
        party: &party,
        file: &file,
        layout: &layout,
        batch: &batch,
    };
    let Read {
        mut sums,
        past,
        asked,
        words,
        conflict,
    } = run.read(&mut report, &mut *journal, desk)?;
    if !report.faults.is_empty() {
        return Ok(Checked::alone(report).tell(&file, &party, false, desk));
    }
    let has_twins = !(past.twins.is_empty() && report.twins.is_empty());
    if run.policy() == TwinPolicy::Tell && has_twins {
        desk.console.outcome("rows of this file were refunded before, are planned elsewhere, or stand in it twice", "Leave them out with --skip-twins, or say with --twins-meant that every one is meant. What to do about one that is planned elsewhere stands beside it.");
    }
    if !past.corrected.is_empty() {
        desk.console.outcome("this file is a changed copy of one that was run, and rows of it were refunded from there, or with another amount", "Take those rows out, or ask for the difference alone. If they are meant beside those, give --twins-meant, or where it is another amount write `yes` in a column `twin`; --skip-twins does not say so.");
    }
    if !past.given_up.is_empty() {
        desk.console.outcome("rows of this file were given up in another one", "Take those rows out. If they are wanted after all, --retry-cancelled sends cancelled ones; what was closed as not refunded is issued by itself.");
    }
    let is_held = !(past.corrected.is_empty() && past.given_up.is_empty());
    if run.policy() == TwinPolicy::Tell && has_twins || is_held {
        let checked = Checked {
            past,
            ..Checked::alone(report)
        };
        return Ok(checked.tell(&file, &party, false, desk));
    }
    if let Some(conflict) = conflict {
        return Err(conflict);
    }
    let timeout = party.timeout(args.timeout);
    let open = |desk: &mut Desk<'_>| party.open(&merchant, timeout, limits.clone(), desk);
    let mut gateway = None;
    if sums.told.count > 0 {
        let gateway = gateway.insert(open(desk)?);
        run.ask(&mut sums, gateway, &mut report, &mut *journal, desk)?;
        if !report.faults.is_empty() {
            return Ok(Checked::alone(report).tell(&file, &party, false, desk));
        }
    }
    warn_of_oddities(&report, desk);
    if !party.looks(args.no_preflight) && report.paid > report.paid_compared {
        desk.console.warn("the column `paid` was not compared with what the gateway says: no payment is looked at");
    }
    if let Some(words) = past.warning() {
        desk.console.warn(&words);
    }
    if let Some(again) = tried_again(&sums) {
        desk.console
            .note(&format!("tried again, each under a new number: {again}"));
    }
    let mut offer = Offer {
        party: &party,
        report: &report,
        batch: &batch,
        sums: &sums,
        day: day::shortfall(&sums, &party, Some(&mut *journal), desk)?,
        limits: &limits,
        earlier: past.earlier.count,
        looked: None,
    };
    offer.can_be_confirmed(args, &expected, desk)?;
    let gateway = match gateway {
        Some(gateway) => gateway,
        None => open(desk)?,
    };
    let mut seen = None;
    if party.looks(args.no_preflight) {
        let found = run.look((asked, words), &gateway, &mut *journal, desk)?;
        if !found.found.is_clean() {
            return Ok(held_back(report, found.found, desk).tell(&file, &party, false, desk));
        }
        offer.looked = Some(found.found.looked);
        seen = Some(found);
    }
    let looked = offer.looked;
    let over = (desk.clock.uptime(), desk.clock.now());
    offer.confirm(args, desk)?;
    if looked.is_some() && !is_fresh(over, desk.clock.as_ref()) {
        // What the question showed may not be so any more.
        drop(seen.take());
        let read = run.read(&mut report, &mut *journal, desk)?;
        let found = run.look((read.asked, read.words), &gateway, &mut *journal, desk)?;
        if !found.found.is_clean() {
            return Ok(held_back(report, found.found, desk).tell(&file, &party, false, desk));
        }
        seen = Some(found);
    }
    let imported = run.import(&sums, &merchant, &mut *journal, desk)?;
    let payments = seen.map(|seen| run.payments(seen, &gateway, desk));
    let summary = run.send(limits, &gateway, payments.as_ref(), journal, desk)?;
    drop(payments);
    drop(gateway);
    run.conclude(&summary, &sums, imported, looked, desk)
}

/// Says that a look holds the file back.
fn held_back(report: FileCheck, found: OnlineCheck, desk: &mut Desk<'_>) -> Checked {
    let what = if found.refused.is_empty() {
        "not every payment could be looked at, so nothing was sent"
    } else {
        "payments of this file do not bear their rows, so nothing was sent"
    };
    desk.console
        .outcome(what, "The list says of each why, and what to do.");
    Checked::held_back(report, found)
}

fn warn_of_oddities(report: &FileCheck, desk: &mut Desk<'_>) {
    if let Some(line) = report.unended {
        desk.console.warn(&format!(
            "{} An amount that was cut off looks like a smaller one",
            unended(line)
        ));
    }
    // The missing line end is one of them.
    let odd = report.remarks.count;
    let values = match odd.saturating_sub(u64::from(report.unended.is_some())) {
        0 => return,
        1 => "1 value is".to_owned(),
        values => format!("{values} values are"),
    };
    desk.console.warn(&format!(
        "{values} of this file odd without being surely wrong; `qfrefund batch check` lists them"
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
        match (self.args.skip_twins, self.args.twins_meant) {
            (true, _) => TwinPolicy::LeaveOut,
            (false, true) => TwinPolicy::Meant,
            (false, false) => TwinPolicy::Tell,
        }
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
        };
        let imported = import.run(self.file.rows(self.batch)?, journal)?;
        if imported.adopted > 0 {
            desk.console.note(&format!(
                "rows that were written down elsewhere and are open, taken over into this batch: {}",
                imported.adopted
            ));
        }
        Ok(imported)
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
        limits: Vec<Limit>,
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
        let mut progress = BatchProgress::start(
            desk.console.may_animate,
            desk.console.format == ResultFormat::Jsonl,
            limits,
        );
        let console = &mut desk.console;
        let clock = desk.clock.clone();
        let summary = runner::run(&job, &mut *journal, &mut |event: &RunEvent| {
            progress.tell(event, clock.uptime(), console)
        });
        progress.end();
        summary.map_err(|error| Failure::said(error.exit(), error.to_string()).hint(format!("Rows may have been sent. Look with `qfrefund batch status {} --profile {}`, then run the same command again.", self.file.in_a_command(), self.party.profile.name())))
    }
}
