//! A run from its plan to its end, for one merchant or for many, of one file or of several: nobody's rows are sent
//! before everybody's are written down.

use super::super::advice::Checked;
use super::super::confirm::{Offer, Offers, tried_again};
use super::super::day::{self, Before};
use super::super::files::Files;
use super::super::parts::Parts;
use super::super::past::Past;
use super::super::twice::SharedPayments;
use super::after::Ended;
use super::before::{Looked, Read, begin_results};
use super::{Run, Sheet, held_back, warn_of_oddities};
use crate::batch::FileCheck;
use crate::cli::BatchRunArgs;
use crate::commands::ways::Ways;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::enquiry::is_fresh;
use crate::journal::Journal;
use crate::language::{text, word};
use crate::money::Currency;
use crate::plan::{Batch, Retry, TwinPolicy};
use crate::runner::{Halt, Summary};

fn again() -> &'static str {
    word!(
        "batch-again-mended",
        "Run the same command again when that is mended; nothing is sent twice."
    )
}

/// The rows of one merchant on their way.
struct Case<'a> {
    run: Run<'a>,
    sheet: &'a Sheet<'a>,
    report: FileCheck,
    read: Read,
}

pub(super) fn run(
    args: &BatchRunArgs,
    expected: &[(Currency, u128)],
    files: &Files,
    sheets: &[Sheet<'_>],
    mut known: Ways<'_>,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let batches = batches(args, sheets);
    begin_results(files, sheets, &batches)?;
    let mut journals = Vec::new();
    for sheet in sheets {
        let journal = books::open(&sheet.part.party, desk)?;
        // Nor is a row written down in one by which nothing may be sent.
        books::trust(&*journal, &sheet.part.party)?;
        journals.push(journal);
    }
    let mut cases = Vec::new();
    let mut payments = SharedPayments::of(files);
    for ((sheet, batch), journal) in sheets.iter().zip(&batches).zip(&mut journals) {
        let planned = Case::plan(args, sheet, batch, &mut payments, &mut **journal, desk)?;
        cases.push(planned);
    }
    let mut is_stopped = false;
    for case in &cases {
        is_stopped |= case.is_stopped(desk);
    }
    if is_stopped {
        return tell(files, cases, desk);
    }
    if let Some(conflict) = cases.iter_mut().find_map(|case| case.read.conflict.take()) {
        return Err(conflict);
    }
    for (case, journal) in cases.iter_mut().zip(&mut journals) {
        case.ask(&mut known, &mut **journal, desk)?;
    }
    if cases.iter().any(|case| !case.report.faults.is_empty()) {
        return tell(files, cases, desk);
    }
    let asked: Vec<_> = cases
        .iter_mut()
        .map(|case| {
            let read = &mut case.read;
            (
                std::mem::take(&mut read.asked),
                std::mem::take(&mut read.words),
            )
        })
        .collect();
    let mut offers = Offers(Vec::new());
    let mut before = Before::default();
    for (case, journal) in cases.iter().zip(&mut journals) {
        let file = (!files.is_one).then_some(case.run.file.name.as_str());
        offers
            .0
            .push(case.offer((&mut before, file), &mut **journal, desk)?);
    }
    offers.can_be_confirmed(args, expected, desk)?;
    let mut ways = Vec::new();
    for case in &cases {
        ways.push(known.of(case.run.party, case.sheet.limits.clone(), desk)?);
    }
    drop(known);
    let mut seen = Vec::new();
    for (((case, asked), way), journal) in cases.iter().zip(asked).zip(&ways).zip(&mut journals) {
        case.run.party.speak(desk);
        let looks = case.run.party.looks(args.no_preflight);
        seen.push(match looks {
            true => Some(case.run.look(asked, way, &mut **journal, desk)?),
            false => None,
        });
    }
    if !are_clean(&seen) {
        drop(offers);
        return tell_seen(files, cases, seen, desk);
    }
    for (offer, seen) in offers.0.iter_mut().zip(&seen) {
        offer.looked = seen.as_ref().map(|seen| seen.found.looked);
    }
    let over = (desk.clock.uptime(), desk.clock.now());
    offers.confirm(args, desk)?;
    let looked: Vec<_> = offers.0.into_iter().map(|offer| offer.looked).collect();
    if looked.iter().any(Option::is_some) && !is_fresh(over, desk.clock.as_ref()) {
        // What the question showed may not be so any more.
        let mut payments = SharedPayments::of(files);
        for (((case, seen), way), journal) in cases
            .iter_mut()
            .zip(&mut seen)
            .zip(&ways)
            .zip(&mut journals)
        {
            if seen.take().is_some() {
                case.run.party.speak(desk);
                let report = &mut case.report;
                let read = case.run.read(report, &mut payments, &mut **journal, desk)?;
                // What is left out may have become more.
                case.read.left_out.extend(read.left_out);
                let asked = (read.asked, read.words);
                *seen = Some(case.run.look(asked, way, &mut **journal, desk)?);
            }
        }
        if !are_clean(&seen) {
            return tell_seen(files, cases, seen, desk);
        }
    }
    let mut imported = Vec::new();
    for ((case, way), journal) in cases.iter().zip(&ways).zip(&mut journals) {
        case.run.party.speak(desk);
        imported.push(
            case.run
                .import(&case.read.sums, way.merchant, &mut **journal, desk)?,
        );
    }
    let mut sent: Vec<Result<Summary, Exit>> = Vec::new();
    for (((case, seen), way), mut journal) in cases.iter().zip(seen).zip(ways).zip(journals) {
        case.run.party.speak(desk);
        let key = &case.run.batch.key;
        let own = cases.iter().zip(&sent);
        let own = own.filter(|(earlier, _)| earlier.run.batch.key == *key);
        if let Some(stop) = stopped_by(own.map(|(_, sent)| sent)) {
            sent.push(case.stand(stop, &mut *journal, desk));
            continue;
        }
        let limits = case.sheet.limits.clone();
        let payments = seen.map(|seen| case.run.payments(seen, &way, desk));
        let run = &case.run;
        let what = (limits, case.read.left_out.clone());
        let summary = run.send(what, &way, payments.as_ref(), journal, desk);
        drop(payments);
        drop(way);
        match (files.only(), summary) {
            (Some(Parts::One(_)), summary) => sent.push(Ok(summary?)),
            (_, Ok(summary)) => sent.push(Ok(summary)),
            // What stops one merchant's rows stops nobody else's.
            (_, Err(failure)) => sent.push(Err(case.tell(&failure, desk))),
        }
    }
    let ended = cases.iter().zip(sent).zip(imported).zip(looked);
    let ended = ended.map(|(((case, sent), imported), looked)| Ended {
        run: &case.run,
        plan: &case.read.sums,
        left_out: u64::try_from(case.read.left_out.len()).unwrap_or(u64::MAX),
        sent,
        imported,
        looked,
    });
    Ok(Ended::conclude(ended.collect(), files, desk))
}

/// Why no row of a file is sent after those before it.
enum Stop {
    /// What halted one of them.
    Halt(Halt),
    /// One of them ended with an error, perhaps with rows that were sent.
    Error,
}

/// Returns what has stopped an earlier file of the same merchant, and would stop this one as well.
fn stopped_by<'s>(earlier: impl Iterator<Item = &'s Result<Summary, Exit>>) -> Option<Stop> {
    let mut stops = earlier.filter_map(|sent| match sent {
        Err(_) => Some(Stop::Error),
        Ok(summary) => {
            let halted = summary.halted.as_ref();
            let halted = halted.filter(|halted| halted.stops_next_file());
            halted.cloned().map(Stop::Halt)
        }
    });
    stops.next()
}

fn batches<'a>(args: &BatchRunArgs, sheets: &'a [Sheet<'_>]) -> Vec<Batch<'a>> {
    let retry = Retry {
        declined: args.retry_declined,
        cancelled: args.retry_cancelled,
    };
    let batches = sheets.iter().filter_map(|sheet| {
        let batch = sheet.part.file.batch(&sheet.report, &sheet.part.party)?;
        Some(Batch { retry, ..batch })
    });
    batches.collect()
}

impl<'a> Case<'a> {
    fn plan(
        args: &'a BatchRunArgs,
        sheet: &'a Sheet<'a>,
        batch: &'a Batch<'a>,
        payments: &mut SharedPayments,
        journal: &mut dyn Journal,
        desk: &Desk<'_>,
    ) -> Result<Self, Failure> {
        let run = Run {
            args,
            party: &sheet.part.party,
            file: &sheet.part.file,
            layout: &sheet.layout,
            batch,
        };
        let mut report = sheet.report.clone();
        let read = run.read(&mut report, payments, journal, desk)?;
        Ok(Self {
            run,
            sheet,
            report,
            read,
        })
    }

    /// Whether the plan keeps its rows back; says so.
    fn is_stopped(&self, desk: &mut Desk<'_>) -> bool {
        if !self.report.faults.is_empty() {
            return true;
        }
        let past = &self.read.past;
        let has_twins = !(past.twins.is_empty() && self.report.twins.is_empty());
        let is_twin = self.run.policy() == TwinPolicy::Tell && has_twins;
        if is_twin {
            desk.console.outcome(word!("batch-stop-twins", "rows of this file were refunded before, are planned elsewhere, or stand in it twice"), word!("batch-stop-twins-next", "Leave them out with --skip-twins, or say with --twins-meant that every one is meant. What to do about one that is planned elsewhere stands beside it."));
        }
        if !past.corrected.is_empty() {
            desk.console.outcome(word!("batch-stop-copy", "this file is a changed copy of one that was run, and rows of it were refunded from there, or with another amount"), word!("batch-stop-copy-next", "Take those rows out, or ask for the difference alone. If they are meant beside those, give --twins-meant, or where it is another amount write `yes` in a column `twin`; --skip-twins does not say so."));
        }
        if !past.given_up.is_empty() {
            desk.console.outcome(word!("batch-stop-given-up", "rows of this file were given up in another one"), word!("batch-stop-given-up-next", "Take those rows out. If they are wanted after all, --retry-cancelled sends cancelled ones; what was closed as not refunded is issued by itself."));
        }
        is_twin || !(past.corrected.is_empty() && past.given_up.is_empty())
    }

    /// Asks the gateway for rows that only the file calls refunded.
    fn ask(
        &mut self,
        known: &mut Ways<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Failure> {
        if self.read.sums.told.count == 0 {
            return Ok(());
        }
        let gateway = known.of(self.run.party, self.sheet.limits.clone(), desk)?;
        let (sums, report) = (&mut self.read.sums, &mut self.report);
        self.run.ask(sums, &gateway, report, journal, desk)
    }

    /// Says what is odd, and what it is about to do.
    fn offer(
        &'a self,
        (before, file): (&mut Before, Option<&str>),
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Offer<'a>, Failure> {
        let (sums, party) = (&self.read.sums, self.run.party);
        warn_of_oddities(&self.report, desk);
        let is_looked_at = party.looks(self.run.args.no_preflight);
        if !is_looked_at && self.report.paid > self.report.paid_compared {
            desk.console.warn(word!("batch-paid-unseen", "the column `paid` was not compared with what the gateway says: no payment is looked at"));
        }
        if let Some(words) = self.read.past.warning(file) {
            desk.console.warn(&words);
        }
        if let Some(again) = tried_again(sums) {
            desk.console.note(&text!(
                "batch-tried-again",
                "tried again, each under a new number: {again}",
                again
            ));
        }
        Ok(Offer {
            party,
            report: &self.report,
            batch: self.run.batch,
            sums,
            day: day::shortfall(before.with(party, sums), party, Some(journal), desk)?,
            limits: &self.sheet.limits,
            earlier: self.read.past.earlier.count,
            looked: None,
        })
    }

    /// Sends nothing, and says how its rows stand.
    fn stand(
        &self,
        stop: Stop,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Summary, Exit> {
        let halted = match stop {
            Stop::Halt(halted) => halted,
            Stop::Error => {
                let file = &self.run.file.name;
                let why = word!(
                    "batch-before-failed",
                    "a file before it ended with an error"
                );
                let failure = Failure::said(
                    Exit::HeldBack,
                    text!(
                        "batch-nothing-of-file",
                        "nothing of {file} was sent: {why}",
                        file,
                        why
                    ),
                );
                return Err(self.tell(&failure.hint(again()), desk));
            }
        };
        let Batch { key, name, .. } = self.run.batch;
        match journal.batch_counts(key, name) {
            Ok(counts) => Ok(Summary {
                counts,
                refused: 0,
                halted: Some(halted),
            }),
            Err(error) => Err(self.tell(&error.into(), desk)),
        }
    }

    /// Tells an error, and returns how the rows end with it.
    fn tell(&self, failure: &Failure, desk: &mut Desk<'_>) -> Exit {
        let name = self.run.party.profile.name();
        desk.console.error(
            &text!(
                "batch-profile-words",
                "profile `{name}`: {words}",
                name,
                words = format!("{:#}", failure.error)
            ),
            failure.hint.as_deref(),
        );
        failure.exit
    }

    /// Takes what is to be told where nothing of the file is sent.
    fn checked(self) -> Checked {
        let past = if self.report.faults.is_empty() {
            self.read.past
        } else {
            Past::default()
        };
        Checked {
            past,
            ..Checked::alone(self.report)
        }
    }
}

fn are_clean(seen: &[Option<Looked>]) -> bool {
    seen.iter().flatten().all(|seen| seen.found.is_clean())
}

/// Tells why nothing of the file is sent.
fn tell(files: &Files, cases: Vec<Case<'_>>, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    if cases.iter().any(|case| !case.report.faults.is_empty()) {
        files.say_held_back(desk);
    }
    let found = cases.into_iter().map(Case::checked);
    files.tell(found.collect(), false, desk)
}

/// The same where the looks show it.
fn tell_seen(
    files: &Files,
    cases: Vec<Case<'_>>,
    seen: Vec<Option<Looked>>,
    desk: &mut Desk<'_>,
) -> Result<Exit, Failure> {
    let mut found = Vec::new();
    for (case, seen) in cases.into_iter().zip(seen) {
        found.push(match seen.map(|seen| seen.found) {
            Some(seen) if !seen.is_clean() => held_back(case.report, seen, desk),
            online => Checked {
                online,
                ..Checked::alone(case.report)
            },
        });
    }
    files.tell(found, false, desk)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(halted: Option<Halt>) -> Result<Summary, Exit> {
        Ok(Summary {
            counts: Vec::new(),
            refused: 0,
            halted,
        })
    }

    #[test]
    fn what_stopped_a_file_stops_those_after_it_but_for_its_own_limit() {
        let stop = |earlier: &[Result<Summary, Exit>]| stopped_by(earlier.iter());
        let limit = || sent(Some(Halt::BatchLimit("full".to_owned())));
        assert!(stop(&[]).is_none());
        assert!(stop(&[sent(None), limit()]).is_none());
        let halted = stop(&[limit(), sent(Some(Halt::RateLimited))]);
        assert!(matches!(halted, Some(Stop::Halt(Halt::RateLimited))));
        // Rows may have been sent before the error, and what became of them is not known here.
        let failed = stop(&[sent(None), Err(Exit::Unknown)]);
        assert!(matches!(failed, Some(Stop::Error)));
    }
}
