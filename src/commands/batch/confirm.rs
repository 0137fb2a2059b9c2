//! What a run would send, shown and confirmed before anything is written down.

use super::day;
use crate::batch::{FileCheck, Tally};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{Party, lines};
use crate::commands::word;
use crate::commands::{Desk, Failure};
use crate::gateway::codes;
use crate::gateway::limiter::Limit;
use crate::money::Currency;
use crate::output::text::{clean, counted};
use crate::output::{Colour, Style, unused_columns, used_columns};
use crate::plan::{Batch, Sums};
use crate::profile::Profile;
use crate::refund::State;
use std::collections::BTreeSet;

/// What a run is about to do.
pub(super) struct Offer<'a> {
    pub(super) party: &'a Party,
    pub(super) report: &'a FileCheck,
    pub(super) batch: &'a Batch<'a>,
    /// What its plan came to.
    pub(super) sums: &'a Sums,
    /// What is left of the day's limit, if too little.
    pub(super) day: Option<String>,
    pub(super) limits: &'a [Limit],
    /// How many rows are of payments that have earlier refunds.
    pub(super) earlier: u64,
    /// How many payments were looked at; none where the look is left out.
    pub(super) looked: Option<u64>,
}

/// What a run is about to do for each merchant of its file.
pub(super) struct Offers<'a>(pub(super) Vec<Offer<'a>>);

impl Offers<'_> {
    /// Compares the batch with what is expected, and makes sure that the question can be asked if it
    /// has to be. Comes before everything that takes time.
    pub(super) fn can_be_confirmed(
        &self,
        args: &BatchRunArgs,
        expected: &[(Currency, u128)],
        desk: &Desk<'_>,
    ) -> Result<(), Failure> {
        if let Some(count) = args.expect_count {
            self.compare(count, expected)?;
        }
        if self.is_asked(args) && !desk.console.may_ask {
            let hint = if self.unnamed().is_some() {
                "Name the profile with --profile; real money is never moved by default.".to_owned()
            } else {
                format!(
                    "Confirm with --yes, or with {}, if that is what you expect.",
                    expectation(&self.taken())
                )
            };
            return Err(word::unconfirmed("the batch is").hint(hint));
        }
        Ok(())
    }

    /// Returns the profile that a person has to name.
    fn unnamed(&self) -> Option<&Profile> {
        let mut profiles = self.0.iter().map(|offer| offer.batch.profile);
        profiles.find(|profile| profile.must_still_be_named())
    }

    /// Adds up the rows that are taken, of each currency.
    fn taken(&self) -> Vec<Tally> {
        totals(self.0.iter().map(|offer| offer.sums.taken))
    }

    /// The same of those that are sent.
    fn to_send(&self) -> Vec<Tally> {
        totals(self.0.iter().map(|offer| offer.sums.to_send))
    }

    /// Whether there is a question, or the command line answers already.
    fn is_asked(&self, args: &BatchRunArgs) -> bool {
        // Looking at what was sent needs nobody's word.
        let is_answered = args.yes || args.expect_count.is_some() || rows_of(&self.to_send()) == 0;
        self.unnamed().is_some() || !is_answered
    }

    /// Has the batch confirmed by a person, unless the command line does it.
    pub(super) fn confirm(&self, args: &BatchRunArgs, desk: &mut Desk<'_>) -> Result<(), Failure> {
        if !self.is_asked(args) {
            return Ok(());
        }
        self.preview(desk);
        let (expected, what) = match self.unnamed() {
            Some(profile) => (profile.name().to_owned(), "the profile's name"),
            None => (rows_of(&self.to_send()).to_string(), "the number of rows"),
        };
        let act = "send these refunds";
        word::typed(what, &expected, act, "sent", &mut desk.console)
            .map_err(|stopped| stopped.hint("Run the command again when it is right."))
    }

    /// Compares with what a script expects: all rows, so that the same command can be run again.
    fn compare(&self, count: u64, expected: &[(Currency, u128)]) -> Result<(), Failure> {
        let taken = self.taken();
        let mut wanted = expected.to_vec();
        wanted.sort_by_key(|(currency, _)| currency.code());
        let found: Vec<_> = taken.iter().map(|one| (one.currency, one.minor)).collect();
        if count == rows_of(&taken) && wanted == found {
            return Ok(());
        }
        let totals: Vec<String> = expected
            .iter()
            .map(|(currency, minor)| currency.in_words(*minor))
            .collect();
        let sums: Vec<String> = taken.iter().map(Tally::in_words).collect();
        let hint = if totals.len() > 1 && self.0.len() == 1 {
            "A batch has one currency, that of the profile: give one --expect-total. Nothing was sent."
        } else {
            "Look at it with `qfrefund batch check`; nothing was sent."
        };
        Err(Failure::refused(format!(
            "the file has {} and {} to refund, which is not what was expected: {} and {}",
            counted(rows_of(&taken), "row"),
            sums.join(" and "),
            counted(count, "row"),
            totals.join(" and ")
        ))
        .hint(hint))
    }

    fn preview(&self, desk: &mut Desk<'_>) {
        let style = desk.console.err_style;
        let total = |tally: &Tally| {
            let words = style.paint(Colour::Bold, &tally.in_words());
            format!("{words} in {}", counted(tally.count, "row"))
        };
        let to_send = self.to_send();
        let sums: Vec<String> = to_send.iter().map(total).collect();
        let sums = sums.join(" and ");
        if let [offer] = self.0.as_slice() {
            desk.console.tell(&format!(
                "About to refund {sums}\n{}",
                offer.lines(style, true)
            ));
            return;
        }
        let batches = self.0.iter().map(|offer| offer.batch);
        let names: BTreeSet<&str> = batches.clone().map(|batch| batch.file.as_str()).collect();
        let profiles: BTreeSet<&str> = batches.map(|batch| batch.profile.name()).collect();
        let (files, merchants) = (names.len(), profiles.len());
        let of = match (files, merchants) {
            (1, merchants) => counted(merchants, "merchant"),
            (files, 1) => counted(files, "file"),
            (files, merchants) => {
                format!(
                    "{} and {}",
                    counted(files, "file"),
                    counted(merchants, "merchant")
                )
            }
        };
        let mut text = format!("About to refund {sums}\nof {of}\n");
        if files > 1 {
            let each = self.0.iter();
            let each = each.map(|offer| (offer.batch.profile, offer.day.as_ref()));
            let days = day::of_all(each).into_iter();
            text.push_str(&lines(days.map(|one| ("today", one.left))));
        }
        for offer in &self.0 {
            let name = match files {
                1 => offer.batch.profile.name().to_owned(),
                _ => format!(
                    "{} ({})",
                    clean(&offer.batch.file),
                    offer.batch.profile.name()
                ),
            };
            text.push_str(&format!("\n{name}: {}\n", total(&offer.sums.to_send)));
            text.push_str(&offer.lines(style, files == 1));
        }
        desk.console.tell(&text);
    }
}

impl Offer<'_> {
    /// Says what is sent, where, and in whose name; the day's limit is that of all files.
    fn lines(&self, style: Style, has_day: bool) -> String {
        let (profile, to_send) = (self.batch.profile, self.sums.to_send);
        let settled = self.sums.counts.iter();
        let already: Vec<String> = settled
            .filter(|count| !matches!(count.state, State::Planned | State::Sending))
            .map(|count| format!("{} {}", count.count, count.state))
            .collect();
        let already = (!already.is_empty()).then(|| already.join(", "));
        let already = already.map(|already| format!("{already}: not sent again"));
        let largest = self.report.largest.as_ref().map(|largest| {
            let amount = largest.amount.in_words(profile.currency());
            format!("{amount} (line {})", largest.line)
        });
        let twins = self.report.twins.count;
        let twins = (twins > 0).then(|| format!("{twins} in this file"));
        let earlier = (self.earlier > 0).then(|| counted(self.earlier, "row"));
        let earlier = earlier.map(|rows| format!("refunds of the payments of {rows}"));
        let columns = &self.batch.columns;
        let unused = Some(unused_columns(&columns.unused));
        let time = expected_time(to_send.count, self.limits);
        let before = [("already", already), ("tried again", rows_again(self.sums))];
        let whose = self.party.in_a_preview(style);
        let after = [
            ("columns", Some(used_columns(&columns.used))),
            ("not used", unused.filter(|unused| !unused.is_empty())),
            ("largest", largest),
            ("last line", self.report.unended.map(unended)),
            ("twins", twins),
            ("payments", Some(looked(self.looked))),
            ("earlier", earlier),
            ("today", self.day.clone().filter(|_| has_day)),
            ("expected time", Some(time)),
            ("batch", Some(self.batch.id.short())),
        ];
        let whose = whose.map(|(label, value)| (label, Some(value)));
        let values = before.into_iter().chain(whose).chain(after);
        lines(values.filter_map(|(label, value)| Some((label, value?))))
    }
}

/// Adds up for each currency, in the order of their codes. One without a row is left out beside others.
pub(super) fn totals(tallies: impl Iterator<Item = Tally>) -> Vec<Tally> {
    let mut found: Vec<Tally> = Vec::new();
    for tally in tallies {
        match found.iter_mut().find(|one| one.currency == tally.currency) {
            Some(one) => {
                one.count = one.count.saturating_add(tally.count);
                one.minor = one.minor.saturating_add(tally.minor);
            }
            None => found.push(tally),
        }
    }
    found.sort_by_key(|one| one.currency.code());
    let is_alone = found.len() == 1;
    found.retain(|one| is_alone || one.count > 0);
    found
}

fn rows_of(tallies: &[Tally]) -> u64 {
    tallies.iter().map(|one| one.count).sum()
}

/// Says which rows are tried again, and what became of the attempts before.
pub(super) fn tried_again(sums: &Sums) -> Option<String> {
    let reasons = sums.again.iter().map(|((state, code), rows)| {
        let code = code.as_ref().map_or_else(String::new, |code| {
            format!(" by {code}, {}", codes::find(code).english)
        });
        format!("{rows} {state}{code}")
    });
    let reasons = reasons.collect::<Vec<_>>().join("; ");
    rows_again(sums).map(|rows| format!("{rows}: {reasons}"))
}

fn rows_again(sums: &Sums) -> Option<String> {
    let rows: u64 = sums.again.values().sum();
    (rows > 0).then(|| counted(rows, "row"))
}

/// Asks whether a file is whole whose last line has no line end. That is no fault: editors and scripts
/// write such files.
pub(super) fn unended(line: u64) -> String {
    format!("line {line} has no line end: is the file whole?")
}

/// Says whether the payments were looked at.
fn looked(payments: Option<u64>) -> String {
    match payments {
        None => "not looked at".to_owned(),
        Some(payments) => format!("{payments} looked at"),
    }
}

/// Writes the options with which a script confirms so much.
pub(super) fn expectation(taken: &[Tally]) -> String {
    let mut options = format!("--expect-count {}", rows_of(taken));
    for one in taken {
        // The words are `HKD 12345.00`; what follows a currency without known decimals is left out.
        let words = one.in_words();
        let number = words.split(' ').nth(1).unwrap_or_default();
        options.push_str(&format!(" --expect-total {}={number}", one.currency.code()));
    }
    options
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
