//! What a check of a file found, told with what to do next.

use super::confirm::expectation;
use super::file::BatchFile;
use super::past::Past;
use crate::batch::{Capped, FileCheck, RowTwin, Tally};
use crate::commands::Failure;
use crate::commands::merchant::Party;
use crate::exit::Exit;
use crate::language::{joined, text, word};
use crate::output::text::counted;
use crate::output::{BatchCheckDocument, OnlineCheck, OrderFinding, StateTotal, TotalRow};
use crate::plan::Sums;
use crate::profile::Profile;
use crate::refund::State;

/// What a check found.
pub(super) struct Checked {
    /// In the file by itself.
    pub(super) report: FileCheck,
    /// In its plan.
    pub(super) sums: Sums,
    /// What the journal has of its payments from before.
    pub(super) past: Past,
    /// Rows that only the file calls refunded, and that the gateway shows so.
    pub(super) at_gateway: Tally,
    /// What order numbers were found to be.
    pub(super) orders: Capped<OrderFinding>,
    /// At the gateway.
    pub(super) online: Option<OnlineCheck>,
    /// The exit code of a run that this holds back, where it is not that of a refusal.
    pub(super) held: Option<Exit>,
    /// What is left of the day's limit, if too little.
    pub(super) day: Option<String>,
    /// Why a run would end before it began, for there is no journal to rely on.
    pub(super) journal: Option<Failure>,
    /// Whether the plan says what a run would send; a file that was compared with nothing does not.
    pub(super) is_planned: bool,
}

impl Checked {
    /// Takes a file that was compared with nothing else: all its rows may be sent.
    pub(super) fn alone(report: FileCheck) -> Self {
        let mut sums = Sums::new(report.to_refund.currency);
        sums.to_send = report.to_refund;
        Self {
            at_gateway: Tally::new(report.to_refund.currency),
            report,
            sums,
            past: Past::default(),
            orders: Capped::default(),
            online: None,
            held: None,
            day: None,
            journal: None,
            is_planned: false,
        }
    }

    /// The same where the looks of a run hold it back.
    pub(super) fn held_back(report: FileCheck, online: OnlineCheck) -> Self {
        Self {
            held: Some(online.held()),
            online: Some(online),
            ..Self::alone(report)
        }
    }

    /// Makes the document.
    pub(super) fn document(
        self,
        file: &BatchFile,
        party: &Party,
        offers_list: bool,
    ) -> (BatchCheckDocument, Exit) {
        let profile = &party.profile;
        let is_online_clean = self.online.as_ref().is_none_or(OnlineCheck::is_clean);
        let is_ready = self.report.is_clean() && self.past.is_clean() && is_online_clean;
        let exit = match &self.journal {
            _ if !is_ready => self.held.unwrap_or(Exit::Refused),
            Some(journal) => journal.exit,
            None => Exit::Success,
        };
        let mut steps = self.remedies(profile, offers_list);
        if steps.is_empty() {
            steps.push(self.next_step(file, profile));
        }
        let looked = self
            .online
            .as_ref()
            .map_or(0, |online| online.paid_compared);
        let paid = self.report.paid_compared.saturating_add(looked);
        let (report, [gateway, app_code]) = (self.report, party.gateway());
        let twins = report.twins.shown.iter();
        let document = BatchCheckDocument {
            exit_code: exit.code(),
            file: file.name.clone(),
            batch: report.batch.map(|id| id.to_string()),
            gateway,
            app_code,
            columns: report.columns.used,
            unused_columns: report.columns.unused,
            runnable: exit == Exit::Success,
            rows: report.rows,
            faulty_rows: report.faulty_rows,
            unfound_orders: report.orders.unfound_rows(),
            totals: TotalRow::if_any(&report.to_refund),
            already_refunded: TotalRow::if_any(&report.already_refunded),
            refunded_at_gateway: TotalRow::if_any(&self.at_gateway),
            faults: report.faults,
            remarks: report.remarks,
            held: report.held,
            over_limit: report.over_limit,
            total_over_limit: report.total_over_limit,
            day_limit: self.day,
            journal: self.journal.map(|journal| format!("{:#}", journal.error)),
            twins: twins.map(|twin| twin_in_file(twin, profile)).collect(),
            twins_count: report.twins.count,
            twins_before: self.past.twins.shown,
            twins_before_count: self.past.twins.count,
            other_amounts: self.past.corrected.shown,
            other_amounts_count: self.past.corrected.count,
            given_up_before: self.past.given_up.shown,
            given_up_before_count: self.past.given_up.count,
            earlier_refunds: self.past.earlier.shown,
            earlier_refunds_count: self.past.earlier.count,
            orders: self.orders,
            paid_rows: report.paid,
            paid_compared: paid,
            online: self.online,
            in_journal: self.sums.counts.iter().map(StateTotal::of).collect(),
            to_send: (self.is_planned).then(|| TotalRow::if_any(&self.sums.to_send)),
            next_step: sentences(&steps),
        };
        (document, exit)
    }

    fn remedies(&self, profile: &Profile, offers_list: bool) -> Vec<String> {
        let report = &self.report;
        let mut steps = Vec::new();
        if report.rows == 0 {
            steps.push(
                word!(
                    "batch-no-row-step",
                    "The file has no row: give one line for each refund."
                )
                .to_owned(),
            );
        }
        let unfound = report.orders.unfound_rows();
        if unfound > 0 {
            let found = counted(unfound, "row");
            steps.push(text!("batch-unfound-step", "The order numbers of {found} were not looked up yet: check with --online, which asks the gateway for them, as `batch run` does by itself.", found));
        }
        if report.faults.count > unfound {
            let list = if offers_list {
                word!(
                    "batch-faults-list",
                    " `--faults FILE.csv` writes them as a list."
                )
            } else {
                ""
            };
            steps.push(text!(
                "batch-mend",
                "Mend the rows with faults and check again.{list}",
                list
            ));
        }
        if !report.over_limit.is_empty() {
            steps.push(
                word!(
                    "batch-take-out-above",
                    "Take out the rows above `max_refund`."
                )
                .to_owned(),
            );
        }
        if !report.held.is_empty() {
            steps.push(word!("batch-held-step", "See whether the file has what you think in its payment column, and no row of sums; if it is meant, `batch run` takes it with --odd-meant.").to_owned());
        }
        let most = profile.guards().max_batch_total;
        if let Some(most) = most.filter(|_| report.total_over_limit) {
            steps.push(text!(
                "batch-sum-step",
                "The sum is above the profile's `max_batch_total`, {most}: split the file.",
                most = most.in_words(profile.currency())
            ));
        }
        if !(self.past.twins.is_empty() && report.twins.is_empty()) {
            steps.push(word!("batch-twins-step", "See whether the twins are meant: `batch run` leaves them out with --skip-twins, and sends them with --twins-meant.").to_owned());
        }
        if !self.past.corrected.is_empty() {
            steps.push(word!("batch-copy-step", "This file is a changed copy of one that was run: take out the rows whose amount was refunded otherwise, or ask for the difference alone. Both are sent where the row says `yes` in a column `twin`, or with --twins-meant.").to_owned());
        }
        if !self.past.given_up.is_empty() {
            steps.push(word!("batch-given-up-step", "Take out the rows that were given up in another file. If they are wanted after all, `batch run` sends cancelled ones with --retry-cancelled; what was closed as not refunded is issued by itself.").to_owned());
        }
        if let Some(online) = self.online.as_ref().filter(|_| report.faults.is_empty()) {
            if online.refused.count > 0 {
                steps.push(
                    word!(
                        "batch-not-borne-step",
                        "Take out or change the rows that their payments would not bear."
                    )
                    .to_owned(),
                );
            }
            if online.not_looked.count > 0 || online.stopped.is_some() {
                let again = match self.held {
                    Some(_) => word!("batch-run-again", "Run the same command again"),
                    None => word!("batch-check-again", "Check again with --online"),
                };
                steps.push(text!(
                    "batch-not-all-looked",
                    "{again}: not every payment was looked at.",
                    again
                ));
            }
        }
        if let Some(hint) = self.journal.as_ref().and_then(|why| why.hint.clone()) {
            steps.push(hint);
        }
        steps
    }

    /// Says of each group of rows why a run would send none of it, as sentences.
    fn unsent(&self) -> String {
        let listed = |fits: fn(State) -> bool| {
            let counts = self.sums.counts.iter().filter(|count| fits(count.state));
            let named = counts.map(|count| {
                text!(
                    "batch-known-rows",
                    "{rows} {state}",
                    rows = count.count,
                    state = count.state
                )
            });
            joined(named)
        };
        let settled = listed(|state| state.is_final() && state != State::Cancelled);
        let given_up = listed(|state| state == State::Cancelled);
        let open = listed(State::is_open);
        let mut at_gateway = String::new();
        if self.at_gateway.count > 0 {
            at_gateway = text!(
                "batch-count-refunded",
                "{count} refunded",
                count = self.at_gateway.count
            );
        }
        [
            (
                settled,
                word!("batch-unsent-settled", "Settled, and not sent again"),
            ),
            (
                at_gateway,
                word!(
                    "batch-unsent-shown",
                    "Shown refunded by the gateway, and left out"
                ),
            ),
            (
                given_up,
                word!("batch-unsent-given-up", "Given up for good"),
            ),
            (
                open,
                word!(
                    "batch-unsent-open",
                    "Open, and looked up by a run, never sent again"
                ),
            ),
        ]
        .into_iter()
        .filter(|(rows, _)| !rows.is_empty())
        .map(|(rows, what)| text!("batch-unsent-line", "{what}: {rows}. ", what, rows))
        .collect()
    }

    fn next_step(&self, file: &BatchFile, profile: &Profile) -> String {
        let file_is_share = file.is_share();
        let file = file.with_profile(profile.name());
        if self.report.to_refund.count == 0 {
            return word!(
                "batch-all-refunded",
                "Every row is refunded already: nothing is left to do."
            )
            .to_owned();
        }
        if self.sums.to_send.count == 0 {
            return text!(
                "batch-nothing-would",
                "Nothing would be sent. {unsent}See `qfrefund batch status {file}`.",
                unsent = self.unsent(),
                file
            );
        }
        let day = self
            .day
            .as_ref()
            .map(|day| text!("batch-only-day", " Only {day}.", day));
        if file_is_share {
            let day = day.unwrap_or_default();
            return text!(
                "batch-rows-sound",
                "Nothing speaks against these rows.{day}",
                day
            );
        }
        text!(
            "batch-refund-with",
            "Refund it with `qfrefund batch run {file}`. A script adds {expectation} --no-input.{day}",
            file,
            expectation = expectation(&[self.report.to_refund]),
            day = day.unwrap_or_default()
        )
    }
}

/// Puts sentences after one another.
pub(super) fn sentences(all: &[String]) -> String {
    all.join(word!("batch-between-sentences", " "))
}

fn twin_in_file(twin: &RowTwin, profile: &Profile) -> String {
    let amount = twin.amount.in_words(profile.currency());
    text!(
        "batch-twin-line",
        "line {line}: {amount} of payment {payment} stands on line {first} already",
        line = twin.line,
        amount,
        payment = twin.syssn,
        first = twin.first_line
    )
}
