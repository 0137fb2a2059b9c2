//! A payment with its refunds, and what to tell the customer.

use super::row::Time;
use super::standing::when;
use super::text::{clean_short, hong_kong_time, optional, with_environment};
use super::{Colour, Document, Style};
use crate::attempt::payment::{Known, Told};
use crate::exit::Exit;
use crate::gateway::environment::Environment;
use crate::journal::{Payment, Record};
use crate::language::{entry, joined, text, word};
use crate::money::Currency;
use crate::refund::methods::{method, with_code};
use crate::refund::preflight::Earlier;
use crate::refund::{Outcome, State};
use serde::Serialize;

/// A payment with its refunds; docs/output.md describes every key.
#[derive(Debug, Serialize)]
pub struct PaymentDocument {
    /// The process's exit code.
    pub exit_code: Exit,
    /// Whether the gateway showed the payment: otherwise all of this is the journal's word alone.
    pub answered: bool,
    /// What is known, for people.
    pub message: String,
    /// What to do next, for people.
    pub next_step: String,
    /// The profile's name.
    pub profile: String,
    /// Where it was asked.
    pub environment: Environment,
    /// The gateway's number of the payment.
    pub orig_syssn: String,
    /// The payment itself.
    #[serde(flatten)]
    pub facts: PaymentFacts,
    /// Its refunds, oldest first.
    pub refunds: Vec<PaymentRefund>,
    /// Refunds that name no payment, and may be of it.
    pub may_be: Vec<PaymentRefund>,
    /// What to tell the customer; none where there is no such payment.
    pub answers: Option<Answers>,
}

/// What is known of the payment itself.
#[derive(Debug, Serialize)]
pub struct PaymentFacts {
    /// Whether the gateway shows it as successful; none where it does not show it.
    pub succeeded: Option<bool>,
    /// The merchant's own number of it.
    pub order_no: Option<String>,
    /// What was paid, in minor units.
    pub paid_txamt: Option<u64>,
    /// The same in words.
    pub paid: Option<String>,
    /// Its currency.
    pub currency: Option<&'static str>,
    /// When it was paid, UTC+8.
    pub paid_at: Option<String>,
    /// How it was paid.
    pub pay_type: Option<String>,
    /// The name of that.
    pub method: Option<&'static str>,
    /// What went back, in minor units.
    pub refunded_txamt: u64,
    /// What may have gone back, or still may, in minor units.
    pub open_txamt: u64,
    /// Since when that is open.
    pub open_since: Option<Time>,
    /// What nobody found out and somebody has written off, in minor units.
    pub written_off_txamt: u64,
    /// What is left, in minor units.
    pub left_txamt: Option<u64>,
    #[serde(skip)]
    unit: Currency,
}

/// What to tell the customer.
#[derive(Debug, Serialize)]
pub struct Answers {
    /// To "I got nothing".
    pub got_nothing: String,
    /// To "I got it twice".
    pub got_twice: String,
}

/// One refund of the payment.
#[derive(Debug, Serialize)]
pub struct PaymentRefund {
    /// The merchant's number of it.
    pub out_trade_no: Option<String>,
    /// The gateway's.
    pub syssn: Option<String>,
    /// The caller's key.
    pub reference: Option<String>,
    /// How much, in minor units.
    pub txamt: u64,
    /// The same in words.
    pub in_words: String,
    /// Where it stands, by gateway and journal together.
    pub state: &'static str,
    /// Where it stands in the journal, if it stands there.
    pub journal_state: Option<State>,
    /// What the gateway shows of it.
    pub shown: Option<Outcome>,
    /// When it was made.
    pub made_at: Option<Time>,
    /// Since when it is open.
    pub open_since: Option<Time>,
    /// By whom: `here`, or `elsewhere`.
    pub made: &'static str,
}

impl PaymentRefund {
    /// Makes the row of a refund.
    #[must_use]
    pub fn of(told: &Told, currency: Currency) -> Self {
        let state = told.record.as_ref().map(Record::state);
        let reference = told
            .record
            .as_ref()
            .and_then(|record| record.wanted.intent.reference.as_ref());
        Self {
            reference: reference.map(ToString::to_string),
            state: match (told.known, state) {
                (Known::Contradicted(_), _) | (_, None) => name(told.refund.outcome),
                (_, Some(state)) => state.name(),
            },
            journal_state: state,
            made_at: told.at().map(Time),
            open_since: told.open_since().map(Time),
            ..Self::shown(&told.refund, currency)
        }
    }

    /// Makes the row of one that the gateway alone shows.
    #[must_use]
    pub fn shown(refund: &Earlier, currency: Currency) -> Self {
        let syssn = refund.syssn.as_deref().map(clean_short);
        let number = Some(clean_short(&refund.number));
        let is_own = refund.ours.is_some() || number != syssn;
        Self {
            out_trade_no: number.filter(|number| is_own && !number.is_empty()),
            syssn,
            reference: None,
            txamt: refund.amount.minor(),
            in_words: refund.amount.in_words(currency),
            state: name(refund.outcome),
            journal_state: None,
            shown: Some(refund.outcome).filter(|_| refund.shown),
            made_at: refund.at.map(Time),
            open_since: None,
            made: if refund.known { "here" } else { "elsewhere" },
        }
    }

    fn cells(&self) -> Vec<String> {
        let number = self.out_trade_no.as_ref().or(self.syssn.as_ref());
        let state = entry("refund-state", self.state, self.state);
        let state = match self.journal_state {
            Some(here) if here.name() != self.state => text!(
                "payment-here",
                "{state} (here {here})",
                state,
                here = here.shown()
            ),
            _ => state.to_owned(),
        };
        let made = match self.made {
            "here" => word!("payment-made-here", "here"),
            _ => word!("payment-made-elsewhere", "elsewhere"),
        };
        vec![
            // Seconds stand in the answers, and leave no room here.
            self.made_at
                .map(|at| at.in_hong_kong().chars().take(MINUTES).collect())
                .unwrap_or_default(),
            number.cloned().unwrap_or_default(),
            self.in_words.clone(),
            state,
            made.to_owned(),
        ]
    }
}

/// Characters of a time down to its minutes.
const MINUTES: usize = "2026-11-22 18:30".len();

fn headings() -> [&'static str; 5] {
    [
        word!("payment-when", "WHEN (UTC+8)"),
        word!("payment-number", "NUMBER"),
        word!("payment-amount", "AMOUNT"),
        word!("payment-state", "STATE"),
        word!("payment-made", "MADE"),
    ]
}

/// The stable name of an outcome that is told as a state.
const fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "not_sent",
        other => other.word(),
    }
}

impl PaymentFacts {
    /// Says what is known of a payment and of what its refunds come to.
    #[must_use]
    pub fn of(payment: Option<&Payment>, refunds: &[Told], unit: Currency) -> Self {
        let counted = || refunds.iter().filter(|told| told.refund.counts);
        let sum = |fits: fn(Known) -> bool| {
            let fitting = counted().filter(|told| fits(told.known));
            fitting.fold(0_u64, |sum, told| {
                sum.saturating_add(told.refund.amount.minor())
            })
        };
        let pay_type = payment.and_then(|payment| payment.pay_type.as_deref());
        Self {
            succeeded: None,
            order_no: None,
            paid_txamt: payment.map(|payment| payment.amount.minor()),
            paid: payment.map(|payment| payment.amount.in_words(payment.currency)),
            currency: payment.map(|payment| payment.currency.code()),
            paid_at: payment.and_then(|payment| payment.paid_at.as_deref().map(clean_short)),
            pay_type: pay_type.map(clean_short),
            method: pay_type.and_then(method).map(|method| method.name),
            refunded_txamt: sum(|known| matches!(known, Known::Refunded | Known::GivenElsewhere)),
            open_txamt: sum(|known| known.open().is_some()),
            open_since: counted().filter_map(Told::open_since).min().map(Time),
            written_off_txamt: sum(|known| known == Known::WrittenOff),
            left_txamt: None,
            unit,
        }
    }

    /// Writes so many minor units.
    #[must_use]
    pub fn in_words(&self, minor: u64) -> String {
        self.unit.in_words(minor.into())
    }

    /// Says what is known in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let words = |minor: u64| self.in_words(minor);
        let refunded = words(self.refunded_txamt);
        let mut parts = vec![text!(
            "payment-sum-refunded",
            "{refunded} refunded",
            refunded
        )];
        if self.open_txamt > 0 {
            let open = words(self.open_txamt);
            parts.push(text!("payment-sum-open", "{open} open", open));
        }
        if self.written_off_txamt > 0 {
            let sum = words(self.written_off_txamt);
            parts.push(text!("payment-sum-written-off", "{sum} written off", sum));
        }
        if let Some(left) = self.left_txamt.map(words) {
            parts.push(text!("payment-sum-left", "{left} left", left));
        }
        let parts = joined(parts);
        match &self.paid {
            Some(paid) => text!("payment-sums-of", "{paid} paid: {parts}.", paid, parts),
            None => text!("payment-sums", "Payment: {parts}.", parts),
        }
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let paid = match (&self.paid, &self.paid_at) {
            (Some(paid), Some(at)) => {
                let at = hong_kong_time(at);
                text!("payment-paid-at", "{paid} {at}", paid, at)
            }
            (paid, _) => optional(paid),
        };
        let method = self.pay_type.as_deref().map(with_code);
        let some = |minor: u64| match minor {
            0 => String::new(),
            minor => self.in_words(minor),
        };
        let open = match self.open_since {
            Some(Time(since)) if self.open_txamt > 0 => {
                let sum = self.in_words(self.open_txamt);
                let since = when(since);
                text!("payment-since", "{sum} since {since}", sum, since)
            }
            _ => some(self.open_txamt),
        };
        let amount = match self.succeeded {
            Some(false) => word!("payment-not-paid", "not paid"),
            _ => word!("console-out-paid", "paid"),
        };
        vec![
            (amount, paid),
            (
                word!("console-out-order-number", "order number"),
                optional(&self.order_no),
            ),
            (
                word!("payment-method", "method"),
                method.unwrap_or_default(),
            ),
            (
                word!("payment-refunded", "refunded"),
                self.in_words(self.refunded_txamt),
            ),
            (word!("payment-open", "open"), open),
            (
                word!("payment-written-off", "written off"),
                some(self.written_off_txamt),
            ),
            (
                word!("console-out-left", "left"),
                match (self.left_txamt, self.succeeded) {
                    (Some(left), _) => self.in_words(left),
                    (None, Some(_)) => String::new(),
                    (None, None) => {
                        text!("payment-left-unknown", "not known without the gateway")
                    }
                },
            ),
        ]
    }
}

impl PaymentDocument {
    /// Writes what is known of the payment and its refunds.
    #[must_use]
    pub fn known(&self, style: Style) -> String {
        let mut lines = vec![(word!("payment-itself", "payment"), self.orig_syssn.clone())];
        lines.extend(self.facts.lines());
        let profile = with_environment(&self.profile, self.environment.in_words());
        lines.push((word!("console-out-profile-of", "profile"), profile));
        let mut out = style.values(&lines);
        for (heading, rows) in [
            (word!("payment-refunds", "Refunds"), &self.refunds),
            (
                word!("payment-may-be", "Refunds without a payment's number"),
                &self.may_be,
            ),
        ] {
            if !rows.is_empty() {
                let heading = style.paint(Colour::Bold, heading);
                let rows = rows.iter().map(PaymentRefund::cells);
                out.push_str(&format!("\n{heading}\n{}", style.rows(&headings(), rows)));
            }
        }
        out
    }
}

impl Document for PaymentDocument {
    const KIND: &'static str = "payment";

    fn to_table(&self, style: Style) -> String {
        let mut out = String::new();
        // What the lines below do not say.
        if !self.answered || self.exit_code == Exit::Refused {
            out.push_str(&style.paragraph(&self.message));
            if self.answers.is_some() {
                out.push('\n');
            }
        }
        if let Some(answers) = &self.answers {
            out.push_str(&self.known(style));
            let heading = word!("payment-to-customer", "What to tell the customer");
            let heading = style.paint(Colour::Bold, heading);
            let said = [
                (
                    word!("payment-got-nothing", "\"I got nothing\""),
                    answers.got_nothing.clone(),
                ),
                (
                    word!("payment-got-twice", "\"I got it twice\""),
                    answers.got_twice.clone(),
                ),
            ];
            let said = style.values(&said);
            out.push_str(&format!("\n{heading}\n{said}"));
        }
        if !self.next_step.is_empty() {
            let next = [(word!("console-out-next", "next"), self.next_step.clone())];
            out.push_str(&format!("\n{}", style.values(&next)));
        }
        out
    }
}
