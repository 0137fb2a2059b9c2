//! Reporting what kept a refund from being sent, or what became of an earlier run.

use super::{Issuing, Reported};
use crate::commands::preflight::Held;
use crate::commands::{Desk, Failure, resolve};
use crate::exit::Exit;
use crate::journal::{Begun, Record};
use crate::money::Amount;
use crate::output::RefundDocument;
use crate::refund::{Intent, OutTradeNo, State};

impl Issuing<'_> {
    /// Says what became of an earlier run of the same refund, unless it was surely never sent.
    pub(super) fn earlier(
        &self,
        record: &Record,
        amount: Option<Amount>,
        desk: &mut Desk<'_>,
    ) -> Option<Reported> {
        let old = &record.wanted.intent;
        let differs = if old.syssn != self.wanted.syssn {
            Some(("payment", old.syssn.to_string()))
        } else if amount.is_some_and(|amount| amount != old.amount) {
            Some(("amount", old.amount.in_words(old.currency)))
        } else {
            None
        };
        if let Some((what, was)) = differs {
            let used = match &old.reference {
                Some(reference) => format!("reference `{reference}`"),
                None => format!("number {}", old.out_trade_no),
            };
            let held = Held::new(
                Exit::Refused,
                "reference_used",
                format!("the {used} was used for another {what}: {was}"),
                format!(
                    "Look at it with `qfrefund show {}`; a new refund needs a new reference.",
                    old.out_trade_no
                ),
            );
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
        let exit = resolve::exit_of(record.state());
        let (message, next) = resolve::in_words(record, self.party);
        let document = self.document(old).from_journal(
            record,
            exit,
            "replayed",
            format!("shown again, nothing was sent now: {message}"),
            next.clone(),
        );
        let document = RefundDocument {
            replayed: true,
            ..document
        };
        let exit = desk.console.result(&document, exit, false);
        if exit != Exit::Success {
            desk.console
                .outcome(&format!("{}: {message}", document.outcome), &next);
        }
        Some(Ok((exit, Some(record.clone()))))
    }

    pub(super) fn report_refused(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        begun: Begun,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let words = |minor: u64| self.party.profile.currency().in_words(minor.into());
        let held = match begun {
            Begun::Claimed(record) | Begun::Planned(record) | Begun::Existing(record) => {
                return self.earlier(&record, amount, desk).unwrap_or_else(|| {
                    let held = Held::new(
                        Exit::Refused,
                        "busy",
                        "another process has taken up this refund",
                        format!("Look at it with `qfrefund show {}`.", record.number()),
                    );
                    self.report_held(number, amount, held, desk)
                });
            }
            Begun::Twin(twin) => Held::new(
                Exit::Refused,
                "twin",
                format!(
                    "the same refund, {} of this payment, was made {} as {} and is {}",
                    twin.wanted
                        .intent
                        .amount
                        .in_words(twin.wanted.intent.currency),
                    resolve::when(twin.created_at),
                    twin.number(),
                    twin.state()
                ),
                format!(
                    "If a second one is meant, add --twin; if not, there is nothing to do (`qfrefund show {}`).",
                    twin.number()
                ),
            ),
            Begun::Busy(other) => Held::new(
                Exit::Refused,
                "busy",
                format!(
                    "another refund of this payment, {}, is being sent at this moment",
                    other.number()
                ),
                "Run the command again when it has ended.",
            ),
            Begun::ExceedsRest { paid, live } => Held::new(
                Exit::Refused,
                "rest",
                format!(
                    "{} was paid, and {} of it is refunded or may be",
                    words(paid),
                    words(live)
                ),
                format!(
                    "Lower the amount, or look at the refunds with `qfrefund history --syssn {}`.",
                    self.wanted.syssn
                ),
            ),
            Begun::ExceedsDay { limit, live } => Held::new(
                Exit::Refused,
                "day",
                format!(
                    "the day's limit is {}, and {} of it is refunded or may be",
                    words(limit),
                    words(live)
                ),
                "Wait for the next day, or raise `max_day_total` in the profile.".to_owned(),
            ),
            Begun::ExceedsRefund { limit } => {
                let asked = amount.map_or_else(|| "it".to_owned(), |amount| words(amount.minor()));
                above_limit(&asked, &words(limit))
            }
            Begun::ExceedsBatch { limit, others } => Held::new(
                Exit::Refused,
                "limit",
                format!(
                    "it is a row of a batch whose limit is {}, and {} of that is refunded or may be",
                    words(limit),
                    words(others)
                ),
                "Have max_batch_total in the profile raised by whoever may decide that.",
            ),
            Begun::OtherCurrency(currency) => Held::new(
                Exit::Refused,
                "currency",
                format!("the payment was made in {currency}"),
                format!("Use a profile whose currency is {currency}."),
            ),
        };
        self.report_held(number, amount, held, desk)
    }

    pub(super) fn report_held(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        held: Held,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let Some(amount) = amount else {
            // With --full the amount was never found out: there is no refund to report on.
            return Err(Failure::new(held.exit, anyhow::Error::msg(held.message)).hint(held.next));
        };
        desk.console.outcome(&held.message, &held.next);
        let intent = self
            .wanted
            .intent(number.clone(), amount, self.party, desk.clock.now());
        let document =
            self.document(&intent)
                .held_back(held.exit, held.cause, held.message, held.next);
        Ok((desk.console.result(&document, held.exit, false), None))
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

pub(super) fn above_limit(amount: &str, most: &str) -> Held {
    Held::new(
        Exit::Refused,
        "limit",
        format!("{amount} is more than the profile's largest refund, {most}"),
        "Have max_refund in the profile raised by whoever may decide that.",
    )
}
