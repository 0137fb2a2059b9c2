//! One refund that is sent again: its guards, its claim and its send.

use super::super::absence::Absence;
use super::ResendStage;
use crate::attempt::payment::{self, Blame};
use crate::attempt::{self, Refusal};
use crate::commands::attempts::{look, send_once};
use crate::commands::merchant::{Gateway, Party};
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::codes::Reach;
use crate::gateway::enquiry::Moment;
use crate::gateway::verdict::Cause;
use crate::gateway::wire::Merchant;
use crate::journal::{Begun, Commit as _, Handovers, Journal, JournalError, Record};
use crate::language::{text, word};
use crate::refund::{OutTradeNo, State, command};
use std::sync::Arc;

/// Judges it by the journal and the profile alone.
pub(super) fn judge(
    record: &Record,
    party: &Party,
    merchant: &Merchant,
    journal: &mut dyn Journal,
) -> Result<ResendStage, JournalError> {
    let (number, profile) = (record.number(), party.profile.name());
    if record.state() != State::Unknown {
        let state = record.state();
        let why = text!(
            "resolve-only-unknown",
            "{number} is {state}; only an unknown refund can be sent again",
            number,
            state
        );
        return Ok(ResendStage::Refused(refuse(why, shown(number, profile))));
    }
    if let Some(refusal) = Refusal::other_currency(record, party.profile.currency()) {
        let how = attempt::currency_remedy(record, profile);
        return Ok(ResendStage::Refused(refuse(refusal.text, how)));
    }
    let looks = Absence::of(record, journal)?;
    if let Err((why, how)) = looks.of_resend(number, &party.endpoint(), profile) {
        return Ok(ResendStage::Refused(refuse(why, how)));
    }
    if !attempt::is_as_written(record, merchant) {
        let why = text!(
            "resolve-other-request",
            "the request for {number} would no longer be the one that was sent",
            number
        );
        let how = word!(
            "resolve-other-request-fix",
            "The profile's mchid has changed since; only the same request may be sent again."
        );
        return Ok(ResendStage::Refused(refuse(why, how.to_owned())));
    }
    let payment = payment::records(&record.wanted.intent.syssn, &party.profile, journal)?;
    if let Some(other) = payment.iter().find(|other| other.may_replace(record)) {
        let why = text!(
            "resolve-made-since",
            "{number} was not sent: {made_since}",
            number,
            made_since = Refusal::made_since(other).text
        );
        return Ok(ResendStage::Refused(refuse(why, settle(number, profile))));
    }
    Ok(ResendStage::Ready {
        looks: looks.in_short(),
    })
}

fn refuse(message: String, hint: String) -> Failure {
    Failure::refused(message).hint(hint)
}

fn shown(number: &OutTradeNo, profile: &str) -> String {
    text!(
        "resolve-once-see",
        "See `{command}`.",
        command = command("show", number.as_str(), profile)
    )
}

/// What to do about a refund that another one has taken the place of.
fn settle(number: &OutTradeNo, profile: &str) -> String {
    text!(
        "resolve-took-place",
        "If that one took its place, say so: `{command} --as refunded-elsewhere --note TEXT`. If both are meant, close this one with --as not-refunded and make a new refund with --twin.",
        command = command("close", number.as_str(), profile)
    )
}

/// A refund that was judged and confirmed.
pub(super) struct Sending<'a> {
    pub(super) record: Record,
    /// Why, for the journal, where somebody has said it.
    pub(super) note: Option<&'a str>,
    pub(super) party: &'a Party,
    pub(super) gateway: &'a Gateway<'a>,
    pub(super) handovers: &'a Arc<Handovers>,
}

/// Why one was not claimed.
pub(super) struct Unclaimed {
    pub(super) failure: Failure,
    /// Whether every other would meet the same.
    pub(super) meets_all: bool,
}

impl From<Failure> for Unclaimed {
    fn from(failure: Failure) -> Self {
        Self {
            meets_all: failure.exit != Exit::Refused,
            failure,
        }
    }
}

impl From<JournalError> for Unclaimed {
    fn from(error: JournalError) -> Self {
        Failure::from(error).into()
    }
}

/// What came of a send.
pub(super) struct Resent {
    pub(super) record: Record,
    pub(super) exit: Exit,
    /// Why no other is to be sent after it, as a clause.
    pub(super) halt: Option<String>,
    /// The refund, where a look may show what became of it.
    pub(super) open: Option<Record>,
}

impl Sending<'_> {
    /// Looks at its payment and claims it; returns when it was looked at, too. Nothing was sent where that
    /// fails.
    pub(super) fn claim(
        &self,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(Record, Option<Moment>), Unclaimed> {
        let (record, party, number) = (&self.record, self.party, self.record.number());
        let profile = party.profile.name();
        let unsent = |why: String| {
            text!(
                "resolve-once-not-sent",
                "{number} was not sent: {why}",
                number,
                why
            )
        };
        // Before the look, which would grow old while the limiter is waited for.
        self.gateway.pass(&desk.console);
        // Whatever is said of payments: this is about the refund itself.
        let absence = match Absence::confirmed(record, profile, self.gateway, journal, desk)? {
            Ok(absence) => absence.of_resend(number, &party.endpoint(), profile),
            Err((why, how)) => Err((unsent(why), how)),
        };
        let absence = absence.map_err(|(why, how)| refuse(why, how))?;
        let mut looked = None;
        if party.looks(false) {
            let (payment, now) = (&record.wanted.intent.syssn, desk.clock.now());
            let seen = payment::look(
                payment,
                &self.gateway.enquirer(),
                &party.owner(),
                journal,
                now,
            );
            let seen = seen.map_err(|unseen| Unclaimed {
                failure: refuse(unsent(unseen.text()), unseen.remedy().to_owned()),
                meets_all: unseen.blame() == Blame::Setup,
            })?;
            if let Some(made) = seen.made_since(record) {
                let why = text!(
                    "resolve-may-be-this",
                    "the gateway shows a refund of this payment that may be this one, or stand in its place: {made}",
                    made
                );
                return Err(refuse(unsent(why), settle(number, profile)).into());
            }
            if let Some(why) = seen.leaves_no_room(record) {
                let how = word!(
                    "resolve-settle-others",
                    "Settle the other refunds of the payment first, or close this one."
                );
                return Err(refuse(unsent(why), how.to_owned()).into());
            }
            looked = seen.at;
        }
        if !desk.interrupt.claim() {
            let why = unsent(text!("resolve-stopped", "stopped by a signal"));
            return Err(Failure::said(Exit::Interrupted, why).into());
        }
        let note = self.note.unwrap_or(&absence);
        let lease = attempt::lease(self.gateway.means().timeout);
        let (who, now) = (books::who(desk), desk.clock.now());
        let begun = journal.commit(|scope| scope.resend(record.key(), lease, note, who.at(now)))?;
        match begun {
            Begun::Claimed(claimed) => Ok((*claimed, looked)),
            Begun::Twin(_) | Begun::MadeSince(_) | Begun::Busy(_) | Begun::OtherAttempt(_) => {
                let refusal = Refusal::of(&begun, party.profile.currency());
                let text = refusal.map(|refusal| refusal.text).unwrap_or_default();
                Err(refuse(unsent(text), settle(number, profile)).into())
            }
            _ => {
                let why = text!(
                    "resolve-once-changed",
                    "{number} has changed in the meantime",
                    number
                );
                Err(refuse(why, shown(number, profile)).into())
            }
        }
    }

    /// Sends it, once.
    pub(super) fn send(
        &self,
        claimed: &Record,
        looked: Option<Moment>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Resent {
        let number = claimed.number();
        let attempted = send_once(claimed, looked, self.gateway, journal, self.handovers, desk);
        let outcome = attempted.verdict.outcome;
        let is_met_by_all = matches!(
            &attempted.verdict.cause,
            Cause::Code(code) if code.reach != Reach::Request
        );
        match attempted.recorded {
            Ok(after) => Resent {
                exit: Exit::from(after.state()),
                halt: halt(&after, is_met_by_all),
                open: after.state().may_settle().then(|| (*after).clone()),
                record: *after,
            },
            Err(unrecorded) => {
                desk.console.unrecorded(number, outcome, &unrecorded);
                Resent {
                    record: claimed.clone(),
                    exit: Exit::from(outcome),
                    halt: Some(text!(
                        "resolve-not-written",
                        "the outcome of {number} could not be written down",
                        number
                    )),
                    open: None,
                }
            }
        }
    }

    /// Looks what became of it.
    pub(super) fn look(
        &self,
        open: Record,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Record {
        look(open, self.gateway, journal, desk)
    }
}

/// Says why no other is to be sent after one, as a clause.
pub(super) fn halt(after: &Record, is_met_by_all: bool) -> Option<String> {
    let (number, state) = (after.number(), after.state());
    match state {
        State::Refunded | State::Pending => None,
        State::Declined if !is_met_by_all => None,
        State::Declined => Some(text!(
            "resolve-before-all",
            "{number} before it was {state} with an answer that every other one would get",
            number,
            state
        )),
        _ => Some(text!(
            "resolve-before",
            "{number} before it is {state}",
            number,
            state
        )),
    }
}
