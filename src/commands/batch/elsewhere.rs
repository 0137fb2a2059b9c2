//! Rows of a file that stand in the journal from elsewhere: a single refund, or another file.
//!
//! A run takes over what is open. What remains elsewhere is settled, is being sent at this moment,
//! or was taken over by the run of another file since.

use super::file::BatchFile;
use super::import;
use crate::batch::Entry;
use crate::commands::merchant::Party;
use crate::commands::{Failure, books};
use crate::journal::{BatchCount, Journal, Record};
use crate::refund::{BatchId, Intent, State};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// How many of the batches they stand in are named.
const MOST_NAMED: usize = 3;

/// Those rows, added up.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    counts: Vec<BatchCount>,
    /// By batch, and those in none.
    places: BTreeMap<Option<String>, u64>,
    /// Rows of a file that nobody has run which stand nowhere in the journal.
    pub(super) unwritten: u64,
    /// Rows that were left out for a refund that is not done, by where that stands.
    pub(super) open_twins: BTreeMap<State, u64>,
}

/// Counts every row of the file that the journal knows, each as it stands, if the batch's own are
/// not all there are: a batch whose row was declined under another command is not refunded.
///
/// Each row is looked up once, and whose it is with it: while another run takes rows over, sums
/// of two moments would count a row twice, or not at all.
pub(super) fn count_in(
    counts: &mut Vec<BatchCount>,
    file: &mut BatchFile,
    rows: u64,
    batch: &BatchId,
    party: &Party,
    journal: &mut dyn Journal,
) -> Result<Elsewhere, Failure> {
    let own: u64 = counts.iter().map(|count| count.count).sum();
    let mut found = Elsewhere::default();
    if own >= rows {
        return Ok(found);
    }
    counts.clear();
    let (key, same_batch) = (books::merchant_key(&party.profile), batch.to_string());
    for entry in file.reader()? {
        let Ok(Entry::Row(row)) = entry else { continue };
        let intent = import::intent(&row, batch, party, OffsetDateTime::UNIX_EPOCH);
        // A refund of another payment or amount is not this row's.
        let same = |record: &Record| record.differs_from(&intent).is_none();
        let Some(record) = journal
            .find(key.numbered(&intent.out_trade_no))?
            .filter(same)
        else {
            // Once a file is run, what is not written down was left out on purpose.
            if own == 0 && !row.already_refunded {
                found.unwritten = found.unwritten.saturating_add(1);
            }
            continue;
        };
        let its_batch = record.wanted.batch.as_ref().map(|row| row.batch.as_str());
        if its_batch != Some(same_batch.as_str()) {
            // The file itself says what became of it.
            if row.already_refunded {
                continue;
            }
            let place = found.places.entry(its_batch.map(str::to_owned));
            let rows = place.or_default();
            *rows = rows.saturating_add(1);
            add(&mut found.counts, &record.wanted.intent, record.state());
        }
        add(counts, &record.wanted.intent, record.state());
    }
    Ok(found)
}

fn add(counts: &mut Vec<BatchCount>, intent: &Intent, state: State) {
    let (currency, sum) = (intent.currency.code(), intent.amount.minor());
    let same = counts
        .iter_mut()
        .find(|count| count.state == state && count.currency == currency);
    match same {
        Some(count) => {
            count.count = count.count.saturating_add(1);
            count.sum = count.sum.saturating_add(sum);
        }
        None => counts.push(BatchCount {
            state,
            currency: currency.to_owned(),
            count: 1,
            sum,
        }),
    }
}

impl Elsewhere {
    /// How many of them are in a state.
    pub(super) fn rows_in(&self, state: State) -> u64 {
        let of_state = self.counts.iter().filter(|count| count.state == state);
        of_state.map(|count| count.count).sum()
    }

    /// Says where they stand, if there are any.
    pub(super) fn places(&self) -> Option<String> {
        let mut named: Vec<String> = self
            .places
            .iter()
            .take(MOST_NAMED)
            .map(|(place, rows)| match place {
                // As `BatchId::short` has it.
                Some(batch) => {
                    format!(
                        "{rows} in batch {}",
                        batch.chars().take(12).collect::<String>()
                    )
                }
                None => format!("{rows} in no batch"),
            })
            .collect();
        let others: u64 = self.places.values().skip(MOST_NAMED).sum();
        if others > 0 {
            named.push(format!("{others} in others"));
        }
        Some(named.join(", ")).filter(|named| !named.is_empty())
    }

    /// Says what they are and what becomes of them, if there are any.
    pub(super) fn in_words(&self, skip_twins: bool) -> Option<String> {
        let places = self.places()?;
        let settled = self.listed(|state| state.is_final());
        let sending = self.listed(|state| state == State::Sending);
        let open = self.listed(|state| !state.is_final() && state != State::Sending);
        let mut parts = Vec::new();
        if let Some(settled) = settled {
            parts.push(format!(
                "Settled there: {settled}; a run of this file does not send that again."
            ));
        }
        if let Some(sending) = sending {
            parts.push(format!(
                "Claimed there: {sending}; what is being sent there stays there."
            ));
        }
        if let Some(open) = open {
            let unless = if skip_twins {
                ", unless they are left out as twins"
            } else {
                ""
            };
            parts.push(format!(
                "Open there: {open}; a run of this file takes them over{unless}."
            ));
        }
        Some(format!(
            "rows of this file stand elsewhere, and count as they stand there: {places}. {}",
            parts.join(" ")
        ))
    }

    fn listed(&self, fits: impl Fn(State) -> bool) -> Option<String> {
        let states = State::ALL.into_iter().filter(|state| fits(*state));
        let named: Vec<String> = states
            .map(|state| (state, self.rows_in(state)))
            .filter(|(_, rows)| *rows > 0)
            .map(|(state, rows)| format!("{rows} {state}"))
            .collect();
        Some(named.join(", ")).filter(|named| !named.is_empty())
    }
}
