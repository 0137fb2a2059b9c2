//! `batch run`: check → plan → preview → confirm → import → run → result file.

use super::advice::Checked;
use super::confirm::Offer;
use super::file::BatchFile;
use super::nothing;
use super::results::Results;
use super::standing::{self, RunEnd};
use super::told::Told;
use super::{day, elsewhere, words};
use crate::batch::{FileCheck, Layout, Listed, ResultFile, parse_total};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{self, Gateway, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::limiter::{self, Limit};
use crate::gateway::wire::Merchant;
use crate::journal::Journal;
use crate::money::Amount;
use crate::output::text::counted;
use crate::output::{BatchProgress, ResultFormat};
use crate::plan::{Batch, Fate, Import, Imported, Planned, Sums, Twin, TwinPolicy};
use crate::profile::RateLimit;
use crate::refund::{self, State, command};
use crate::runner::{self, Job, Options, RunEvent, Summary};
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
    let file = BatchFile::open(&args.file, &party, desk.console.stdin)?;
    books::know_merchant(&party, desk)?;
    if let Some(path) = &args.results {
        file.stays(path, "--results")?;
    }
    if let Some(exit) = nothing::expected(args, &expected, &file, &party, desk)? {
        return Ok(exit);
    }
    let (mut report, layout) = file.check(&party, &mut |_| {})?;
    let is_within = report.over_limit.is_empty() && !report.total_over_limit && report.rows > 0;
    let batch = file.batch(&report, &party);
    let Some(batch) = batch.filter(|_| is_within) else {
        return Ok(Checked::alone(report).tell(&file, &party, false, desk));
    };
    if let Some(path) = &args.results {
        file.may_replace(path, &batch)?;
        // Found out now, not after everything is sent. What is begun here goes away by itself.
        ResultFile::create(path, &layout).map_err(|error| {
            Failure::usage(error.to_string()).hint(
                "Give --results the path of a .csv or .jsonl file in a folder that can be written.",
            )
        })?;
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
    let (mut sums, twins) = run.read(&mut report, &mut *journal, desk)?;
    if !report.faults.is_empty() {
        return Ok(Checked::alone(report).tell(&file, &party, false, desk));
    }
    if run.policy() == TwinPolicy::Tell && !(twins.is_empty() && report.twins.is_empty()) {
        desk.console.outcome("rows of this file were refunded before, are planned elsewhere, or stand in it twice", "Leave them out with --skip-twins, or say with --twins-meant that every one is meant. What to do about one that is planned elsewhere stands beside it.");
        let checked = Checked {
            twins,
            ..Checked::alone(report)
        };
        return Ok(checked.tell(&file, &party, false, desk));
    }
    let timeout = party.timeout(args.timeout);
    let open = |desk: &Desk<'_>| party.open(&merchant, timeout, limits.clone(), desk);
    let mut gateway = None;
    if sums.told.count > 0 {
        let gateway = gateway.insert(open(desk)?);
        run.ask(&mut sums, gateway, &mut report, &mut *journal, desk)?;
        if !report.faults.is_empty() {
            return Ok(Checked::alone(report).tell(&file, &party, false, desk));
        }
    }
    if report.remarks.count > 0 {
        desk.console.warn(&format!(
            "{} of this file odd without being surely wrong; `qfrefund batch check` lists them",
            match report.remarks.count {
                1 => "1 value is".to_owned(),
                values => format!("{values} values are"),
            }
        ));
    }
    if party.profile.preflight() && sums.to_send.count > 0 {
        let look = command("batch check --online", &batch.file, party.profile.name());
        desk.console.note(&format!(
            "a run does not look at the payments first; `{look}` does"
        ));
    }
    let offer = Offer {
        party: &party,
        report: &report,
        batch: &batch,
        sums: &sums,
        day: day::shortfall(&sums, &party, Some(&mut *journal), desk)?,
        limits: &limits,
    };
    (desk.listen)(&desk.interrupt);
    offer.confirm(args, &expected, desk)?;
    let imported = run.import(&sums, &merchant, &mut *journal, desk)?;
    let gateway = match gateway {
        Some(gateway) => gateway,
        None => open(desk)?,
    };
    let summary = run.send(limits, &gateway, journal, desk)?;
    drop(gateway);
    run.conclude(&summary, &sums, imported, desk)
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
            (false, true) => TwinPolicy::Ignore,
            (false, false) => TwinPolicy::Tell,
        }
    }

    /// Adds the plan up, and lists the twins of refunds in the journal. What the journal denies is
    /// a fault.
    fn read(
        &self,
        report: &mut FileCheck,
        journal: &mut dyn Journal,
        desk: &Desk<'_>,
    ) -> Result<(Sums, Listed<String>), Failure> {
        let (policy, now) = (self.policy(), desk.clock.now());
        let mut twins = Listed::default();
        let mut each = |planned: &Planned| {
            if let Fate::Denied(record) = &planned.fate {
                report.add_fault(words::denied_fault(&planned.row, record));
            }
            if let (TwinPolicy::Tell, Some(Twin::Refund(twin))) = (policy, &planned.twin) {
                twins.push(words::twin_line(&planned.row, twin));
            }
        };
        let sums = self
            .file
            .plan(self.batch, policy, now, journal, &mut each)?;
        Ok((sums, twins))
    }

    /// Asks the gateway for the rows that only the file calls refunded. Those that it shows so are
    /// left out and counted, the others are faults.
    fn ask(
        &self,
        sums: &mut Sums,
        gateway: &Gateway<'_>,
        report: &mut FileCheck,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let told = Told {
            file: self.file,
            batch: self.batch,
            rows: sums.told.count,
            gateway,
        };
        let heard = told.ask(journal, desk, &mut |fault| report.add_fault(fault))?;
        if let Some(unasked) = heard.unasked {
            return Err(unasked.into());
        }
        if report.faults.is_empty() {
            let words = heard.found.in_words();
            desk.console.note(&format!(
                "{} that the file calls refunded and this journal does not know, {words} in all: the gateway shows every refund; they are left out",
                counted(heard.found.count, "row")
            ));
            sums.vouch();
        }
        Ok(())
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

    fn send(
        &self,
        limits: Vec<Limit>,
        gateway: &Gateway<'_>,
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
            options: Options {
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
        summary.map_err(|error| Failure::new(error.exit(), anyhow::Error::msg(error.to_string())).hint(format!("Rows may have been sent. Look with `qfrefund batch status {} --profile {}`, then run the same command again.", self.file.in_a_command(), self.party.profile.name())))
    }

    /// Tells how it ended. From here on the refunds are what they are: what cannot be read or
    /// written changes no exit code to one that says that nothing was sent.
    fn conclude(
        &self,
        summary: &Summary,
        plan: &Sums,
        imported: Imported,
        desk: &mut Desk<'_>,
    ) -> Result<Exit, Failure> {
        let mut sums = plan.after_a_run(&summary.counts);
        let written = self.look_back(&mut sums, imported, desk);
        let results = self.args.results.as_ref();
        let results = results.map(|path| path.display().to_string());
        if let Err(failure) = &written {
            let what = match results {
                Some(_) => "the result file could not be written",
                None => "the rows could not be counted after the run",
            };
            desk.console.error(
                &format!("{what}: {:#}", failure.error),
                Some("Run the same command again for that; nothing is sent twice."),
            );
        }
        let exit = standing::exit_of(&sums, summary.halted.as_ref());
        let end = RunEnd {
            halted: summary.halted.as_ref(),
            kept_back: summary.refused,
            results: results.as_deref().filter(|_| written.is_ok()),
            stale: results.as_deref().filter(|_| written.is_err()),
        };
        let document = standing::document(self.batch, &sums, exit, Some(end));
        let exit = desk.console.result(&document, exit, true);
        if let Ok(mut journal) = books::open(self.party, desk) {
            books::remind(&mut *journal, &sums.by_state(), self.party, desk);
        }
        Ok(exit)
    }

    /// Reads the plan once more: how the rows stand now, and the result file, which may fail by
    /// itself.
    fn look_back(
        &self,
        sums: &mut Sums,
        imported: Imported,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        let mut journal = books::open(self.party, desk)?;
        let path = self.args.results.as_ref();
        let mut results = path.map(|path| Results::begin(path, self.layout));
        let policy = if self.args.skip_twins {
            TwinPolicy::LeaveOut
        } else {
            TwinPolicy::Ignore
        };
        let now = desk.clock.now();
        let (file, batch, out) = (self.file, self.batch, results.as_mut());
        let found = standing::sums(file, batch, policy, now, &mut *journal, out)?;
        if found.unwritten > imported.left_out || found.told.count > imported.refunded {
            return Err(Failure::setup(
                "the journal lacks rows that were written down before the run",
            ));
        }
        *sums = found;
        sums.set_left_out_aside();
        // The gateway was asked for them before anything was sent.
        sums.vouch();
        if let Some(words) = elsewhere::in_words(sums, self.args.skip_twins) {
            desk.console.warn(&words);
        }
        // The next step names them, too.
        let unsent = sums.open_twins.get(&State::Planned);
        if let Some(unsent) = unsent.filter(|_| !desk.console.is_read_as_table()) {
            desk.console.warn(&format!(
                "rows left out as twins of refunds that are planned elsewhere and were never sent: {unsent}. See `qfrefund batch check {} --profile {}` for what to do",
                self.file.in_a_command(),
                self.party.profile.name()
            ));
        }
        results.map_or(Ok(()), Results::finish)
    }
}
