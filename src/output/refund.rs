//! What became of one refund.

use super::text::{
    answered, clean, clean_short, gateway_time, optional, with_environment, with_minor,
};
use super::{Document, Style};
use crate::exit::Exit;
use crate::gateway::codes;
use crate::gateway::environment::Environment;
use crate::gateway::verdict::Verdict;
use crate::journal::Record;
use crate::language::{text, word};
use crate::refund::{Intent, Outcome, Settlement, State};
use serde::Serialize;
use std::time::Duration;

/// What became of one refund; docs/output.md describes every key.
#[derive(Clone, Debug, Serialize)]
pub struct RefundDocument {
    /// What is known about the money.
    pub outcome: Outcome,
    /// The process's exit code.
    pub exit_code: Exit,
    /// A stable word for why.
    pub cause: &'static str,
    /// The state in the journal; none where the refund was not written down.
    pub state: Option<State>,
    /// Whether this is the result of an earlier run, shown again; nothing was sent now.
    pub replayed: bool,
    /// Whether the outcome is in the journal; none where there was nothing to write down.
    pub recorded: Option<bool>,
    /// Why, for people.
    pub message: String,
    /// What to do next, for people.
    pub next_step: String,
    /// The profile's name.
    pub profile: String,
    /// Where it was sent.
    pub environment: Environment,
    /// Whether money moves there.
    pub moves_money: bool,
    /// Our number of the refund.
    pub out_trade_no: String,
    /// The gateway's number of the payment.
    pub orig_syssn: String,
    /// The gateway's number of the refund.
    pub syssn: Option<String>,
    /// Amount in minor units.
    pub txamt: u64,
    /// Amount in major units, or in minor units where the currency's decimals are unclear.
    pub amount: String,
    /// Currency, as the profile states it.
    pub currency: &'static str,
    /// Request time as given or sent, UTC+8; none where none was given and nothing was sent.
    pub txdtm: Option<String>,
    /// Shop number.
    pub mchid: Option<String>,
    /// Device number.
    pub udid: Option<String>,
    /// The caller's key.
    pub reference: Option<String>,
    /// The attempt whose place it takes.
    pub replaces: Option<String>,
    /// The caller's reason.
    pub reason: Option<String>,
    /// The gateway's response code.
    pub respcd: Option<String>,
    /// Its text.
    pub resperr: Option<String>,
    /// Its more precise reason.
    pub respmsg: Option<String>,
    /// What the code means.
    pub meaning_en: Option<&'static str>,
    /// The same in Traditional Chinese.
    pub meaning_zh: Option<&'static str>,
    /// The gateway's time of the refund, UTC+8.
    pub sysdtm: Option<String>,
    /// What the payer gets back, as the gateway writes it.
    pub cash_refund_fee: Option<String>,
    /// Its currency.
    pub cash_refund_fee_type: Option<String>,
    /// How long the gateway took, in milliseconds.
    pub elapsed_ms: Option<u64>,
}

impl RefundDocument {
    /// Begins the document of an intent that has not been sent, and will not be if nothing else
    /// is filled in.
    #[must_use]
    pub fn planned(
        intent: &Intent,
        profile: &str,
        environment: Environment,
        mchid: Option<&str>,
    ) -> Self {
        Self {
            outcome: Outcome::NotSent,
            exit_code: Exit::Internal,
            cause: "not_sent",
            state: None,
            replayed: false,
            recorded: None,
            message: text!("issue-nothing-sent", "nothing was sent"),
            next_step: String::new(),
            profile: profile.to_owned(),
            environment,
            moves_money: environment.moves_money(),
            out_trade_no: intent.out_trade_no.to_string(),
            orig_syssn: intent.syssn.to_string(),
            syssn: None,
            txamt: intent.amount.minor(),
            amount: intent.amount.to_major(intent.currency),
            currency: intent.currency.code(),
            txdtm: intent.txdtm.clone(),
            mchid: mchid.map(str::to_owned),
            udid: intent.udid.as_ref().map(ToString::to_string),
            reference: intent.reference.as_ref().map(ToString::to_string),
            replaces: None,
            reason: intent.reason.clone(),
            respcd: None,
            resperr: None,
            respmsg: None,
            meaning_en: None,
            meaning_zh: None,
            sysdtm: None,
            cash_refund_fee: None,
            cash_refund_fee_type: None,
            elapsed_ms: None,
        }
    }

    /// Fills in why we did not send it.
    #[must_use]
    pub fn held_back(
        self,
        exit: Exit,
        cause: &'static str,
        message: String,
        next_step: String,
    ) -> Self {
        Self {
            exit_code: exit,
            cause,
            message,
            next_step,
            ..self
        }
    }

    /// Fills in what the gateway said.
    #[must_use]
    pub fn judged(self, verdict: &Verdict, intent: &Intent, elapsed: Duration) -> Self {
        let reply = verdict.reply.clone().unwrap_or_default();
        let code = reply.respcd.as_deref().map(codes::find);
        Self {
            outcome: verdict.outcome,
            exit_code: Exit::from(verdict.outcome),
            cause: verdict.reason(),
            message: clean(&verdict.because()),
            next_step: verdict.next_step(intent, &self.profile),
            syssn: reply.syssn.as_deref().map(clean_short),
            respcd: reply.respcd.as_deref().map(clean_short),
            resperr: reply.resperr.as_deref().map(clean_short),
            respmsg: reply.respmsg.as_deref().map(clean_short),
            meaning_en: code.map(|code| code.english),
            meaning_zh: code.map(|code| code.chinese),
            elapsed_ms: u64::try_from(elapsed.as_millis()).ok(),
            ..self.settled(&reply.settlement, verdict.outcome)
        }
    }

    /// Notes what the gateway told of its settlement. What is not done gives the payer nothing, whatever
    /// it says.
    fn settled(self, settlement: &Settlement, outcome: Outcome) -> Self {
        let told = |name| settlement.get(name).map(clean_short);
        let to_payer = |name| told(name).filter(|_| outcome == Outcome::Refunded);
        Self {
            sysdtm: told("sysdtm"),
            cash_refund_fee: to_payer("cash_refund_fee"),
            cash_refund_fee_type: to_payer("cash_refund_fee_type"),
            ..self
        }
    }

    /// Notes where the refund stands in the journal, or that it could not be written down.
    #[must_use]
    pub fn standing(self, record: Option<&Record>) -> Self {
        Self {
            state: record.map(Record::state),
            recorded: Some(record.is_some()),
            replaces: record.and_then(replaced),
            txdtm: record.map_or(self.txdtm.clone(), Record::txdtm),
            ..self
        }
    }

    /// Fills in what the journal says of a refund; `message` and `next_step` say why it is shown.
    #[must_use]
    pub fn from_journal(
        self,
        record: &Record,
        cause: &'static str,
        message: String,
        next_step: String,
    ) -> Self {
        let progress = &record.progress;
        let code = progress.respcd.as_deref().map(codes::find);
        Self {
            outcome: progress.state.outcome(),
            exit_code: Exit::from(progress.state),
            cause,
            state: Some(progress.state),
            recorded: Some(true),
            replaces: replaced(record),
            txdtm: record.txdtm(),
            message: clean(&message),
            next_step,
            syssn: progress.refund_syssn.as_deref().map(clean_short),
            respcd: progress.respcd.as_deref().map(clean_short),
            resperr: progress.resperr.as_deref().map(clean_short),
            meaning_en: code.map(|code| code.english),
            meaning_zh: code.map(|code| code.chinese),
            ..self.settled(&progress.settlement, progress.state.outcome())
        }
    }

    fn amount_in_words(&self) -> String {
        let amount = format!("{} {}", self.currency, self.amount);
        with_minor(&amount, &self.txamt.to_string())
    }

    /// The unit of what the payer gets is not published: the same digits as the amount in the same
    /// currency say nothing new, and others must not read like an amount.
    fn payer_gets(&self) -> String {
        match (&self.cash_refund_fee, &self.cash_refund_fee_type) {
            (Some(fee), Some(currency))
                if *fee != self.txamt.to_string() || currency != self.currency =>
            {
                text!(
                    "issue-payer-gets",
                    "`{fee}` in {currency}, as the gateway writes it; it does not say in which unit",
                    fee,
                    currency
                )
            }
            _ => String::new(),
        }
    }

    fn gateway_text(&self) -> String {
        let parts = [&self.resperr, &self.respmsg].into_iter().flatten();
        parts.map(String::as_str).collect::<Vec<_>>().join(" / ")
    }

    fn answer(&self) -> String {
        match (&self.respcd, self.meaning_en, self.meaning_zh) {
            (Some(respcd), Some(english), Some(chinese)) => answered(respcd, english, chinese),
            _ => String::new(),
        }
    }
}

fn replaced(record: &Record) -> Option<String> {
    let before = record.wanted.replaces.as_ref();
    before.map(ToString::to_string)
}

impl Document for RefundDocument {
    const KIND: &'static str = "refund";

    fn to_table(&self, style: Style) -> String {
        let why = if self.outcome == Outcome::Refunded && !self.replayed {
            String::new()
        } else {
            self.message.clone()
        };
        let profile = with_environment(&self.profile, self.environment.in_words());
        let reason = self.reason.as_deref().map(clean_short);
        let mut out = format!("{}\n", style.standing(self.outcome, self.state));
        out.push_str(&style.values(&[
            (word!("issue-why", "why"), why),
            (
                word!("console-out-amount", "amount"),
                self.amount_in_words(),
            ),
            (
                word!("console-out-payment", "payment"),
                self.orig_syssn.clone(),
            ),
            (
                word!("console-out-number", "out_trade_no"),
                self.out_trade_no.clone(),
            ),
            (
                word!("console-out-replaces", "takes the place of"),
                optional(&self.replaces),
            ),
            (
                word!("console-out-refund-syssn", "refund syssn"),
                optional(&self.syssn),
            ),
            (word!("console-out-answer", "answer"), self.answer()),
            (
                word!("console-out-says", "gateway says"),
                self.gateway_text(),
            ),
            (word!("issue-to-payer", "payer gets"), self.payer_gets()),
            (
                word!("console-out-gateway-time", "gateway time"),
                gateway_time(&self.sysdtm),
            ),
            (word!("console-out-profile-of", "profile"), profile),
            ("mchid", optional(&self.mchid)),
            (word!("issue-udid", "udid"), optional(&self.udid)),
            (
                word!("console-out-reference", "reference"),
                optional(&self.reference),
            ),
            (
                word!("console-out-reason", "reason"),
                reason.unwrap_or_default(),
            ),
            (word!("console-out-next", "next"), self.next_step.clone()),
        ]));
        out
    }
}
