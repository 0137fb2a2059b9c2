//! Acting: the claim, the one send, and what became of it.

use super::plan::Claim;
use super::{Issuing, Reported};
use crate::commands::preflight::Held;
use crate::commands::{Desk, Failure, books, resolve, send};
use crate::exit::Exit;
use crate::gateway::transport::Transport;
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{Begun, DayLimit, Guards, Handovers, Journal, Record};
use crate::money::Amount;
use crate::refund::State;
use std::sync::Arc;
use std::time::Duration;

impl Issuing<'_> {
    /// Claims the refund, sends it and reports.
    pub(super) fn act(
        &self,
        claim: Claim,
        transport: &Transport,
        journal: &mut SqliteJournal,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let key = books::merchant_key(&self.party.profile);
        let who = books::who(desk);
        let lease = books::lease(self.timeout);
        let now = desk.clock.now();
        let most = self.party.profile.guards();
        let limits = Guards {
            day: most.max_day_total.map(|most| DayLimit {
                since: now,
                most: most.minor(),
            }),
            max_refund: most.max_refund.map(Amount::minor),
            // A planned row of a batch is taken up by its reference.
            max_batch_total: most.max_batch_total.map(Amount::minor),
            ..Guards::default()
        };
        let (number, amount) = match &claim {
            Claim::New(new, _) => (new.intent.out_trade_no.clone(), Some(new.intent.amount)),
            Claim::Again(number) => (number.clone(), None),
        };
        if !desk.interrupt.claim() {
            let held = Held::new(
                Exit::NotSent,
                "interrupted",
                "stopped by a signal, nothing was sent",
                "Run the command again when it is right.",
            );
            return self.report_held(&number, amount, held, desk);
        }
        let handovers = books::keep_handovers(journal, desk)?;
        let begun = match claim {
            Claim::Again(number) => journal.claim(&key, &number, lease, limits, &who, now)?,
            Claim::New(new, payment) => {
                let window = self.party.profile.guards().twin_window;
                let guards = Guards {
                    twin_window: Some(window).filter(|window| !self.args.twin && !window.is_zero()),
                    ..limits
                };
                let mut begun = None;
                journal.write(&mut |scope| {
                    if let Some(payment) = &payment {
                        scope.note_payment(&key, &new.intent.syssn, payment, now)?;
                    }
                    begun = Some(scope.begin(&new, lease, guards, &who, now)?);
                    Ok(())
                })?;
                let begun = begun.ok_or_else(|| {
                    Failure::new(
                        Exit::Internal,
                        anyhow::anyhow!("the journal gave no answer"),
                    )
                })?;
                match begun {
                    // Surely not sent, and wanted again: it keeps its number.
                    Begun::Twin(twin)
                        if twin.state() == State::Planned
                            && twin.wanted.batch.is_none()
                            && new.intent.reference.is_none() =>
                    {
                        desk.console.note(&format!(
                            "taking up {}, which was written down before and not sent",
                            twin.number()
                        ));
                        journal.claim(&key, twin.number(), lease, limits, &who, now)?
                    }
                    other => other,
                }
            }
        };
        match begun {
            Begun::Claimed(record) => Ok(self.send(&record, transport, journal, &handovers, desk)),
            other => {
                desk.interrupt.release();
                self.report_refused(&number, amount, other, desk)
            }
        }
    }

    fn send(
        &self,
        claimed: &Record,
        transport: &Transport,
        journal: &mut SqliteJournal,
        handovers: &Arc<Handovers>,
        desk: &mut Desk<'_>,
    ) -> (Exit, Option<Record>) {
        let intent = &claimed.wanted.intent;
        let sending = send::send(
            claimed,
            self.merchant,
            transport,
            self.timeout,
            journal,
            handovers,
            desk,
        );
        let planned = self
            .document(intent)
            .judged(&sending.verdict, intent, sending.elapsed);
        let mut exit = Exit::from(sending.verdict.outcome);
        let mut document = planned.standing(sending.recorded.as_ref().ok());
        let record = match sending.recorded {
            Ok(record) => Some(record),
            Err(error) => {
                send::tell_unrecorded(&intent.out_trade_no, sending.verdict.outcome, &error, desk);
                None
            }
        };
        let record = match (record, self.args.wait) {
            (Some(open), Some(seconds))
                if matches!(open.state(), State::Pending | State::Unknown) =>
            {
                let wait = Duration::from_secs(seconds.into());
                let followed = resolve::follow(
                    open,
                    self.party,
                    self.merchant,
                    transport,
                    wait,
                    journal,
                    desk,
                );
                exit = resolve::exit_of(followed.state());
                let (message, next) = resolve::in_words(&followed, self.party);
                document = document.from_journal(&followed, exit, "enquiry", message, next);
                Some(followed)
            }
            (record, _) => record,
        };
        let (message, next) = (document.message.clone(), document.next_step.clone());
        let exit = desk.console.result(&document, exit, true);
        if matches!(exit, Exit::Unknown | Exit::NotSent | Exit::Declined) {
            desk.console
                .outcome(&format!("{}: {message}", document.outcome), &next);
        }
        (exit, record)
    }
}
