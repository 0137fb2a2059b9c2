//! Reporting what kept a refund from being sent, or what became of an earlier run.

use super::{Issuing, Reported};
use crate::attempt::{self, Refusal};
use crate::commands::preflight::Held;
use crate::commands::{Desk, Failure};
use crate::exit::Exit;
use crate::journal::{Begun, Record};
use crate::language::{text, word};
use crate::money::Amount;
use crate::output::{RefundDocument, standing};
use crate::refund::{Intent, OutTradeNo, Outcome, State, command};

/// Why a refund is not sent that a signal stops.
pub(super) fn stopped() -> Held {
    Held::new(
        Exit::Interrupted,
        "interrupted",
        word!("issue-stopped", "stopped: nothing was sent"),
        when_right(),
    )
}

/// What to do after nothing was confirmed.
pub(super) fn when_right() -> &'static str {
    word!(
        "issue-when-right",
        "Run the command again when it is right."
    )
}

/// Says an outcome, and why.
pub(super) fn told(outcome: Outcome, message: &str) -> String {
    text!(
        "issue-outcome",
        "{outcome}: {message}",
        outcome = outcome,
        message
    )
}

impl Issuing<'_> {
    /// Says what became of an earlier run of the same refund, unless it was surely never sent.
    pub(super) fn earlier(
        &self,
        record: &Record,
        amount: Option<Amount>,
        desk: &mut Desk<'_>,
    ) -> Option<Reported> {
        let profile = self.party.profile.name();
        let old = &record.wanted.intent;
        if let Some(held) = self.used_for_another(record, amount) {
            return Some(self.report_held(
                &old.out_trade_no,
                amount.or(Some(old.amount)),
                held,
                desk,
            ));
        }
        if record.state() == State::Planned {
            return None;
        }
        let (message, next) = standing(record, profile);
        let document = self.document(old).from_journal(
            record,
            "replayed",
            text!(
                "issue-shown-again",
                "shown again, nothing was sent now: {message}",
                message
            ),
            next.clone(),
        );
        let document = RefundDocument {
            replayed: true,
            ..document
        };
        let exit = desk.console.result(&document, document.exit_code, false);
        if exit != Exit::Success {
            let what = told(document.outcome, &message);
            desk.console.outcome(&what, &next);
        }
        Some(Ok((exit, Some(record.clone()))))
    }

    /// Says where its number or reference is another refund's.
    pub(super) fn used_for_another(&self, record: &Record, amount: Option<Amount>) -> Option<Held> {
        let profile = self.party.profile.name();
        let old = &record.wanted.intent;
        if let Some(refusal) = Refusal::other_currency(record, self.party.profile.currency()) {
            return Some(Held::by_rule(
                refusal,
                attempt::currency_remedy(record, profile),
            ));
        }
        let differs = if old.syssn != self.wanted.payment {
            let what = word!("issue-other-payment", "payment");
            Some((what, old.syssn.to_string()))
        } else if amount.is_some_and(|amount| amount != old.amount) {
            let what = word!("issue-other-amount", "amount");
            Some((what, old.amount.in_words(old.currency)))
        } else {
            None
        };
        differs.map(|(what, was)| {
            let used = match (&old.reference, &self.wanted.reference) {
                (Some(reference), _) => text!(
                    "issue-used-reference",
                    "the reference `{reference}` was used for another {what}: {was}",
                    reference,
                    what,
                    was
                ),
                (None, Some(wanted)) => text!(
                    "issue-used-derived",
                    "the number {number}, which the reference `{wanted}` gives, was used for another {what}: {was}",
                    number = old.out_trade_no,
                    wanted,
                    what,
                    was
                ),
                (None, None) => text!(
                    "issue-used-number",
                    "the number {number} was used for another {what}: {was}",
                    number = old.out_trade_no,
                    what,
                    was
                ),
            };
            let show = command("show", old.out_trade_no.as_str(), profile);
            // Nothing of it was executed, so that it may have been a slip.
            let is_mended = record.state().may_be_replaced() && self.wanted.reference.is_some();
            Held::new(
                Exit::Refused,
                "reference_used",
                used,
                if is_mended {
                    text!(
                        "issue-look-or-again",
                        "Look at it with `{show}`; a new refund needs a new reference. It is {state}: if its {what} was wrong and this is the same refund, add --again.",
                        show,
                        state = record.state().to_string(),
                        what
                    )
                } else {
                    text!(
                        "issue-look-at",
                        "Look at it with `{show}`; a new refund needs a new reference.",
                        show
                    )
                },
            )
        })
    }

    pub(super) fn report_refused(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        begun: Begun,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let (payment, profile) = (&self.wanted.payment, &self.party.profile);
        let remedy = attempt::remedy(&begun, payment, profile.name());
        let held = match (self.refusal(&begun), begun) {
            (Some(held), _) => held,
            (None, Begun::Claimed(record) | Begun::Planned(record) | Begun::Existing(record)) => {
                return self.earlier(&record, amount, desk).unwrap_or_else(|| {
                    let what = word!("issue-busy", "another process has taken up this refund");
                    let held = Held::new(Exit::Refused, "busy", what, remedy);
                    self.report_held(number, amount, held, desk)
                });
            }
            (None, _) => Held::new(
                Exit::Internal,
                "setup",
                word!("issue-no-answer", "the journal gave no answer"),
                word!("issue-no-answer-next", "Run the command again."),
            ),
        };
        self.report_held(number, amount, held, desk)
    }

    /// Says which rule stands in the way.
    pub(super) fn refusal(&self, begun: &Begun) -> Option<Held> {
        let profile = &self.party.profile;
        if let Begun::Twin(twin) = begun
            && twin.state() == State::Planned
            && let Some(refusal) = Refusal::other_currency(twin, profile.currency())
        {
            let remedy = attempt::currency_remedy(twin, profile.name());
            return Some(Held::by_rule(refusal, remedy));
        }
        let refusal = Refusal::of(begun, profile.currency())?;
        let remedy = attempt::remedy(begun, &self.wanted.payment, profile.name());
        Some(Held::by_rule(refusal, remedy))
    }

    pub(super) fn report_held(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        held: Held,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let held = held.naming(self.party.profile.name());
        let Some(amount) = amount else {
            // With --full the amount was never found out: there is no refund to report on.
            return Err(Failure::said(held.exit, held.message).hint(held.next));
        };
        desk.console.outcome(&held.message, &held.next);
        let exit = held.exit;
        let document = self.unsent(number, amount, held);
        Ok((desk.console.result(&document, exit, false), None))
    }

    /// Leaves the document of a refund that a signal stops before anything is sent.
    pub(super) fn if_stopped(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        desk: &mut Desk<'_>,
    ) {
        // With --full there is no refund to report on before the payment has been seen.
        let Some(amount) = amount else { return };
        let document = self.unsent(number, amount, stopped());
        desk.console.if_stopped(&document);
    }

    fn unsent(&self, number: &OutTradeNo, amount: Amount, held: Held) -> RefundDocument {
        let intent = self.wanted.intent(number.clone(), amount, self.party);
        self.document(&intent)
            .held_back(held.exit, held.cause, held.message, held.next)
    }

    /// Makes the document of a refund whose answer is waited for no longer.
    pub(super) fn given_up(&self, claimed: &Record) -> RefundDocument {
        let number = claimed.number();
        RefundDocument {
            outcome: Outcome::Unknown,
            state: Some(claimed.state()),
            recorded: Some(true),
            replaces: claimed.wanted.replaces.as_ref().map(ToString::to_string),
            ..self.document(&claimed.as_sent()).held_back(
                Exit::Unknown,
                "interrupted",
                text!(
                    "issue-given-up",
                    "stopped by a signal while the answer was waited for: its outcome is unknown"
                ),
                text!(
                    "issue-given-up-next",
                    "Do not send it again; find out with `{resolve}`.",
                    resolve = command("resolve", number.as_str(), self.party.profile.name())
                ),
            )
        }
    }

    pub(super) fn document(&self, intent: &Intent) -> RefundDocument {
        RefundDocument::planned(
            intent,
            self.party.profile.name(),
            self.party.profile.environment(),
            self.party.profile.mchid(),
        )
    }
}
