//! Writing the rows of a file down, or taking over those that are written down already.

use super::check;
use super::choose::{Choice, Chooser};
use super::file::BatchFile;
use crate::batch::{Entry, Row};
use crate::cli::BatchRunArgs;
use crate::commands::merchant::Party;
use crate::commands::{Desk, Failure, books};
use crate::exit::Exit;
use crate::gateway::wire::{Merchant, SignedRequest};
use crate::journal::{
    BatchRow, Begun, Conditions, Digest, Journal, JournalError, JournalFault, NewIntent, Record,
    Scope, Who,
};
use crate::money::Amount;
use crate::refund::{BatchId, Event, Intent, hong_kong, state};
use time::OffsetDateTime;

/// Writes every taken row down, in one transaction: all of them or none. What is written down
/// already, elsewhere, and still open belongs to this batch from now on.
pub(super) fn import(
    file: &mut BatchFile,
    args: &BatchRunArgs,
    batch: &BatchId,
    party: &Party,
    merchant: &Merchant,
    journal: &mut dyn Journal,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let now = desk.clock.now();
    let who = books::who(desk);
    let skip_twins = args.skip_twins;
    // Between the check and this transaction another command may have written down the same.
    let limits = party.profile.guards();
    let window = limits.twin_window;
    let guards = Conditions {
        max_refund: limits.max_refund.map(Amount::minor),
        max_batch_total: limits.max_batch_total.map(Amount::minor),
        twin_window: Some(window).filter(|window| !args.twins_meant && !window.is_zero()),
        ..Conditions::default()
    };
    // Chosen before the transaction: the choice reads the journal, the transaction writes it.
    // One for each row, in their order: a list of numbers would take eight times the memory.
    let mut taken = Vec::new();
    if skip_twins {
        let mut chooser = Chooser::new(party, batch, skip_twins, now);
        for entry in file.reader()? {
            let Ok(Entry::Row(row)) = entry else { continue };
            taken.push(matches!(chooser.choose(&row, journal)?, Choice::Take));
        }
    }
    let mut taken = taken.into_iter();
    let mut conflict = None;
    let mut adopted = 0_u64;
    let mut reader = file.reader()?;
    let written = journal.write(&mut |scope| {
        for entry in reader.by_ref() {
            let Ok(Entry::Row(row)) = entry else { continue };
            let is_taken = taken.next().unwrap_or(!skip_twins);
            if row.already_refunded || !is_taken {
                continue;
            }
            let new = new_intent(&row, batch, party, merchant, now);
            let problem = match scope.plan(&new, guards, who.at(now))? {
                Begun::Existing(record) => match record.difference(&new) {
                    Some(what) => Some(conflict_in_words(&record, what)),
                    None => {
                        let taken = take_over(&record, &new, scope, &who, now)?;
                        adopted = adopted.saturating_add(u64::from(taken));
                        None
                    }
                },
                Begun::Twin(twin) => (!skip_twins).then(|| check::twin_in_words(&row, &twin)),
                Begun::ExceedsRefund { limit } => Some(format!(
                    "it is more than the profile's max_refund, {limit} minor units"
                )),
                Begun::ExceedsBatch { limit, others } => Some(format!(
                    "with the {others} minor units of the batch that stand in the journal it is more than the profile's max_batch_total, {limit}"
                )),
                Begun::Planned(_) => None,
                Begun::Claimed(_)
                | Begun::Busy(_)
                | Begun::Open(_)
                | Begun::ExceedsRest { .. }
                | Begun::ExceedsDay { .. }
                | Begun::OtherCurrency(_)
                | Begun::OtherMerchant(_) => Some("the journal did not take it".to_owned()),
            };
            if let Some(problem) = problem {
                conflict = Some(format!("line {}: {problem}", row.line));
                return Err(JournalError::new("the batch", JournalFault::Exists));
            }
        }
        Ok(())
    });
    if let Some(conflict) = conflict {
        return Err(Failure::new(Exit::Refused, anyhow::Error::msg(conflict)).hint("Nothing of the file was taken. A refund with other contents needs another reference or number; see `qfrefund batch check`."));
    }
    written?;
    if adopted > 0 {
        desk.console.note(&format!(
            "rows that were written down elsewhere and are open, taken over into this batch: {adopted}"
        ));
    }
    Ok(())
}

/// Moves a row that stands in another batch, or in none, into this one, if it is open. What is
/// being sent stays with its sender, and what is settled stays where it was settled.
fn take_over(
    record: &Record,
    new: &NewIntent,
    scope: &mut dyn Scope,
    who: &Who,
    now: OffsetDateTime,
) -> Result<bool, JournalError> {
    let its_batch = record.wanted.batch.as_ref().map(|row| &row.batch);
    match &new.batch {
        Some(row)
            if its_batch != Some(&row.batch)
                && state::next(record.state(), Event::Adopt).is_ok() =>
        {
            scope.adopt(new.merchant.numbered(record.number()), row, who.at(now))?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Says that a row wants something else than the refund that has its number or reference.
pub(super) fn conflict_in_words(record: &Record, what: &str) -> String {
    format!(
        "its number {} stands in the journal with another {what}",
        record.number()
    )
}

/// Makes the intent that a row asks for.
pub(super) fn intent(row: &Row, batch: &BatchId, party: &Party, now: OffsetDateTime) -> Intent {
    let (profile, wanted) = (&party.profile, &row.intent);
    Intent {
        out_trade_no: wanted.number(profile.app_code(), profile.mchid(), batch, row.number),
        syssn: wanted.syssn.clone(),
        amount: wanted.amount,
        currency: wanted.currency,
        txdtm: hong_kong::gateway_time(now),
        udid: wanted.udid.clone(),
        reference: wanted.reference.clone(),
        reason: wanted.reason.clone(),
    }
}

fn new_intent(
    row: &Row,
    batch: &BatchId,
    party: &Party,
    merchant: &Merchant,
    now: OffsetDateTime,
) -> NewIntent {
    let profile = &party.profile;
    let intent = intent(row, batch, party, now);
    let request = SignedRequest::refund(&intent, merchant);
    NewIntent {
        merchant: books::merchant_key(profile),
        environment: profile.environment().name().to_owned(),
        profile: profile.name().to_owned(),
        request: Digest::of(request.body.as_bytes()),
        intent,
        batch: Some(BatchRow {
            batch: batch.to_string(),
            row: u32::try_from(row.number).unwrap_or(u32::MAX),
        }),
        replaces: None,
    }
}
