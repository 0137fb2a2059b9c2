//! `issue`: parse → plan → act → report. A dry run is the same road without the act.

mod confirm;
mod dry_run;
mod wanted;

use super::merchant::{self, Party};
use super::preflight::{self, Held};
use super::{Desk, Failure, books, resolve, send};
use crate::cli::IssueArgs;
use crate::exit::Exit;
use crate::gateway::enquiry;
use crate::gateway::transport::Transport;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::sqlite::SqliteJournal;
use crate::journal::{
    Begun, DayLimit, Digest, Filter, Guards, Handovers, Journal, Listing, NewIntent, Payment,
    Record,
};
use crate::money::Amount;
use crate::output::{RefundDocument, Waiting};
use crate::refund::preflight::{Gravity, Request};
use crate::refund::{Intent, OutTradeNo, State};
use std::sync::Arc;
use std::time::Duration;
use wanted::Wanted;

pub(super) fn run(args: &IssueArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let wanted = Wanted::parse(args)?;
    let party = merchant::choose(desk)?;
    let amount = wanted.amount(party.profile.currency())?;
    let merchant = party.merchant(desk)?;
    let number = wanted.number(&party, desk.clock.now(), desk.random)?;
    if let (true, Some(amount)) = (args.dry_run, amount) {
        let intent = wanted.intent(number, amount, &party, desk.clock.now());
        confirm::warn_if_risky(&intent, &mut desk.console);
        return Ok(dry_run::show(
            args,
            &intent,
            &party,
            &merchant,
            &mut desk.console,
        ));
    }
    (desk.listen)(&desk.interrupt);
    let timeout = party.timeout(args.timeout);
    let issuing = Issuing {
        args,
        wanted: &wanted,
        party: &party,
        merchant: &merchant,
        timeout,
    };
    if let Err(held) = confirm::can_be_asked(args, &party, &desk.console) {
        return issuing
            .report_held(&number, amount, held, desk)
            .map(|(exit, _)| exit);
    }
    let reported = issuing.with_journal(&number, amount, desk);
    // Whatever stopped it came before the send, and the number exists: there is one document for it.
    let reported =
        reported.or_else(|failure| issuing.report_held(&number, amount, Held::from(failure), desk));
    reported.map(|(exit, _)| exit)
}

/// One refund on its way.
struct Issuing<'a> {
    args: &'a IssueArgs,
    wanted: &'a Wanted,
    party: &'a Party,
    merchant: &'a Merchant,
    timeout: Duration,
}

/// The exit code of what was reported, and the refund it was about.
type Reported = Result<(Exit, Option<Record>), Failure>;

/// How the refund comes to be claimed.
enum Claim {
    /// It is new.
    New(Box<NewIntent>, Option<Payment>),
    /// It was written down before and surely never sent.
    Again(OutTradeNo),
}

impl Issuing<'_> {
    fn with_journal(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let mut journal = books::open(self.party, desk)?;
        let reported = self.run(number.clone(), amount, &mut journal, desk)?;
        books::remind(&mut journal, reported.1.as_ref(), self.party, desk);
        Ok(reported)
    }

    fn run(
        &self,
        number: OutTradeNo,
        amount: Option<Amount>,
        journal: &mut SqliteJournal,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let key = books::merchant_key(&self.party.profile);
        let earlier = match &self.wanted.reference {
            Some(reference) => journal.find_by_reference(&key, reference)?,
            None => journal.find(&key, &number)?,
        };
        if let Some(record) = &earlier
            && let Some(reported) = self.earlier(record, amount, desk)
        {
            return reported;
        }
        let (transport, _gateway) = self.party.open(Some(self.timeout), desk)?;
        match self.prepare(number.clone(), amount, earlier, &transport, journal, desk) {
            Err(held) => self.report_held(&number, amount, held, desk),
            Ok(claim) => self.act(claim, &transport, journal, desk),
        }
    }

    /// Looks at the payment and asks; what comes out may be claimed.
    fn prepare(
        &self,
        number: OutTradeNo,
        amount: Option<Amount>,
        earlier: Option<Record>,
        transport: &Transport,
        journal: &mut SqliteJournal,
        desk: &mut Desk<'_>,
    ) -> Result<Claim, Held> {
        let (amount, payment) = self.look(amount, transport, journal, desk)?;
        let intent = match earlier {
            // What is sent is what was written down the first time.
            Some(record) => record.wanted.intent,
            None => self
                .wanted
                .intent(number, amount, self.party, desk.clock.now()),
        };
        self.within_limits(&intent)?;
        confirm::warn_if_risky(&intent, &mut desk.console);
        confirm::ask(
            self.args,
            &intent,
            self.party,
            payment.as_ref(),
            &mut desk.console,
        )?;
        let request = SignedRequest::refund(&intent, self.merchant);
        let key = books::merchant_key(&self.party.profile);
        let known = journal
            .find(&key, &intent.out_trade_no)
            .map_err(|error| Held::new(Exit::Setup, "setup", error.to_string(), error.remedy()))?;
        if known.is_some() {
            return Ok(Claim::Again(intent.out_trade_no));
        }
        let replaces = declined_before(&intent, self.party, journal);
        let new = NewIntent {
            merchant: key,
            environment: self.party.profile.environment().name().to_owned(),
            profile: self.party.profile.name().to_owned(),
            request: Digest::of(request.body.as_bytes()),
            intent,
            batch: None,
            replaces,
        };
        Ok(Claim::New(Box::new(new), payment))
    }

    fn look(
        &self,
        amount: Option<Amount>,
        transport: &Transport,
        journal: &mut SqliteJournal,
        desk: &mut Desk<'_>,
    ) -> Result<(Amount, Option<Payment>), Held> {
        if self.args.no_preflight || !self.party.profile.preflight() && amount.is_some() {
            let known = amount.ok_or_else(|| {
                Held::new(
                    Exit::Usage,
                    "usage",
                    "--full needs the look at the payment",
                    "Leave out --no-preflight.",
                )
            })?;
            return Ok((known, None));
        }
        let now = desk.clock.now();
        let seen = {
            let _waiting = Waiting::start(desk.console.may_animate, "looking at the payment");
            let mut ask = enquiry::patiently(transport, self.merchant, desk.clock.as_ref());
            let syssn = &self.wanted.syssn;
            preflight::look(syssn, &mut ask, self.party, self.merchant, journal, now)?
        };
        let request = Request {
            amount,
            earlier: 0,
            currency: self.party.profile.currency(),
            now,
            pause: preflight::pause(self.party),
        };
        let look = seen.judge(&request, self.party);
        for finding in look
            .findings
            .iter()
            .filter(|finding| finding.gravity == Gravity::Warning)
        {
            desk.console
                .warn(&format!("{}. {}", finding.text, finding.remedy));
        }
        if let Some(finding) = look.refusal() {
            let next = format!(
                "{} Or send it without looking: --no-preflight.",
                finding.remedy
            );
            return Err(Held::new(
                Exit::Refused,
                finding.what,
                finding.text.clone(),
                next,
            ));
        }
        let amount = look.amount.ok_or_else(|| {
            Held::new(Exit::Refused, "rest", "nothing is left of the payment", "")
        })?;
        Ok((amount, Some(seen.payment)))
    }

    fn within_limits(&self, intent: &Intent) -> Result<(), Held> {
        match self.party.profile.guards().max_refund {
            Some(most) if intent.amount > most => Err(above_limit(
                &intent.amount.in_words(intent.currency),
                &most.in_words(intent.currency),
            )),
            _ => Ok(()),
        }
    }

    /// Claims the refund, sends it and reports.
    fn act(
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
                .error(&format!("{}: {message}", document.outcome), Some(&next));
        }
        (exit, record)
    }

    /// Says what became of an earlier run of the same refund, unless it was surely never sent.
    fn earlier(
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
                .error(&format!("{}: {message}", document.outcome), Some(&next));
        }
        Some(Ok((exit, Some(record.clone()))))
    }

    fn report_refused(
        &self,
        number: &OutTradeNo,
        amount: Option<Amount>,
        begun: Begun,
        desk: &mut Desk<'_>,
    ) -> Reported {
        let words = |minor: u64| {
            Amount::from_minor(minor).map_or_else(
                |_| "nothing".to_owned(),
                |amount| amount.in_words(self.party.profile.currency()),
            )
        };
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

    fn report_held(
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
        desk.console.error(
            &held.message,
            Some(&held.next)
                .filter(|next| !next.is_empty())
                .map(String::as_str),
        );
        let intent = self
            .wanted
            .intent(number.clone(), amount, self.party, desk.clock.now());
        let document =
            self.document(&intent)
                .held_back(held.exit, held.cause, held.message, held.next);
        Ok((desk.console.result(&document, held.exit, false), None))
    }

    fn document(&self, intent: &Intent) -> RefundDocument {
        RefundDocument::planned(
            intent,
            self.party.profile.name(),
            self.party.profile.environment(),
            self.party.profile.mchid(),
        )
    }
}

fn above_limit(amount: &str, most: &str) -> Held {
    Held::new(
        Exit::Refused,
        "limit",
        format!("{amount} is more than the profile's largest refund, {most}"),
        "Have max_refund in the profile raised by whoever may decide that.",
    )
}

/// Finds the declined refund that this one takes the place of.
fn declined_before(
    intent: &Intent,
    party: &Party,
    journal: &mut SqliteJournal,
) -> Option<OutTradeNo> {
    let filter = Filter {
        merchant: Some(books::merchant_key(&party.profile)),
        states: vec![State::Declined],
        syssn: Some(intent.syssn.clone()),
        amount: Some(intent.amount),
        ..Filter::default()
    };
    Listing::new(journal, filter)
        .next()
        .and_then(Result::ok)
        .map(|record| record.number().clone())
}
