//! What a run would send, shown and confirmed before anything is written down.

use super::choose::{Choice, Chooser};
use super::day;
use super::elsewhere;
use super::file::BatchFile;
use crate::batch::{Entry, FileCheck, Tally};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::limiter::Limit;
use crate::journal::{BatchCount, Journal};
use crate::money::Currency;
use crate::output::Colour;
use crate::output::text::counted;
use crate::refund::{BatchId, State};

/// What a run is about to do.
pub(super) struct Offer<'a> {
    /// The rows of the file that are taken.
    taken: Tally,
    /// Those of them that may be sent: the others are settled, or are only looked up.
    to_send: Tally,
    /// What became of the others.
    already: Vec<BatchCount>,
    /// What is left of the day's limit, if too little.
    day: Option<String>,
    report: &'a FileCheck,
    batch: &'a BatchId,
    limits: &'a [Limit],
}

impl<'a> Offer<'a> {
    /// Adds up the rows that are taken, and what the journal has of them already.
    #[allow(
        clippy::too_many_arguments,
        reason = "each is one thing, and they belong to no common type"
    )]
    pub(super) fn of(
        file: &mut BatchFile,
        args: &BatchRunArgs,
        report: &'a FileCheck,
        batch: &'a BatchId,
        limits: &'a [Limit],
        party: &Party,
        journal: &mut dyn Journal,
        desk: &Desk<'_>,
    ) -> Result<Self, Failure> {
        let mut chooser = Chooser::new(party, batch, args.skip_twins, desk.clock.now());
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
        let mut already = Vec::new();
        if !is_confirmed(args) || party.profile.must_still_be_named() {
            // Each row is looked up for that, which a script need not wait for.
            let key = books::merchant_key(&party.profile);
            already = journal.batch_counts(&key, &batch.to_string())?;
            elsewhere::count_in(&mut already, file, report.rows, batch, party, journal)?;
        }
        // A claim that its process does not live to use is given back, and sent by this run.
        already.retain(|count| !matches!(count.state, State::Planned | State::Sending));
        let to_send = already.iter().fold(taken, |rest, count| Tally {
            count: rest.count.saturating_sub(count.count),
            minor: rest.minor.saturating_sub(count.sum.into()),
            ..rest
        });
        let day = day::shortfall(to_send.minor, party, Some(journal), desk)?;
        Ok(Self {
            taken,
            to_send,
            already,
            day,
            report,
            batch,
            limits,
        })
    }

    /// Has the batch confirmed, by what is expected or by a person.
    pub(super) fn confirm(
        &self,
        args: &BatchRunArgs,
        expected: &[(Currency, u128)],
        party: &Party,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        if let Some(count) = args.expect_count {
            self.compare(count, expected)?;
        }
        let profile = &party.profile;
        let must_name = party.profile.must_still_be_named();
        // Looking at what was sent needs nobody's word.
        if !must_name && (is_confirmed(args) || self.to_send.count == 0) {
            return Ok(());
        }
        if !desk.console.may_ask {
            let hint = if must_name {
                "Name the profile with --profile; real money is never moved by default.".to_owned()
            } else {
                format!(
                    "Confirm with --yes, or with {}, if that is what you expect.",
                    expectation(&self.taken)
                )
            };
            let message = "the batch is not confirmed, and nobody can be asked";
            return Err(Failure::usage(message).hint(hint));
        }
        self.preview(party, desk);
        let (expected, what) = if must_name {
            (profile.name().to_owned(), "the profile's name")
        } else {
            (self.to_send.count.to_string(), "the number of rows")
        };
        match desk.console.ask(&format!(
            "Type {what} ({expected}) to send these refunds, anything else to stop: "
        )) {
            Some(answer) if answer == expected => Ok(()),
            _ => Err(
                Failure::new(Exit::Refused, anyhow::anyhow!("stopped: nothing was sent"))
                    .hint("Run the command again when it is right."),
            ),
        }
    }

    /// Compares with what a script expects: all rows, so that the same command can be run again.
    fn compare(&self, count: u64, expected: &[(Currency, u128)]) -> Result<(), Failure> {
        if count == self.taken.count && expected == [(self.taken.currency, self.taken.minor)] {
            return Ok(());
        }
        let totals: Vec<String> = expected
            .iter()
            .map(|(currency, minor)| currency.in_words(*minor))
            .collect();
        let hint = if totals.len() > 1 {
            "A batch has one currency, that of the profile: give one --expect-total. Nothing was sent."
        } else {
            "Look at it with `qfrefund batch check`; nothing was sent."
        };
        Err(Failure::new(
            Exit::Refused,
            anyhow::anyhow!(
                "the file has {} and {} to refund, which is not what was expected: {} and {}",
                counted(self.taken.count, "row"),
                self.taken.in_words(),
                counted(count, "row"),
                totals.join(" and ")
            ),
        )
        .hint(hint))
    }

    fn preview(&self, party: &Party, desk: &mut Desk<'_>) {
        let profile = &party.profile;
        let style = desk.console.err_style;
        let merchant = profile.mchid().map_or_else(
            || profile.name().to_owned(),
            |mchid| format!("{} (mchid {mchid})", profile.name()),
        );
        let already: Vec<String> = self
            .already
            .iter()
            .map(|count| format!("{} {}", count.count, count.state))
            .collect();
        let already = if already.is_empty() {
            String::new()
        } else {
            format!("  already       {}: not sent again\n", already.join(", "))
        };
        let largest = self
            .report
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
        let twins = if self.report.twins.is_empty() {
            String::new()
        } else {
            format!("  twins         {} in this file\n", self.report.twins.count)
        };
        let day = self
            .day
            .as_ref()
            .map(|day| format!("  today         {day}\n"))
            .unwrap_or_default();
        let environment = profile.environment();
        let words = if environment.moves_money() {
            style.paint(Colour::Red, environment.in_words())
        } else {
            environment.in_words().to_owned()
        };
        desk.console.tell(&format!(
            "About to refund {} in {}\n{already}  merchant      {merchant}\n  environment   {words}\n{largest}{twins}{day}  expected time {}\n  batch         {}\n",
            style.paint(Colour::Bold, &self.to_send.in_words()),
            counted(self.to_send.count, "row"),
            expected_time(self.to_send.count, self.limits),
            self.batch.short(),
        ));
    }
}

/// Whether the command line confirms the batch.
const fn is_confirmed(args: &BatchRunArgs) -> bool {
    args.yes || args.expect_count.is_some()
}

/// Writes the options with which a script confirms so much.
pub(super) fn expectation(taken: &Tally) -> String {
    // The words are `HKD 12345.00`; what follows a currency without known decimals is left out.
    let words = taken.in_words();
    let number = words.split(' ').nth(1).unwrap_or_default();
    format!(
        "--expect-count {} --expect-total {}={number}",
        taken.count,
        taken.currency.code()
    )
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
