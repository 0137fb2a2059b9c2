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

/// Leaves out those that the journal knows by their number: they are of the payment that stands there.
pub(super) fn unknown(
    nameless: Vec<ShownRefund>,
    journal: &mut dyn Journal,
) -> Result<Vec<ShownRefund>, JournalError> {
    let mut unknown = Vec::new();
    for refund in nameless {
        let number = refund.out_trade_no.as_deref();
        let number = number.and_then(|number| OutTradeNo::parse(number).ok());
        let is_ours = match number {
            Some(number) => !journal.find_any(&number)?.is_empty(),
            None => false,
        };
        if !is_ours {
            unknown.push(refund);
        }
    }
    Ok(unknown)
}
