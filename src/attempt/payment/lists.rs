//! What the journal says of the lists that a look has read.

use crate::attempt::Owner;
use crate::gateway::enquiry::{MonthLists, ShownRefund};
use crate::journal::{Filter, Journal, JournalError, Record};
use crate::language::text;
use crate::refund::{OutTradeNo, State};
use time::OffsetDateTime;

/// How long a refund may be missing in the lists after the gateway has told of it.
const LAG: time::Duration = time::Duration::minutes(5);
/// How far back, and how many of the merchant's last refunds are looked for in the lists.
const LAST: time::Duration = time::Duration::days(3);
const MOST_LAST: u32 = 16;

/// Finds a refund that the gateway has confirmed, of the payment or the merchant's last ones, that does not
/// stand in the list of its month: then the list is not whole, and what else it lacks nobody knows. Says
/// so in a clause. What was sent a moment ago may not stand there yet.
pub(super) fn lists_lack(
    lists: &MonthLists,
    records: &[Record],
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
    now: OffsetDateTime,
) -> Result<Option<String>, JournalError> {
    let last = Filter {
        merchant: Some(owner.key.clone()),
        states: vec![State::Refunded],
        since: Some(now.saturating_sub(LAST)),
        ..Filter::default()
    };
    let last = journal.page(&last, None, MOST_LAST)?;
    let lacks = |record: &&Record| {
        let told = &record.progress;
        let is_old = told.updated_at <= now.saturating_sub(LAG);
        let is_shown = |at| {
            let syssn = told.refund_syssn.as_deref();
            lists.may_show(at, record.number().as_str(), syssn)
        };
        record.state() == State::Refunded && is_old && !told.settled_at.is_none_or(is_shown)
    };
    let lacking = records.iter().chain(&last).find(lacks);
    Ok(lacking.map(|record| {
        let number = record.number();
        text!("attempt-lists-lack", "its lists lack the refund {number}, which the gateway has confirmed, so they may lack others", number)
    }))
}

/// Leaves out those that are refunds of this merchant in the journal: they are of the payment that stands there.
pub(super) fn unknown(
    nameless: Vec<ShownRefund>,
    owner: &Owner<'_>,
    journal: &mut dyn Journal,
) -> Result<Vec<ShownRefund>, JournalError> {
    let environment = owner.profile.environment().name();
    let mut unknown = Vec::new();
    for refund in nameless {
        let number = refund.out_trade_no.as_deref();
        let number = number.and_then(|number| OutTradeNo::parse(number).ok());
        let known = match number {
            Some(number) => journal.find(owner.key.numbered(&number))?,
            None => None,
        };
        if !known.is_some_and(|record| is_it(&record, &refund, environment)) {
            unknown.push(refund);
        }
    }
    Ok(unknown)
}

/// Whether a refund that names no payment is this one of the journal, by all else that the gateway says of
/// it. Who else has its number, or has it in another environment, says nothing.
pub fn is_it(record: &Record, refund: &ShownRefund, environment: &str) -> bool {
    let known = record.progress.refund_syssn.as_deref();
    record.wanted.environment == environment
        && refund.out_trade_no.as_deref() == Some(record.number().as_str())
        && refund.amount == record.wanted.intent.amount
        && known
            .zip(refund.syssn.as_deref())
            .is_none_or(|(ours, theirs)| ours == theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::contract::{begin, cents, wanted};
    use crate::journal::sqlite::SqliteJournal;
    use crate::refund::Outcome;

    #[test]
    fn what_has_only_the_number_is_another_refund() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let new = wanted("N1", "P1", 500);
        let mut record = begin(&mut journal, &new);
        let here = new.environment.as_str();
        let shown = |number: &str, syssn: &str, minor| ShownRefund {
            syssn: Some(syssn.to_owned()),
            out_trade_no: Some(number.to_owned()),
            amount: cents(minor),
            at: None,
            outcome: Outcome::Refunded,
        };
        let same = shown("N1", "S-1", 500);
        assert!(is_it(&record, &same, here));
        assert!(!is_it(&record, &same, "sandbox"));
        assert!(!is_it(&record, &shown("N2", "S-1", 500), here));
        assert!(!is_it(&record, &shown("N1", "S-1", 501), here));
        record.progress.refund_syssn = Some("S-2".to_owned());
        assert!(!is_it(&record, &same, here));
        assert!(is_it(&record, &shown("N1", "S-2", 500), here));
    }
}
