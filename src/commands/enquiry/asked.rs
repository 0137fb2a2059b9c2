//! Whose number it is that is asked about, and what the journal has under it.

use crate::attempt::payment;
use crate::commands::merchant::Party;
use crate::gateway::enquiry::{Key, may_be_syssn};
use crate::journal::{Called, Filter, Journal, JournalError, Record};
use crate::language::{joined, text, word};
use crate::output::text::counted;
use crate::output::when;
use crate::refund::{LookupNo, OutTradeNo, Outcome, State, Syssn, command};
use std::collections::BTreeMap;

/// How a number is asked for.
pub(super) struct Asked {
    /// What it is asked for as.
    pub(super) key: Key,
    /// As what besides, where that shows nothing.
    pub(super) or_else: Option<Key>,
    /// Why it is asked for so, as a sentence; nothing where it says so itself.
    pub(super) why: &'static str,
}

/// What is said where the second question was asked.
pub(super) fn second() -> &'static str {
    word!(
        "payment-asked-second",
        "As the merchant's number the gateway shows nothing; it was asked for as the gateway's own (syssn)."
    )
}

/// Says how a number without `--syssn` is asked for. What a journal cannot say, or does not know, is no word
/// against either: where both may be meant, the merchant's is asked for first.
pub(super) fn for_what(
    number: &LookupNo,
    party: &Party,
    journal: Option<&mut (dyn Journal + 'static)>,
) -> Asked {
    let text = number.as_str().to_owned();
    let ours = Key::OutTradeNo(text.clone());
    let is_ours = ["RF", "RR-", "RB-"]
        .iter()
        .any(|head| text.starts_with(head));
    let known = journal.and_then(|journal| as_syssn(&text, party, journal).ok().flatten());
    match known {
        Some(true) if !is_ours => Asked {
            key: Key::Syssn(text),
            or_else: None,
            why: word!(
                "payment-asked-known",
                "This journal knows the number as the gateway's own (syssn), and it was asked for as that."
            ),
        },
        None if may_be_syssn(&text) => Asked {
            key: ours,
            or_else: Some(Key::Syssn(text)),
            why: word!(
                "payment-asked-as-ours",
                "It was asked for as the merchant's number."
            ),
        },
        _ => Asked {
            key: ours,
            or_else: None,
            why: "",
        },
    }
}

/// Whether the journal knows a number as the gateway's own and as no number of the merchant; none where it knows
/// nothing of it.
fn as_syssn(
    text: &str,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Option<bool>, JournalError> {
    if let Ok(number) = OutTradeNo::parse(text)
        && journal.find(party.key().numbered(&number))?.is_some()
    {
        return Ok(Some(false));
    }
    let records = named(text, party, journal)?;
    Ok(records
        .iter()
        .any(|record| is_syssn(record, text))
        .then_some(true))
}

fn is_syssn(record: &Record, text: &str) -> bool {
    record.wanted.intent.syssn.as_str() == text
        || record.progress.refund_syssn.as_deref() == Some(text)
}

/// As many are read of what may be called alike.
const FEW: u32 = 64;

fn named(
    text: &str,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Vec<Record>, JournalError> {
    let filter = Filter {
        environment: Some(party.profile.environment().name().to_owned()),
        called: Some(Called::Exactly(text.to_owned())),
        ..Filter::default()
    };
    journal.page(&filter, None, FEW)
}

/// What the journal has under what was asked for.
#[derive(Default)]
pub(super) struct Here {
    /// The refund that was asked for.
    pub(super) refund: Option<Record>,
    /// The refunds of the payment that was asked for.
    of_payment: Vec<Record>,
}

impl Here {
    /// Reads it.
    pub(super) fn of(
        key: &Key,
        party: &Party,
        journal: &mut dyn Journal,
    ) -> Result<Self, JournalError> {
        match key {
            Key::Order(_) => Ok(Self::default()),
            Key::OutTradeNo(number) => Ok(Self {
                refund: match OutTradeNo::parse(number) {
                    Ok(number) => journal.find(party.key().numbered(&number))?,
                    Err(_) => None,
                },
                ..Self::default()
            }),
            Key::Syssn(number) => {
                let own = named(number, party, journal)?;
                let is_own = |record: &Record| {
                    record.progress.refund_syssn.as_deref() == Some(number.as_str())
                };
                Ok(Self {
                    refund: own.into_iter().find(is_own),
                    of_payment: match Syssn::parse(number) {
                        Ok(number) => payment::records(&number, &party.profile, journal)?,
                        Err(_) => Vec::new(),
                    },
                })
            }
        }
    }

    /// Says what it has beside what the gateway shows, as a sentence.
    pub(super) fn in_words(&self, shown: Option<Outcome>) -> Option<String> {
        if let Some(record) = &self.refund {
            let since = record
                .progress
                .open_since()
                .filter(|_| record.state().is_open());
            let since = since.map_or_else(String::new, |since| {
                text!("payment-asked-since", " since {since}", since = when(since))
            });
            let state = record.state();
            return Some(
                match shown == Some(state.outcome()) && state != State::Sending {
                    true if !matches!(state, State::Closed(_)) => {
                        text!(
                            "payment-here-as-well",
                            "The journal has it so as well{since}.",
                            since
                        )
                    }
                    _ => text!(
                        "payment-here-as",
                        "This journal has it as {state}{since}.",
                        state = state.to_string(),
                        since
                    ),
                },
            );
        }
        if self.of_payment.is_empty() {
            return None;
        }
        let mut states: BTreeMap<State, usize> = BTreeMap::new();
        for record in &self.of_payment {
            let count = states.entry(record.state()).or_default();
            *count = count.saturating_add(1);
        }
        let states = states.iter().map(|(state, count)| {
            text!(
                "payment-count",
                "{count} {state}",
                count,
                state = state.to_string()
            )
        });
        let refunds = counted(self.of_payment.len(), "refund");
        Some(text!(
            "payment-here-refunds",
            "This journal has {refunds} of it: {states}.",
            refunds,
            states = joined(states)
        ))
    }

    /// Proposes to settle what is open of the payment that was asked for.
    pub(super) fn settling(&self, profile: &str) -> Option<String> {
        let open = self
            .of_payment
            .iter()
            .find(|record| record.state().is_open())?;
        let resolve = command("resolve", open.number().as_str(), profile);
        Some(text!(
            "payment-settle",
            "Settle what is open of it: `{resolve}`.",
            resolve
        ))
    }
}
