//! Rows that are refunded by a result file's own word: the gateway is asked for each by its number.

use super::file::BatchFile;
use super::words;
use crate::attempt::payment::Unseen;
use crate::batch::{RowFault, Tally};
use crate::commands::merchant::Gateway;
use crate::commands::preflight::Held;
use crate::commands::{Desk, Failure};
use crate::gateway::enquiry::{
    self, Enquirer, EnquiryFault, Key, Lists, Match, MonthLists, Transaction,
};
use crate::journal::Journal;
use crate::language::{text, word};
use crate::output::LookProgress;
use crate::plan::{Batch, Fate, Planned, TwinPolicy};
use crate::refund::hong_kong::HkMonth;
use crate::refund::{Intent, Outcome};

/// The rows of a file that only the file calls refunded.
pub(super) struct Told<'a> {
    pub(super) file: &'a BatchFile,
    pub(super) batch: &'a Batch<'a>,
    /// How many they are.
    pub(super) rows: u64,
    pub(super) gateway: &'a Gateway<'a>,
}

/// What the gateway says of them.
pub(super) struct Heard {
    /// Those that it shows as refunded.
    pub(super) found: Tally,
    /// Why one could not be asked for. Nothing was asked after it.
    pub(super) unasked: Option<Unasked>,
}

/// A row that could not be asked for.
pub(super) struct Unasked {
    line: u64,
    why: Unseen,
}

impl Told<'_> {
    /// Asks for each of them; `on_fault` gets those that are not refunded.
    pub(super) fn ask(
        &self,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
        on_fault: &mut dyn FnMut(RowFault),
    ) -> Result<Heard, Failure> {
        let enquirer = self.gateway.enquirer();
        let clock = desk.clock.clone();
        let mut heard = Heard {
            found: Tally::new(self.batch.profile.currency()),
            unasked: None,
        };
        let mut progress = LookProgress::start(desk.console.may_animate, self.rows, clock.uptime());
        let mut lists = MonthLists::default();
        let mut done = 0_u64;
        let mut each = |planned: &Planned| {
            if !matches!(planned.fate, Fate::Told) || heard.unasked.is_some() {
                return;
            }
            let (row, now) = (&planned.row, clock.now());
            let intent = self.batch.intent(row);
            match shown(&intent, &enquirer, &mut lists, HkMonth::of(now)) {
                Err(fault) => {
                    heard.unasked = Some(Unasked {
                        line: row.line,
                        why: Unseen::Fault(fault),
                    });
                }
                Ok(finding) => match contradiction(finding, row.refund_syssn.as_deref()) {
                    None => heard.found.add(intent.amount),
                    Some(problem) => on_fault(words::told_fault(row, problem)),
                },
            }
            done = done.saturating_add(1);
            progress.tell(done, clock.uptime(), &mut desk.console);
        };
        let policy = TwinPolicy::Ignore;
        self.file
            .plan_row_by_row(self.batch, policy, clock.now(), journal, &mut each)?;
        progress.end();
        Ok(heard)
    }
}

impl Unasked {
    /// Says what is the matter, as a clause.
    pub(super) fn text(&self) -> String {
        text!(
            "batch-unasked",
            "line {line} says that it is refunded, which this journal does not know, and the gateway could not be asked: {why}",
            line = self.line,
            why = self.why.text()
        )
    }
}

impl From<Unasked> for Failure {
    fn from(unasked: Unasked) -> Self {
        let (text, hint) = (unasked.text(), unasked.why.remedy());
        let held = Held::from(unasked.why);
        Self::said(held.exit, text).hint(text!(
            "batch-hint-nothing-sent",
            "{hint} Nothing was sent.",
            hint
        ))
    }
}

/// Looks for a refund by its number, then among those of its payment.
fn shown(
    intent: &Intent,
    enquirer: &Enquirer<'_>,
    lists: &mut MonthLists,
    this_month: HkMonth,
) -> Result<Match, EnquiryFault> {
    let key = Key::OutTradeNo(intent.out_trade_no.to_string());
    let months = enquiry::months_to_try(&key, this_month);
    let found = enquiry::search(enquirer, &key, &months)?;
    match enquiry::find(&found.rows, &found.doubtful, intent) {
        Match::Nothing => {
            let payment = intent.syssn.as_str();
            let found = enquiry::look_up_payment(enquirer, payment, Lists::All(lists), this_month)?;
            Ok(enquiry::find(&found.rows, &found.doubtful, intent))
        }
        finding => Ok(finding),
    }
}

/// Says why a row is not refunded, as a clause; nothing if it is. `number` is the gateway's number
/// of the refund, as the file has it.
fn contradiction(finding: Match, number: Option<&str>) -> Option<String> {
    let is_other = |row: &Transaction| {
        let theirs = row.syssn.as_deref();
        number.is_some() && theirs.is_some() && theirs != number
    };
    Some(match finding {
        Match::Found(row, Outcome::Refunded) if is_other(&row) => {
            text!(
                "batch-told-other",
                "the gateway's refund under its number is {syssn}",
                syssn = row.syssn.unwrap_or_default()
            )
        }
        Match::Found(_, Outcome::Refunded) => return None,
        Match::Found(_, outcome) => text!(
            "batch-told-as",
            "the gateway shows it as {outcome}",
            outcome
        ),
        Match::Nothing => word!("batch-told-none", "the gateway shows no such refund").to_owned(),
        Match::Contradiction(why) => why,
    })
}
