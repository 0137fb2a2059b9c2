//! `payment`: one payment with its refunds, and what to tell the customer. It moves no money.

mod next;

use super::merchant::{self, Gateway, Party};
use super::order::{self, Unlooked};
use super::{Desk, Failure, books, enquiry};
use crate::attempt::payment::{self, PaymentSeen, Told, Unseen, told};
use crate::cli::PaymentArgs;
use crate::exit::Exit;
use crate::journal::{Called, Filter, Journal, JournalError, Payment, Record};
use crate::language::{text, word};
use crate::output::text::{capital, clause_and, clean_short, sentence};
use crate::output::{Answers, Asked, PaymentDocument, PaymentFacts, PaymentRefund, Spinner};
use crate::refund::preflight::Earlier;
use crate::refund::{OrderNo, State, Syssn, command, worst};
use next::next;
use time::OffsetDateTime;

/// As many refunds may be called alike.
const FEW: u32 = 16;

/// Where there is a journal.
type Books = Option<Box<dyn Journal>>;

pub(super) fn run(args: &PaymentArgs, desk: &mut Desk<'_>) -> Result<Exit, Failure> {
    let Found {
        document,
        told,
        party,
        journal,
    } = find(args, desk)?;
    if !document.answered {
        desk.console.outcome(&document.message, &document.next_step);
    }
    let exit = desk.console.result(&document, document.exit_code, true);
    if let Some(mut journal) = journal {
        let states = told.iter().filter_map(|told| told.record.as_ref());
        let states: Vec<(State, u64)> = states.map(|record| (record.state(), 1)).collect();
        books::remind(&mut *journal, &states, &party, desk);
    }
    Ok(exit)
}

/// What is known of a payment, and by whom.
pub(super) struct Found {
    /// What is shown of it.
    pub(super) document: PaymentDocument,
    told: Vec<Told>,
    /// Whose it is.
    pub(super) party: Party,
    journal: Books,
}

/// Finds out what is known of a payment. Nothing is written down.
pub(super) fn find(args: &PaymentArgs, desk: &mut Desk<'_>) -> Result<Found, Failure> {
    let given = args.syssn.as_deref().map(Syssn::parse).transpose()?;
    let order = args.order_no.as_deref().map(OrderNo::parse).transpose()?;
    let party = merchant::choose(desk)?;
    let merchant = party.merchant(desk)?;
    // It makes no journal; of one that is there, what cannot be read is not taken for absent.
    let mut journal: Books = match books::is_there(&party, desk)? {
        true => Some(books::open_to_read(&party, desk)?),
        false => None,
    };
    let timeout = party.timeout(args.timeout);
    let gateway = party.open(&merchant, timeout, party.limits(), desk)?;
    let waiting = Spinner::start(
        desk.console.may_animate,
        word!("payment-asking", "asking the gateway"),
    );
    let (syssn, unasked) = match (given, order) {
        (Some(syssn), _) => (syssn, None),
        (None, Some(number)) => behind(&number, &party, &gateway, &mut journal, desk)?,
        (None, None) => {
            return Err(Failure::usage(word!(
                "payment-which",
                "which payment? give its syssn, or --order-no"
            )));
        }
    };
    let seen = match unasked {
        Some(why) => Err(why),
        None => look(&syssn, &party, &gateway, &mut journal, desk),
    };
    drop(waiting);
    let case = Case {
        syssn: &syssn,
        party: &party,
        now: desk.clock.now(),
    };
    let (document, told) = match seen {
        Ok(seen) => case.shown(&seen, &mut journal)?,
        Err(Unseen::Journal(error)) => return Err(error.into()),
        Err(why) => case.alone(&why, &mut journal)?,
    };
    drop(gateway);
    Ok(Found {
        document,
        told,
        party,
        journal,
    })
}

/// Finds the payment behind an order number. Where the gateway cannot be asked, it is the one that this journal
/// has found before, and why it could not be comes with it.
fn behind(
    number: &OrderNo,
    party: &Party,
    gateway: &Gateway<'_>,
    journal: &mut Books,
    desk: &Desk<'_>,
) -> Result<(Syssn, Option<Unseen>), Failure> {
    let now = desk.clock.now();
    let found = match journal {
        Some(journal) => order::look_up(number, party, gateway, &mut **journal, now),
        None => order::shown(number, party, gateway, now),
    };
    match found {
        Ok(Ok((syssn, _))) => Ok((syssn, None)),
        Ok(Err((problem, remedy))) => {
            let what = text!(
                "payment-order-problem",
                "order number {number} {problem}",
                number,
                problem
            );
            Err(Failure::refused(what).hint(sentence(remedy)))
        }
        Err(Unlooked::Journal(error)) => Err(error.into()),
        Err(Unlooked::Unseen(why)) => {
            let known = match journal {
                Some(journal) => journal.find_order(&party.key(), number)?,
                None => None,
            };
            match known {
                Some(syssn) => Ok((syssn, Some(why))),
                None => {
                    let (exit, text) = (exit_of(&why), why.text());
                    let message = text!(
                        "payment-order-unseen",
                        "order number {number} could not be looked up: {text}",
                        number,
                        text
                    );
                    Err(Failure::said(exit, message).hint(why.remedy()))
                }
            }
        }
    }
}

fn look(
    syssn: &Syssn,
    party: &Party,
    gateway: &Gateway<'_>,
    journal: &mut Books,
    desk: &Desk<'_>,
) -> Result<PaymentSeen, Unseen> {
    let (enquirer, now) = (gateway.enquirer(), desk.clock.now());
    match journal {
        Some(journal) => payment::look(syssn, &enquirer, &party.owner(), &mut **journal, now),
        None => payment::look_alone(syssn, &enquirer, &party.profile, now),
    }
}

/// The exit code of a payment that could not be seen.
fn exit_of(why: &Unseen) -> Exit {
    match why {
        Unseen::Fault(fault) => enquiry::fault(fault).0,
        Unseen::NoPayment(_) | Unseen::ARefund(_) | Unseen::Unread(_) => Exit::Refused,
        Unseen::Journal(_) => Exit::Setup,
    }
}

/// What is asked about, and by whom.
struct Case<'a> {
    syssn: &'a Syssn,
    party: &'a Party,
    now: OffsetDateTime,
}

/// What is known of the payment.
struct Seen {
    payment: Option<Payment>,
    number: Option<String>,
    refunds: Vec<Earlier>,
    nameless: Vec<Earlier>,
    left: Option<u64>,
    /// Whether the gateway shows it.
    answered: bool,
}

impl Case<'_> {
    /// What gateway and journal show together.
    fn shown(
        &self,
        seen: &PaymentSeen,
        journal: &mut Books,
    ) -> Result<(PaymentDocument, Vec<Told>), JournalError> {
        let succeeded = seen.facts().succeeded;
        let both = Seen {
            payment: Some(seen.payment.clone()),
            number: seen.number().map(clean_short),
            refunds: seen.refunds.clone(),
            nameless: seen.nameless().to_vec(),
            left: Some(seen.rest()).filter(|_| succeeded),
            answered: true,
        };
        let (mut document, told) = self.document(both, journal)?;
        document.facts.succeeded = Some(succeeded);
        if succeeded {
            return Ok((document, told));
        }
        // As a refund of it would be refused.
        let exit_code = match document.exit_code {
            Exit::Success => Exit::Refused,
            exit => exit,
        };
        let rows = command("enquiry --syssn", self.syssn.as_str(), self.profile());
        Ok((
            PaymentDocument {
                exit_code,
                message: text!(
                    "payment-not-done",
                    "The gateway does not show this payment as successful, so there is nothing to refund."
                ),
                next_step: text!("payment-see-row", "See its row: `{rows}`.", rows),
                ..document
            },
            told,
        ))
    }

    /// What the journal alone knows, where the gateway does not show the payment.
    fn alone(
        &self,
        why: &Unseen,
        journal: &mut Books,
    ) -> Result<(PaymentDocument, Vec<Told>), JournalError> {
        let environment = self.party.profile.environment().name();
        let (refunds, payment) = match journal {
            None => (Vec::new(), None),
            Some(journal) => (
                payment::known(self.syssn, &self.party.profile, &mut **journal)?,
                journal.payment(environment, self.syssn)?,
            ),
        };
        let gone = refunds.iter().filter(|refund| refund.counts);
        let gone = gone.fold(0_u64, |sum, refund| {
            sum.saturating_add(refund.amount.minor())
        });
        let here = Seen {
            left: payment
                .as_ref()
                .map(|payment| payment.amount.minor().saturating_sub(gone)),
            payment,
            number: None,
            refunds,
            nameless: Vec::new(),
            answered: false,
        };
        let next_step = match (why, journal.as_mut()) {
            (Unseen::ARefund(_), Some(journal)) => self.of_refund(&mut **journal)?,
            _ => None,
        };
        let is_known = here.payment.is_some();
        let (document, told) = self.document(here, journal)?;
        let is_known = is_known || !told.is_empty();
        let why_not = why.text();
        let message = match (is_known, journal.is_some()) {
            (false, _) if matches!(why, Unseen::ARefund(_)) => sentence(&why_not),
            (true, _) => clause_and(
                &capital(&why_not),
                word!(
                    "payment-journal-alone",
                    "What stands here is the word of this journal alone."
                ),
            ),
            (false, true) => clause_and(
                &capital(&why_not),
                word!(
                    "payment-not-here-either",
                    "This journal knows nothing of it either."
                ),
            ),
            (false, false) => clause_and(
                &capital(&why_not),
                word!(
                    "payment-no-journal",
                    "There is no journal that knows of it."
                ),
            ),
        };
        Ok((
            PaymentDocument {
                exit_code: exit_of(why),
                message,
                next_step: next_step.unwrap_or_else(|| match why {
                    Unseen::Unread(_) => text!(
                        "payment-look-yourself",
                        "Look at the payment and its refunds in the merchant portal; the gateway's rows: `{rows}`.",
                        rows = command("enquiry --syssn", self.syssn.as_str(), self.profile())
                    ),
                    _ => why.remedy().to_owned(),
                }),
                answers: document.answers.filter(|_| is_known),
                ..document
            },
            told,
        ))
    }

    /// Says of which payment the refund is whose number was given, if the journal knows that.
    fn of_refund(&self, journal: &mut dyn Journal) -> Result<Option<String>, JournalError> {
        let filter = Filter {
            environment: Some(self.party.profile.environment().name().to_owned()),
            called: Some(Called::Exactly(self.syssn.to_string())),
            ..Filter::default()
        };
        let found = journal.page(&filter, None, FEW)?;
        let is_own =
            |record: &&Record| record.progress.refund_syssn.as_deref() == Some(self.syssn.as_str());
        Ok(found.iter().find(is_own).map(|record| {
            let payment = &record.wanted.intent.syssn;
            text!(
                "payment-refund-of",
                "It is a refund of this payment: `{payment}`.",
                payment = command("payment", payment.as_str(), self.profile())
            )
        }))
    }

    fn document(
        &self,
        seen: Seen,
        journal: &mut Books,
    ) -> Result<(PaymentDocument, Vec<Told>), JournalError> {
        let profile = &self.party.profile;
        let records = match journal {
            Some(journal) => payment::records(self.syssn, profile, &mut **journal)?,
            None => Vec::new(),
        };
        let first = records.first().map(|record| record.wanted.intent.currency);
        let paid_in = seen.payment.as_ref().map(|payment| payment.currency);
        let currency = paid_in.or(first).unwrap_or(profile.currency());
        let told = told(&seen.refunds, records);
        let pay_type = seen.payment.as_ref();
        let pay_type = pay_type.and_then(|payment| payment.pay_type.as_deref());
        let asked = Asked {
            refunds: &told,
            nameless: &seen.nameless,
            answered: seen.answered,
            currency,
            pay_type,
            profile: profile.name(),
        };
        let answers = Answers {
            got_nothing: asked.got_nothing(self.now),
            got_twice: asked.got_twice(),
        };
        let mut facts = PaymentFacts::of(seen.payment.as_ref(), &told, currency);
        (facts.order_no, facts.left_txamt) = (seen.number, seen.left);
        let nameless = seen.nameless.iter();
        let open = worst(told.iter().filter_map(|told| told.known.open()));
        let document = PaymentDocument {
            exit_code: open.map_or(Exit::Success, Exit::from),
            answered: seen.answered,
            message: facts.sentence(),
            next_step: next(
                &told,
                seen.left.is_some_and(|left| left > 0),
                self.syssn,
                profile.name(),
            ),
            profile: profile.name().to_owned(),
            environment: profile.environment(),
            orig_syssn: self.syssn.to_string(),
            facts,
            refunds: told
                .iter()
                .map(|told| PaymentRefund::of(told, currency))
                .collect(),
            may_be: nameless
                .map(|refund| PaymentRefund::shown(refund, currency))
                .collect(),
            answers: Some(answers),
        };
        Ok((document, told))
    }

    fn profile(&self) -> &str {
        self.party.profile.name()
    }
}
