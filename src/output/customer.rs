//! What a customer of a payment is told, computed from what is known of its refunds.
//!
//! What is not certain is said to be so, and two refunds that are done are no verdict on them.

use super::standing::{decided, when};
use super::text::{clean, counted};
use crate::attempt::payment::{Known, Told};
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
            said.push(
                match self.answered {
                    true => "No refund of this payment is known.",
                    false => {
                        "This journal knows no refund of it; others may have been made elsewhere."
                    }
                }
                .to_owned(),
            );
        }
        self.finished(said)
    }

    fn each(&self, told: &[&Told]) -> Vec<String> {
        let first = told.iter().take(MOST_TOLD);
        let mut said: Vec<String> = first.map(|told| self.one(told)).collect();
        let others = told.len().saturating_sub(MOST_TOLD);
        if others > 0 {
            said.push(format!("{others} more like these stand in the table."));
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
            ([], _) => said.push("No refund of it is known to be done.".to_owned()),
            ([one], _) => said.push(format!("One refund is done: {}.", self.named(one))),
            (several, []) => said.push(format!(
                "{} are done, of different amounts: {}.",
                counted(several.len(), "refund"),
                self.list(several.iter().copied())
            )),
            (_, twins) => said.push(format!(
                "{} of the same amount are done: {}. Whether one is too many, a person decides: who asked for each, and why.",
                counted(twins.len(), "refund"),
                self.list(twins.iter().map(|twin| **twin))
            )),
        }
        let open = self.refunds.iter().filter(|told| {
            let is_sent = told.known.open().is_some() && told.known != Known::Planned;
            is_sent && !is_done(told)
        });
        let open: Vec<&Told> = open.collect();
        if !open.is_empty() {
            said.push(format!("Not certain: {}.", self.list(open)));
        }
        self.finished(said)
    }

    fn finished(&self, mut said: Vec<String>) -> String {
        if let Some(first) = self.nameless.first() {
            said.push(format!(
                "The gateway shows besides {} without a payment's number, which may be of this one: {}{}.",
                counted(self.nameless.len(), "refund"),
                clean(&first.in_words(self.currency)),
                if self.nameless.len() > 1 { ", …" } else { "" }
            ));
        }
        if !self.answered {
            said.insert(0, "By this journal's word alone:".to_owned());
        }
        said.join(" ")
    }

    fn amount(&self, told: &Told) -> String {
        told.refund.amount.in_words(self.currency)
    }

    /// Names a refund by amount, time and numbers.
    fn named(&self, told: &Told) -> String {
        let at = told.at().map_or_else(|| "an unknown time".to_owned(), when);
        let elsewhere = match told.record {
            Some(_) => "",
            None => ", made elsewhere",
        };
        format!(
            "{} at {at} as {}{elsewhere}",
            self.amount(told),
            clean(&told.refund.number)
        )
    }

    fn list<'b>(&self, told: impl IntoIterator<Item = &'b Told>) -> String {
        let mut told = told.into_iter();
        let first: Vec<String> = told
            .by_ref()
            .take(MOST_TOLD)
            .map(|told| self.named(told))
            .collect();
        let more = if told.next().is_some() { "; …" } else { "" };
        format!("{}{more}", first.join("; "))
    }

    /// Says what is known of one.
    fn one(&self, told: &Told) -> String {
        let (amount, number) = (self.amount(told), told.refund.number.as_str());
        let since = told.open_since();
        let since = since.map_or_else(|| "an unknown time".to_owned(), when);
        let at = told.at().map_or_else(|| "an unknown time".to_owned(), when);
        let quote = clean(told.refund.syssn.as_deref().unwrap_or(number));
        let ours = told.refund.ours.as_deref();
        let resolve = |number: &str| command("resolve", number, self.profile);
        match (told.known, ours) {
            (Known::Refunded, _) => {
                let elsewhere = if ours.is_none() { ", elsewhere" } else { "" };
                format!("{amount} was refunded at {at}{elsewhere}; the number to quote is {quote}.")
            }
            (Known::Pending, Some(ours)) => format!(
                "{amount} is pending at the gateway since {since}, neither done nor declined: ask later with `{} --wait`.",
                resolve(ours)
            ),
            (Known::Pending, None) => format!(
                "{amount}, made elsewhere as {}, is pending at the gateway since {since}, neither done nor declined.",
                clean(number)
            ),
            (Known::Unknown, Some(ours)) => format!(
                "Whether {amount} was refunded is not certain since {since}: promise nothing, and find out with `{}`.",
                resolve(ours)
            ),
            (Known::Unknown, None) => format!(
                "Whether {amount}, made elsewhere as {}, was refunded is not certain since {since}: promise nothing.",
                clean(number)
            ),
            (Known::Planned, _) => {
                format!("{amount} was written down at {at} and never sent.")
            }
            (Known::Nothing, _) => format!("{amount} did not go back: {}.", state(told)),
            (Known::GivenElsewhere, _) => format!(
                "{amount} was given back by another way, by an operator's word{}.",
                said(told)
            ),
            (Known::WrittenOff, _) => format!(
                "What became of {amount} nobody found out; it was written off{}.",
                said(told)
            ),
            (Known::Contradicted(State::Refunded), _) => format!(
                "The gateway shows {amount} as {}, and this journal has it as refunded: promise nothing, and let a person look at it in the merchant portal.",
                told.refund.outcome
            ),
            (Known::Contradicted(here), _) => format!(
                "The gateway shows {amount} as {} at {at}, number to quote {quote}, and this journal has it as {here}: settle that with `{}`.",
                told.refund.outcome,
                resolve(ours.unwrap_or(number))
            ),
        }
    }

    /// Says how long the money of the last refund takes.
    fn arrival(&self, last: OffsetDateTime, now: OffsetDateTime) -> String {
        let wait = wait(self.pay_type);
        let by = last.saturating_add(time::Duration::days(LONGEST_WAIT_DAYS.into()));
        if now < by {
            format!("{wait}: until {} it may be on its way.", when(by))
        } else {
            format!(
                "{wait}, and that is over: the payer's wallet or bank is to look for it by that number."
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
mod tests {
    use super::*;
    use crate::money::Amount;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-22 12:00 +8);

    fn elsewhere(number: &str, minor: u64, outcome: Outcome) -> Earlier {
        Earlier {
            number: number.to_owned(),
            syssn: Some(format!("S-{number}")),
            ours: None,
            amount: Amount::from_minor(minor).unwrap(),
            at: Some(NOON),
            outcome,
            counts: true,
            shown: true,
            known: false,
            denied: None,
            open: None,
            tried: false,
            nameless: false,
        }
    }

    fn answers(refunds: &[Earlier], nameless: &[Earlier], pay_type: &str) -> (String, String) {
        let told = |refund: &Earlier| Told::of(refund.clone(), None);
        let refunds: Vec<Told> = refunds.iter().map(told).collect();
        let asked = Asked {
            refunds: &refunds,
            nameless,
            answered: true,
            currency: Currency::from_code("HKD").unwrap(),
            pay_type: Some(pay_type),
            profile: "shop",
        };
        let soon = NOON + time::Duration::hours(1);
        (asked.got_nothing(soon), asked.got_twice())
    }

    #[test]
    fn only_what_the_gateway_calls_done_is_called_so() {
        for (outcome, promise) in [
            (Outcome::Unknown, "promise nothing"),
            (Outcome::Pending, "neither done nor declined"),
            (Outcome::Declined, "did not go back"),
        ] {
            let (nothing, twice) = answers(&[elsewhere("N1", 100, outcome)], &[], "802801");
            assert!(nothing.contains(promise), "{nothing}");
            assert!(!nothing.contains("QFPay says"), "{nothing}");
            assert!(
                twice.starts_with("No refund of it is known to be done."),
                "{twice}"
            );
            assert_eq!(twice.contains("Not certain"), outcome != Outcome::Declined);
        }
        let (nothing, _) = answers(&[elsewhere("N1", 100, Outcome::Refunded)], &[], "802801");
        assert!(nothing.contains("quote is S-N1. QFPay says up to 3 days to a card: until 2026-11-25 12:00:00 (UTC+8)"), "{nothing}");
    }

    #[test]
    fn two_of_one_amount_are_left_to_a_person() {
        let done = |number, minor| elsewhere(number, minor, Outcome::Refunded);
        let (_, two) = answers(&[done("N1", 100), done("N2", 100), done("N3", 7)], &[], "");
        assert!(
            two.contains("2 refunds of the same amount are done"),
            "{two}"
        );
        assert!(
            two.contains("N1") && two.contains("N2") && !two.contains("N3"),
            "{two}"
        );
        assert!(two.contains("a person decides"), "{two}");
        let (_, other) = answers(&[done("N1", 100), done("N2", 7)], &[], "");
        assert!(other.contains("of different amounts"), "{other}");
    }

    #[test]
    fn a_refund_that_may_be_of_it_is_told_with_both_answers() {
        let may_be = Earlier {
            nameless: true,
            counts: false,
            ..elsewhere("N9", 100, Outcome::Refunded)
        };
        let (nothing, twice) = answers(&[], &[may_be], "");
        for answer in [nothing, twice] {
            assert!(answer.contains("may be of this one: HKD 1.00"), "{answer}");
        }
    }
}
