//! What a customer of a payment is told, computed from what is known of its refunds.
//!
//! What is not certain is said to be so, and two refunds that are done are no verdict on them.

use super::standing::{decided, when};
use super::text::{clean, counted, sentences};
use crate::attempt::payment::{Known, Told};
use crate::language::{clauses, text, word};
use crate::money::Currency;
use crate::refund::methods::{LONGEST_WAIT_DAYS, wait};
use crate::refund::preflight::Earlier;
use crate::refund::{Outcome, State, command};
use time::OffsetDateTime;

/// How many refunds are told of one by one.
const MOST_TOLD: usize = 5;

/// A payment's refunds, as the answers are made of them.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The refunds, oldest first.
    pub refunds: &'a [Told],
    /// Refunds that may be of it.
    pub nameless: &'a [Earlier],
    /// Whether the gateway has answered.
    pub answered: bool,
    /// Its currency.
    pub currency: Currency,
    /// How it was paid.
    pub pay_type: Option<&'a str>,
    /// The profile that commands name.
    pub profile: &'a str,
}

impl Asked<'_> {
    /// The answer to "I got nothing".
    #[must_use]
    pub fn got_nothing(&self, now: OffsetDateTime) -> String {
        let (done, others): (Vec<&Told>, Vec<&Told>) =
            self.refunds.iter().partition(|told| is_done(told));
        let mut said = self.each(&done);
        // How long another way takes, nobody here knows.
        let by_gateway = done
            .iter()
            .filter(|told| told.known != Known::GivenElsewhere);
        if let Some(last) = by_gateway.filter_map(|told| told.at()).max() {
            said.push(self.arrival(last, now));
        }
        said.extend(self.each(&others));
        if self.refunds.is_empty() {
            said.push(match self.answered {
                true => text!("payment-none-known", "No refund of this payment is known."),
                false => text!(
                    "payment-none-here",
                    "This journal knows no refund of it; others may have been made elsewhere."
                ),
            });
        }
        self.finished(said)
    }

    fn each(&self, told: &[&Told]) -> Vec<String> {
        let first = told.iter().take(MOST_TOLD);
        let mut said: Vec<String> = first.map(|told| self.one(told)).collect();
        let others = told.len().saturating_sub(MOST_TOLD);
        if others > 0 {
            said.push(text!(
                "payment-more-alike",
                "{others} more like these stand in the table.",
                others
            ));
        }
        said
    }

    /// The answer to "I got it twice".
    #[must_use]
    pub fn got_twice(&self) -> String {
        let done: Vec<&Told> = self.refunds.iter().filter(|told| is_done(told)).collect();
        let mut said = Vec::new();
        let alike = |one: &&&Told| {
            let same = done
                .iter()
                .filter(|other| other.refund.amount == one.refund.amount);
            same.count() > 1
        };
        let twins: Vec<&&Told> = done.iter().filter(alike).collect();
        match (done.as_slice(), twins.as_slice()) {
            ([], _) => said.push(text!(
                "payment-none-done",
                "No refund of it is known to be done."
            )),
            ([one], _) => said.push(text!(
                "payment-one-done",
                "One refund is done: {refund}.",
                refund = self.named(one)
            )),
            (several, []) => said.push(text!(
                "payment-several-done",
                "{refunds} are done, of different amounts: {list}.",
                refunds = counted(several.len(), "refund"),
                list = self.list(several.iter().copied())
            )),
            (_, twins) => said.push(text!(
                "payment-twins-done",
                "{refunds} of the same amount are done: {list}. Whether one is too many, a person decides: who asked for each, and why.",
                refunds = counted(twins.len(), "refund"),
                list = self.list(twins.iter().map(|twin| **twin))
            )),
        }
        let open = self.refunds.iter().filter(|told| {
            let is_sent = told.known.open().is_some() && told.known != Known::Planned;
            is_sent && !is_done(told)
        });
        let open: Vec<&Told> = open.collect();
        if !open.is_empty() {
            said.push(text!(
                "payment-not-certain",
                "Not certain: {list}.",
                list = self.list(open)
            ));
        }
        self.finished(said)
    }

    fn finished(&self, mut said: Vec<String>) -> String {
        if let Some(first) = self.nameless.first() {
            let more = match self.nameless.len() {
                1 => "",
                _ => word!("payment-more-nameless", ", …"),
            };
            said.push(text!(
                "payment-nameless",
                "The gateway shows besides {refunds} without a payment's number, which may be of this one: {first}{more}.",
                refunds = counted(self.nameless.len(), "refund"),
                first = clean(&first.in_words(self.currency)),
                more
            ));
        }
        if !self.answered {
            said.insert(0, text!("payment-alone", "By this journal's word alone:"));
        }
        sentences(&said)
    }

    fn amount(&self, told: &Told) -> String {
        told.refund.amount.in_words(self.currency)
    }

    /// Names a refund by amount, time and numbers.
    fn named(&self, told: &Told) -> String {
        let elsewhere = match told.record {
            Some(_) => "",
            None => word!("payment-named-elsewhere", ", made elsewhere"),
        };
        text!(
            "payment-named",
            "{amount} at {at} as {number}{elsewhere}",
            amount = self.amount(told),
            at = time_of(told.at()),
            number = clean(&told.refund.number),
            elsewhere
        )
    }

    fn list<'b>(&self, told: impl IntoIterator<Item = &'b Told>) -> String {
        let mut told = told.into_iter();
        let first: Vec<String> = told
            .by_ref()
            .take(MOST_TOLD)
            .map(|told| self.named(told))
            .collect();
        let more = match told.next() {
            Some(_) => word!("payment-more-named", "; …"),
            None => "",
        };
        format!("{}{more}", clauses(first))
    }

    /// Says what is known of one.
    fn one(&self, told: &Told) -> String {
        let (amount, number) = (self.amount(told), told.refund.number.as_str());
        let (since, at) = (time_of(told.open_since()), time_of(told.at()));
        let quote = clean(told.refund.syssn.as_deref().unwrap_or(number));
        let ours = told.refund.ours.as_deref();
        let resolve = |number: &str| command("resolve", number, self.profile);
        match (told.known, ours) {
            (Known::Refunded, _) => {
                let elsewhere = match ours {
                    None => word!("payment-refunded-elsewhere", ", elsewhere"),
                    Some(_) => "",
                };
                text!(
                    "payment-was-refunded",
                    "{amount} was refunded at {at}{elsewhere}; the number to quote is {quote}.",
                    amount,
                    at,
                    elsewhere,
                    quote
                )
            }
            (Known::Pending, Some(ours)) => text!(
                "payment-is-pending",
                "{amount} is pending at the gateway since {since}, neither done nor declined: ask later with `{resolve} --wait`.",
                amount,
                since,
                resolve = resolve(ours)
            ),
            (Known::Pending, None) => text!(
                "payment-pending-elsewhere",
                "{amount}, made elsewhere as {number}, is pending at the gateway since {since}, neither done nor declined.",
                amount,
                number = clean(number),
                since
            ),
            (Known::Unknown, Some(ours)) => text!(
                "payment-is-unknown",
                "Whether {amount} was refunded is not certain since {since}: promise nothing, and find out with `{resolve}`.",
                amount,
                since,
                resolve = resolve(ours)
            ),
            (Known::Unknown, None) => text!(
                "payment-unknown-elsewhere",
                "Whether {amount}, made elsewhere as {number}, was refunded is not certain since {since}: promise nothing.",
                amount,
                number = clean(number),
                since
            ),
            (Known::Planned, _) => text!(
                "payment-is-planned",
                "{amount} was written down at {at} and never sent.",
                amount,
                at
            ),
            (Known::Nothing, _) => text!(
                "payment-nothing-back",
                "{amount} did not go back: {state}.",
                amount,
                state = state(told)
            ),
            (Known::GivenElsewhere, _) => text!(
                "payment-given-elsewhere",
                "{amount} was given back by another way, by an operator's word{said}.",
                amount,
                said = said(told)
            ),
            (Known::WrittenOff, _) => text!(
                "payment-was-written-off",
                "What became of {amount} nobody found out; it was written off{said}.",
                amount,
                said = said(told)
            ),
            (Known::Contradicted(State::Refunded), _) => text!(
                "payment-denied",
                "The gateway shows {amount} as {outcome}, and this journal has it as refunded: promise nothing, and let a person look at it in the merchant portal.",
                amount,
                outcome = told.refund.outcome
            ),
            (Known::Contradicted(here), _) => text!(
                "payment-contradicted",
                "The gateway shows {amount} as {outcome} at {at}, number to quote {quote}, and this journal has it as {here}: settle that with `{resolve}`.",
                amount,
                outcome = told.refund.outcome,
                at,
                quote,
                here = here.to_string(),
                resolve = resolve(ours.unwrap_or(number))
            ),
        }
    }

    /// Says how long the money of the last refund takes.
    fn arrival(&self, last: OffsetDateTime, now: OffsetDateTime) -> String {
        let wait = wait(self.pay_type);
        let by = last.saturating_add(time::Duration::days(LONGEST_WAIT_DAYS.into()));
        if now < by {
            text!(
                "payment-on-its-way",
                "{wait}: until {by} it may be on its way.",
                wait,
                by = when(by)
            )
        } else {
            text!(
                "payment-wait-is-over",
                "{wait}, and that is over: the payer's wallet or bank is to look for it by that number.",
                wait
            )
        }
    }
}

/// Whether the money is back, by the gateway's word: also where the journal does not know that yet.
fn is_done(told: &Told) -> bool {
    match told.known {
        Known::Refunded | Known::GivenElsewhere => true,
        Known::Contradicted(state) => {
            state.may_settle() && told.refund.outcome == Outcome::Refunded
        }
        _ => false,
    }
}

fn time_of(instant: Option<OffsetDateTime>) -> String {
    match instant {
        Some(instant) => when(instant),
        None => text!("payment-unknown-time", "an unknown time"),
    }
}

fn state(told: &Told) -> String {
    let state = told
        .record
        .as_ref()
        .map(|record| record.state().to_string());
    state.unwrap_or_else(|| told.refund.outcome.to_string())
}

fn said(told: &Told) -> String {
    told.record.as_ref().map(decided).unwrap_or_default()
}

#[cfg(test)]
mod tests;
