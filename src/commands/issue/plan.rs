//! Planning: the look at the payment, the limits, the confirmation. What comes out may be claimed.

use super::again::Further;
use super::{Issuing, confirm};
use crate::attempt::payment::{self, PaymentSeen};
use crate::attempt::{Refusal, raise_max_refund};
use crate::commands::merchant::{Gateway, Party};
use crate::commands::preflight::{self, Held};
use crate::commands::{Desk, books};
use crate::exit::Exit;
use crate::gateway::enquiry::{Moment, is_fresh};
use crate::gateway::wire::SignedRequest;
use crate::journal::{Filter, Journal, JournalError, Listing, NewIntent, Payment, Record};
use crate::language::{text, word};
use crate::money::Amount;
use crate::output::Spinner;
use crate::output::text::clause_and;
use crate::refund::clock::set_it;
use crate::refund::preflight::{Gravity, Request};
use crate::refund::{Intent, OutTradeNo, State, twin};
use crate::world::Clock;
use time::OffsetDateTime;

/// How the refund comes to be claimed.
pub(super) enum Claim {
    /// It is new.
    New(Box<NewIntent>, Option<Payment>),
    /// It was written down before and surely never sent.
    Again(OutTradeNo, Amount),
}

/// The refund that is wanted, before the payment was looked at.
pub(super) struct Sought {
    pub(super) number: OutTradeNo,
    /// `None` for all that is left.
    pub(super) amount: Option<Amount>,
    /// It, where it was written down before and surely never sent.
    pub(super) earlier: Option<Record>,
    /// The attempt whose place it takes.
    replaces: Option<OutTradeNo>,
    /// What the look has warned of already.
    warned: Vec<String>,
}

impl Sought {
    pub(super) fn new(number: OutTradeNo, amount: Option<Amount>, earlier: Option<Record>) -> Self {
        let number = earlier
            .as_ref()
            .map_or(number, |record| record.number().clone());
        Self {
            number,
            amount,
            earlier,
            replaces: None,
            warned: Vec::new(),
        }
    }

    /// A further attempt: what is wanted now, under a number of its own.
    pub(super) fn further(further: Further, amount: Option<Amount>) -> Self {
        Self {
            replaces: Some(further.before.number().clone()),
            ..Self::new(further.number, amount, None)
        }
    }
}

/// So many looks that are old when they are over are no passing trouble.
const MOST_SLOW: u32 = 3;

/// The refund as one look allows it.
struct Looked {
    intent: Intent,
    /// `None` where the payment was not looked at.
    seen: Option<PaymentSeen>,
    /// Whether the look has warned of something that the one before did not.
    warns_anew: bool,
    /// When it was what the gateway shows.
    at: Moment,
}

impl Looked {
    /// Whether it still shows what the gateway would.
    fn is_fresh(&self, clock: &dyn Clock) -> bool {
        is_fresh(self.at, clock)
    }
}

impl Issuing<'_> {
    /// Looks at the payment, asks, and waits for the limiter; what comes out may be claimed and sent at once,
    /// by the look at this moment. A late answer is to what may not be so any more, and so is a place in the
    /// limit that comes late: then it is looked again, and asked again where that shows something else.
    pub(super) fn prepare(
        &self,
        mut sought: Sought,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(Claim, Option<Moment>), Held> {
        // Where nobody is asked it waits first, so that the look need not be made twice.
        let mut has_passed = !confirm::is_asked(self.args, self.party);
        if has_passed {
            gateway.pass(&desk.console);
        }
        let mut looked = self.looked(&mut sought, gateway, journal, desk)?;
        let (mut answered, mut slow) = (None, 0_u32);
        let Looked {
            intent, seen, at, ..
        } = loop {
            self.confirm(&looked, &mut answered, journal, desk)?;
            // Its place in the limit stays its own while the payment is looked at again.
            if !has_passed && looked.is_fresh(&*desk.clock) {
                gateway.pass(&desk.console);
                has_passed = true;
            }
            if has_passed && looked.is_fresh(&*desk.clock) {
                break looked;
            }
            looked = self.looked(&mut sought, gateway, journal, desk)?;
            if !looked.is_fresh(&*desk.clock) {
                slow = slow.saturating_add(1);
            }
            if slow >= MOST_SLOW {
                return Err(Held::new(
                    Exit::HeldBack,
                    "look_lapsed",
                    text!(
                        "issue-slow",
                        "{count} looks at the payment took so long that the gateway may show something else by now, so nothing was sent",
                        count = MOST_SLOW
                    ),
                    word!(
                        "issue-slow-next",
                        "Run the same command again when the gateway answers faster."
                    ),
                ));
            }
        };
        let looked = seen.is_some().then_some(at);
        let request = SignedRequest::refund(&intent, self.merchant);
        let key = self.party.key();
        let known = journal.find(key.numbered(&intent.out_trade_no))?;
        if looked.is_none() {
            self.look_before(known.as_ref(), &intent, gateway, journal, desk)?;
        }
        if known.is_some() {
            let again = Claim::Again(intent.out_trade_no, intent.amount);
            return Ok((again, looked));
        }
        let replaces = match sought.replaces {
            Some(before) => Some(before),
            None => declined_before(&intent, self.party, journal)?,
        };
        let new = NewIntent {
            merchant: key,
            environment: self.party.profile.environment().name().to_owned(),
            profile: self.party.profile.name().to_owned(),
            request: request.digest(),
            intent,
            batch: None,
            replaces,
        };
        let payment = seen.map(|seen| seen.payment);
        Ok((Claim::New(Box::new(new), payment), looked))
    }

    /// Asks whether what the question shows is meant, unless just that was answered already.
    fn confirm(
        &self,
        looked: &Looked,
        answered: &mut Option<String>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(), Held> {
        let is_asked = confirm::is_asked(self.args, self.party);
        let question = if is_asked {
            self.question(looked, journal, desk)?
        } else {
            String::new()
        };
        let is_same = answered.as_ref() == Some(&question);
        if is_same && !(is_asked && looked.warns_anew) {
            return Ok(());
        }
        if answered.is_some() {
            desk.console.warn(word!(
                "issue-has-changed",
                "what was shown has changed while the question stood; nothing was sent"
            ));
        }
        confirm::warn_if_risky(&looked.intent, &mut desk.console);
        if is_asked {
            confirm::ask(&question, &looked.intent, self.party, &mut desk.console)?;
        }
        *answered = Some(question);
        Ok(())
    }

    /// What the question shows.
    fn question(
        &self,
        looked: &Looked,
        journal: &mut dyn Journal,
        desk: &Desk<'_>,
    ) -> Result<String, Held> {
        let Looked { intent, seen, .. } = looked;
        let unseen = match seen {
            Some(_) => Vec::new(),
            None => payment::known(&intent.syssn, &self.party.profile, journal)?,
        };
        let (seen, style) = (seen.as_ref(), desk.console.err_style);
        Ok(confirm::text(intent, self.party, seen, &unseen, style))
    }

    fn looked(
        &self,
        sought: &mut Sought,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<Looked, Held> {
        let warned = sought.warned.len();
        let (amount, seen) = self.look(sought, gateway, journal, desk)?;
        let intent = match &sought.earlier {
            // What is sent is what was written down the first time.
            Some(record) => record.wanted.intent.clone(),
            None => {
                let number = sought.number.clone();
                self.wanted.intent(number, amount, self.party)
            }
        };
        self.if_stopped(&intent.out_trade_no, Some(amount), desk);
        self.within_limits(&intent)?;
        let at = seen.as_ref().and_then(|seen| seen.at);
        Ok(Looked {
            intent,
            seen,
            warns_anew: sought.warned.len() > warned,
            at: at.unwrap_or_else(|| (desk.clock.uptime(), desk.clock.now())),
        })
    }

    fn look(
        &self,
        sought: &mut Sought,
        gateway: &Gateway<'_>,
        journal: &mut dyn Journal,
        desk: &mut Desk<'_>,
    ) -> Result<(Amount, Option<PaymentSeen>), Held> {
        let amount = sought.amount;
        let looks = self.party.looks(self.args.no_preflight);
        if self.args.no_preflight || !looks && amount.is_some() {
            let known = amount.ok_or_else(|| {
                Held::new(
                    Exit::Usage,
                    "usage",
                    word!("issue-full-blind", "--full needs the look at the payment"),
                    word!("issue-full-blind-next", "Leave out --no-preflight."),
                )
            })?;
            self.check_clock(gateway, journal)?;
            return Ok((known, None));
        }
        let planned = match &sought.earlier {
            Some(record) => Some(record.created_at),
            None => self.waits_since(amount, journal)?,
        };
        let now = desk.clock.now();
        let seen = {
            let what = word!("issue-looking", "looking at the payment");
            let _waiting = Spinner::start(desk.console.may_animate, what);
            let syssn = &self.wanted.payment;
            payment::look(
                syssn,
                &gateway.enquirer(),
                &self.party.owner(),
                journal,
                now,
            )
        };
        // What the look shows, and that it shows nothing, rests on the clock.
        self.check_clock(gateway, journal)?;
        let seen = seen?;
        let window = self.party.profile.guards().twin_window;
        let window = planned.map_or(window, |planned| twin::reach(window, now, planned));
        let request = Request {
            payment: &self.wanted.payment,
            profile: self.party.profile.name(),
            number: Some(sought.number.as_str()),
            twin_window: Some(window).filter(|window| !self.args.twin && !window.is_zero()),
            beside: &self.wanted.beside_open,
            amount,
            earlier: 0,
            currency: self.party.profile.currency(),
            now,
            pause: preflight::pause(self.party),
        };
        let look = seen.judge(&request, &self.party.profile);
        for finding in look
            .findings
            .iter()
            .filter(|finding| finding.gravity == Gravity::Warning)
        {
            let text = clause_and(&finding.text, &finding.remedy);
            if !sought.warned.contains(&text) {
                desk.console.warn(&text);
                sought.warned.push(text);
            }
        }
        if let Some(finding) = look.refusal() {
            let (text, next) = (finding.text.clone(), preflight::remedy(finding));
            return Err(Held::new(Exit::Refused, finding.what, text, next));
        }
        let amount = look.amount.ok_or_else(|| {
            let what = word!("issue-nothing-left", "nothing is left of the payment");
            Held::new(Exit::Refused, "rest", what, "")
        })?;
        Ok((amount, Some(seen)))
    }

    /// Finds the refund of the payment that is planned and may be taken up in the new one's place; says
    /// when it was written down.
    fn waits_since(
        &self,
        amount: Option<Amount>,
        journal: &mut dyn Journal,
    ) -> Result<Option<OffsetDateTime>, JournalError> {
        let filter = Filter {
            environment: Some(self.party.profile.environment().name().to_owned()),
            states: vec![State::Planned],
            syssn: Some(self.wanted.payment.clone()),
            amount,
            oldest_first: true,
            ..Filter::default()
        };
        let first = Listing::new(journal, filter).next().transpose()?;
        Ok(first.map(|record| record.created_at))
    }

    fn check_clock(&self, gateway: &Gateway<'_>, journal: &mut dyn Journal) -> Result<(), Held> {
        books::check_clock(journal, gateway, self.party)
            .map_err(|why| Held::new(Exit::Setup, "clock", why, set_it()))
    }

    pub(super) fn within_limits(&self, intent: &Intent) -> Result<(), Held> {
        match self.party.profile.guards().max_refund {
            Some(most) if intent.amount > most => {
                let refusal = Refusal::above_limit(&most.in_words(intent.currency));
                Err(Held::by_rule(refusal, raise_max_refund()))
            }
            _ => Ok(()),
        }
    }
}

/// Finds the declined refund that this one takes the place of, where neither has a reference: with one,
/// `--again` says so.
fn declined_before(
    intent: &Intent,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Option<OutTradeNo>, JournalError> {
    if intent.reference.is_some() {
        return Ok(None);
    }
    let filter = Filter {
        merchant: Some(party.key()),
        states: vec![State::Declined],
        syssn: Some(intent.syssn.clone()),
        amount: Some(intent.amount),
        ..Filter::default()
    };
    for record in Listing::new(journal, filter) {
        let record = record?;
        if record.wanted.intent.reference.is_none() && record.wanted.batch.is_none() {
            return Ok(Some(record.number().clone()));
        }
    }
    Ok(None)
}
