//! What to do after a check of a file, as sentences.

use super::confirm::expectation;
use super::file::BatchFile;
use crate::batch::FileCheck;
use crate::commands::merchant::Party;
use crate::journal::BatchCount;
use crate::output::OnlineCheck;
use crate::refund::State;

/// What a check found.
pub(super) struct Checked<'a> {
    pub(super) report: &'a FileCheck,
    /// How many rows the journal has from elsewhere.
    pub(super) twins_before: u64,
    /// The rows of the file that the journal has.
    pub(super) known: &'a [BatchCount],
    pub(super) online: Option<&'a OnlineCheck>,
    /// Whether the faults were written to a file.
    pub(super) has_faults_file: bool,
    /// What is left of the day's limit, if too little.
    pub(super) day: Option<&'a str>,
}

/// Whether a run sends a row no more.
pub(super) const fn is_settled(state: State) -> bool {
    !matches!(state, State::Planned | State::Sending)
}

impl Checked<'_> {
    /// Says what to do next.
    pub(super) fn next_step(&self, file: &BatchFile, party: &Party) -> String {
        let report = self.report;
        let profile = &party.profile;
        let mut steps = Vec::new();
        if report.rows == 0 {
            steps.push("The file has no row: give one line for each refund.".to_owned());
        }
        if !report.faults.is_empty() {
            let list = if self.has_faults_file {
                ""
            } else {
                " `--faults FILE.csv` writes them as a list."
            };
            steps.push(format!("Mend the rows with faults and check again.{list}"));
        }
        if !report.over_limit.is_empty() {
            steps.push("Take out the rows above `max_refund`.".to_owned());
        }
        if let Some(most) = profile
            .guards()
            .max_batch_total
            .filter(|_| report.total_over_limit)
        {
            steps.push(format!(
                "The sum is above the profile's `max_batch_total`, {}: split the file.",
                most.in_words(profile.currency())
            ));
        }
        if self.twins_before > 0 || !report.twins.is_empty() {
            steps.push("See whether the twins are meant: `batch run` leaves them out with --skip-twins, and sends them with --twins-meant.".to_owned());
        }
        if let Some(online) = self.online.filter(|_| report.faults.is_empty()) {
            if online.refused.count > 0 {
                steps.push(
                    "Take out or change the rows that their payments would not bear.".to_owned(),
                );
            }
            if online.not_looked.count > 0 || online.stopped.is_some() {
                steps
                    .push("Check again with --online: not every payment was looked at.".to_owned());
            }
        }
        if !steps.is_empty() {
            return steps.join(" ");
        }
        let sent = self.known.iter().filter(|count| is_settled(count.state));
        let sent: u64 = sent.map(|count| count.count).sum();
        match report.totals.first() {
            Some(taken) if sent >= taken.count => format!(
                "Every row was sent before, or is given up: see `qfrefund batch status {} --profile {}`.",
                file.in_a_command(),
                profile.name()
            ),
            Some(taken) => format!(
                "Refund it with `qfrefund batch run {} --profile {}`. A script adds {} --no-input.{}",
                file.in_a_command(),
                profile.name(),
                expectation(taken),
                self.day
                    .map(|day| format!(" Only {day}."))
                    .unwrap_or_default()
            ),
            None => "Every row is refunded already: nothing is left to do.".to_owned(),
        }
    }
}
