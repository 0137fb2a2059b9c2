//! What a run would send, shown and confirmed before anything is written down.

use super::day;
use crate::batch::{FileCheck, Tally};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::{Party, lines};
use crate::commands::word;
use crate::commands::{Desk, Failure};
use crate::gateway::codes;
use crate::gateway::limiter::Limit;
use crate::language::{clauses, joined, text, word};
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
                word!(
                    "batch-name-profile",
                    "Name the profile with --profile; real money is never moved by default."
                )
                .to_owned()
            } else {
                text!(
                    "batch-confirm-with",
                    "Confirm with --yes, or with {expectation}, if that is what you expect.",
                    expectation = expectation(&self.taken())
                )
            };
            return Err(word::unconfirmed(word!("batch-the-batch-is", "the batch is")).hint(hint));
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
            None => (
                rows_of(&self.to_send()).to_string(),
                word!("batch-number-of-rows", "the number of rows"),
            ),
        };
        let act = word!("batch-act-send", "send these refunds");
        word::typed(
            what,
            &expected,
            act,
            word!("batch-done-sent", "sent"),
            &mut desk.console,
        )
        .map_err(|stopped| {
            stopped.hint(word!(
                "batch-run-when-right",
                "Run the command again when it is right."
            ))
        })
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
            word!(
                "batch-one-currency",
                "A batch has one currency, that of the profile: give one --expect-total. Nothing was sent."
            )
        } else {
            word!(
                "batch-look-at-it",
                "Look at it with `qfrefund batch check`; nothing was sent."
            )
        };
        Err(Failure::refused(text!("batch-not-expected", "the file has {rows} and {sums} to refund, which is not what was expected: {wanted} and {totals}", rows = counted(rows_of(&taken), "row"), sums = both(&sums), wanted = counted(count, "row"), totals = both(&totals)))
        .hint(hint))
    }

    fn preview(&self, desk: &mut Desk<'_>) {
        let style = desk.console.err_style;
        let total = |tally: &Tally| {
            let words = style.paint(Colour::Bold, &tally.in_words());
            text!(
                "batch-words-in-rows",
                "{words} in {rows}",
                words,
                rows = counted(tally.count, "row")
            )
        };
        let to_send = self.to_send();
        let sums: Vec<String> = to_send.iter().map(total).collect();
        let sums = both(&sums);
        if let [offer] = self.0.as_slice() {
            desk.console
                .tell(&format!("{}\n{}", about(&sums), offer.lines(style, true)));
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
                text!(
                    "batch-and",
                    "{first} and {second}",
                    first = counted(files, "file"),
                    second = counted(merchants, "merchant")
                )
            }
        };
        let mut text = format!(
            "{}\n{}\n",
            about(&sums),
            text!("batch-about-of", "of {of}", of)
        );
        if files > 1 {
            let each = self.0.iter();
            let each = each.map(|offer| (offer.batch.profile, offer.day.as_ref()));
            let days = day::of_all(each).into_iter();
            text.push_str(&lines(
                days.map(|one| (word!("batch-label-today", "today"), one.left)),
            ));
        }
        for offer in &self.0 {
            let name = match files {
                1 => offer.batch.profile.name().to_owned(),
                _ => text!(
                    "batch-file-of-profile",
                    "{file} ({profile})",
                    file = clean(&offer.batch.file),
                    profile = offer.batch.profile.name()
                ),
            };
            let head = text!(
                "batch-offer-head",
                "{name}: {sum}",
                name,
                sum = total(&offer.sums.to_send)
            );
            text.push_str(&format!("\n{head}\n"));
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
            .map(|count| {
                text!(
                    "batch-known-rows",
                    "{rows} {state}",
                    rows = count.count,
                    state = count.state
                )
            })
            .collect();
        let already = (!already.is_empty()).then(|| joined(&already));
        let already = already.map(|already| {
            text!(
                "batch-already-not-again",
                "{already}: not sent again",
                already
            )
        });
        let largest = self.report.largest.as_ref().map(|largest| {
            let amount = largest.amount.in_words(profile.currency());
            text!(
                "batch-largest",
                "{amount} (line {line})",
                amount,
                line = largest.line
            )
        });
        let twins = self.report.twins.count;
        let twins =
            (twins > 0).then(|| text!("batch-twins-in-file", "{twins} in this file", twins));
        let earlier = (self.earlier > 0).then(|| counted(self.earlier, "row"));
        let earlier = earlier.map(|rows| {
            text!(
                "batch-earlier-rows",
                "refunds of the payments of {rows}",
                rows
            )
        });
        let columns = &self.batch.columns;
        let unused = Some(unused_columns(&columns.unused));
        let time = expected_time(to_send.count, self.limits);
        let before = [
            (word!("batch-label-already", "already"), already),
            (
                word!("batch-label-tried-again", "tried again"),
                rows_again(self.sums),
            ),
        ];
        let whose = self.party.in_a_preview(style);
        let after = [
            (
                word!("batch-label-columns", "columns"),
                Some(used_columns(&columns.used)),
            ),
            (
                word!("batch-label-not-used", "not used"),
                unused.filter(|unused| !unused.is_empty()),
            ),
            (word!("batch-label-largest", "largest"), largest),
            (
                word!("batch-label-last-line", "last line"),
                self.report.unended.map(unended),
            ),
            (word!("batch-label-twins", "twins"), twins),
            (
                word!("batch-label-payments", "payments"),
                Some(looked(self.looked)),
            ),
            (word!("batch-label-earlier", "earlier"), earlier),
            (
                word!("batch-label-today", "today"),
                self.day.clone().filter(|_| has_day),
            ),
            (
                word!("batch-label-expected-time", "expected time"),
                Some(time),
            ),
            (
                word!("batch-label-batch", "batch"),
                Some(self.batch.id.short()),
            ),
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

/// Joins sums of several currencies.
fn both(sums: &[String]) -> String {
    sums.join(word!("batch-and-between", " and "))
}

fn about(sums: &str) -> String {
    text!("batch-about", "About to refund {sums}", sums)
}

fn rows_of(tallies: &[Tally]) -> u64 {
    tallies.iter().map(|one| one.count).sum()
}

/// Says which rows are tried again, and what became of the attempts before.
pub(super) fn tried_again(sums: &Sums) -> Option<String> {
    let reasons = sums.again.iter().map(|((state, code), rows)| {
        let code = code.as_ref().map_or_else(String::new, |code| {
            text!(
                "batch-again-code",
                " by {code}, {meaning}",
                code,
                meaning = codes::find(code).meaning()
            )
        });
        text!(
            "batch-again-rows",
            "{rows} {state}{code}",
            rows,
            state,
            code
        )
    });
    let reasons = clauses(reasons);
    rows_again(sums).map(|rows| text!("batch-again-all", "{rows}: {reasons}", rows, reasons))
}

fn rows_again(sums: &Sums) -> Option<String> {
    let rows: u64 = sums.again.values().sum();
    (rows > 0).then(|| counted(rows, "row"))
}

/// Asks whether a file is whole whose last line has no line end. That is no fault: editors and scripts
/// write such files.
pub(super) fn unended(line: u64) -> String {
    text!(
        "batch-unended",
        "line {line} has no line end: is the file whole?",
        line
    )
}

/// Says whether the payments were looked at.
fn looked(payments: Option<u64>) -> String {
    match payments {
        None => word!("batch-not-looked-at", "not looked at").to_owned(),
        Some(payments) => text!("batch-payments-looked", "{payments} looked at", payments),
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
        None => word!("batch-time-gateway", "as fast as the gateway answers").to_owned(),
        Some(seconds) if seconds < 60 => {
            word!("batch-less-than-a-minute", "less than a minute").to_owned()
        }
        Some(seconds) => text!(
            "batch-time-at-least",
            "at least {minutes} min",
            minutes = seconds.div_ceil(60)
        ),
    }
}
