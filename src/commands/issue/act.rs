//! Acting: the claim, the one send, and what became of it.

use super::plan::Claim;
use super::report::{stopped, told};
use super::{Issuing, Reported};
use crate::attempt::{self, Attempted, Hold};
use crate::commands::attempts::{follow, send_once};
use crate::commands::merchant::Gateway;
use crate::commands::preflight::Held;
use crate::commands::resolve::standing_looked;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::enquiry::Moment;
use crate::journal::{
    Begun, Commit as _, Conditions, DayLimit, GivenUp, Handovers, HeldBack, Journal, LookedAt,
    Record,
};
use crate::language::text;
use crate::money::Amount;
use crate::output::{RefundDocument, standing};
use crate::refund::{Intent, Outcome, State, command};
use std::sync::Arc;
use std::time::Duration;

impl Issuing<'_> {
    /// Claims the refund, sends it and reports. `looked` is when its payment was looked at.
    pub(super) fn act(
        &self,
        claim: Claim,
        looked: Option<Moment>,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let (number, amount) = match &claim {
            Claim::New(new, _) => (new.intent.out_trade_no.clone(), new.intent.amount),
            Claim::Again(number, amount) => (number.clone(), *amount),
        };
        if !desk.interrupt.claim() {
            return self.report_held(&number, Some(amount), stopped(), desk);
        }
        let handovers = books::keep_handovers(journal, desk)?;
        match self.claim(claim, journal, desk)? {
            Begun::Claimed(record) => {
                Ok(self.send(&record, looked, gateway, (journal, &handovers), desk))
            }
            other => {
                desk.interrupt.release();
                self.report_refused(&number, Some(amount), other, desk)
            }
        }
    }

    fn claim(
        &self,
        claim: Claim,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Begun, Failure> {
        let looked_at = self.looked_at(journal)?;
        let key = self.party.key();
        let who = books::who(desk);
        let stamp = who.at(desk.clock.now());
        let lease = attempt::lease(self.timeout);
        let most = self.party.profile.guards();
        let conditions = Conditions {
            given_up: GivenUp::Ignored,
            day: most.max_day_total.map(|most| DayLimit {
                since: stamp.now,
                most: most.minor(),
            }),
            max_refund: most.max_refund.map(Amount::minor),
            // A planned row of a batch is taken up by its reference.
            max_batch_total: most.max_batch_total.map(Amount::minor),
            beside_open: looked_at,
            twin_window: Some(most.twin_window).filter(|_| !self.args.twin),
        };
        let (new, payment) = match claim {
            Claim::Again(number, _) => {
                let again = key.numbered(&number);
                return Ok(journal.commit(|scope| scope.claim(again, lease, conditions, stamp))?);
            }
            Claim::New(new, payment) => (new, payment),
        };
        let begun = journal.commit(|scope| {
            if self.party.signing.is_news() {
                scope.note_signing(&new.environment, &key, stamp.now)?;
            }
            if let Some(payment) = &payment {
                scope.note_payment(&new.environment, &new.intent.syssn, payment, stamp.now)?;
            }
            scope.begin(&new, lease, conditions, stamp)
        })?;
        match begun {
            // Surely not sent, and wanted again: it keeps its number.
            Begun::Twin(twin)
                if twin.state() == State::Planned
                    && twin.wanted.intent.currency == new.intent.currency
                    && twin.wanted.batch.is_none()
                    && new.intent.reference.is_none() =>
            {
                desk.console.note(&text!(
                    "issue-taking-up",
                    "taking up {number}, which was written down before and not sent",
                    number = twin.number()
                ));
                Ok(journal.commit(|scope| scope.claim(twin.key(), lease, conditions, stamp))?)
            }
            other => Ok(other),
        }
    }

    /// Finds the open refunds that somebody has looked at. One that is settled meanwhile stands in
    /// nobody's way.
    pub(super) fn looked_at(&self, journal: &mut dyn Journal) -> Result<LookedAt, Failure> {
        let environment = self.party.profile.environment().name();
        let mut open = Vec::new();
        for number in &self.wanted.beside_open {
            let found = journal.find_any(number)?;
            let of_payment = found.into_iter().find(|record| {
                record.wanted.environment == environment
                    && record.wanted.intent.syssn == self.wanted.payment
            });
            let Some(record) = of_payment else {
                let history = command(
                    "history --syssn",
                    self.wanted.payment.as_str(),
                    self.party.profile.name(),
                );
                return Err(Failure::usage(text!(
                    "issue-beside-none",
                    "--beside-open `{number}` is no refund of this payment",
                    number
                ))
                .hint(text!(
                    "issue-lists-them",
                    "`{history}` lists them.",
                    history
                )));
            };
            if !open.contains(&record.id) {
                open.push(record.id);
            }
        }
        LookedAt::of(&open).ok_or_else(|| {
            Failure::usage(text!(
                "issue-beside-many",
                "--beside-open is given for more than {most} refunds",
                most = LookedAt::MOST
            ))
            .hint(text!(
                "issue-resolve-first",
                "Find out first what became of some of them: `qfrefund resolve --profile {profile}`.",
                profile = self.party.profile.name()
            ))
        })
    }

    fn send(
        &self,
        claimed: &Record,
        looked: Option<Moment>,
        gateway: &Gateway<'_>,
        (journal, handovers): (&mut dyn Journal, &Arc<Handovers>),
        desk: &mut Desk<'_>,
    ) -> (Exit, Option<Record>) {
        let intent = &claimed.as_sent();
        desk.console.if_stopped(&self.given_up(claimed));
        let attempted = send_once(claimed, looked, gateway, journal, handovers, desk);
        let mut document = self.outcome_of(&attempted, intent);
        let record = match attempted.recorded {
            Ok(record) => Some(*record),
            Err(unrecorded) => {
                let outcome = attempted.verdict.outcome;
                desk.console
                    .unrecorded(&intent.out_trade_no, outcome, &unrecorded);
                None
            }
        };
        let record = match (record, self.args.wait) {
            (Some(open), Some(seconds)) if open.state().is_open() => {
                let wait = Duration::from_secs(seconds.into());
                desk.console.if_stopped(&document);
                let followed = follow(open, gateway, wait, journal, desk);
                let (profile, now) = (self.party.profile.name(), desk.clock.now());
                let (message, next) = standing_looked(&followed, profile, now, journal);
                document = document.from_journal(&followed, "enquiry", message, next);
                Some(followed)
            }
            (record, _) => record,
        };
        let exit = document.exit_code;
        let (message, next) = (document.message.clone(), document.next_step.clone());
        let exit = desk.console.result(&document, exit, true);
        if document.outcome != Outcome::Refunded && document.outcome != Outcome::Pending {
            let what = told(document.outcome, &message);
            desk.console.outcome(&what, &next);
        }
        (exit, record)
    }

    /// Tells what the record says. Where others have moved it, the reply alone would mislead.
    fn outcome_of(&self, attempted: &Attempted, intent: &Intent) -> RefundDocument {
        let (verdict, document) = (&attempted.verdict, self.document(intent));
        match &attempted.recorded {
            Ok(record) if !agrees(record.state(), verdict.outcome) => {
                let (message, next) = standing(record, self.party.profile.name());
                let message = text!(
                    "issue-late-reply",
                    "{message}; the reply to this send decides nothing any more: {because}",
                    message,
                    because = verdict.because()
                );
                document.from_journal(record, "journal", message, next)
            }
            recorded => {
                let judged = document
                    .judged(verdict, intent, attempted.elapsed)
                    .standing(recorded.as_deref().ok());
                match attempted
                    .held
                    .as_ref()
                    .map(|hold| self.held_back(hold, intent))
                {
                    Some(held) => judged.held_back(held.exit, held.cause, held.message, held.next),
                    None => judged,
                }
            }
        }
    }

    /// Says why a claimed refund was held back at the last moment: that was not the network.
    fn held_back(&self, hold: &Hold, intent: &Intent) -> Held {
        let (exit, cause, next) = match hold {
            Hold::Stopping => return stopped(),
            Hold::Claim(HeldBack::Lapsed | HeldBack::Lost) => {
                let next = text!(
                    "issue-keeps-number",
                    "Run the same command again: it keeps its number."
                );
                (Exit::HeldBack, "claim_lapsed", next)
            }
            Hold::Stale => {
                let next = text!(
                    "issue-looks-again",
                    "Run the same command again: it looks again, and keeps its number."
                );
                (Exit::HeldBack, "look_lapsed", next)
            }
            Hold::Claim(HeldBack::Unmarked(error) | HeldBack::Unread(error)) => {
                (Exit::Setup, "setup", error.remedy().to_owned())
            }
            Hold::Changed => {
                let number = intent.out_trade_no.as_str();
                let next = text!(
                    "issue-changed-next",
                    "The profile's mchid has changed since it was written down. Give it up with `{cancel}`, then make a new refund; or set the mchid back.",
                    cancel = command("cancel", number, self.party.profile.name())
                );
                (Exit::Refused, "request_changed", next)
            }
        };
        Held::new(exit, cause, hold.to_string(), next).naming(self.party.profile.name())
    }
}

/// Whether the journal says what the exchange proved.
fn agrees(state: State, outcome: Outcome) -> bool {
    match outcome {
        Outcome::NotSent => state == State::Planned,
        _ => Exit::from(state) == Exit::from(outcome),
    }
}
